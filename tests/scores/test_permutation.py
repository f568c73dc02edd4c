"""Dealing documents within genres."""

from __future__ import annotations

import pytest

from sovnlp.scores.permutation import dealings, expected_hits, p_value, residuals, strata_of

np = pytest.importorskip("numpy")


def test_documents_are_dealt_within_their_stratum_alone() -> None:
    strata = strata_of(["letter", "speech", "letter", "letter", "speech"], 5)
    (dealt,) = dealings(strata, 200, seed=5)
    assert strata.tolist() == [0, 1, 0, 0, 1]
    assert (strata[dealt] == strata).all()
    assert (np.sort(dealt, axis=1) == np.arange(5)).all()
    assert len({tuple(row) for row in dealt.tolist()}) == 12
    assert np.array_equal(dealt, next(dealings(strata, 200, seed=5)))


def test_many_documents_are_dealt_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sovnlp.scores.permutation.BLOCK", 30)
    assert [block.shape for block in dealings(strata_of(None, 10), 7, seed=1)] == [(3, 10), (3, 10), (1, 10)]


def test_the_p_value_counts_what_is_as_far_from_the_mean() -> None:
    # The mean of 4 and -1 0 1 1 is 1: 4 is 3 away, no other is.
    assert p_value(4.0, np.array([-1.0, 0, 1, 1])) == 1 / 5
    # The mean of 2 and -2 -1 1 0 is 0: -2 is as far.
    assert p_value(2.0, np.array([-2.0, -1, 1, 0])) == 2 / 5
    assert p_value(3.0, np.full(9, 3.0)) == 1.0


def test_expected_hits_have_the_rate_of_their_stratum() -> None:
    strata = strata_of("aabb", 4)
    found = expected_hits(np.array([1.0, 3, 0, 0]), np.array([100.0, 300, 50, 50]), strata)
    assert found.tolist() == [1.0, 3.0, 0.0, 0.0]


def test_residuals_add_up_to_nothing_in_each_stratum() -> None:
    strata = strata_of("aaabbb", 6)
    hits, tokens = np.array([5.0, 0, 1, 0, 0, 0]), np.array([100.0, 900, 300, 10, 20, 0])
    found, information = residuals(hits, tokens, strata)
    assert information[:3].min() > 0 == information[3:].max()
    assert found[:3].sum() == pytest.approx(0) and found[0] > 0 > found[1]
    assert found[3:].tolist() == [0.0, 0.0, 0.0]


def test_strata_must_be_as_many_as_documents() -> None:
    with pytest.raises(ValueError):
        strata_of("ab", 3)
