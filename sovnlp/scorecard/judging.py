"""What each engine finds in texts whose names were marked by hand: passages of a file, or a store's own sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sovnlp.annotating import Annotator, Recipe
from sovnlp.corpus import Corpus
from sovnlp.corpus.contents import contents
from sovnlp.document import Document, Source
from sovnlp.errors import SourceError
from sovnlp.reading import read_source
from sovnlp.result import Progress
from sovnlp.scorecard.gold import Passage, decoded
from sovnlp.scorecard.sheet import About, Entry, marks, parsed, shown
from sovnlp.text.bracketed import Span

__all__ = ["STORED", "Judged", "Sheet", "judge", "judge_stored", "read_sheet"]

STORED = "stored"
"""What the names that a store has already are called among the engines."""
BATCH = 100_000
"""Characters annotated at a time."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage with the names that each engine finds in it, by the engine's name."""

    passage: Passage
    found: Mapping[str, Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sample that came back marked: how it was drawn, its sentences, and whether it fits the store."""

    about: About
    passages: Sequence[Passage]


def judge(
    passages: Sequence[Passage], engines: Mapping[str, Recipe], language: str | None, tell: Progress
) -> list[Judged]:
    """Let each engine read passages as files of that text would be read, those in one language where one is named.

    Raises ``SourceError`` for a text that reading changes.
    """
    texts = [_read(passage) for passage in passages]
    if language:
        texts = [text for text in texts if text.passage.language == language]
    found: list[dict[str, Sequence[Span]]] = [{} for _ in texts]
    for engine, recipe in engines.items():
        documents = [document for text in texts for _, document in text.documents]
        annotated = iter(_names(documents, recipe, engine, tell))
        for text, told in zip(texts, found, strict=True):
            told[engine] = [
                (start + offset, stop + offset, kind)
                for offset, _ in text.documents
                for start, stop, kind in next(annotated)
            ]
    return [Judged(text.passage, told) for text, told in zip(texts, found, strict=True)]


def read_sheet(path: Path, corpus: Corpus) -> Sheet:
    """Read a sample that was marked, each sentence beside the one in the store that it was drawn from.

    Raises ``SourceError`` with the number of a line that does not fit the store or is not marked as it should be.
    """
    about, entries = parsed(decoded(path), str(path))
    ids = {shown(name): (doc, name, genre) for doc, name, genre in corpus.sql("SELECT doc, id, genre FROM documents")}
    passages = []
    for entry in entries:
        where = f"{path}, line {entry.line}"
        if entry.document not in ids:
            raise SourceError(
                f"{where}: the store has no document {entry.document}", "delete the sentence, or name the right --store"
            )
        doc, name, genre = ids[entry.document]
        text, language = _drawn(corpus, doc, entry)
        try:
            names = tuple(marks(entry.marked, shown(text)))
        except ValueError as cause:
            raise SourceError(
                f"{where}: {cause}",
                "mend the line, or delete the sentence; where the document itself has changed, draw a new sample",
            ) from None
        passages.append(Passage(name, entry.start, text, names, language, genre))
    if not any(passage.names for passage in passages):
        raise SourceError(f"no name is marked in {path}", "mark them as its first lines say: [PER …], [ORG …], [LOC …]")
    return Sheet(about, passages)


def judge_stored(
    passages: Sequence[Passage], corpus: Corpus, engines: Mapping[str, Recipe], tell: Progress
) -> list[Judged]:
    """Return the names that a store has in its sentences, and those that further engines find there.

    Every engine reads the documents whole, so that it knows of each sentence what it knew when the store was made.
    """
    ids = {passage.document for passage in passages}
    everything = corpus.where(variants="all", editorial=True)
    stored: dict[str, list[Span]] = {name: [] for name in ids}
    rows = corpus.sql(
        """
        SELECT d.id, e.start, e.stop, e.type FROM entities AS e JOIN documents AS d USING (doc)
        WHERE d.id IN (SELECT unnest(?)) ORDER BY e.start
        """,
        [sorted(ids)],
    )
    for name, *span in rows:
        stored[name].append((span[0], span[1], span[2]))
    by_engine: dict[str, Mapping[str, Sequence[Span]]] = {STORED: stored}
    documents = [document for document, _ in contents(everything, ids)] if engines else []
    for engine, recipe in engines.items():
        spans = _names(documents, recipe, engine, tell)
        by_engine[engine] = {document.id: found for document, found in zip(documents, spans, strict=True)}
    return [
        Judged(passage, {engine: _inside(passage, names[passage.document]) for engine, names in by_engine.items()})
        for passage in passages
    ]


@dataclass(frozen=True, slots=True)
class _Read:
    """A passage with the documents it is read as, each with its place in the text."""

    passage: Passage
    documents: Sequence[tuple[int, Document]]


def _read(passage: Passage) -> _Read:
    """Read a passage as a file of that text would be read."""
    data = passage.text.encode("utf-8", "replace")
    given = {"language": passage.language, "genre": passage.genre}
    source = Source(
        name=passage.document,
        path="",
        kind="plain",
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        given={name: value for name, value in given.items() if value},
        encoding="utf-8",
    )
    documents: list[tuple[int, Document]] = []
    at = 0
    for document in read_source(source):
        if not isinstance(document, Document):
            raise SourceError(f"{passage.document}: {document.what}", document.hint)
        # A front matter is not part of the document, and a text may hold several.
        start = passage.text.find(document.text, at)
        if start < 0:
            raise SourceError(
                f"{passage.document}: reading changes the text, so that its names cannot be placed",
                r"end lines with \n alone",
            )
        documents.append((start, document))
        at = start + len(document.text)
    if not documents:
        raise SourceError(f"{passage.document}: there is nothing to read in a passage", "delete it")
    about = documents[0][1]
    return _Read(replace(passage, language=about.language, genre=about.genre), documents)


def _names(documents: Sequence[Document], recipe: Recipe, engine: str, tell: Progress) -> Iterator[list[Span]]:
    """Yield the names that an engine finds in each document; its models are loaded once."""
    annotator = Annotator(recipe)
    total = sum(len(document.text) for document in documents)
    done = words = 0
    for batch in _batches(documents):
        tell(f"names by {engine}", done, total, words)
        for document, said in zip(batch, annotator.annotate(batch), strict=True):
            done += len(document.text)
            words += len(said.tokens)
            yield [(entity.start, entity.stop, entity.type) for entity in said.entities]
    tell(f"names by {engine}", total, total, words)


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if sum(len(one.text) for one in batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _drawn(corpus: Corpus, doc: int, entry: Entry) -> tuple[str, str]:
    """Return what the store has where a sentence was drawn, and its language; nothing where its segments differ now."""
    rows = corpus.sql(
        "SELECT text, start FROM segments WHERE doc = ? AND start <= ? AND stop >= ?", [doc, entry.start, entry.stop]
    )
    spoken = corpus.sql(
        """
        SELECT min(t.language)::VARCHAR
        FROM documents AS d JOIN tokens AS t ON position >= d.first AND position < d.last
        WHERE d.doc = ? AND t.start >= ? AND t.stop <= ?
        """,
        [doc, entry.start, entry.stop],
    )
    text = rows[0][0][entry.start - rows[0][1] : entry.stop - rows[0][1]] if rows else ""
    return text, spoken[0][0] or ""


def _inside(passage: Passage, names: Collection[Span]) -> list[Span]:
    """Return the names of a document that lie in a passage, as places in it."""
    stop = passage.start + len(passage.text)
    return [
        (max(a, passage.start) - passage.start, min(b, stop) - passage.start, kind)
        for a, b, kind in names
        if a < stop and b > passage.start
    ]
