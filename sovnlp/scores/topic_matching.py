"""Whether topic models agree: topics matched across replicates, their reproducibility, a consensus.

Topics are arrays of shape (topics, features) whose rows sum to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Integers = NDArray[np.int64]

__all__ = [
    "TOP",
    "UNSTABLE",
    "Consensus",
    "Tried",
    "affinity",
    "choose",
    "consensus",
    "match",
    "overlap",
    "prototype",
    "reproducibility",
    "top_words",
]

TOP = 20
"""How many of the top words of two topics are compared."""
UNSTABLE = 0.5
"""The reproducibility below which a topic is not to be relied on (``bench/topics.py``)."""
ROUNDS = 20


class Consensus(NamedTuple):
    """The topics that replicates have in common, and how reproducible each is."""

    topics: Numbers
    reproducibility: Numbers


class Tried(Protocol):
    """A number of topics that was tried; coherence is None where it cannot be said."""

    @property
    def topics(self) -> int:
        """How many topics."""

    @property
    def c_v(self) -> float | None:
        """Coherence c_v, the mean over topics."""

    @property
    def c_npmi(self) -> float | None:
        """Coherence c_npmi, the mean over topics."""

    @property
    def stability(self) -> float:
        """Reproducibility, the mean over topics."""


def affinity(first: Numbers, second: Numbers) -> Numbers:
    """Return the Bhattacharyya coefficients Σ √(p q) of all pairs: 1 for the same topic, 0 for no word in common."""
    import numpy as np

    return np.asarray(np.sqrt(first) @ np.sqrt(second).T, np.float64)


def match(first: Numbers, second: Numbers) -> Integers:
    """Return for each topic of ``first`` its partner in ``second``, one to one, for the greatest affinity in all.

    ``second`` has as many topics or more (Kuhn 1955, The Hungarian method). Raises ``ValueError`` where it has fewer.
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    if len(first) > len(second):
        raise ValueError(f"{len(first)} topics cannot be matched with {len(second)}")
    return np.asarray(linear_sum_assignment(-affinity(first, second))[1], np.int64)


def top_words(topics: Numbers, top: int = TOP) -> Integers:
    """Return the numbers of the weightiest features of each topic, the first of those of equal weight first."""
    import numpy as np

    return np.argsort(-topics, axis=1, kind="stable")[:, :top]


def overlap(first: Numbers, second: Numbers, top: int = TOP) -> Numbers:
    """Return how many top words the topics of the same row have in common: |A ∩ B| / |A ∪ B| (Jaccard).

    >>> import numpy as np
    >>> overlap(np.array([[0.5, 0.3, 0.1, 0.1]]), np.array([[0.5, 0.1, 0.3, 0.1]]), top=2).round(3)
    array([0.333])
    """
    import numpy as np

    pairs = zip(top_words(first, top).tolist(), top_words(second, top).tolist(), strict=True)
    return np.array([len({*a} & {*b}) / len({*a} | {*b}) for a, b in pairs])


def reproducibility(topics: Numbers, runs: Sequence[Numbers], top: int = TOP) -> Numbers:
    """Return for each topic the mean overlap with the topic it is matched with in each replicate.

    A replicate that is ``topics`` itself is left out. Raises ``ValueError`` where there is no other.
    """
    import numpy as np

    others = [run for run in runs if run is not topics]
    if not others:
        raise ValueError("a topic is reproducible in other replicates than its own: give two or more")
    return np.asarray(np.mean([overlap(topics, run[match(topics, run)], top) for run in others], axis=0), np.float64)


def prototype(runs: Sequence[Numbers], top: int = TOP) -> int:
    """Return the place of the replicate that is most like the others (Rieger, Rahnenführer and Jentsch 2020)."""
    import numpy as np

    if len(runs) < 2:
        return 0
    return int(np.argmax([reproducibility(run, runs, top).mean() for run in runs]))


def consensus(runs: Sequence[Numbers], top: int = TOP) -> Consensus:
    """Return what the topics of replicates have in common.

    Beginning with the prototype, every replicate is matched with the consensus so far; of each topic the matches are
    averaged as square roots (so that a word which only one replicate gives a great weight is not carried by it alone),
    until the matching stays. A topic's reproducibility is its mean overlap with its matches.
    """
    import numpy as np

    found = runs[prototype(runs, top)]
    before: list[tuple[int, ...]] = []
    for _ in range(ROUNDS):
        matches = [match(found, run) for run in runs]
        now = [tuple(one.tolist()) for one in matches]
        if now == before:
            break
        before = now
        # Over the sorted replicates, so that their order does not show in the last digit.
        roots = np.mean(np.sort(np.stack([np.sqrt(run[one]) for run, one in zip(runs, matches, strict=True)]), 0), 0)
        found = roots**2 / (roots**2).sum(1, keepdims=True)
    return Consensus(found, reproducibility(found, runs, top))


def choose(tried: Sequence[Tried]) -> int:
    """Return the number of topics that does best in coherence and stability together, the fewer of equals.

    Each number is ranked by c_v, by c_npmi and by stability; the ranks by coherence are averaged, and the rank by
    stability is added to them. Raises ``ValueError`` where nothing was tried.
    """
    if not tried:
        raise ValueError("no number of topics was tried")

    def ranks(values: Sequence[float | None]) -> list[float]:
        known = [-float("inf") if value is None else value for value in values]
        return [sum(other > value for other in known) + sum(other == value for other in known) / 2 for value in known]

    c_v, c_npmi, stable = (
        ranks([one.c_v for one in tried]),
        ranks([one.c_npmi for one in tried]),
        ranks([one.stability for one in tried]),
    )
    best = [((a + b) / 2 + c, one.topics) for a, b, c, one in zip(c_v, c_npmi, stable, tried, strict=True)]
    return min(best)[1]
