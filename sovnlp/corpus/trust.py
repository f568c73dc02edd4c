"""How far the names of a store were checked by hand: the outcome that it keeps, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sovnlp.text.counting import counted

__all__ = ["FEWEST", "Scorecard", "TypeScore", "trust"]

FEWEST = 5
"""From fewer documents an interval says little."""
UNCHECKED = "Nobody has checked the names of this store yet: sovnlp score sample draws sentences to mark by hand."


class TypeScore(NamedTuple):
    """How well names of a type were found: ``type`` PER, ORG, LOC or all; F1 is strict, with its 95 % interval."""

    type: str
    gold: int
    found: int
    precision: float | None
    recall: float | None
    f1: float | None
    low: float | None
    high: float | None
    overlap_f1: float | None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The names of a store, compared with a sample of its sentences that was marked by hand.

    ``drawn`` is the day of the sample, ``only`` what it was narrowed to, ``marked`` whether it was pre-marked;
    ``recipe`` is the fingerprint of the annotation that was judged, ``models`` what that stood on.
    """

    drawn: str
    only: str
    marked: bool
    sentences: int
    documents: int
    recipe: str
    models: Mapping[str, str]
    scores: Sequence[TypeScore]

    def content(self) -> dict[str, Any]:
        """Return the scorecard as JSON takes it."""
        own = {name: getattr(self, name) for name in self.__slots__}
        return {**own, "models": dict(self.models), "scores": [score._asdict() for score in self.scores]}

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Scorecard:
        """Return the scorecard that ``content`` gave; raise ``TypeError`` or ``KeyError`` where it is none."""
        return cls(**{**content, "scores": tuple(TypeScore(**score) for score in content["scores"])})


def trust(card: Scorecard | None, recipe: str) -> list[str]:
    """Return the notes to print before the names of a store are counted, annotated by ``recipe`` as it is now."""
    if card is None:
        return [UNCHECKED]
    scores = ", ".join(_said(score) for score in card.scores if score.f1 is not None)
    narrowed = f", only {card.only}" if card.only else ""
    notes = [
        f"Names were checked on {counted(card.sentences, 'sentence')} of {counted(card.documents, 'document')} "
        f"(drawn {card.drawn}{narrowed}): {scores}."
    ]
    if card.recipe != recipe:
        notes.append("The store has been annotated anew since its names were checked: sovnlp score ner checks again.")
    if card.marked:
        notes.append("The sample that they were checked on was pre-marked, which flatters the engine.")
    if card.documents < FEWEST:
        notes.append(f"An interval from fewer than {FEWEST} documents is not to be trusted.")
    return notes


def _said(score: TypeScore) -> str:
    spread = "" if score.low is None or score.high is None else f" ({score.low:.2f}–{score.high:.2f})"
    return f"{score.type} F1 {score.f1:.2f}{spread}"
