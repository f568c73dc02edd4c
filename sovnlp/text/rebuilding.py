"""Token by token to an Extract: the text put together again, with the segments or paragraphs that its words lie in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sovnlp.document import SEGMENT_KINDS, Extract, Problem, Segment

__all__ = ["Rebuilding", "described"]


class Rebuilding:
    """A text in the making: ``words`` add to it, ``gap`` says what white space comes before the next of them.

    Where nothing is said, one space comes between words, and a line end where a segment begins.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._gap: str | None = None
        self._spans: list[Segment] = []
        self._template: Segment | None = Segment("paragraph", 0, 0)
        self._marked = False

    @property
    def empty(self) -> bool:
        """Whether there are no words yet."""
        return not self._spans

    def gap(self, text: str | None) -> None:
        """What comes before the next words; None for what is usual there."""
        self._gap = text

    def begin(self, template: Segment, *, marked: bool = False) -> None:
        """Begin a segment with the next words; ``marked`` where the file says who speaks, or of what kind it is."""
        self._template = template
        self._marked = self._marked or marked

    def words(self, text: str) -> None:
        """Add words to the open segment."""
        usual = "" if not self._length else " " if self._template is None else "\n"
        self._put(usual if self._gap is None else self._gap)
        self._gap = None
        start = self._length
        self._put(text)
        if self._template is not None:
            self._spans.append(replace(self._template, start=start))
            self._template = None
        self._spans[-1] = replace(self._spans[-1], stop=self._length)

    def extract(
        self, encoding: str | None = None, metadata: Mapping[str, str] | None = None, problems: tuple[Problem, ...] = ()
    ) -> Extract:
        """What has been put together, with the white space that was said to come at the end."""
        self._put(self._gap or "")
        self._gap = None
        spans = tuple(span for span in self._spans if span.start < span.stop)
        return Extract(
            "".join(self._pieces),
            encoding,
            metadata or {},
            paragraphs=() if self._marked else tuple((span.start, span.stop, span.kind) for span in spans),
            segments=spans if self._marked else (),
            problems=problems,
        )

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)


def described(values: Mapping[str, str]) -> Segment | None:
    """The segment that attributes describe, by the names of its fields; None where they name no kind of ours."""
    if values.get("kind") not in SEGMENT_KINDS:
        return None
    turn = values.get("turn", "")
    return Segment(
        values["kind"],
        0,
        0,
        turn=int(turn) if turn.isascii() and turn.isdigit() and len(turn) < 10 else None,
        speaker=values.get("speaker") or None,
        speaker_id=values.get("speaker_id") or None,
        office=values.get("office") or None,
        editorial=values.get("editorial", "").lower() in ("yes", "true", "1"),
        page=values.get("page") or None,
    )
