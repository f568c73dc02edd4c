"""CoNLL-U: words with lemma, part of speech and features, white space in UDPipe's ``SpacesAfter``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TextIO

from sovnlp.corpus.contents import Stretch, stated, stretches
from sovnlp.document import Annotation, Document, Segment, Token
from sovnlp.text.escapes import escape, one_line
from sovnlp.text.identifiers import identifier, unique

__all__ = ["conllu"]

_UPOS = frozenset("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())


def conllu(texts: Iterable[tuple[Document, Annotation]], out: TextIO, *, many: bool) -> None:
    """Write documents as CoNLL-U; ``many`` makes no difference, a file may always hold several.

    Metadata stand as ``# name = value`` after ``# newdoc``, facets with ``meta::`` before their name; each segment is
    a ``# newpar`` with its ``kind``, ``turn``, ``speaker``, ``page``. The white space between words is in ``MISC``, so
    that the text can be put together again as it was; names are there as ``NER=B-PER``. Nothing is said about syntax.
    """
    taken: set[str] = set()
    for document, annotation in texts:
        out.writelines(_document(document, annotation, unique(identifier(document.id), taken)))


def _document(document: Document, annotation: Annotation, name: str) -> Iterator[str]:
    yield f"# newdoc id = {escape(document.id, spaced=True)}\n"
    yield from _comments(stated(document))
    yield from _comments({f"meta::{facet}": value for facet, value in document.facets.items()})
    whole = list(stretches(document, annotation))
    gaps = _gaps(document, whole)
    names = _names(annotation)
    number = 0
    for n, stretch in enumerate(whole, start=1):
        yield f"# newpar id = {name}-p{n}\n"
        yield from _comments(_segment(stretch.segment))
        for sentence in stretch.sentences:
            number += 1
            yield f"# sent_id = {name}-s{number}\n"
            yield from _sentence(sentence, gaps, names)


def _comments(values: Mapping[str, str]) -> Iterator[str]:
    for name, value in values.items():
        key = escape(name).replace("=", "\\u003d")
        yield f"# {key} = {escape(value, spaced=True)}\n"


def _segment(segment: Segment) -> dict[str, str]:
    said = {
        "kind": segment.kind,
        "turn": None if segment.turn is None else str(segment.turn),
        "speaker": segment.speaker,
        "speaker_id": segment.speaker_id,
        "office": segment.office,
        "page": segment.page,
        "editorial": "yes" if segment.editorial else None,
    }
    return {name: value for name, value in said.items() if value}


def _gaps(document: Document, whole: Sequence[Stretch]) -> dict[int, list[str]]:
    """What MISC says of the white space around the word that starts at an offset."""
    tokens = [(token, number) for number, s in enumerate(whole) for sentence in s.sentences for token in sentence]
    found: dict[int, list[str]] = {}
    for i, (token, number) in enumerate(tokens):
        last = i == len(tokens) - 1
        gap = document.text[token.stop : len(document.text) if last else tokens[i + 1][0].start]
        inside = not last and tokens[i + 1][1] == number
        if not gap:
            said = ["SpaceAfter=No"]
        else:
            said = [] if gap == " " and inside else [f"SpacesAfter={escape(gap)}"]
        if i == 0 and token.start:
            said.append(f"SpacesBefore={escape(document.text[: token.start])}")
        if token.form != one_line(token.form):
            said.append(f"SpacesInToken={escape(token.form)}")
        found[token.start] = said
    return found


def _names(annotation: Annotation) -> dict[int, str]:
    """The label of each token, by its start, that lies in a name."""
    labels = {}
    entities = iter(annotation.entities)
    entity = next(entities, None)
    for token in annotation.tokens:
        while entity is not None and entity.stop <= token.start:
            entity = next(entities, None)
        if entity is not None and entity.start <= token.start:
            labels[token.start] = f"NER={'B' if token.start == entity.start else 'I'}-{entity.type}"
    return labels


def _sentence(tokens: Sequence[Token], gaps: Mapping[int, list[str]], names: Mapping[int, str]) -> Iterator[str]:
    text = "".join(one_line(t.form) + " " * ("SpaceAfter=No" not in gaps[t.start]) for t in tokens)
    yield f"# text = {text.strip()}\n"
    for number, token in enumerate(tokens, start=1):
        misc = sorted([*gaps[token.start], *([names[token.start]] if token.start in names else [])])
        feats = "|".join(sorted(filter(None, token.feats.strip("_").split("|")), key=str.lower))
        cells = (
            str(number),
            one_line(token.form) or "_",
            one_line(token.lemma) or "_",
            token.pos if token.pos in _UPOS else "X",
            "_",
            one_line(feats) or "_",
            "_",
            "_",
            "_",
            "|".join(misc) or "_",
        )
        yield "\t".join(cells) + "\n"
    yield "\n"
