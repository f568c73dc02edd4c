"""Changes that are there, and that are not."""

from __future__ import annotations

import pytest

from sovnlp.scores.change_points import _search, _series, change_points

np = pytest.importorskip("numpy")
pytest.importorskip("ruptures")


def test_a_step_is_found_where_it_is() -> None:
    hits = [1, 0, 2, 1, 1, 0, 2, 1, 9, 7, 11, 8, 10, 9, 8, 12]
    (found,) = change_points(hits, [1000] * 16, range(1920, 1936))
    assert (found.date, found.before, found.after) == (1928, 1000.0, 9250.0)
    assert found.earliest <= 1928 <= found.latest and found.latest - found.earliest <= 2
    assert found.p == 1 / 1000


def test_the_gain_is_the_score_statistic_by_hand() -> None:
    # No burstiness, one mean: u = x - 2 and w = 2 each; a change after six of eleven saves 6² / 12 + 6² / 10.
    series = _series([1, 1, 1, 1, 1, 1, 4, 3, 3, 3, 3], [500] * 11, range(11), None)
    gains = series.gains(0, 11)
    assert gains[5] == pytest.approx(36 / 12 + 36 / 10, rel=0.01)
    assert gains[4] == pytest.approx(25 / 10 + 25 / 12, rel=0.01)
    assert np.delete(gains, [4, 5]).tolist() == [-1] * 8


def test_ruptures_finds_what_saves_most() -> None:
    rng = np.random.default_rng(4)
    for _ in range(5):
        series = _series(rng.negative_binomial(1, 0.3, 40), rng.integers(200, 3000, 40), rng.integers(0, 25, 40), None)
        gains = series.gains(0, len(series.dates))
        assert _search(series, [0, len(series.dates)]) == 1 + int(gains.argmax())


def test_documents_of_one_date_are_not_parted() -> None:
    hits = [0, 1, 0, 1, 0, 8, 9, 7, 9, 8, 9, 8]
    dates = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]
    (found,) = change_points(hits, [100] * 12, dates)
    assert found.date == 4


def test_a_shift_of_genres_is_no_change() -> None:
    rng = np.random.default_rng(3)
    genres = ["letter"] * 20 + ["trial"] * 5 + ["letter"] * 5 + ["trial"] * 20
    rates = np.where(np.array(genres) == "trial", 20.0, 2.0)
    hits = rng.poisson(rates * rng.gamma(3, 1 / 3, 50))
    (blind,) = change_points(hits, [1000] * 50, range(50))
    (found,) = change_points(hits, [1000] * 50, range(50), strata=genres)
    assert blind.p < 0.01 < 0.05 < found.p


def test_several_changes_are_found_one_after_the_other() -> None:
    hits = [1, 0, 2, 1, 0, 1, 2, 1] + [20, 22, 18, 19, 23, 21, 20, 19] + [5, 4, 6, 5, 3, 6, 5, 4]
    found = change_points(hits, [1000] * 24, range(24), most=5)
    assert sorted(point.date for point in found[:2]) == [8, 16]
    assert all(point.p <= 0.05 for point in found[:2])
    assert [point.date for point in change_points(hits, [1000] * 24, range(24))] == [found[0].date]


def test_where_nothing_changes_the_strongest_is_given_with_its_p_value() -> None:
    (found,) = change_points([2, 1, 2, 3, 2, 1, 2, 2, 3, 1, 2, 2], [500] * 12, range(12), most=3)
    assert found.p > 0.3
    assert (found.earliest, found.latest) == (5, 7)


def test_no_change_without_documents_or_hits() -> None:
    assert change_points([1, 5, 2, 3, 4, 4, 2, 3, 2], [500] * 9, range(9)) == []
    assert change_points([0] * 20, [500] * 20, range(20)) == []
    assert change_points([1] * 20, [500] * 20, [1930] * 20) == []
    assert change_points([], [], []) == []


def test_the_same_seed_gives_the_same_answer() -> None:
    hits = np.random.default_rng(0).poisson(3, 30)
    assert change_points(hits, [900] * 30, range(30)) == change_points(hits, [900] * 30, range(30))


def test_every_document_needs_a_date() -> None:
    with pytest.raises(ValueError):
        change_points([1, 2], [10, 10], [1930])
    with pytest.raises(ValueError):
        change_points([1, 2], [10, 10], [1930, float("nan")])
