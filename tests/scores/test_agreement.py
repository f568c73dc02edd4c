"""Measures against numbers worked out by hand."""

from __future__ import annotations

import pytest

from sovnlp.scores.agreement import f1, interval, ratio, resampled_f1, resamples

np = pytest.importorskip("numpy")


def test_f1_is_the_harmonic_mean_of_precision_and_recall() -> None:
    # 6 right of 8 found (0.75), of 10 marked (0.6): 2 · 0.75 · 0.6 / 1.35
    assert f1(6, 10, 8) == pytest.approx(2 / 3)
    assert (f1(0, 3, 0), f1(0, 0, 4), f1(0, 0, 0)) == (0.0, 0.0, None)
    assert (ratio(1, 4), ratio(0, 0)) == (0.25, None)


def test_every_resample_draws_as_many_clusters_as_there_are() -> None:
    drawn = resamples(7, seed=3, times=50)
    assert drawn.shape == (50, 7)
    assert set(drawn.sum(axis=1)) == {7.0}
    assert np.array_equal(drawn, resamples(7, seed=3, times=50))
    assert not np.array_equal(drawn, resamples(7, seed=4, times=50))


def test_f1_of_a_resample_is_that_of_the_clusters_drawn() -> None:
    weights = np.array([[1.0, 1.0], [2.0, 0.0], [0.0, 2.0], [0.0, 0.0]])
    values = resampled_f1(weights, np.array([2.0, 0.0]), np.array([2.0, 3.0]), np.array([4.0, 1.0]))
    # 2·2/(5+5), 2·4/(4+8), 0/(6+2), and nothing at all
    assert values[:3] == pytest.approx([0.4, 2 / 3, 0.0])
    assert np.isnan(values[3])


def test_an_interval_is_of_percentiles_and_leaves_out_what_has_no_value() -> None:
    assert interval(np.array([*range(101), np.nan], float)) == pytest.approx((2.5, 97.5))
    assert interval(np.array([np.nan])) is None


def test_errors_that_go_together_make_a_wider_interval() -> None:
    # Ten documents of ten names: in five of them everything is missed. Drawn singly, the names say less of that.
    matched = np.repeat([10.0, 0.0], 5)
    names = np.full(10, 10.0)
    by_document = interval(resampled_f1(resamples(10, 1), matched, names, names))
    ones = np.repeat([1.0, 0.0], 50)
    by_name = interval(resampled_f1(resamples(100, 1), ones, np.ones(100), np.ones(100)))
    assert by_document and by_name
    assert by_document[1] - by_document[0] > 2 * (by_name[1] - by_name[0])
