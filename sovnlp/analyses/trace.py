"""How often a concept or word occurs over time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.resolve import Match
from sovnlp.corpus.selection import SPOKEN
from sovnlp.result import Result
from sovnlp.text.counting import counted

__all__ = ["TraceRow", "trace"]

NAMED = 12


class TraceRow(NamedTuple):
    """One period, facet and language. ``tokens`` counts words, not marks; ``per_million`` is hits per million words.

    ``hits`` and ``tokens`` are whole numbers, unless documents are spread over periods by their days.
    """

    period: str
    facet: str | None
    concept: str
    language: str
    hits: float
    tokens: float
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
    the notes. ``corpus.where(spans=…)`` asks for another rule (``overlap``, ``either``, ``spread``): the receipt has
    the one used, and a document may then count in several periods. Periods without documents have no row; periods
    with documents but no hit have a row with 0. ``period_by`` is year, quarter, month or decade; ``per`` splits by
    genre, speaker, author, document or any metadata column; ``by`` is concept, lemma or norm (the word form).

    **How to read it.** Compare rates only beside their documents: a rate from one or two documents says what these
    documents say. The notes give the forms matched and what was left out as another sense.

    **What it cannot tell.** Whether a rise is a change of language or a change of what was collected; ``--per genre``
    shows part of that.

    Raises ``QueryError`` for a question or facet that cannot be understood, ``EmptySelection`` where nothing is
    selected.
    """
    match = corpus.resolve(query, by)
    split = None if per == "language" else per
    asked = {"query": query, "period_by": period_by, "per": per, "by": by, "matched": match.label}
    receipt = corpus.receipt("trace", asked)
    receipt = replace(receipt, selection={**receipt.selection, "spans": corpus.selection.spans})
    _place(corpus, period_by, None if split in SPOKEN else split)
    _find(corpus, match, split if split in SPOKEN else None)
    hits = {
        tuple(row[:3]): row[3:]
        for row in corpus.sql(
            """
            SELECT period, coalesce(said, facet), language, sum(hits * weight), count(DISTINCT doc)
            FROM found JOIN placed USING (doc) GROUP BY ALL
            """
        )
    }
    rows = []
    for key, tokens, documents in _totals(corpus, split):
        found, with_hit = hits.get(key, (0, 0))
        rate = round(1e6 * float(found) / float(tokens), 2)
        counts = (_number(found), _number(tokens))
        rows.append(TraceRow(key[0], key[1], match.label, key[2], *counts, documents, with_hit, rate))
    notes = [
        *match.notes,
        *_forms(corpus, match),
        *_left_out(corpus, match),
        *_documents(corpus),
        *_undated(corpus, period_by),
        *corpus.warnings(),
    ]
    name = f"{split} (metadata)" if split in TraceRow._fields else split
    return Result(f"{match.label} by {period_by}", TraceRow, rows, receipt, tuple(notes), {"facet": name or ""})


def _place(corpus: Corpus, period_by: str, split: str | None) -> None:
    """Note for each document selected its period and its facet, in the temporary table ``placed``."""
    column, values = corpus.facet(split) if split else ("NULL", [])
    periods, bounds = corpus.selection.periods(period_by)
    where, more = corpus.selection.where_documents()
    corpus.sql(
        f"""
        CREATE OR REPLACE TEMP TABLE placed AS
        SELECT d.doc, d.id, period, weight, ({column})::VARCHAR AS facet
        FROM documents AS d JOIN ({periods}) AS p ON p.doc = d.doc WHERE {where}
        """,
        [*values, *bounds, *more],
    )


def _number(count: float) -> float:
    """Return a count: whole where it is, else to two decimals."""
    return int(count) if count == int(count) else round(float(count), 2)


def _find(corpus: Corpus, match: Match, split: str | None) -> None:
    """Count the occurrences by document, language, form and who ``said`` them, in the temporary table ``found``."""
    column, values = corpus.facet(split) if split else ("NULL", [])
    where, more = corpus.selection.where("z.language")
    sql, own = match.occurrences(forms=True)
    corpus.sql(
        f"""
        CREATE OR REPLACE TEMP TABLE found AS
        SELECT s.doc, z.language, z.form, ({column})::VARCHAR AS said, count(*) AS hits
        FROM ({sql}) AS z JOIN segments AS s USING (segment) JOIN documents AS d ON d.doc = s.doc
        WHERE {where} GROUP BY ALL
        """,
        [*values, *own, *more],
    )


def _totals(corpus: Corpus, split: str | None) -> list[tuple[tuple[str, str | None, str], float, int]]:
    """Return period, facet and language with their words and documents, in order, without what has no period."""
    spoken = split in SPOKEN
    column, values = corpus.facet(split) if split and spoken else ("p.facet", [])
    where, more = corpus.selection.where()
    rows = corpus.sql(
        f"""
        SELECT period, ({column})::VARCHAR AS split, s.language, sum(tokens * weight), count(DISTINCT s.doc)
        FROM {corpus.selection.words(spoken=spoken)} AS s JOIN placed AS p USING (doc) JOIN documents AS d USING (doc)
        WHERE {where} AND period IS NOT NULL GROUP BY ALL ORDER BY period, split, s.language
        """,
        [*values, *more],
    )
    return [((when, part, language), tokens, documents) for when, part, language, tokens, documents in rows]


def _forms(corpus: Corpus, match: Match) -> Iterable[str]:
    rows = corpus.sql("SELECT form, sum(hits)::BIGINT AS total FROM found GROUP BY form ORDER BY total DESC, form")
    if match.kind != "concept":
        norms = dict(corpus.sql("SELECT id, norm FROM norms WHERE id IN (SELECT unnest(form) FROM found)"))
        rows = [(" ".join(norms[number] for number in form), count) for form, count in rows]
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


def _documents(corpus: Corpus) -> Iterable[str]:
    rows = corpus.sql(
        """
        SELECT id, sum(hits)::BIGINT AS total, count(*) OVER () AS documents
        FROM found JOIN (SELECT DISTINCT doc, id FROM placed) USING (doc)
        GROUP BY id ORDER BY total DESC, id LIMIT ?
        """,
        [NAMED],
    )
    if rows:
        more = rows[0][2] - len(rows)
        named = ", ".join(f"{name} {count}" for name, count, _ in rows)
        yield f"Documents with a hit: {named}{f' and {more} more' if more else ''}."


def _undated(corpus: Corpus, by: str) -> Iterable[str]:
    where, values = corpus.selection.where()
    count, hits = corpus.sql(
        f"""
        WITH wide AS (SELECT doc FROM placed WHERE period IS NULL)
        SELECT (SELECT count(DISTINCT doc) FROM {corpus.selection.words()} AS s JOIN documents AS d USING (doc)
                WHERE {where} AND doc IN (FROM wide)),
               (SELECT coalesce(sum(hits), 0)::BIGINT FROM found WHERE doc IN (FROM wide))
        """,
        values,
    )[0]
    if count:
        left_out = f"{counted(count, 'document')} undated or dated more widely than a {by}"
        if corpus.selection.spans != "within":
            left_out = f"{counted(count, 'document')} undated or of an open date"
        yield f"Left out of the table: {left_out}, with {counted(hits, 'hit')}."


def _listed(items: list[str]) -> str:
    more = f" and {len(items) - NAMED} more" if len(items) > NAMED else ""
    return ", ".join(items[:NAMED]) + more
