"""Which single documents carry a rate."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.frequencies import frequencies, whole
from sovnlp.result import Result
from sovnlp.scores.influence import influences

__all__ = ["InfluenceRow", "influence"]


class InfluenceRow(NamedTuple):
    """One document of a language: its hits and words, the rate per million with it and without, the change in percent.

    ``share`` is the part of all hits that it holds, in percent.
    """

    language: str
    document: str
    date: str | None
    hits: float
    tokens: float
    share: float
    per_million: float
    without: float | None
    change: float | None
    reference: str | None


def influence(corpus: Corpus, query: str, *, by: str = "concept") -> Result[InfluenceRow]:
    """Leave out one document at a time, and say how far the rate of a concept or word moves.

    **What it answers.** Whether a number stands on many documents or on one speech.

    **How it is computed.** For each document of the selection the rate of its language is taken again without it;
    ``change`` is ``100 * (without / per_million - 1)``. Documents without a hit are counted but not listed; they stand
    in the rate. Select a period (``--year``, ``--since``, ``--until``) to see what carries one point of a trace.

    **How to read it.** Those that move the rate most come first. -80 means that the rate falls by 80 % without it.

    **What it cannot tell.** Whether the document is typical; nor what two documents do together.

    Raises ``QueryError`` for a question that cannot be understood, ``EmptySelection`` where nothing is selected.
    """
    match = corpus.resolve(query, by)
    receipt = corpus.receipt("influence", {"query": query, "by": by, "matched": match.label})
    about = {
        document: (date, reference)
        for document, date, reference in corpus.sql("SELECT id, date, reference FROM documents")
    }
    rows = []
    counts = sorted(frequencies(corpus, [match]), key=attrgetter("language", "document"))
    for language, group in groupby(counts, key=attrgetter("language")):
        own = list(group)
        hits, tokens = [one.hits[0] for one in own], [one.tokens for one in own]
        total = sum(hits)
        rate = 1e6 * total / sum(tokens)
        for one, left in zip(own, influences(hits, tokens), strict=True):
            if one.hits[0]:
                date, reference = about[one.document]
                without, change = _rounded(left.rate), _rounded(left.change and 100 * left.change)
                share = round(100 * one.hits[0] / total, 1)
                rows.append(
                    InfluenceRow(
                        language,
                        one.document,
                        date,
                        whole(one.hits[0]),
                        whole(one.tokens),
                        share,
                        round(rate, 2),
                        without,
                        change,
                        reference,
                    )  # fmt: skip
                )
    rows.sort(key=lambda row: (row.language, row.change is not None, -abs(row.change or 0), row.document))
    return Result(
        f"What carries the rate of {match.label}", InfluenceRow, rows, receipt, (*match.notes, *corpus.warnings())
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
