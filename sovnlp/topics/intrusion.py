"""Word intrusion: whether a reader can tell the word that does not belong to a topic."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sovnlp.errors import SourceError
from sovnlp.result import Result
from sovnlp.topics.model import Model

__all__ = ["JudgedRow", "SheetRow", "intrusion_sheet", "judge_intrusion"]

OWN = 5
FAR = 50
"""An intruder is among so many top words of another topic."""


class SheetRow(NamedTuple):
    """A question: six words, of which one is not of the topic. The reader writes its letter under ``answer``."""

    question: int
    a: str
    b: str
    c: str
    d: str
    e: str
    f: str
    answer: str


class JudgedRow(NamedTuple):
    """How many of the answers on a topic name the intruder, with a 95 % interval (Wilson 1927); by chance a sixth."""

    topic: int | None
    label: str
    right: int
    answers: int
    precision: float | None
    low: float | None
    high: float | None


def intrusion_sheet(model: Model, *, seed: int = 1) -> Result[SheetRow]:
    """Make a sheet of questions, one a topic, in an order and with letters that the seed draws.

    Five of the words are the topic's weightiest; the sixth is of little weight in it and of much in another topic
    (Chang et al. 2009, Reading Tea Leaves). Topics are not named, so that nobody is led.
    """
    rows = [
        SheetRow(i, a, b, c, d, e, f, "") for i, (_, (a, b, c, d, e, f), _) in enumerate(_questions(model, seed), 1)
    ]
    notes = ("Write under answer the letter of the word that does not belong; then: sovnlp topics intrusion --judge.",)
    return Result("Which word does not belong?", SheetRow, rows, model.receipt_of("topics intrusion", seed=seed), notes)


def judge_intrusion(model: Model, files: Sequence[Path], *, seed: int = 1) -> Result[JudgedRow]:
    """Score filled-in sheets, of one reader or several, made from the same model and seed.

    Raises ``SourceError`` for a file that is no such sheet.
    """
    questions = _questions(model, seed)
    right = [0] * len(questions)
    answers = [0] * len(questions)
    for file in files:
        for place, letter in _answers(file, questions):
            answers[place] += 1
            right[place] += letter == questions[place][2]
    rows = []
    for (topic, _, _), hits, total in sorted(zip(questions, right, answers, strict=True)):
        rows.append(JudgedRow(topic, model.name(topic), hits, total, *_precision(hits, total)))
    whole = JudgedRow(None, "all topics", sum(right), sum(answers), *_precision(sum(right), sum(answers)))
    receipt = model.receipt_of("topics intrusion", seed=seed, sheets=len(files))
    return Result("Intruders found", JudgedRow, [*rows, whole], receipt)


def _questions(model: Model, seed: int) -> list[tuple[int, tuple[str, ...], str]]:
    """Topic, six words and the letter of the intruder, in the order of the sheet."""
    import numpy as np

    rng = np.random.default_rng(seed)
    orders = [np.argsort(-topic, kind="stable") for topic in model.topics]
    questions = []
    for k in rng.permutation(len(orders)).tolist():
        own = orders[k][:OWN].tolist()
        unlikely = set(orders[k][len(orders[k]) // 2 :].tolist())
        others = sorted({i for j, order in enumerate(orders) if j != k for i in order[:FAR].tolist()} - set(own))
        strangers = [i for i in others if i in unlikely] or others
        words = rng.permutation([*own, int(rng.choice(strangers))]).tolist()
        intruder = next(place for place, i in enumerate(words) if i not in own)
        questions.append((k + 1, tuple(model.bags.terms[i] for i in words), "abcdef"[intruder]))
    return questions


def _answers(file: Path, questions: Sequence[tuple[int, tuple[str, ...], str]]) -> list[tuple[int, str]]:
    """The questions that were answered, by place, with the letter; what is left empty is left out."""
    import csv

    hint = "fill in a sheet that sovnlp topics intrusion -o sheet.csv wrote, from the same model and seed"
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.DictReader(opened))
    except (OSError, UnicodeDecodeError) as cause:
        raise SourceError(f"{file} cannot be read ({cause})", hint) from None
    found = []
    for number, row in enumerate(rows):
        words = tuple(row.get(letter) or "" for letter in "abcdef")
        if number >= len(questions) or words != questions[number][1]:
            raise SourceError(f"{file}: line {number + 2} is not a question of this model and seed", hint)
        letter = (row.get("answer") or "").strip().lower()
        if letter:
            if letter not in tuple("abcdef"):
                raise SourceError(f"{file}: line {number + 2} is answered “{letter[:20]}”", "write a letter, a to f")
            found.append((number, letter))
    return found


def _precision(right: int, answers: int) -> tuple[float | None, float | None, float | None]:
    if not answers:
        return None, None, None
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(right, answers, method="wilson")
    return round(right / answers, 3), round(low, 3), round(high, 3)
