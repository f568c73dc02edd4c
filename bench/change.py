"""Change of usage: agreement with readers, false alarms, power.

    python bench/change.py [--shift FOLDER] [--runs 2000]

1. Words whose usages in two periods readers compared (RuSemShift and whatever is laid out like it: a folder with
   testset.tsv and DWUG/data/WORD/uses.csv): Spearman's rank correlation of a measure with 4 - COMPARE, and its 95 %
   interval by resampling words. sovnlp's is ``change``; beside it stand its two parts, the plain mean of word vectors
   (no weights), the same in a space made of nothing but these contexts, and the difference in frequency.
2. Documents with a direction of their own, dealt over two periods at random: how often a test at 5 % finds a change.
   "by usage" is the same test taking every usage for a document.
3. The same with a share of the usages of the second period moved to another meaning: how often that is found.
4. How often the 95 % intervals of the average distance and of the excess hold the value that they are meant for, which
   is taken from 20,000 documents.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np
from razdel import tokenize
from scipy.stats import spearmanr

from sovnlp.scores.usages import apart, scaled, shift, shift_test
from sovnlp.tagging import word_vectors
from sovnlp.vectors import Space, context_vectors, made_space, news_space

SHARED = Path(__file__).parents[2] / "shared" / "data" / "shift"
WINDOW = 5
DIMENSIONS = 50


def read(file: Path) -> list[tuple[str, list[str], int]]:
    """The period of each usage, its words, and which of them is the word asked for."""
    found = []
    with file.open(encoding="utf-8") as opened:
        for row in csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE):
            start = int(row["indexes_target_token"].partition(":")[0])
            words = [token for token in tokenize(row["context"]) if any(map(str.isalnum, token.text))]
            if words:
                place = min(range(len(words)), key=lambda i: abs(words[i].start - start))
                found.append((row["grouping"], [word.text.lower() for word in words], place))
    return found


def contexts(file: Path) -> dict[str, list[list[str]]]:
    """The words around each usage, by period."""
    found: dict[str, list[list[str]]] = {}
    for period, words, place in read(file):
        around = words[max(place - WINDOW, 0) : place] + words[place + 1 : place + 1 + WINDOW]
        found.setdefault(period, []).append(around)
    return found


def plain(around: list[list[str]]) -> np.ndarray:
    space = word_vectors()
    rows = []
    for words in around:
        known = [v for word in words if (v := space.get(word.lower().replace("ё", "е"))) is not None]
        rows.append(np.mean(known, axis=0) if known else np.zeros(300))
    return np.array(rows)


def of_contexts(folder: Path) -> Space:
    """A space made of the contexts of a set, all usages of all words."""
    numbers: dict[str, int] = {}
    text, segments = [], []
    usages = (one for file in sorted(folder.glob("DWUG/data/*/uses.csv")) for one in read(file))
    for segment, (_, words, _) in enumerate(usages):
        text += [numbers.setdefault(word, len(numbers)) for word in words]
        segments += [segment] * len(words)
    return made_space(list(numbers), np.array(text), np.array(segments))


def some(vectors: np.ndarray) -> np.ndarray:
    return vectors[np.linalg.norm(vectors, axis=1) > 0]


def scored(folder: Path) -> None:
    with (folder / "testset.tsv").open(encoding="utf-8") as opened:
        gold = {row["word"]: row for row in csv.DictReader(opened, delimiter="\t")}
    columns: dict[str, list[float]] = {}
    judged = []
    made = of_contexts(folder)
    for word, row in gold.items():
        file = folder / "DWUG" / "data" / word / "uses.csv"
        if not file.exists():
            continue
        periods = contexts(file)
        if len(periods) != 2:
            continue
        first, second = (periods[name] for name in sorted(periods))
        measured = shift(*(some(context_vectors(each, news_space())) for each in (first, second)))
        own = shift(*(some(context_vectors(each, made)) for each in (first, second)))
        unweighted = shift(*(some(plain(each)) for each in (first, second)))
        if measured.both is None or unweighted.both is None or own.both is None:
            continue
        judged.append(4 - float(row["COMPARE"]))
        frequencies = [float(row.get(name) or 1) for name in ("frequency_earlier", "frequency_later")]
        for name, value in (
            ("change (apd and prt)", measured.both), ("apd", measured.apd), ("prt", measured.prt),
            ("change, words unweighted", unweighted.both),
            ("change, space made of the contexts", own.both),
            ("difference in log frequency", abs(np.log(frequencies[0] / frequencies[1]))),
        ):  # fmt: skip
            columns.setdefault(name, []).append(float(value or 0))
    rng = np.random.default_rng(1)
    drawn = rng.integers(0, len(judged), (1000, len(judged)))
    known = np.array(judged)
    for name, values in columns.items():
        column = np.array(values)
        whole = float(spearmanr(column, known).statistic)
        low, high = np.quantile([spearmanr(column[i], known[i]).statistic for i in drawn], [0.025, 0.975])
        print(f"| {folder.name} | {len(judged)} | {name} | {whole:.3f} ({low:.2f} to {high:.2f}) |", flush=True)


def usages(rng: np.random.Generator, documents: int, each: int, moved: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Usages of documents with a direction of their own; in odd ones a share ``moved`` has another meaning."""
    own = rng.normal(size=(documents, DIMENSIONS)) * 0.5 + 2 * np.eye(DIMENSIONS)[0]
    of = np.repeat(np.arange(documents), each)
    vectors = own[of] + rng.normal(size=(len(of), DIMENSIONS))
    other = (of % 2 == 1) & (rng.random(len(of)) < moved)
    vectors[other] += 2 * (np.eye(DIMENSIONS)[1] - np.eye(DIMENSIONS)[0])
    return vectors, of


