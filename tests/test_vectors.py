"""Context vectors in the fixed space."""

from __future__ import annotations

import pytest

from sovnlp.errors import QueryError
from sovnlp.vectors import context_vectors

np = pytest.importorskip("numpy")


@pytest.mark.models
def test_contexts_of_like_words_lie_near_each_other() -> None:
    bread, grain, loom = context_vectors([["хлеб", "мука"], ["Зерно", "пшеница"], ["станок", "цех"]])

    def cosine(a: np.ndarray, b: np.ndarray) -> float:
        return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    assert cosine(bread, grain) > cosine(bread, loom) + 0.1


@pytest.mark.models
def test_frequent_words_weigh_little_and_unknown_ones_nothing() -> None:
    alone, beside, nothing = context_vectors([["ёлка"], ["ЕЛКА", "и", "ыыщщц"], ["ыыщщц"]])
    assert np.linalg.norm(alone - beside) < 0.1 * np.linalg.norm(alone)
    assert not nothing.any()


def test_other_languages_have_no_space() -> None:
    with pytest.raises(QueryError, match="Russian alone"):
        context_vectors([["kulak"]], language="en")
