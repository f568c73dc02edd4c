"""The time axis of a chart: its periods without holes, where a day falls among them, and which are labeled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

__all__ = ["complete_periods", "labels", "place", "stretch"]

# Months that a period lasts → steps between labels that people count in.
STEPS = {1: (1, 3, 6, 12, 24, 60, 120), 3: (1, 2, 4, 8, 20, 40), 12: (1, 2, 5, 10, 20, 50), 120: (1, 2, 5, 10)}
LABEL = 30


def complete_periods(given: Sequence[str]) -> list[str]:
    """Return the periods in order, with those between them that are not given.

    Knows years, months (``1928-07``), quarters (``1928-Q3``) and decades (``1920s``, ``192X``); others are only sorted.

    >>> complete_periods(["1930", "1928"])
    ['1928', '1929', '1930']
    """
    periods = sorted(set(given))
    ends = [re.match(r"\d{3}", period) for period in (periods[0], periods[-1])]
    decades = range(int(ends[0][0]), int(ends[1][0]) + 1) if ends[0] and ends[1] else range(0)
    years = [year for decade in decades for year in range(decade * 10, decade * 10 + 10)]
    calendars = (
        [f"{year}" for year in years],
        [f"{year}-{month:02}" for year in years for month in range(1, 13)],
        [f"{year}-Q{quarter}" for year in years for quarter in range(1, 5)],
        [f"{decade}0s" for decade in decades],
        [f"{decade}X" for decade in decades],
    )
    for calendar in calendars:
        if set(periods) <= set(calendar):
            return calendar[calendar.index(periods[0]) : calendar.index(periods[-1]) + 1]
    return periods


def place(day: date, periods: Sequence[str]) -> float | None:
    """Return where a day falls on an axis that counts periods from 0, or nothing where no period holds it.

    >>> place(date(1928, 7, 1), ["1927", "1928"])
    1.5
    """
    month = _month(day)
    for i, span in enumerate(map(_months, periods)):
        if span and span[0] <= month < sum(span):
            return round(i + (month - span[0]) / span[1], 4)
    return None


def stretch(start: date, stop: date, periods: Sequence[str]) -> tuple[float, float] | None:
    """Return where days from ``start`` to ``stop`` lie on the axis, as far as it goes, or nothing where they do not.

    >>> stretch(date(1927, 7, 1), date(1929, 1, 1), ["1927", "1928"])
    (0.5, 2.0)
    """
    first, last = _months(periods[0]), _months(periods[-1])
    if not first or not last or _month(stop) < first[0] or _month(start) >= sum(last):
        return None
    begin, end = place(start, periods), place(stop, periods)
    return 0.0 if begin is None else begin, float(len(periods)) if end is None else end


def labels(periods: Sequence[str], width: float) -> dict[float, list[str]]:
    """Return which periods are labeled on an axis of ``width`` pixels: the middle of each, and the lines of its label.

    Months and quarters have the year on a second line where it begins.

    >>> labels(["1928-Q4", "1929-Q1", "1929-Q2"], 300)
    {0.5: ['Q4', '1928'], 1.5: ['Q1', '1929'], 2.5: ['Q2']}
    """
    spans = [_months(period) or (0, 0) for period in periods]
    length = spans[0][1]
    numbers = [start // length for start, _ in spans] if length else list(range(len(periods)))
    room = max(1, int(width // LABEL)) if length else max(1, int(width // (6 * max(map(len, periods)) + 12)))
    for step in (*STEPS.get(length, (1, 2, 5, 10, 20, 50)), len(periods)):
        shown = [i for i, number in enumerate(numbers) if number % step == 0]
        if len(shown) <= room:
            break
    shown = shown or [0]
    if length not in (1, 3):
        return {i + 0.5: [periods[i]] for i in shown}
    if step * length >= 12:
        return {i + 0.5: [periods[i][:4]] for i in shown}
    turns = ("01", "Q1")
    return {
        i + 0.5: [periods[i][5:], *([periods[i][:4]] if i == shown[0] or periods[i][5:] in turns else [])]
        for i in shown
    }


def _month(day: date) -> float:
    """Return a day as months since the year 0."""
    return day.year * 12 + day.month - 1 + (day.day - 1) / 31


def _months(period: str) -> tuple[int, int] | None:
    """Return the first month of a period, counted from the year 0, and how many months it lasts."""
    if found := re.fullmatch(r"(\d{4})(?:-(\d\d)|-Q([1-4]))?", period):
        start = int(found[1]) * 12
        if found[2]:
            return start + int(found[2]) - 1, 1
        return (start + 3 * int(found[3]) - 3, 3) if found[3] else (start, 12)
    decade = re.fullmatch(r"(\d{3})(?:0s|X)", period)
    return (int(decade[1]) * 120, 120) if decade else None
