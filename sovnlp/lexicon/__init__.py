"""The concepts of Soviet political language: names, word families, phrases, and the contexts that tell senses apart.

The data are the TOML files in ``concepts/``; the head of ``concepts/lists.toml`` explains every field to whoever
edits them. The model is SKOS (https://www.w3.org/TR/skos-reference/): preferred labels, definition, broader and
related concepts.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from sovnlp.errors import LexiconError

__all__ = ["LABEL_KINDS", "QUOTED", "Context", "Entry", "Label", "Lexicon", "Step", "fold", "load", "read_own"]

LABEL_KINDS = ("label", "translit", "family", "form")
QUOTED = "@quoted"
"""A clue that is no word: the form stands directly after an opening quotation mark."""

_SHIPPED = Path(__file__).parent / "concepts"
_FIELDS = frozenset(
    "label translit definition group period broader related family forms names context".split(),
)
_SEE = "the head of concepts/lists.toml shows how to write it"
_PERIOD = re.compile(r"\d{4}(/\d{4})?")
# A bracket that is glued to a word belongs to it: ВКП(б).
_PART = re.compile(r"\([^()]*\)|[^\s()]+(?:\([^()\s]+\))?")


@dataclass(frozen=True, slots=True)
class Step:
    """One test on the words around a form: any of ``clues`` within ``within`` words decides (None: in the sentence).

    ``accept`` says which way; ``reason`` names the other sense in a word or two.
    """

    accept: bool
    clues: tuple[str, ...]
    within: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Context:
    """How the ambiguous ``words`` are decided: the first step with a clue, else ``default``.

    ``default`` is ``accept``, ``reject`` or ``document`` (as most occurrences in the same document that a step or a
    phrase decided, rejected where there are none).
    """

    words: tuple[str, ...]
    steps: tuple[Step, ...]
    default: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One concept. Word lists are by language (``ru``, ``en``), phrases already spelt out in all their variants.

    ``period`` is EDTF, the years when the word was current as a political one; ``names`` are surnames and first names
    that look like a form of the family.
    """

    id: str
    label: Mapping[str, str]
    translit: tuple[str, ...]
    definition: str
    group: str
    period: str
    broader: tuple[str, ...]
    related: tuple[str, ...]
    family: Mapping[str, tuple[str, ...]]
    forms: Mapping[str, tuple[str, ...]]
    names: tuple[str, ...]
    context: tuple[Context, ...]


class Label(NamedTuple):
    """A string by which a concept may be asked for; ``kind`` is one of ``LABEL_KINDS``."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All concepts by id, in the order of the files, and a fingerprint of their content (16 hexadecimal digits)."""

    concepts: Mapping[str, Entry]
    fingerprint: str

    def labels(self) -> dict[str, tuple[Label, ...]]:
        """For each concept every string that names it, strongest kind first; the id counts as a label."""
        return {concept: tuple(_labels(entry)) for concept, entry in self.concepts.items()}

    def claims(self) -> dict[str, tuple[str, ...]]:
        """For each string, folded as ``find`` folds it, the ids that claim it, the one that wins first.

        A concept for which the string is a preferred label comes before the others; else the order of the files holds.
        """
        strong: dict[str, dict[str, None]] = {}
        weak: dict[str, dict[str, None]] = {}
        for concept, labels in self.labels().items():
            for label in labels:
                (strong if label.kind == "label" else weak).setdefault(fold(label.text), {})[concept] = None
        return {text: tuple({**strong.get(text, {}), **weak.get(text, {})}) for text in {**strong, **weak}}

    def find(self, text: str) -> Entry | None:
        """The concept that a label, transliteration, family word or phrase names, or None.

        Case, ё, hyphens, underscores and the kind of apostrophe make no difference.

        >>> load().find("Goods famine").id
        'goods_famine'
        """
        ids = self.claims().get(fold(text))
        return self.concepts[ids[0]] if ids else None


