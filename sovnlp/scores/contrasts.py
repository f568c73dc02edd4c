"""Before and after a date: the ratio of two rates, whether it is more than chance, and what stands beside it.

All of this describes; none of it says that the event was the cause. Dates are numbers of any unit, one per document;
"after" begins with the date of the event itself.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import exp, hypot, log
from typing import TYPE_CHECKING, NamedTuple

from sovnlp.scores.permutation import TIMES, dated, dealings, expected_hits, p_value, residuals, strata_of
from sovnlp.scores.rates import FEWEST, RateInterval, counts, rate_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

__all__ = [
    "Contrast",
    "Difference",
    "Placebo",
    "Placebos",
    "contrast",
    "contrast_tests",
    "control_contrast",
    "placebo_contrasts",
]


class Contrast(NamedTuple):
    """Rates before and after a date. What cannot be said is None.

    ``ratio`` is after over before, None where there was no hit before, with an interval by document (``low``,
    ``high``; None with fewer than 5 documents on a side, ``high`` also where there was no hit before). ``mix_ratio`` is
    the ratio that the shift of genres alone would give: divide by it. ``p`` is by dealing documents over dates within
    genre; None with fewer than 5 documents on a side or without hits.
    """

    before: RateInterval | None
    after: RateInterval | None
    ratio: float | None
    low: float | None
    high: float | None
    mix_ratio: float | None
    p: float | None


class Placebo(NamedTuple):
    """The contrast at another date: how many standard deviations (by permutation within genre) it is from none."""

    date: float
    strength: float


class Placebos(NamedTuple):
    """Contrasts at every date of a document that leaves 5 documents on each side.

    ``rank`` is the place of the event's own among them and itself, by strength of either sign: 1 of 20 says that no
    other date parts the documents as strongly. None where the event leaves fewer than 5 documents on a side.
    """

    strength: float | None
    rank: int | None
    of: int
    others: tuple[Placebo, ...]


class Difference(NamedTuple):
    """A contrast over that of a control concept: the ratio of the ratios, its interval and p-value.

    2 says that the concept rose twice as much as the control. None where a count is 0, or as in ``Contrast``.
    """

    ratio: float | None
    low: float | None
    high: float | None
    p: float | None


def contrast(
    hits: ArrayLike,
    tokens: ArrayLike,
    dates: ArrayLike,
    event: float,
    *,
    strata: Sequence[Hashable] | None = None,
    clusters: Sequence[Hashable] | None = None,
    level: float = 0.95,
    times: int = TIMES,
    seed: int = 0,
) -> Contrast:
    """Compare the rate from ``event`` on with that before, given hits, words and date of each document.

    The interval of the ratio recovers the variances from the intervals of the two rates on the log scale (Zou and
    Donner 2008, Statistics in Medicine 27:10); ``clusters`` concern the intervals alone. The test statistic is
    the sum over the documents after of their negative binomial score residuals within ``strata`` (genres); ``times``
    dealings from ``seed`` give its distribution; 0 leaves the test out. Raises ``ValueError`` for counts that make no
    sense.
    """
    import numpy as np

    found, words, when, genres = dated(hits, tokens, dates, strata)
    sources = strata_of(clusters, len(np.asarray(tokens)))[np.asarray(tokens) > 0]
    later = when >= event
    if later.all() or not later.any():
        return Contrast(None, None, None, None, None, None, None)
    before, after = (
        rate_interval(
            found[side], words[side], clusters=None if clusters is None else sources[side].tolist(), level=level
        )
        for side in (~later, later)
    )
    expected = expected_hits(found, words, genres)
    mix_before, mix_after = (float(expected[side].sum() / words[side].sum()) for side in (~later, later))
    p = _p_values([found], words, later, genres, times, seed)[0] if times else None
    ratio = after.rate / before.rate if before.rate else None
    mix_ratio = mix_after / mix_before if mix_before else None
    return Contrast(before, after, ratio, *_ratio_bounds(before, after), mix_ratio, p)


def contrast_tests(
    hits: Sequence[ArrayLike],
    tokens: ArrayLike,
    dates: ArrayLike,
    event: float,
    *,
    strata: Sequence[Hashable] | None = None,
    times: int = TIMES,
    seed: int = 0,
) -> list[float | None]:
    """Return the p-value of ``contrast`` for each of many rows of hits in the same documents.

    The documents are dealt once for all rows: p-values of rows that go together go together, which the false discovery
    rate of Benjamini and Hochberg allows. Raises ``ValueError`` for counts that make no sense.
    """
    import numpy as np

    if not hits:
        return []
    _, words, when, genres = dated(hits[0], tokens, dates, strata)
    used = np.asarray(tokens, np.float64) > 0
    rows = [counts(row, tokens)[0][used] for row in hits]
    return _p_values(rows, words, when >= event, genres, times, seed)


def _p_values(
    rows: Sequence[Numbers], words: Numbers, later: NDArray[np.bool_], genres: NDArray[np.int64], times: int, seed: int
) -> list[float | None]:
    import numpy as np

    if not _enough(later):
        return [None] * len(rows)
    beyond = np.array([residuals(row, words, genres)[0] for row in rows])
    dealt = []
    for block in dealings(genres, times, seed):
        after = np.zeros(block.shape)
        np.put_along_axis(after, block[:, later], 1, axis=1)
        dealt.append(after @ beyond.T)
    sums = np.concatenate(dealt)
    return [p_value(float(beyond[i, later].sum()), sums[:, i]) if row.any() else None for i, row in enumerate(rows)]


def placebo_contrasts(
    hits: ArrayLike,
    tokens: ArrayLike,
    dates: ArrayLike,
    event: float,
    *,
    strata: Sequence[Hashable] | None = None,
) -> Placebos:
    """Set the contrast at ``event`` beside the same contrast at every other date of a document.

    The strength is the sum of residuals after the date, as in ``contrast``, over its standard deviation when documents
    are dealt within strata: Σ over strata of a b / (n (n - 1)) Σ u², a and b documents on the two sides of n (Good
    2005, ch. 3). Dates near the event share most of its documents and look alike: a rank, not a p-value.
    """
    import numpy as np

    found, words, when, genres = dated(hits, tokens, dates, strata)
    beyond, _ = residuals(found, words, genres)
    others = [
        Placebo(date, _strength(beyond, genres, when >= date))
        for date in np.unique(when).tolist()
        if _enough(when >= date) and ((when >= date) != (when >= event)).any()
    ]
    later = when >= event
    if not _enough(later):
        return Placebos(None, None, len(others), tuple(others))
    own = _strength(beyond, genres, later)
    rank = 1 + sum(abs(other.strength) > abs(own) * (1 + 1e-9) for other in others)
    return Placebos(own, rank, len(others) + 1, tuple(others))


def control_contrast(
    hits: ArrayLike,
    control: ArrayLike,
    tokens: ArrayLike,
    dates: ArrayLike,
    event: float,
    *,
    strata: Sequence[Hashable] | None = None,
    level: float = 0.95,
    times: int = TIMES,
    seed: int = 0,
) -> Difference:
    """Compare the change of a concept with that of a ``control`` in the same documents, whose words cancel out.

    The ratio is (x after · c before) / (x before · c after). Its interval is recovered from those of the two contrasts,
    as theirs are from the rates, taking concept and control for independent: it is too wide where they occur together.
    The p-value deals documents, with both their counts, over dates within ``strata``; its statistic is the log ratio
    with ½ added to each count (Haldane 1956, Annals of Human Genetics 20:4). It asks whether the two changed alike,
    taking the change of both together for chance. Raises ``ValueError`` for counts that make no sense.
    """
    import numpy as np

    found, words, when, genres = dated(hits, tokens, dates, strata)
    other, _, _, _ = dated(control, tokens, dates, strata)
    later = when >= event
    cells = [each[side].sum() for each in (found, other) for side in (later, ~later)]
    if not _enough(later) or not all(cells):
        return Difference(None, None, None, None)
    ratio = float(cells[0] * cells[3] / (cells[1] * cells[2]))

    def log_ratio(block: NDArray[np.int64]) -> Numbers:
        after, before = (
            np.log((found[block][:, side].sum(1) + 0.5) / (other[block][:, side].sum(1) + 0.5))
            for side in (later, ~later)
        )
        return np.asarray(after - before, np.float64)

    (observed,) = log_ratio(np.arange(len(found))[None, :])
    dealt = np.concatenate([log_ratio(block) for block in dealings(genres, times, seed)])
    rates = [rate_interval(each[side], words[side], level=level) for each in (found, other) for side in (later, ~later)]
    low, high = _bounds(ratio, (rates[0], rates[3]), (rates[1], rates[2]))
    return Difference(ratio, low, high, p_value(float(observed), dealt))


def _enough(later: NDArray[np.bool_]) -> bool:
    """Tell whether both sides have the documents that an interval needs."""
    return min(int(later.sum()), int((~later).sum())) >= FEWEST


def _strength(beyond: Numbers, genres: NDArray[np.int64], later: NDArray[np.bool_]) -> float:
    import numpy as np

    sizes, after = np.bincount(genres), np.bincount(genres, later)
    squares = np.bincount(genres, beyond**2)
    variance = float((after * (sizes - after) / np.maximum(sizes * (sizes - 1), 1) * squares).sum())
    return float(beyond[later].sum()) / variance**0.5 if variance > 0 else 0.0


def _ratio_bounds(before: RateInterval, after: RateInterval) -> tuple[float | None, float | None]:
    """Return the bounds of after over before; where a side has no hits, its own bound over the other's."""
    if before.low is None or before.high is None or after.low is None or after.high is None:
        return None, None
    if not before.rate:
        return after.low / before.high, None
    if not after.rate:
        return 0.0, after.high / before.low
    return _bounds(after.rate / before.rate, (after,), (before,))


def _bounds(ratio: float, over: Sequence[RateInterval], under: Sequence[RateInterval]) -> tuple[float, float]:
    """Return the bounds of independent rates over others (Zou and Donner 2008, on the log scale)."""
    ways = [_distances(each) for each in over] + [_distances(each)[::-1] for each in under]
    return ratio * exp(-hypot(*(down for down, _ in ways))), ratio * exp(hypot(*(up for _, up in ways)))


def _distances(rate: RateInterval) -> tuple[float, float]:
    """Return how far the bounds lie below and above the rate on the log scale."""
    if not rate.low or not rate.high:
        raise ValueError("a rate with an interval is needed")
    return log(rate.rate / rate.low), log(rate.high / rate.rate)
