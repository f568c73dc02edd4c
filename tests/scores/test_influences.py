"""What a rate owes to each document, by hand."""

from __future__ import annotations

import doctest

import pytest

from sovnlp.scores import influence
from sovnlp.scores.influence import influences


def test_the_example_in_the_docstring() -> None:
    assert doctest.testmod(influence).failed == 0


def test_rates_without_each_document() -> None:
    # 10 hits in 4,000 words, 2,500 per million; without the second 9 in 1,000, without the third 10 in 3,000.
    found = influences([9, 1, 0], [500, 3000, 500])
    assert [each.rate for each in found] == pytest.approx([1e6 / 3500, 9e6 / 1000, 1e7 / 3500])
    assert [each.change for each in found] == pytest.approx([4 / 35 - 1, 3.6 - 1, 4000 / 3500 - 1])


def test_a_document_alone_and_documents_without_hits() -> None:
    assert influences([3, 0], [10, 0]) == [(None, None), (300000.0, 0.0)]
    assert influences([0, 0], [10, 30]) == [(0.0, None), (0.0, None)]
    assert influences([], []) == []
