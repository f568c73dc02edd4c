"""Rates and their intervals, against scipy, closed forms and numbers worked out by hand."""

from __future__ import annotations

import doctest
import subprocess
import sys
from math import exp, log, sqrt

import pytest

from sovnlp.scores import negative_binomial, rates, student
from sovnlp.scores.rates import log_t_bounds, rate_interval, upper_bound

np = pytest.importorskip("numpy")
special = pytest.importorskip("scipy.special")
optimize = pytest.importorskip("scipy.optimize")


def test_the_examples_in_the_docstrings() -> None:
    assert doctest.testmod(rates).failed == 0
    assert doctest.testmod(student).failed == 0


@pytest.mark.parametrize("freedom", [1, 2, 3.7, 6, 19, 250.5, 10000])
@pytest.mark.parametrize("probability", [0.01, 0.4, 0.5, 0.6, 0.9, 0.975, 0.9995])
def test_quantiles_of_t_are_those_of_scipy(probability: float, freedom: float) -> None:
    expected = special.stdtrit(freedom, probability)
    assert student.t_quantile(probability, freedom) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_quantiles_of_t_that_do_not_exist() -> None:
    for probability, freedom in ((0, 3), (1, 3), (0.5, 0), (0.5, float("nan"))):
        with pytest.raises(ValueError):
            student.t_quantile(probability, freedom)


def log_likelihood(hits: object, means: object, size: float) -> float:
    x, m = np.asarray(hits), np.asarray(means)
    terms = special.gammaln(x + size) - special.gammaln(size) + x * np.log(m / size) - (x + size) * np.log1p(m / size)
    return float(terms.sum())


def best_log_likelihood(hits: object, means: object) -> float:
    found = optimize.minimize_scalar(
        lambda z: -log_likelihood(hits, means, exp(z)), bounds=(log(0.05), log(1e4)), method="bounded"
    )
    return -float(found.fun)


HITS = np.array([0.0, 3, 1, 0, 14, 2, 0, 6])


def test_with_documents_of_one_length_the_bounds_are_where_the_likelihood_has_fallen_by_half_the_cut() -> None:
    tokens = np.full(8, 2000.0)
    low, high = negative_binomial.profile_interval(HITS, tokens, 5.0)
    top = best_log_likelihood(HITS, np.full(8, 26 / 8))
    for bound in (low, high):
        assert 2 * (top - best_log_likelihood(HITS, bound * tokens)) == pytest.approx(5.0, abs=0.02)
    assert low < 26 / 16000 < high


def test_the_size_is_that_of_the_greatest_likelihood() -> None:
    means = np.array([1.0, 4, 2, 1, 6, 3, 1, 8])
    found = optimize.minimize_scalar(lambda z: -log_likelihood(HITS, means, exp(z)), bounds=(-3, 9), method="bounded")
    assert negative_binomial.size_of(HITS, means) == pytest.approx(exp(found.x), rel=0.02)
    assert negative_binomial.size_of(np.array([2.0, 2, 2]), np.array([2.0, 2, 2])) == pytest.approx(1e4)


def test_the_score_is_what_is_beyond_the_mean_over_the_variance() -> None:
    assert negative_binomial.score(np.array([5.0]), np.array([2.0]), 4.0).tolist() == [(5 - 2) / (1 + 2 / 4)]


def test_the_interval_uses_t_with_two_degrees_less_than_documents_and_six_at_least() -> None:
    for documents, freedom in ((6, 6), (8, 6), (20, 18)):
        hits, tokens = np.resize(HITS, documents), np.full(documents, 2000.0)
        cut = special.stdtrit(freedom, 0.975) ** 2
        low, high = negative_binomial.profile_interval(hits, tokens, cut)
        found = rate_interval(hits, tokens)
        assert (found.low, found.high) == pytest.approx((1e6 * low, 1e6 * high), rel=1e-4)
        assert (found.method, found.documents) == ("negative binomial", documents)


def test_the_interval_stands_around_the_rate_even_where_long_documents_have_another() -> None:
    # Thirty short documents at 1 per 1,000 and thirty long ones at 5 per 1,000: the rate is that of the words.
    hits, tokens = np.repeat([1.0, 100.0], 30), np.repeat([1000.0, 20000.0], 30)
    found = rate_interval(hits, tokens)
    assert found.rate == pytest.approx(1e6 * 3030 / 630000)
    assert found.low is not None and found.high is not None and found.low < found.rate < found.high


def test_log_t_by_hand() -> None:
    # r = 12/4000; e = (-2, 0, 2, 0) beyond 3 each; variance of log r = (4 + 4) / (3/4) / 144; 3 degrees of freedom
    low, high = log_t_bounds(np.array([1.0, 3, 5, 3]), np.full(4, 1000.0), 0.95)
    width = 3.182446 * sqrt(8 / 0.75 / 144)
    assert (low, high) == pytest.approx((0.003 * exp(-width), 0.003 * exp(width)), rel=1e-5)


