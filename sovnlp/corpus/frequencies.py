"""Hits and words document by document: what every statistic over time is made from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from sovnlp.corpus.resolve import Match
from sovnlp.corpus.selection import SPOKEN

if TYPE_CHECKING:
    from sovnlp.corpus import Corpus

__all__ = ["Dated", "Frequency", "dated", "frequencies", "whole"]


class Frequency(NamedTuple):
    """What one document says in one language, in one period, under one facet.

    ``period`` is None where periods were not asked for. ``cluster`` is what the document belongs to (its own id, its
    author, its newspaper…). ``tokens`` counts words, ``hits`` the occurrences of each match in the order given; both
    are whole numbers, unless documents are spread over periods by their days.
    """

    period: str | None
    facet: str | None
    language: str
    document: str
    genre: str
    cluster: str
    date_from: date | None
    date_to: date | None
    tokens: float
    hits: tuple[float, ...]


def frequencies(
    corpus: Corpus,
    matches: Sequence[Match],
    *,
    period_by: str | None = None,
    per: str | None = None,
    cluster: str = "document",
) -> list[Frequency]:
    """Return one row for each document, language, facet and period with words in it, in the order of the corpus.

    With ``period_by`` (year, quarter, month, decade) a document belongs to the periods that ``selection.spans`` gives
    it, and one without a period is left out. Two temporary tables stay for whoever asks on: ``placed`` (doc, id,
    period, weight, facet, genre, cluster) and ``found`` (concept: the number of the match, doc, language, form, said,
    hits). Raises ``QueryError`` for an unknown facet, cluster or period.
    """
    split = None if per == "language" else per
    spoken = split if split in SPOKEN else None
    _place(corpus, period_by, None if spoken else split, cluster)
    _find(corpus, matches, spoken)
    hits: dict[tuple[object, ...], list[float]] = {}
    for concept, *key, count in corpus.sql(
        """
        SELECT concept, doc, period, coalesce(said, facet), language, sum(hits * weight)
        FROM found JOIN placed USING (doc) GROUP BY ALL
        """
    ):
        hits.setdefault(tuple(key), [0] * len(matches))[concept] = float(count)
    nothing = (0.0,) * len(matches)
    return [
        Frequency(
            period, facet, language, document, genre, source, since, until, float(tokens),
            tuple(hits.get((doc, period, facet, language), nothing)),
        )
        for doc, period, facet, language, document, genre, source, since, until, tokens in _words(
            corpus, spoken, dated=period_by is not None
        )
    ]  # fmt: skip


def _place(corpus: Corpus, period_by: str | None, split: str | None, cluster: str) -> None:
    column, values = corpus.facet(split) if split else ("NULL", [])
    source, of_source = corpus.facet(cluster)
    periods, bounds = (
        corpus.selection.periods(period_by)
        if period_by is not None
        else ("SELECT doc, NULL::VARCHAR AS period, 1 AS weight FROM documents", [])
    )
    where, more = corpus.selection.where_documents()
    corpus.sql(
        f"""
        CREATE OR REPLACE TEMP TABLE placed AS
        SELECT d.doc, d.id, period, weight, ({column})::VARCHAR AS facet, d.genre,
               coalesce(({source})::VARCHAR, d.id) AS cluster, d.date_from, d.date_to
        FROM documents AS d JOIN ({periods}) AS p ON p.doc = d.doc WHERE {where}
        """,
        [*values, *of_source, *bounds, *more],
    )


def _find(corpus: Corpus, matches: Sequence[Match], spoken: str | None) -> None:
    column, values = corpus.facet(spoken) if spoken else ("NULL", [])
    where, more = corpus.selection.where("z.language")
    for number, match in enumerate(matches):
        sql, own = match.occurrences(forms=True)
        counted = f"""
            SELECT s.doc, z.language, z.form, ({column})::VARCHAR AS said, count(*) AS hits
            FROM ({sql}) AS z JOIN segments AS s USING (segment) JOIN documents AS d ON d.doc = s.doc
            WHERE {where} GROUP BY ALL
            """
        if match.kind != "concept":
            # Lists of numbers are counted faster than text.
            counted = f"SELECT * REPLACE (array_to_string(form, ' ') AS form) FROM ({counted})"
        made = "INSERT INTO found" if number else "CREATE OR REPLACE TEMP TABLE found AS"
        corpus.sql(f"{made} SELECT {number} AS concept, * FROM ({counted})", [*values, *own, *more])


def _words(corpus: Corpus, spoken: str | None, *, dated: bool) -> list[tuple[Any, ...]]:
    column, values = corpus.facet(spoken) if spoken else ("p.facet", [])
    where, more = corpus.selection.where()
    return corpus.sql(
        f"""
        SELECT p.doc, period, ({column})::VARCHAR AS split, s.language, p.id, p.genre, p.cluster,
               p.date_from, p.date_to, sum(tokens * weight)
        FROM {corpus.selection.words(spoken=bool(spoken))} AS s JOIN placed AS p USING (doc)
        JOIN documents AS d USING (doc)
        WHERE {where} AND (period IS NOT NULL OR NOT {dated}) GROUP BY ALL ORDER BY period, split, s.language, p.doc
        """,
        [*values, *more],
    )


def whole(count: float) -> float:
    """Return a count: whole where it is, else to two decimals."""
    return int(count) if count == int(count) else round(float(count), 2)


WIDEST = 366
"""A document whose date spans more days than this has no place on a line of time."""


class Dated(NamedTuple):
    """A row of ``frequencies`` with its day: the middle of its date, counted in days from 1 January of the year 1."""

    day: float
    one: Frequency


def dated(counts: Sequence[Frequency]) -> tuple[list[Dated], int]:
    """Return the rows that have a place in time, in its order, and how many documents have none.

    None are those whose date is open, or spans more than ``WIDEST`` days.
    """
    placed, without = [], set()
    for one in counts:
        if one.date_from is None or one.date_to is None or (one.date_to - one.date_from).days >= WIDEST:
            without.add(one.document)
        else:
            placed.append(Dated((one.date_from.toordinal() + one.date_to.toordinal()) / 2, one))
    placed.sort(key=lambda row: (row.day, row.one.document))
    return placed, len(without)
