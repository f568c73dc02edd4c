"""Whole documents out of a store: text, segments and metadata, with their tokens and names."""

from __future__ import annotations

import glob
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.store import Store
from sovnlp.document import Annotation, Date, Document, Entity, Segment, Token
from sovnlp.errors import CorpusError
from sovnlp.text.dates import UNDATED
from sovnlp.text.references import parse_references

__all__ = ["Stretch", "contents", "stated", "stretches"]


class Stretch(NamedTuple):
    """A segment with its sentences: every character of it that is not white space is in one of their tokens."""

    segment: Segment
    sentences: tuple[tuple[Token, ...], ...]


def contents(corpus: Corpus, ids: Collection[str] | None = None) -> Iterator[tuple[Document, Annotation]]:
    """Yield every document of a selection whole, one at a time, in the order of the corpus.

    ``ids`` narrows it to documents of these ids. A document that has words in the selection comes with all its
    segments, those of editors too. Raises ``CorpusError`` where a file of the store is gone.
    """
    where, values = corpus.selection.where()
    named = "true" if ids is None else "d.id IN (SELECT unnest(?))"
    rows = corpus.sql(
        f"""
        SELECT d.doc, d.text, d.first, d.last, d.id, d.file, d.part, d.language, d.genre, d.title, d.author, d.date,
               d.date_from::VARCHAR, d.date_to::VARCHAR, d.date_kind, d.date_printed, d.reference, d.variant,
               d.variant_of, d.url, d.composed, d.encoding, d.facets, d.inferred
        FROM documents AS d WHERE d.doc IN (
            SELECT s.doc FROM {corpus.selection.words()} AS s JOIN documents AS d ON d.doc = s.doc WHERE {where}
        ) AND {named} ORDER BY d.doc
        """,
        [*values, *(() if ids is None else [list(ids)])],
    )
    files = _files(corpus) if rows else {}
    for doc, key, first, last, *about in rows:
        if key not in files:
            raise CorpusError(
                f"the text of {about[0]} is not in {corpus.root}", "ingest its file again: its annotations are gone"
            )
        ((text,),) = corpus.sql("SELECT content FROM read_parquet(?) WHERE text = ?", [files[key], key])
        yield _document(corpus, doc, text, about), _annotation(corpus, doc, text, first, last)


def stated(document: Document) -> dict[str, str]:
    """Return what is known of a document by the names of metadata fields, without its id and its facets."""
    known = {
        "title": document.title,
        "author": document.author,
        "date": document.date.edtf if document.date else UNDATED,
        "date_kind": document.date.kind if document.date else None,
        "language": document.language,
        "genre": document.genre,
        "reference": document.reference,
        "variant": document.variant,
        "variant_of": document.variant_of,
        "url": document.url,
        "composed": "true" if document.composed else None,
    }
    return {name: value for name, value in known.items() if value}


def stretches(document: Document, annotation: Annotation) -> Iterator[Stretch]:
    """Yield the segments of a document with their sentences; what the annotators passed over comes as tokens too.

    Such a token has the part of speech ``X`` and itself for a lemma.
    """
    tokens = iter(annotation.tokens)
    token = next(tokens, None)
    for segment in document.segments:
        own = []
        while token is not None and token.start < segment.stop:
            own.append(token)
            token = next(tokens, None)
        sentences: list[list[Token]] = []
        number = None
        for found in _covered(document, segment, own):
            if found.sentence != number:
                sentences.append([])
                number = found.sentence
            sentences[-1].append(found)
        yield Stretch(segment, tuple(map(tuple, sentences)))


def _covered(document: Document, segment: Segment, tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens of a segment, and in the gaps between them whatever is not white space."""
    reached = segment.start
    sentence = tokens[0].sentence if tokens else 0
    for token in (*tokens, None):
        gap = document.text[reached : token.start if token else segment.stop]
        for form in gap.split():
            start = document.text.index(form, reached)
            reached = start + len(form)
            yield Token(start, reached, form, form.lower(), form, "X", "", sentence, document.language)
        if token:
            reached, sentence = token.stop, token.sentence
            yield token


def _files(corpus: Corpus) -> dict[str, str]:
    """Content keys to the files that hold the texts, as DuckDB takes their names."""
    recipe = corpus.state["recipe"]
    folder = corpus.root / "annotations"
    files = [glob.escape(str(folder / f"{recipe}-{s}.texts.parquet")) for s in Store(corpus.root).shards(recipe)]
    rows = corpus.sql("SELECT text, filename FROM read_parquet(?, filename = true)", [files]) if files else []
    return {text: glob.escape(file) for text, file in rows}


def _document(corpus: Corpus, doc: int, text: str, about: Sequence[Any]) -> Document:
    (name, file, part, language, genre, title, author, date, date_from, date_to, kind, printed, reference, variant,
     variant_of, url, composed, encoding, facets, inferred) = about  # fmt: skip
    rows = corpus.sql(
        """
        SELECT kind, start, stop, turn, speaker, speaker_id, office, editorial, page
        FROM segments WHERE doc = ? ORDER BY segment
        """,
        [doc],
    )
    return Document(
        id=name,
        file=file,
        part=part,
        text=text,
        language=language,
        genre=genre,
        title=title,
        segments=tuple(Segment(*row) for row in rows),
        author=author,
        date=Date(date, date_from, date_to, kind or "", printed or "") if date else None,
        reference=reference,
        references=tuple(parse_references(reference)) if reference else (),
        variant=variant,
        variant_of=variant_of,
        url=url,
        composed=composed,
        encoding=encoding,
        facets=dict(facets or {}),
        inferred=tuple(inferred or ()),
    )


def _annotation(corpus: Corpus, doc: int, text: str, first: int, last: int) -> Annotation:
    tokens = corpus.sql(
        """
        SELECT t.start, t.stop, norms.norm, lemmas.lemma, t.pos, t.feats, t.sentence, t.language::VARCHAR
        FROM tokens AS t JOIN lemmas ON lemmas.id = t.lemma JOIN norms ON norms.id = t.norm
        WHERE t.position >= ? AND t.position < ? ORDER BY t.position
        """,
        [first, last],
    )
    names = corpus.sql(
        "SELECT start, stop, type, name, CASE WHEN id[1] <> '~' THEN id END FROM entities WHERE doc = ? ORDER BY start",
        [doc],
    )
    return Annotation(
        tuple(Token(start, stop, text[start:stop], *rest) for start, stop, *rest in tokens),
        tuple(Entity(*row) for row in names),
    )
