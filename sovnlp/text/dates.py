"""Dates: as manifests write them, as documents print them, and which one is the document's own.

A date is never made more precise than its source: a month stays a month, and an open bound stays open.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date as Day
from datetime import timedelta

from sovnlp.document import Date

__all__ = ["UNDATED", "find_dates", "infer_date", "parse_edtf"]

UNDATED = "XXXX"
"""The EDTF of a document that says it has no date (б/д)."""

_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}

# --- EDTF ------------------------------------------------------------------------------------------------------------

_POINT = re.compile(r"(\d{4}|\d{3}X|\d\dXX|XXXX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([~?%])?")


def parse_edtf(text: str, kind: str = "") -> Date:
    """Read a date from metadata: EDTF (``1928-07``, ``1930~``, ``1932/1933``, ``../1931-03-12``) or one date in words.

    Approximate and uncertain dates are bounded by the unit they name; an open end is None. Raises ``ValueError``.

    >>> parse_edtf("1930-02").date_to
    '1930-02-28'
    >>> parse_edtf("9 июля 1928 г.").edtf
    '1928-07-09'
    """
    stated = text.strip()
    if not stated:
        raise ValueError("empty date")
    found = _from_edtf(stated)
    if found is None:
        spans = list(find_dates(stated))
        if len(spans) != 1 or _words(stated[: spans[0][0]] + stated[spans[0][1] :]):
            raise ValueError(f"not a date: {stated}")
        found = spans[0][2]
    return replace(found, kind=kind, printed=stated)


def _words(rest: str) -> bool:
    return bool(re.sub(r"(?i)\b(?:от|года?|гг?|г|on|dated|the|в)\b|[\W_]", "", rest))


def _from_edtf(text: str) -> Date | None:
    """The date of an EDTF string, None where it does not have the form of one; ``ValueError`` for 1930-02-30."""
    if "/" in text:
        left, right = text.split("/", 1)
        points = [None if part in ("", "..") else _bounds(part) for part in (left, right)]
        if any(point is None and part not in ("", "..") for point, part in zip(points, (left, right), strict=True)):
            return None
        if points == [None, None]:
            return None
        first, last = points
        lower, upper = first[0] if first else None, last[1] if last else None
        if lower and upper and lower > upper:
            raise ValueError(f"the interval ends before it begins: {text}")
        return Date(text, lower, upper)
    bounds = _bounds(text)
    if bounds is not None:
        return Date(text, *bounds)
    return _rare_edtf(text)


def _bounds(point: str) -> tuple[str | None, str | None] | None:
    """First and last day of a single EDTF date, as ISO days; (None, None) for ``XXXX``; None where it is not one."""
    match = _POINT.fullmatch(point)
    if match is None:
        return None
    year, month, day, _ = match.groups()
    if year == UNDATED:
        return None, None
    if "X" in year:
        if month:
            return None
        return f"{year.replace('X', '0')}-01-01", f"{year.replace('X', '9')}-12-31"
    if month is None or (month == "XX" and day in (None, "XX")):
        return f"{year}-01-01", f"{year}-12-31"
    if int(month) in _SEASONS and day is None:
        first, last = _SEASONS[int(month)]
        closing = int(year) + (first > last)
        return f"{year}-{first:02}-01", f"{closing}-{last:02}-{calendar.monthrange(closing, last)[1]}"
    if day in (None, "XX"):
        Day(int(year), int(month), 1)
        return f"{year}-{month}-01", f"{year}-{month}-{calendar.monthrange(int(year), int(month))[1]}"
    exact = Day(int(year), int(month), int(day)).isoformat()
    return exact, exact


def _rare_edtf(text: str) -> Date | None:
    """What the common forms above leave: sets, qualified parts, long years, by the edtf library's strict bounds."""
    if not re.fullmatch(r"[\[{(]?[\dXY~?%.,\-]{4,}[\]})]?", text) or re.search(r"\d\d\.\d\d", text):
        return None
    import edtf

    try:
        parsed = edtf.parse_edtf(text)
        lower, upper = parsed.lower_strict(), parsed.upper_strict()
    except (edtf.EDTFParseException, AttributeError, TypeError, ValueError):
        return None
    if not all(hasattr(bound, "tm_year") for bound in (lower, upper)):
        return None
    days = [f"{bound.tm_year:04}-{bound.tm_mon:02}-{bound.tm_mday:02}" for bound in (lower, upper)]
    return Date(text, days[0], days[1])


