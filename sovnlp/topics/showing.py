"""What a topic model says, as results: topics, their words, sentences and documents, and their shares over time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sovnlp.corpus.bags import Heading
from sovnlp.errors import QueryError
from sovnlp.result import Result
from sovnlp.scores.shares import share_interval
from sovnlp.scores.standardization import standardized_rate
from sovnlp.scores.topic_matching import UNSTABLE
from sovnlp.text.counting import counted
from sovnlp.topics.model import Model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

__all__ = [
    "PER",
    "CurveRow",
    "DocumentRow",
    "SentenceRow",
    "ShareRow",
    "TopicRow",
    "WordRow",
    "topics_curve",
    "topic_documents",
    "topics_over_time",
    "topic_sentences",
    "show_topics",
    "topic_words",
]

PER = ("year", "quarter", "month", "decade", "genre", "speaker")
AT_LEAST = 0.1
"""The share of the feature words of a document from which it is counted as having a topic."""
LEAST_COVERED = 0.5


class TopicRow(NamedTuple):
    """One topic: its weightiest words, and its share of all feature words with a 95 % interval by document.

    ``documents`` are those of which it has a tenth or more. ``reproducibility`` is how many of its top words it has in
    common with the same topic of other replicates (0 to 1); ``stable`` says whether that is enough. ``c_v`` and
    ``c_npmi`` are coherence scores.
    """

    topic: int
    label: str
    words: str
    share: float
    low: float | None
    high: float | None
    documents: int
    reproducibility: float
    stable: bool
    c_v: float | None
    c_npmi: float | None


class WordRow(NamedTuple):
    """A word of a topic: ``weight`` is its share of the topic, ``lift`` that over its share of all feature words.

    ``occurrences`` are those in the whole selection, in ``documents`` documents.
    """

    topic: int
    label: str
    word: str
    kind: str
    weight: float
    lift: float
    occurrences: int
    documents: int


class SentenceRow(NamedTuple):
    """A sentence that carries a topic: a ``share`` of its feature words, ``words`` of them, are the topic's."""

    topic: int
    label: str
    doc: str
    date: str | None
    speaker: str
    text: str
    share: float
    words: float
    start: int
    stop: int
    reference: str | None


class ShareRow(NamedTuple):
    """The share of a topic in the feature words of a period, genre or speaker, with a 95 % interval by document.

    ``standardized`` is the share at the genre mix of the whole selection. ``words`` counts feature words. ``attested``
    are the words by which the topic is there: those to which it owes most, all of which occur in these documents.
    """

    topic: int
    label: str
    period: str
    share: float
    low: float | None
    high: float | None
    method: str
    standardized: float | None
    words: int
    documents: int
    attested: str


class DocumentRow(NamedTuple):
    """The share of a topic in the feature words of a document."""

    topic: int
    label: str
    doc: str
    title: str
    date: str | None
    genre: str
    share: float
    words: int
    reference: str | None


class CurveRow(NamedTuple):
    """A number of topics that was tried: coherence, mean reproducibility, and how many topics are unstable.

    ``error`` is the standard error of the stability, over the topics.
    """

    topics: int
    c_v: float | None
    c_npmi: float | None
    stability: float
    error: float | None
    unstable: int
    chosen: bool


def show_topics(model: Model, *, top: int = 10) -> Result[TopicRow]:
    """List the topics of a model, the greatest share first, each with how far it can be relied on."""
    import numpy as np

    parts, sizes = _by_document(model)
    rows = []
    for k in range(len(model.topics)):
        found = share_interval(parts[:, k], sizes)
        rows.append(
            TopicRow(
                k + 1,
                model.name(k + 1),
                ", ".join(_top(model, model.topics[k], top)),
                round(found.share, 4),
                _rounded(found.low),
                _rounded(found.high),
                int((parts[:, k] >= AT_LEAST * sizes).sum()),
                round(float(model.reproducibility[k]), 3),
                bool(model.reproducibility[k] >= UNSTABLE),
                *(None if np.isnan(value) else round(float(value), 3) for value in model.coherence[k]),
            )
        )
    rows.sort(key=lambda row: (-row.share, row.topic))
    unstable = [str(row.topic) for row in rows if not row.stable]
    notes = list(model.notes)
    if unstable:
        notes.append(
            f"Not to be relied on: topic {', '.join(unstable)}; other replicates found other words "
            f"(reproducibility below {UNSTABLE})."
        )
    return Result(f"{len(rows)} topics", TopicRow, rows, model.receipt_of("topics show", top=top), tuple(notes))


def topic_words(model: Model, *, topic: int | None = None, top: int = 20) -> Result[WordRow]:
    """List the weightiest words of one topic or of all."""
    count, documents = model.frequencies
    everywhere = count / count.sum()
    rows = [
        WordRow(
            number,
            model.name(number),
            model.bags.terms[i],
            model.bags.features[i].kind,
            round(float(model.topics[number - 1, i]), 5),
            round(float(model.topics[number - 1, i] / everywhere[i]), 2),
            int(count[i]),
            int(documents[i]),
        )
        for number in _numbers(model, topic)
        for i in _order(model.topics[number - 1])[:top]
    ]
    receipt = model.receipt_of("topics words", topic=topic, top=top)
    return Result("Words of topics", WordRow, rows, receipt)


