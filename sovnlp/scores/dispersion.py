"""How evenly something is spread over documents of unequal length.

A frequency without its dispersion misleads: ten hits in ten documents are not ten hits in one. All measures but the
range are 0 where every document has its share and near 1 where one short document has everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sovnlp.scores.rates import counts

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["Dispersion", "dispersion"]


class Dispersion(NamedTuple):
    """Dispersion over the documents that have words; None where there is no hit (``dp_norm`` also for one document).

    ``range`` is how many documents have a hit, of ``documents``. ``dp`` is Gries' deviation of proportions, ``dp_norm``
    the same over its greatest possible value, ``kl`` the Kullback-Leibler divergence in bits and ``kl_norm`` brings it
    to 0 to 1. ``dp`` and ``kl`` rise as a word gets rarer (Gries 2022): compare words of like frequency.
    """

    range: int
    documents: int
    dp: float | None
    dp_norm: float | None
    kl: float | None
    kl_norm: float | None


def dispersion(hits: ArrayLike, tokens: ArrayLike) -> Dispersion:
    """Return how evenly hits are spread over documents, given each document's hits and words.

    With v a document's share of the hits and s its share of the words:

    - DP = Σ |v - s| / 2 (Gries 2008, International Journal of Corpus Linguistics 13:4);
    - DP norm = DP / (1 - min s) (Lijffijt and Gries 2012, IJCL 17:1);
    - KL = Σ v log₂(v / s), and 1 - e^-KL (Gries 2022, Journal of Second Language Studies 5:2; Gries 2024, Frequency,
      Dispersion, Association, and Keyness, pp. 90-92).

    Raises ``ValueError`` for counts that make no sense, as ``rate_interval``.

    >>> measures = dispersion([2, 1, 0], [1000, 1000, 1000])
    >>> measures.range, round(measures.dp, 3), round(measures.dp_norm, 3)
    (2, 0.333, 0.5)
    """
    import numpy as np

    found, words = counts(hits, tokens)
    found, words = found[words > 0], words[words > 0]
    if not len(words):
        raise ValueError("dispersion needs documents with words")
    if not found.sum():
        return Dispersion(0, len(words), None, None, None, None)
    observed, expected = found / found.sum(), words / words.sum()
    dp = float(np.abs(observed - expected).sum() / 2)
    some = observed > 0
    kl = max(float((observed[some] * np.log2(observed[some] / expected[some])).sum()), 0.0)
    dp_norm = dp / (1 - float(expected.min())) if len(words) > 1 else None
    return Dispersion(int(some.sum()), len(words), dp, dp_norm, kl, 1 - float(np.exp(-kl)))
