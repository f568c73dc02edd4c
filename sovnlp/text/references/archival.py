"""Archival references: shelf marks in a text, with their archive, what they take from one another, and their bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from sovnlp.document import Date, Reference
from sovnlp.text.dates import find_dates
from sovnlp.text.references.marks import PARTS, folios, read_mark
from sovnlp.text.references.naming import archive_at, archive_before
from sovnlp.text.references.status import read_status

__all__ = ["Antecedents", "Found", "find_archival", "read_archival"]

Found = tuple[int, int, Reference]

_LONGEST = 1500
_FIRST_LABELS = 40
_LETTER = r"[^\W\d_]"
# Cheap to scan for; the grammar looks at what they find.
_FOND = re.compile(
    rf"[ФфFf](?<!{_LETTER}.)(?:онд[а-я]?|ond|und|ОНД|OND)?[.,:]{{0,2}}\s{{0,3}}(?:№\s?)?"
    rf"(?:(?:[А-ЯЁA-Z]{{1,3}}[\s.-]{{0,3}})?[\dЗl]|[А-ЯЁA-Z][.,\s]{{1,3}}[ОоOo][пПnNpP]\b)"
)
_ACRONYM = re.compile(
    r"[А-ЯІЇA-Z](?<=[А-ЯІЇA-Z]{2})[.,:]?\s{1,2}(?=(?:(?:[Оо]п|[Oo]p|[ДдDd]|[Ее]д\.\s?хр)\.?\s?(?:[А-ЯA-Z]-)?\d"
    r"|\d{1,5}(?P<cut>[/-])\d{1,4}(?P=cut)\d))"
)
_BRACKET = re.compile(r"\((?=(?:[дДdD]|[Оо]п|[Oo]p)\.?\s?\d)")
_SAME = ("ам же", "амже", "ам само", "АМ ЖЕ", "bid", "BID")
_IBID = re.compile(r"(?:[Тт]ам\s?же|ТАМ ЖЕ|[Тт]ам\sсамо|[Ii]bid(?:em)?|IBID)(?!\w)\.?")
_ANY_LABEL = re.compile(rf"(?<!{_LETTER})[ФфFfОоOo0ДдDdЕеEeСсSsЛлLlАаРрRrPpИиIiCcUuБб]")
_SLASHED = re.compile(
    r"(?P<fond>\d{1,5}[а-я]?)(?P<cut>[/-])(?P<opis>\d{1,4}[а-я]?)(?P=cut)(?P<delo>\d{1,6}[а-я]?)(?!\w)(?P<more>(?P=cut)(?=\d))?"
)
_DOTTED = re.compile(
    r"(?P<cut>[./])(?P<opis>\d{1,4}[а-я]?)(?P=cut)(?P<delo>\d{1,6}[а-я]?)(?!\w)(?P<more>(?P=cut)(?=\d))?"
)
_COPY = re.compile(r"\.?\s?\((?:[Кк]опия\s|copy\s)?[«\"]?[А-Яа-вA-Z][»\"]?\)")
_REMARK = re.compile(r"\.?\s?\([^()\n]{1,200}\)(?=\s?[;,.]|\s)")
_STATED = re.compile(r"\.?\s?:\s{1,2}")


@dataclass
class Shelf:
    """One shelf mark as it is being read: its parts, where it stands, and what is said of the copy."""

    start: int
    stop: int
    parts: dict[str, str] = field(default_factory=dict)
    volumes: list[str] = field(default_factory=list)
    status: str | None = None
    technique: str | None = None
    date: Date | None = None
    paged: bool = False

    @property
    def deepest(self) -> int:
        """The place in ``PARTS`` of the last part read, -1 before the first."""
        return max((PARTS.index(name) for name in self.parts), default=-1)


@dataclass
class Antecedents:
    """What earlier references leave to later ones: the last of all, and the archive of every fond named with one.

    ``trusting``: the text is known to be a reference, and to follow on the last.
    """

    last: Reference | None = None
    archives: dict[str, str] = field(default_factory=dict)
    trusting: bool = False

    def note(self, reference: Reference) -> None:
        """Remember a reference."""
        self.last = reference
        if reference.archive and reference.fond:
            self.archives[reference.fond] = reference.archive


def find_archival(text: str, known: Antecedents, printed: Sequence[Found] = ()) -> Iterator[Found]:
    """Archival references in running text, in order, those that say too little left out, and ``printed`` among them."""
    reached = 0
    waiting = list(reversed(printed))
    for start in [*_anchors(text), len(text)]:
        while waiting and waiting[-1][0] < start:
            other = waiting.pop()
            if other[0] >= reached:
                known.note(other[2])
                yield other
                reached = other[1]
        if start < reached:
            continue
        for found in _at(text, start, reached, known, strict=True):
            yield found
            reached = found[1]


def read_archival(text: str, known: Antecedents) -> Iterator[Found]:
    """Archival references of a string that is known to be a reference: a part of a shelf mark is enough.

    A string too long for that is read as running text.
    """
    if len(text) > _LONGEST:
        yield from find_archival(text, known)
        return
    found = list(_leniently(text, [*_anchors(text)], known))
    if not found:
        labels = (label.start() for label in _ANY_LABEL.finditer(text) if read_mark(text, label.start(), len(text)))
        found = list(_leniently(text, islice(labels, _FIRST_LABELS), known))
    yield from found


def _leniently(text: str, starts: Iterator[int] | list[int], known: Antecedents) -> Iterator[Found]:
    reached = 0
    for start in starts:
        if start >= reached:
            for found in _at(text, start, reached, known, strict=False):
                yield found
                reached = found[1]


def _anchors(text: str) -> list[int]:
    """Where the first label of a reference may stand, or a word for «the same»."""
    places = [match.start() for match in _FOND.finditer(text)]
    places += [match.end() for match in _ACRONYM.finditer(text)]
    places += [match.end() for match in _BRACKET.finditer(text)]
    for same in _SAME:
        at = text.find(same)
        while at > -1:
            if at and _IBID.match(text, at - 1):
                places.append(at - 1)
            at = text.find(same, at + 1)
    return sorted(places)


def _at(text: str, start: int, floor: int, known: Antecedents, *, strict: bool) -> Iterator[Found]:
    """The references of the row of shelf marks that starts at ``start``."""
    limit = min(len(text), start + _LONGEST)
    ibid = _IBID.match(text, start, limit)
    shelves = _shelves(text, ibid.end() if ibid else start, limit)
    first = next(shelves, None)
    if first is None:
        if not ibid or strict:
            return
        first = Shelf(start, ibid.end())
    archive: str | None = None
    if ibid:
        first.start = start
    elif named := archive_before(text, first.start, floor):
        if strict and not _enough(first, named[2]):
            return
        first.start, archive = named[0], named[1]
    elif strict and not _complete(first) and not _in_brackets(text, first, known):
        return
    elif not strict and not _likely(first, known):
        return
    elif not strict and (earlier := _named_earlier(text, floor, first.start)):
        first.start, archive = earlier
    for shelf in chain([first], shelves):
        own = archive if shelf is first else None
        reference = _reference(text, shelf, known, own, repeats=bool(ibid) or shelf is not first)
        known.note(reference)
        yield shelf.start, shelf.stop, reference


def _named_earlier(text: str, start: int, stop: int) -> tuple[int, str] | None:
    """The archive that a reference starts with, where other words stand between it and the shelf mark."""
    sentence = text.find(". ", start, stop)
    named = archive_before(text, sentence, start) if -1 < sentence and stop - start < 200 else None
    return named[:2] if named else None


def _enough(shelf: Shelf, known_archive: bool) -> bool:
    """Whether a shelf mark after the name of an archive is one."""
    return known_archive or ("fond" in shelf.parts and ("opis" in shelf.parts or "delo" in shelf.parts))


def _complete(shelf: Shelf) -> bool:
    return {"fond", "opis", "delo"} <= shelf.parts.keys()


def _in_brackets(text: str, shelf: Shelf, known: Antecedents) -> bool:
    """Whether (д. 76, л. 30) goes on from an archival reference before it."""
    before = known.last is not None and known.last.delo is not None
    return before and text[shelf.start - 1 : shelf.start] == "(" and {"delo", "list"} <= shelf.parts.keys()


def _goes_on_in_brackets(text: str, shelf: Shelf, known: Antecedents) -> bool:
    """Whether a string that is a reference, (f. 558, op. 11…), names the archive no more because the last one did."""
    return known.trusting and text[: shelf.start].strip() == "(" and text[shelf.start].islower()


def _likely(shelf: Shelf, known: Antecedents) -> bool:
    after_archival = known.last is not None and known.last.fond is not None
    return len(shelf.parts) > 1 or (after_archival and len(shelf.parts) == 1)


def _reference(text: str, shelf: Shelf, known: Antecedents, archive: str | None, *, repeats: bool) -> Reference:
    """The typed reference of a shelf mark, with what it takes from the one before."""
    before = known.last
    printed = text[shelf.start : shelf.stop]
    if repeats and shelf.parts.keys() <= {"list"} and (before.title if before else shelf.paged):
        # Там же. С. 5 after a book or newspaper, or after nothing at all.
        return replace(before or Reference(inherits=True), printed=printed, pages=shelf.parts.get("list"))
    parts: dict[str, str | None] = {**shelf.parts}
    inherits = False
    given = min((PARTS.index(name) for name in parts), default=len(PARTS))
    if archive is None and (repeats or given > 0):
        if before is not None:
            archive = before.archive
            parts = {name: getattr(before, name) for name in PARTS[:given]} | parts
        inherits = before is None or before.inherits
    elif archive is None:
        archive = known.archives.get(shelf.parts["fond"])
        if archive is None and before is not None and _goes_on_in_brackets(text, shelf, known):
            archive = before.archive
    return Reference(
        printed=printed,
        archive=archive,
        status=shelf.status,
        technique=shelf.technique,
        volume=", ".join(shelf.volumes) or None,
        date=shelf.date,
        inherits=inherits,
        **parts,
    )


def _shelves(text: str, start: int, limit: int) -> Iterator[Shelf]:
    """The shelf marks that follow one another from ``start`` on; a part left of the last begins a new one."""
    if slashed := _SLASHED.match(text, start, limit):
        if archive_at(text, start):
            shelf = Shelf(start, slashed.end("delo"), {name: slashed[name] for name in PARTS[:3]})
            _take_folios(text, shelf, slashed, limit)
            yield _closed(text, shelf)
        return
    shelf = Shelf(start, start)
    while mark := read_mark(text, shelf.stop, limit):
        deepest = shelf.deepest
        if mark.name == "volume":
            if deepest < 0 or "list" in shelf.parts:
                break
            shelf.volumes.append(mark.value)
            shelf.stop = mark.stop
            continue
        if "list" in shelf.parts and "\n" in text[shelf.stop : mark.start]:
            break
        place = PARTS.index(mark.name)
        if mark.name == "list" and deepest == place and not shelf.status:
            shelf.parts["list"] += ", " + mark.value
        elif place <= deepest:
            yield _closed(text, shelf)
            shelf = Shelf(mark.start, mark.stop, {mark.name: mark.value})
        else:
            shelf.start = shelf.start if shelf.parts else mark.start
            shelf.parts[mark.name] = mark.value
        shelf.paged = mark.name == "list" and text[mark.start] in "СсCcPp"
        shelf.stop = mark.stop
        if mark.name == "fond" and (dotted := _DOTTED.match(text, shelf.stop, limit)):
            shelf.parts |= {"opis": dotted["opis"], "delo": dotted["delo"]}
            shelf.stop = dotted.end("delo")
            _take_folios(text, shelf, dotted, limit)
        _take_remarks(text, shelf, limit)
    if shelf.parts:
        yield _closed(text, shelf)


def _closed(text: str, shelf: Shelf) -> Shelf:
    """The shelf mark with the full stop that ends it."""
    if text.startswith(".", shelf.stop) and not text.startswith("..", shelf.stop):
        shelf.stop += 1
    return shelf


def _take_folios(text: str, shelf: Shelf, cut: re.Match[str], limit: int) -> None:
    if cut["more"] and (read := folios(text, cut.end(), limit, False)):
        shelf.parts["list"], shelf.stop = read


def _take_remarks(text: str, shelf: Shelf, limit: int) -> None:
    """Read on over what may stand after a shelf mark: copy (А), status and technique, a date, a remark in brackets."""
    if shelf.deepest >= PARTS.index("delo"):
        if letter := _COPY.match(text, shelf.stop, limit):
            shelf.stop = letter.end()
        shelf.stop, status, technique = read_status(text, shelf.stop, limit)
        shelf.status, shelf.technique = status or shelf.status, technique or shelf.technique
        if stated := _STATED.match(text, shelf.stop, limit):
            for begins, ends, found in find_dates(text[stated.end() : stated.end() + 40]):
                if begins == 0:
                    shelf.date, shelf.stop = found, stated.end() + ends
                break
    if (remark := _REMARK.match(text, shelf.stop, limit)) and _goes_on(text, remark.end(), limit):
        shelf.stop = remark.end()


def _goes_on(text: str, start: int, limit: int) -> bool:
    mark = read_mark(text, start, limit)
    return mark is not None and mark.name in ("fond", "opis", "delo", "list")
