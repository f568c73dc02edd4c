"""Whether a rate rises or falls over the years, and by how much.

Two ways, each with a p-value by dealing documents over dates within genre: Mann-Kendall and Theil-Sen on the rates of
periods, which suit many periods of like size, and a negative binomial model of documents, which weighs each by what it
tells.
"""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Sequence
from math import erfc, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

from sovnlp.scores.permutation import TIMES, dated, dealings, p_value, residuals
from sovnlp.scores.rates import FEWEST
from sovnlp.scores.student import t_quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]
    Indices = NDArray[np.int64]

__all__ = ["Kendall", "RateTrend", "Slope", "kendall_p", "mann_kendall", "rate_trend", "theil_sen", "trend_p"]

BURSTIEST = 20.0
"""The greatest 1 / size that the model considers."""


STEEPEST = 10.0
"""Where the log of the yearly factor may lie beyond this, hits stand on one side of a date and the model has no fit."""


class Kendall(NamedTuple):
    """``s`` counts pairs that rise less pairs that fall; ``p`` is two-sided, by the normal distribution of ``z``.

    This ``p`` takes each value for equally certain and independent of the others; ``kendall_p`` does not.
    """

    s: int
    variance: float
    z: float
    p: float


class Slope(NamedTuple):
    """The median slope per unit of time and its interval."""

    slope: float
    low: float
    high: float


class RateTrend(NamedTuple):
    """``ratio`` is by what factor the rate changes in a year, 1.1 for a rise of 10 %, with its interval.

    ``size`` is that of the negative binomial: the smaller, the more bursty. ``p`` is by dealing documents.
    """

    ratio: float
    low: float
    high: float
    size: float
    p: float


