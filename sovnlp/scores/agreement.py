"""Agreement of what was found with what was marked by hand: shares, F1 and their bootstrap intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

__all__ = ["RESAMPLES", "f1", "interval", "ratio", "resampled_f1", "resamples"]

RESAMPLES = 2000
"""How often clusters are drawn anew for an interval."""


def ratio(part: int, whole: int) -> float | None:
    """Return a share, None of nothing."""
    return part / whole if whole else None


def f1(matched: int, gold: int, found: int) -> float | None:
    """Return F1, the harmonic mean of precision and recall: 2 · matched / (gold + found); None where both are nothing.

    Over all names at once it is micro F1 (van Rijsbergen 1979, ch. 7; Tjong Kim Sang and De Meulder, CoNLL-2003).

    >>> f1(3, 4, 5)
    0.6666666666666666
    """
    return ratio(2 * matched, gold + found)


def resamples(clusters: int, seed: int, times: int = RESAMPLES) -> Numbers:
    """Return how often each cluster is drawn in each resample: an array of shape (times, clusters), rows summing alike.

    Clusters are drawn whole, with replacement, as many as there are: names of one document are right or wrong together,
    and drawing them singly would give intervals that are too narrow (Davison and Hinkley 1997, section 3.8).
    """
    import numpy as np

    drawn = np.random.default_rng(seed).multinomial(clusters, [1 / clusters] * clusters, size=times)
    return drawn.astype(np.float64)


def resampled_f1(weights: Numbers, matched: Numbers, gold: Numbers, found: Numbers) -> Numbers:
    """Return F1 in each resample, given the counts of each cluster; NaN where nothing is marked and nothing found."""
    import numpy as np

    wholes = weights @ (gold + found)
    values: Numbers = np.full(len(wholes), np.nan)
    np.divide(2 * (weights @ matched), wholes, out=values, where=wholes > 0)
    return values


def interval(values: Numbers, level: float = 0.95) -> tuple[float, float] | None:
    """Return the percentile bootstrap interval of resampled values (Efron and Tibshirani 1993, ch. 13).

    Resamples without a value (NaN) are left out; None where there is no other.
    """
    import numpy as np

    known = values[~np.isnan(values)]
    if not len(known):
        return None
    low, high = np.percentile(known, [50 * (1 - level), 50 * (1 + level)])
    return float(low), float(high)
