"""EDTF (ISO 8601-2): the first and last day that a date, an interval or a set of dates can mean."""

from __future__ import annotations

import calendar
import re
from datetime import date as Day
from functools import lru_cache

from sovnlp.document import Date

__all__ = ["UNDATED", "read_edtf"]

UNDATED = "XXXX"
"""The EDTF of a document that says it has no date (б/д); also the year of a day whose year is not known."""

_POINT = re.compile(r"(\d{4}|\d{3}X|\d\dXX|XXXX)(?:-(\d\d|XX)(?:-(\d\d|XX)(?:T\d\d:\d\d(?::\d\d)?)?)?)?[~?%]?")
_SET = re.compile(r"\[([^\[\]{}]+)\]|\{([^\[\]{}]+)\}")

# Month-like codes: seasons, quarters, thirds and halves of a year, as (first month, last month).
_SPANS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
_SPANS |= {32 + n: (3 * n - 2, 3 * n) for n in (1, 2, 3, 4)}
_SPANS |= {36 + n: (4 * n - 3, 4 * n) for n in (1, 2, 3)}
_SPANS |= {39 + n: (6 * n - 5, 6 * n) for n in (1, 2)}

_Bounds = tuple[str | None, str | None]


@lru_cache(maxsize=4096)
def read_edtf(text: str) -> Date | None:
    """The date of an EDTF string, None where it does not have the form of one.

    An approximate or uncertain date is bounded by the unit it names; an open end, or a year that is not known, is None.
    Raises ``ValueError`` for a day that no calendar has and for an interval that ends before it begins.

    >>> read_edtf("1930-21").date_to
    '1930-05-31'
    """
    if len(text) > 400:
        return None
    if chosen := _SET.fullmatch(text):
        bounds = _of_set(chosen[1] or chosen[2])
    elif "/" in text:
        bounds = _of_interval(*text.split("/", 1))
    else:
        bounds = _of_point(text)
    if bounds is None:
        return _rare(text)
    if bounds[0] and bounds[1] and bounds[0] > bounds[1]:
        raise ValueError(f"the interval ends before it begins: {text}")
    return Date(text, *bounds)


def _of_interval(left: str, right: str) -> _Bounds | None:
    first = (None, None) if left in ("", "..") else _of_point(left)
    last = (None, None) if right in ("", "..") else _of_point(right)
    if first is None or last is None or (left in ("", "..") and right in ("", "..")):
        return None
    return first[0], last[1]


def _of_set(members: str) -> _Bounds | None:
    """First day of the first member, last day of the last one; ``a..b`` is a range of members."""
    parts = re.split(r",|(?<=[\dXx~?%])\.\.(?=\d)", members)
    points = [_of_point(part.strip()) for part in parts]
    known = [point for point in points if point is not None]
    if len(known) < len(points):
        return None
    firsts, lasts = zip(*known, strict=True)
    return (
        min((day for day in firsts if day), default=None) if all(firsts) else None,
        max((day for day in lasts if day), default=None) if all(lasts) else None,
    )


def _of_point(point: str) -> _Bounds | None:
    """First and last day of a single EDTF date; None where it is not one."""
    match = _POINT.fullmatch(point)
    if match is None:
        return None
    year, month, day = match.groups()
    if year == UNDATED:
        if month and month != "XX":
            _of_point(point.replace(UNDATED, "2000"))
        return None, None
    if "X" in year:
        return None if month else (f"{year.replace('X', '0')}-01-01", f"{year.replace('X', '9')}-12-31")
    if month is None or (month == "XX" and day in (None, "XX")):
        return f"{year}-01-01", f"{year}-12-31"
    if month == "XX":
        return None
    if int(month) in _SPANS and day is None:
        first, last = _SPANS[int(month)]
        closing = int(year) + (first > last)
        return f"{year}-{first:02}-01", f"{closing:04}-{last:02}-{calendar.monthrange(closing, last)[1]}"
    if day in (None, "XX"):
        Day(int(year), int(month), 1)
        return f"{year}-{month}-01", f"{year}-{month}-{calendar.monthrange(int(year), int(month))[1]}"
    exact = Day(int(year), int(month), int(day)).isoformat()
    return exact, exact


def _rare(text: str) -> Date | None:
    """What the common forms above leave: qualified parts and long years, by the edtf library's strict bounds."""
    if not re.fullmatch(r"[\[{(]?[\dXY~?%.,\-]{4,}[\]})]?", text) or re.search(r"\d\d\.\d\d", text):
        return None
    import edtf

    try:
        parsed = edtf.parse_edtf(text)
        bounds = parsed.lower_strict(), parsed.upper_strict()
    except (edtf.EDTFParseException, AttributeError, TypeError, ValueError):
        return None
    if not all(hasattr(bound, "tm_year") for bound in bounds):
        return None
    first, last = (f"{bound.tm_year:04}-{bound.tm_mon:02}-{bound.tm_mday:02}" for bound in bounds)
    return Date(text, first, last)
