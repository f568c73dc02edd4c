"""Events on the time axis of a chart: a rule and a number each, and the key to the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sovnlp.renderers.chart.periods import stretch
from sovnlp.renderers.chart.words import plain

__all__ = ["Mark", "marks", "numbers"]

DIGIT = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """An event: where it begins and ends on an axis that counts periods from 0, and what it is called."""

    number: int
    label: str
    date: str
    start: float
    stop: float

    @property
    def middle(self) -> float:
        """Where its rule stands."""
        return (self.start + self.stop) / 2


def marks(asked: object, periods: Sequence[str]) -> tuple[list[Mark], list[str]]:
    """Return the events that lie on the axis, numbered in order, and the names of those that do not."""
    if not isinstance(asked, list | tuple) or not asked:
        return [], []
    from sovnlp.lexicon.events import load_events

    known = load_events()
    found, absent = [], []
    for name in dict.fromkeys(map(str, asked)):
        event = known.get(name)
        label = plain(event.label["en"] if event else name)
        ends = stretch(event.start, event.stop, periods) if event else None
        if event is None or ends is None:
            absent.append(label)
        else:
            found.append((*ends, label, plain(event.date)))
    ordered = [
        Mark(i, label, when, start, stop)
        for i, (start, stop, label, when) in enumerate(sorted(found, key=lambda one: one[0] + one[1]), 1)
    ]
    return ordered, absent


def numbers(drawn: Sequence[Mark], pixels: float) -> list[tuple[float, str]]:
    """Return where the numbers stand and what they say; numbers that would touch are written together (``2–4``).

    ``pixels`` is the width of one period.

    >>> numbers([Mark(1, "a", "", 0.5, 0.5), Mark(2, "b", "", 0.6, 0.6), Mark(3, "c", "", 4, 4)], 30)
    [(0.55, '1–2'), (4.0, '3')]
    """
    groups = [[mark] for mark in sorted(drawn, key=lambda mark: mark.middle)]
    while True:
        for left, right in zip(groups, groups[1:], strict=False):
            apart = (_center(right) - _center(left)) * pixels
            if apart < DIGIT * (len(_text(left)) + len(_text(right)) + 1) / 2:
                left += right
                groups.remove(right)
                break
        else:
            return [(round(_center(group), 4), _text(group)) for group in groups]


def _center(group: Sequence[Mark]) -> float:
    return (group[0].middle + group[-1].middle) / 2


def _text(group: Sequence[Mark]) -> str:
    own = sorted(mark.number for mark in group)
    return f"{own[0]}" if len(own) == 1 else f"{own[0]}–{own[-1]}"
