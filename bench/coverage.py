"""How often intervals cover the truth, and how often tests reject it, in simulated corpora.

    python bench/coverage.py [--runs 2000] [--seed 1]

Every corpus is drawn anew; a word has 1,000 hits per million words, 3 in a document of mean length. Lengths are 3,000
words, or unequal: lognormal with a standard deviation of 1 on the log scale. Simulators: the negative binomial of sizes
0.3 (very bursty) and 1, the model behind the interval that is shipped; and three that are not: "half empty", where half
the documents never use the word and the others do at lognormal rates; "two topics", where one document in five is about
the matter and uses it ten times as often; "long ones differ", where three in ten are ten times as long and use it three
times as often, so that the rate of a word is not that of a document.

A number is **bold** where it misses its bar: a nominal 95 % interval must cover 93-98 % from 20 documents of equal
length, 90 % or more from 20 unequal ones and from 8 of either; a test at 5 % must reject a true null in 3.5-6.5 %. With
5 documents there is no bar.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, erfc

from sovnlp.scores.change_points import change_points
from sovnlp.scores.contrasts import contrast, control_contrast
from sovnlp.scores.negative_binomial import profile_interval
from sovnlp.scores.rates import log_t_bounds, rate_interval, upper_bound
from sovnlp.scores.standardization import standardized_rate
from sovnlp.scores.student import t_quantile
from sovnlp.scores.trends import kendall_p, rate_trend, trend_p

Numbers = NDArray[np.float64]
Bounds = tuple[float, float]
Random = np.random.Generator

RATE = 1e-3
LENGTH = 3000
SIZES = (5, 8, 20, 60)
RESAMPLES = 399
DEALINGS = 199
DOCUMENTS = 40


def lengths(rng: Random, documents: int, unequal: bool) -> Numbers:
    if not unequal:
        return np.full(documents, float(LENGTH))
    return np.maximum(np.round(LENGTH * rng.lognormal(-0.5, 1, documents)), 20)


def bursty(rng: Random, means: Numbers, size: float) -> Numbers:
    return rng.poisson(means * rng.gamma(size, 1 / size, means.shape)).astype(float)


def half_empty(rng: Random, means: Numbers) -> Numbers:
    used = rng.random(means.shape) < 0.5
    return rng.poisson(2 * means * used * rng.lognormal(-0.5, 1, means.shape)).astype(float)


def two_topics(rng: Random, means: Numbers) -> Numbers:
    return rng.poisson(means * np.where(rng.random(means.shape) < 0.2, 10, 1) / 2.8).astype(float)


def long_ones_differ(rng: Random, documents: int) -> tuple[Numbers, Numbers]:
    is_long = rng.random(documents) < 0.3
    tokens = np.round(np.where(is_long, 10, 1) * 1000 * rng.lognormal(0, 0.5, documents))
    # In 3 long and 7 short documents: 30 · 3 + 7 hits for 37 of words.
    rates = RATE * 37 / 97 * np.where(is_long, 3, 1)
    return bursty(rng, tokens * rates, 1), tokens


SIMULATORS: dict[str, Callable[[Random, Numbers], Numbers]] = {
    "neg. binomial, size 0.3": partial(bursty, size=0.3),
    "neg. binomial, size 1": partial(bursty, size=1.0),
    "half empty": half_empty,
    "two topics": two_topics,
}
OWN_LENGTHS = "long ones differ"


def shipped(hits: Numbers, tokens: Numbers, rng: Random) -> Bounds:
    found = rate_interval(hits, tokens)
    assert found.low is not None and found.high is not None
    return found.low / 1e6, found.high / 1e6


def unmoved(hits: Numbers, tokens: Numbers, rng: Random) -> Bounds:
    return profile_interval(hits, tokens, t_quantile(0.975, max(len(hits) - 2, 6)) ** 2, moved=False)


def log_t(hits: Numbers, tokens: Numbers, rng: Random) -> Bounds:
    return log_t_bounds(hits, tokens, 0.95)


def bootstrap(hits: Numbers, tokens: Numbers, rng: Random) -> Bounds:
    """The studentized bootstrap of the log rate by document (Davison and Hinkley 1997, section 5.2.1)."""
    documents = len(hits)
    weights = rng.multinomial(documents, np.full(documents, 1 / documents), RESAMPLES).astype(float)
    found, words = weights @ hits, weights @ tokens
    rates, rate = found / words, hits.sum() / tokens.sum()
    squares = weights @ hits**2 - 2 * rates * (weights @ (hits * tokens)) + rates**2 * (weights @ tokens**2)
    with np.errstate(all="ignore"):
        scores = np.log(rates / rate) * found / np.sqrt(np.maximum(squares, 0))
    scores = scores[np.isfinite(scores)]
    if len(scores) < RESAMPLES / 4:
        return 0.0, 1.0
    error = np.sqrt(((hits - rate * tokens) ** 2).sum()) / hits.sum()
    low, high = np.percentile(scores, [2.5, 97.5])
    return float(rate * np.exp(-high * error)), float(rate * np.exp(-low * error))


def wilson(hits: Numbers, tokens: Numbers, rng: Random) -> Bounds:
    """Wilson's interval, as if every word were drawn on its own."""
    n, share, z = tokens.sum(), hits.sum() / tokens.sum(), 1.959964
    center = (share + z**2 / 2 / n) / (1 + z**2 / n)
    width = z * np.sqrt(share * (1 - share) / n + z**2 / 4 / n**2) / (1 + z**2 / n)
    return float(center - width), float(center + width)


