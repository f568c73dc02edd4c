"""How often a concept or word occurs over time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.resolve import Match
from sovnlp.corpus.selection import facet, period
from sovnlp.result import Result

__all__ = ["TraceRow", "trace"]

NAMED = 12


class TraceRow(NamedTuple):
    """One period, facet and language. ``tokens`` counts words, not marks; ``per_million`` is hits per million words."""

    period: str
    facet: str | None
    concept: str
    language: str
    hits: int
    tokens: int
    documents: int
    documents_with_hit: int
    per_million: float


def trace(
    corpus: Corpus, query: str, *, period_by: str = "year", per: str | None = None, by: str = "concept"
) -> Result[TraceRow]:
    """Follow a concept or word through time, each language on its own denominator.

    **What it answers.** How often a concept of the lexicon (or, where the lexicon has none, a lemma) occurs in each
    period, in how many documents, out of how many words.

    **How it is computed.** ``hits`` are the occurrences that were accepted as the concept; a word form stands for its
    lemma, and Latin spellings for the Russian word. ``tokens`` are all words of that language in the documents of the
    period (sentence by sentence, where a document mixes languages); ``per_million = 1e6 * hits / tokens``. A document
    belongs to a period when the whole span of its date lies in it; what is undated or wider is left out and counted in
    the notes. Periods without documents have no row; periods with documents but no hit have a row with 0. ``period_by``
    is year, quarter, month or decade; ``per`` splits by genre, speaker, author, document or any metadata column;
    ``by`` is concept, lemma or norm (the word form).

    **How to read it.** Compare rates only beside their documents: a rate from one or two documents says what these
    documents say. The notes give the forms matched and what was left out as another sense.

    **What it cannot tell.** Whether a rise is a change of language or a change of what was collected; ``--per genre``
    shows part of that.

    Raises ``QueryError`` for a question that cannot be understood, ``EmptySelection`` where nothing is selected.
    """
    match = corpus.resolve(query, by)
    placed = period(period_by)
    split = None if per == "language" else per
    column, column_values = facet(split) if split else ("NULL", [])
    receipt = corpus.receipt(
        "trace", {"query": query, "period_by": period_by, "per": per, "by": by, "matched": match.label}
    )
    where, values = corpus.selection.where("z.language")
    grouped = f"{placed} AS period, {column} AS facet, z.language AS language"
    joined = f"JOIN segments AS s USING (segment) JOIN documents AS d ON d.doc = s.doc WHERE {where} GROUP BY ALL"
    totals = corpus.sql(
        f"SELECT {grouped}, sum(z.tokens)::BIGINT, count(DISTINCT s.doc) FROM sizes AS z {joined}",
        [*column_values, *values],
    )
    occurrences, own = match.occurrences()
    counts = corpus.sql(
        f"SELECT {grouped}, count(*), count(DISTINCT s.doc) FROM ({occurrences}) AS z {joined}",
        [*column_values, *own, *values],
    )
    hits: dict[tuple[Any, ...], Any] = {tuple(row[:3]): row[3:] for row in counts}
    rows = [
        _row(
            when, split_value, match.label, language, hits.get((when, split_value, language), (0, 0)), tokens, documents
        )
        for when, split_value, language, tokens, documents in sorted(totals, key=lambda row: tuple(map(str, row[:3])))
        if when is not None
    ]
    unplaced = sum(found[0] for (when, *_), found in hits.items() if when is None)
    notes = [
        *match.notes,
        *_forms(corpus, match),
        *_left_out(corpus, match),
        *_documents(corpus, match),
        *_undated(corpus, period_by, unplaced),
        *corpus.warnings(),
    ]
    names = {"facet": split or ""}
    return Result(f"{match.label} by {period_by}", TraceRow, rows, receipt, tuple(notes), names)


def _row(
    when: str, facet: str | None, label: str, language: str, found: tuple[int, int], tokens: int, documents: int
) -> TraceRow:
    hits, with_hit = found
    return TraceRow(when, facet, label, language, hits, tokens, documents, with_hit, round(1e6 * hits / tokens, 2))


def _forms(corpus: Corpus, match: Match) -> Iterable[str]:
    where, values = corpus.selection.where("z.language")
    sql, own = match.occurrences()
    rows = corpus.sql(
        f"""
        SELECT form, count(*) FROM ({sql}) AS z JOIN segments AS s USING (segment) JOIN documents AS d ON d.doc = s.doc
        WHERE {where} GROUP BY form ORDER BY count(*) DESC, form
        """,
        [*own, *values],
    )
    if rows:
        yield f"Matched: {_listed([f'{form} {count}' for form, count in rows])}."


def _left_out(corpus: Corpus, match: Match) -> Iterable[str]:
    if match.kind != "concept":
        return
    where, values = corpus.selection.where("z.language")
    rows = corpus.sql(
        f"""
        SELECT why, count(*) FROM hits AS z JOIN segments AS s USING (segment) JOIN documents AS d ON d.doc = s.doc
        WHERE concept = ? AND NOT accepted AND {where} GROUP BY why ORDER BY count(*) DESC, why
        """,
        [match.words[0][0], *values],
    )
    if rows:
        listed = _listed([f"{count} ({why})" for why, count in rows])
        yield f"Left out as another sense: {sum(count for _, count in rows)} — {listed}."


def _documents(corpus: Corpus, match: Match) -> Iterable[str]:
    where, values = corpus.selection.where("z.language")
    sql, own = match.occurrences()
    rows = corpus.sql(
        f"""
        SELECT d.id, count(*) FROM ({sql}) AS z JOIN segments AS s USING (segment) JOIN documents AS d ON d.doc = s.doc
        WHERE {where} GROUP BY d.id ORDER BY count(*) DESC, d.id
        """,
        [*own, *values],
    )
    if rows:
        yield f"Documents with a hit: {_listed([f'{name} {count}' for name, count in rows])}."


def _undated(corpus: Corpus, by: str, hits: int) -> Iterable[str]:
    where, values = corpus.selection.where("NULL")
    (count,) = corpus.sql(
        f"""
        SELECT count(DISTINCT d.doc) FROM segments AS s JOIN documents AS d ON d.doc = s.doc
        WHERE {where} AND {period(by)} IS NULL
        """,
        values,
    )[0]
    if count:
        yield (
            f"{count} documents, undated or dated more widely than a {by}, are left out of the table with {hits} hits."
        )


def _listed(items: list[str]) -> str:
    more = f" and {len(items) - NAMED} more" if len(items) > NAMED else ""
    return ", ".join(items[:NAMED]) + more
