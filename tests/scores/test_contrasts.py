"""Before and after, by hand."""

from __future__ import annotations

from math import exp, log, sqrt

import pytest

from sovnlp.scores.contrasts import contrast, control_contrast, placebo_contrasts
from sovnlp.scores.rates import rate_interval

np = pytest.importorskip("numpy")

BEFORE = [0, 1, 0, 2, 1, 0]
AFTER = [4, 6, 3, 9, 5, 4]
HITS = BEFORE + AFTER
TOKENS = [1000, 1200, 900, 1500, 1100, 800] * 2
DATES = [1927.1, 1927.5, 1928, 1928.2, 1928.9, 1929.2, 1929.8, 1930, 1930.5, 1931, 1931.5, 1932]


def test_the_ratio_and_its_interval_come_from_the_rates_of_the_two_sides() -> None:
    found = contrast(HITS, TOKENS, DATES, 1929.8)
    before, after = rate_interval(BEFORE, TOKENS[:6]), rate_interval(AFTER, TOKENS[6:])
    assert (found.before, found.after) == (before, after)
    assert found.ratio == pytest.approx(31 / 4)
    low = log(31 / 4) - sqrt(log(after.rate / after.low) ** 2 + log(before.high / before.rate) ** 2)
    high = log(31 / 4) + sqrt(log(after.high / after.rate) ** 2 + log(before.rate / before.low) ** 2)
    assert (found.low, found.high) == (pytest.approx(exp(low)), pytest.approx(exp(high)))
    assert found.mix_ratio == pytest.approx(1)


def test_a_clean_break_is_as_rare_as_the_dealings_can_say() -> None:
    # All six of the greatest after: 2 of the 924 ways to choose six of twelve are as extreme.
    found = contrast(HITS, [1000] * 12, DATES, 1929.8, times=4000)
    assert found.p == pytest.approx(2 / 924, abs=0.002)
    assert contrast(HITS, [1000] * 12, DATES, 1929.8) == contrast(HITS, [1000] * 12, DATES, 1929.8)


def test_a_shift_of_genres_is_no_change() -> None:
    # Trials have ten times the rate of letters, and come after; within a genre nothing changes.
    genres = ["letter"] * 9 + ["trial"] + ["letter"] + ["trial"] * 9
    hits = [1, 0, 1, 2, 1, 0, 1, 2, 1, 10] + [1, 9, 11, 8, 12, 10, 10, 9, 11, 10]
    found = contrast(hits, [1000] * 20, range(20), 10, strata=genres)
    assert found.ratio == pytest.approx(91 / 19)
    assert found.mix_ratio == pytest.approx((1 + 9 * 10) / (9 * 1 + 10))
    assert found.p is not None and found.p > 0.5
    blind = contrast(hits, [1000] * 20, range(20), 10).p
    assert blind is not None and blind < 0.01


def test_no_interval_and_no_test_with_few_documents_on_a_side() -> None:
    found = contrast(HITS, TOKENS, DATES, 1931)
    assert found.after is not None and found.after.method == "fewer than 5 documents"
    assert found.ratio is not None and (found.low, found.high, found.p) == (None, None, None)
    assert contrast(HITS, TOKENS, DATES, 1950) == (None, None, None, None, None, None, None)


def test_a_side_without_hits_bounds_the_ratio_on_one_side() -> None:
    fall = contrast(AFTER + [0] * 6, TOKENS, DATES, 1929.8)
    assert fall.before is not None and fall.after is not None and fall.before.low and fall.after.high
    assert (fall.ratio, fall.low, fall.high) == (0.0, 0.0, fall.after.high / fall.before.low)
    rise = contrast([0] * 6 + AFTER, TOKENS, DATES, 1929.8)
    assert (rise.ratio, rise.high, rise.mix_ratio) == (None, None, pytest.approx(1)) and rise.low
    none = contrast([0] * 12, TOKENS, DATES, 1929.8)
    assert (none.ratio, none.p) == (None, None)


def test_clusters_widen_the_interval() -> None:
    by_document = contrast(HITS * 2, TOKENS * 2, DATES * 2, 1929.8)
    by_source = contrast(HITS * 2, TOKENS * 2, DATES * 2, 1929.8, clusters=[*range(12), *range(12)])
    assert by_source.before is not None and by_source.before.documents == 6
    assert by_source.low is not None and by_document.low is not None and by_source.low < by_document.low


def test_documents_without_words_do_not_count() -> None:
    assert contrast([*HITS, 0], [*TOKENS, 0], [*DATES, 1927], 1929.8) == contrast(HITS, TOKENS, DATES, 1929.8)


def test_the_event_is_ranked_among_other_dates() -> None:
    found = placebo_contrasts(HITS, TOKENS, DATES, 1929.8)
    assert [other.date for other in found.others] == [1929.2, 1930]
    assert (found.rank, found.of) == (1, 3)
    assert placebo_contrasts(HITS, TOKENS, DATES, 1930).rank != 1
    # An event between two documents is the contrast at the later of them.
    assert placebo_contrasts(HITS, TOKENS, DATES, 1929.5) == found
    early = placebo_contrasts(HITS, TOKENS, DATES, 1927.2)
    assert (early.strength, early.rank, early.of) == (None, None, 3)


def test_the_strength_is_in_standard_deviations_of_the_dealings() -> None:
    rng = np.random.default_rng(1)
    hits = rng.poisson(5, 14)
    found = placebo_contrasts(hits, [1000] * 14, range(14), 7)
    # With one length and one genre the residuals are proportional to what is beyond the mean.
    beyond = hits - hits.mean()
    sums = np.array([beyond[rng.permutation(14)[:7]].sum() for _ in range(20000)])
    assert found.strength == pytest.approx(beyond[7:].sum() / sums.std(), rel=0.03)


def test_a_control_by_hand() -> None:
    hits = [1, 2, 1, 0, 1, 4, 6, 5, 3, 2]
    control = [2, 2, 1, 3, 2, 2, 3, 1, 2, 2]
    tokens = [1000] * 10
    found = control_contrast(hits, control, tokens, range(10), 5)
    assert found.ratio == pytest.approx((20 / 5) / (10 / 10))
    a, b = contrast(hits, tokens, range(10), 5), contrast(control, tokens, range(10), 5)
    assert found.low == pytest.approx(4 * exp(-sqrt(log(4 / a.low) ** 2 + log(b.high / 1) ** 2)))
    assert found.high == pytest.approx(4 * exp(sqrt(log(a.high / 4) ** 2 + log(1 / b.low) ** 2)))
    assert found.p is not None and found.p < 0.05
    same = control_contrast(hits, hits, tokens, range(10), 5)
    assert (same.ratio, same.p) == (pytest.approx(1), 1.0)


def test_no_control_without_hits_or_documents() -> None:
    assert control_contrast([0] * 12, HITS, TOKENS, DATES, 1929.8) == (None, None, None, None)
    assert control_contrast(HITS, HITS, TOKENS, DATES, 1931) == (None, None, None, None)


def test_counts_that_do_not_fit_together() -> None:
    with pytest.raises(ValueError):
        contrast(HITS, TOKENS, DATES[:-1], 1930)
    with pytest.raises(ValueError):
        contrast(HITS, TOKENS, [*DATES[:-1], float("nan")], 1930)
    with pytest.raises(ValueError):
        control_contrast(HITS, HITS[:-1], TOKENS, DATES, 1930)


def test_clusters_may_be_an_array() -> None:
    names = np.arange(12)
    assert contrast(HITS, TOKENS, DATES, 1929.8, clusters=names).p == contrast(HITS, TOKENS, DATES, 1929.8).p
