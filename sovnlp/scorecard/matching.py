"""Which of the names marked by hand an engine found: with the same borders, or overlapping."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sovnlp.document import ENTITY_TYPES
from sovnlp.text.bracketed import Span

__all__ = ["ALL", "Counts", "compare", "overlapping"]

ALL = "all"


class Counts(NamedTuple):
    """Names marked by hand, names found, and how many of them are the same: ``strict`` or by ``overlap``."""

    gold: int
    found: int
    strict: int
    overlap: int


def compare(gold: Sequence[Span], found: Sequence[Span]) -> dict[str, Counts]:
    """Return the counts of one text by type, and of all types together.

    Strict: the same borders and the same type. Overlap: at least one character in common and the same type, each name
    standing for one other at most. They are the strict and fuzzy regimes of HIPE-2020 (Ehrmann et al. 2020).

    >>> compare([(0, 6, "PER"), (10, 15, "LOC")], [(0, 4, "PER"), (10, 15, "LOC")])["all"]
    Counts(gold=2, found=2, strict=1, overlap=2)
    """
    counts = {}
    for kind in ENTITY_TYPES:
        marked = sorted(name for name in gold if name[2] == kind)
        told = sorted(name for name in found if name[2] == kind)
        counts[kind] = Counts(len(marked), len(told), len({*marked} & {*told}), _overlaps(marked, told))
    counts[ALL] = Counts(*map(sum, zip(*counts.values(), strict=True)))
    return counts


def overlapping(name: Span, others: Iterable[Span]) -> Span | None:
    """Return the first of the others, of whatever type, that has a character in common with a name."""
    return next((other for other in others if name[0] < other[1] and other[0] < name[1]), None)


def _overlaps(gold: Sequence[Span], found: Sequence[Span]) -> int:
    """Return how many pairs overlap, one to one; both sides are in order, so that taking the first is best."""
    pairs = i = j = 0
    while i < len(gold) and j < len(found):
        if gold[i][0] < found[j][1] and found[j][0] < gold[i][1]:
            pairs, i, j = pairs + 1, i + 1, j + 1
        elif gold[i][1] <= found[j][0]:
            i += 1
        else:
            j += 1
    return pairs
