"""Bags of words out of a store: what each sentence holds, which unit it belongs to, and where it is to be found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.errors import EmptySelection, QueryError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

__all__ = ["CONTENT", "UNITS", "Bags", "Feature", "Heading", "Recipe", "bags"]

CONTENT = ("NOUN", "VERB", "ADJ")
UNITS = ("window", "paragraph", "turn", "document")
SHORTEST = 2
"""Letters that a lemma must have."""
NUMERAL = frozenset("ivx")
"""A lemma of these letters alone is a Roman numeral, in texts of either language."""
TOGETHER = 0.5
"""The normalized pointwise mutual information from which two neighbors are a phrase (Bouma 2009)."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How texts become bags of words.

    ``unit`` is one of ``UNITS``; a window has about ``length`` words, whole sentences, of one document. ``pos`` are the
    parts of speech kept (Universal Dependencies). A feature occurs ``min_count`` times or more, in ``min_documents``
    documents or more and in no more than the share ``most`` of the units. ``phrases`` joins neighbors that belong
    together; ``entities`` puts one feature in the place of each name, whatever its form; ``joint`` takes the concepts
    of the lexicon and the linked names alone, which are the same in both languages. ``stop`` are lemmas left out.
    """

    language: str | None = None
    unit: str = "window"
    length: int = 200
    pos: tuple[str, ...] = CONTENT
    min_count: int = 5
    min_documents: int = 2
    most: float = 0.5
    phrases: bool = False
    entities: bool = False
    joint: bool = False
    stop: tuple[str, ...] = ()

    def described(self) -> dict[str, object]:
        """Return the fields by name, for receipts; of the stop words their number."""
        return {**asdict(self), "pos": ",".join(self.pos), "stop": len(self.stop)}


class Feature(NamedTuple):
    """What is counted: ``kind`` is lemma, phrase, concept or entity; ``key`` names it, ``label`` is for reading."""

    kind: str
    key: str
    label: str


class Heading(NamedTuple):
    """A document as it is cited; ``words`` are those of the selection, in the language asked for."""

    id: str
    title: str
    date: str | None
    date_from: str | None
    date_to: str | None
    genre: str
    reference: str | None
    words: int


@dataclass(frozen=True, slots=True)
class Bags:
    """The features of every sentence, in order: those of sentence i are ``indices[indptr[i]:indptr[i+1]]``.

    ``unit``, ``document`` and ``speaker`` give for each sentence the number of its unit, its document (in
    ``documents``) and its speaker (in ``speakers``); ``first`` and ``last`` are the positions of its first and last
    word in the store. Units are numbered from 0 without holes; sentences without any feature are left out.
    """

    recipe: Recipe
    features: tuple[Feature, ...]
    indptr: Integers
    indices: Integers
    unit: Integers
    document: Integers
    speaker: Integers
    first: Integers
    last: Integers
    documents: tuple[Heading, ...]
    speakers: tuple[str, ...]

    @property
    def terms(self) -> tuple[str, ...]:
        """The labels of the features."""
        return tuple(feature.label for feature in self.features)

    def sentences(self) -> Any:
        """Return the sparse matrix of counts, sentences by features."""
        return _counted(self.rows(), self.indices, (len(self.unit), len(self.features)))

    def units(self) -> Any:
        """Return the sparse matrix of counts, units by features."""
        units = int(self.unit.max()) + 1 if len(self.unit) else 0
        return _counted(self.unit[self.rows()], self.indices, (units, len(self.features)))

    def rows(self) -> Integers:
        """Return the number of the sentence that each of ``indices`` stands in."""
        import numpy as np

        return np.repeat(np.arange(len(self.unit)), np.diff(self.indptr))

    def unit_documents(self) -> Integers:
        """Return the number of the document of each unit."""
        import numpy as np

        found = np.zeros(int(self.unit.max()) + 1 if len(self.unit) else 0, np.int64)
        found[self.unit] = self.document
        return found


class _Words(NamedTuple):
    """The words of a selection, in order, as arrays of one length; ``sentence`` counts through all of them.

    ``kind`` is the number of the part of speech among ``kinds``.
    """

    position: Integers
    segment: Integers
    lemma: Integers
    kind: Integers
    kinds: tuple[str, ...]
    start: Integers
    sentence: Integers
    document: Integers


def bags(corpus: Corpus, recipe: Recipe, *, features: Sequence[Feature] | None = None) -> Bags:
    """Return the bags of words of a selection; with ``features`` those and no others, as ``topics apply`` needs them.

    Raises ``QueryError`` for an unknown unit and ``EmptySelection`` where nothing is left to count.
    """
    import numpy as np

    if recipe.unit not in UNITS or recipe.length < 1:
        raise QueryError(f"{recipe.unit!r} is not a unit", f"choose one of: {', '.join(UNITS)}")
    chosen = corpus if recipe.joint else corpus.narrowed(language=recipe.language)
    words = _words(chosen, recipe.language if not recipe.joint else None)
    if not len(words.position):
        raise EmptySelection(f"no document in {corpus.root} answers to the question", "sovnlp info shows what is there")
    headings, speakers, speaker_of = _headings(chosen, words)
    unit = _units(chosen, words, recipe)
    occurrences = _Occurrences(chosen, words, recipe, features)
    places, numbers, known = occurrences.found()
    if features is None:
        kept = _frequent(numbers, words.document[places], unit[places], len(known), recipe)
        if not len(kept):
            raise EmptySelection(
                "no word occurs often enough, in documents enough, for topics",
                f"it must occur {recipe.min_count} times in {recipe.min_documents} documents: --min-count 2",
            )
        renumbered = np.full(len(known), -1)
        renumbered[kept] = np.arange(len(kept))
        known, numbers = [known[i] for i in kept], renumbered[numbers]
    inside = numbers >= 0
    places, numbers = places[inside], numbers[inside]
    sentence, rows = np.unique(words.sentence[places], return_inverse=True)
    heads = np.searchsorted(words.sentence, sentence)
    tails = np.searchsorted(words.sentence, sentence, side="right") - 1
    return Bags(
        recipe,
        tuple(known),
        np.searchsorted(rows, np.arange(len(sentence) + 1)),
        numbers,
        np.unique(unit[heads], return_inverse=True)[1],
        words.document[heads],
        speaker_of[words.segment[heads]] if len(heads) else np.zeros(0, np.int64),
        words.position[heads],
        words.position[tails],
        headings,
        speakers,
    )


def _words(corpus: Corpus, language: str | None) -> _Words:
    """The words of the selection in one language; a word is anything but a mark."""
    import numpy as np

    where, values = corpus.selection.where("g.language::VARCHAR")
    found = corpus.arrays(
        f"""
        SELECT position, p.segment, p.lemma, p.tag, p.start, p.sentence, s.doc
        FROM positions AS p JOIN tags AS g USING (tag) JOIN segments AS s USING (segment)
        JOIN documents AS d USING (doc)
        WHERE g.word AND {where} ORDER BY position
        """,
        values,
    )
    pos = np.array([name for (name,) in corpus.sql("SELECT pos FROM tags ORDER BY tag")])
    kinds, kind = np.unique(pos, return_inverse=True)
    document, sentence = found["doc"].astype(np.int64), found["sentence"].astype(np.int64)
    segment = found["segment"].astype(np.int64)
    changes = np.ones(len(document), bool)
    changes[1:] = (np.diff(document) != 0) | (np.diff(sentence) != 0) | (np.diff(segment) != 0)
    return _Words(
        found["position"].astype(np.int64),
        segment,
        found["lemma"].astype(np.int64),
        kind[found["tag"]],
        tuple(kinds.tolist()),
        found["start"].astype(np.int64),
        np.cumsum(changes) - 1,
        document,
    )


def _headings(corpus: Corpus, words: _Words) -> tuple[tuple[Heading, ...], tuple[str, ...], Integers]:
    """The documents of the store by number, the speakers by number, and the speaker of each segment."""
    import numpy as np

    sizes = np.bincount(words.document)
    rows = corpus.sql(
        "SELECT id, title, date, date_from::VARCHAR, date_to::VARCHAR, genre, reference FROM documents ORDER BY doc"
    )
    headings = tuple(
        Heading._make((*row, int(sizes[number]) if number < len(sizes) else 0)) for number, row in enumerate(rows)
    )
    named = corpus.sql(
        "SELECT coalesce(s.person, d.author, '') FROM segments AS s JOIN documents AS d USING (doc) ORDER BY segment"
    )
    speakers: dict[str, int] = {}
    numbers = np.array([speakers.setdefault(name, len(speakers)) for (name,) in named], np.int64)
    return headings, tuple(speakers), numbers


def _units(corpus: Corpus, words: _Words, recipe: Recipe) -> Integers:
    """The unit of each word; a sentence never lies in two."""
    import numpy as np

    if recipe.unit == "document":
        return words.document
    if recipe.unit == "paragraph":
        return words.segment
    if recipe.unit == "turn":
        turns = corpus.arrays("SELECT coalesce(turn, -1) AS turn FROM segments ORDER BY segment")["turn"]
        both = np.stack([words.document, turns[words.segment].astype(np.int64)], 1)
        return np.asarray(np.unique(both, axis=0, return_inverse=True)[1]).reshape(-1)
    heads = np.searchsorted(words.sentence, words.sentence)
    begins = np.searchsorted(words.document, words.document)
    sizes = np.searchsorted(words.document, words.document, side="right") - begins
    windows = np.maximum(np.round(sizes / recipe.length), 1).astype(np.int64)
    number = (heads - begins) * windows // sizes
    return words.document * (int(windows.max()) + 1) + number


class _Occurrences:
    """Which feature stands at which word of a selection."""

    def __init__(
        self, corpus: Corpus, words: _Words, recipe: Recipe, features: Sequence[Feature] | None = None
    ) -> None:
        self.corpus, self.words, self.recipe, self.features = corpus, words, recipe, features

    def found(self) -> tuple[Integers, Integers, list[Feature]]:
        """Return the places of features among the words, their numbers (-1: none that is wanted), and the features."""
        import numpy as np

        known: dict[tuple[str, str], Feature] = {(f.kind, f.key): f for f in self.features or ()}
        numbers = {key: number for number, key in enumerate(known)}

        def number(feature: Feature) -> int:
            key = (feature.kind, feature.key)
            if self.features is None and key not in numbers:
                numbers[key] = len(numbers)
                known[key] = feature
            return numbers.get(key, -1)

        named, taken = self._names(number) if self.recipe.entities or self.recipe.joint else _nothing(self.words)
        parts = [named]
        if self.recipe.joint:
            parts.append(self._concepts(number))
        else:
            parts.append(self._lemmas(number, taken))
        places = np.concatenate([part[0] for part in parts])
        found = np.concatenate([part[1] for part in parts])
        order = np.argsort(places, kind="stable")
        return places[order], found[order], list(known.values())

    def _names(self, number: Any) -> tuple[tuple[Integers, Integers], NDArray[np.bool_]]:
        """Names, each at its first word, and which words are part of one."""
        import numpy as np

        rows = self.corpus.sql("SELECT doc, start, stop, type, id, label FROM entities ORDER BY doc, start")
        if self.recipe.joint:
            rows = [row for row in rows if not row[4].startswith("~")]
        reach = int(max(self.words.start.max(), max((row[2] for row in rows), default=0))) + 1
        keys = self.words.document * reach + self.words.start
        begins = np.searchsorted(keys, [doc * reach + start for doc, start, *_ in rows])
        ends = np.searchsorted(keys, [doc * reach + stop for doc, _, stop, *_ in rows])
        taken = np.zeros(len(keys) + 1, np.int64)
        there = ends > begins
        np.add.at(taken, begins[there], 1)
        np.add.at(taken, ends[there], -1)
        numbers = np.array(
            [
                number(Feature("entity", f"{kind} {key}", f"{label} ({kind})")) if used else -1
                for (_, _, _, kind, key, label), used in zip(rows, there, strict=True)
            ],
            np.int64,
        )
        return (begins[there], numbers[there]), np.cumsum(taken)[:-1] > 0

    def _concepts(self, number: Any) -> tuple[Integers, Integers]:
        import numpy as np

        names = self.corpus.sql("SELECT id FROM concepts ORDER BY concept")
        found = self.corpus.arrays("SELECT concept, position FROM hits WHERE accepted ORDER BY position, concept")
        places = np.searchsorted(self.words.position, found["position"])
        places = np.minimum(places, len(self.words.position) - 1)
        inside = self.words.position[places] == found["position"]
        of = np.array([number(Feature("concept", name, name)) for (name,) in names], np.int64)
        return places[inside], of[found["concept"][inside]]

    def _lemmas(self, number: Any, taken: NDArray[np.bool_]) -> tuple[Integers, Integers]:
        """Lemmas of the parts of speech wanted, outside names, neighbors joined where they are a phrase."""
        import numpy as np

        lemmas = [row[0] for row in self.corpus.sql("SELECT lemma FROM lemmas ORDER BY id")]
        words, recipe = self.words, self.recipe
        stop = frozenset(recipe.stop)
        content = np.array([_is_content(lemma) and lemma not in stop for lemma in lemmas], bool)
        wanted = np.isin(words.kinds, recipe.pos)[words.kind] & content[words.lemma] & ~taken
        (places,) = np.nonzero(wanted)
        found = words.lemma[places]
        joined: list[tuple[int, int]] = []
        if recipe.phrases:
            places, found, joined = self._joined(places, found, lemmas)
        used = np.unique(found)
        of = np.full(int(used.max()) + 1 if len(used) else 1, -1, np.int64)
        for key in used.tolist():
            if key < len(lemmas):
                of[key] = number(Feature("lemma", lemmas[key], lemmas[key]))
            else:
                text = " ".join(lemmas[part] for part in joined[key - len(lemmas)])
                of[key] = number(Feature("phrase", text, text))
        return places, of[found]

    def _joined(
        self, places: Integers, found: Integers, lemmas: Sequence[str]
    ) -> tuple[Integers, Integers, list[tuple[int, int]]]:
        """Put phrases, numbered behind the lemmas, in the place of neighbors in one sentence."""
        import numpy as np

        near = np.zeros(len(places), bool)
        near[:-1] = (np.diff(places) == 1) & (np.diff(self.words.sentence[places]) == 0)
        (at,) = np.nonzero(near)
        pairs = found[at] * len(lemmas) + found[at + 1]
        pair, inverse, counts = np.unique(pairs, return_inverse=True, return_counts=True)
        chosen = self._phrases(pair, counts, np.bincount(found, minlength=len(lemmas)), lemmas)
        is_phrase = np.zeros(len(places), bool)
        is_phrase[at] = np.isin(pair, chosen)[inverse]
        # Of «a b c» with two phrases the first is taken: every second of a run.
        (starts,) = np.nonzero(is_phrase)
        runs = np.ones(len(starts), bool)
        runs[1:] = np.diff(starts) != 1
        begun = np.maximum.accumulate(np.where(runs, np.arange(len(starts)), 0))
        starts = starts[(np.arange(len(starts)) - begun) % 2 == 0]
        numbered = np.searchsorted(chosen, found[starts] * len(lemmas) + found[starts + 1])
        found = found.copy()
        found[starts] = len(lemmas) + numbered
        kept = np.ones(len(places), bool)
        kept[starts + 1] = False
        return places[kept], found[kept], [(int(p) // len(lemmas), int(p) % len(lemmas)) for p in chosen]

    def _phrases(self, pair: Integers, counts: Integers, single: Integers, lemmas: Sequence[str]) -> Integers:
        """The pairs that are phrases, by the score of gensim's Phrases, or those of the features wanted."""
        import numpy as np

        if self.features is not None:
            wanted = {feature.key for feature in self.features if feature.kind == "phrase"}
            kept = [p for p in pair.tolist() if f"{lemmas[p // len(lemmas)]} {lemmas[p % len(lemmas)]}" in wanted]
            return np.array(kept, np.int64)
        from gensim.models.phrases import npmi_scorer

        least, total = self.recipe.min_count, int(single.sum())
        kept = [
            p
            for p, count in zip(pair.tolist(), counts.tolist(), strict=True)
            if count >= least
            and npmi_scorer(single[p // len(lemmas)], single[p % len(lemmas)], count, 0, least, total) >= TOGETHER
        ]
        return np.array(kept, np.int64)


def _nothing(words: _Words) -> tuple[tuple[Integers, Integers], NDArray[np.bool_]]:
    import numpy as np

    return (np.zeros(0, np.int64), np.zeros(0, np.int64)), np.zeros(len(words.position), bool)


def _frequent(numbers: Integers, document: Integers, unit: Integers, size: int, recipe: Recipe) -> Integers:
    """The features that are frequent enough, in documents enough, and not everywhere."""
    import numpy as np

    unit = np.unique(unit, return_inverse=True)[1]
    units = int(unit.max()) + 1 if len(unit) else 0
    shape = (units, size)
    in_units = np.diff(_counted(unit, numbers, shape).tocsc().indptr)
    in_documents = np.diff(_counted(document, numbers, (int(document.max(initial=0)) + 1, size)).tocsc().indptr)
    count = np.bincount(numbers, minlength=size)
    # In a handful of units every word is in most of them.
    most = max(recipe.most * units, 10)
    return np.flatnonzero(
        (count >= recipe.min_count) & (in_documents >= recipe.min_documents) & (in_units <= most)
    ).astype(np.int64)


def _counted(rows: Integers, columns: Integers, shape: tuple[int, int]) -> Any:
    """The sparse matrix that counts how often each pair of row and column is given."""
    import numpy as np
    from scipy.sparse import csr_matrix

    matrix = csr_matrix((np.ones(len(rows), np.int64), (rows, columns)), shape=shape)
    matrix.sum_duplicates()
    matrix.sort_indices()
    return matrix


def _is_content(lemma: str) -> bool:
    """Whether a lemma has letters enough and is no Roman numeral."""
    letters = len(lemma) if lemma.isalpha() else sum(map(str.isalpha, lemma))
    return letters >= SHORTEST and not (lemma[0] in NUMERAL and NUMERAL.issuperset(lemma))
