"""What stands around the occurrences of a concept, word or phrase, and the sentences they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.resolve import Match

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

__all__ = ["Context", "Quoted", "Running", "contexts", "quoted", "running"]

READ = 5_000_000
"""Words of a store that are read as running text at most: of a larger one every second paragraph, every third…"""


class Context(NamedTuple):
    """An occurrence at ``position`` with the words around it, in order, lower-cased; the occurrence itself left out."""

    position: int
    document: str
    genre: str
    date_from: date | None
    date_to: date | None
    words: tuple[str, ...]


class Quoted(NamedTuple):
    """The sentence that a position lies in, where it stands, and how it is cited."""

    document: str
    date: str | None
    speaker: str
    text: str
    start: int
    stop: int
    reference: str | None


def contexts(corpus: Corpus, match: Match, *, window: int) -> list[Context]:
    """Return the occurrences of a match in the selection, in order, with ``window`` words on each side.

    Marks are passed over; no context crosses the end of a turn or paragraph.
    """
    sql, own = match.occurrences()
    where, values = corpus.selection.where("z.language::VARCHAR")
    rows = corpus.sql(
        f"""
        WITH found AS (
            SELECT z.position, z.after, z.segment, d.id, d.genre, d.date_from, d.date_to
            FROM ({sql}) AS z JOIN segments AS s USING (segment) JOIN documents AS d ON d.doc = s.doc WHERE {where}
        ), near AS (
            SELECT position AS spot, after, segment, unnest(range(position - ?, after + ?)) AS position FROM found
        ), placed AS (
            SELECT near.spot, p.position, norms.norm, p.position < near.spot AS before,
                   row_number() OVER (
                       PARTITION BY near.spot, p.position < near.spot ORDER BY abs(p.position - near.spot)
                   ) AS far
            FROM near JOIN positions AS p ON p.position = near.position AND p.segment = near.segment
            JOIN tags AS g ON g.tag = p.tag AND g.word JOIN norms ON norms.id = p.norm
            WHERE p.position < near.spot OR p.position >= near.after
        ), gathered AS (
            SELECT spot, list(norm ORDER BY position) AS words FROM placed WHERE far <= ? GROUP BY spot
        )
        SELECT position, id, genre, date_from, date_to, coalesce(words, []) FROM found
        LEFT JOIN gathered ON gathered.spot = found.position ORDER BY position
        """,
        [*own, *values, 3 * window, 3 * window, window],
    )
    return [Context._make((*row[:5], tuple(row[5]))) for row in rows]


class Running(NamedTuple):
    """Running text: at each place the number of one of ``words``, and the segment that it stands in."""

    words: list[str]
    numbers: Integers
    segments: Integers


def running(corpus: Corpus, language: str) -> Running:
    """Return all text of a language in the store, whatever the selection; editorial matter is left out."""
    import numpy as np

    words = [norm for (norm,) in corpus.sql("SELECT norm FROM norms ORDER BY id")]
    ((held,),) = corpus.sql(
        "SELECT count(*) FROM positions AS p JOIN tags AS g USING (tag) WHERE g.word AND g.language = ?", [language]
    )
    found = corpus.arrays(
        """
        SELECT p.norm, p.segment FROM positions AS p JOIN tags AS g USING (tag) JOIN segments AS s USING (segment)
        WHERE g.word AND g.language = ? AND NOT s.editorial AND p.segment % ? = 0 ORDER BY position
        """,
        [language, 1 + held // READ],
    )
    return Running(words, found["norm"].astype(np.int64), found["segment"].astype(np.int64))


def quoted(corpus: Corpus, positions: Sequence[int]) -> dict[int, Quoted]:
    """Return for each of these positions the sentence that it lies in."""
    rows: list[tuple[Any, ...]] = corpus.sql(
        """
        WITH asked AS (SELECT DISTINCT unnest(?::INTEGER[]) AS spot), bounds AS (
            SELECT spot, p.segment, min(q.start) AS start, max(q.stop) AS stop
            FROM asked JOIN positions AS p ON p.position = spot
            JOIN positions AS q ON q.segment = p.segment AND q.sentence = p.sentence
            GROUP BY ALL
        )
        SELECT spot, d.id, d.date, coalesce(s.speaker, d.author, ''),
               s.text[b.start - s.start + 1 : b.stop - s.start], b.start, b.stop,
               CASE WHEN s.page IS NULL THEN reference ELSE reference || ', ' || s.page END
        FROM bounds AS b JOIN segments AS s USING (segment) JOIN documents AS d USING (doc)
        """,
        [list(positions)],
    )
    return {
        at: Quoted(document, when, speaker, " ".join(text.split()), start, stop, reference)
        for at, document, when, speaker, text, start, stop, reference in rows
    }
