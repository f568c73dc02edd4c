"""What came and what went: false alarms, power, time.

    python bench/neighbors.py [--runs 500] [--store STORE --term арест]

1. Documents with tastes of their own (each uses some collocates much, others not at all), dealt over two periods at
   random: in how many of a hundred runs anything at all is said to have come or gone. With a false discovery rate of
   5 % it should be no more than 5. Beside it Fisher's exact test of the pooled counts, with the same correction.
2. The same with five of the collocates three times as frequent in the second period: how many of them are found, and
   which part of what is found is another.
3. The time of the whole question, on a store.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from time import perf_counter

import numpy as np
from scipy.stats import fisher_exact

from sovnlp.analyses.neighbors import SURE, neighbors
from sovnlp.corpus import Corpus
from sovnlp.scores.collocation import discoveries, moves

COLLOCATES, CHANGED = 40, 5


def drawn(rng: np.random.Generator, documents: int, times: float) -> tuple[np.ndarray, np.ndarray, list[bool]]:
    """Co-occurrences (collocates, documents), hits, and the period; the first five are more frequent in the second."""
    hits = 1 + rng.negative_binomial(1, 0.25, documents)
    later = np.arange(documents) % 2 == 1
    rates = rng.uniform(0.05, 0.3, COLLOCATES)[:, None] * rng.gamma(0.4, 1 / 0.4, (COLLOCATES, documents))
    rates[:CHANGED, later] *= times
    return rng.poisson(rates * hits), hits, later.tolist()


def pooled(together: np.ndarray, hits: np.ndarray, later: list[bool]) -> list[float | None]:
    side = np.array(later)
    first, second = int(hits[~side].sum()), int(hits[side].sum())
    p = []
    for row in together:
        a, b = int(row[~side].sum()), int(row[side].sum())
        p.append(float(fisher_exact([[a, max(first - a, 0)], [b, max(second - b, 0)]]).pvalue))
    return discoveries(p)


def found(rates: list[float | None]) -> set[int]:
    return {i for i, q in enumerate(rates) if q is not None and q <= SURE}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Benchmark of neighbors.")
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--term", default="kulak")
    given = parser.parse_args()
    print(f"| documents | anything found without change, {given.runs} runs | pooled counts, Fisher |\n|---|---|---|")
    rng = np.random.default_rng(1)
    for documents in (12, 24, 60):
        alarms = [0, 0]
        for run in range(given.runs):
            together, hits, later = drawn(rng, documents, 1.0)
            alarms[0] += bool(found([one.q for one in moves(together.tolist(), hits.tolist(), later, seed=run)]))
            alarms[1] += bool(found(pooled(together, hits, later)))
        print(f"| {documents} | {' | '.join(f'{100 * n / given.runs:.1f} %' for n in alarms)} |", flush=True)
    print("\n| documents | of five that tripled found | of those found false |\n|---|---|---|")
    for documents in (12, 24, 60, 120):
        right = wrong = 0
        for run in range(given.runs // 5):
            together, hits, later = drawn(rng, documents, 3.0)
            here = found([one.q for one in moves(together.tolist(), hits.tolist(), later, seed=run)])
            right += len(here & set(range(CHANGED)))
            wrong += len(here - set(range(CHANGED)))
        share = wrong / (right + wrong) if right + wrong else 0.0
        print(f"| {documents} | {right / (given.runs // 5):.1f} | {share:.1%} |", flush=True)
    if given.store:
        with Corpus.open(given.store) as corpus:
            start = perf_counter()
            rows = neighbors(corpus, given.term, per="quarter").rows
            print(f"\n{given.term} per quarter: {len(rows)} rows in {perf_counter() - start:.1f} s")
