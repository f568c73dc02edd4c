"""A second opinion on an ambiguous word, from everything around it: logistic regression over its context.

What the model looks at is worked out here, for training and for use alike: the lemmas in the sentence and their fields,
nearer ones counting more; the words on either side; the form itself; in Russian also two means of word vectors, a wide
and a narrow one. Each of these has a weight for all families together and a further one for the family at hand (Daumé
2007, "Frustratingly easy domain adaptation"). The model is plain JSON, read without scikit-learn.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sovnlp import models
from sovnlp.document import Token

__all__ = ["LANGUAGES", "Classifier", "Features", "Fields", "Opinion", "classifier", "features", "fold", "log_odds"]

LANGUAGES = ("ru", "en")
Fields = Mapping[str, Sequence[str]]
"""The fields of a lemma: what it is about."""

_DECAY, _WIDE, _NARROW = 0.1, 0.1, 0.5
"""How fast a word counts less, per word of distance: lemmas, and the two means of vectors."""
_LENGTH = 2.5
"""The length of the vector of all lemmas and fields; those of the means of word vectors are 1 and 0.7."""
_FIELD = 0.7
_RARE = 1e-4
"""Words as frequent as this count half (Arora, Liang and Ma 2017, "A simple but tough-to-beat baseline")."""
_ENOUGH = 3
"""A sentence with fewer words than this around the form tells nothing."""
_PLAIN = str.maketrans("ё", "е")
_EMPTY = frozenset(
    "и в во на с со к по за из у о об от до для не что как а но же бы то это он она они я мы вы его ее их быть весь "
    "который свой the a an of in to and that he she it they was be is by for with on at his her its their from as not "
    "who which have had will one no".split()
)


class Opinion(NamedTuple):
    """The log-odds that an occurrence is the concept, from its context alone, and the words that say so most."""

    log_odds: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Features:
    """What is seen of an occurrence: ``words`` by lemma or field, ``near`` by place, ``vector`` of 600 or none.

    ``lemmas`` are those that stand around it, for telling which of them decided.
    """

    words: Mapping[str, float]
    near: tuple[str, ...]
    vector: Any = None
    lemmas: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of one family, or those for all."""

    bias: float = 0.0
    forms: Mapping[str, float] = field(default_factory=dict)
    features: Mapping[str, float] = field(default_factory=dict)
    vector: Any = None


def fold(lemma: str) -> str:
    """Return a lemma in lower case and without ё."""
    return lemma.lower().translate(_PLAIN)


def log_odds(probability: float) -> float:
    """Return log(p / (1 - p))."""
    return math.log(probability / (1 - probability))


def features(tokens: Sequence[Token], start: int, stop: int, sentence: range, fields: Fields) -> Features:
    """Return what is seen of the occurrence from token ``start`` to before ``stop`` in its sentence."""
    language = tokens[start].language
    words: dict[str, float] = {}
    around: list[tuple[Token, str, int]] = []
    for i in sentence:
        token = tokens[i]
        if start <= i < stop or not token.norm[:1].isalpha():
            continue
        distance = start - i - 1 if i < start else i - stop
        lemma = fold(token.lemma)
        around.append((token, lemma, distance))
        if lemma in _EMPTY:
            continue
        weight = math.exp(-_DECAY * distance)
        words[lemma] = words.get(lemma, 0.0) + weight
        for name in fields.get(lemma, ()):
            words["@" + name] = words.get("@" + name, 0.0) + _FIELD * weight
    length = math.sqrt(sum(value * value for value in words.values())) or 1.0
    before = "^" if start == sentence.start else fold(tokens[start - 1].lemma)
    near = ["own=" + tokens[start].norm.translate(_PLAIN), "left=" + before]
    if stop < sentence.stop:
        near.append("right=" + fold(tokens[stop].lemma))
    if start > sentence.start and tokens[start].form[:1].isupper():
        near.append("capital")
    return Features(
        {word: value / length * _LENGTH for word, value in words.items()},
        tuple(near),
        _means(around) if language == "ru" else None,
        [lemma for _, lemma, _ in around if lemma not in _EMPTY],
    )


