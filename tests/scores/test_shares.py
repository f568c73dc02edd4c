"""Shares with intervals by document."""

from __future__ import annotations

import pytest

from sovnlp.scores.shares import share_interval
from sovnlp.scores.student import t_quantile

np = pytest.importorskip("numpy")


def test_an_interval_by_hand() -> None:
    # Six documents of 100 words: p = 0.3, residuals ±10 (over 5/6), so se = √(6 · 12²)/600 = 0.04899.
    found = share_interval([20, 40, 20, 40, 20, 40], [100] * 6)
    assert found.share == pytest.approx(0.3)
    spread = t_quantile(0.975, 5) * (6 * 12**2) ** 0.5 / 600 / 0.21
    low = 1 / (1 + np.exp(-(np.log(3 / 7) - spread)))
    assert found.low == pytest.approx(low)
    assert found.method == "logit t by document"


def test_few_documents_and_empty_ones() -> None:
    assert share_interval([1, 2], [10, 10]).low is None
    assert share_interval([1, 2, 0], [10, 10, 0]).share == pytest.approx(0.15)
    assert share_interval([], []).method == "no documents"
    assert share_interval([10] * 6, [10] * 6) == (1.0, None, None, "nothing or all")


def test_bounds_are_shares() -> None:
    rng = np.random.default_rng(1)
    for documents in (5, 8, 30):
        for mean in (0.02, 0.3, 0.9):
            whole = rng.integers(20, 500, documents)
            found = share_interval(whole * rng.beta(mean, 1 - mean, documents), whole)
            assert found.low is not None and found.high is not None
            assert 0 <= found.low <= found.share <= found.high <= 1


def test_the_interval_covers_the_truth() -> None:
    rng = np.random.default_rng(2)
    inside = 0
    for _ in range(300):
        found = share_interval(300 * rng.beta(1.2, 2.8, 20), np.full(20, 300))
        inside += found.low is not None and found.high is not None and found.low <= 0.3 <= found.high
    assert 0.91 <= inside / 300 <= 0.99


def test_a_part_greater_than_its_whole_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no greater"):
        share_interval([11], [10])
