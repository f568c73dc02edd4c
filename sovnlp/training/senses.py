"""Train the classifiers of senses on the composed sentences in ``lexicon/seeds``, and measure them there by folds."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sovnlp import lexicon, models
from sovnlp.annotators import TAGGERS, senses
from sovnlp.annotators.senses import PROBABILITY, context
from sovnlp.document import Token
from sovnlp.errors import QueryError, SourceError
from sovnlp.lexicon import Lexicon
from sovnlp.result import Receipt, Result

__all__ = ["SEEDS", "Seed", "SenseRow", "cross_validate", "seeds", "tagged", "train_senses"]

SEEDS = Path(lexicon.__file__).parent / "seeds"
FOLDS = 10

# How much each kind of feature may weigh beside the others: (for all families, for one).
_WORDS, _NEAR, _VECTOR, _BIAS = (0.5, 0.3), (0.2, 0.3), (1.0, 1.0), 0.3
_REGULARIZATION = 8.0
_SLOPE = 0.8
"""Log-odds are shrunk by this much: real contexts are less plain than composed ones."""
_LEAST = 0.005
"""A weight smaller than this is left out of the file."""


class Seed(NamedTuple):
    """One ambiguous word of a composed sentence: the features of its context, what the rules say, what is right."""

    text: str
    concept: str
    form: str
    seen: context.Features
    kind: str
    ruled: bool
    right: bool


class SenseRow(NamedTuple):
    """How well occurrences in sentences kept from training are decided (of ``cases``, half or so are the concept)."""

    decided_by: str
    cases: int
    balanced_accuracy: float
    precision: float
    recall: float


def tagged(texts: Sequence[str], language: str) -> list[list[Token]]:
    """Return the tokens of sentences, each a document of its own."""
    said = TAGGERS[language]()(list(texts))
    return [
        [
            Token(
                w.start,
                w.stop,
                text[w.start : w.stop],
                text[w.start : w.stop].lower(),
                w.lemma,
                w.pos,
                w.feats,
                0,
                language,
            )
            for w in words
        ]
        for text, words in zip(texts, said, strict=True)
    ]


def seeds(language: str, known: Lexicon, folder: Path = SEEDS) -> list[Seed]:
    """Return every ambiguous word in the composed sentences of a language that no longer phrase decides."""
    file = folder / f"{language}.toml"
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
        fields = _fields(language, folder)
    except (OSError, tomllib.TOMLDecodeError) as cause:
        raise SourceError(
            f"the sentences to learn from cannot be read: {cause}", f"see {SEEDS / 'README.md'}"
        ) from cause
    items = [
        (concept, right, line)
        for concept, table in tables.items()
        for right, key in ((True, "concept"), (False, "other"))
        for line in table[key].strip().splitlines()
    ]
    look = senses.sightings(known)
    found = []
    for (concept, right, text), tokens in zip(items, tagged([text for *_, text in items], language), strict=True):
        for s in look(tokens):
            if s.concept == concept and s.ambiguous and s.kind != "name":
                seen = context.features(tokens, s.start, s.stop, range(len(tokens)), fields)
                found.append(Seed(text, concept, s.form, seen, s.kind, s.accepted, right))
    return found


def train_senses(out: Path, *, language: str = "ru", folder: Path = SEEDS) -> Result[SenseRow]:
    """Train the classifier of a language, write it to ``out`` as JSON, and measure it by folds of the sentences.

    The same sentences, lexicon and packages give the same file. Raises ``SourceError`` where the sentences are not
    there, ``MissingPackage`` where a tagger cannot be loaded.
    """
    if language not in context.LANGUAGES:
        raise QueryError(f"no model can be trained for the language {language}", "choose ru or en")
    known = lexicon.load()
    learned = seeds(language, known, folder)
    rows = cross_validate(learned, language, folder)
    model = _model(learned, language, folder)
    out.write_text(json.dumps(model, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n", "utf-8")
    content = b"".join((folder / name).read_bytes() for name in (f"{language}.toml", "fields.toml"))
    settings = {"language": language, "lexicon": known.fingerprint, "data": hashlib.sha256(content).hexdigest()}
    version = models.package_version
    packages = {name: version(name) for name in ("scikit-learn", "numpy", "navec", "pymorphy3", "spacy")}
    count = len({seed.text for seed in learned})
    receipt = Receipt("train_senses", settings, {}, count, 0, known.fingerprint, packages, version("sovnlp"), 0)
    return Result(f"The model {out.name}", SenseRow, rows, receipt)


def cross_validate(learned: Sequence[Seed], language: str, folder: Path = SEEDS) -> list[SenseRow]:
    """Measure rules, classifier and both together on sentences that the classifier has not learned from, in folds."""
    fold_of = {text: i % FOLDS for i, text in enumerate(sorted({s.text for s in learned}, key=_shuffled))}
    opinions: dict[int, float] = {}
    for fold in range(FOLDS):
        kept = [s for s in learned if fold_of[s.text] != fold]
        model = context.loaded(_model(kept, language, folder))
        for i, seed in enumerate(learned):
            if fold_of[seed.text] == fold and model.knows(seed.concept, seed.form):
                opinions[i] = model.judge(seed.seen, seed.concept, seed.form).log_odds
    ruled = [seed.ruled for seed in learned]
    alone = [opinions.get(i, -1.0) > 0 for i in range(len(learned))]
    both = [
        opinions[i] + context.log_odds(PROBABILITY[_settled(s.kind)]) > 0
        if i in opinions and _settled(s.kind).startswith("default")
        else s.ruled
        for i, s in enumerate(learned)
    ]
    right = [seed.right for seed in learned]
    named = (("rules", ruled), ("classifier", alone), ("rules, then classifier", both))
    return [_row(name, said, right) for name, said in named]


def _settled(kind: str) -> str:
    """The kind of a decision in a document of one sentence."""
    return "default reject" if kind == "document" else kind


def _row(name: str, said: Sequence[bool], right: Sequence[bool]) -> SenseRow:
    pairs = list(zip(said, right, strict=True))
    hits = pairs.count((True, True))
    recall = hits / max(1, sum(right))
    specificity = pairs.count((False, False)) / max(1, len(right) - sum(right))
    precision = hits / max(1, sum(said))
    return SenseRow(name, len(pairs), round((recall + specificity) / 2, 3), round(precision, 3), round(recall, 3))


def _shuffled(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _fields(language: str, folder: Path) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, words in tomllib.loads((folder / "fields.toml").read_text("utf-8"))[language].items():
        for word in words.split():
            fields.setdefault(context.fold(word), []).append(name)
    return fields


def _named(seed: Seed) -> Iterable[tuple[tuple[str, str, str], float]]:
    """Every feature of a seed as (concept or "", group, name), with its value times how much it may weigh."""
    yield (seed.concept, "bias", ""), _BIAS
    yield (seed.concept, "forms", seed.form), _BIAS
    for place, scale in (("", 0), (seed.concept, 1)):
        for word, value in seed.seen.words.items():
            yield (place, "features", word), value * _WORDS[scale]
        for name in seed.seen.near:
            yield (place, "features", name), _NEAR[scale]
        if seed.seen.vector is not None:
            for i, value in enumerate(seed.seen.vector):
                yield (place, "vector", str(i)), float(value) * _VECTOR[scale]


def _scale(place: str, group: str, name: str) -> float:
    which = 1 if place else 0
    if group == "vector":
        return _VECTOR[which]
    if group != "features":
        return _BIAS
    return _NEAR[which] if name.startswith(("own=", "left=", "right=")) or name == "capital" else _WORDS[which]


def _model(learned: Sequence[Seed], language: str, folder: Path) -> dict[str, Any]:
    """Fit the regression and lay its weights out as the model file has them."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    columns: dict[tuple[str, str, str], int] = {}
    rows, cells, values = [], [], []
    for i, seed in enumerate(learned):
        for named, value in _named(seed):
            rows.append(i)
            cells.append(columns.setdefault(named, len(columns)))
            values.append(value)
    matrix = csr_matrix((values, (rows, cells)), shape=(len(learned), len(columns)))
    fitted = LogisticRegression(C=_REGULARIZATION, max_iter=1000, tol=1e-5)
    fitted.fit(matrix, np.array([seed.right for seed in learned]))
    tables: dict[str, dict[str, Any]] = {}
    for (place, group, name), column in columns.items():
        table = tables.setdefault(place, {"bias": 0.0, "forms": {}, "features": {}, "vector": []})
        weight = float(fitted.coef_[0][column]) * _scale(place, group, name)
        if group == "bias":
            table["bias"] = round(weight, 3)
        elif group == "vector":
            table["vector"] = table["vector"] or [0] * 600
            table["vector"][int(name)] = round(weight * 1000)
        elif group == "forms" or abs(weight) >= _LEAST:
            table[group][name] = round(weight, 3)
    shared = tables.pop("")
    shared["bias"] = round(float(fitted.intercept_[0]), 3)
    return {
        "language": language,
        "slope": _SLOPE,
        "fields": _fields(language, folder),
        "shared": shared,
        "families": tables,
    }
