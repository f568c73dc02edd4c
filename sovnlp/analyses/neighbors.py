"""What stands around a concept or word, by period: what came, and what went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.collocates import Near, frequencies, near
from sovnlp.corpus.spans import place, spans
from sovnlp.errors import QueryError
from sovnlp.lexicon.stopwords import stop_words
from sovnlp.result import Progress, Result
from sovnlp.scores.collocation import Move, expected, g2, log_dice, moves
from sovnlp.scores.contrasts import Contrast, contrast
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
    progress: Progress | None = None,
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
    named = spans(periods) if periods else []
    if named:
        at = [place(named, one.date_from, one.date_to) for one in found]
        found = [one._replace(period=None if i is None else named[i].name) for one, i in zip(found, at, strict=True)]
    over_time = bool(per or periods)
    undated = len({one.document for one in found if over_time and one.period is None})
    rows: list[NeighborRow] = []
    for language in sorted({one.language for one in found}, reverse=True):
        own = [one for one in found if one.language == language and (one.period is not None or not over_time)]
        order = [one.name for one in named] or sorted({one.period or "" for one in own})
        sides = [[one for one in own if (one.period or "") == name] for name in order]
        rows += _profile(
            _sides(corpus, sides), stop_words(language), min_count, min_documents, top, times, seed, progress
        )
    notes = [*match.notes]
    if undated:
        notes.append(f"Left out: {counted(undated, 'document')} undated or in no one {per or 'period'}.")
    names = {} if over_time else dict.fromkeys(("period", "ratio", "low", "high", "q", "status"), "")
    title = f"Neighbors of {match.label}" + (f" by {per or 'period'}" if over_time else "")
    return Result(title, NeighborRow, rows, receipt, (*notes, *corpus.warnings()), names)


class _Side(NamedTuple):
    """One period in one language: sums over its documents."""

    period: str | None
    language: str
    near: Sequence[Near]
    hits: int
    places: int
    words: int
    together: Counter[str]
    documents: Counter[str]
    everywhere: Mapping[str, int]

    def frequent(self, stop: frozenset[str], min_count: int, min_documents: int) -> set[str]:
        """The collocates that are frequent enough."""
        return {
            word
            for word, count in self.together.items()
            if count >= min_count and self.documents[word] >= min_documents and word not in stop and len(word) > 1
        }

    def dice(self, word: str) -> float | None:
        return log_dice(self.together[word], self.hits, self.everywhere.get(word, 0))


def _sides(corpus: Corpus, sides: Sequence[Sequence[Near]]) -> list[_Side]:
    """The sums of each period that has documents."""
    sides = [side for side in sides if side]
    if not sides:
        return []
    language = sides[0][0].language
    together = [Counter[str]() for _ in sides]
    for sums, side in zip(together, sides, strict=True):
        for one in side:
            sums.update(one.together)
    found = frequencies(
        corpus, [[one.document for one in side] for side in sides], language, set[str]().union(*together), pos=CONTENT
    )
    return [
        _Side(
            side[0].period, language, side, sum(one.hits for one in side), sum(one.places for one in side), words, sums,
            Counter(word for one in side for word in one.together), everywhere,
        )
        for side, sums, (words, everywhere) in zip(sides, together, found, strict=True)
    ]  # fmt: skip


def _profile(
    sides: Sequence[_Side],
    stop: frozenset[str],
    min_count: int,
    min_documents: int,
    top: int,
    times: int,
    seed: int,
    progress: Progress | None,
) -> Iterator[NeighborRow]:
    """The same collocates in every period: those that came or went in any, then by logDice."""
    frequent = [side.frequent(stop, min_count, min_documents) for side in sides]
    changes: list[dict[str, Move]] = [{}]
    for i in range(1, len(sides)):
        words = sorted(frequent[i - 1] | frequent[i])
        both, later = _both(sides[i - 1], sides[i])
        found = moves(
            [[one.together.get(word, 0) for one in both] for word in words], [one.hits for one in both], later,
            strata=[one.genre for one in both], times=times, seed=seed,
        )  # fmt: skip
        changes.append(dict(zip(words, found, strict=True)))
        if progress:
            progress("periods compared", i, len(sides) - 1, 0)
    best = {word: max(side.dice(word) or 0 for side in sides) for word in set[str]().union(*frequent)}
    changed = {word for period in changes for word, move in period.items() if move.q is not None and move.q <= SURE}
    order = sorted(best, key=lambda word: (word not in changed, -best[word], word))[: len(changed) + top]
    for i, side in enumerate(sides):
        yield from (_row(word, side, sides[i - 1] if i else None, changes[i].get(word)) for word in order)


def _both(before: _Side, now: _Side) -> tuple[list[Near], list[bool]]:
    """The documents of two periods, and which of them are of the second."""
    return [*before.near, *now.near], [False] * len(before.near) + [True] * len(now.near)


def _row(word: str, side: _Side, before: _Side | None, move: Move | None) -> NeighborRow:
    """A collocate in one period, with its ratio to the period before, where that was tested."""
    ratio: Contrast | None = None
    if before is not None and move is not None and move.q is not None:
        both, later = _both(before, side)
        hits = [one.hits for one in both]
        ratio = contrast([one.together.get(word, 0) for one in both], hits, list(map(int, later)), 1, times=0)
    together, everywhere = side.together[word], side.everywhere.get(word, 0)
    dice = side.dice(word)
    return NeighborRow(
        side.period, side.language, word, together, side.documents[word], len(side.near),
        round(expected(side.places, everywhere, side.words), 2), None if dice is None else round(dice, 2),
        round(g2(together, side.places, everywhere, side.words), 2) if everywhere else 0.0,
        round(together / side.hits, 4), _rounded(ratio and ratio.ratio), _rounded(ratio and ratio.low),
        _rounded(ratio and ratio.high), _rounded(move and move.q), _status(before, move),
    )  # fmt: skip


def _status(before: _Side | None, move: Move | None) -> str:
    if before is None:
        return ""
    if move is None:
        return "rare"
    if move.q is None:
        return "too few"
    return "stays" if move.q > SURE else "came" if move.rises else "went"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
