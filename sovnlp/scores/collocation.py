"""What stands around a word more than chance would have it: logDice, G², and what came and went between two periods."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import log, log2
from typing import NamedTuple

from sovnlp.scores.contrasts import contrast_tests
from sovnlp.scores.permutation import TIMES

__all__ = ["Move", "discoveries", "expected", "g2", "log_dice", "moves"]


FINER = 20
"""So many times as many dealings where few of the first are as far off: of many p-values the least ones decide."""
CLOSE = 10


class Move(NamedTuple):
    """Whether a collocate became more or less frequent for each hit of the term, and the false discovery rate.

    None below five documents in a period, or where it does not occur.
    """

    rises: bool
    p: float | None
    q: float | None


def log_dice(together: int, node: int, collocate: int) -> float | None:
    """Return 14 + log2(2 f_xy / (f_x + f_y)) (Rychlý 2008); None where they never stand together.

    14 is the greatest, where neither stands without the other; one more is twice as often. The size of the corpus does
    not enter.

    >>> log_dice(50, 100, 100)
    13.0
    """
    return 14 + log2(2 * together / (node + collocate)) if together else None


def expected(near: int, collocate: int, words: int) -> float:
    """Return how often a collocate would stand in ``near`` places if it were spread evenly over all ``words``.

    >>> expected(1000, 50, 100_000)
    0.5
    """
    return near * collocate / words if words else 0.0


def g2(together: int, near: int, collocate: int, words: int) -> float:
    """Return the log-likelihood ratio of the four cells: in the places near the word or not, the collocate or not.

    G² = 2 Σ O ln(O / E) (Dunning 1993), negative where the collocate is rarer near the word than elsewhere. It takes
    words for independent: a measure of how much evidence there is, not a test.
    """
    observed = (together, near - together, collocate - together, words - near - collocate + together)
    rows, columns = (near, near, words - near, words - near), (collocate, words - collocate) * 2
    total = 0.0
    for cell, row, column in zip(observed, rows, columns, strict=True):
        if cell > 0:
            total += cell * log(cell * words / (row * column))
    return 2 * total if together >= expected(near, collocate, words) else -2 * total


def discoveries(p_values: Sequence[float | None]) -> list[float | None]:
    """Return the false discovery rates q of p-values (Benjamini and Hochberg 1995), None where there is no p.

    >>> discoveries([0.01, 0.04, None, 0.03])
    [0.03, 0.04, None, 0.04]
    """
    known = sorted((p, i) for i, p in enumerate(p_values) if p is not None)
    found: list[float | None] = [None] * len(p_values)
    least = 1.0
    for rank in range(len(known), 0, -1):
        p, i = known[rank - 1]
        least = min(least, p * len(known) / rank)
        found[i] = least
    return found


def moves(
    together: Sequence[Sequence[int]],
    hits: Sequence[int],
    later: Sequence[bool],
    *,
    strata: Sequence[Hashable] | None = None,
    times: int = TIMES,
    seed: int = 1,
) -> list[Move]:
    """Test which collocates came or went between two periods, in co-occurrences for each hit of the term.

    ``together`` has a row for each collocate, with a number for each document; ``hits`` are those of the term in these
    documents, ``later`` says which are of the second period. Documents are dealt over the periods within ``strata``,
    ``times`` times from ``seed`` (``sovnlp.scores.contrasts``); a collocate that fewer than ten of these reach is dealt
    anew ``FINER`` times as often, so that the smallest p-value does not forbid what is to be found among many (in the
    manner of Besag and Clifford 1991, Biometrika 78:301). The false discovery rate is over all rows.
    """
    import numpy as np

    dates = list(map(int, later))
    p = contrast_tests(together, hits, dates, 1, strata=strata, times=times, seed=seed)
    close = [i for i, one in enumerate(p) if one is not None and one * (1 + times) <= CLOSE]
    finer = contrast_tests(
        [together[i] for i in close], hits, dates, 1, strata=strata, times=FINER * times, seed=seed + 1
    )
    for i, one in zip(close, finer, strict=True):
        p[i] = one
    side, term = np.asarray(later, bool), np.asarray(hits, np.float64)
    counts = np.asarray(together, np.float64).reshape(len(together), len(side))
    before, after = (counts[:, part].sum(1) / max(term[part].sum(), 1) for part in (~side, side))
    return [Move(bool(rises), *both) for rises, *both in zip(after > before, p, discoveries(p), strict=True)]