# --- dates in running text -----------------------------------------------------------------------------------------

_MONTHS = {
    **{
        stem: number
        for number, stem in enumerate(
            ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"), start=1
        )
    },
    **{
        stem: number
        for number, stem in enumerate(
            ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
        )
    },
}
_ROMAN = {r: n for n, r in enumerate("I II III IV V VI VII VIII IX X XI XII".split(), start=1)}

_RU = (
    r"(?:январ[ьяе]|янв\.?|феврал[ьяе]|февр?\.?|март[ае]?|мар\.|апрел[ьяе]|апр\.?|ма[йяе]|июн[ьяе]|июл[ьяе]"
    r"|август[ае]?|авг\.?|сентябр[ьяе]|сент?\.?|октябр[ьяе]|окт\.?|ноябр[ьяе]|нояб?\.?|декабр[ьяе]|дек\.?)(?![а-яё])"
)
_EN = (
    r"(?:January|Jan\.?|February|Feb\.?|March|Mar\.|April|Apr\.?|May|June|Jun\.?|July|Jul\.?|August|Aug\.?"
    r"|September|Sept?\.?|October|Oct\.?|November|Nov\.?|December|Dec\.?)(?![a-z])"
)
_WORD = rf"(?:{_RU}|{_EN})"
_DAY = r"[«\"„“]?(?<!\d)(?:[0-2]?\d|3[01])(?:[»\"”]|-?(?:го|е|ое)(?![а-яё])|st\b|nd\b|rd\b|th\b)?"
_YEAR = r"(?:1[89]\d\d)(?!\d{1,3}(?!\d))"
_G = r"(?:\s?(?:годах|годы|годов|года|году|год|гг?\.?)(?![а-яё]))"
_TO = r"\s?(?:[-–—‐]|и|по|на|до|to|and)\s?"
_X = r"[IVXХІ]{1,4}"
_SEP = r"\s?[./\-–—]{1,2}\s?"


