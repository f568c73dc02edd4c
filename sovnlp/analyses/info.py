"""What is in a store: documents and words by period, genre and language, and where the gaps are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.selection import period
from sovnlp.result import Result
from sovnlp.text.counting import counted

__all__ = ["InfoRow", "ListingRow", "info", "listing"]


class InfoRow(NamedTuple):
    """Documents and words (not marks) of one year, genre and language; ``year`` is empty where it is not known."""

    year: str | None
    genre: str
    language: str
    documents: int
    tokens: int


def info(corpus: Corpus) -> Result[InfoRow]:
    """Show what a store holds: coverage by year, genre and language, with the gaps named.

    **What it answers.** On what a count over time rests, and where there is nothing to count.

    **How it is computed.** A document belongs to a year when the whole span of its date lies in it; the others are in
    a row without a year. It counts in every language in which it has a sentence. Gaps are years without any document
    between the first and the last.

    **How to read it.** Before comparing two periods, see that both have documents of the same genres.

    **What it cannot tell.** How much was written at the time; only what was collected.

    Raises ``EmptySelection`` where nothing is selected.
    """
    receipt = corpus.receipt("info", {})
    where, values = corpus.selection.where("z.language")
    rows = [
        InfoRow(*row)
        for row in corpus.sql(
            f"""
            SELECT {period("year")} AS year, d.genre, z.language, count(DISTINCT s.doc), sum(z.tokens)::BIGINT
            FROM sizes AS z JOIN segments AS s USING (segment) JOIN documents AS d ON d.doc = s.doc
            WHERE {where} GROUP BY ALL ORDER BY year NULLS LAST, d.genre, z.language
            """,
            values,
        )
    ]
    notes = [*_gaps(rows), *_undated(corpus), *_gone(corpus), *corpus.warnings()]
    return Result(f"The store {corpus.root}", InfoRow, rows, receipt, tuple(notes))


def _gaps(rows: list[InfoRow]) -> Iterator[str]:
    years = sorted({int(row.year) for row in rows if row.year})
    if years:
        missing = [year for year in range(years[0], years[-1]) if year not in years]
        if missing:
            yield f"No document of: {', '.join(map(str, missing))}."


def _undated(corpus: Corpus) -> Iterator[str]:
    where, values = corpus.selection.where()
    (count,) = corpus.sql(
        f"""
        SELECT count(DISTINCT s.doc) FROM {corpus.selection.words()} AS s JOIN documents AS d ON d.doc = s.doc
        WHERE {where} AND {period("year")} IS NULL
        """,
        values,
    )[0]
    if count:
        yield f"Without a date within one year: {counted(count, 'document')}."


def _gone(corpus: Corpus) -> Iterator[str]:
    paths = {row[0] for row in corpus.sql("SELECT DISTINCT path FROM documents")}
    gone = sorted(path for path in paths if not Path(path).exists() and not Path(path.partition("!")[0]).is_file())
    if gone:
        shown = ", ".join(gone[:5]) + (f" and {len(gone) - 5} more" if len(gone) > 5 else "")
        yield f"Gone from the disk since then (the store keeps the bytes): {counted(len(gone), 'file')}: {shown}."


class ListingRow(NamedTuple):
    """One document with its metadata; ``inferred`` names the fields that were taken from the text itself."""

    id: str
    date: str | None
    genre: str
    language: str
    title: str
    author: str | None
    reference: str | None
    tokens: int
    inferred: str
    composed: bool


def listing(corpus: Corpus) -> Result[ListingRow]:
    """List every document of the selection with its metadata, in order of date.

    Raises ``EmptySelection`` where nothing is selected.
    """
    receipt = corpus.receipt("info", {"documents": True})
    where, values = corpus.selection.where("z.language")
    rows = corpus.sql(
        f"""
        SELECT d.id, d.date, d.genre, d.language, d.title, d.author, d.reference, sum(z.tokens)::BIGINT,
               array_to_string(d.inferred, ', '), d.composed
        FROM sizes AS z JOIN segments AS s USING (segment) JOIN documents AS d ON d.doc = s.doc
        WHERE {where} GROUP BY ALL ORDER BY any_value(d.doc)
        """,
        values,
    )
    notes = (*_gone(corpus), *corpus.warnings())
    return Result(f"The documents of {corpus.root}", ListingRow, [ListingRow(*row) for row in rows], receipt, notes)
