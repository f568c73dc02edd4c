"""What stands around a concept or word, by period: what came, and what went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.collocates import Near, near
from sovnlp.errors import QueryError
from sovnlp.lexicon.stopwords import stop_words
from sovnlp.result import Result
from sovnlp.scores.collocation import discoveries, expected, g2, log_dice
from sovnlp.scores.contrasts import contrast
from sovnlp.scores.rates import FEWEST
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
    documents over periods; ``status`` is came, went, stays or too few, against the period before.
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
    quarter, month or decade; each period with documents is compared with the one before. The change is in
    co-occurrences for each hit of the term, so that it does not grow because the term does; its ratio has an interval
    by document, and its p-value deals whole documents over the two periods within genre (``times`` times from
    ``seed``); ``q`` is the false discovery rate over all collocates tested in a pair of periods (Benjamini and
    Hochberg 1995). A collocate is listed with ``min_count`` co-occurrences in ``min_documents`` documents, in the
    period or in the one before; of those without a change the ``top`` by ``log_dice``.

    **How to read it.** came and went are what q allows; with fewer than five documents in either period nothing can be
    said but too few. A collocate of one document is that document's.

    **What it cannot tell.** Why; and whether the meaning changed or the matters (``sovnlp change`` shows sentences).

    Raises ``QueryError`` for what cannot be understood, ``EmptySelection`` where nothing is selected.
    """
    if window < 1 or min_count < 1 or min_documents < 1 or top < 1 or times < 1:
        raise QueryError("window, counts and dealings are one or more", "--window 5 --min-count 3")
    match = corpus.resolve(query, by)
    asked = {"query": query, "per": per, "window": window, "min_count": min_count, "min_documents": min_documents}
    receipt = corpus.receipt(
        "neighbors", asked | {"top": top, "by": by, "times": times, "matched": match.label}, seed=seed
    )
    found = near(corpus, match, window=window, pos=CONTENT, period_by=per)
    undated = len({one.document for one in found if per and one.period is None})
    rows: list[NeighborRow] = []
    for language in sorted({one.language for one in found}, reverse=True):
        own = [one for one in found if one.language == language and (one.period is not None or not per)]
        stop = stop_words(language)
        before: list[Near] = []
        for period in sorted({one.period or "" for one in own}):
            now = [one for one in own if (one.period or "") == period]
            listed = _listed([before, now], stop, min_count, min_documents)
            rows += _rows(now, before, listed, language, period or None, top, times, seed)
            before = now
    notes = [*match.notes]
    if undated:
        notes.append(f"Left out: {counted(undated, 'document')} undated or dated more widely than a {per}.")
    names = {} if per else dict.fromkeys(("period", "ratio", "low", "high", "q", "status"), "")
    title = f"Neighbors of {match.label}" + (f" by {per}" if per else "")
    return Result(title, NeighborRow, rows, receipt, (*notes, *corpus.warnings()), names)


def _listed(sides: Sequence[Sequence[Near]], stop: frozenset[str], min_count: int, min_documents: int) -> list[str]:
    """The collocates that are frequent enough on one of the sides."""
    listed = set()
    for side in sides:
        counts = Counter[str]()
        documents = Counter[str]()
        for one in side:
            counts.update(one.together)
            documents.update(one.together.keys())
        listed |= {word for word, count in counts.items() if count >= min_count and documents[word] >= min_documents}
    return sorted(word for word in listed if word not in stop and len(word) > 1)


def _rows(
    now: Sequence[Near],
    before: Sequence[Near],
    listed: Sequence[str],
    language: str,
    period: str | None,
    top: int,
    times: int,
    seed: int,
) -> Iterator[NeighborRow]:
    """The collocates of one period, those that came or went first, then by logDice."""
    hits, places, words = (sum(getattr(one, field) for one in now) for field in ("hits", "places", "words"))
    enough = min(len(now), len(before)) >= FEWEST
    both = [*before, *now]
    changes = [
        contrast(
            [one.together.get(word, 0) for one in both],
            [one.hits for one in both],
            [0] * len(before) + [1] * len(now),
            1,
            strata=[one.genre for one in both],
            times=times,
            seed=seed,
        )
        if enough
        else None
        for word in listed
    ]
    rates = discoveries([one.p if one else None for one in changes])
    made = []
    for word, change, q in zip(listed, changes, rates, strict=True):
        together = sum(one.together.get(word, 0) for one in now)
        everywhere = sum(one.everywhere.get(word, 0) for one in now)
        status = "" if not before else "too few" if q is None else "stays"
        if q is not None and q <= SURE and change is not None:
            status = "came" if change.ratio is None or change.ratio > 1 else "went"
        dice = log_dice(together, hits, everywhere)
        made.append(
            NeighborRow(
                period, language, word, together, sum(word in one.together for one in now), len(now),
                round(expected(places, everywhere, words), 2), None if dice is None else round(dice, 2),
                round(g2(together, places, everywhere, words), 2) if everywhere else 0.0,
                round(together / hits, 4), _rounded(change and change.ratio), _rounded(change and change.low),
                _rounded(change and change.high), _rounded(q), status,
            )
        )  # fmt: skip
    made.sort(key=lambda row: (row.status not in ("came", "went"), -(row.log_dice or 0), row.collocate))
    changed = sum(row.status in ("came", "went") for row in made)
    yield from (row for row in made[: changed + top] if row.together or row.status == "went")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