def _n(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _month(word: str) -> int:
    roman = _ROMAN.get(word.upper().replace("Х", "X").replace("І", "I"))
    if roman:
        return roman
    lower = word.lower()
    return _MONTHS.get(lower[:3]) or _MONTHS[lower[:2]]


def _year(text: str) -> str:
    """Four digits; two digits only where they can be 1917–1941."""
    if len(text) == 4:
        return text
    if not 17 <= int(text) <= 41:
        raise ValueError(f"no year of the period: {text}")
    return "19" + text


def _day(year: str, month: str, day: str) -> str:
    return Day(int(_year(year)), _month(month) if not month.isdigit() else int(month), _n(day)).isoformat()


def _month_of(year: str, month: str) -> str:
    return f"{_year(year)}-{_month(month):02}"


def _two_days(m: re.Match[str]) -> str:
    """23 февраля – 5 марта 1937; either year may be missing on the left, the left month where both are one."""
    last = _day(m["y2"], m["m2"], m["d2"])
    first = _day(m["y1"] or m["y2"], m["m1"] or m["m2"], m["d1"])
    return f"{first}/{last}"


def _night(m: re.Match[str]) -> str:
    morning = Day.fromisoformat(_day(m["y"], m["m"], m["d"]))
    return f"{morning - timedelta(days=1)}/{morning}"


def _two_calendars(m: re.Match[str]) -> str:
    """11 (24) января 1918, 25 октября (7 ноября) 1917, December 24, 1917/January 6, 1918: the later is Gregorian."""
    old = Day.fromisoformat(_day(m["y1"], m["m1"], m["d1"]))
    new = old + timedelta(days=13 if old.year >= 1900 else 12)
    if new.day != _n(m["d2"]):
        raise ValueError("not one day in two calendars")
    return new.isoformat()


def _years(m: re.Match[str]) -> str:
    first, last = m["y1"], m["y2"]
    last = first[: 4 - len(last)] + last
    if int(last) <= int(first):
        raise ValueError("years out of order")
    return f"{first}/{last}"


_FORMS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (rf"(?P<d1>{_DAY})\s?\((?P<d2>{_DAY})\)\s?(?P<m1>{_WORD}),?\s(?P<y1>{_YEAR}){_G}?", _two_calendars),
    (
        rf"(?P<d1>{_DAY})\s(?P<m1>{_RU})\s?[(/]\s?(?P<d2>{_DAY})\s(?P<m2>{_RU})\s?\)?,?\s(?P<y1>{_YEAR}){_G}?",
        _two_calendars,
    ),
    (
        rf"(?P<d1>{_DAY})\s(?P<m1>{_RU})\s(?P<y1>{_YEAR}){_G}?\s?[(/]\s?(?P<d2>{_DAY})\s(?P<m2>{_RU})\s(?P<y2>{_YEAR}){_G}?\)?",
        _two_calendars,
    ),
    (
        rf"(?P<m1>{_EN})\s(?P<d1>{_DAY}),?\s(?P<y1>{_YEAR})\s?[(/]\s?(?P<m2>{_EN})\s(?P<d2>{_DAY}),?\s(?P<y2>{_YEAR})\)?",
        _two_calendars,
    ),
    (
        rf"(?i:в\sночь\s(?:с\s(?P<d1>{_DAY})(?:\s{_RU})?\s)?на\s)(?P<d>{_DAY})\s(?P<m>{_RU}),?\s(?P<y>{_YEAR}){_G}?",
        _night,
    ),
    (
        rf"(?P<d1>{_DAY})(?:\s(?P<m1>{_WORD}))?(?:,?\s(?P<y1>{_YEAR}){_G}?)?,?{_TO}"
        rf"(?P<d2>{_DAY})\s(?:of\s)?(?P<m2>{_WORD}),?\s(?P<y2>{_YEAR}){_G}?",
        _two_days,
    ),
    (
        rf"(?P<m1>{_EN})\s(?P<d1>{_DAY})(?:,?\s(?P<y1>{_YEAR}))?{_TO}(?P<m2>{_EN})\s(?P<d2>{_DAY}),?\s(?P<y2>{_YEAR})",
        _two_days,
    ),
    (rf"(?P<m2>{_EN})\s(?P<d1>{_DAY}){_TO}(?P<d2>{_DAY}),?\s(?P<y2>{_YEAR})(?P<m1>)(?P<y1>)", _two_days),
    (
        rf"(?P<d1>{_DAY}){_TO}(?P<d2>{_DAY}){_SEP}(?P<m2>{_X}){_SEP}(?P<y2>{_YEAR}|\d\d(?!\d)){_G}?(?P<m1>)(?P<y1>)",
        _two_days,
    ),
    (
        rf"(?P<d>{_DAY})[\s\-]{{1,2}}(?:of\s)?(?P<m>{_WORD}),?\s?(?P<y>{_YEAR}){_G}?",
        lambda m: _day(m["y"], m["m"], m["d"]),
    ),
    (
        rf"(?P<m>{_EN})\s(?P<d>{_DAY}),?(?:\s(?:(?:morning|evening)\ssession),?)?\s(?P<y>{_YEAR})",
        lambda m: _day(m["y"], m["m"], m["d"]),
    ),
    (
        rf"(?P<d>{_DAY})(?:{_SEP}|\s)(?P<m>{_X})(?:{_SEP}|\s)(?P<y>{_YEAR}|\d\d(?!\d)){_G}?",
        lambda m: _day(m["y"], m["m"], m["d"]),
    ),
    (
        r"(?<![\d.])(?P<y>1[89]\d\d)(?P<s>[.\-/])(?P<m>\d\d)(?P=s)(?P<d>\d\d)(?!\d)",
        lambda m: _day(m["y"], m["m"], m["d"]),
    ),
    (
        r"(?<![\d.])(?P<d>\d\d?)(?P<s>[./])(?P<m>\d\d?)(?P=s)\s?(?P<y>1[89]\d\d|\d\d)(?![\d.]*\d)" + rf"{_G}?",
        lambda m: _day(m["y"], m["m"], m["d"]),
    ),
    (
        rf"(?P<m1>{_WORD})(?:\s(?P<y1>{_YEAR}){_G}?)?\s?[-–—]\s?(?P<m2>{_WORD}),?\s(?P<y2>{_YEAR}){_G}?",
        lambda m: f"{_month_of(m['y1'] or m['y2'], m['m1'])}/{_month_of(m['y2'], m['m2'])}",
    ),
    (rf"(?<![\w])(?P<m>{_WORD}),?\s(?P<y>{_YEAR}){_G}?", lambda m: _month_of(m["y"], m["m"])),
    (rf"(?<!\d)(?P<y1>{_YEAR})\s?[-–—]\s?(?P<y2>1[89]\d\d|\d\d)(?!\d){_G}", _years),
    (rf"(?<!\d)(?P<y1>{_YEAR})/(?P<y2>1[89]\d\d|\d\d)(?!\d){_G}?", _years),
    (rf"(?<!\d)(?P<y>{_YEAR})(?:{_G}|(?=\s?[(\[]\?))", lambda m: m["y"]),
    (rf"(?i:\b(?:около|circa|c\.|ca\.|приблизительно|[пП]рибл\.)\s)(?P<y>{_YEAR})(?![\d/])", lambda m: m["y"]),
    (r"(?<!\w)(?:б\s?[./]\s?д\.?|[бБ]ез\sдаты|n\.\s?d\.|[uU]ndated)(?!\w)", lambda m: UNDATED),
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE if "Jan" in pattern else 0), build) for pattern, build in _FORMS)

