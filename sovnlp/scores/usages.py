"""How far apart the usages of a word lie in two periods, and whether that is more than chance among documents.

A usage is a vector: what stands around one occurrence. Usages are scaled to length 1 throughout.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sovnlp.scores.permutation import TIMES, dealings, strata_of
from sovnlp.scores.rates import FEWEST

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Integers = NDArray[np.int64]

__all__ = ["CLUSTERS", "Shift", "Tested", "clusters", "scaled", "shift", "shift_test"]

CLUSTERS = 6
"""Usages are parted into so many clusters at most."""
SAMPLED = 2000
PARTED = 0.05
"""The silhouette below which usages are no separate kinds: noise in 300 dimensions has 0.00 to 0.02."""


class Shift(NamedTuple):
    """How far two sets of usages lie apart.

    ``apd`` is the average pairwise distance 1 - cosine between them; ``prt`` the distance 1 - cosine between their
    prototypes, the means; ``both`` the geometric mean of the two. None where a set is empty.
    """

    apd: float | None
    prt: float | None
    both: float | None


class Tested(NamedTuple):
    """A shift beside what dealing documents over the periods gives.

    ``chance`` is the mean of ``both`` over the dealings, ``chance_high`` its 95th percentile; the p-values are
    one-sided: by chance as far apart, or farther. None with fewer than five documents in a period.
    """

    shift: Shift
    chance: float | None
    chance_high: float | None
    p_apd: float | None
    p_prt: float | None
    p: float | None


def scaled(usages: Numbers) -> Numbers:
    """Return vectors scaled to length 1; a vector of nothing stays nothing."""
    import numpy as np

    lengths = np.linalg.norm(usages, axis=1, keepdims=True)
    return np.asarray(np.divide(usages, lengths, out=np.zeros_like(usages, dtype=np.float64), where=lengths > 0))


def shift(first: Numbers, second: Numbers) -> Shift:
    """Return how far two sets of usages, arrays of shape (usages, dimensions), lie apart.

    The mean cosine of all pairs is the product of the means of scaled vectors, so that no pair is looked at (Kutuzov
    and Giulianelli 2020, UiO-UvA at SemEval-2020, for both measures and their mean).
    """
    if not len(first) or not len(second):
        return Shift(None, None, None)
    apd, prt = _distances(scaled(first).mean(0)[None], scaled(second).mean(0)[None])
    return Shift(float(apd[0]), float(prt[0]), float((apd[0] * prt[0]) ** 0.5))


def shift_test(
    usages: Numbers,
    later: Sequence[bool],
    documents: Sequence[Hashable],
    *,
    strata: Sequence[Hashable] | None = None,
    times: int = TIMES,
    seed: int = 1,
) -> Tested:
    """Test whether usages of two periods lie farther apart than documents dealt over the periods would.

    ``later`` says of each usage whether it is of the second period, ``documents`` which document it is in, ``strata``
    the genre of that document. Usages of one document are alike: they are dealt together, each document for another of
    its genre, ``times`` times from ``seed``; p = (1 + b) / (1 + times) (Phipson and Smyth 2010), b dealings as far
    apart or farther. Raises ``ValueError`` for a document in both periods.
    """
    import numpy as np

    vectors, second = scaled(usages), np.asarray(later, bool)
    observed = shift(usages[~second], usages[second])
    number = strata_of(documents, len(vectors))
    count = int(number.max()) + 1 if len(number) else 0
    side = np.zeros(count, bool)
    side[number] = second
    if (side[number] != second).any():
        raise ValueError("a document lies in one period")
    if observed.both is None or min(int(side.sum()), int((~side).sum())) < FEWEST:
        return Tested(observed, None, None, None, None, None)
    sums, sizes = np.zeros((count, vectors.shape[1])), np.bincount(number, minlength=count).astype(float)
    np.add.at(sums, number, vectors)
    genres = np.zeros(count, np.int64)
    genres[number] = strata_of(strata, len(vectors))
    total, words = sums.sum(0), sizes.sum()
    apd, prt = [], []
    for block in dealings(genres, times, seed):
        labels = side[block].astype(float)
        after, size = labels @ sums, labels @ sizes
        pair = _distances((total - after) / (words - size)[:, None], after / size[:, None])
        apd.append(pair[0])
        prt.append(pair[1])
    far, moved = np.concatenate(apd), np.concatenate(prt)
    both = np.sqrt(far * moved)
    return Tested(
        observed,
        float(both.mean()),
        float(np.quantile(both, 0.95)),
        *(
            float(1 + (dealt >= (value or 0.0) - 1e-12).sum()) / (1 + times)
            for dealt, value in ((far, observed.apd), (moved, observed.prt), (both, observed.both))
        ),
    )


def _distances(first: Numbers, second: Numbers) -> tuple[Numbers, Numbers]:
    """Average pairwise distance and prototype distance of the means of scaled usages, row by row."""
    import numpy as np

    inner = (first * second).sum(1)
    lengths = np.linalg.norm(first, axis=1) * np.linalg.norm(second, axis=1)
    cosine = np.divide(inner, lengths, out=np.zeros_like(inner), where=lengths > 0)
    return np.maximum(1 - inner, 0.0), np.maximum(1 - cosine, 0.0)


def clusters(usages: Numbers, *, most: int = CLUSTERS, seed: int = 1) -> Integers:
    """Return the cluster of each usage, numbered from 0 by size: two or more of them, by k-means of scaled vectors.

    The number is that of the greatest mean silhouette (Rousseeuw 1987), 2 to ``most``, and at most a tenth of the
    usages; with fewer than 20 usages, or where no parting reaches a silhouette of ``PARTED``, all are one cluster.
    """
    import numpy as np
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    vectors = scaled(usages)
    highest = min(most, len(vectors) // 10)
    if highest < 2 or len(np.unique(vectors, axis=0)) <= highest:
        return np.zeros(len(vectors), np.int64)
    tried = []
    for number in range(2, highest + 1):
        found = KMeans(number, n_init=10, random_state=seed).fit_predict(vectors)
        score = silhouette_score(vectors, found, sample_size=min(len(vectors), SAMPLED), random_state=seed)
        tried.append((-float(score), number, found))
    score, number, found = min(tried, key=lambda one: one[:2])
    if -score < PARTED:
        return np.zeros(len(vectors), np.int64)
    order = np.argsort(-np.bincount(found, minlength=number), kind="stable")
    place = np.empty(number, np.int64)
    place[order] = np.arange(number)
    return np.asarray(place[found], np.int64)