def rejected(runs: int, documents: int, each: int, moved: float, *, by_usage: bool = False) -> float:
    rng = np.random.default_rng(2)
    found = 0
    for run in range(runs):
        vectors, of = usages(rng, documents, each, moved)
        later = (of % 2 == 1).tolist()
        names = list(range(len(of))) if by_usage else of.tolist()
        tested = shift_test(vectors, later, names, times=199, seed=run)
        found += tested.p is not None and tested.p <= 0.05
    return 100 * found / runs


def covered(runs: int, documents: int, each: int, moved: float) -> tuple[float, float]:
    """How often, in per cent, intervals of apd and excess hold the true value."""
    rng = np.random.default_rng(3)
    sums = np.zeros((2, DIMENSIONS))
    held = np.zeros(2)
    for _ in range(40):
        vectors, of = usages(rng, 1000, each, moved)
        for side in (0, 1):
            sums[side] += scaled(vectors[of % 2 == side]).sum(0)
            held[side] += (of % 2 == side).sum()
    first, second = sums / held[:, None]
    true = (1 - first @ second, ((first - second) ** 2).sum() / 2)
    found = np.zeros(2)
    for _ in range(runs):
        vectors, of = usages(rng, documents, each, moved)
        one = apart(vectors, (of % 2 == 1).tolist(), of.tolist())
        found += (one.apd_low <= true[0] <= one.apd_high, one.low <= true[1] <= one.high)
    return float(100 * found[0] / runs), float(100 * found[1] / runs)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Benchmark of change of usage.")
    parser.add_argument("--shift", type=Path, action="append")
    parser.add_argument("--runs", type=int, default=2000)
    given = parser.parse_args()
    print("| set | words | measure | rank correlation with readers |\n|---|---|---|---|")
    for place in given.shift or [SHARED / "rusemshift_1", SHARED / "rusemshift_2"]:
        if (place / "testset.tsv").exists():
            scored(place)
        else:
            print(f"| {place.name} | left out: {place} is not there | | |")
    print(f"\n| documents | usages of each | rejected at 5 %, {given.runs:,} runs without change | by usage |")
    print("|---|---|---|---|")
    for documents, each in ((12, 10), (20, 5), (40, 5)):
        quiet = rejected(given.runs, documents, each, 0.0)
        naive = rejected(min(given.runs, 200), documents, each, 0.0, by_usage=True)
        print(f"| {documents} | {each} | {quiet:.1f} | {naive:.1f} |", flush=True)
    print("\n| usages a period | documents a period | found, 10 % moved | 25 % moved | 50 % moved |")
    print("|---|---|---|---|---|")
    for documents, each in ((10, 2), (10, 5), (20, 5), (40, 5), (60, 5)):
        cells = [f"{rejected(200, 2 * documents, each, moved):.0f} %" for moved in (0.1, 0.25, 0.5)]
        print(f"| {documents * each} | {documents} | {' | '.join(cells)} |", flush=True)
    print("\n| documents a period | moved | interval of apd holds it | of excess |\n|---|---|---|---|")
    for documents in (6, 10, 20, 60):
        for moved in (0.0, 0.25, 0.5):
            cells = " | ".join(f"{value:.1f} %" for value in covered(1000, 2 * documents, 5, moved))
            print(f"| {documents} | {moved:.0%} | {cells} |", flush=True)
