"""Direct standardization by hand."""

from __future__ import annotations

import doctest
from math import exp, sqrt

import pytest

from sovnlp.scores import standardization
from sovnlp.scores.rates import rate_interval
from sovnlp.scores.standardization import standard_weights, standardized_rate
from sovnlp.scores.student import t_quantile

GENRES = ["letter", "letter", "letter", "trial", "trial", "decree"]
HITS = [1, 0, 2, 9, 12, 0]
TOKENS = [1000, 1000, 1000, 1500, 1500, 2000]


def test_the_example_in_the_docstring() -> None:
    assert doctest.testmod(standardization).failed == 0


def test_the_rate_is_that_of_the_strata_weighed() -> None:
    # 1, 7 and 0 per 1,000; weights .5, .3, .2
    found = standardized_rate(HITS, TOKENS, GENRES, {"letter": 0.5, "trial": 0.3, "decree": 0.2})
    assert found.rate == pytest.approx(0.5 * 1000 + 0.3 * 7000)
    assert (found.documents, found.missing, found.covered, found.method) == (
        6,
        (),
        pytest.approx(1),
        "negative binomial",
    )
    assert found.low is not None and found.high is not None and found.low < found.rate < found.high


def test_with_the_weights_of_the_words_themselves_it_is_the_crude_rate() -> None:
    found = standardized_rate(HITS, TOKENS, GENRES, standard_weights(TOKENS, GENRES))
    assert found.rate == pytest.approx(rate_interval(HITS, TOKENS).rate)


def test_the_same_rates_in_another_mix_give_the_same() -> None:
    weights = {"letter": 0.5, "trial": 0.5}
    few = standardized_rate([1, 1, 1, 1, 7], [1000] * 5, ["letter"] * 4 + ["trial"], weights)
    many = standardized_rate([1, 7, 7, 7, 7], [1000] * 5, ["letter"] + ["trial"] * 4, weights)
    assert few.rate == many.rate == pytest.approx(4000)


def test_the_interval_of_hits_that_are_not_bursty() -> None:
    # Sizes beyond measure: the variance of R is that of Poisson counts, Σ w² X / T². With many hits the profile
    # likelihood is a parabola, t with 6 degrees of freedom at least.
    hits, tokens = [500] * 4 + [2000] * 4, [100000] * 8
    found = standardized_rate(hits, tokens, ["a"] * 4 + ["b"] * 4, {"a": 0.8, "b": 0.2})
    error = sqrt((0.8 / 400000) ** 2 * 2000 + (0.2 / 400000) ** 2 * 8000) / 0.008
    assert found.rate == pytest.approx(8000)
    # The greatest size considered, 10,000, still adds m² / 10,000 to the variance m.
    error *= sqrt((0.8**2 * 2000 * 1.05 + 0.2**2 * 8000 * 1.2) / (0.8**2 * 2000 + 0.2**2 * 8000))
    assert found.high == pytest.approx(8000 * exp(t_quantile(0.975, 6) * error), rel=0.002)
    assert found.low == pytest.approx(8000 * exp(-t_quantile(0.975, 6) * error), rel=0.002)


def test_with_one_stratum_the_interval_is_that_of_the_rate() -> None:
    hits = [0, 3, 1, 0, 14, 2, 0, 6] * 3
    found = standardized_rate(hits, [900, 1100] * 12, ["a"] * 24, {"a": 1})
    plain = rate_interval(hits, [900, 1100] * 12)
    assert (found.rate, found.low, found.high) == pytest.approx((plain.rate, plain.low, plain.high), rel=1e-3)


def test_a_missing_stratum_is_told_and_the_others_make_up_for_it() -> None:
    found = standardized_rate(HITS, TOKENS, GENRES, {"letter": 2, "trial": 1, "speech": 3, "decree": 0})
    assert found.missing == ("speech",)
    assert found.covered == pytest.approx(0.5)
    assert found.weights == {"letter": pytest.approx(2 / 3), "trial": pytest.approx(1 / 3)}
    assert (found.rate, found.documents) == (pytest.approx(2 / 3 * 1000 + 7000 / 3), 5)
    empty = standardized_rate([*HITS, 0], [*TOKENS, 0], [*GENRES, "speech"], {"speech": 1.0})
    assert (empty.rate, empty.missing, empty.method) == (None, ("speech",), "no stratum of the standard")


def test_where_there_is_no_interval() -> None:
    few = standardized_rate([1, 2], [1000, 1000], ["a", "b"], {"a": 0.5, "b": 0.5})
    assert (few.rate, few.low, few.method) == (1500, None, "fewer than 5 documents")
    single = standardized_rate([1] * 5, [1000] * 5, "abcde", dict.fromkeys("abcde", 0.2))
    assert (single.low, single.method) == (None, "one document in each stratum")


def test_without_hits_there_is_an_upper_bound() -> None:
    found = standardized_rate([0] * 6, [2000] * 6, "aaabbb", {"a": 0.5, "b": 0.5})
    assert (found.rate, found.low, found.high) == (0, 0, rate_interval([0] * 6, [2000] * 6).high)
    assert found.method == "upper bound"


def test_what_makes_no_sense() -> None:
    with pytest.raises(ValueError):
        standardized_rate([1], [10], ["a"], {"a": -1})
    with pytest.raises(ValueError):
        standard_weights([0, 0], ["a", "b"])
