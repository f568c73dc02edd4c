"""The shelf of engines, by name: taggers give words, morphology and lemmas; namers give names.

A tagger takes sentences as text and returns their ``Word``s; a namer takes sentences as words and returns ``Name``s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sovnlp.annotators import english, russian, slovnet_ner, spacy_ner
from sovnlp.document import Name, Word

__all__ = ["NAMERS", "TAGGERS", "Namer", "Tagger"]

Tagger = Callable[[Sequence[str]], list[list[Word]]]
Namer = Callable[[Sequence[Sequence[str]]], list[list[Name]]]

TAGGERS: Mapping[str, Callable[..., Tagger]] = {"russian": russian.load, "english": english.load}
NAMERS: Mapping[str, Callable[..., Namer]] = {"slovnet": slovnet_ner.load, "spacy": spacy_ner.load}
