"""Paragraph by paragraph to an Extract: one a line, with pages, notes and their marks where they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sovnlp.document import Extract, Problem, Segment

__all__ = ["Flow"]


class Flow:
    """A text in the making.

    ``words`` and ``mark`` add to the line, ``close`` ends it; runs of white space become one space. ``keep`` says of a
    finished line whether it is text at all. A note given while a line is open waits for the end of that line, so that a
    sentence is never broken by what stands at the foot of the page.
    """

    def __init__(self, keep: Callable[[str], bool] = bool) -> None:
        self._keep = keep
        self._out: list[str] = []
        self._length = 0
        self._line: list[str] = []
        self._reached = 0
        self._gap = False
        self._marks: list[tuple[int, int]] = []
        self._turned: list[tuple[int, str]] = []
        self._label: str | None = None
        self._waiting: list[tuple[str, str | None]] = []
        self._pages: list[tuple[int, str]] = []
        self._paragraphs: list[tuple[int, int, str]] = []
        self._apart: list[Segment] = []

    @property
    def before(self) -> str:
        """The last piece of the line, empty where a line begins; white space that is due shows as a space."""
        return (self._line[-1] if self._line else "") + (" " if self._gap and self._line else "")

    def words(self, text: str) -> None:
        """Add text to the line."""
        if not text:
            return
        body = " ".join(text.split())
        self._gap = self._gap or text[0].isspace()
        if body:
            self._put(body)
            self._gap = text[-1].isspace()

    def mark(self, text: str) -> None:
        """Add what is not the source's own to the line: the number of a note, beside its word and apart from it."""
        body = " ".join(text.split())
        if body:
            self._gap = self._gap or text[0].isspace()
            start = self._put(body)
            self._marks.append((start, start + len(body)))
            self._gap = text[-1].isspace()

    def page(self, label: str) -> None:
        """A page begins with the next words."""
        self._label = label

    def note(self, text: str, page: str | None = None) -> None:
        """Set a note on a line of its own, after the line that is open."""
        if body := " ".join(text.split()):
            self._waiting.append((body, page))
        if not self._line:
            self._notes()

    def close(self, kind: str = "paragraph") -> None:
        """End the line; a line of the kind ``note`` stands apart as a whole."""
        line = "".join(self._line)
        if line and self._keep(line):
            start, stop = self._length, self._length + len(line)
            self._pages += [(start + at, label) for at, label in self._turned]
            if kind == "note" or sum(last - first for first, last in self._marks) >= len(line.replace(" ", "")):
                self._apart.append(Segment("note", start, stop, editorial=True))
            else:
                self._paragraphs.append((start, stop, kind))
                self._apart += [Segment("note", start + a, start + b, editorial=True) for a, b in self._marks]
            self._append(line)
        elif self._turned:
            self._label = self._turned[-1][1]
        self._line.clear()
        self._marks.clear()
        self._turned.clear()
        self._reached = 0
        self._gap = False
        self._notes()

    def blank(self) -> None:
        """Leave a line empty where the source has a rule between two texts."""
        if self._out and self._out[-1]:
            self._append("")

    def extract(
        self, encoding: str | None = None, metadata: Mapping[str, str] | None = None, problems: tuple[Problem, ...] = ()
    ) -> Extract:
        """What has been gathered."""
        self.close()
        while self._out and not self._out[-1]:
            self._out.pop()
        return Extract(
            "\n".join(self._out),
            encoding,
            metadata or {},
            tuple(self._pages),
            tuple(self._paragraphs),
            apart=tuple(self._apart),
            problems=problems,
        )

    def _put(self, body: str) -> int:
        """Add ``body``, after a space where one is due; where it starts in the line."""
        if self._gap and self._line:
            self._line.append(" ")
            self._reached += 1
        start = self._reached
        if self._label is not None:
            self._turned.append((start, self._label))
            self._label = None
        self._line.append(body)
        self._reached += len(body)
        return start

    def _notes(self) -> None:
        for body, page in self._waiting:
            self._apart.append(Segment("note", self._length, self._length + len(body), editorial=True, page=page))
            self._append(body)
        self._waiting.clear()

    def _append(self, line: str) -> None:
        self._out.append(line)
        self._length += len(line) + 1
