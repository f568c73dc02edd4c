"""What are not the source's own words: footnotes, editors' brackets, running heads, page numbers, archivists' stamps.

Readers never see it: it is masked while they cut the text, and woven in between their segments afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sovnlp.document import Extract, Segment

__all__ = ["find", "mask", "weave"]


def find(extract: Extract) -> tuple[Segment, ...]:
    """The editorial stretches of an extract, in order, with those that its format has marked."""
    return extract.apart


def mask(text: str, apart: Sequence[Segment]) -> str:
    """The text with its editorial stretches blanked; every other character keeps its place.

    >>> mask("Мост[3] готов.", [Segment("note", 4, 7, editorial=True)])
    'Мост    готов.'
    """
    pieces = []
    reached = 0
    for segment in apart:
        blank = "".join("\n" if char == "\n" else " " for char in text[segment.start : segment.stop])
        pieces += [text[reached : segment.start], blank]
        reached = segment.stop
    return "".join([*pieces, text[reached:]])


def weave(text: str, segments: Iterable[Segment], apart: Sequence[Segment]) -> Iterator[Segment]:
    """Put editorial stretches in their place among segments; what they interrupt goes on in the same turn."""
    notes = iter(apart)
    note = next(notes, None)
    turn = None
    for segment in segments:
        while note is not None and note.stop <= segment.start:
            yield replace(note, turn=turn)
            note = next(notes, None)
        turn = segment.turn
        start = segment.start
        while note is not None and note.start < segment.stop:
            yield from _piece(text, segment, start, note.start)
            yield replace(note, turn=turn)
            start, note = note.stop, next(notes, None)
        yield from _piece(text, segment, start, segment.stop)
    while note is not None:
        yield replace(note, turn=turn)
        note = next(notes, None)


def _piece(text: str, segment: Segment, start: int, stop: int) -> Iterator[Segment]:
    """The words of a segment between two places, trimmed, if there are any."""
    words = text[start:stop]
    if words.strip():
        first = start + len(words) - len(words.lstrip())
        yield replace(segment, start=first, stop=first + len(words.strip()))
