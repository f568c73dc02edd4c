"""Where lines, blocks and headings lie: trimmed spans that together hold every character that is not blank."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["blocks", "is_heading", "lines", "paragraphs"]

_LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
_ENDS = tuple('.!?…:;,»”")—–-')


def lines(text: str, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, int]]:
    """The lines that are not blank, trimmed."""
    for match in _LINE.finditer(text, start, len(text) if stop is None else stop):
        yield match.span()


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between blank lines, trimmed."""
    start = reached = None
    for first, last in lines(text):
        if start is None or reached is None:
            start, reached = first, last
        elif text.count("\n", reached, first) > 1:
            yield start, reached
            start, reached = first, last
        else:
            reached = last
    if start is not None and reached is not None:
        yield start, reached


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The paragraphs: one to a line, or, where the lines are broken by hand, one to a block."""
    return blocks(text) if _is_hard_wrapped(text) else lines(text)


def _is_hard_wrapped(text: str) -> bool:
    """Whether most lines are short and break off in mid-sentence, with blank lines between the blocks."""
    sample = text[:50_000]
    if "\n\n" not in sample and "\n \n" not in sample:
        return False
    inner = open_ended = 0
    for start, stop in blocks(sample):
        spans = list(lines(sample, start, stop))
        for first, last in spans[:-1]:
            inner += 1
            open_ended += 30 <= last - first <= 100 and not sample[first:last].endswith((".", "!", "?", "…", ":"))
    return inner >= 3 and open_ended > 0.6 * inner


def is_heading(line: str) -> bool:
    """Whether a line looks like a heading: short, and either in capitals or without a final mark.

    >>> is_heading("О ХОДЕ ЗАГОТОВОК"), is_heading("Мы приехали к вечеру.")
    (True, False)
    """
    if len(line) > 160:
        return False
    letters = [char for char in line if char.isalpha()]
    if len(letters) < 3:
        return False
    if sum(char.isupper() for char in letters) > 0.8 * len(letters):
        return True
    return len(line) <= 120 and line[0].isupper() and not line.endswith(_ENDS)
