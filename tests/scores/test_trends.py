"""Trends, against published examples, scipy and statsmodels."""

from __future__ import annotations

import doctest
from math import sqrt

import pytest

from sovnlp.scores import trends
from sovnlp.scores.trends import kendall_p, mann_kendall, rate_trend, theil_sen, trend_p

np = pytest.importorskip("numpy")
stats = pytest.importorskip("scipy.stats")
discrete = pytest.importorskip("statsmodels.discrete.discrete_model")


def test_the_examples_in_the_docstrings() -> None:
    assert doctest.testmod(trends).failed == 0


def test_mann_kendall_of_the_example_of_the_environmental_protection_agency() -> None:
    # Guidance for Data Quality Assessment, EPA QA/G-9S (2006): groups of four and of two equal values.
    found = mann_kendall([10, 10, 10, 5, 10, 20, 18, 17, 15, 24, 15])
    assert (found.s, round(found.variance, 2), round(found.z, 3)) == (22, 155.33, 1.685)


def test_mann_kendall_of_a_published_example_with_one_tie() -> None:
    # J. Little, College of the Holy Cross: S = 54, V = 14 · 13 · 33 / 18 - 2 · 1 · 9 / 18, p one-sided .0018
    values = [12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7]
    found = mann_kendall(values)
    assert (found.s, found.variance) == (54, pytest.approx(14 * 13 * 33 / 18 - 1))
    assert (round(found.z, 4), round(found.p / 2, 4)) == (2.9058, 0.0018)


def test_mann_kendall_falls_as_it_rises_and_agrees_with_tau() -> None:
    values = [3, 1, 4, 1, 5, 9, 2, 6]
    up, down = mann_kendall(values), mann_kendall([-value for value in values])
    assert (down.s, down.z, down.p) == (-up.s, -up.z, up.p)
    tau = stats.kendalltau(range(8), values, variant="c").statistic
    assert np.sign(up.s) == np.sign(tau)
    assert mann_kendall([2, 2, 2]) == (0, 0.0, 0.0, 1.0)


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_theil_sen_is_that_of_scipy(level: float) -> None:
    rng = np.random.default_rng(2)
    for values in (rng.normal(size=12), rng.integers(0, 5, 9), np.arange(6.0)):
        when = np.sort(rng.integers(1917, 1942, len(values)))
        expected = stats.theilslopes(values, when, level)
        assert theil_sen(values, when, level) == pytest.approx(
            (expected.slope, expected.low_slope, expected.high_slope), abs=1e-9
        )


def test_theil_sen_by_hand() -> None:
    # slopes 1, 2, 1, 3/2, 3/2, 4/3
    assert theil_sen([1, 2, 4, 5], [1, 2, 3, 4]).slope == pytest.approx((4 / 3 + 3 / 2) / 2)


YEARS = np.repeat(np.arange(1926, 1938), 4)
RNG = np.random.default_rng(11)
TOKENS = RNG.integers(500, 6000, 48)
RISING = RNG.poisson(TOKENS * 1e-3 * np.exp(0.2 * (YEARS - 1932)) * RNG.gamma(1, 1, 48))


def test_the_model_is_the_one_that_statsmodels_fits_by_maximum_likelihood() -> None:
    found = rate_trend(RISING, TOKENS, YEARS)
    design = np.column_stack([np.ones(48), YEARS - YEARS.mean()])
    expected = discrete.NegativeBinomial(RISING, design, offset=np.log(TOKENS)).fit(disp=0, maxiter=200)
    assert found is not None
    assert np.log(found.ratio) == pytest.approx(expected.params[1], abs=0.002)
    assert found.size == pytest.approx(1 / expected.params[2], rel=0.02)
    error = np.log(found.high / found.low) / 2 / stats.t.ppf(0.975, 46)
    assert error == pytest.approx(expected.bse[1], rel=0.1)
    assert found.p < 0.02 and found.low > 1
    assert trend_p(RISING, TOKENS, YEARS) == found.p


def test_strata_have_rates_of_their_own() -> None:
    # Trials have ten times the rate and replace letters; within a genre nothing changes.
    share = (YEARS - 1926) / 12
    trial = np.random.default_rng(5).random(48) < share
    hits = np.random.default_rng(6).poisson(TOKENS * np.where(trial, 5e-3, 5e-4))
    blind, found = rate_trend(hits, TOKENS, YEARS), rate_trend(hits, TOKENS, YEARS, strata=trial.tolist())
    assert blind is not None and found is not None
    assert blind.low > 1.05 and blind.p < 0.01
    assert found.low < 1 < found.high and found.p > 0.05
    assert kendall_p(hits, TOKENS, YEARS) < 0.01
    assert kendall_p(hits, TOKENS, YEARS, strata=trial.tolist()) > 0.05


def test_a_stratum_without_hits_is_no_obstacle() -> None:
    hits, strata = [*RISING, 0, 0, 0], ["a"] * 48 + ["b"] * 3
    found, alone = rate_trend(hits, [*TOKENS, 900, 900, 900], [*YEARS, 1930, 1931, 1932], strata=strata), None
    alone = rate_trend(RISING, TOKENS, YEARS)
    assert found is not None and alone is not None
    assert found.ratio == pytest.approx(alone.ratio, rel=1e-4)


def test_the_p_value_of_kendall_by_hand() -> None:
    # One document a period: S = 10 is reached by 1 of 120 orders, -10 by another.
    found = kendall_p([1, 2, 3, 4, 5], [100] * 5, range(5), times=5000)
    assert found == pytest.approx(2 / 120, abs=0.005)


def test_no_trend_where_there_is_too_little() -> None:
    assert kendall_p([1, 2, 3, 4], [100] * 4, range(4)) is None
    assert kendall_p([1, 2, 3, 4, 5, 6], [100] * 6, [1930, 1931] * 3) is None
    assert kendall_p([0] * 9, [100] * 9, range(9)) is None
    assert rate_trend([0] * 9, [100] * 9, range(9)) is None
    assert rate_trend([1] * 9, [100] * 9, [1930] * 9) is None
    assert rate_trend([1, 2, 3, 4], [100] * 4, range(4)) is None
    assert trend_p([1, 2, 3, 4], [100] * 4, range(4)) is None
    assert trend_p([1] * 9, [100] * 9, [1930] * 9) is None
    assert trend_p([0] * 9, [100] * 9, range(9)) is None
    assert rate_trend([1, 2, 3, 4, 1, 1], [100] * 6, range(6), strata=range(6)) is None


def test_what_makes_no_sense() -> None:
    with pytest.raises(ValueError):
        mann_kendall([1])
    with pytest.raises(ValueError):
        theil_sen([1, 2], [1930, 1930])
    with pytest.raises(ValueError):
        rate_trend([1, 2], [10, 10], [1930])


def test_standard_error_of_a_poisson_trend_by_hand() -> None:
    # Hits as even as can be: the size is the greatest, and the information on b is Σ m (year - mean)².
    hits, years = [10] * 9, range(9)
    found = rate_trend(hits, [1000] * 9, years)
    assert found is not None and found.ratio == pytest.approx(1)
    assert np.log(found.high) == pytest.approx(stats.t.ppf(0.975, 7) / sqrt(10 * 60), rel=0.01)


def test_hits_on_one_side_of_a_date_have_a_p_value_and_no_factor() -> None:
    hits, tokens, years = [0] * 12 + [9, 8, 9, 7], [1000] * 16, [*([1930] * 12), *([1938] * 4)]
    assert rate_trend(hits, tokens, years) is None
    p = trend_p(hits, tokens, years)
    assert p is not None and p < 0.02
