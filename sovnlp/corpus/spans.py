"""Periods that are named one by one: years, months or days, or two of them with a slash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sovnlp.corpus.selection import bound
from sovnlp.errors import QueryError

__all__ = ["Span", "place", "spans", "split_at"]


class Span(NamedTuple):
    """A period by name, with its first and last day in ISO form."""

    name: str
    first: str
    last: str


def spans(periods: Sequence[str]) -> list[Span]:
    """Return the periods that are written as 1928, 1927/1929, 1930-01/1930-06.

    Raises ``QueryError`` for one that is not understood, for fewer than two, and where one does not follow the other.

    >>> spans(["1927/1929", "1930"])[0]
    Span(name='1927/1929', first='1927-01-01', last='1929-12-31')
    """
    hint = "--periods 1927/1929,1930/1933"
    if len(periods) < 2:
        raise QueryError("there are two periods or more to compare", hint)
    found = []
    for period in periods:
        first, _, last = period.partition("/")
        found.append(Span(period, bound(first, last=False), bound(last or first, last=True)))
    for before, after in zip(found, found[1:], strict=False):
        if not before.first <= before.last < after.first <= after.last:
            raise QueryError(f"{after.name} does not follow {before.name}: periods come in order, and apart", hint)
    return found


def split_at(day: str) -> list[Span]:
    """Return the two periods before a year, month or day and from it on."""
    first = bound(day, last=False)
    eve = date.fromordinal(date.fromisoformat(first).toordinal() - 1).isoformat()
    return [Span(f"before {day}", "0001-01-01", eve), Span(f"from {day}", first, "9999-12-31")]


def place(periods: Sequence[Span], first: date | None, last: date | None) -> int | None:
    """Return which of the periods a date lies in with all its days, None where in none, or where it is open."""
    if first is None or last is None:
        return None
    days = first.isoformat(), last.isoformat()
    return next((i for i, one in enumerate(periods) if one.first <= days[0] and days[1] <= one.last), None)
