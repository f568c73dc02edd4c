"""Edits that can be traced back: the only place where offsets are computed.

A rule says what it changes as ``Edit(start, stop, text)`` in the coordinates of the text it was given; ``Normalized``
applies the edits and maps any span of the result back to the source.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Edit", "Normalized"]


class Edit(NamedTuple):
    """Replace ``source[start:stop]`` by ``text``; half-open, in code points."""

    start: int
    stop: int
    text: str


class _Step(NamedTuple):
    """The edits of one pass that move offsets, as parallel columns: where they were and where they are now."""

    old_start: tuple[int, ...]
    old_stop: tuple[int, ...]
    new_start: tuple[int, ...]
    new_stop: tuple[int, ...]

    def span(self, position: int) -> tuple[int, int]:
        """Where the character that is now at ``position`` started and stopped before the pass."""
        i = bisect_right(self.new_start, position) - 1
        if i < 0:
            return position, position + 1
        if position < self.new_stop[i]:
            return self.old_start[i], self.old_stop[i]
        before = position - self.new_stop[i] + self.old_stop[i]
        return before, before + 1


@dataclass(frozen=True, slots=True)
class Normalized:
    """A text after its edits, which still knows where everything was.

    >>> kulak = Normalized.of("к у л а к.").then([Edit(i, i + 1, "") for i in (1, 3, 5, 7)])
    >>> kulak.text, kulak.to_source(0, 5)
    ('кулак.', (0, 9))
    """

    source: str
    text: str
    steps: tuple[_Step, ...] = ()

    @classmethod
    def of(cls, source: str) -> Normalized:
        """A text without edits."""
        return cls(source, source)

    def then(self, edits: Iterable[Edit]) -> Normalized:
        """Apply further edits, given in coordinates of ``self.text``.

        Raises ``ValueError`` when they are not in order, overlap or leave the text.
        """
        pieces: list[str] = []
        moved: list[tuple[int, int, int, int]] = []
        cursor = size = 0
        text = self.text
        for start, stop, replacement in edits:
            if not cursor <= start <= stop <= len(text):
                raise ValueError(f"edit {start}:{stop} out of order or outside a text of {len(text)} characters")
            pieces += (text[cursor:start], replacement)
            size += start - cursor
            # One character for one character moves nothing, so it need not be remembered.
            if not stop - start == len(replacement) == 1:
                moved.append((start, stop, size, size + len(replacement)))
            size += len(replacement)
            cursor = stop
        if not pieces:
            return self
        pieces.append(text[cursor:])
        steps = (*self.steps, _Step(*zip(*moved, strict=True))) if moved else self.steps
        return Normalized(self.source, "".join(pieces), steps)

    def to_source(self, start: int, stop: int) -> tuple[int, int]:
        """The smallest span of ``source`` that covers ``text[start:stop]``.

        What was deleted inside the span belongs to it, what was deleted at its edges does not; a replacement is
        taken whole. An empty span stays empty, unless it lies inside a replacement. O(log n) in the number of edits.
        """
        for step in reversed(self.steps):
            if start < stop:
                start, stop = step.span(start)[0], step.span(stop - 1)[1]
            else:
                left, right = step.span(start - 1), step.span(start)
                start, stop = right if left == right else (right[0], right[0])
        return start, stop
