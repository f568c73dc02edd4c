"""The shelf of engines, by name: taggers give words, morphology and lemmas; namers give names.

A tagger takes sentences as text and returns their ``Word``s; a namer takes sentences as words and returns ``Name``s. A
namer is listed under the languages it knows; its loader takes the spaCy pipeline where the language is English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sovnlp.annotators import english, russian, slovnet_ner, spacy_ner, stanza_ner
from sovnlp.document import Name, Word

__all__ = ["NAMERS", "SETTLED", "TAGGERS", "Namer", "Tagger"]

Tagger = Callable[[Sequence[str]], list[list[Word]]]
Namer = Callable[[Sequence[Sequence[str]]], list[list[Name]]]

TAGGERS: Mapping[str, Callable[..., Tagger]] = {"ru": russian.load, "en": english.load}
NAMERS: Mapping[str, Mapping[str, Callable[..., Namer]]] = {
    "slovnet": {"ru": slovnet_ner.load},
    "stanza": {"ru": stanza_ner.russian},
    "stanza:official": {"ru": stanza_ner.official},
    "spacy": {"en": spacy_ner.load},
    "spacy:period": {"en": spacy_ner.period},
    "ensemble": {"ru": stanza_ner.russian, "en": spacy_ner.period},
}
SETTLED = frozenset({"ensemble"})
"""The engines whose names are settled document by document: what is known, and what other sentences say."""
