"""The words of a PDF page with their places, turned so that they run from left to right."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

__all__ = ["HYPHEN", "Page", "Word", "page_words"]

HYPHEN = "\u2010"
"""A hyphen at the end of a line, as the library tells it from one inside a word."""

MAX_CHARS = 200_000
MAX_OBJECTS = 20_000

_WORD = re.compile(r"[^\s\u2010]*\u2010|[^\s\u2010]+")
_SPECIAL = {**dict.fromkeys(range(32), " "), 2: HYPHEN, 0xFFFE: HYPHEN, 0xFFFF: "\ufffd", 0xAD: HYPHEN}


class Word(NamedTuple):
    """A word: its ends and its baseline in points (``y`` grows upward), its height, whether a space comes before."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    spaced: bool


@dataclass(slots=True)
class Page:
    """What a page holds: its words in the order of the file, those that run another way, thin rules, and damage."""

    words: list[Word]
    askew: list[str]
    rules: list[tuple[float, float, float]]
    image: bool
    unmapped: int


class _Box(NamedTuple):
    x0: float
    x1: float
    y: float
    size: float


def page_words(page: PdfPage) -> Page:
    """Read one page; the direction in which most of its words run is taken for left to right."""
    import pypdfium2.raw as raw

    textpage = page.get_textpage()
    try:
        count = min(textpage.count_chars(), MAX_CHARS)
        text = _text(textpage.raw, count)
        spans = [match.span() for match in _WORD.finditer(text)]
        turns = [round(raw.FPDFText_GetCharAngle(textpage.raw, start) / 1.5708) % 4 for start, _ in spans]
        votes: Counter[int] = Counter()
        for (start, stop), turn in zip(spans, turns, strict=True):
            votes[turn] += stop - start
        main = votes.most_common(1)[0][0] if votes else 0
        reading = _Reading(textpage.raw, main)
        words: list[Word] = []
        askew = []
        for (start, stop), turn in zip(spans, turns, strict=True):
            if turn == main:
                words += reading.pieces(text, start, stop)
            else:
                askew.append(text[start:stop].replace(HYPHEN, "-"))
    finally:
        textpage.close()
    rules, image = _drawn(page) if main == 0 else ([], False)
    unmapped = sum(1 for char in text if char == "\ufffd" or "\ue000" <= char <= "\uf8ff")
    return Page(words, [" ".join(askew)] if askew else [], rules, image, unmapped)


def _text(textpage: object, count: int) -> str:
    """The characters of a page, one for each place that the library counts."""
    import ctypes

    import pypdfium2.raw as raw

    buffer = (ctypes.c_ushort * (count + 1))()
    if raw.FPDFText_GetText(textpage, 0, count, buffer) == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
        if len(text) == count:
            return text.translate(_SPECIAL)
    # Letters that Unicode does not know, or knows by a number that takes two places.
    codes = [raw.FPDFText_GetUnicode(textpage, at) for at in range(count)]
    return "".join(chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd" for code in codes).translate(
        _SPECIAL
    )


class _Reading:
    """The boxes of one page, in the turned coordinates."""

    def __init__(self, textpage: object, turn: int) -> None:
        import ctypes

        import pypdfium2.raw as raw

        self.textpage = textpage
        self.turn = turn
        self.rect = raw.FS_RECTF()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.loose = raw.FPDFText_GetLooseCharBox
        self.origin = raw.FPDFText_GetCharOrigin

    def box(self, at: int) -> _Box:
        rect, x, y = self.rect, self.x, self.y
        self.loose(self.textpage, at, rect)
        self.origin(self.textpage, at, x, y)
        if self.turn == 0:
            return _Box(rect.left, rect.right, y.value, rect.top - rect.bottom)
        if self.turn == 2:
            return _Box(-rect.right, -rect.left, -y.value, rect.top - rect.bottom)
        if self.turn == 3:
            return _Box(rect.bottom, rect.top, -x.value, rect.right - rect.left)
        return _Box(-rect.top, -rect.bottom, x.value, rect.right - rect.left)

    def pieces(self, text: str, start: int, stop: int) -> list[Word]:
        """A word, cut where the size or the line changes within it: the number of a note, a line without a space."""
        first, last = self.box(start), self.box(stop - 1)
        spaced = start == 0 or text[start - 1].isspace()
        if stop - start == 1 or _alike(first, last):
            return [Word(text[start:stop], first.x0, last.x1, first.y, first.size, spaced)]
        boxes = [self.box(at) for at in range(start, stop)]
        found = []
        begin = 0
        for at in range(1, len(boxes) + 1):
            if at == len(boxes) or not _alike(boxes[at - 1], boxes[at]):
                head, tail = boxes[begin], boxes[at - 1]
                piece = text[start + begin : start + at]
                found.append(Word(piece, head.x0, tail.x1, head.y, head.size, spaced and begin == 0))
                begin = at
        return found


def _alike(one: _Box, other: _Box) -> bool:
    size = max(one.size, other.size)
    return abs(one.y - other.y) <= 0.15 * size and min(one.size, other.size) >= 0.8 * size


def _drawn(page: PdfPage) -> tuple[list[tuple[float, float, float]], bool]:
    """The thin horizontal rules of a page as (x0, x1, y), and whether it shows a picture."""
    import ctypes

    import pypdfium2.raw as raw

    rules = []
    image = False
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for at in range(min(raw.FPDFPage_CountObjects(page.raw), MAX_OBJECTS)):
        drawn = raw.FPDFPage_GetObject(page.raw, at)
        kind = raw.FPDFPageObj_GetType(drawn)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            image = True
        elif kind == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
            if top.value - bottom.value < 2.5 and right.value - left.value > 25:
                rules.append((left.value, right.value, bottom.value))
    return rules, image
