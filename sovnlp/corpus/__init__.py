"""The corpus: documents to put questions to. The only room that knows DuckDB and Parquet."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sovnlp.corpus.resolve import Match, resolve
from sovnlp.corpus.selection import Selection
from sovnlp.corpus.store import Store
from sovnlp.errors import CorpusError, EmptySelection
from sovnlp.models import package_version
from sovnlp.result import Receipt, Result

__all__ = ["Corpus", "store_path", "write_parquet"]


def store_path(path: Path | None = None) -> Path:
    """Return the store to use: the one given, else ``SOVNLP_STORE``, else ``./sovnlp.store``."""
    return path or Path(os.environ.get("SOVNLP_STORE") or "sovnlp.store")


class Corpus:
    """The documents of a store, or a selection of them; opened for reading, so that nothing here changes a store."""

    def __init__(self, root: Path, state: Mapping[str, Any], connection: Any, selection: Selection) -> None:
        self.root = root
        self.state = state
        self.selection = selection
        self._connection = connection

    @classmethod
    def open(cls, path: Path | None = None) -> Corpus:
        """Open a store for reading.

        Raises ``CorpusError`` where there is none, where it has another format, or where its index is not there.
        """
        import duckdb

        store = Store(store_path(path))
        for attempt in (1, 2):
            state = store.state()
            file = store.index_file(state["index"])
            try:
                connection = duckdb.connect(str(file), read_only=True)
            except duckdb.Error as cause:
                # A writer may have put a newer index in its place between the two reads.
                if attempt == 1:
                    continue
                raise CorpusError(
                    f"the index {file.name} of the store at {store.root} cannot be opened ({type(cause).__name__})",
                    "ingest any file into the store again: the index is made anew, nothing is annotated again",
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
    ) -> Corpus:
        """Return the part of the corpus that these leave; see ``Selection`` for what each means.

        Raises ``QueryError`` for an unknown genre or language or for something that is not a date.
        """
        selection = Selection(genre, language, speaker, author, document, since, until, editorial)
        return Corpus(self.root, self.state, self._connection, selection)

    def sql(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of an SQL query on the tables that ``sovnlp.corpus.index`` describes."""
        rows: list[tuple[Any, ...]] = self._connection.execute(query, list(values)).fetchall()
        return rows

    def resolve(self, query: str, by: str = "concept") -> Match:
        """Return what a word or phrase stands for in this corpus; see ``sovnlp.corpus.resolve``."""
        return resolve(self.sql, query, by)

    def receipt(self, analysis: str, parameters: Mapping[str, object], *, seed: int | None = None) -> Receipt:
        """Return the receipt of a question put to this selection.

        Raises ``EmptySelection`` where the selection holds no words at all.
        """
        where, values = self.selection.where("z.language")
        documents, tokens = self.sql(
            f"""
            SELECT count(DISTINCT z.doc), coalesce(sum(tokens), 0)::BIGINT
            FROM sizes AS z JOIN segments AS s USING (segment) JOIN documents AS d ON d.doc = z.doc WHERE {where}
            """,
            values,
        )[0]
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

    def warnings(self) -> list[str]:
        """Return what must be said under every answer: composed documents, and dates that are not known."""
        where, values = replace(self.selection, since=None, until=None).where("NULL")
        composed, undated, total = self.sql(
            f"""
            SELECT count(DISTINCT doc) FILTER (composed),
                   count(DISTINCT doc) FILTER (date_from IS NULL OR date_to IS NULL), count(DISTINCT doc)
            FROM segments AS s JOIN documents AS d USING (doc) WHERE {where}
            """,
            values,
        )[0]
        notes = []
        if composed:
            notes.append(
                f"{composed} of {total} documents were composed for demonstration; they are no historical sources."
            )
        if undated and (self.selection.since or self.selection.until):
            notes.append(f"{undated} documents without a closed date are left out by --since or --until.")
        return notes


def write_parquet(result: Result[Any], path: Path) -> None:
    """Write the rows of a result as a Parquet file, whole or not at all."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = list(zip(*result.cells(), strict=True)) or [()] * len(result.columns)
    table = pa.table(dict(zip(result.columns, map(list, columns), strict=True)))
    beside = path.with_name(f"{path.name}.unfinished-{os.getpid()}")
    pq.write_table(table, beside, compression="zstd")
    os.replace(beside, path)
