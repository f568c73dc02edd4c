"""Whether the top words of a topic are used together: gensim's coherence measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sovnlp.corpus.bags import Bags

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

__all__ = ["MEASURES", "TOP", "coherence"]

MEASURES = ("c_v", "c_npmi")
TOP = 10


def coherence(bags: Bags, models: Sequence[Numbers]) -> list[Numbers]:
    """Return for each model an array (topics, measures) of c_v and c_npmi, NaN where it cannot be said.

    Both are gensim's, over the top ten words and the units as texts (Röder, Both and Hinneburg 2015, Exploring the
    Space of Topic Coherence Measures): c_v in windows of 110 feature words, c_npmi in windows of 10.
    """
    import numpy as np
    from gensim.corpora import Dictionary
    from gensim.models import CoherenceModel

    order = np.argsort(bags.unit[bags.rows()], kind="stable")
    ends = np.cumsum(np.bincount(bags.unit[bags.rows()]))[:-1]
    tops = [np.argsort(-topic, kind="stable")[:TOP].tolist() for model in models for topic in model]
    used = {i for top in tops for i in top}
    # Only the top words are looked up: all others may share one name.
    texts = [[str(i) if i in used else "-" for i in text.tolist()] for text in np.split(bags.indices[order], ends)]
    dictionary = Dictionary([*texts, [str(i) for i in used]])
    topics = [[str(i) for i in top] for top in tops]
    with np.errstate(invalid="ignore", divide="ignore"):
        columns = [
            CoherenceModel(
                topics=topics, texts=texts, dictionary=dictionary, coherence=measure, topn=TOP, processes=1
            ).get_coherence_per_topic()
            for measure in MEASURES
        ]
    found = np.array(columns, np.float64).T
    return np.split(found, np.cumsum([len(model) for model in models])[:-1])
