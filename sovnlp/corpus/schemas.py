"""The columns of the Parquet files in a store, and documents and annotations laid out in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from sovnlp.corpus.records import Record
from sovnlp.document import Annotation, Concept, Document, Segment, Token

__all__ = [
    "Columns",
    "Decided",
    "concepts",
    "concepts_schema",
    "documents",
    "documents_schema",
    "entities",
    "entities_schema",
]
__all__ += ["texts", "texts_schema", "tokens", "tokens_schema"]

Columns = Mapping[str, Sequence[Any]]
# What was decided of one text: its content key, its tokens, the occurrences of concepts in them.
Decided = tuple[str, Sequence[Token], Sequence[Concept]]

_ARROW = {
    "int": "int32",
    "int | None": "int32",
    "float": "float64",
    "bool": "bool_",
}


def _schema(noun: type, **first: str) -> Any:
    """Return the Arrow schema of a dataclass, after further columns of the Arrow types named."""
    import pyarrow as pa

    lists = {
        "dict[str, str]": pa.map_(pa.string(), pa.string()),
        "list[str]": pa.list_(pa.string()),
        "list[int]": pa.list_(pa.int64()),
    }
    own = [(f.name, lists.get(str(f.type)) or getattr(pa, _ARROW.get(str(f.type), "string"))()) for f in fields(noun)]
    return pa.schema([(name, getattr(pa, kind)()) for name, kind in first.items()] + own)


def documents_schema() -> Any:
    """Return the columns of ``documents.parquet``: the fields of ``Record``."""
    return _schema(Record)


def documents(records: Sequence[Record]) -> Columns:
    """Lay records out in columns."""
    columns: dict[str, list[Any]] = {f.name: [getattr(r, f.name) for r in records] for f in fields(Record)}
    columns["facets"] = [list(facets.items()) for facets in columns["facets"]]
    return columns


def texts_schema() -> Any:
    """Return the columns of a ``texts`` file: content key, language, content, segments with their text."""
    import pyarrow as pa

    segment = pa.struct([*_schema(Segment), pa.field("text", pa.string())])
    words = [(name, pa.string()) for name in ("text", "language", "content")]
    return pa.schema([*words, ("segments", pa.list_(segment))])


def texts(keys: Sequence[str], given: Sequence[Document]) -> Columns:
    """Lay texts out in columns."""
    names = [f.name for f in fields(Segment)]
    return {
        "text": keys,
        "language": [document.language for document in given],
        "content": [document.text for document in given],
        "segments": [
            [
                {**{name: getattr(s, name) for name in names}, "text": document.text[s.start : s.stop]}
                for s in document.segments
            ]
            for document in given
        ],
    }


def tokens_schema() -> Any:
    """Return the columns of a ``tokens`` file: content key, number in the text, number of the segment, ``Token``."""
    return _schema(Token, text="string", token="int32", segment="int32")


def tokens(keys: Sequence[str], given: Sequence[Document], said: Sequence[Annotation]) -> Columns:
    """Lay tokens out in columns, each with the segment it lies in."""
    columns: dict[str, list[Any]] = {f.name: [] for f in fields(Token)}
    for name, column in columns.items():
        for annotation in said:
            column.extend(map(attrgetter(name), annotation.tokens))
    text: list[str] = []
    number: list[int] = []
    segment: list[int] = []
    for key, document, annotation in zip(keys, given, said, strict=True):
        text.extend([key] * len(annotation.tokens))
        number.extend(range(len(annotation.tokens)))
        current = 0
        for token in annotation.tokens:
            while token.start >= document.segments[current].stop:
                current += 1
            segment.append(current)
    return {"text": text, "token": number, "segment": segment, **columns}


def entities_schema() -> Any:
    """Return the columns of an ``entities`` file: content key, place, type, the name as printed, its headwords."""
    import pyarrow as pa

    words = [(name, pa.string()) for name in ("type", "name", "lemma")]
    return pa.schema([("text", pa.string()), ("start", pa.int32()), ("stop", pa.int32()), *words])


def entities(keys: Sequence[str], said: Sequence[Annotation]) -> Columns:
    """Lay names out in columns."""
    found = [(key, e) for key, annotation in zip(keys, said, strict=True) for e in annotation.entities]
    return {
        "text": [key for key, _ in found],
        "start": [e.start for _, e in found],
        "stop": [e.stop for _, e in found],
        "type": [e.type for _, e in found],
        "name": [e.text for _, e in found],
        "lemma": [e.lemma for _, e in found],
    }


def concepts_schema() -> Any:
    """Return the columns of a file of sense decisions: content key, the first token and after the last, ``Concept``."""
    return _schema(Concept, text="string", token="int32", after="int32")


def concepts(decided: Sequence[Decided]) -> Columns:
    """Lay sense decisions out in columns, each with the tokens it spans."""
    found = []
    for key, said, occurrences in decided:
        starts = {token.start: i for i, token in enumerate(said)} if occurrences else {}
        stops = {token.stop: i for i, token in enumerate(said)} if occurrences else {}
        found += [(key, starts[concept.start], stops[concept.stop] + 1, concept) for concept in occurrences]
    own = {f.name: [getattr(concept, f.name) for *_, concept in found] for f in fields(Concept)}
    places = zip(*(row[:3] for row in found), strict=True) if found else ([], [], [])
    return {**dict(zip(("text", "token", "after"), map(list, places), strict=True)), **own}
