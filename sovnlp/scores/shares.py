"""A share of words with an interval by document: what part of all feature words a topic has."""

from __future__ import annotations

from math import exp, isfinite, log
from typing import TYPE_CHECKING, NamedTuple

from sovnlp.scores.rates import FEWEST, rate_interval
from sovnlp.scores.student import t_quantile

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["Share", "share_interval"]


SMALL = 0.1


class Share(NamedTuple):
    """A share between 0 and 1, its interval (None where there is none), and how that was found."""

    share: float
    low: float | None
    high: float | None
    method: str


def share_interval(part: ArrayLike, whole: ArrayLike, *, level: float = 0.95) -> Share:
    """Return Σ part / Σ whole over documents, with a t interval on the logit scale.

    ``part`` and ``whole`` have one number a document, 0 <= part <= whole. The share p is a ratio estimator; its
    variance is that of the residuals part - p whole (Cochran 1977, Sampling Techniques, 6.3), each over 1 - whole / Σ
    whole for the pull of its own document (as HC3; Davidson and MacKinnon 1993); the interval is that of logit p, whose
    standard error is that of p over p (1 - p), with t of one less than the documents. A share below ``SMALL`` is that
    of few documents: there the interval is that of a rate (``sovnlp.scores.rates``), which allows for documents of a
    kind that was not drawn. It lies within 0 and 1. Documents, and not words, vary independently: below five documents
    with words, and where all or nothing is the topic's, there is no interval. Raises ``ValueError`` for parts that are
    greater than their wholes.
    """
    import numpy as np

    parts, wholes = np.asarray(part, np.float64), np.asarray(whole, np.float64)
    if parts.shape != wholes.shape or parts.ndim != 1 or not (parts <= wholes * (1 + 1e-6) + 1e-6).all():
        raise ValueError("a part is no greater than its whole, and there is one of each a document")
    parts, wholes = parts[wholes > 0], wholes[wholes > 0]
    documents, total = len(wholes), float(wholes.sum())
    if not documents:
        return Share(0.0, None, None, "no documents")
    share = float(min(max(parts.sum() / total, 0.0), 1.0))
    if documents < FEWEST:
        return Share(share, None, None, f"fewer than {FEWEST} documents")
    if not 0 < share < 1:
        return Share(share, None, None, "nothing or all")
    if share < SMALL:
        with np.errstate(over="ignore", invalid="ignore"):
            rate = rate_interval(parts, wholes, level=level)
        low, high = (1e-6 * bound if bound is not None and isfinite(bound) else None for bound in (rate.low, rate.high))
        return Share(share, low or 0.0, min(1.0, high) if high is not None else 1.0, rate.method)
    residuals = (parts - share * wholes) / (1 - wholes / total)
    error = float(np.sqrt((residuals**2).sum())) / total
    spread = t_quantile(0.5 + level / 2, documents - 1) * error / (share * (1 - share))
    middle = log(share / (1 - share))
    return Share(share, _expit(middle - spread), _expit(middle + spread), "logit t by document")


def _expit(value: float) -> float:
    return 1 / (1 + exp(-value)) if value >= 0 else exp(value) / (1 + exp(value))