_NOT_AFTER = re.compile(r"(?i)(?:не\s+позднее|не\s+позже|not?\s+later\s+than)\s+$")
_NOT_BEFORE = re.compile(r"(?i)(?:не\s+ранее|не\s+раньше|not?\s+earlier\s+than)\s+$")
_ABOUT = re.compile(r"(?i)(?:\b(?:около|приблизительно|прибл\.|circa|about)|(?<!\w)ca?\.)\s+$")
_OLD_STYLE = re.compile(
    r"(?i)^\s?[(\[]?\s?(?:ст\.?\s?ст\.?|ст\.\s?стиля?|по\sстарому\sстилю|o\.\s?s\.|old\sstyle)\s?[)\]]?"
)
_DOUBT = re.compile(r"^\s?[(\[]\?[)\]]|^\s?\?")


def find_dates(text: str) -> Iterator[tuple[int, int, Date]]:
    """The dates printed in ``text``, in order: (start, stop, date); no two overlap.

    Two-digit years are taken as 1917–1941 or not at all; years outside 1890–1960 are passed over. A Russian date before
    14 February 1918 stays as printed unless ст. ст. or O.S. stands after it.

    >>> [(date.printed, date.edtf) for _, _, date in find_dates("Протокол от 5/III-37 г.")]
    [('5/III-37 г.', '1937-03-05')]
    """
    hits = []
    for order, (pattern, build) in enumerate(_PATTERNS):
        for match in pattern.finditer(text):
            try:
                value = build(match)
            except (ValueError, OverflowError):
                continue
            if value == UNDATED or all(1890 <= int(year) <= 1960 for year in re.findall(r"(?<!\d)\d{4}(?!\d)", value)):
                hits.append((match.start(), -match.end(), order, value, build is _two_calendars))
    reached = 0
    for start, minus_stop, _, value, both in sorted(hits):
        if start < reached:
            continue
        found = _qualified(text, reached, start, -minus_stop, value, both)
        if found is not None:
            yield found
            reached = found[1]


