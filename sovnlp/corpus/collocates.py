"""The lemmas near the occurrences of a concept, word or phrase, document by document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.resolve import Match

__all__ = ["Near", "beside", "frequencies", "near"]


class Near(NamedTuple):
    """One document in one language, with its date and period.

    ``hits`` are the occurrences of the match, ``places`` the words in its windows; ``together`` says by lemma how often
    it stands there.
    """

    document: str
    genre: str
    language: str
    date_from: date | None
    date_to: date | None
    period: str | None
    hits: int
    places: int
    together: dict[str, int]


def near(corpus: Corpus, match: Match, *, window: int, pos: Sequence[str], period_by: str | None = None) -> list[Near]:
    """Return what stands within ``window`` words of a match, for each document where it occurs.

    No window crosses the end of a turn or paragraph, a word in two windows counts once, and the match itself is left
    out. ``pos`` are the parts of speech wanted; ``places`` counts words of all of them.
    """
    _mark(corpus, match, window)
    periods, bounds = (
        corpus.selection.periods(period_by)
        if period_by
        else ("SELECT doc, NULL::VARCHAR AS period, 1 AS weight FROM documents", [])
    )
    hits = corpus.sql("SELECT doc, language::VARCHAR, count(*) FROM nodes GROUP BY ALL ORDER BY ALL")
    together = corpus.sql(
        """
        SELECT s.doc, g.language::VARCHAR, lemmas.lemma, g.pos, count(*)
        FROM (SELECT DISTINCT position, lemma, tag, segment FROM around) AS a
        JOIN segments AS s USING (segment) JOIN tags AS g ON g.tag = a.tag JOIN lemmas ON lemmas.id = a.lemma
        GROUP BY ALL
        """
    )
    about = {
        doc: (name, genre, first, last, period)
        for doc, name, genre, first, last, period in corpus.sql(
            f"""
            SELECT d.doc, d.id, d.genre, d.date_from, d.date_to, period
            FROM documents AS d JOIN ({periods}) AS p ON p.doc = d.doc
            WHERE d.doc IN (SELECT doc FROM nodes) ORDER BY d.doc
            """,
            bounds,
        )
    }
    wanted = frozenset(pos)
    counts: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    places = Counter[tuple[int, str]]()
    for doc, language, lemma, kind, count in together:
        places[doc, language] += count
        if kind in wanted:
            own = counts[doc, language]
            own[lemma] = own.get(lemma, 0) + count
    return [
        Near(*about[doc][:2], language, *about[doc][2:], count, places[doc, language], counts[doc, language])
        for doc, language, count in hits
        if doc in about
    ]


def frequencies(
    corpus: Corpus, groups: Sequence[Sequence[str]], language: str, lemmas: Collection[str], *, pos: Sequence[str]
) -> list[tuple[int, dict[str, int]]]:
    """Return for groups of documents (each by id) all their words in a language, and how often each lemma occurs."""
    editorial = "true" if corpus.selection.editorial else "NOT s.editorial"
    rows = corpus.sql(
        f"""
        SELECT t.part, CASE WHEN g.pos IN (SELECT unnest(?::VARCHAR[])) THEN lemmas.lemma END AS lemma, count(*)
        FROM (SELECT unnest(?::VARCHAR[]) AS id, unnest(?::INTEGER[]) AS part) AS t
        JOIN documents AS d USING (id) JOIN segments AS s ON s.doc = d.doc AND {editorial}
        JOIN positions AS p ON p.segment = s.segment JOIN tags AS g ON g.tag = p.tag
        JOIN lemmas ON lemmas.id = p.lemma
        WHERE g.word AND g.language = ? GROUP BY ALL
        """,
        [
            list(pos),
            [name for group in groups for name in group],
            [part for part, group in enumerate(groups) for _ in group],
            language,
        ],
    )
    words = [0] * len(groups)
    counts: list[dict[str, int]] = [{} for _ in groups]
    for part, lemma, count in rows:
        words[part] += count
        if lemma in lemmas:
            counts[part][lemma] = count
    return list(zip(words, counts, strict=True))


def beside(corpus: Corpus, match: Match, lemma: str, *, window: int) -> set[int]:
    """Return the positions of those occurrences of a match that have a lemma within ``window`` words."""
    _mark(corpus, match, window)
    rows = corpus.sql(
        "SELECT DISTINCT node FROM around AS a JOIN lemmas ON lemmas.id = a.lemma WHERE lower(lemmas.lemma) = ?",
        [lemma.lower()],
    )
    return {node for (node,) in rows}


def _mark(corpus: Corpus, match: Match, window: int) -> None:
    """Put the occurrences of a match into a table ``nodes``, and the words of their windows into ``around``."""
    sql, own = match.occurrences()
    where, values = corpus.selection.where("z.language::VARCHAR")
    corpus.sql(
        f"""
        CREATE OR REPLACE TEMP TABLE nodes AS
        SELECT z.position, z.after, z.segment, s.doc, z.language
        FROM ({sql}) AS z JOIN segments AS s USING (segment) JOIN documents AS d ON d.doc = s.doc WHERE {where}
        """,
        [*own, *values],
    )
    corpus.sql(
        """
        CREATE OR REPLACE TEMP TABLE around AS
        WITH inside AS (SELECT DISTINCT unnest(range(position, after)) AS position FROM nodes), offered AS (
            SELECT n.position AS node, n.segment, unnest(range(n.position - ?, n.after + ?)) AS position, n.after
            FROM nodes AS n
        ), ranked AS (
            SELECT o.node, p.position, p.lemma, p.tag, p.segment, row_number() OVER (
                       PARTITION BY o.node, p.position < o.node ORDER BY abs(p.position - o.node)
                   ) AS far
            FROM offered AS o JOIN positions AS p ON p.position = o.position AND p.segment = o.segment
            JOIN tags AS g ON g.tag = p.tag AND g.word
            WHERE p.position < o.node OR p.position >= o.after
        )
        SELECT node, position, lemma, tag, segment FROM ranked
        WHERE far <= ? AND position NOT IN (SELECT position FROM inside)
        """,
        [3 * window, 3 * window, window],
    )
