"""Context vectors in a fixed space: the one that comes with sovnlp, and one made of running text."""

from __future__ import annotations

import random

import pytest

from sovnlp.errors import QueryError
from sovnlp.vectors import context_vectors, made_space, news_space

np = pytest.importorskip("numpy")


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


@pytest.mark.models
def test_contexts_of_like_words_lie_near_each_other() -> None:
    said = [["хлеб", "мука"], ["Зерно", "пшеница"], ["станок", "цех"]]
    bread, grain, loom = context_vectors(said, news_space())
    assert cosine(bread, grain) > cosine(bread, loom) + 0.1


@pytest.mark.models
def test_frequent_words_weigh_little_and_unknown_ones_nothing() -> None:
    alone, beside, nothing = context_vectors([["ёлка"], ["ЕЛКА", "и", "ыыщщц"], ["ыыщщц"]], news_space())
    assert np.linalg.norm(alone - beside) < 0.1 * np.linalg.norm(alone)
    assert not nothing.any()


def running(seed: int) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Sentences, each of which is on bread or on looms."""
    draw = random.Random(seed)
    words = "bread grain flour mill loom yarn cloth thread the of".split()
    numbers, segments = [], []
    for sentence in range(400):
        own = draw.sample(range(4) if sentence % 2 else range(4, 8), 3)
        for word in (8, own[0], 9, own[1], 8, own[2]):
            numbers.append(word)
            segments.append(sentence)
    return words, np.array(numbers), np.array(segments)


def test_a_space_made_of_text_knows_what_goes_together() -> None:
    space = made_space(*running(1))
    bread, grain, loom = context_vectors([["Bread"], ["grain"], ["loom"]], space)
    assert cosine(bread, grain) > cosine(bread, loom) + 0.2
    again = made_space(*running(1))
    assert np.array_equal(context_vectors([["yarn", "of"]], again), context_vectors([["yarn", "of"]], space))


def test_no_pair_crosses_a_paragraph() -> None:
    """Side by side, but always in another paragraph."""
    words, numbers, segments = ["a", "b"] * 3, np.arange(60) % 6, np.arange(60)
    with pytest.raises(QueryError, match="no two words"):
        made_space(words, numbers, segments)


def test_too_little_text_makes_no_space() -> None:
    with pytest.raises(QueryError, match="too little text"):
        made_space(["bread", "grain"], np.array([0, 1, 0]), np.zeros(3, int))
