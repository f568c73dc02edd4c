"""The ratio of two counts by document: by hand, its interval in simulated texts, and what cannot be said."""

from __future__ import annotations

from math import exp, sqrt

import pytest

from sovnlp.scores.ratios import Ratio, ratio


def test_by_hand() -> None:
    found, other = [4, 6, 2, 5, 3], [2, 2, 2, 2, 2]
    # shares of 20 and of 10; the differences are 0, .1, -.1, .05, -.05, the leverages .2, .25, .15, .225, .175
    squares = 0 + 0.01 / 0.75 + 0.01 / 0.85 + 0.0025 / 0.775 + 0.0025 / 0.825
    width = 2.7764451051977987 * sqrt(squares * 5 / 4)
    assert ratio(found, other) == pytest.approx(Ratio(2.0, 2 * exp(-width), 2 * exp(width)), rel=1e-6)


def test_documents_with_neither_do_not_count() -> None:
    assert ratio([1, 2, 3, 1, 1, 0, 0], [1, 1, 1, 1, 1, 0, 0]) == ratio([1, 2, 3, 1, 1], [1, 1, 1, 1, 1])
    assert ratio([1, 2, 3, 1, 0, 0], [1, 1, 1, 1, 0, 0]).low is None


def test_what_cannot_be_said() -> None:
    assert ratio([1, 1, 1, 1, 1], [0] * 5) == Ratio(None, None, None)
    assert ratio([0] * 5, [1, 1, 1, 1, 1]) == Ratio(0.0, None, None)
    assert ratio([], []) == Ratio(None, None, None)
    with pytest.raises(ValueError, match="0 or more"):
        ratio([-1, 1], [1, 1])


def test_the_same_share_everywhere_is_certain() -> None:
    found = ratio([2, 4, 6, 8, 10], [1, 2, 3, 4, 5])
    assert found == pytest.approx(Ratio(2, 2, 2))


def test_it_covers() -> None:
    import numpy as np

    generator = np.random.default_rng(4)
    held = []
    for _ in range(400):
        means = 4 * generator.gamma(0.5, 2, (2, 20))
        found = ratio(generator.poisson(means[0]), generator.poisson(means[1] / 2))
        held.append(found.low is not None and found.high is not None and found.low <= 2 <= found.high)
    assert 0.9 <= np.mean(held) <= 0.99