def test_log_t_counts_fewer_degrees_where_one_document_is_most_of_the_words() -> None:
    # shares 0.7, 0.1, 0.1, 0.1: (0.49 + 0.03)² / (0.2401 + 0.0003) - 1 = 0.125, but one degree at least
    hits, tokens = np.array([7.0, 2, 0, 1]), np.array([7000.0, 1000, 1000, 1000])
    low, high = log_t_bounds(hits, tokens, 0.95)
    width = 12.706205 * sqrt((0 / 0.3 + 1 / 0.9 + 1 / 0.9 + 0 / 0.9) / 100)
    assert high / low == pytest.approx(exp(2 * width), rel=1e-5)


def test_many_documents_need_no_model() -> None:
    hits, tokens = np.resize([0.0, 1, 5, 2], 120), np.resize([900.0, 1100], 120)
    found = rate_interval(hits, tokens)
    low, high = log_t_bounds(hits, tokens, 0.95)
    assert (found.method, found.low, found.high) == ("log t", 1e6 * low, 1e6 * high)


def test_below_five_documents_there_is_no_interval() -> None:
    assert rate_interval([1, 0, 2, 1], [1000] * 4) == (1000.0, None, None, "fewer than 5 documents", 4)
    assert rate_interval([0, 0], [500, 500]) == (0.0, None, None, "fewer than 5 documents", 2)


def test_documents_without_words_are_left_out() -> None:
    assert rate_interval([1, 0, 2, 1, 0], [1000, 1000, 1000, 1000, 0]).documents == 4


def test_without_hits_there_is_an_upper_bound() -> None:
    found = rate_interval([0] * 6, [2000] * 6)
    # 0.3 · (0.05^(-1 / (0.3 · 6)) - 1) hits in 2,000 words
    bound = 1e6 * 0.3 * (0.05 ** (-1 / 1.8) - 1) / 2000
    assert found == (0.0, 0.0, pytest.approx(bound), "upper bound", 6)
    assert rate_interval([0] * 6, [2000] * 6, level=0.99).high > bound


def test_the_upper_bound_of_a_word_that_is_not_bursty_is_the_rule_of_three() -> None:
    assert upper_bound(np.array([500.0, 1500, 1000]), size=1e9) == pytest.approx(-log(0.05) / 3000)


def test_clusters_are_summed_first() -> None:
    hits, tokens = [1, 2, 0, 4, 3, 1, 2], [1000, 900, 800, 1500, 700, 600, 500]
    by_source = rate_interval(hits, tokens, clusters=["a", "a", "b", "c", "d", "e", "e"])
    assert by_source == rate_interval([3, 0, 4, 3, 3], [1900, 800, 1500, 700, 1100])
    few = rate_interval(hits, tokens, clusters=["a", "a", "b", "b", "c", "c", "c"])
    assert (few.low, few.method, few.documents) == (None, "fewer than 5 clusters", 3)


def test_hits_may_be_fractions() -> None:
    whole = rate_interval([2, 0, 4, 6, 2], [1000] * 5)
    near = rate_interval([2.001, 0.001, 4, 6, 2], [1000] * 5)
    assert near.high == pytest.approx(whole.high, rel=0.02)


def test_next_to_no_hits_still_have_bounds() -> None:
    found = rate_interval([1e-4, 0, 0, 0, 0], [100] * 5)
    assert found.low == pytest.approx(0.2 * exp(-12))
    assert found.high == pytest.approx(0.2 * exp(12))


def test_no_rate_exceeds_every_word() -> None:
    found = rate_interval([0, 0, 0, 0, 40], [100] * 5)
    assert found.high is not None and found.high <= 1e6


def test_a_wider_level_is_a_wider_interval() -> None:
    narrow, wide = (rate_interval(HITS, [1000] * 8, level=level) for level in (0.8, 0.99))
    assert wide.low < narrow.low < narrow.rate < narrow.high < wide.high


@pytest.mark.parametrize(
    ("hits", "tokens", "clusters", "level"),
    [
        ([1, 2], [10], None, 0.95),
        ([-1, 2], [10, 10], None, 0.95),
        ([1, 2], [10, 0], None, 0.95),
        ([0, float("nan")], [10, 10], None, 0.95),
        ([], [], None, 0.95),
        ([0, 0], [0, 0], None, 0.95),
        ([1, 2], [10, 10], ["a"], 0.95),
        ([1, 2], [10, 10], None, 95),
    ],
)
def test_counts_that_make_no_sense(hits: list[float], tokens: list[float], clusters: list[str], level: float) -> None:
    with pytest.raises(ValueError):
        rate_interval(hits, tokens, clusters=clusters, level=level)


def test_one_document_more_does_not_move_the_interval_much() -> None:
    before, after = (rate_interval(np.resize(HITS, n), np.full(n, 1000.0)) for n in (96, 104))
    assert (before.method, after.method) == ("negative binomial", "log t")
    assert after.low == pytest.approx(before.low, rel=0.06)
    assert after.high == pytest.approx(before.high, rel=0.06)


def test_an_interval_needs_numpy_alone() -> None:
    code = "import sys; from sovnlp.scores.rates import rate_interval; rate_interval([1, 0, 2, 1, 5], [900] * 5)"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; print('numpy' in sys.modules, 'scipy' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["True", "False"]