def _qualified(text: str, floor: int, start: int, stop: int, value: str, both: bool) -> tuple[int, int, Date] | None:
    """Take in the words around a date that change it: не позднее, около, ст. ст., (?)."""
    julian = both
    if old := _OLD_STYLE.match(text[stop : stop + 24]):
        julian, stop = True, stop + old.end()
        if not both:
            value = "/".join(_gregorian(part) for part in value.split("/"))
    if doubt := _DOUBT.match(text[stop : stop + 5]):
        stop += doubt.end()
        value = value if "/" in value or value == UNDATED else value + "?"
    before = text[max(floor, start - 24) : start]
    if (about := re.match(r"(?i)(?:около|circa|ca?\.|приблизительно|прибл\.)\s", text[start:stop])) or (
        about := _ABOUT.search(before)
    ):
        start = start if about.string is not before else start - len(about[0])
        value = value if "/" in value else value.rstrip("?") + "~"
    elif late := _NOT_AFTER.search(before):
        start, value = start - len(late[0]), "../" + value.rsplit("/", 1)[-1]
    elif early := _NOT_BEFORE.search(before):
        start, value = start - len(early[0]), value.split("/", 1)[0] + "/.."
    try:
        found = _from_edtf(value)
    except ValueError:
        return None
    if found is None:
        return None
    printed = text[start:stop]
    return start, stop, replace(found, printed=printed, calendar="julian" if julian else "gregorian")


def _gregorian(point: str) -> str:
    """A Julian day as a Gregorian one; a month or a year cannot be moved and stays."""
    if len(point) != 10:
        return point
    day = Day.fromisoformat(point)
    return (day + timedelta(days=13 if day >= Day(1900, 3, 14) else 12)).isoformat()


# --- the document's own date ---------------------------------------------------------------------------------------

_TITLE_LINES, _HEAD_LINES, _TAIL_LINES = 15, 25, 6
_LABELED = re.compile(
    r"(?i)^\s*(?:дата|датировка|date|data original|written|delivered|recorded|spoken|адрес|address)\s*:"
)
_SAYS_SOMEONE = re.compile(r"^\s*[\w.\s]{1,40}:\s*\S")
_NOT_OWN = re.compile(
    r"(?i)рожден|родил|\bborn\b|опубликован|печатается|publish|source:|источник|updated|copyleft|transcri|translat|exporta"
    r"|https?:|изд(?:ан|ательств)|«?правда»?\s?[”\"]?,?\s?№|известия"
)
_COVERS = re.compile(r"(?i)(?:\bза(?:\s+период)?(?:\s+с)?|\bна|\bfor(?:\s+the\s+period)?)\s+$")


def infer_date(text: str) -> Date | None:
    """The document's own date: from its title, header or dateline, or a signature at its end.

    A date in running prose is never taken, nor one that says when something was born, printed or put on the web.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if (found := _own(line, 160 if number < _TITLE_LINES else 40)) is not None:
            return found
    for line in reversed(lines[_HEAD_LINES:][-_TAIL_LINES:]):
        if (found := _own(line, 60)) is not None:
            return found
    return None


def _own(line: str, longest: int) -> Date | None:
    if len(line) > longest or _NOT_OWN.search(line):
        return None
    if _SAYS_SOMEONE.match(line) and not _LABELED.match(line):
        return None
    dates = [hit for hit in find_dates(line) if hit[2].edtf != UNDATED]
    if not dates or _is_prose(line, dates[-1][1]):
        return None
    own = [hit for hit in dates if not _COVERS.search(line[: hit[0]])] or dates
    return own[-1][2]


def _is_prose(line: str, date_stop: int) -> bool:
    """A sentence: it ends in a full stop that is not the date's, or goes on at length after the date."""
    if len(line) <= 40:
        return False
    rest = line[date_stop:].strip(' .,;:)]»”"')
    return line.endswith((".", "!", "?", "…", ",", ";")) and bool(rest) or len(rest.split()) > 8
