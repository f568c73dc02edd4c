"""What stands around a concept or word, by period: what came, and what went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.collocates import Near, near
from sovnlp.corpus.spans import place, spans
from sovnlp.errors import QueryError
from sovnlp.lexicon.stopwords import stop_words
from sovnlp.result import Result
from sovnlp.scores.collocation import Move, expected, g2, log_dice, moves
from sovnlp.text.counting import counted

__all__ = ["NeighborRow", "neighbors"]

CONTENT = ("NOUN", "VERB", "ADJ", "PROPN")
SURE = 0.05
"""The false discovery rate up to which a collocate is said to have come or gone."""


class NeighborRow(NamedTuple):
    """A lemma near a concept or word, in one period and language.

    ``together`` is how often it stands in the windows, in ``documents`` of the ``documents_with_term``; ``expected``
    how often it would by its frequency in these documents. ``log_dice`` says how exclusively the two go together,
    ``g2`` how much evidence there is. ``per_hit`` is ``together`` for each hit of the term, ``ratio`` that over the
    period before, with its 95 % interval by document; ``q`` the false discovery rate of the change, by dealing
    documents over periods; ``status`` is came, went, stays or too few, against the period before; rare, where it
    stands there too seldom in both to be tested.
    """

    period: str | None
    language: str
    collocate: str
    together: int
    documents: int
    documents_with_term: int
    expected: float
    log_dice: float | None
    g2: float
    per_hit: float
    ratio: float | None
    low: float | None
    high: float | None
    q: float | None
    status: str


def neighbors(
    corpus: Corpus,
    query: str,
    *,
    per: str | None = None,
    periods: Sequence[str] = (),
    window: int = 5,
    min_count: int = 3,
    min_documents: int = 2,
    top: int = 20,
    by: str = "concept",
    times: int = 999,
    seed: int = 1,
) -> Result[NeighborRow]:
    """List what stands around a concept or word, by period, and test what came and what went.

    **What it answers.** With which words a concept goes together, in each period; which of them are new in a period,
    or no longer there, beyond chance among documents.

    **How it is computed.** Nouns, verbs, adjectives and names within ``window`` words on each side, without stop words;
    windows end with a turn or paragraph, and the match itself is left out. ``log_dice`` is Rychlý's, ``g2`` the
    log-likelihood ratio of four cells, within the documents of the period where the term occurs. ``per`` is year,
    quarter, month or decade, or ``periods`` are given (1927/1929, 1930/1933); each period with documents is compared
    with the one before. The change is in
    co-occurrences for each hit of the term, so that it does not grow because the term does; its ratio has an interval
    by document, and its p-value deals whole documents over the two periods within genre (``times`` times from
    ``seed``); ``q`` is the false discovery rate over all collocates tested in a pair of periods (Benjamini and
    Hochberg 1995). A collocate is tested with ``min_count`` co-occurrences in ``min_documents`` documents, in the
    period or in the one before. Listed, in every period, are those that came or went in any, and the ``top`` of the
    others by their greatest ``log_dice``.

    **How to read it.** came and went are what q allows; with fewer than five documents in either period nothing can be
    said but too few. rare is no finding. A collocate of one document is that document's.

    **What it cannot tell.** Why; and whether the meaning changed or the matters (``sovnlp kwic --near`` shows the
    sentences of a pair).

    Raises ``QueryError`` for what cannot be understood, ``EmptySelection`` where nothing is selected.
    """
    if window < 1 or min_count < 1 or min_documents < 1 or top < 1 or times < 1:
        raise QueryError("window, counts and dealings are one or more", "--window 5 --min-count 3")
    if per and periods:
        raise QueryError("periods of one length are asked for, or periods by name: not both", "--periods 1928,1930")
    match = corpus.resolve(query, by)
    asked = {"query": query, "per": per, "periods": list(periods) or None, "window": window, "min_count": min_count}
    receipt = corpus.receipt(
        "neighbors",
        asked | {"min_documents": min_documents, "top": top, "by": by, "times": times, "matched": match.label},
        seed=seed,
    )
    found = near(corpus, match, window=window, pos=CONTENT, period_by=per)
    order = [one.name for one in spans(periods)] if periods else []
    if periods:
        at = [place(spans(periods), one.date_from, one.date_to) for one in found]
        found = [one._replace(period=None if i is None else order[i]) for one, i in zip(found, at, strict=True)]
    over_time = bool(per or periods)
    undated = len({one.document for one in found if over_time and one.period is None})
    rows: list[NeighborRow] = []
    for language in sorted({one.language for one in found}, reverse=True):
        own = [one for one in found if one.language == language and (one.period is not None or not over_time)]
        periods_here = order or sorted({one.period or "" for one in own})
        sides = [[one for one in own if (one.period or "") == name] for name in periods_here]
        rows += _profile(
            [side for side in sides if side], stop_words(language), min_count, min_documents, top, times, seed
        )
    notes = [*match.notes]
    if undated:
        notes.append(f"Left out: {counted(undated, 'document')} undated or in no one {per or 'period'}.")
    names = {} if over_time else dict.fromkeys(("period", "ratio", "low", "high", "q", "status"), "")
    title = f"Neighbors of {match.label}" + (f" by {per or 'period'}" if over_time else "")
    return Result(title, NeighborRow, rows, receipt, (*notes, *corpus.warnings()), names)


def _profile(
    sides: Sequence[Sequence[Near]],
    stop: frozenset[str],
    min_count: int,
    min_documents: int,
    top: int,
    times: int,
    seed: int,
) -> Iterator[NeighborRow]:
    """The same collocates in every period: those that came or went, then by logDice."""
    frequent = [_frequent(side, stop, min_count, min_documents) for side in sides]
    changes: list[dict[str, Move]] = [{}]
    for i in range(1, len(sides)):
        before, now = sides[i - 1 : i + 1]
        both = [*before, *now]
        words = sorted(frequent[i - 1] | frequent[i])
        found = moves(
            [[one.together.get(word, 0) for one in both] for word in words],
            [one.hits for one in both],
            [False] * len(before) + [True] * len(now),
            strata=[one.genre for one in both], times=times, seed=seed,
        )  # fmt: skip
        changes.append(dict(zip(words, found, strict=True)))
    made = [
        {word: _row(word, side, change) for word in set[str]().union(*frequent)}
        for side, change in zip(sides, changes, strict=True)
    ]
    best = {word: max(period[word].log_dice or 0 for period in made) for word in (made[0] if made else {})}
    changed = {word for word in best if any(period[word].status in ("came", "went") for period in made)}
    order = sorted(best, key=lambda word: (word not in changed, -best[word], word))[: len(changed) + top]
    for period in made:
        yield from (period[word] for word in order)


def _frequent(side: Sequence[Near], stop: frozenset[str], min_count: int, min_documents: int) -> set[str]:
    """The collocates of a period that are frequent enough."""
    counts = Counter[str]()
    documents = Counter[str]()
    for one in side:
        counts.update(one.together)
        documents.update(one.together.keys())
    return {
        word
        for word, count in counts.items()
        if count >= min_count and documents[word] >= min_documents and word not in stop and len(word) > 1
    }


def _row(word: str, side: Sequence[Near], changes: Mapping[str, Move]) -> NeighborRow:
    """A collocate in one period; ``changes`` is empty for the first."""
    hits, places, words = (sum(getattr(one, field) for one in side) for field in ("hits", "places", "words"))
    together = sum(one.together.get(word, 0) for one in side)
    everywhere = sum(one.everywhere.get(word, 0) for one in side)
    change, q = changes.get(word, Move(None, None))
    status = "" if not changes else "rare" if word not in changes else "too few" if q is None else "stays"
    if q is not None and q <= SURE and change is not None:
        status = "came" if change.ratio is None or change.ratio > 1 else "went"
    dice = log_dice(together, hits, everywhere)
    return NeighborRow(
        side[0].period, side[0].language, word, together, sum(word in one.together for one in side), len(side),
        round(expected(places, everywhere, words), 2), None if dice is None else round(dice, 2),
        round(g2(together, places, everywhere, words), 2) if everywhere else 0.0,
        round(together / hits, 4), _rounded(change and change.ratio), _rounded(change and change.low),
        _rounded(change and change.high), _rounded(q), status,
    )  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
