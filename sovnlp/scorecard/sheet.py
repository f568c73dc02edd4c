"""The sheet: sentences in a plain text file whose names a historian marks in any editor, and the way back.

After the head, each sentence has a line of its own below the one that says where it stands::

    # 17 · letters/1928-10-02 · 120-164 · 1928-10-02 · letter
    Из [LOC Заречья] пишет тов. [PER Зотов].

White space is shown as a space and a line end as ↵, one character for one, so that places are kept. Lines are read
beside the sentences they were drawn from, so that a bracket of the source is not taken for a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sovnlp.document import ENTITY_TYPES
from sovnlp.errors import SourceError
from sovnlp.text.bracketed import Span

__all__ = ["About", "Entry", "Sentence", "marks", "parsed", "shown", "written"]

HEAD = """\
# Отметьте имена, больше ничего не меняя; сохраните в UTF-8. Mark the names, change nothing else; save as UTF-8.
# PER: люди, без званий и должностей; people, no titles or offices: тов. [PER Зотов П. Н.], Comrade [PER Anna Belova]
# ORG: учреждения, партии, газеты, заводы; bodies, parties, papers, works: [ORG Заречный обком], [ORG Upland Trust]
# LOC: страны, города, области, реки, улицы; countries, towns, regions, rivers: г. [LOC Заречье], in [LOC Upland]
# Без отметок внутри отметок; лишнее удалите. No mark within a mark; delete a sentence you cannot judge. ↵: line end
"""
FLATTERS = """\
# Имена отмечены программой: проверьте каждое; оценка выйдет завышенной. Marked by the program: check every name; such a
# sample flatters the engine, because a mark that is there already is seldom taken away.
"""
_ABOUT = re.compile(
    r"# sovnlp score sample · drawn (\d{4}-\d\d-\d\d) · seed (-?\d+) · (\d+) sentences of (\d+) documents"
    r"(?: · only (?P<only>[^·]+))?(?P<marked> · pre-marked)?"
)
_PLACE = re.compile(r"#\s*(\d+) · (.+) · (\d+)-(\d+) · [^·]* · [^·]*")
_OPENING = re.compile(r"\[(\w+) +")
_LINE_END = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# What an editor does not show, or would act on.
_HIDDEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class About:
    """How a sample was drawn: the day, the draw, its size, what it was narrowed to, and whether it was pre-marked."""

    drawn: str
    seed: int
    sentences: int
    documents: int
    only: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence drawn: where it stands, and its text as ``shown`` (with marks where it was pre-marked)."""

    document: str
    start: int
    stop: int
    date: str
    genre: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence as it came back: the number of its line in the file, where it stands, and the line."""

    line: int
    document: str
    start: int
    stop: int
    marked: str


def shown(text: str) -> str:
    r"""Return a text on one line, as long as it was: ↵ for a line end, a space for white space.

    >>> shown("Заречье,\n5\xa0мая")
    'Заречье,↵5 мая'
    """
    flat = _HIDDEN.sub("\ufffd", _LINE_END.sub("↵", text))
    return "".join(" " if char.isspace() else char for char in flat)


def written(about: About, sentences: Iterable[Sentence]) -> str:
    """Return the sheet as text: a head that explains the marks, and the sentences, numbered."""
    narrowed = f" · only {about.only}" if about.only else ""
    first = (
        f"# sovnlp score sample · drawn {about.drawn} · seed {about.seed} · {about.sentences} sentences of "
        f"{about.documents} documents{narrowed}{' · pre-marked' if about.marked else ''}\n"
    )
    body = (
        f"\n# {number} · {one.document} · {one.start}-{one.stop} · {one.date} · {one.genre}\n{one.text}\n"
        for number, one in enumerate(sentences, start=1)
    )
    return first + HEAD + (FLATTERS if about.marked else "") + "".join(body)


def parsed(text: str, where: str) -> tuple[About, list[Entry]]:
    """Return what a sheet says of its sample, and its sentences but for those that were deleted.

    Raises ``SourceError`` with the number of a line that belongs to no sentence.
    """
    lines = [line.strip() for line in re.split("\r\n|\n|\r", text)]
    first = _ABOUT.fullmatch(lines[0])
    if not first:
        raise SourceError(f"{where}, line 1: not the first line of a sample", _DRAW)
    day, seed, sentences, documents = first.group(1, 2, 3, 4)
    about = About(day, int(seed), int(sentences), int(documents), first["only"] or "", bool(first["marked"]))
    return about, list(_entries(lines, where))


def marks(marked: str, text: str) -> list[Span]:
    """Return the names marked in a line, as places in the text (as ``shown``) that it was made of.

    Raises ``ValueError`` where the words are not those of the text, or a mark is not closed, is empty, lies within
    another or has an unknown type.

    >>> marks("[PER Р[ыков]] и [LOC так]", "Р[ыков] и так")
    [(0, 7, 'PER'), (10, 13, 'LOC')]
    """
    names: list[Span] = []
    kind, start, inner = "", 0, 0
    i = at = 0
    while i < len(marked):
        opening = _OPENING.match(marked, i)
        if opening and not text.startswith(opening[0], at):
            if opening[1] not in ENTITY_TYPES:
                raise ValueError(f"there is no type of name {opening[1]!r}, only {', '.join(ENTITY_TYPES)}")
            if kind:
                raise ValueError(f"a mark within a mark at «{marked[i : i + 20]}»")
            kind, start, inner = opening[1], at, 0
            i = opening.end()
        elif kind and marked[i] == "]" and not (inner and text.startswith("]", at)):
            names.append((*_within(text, start, at, kind), kind))
            kind = ""
            i += 1
        elif text.startswith(marked[i], at):
            inner += (marked[i] == "[") - (marked[i] == "]")
            i, at = i + 1, at + 1
        else:
            raise ValueError(f"the words differ from those of the document at «{marked[i : i + 20]}»")
    if kind:
        raise ValueError(f"a mark is not closed: «[{kind} {text[start : start + 20]}»")
    if at < len(text):
        raise ValueError(f"the end of the sentence is missing: «{text[at : at + 20]}»")
    return names


_DRAW = "sovnlp score sample -o FILE.txt draws one; leave its lines that begin with # as they are"


def _entries(lines: list[str], where: str) -> Iterator[Entry]:
    place: re.Match[str] | None = None
    for number, line in enumerate(lines, start=1):
        if found := _PLACE.fullmatch(line):
            place = found
        elif place and line:
            yield Entry(number, place[2], int(place[3]), int(place[4]), shown(line))
            place = None
        elif line and not line.startswith("#"):
            raise SourceError(
                f"{where}, line {number}: words that belong to no sentence: «{line[:40]}»",
                "keep each sentence on one line (no hard line breaks), below the line that says where it stands",
            )


def _within(text: str, start: int, stop: int, kind: str) -> tuple[int, int]:
    """Return the borders of a name without the white space that was marked with it."""
    blank = " ↵"
    while start < stop and text[start] in blank:
        start += 1
    while stop > start and text[stop - 1] in blank:
        stop -= 1
    if start == stop:
        raise ValueError(f"there is nothing in a mark [{kind} ]")
    return start, stop
