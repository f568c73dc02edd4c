"""Whether a concept becomes more frequent, or less, over the years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.frequencies import Dated, dated, frequencies, whole
from sovnlp.errors import QueryError
from sovnlp.result import Result
from sovnlp.scores.rates import FEWEST, MILLION
from sovnlp.scores.trends import kendall_p, mann_kendall, rate_trend, theil_sen, trend_p
from sovnlp.text.counting import counted

__all__ = ["TrendRow", "trend"]

DAYS = 365.2425


class TrendRow(NamedTuple):
    """One concept in one language.

    ``s`` and ``kendall_p`` are Mann-Kendall's of the rates by year; ``slope`` is Theil and Sen's, in hits per million
    words a year, with its 95 % interval. ``ratio`` is by what factor the rate changes in a year under the negative
    binomial model, with its interval and ``p``. What too few documents or years cannot say is None.
    """

    concept: str
    language: str
    documents: int
    documents_with_hit: int
    years: int
    hits: float
    s: int | None
    kendall_p: float | None
    slope: float | None
    slope_low: float | None
    slope_high: float | None
    ratio: float | None
    low: float | None
    high: float | None
    p: float | None


def trend(
    corpus: Corpus, query: str | Sequence[str], *, by: str = "concept", times: int = 999, seed: int = 1
) -> Result[TrendRow]:
    """Test whether the rate of concepts or words rises or falls over the years.

    **What it answers.** Whether a line through the years is more than chance among documents, and how steep it is.

    **How it is computed.** Two ways. Mann-Kendall and Theil-Sen take the rates by year, each year alike. The negative
    binomial model takes the documents, each with its words, with a rate of its own for each genre; ``ratio`` is the
    factor of a year. Both p-values deal the documents of each genre over their dates, ``times`` times from ``seed``, so
    that neither bursts nor another mix of genres pass for a trend. Documents undated or dated more widely than a year
    are left out and told.

    **How to read it.** A ratio of 1.2 is a rise of 20 % a year. Where the two ways disagree, look at the chart: one
    full year may carry the model, one empty year the line.

    **What it cannot tell.** A rise and fall within the years: both tests ask for one direction; see ``breaks``.

    Raises ``QueryError`` for a question that cannot be understood, ``EmptySelection`` where nothing is selected.
    """
    if times < 1:
        raise QueryError("dealings are one or more", "--times 999")
    matches = [corpus.resolve(one, by) for one in ([query] if isinstance(query, str) else query)]
    labels = [match.label for match in matches]
    asked = {"query": query, "by": by, "times": times, "matched": ", ".join(labels)}
    receipt = corpus.receipt("trend", asked, seed=seed)
    placed, undated = dated(frequencies(corpus, matches))
    rows = [
        _row([row for row in placed if row.one.language == language], number, label, language, times, seed)
        for number, label in enumerate(labels)
        for language in sorted({row.one.language for row in placed})
    ]
    notes = [
        *(note for match in matches for note in match.notes),
        *_few(rows),
        *([f"Left out: {counted(undated, 'document')} undated or dated more widely than a year."] if undated else []),
        *corpus.warnings(),
    ]
    return Result(f"The trend of {', '.join(labels)}", TrendRow, rows, receipt, tuple(notes))


def _row(own: Sequence[Dated], number: int, label: str, language: str, times: int, seed: int) -> TrendRow:
    hits, tokens = [row.one.hits[number] for row in own], [row.one.tokens for row in own]
    genres, days = [row.one.genre for row in own], [row.day for row in own]
    years = [date.fromordinal(int(day)).year for day in days]
    totals: dict[int, list[float]] = {}
    for year, found, words in zip(years, hits, tokens, strict=True):
        total = totals.setdefault(year, [0.0, 0.0])
        total[0] += found
        total[1] += words
    rates = [MILLION * found / words for found, words in totals.values()]
    enough = len(hits) >= FEWEST and len(totals) > 2 and any(hits)
    kendall = mann_kendall(rates) if enough else None
    slope = theil_sen(rates, list(totals)) if enough else None
    when = [day / DAYS for day in days]
    model = rate_trend(hits, tokens, when, strata=genres, times=1)
    return TrendRow(
        concept=label,
        language=language,
        documents=len({row.one.document for row in own}),
        documents_with_hit=len({row.one.document for row in own if row.one.hits[number]}),
        years=len(totals),
        hits=whole(sum(hits)),
        s=kendall.s if kendall else None,
        kendall_p=_rounded(kendall_p(hits, tokens, years, strata=genres, times=times, seed=seed), 4),
        slope=_rounded(slope and slope.slope),
        slope_low=_rounded(slope and slope.low),
        slope_high=_rounded(slope and slope.high),
        ratio=_rounded(model and model.ratio),
        low=_rounded(model and model.low),
        high=_rounded(model and model.high),
        p=_rounded(trend_p(hits, tokens, when, strata=genres, times=times, seed=seed), 4),
    )


def _few(rows: Sequence[TrendRow]) -> Iterator[str]:
    for row in rows:
        if row.s is None:
            yield (
                f"{row.concept} ({row.language}): {counted(row.documents, 'document')} of {counted(row.years, 'year')} "
                f"with {counted(int(row.hits), 'hit')}: a trend needs {FEWEST} documents, 3 years and a hit."
            )


def _rounded(value: float | None, digits: int = 3) -> float | None:
    return None if value is None else round(value, digits)
