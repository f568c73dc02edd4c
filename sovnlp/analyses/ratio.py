"""How often one concept occurs for each occurrence of another."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.frequencies import frequencies, whole
from sovnlp.result import Result
from sovnlp.scores.ratios import ratio as ratio_of
from sovnlp.text.counting import counted

__all__ = ["RatioRow", "ratio"]


class RatioRow(NamedTuple):
    """One period and language: hits of both concepts, their ratio and its 95 % interval by document.

    ``documents`` are those that have either.
    """

    period: str
    language: str
    documents: int
    first: float
    second: float
    ratio: float | None
    low: float | None
    high: float | None


def ratio(corpus: Corpus, first: str, second: str, *, period_by: str = "year", by: str = "concept") -> Result[RatioRow]:
    """Follow how often one concept or word occurs for each occurrence of another.

    **What it answers.** Whether the first gains on the second, however much of either there is to read in a period.

    **How it is computed.** ``ratio = first / second``, hits over hits in the documents of a period and language; words
    cancel out. The interval is by document (``sovnlp.scores.ratios``), and needs five documents that have either.

    **How to read it.** 2 says two of the first for each of the second. Without the second there is no ratio.

    **What it cannot tell.** Which of the two moved: see each in ``trace``.

    Raises ``QueryError`` for questions that cannot be understood, ``EmptySelection`` where nothing is selected.
    """
    matches = [corpus.resolve(query, by) for query in (first, second)]
    labels = [match.label for match in matches]
    asked = {"first": first, "second": second, "period_by": period_by, "by": by, "matched": ", ".join(labels)}
    receipt = corpus.receipt("ratio", asked)
    counts = frequencies(corpus, matches, period_by=period_by)
    rows = []
    for (period, language), group in groupby(counts, key=itemgetter(0, 2)):
        hits = [one.hits for one in group]
        ones, others = [pair[0] for pair in hits], [pair[1] for pair in hits]
        found = ratio_of(ones, others)
        rows.append(
            RatioRow(
                period=period or "",
                language=language,
                documents=sum(any(pair) for pair in hits),
                first=whole(sum(ones)),
                second=whole(sum(others)),
                ratio=_rounded(found.ratio),
                low=_rounded(found.low),
                high=_rounded(found.high),
            )
        )
    notes = [note for match in matches for note in match.notes]
    neither = sum(not row.documents for row in rows)
    if neither:
        notes.append(f"Neither occurs in {counted(neither, 'row')}.")
    names = {"first": labels[0], "second": labels[1]} if labels[0] != labels[1] else {}
    title = f"{labels[0]} for each {labels[1]} by {period_by}"
    return Result(title, RatioRow, rows, receipt, (*notes, *corpus.warnings()), names)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