def mann_kendall(values: ArrayLike) -> Kendall:
    """Return the Mann-Kendall test of values in order of time.

    S = Σ sign(later - earlier), Var S = (n (n - 1) (2n + 5) - Σ t (t - 1) (2t + 5)) / 18 over groups of t equal values,
    z = (S ∓ 1) / √Var S (Mann 1945, Econometrica 13:3; Kendall 1975, Rank Correlation Methods, ch. 4; Gilbert 1987,
    Statistical Methods for Environmental Pollution Monitoring, ch. 16). Raises ``ValueError`` for fewer than two
    values.

    >>> mann_kendall([1, 3, 2, 5]).s
    4
    """
    import numpy as np

    numbers = np.asarray(values, np.float64)
    n = len(numbers)
    if numbers.ndim != 1 or n < 2:
        raise ValueError("a trend needs two values or more")
    s = int(_kendall_s(numbers[None, :])[0])
    ties = np.unique(numbers, return_counts=True)[1].astype(np.float64)
    variance = float(n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18
    z = (s - (s > 0) + (s < 0)) / sqrt(variance) if variance > 0 else 0.0
    return Kendall(s, variance, z, erfc(abs(z) / sqrt(2)))


def theil_sen(values: ArrayLike, times: ArrayLike, level: float = 0.95) -> Slope:
    """Return the median of the slopes between all pairs of different times, with Sen's interval.

    Of N slopes in order the bounds are those of rank (N ∓ z √Var S) / 2, with S the Mann-Kendall statistic (Theil 1950;
    Sen 1968, Journal of the American Statistical Association 63:324, eq. 2.6). Raises ``ValueError`` for values and
    times that are not as many, or all of one time.

    >>> theil_sen([1, 2, 4, 4, 7], [1930, 1931, 1932, 1933, 1934])
    Slope(slope=1.5, low=0.0, high=3.0)
    """
    import numpy as np

    numbers, when = np.asarray(values, np.float64), np.asarray(times, np.float64)
    if numbers.ndim != 1 or numbers.shape != when.shape or len(np.unique(when)) < 2:
        raise ValueError("a slope needs values at two times or more, and a time for each value")
    apart = when[:, None] - when
    slopes = np.sort((numbers[:, None] - numbers)[apart > 0] / apart[apart > 0])
    n = len(numbers)
    variance = float(n * (n - 1) * (2 * n + 5))
    for each in (numbers, when):
        ties = np.unique(each, return_counts=True)[1].astype(np.float64)
        variance -= float((ties * (ties - 1) * (2 * ties + 5)).sum())
    width = NormalDist().inv_cdf((1 + level) / 2) * sqrt(max(variance, 0) / 18)
    low = max(round((len(slopes) - width) / 2) - 1, 0)
    high = min(round((len(slopes) + width) / 2), len(slopes) - 1)
    return Slope(float(np.median(slopes)), float(slopes[low]), float(slopes[high]))


def kendall_p(
    hits: ArrayLike,
    tokens: ArrayLike,
    periods: ArrayLike,
    *,
    strata: Sequence[Hashable] | None = None,
    times: int = TIMES,
    seed: int = 0,
) -> float | None:
    """Return the p-value of the Mann-Kendall statistic of the rates by period, dealing documents over periods.

    ``periods`` gives each document's, a number in order of time. Documents are dealt within ``strata`` (genres): what
    counts is how far S lies from its mean over the dealings, which is what the mix of genres alone would give. None
    with fewer than 5 documents or 3 periods, or without hits. Raises ``ValueError`` for counts that make no sense.
    """
    import numpy as np

    found, words, when, genres = dated(hits, tokens, periods, strata)
    names, which = np.unique(when, return_inverse=True)
    if len(found) < FEWEST or len(names) < 3 or not found.any():
        return None
    places = np.equal.outer(which, np.arange(len(names))).astype(np.float64)

    def statistic(block: Indices) -> Numbers:
        return _kendall_s((found[block] @ places) / (words[block] @ places))

    dealt = np.concatenate([statistic(block) for block in dealings(genres, times, seed)])
    return p_value(float(statistic(np.arange(len(found))[None, :])[0]), dealt)


def rate_trend(
    hits: ArrayLike,
    tokens: ArrayLike,
    years: ArrayLike,
    *,
    strata: Sequence[Hashable] | None = None,
    level: float = 0.95,
    times: int = TIMES,
    seed: int = 0,
) -> RateTrend | None:
    """Return by what factor the rate changes in a year, under a negative binomial model of documents.

    log mean = log tokens + a(stratum) + b · year, with variance m + m² / size (Hilbe 2011, Negative Binomial
    Regression, ch. 8), fitted by statsmodels at the size of the greatest likelihood; the interval of exp(b) is Wald's
    with Student's t. Strata without hits say nothing of b and are left out of the fit. The p-value is ``trend_p``. None
    with fewer than 5 documents to fit or no degrees of freedom left, in one year only, without hits, or where all hits
    stand on one side of a date, so that no finite factor fits. Raises ``ValueError`` for counts that make no sense.
    """
    import numpy as np

    found, words, when, genres = dated(hits, tokens, years, strata)
    if not found.any():
        return None
    some = (np.bincount(genres, found) > 0)[genres]
    fitted = _fit(found[some], words[some], when[some], genres[some], level)
    if fitted is None:
        return None
    return RateTrend(*fitted, _score_p(found, words, when, genres, times, seed))


def trend_p(
    hits: ArrayLike,
    tokens: ArrayLike,
    years: ArrayLike,
    *,
    strata: Sequence[Hashable] | None = None,
    times: int = TIMES,
    seed: int = 0,
) -> float | None:
    """Return the p-value of a trend in the negative binomial model, dealing documents over years within ``strata``.

    The statistic is the score of b in ``rate_trend`` at 0, Σ year · u with u as in ``permutation.residuals``: it needs
    no fit. None with fewer than 5 documents, in one year only, or without hits. Raises ``ValueError`` for counts that
    make no sense.
    """
    found, words, when, genres = dated(hits, tokens, years, strata)
    if len(found) < FEWEST or not found.any() or when.min() == when.max():
        return None
    return _score_p(found, words, when, genres, times, seed)


def _score_p(hits: Numbers, tokens: Numbers, years: Numbers, strata: Indices, times: int, seed: int) -> float:
    import numpy as np

    beyond, _ = residuals(hits, tokens, strata)
    since = years - years.mean()
    dealt = np.concatenate([beyond[block] @ since for block in dealings(strata, times, seed)])
    return p_value(float(beyond @ since), dealt)


def _fit(
    hits: Numbers, tokens: Numbers, years: Numbers, strata: Indices, level: float
) -> tuple[float, float, float, float] | None:
    """Return the rate ratio per year, its bounds and the size, or None where they cannot be had."""
    import numpy as np
    from scipy.optimize import minimize_scalar
    from statsmodels.genmod.families import NegativeBinomial
    from statsmodels.genmod.generalized_linear_model import GLM
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    dummies = np.equal.outer(strata, np.unique(strata)).astype(np.float64)
    design = np.column_stack([dummies, years - years.mean()])
    freedom = len(hits) - design.shape[1]
    if len(hits) < FEWEST or freedom < 1 or np.linalg.matrix_rank(design) < design.shape[1]:
        return None

    def model(log_alpha: float) -> GLM:
        return GLM(hits, design, family=NegativeBinomial(alpha=np.exp(log_alpha)), offset=np.log(tokens))

    with warnings.catch_warnings():
        # Rates that lie on the line are no failure.
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        found = minimize_scalar(
            lambda log_alpha: -model(log_alpha).fit().llf,
            bounds=(np.log(1e-4), np.log(BURSTIEST)),
            method="bounded",
            options={"xatol": 0.02},
        )
        fit = model(found.x).fit()
    slope, width = float(fit.params[-1]), t_quantile((1 + level) / 2, freedom) * float(fit.bse[-1])
    if not abs(slope) + width < STEEPEST:
        return None
    ratio, low, high = np.exp([slope, slope - width, slope + width]).tolist()
    return ratio, low, high, float(np.exp(-found.x))


def _kendall_s(rows: Numbers) -> Numbers:
    """Return S of each row of values."""
    import numpy as np

    total = np.zeros(len(rows))
    for lag in range(1, rows.shape[1]):
        total += np.sign(rows[:, lag:] - rows[:, :-lag]).sum(1)
    return total
