"""The corpus: documents to put questions to. The only room that knows DuckDB and Parquet."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from sovnlp.corpus import index
from sovnlp.corpus.resolve import Match, resolve
from sovnlp.corpus.selection import FACETS, Selection
from sovnlp.corpus.store import Store
from sovnlp.corpus.trust import Scorecard, trust
from sovnlp.errors import CorpusError, EmptySelection, QueryError
from sovnlp.models import package_version
from sovnlp.result import Receipt, Result
from sovnlp.text.counting import counted

__all__ = ["Corpus", "store_path", "write_parquet"]


REMAKE = "ingest any file into the store again: the index is made anew, nothing is annotated again"


def store_path(path: Path | str | None = None) -> Path:
    """Return the store to use: the one given, else ``SOVNLP_STORE``, else ``./sovnlp.store``."""
    return Path(path) if path else Path(os.environ.get("SOVNLP_STORE") or "sovnlp.store")


class Corpus:
    """The documents of a store, or a selection of them; opened for reading, so that nothing here changes a store."""

    def __init__(self, root: Path, state: Mapping[str, Any], connection: Any, selection: Selection) -> None:
        self.root = root
        self.state = state
        self.selection = selection
        self._connection = connection

    @classmethod
    def open(cls, path: Path | str | None = None) -> Corpus:
        """Open a store for reading.

        Raises ``CorpusError`` where there is none, where it has another format, or where its index is not there.
        """
        import duckdb

        store = Store(store_path(path))
        for attempt in (1, 2):
            state = store.state()
            if state.get("tables") != index.VERSION:
                raise CorpusError(f"the index of {store.root} was made by another version of sovnlp", REMAKE)
            file = store.index_file(state["index"])
            try:
                connection = duckdb.connect(str(file), read_only=True)
            except duckdb.Error as cause:
                # A writer may have put a newer index in its place between the two reads.
                if attempt == 1:
                    continue
                raise CorpusError(
                    f"the index {file.name} of {store.root} cannot be opened ({type(cause).__name__})", REMAKE
                ) from None
            return cls(store.root, state, connection, Selection())
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Let go of the index."""
        self._connection.close()

    def __enter__(self) -> Corpus:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def where(
        self,
        *,
        genre: str | None = None,
        language: str | None = None,
        speaker: str | None = None,
        author: str | None = None,
        document: str | None = None,
        since: str | None = None,
        until: str | None = None,
        editorial: bool = False,
        spans: str = "within",
        variants: str | None = None,
        reprints: str = "all",
    ) -> Corpus:
        """Return the part of the corpus that these leave; see ``Selection`` for what each means.

        Raises ``QueryError`` for an unknown genre, language or choice, or for something that is not a date.
        """
        selection = Selection(
            genre, language, speaker, author, document, since, until, editorial, spans, variants, reprints
        )
        return Corpus(self.root, self.state, self._connection, selection)

    def narrowed(self, *, language: str | None) -> Corpus:
        """Return the part of this selection in one language."""
        return Corpus(self.root, self.state, self._connection, replace(self.selection, language=language))

    def sql(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of an SQL query on the tables that ``sovnlp.corpus.index`` describes."""
        rows: list[tuple[Any, ...]] = self._connection.execute(query, [_encodable(v) for v in values]).fetchall()
        return rows

    def arrays(self, query: str, values: Sequence[object] = ()) -> dict[str, Any]:
        """Return the columns of an SQL query as numpy arrays by name, for many rows; no cell may be null."""
        columns: dict[str, Any] = self._connection.execute(query, [_encodable(v) for v in values]).fetchnumpy()
        return columns

    def resolve(self, query: str, by: str = "concept") -> Match:
        """Return what a word or phrase stands for in this corpus; see ``sovnlp.corpus.resolve``."""
        return resolve(self.sql, query, by)

    def facet(self, per: str) -> tuple[str, list[object]]:
        """Return SQL for a facet of documents ``d`` and segments ``s``, with its parameters.

        Besides the known ones, any further metadata column is a facet; raises ``QueryError`` for one that no document
        has.
        """
        if per in FACETS:
            return FACETS[per], []
        columns = [row[0] for row in self.sql("SELECT DISTINCT unnest(map_keys(facets)) FROM documents ORDER BY 1")]
        if per not in columns:
            known = ", ".join([*sorted({*FACETS, "language"}), *columns[:20]])
            raise QueryError(f"no document has a metadata column {per!r}", f"choose one of: {known}")
        return "d.facets[?]", [per]

    def receipt(self, analysis: str, parameters: Mapping[str, object], *, seed: int | None = None) -> Receipt:
        """Return the receipt of a question put to this selection.

        Raises ``EmptySelection`` where the selection holds no words at all.
        """
        documents, tokens, _ = self._size
        if not tokens:
            chosen = ", ".join(f"{name} {value}" for name, value in self.selection.given().items())
            raise EmptySelection(
                f"no document in {self.root} answers to {chosen or 'the question'}",
                "sovnlp info shows what is in the store",
            )
        return Receipt(
            analysis=analysis,
            parameters={name: value for name, value in parameters.items() if value is not None},
            selection=self.selection.given(),
            documents=documents,
            tokens=tokens,
            index=self.state["index"],
            models=self.state["models"],
            version=package_version("sovnlp"),
            seed=seed,
        )

    @cached_property
    def _size(self) -> tuple[int, int, int]:
        """Documents and words of the selection, and how many of the documents were composed for demonstration."""
        where, values = self.selection.where()
        documents, tokens, composed = self.sql(
            f"""
            SELECT count(DISTINCT s.doc), coalesce(sum(tokens), 0)::BIGINT, count(DISTINCT s.doc) FILTER (composed)
            FROM {self.selection.words()} AS s JOIN documents AS d ON d.doc = s.doc WHERE {where}
            """,
            values,
        )[0]
        return documents, tokens, composed

    @cached_property
    def _left_out(self) -> tuple[int, int]:
        """Documents that would be in the selection, were they not versions or reprints of others."""
        counts = []
        versions = replace(self.selection, variants="all") if self._has_variants else self.selection
        for wider in (versions, replace(self.selection, reprints="all")):
            # Most stores have no versions, and most questions leave no reprint out: then there is nothing to count.
            if wider == self.selection:
                counts.append(0)
                continue
            where, values = wider.where()
            (documents,) = self.sql(
                f"""
                SELECT count(DISTINCT s.doc) FROM {wider.words()} AS s JOIN documents AS d ON d.doc = s.doc
                WHERE {where}
                """,
                values,
            )[0]
            counts.append(documents - self._size[0])
        return counts[0], counts[1]

    @cached_property
    def _has_variants(self) -> bool:
        return bool(self.sql("SELECT 1 FROM documents WHERE spare OR variant IS NOT NULL LIMIT 1"))

    def scorecard(self) -> Scorecard | None:
        """Return how far the names of this store were checked by hand, None where nobody has."""
        return Store(self.root).scorecard()

    def trust(self) -> list[str]:
        """Return what must be said before names are counted: how far those of this store were checked."""
        return trust(self.scorecard(), self.state["recipe"])

    def warnings(self) -> list[str]:
        """Return what must be said under every answer: composed documents, and dates that are not known."""
        documents, _, composed = self._size
        notes = []
        if composed:
            of = counted(documents, "document")
            notes.append(f"Composed for demonstration, not historical sources: {composed:,} of {of}.")
        if self.selection.since or self.selection.until:
            where, values = replace(self.selection, since=None, until=None).where()
            (undated,) = self.sql(
                f"""
                SELECT count(DISTINCT s.doc) FROM {self.selection.words()} AS s JOIN documents AS d ON d.doc = s.doc
                WHERE {where} AND (date_from IS NULL OR date_to IS NULL)
                """,
                values,
            )[0]
            if undated:
                notes.append(f"Left out by --since or --until: {counted(undated, 'document')} without a closed date.")
        spare, reprints = self._left_out
        if spare:
            notes.append(f"Left out as another version of a document that is counted: {spare:,} (--variants all).")
        if reprints:
            notes.append(f"Left out as a reprint of a document that is counted: {reprints:,} (--reprints all).")
        return notes


def write_parquet(result: Result[Any], path: Path) -> None:
    """Write the rows of a result as a Parquet file, with title, notes and receipt as JSON in its metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = list(zip(*result.cells(), strict=True)) or [()] * len(result.columns)
    arrays = [pa.array([_encodable(cell) for cell in cells]) for cells in columns]
    receipt = {field.name: getattr(result.receipt, field.name) for field in fields(result.receipt)}
    about = {"title": result.title, "notes": result.notes, "receipt": receipt}
    table = pa.table(arrays, names=[_encodable(name) for name in result.columns])
    table = table.replace_schema_metadata({"sovnlp": json.dumps(about, default=str)})
    pq.write_table(table, path, compression="zstd")


def _encodable(cell: Any) -> Any:
    """Return text with half a surrogate pair (a file name that is not UTF-8) written out, anything else as it is."""
    return cell.encode("utf-8", "backslashreplace").decode("utf-8") if isinstance(cell, str) else cell
