"""Lines of columns and pages to paragraphs: where one ends, and which hyphens at line ends are words' own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from sovnlp.formats.pdf.layout import Line
from sovnlp.formats.pdf.words import HYPHEN
from sovnlp.text.flow import Flow
from sovnlp.text.normalize import line_hyphens

__all__ = ["Column", "Writer", "column", "joined"]

_TERMINAL = tuple('.!?…:;»”")]')
_HYPHENS = tuple("-\u2010\u2011¬")
_BULLETS = tuple("•●▪■")
_LEADERS = re.compile(r"(?:[.…] ?){4}\W*\d{1,4}$")


@dataclass(slots=True)
class Column:
    """Lines of one column with its margins; ``hanging`` where paragraphs begin to the left of their other lines."""

    lines: Sequence[Line]
    left: float
    right: float
    leading: float
    justified: bool
    hanging: bool


def column(lines: Sequence[Line], width: float) -> Column:
    """Measure a column; one of a few lines is taken to be as wide as ``width``, the usual measure of the file."""
    starts = Counter(round(line.x0 / 2) for line in lines)
    shared = [at for at in starts if starts[at] + starts[at + 1] >= 2]
    left = 2.0 * min(shared) if shared and len(lines) > 3 else min(line.x0 for line in lines)
    right = max(line.x1 for line in lines)
    if len(lines) < 5:
        right = max(right, left + width)
    size = median(line.size for line in lines)
    gaps = [above.y - below.y for above, below in zip(lines, lines[1:], strict=False)]
    full = sum(1 for line in lines if right - line.x1 < 0.8 * size)
    indented = Counter(round((line.x0 - left) / 4) for line in lines if line.x0 - left > 0.8 * size)
    hanging = len(lines) > 4 and bool(indented) and indented.most_common(1)[0][1] > 0.6 * len(lines)
    leading = median(gaps) if gaps else 1.2 * size
    return Column(lines, left, right, leading, full > 0.5 * len(lines), hanging)


class Writer:
    """Writes lines into a flow; a paragraph may go on in the next column or on the next page."""

    def __init__(self, flow: Flow, body: float, known: Callable[[str], bool]) -> None:
        """``body`` is the height of the usual type; ``known`` says of a word whether the file prints it whole."""
        self.flow = flow
        self.body = body
        self.known = known
        self.last: Line | None = None
        self.place: Column | None = None
        self.kind = "paragraph"
        self.held = ""
        self.tail = ""

    def write(self, column: Column) -> None:
        """Write the lines of a column, one after the other."""
        for line in column.lines:
            if self.last is not None and self.place is not None and _breaks(self.last, self.place, line, column):
                self.close()
            if self.last is None:
                self.kind = self._kind(line, column)
            self.add(line)
            self.place = column

    def close(self) -> None:
        """End the paragraph that is open."""
        self.flow.words(self.held)
        self.flow.close(self.kind)
        self.held = self.tail = ""
        self.last = None

    def _kind(self, line: Line, column: Column) -> str:
        text = line.text.strip()
        large = line.size > 1.12 * self.body
        centered = _centered(line, column) and not text.endswith((".", ",", ";")) and any(map(str.isalpha, text))
        return "heading" if (large or centered) and len(text) < 200 else "paragraph"

    def add(self, line: Line) -> None:
        """Add a line to the paragraph that is open."""
        text = line.text.strip()
        if self.last is not None:
            self.flow.words(self._between(text))
        self.held = ""
        pieces = list(line.pieces)
        body, mark = pieces[-1]
        if not mark and body.rstrip().endswith(_HYPHENS) and len(body.strip()) > 1:
            body = body.rstrip()
            self.held = "-"
            pieces[-1] = (body[:-1], False)
            self.tail = text[:-1]
        else:
            self.tail = ""
        for piece, mark in pieces:
            if mark:
                self.flow.mark(piece)
            else:
                self.flow.words(piece.replace(HYPHEN, "-"))
        self.last = line

    def _between(self, text: str) -> str:
        """What stands between the last line and one that begins with ``text``: a space, a hyphen or nothing."""
        if not self.tail:
            return " "
        if self.tail.endswith(" "):
            return "- "
        edit = next(line_hyphens(f"{self.tail[-40:]}-\n{text[:40]}", self.known), None)
        return "-" if edit is None else edit.text


def joined(lines: Sequence[Line], known: Callable[[str], bool]) -> str:
    """Some lines as one paragraph."""
    flow = Flow()
    writer = Writer(flow, 0.0, known)
    for line in lines:
        writer.add(line)
    writer.close()
    return flow.extract().text


def _centered(line: Line, column: Column) -> bool:
    before, after = line.x0 - column.left, column.right - line.x1
    return min(before, after) > 2.5 * line.size and abs(before - after) < 1.5 * line.size


def _breaks(last: Line, before: Column, line: Line, after: Column) -> bool:
    """Whether a new paragraph begins with ``line``."""
    size = max(last.size, line.size)
    if min(last.size, line.size) < 0.87 * size:
        return True
    if before is after and last.y - line.y > max(1.35 * after.leading, after.leading + 0.3 * size):
        return True
    ended = last.text.rstrip().endswith(_TERMINAL)
    if _centered(line, after) != _centered(last, before):
        return not last.text.rstrip().endswith(_HYPHENS)
    if _centered(line, after):
        return ended
    indent, indent_before = line.x0 - after.left, last.x0 - before.left
    if after.hanging and before.hanging:
        return indent < indent_before - 0.5 * size or (indent < 0.5 * size and ended)
    width, missing = before.right - before.left, before.right - last.x1
    # After a full line that does not end a sentence, an indent is that of a list and no new paragraph.
    if indent > 0.7 * size and indent - indent_before > 0.5 * size and (ended or missing > 1.5 * size):
        return True
    if line.text.startswith(_BULLETS) or _LEADERS.search(last.text):
        return True
    if before.justified and missing > 0.25 * width and not last.text.rstrip().endswith(_HYPHENS):
        return True
    short = missing > (1.5 * size if before.justified else 0.12 * width)
    return short and ended and not line.text.lstrip()[:1].islower()
