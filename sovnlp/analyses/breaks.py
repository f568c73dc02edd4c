"""When the rate of a concept changes, and how surely that can be said."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.frequencies import Dated, dated, frequencies
from sovnlp.errors import QueryError
from sovnlp.result import Result
from sovnlp.scores.change_points import change_points
from sovnlp.text.counting import counted

__all__ = ["BreakRow", "breaks"]


class BreakRow(NamedTuple):
    """A date from which on the rate of a concept differs.

    ``earliest`` and ``latest`` bound the dates that cannot be told apart from it at 95 %. ``before`` and ``after`` are
    rates per million words up to the neighboring changes; ``p`` is by dealing documents over dates within genre.
    """

    concept: str
    language: str
    date: str
    earliest: str
    latest: str
    before: float
    after: float
    p: float
    documents: int


def breaks(
    corpus: Corpus, query: str | Sequence[str], *, most: int = 3, by: str = "concept", times: int = 999, seed: int = 1
) -> Result[BreakRow]:
    """Look for the dates at which the rate of concepts or words changes.

    **What it answers.** Whether there is a break at all, when, and between which dates it may lie.

    **How it is computed.** Documents are put in order of date, each measured against the rate of its genre; the date
    that parts them best is the first change, and the same is done within the parts while p is at most 0.05 (up to
    ``most``). ``p`` compares with the best that ``times`` dealings of the documents of each genre over their dates
    give, so that looking everywhere is paid for. No part has fewer than five documents. Documents undated or dated more
    widely than a year are left out and told.

    **How to read it.** The strongest date always stands first, whatever its p: above 0.05 it is no break. Between
    ``earliest`` and ``latest`` every date is as good.

    **What it cannot tell.** A slow change from a sudden one (see ``trend``); whether the sources changed and not the
    language.

    Raises ``QueryError`` for a question that cannot be understood, ``EmptySelection`` where nothing is selected.
    """
    if most < 1 or times < 1:
        raise QueryError("changes and dealings are one or more", "--most 3 --times 999")
    matches = [corpus.resolve(one, by) for one in ([query] if isinstance(query, str) else query)]
    labels = [match.label for match in matches]
    asked = {"query": query, "most": most, "by": by, "times": times, "matched": ", ".join(labels)}
    receipt = corpus.receipt("breaks", asked, seed=seed)
    placed, undated = dated(frequencies(corpus, matches))
    rows: list[BreakRow] = []
    notes = [note for match in matches for note in match.notes]
    for number, label in enumerate(labels):
        for language in sorted({row.one.language for row in placed}):
            own = [row for row in placed if row.one.language == language]
            found = _rows(own, number, label, language, most, times, seed)
            rows += found
            if not found:
                notes.append(f"{label} ({language}): no change can be looked for in {counted(len(own), 'document')}.")
            elif found[0].p > 0.05:
                notes.append(f"{label} ({language}): no change is more than chance; the strongest is shown.")
    if undated:
        notes.append(f"Left out: {counted(undated, 'document')} undated or dated more widely than a year.")
    return Result(f"When {', '.join(labels)} changes", BreakRow, rows, receipt, (*notes, *corpus.warnings()))


def _rows(
    own: Sequence[Dated], number: int, label: str, language: str, most: int, times: int, seed: int
) -> list[BreakRow]:
    hits, tokens = [row.one.hits[number] for row in own], [row.one.tokens for row in own]
    days, genres = [row.day for row in own], [row.one.genre for row in own]
    found = change_points(hits, tokens, days, strata=genres, most=most, times=times, seed=seed)
    return [
        BreakRow(
            concept=label,
            language=language,
            date=_day(change.date),
            earliest=_day(change.earliest),
            latest=_day(change.latest),
            before=round(change.before, 2),
            after=round(change.after, 2),
            p=round(change.p, 4),
            documents=len(own),
        )
        for change in found
    ]


def _day(number: float) -> str:
    return datetime.date.fromordinal(int(number)).isoformat()
