"""Dispersion, against the examples of the papers and numbers worked out by hand."""

from __future__ import annotations

import doctest
from math import exp, log2

import pytest

from sovnlp.scores import dispersion as module
from sovnlp.scores.dispersion import dispersion


def test_the_example_in_the_docstring() -> None:
    assert doctest.testmod(module).failed == 0


def test_the_example_of_lijffijt_and_gries() -> None:
    # Three equal parts with 2/3, 1/3 and none of the hits: DP 1/3, whose greatest value is 2/3.
    found = dispersion([6, 3, 0], [500, 500, 500])
    assert (found.dp, found.dp_norm) == (pytest.approx(1 / 3), pytest.approx(1 / 2))


def test_parts_of_unequal_length_by_hand() -> None:
    # shares of the words .1 .2 .3 .4, of the hits .4 .1 .5 0: (.3 + .1 + .2 + .4) / 2; least share .1
    found = dispersion([4, 1, 5, 0], [100, 200, 300, 400])
    kl = 0.4 * log2(4) + 0.1 * log2(0.5) + 0.5 * log2(5 / 3)
    assert found == (3, 4, *(pytest.approx(value) for value in (0.5, 0.5 / 0.9, kl, 1 - exp(-kl))))


def test_what_is_spread_as_the_words_has_no_dispersion() -> None:
    assert dispersion([1, 2, 3], [100, 200, 300]) == (3, 3, *[pytest.approx(0, abs=1e-12)] * 4)


def test_what_is_all_in_the_shortest_document_has_the_greatest() -> None:
    found = dispersion([7, 0, 0], [100, 400, 500])
    assert (found.dp, found.dp_norm, found.kl) == pytest.approx((0.9, 1.0, log2(10)))


def test_no_hits_and_one_document() -> None:
    assert dispersion([0, 0], [10, 10]) == (0, 2, None, None, None, None)
    assert dispersion([3, 0], [10, 0]) == (1, 1, 0.0, None, 0.0, 0.0)
    with pytest.raises(ValueError):
        dispersion([0], [0])
