"""From a corpus to a topic model in a folder: bags, replicates, the number of topics, consensus, evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sovnlp.corpus import Corpus
from sovnlp.corpus.bags import Bags, Recipe, bags
from sovnlp.corpus.contexts import quoted
from sovnlp.errors import QueryError, SourceError
from sovnlp.lexicon.stopwords import stop_words
from sovnlp.models import package_version
from sovnlp.result import Progress
from sovnlp.scores.topic_matching import UNSTABLE, choose, consensus, prototype, reproducibility
from sovnlp.text.counting import counted
from sovnlp.topics.coherence import coherence
from sovnlp.topics.fitting import PASSES, fit_all, infer
from sovnlp.topics.model import Curve, Model, Passage, load_topics, save

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

__all__ = ["COMBINE", "REPLICATES", "TRIED", "fit_topics"]

COMBINE = ("consensus", "prototype")
REPLICATES = 10
TRIED = (5, 8, 12, 16, 20, 30)
"""The numbers of topics that are tried where none is asked for."""
FEWEST_UNITS = 5
"""Units that there are for each topic that is tried of itself."""
PASSAGES = 20
SAME_DOCUMENT = 3
LEAST_WORDS = 4


def fit_topics(
    corpus: Corpus,
    folder: Path | str,
    *,
    topics: int | Sequence[int] | None = None,
    method: str = "lda",
    replicates: int = REPLICATES,
    combine: str = "consensus",
    resample: bool = False,
    recipe: Recipe | None = None,
    stop: Sequence[str] = (),
    passes: int = PASSES,
    workers: int = 1,
    seed: int = 1,
    progress: Progress | None = None,
) -> Model:
    """Fit topic models to a selection, choose among them, and keep what is chosen in a new folder.

    Several numbers of ``topics`` are tried where several are given (or none: then ``TRIED``), each in ``replicates``
    with seeds of their own, ``seed``, ``seed + 1``…; the number is chosen by coherence and by stability
    (``sovnlp.scores.topic_matching.choose``). ``combine`` makes one model of the replicates: their ``consensus``, or
    the ``prototype``, the replicate that is most like all the others. With ``resample`` each replicate sees documents
    drawn with replacement. ``recipe`` says what is counted; where it names no language, the one with most words is
    taken. ``stop`` are lemmas to leave out beside those of the period list. The same seed gives the same model whatever
    the number of ``workers``; a fit that is killed leaves nothing behind.

    Raises ``QueryError`` for what cannot be done, ``EmptySelection`` where nothing is left to count, ``SourceError``
    where ``folder`` is there already or cannot be written.
    """
    folder = Path(folder)
    if folder.exists():
        raise SourceError(f"{folder} is there already, and may hold your labels", "name another folder, or remove it")
    if combine not in COMBINE or replicates < 2:
        raise QueryError("replicates are two or more, and are combined by consensus or prototype", "--replicates 10")
    recipe, notes = _settled(corpus, recipe or Recipe(), stop)
    chosen = corpus if recipe.joint else corpus.narrowed(language=recipe.language)
    seeds = [seed + i for i in range(replicates)]
    asked = {"method": method, "combine": combine, "resample": resample or None, "passes": passes, **recipe.described()}
    asked |= {"without": sorted(stop) or None, "replicates": replicates, "seeds": f"{seeds[0]}-{seeds[-1]}"}
    receipt = chosen.receipt("topics fit", asked, seed=seed)
    library = "gensim" if method == "lda" else "scikit-learn"
    receipt = replace(receipt, models={**receipt.models, "topics": f"{library} {package_version(library)}"})
    counts = bags(chosen, recipe)
    tried = _tried(topics, counts)
    plan = [(number, one) for number in tried for one in seeds]
    runs = fit_all(
        counts, plan, method=method, passes=passes, workers=workers, resample=resample, progress=progress
    )  # fmt: skip
    combined = [_combined(runs[i : i + replicates], combine) for i in range(0, len(plan), replicates)]
    scores = coherence(counts, [found for found, _ in combined])
    points = tuple(_point(number, *one, score) for number, one, score in zip(tried, combined, scores, strict=True))
    place = tried.index(choose(points))
    found, reliable = combined[place]
    model = Model(
        receipt=replace(receipt, parameters={**receipt.parameters, "topics": tried[place]}),
        asked={**receipt.parameters, "topics": tried[place]},
        bags=counts,
        topics=found,
        shares=infer(counts.units(), found, method=method, seed=seed),
        reproducibility=reliable,
        coherence=scores[place],
        curve=points,
        passages=(),
        labels={},
        notes=(*notes, *_told(counts), *chosen.warnings()),
    )
    save(replace(model, passages=tuple(_passages(chosen, model))), folder)
    return load_topics(folder)


def _settled(corpus: Corpus, recipe: Recipe, stop: Sequence[str]) -> tuple[Recipe, list[str]]:
    """Return the recipe with its language and its stop words, and what to say of them."""
    if recipe.joint:
        return replace(recipe, language=None, stop=()), ["Joint: concepts of the lexicon and linked names alone."]
    where, values = corpus.selection.where()
    sizes = corpus.sql(
        f"""
        SELECT s.language::VARCHAR, sum(tokens)::BIGINT FROM {corpus.selection.words()} AS s
        JOIN documents AS d USING (doc) WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1 DESC
        """,
        values,
    )
    known = dict(sizes)
    language = recipe.language or (sizes[0][0] if sizes else "ru")
    others = [f"{counted(size, 'word')} of {name}" for name, size in known.items() if name != language]
    notes = [f"Topics of the {language} texts; left out: {', '.join(others)} (--language, --joint)."] if others else []
    return replace(recipe, language=language, stop=tuple(sorted({*stop_words(language), *recipe.stop, *stop}))), notes


def _tried(topics: int | Sequence[int] | None, counts: Bags) -> list[int]:
    if isinstance(topics, int):
        return [topics]
    if topics:
        return sorted(set(topics))
    units = int(counts.unit.max()) + 1
    return [number for number in TRIED if number * FEWEST_UNITS <= units] or [2]


def _combined(runs: Sequence[Numbers], combine: str) -> tuple[Numbers, Numbers]:
    if combine == "consensus":
        return consensus(runs)
    found = runs[prototype(runs)]
    return found, reproducibility(found, runs)


def _point(number: int, found: Numbers, reliable: Numbers, score: Numbers) -> Curve:
    import numpy as np

    known = [None if np.isnan(column).all() else float(np.nanmean(column)) for column in score.T]
    error = float(reliable.std(ddof=1) / len(reliable) ** 0.5) if len(reliable) > 1 else None
    return Curve(number, known[0], known[1], float(reliable.mean()), int((reliable < UNSTABLE).sum()), error)


def _told(counts: Bags) -> Iterator[str]:
    units, words = int(counts.unit.max()) + 1, len(counts.indices)
    unit = f"{counts.recipe.unit}{'s' if units != 1 else ''}"
    documents = counted(len(set(counts.document.tolist())), "document")
    yield f"{words:,} feature words ({len(counts.features):,} features) in {units:,} {unit} of {documents}."
    if words < 20_000:
        yield "With so few words a topic is often one document: look at its documents before naming it."


def _passages(corpus: Corpus, model: Model) -> Iterator[Passage]:
    """The sentences in which a topic has most words, and most of the words; no more than three of a document."""
    import numpy as np

    expected = model.sentence_words
    sizes = expected.sum(1)
    picked: list[tuple[int, int]] = []
    for k in range(len(model.topics)):
        score = np.where(sizes >= LEAST_WORDS, expected[:, k] ** 2 / np.maximum(sizes, 1), 0)
        taken: dict[int, int] = {}
        for i in np.argsort(-score, kind="stable").tolist():
            document = int(model.bags.document[i])
            if score[i] <= 0 or sum(taken.values()) >= PASSAGES:
                break
            if taken.get(document, 0) < SAME_DOCUMENT:
                taken[document] = taken.get(document, 0) + 1
                picked.append((k, i))
    texts = quoted(corpus, [int(model.bags.first[i]) for _, i in picked])
    for k, i in picked:
        found = texts[int(model.bags.first[i])]
        share = float(expected[i, k] / sizes[i])
        yield Passage(
            k + 1, int(model.bags.document[i]), found.speaker, found.text, round(share, 4),
            round(float(expected[i, k]), 3), found.start, found.stop, found.reference,
        )  # fmt: skip
