"""Dates in running text: one cheap scan for where a date may be, the grammar only there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Day
from datetime import timedelta
from functools import lru_cache

from sovnlp.document import Date
from sovnlp.text.date_forms import Reading, read_tokens
from sovnlp.text.date_words import Token, month_near, tokens
from sovnlp.text.edtf import UNDATED, read_edtf

__all__ = ["find_dates", "find_filled"]

# A year, also one with gaps and misread figures; day, month in digits and short year; a short year before г.
_SEED = re.compile(
    r"[0-9ЗIІ](?:"
    r"(?<=[1IІ])[ \u00a0]?[89][ \u00a0]?[0-9ЗзОOоo][ \u00a0]?[0-9ЗзОOоolIб](?![0-9])"
    r"|(?<=[lIІ|]9)[0-9ЗО]{2}(?![0-9])"
    r"|(?<=['’][1-4])[0-9](?![0-9])"
    r"|[0-9IІlЗО]?(?:-?го|[»\"”])?[\s./,\-–—]{1,3}(?:[IVXХІУYПШЦl1]{1,5}|[vix]{1,4}|[0-9]{1,2}(?=[./]))"
    r"[\s./,\-–—]{1,4}['’]?[1-4З][0-9ЗзОOо](?![0-9])"
    r"|[0-9ЗзОOо]?\s?(?:г[.\sо<\[)]|г$|р\.|y\.|-?х\s)"
    r")"
)
_ANY = re.compile(r"[0-9]|[ЗI](?=[\s./])|[сc<]\s?[.<]\s?г|\[[А-Я][а-я]{2,8}\]")
_NO_DATE = re.compile(r"[./](?<=[бБnN].)(?<![^\W_]..)\s?[дДdD](?!\w)\.?")
_NO_DATE_WORDS = ("без даты", "Без даты", "БЕЗ ДАТЫ", "undated", "Undated")

_BEFORE, _AFTER, _LONGEST = 56, 40, 600
"""How far round a place the grammar looks, in characters, and how much it takes at once."""

_OLD_STYLE = re.compile(
    r"(?i)\s?[(\[]?\s?(?:ст\.?\s?ст(?:\.|иля?)?|по\sст(?:арому|\.)\sстилю|старого\sстиля|o\.\s?s\.|old\sstyle)(?!\w)\s?[)\]]?"
)
_NEW_STYLE = re.compile(
    r"(?i)\s?[(\[]?\s?(?:н(?:ов)?\.?\s?ст(?:\.|иля?)?|по\sн(?:овому|\.)\sстилю|нового\sстиля|n\.\s?s\.|new\sstyle)(?!\w)\s?[)\]]?"
)
_DOUBT = re.compile(r"\s?[(\[]\?[)\]]|\s?\?")
_QUALIFIER = re.compile(
    r"(?:(?P<late>lL,?h?)|(?P<early>lE,?h?)|(?P<about>a\.?|A\.)|(?<=\[)(?:(?P<before>[Ep])|(?P<after>L)))q?$"
)
"""«До» and «после» bound a date where an editor dates a document in brackets; in a sentence they may tell anything."""
_MISREAD = re.compile(r"[sdz]w[yY]")


def find_dates(text: str, *, year: int | None = None) -> Iterator[tuple[int, int, Date]]:
    """The dates printed in ``text``, in order: (start, stop, date); no two overlap.

    Two-digit years are taken as 1917–1941 or not at all; years outside 1890–1960 are passed over. A day without a year
    is a date only where ``year`` gives it. A Russian date before 14 February 1918 stays as printed unless ст. ст. or
    O.S. stands after it, or the day of the other calendar beside it.

    >>> [(date.printed, date.edtf) for _, _, date in find_dates("Протокол от 5/III-37 г.")]
    [('5/III-37 г.', '1937-03-05')]
    """
    return find_filled(text, None if year is None else str(year))


def find_filled(text: str, fill: str | None) -> Iterator[tuple[int, int, Date]]:
    """As ``find_dates``; ``fill`` is four digits, ``XXXX`` for a year that stays open, or None."""
    undated = _undated(text)
    waiting = next(undated, None)
    for found in _dated(text, fill):
        while waiting is not None and waiting[0] < found[0]:
            if waiting[1] <= found[0]:
                yield waiting
            waiting = next(undated, None)
        while waiting is not None and waiting[0] < found[1]:
            waiting = next(undated, None)
        yield found
    if waiting is not None:
        yield waiting
        yield from undated


def _undated(text: str) -> Iterator[tuple[int, int, Date]]:
    """б/д, без даты, n.d., undated; looked for by what is rare in them."""
    places = [(match.start() - 1, match.end()) for match in _NO_DATE.finditer(text)]
    for word in _NO_DATE_WORDS:
        start = text.find(word)
        while start >= 0:
            places.append((start, start + len(word)))
            start = text.find(word, start + 1)
    for start, stop in sorted(places):
        yield start, stop, Date(UNDATED, None, None, printed=text[start:stop])


def _dated(text: str, fill: str | None) -> Iterator[tuple[int, int, Date]]:
    seeds = (_SEED if fill is None else _ANY).finditer(text)
    seed = next(seeds, None)
    reached = 0
    while seed is not None:
        start = max(reached, seed.start() - _BEFORE)
        stop = seed.start() + 1
        while seed is not None and seed.start() < min(stop, start + _LONGEST):
            stop = seed.start() + _AFTER
            seed = next(seeds, None)
        start, stop = _whole_words(text, start, min(stop, len(text)))
        for found in _in_window(text, start, stop, fill):
            yield found
            reached = max(reached, found[1])


def _whole_words(text: str, start: int, stop: int) -> tuple[int, int]:
    """The window without a word or number that it would cut."""
    while 0 < start < stop and text[start - 1].isalnum() and text[start].isalnum():
        start += 1
    while start < stop < len(text) and text[stop - 1].isalnum() and text[stop].isalnum():
        stop -= 1
    return start, stop


def _in_window(text: str, start: int, stop: int, fill: str | None) -> Iterator[tuple[int, int, Date]]:
    found = tokens(text, start, stop)
    signature = "".join([token.kind for token in found])
    for misread in _MISREAD.finditer(signature):
        place = misread.start() + 1
        between = text[found[place - 1].stop : found[place + 1].start]
        month = month_near(between.strip())
        if month is not None:
            opening = found[place - 1].stop + len(between) - len(between.lstrip())
            found[place] = month._replace(start=opening, stop=opening + len(between.strip()))
            signature = signature[:place] + month.kind + signature[place + 1 :]
    offset = 0
    for piece in signature.split("w"):
        if len(piece) > 1:
            own = found[offset : offset + len(piece)]
            floor = start
            for reading in read_tokens(piece, own, fill):
                date = _date(text, piece, own, reading, floor)
                if date is not None:
                    yield date
                    floor = date[1]
        offset += len(piece) + 1


def _date(text: str, signature: str, own: list[Token], reading: Reading, floor: int) -> tuple[int, int, Date] | None:
    """Take in what stands round a date and changes it: не позднее, около, ст. ст., (?), square brackets."""
    first, last, edtf, julian = reading
    start, stop = own[first].start, own[last - 1].stop
    if old := _OLD_STYLE.match(text, stop):
        stop = old.end()
        if not julian:
            edtf = "/".join(_gregorian(part) for part in edtf.split("/"))
        julian = True
    elif new := _NEW_STYLE.match(text, stop):
        stop = new.end()
    if doubt := _DOUBT.match(text, stop):
        stop = doubt.end()
        edtf = edtf if re.search(r"[/\[{~]", edtf) or edtf == UNDATED else edtf + "?"
    before = _before(signature, first)
    if before is not None and own[before[1]].start >= floor:
        start = own[before[1]].start
        edtf = _bounded(edtf, before[0])
    closing = last < len(signature) and own[last].start >= stop and signature[last] == "]"
    if closing and first and signature[first - 1] == "[" and re.fullmatch(r"\d{4}-\d\d-\d\d", edtf):
        start, stop, edtf = own[first - 1].start, own[last].stop, f"[{edtf}]"
    try:
        found = read_edtf(edtf)
    except ValueError:
        return None
    if found is None:
        return None
    return start, stop, _printed(found, text[start:stop], "julian" if julian else "gregorian")


def _printed(date: Date, printed: str, calendar: str) -> Date:
    return Date(date.edtf, date.date_from, date.date_to, "", printed, calendar)


@lru_cache(maxsize=4096)
def _before(signature: str, first: int) -> tuple[str, int] | None:
    """The qualifier that ends where a date begins, and its place."""
    match = _QUALIFIER.search(signature, max(0, first - 6), first)
    return (match.lastgroup or "", match.start()) if match else None


def _bounded(edtf: str, qualifier: str) -> str:
    if qualifier == "about":
        return edtf if re.search(r"[/\[{~]", edtf) else edtf.rstrip("?") + "~"
    points = re.split(r"[/,]", edtf.strip("[]{}").rstrip("?"))
    first, last = points[0], points[-1]
    return f"../{last}" if qualifier in ("late", "before") else f"{first}/.."


def _gregorian(point: str) -> str:
    """A Julian day as a Gregorian one; a month or a year cannot be moved and stays."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", point):
        return point
    day = Day.fromisoformat(point)
    return (day + timedelta(days=13 if day >= Day(1900, 3, 14) else 12)).isoformat()
