"""How often one thing occurs for each occurrence of another in the same documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sovnlp.scores.rates import FEWEST, counts
from sovnlp.scores.student import t_quantile

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["Ratio", "ratio"]


class Ratio(NamedTuple):
    """The first over the second, None where the second does not occur, and the bounds of its interval.

    There are no bounds with fewer than 5 documents that have either, or where one of the two does not occur.
    """

    ratio: float | None
    low: float | None
    high: float | None


def ratio(first: ArrayLike, second: ArrayLike, *, level: float = 0.95) -> Ratio:
    """Return the hits of one concept for each of another, given both counts of each document.

    Words cancel out. On the log scale the variance is n / (n - 1) Σ (x / Σx - c / Σc)² / (1 - h), by the delta method
    for a ratio of two sums over n documents (Cochran 1977, Sampling Techniques, eq. 2.39), each document with the
    leverage h = (x / Σx + c / Σc) / 2 (MacKinnon and White 1985); the interval takes Student's t with n - 1 degrees of
    freedom. n counts the documents that have either. Raises ``ValueError`` for counts that are negative or not as many.

    >>> ratio([4, 6, 2, 5, 3], [2, 3, 1, 2, 2]).ratio
    2.0
    """
    import numpy as np

    ones = np.ones(np.shape(first))
    found, other = counts(first, ones)[0], counts(second, ones)[0]
    either = (found > 0) | (other > 0)
    found, other = found[either], other[either]
    number, x, c = len(found), float(found.sum()), float(other.sum())
    value = x / c if c else None
    if number < FEWEST or not x or not c:
        return Ratio(value, None, None)
    shares, others = found / x, other / c
    leverage = np.minimum((shares + others) / 2, 0.99)
    variance = float(((shares - others) ** 2 / (1 - leverage)).sum()) * number / (number - 1)
    width = t_quantile((1 + level) / 2, number - 1) * float(np.sqrt(variance))
    return Ratio(x / c, x / c * float(np.exp(-width)), x / c * float(np.exp(width)))
