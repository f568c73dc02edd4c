"""Tests that deal the documents of each genre anew over the dates of that genre.

Where nothing changes but the mix of genres, any dealing within genres is as likely as the one observed, whatever the
distribution of hits: the tests keep their level with few and bursty documents, and when genres come and go (Good 2005,
Permutation, Parametric and Bootstrap Tests, ch. 3). Words are dealt with their document: its length comes along.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import TYPE_CHECKING

from sovnlp.scores.negative_binomial import score, size_of
from sovnlp.scores.rates import counts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]
    Indices = NDArray[np.int64]

__all__ = ["TIMES", "dated", "dealings", "expected_hits", "p_value", "residuals", "strata_of"]

TIMES = 999
"""How often documents are dealt anew."""
BLOCK = 2_000_000
"""How many places are dealt at once, to bound the memory."""


def strata_of(strata: Sequence[Hashable] | None, documents: int) -> Indices:
    """Return the number of each document's stratum, 0 for all where none are given."""
    import numpy as np

    if strata is None:
        return np.zeros(documents, np.int64)
    if len(strata) != documents:
        raise ValueError(f"{len(strata)} strata for {documents} documents")
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(stratum, len(numbers)) for stratum in strata], np.int64)


def dated(
    hits: ArrayLike, tokens: ArrayLike, dates: ArrayLike, strata: Sequence[Hashable] | None
) -> tuple[Numbers, Numbers, Numbers, Indices]:
    """Return hits, words, dates and strata of the documents that have words, or raise ``ValueError``."""
    import numpy as np

    found, words = counts(hits, tokens)
    when, genres = np.asarray(dates, np.float64), strata_of(strata, len(found))
    if when.shape != found.shape or not np.isfinite(when).all():
        raise ValueError("every document needs a date")
    used = words > 0
    return found[used], words[used], when[used], genres[used]


def dealings(strata: Indices, times: int, seed: int) -> Iterator[Indices]:
    """Yield, in blocks of shape (some, documents), which document takes each place: one of the same stratum."""
    import numpy as np

    generator = np.random.default_rng(seed)
    groups = [np.flatnonzero(strata == stratum) for stratum in np.unique(strata)]
    most = max(BLOCK // max(len(strata), 1), 1)
    for done in range(0, times, most):
        some = min(most, times - done)
        dealt = np.empty((some, len(strata)), np.int64)
        for members in groups:
            dealt[:, members] = generator.permuted(np.tile(members, (some, 1)), axis=1)
        yield dealt


def p_value(observed: float, dealt: Numbers) -> float:
    """Return the two-sided p-value (1 + b) / (1 + times): b dealings are as far from the mean as what was observed.

    It is never 0 (Phipson and Smyth 2010, Statistical Applications in Genetics and Molecular Biology 9:1). The
    mean is that of the dealings and what was observed together, so that none of them stands apart.
    """
    import numpy as np

    mean = (observed + dealt.sum()) / (1 + len(dealt))
    # What is equal may differ in the last digit, added up in another order.
    far = abs(observed - mean) * (1 - 1e-9) - 1e-12
    return float(1 + (np.abs(dealt - mean) >= far).sum()) / (1 + len(dealt))


def expected_hits(hits: Numbers, tokens: Numbers, strata: Indices) -> Numbers:
    """Return the hits of each document if it had the rate of its stratum."""
    import numpy as np

    found, words = np.bincount(strata, hits), np.bincount(strata, tokens)
    rates = np.divide(found, words, out=np.zeros(len(words)), where=words > 0)
    return np.asarray(rates[strata] * tokens, np.float64)


def residuals(hits: Numbers, tokens: Numbers, strata: Indices) -> tuple[Numbers, Numbers]:
    """Return what each document has beyond its stratum's rate, and its information, under the negative binomial model.

    The first is the score (x - m) / (1 + m / size), less its mean in the stratum: any sum of these over documents dealt
    within strata is 0 on average, and long or crowded documents do not drown the others. The second, the variance of
    the score, is m / (1 + m / size).
    """
    import numpy as np

    means = expected_hits(hits, tokens, strata)
    some = means > 0
    beyond, information = np.zeros(len(hits)), np.zeros(len(hits))
    if some.any():
        size = size_of(hits[some], means[some])
        beyond[some] = score(hits[some], means[some], size)
        information[some] = means[some] / (1 + means[some] / size)
    average = np.bincount(strata, beyond) / np.maximum(np.bincount(strata), 1)
    return np.asarray(beyond - average[strata], np.float64), information
