"""What stands twice: reprints, second editions, passages that one document has from another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.result import Result
from sovnlp.text.counting import counted
from sovnlp.text.shingles import passages

__all__ = ["DuplicateRow", "duplicates"]


class DuplicateRow(NamedTuple):
    """One passage that two documents share; the ``start, stop`` of each point into its text.

    ``words`` are those of the first document in the passage, ``same`` those of them that stand in both; ``share`` and
    ``other_share`` are the parts of each document that all shared passages together make up (0 to 1); ``passage`` is
    how the passage begins and ends.
    """

    doc: str
    date: str | None
    other: str
    other_date: str | None
    counted: str
    share: float
    other_share: float
    words: int
    same: int
    start: int
    stop: int
    other_start: int
    other_stop: int
    passage: str


def duplicates(corpus: Corpus, *, min_words: int = 20, min_share: float = 0.0) -> Result[DuplicateRow]:
    """List the passages that documents share: reprints, other editions, borrowings.

    **What it answers.** Which documents hold the same text, in part or as a whole, and where.

    **How it is computed.** Pairs of documents are found by a sample of their sequences of five words (one in four, the
    same in all documents; Manber 1994); the texts of each pair are then aligned word by word, as normalized: runs of
    five equal words are lengthened, and joined where few words differ between them. ``min_words`` is the least length
    of a passage, ``min_share`` the least part of the shorter document that is shared. ``counted`` names the document
    that ``trace --reprints once`` takes of the two, where one is a reprint: 0.6 of its sequences stand in the
    other. The longer is taken where one holds the other, else the earlier.

    **How to read it.** A share near 1 on both sides is one text printed twice; near 1 on one side only, a text within a
    larger one; small on both, a quotation or a formula.

    **What it cannot tell.** Who had it from whom; translations; paraphrase. Passages of fewer than about thirty words
    are found only where they lie in documents that share more.

    Raises ``EmptySelection`` where nothing is selected.
    """
    receipt = corpus.receipt("duplicates", {"min_words": min_words, "min_share": min_share})
    where, values = corpus.selection.where_documents()
    pairs = corpus.sql(
        f"""
        WITH chosen AS (SELECT doc, id, date FROM documents AS d WHERE {where})
        SELECT a.doc, a.id, a.date, b.doc, b.id, b.date, r.doc
        FROM shared AS o JOIN chosen AS a ON a.doc = o.doc JOIN chosen AS b ON b.doc = o.other
        LEFT JOIN reprints AS r ON (r.doc, r.instead) IN ((a.doc, b.doc), (b.doc, a.doc))
        ORDER BY greatest(share, other_share) DESC, a.doc, b.doc
        """,
        values,
    )
    words = _Words(corpus)
    rows = [
        row for pair in pairs for row in _rows(words, pair, min_words) if max(row.share, row.other_share) >= min_share
    ]
    together = len({(row.doc, row.other) for row in rows})
    once = len({pair[6] for pair in pairs if pair[6] is not None})
    notes = [
        f"{counted(together, 'pair')} of documents with {counted(len(rows), 'shared passage')}.",
        f"Reprints that trace --reprints once leaves out: {once}.",
        *corpus.warnings(),
    ]
    return Result("Shared passages", DuplicateRow, rows, receipt, tuple(notes))


class _Words:
    """The words of documents as normalized, with their places; the last few documents are remembered."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._held: dict[int, tuple[list[int], list[tuple[int, int, int]]]] = {}

    def of(self, doc: int) -> tuple[list[int], list[tuple[int, int, int]]]:
        if doc not in self._held:
            if len(self._held) > 16:
                self._held.clear()
            rows = self.corpus.sql(
                """
                SELECT norm, t.start, t.stop, segment FROM tokens AS t JOIN segments AS s USING (segment)
                WHERE position >= ? AND position < ? AND word AND NOT s.editorial ORDER BY position
                """,
                self.corpus.sql("SELECT first, last FROM documents WHERE doc = ?", [doc])[0],
            )
            self._held[doc] = [row[0] for row in rows], [row[1:] for row in rows]
        return self._held[doc]

    def text(self, first: tuple[int, int, int], last: tuple[int, int, int]) -> str:
        """Return what stands from one word to another, segment by segment."""
        rows = self.corpus.sql(
            "SELECT text, start FROM segments WHERE segment BETWEEN ? AND ? AND NOT editorial ORDER BY segment",
            [first[2], last[2]],
        )
        return " ".join(text[max(0, first[0] - start) : last[1] - start] for text, start in rows)


def _rows(words: _Words, pair: tuple[int, str, str, int, str, str, int | None], least: int) -> Iterator[DuplicateRow]:
    doc, name, date, other, other_name, other_date, reprint = pair
    (own, places), (others, other_places) = words.of(doc), words.of(other)
    found = [passage for passage in passages(own, others) if passage.stop - passage.start >= least]
    same = sum(passage.same for passage in found)
    kept = "" if reprint is None else other_name if reprint == doc else name
    for passage in found:
        first, last = places[passage.start], places[passage.stop - 1]
        yield DuplicateRow(
            name,
            date,
            other_name,
            other_date,
            kept,
            round(same / len(own), 3),
            round(same / len(others), 3),
            passage.stop - passage.start,
            passage.same,
            first[0],
            last[1],
            other_places[passage.other_start][0],
            other_places[passage.other_stop - 1][1],
            _excerpt(words.text(first, last)),
        )


def _excerpt(text: str) -> str:
    words = text.split()
    return " ".join(words if len(words) <= 9 else [*words[:5], "…", *words[-3:]])
