"""What a rate owes to each document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sovnlp.scores.rates import MILLION, counts

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["Influence", "influences"]


class Influence(NamedTuple):
    """The rate per million words without one document, and its relative change: -0.8 says that it falls by 80 %.

    ``rate`` is None where no other document has words, ``change`` also where there was no hit at all.
    """

    rate: float | None
    change: float | None


def influences(hits: ArrayLike, tokens: ArrayLike) -> list[Influence]:
    """Return, for each document in the order given, the rate without it (the jackknife's values: Efron 1982, ch. 3).

    Raises ``ValueError`` for counts that make no sense, as ``rate_interval``.

    >>> influences([8, 1, 1], [1000, 2000, 2000])[0]
    Influence(rate=500.0, change=-0.75)
    """
    found, words = counts(hits, tokens)
    all_hits, all_words = float(found.sum()), float(words.sum())
    changes = []
    for own_hits, own_words in zip(found.tolist(), words.tolist(), strict=True):
        rest = all_words - own_words
        if not rest:
            changes.append(Influence(None, None))
            continue
        rate = (all_hits - own_hits) / rest
        change = rate * all_words / all_hits - 1 if all_hits else None
        changes.append(Influence(MILLION * rate, change))
    return changes