CANDIDATES = {
    "shipped": shipped,
    "NB profile, not moved": unmoved,
    "log t": log_t,
    "studentized bootstrap": bootstrap,
    "Wilson, by word": wilson,
}


def cell(share: float, low: float, high: float) -> str:
    text = f"{100 * share:.1f}"
    return text if low <= share <= high else f"**{text}**"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for row in (head, ["---", *["---:"] * (len(head) - 1)], *rows):
        print("| " + " | ".join(row) + " |", flush=True)
    print(flush=True)


def coverage_of_rates(runs: int, seed: int) -> None:
    print(f"## Coverage of nominal 95 % intervals of a rate, in % of {runs} runs\n")
    rows: list[list[str]] = []
    widths: list[float] = []
    for name in (*SIMULATORS, OWN_LENGTHS):
        for unequal in (True,) if name == OWN_LENGTHS else (False, True):
            for documents in SIZES:
                rng = np.random.default_rng([seed, len(rows)])
                covered = np.zeros(len(CANDIDATES))
                wide: list[float] = []
                for _ in range(runs):
                    if name == OWN_LENGTHS:
                        hits, tokens = long_ones_differ(rng, documents)
                    else:
                        tokens = lengths(rng, documents, unequal)
                        hits = SIMULATORS[name](rng, RATE * tokens)
                    # Without a hit every candidate is given the same upper bound, but for Wilson's own.
                    nothing = None if hits.any() else (0.0, upper_bound(tokens))
                    bounds = [
                        method(hits, tokens, rng) if nothing is None or method is wilson else nothing
                        for method in CANDIDATES.values()
                    ]
                    covered += [low <= RATE <= high for low, high in bounds]
                    wide.append(bounds[0][1] / RATE)
                least, most = bars(documents, unequal)
                kind = "unequal" if unequal else "equal"
                rows.append([name, kind, str(documents), *(cell(each / runs, least, most) for each in covered)])
                widths.append(float(np.median(wide)))
    table(["simulator", "lengths", "documents", *CANDIDATES, "its upper bound"], with_widths(rows, widths))
    print("Its upper bound: the median of the shipped interval's, as a multiple of the true rate.\n")


def with_widths(rows: Sequence[Sequence[str]], widths: Sequence[float]) -> list[list[str]]:
    return [[*row, f"{width:.1f}"] for row, width in zip(rows, widths, strict=True)]


def bars(documents: int, unequal: bool) -> Bounds:
    if documents < 8:
        return 0, 1
    return (0.9, 1) if unequal or documents < 20 else (0.93, 0.98)


def log_likelihood(hits: Numbers, tokens: Numbers, later: NDArray[np.bool_]) -> float:
    """The p-value of G² before and after, by word (four cells; Dunning 1993)."""
    found = np.array([hits[~later].sum(), hits[later].sum()])
    words = np.array([tokens[~later].sum(), tokens[later].sum()])
    total = 0.0
    for observed, share in ((found, found.sum() / words.sum()), (words - found, 1 - found.sum() / words.sum())):
        some = observed > 0
        total += float(2 * (observed[some] * np.log(observed[some] / (words * share)[some])).sum())
    return float(chdtrc(1, total))


def poisson_trend(hits: Numbers, tokens: Numbers, years: Numbers) -> float:
    """The p-value of the score test of a log-linear trend, by word: Σ year (x - m) against its Poisson variance."""
    means = hits.sum() * tokens / tokens.sum()
    since = years - (means * years).sum() / means.sum()
    return float(erfc(abs((since * hits).sum()) / np.sqrt(2 * (since**2 * means).sum())))


TESTS = (
    "contrast",
    "control contrast",
    "change point",
    "NB trend",
    "Mann-Kendall",
    "G², by word",
    "Poisson trend, by word",
)


