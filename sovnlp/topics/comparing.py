"""Two topic models side by side, and a topic model put to other documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.bags import bags
from sovnlp.errors import QueryError
from sovnlp.result import Result
from sovnlp.scores.topic_matching import affinity, match
from sovnlp.topics.fitting import infer
from sovnlp.topics.model import Model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

__all__ = ["AppliedRow", "MatchRow", "apply_topics", "compare_topics"]


class MatchRow(NamedTuple):
    """A topic of one model and the topic of another that it is matched with, None where none is left.

    ``affinity`` is the Bhattacharyya coefficient of their words (1: the same, 0: no word in common), ``overlap`` how
    many of their top words they share (Jaccard). ``both``, ``only_here`` and ``only_there`` are top words.
    """

    topic: int | None
    label: str
    other: int | None
    other_label: str
    affinity: float | None
    overlap: float | None
    both: str
    only_here: str
    only_there: str


class AppliedRow(NamedTuple):
    """The share of a topic in a document; ``known`` is the share of the document's words that the model has."""

    doc: str
    title: str
    date: str | None
    genre: str
    topic: int
    label: str
    share: float
    words: int
    known: float
    reference: str | None


def compare_topics(model: Model, other: Model, *, top: int = 20) -> Result[MatchRow]:
    """Match the topics of two models one to one, for the greatest affinity in all, and show where they differ.

    The models may have been fitted to other texts, with other settings; words of which one knows nothing count
    against the match. Raises ``QueryError`` where they have no feature in common.
    """
    import numpy as np

    features = {(f.kind, f.key): f.label for one in (model, other) for f in one.bags.features}
    places = {key: i for i, key in enumerate(features)}
    here, there = (_widened(one, places) for one in (model, other))
    if not (here.sum(0) * there.sum(0)).any():
        raise QueryError("the two models have no feature in common", "compare models of one language")
    labels = list(features.values())
    near = affinity(here, there)
    # Whichever has fewer topics is matched whole.
    turned = len(here) > len(there)
    places_found = match(there, here) if turned else match(here, there)
    pairs = [(int(b), a) if turned else (a, int(b)) for a, b in enumerate(places_found)]
    rows = []
    for a, b in sorted(pairs):
        tops = [[labels[i] for i in np.argsort(-one, kind="stable")[:top] if one[i] > 0] for one in (here[a], there[b])]
        both = [word for word in tops[0] if word in tops[1]]
        rows.append(
            MatchRow(
                a + 1,
                model.name(a + 1),
                b + 1,
                other.name(b + 1),
                round(float(near[a, b]), 3),
                round(len(both) / len({*tops[0], *tops[1]}), 3),
                ", ".join(both),
                ", ".join(word for word in tops[0] if word not in both),
                ", ".join(word for word in tops[1] if word not in both),
            )
        )
    rows += [_alone(model, a + 1, None) for a in range(len(here)) if a not in {pair[0] for pair in pairs}]
    rows += [_alone(None, b + 1, other) for b in range(len(there)) if b not in {pair[1] for pair in pairs}]
    mean = sum(row.overlap for row in rows if row.overlap is not None) / max(len(pairs), 1)
    notes = (f"Matched topics share {mean:.0%} of their top {top} words on average.",)
    return Result("Topics of two models", MatchRow, rows, model.receipt_of("topics compare", top=top), notes)


def _alone(here: Model | None, number: int, there: Model | None) -> MatchRow:
    label = (here or there).name(number)  # type: ignore[union-attr]
    if here is not None:
        return MatchRow(number, label, None, "", None, None, "", "", "")
    return MatchRow(None, "", number, label, None, None, "", "", "")


def _widened(model: Model, places: dict[tuple[str, str], int]) -> Numbers:
    import numpy as np

    wide = np.zeros((len(model.topics), len(places)))
    wide[:, [places[f.kind, f.key] for f in model.bags.features]] = model.topics
    return wide


def apply_topics(corpus: Corpus, model: Model) -> Result[AppliedRow]:
    """Return the shares of a model's topics in documents that it need not have been fitted to.

    The texts are made into bags by the model's own recipe and features; its topics stay as they are. Raises
    ``EmptySelection`` where the selection holds none of its features.
    """
    import numpy as np

    recipe = model.bags.recipe
    receipt = corpus.receipt("topics apply", {**model.asked, "fitted_to": model.receipt.index}, seed=model.receipt.seed)
    counts = bags(corpus, recipe, features=model.bags.features)
    shares = infer(counts.units(), model.topics, method=str(model.asked["method"]), seed=model.receipt.seed or 1)
    applied = Model(
        receipt, model.asked, counts, model.topics, shares, model.reproducibility, model.coherence, (), (), model.labels
    )
    words = np.zeros((len(counts.documents), len(model.topics)))
    np.add.at(words, counts.document, applied.sentence_words)
    rows = []
    for i in np.unique(counts.document).tolist():
        heading, size = counts.documents[i], float(words[i].sum())
        for k in np.argsort(-words[i], kind="stable").tolist():
            rows.append(
                AppliedRow(
                    heading.id, heading.title, heading.date, heading.genre, k + 1, model.name(k + 1),
                    round(float(words[i, k]) / size, 4), round(size), round(size / heading.words, 3), heading.reference,
                )
            )  # fmt: skip
    notes = ["The topics were not fitted to these documents: what is new in them has no topic of its own."]
    return Result("Shares of topics", AppliedRow, rows, receipt, (*notes, *corpus.warnings()))
