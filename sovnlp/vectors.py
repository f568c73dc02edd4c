"""A fixed space of word vectors, in which the usages of any period can be compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sovnlp.errors import QueryError
from sovnlp.tagging import word_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Integers = NDArray[np.int64]

__all__ = ["SMOOTH", "Space", "context_vectors", "made_space", "news_space"]

SMOOTH = 1e-4
"""Words that are more frequent than this weigh less: a / (a + p), p being the share of all words."""
REACH = 5
FEWEST, MOST = 5, 20_000
DIMENSIONS = 100
FLATTENED = 0.75


class Space(NamedTuple):
    """A space of ``dimensions``; ``find`` gives the vector of a word with its weight, None where it is not known."""

    name: str
    dimensions: int
    find: Callable[[str], Any]


@lru_cache(maxsize=1)
def news_space() -> Space:
    """Return the Russian space that comes with sovnlp: navec, made of modern news, 300 dimensions."""
    import numpy as np

    vectors = word_vectors()
    counts = np.asarray(vectors.vocab.counts, np.float64)
    weights = _weights(counts)

    def find(word: str) -> Any:
        key = word.lower().replace("ё", "е")
        vector = vectors.get(key)
        return None if vector is None else vector * weights[vectors.vocab[key]]

    return Space("news", vectors.pq.dim, find)


def made_space(words: Sequence[str], numbers: Integers, segments: Integers) -> Space:
    """Make a space out of running text.

    ``numbers`` say which of ``words`` stands at each place, ``segments`` in which paragraph or turn, which is not
    crossed; both of shape (tokens,). Positive pointwise mutual information of words within ``REACH`` of each other,
    with the frequencies of contexts raised to 0.75, parted by a truncated singular value decomposition, singular values
    to the power of a half (Levy, Goldberg and Dagan 2015, Improving Distributional Similarity with Lessons Learned from
    Word Embeddings). Words of fewer than five occurrences are left out. The same text gives the same space. Raises
    ``QueryError`` where there is too little text to make one.
    """
    import numpy as np
    from scipy.sparse import coo_array, csr_array
    from sklearn.decomposition import TruncatedSVD

    counts = np.bincount(numbers, minlength=len(words))
    frequent = np.argsort(-counts, kind="stable")[:MOST]
    kept = frequent[counts[frequent] >= FEWEST]
    if len(kept) < REACH:
        raise QueryError("there is too little text to make a space of word vectors from", "sovnlp neighbors needs none")
    place = np.full(len(words), -1, np.int64)
    place[kept] = np.arange(len(kept))
    found = place[numbers]
    size = len(kept)
    pairs: Any = csr_array((size, size))
    for far in range(1, REACH + 1):
        both = (segments[far:] == segments[:-far]) & (found[far:] >= 0) & (found[:-far] >= 0)
        near = coo_array((np.ones(int(both.sum())), (found[:-far][both], found[far:][both])), shape=(size, size))
        pairs = pairs + near.tocsr()
    pairs = (pairs + pairs.T).tocoo()
    total = pairs.data.sum()
    seldom = np.asarray(pairs.sum(0)).ravel() ** FLATTENED
    row, column = pairs.coords
    with np.errstate(divide="ignore"):
        known = np.log(pairs.data * seldom.sum() / (np.asarray(pairs.sum(1)).ravel()[row] * seldom[column]))
    positive = known > 0
    information = csr_array((known[positive], (row[positive], column[positive])), shape=(size, size))
    if not total or not information.nnz:
        raise QueryError("no two words stand together in this text", "sovnlp neighbors needs no space of vectors")
    parts = min(DIMENSIONS, size - 1)
    parted = TruncatedSVD(parts, n_iter=5, random_state=1)
    vectors = parted.fit_transform(information) / np.sqrt(np.maximum(parted.singular_values_, 1e-12))
    weights = _weights(counts.astype(np.float64))[kept]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0) * weights[:, None]
    number = {words[i]: at for at, i in enumerate(kept.tolist())}

    def find(word: str) -> Any:
        at = number.get(word.lower())
        return None if at is None else vectors[at]

    return Space("corpus", parts, find)


def context_vectors(contexts: Sequence[Sequence[str]], space: Space) -> Numbers:
    """Return one vector for each context, a list of word forms: shape (contexts, dimensions of the space).

    The vector is the sum of those of its words, each with the weight a / (a + p) of Arora, Liang and Ma (2017, A Simple
    but Tough-to-Beat Baseline for Sentence Embeddings). Words that the space does not have are passed over, and a
    context of such words alone is zero.
    """
    import numpy as np

    known: dict[str, Any] = {}
    found = np.zeros((len(contexts), space.dimensions))
    for place, context in enumerate(contexts):
        for word in context:
            if word not in known:
                known[word] = space.find(word)
            if known[word] is not None:
                found[place] += known[word]
    return found


def _weights(counts: Numbers) -> Any:
    """The weight a / (a + p) of each word, p being its share of all."""
    return SMOOTH / (SMOOTH + counts / counts.sum())
