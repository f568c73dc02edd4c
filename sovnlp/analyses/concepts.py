"""What is in the lexicon: its concepts, listed, searched and shown whole, and the dated events beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from sovnlp.errors import QueryError
from sovnlp.lexicon import Context, Entry, Lexicon, fold, load
from sovnlp.lexicon.events import load_events
from sovnlp.models import package_version
from sovnlp.result import Receipt, Result
from sovnlp.text.counting import counted
from sovnlp.text.translit import key

__all__ = ["ConceptRow", "EventRow", "FieldRow", "concepts", "describe_concept", "events", "named"]

SHOWN = 12
_LANGUAGES = {"ru": "Russian", "en": "English"}


class ConceptRow(NamedTuple):
    """One concept; ``words`` is how many words and phrases stand for it."""

    id: str
    group: str
    ru: str
    en: str
    period: str
    words: int
    definition: str


class FieldRow(NamedTuple):
    """One field of one concept, in plain words."""

    field: str
    value: str


class EventRow(NamedTuple):
    """One event that a trace may be held against; ``date`` is EDTF."""

    id: str
    date: str
    ru: str
    en: str
    note: str


def concepts(text: str | None = None, *, group: str | None = None, path: Path | None = None) -> Result[ConceptRow]:
    """List and search the concepts of the lexicon.

    ``text`` are words, or beginnings of words, of a concept's names, family and phrases; case and script make no
    difference (``vreditel`` finds вредительство). ``path`` is a lexicon of your own, added to the one that comes with
    sovnlp. Raises ``QueryError`` for a group that there is not.

    >>> [row.id for row in concepts("nozhnitsy").rows]
    ['price_scissors']
    """
    lexicon = load(path)
    groups = Counter(entry.group for entry in lexicon.concepts.values())
    if group is not None and group not in groups:
        raise QueryError(f"there is no group {group!r}", f"choose one of: {', '.join(groups)}")
    chosen = [
        entry
        for entry in lexicon.concepts.values()
        if group in (None, entry.group) and (text is None or _speaks(entry, text))
    ]
    rows = [
        ConceptRow(
            entry.id, entry.group, entry.label["ru"], entry.label["en"], entry.period, _size(entry), entry.definition
        )
        for entry in chosen
    ]
    title = f"{counted(len(rows), 'concept')} of {len(lexicon.concepts)} in the lexicon"
    return Result(
        title, ConceptRow, rows, _receipt(lexicon, {"text": text, "group": group}), _notes(lexicon, text, rows)
    )


def describe_concept(name: str, *, path: Path | None = None) -> Result[FieldRow]:
    """Show one concept whole: definition, words in both languages, neighbors, and the contexts that decide.

    ``name`` is an id, a preferred name or a transliteration. Raises ``QueryError`` where no concept is called so.
    """
    lexicon = load(path)
    entry = named(lexicon, name)
    if entry is None:
        raise QueryError(f"no concept is called {name!r}{_nearest(lexicon, name)}", "sovnlp concepts lists them")
    title = f"{entry.label['ru']} · {entry.label['en']}"
    return Result(title, FieldRow, list(_fields(lexicon, entry)), _receipt(lexicon, {"concept": entry.id}))


def named(lexicon: Lexicon, name: str) -> Entry | None:
    """Return the concept with this id, preferred name or transliteration, in either script, or None.

    >>> named(load(), "vreditel'stvo").id
    'wrecking'
    """
    asked = key(fold(name))
    for kind in ("label", "translit"):
        for concept, labels in lexicon.labels().items():
            if any(label.kind == kind and key(fold(label.text)) == asked for label in labels):
                return lexicon.concepts[concept]
    return None


def events(text: str | None = None) -> Result[EventRow]:
    """List and search the dated events of 1917-1941 that a trace may be held against.

    ``text`` are words, or beginnings of words, of an event's id, names and note, in either script.
    """
    known = load_events()
    rows = [
        EventRow(event.id, event.date, event.label["ru"], event.label["en"], event.note)
        for event in known.values()
        if text is None or _begin(text, (event.id, *event.label.values(), event.note, event.date))
    ]
    notes = () if rows or text is None else (f"«{text}» names no event.",)
    title = f"{counted(len(rows), 'event')} of {len(known)}"
    receipt = Receipt("events", {}, _given({"text": text}), 0, 0, "", {}, package_version("sovnlp"))
    return Result(title, EventRow, rows, receipt, notes)


def _fields(lexicon: Lexicon, entry: Entry) -> Iterator[FieldRow]:
    narrower = tuple(other.id for other in lexicon.concepts.values() if entry.id in other.broader)
    lists: list[tuple[str, Iterable[str]]] = [
        ("id", (entry.id,)),
        *((_LANGUAGES[language], (text,)) for language, text in entry.label.items()),
        ("also asked for as", entry.translit),
        ("definition", (entry.definition,)),
        ("group", (entry.group,)),
        ("current", (entry.period,)),
        ("broader", entry.broader),
        ("narrower", narrower),
        ("related", entry.related),
        *((f"{_LANGUAGES[language]} words", words) for language, words in entry.family.items()),
        *((f"{_LANGUAGES[language]} phrases", words) for language, words in entry.forms.items()),
        ("names passed over", entry.names),
    ]
    for field, words in lists:
        value = ", ".join(words)
        if value:
            yield FieldRow(field, value.replace("=", ""))
    for context in entry.context:
        yield from _context(context)


def _context(context: Context) -> Iterator[FieldRow]:
    yield FieldRow("decided by context", ", ".join(context.words).replace("=", ""))
    for step in context.steps:
        way = "is the concept near" if step.accept else "is not near"
        within = f", within {counted(step.within, 'word')}" if step.within else ""
        reason = f" ({step.reason})" if step.reason else ""
        yield FieldRow(f"  {way}", f"{_some(step.clues)}{within}{reason}".replace("=", ""))
    default = "as elsewhere in the document" if context.default == "document" else context.default
    yield FieldRow("  otherwise", f"{default} ({context.reason})")


def _some(words: tuple[str, ...]) -> str:
    more = len(words) - SHOWN
    return ", ".join(words[:SHOWN]) + (f" and {more:,} more" if more > 0 else "")


def _size(entry: Entry) -> int:
    return sum(len(words) for lists in (entry.family, entry.forms) for words in lists.values())


def _speaks(entry: Entry, text: str) -> bool:
    """Say whether every word of ``text`` begins a word of one and the same name, word or phrase of the concept."""
    strings = (entry.id, *entry.label.values(), *entry.translit)
    words = (word for lists in (entry.family, entry.forms) for some in lists.values() for word in some)
    return any(_begin(text, (string,)) for string in (*strings, *words))


def _begin(text: str, said: Iterable[str]) -> bool:
    keys = _keys(" ".join(said))
    return all(any(name.startswith(word) for name in keys) for word in _keys(text))


def _keys(text: str) -> list[str]:
    return [key(word) for word in re.findall(r"[^\W_]+", text)]


def _notes(lexicon: Lexicon, text: str | None, rows: list[ConceptRow]) -> tuple[str, ...]:
    if not rows and text is not None:
        return (f"«{text}» names no concept{_nearest(lexicon, text)}.",)
    groups = Counter(row.group for row in rows)
    return (f"Groups: {', '.join(f'{name} {count}' for name, count in groups.items())}.",) if rows else ()


def _nearest(lexicon: Lexicon, text: str) -> str:
    near = _near(lexicon, text)
    return f"; the nearest: {', '.join(near)}" if near else ""


def _near(lexicon: Lexicon, text: str) -> list[str]:
    names: dict[str, str] = {}
    for concept, labels in lexicon.labels().items():
        for label in labels:
            names.setdefault(key(label.text), concept)
    near = get_close_matches(key(text), list(names), 8, 0.6)
    return list(dict.fromkeys(names[name] for name in near))[:3]


def _receipt(lexicon: Lexicon, asked: Mapping[str, object]) -> Receipt:
    models = {"lexicon": lexicon.fingerprint}
    return Receipt("concepts", {}, _given(asked), 0, 0, "", models, package_version("sovnlp"))


def _given(asked: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in asked.items() if value is not None}