def topic_sentences(model: Model, *, topic: int | None = None, top: int = 5) -> Result[SentenceRow]:
    """List the sentences that carry a topic, or all topics, with where each is to be found."""
    rows, taken = [], Counter[int]()
    wanted = set(_numbers(model, topic))
    for passage in model.passages:
        if passage.topic not in wanted or taken[passage.topic] >= top:
            continue
        taken[passage.topic] += 1
        heading = model.bags.documents[passage.document]
        rows.append(
            SentenceRow(
                passage.topic, model.name(passage.topic), heading.id, heading.date, passage.speaker, passage.text,
                round(passage.share, 3), round(passage.words, 1), passage.start, passage.stop, passage.reference,
            )
        )  # fmt: skip
    receipt = model.receipt_of("topics sentences", topic=topic, top=top)
    return Result("Sentences that carry topics", SentenceRow, rows, receipt)


def topic_documents(model: Model, *, topic: int | None = None, top: int = 10) -> Result[DocumentRow]:
    """List the documents in which a topic, or each topic, has the greatest share."""
    parts, sizes = _by_document(model)
    used = _used(model)
    rows = []
    for number in _numbers(model, topic):
        shares = parts[:, number - 1] / sizes
        for i in _order(shares)[:top]:
            heading = model.bags.documents[used[i]]
            rows.append(
                DocumentRow(
                    number, model.name(number), heading.id, heading.title, heading.date, heading.genre,
                    round(float(shares[i]), 4), int(sizes[i]), heading.reference,
                )
            )  # fmt: skip
    receipt = model.receipt_of("topics documents", topic=topic, top=top)
    return Result("Documents by topic", DocumentRow, rows, receipt)


def topics_over_time(model: Model, *, per: str = "year", topic: int | None = None, top: int = 5) -> Result[ShareRow]:
    """Follow the shares of topics through time, or over genres or speakers, with intervals by document.

    A document belongs to a period when the whole span of its date lies in it. Raises ``QueryError`` for what cannot be
    split by, or a topic that is not there.
    """
    import numpy as np

    if per not in PER:
        raise QueryError(f"topics cannot be split by {per!r}", f"choose one of: {', '.join(PER)}")
    numbers = _numbers(model, topic)
    groups, left_out = _groups(model, per)
    attested = _attested(model, groups, numbers, top)
    genres = [heading.genre for heading in model.bags.documents]
    mix = _mix(model, genres)
    rows = []
    for name, inside in groups.items():
        parts, sizes = _by_document(model, inside)
        used = _used(model, inside)
        for number in numbers:
            part = parts[:, number - 1]
            found = share_interval(part, sizes)
            standard = _standardized(part, sizes, [genres[i] for i in used], mix) if per != "genre" else None
            rows.append(
                ShareRow(
                    number,
                    model.name(number),
                    name,
                    round(found.share, 4),
                    _rounded(found.low),
                    _rounded(found.high),
                    found.method,
                    _rounded(standard),
                    int(np.rint(sizes.sum())),
                    len(used),
                    ", ".join(attested[name, number]),
                )
            )
    rows.sort(key=lambda row: (row.topic, row.period))
    notes = []
    if left_out:
        notes.append(f"Left out: {counted(left_out, 'document')} undated or dated more widely than a {per}.")
    if len(mix) > 1 and per != "genre":
        shares = ", ".join(f"{genre} {share:.1%}" for genre, share in mix.items())
        notes.append(
            f"Standardized to the genres of the selection, by feature words: {shares}. Where less than half of that "
            "mix is there, there is no such share."
        )
    notes.append("A word stands under «attested» only where it occurs in these documents.")
    names = {} if len(mix) > 1 and per != "genre" else {"standardized": ""}
    if per in ("genre", "speaker"):
        names["period"] = per
    receipt = model.receipt_of("topics over-time", per=per, topic=topic)
    return Result(f"Shares of topics by {per}", ShareRow, rows, receipt, (*model.notes, *notes), names)


def topics_curve(model: Model) -> Result[CurveRow]:
    """List the numbers of topics that were tried, and which was chosen."""
    rows = [
        CurveRow(
            one.topics, _rounded(one.c_v), _rounded(one.c_npmi), round(one.stability, 4), _rounded(one.error),
            one.unstable, one.topics == len(model.topics),
        )
        for one in model.curve
    ]  # fmt: skip
    return Result("Numbers of topics", CurveRow, rows, model.receipt_of("topics curve"), (*_near(model), *model.notes))


