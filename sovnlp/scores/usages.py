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

__all__ = [
    "CLUSTERS",
    "PARTED",
    "Apart",
    "Parted",
    "Shift",
    "Tested",
    "apart",
    "clusters",
    "scaled",
    "shift",
    "shift_test",
]

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


class Apart(NamedTuple):
    """How far usages of two periods lie apart, with 95 % intervals by document; None below five documents a period.

    ``excess`` is the average distance (1 - cosine) of usages of the two periods less that of usages of different
    documents of one period: 0 where the periods are alike, however few the documents.
    """

    apd_low: float | None
    apd_high: float | None
    excess: float | None
    low: float | None
    high: float | None


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
    sums, sizes = _by_document(vectors, number)
    count = len(sizes)
    side = np.zeros(count, bool)
    side[number] = second
    if (side[number] != second).any():
        raise ValueError("a document lies in one period")
    if observed.both is None or min(int(side.sum()), int((~side).sum())) < FEWEST:
        return Tested(observed, None, None, None, None, None)
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


def apart(usages: Numbers, later: Sequence[bool], documents: Sequence[Hashable]) -> Apart:
    """Return how far usages of two periods lie apart beyond usages of different documents of one period.

    The mean distance between the periods less the mean of the two within them, each over pairs of usages of different
    documents: half the energy distance of Székely and Rizzo (2013) with documents for units, without the bias of the
    distance of prototypes, which grows as documents get fewer. Intervals: the delete-one-document jackknife of two
    samples, with Student's t and Satterthwaite's degrees of freedom (Efron and Tibshirani 1993, ch. 11); near no change
    they are too wide rather than too narrow.
    """
    import numpy as np

    vectors, second = scaled(usages), np.asarray(later, bool)
    number = strata_of(documents, len(vectors))
    sides = [_by_document(vectors[part], np.unique(number[part], return_inverse=True)[1]) for part in (~second, second)]
    if min(len(sizes) for _, sizes in sides) < FEWEST:
        return Apart(None, None, None, None, None)
    means = [sums.sum(0) / sizes.sum() for sums, sizes in sides]
    inside = [
        float(((sums.sum(0) ** 2).sum() - (sums**2).sum()) / (sizes.sum() ** 2 - (sizes**2).sum()))
        for sums, sizes in sides
    ]
    between = float(means[0] @ means[1])
    excess = sum(inside) / 2 - between
    left_out = []
    for i, (sums, sizes) in enumerate(sides):
        total, size = sums.sum(0) - sums, sizes.sum() - sizes
        across = total @ means[1 - i] / size
        squares, counts = (sums**2).sum(1), sizes**2
        own = ((total**2).sum(1) - squares.sum() + squares) / (size**2 - counts.sum() + counts)
        left_out.append((1 - across, (own + inside[1 - i]) / 2 - across))
    apd = _jackknifed(1 - between, [each[0] for each in left_out])
    return Apart(max(apd[0], 0.0), min(apd[1], 2.0), excess, *_jackknifed(excess, [each[1] for each in left_out]))


def _by_document(vectors: Numbers, number: Integers) -> tuple[Numbers, Numbers]:
    """The sum of the usages of each document, by its number, and how many there are."""
    import numpy as np

    count = int(number.max()) + 1 if len(number) else 0
    sums = np.zeros((count, vectors.shape[1]))
    np.add.at(sums, number, vectors)
    return sums, np.bincount(number, minlength=count).astype(float)


def _jackknifed(whole: float, left_out: Sequence[Numbers]) -> tuple[float, float]:
    """The 95 % interval of a value, from what it is without each document of each of the samples."""
    import numpy as np
    from scipy.stats import t

    parts = [(len(values) - 1) ** 2 / len(values) * float(np.var(values, ddof=1)) for values in left_out]
    variance = sum(parts)
    if variance <= 0:
        return whole, whole
    freedom = variance**2 / sum(part**2 / (len(values) - 1) for part, values in zip(parts, left_out, strict=True))
    reach = float(t.ppf(0.975, freedom)) * variance**0.5
    return whole - reach, whole + reach


def _distances(first: Numbers, second: Numbers) -> tuple[Numbers, Numbers]:
    """Average pairwise distance and prototype distance of the means of scaled usages, row by row."""
    import numpy as np

    inner = (first * second).sum(1)
    lengths = np.linalg.norm(first, axis=1) * np.linalg.norm(second, axis=1)
    cosine = np.divide(inner, lengths, out=np.zeros_like(inner), where=lengths > 0)
    return np.maximum(1 - inner, 0.0), np.maximum(1 - cosine, 0.0)


class Parted(NamedTuple):
    """The kind of each usage, numbered from 0 by size, and the mean silhouette of the parting; None where it is one."""

    kinds: Integers
    silhouette: float | None


def clusters(usages: Numbers, *, number: int | None = None, most: int = CLUSTERS, seed: int = 1) -> Parted:
    """Part usages into kinds by k-means of scaled vectors.

    Where no ``number`` is asked for, it is that of the greatest mean silhouette (Rousseeuw 1987), 2 to ``most``, and at
    most a tenth of the usages; with fewer than 20 usages, or where no parting reaches a silhouette of ``PARTED``, all
    are one kind. A ``number`` that is asked for is made, as far as there are different usages.
    """
    import numpy as np
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    vectors = scaled(usages)
    distinct = len(np.unique(vectors, axis=0))
    numbers = range(2, min(most, len(vectors) // 10) + 1) if number is None else range(number, number + 1)
    tried = []
    for count in numbers:
        if not 1 < count < distinct:
            continue
        found = KMeans(count, n_init=10, random_state=seed).fit_predict(vectors)
        score = silhouette_score(vectors, found, sample_size=min(len(vectors), SAMPLED), random_state=seed)
        tried.append((-float(score), count, found))
    if not tried or (number is None and -min(tried, key=lambda one: one[:2])[0] < PARTED):
        return Parted(np.zeros(len(vectors), np.int64), None)
    score, count, found = min(tried, key=lambda one: one[:2])
    order = np.argsort(-np.bincount(found, minlength=count), kind="stable")
    place = np.empty(count, np.int64)
    place[order] = np.arange(count)
    return Parted(np.asarray(place[found], np.int64), -score)