def nulls(rng: Random, shifting: bool, simulator: str) -> tuple[Numbers, Numbers, Numbers, Numbers, list[int]]:
    """Return hits, hits of a control, words, years and genres of documents between which nothing changes."""
    years = np.sort(rng.uniform(1927, 1939, DOCUMENTS))
    share = (years - 1927) / 12 if shifting else np.full(DOCUMENTS, 0.5)
    genres = rng.random(DOCUMENTS) < 0.15 + 0.7 * share
    tokens = lengths(rng, DOCUMENTS, True)
    means = RATE * tokens * np.where(genres, 2.5, 0.5)
    simulate = SIMULATORS[simulator]
    return simulate(rng, means), simulate(rng, 3 * means), tokens, years, genres.astype(int).tolist()


def rejections(runs: int, seed: int) -> None:
    print(f"## Rejection of a true null at 5 %, in % of {runs} runs\n")
    print(
        f"{DOCUMENTS} documents of unequal length over 12 years, two genres, one with five times the rate of the other;"
        " where the mix shifts, the share of that genre grows from 15 to 85 %. The permutation tests know the genres"
        f" and deal documents {DEALINGS} times.\n"
    )
    rows: list[list[str]] = []
    for shifting in (False, True):
        for name in SIMULATORS:
            rng = np.random.default_rng([seed, 1000 + len(rows)])
            rejected = np.zeros(len(TESTS))
            for run in range(runs):
                hits, control, tokens, years, genres = nulls(rng, shifting, name)
                ask: dict[str, Any] = {"strata": genres, "times": DEALINGS, "seed": run}
                found = [
                    contrast(hits, tokens, years, 1933, **ask).p,
                    control_contrast(hits, control, tokens, years, 1933, **ask).p,
                    next((point.p for point in change_points(hits, tokens, years, **ask)), None),
                    trend_p(hits, tokens, years, **ask),
                    kendall_p(hits, tokens, np.floor(years), **ask),
                    log_likelihood(hits, tokens, years >= 1933),
                    poisson_trend(hits, tokens, years),
                ]
                rejected += [p is not None and p <= 0.05 for p in found]
            mix = "shifts" if shifting else "stays"
            rows.append([name, mix, *(cell(each / runs, 0.035, 0.065) for each in rejected)])
    table(["simulator", "mix of genres", *TESTS], rows)


def other_intervals(runs: int, seed: int) -> None:
    """Ratios, standardized rates, trends and dates of changes that are there."""
    print(f"## Coverage of the other nominal 95 % intervals, in % of {runs} runs (trends: {max(runs // 4, 1)})\n")
    rows: list[list[str]] = []
    for name in SIMULATORS:
        for documents in (20, 60):
            rng = np.random.default_rng([seed, 2000 + len(rows)])
            covered: dict[str, list[bool]] = {
                what: [] for what in ("ratio", "of ratios", "standardized", "trend", "place")
            }
            for run in range(runs):
                for what, answer in answers(rng, name, documents, run % 4 == 0):
                    covered[what].append(answer)
            shares = (cell(float(np.mean(each)), 0.9, 1) for each in covered.values())
            rows.append([name, str(documents), *shares])
    table(
        [
            "simulator",
            "documents",
            "ratio, 3 times",
            "of two ratios",
            "standardized rate",
            "trend, 1.1",
            "date, 3 times",
        ],
        rows,
    )


def answers(rng: Random, name: str, documents: int, trend: bool) -> Iterator[tuple[str, bool]]:
    simulate = SIMULATORS[name]
    tokens, years = lengths(rng, documents, True), np.arange(documents) * 20 / documents
    later = years >= 10
    hits = simulate(rng, RATE * tokens * np.where(later, 3, 1))
    control = simulate(rng, RATE * tokens)
    ratio = contrast(hits, tokens, years, 10, times=1)
    if ratio.low is not None:
        yield "ratio", ratio.low <= 3 <= (ratio.high or np.inf)
    both = control_contrast(hits, control, tokens, years, 10, times=1)
    if both.low is not None and both.high is not None:
        yield "of ratios", both.low <= 3 <= both.high
    for point in change_points(hits, tokens, years, times=1):
        yield "place", point.earliest <= 10 <= point.latest
    genres = np.arange(documents) % 5 == 0
    found = simulate(rng, RATE * tokens * np.where(genres, 3, 0.5))
    standard = standardized_rate(found, tokens, genres.tolist(), {True: 0.2, False: 0.8})
    if standard.low is not None and standard.high is not None:
        yield "standardized", standard.low <= 1000 <= standard.high
    if trend:
        rising = rate_trend(simulate(rng, RATE * tokens * 1.1 ** (years - 10)), tokens, years, times=1)
        if rising is not None:
            yield "trend", rising.low <= 1.1 <= rising.high


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    start = time.perf_counter()
    coverage_of_rates(given.runs, given.seed)
    rejections(given.runs, given.seed)
    other_intervals(max(given.runs // 4, 1), given.seed)
    print(f"Seed {given.seed}; {time.perf_counter() - start:.0f} s.")


if __name__ == "__main__":
    main()
