"""Rates that do not move with the mix of genres: direct standardization.

Where trials are three times as many this year, whatever trials are full of rises; with the rate of each genre weighed
alike in all years, it does not.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sovnlp.scores.negative_binomial import profile_interval
from sovnlp.scores.permutation import expected_hits, strata_of
from sovnlp.scores.rates import FEWEST, MILLION, counts, upper_bound
from sovnlp.scores.student import t_quantile

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["StandardizedRate", "standard_weights", "standardized_rate"]


class StandardizedRate(NamedTuple):
    """A standardized rate per million words and the bounds of its interval, None where there is none.

    ``rate`` is None where no stratum with a weight is present. ``weights`` are those used, which add up to 1;
    ``missing`` are the strata with a weight that have no words here, ``covered`` the share of the standard that the
    others make up. ``method`` is ``negative binomial``, ``upper bound`` or why there is no interval; ``documents`` are
    those of the strata used.
    """

    rate: float | None
    low: float | None
    high: float | None
    method: str
    documents: int
    weights: Mapping[Hashable, float]
    missing: tuple[Hashable, ...]
    covered: float


def standard_weights(tokens: ArrayLike, strata: Sequence[Hashable]) -> dict[Hashable, float]:
    """Return each stratum's share of all words, in order of first appearance: the standard of a selection.

    >>> standard_weights([100, 200, 100], ["letter", "trial", "letter"])
    {'letter': 0.5, 'trial': 0.5}
    """
    import numpy as np

    words = np.asarray(tokens, np.float64)
    total = float(words.sum())
    if len(words) != len(strata) or (words < 0).any() or not total:
        raise ValueError("weights need documents with words, and a stratum for each")
    sums = dict.fromkeys(strata, 0.0)
    for stratum, count in zip(strata, words.tolist(), strict=True):
        sums[stratum] += count
    return {stratum: count / total for stratum, count in sums.items()}


def standardized_rate(
    hits: ArrayLike,
    tokens: ArrayLike,
    strata: Sequence[Hashable],
    weights: Mapping[Hashable, float],
    *,
    level: float = 0.95,
) -> StandardizedRate:
    """Return the rates of the strata weighed by fixed ``weights``, with an interval by document.

    R = Σ w r over strata (Fay and Feuer 1997, Statistics in Medicine 16:7, section 2). Where a stratum with a weight
    has no words, the weights of the others are brought back to 1: compare such a rate with care. Strata without a
    weight are left out.

    The interval is that of ``rate_interval``, for the factor between the hits of each document and those expected at
    the rate of its stratum, stretched to the standard error of R, whose square is Σ (w / T)² (m + m² / size) over
    documents with m hits expected, in strata of T words. All strata share one size, so that one of a single document
    has its part too. It takes 5 documents, and one more than there are strata. Without hits the upper bound is that of
    a rate that all strata share. Raises ``ValueError`` for counts that make no sense and for weights below 0.
    """
    import numpy as np

    found, words = counts(hits, tokens)
    genres = strata_of(strata, len(found))
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("weights must be 0 or more")
    names = list(dict.fromkeys(strata))
    present = {name for name, count in zip(strata, words.tolist(), strict=True) if count > 0}
    missing = tuple(name for name, weight in weights.items() if weight > 0 and name not in present)
    shares = np.array([weights.get(name, 0.0) if name in present else 0.0 for name in names], np.float64)
    standard = sum(weights.values())
    covered = float(shares.sum()) / standard if standard else 0.0
    if not covered:
        return StandardizedRate(None, None, None, "no stratum of the standard", 0, {}, missing, 0.0)
    shares /= shares.sum()
    used = (words > 0) & (shares[genres] > 0)
    found, words, genres = found[used], words[used], genres[used]
    totals, documents = np.bincount(genres, words, len(names)), len(words)
    rates = np.divide(np.bincount(genres, found, len(names)), totals, out=np.zeros(len(names)), where=totals > 0)
    rate = float(shares @ rates)
    own = {name: share for name, share in zip(names, shares.tolist(), strict=True) if share > 0}

    def answer(low: float | None, high: float | None, method: str) -> StandardizedRate:
        return StandardizedRate(MILLION * rate, low, high, method, documents, own, missing, covered)

    freedom = documents - len(own)
    if documents < FEWEST:
        return answer(None, None, f"fewer than {FEWEST} documents")
    if freedom < 1:
        return answer(None, None, "one document in each stratum")
    if not rate:
        return answer(0.0, MILLION * min(upper_bound(words, 1 - level), 1.0), "upper bound")
    means = expected_hits(found, words, genres)
    some = means > 0
    low, high = profile_interval(
        found[some],
        means[some],
        t_quantile((1 + level) / 2, max(freedom - 1, 6)) ** 2,
        shares=(shares[genres] / totals[genres] / rate)[some],
    )
    return answer(MILLION * rate * low, MILLION * min(rate * high, 1.0), "negative binomial")
