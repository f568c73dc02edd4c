"""Words of a page to lines in reading order: fragments, columns, rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from sovnlp.formats.pdf.words import HYPHEN, Word

__all__ = ["Line", "regions"]

MAX_LINE = 2_000
"""In letters; a longer one is cut, so that putting it together stays quick."""

_MARK = re.compile(r"[\[(]?(?:\d{1,3}|\*{1,5})[\])]?[.,;:]?")


@dataclass(slots=True)
class Line:
    """A line of one column; ``pieces`` are its text cut at the marks of notes, as (text, whether it is a mark)."""

    pieces: list[tuple[str, bool]]
    x0: float
    x1: float
    y: float
    size: float

    @property
    def text(self) -> str:
        """The words of the line, marks and all."""
        return "".join(text for text, _ in self.pieces)


def regions(words: Sequence[Word]) -> list[list[Line]]:
    """The lines of a page, column by column, each column from the top; what spans columns parts those above it."""
    if not words:
        return []
    size = median(word.size for word in words)
    return [lines for block in _cut(_fragments(words), size, 0) if (lines := _rows(block))]


def _fragments(words: Sequence[Word]) -> list[Line]:
    """Words that follow one another on one baseline without a wide gap."""
    found: list[Line] = []
    for word in words:
        last = found[-1] if found else None
        if last is not None and _follows(last, word):
            raised = word.size < 0.8 * last.size and word.y > last.y + 0.1 * last.size
            if last.size < 0.8 * word.size and last.y > word.y + 0.1 * word.size:
                # The raised number at the head of a note.
                last.pieces = [(last.text, True)]
                last.y, last.size = word.y, word.size
            space = " " if word.spaced or word.x0 - last.x1 > 0.2 * word.size else ""
            if last.pieces[-1][0].endswith(HYPHEN) and not space:
                # A soft hyphen that the line did not need.
                last.pieces[-1] = (last.pieces[-1][0][:-1], last.pieces[-1][1])
            if raised and _MARK.fullmatch(word.text):
                last.pieces.append((space + word.text, True))
            elif last.pieces[-1][1]:
                last.pieces.append((space + word.text, False))
            else:
                last.pieces[-1] = (last.pieces[-1][0] + space + word.text, False)
            last.x1 = max(last.x1, word.x1)
        else:
            found.append(Line([(word.text, False)], word.x0, word.x1, word.y, word.size))
    return found


def _follows(last: Line, word: Word) -> bool:
    size = max(last.size, word.size)
    if len(last.pieces) > 100 or len(last.pieces[-1][0]) > MAX_LINE:
        return False
    if not -0.4 * size <= word.x0 - last.x1 <= size:
        return False
    if min(last.size, word.size) >= 0.8 * size:
        return abs(word.y - last.y) <= 0.3 * size
    return abs(word.y - last.y) <= 0.7 * size


def _cut(fragments: list[Line], size: float, depth: int) -> list[list[Line]]:
    """Bands of a page from the top, each cut into its columns."""
    if depth > 4:
        return [fragments]
    for edge in _edges(fragments):
        bands = _bands(fragments, edge, size)
        if any(len(band) == 2 for band in bands):
            blocks: list[list[Line]] = []
            for band in bands:
                for part in band:
                    blocks += _cut(part, size, depth + 1) if len(band) == 2 else [part]
            return blocks
    return [fragments]


def _edges(fragments: Sequence[Line]) -> list[float]:
    """Where a column may begin: left ends that several fragments share, the most common first."""
    counts = Counter(round(fragment.x0 / 3) for fragment in fragments)
    leftmost = min(counts)
    near = {at: counts[at] + counts[at + 1] for at in counts if at > leftmost + 8}
    return [3 * at - 2.5 for at, count in sorted(near.items(), key=lambda pair: (-pair[1], pair[0]))[:6] if count >= 3]


def _bands(fragments: Sequence[Line], edge: float, size: float) -> list[list[list[Line]]]:
    """Runs of rows that ``edge`` parts in two columns, and the rows between them that cross it, from the top."""
    bands: list[list[list[Line]]] = []
    left: list[Line] = []
    right: list[Line] = []
    whole: list[Line] = []

    def end_columns() -> None:
        nonlocal whole
        if _is_columns(left, right, size):
            if whole:
                bands.append([whole])
                whole = []
            bands.append([list(left), list(right)])
        else:
            whole += [*left, *right]
        left.clear()
        right.clear()

    for fragment in sorted(fragments, key=lambda fragment: -fragment.y):
        if fragment.x1 <= edge + 1:
            left.append(fragment)
        elif fragment.x0 >= edge - 1:
            right.append(fragment)
        else:
            end_columns()
            whole.append(fragment)
    end_columns()
    if whole:
        bands.append([whole])
    return bands


def _is_columns(left: Sequence[Line], right: Sequence[Line], size: float) -> bool:
    """Whether two heaps of fragments are columns of running text and no table: most lines fill their column."""
    if min(len(left), len(right)) < 3:
        return False
    top, bottom = min(left[0].y, right[0].y), max(left[-1].y, right[-1].y)
    if top - bottom < 2 * size:
        return False
    for column in (left, right):
        rows: dict[int, float] = {}
        for fragment in column:
            row = round(fragment.y / size)
            rows[row] = rows.get(row, 0) + fragment.x1 - fragment.x0
        measure = max(part.x1 for part in column) - min(part.x0 for part in column)
        if measure < 7 * size or median(rows.values()) < 0.6 * measure:
            return False
    return True


def _rows(fragments: Sequence[Line]) -> list[Line]:
    """Fragments at one height become a line."""
    rows: list[list[Line]] = []
    for fragment in sorted(fragments, key=lambda fragment: -fragment.y):
        near = rows[-1][0] if rows else None
        if near is not None and near.y - fragment.y <= 0.45 * max(near.size, fragment.size):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return [_joined(sorted(row, key=lambda fragment: fragment.x0)) for row in rows]


def _joined(row: Sequence[Line]) -> Line:
    widest = max(row, key=lambda fragment: fragment.x1 - fragment.x0)
    line = Line([], row[0].x0, max(fragment.x1 for fragment in row), widest.y, widest.size)
    for fragment in row:
        raised = fragment.size < 0.8 * widest.size and fragment.y > widest.y + 0.1 * widest.size
        pieces = fragment.pieces
        if raised and _MARK.fullmatch(fragment.text):
            pieces = [(fragment.text, True)]
        if line.pieces:
            text, mark = pieces[0]
            pieces = [(text if mark else f" {text}", mark), *pieces[1:]]
        line.pieces += pieces
    return line
