"""A fixed space of word vectors, in which the usages of any period can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sovnlp.errors import QueryError
from sovnlp.tagging import word_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

__all__ = ["SMOOTH", "context_vectors"]

SMOOTH = 1e-4
"""Words that are more frequent than this weigh less: a / (a + p), p being the share of all words."""


def context_vectors(contexts: Sequence[Sequence[str]], *, language: str = "ru") -> Numbers:
    """Return one vector for each context, a list of word forms: shape (contexts, 300).

    The vector is the sum of those of its words (navec, made of modern Russian news), each with the weight a / (a + p)
    of Arora, Liang and Ma (2017, A Simple but Tough-to-Beat Baseline for Sentence Embeddings). Words are lower-cased;
    those that the space does not have are passed over, and a context of such words alone is zero. Raises
    ``QueryError`` for another language than Russian: no vectors of it come with sovnlp.
    """
    import numpy as np

    if language != "ru":
        raise QueryError(
            "usages can be compared in Russian alone: no fixed word vectors of English come with sovnlp",
            "sovnlp neighbors compares what stands around a word in either language",
        )
    vectors, shares = word_vectors(), _shares()
    known: dict[str, Any] = {}
    found = np.zeros((len(contexts), vectors.pq.dim))
    for place, context in enumerate(contexts):
        for word in context:
            if word not in known:
                key = word.lower().replace("ё", "е")
                vector = vectors.get(key)
                number = vectors.vocab.get(key)
                known[word] = None if vector is None else vector * (SMOOTH / (SMOOTH + shares[number]))
            if known[word] is not None:
                found[place] += known[word]
    return found


@lru_cache(maxsize=1)
def _shares() -> Any:
    """The share of each word of the space in the texts that it was made of."""
    import numpy as np

    counts = np.asarray(word_vectors().vocab.counts, np.float64)
    return counts / counts.sum()
