"""How often something occurs per million words, with an interval by document.

The interval is by document because the words of one document are not independent: intervals by word cover the true
rate half as often as they say (Gries 2022, Toward more careful corpus statistics; Lijffijt et al. 2016, Digital
Scholarship in the Humanities 31:2). Which method stands where was chosen by ``bench/coverage.py``, in whose simulated
corpora what is shipped covers 91 to 99 % at a nominal 95 %:

- below 5 documents none;
- from 5 to 100 the profile likelihood of the negative binomial model with a cut-off from Student's t, moved to stand
  around the rate that is reported (without the move it fails where long documents have rates of their own);
- above 100 the delta method on the log scale with Student's t, which needs no model.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sovnlp.scores.negative_binomial import profile_interval
from sovnlp.scores.student import t_quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

__all__ = ["FEWEST", "MILLION", "RateInterval", "counts", "log_t_bounds", "rate_interval", "upper_bound"]

MILLION = 1e6
FEWEST = 5
"""Below as many documents there is no interval."""
MODELED = 100
"""Up to as many documents the interval is that of the negative binomial model."""
BURSTY = 0.3
"""The size of a strongly bursty word, assumed for the upper bound where nothing was found."""


class RateInterval(NamedTuple):
    """A rate per million words and the bounds of its interval, None where there is none.

    ``method`` is ``negative binomial``, ``log t``, ``upper bound`` or ``fewer than 5 documents``; ``documents`` counts
    those with any words, or their clusters where clusters were given.
    """

    rate: float
    low: float | None
    high: float | None
    method: str
    documents: int


def rate_interval(
    hits: ArrayLike, tokens: ArrayLike, *, clusters: Sequence[Hashable] | None = None, level: float = 0.95
) -> RateInterval:
    """Return the rate per million words, all hits over all tokens, and its interval by document.

    ``hits`` and ``tokens`` are of shape (documents,) and may be fractional; documents without tokens are left out.
    ``clusters`` names the source of each (one newspaper, one speaker): documents of one source are summed first and
    counted as one. Without any hit only an upper bound is given. With few documents the upper bound may be many times
    the rate: so little is known. Raises ``ValueError`` for counts that are negative, of other shapes, or all without
    words, and for a level outside 0 to 1.

    >>> rate, low, high, method, documents = rate_interval([0, 2, 1, 0, 5, 1], [900, 2000, 1500, 800, 2500, 1300])
    >>> rate, round(low), round(high), method
    (1000.0, 298, 2667, 'negative binomial')
    """
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
    hits, tokens = counts(hits, tokens)
    if clusters is not None:
        hits, tokens = _summed(hits, tokens, clusters)
    used = tokens > 0
    hits, tokens = hits[used], tokens[used]
    documents, total = len(tokens), float(tokens.sum())
    if not documents:
        raise ValueError("a rate needs documents with words")
    rate = MILLION * float(hits.sum()) / total
    if documents < FEWEST:
        unit = "documents" if clusters is None else "clusters"
        return RateInterval(rate, None, None, f"fewer than {FEWEST} {unit}", documents)
    if rate == 0:
        high = min(upper_bound(tokens, 1 - level), 1.0)
        return RateInterval(0.0, 0.0, MILLION * high, "upper bound", documents)
    if documents <= MODELED:
        # Two numbers are fitted, hence n - 2; Student's t of fewer than 6 degrees overshoots (bench/coverage.py).
        freedom = max(documents - 2, 6)
        low, high = profile_interval(hits, tokens, t_quantile((1 + level) / 2, freedom) ** 2)
        return RateInterval(rate, MILLION * low, MILLION * min(high, 1), "negative binomial", documents)
    low, high = log_t_bounds(hits, tokens, level)
    return RateInterval(rate, MILLION * low, MILLION * high, "log t", documents)


def counts(hits: ArrayLike, tokens: ArrayLike) -> tuple[Numbers, Numbers]:
    """Return hits and tokens as arrays of floats, or raise ``ValueError``."""
    import numpy as np

    found, words = np.asarray(hits, np.float64), np.asarray(tokens, np.float64)
    if found.ndim != 1 or found.shape != words.shape:
        raise ValueError(f"hits and tokens must be as many, by document: {found.shape} and {words.shape}")
    if not (np.isfinite(found) & np.isfinite(words) & (found >= 0) & (words >= 0)).all():
        raise ValueError("hits and tokens must be numbers of 0 or more")
    if ((found > 0) & (words == 0)).any():
        raise ValueError("a document without words cannot have hits")
    return found, words


def _summed(hits: Numbers, tokens: Numbers, clusters: Sequence[Hashable]) -> tuple[Numbers, Numbers]:
    """Return hits and tokens by cluster."""
    import numpy as np

    if len(clusters) != len(hits):
        raise ValueError(f"{len(clusters)} clusters for {len(hits)} documents")
    order: dict[Hashable, int] = {}
    which = [order.setdefault(cluster, len(order)) for cluster in clusters]
    found, words = (np.asarray(np.bincount(which, each, len(order)), np.float64) for each in (hits, tokens))
    return found, words


def log_t_bounds(hits: Numbers, tokens: Numbers, level: float) -> tuple[float, float]:
    """Return the bounds of the rate per word by the delta method on the log scale: rate · exp(± t · s).

    s² = Σ e² / (1 - h) / (Σ hits)², where e is what a document has beyond the rate and h its share of the words
    (the variance of a ratio, Cochran 1977, Sampling Techniques, ch. 6, with the leverage correction of MacKinnon and
    White 1985). The degrees of freedom are Satterthwaite's under equal rates, (Σ h²)² / Σ h⁴ - 1: n - 1 with documents
    of one length. Raises ``ValueError`` for fewer than two documents, or no hit.
    """
    import numpy as np

    total, words = hits.sum(), tokens.sum()
    shares = tokens / words
    if len(tokens) < 2 or total == 0:
        raise ValueError("the delta method needs two documents and a hit")
    variance = ((hits - total * shares) ** 2 / (1 - shares)).sum() / total**2
    freedom = max(round(float((shares**2).sum() ** 2 / (shares**4).sum()) - 1, 1), 1.0)
    width = t_quantile((1 + level) / 2, freedom) * float(np.sqrt(variance))
    rate = float(total / words)
    return rate * float(np.exp(-width)), rate * float(np.exp(width))


def upper_bound(tokens: Numbers, alpha: float = 0.05, size: float = BURSTY) -> float:
    """Return the rate per word at which documents so long would all be without a hit with probability ``alpha``.

    This is the rule of three (Hanley and Lippman-Hand 1983, JAMA 249:13), with the negative binomial's share of
    documents without a hit, (1 + m / size)^-size, in place of the Poisson's: bursty words are absent from many
    documents. At size 0.3 it lies above 3 / Σ tokens by a factor that falls from 3.2 (5 documents) towards 1.
    """
    import numpy as np

    low, high = 0.0, -np.log(alpha) / float(tokens.sum())
    while size * np.log1p(high * tokens / size).sum() < -np.log(alpha):
        low, high = high, 2 * high
    for _ in range(60):
        middle = (low + high) / 2
        short = size * np.log1p(middle * tokens / size).sum() < -np.log(alpha)
        low, high = (middle, high) if short else (low, middle)
    return float(high)
