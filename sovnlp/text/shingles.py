"""Which word sequences two texts share: a sample of them to find candidates by, and the passages themselves."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import NamedTuple
from zlib import crc32

__all__ = ["KEPT", "SIZE", "Passage", "passages", "sample"]

SIZE = 5
"""Words in a shingle."""
KEPT = 4
"""One in so many shingles is kept in a sample, the same ones in every text."""

_WORD = re.compile(r"[^\W\d_]+(?:-\s*\n\s*[^\W\d_]+)*")
_BREAK = re.compile(r"-\s*\n\s*")
_FOLD = str.maketrans("ё", "е")


def sample(text: str) -> list[int]:
    """The sampled shingles of a text: hashes of ``SIZE`` consecutive words that are multiples of ``KEPT``, sorted.

    Words are folded (case, ё, a hyphen at the end of a line), so that two printings of one text share most of them. The
    sampling by value is that of Manber (1994): what two texts share is sampled alike in both.

    >>> len(sample("слово " * 3))
    0
    """
    import numpy as np

    words = [_BREAK.sub("", word) for word in _WORD.findall(text.lower().translate(_FOLD))]
    if len(words) < SIZE:
        return []
    hashed = np.array([crc32(word.encode("utf-8", "surrogatepass")) for word in words], dtype=np.uint64)
    mixed = np.zeros(len(words) - SIZE + 1, dtype=np.uint64)
    for i in range(SIZE):
        mixed = (mixed ^ hashed[i : len(words) - SIZE + 1 + i]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    found = np.unique(mixed[mixed % np.uint64(KEPT) == 0] // np.uint64(KEPT * 2))
    return [int(number) for number in found]


class Passage(NamedTuple):
    """A stretch that two sequences share, by word: ``same`` of its words stand in both in the same order."""

    start: int
    stop: int
    other_start: int
    other_stop: int
    same: int


def passages(words: Sequence[Hashable], other: Sequence[Hashable], *, gap: int = 12) -> list[Passage]:
    """The passages that two sequences of words share, in the order of the first.

    Runs of ``SIZE`` equal words are found, lengthened as far as they agree, and joined where no more than ``gap`` words
    differ between them on either side: a reprint keeps its sentences, though an editor changed a few.
    """
    places = defaultdict(list)
    for j in range(len(other) - SIZE + 1):
        places[tuple(other[j : j + SIZE])].append(j)
    found: list[Passage] = []
    i = 0
    while i <= len(words) - SIZE:
        candidates = places.get(tuple(words[i : i + SIZE]))
        if not candidates:
            i += 1
            continue
        last = found[-1] if found else None
        run = max(
            (_lengthened(words, other, i, j) for j in candidates[:50]), key=lambda run: (_near(last, run), run.same)
        )
        if last and _near(last, run) > -gap and run.start - last.stop <= gap:
            found[-1] = Passage(last.start, run.stop, last.other_start, run.other_stop, last.same + run.same)
        else:
            found.append(run)
        i = run.stop
    return found


def _lengthened(words: Sequence[Hashable], other: Sequence[Hashable], i: int, j: int) -> Passage:
    length = SIZE
    while i + length < len(words) and j + length < len(other) and words[i + length] == other[j + length]:
        length += 1
    return Passage(i, i + length, j, j + length, length)


def _near(last: Passage | None, run: Passage) -> int:
    """How closely a run follows the last passage in the other text: 0 at best, far below where it does not."""
    if last is None or run.other_start < last.other_stop:
        return -(10**9)
    return last.other_stop - run.other_start