def load(path: Path | None = None) -> Lexicon:
    """The concepts that come with sovnlp, and those of the file ``path``, which add to them or replace the same ids.

    Raises LexiconError, naming file, concept and field, where a file does not hold together.
    """
    raw: dict[str, tuple[str, Mapping[str, Any]]] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for file in sorted(_SHIPPED.glob("*.toml")):
        tables = _tables(file)
        lists |= _lists(tables, file.name)
        for concept, table in tables.items():
            if concept in raw:
                raise LexiconError(f"{file.name}: {concept} is already in {raw[concept][0]}", "keep one of the two")
            raw[concept] = (file.name, table)
    if path is not None:
        tables = _tables(path)
        lists |= _lists(tables, path.name)
        raw |= {concept: (path.name, table) for concept, table in tables.items()}
    concepts = {concept: _Reader(file, concept, lists).entry(table) for concept, (file, table) in raw.items()}
    for entry in concepts.values():
        for field, ids in (("broader", entry.broader), ("related", entry.related)):
            for other in ids:
                if other not in concepts:
                    raise LexiconError(
                        f"{raw[entry.id][0]}: {entry.id}.{field}: there is no concept {other!r}",
                        "give the id of a concept of this lexicon, or leave the field out",
                    )
    canonical = json.dumps([asdict(entry) for entry in concepts.values()], ensure_ascii=False, sort_keys=True)
    return Lexicon(MappingProxyType(concepts), hashlib.sha256(canonical.encode()).hexdigest()[:16])


def read_own(path: Path) -> tuple[dict[str, Entry], list[LexiconError]]:
    """The concepts of one file that hold together, each by itself, and what is wrong with the others.

    ``load`` stops at the first mistake; this is for whoever mends a file. Neighbors are not looked up. Raises
    LexiconError where the file is not sound TOML.
    """
    lists: dict[str, tuple[str, ...]] = {}
    for file in sorted(_SHIPPED.glob("*.toml")):
        lists |= _lists(_tables(file), file.name)
    tables = _tables(path)
    lists |= _lists(tables, path.name)
    entries, wrong = {}, []
    for concept, table in tables.items():
        try:
            entries[concept] = _Reader(path.name, concept, lists).entry(table)
        except LexiconError as error:
            wrong.append(error)
    return entries, wrong


