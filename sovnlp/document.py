"""The nouns: a source as it came, the document read from it, and what is said about its text.

Every ``start, stop`` is a half-open interval of Unicode code points in ``Document.text``, which never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = [
    "ENTITY_TYPES",
    "GENRES",
    "LANGUAGES",
    "SEGMENT_KINDS",
    "Annotation",
    "Concept",
    "Date",
    "Document",
    "Entity",
    "Extract",
    "Name",
    "Part",
    "Problem",
    "Reference",
    "Segment",
    "Source",
    "Token",
    "Word",
]

LANGUAGES = ("ru", "en")
GENRES = (
    "speech",
    "stenogram",
    "svodka",
    "trial",
    "interrogation",
    "newspaper",
    "decree",
    "letter",
    "plain",
)
SEGMENT_KINDS = (
    "speech",
    "question",
    "answer",
    "narration",
    "interjection",
    "stage",
    "heading",
    "note",
    "paragraph",
)
ENTITY_TYPES = ("PER", "ORG", "LOC")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong with one input while the rest went on.

    ``where`` names the file (or archive member, or manifest line), ``what`` the trouble, ``hint`` what to do.
    """

    where: str
    what: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes as they came, with their name and what is known about them from outside.

    ``name`` is the path relative to the folder that was given, with forward slashes (``box.zip!a/b.txt`` for a member
    of an archive); ``path`` is where it lies on this disk. ``kind`` is a key of ``sovnlp.formats.FORMATS``.
    ``metadata`` is what a manifest says of this file, ``given`` what options say of all files; what the file says of
    itself (front matter) stands between the two in authority.
    """

    name: str
    path: str
    kind: str
    data: bytes
    sha256: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """What a format gives: the text, how it was decoded, and what the file itself says about it.

    ``metadata`` is by field name (``title``, ``date``, ``language``…); ``pages`` are (offset, printed page) in order;
    ``paragraphs`` are (start, stop, kind) where the format marks them (``heading``, ``paragraph``…), else empty.
    ``segments`` are those of a format that marks turns itself (TEI, VRT), else empty. ``apart`` are the stretches, in
    order and not overlapping, that are not the source's own words: footnotes, running heads, an archivist's stamp.
    """

    text: str
    encoding: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[tuple[int, str], ...] = ()
    paragraphs: tuple[tuple[int, int, str], ...] = ()
    segments: tuple[Segment, ...] = ()
    apart: tuple[Segment, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One document within an extract: its stretch of the text, its segments, and what the text says about it.

    ``start, stop`` and the segments point into the text of the extract; parts follow one another without overlap.
    ``metadata`` is by field name; names that are no field become facets (``number``, ``secrecy``, ``addressee``…).
    """

    start: int
    stop: int
    segments: tuple[Segment, ...]
    metadata: Mapping[str, str] = field(default_factory=dict)
    date: Date | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a document lies in an archive, or where it was printed; what the reference does not say is None.

    ``archive`` is the short Russian name (ГАРФ); ``list`` is written ``101-99об``, items joined by ``, ``; ``status``
    is Подлинник, Копия…, ``technique`` Машинопись, Рукопись…. In print: ``title`` of the newspaper, journal or book,
    ``year``, ``volume``, ``number``, ``article``, ``pages``. ``date`` is the date that the reference states of what it
    refers to. ``inherits`` marks «Там же» whose antecedent is not known. ``printed`` is the reference as it stands.
    """

    printed: str = ""
    archive: str | None = None
    fond: str | None = None
    opis: str | None = None
    delo: str | None = None
    list: str | None = None
    status: str | None = None
    technique: str | None = None
    title: str | None = None
    year: str | None = None
    volume: str | None = None
    number: str | None = None
    article: str | None = None
    pages: str | None = None
    date: Date | None = None
    inherits: bool = False


@dataclass(frozen=True, slots=True)
class Date:
    """A date no more precise than its source.

    ``edtf`` is ISO 8601-2 (``1928-07-09``, ``1930-01~``, ``1932/1933``, ``193X``); ``date_from`` and ``date_to`` are
    ISO days that bound it, None where the interval is open. ``kind`` is ``spoken``, ``written``, ``published`` or
    empty; ``printed`` is the string in the document, where there is one; ``calendar`` is ``gregorian`` or ``julian``
    (the calendar of ``printed``; the other fields are always Gregorian).
    """

    edtf: str
    date_from: str | None
    date_to: str | None
    kind: str = ""
    printed: str = ""
    calendar: str = "gregorian"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one document; segments are flat, ordered and never overlap.

    ``kind`` is one of ``SEGMENT_KINDS``; ``turn`` is the number of the turn it belongs to, kept when something inside
    the turn is left out; ``speaker`` is the name as printed; ``editorial`` marks what are not the source's own words.
    """

    kind: str
    start: int
    stop: int
    turn: int | None = None
    speaker: str | None = None
    speaker_id: str | None = None
    office: str | None = None
    editorial: bool = False
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A text that never changes after reading, with what is known about it.

    ``id`` names it in a store: the manifest's, else the file's name without its ending, with ``#2`` for a second part.
    ``inferred`` names the fields that the reader took from the text itself and not from the metadata given.
    ``reference`` is the archival or print reference as given, ``references`` all that the metadata or the text state,
    read into their fields, the document's own first. ``variant`` says which of several versions this is (corrected,
    uncorrected…) and ``variant_of`` the id of the one that is counted in its place. ``encoding`` is the one that the
    bytes were read in, where the format has one. ``facets`` are further metadata columns by name.
    """

    id: str
    file: str
    part: int
    text: str
    language: str
    genre: str
    title: str
    segments: tuple[Segment, ...]
    author: str | None = None
    date: Date | None = None
    reference: str | None = None
    references: tuple[Reference, ...] = ()
    variant: str | None = None
    variant_of: str | None = None
    url: str | None = None
    composed: bool = False
    encoding: str | None = None
    facets: Mapping[str, str] = field(default_factory=dict)
    inferred: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class Word(NamedTuple):
    """What a tagger says of one word or mark; ``start, stop`` point into the sentence it was given."""

    start: int
    stop: int
    lemma: str
    pos: str
    feats: str


class Name(NamedTuple):
    """What a namer finds; ``start, stop`` count words of the sentence it was given."""

    start: int
    stop: int
    type: str


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark. ``form`` is as printed, ``norm`` after the reversible edits and lower-cased.

    ``pos`` and ``feats`` are Universal Dependencies; ``sentence`` counts from 0 through the document.
    """

    start: int
    stop: int
    form: str
    norm: str
    lemma: str
    pos: str
    feats: str
    sentence: int
    language: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A name: ``type`` is one of ``ENTITY_TYPES``; ``id`` is who or what it is, where that is known.

    ``lemma`` holds the headwords of its words with spaces between, ``among`` the ids it may mean where it is one of
    several.
    """

    start: int
    stop: int
    type: str
    text: str
    id: str | None = None
    lemma: str = ""
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """One occurrence of a form of a concept, taken (``accepted``) or left out as another sense, and ``why``.

    ``negated`` says that a negation stands before it (не кулак, а середняк), ``quoted`` that it lies in quotation
    marks; both are flags and change no count.
    """

    start: int
    stop: int
    concept: str
    accepted: bool
    probability: float
    why: str
    negated: bool = False
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Annotation:
    """What the annotators say about one document; everything points into its text."""

    tokens: tuple[Token, ...]
    entities: tuple[Entity, ...]
    concepts: tuple[Concept, ...] = ()
