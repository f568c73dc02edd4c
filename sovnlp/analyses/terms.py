"""How often every word occurs: term-frequency tables."""

from __future__ import annotations

from collections import namedtuple
from typing import Any, NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.selection import PERIODS, period
from sovnlp.errors import QueryError
from sovnlp.result import Result
from sovnlp.text.counting import counted

__all__ = ["TermRow", "terms", "widen"]

# The closed classes of Universal Dependencies: words that carry grammar, not matter.
CLOSED = ("ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "SCONJ")
POS = (*CLOSED, "ADJ", "ADV", "INTJ", "NOUN", "NUM", "PROPN", "VERB", "X")
COLUMNS = {"lemma": ("lemma", "lemmas"), "form": ("norm", "norms")}


class TermRow(NamedTuple):
    """One term in one language and facet: its occurrences, and the documents that have it."""

    term: str
    language: str
    facet: str | None
    occurrences: int
    documents: int


def terms(
    corpus: Corpus,
    *,
    by: str = "lemma",
    per: str | None = None,
    min_count: int = 1,
    pos: str | None = None,
    stop: bool = True,
) -> Result[TermRow]:
    """Count every word: a term-frequency table, whole or by document, period, genre or any metadata column.

    **What it answers.** Which words occur how often, in how many documents.

    **How it is computed.** ``by`` counts lemmas or forms (the word as printed after the reversible edits, lower-cased);
    marks are not counted. ``per`` is document, year, quarter, month, decade, genre, speaker, author or any metadata
    column; a document whose date is wider than the period is left out and counted in the notes. ``min_count`` is the
    least number of occurrences of a term in the whole selection. ``pos`` keeps one part of speech (Universal
    Dependencies: NOUN, VERB, ADJ, PROPN…). ``stop=False`` leaves out the closed classes (prepositions, pronouns,
    conjunctions, particles, determiners, auxiliaries).

    **How to read it.** A term with a high count in few documents belongs to these documents; compare ``documents``.

    **What it cannot tell.** Senses: a lemma is a word, not a concept.

    Raises ``QueryError`` for an unknown ``by``, ``per`` or ``pos``, ``EmptySelection`` where nothing is selected.
    """
    if by not in COLUMNS:
        raise QueryError(f"{by!r} is not a way to count", f"choose one of: {', '.join(COLUMNS)}")
    parameters = {"by": by, "per": per, "min_count": min_count, "pos": pos, "stop": stop}
    receipt = corpus.receipt("terms", parameters)
    column, vocabulary = COLUMNS[by]
    if pos and pos.upper() not in POS:
        raise QueryError(f"there is no part of speech {pos!r}", f"choose one of: {', '.join(POS)}")
    split, split_values = _split(corpus, per)
    where, values = corpus.selection.where("z.language")
    filters = ["z.word"]
    if pos:
        filters.append("z.pos = ?")
        values = [*values, pos.upper()]
    if not stop:
        filters.append(f"z.pos NOT IN {CLOSED}")
    rows = corpus.sql(
        f"""
        WITH counted AS (
            SELECT z.{column} AS term, z.language AS language, {split} AS facet, count(*) AS count,
                   count(DISTINCT s.doc) AS documents
            FROM tokens AS z JOIN segments AS s USING (segment) JOIN documents AS d ON d.doc = s.doc
            WHERE {where} AND {" AND ".join(filters)} GROUP BY ALL
        ), frequent AS (
            SELECT term, language, sum(count) AS total FROM counted GROUP BY ALL HAVING sum(count) >= ?
        )
        SELECT v.{column}, language, facet, count, documents
        FROM counted JOIN frequent USING (term, language) JOIN {vocabulary} AS v ON v.id = counted.term
        ORDER BY language DESC, total DESC, v.{column}, facet
        """,
        [*split_values, *values, min_count],
    )
    notes = corpus.warnings()
    if per in PERIODS:
        unplaced = sum(row[3] for row in rows if row[2] is None)
        rows = [row for row in rows if row[2] is not None]
        if unplaced:
            words = counted(unplaced, "word")
            notes.append(f"Left out: {words} of documents undated or dated more widely than a {per}.")
    names = {"facet": _facet_name(per), "occurrences": "count"}
    title = f"Terms by {by}" + (f", per {per}" if per else "")
    return Result(title, TermRow, [TermRow(*row) for row in rows], receipt, tuple(notes), names)


def _row_type(fields: list[str]) -> Any:
    return namedtuple("WideRow", fields)


def _split(corpus: Corpus, per: str | None) -> tuple[str, list[object]]:
    if per in PERIODS:
        return period(per), []
    return corpus.facet(per) if per and per != "language" else ("NULL", [])


def _facet_name(per: str | None) -> str:
    """Return the name of the column of the facet, unlike that of any other column."""
    if not per or per == "language":
        return ""
    return f"{per} (metadata)" if per in (*TermRow._fields, "count") else per


def widen(result: Result[TermRow]) -> Result[Any]:
    """Turn a table with a facet from long to wide: one row a term, one column of counts for each value of the facet."""
    facets = sorted({row.facet or "" for row in result.rows})
    fields = [f"facet_{i}" for i in range(len(facets))]
    wide: Any = _row_type(["term", "language", *fields, "total"])
    table: dict[tuple[str, str], dict[str, int]] = {}
    for row in result.rows:
        table.setdefault((row.term, row.language), {})[row.facet or ""] = row.occurrences
    rows = [wide(*key, *(cells.get(f, 0) for f in facets), sum(cells.values())) for key, cells in table.items()]
    taken = wide._fields
    names = dict(zip(fields, [f"{f} (value)" if f in taken else f or "(none)" for f in facets], strict=True))
    return Result(result.title, wide, rows, result.receipt, result.notes, names)