def _tables(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise LexiconError(f"{file}: cannot be read ({error.strerror})", "give the path of a TOML file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(
            f"{file.name}: not a sound TOML file: {error}",
            "save it as UTF-8; texts stand in straight double quotes, one field on a line",
        ) from error


def _lists(tables: dict[str, Any], file: str) -> dict[str, tuple[str, ...]]:
    """Take the table ``lists`` out of ``tables``: named word lists that steps refer to as ``@name``."""
    table = tables.pop("lists", {})
    if not isinstance(table, dict):
        raise LexiconError(
            f'{file}: lists: must be a table [lists] of name = "word, word"', "see the head of concepts/lists.toml"
        )
    reader = _Reader(file, "lists", {})
    return {name: reader.phrases(value, name) for name, value in table.items()}


class _Reader:
    """Reads one concept's table and says where it is wrong."""

    def __init__(self, file: str, concept: str, lists: Mapping[str, tuple[str, ...]]) -> None:
        self.file, self.concept, self.lists = file, concept, lists

    def wrong(self, field: str, what: str, hint: str) -> LexiconError:
        return LexiconError(f"{self.file}: {self.concept}.{field}: {what}", hint)

    def entry(self, table: Mapping[str, Any]) -> Entry:
        if not isinstance(table, dict):
            raise self.wrong("", "is not a concept", f"write [{self.concept}] on a line of its own, its fields below")
        self.known(table, _FIELDS, "")
        entry = Entry(
            id=self.concept,
            label={language: self.text(table, "label", language) for language in ("ru", "en")},
            translit=self.phrases(table.get("translit", ""), "translit"),
            definition=self.text(table, "definition"),
            group=self.text(table, "group"),
            period=self.text(table, "period"),
            broader=self.phrases(table.get("broader", ""), "broader"),
            related=self.phrases(table.get("related", ""), "related"),
            family=self.by_language(table, "family"),
            forms=self.by_language(table, "forms"),
            names=self.phrases(table.get("names", ""), "names"),
            context=tuple(self.context(item) for item in self.tables(table.get("context", []), "context")),
        )
        if not _PERIOD.fullmatch(entry.period):
            raise self.wrong("period", f"{entry.period!r} is not a period", 'write years as in "1928/1933"')
        words = {word for group in (entry.family, entry.forms) for some in group.values() for word in some}
        if not words:
            raise self.wrong("family", "the concept has no words", 'give family.ru = "word, word" or forms.ru')
        for context in entry.context:
            for word in context.words:
                if word not in words:
                    raise self.wrong("context.words", f"{word!r} is no form of it", "list it in family or forms too")
        return entry

    def context(self, table: Mapping[str, Any]) -> Context:
        self.known(table, {"words", "steps", "default", "reason"}, "context.")
        default = self.text(table, "default", at="context.")
        if default not in ("accept", "reject", "document"):
            raise self.wrong("context.default", f"{default!r} is unknown", "write accept, reject or document")
        return Context(
            words=self.phrases(table.get("words", ""), "context.words"),
            steps=tuple(self.step(item) for item in self.tables(table.get("steps", []), "context.steps")),
            default=default,
            reason=self.text(table, "reason", at="context."),
        )

    def step(self, table: Mapping[str, Any]) -> Step:
        self.known(table, {"needs", "unless", "within", "reason"}, "context.steps.")
        if ("needs" in table) == ("unless" in table):
            raise self.wrong("context.steps", "a step has either needs or unless", "make two steps of it")
        kind = "needs" if "needs" in table else "unless"
        within = table.get("within")
        if within is not None and (not isinstance(within, int) or within < 1):
            raise self.wrong("context.steps.within", f"{within!r} is no number of words", "write within = 5, say")
        clues: list[str] = []
        for clue in self.phrases(table[kind], f"context.steps.{kind}"):
            if clue == QUOTED or not clue.startswith("@"):
                clues.append(clue)
            elif clue[1:] in self.lists:
                clues.extend(self.lists[clue[1:]])
            else:
                raise self.wrong(f"context.steps.{kind}", f"there is no list {clue}", "name one of [lists], or add it")
        reason = table.get("reason", "")
        if not isinstance(reason, str):
            raise self.wrong("context.steps.reason", "is not a text", "write it in straight double quotes")
        return Step(kind == "needs", tuple(dict.fromkeys(clues)), within, reason)

    def known(self, table: Mapping[str, Any], fields: frozenset[str] | set[str], at: str) -> None:
        for field in table:
            if field not in fields:
                raise self.wrong(f"{at}{field}", "no such field", f"the fields here are {', '.join(sorted(fields))}")

    def text(self, table: Mapping[str, Any], *path: str, at: str = "") -> str:
        value: Any = table
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(at + ".".join(path), "is missing", f'write {".".join(path)} = "…"')
        return " ".join(value.split())

    def tables(self, value: Any, field: str) -> list[dict[str, Any]]:
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.wrong(
                field, "is not a list of tables", "see the head of concepts/lists.toml for how to write it"
            )
        return value

    def by_language(self, table: Mapping[str, Any], field: str) -> dict[str, tuple[str, ...]]:
        value = table.get(field, {})
        if not isinstance(value, dict) or not set(value) <= {"ru", "en"}:
            raise self.wrong(field, "is not by language", f'write {field}.ru = "…" and {field}.en = "…"')
        return {language: self.phrases(words, f"{field}.{language}") for language, words in value.items()}

    def phrases(self, value: Any, field: str) -> tuple[str, ...]:
        """The phrases of a comma-separated text, every variant spelt out, each once."""
        if not isinstance(value, str):
            raise self.wrong(field, "is not a text", 'write "word, word, several words"')
        if value.count("(") != value.count(")"):
            raise self.wrong(field, "a bracket is not closed", 'optional words stand in brackets: "смычка (города)"')
        parts = (" ".join(part.split()) for part in value.split(","))
        return tuple(dict.fromkeys(variant for part in parts if part for variant in _variants(part)))


def _variants(phrase: str) -> Iterator[str]:
    """Every plain wording of a phrase with ``(optional words)`` and ``alternative/words``.

    >>> list(_variants("смычка (города/деревни)"))
    ['смычка', 'смычка города', 'смычка деревни']
    """
    if "/" not in phrase and "(" not in phrase:
        yield phrase
        return
    choices: list[list[str]] = []
    for part in _PART.findall(phrase):
        if part.startswith("("):
            choices.append(["", *_variants(part[1:-1])])
        else:
            choices.append(part.split("/"))
    for choice in itertools.product(*choices):
        yield " ".join(filter(None, choice))


def fold(text: str) -> str:
    """``text`` with everything leveled that a user may type either way: case, ё, hyphens, apostrophes, spaces.

    >>> fold("Vreditel’stvo")
    "vreditel'stvo"
    """
    folded = re.sub(r"[’ʹʼ`´′]", "'", text.lower().replace("ё", "е"))
    return " ".join(re.sub(r"[-_‐–]", " ", folded).split())


def _labels(entry: Entry) -> Iterator[Label]:
    yield Label(entry.id, "label")
    for text in entry.label.values():
        yield Label(text, "label")
    for text in entry.translit:
        yield Label(text, "translit")
    for kind, words in (("family", entry.family), ("form", entry.forms)):
        for some in words.values():
            for text in some:
                yield Label(text.replace("=", ""), kind)