def _means(around: Sequence[tuple[Token, str, int]]) -> Any:
    """Return the wide and the narrow mean of the word vectors, one after the other: 600 numbers."""
    import numpy as np

    wide, narrow = np.zeros(300), np.zeros(300)
    for token, lemma, distance in around:
        vector = _vector(lemma, token.norm)
        if vector is not None:
            wide += vector * math.exp(-_WIDE * distance)
            narrow += vector * math.exp(-_NARROW * distance)
    lengths = [float(np.linalg.norm(mean)) or 1.0 for mean in (wide, narrow)]
    return np.concatenate([wide / lengths[0], narrow / lengths[1] * 0.7])


@lru_cache(maxsize=60_000)
def _vector(lemma: str, norm: str) -> Any:
    """Return the vector of a word at length 1, shorter the more frequent it is, or None where it has none."""
    import numpy as np

    from sovnlp.tagging import word_vectors

    vectors = word_vectors()
    word = lemma if lemma in vectors else norm
    if word not in vectors:
        return None
    vector = np.asarray(vectors[word], float)
    share = _shares()[0][vectors.vocab.word_ids[word]] / _shares()[1]
    return vector / np.linalg.norm(vector) * (_RARE / (_RARE + share))


@cache
def _shares() -> tuple[Sequence[int], int]:
    from sovnlp.tagging import word_vectors

    counts = word_vectors().vocab.counts
    return counts, int(sum(counts))


class Classifier:
    """A trained model of one language; ``families`` are by id of the concept."""

    def __init__(self, shared: Weights, families: Mapping[str, Weights], fields: Fields, slope: float) -> None:
        self.shared, self.families, self.fields, self.slope = shared, families, fields, slope

    def knows(self, concept: str, form: str) -> bool:
        """Whether the model has learned this form of the lexicon."""
        return concept in self.families and form in self.families[concept].forms

    def opinion(
        self, tokens: Sequence[Token], start: int, stop: int, sentence: range, concept: str, form: str
    ) -> Opinion | None:
        """Return what the context says, or None where the model does not know the form or the context is too short."""
        if not self.knows(concept, form):
            return None
        seen = features(tokens, start, stop, sentence, self.fields)
        if len(seen.lemmas) < _ENOUGH:
            return None
        return self.judge(seen, concept, form)

    def judge(self, seen: Features, concept: str, form: str) -> Opinion:
        """Return the opinion on features that have been worked out already."""
        family, shared = self.families[concept], self.shared
        total = shared.bias + family.bias + family.forms.get(form, 0.0)
        for name in seen.near:
            total += shared.features.get(name, 0.0) + family.features.get(name, 0.0)
        said: dict[str, float] = {}
        for word, value in seen.words.items():
            weight = value * (shared.features.get(word, 0.0) + family.features.get(word, 0.0))
            total += weight
            said[word] = weight
        if seen.vector is not None:
            total += float(seen.vector @ (shared.vector + family.vector))
        total *= self.slope
        return Opinion(total, self._tellers(seen.lemmas, said, total > 0))

    def _tellers(self, lemmas: Sequence[str], said: Mapping[str, float], accepted: bool) -> tuple[str, ...]:
        """Return up to three plain words that weigh most on the side taken, with what their fields weigh."""
        sign = 1 if accepted else -1
        weights = {
            lemma: sign * sum(said.get(name, 0.0) for name in (lemma, *("@" + f for f in self.fields.get(lemma, ()))))
            for lemma in lemmas
            if lemma.isalpha() and len(lemma) <= 20
        }
        best = sorted((word for word in weights if weights[word] > 0), key=lambda word: (-weights[word], word))
        return tuple(best[:3])


@cache
def classifier(language: str) -> Classifier | None:
    """Return the model of a language, or None where there is none.

    Raises ``MissingModel`` where its file is not the one listed.
    """
    name = f"senses-{language}"
    if name not in models.available():
        return None
    return loaded(json.loads(models.path(name).read_text("utf-8")))


def loaded(content: Mapping[str, Any]) -> Classifier:
    """Return the model in the content of a model file."""
    families = {concept: _weights(table) for concept, table in content["families"].items()}
    return Classifier(_weights(content["shared"]), families, content["fields"], float(content["slope"]))


def _weights(table: Mapping[str, Any]) -> Weights:
    import numpy as np

    vector = np.array(table["vector"]) / 1000 if table["vector"] else None
    return Weights(table["bias"], table["forms"], table["features"], vector)
