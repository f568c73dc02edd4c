"""The English name tagger: spaCy's own, trained further on texts of the period."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sovnlp.annotators.spacy_ner import TYPES
from sovnlp.errors import MissingPackage
from sovnlp.training.data import Example

__all__ = ["LABELS", "train_spacy"]

LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE"}
BATCH = 24
EPOCHS_LEFT = 4
"""Epochs without a better score after which there is no other."""


def train_spacy(
    out: Path, train: Sequence[Example], held_back: Sequence[Example], *, steps: int, seed: int, pipeline: str
) -> None:
    """Train the ``ner`` of a spaCy pipeline further, choosing the best epoch by the sentences held back, into a folder.

    ``steps`` is the greatest number of batches. Raises ``MissingPackage`` where spaCy cannot be loaded.
    """
    try:
        import spacy
        from spacy.util import fix_random_seed
    except Exception as cause:
        raise MissingPackage("spacy", "training a name tagger", cause) from cause
    fix_random_seed(seed)
    nlp = spacy.load(pipeline)
    for name in [name for name in nlp.component_names if name != "ner"]:
        nlp.remove_pipe(name)
    optimizer = nlp.resume_training()
    given = [_example(nlp, example) for example in train if example.words]
    kept = [_example(nlp, example) for example in held_back if example.words]
    draw = random.Random(seed)
    best, since, done = -1.0, 0, 0
    while done < steps and since < EPOCHS_LEFT:
        draw.shuffle(given)
        for first in range(0, len(given), BATCH):
            nlp.update(given[first : first + BATCH], sgd=optimizer, drop=0.3)
            done += 1
        score = _score(nlp, kept)
        since += 1
        if score > best:
            best, since = score, 0
            with nlp.use_params(optimizer.averages):
                nlp.to_disk(out)


def _example(nlp: Any, example: Example) -> Any:
    from spacy.tokens import Doc, Span
    from spacy.training import Example as Pair

    gold = Doc(nlp.vocab, words=list(example.words))
    gold.set_ents([Span(gold, name.start, name.stop, LABELS[name.type]) for name in example.names])
    return Pair(Doc(nlp.vocab, words=list(example.words)), gold)


def _score(nlp: Any, kept: Sequence[Any]) -> float:
    """Return the strict F1 of the names in sentences held back."""
    right = total = 0
    found = nlp.pipe([pair.reference.copy() for pair in kept])
    for pair, doc in zip(kept, found, strict=True):
        gold = {(e.start, e.end, TYPES[e.label_]) for e in pair.reference.ents}
        said = {(e.start, e.end, TYPES[e.label_]) for e in doc.ents if e.label_ in TYPES}
        right += len(gold & said)
        total += len(gold) + len(said)
    return 2 * right / total if total else 0.0