def _near(model: Model) -> list[str]:
    """Say which other numbers of topics are as stable as the one chosen, as far as can be told."""
    chosen = next((one for one in model.curve if one.topics == len(model.topics)), None)
    if chosen is None or chosen.error is None:
        return []
    near = [
        str(one.topics)
        for one in model.curve
        if one is not chosen
        and one.error is not None
        and abs(one.stability - chosen.stability) <= 2 * (one.error**2 + chosen.error**2) ** 0.5
    ]
    return [f"As stable as {chosen.topics}, within two standard errors: {', '.join(near)}."] if near else []


def _numbers(model: Model, topic: int | None) -> list[int]:
    if topic is not None and not 1 <= topic <= len(model.topics):
        raise QueryError(f"there is no topic {topic}", f"the model has topics 1 to {len(model.topics)}")
    return [topic] if topic is not None else list(range(1, len(model.topics) + 1))


def _order(values: Numbers) -> list[int]:
    import numpy as np

    return [int(i) for i in np.argsort(-values, kind="stable")]


def _top(model: Model, weights: Numbers, top: int) -> list[str]:
    return [model.bags.terms[i] for i in _order(weights)[:top] if weights[i] > 0]


def _used(model: Model, inside: NDArray[np.bool_] | None = None) -> list[int]:
    """The numbers of the documents that have feature words, among the sentences of ``inside``."""
    import numpy as np

    found = model.bags.document if inside is None else model.bags.document[inside]
    return [int(i) for i in np.unique(found)]


def _by_document(model: Model, inside: NDArray[np.bool_] | None = None) -> tuple[Numbers, Numbers]:
    """Return for each document that is used the words of each topic, and all its feature words."""
    import numpy as np

    of, expected = model.bags.document, model.sentence_words
    if inside is not None:
        of, expected = of[inside], expected[inside]
    used, place = np.unique(of, return_inverse=True)
    found = np.zeros((len(used), len(model.topics)))
    np.add.at(found, place, expected)
    return found, found.sum(1)


def _groups(model: Model, per: str) -> tuple[dict[str, NDArray[np.bool_]], int]:
    """Return which sentences lie in each period, genre or speaker, and how many documents lie in none."""
    import numpy as np

    bags = model.bags
    if per == "speaker":
        names = [bags.speakers[i] or "not given" for i in range(len(bags.speakers))]
        return {names[i]: bags.speaker == i for i in np.unique(bags.speaker)}, 0
    of = [heading.genre if per == "genre" else _period(heading, per) for heading in bags.documents]
    used = _used(model)
    groups = sorted({found for i in used if (found := of[i]) is not None})
    values = np.array([groups.index(found) if found in groups else -1 for found in of])
    sentence = values[bags.document]
    return {name: sentence == i for i, name in enumerate(groups)}, sum(of[i] is None for i in used)


def _period(heading: Heading, per: str) -> str | None:
    """The period that the whole date of a document lies in, None where there is none."""
    if heading.date_from is None or heading.date_to is None:
        return None
    first, last = (_named(day, per) for day in (heading.date_from, heading.date_to))
    return first if first == last else None


def _named(day: str, per: str) -> str:
    year, month = day[:4], int(day[5:7])
    return {
        "year": year,
        "quarter": f"{year}-Q{(month + 2) // 3}",
        "month": day[:7],
        "decade": f"{year[:3]}0s",
    }[per]


def _attested(
    model: Model, groups: Mapping[str, NDArray[np.bool_]], numbers: Sequence[int], top: int
) -> dict[tuple[str, int], list[str]]:
    """The words to which each topic owes most in each group; all of them occur there."""
    import numpy as np

    size = len(model.bags.features)
    group = np.full(len(model.bags.unit), -1)
    for i, inside in enumerate(groups.values()):
        group[inside] = i
    sums: dict[int, Numbers] = defaultdict(lambda: np.zeros(len(groups) * size))
    for rows, features, expected in model.spread():
        of = group[rows]
        placed = of >= 0
        places = of[placed] * size + features[placed]
        for number in numbers:
            sums[number] += np.bincount(places, expected[placed, number - 1], minlength=len(groups) * size)
    return {
        (name, number): _top(model, sums[number][i * size : (i + 1) * size], top)
        for i, name in enumerate(groups)
        for number in numbers
    }


def _mix(model: Model, genres: Sequence[str]) -> dict[Hashable, float]:
    """The share of each genre in the feature words of the selection."""
    _, sizes = _by_document(model)
    words: Counter[str] = Counter()
    for i, size in zip(_used(model), sizes.tolist(), strict=True):
        words[genres[i]] += size
    total = sum(words.values())
    return {genre: size / total for genre, size in words.most_common()}


def _standardized(part: Numbers, sizes: Numbers, genres: Sequence[str], mix: Mapping[Hashable, float]) -> float | None:
    if len(mix) < 2:
        return None
    found = standardized_rate(part, sizes, genres, mix)
    return found.rate / 1e6 if found.rate is not None and found.covered >= LEAST_COVERED else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
