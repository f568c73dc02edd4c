"""Where a rate changes: the search, whether the change is more than chance, and how sure its date is."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sovnlp.scores.permutation import TIMES, dated, dealings, residuals
from sovnlp.scores.rates import FEWEST, MILLION

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]
    Indices = NDArray[np.int64]

__all__ = ["ChangePoint", "change_points"]


class ChangePoint(NamedTuple):
    """A change of the rate: the segment after it begins with the documents of ``date``.

    The change may as well begin at any date from ``earliest`` to ``latest`` (95 %, unless another level was asked).
    ``before`` and ``after`` are the rates per million words of the segments that it parts; ``p`` is that of so strong a
    change at any date, where documents are dealt over the dates of these segments within genre.
    """

    date: float
    earliest: float
    latest: float
    before: float
    after: float
    p: float


def change_points(
    hits: ArrayLike,
    tokens: ArrayLike,
    dates: ArrayLike,
    *,
    strata: Sequence[Hashable] | None = None,
    most: int = 1,
    level: float = 0.95,
    times: int = TIMES,
    seed: int = 0,
) -> list[ChangePoint]:
    """Return the changes found, the strongest first, given hits, words and date of each document.

    The strongest change stands first whatever its p-value; up to ``most`` are looked for while p is at most 1 -
    ``level``, each within the segments left by those before (binary segmentation: Vostrikova 1981; searched by
    ruptures: Truong, Oudre and Vayatis 2020). No segment has fewer than 5 documents, and documents of one date are not
    parted; the list is empty where that leaves no place, or without hits. Raises ``ValueError`` for counts that make no
    sense.

    A segment costs -(Σ u)² / Σ w: u is the negative binomial score of a document against the rate of its genre (with
    mean 0 in each), w its information m / (1 + m / size). What a change saves is then the score statistic of a step at
    that date, and the greatest of all is the test statistic (Andrews 1993, Econometrica 61:4); its distribution is that
    over ``times`` dealings from ``seed``. The dates that cannot be told apart are those whose statistic is lower by no
    more than -2 log(1 - √level), 7.35 at 95 % (Hansen 2000, Econometrica 68:3), times the residual variance.
    """
    series = _series(hits, tokens, dates, strata)
    found: list[ChangePoint] = []
    edges = [0, len(series.dates)]
    while len(found) < most and len(edges) <= len(series.dates):
        place = _search(series, edges)
        start = max(edge for edge in edges if edge <= place)
        stop = min(edge for edge in edges if edge > place)
        if place == start or series.gains(start, stop)[place - start - 1] <= 0:
            break
        change = _judge(series, start, place, stop, level, times, seed + len(found))
        if found and change.p > 1 - level:
            break
        found.append(change)
        edges = sorted([*edges, place])
        if change.p > 1 - level:
            break
    return found


@dataclass(frozen=True, slots=True)
class _Series:
    """Documents in order of date; those of ``dates[i]`` are ``firsts[i]`` to ``firsts[i + 1]``.

    ``beyond`` are their scores, ``weights`` what these are worth.
    """

    hits: Numbers
    tokens: Numbers
    strata: Indices
    beyond: Numbers
    weights: Numbers
    dates: Numbers
    firsts: Indices

    def documents(self, start: int, stop: int) -> slice:
        """Return where the documents of ``dates[start:stop]`` are."""
        return slice(int(self.firsts[start]), int(self.firsts[stop]))

    def gains(self, start: int, stop: int, dealt: Indices | None = None) -> Numbers:
        """Return what a change at each of ``dates[start + 1:stop]`` saves, -1 where it leaves too few documents.

        With documents of the segment ``dealt``, of shape (times, documents), the same for each dealing.
        """
        import numpy as np

        segment = self.documents(start, stop)
        beyond, weights = self.beyond[segment], self.weights[segment]
        if dealt is not None:
            beyond, weights = beyond[dealt], weights[dealt]
        inner = self.firsts[start + 1 : stop] - segment.start
        sums, worth = beyond.cumsum(-1), weights.cumsum(-1)
        all_sums, all_worth = sums[..., -1:], worth[..., -1:]
        saved = -_cost(sums, worth)[..., inner - 1] + _cost(all_sums, all_worth)
        saved -= _cost(all_sums - sums[..., inner - 1], all_worth - worth[..., inner - 1])
        saved[..., (inner < FEWEST) | (segment.stop - segment.start - inner < FEWEST)] = -1
        return np.asarray(saved, np.float64)


def _cost(sums: Numbers, worth: Numbers) -> Numbers:
    import numpy as np

    return -np.divide(sums**2, worth, out=np.zeros_like(sums), where=worth > 0)


def _series(hits: ArrayLike, tokens: ArrayLike, dates: ArrayLike, strata: Sequence[Hashable] | None) -> _Series:
    """Return the documents that have words, in order of date."""
    import numpy as np

    found, words, when, genres = dated(hits, tokens, dates, strata)
    order = np.argsort(when, kind="stable")
    found, words, when, genres = found[order], words[order], when[order], genres[order]
    days, firsts = np.unique(when, return_index=True)
    beyond, weights = residuals(found, words, genres)
    return _Series(found, words, genres, beyond, weights, days, np.append(firsts, len(when)).astype(np.int64))


def _search(series: _Series, edges: Sequence[int]) -> int:
    """Return the place of the best change beside those that bound segments, the first edge where there is none."""
    import numpy as np
    import ruptures

    class Score(ruptures.base.BaseCost):  # type: ignore[misc]
        """The cost of consecutive dates, whose sums are the rows of the signal."""

        model = ""
        min_size = 1

        def fit(self, signal: Numbers) -> Any:
            self.signal = signal
            self.sums = np.append(np.zeros((1, 3)), signal.cumsum(0), axis=0)
            return self

        def error(self, start: int, stop: int) -> float:
            beyond, weight, documents = (self.sums[stop] - self.sums[start]).tolist()
            if documents < FEWEST:
                return float("inf")
            return -(beyond**2) / weight if weight else 0.0

    rows = np.stack([series.beyond, series.weights, np.ones(len(series.beyond))], axis=1)
    signal = np.add.reduceat(rows, series.firsts[:-1], axis=0)
    places = ruptures.Binseg(custom_cost=Score(), min_size=1, jump=1).fit(signal).predict(n_bkps=len(edges) - 1)
    return next((int(place) for place in places if place not in edges), edges[0])


def _judge(series: _Series, start: int, place: int, stop: int, level: float, times: int, seed: int) -> ChangePoint:
    """Return the change at ``dates[place]`` between two others, with its p-value and the dates it may have."""
    import numpy as np

    gains = series.gains(start, stop)
    best = float(gains[place - start - 1])
    segment = series.documents(start, stop)
    greatest = [series.gains(start, stop, dealt).max(1) for dealt in dealings(series.strata[segment], times, seed)]
    as_great = int((np.concatenate(greatest) >= best * (1 - 1e-9)).sum())
    spread = 0.0
    rates = []
    for side in (series.documents(start, place), series.documents(place, stop)):
        beyond, weights = series.beyond[side], series.weights[side]
        rates.append(MILLION * float(series.hits[side].sum() / series.tokens[side].sum()))
        spread += float(((beyond - weights * beyond.sum() / (weights.sum() or 1)) ** 2).sum())
    documents = segment.stop - segment.start
    variance = spread / float(series.weights[segment].sum()) * documents / (documents - 2)
    alike = np.flatnonzero((gains >= 0) & (gains >= best + 2 * np.log(1 - level**0.5) * variance))
    candidates = series.dates[start + 1 + alike]
    return ChangePoint(
        float(series.dates[place]),
        float(candidates[0]),
        float(candidates[-1]),
        rates[0],
        rates[1],
        (1 + as_great) / (1 + times),
    )
