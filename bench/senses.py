"""Are words told apart from concepts? One table on labeled occurrences, one on composed sentences kept from training.

    python bench/senses.py [GOLD.jsonl]

GOLD (default: ../shared/gold/senses_dev.jsonl) has one occurrence a line: sentence, start, stop, lang, family, concept.
An item is taken where an accepted concept overlaps it; debatable items are left out. Intervals are Wilson's for
precision and recall; for balanced accuracy, a bootstrap over items. "clues struck out" drops that share of the clues of
every rule at random (ten times) and says what becomes of the rules on words they were not written for.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import sqrt
from pathlib import Path
from statistics import fmean
from typing import Any

from sovnlp.annotators import senses
from sovnlp.document import Concept, Token
from sovnlp.lexicon import Lexicon, load
from sovnlp.training.senses import cross_validate, seeds, tagged

GOLD = Path(__file__).parents[2] / "shared" / "gold" / "senses_dev.jsonl"
ENOUGH = 8
Decide = Callable[[Sequence[Token]], list[Concept]]


def overlapping(found: Sequence[Concept], item: dict[str, Any]) -> list[Concept]:
    return [c for c in found if c.start < item["stop"] and item["start"] < c.stop]


def wilson(hits: int, cases: int) -> tuple[float, float]:
    """Wilson (1927), 95 %."""
    if not cases:
        return 0.0, 1.0
    z, p = 1.96, hits / cases
    middle = (p + z * z / (2 * cases)) / (1 + z * z / cases)
    half = z * sqrt(p * (1 - p) / cases + z * z / (4 * cases * cases)) / (1 + z * z / cases)
    return middle - half, middle + half


def balanced(pairs: Sequence[tuple[bool, bool]]) -> float:
    """The mean of the shares taken rightly and left rightly, from pairs (taken, right)."""
    positive = [taken for taken, right in pairs if right]
    negative = [not taken for taken, right in pairs if not right]
    return (fmean(positive) + fmean(negative)) / 2 if positive and negative else float("nan")


def bootstrap(pairs: Sequence[tuple[bool, bool]]) -> tuple[float, float]:
    draw = random.Random(1)
    scores = sorted(s for _ in range(1000) if (s := balanced(draw.choices(pairs, k=len(pairs)))) == s)
    return scores[25], scores[-26]


def line(name: str, pairs: Sequence[tuple[bool, bool]]) -> str:
    hits, said, right = pairs.count((True, True)), sum(t for t, _ in pairs), sum(r for _, r in pairs)
    low, high = bootstrap(pairs)
    p, r = wilson(hits, said), wilson(hits, right)
    return (
        f"{name:34}{right:5}{len(pairs) - right:6}   {balanced(pairs):.3f} ({low:.2f}-{high:.2f})"
        f"   {hits / max(1, said):.3f} ({p[0]:.2f}-{p[1]:.2f})   {hits / max(1, right):.3f} ({r[0]:.2f}-{r[1]:.2f})"
    )


def taken(items: list[dict[str, Any]], tokens: list[list[Token]], decide: Decide) -> list[bool]:
    return [any(c.accepted for c in overlapping(decide(t), i)) for i, t in zip(items, tokens, strict=True)]


def struck(known: Lexicon, share: float, draw: random.Random) -> Lexicon:
    """The lexicon without a share of the clues of its rules."""

    def thinned(entry: Any) -> Any:
        steps = [
            replace(
                c, steps=tuple(replace(s, clues=tuple(x for x in s.clues if draw.random() >= share)) for s in c.steps)
            )
            for c in entry.context
        ]
        return replace(entry, context=tuple(steps))

    return replace(known, concepts={concept: thinned(entry) for concept, entry in known.concepts.items()})


def labeled(file: Path, known: Lexicon) -> None:
    items = [json.loads(text) for text in file.read_text("utf-8").splitlines()]
    items = sorted((i for i in items if not i.get("debatable")), key=lambda i: str(i["lang"]))
    tokens = [t for lang in ("en", "ru") for t in tagged([i["sentence"] for i in items if i["lang"] == lang], lang)]
    right = [bool(item["concept"]) for item in items]
    both, rules = senses.load(known), senses.load(known, contexts=False)
    found = [overlapping(both(t), i) for i, t in zip(items, tokens, strict=True)]
    said = {
        "string matching": [bool(f) for f in found],
        "rules": taken(items, tokens, rules),
        "rules, then classifier": [any(c.accepted for c in f) for f in found],
    }
    print(f"{len(items)} labeled occurrences, {file.name}")
    print(f"{'':34}{'yes':>5}{'no':>6}   {'balanced accuracy':20} {'precision':20} recall")
    for name, answers in said.items():
        print(line(name, list(zip(answers, right, strict=True))))
    for lang in ("ru", "en"):
        for name, answers in said.items():
            chosen = [(a, r) for a, r, i in zip(answers, right, items, strict=True) if i["lang"] == lang]
            print(line(f"  {lang}: {name}", chosen))
    for family in sorted({i["family"] for i in items}):
        for name in ("string matching", "rules, then classifier"):
            chosen = [(a, r) for a, r, i in zip(said[name], right, items, strict=True) if i["family"] == family]
            if min(sum(r for _, r in chosen), sum(not r for _, r in chosen)) >= ENOUGH:
                print(line(f"  {family}: {name}", chosen))
    for share in (0.3, 0.5, 0.7):
        pairs: dict[str, list[tuple[bool, bool]]] = {"rules": [], "rules, then classifier": []}
        for seed in range(10):
            thin = struck(known, share, random.Random(seed))
            for name, contexts in (("rules", False), ("rules, then classifier", True)):
                answers = taken(items, tokens, senses.load(thin, contexts=contexts))
                pairs[name].extend(zip(answers, right, strict=True))
        for name, some in pairs.items():
            print(f"  {share:.0%} of clues struck out: {name:24} balanced accuracy {balanced(some):.3f}")


def main() -> None:
    known = load()
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else GOLD
    if file.exists():
        labeled(file, known)
    else:
        print(f"no labeled occurrences at {file}: that table is left out")
    for language in ("ru", "en"):
        print(f"\ncomposed sentences ({language}), ten folds, ambiguous words that no phrase decides")
        print(f"{'':28}{'cases':>6}  balanced accuracy  precision  recall")
        for row in cross_validate(seeds(language, known), language):
            print(
                f"{row.decided_by:28}{row.cases:6}  {row.balanced_accuracy:17.3f}{row.precision:11.3f}{row.recall:8.3f}"
            )


if __name__ == "__main__":
    main()
