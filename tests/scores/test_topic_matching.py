"""Topics matched across models, their reproducibility, a consensus, the number of topics."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from sovnlp.scores.topic_matching import (
    affinity,
    choose,
    consensus,
    match,
    overlap,
    prototype,
    reproducibility,
    top_words,
)

np = pytest.importorskip("numpy")


class Tried(NamedTuple):
    topics: int
    c_v: float | None
    c_npmi: float | None
    stability: float


def drawn(seed: int, topics: int = 4, features: int = 60) -> np.ndarray:
    return np.random.default_rng(seed).dirichlet(np.full(features, 0.1), topics)


def noisy(topics: np.ndarray, seed: int, much: float = 0.1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    mixed = (1 - much) * topics + much * rng.dirichlet(np.full(topics.shape[1], 0.1), len(topics))
    return mixed[rng.permutation(len(topics))]


def test_affinity_by_hand() -> None:
    found = affinity(np.array([[0.5, 0.5, 0.0]]), np.array([[0.5, 0.5, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]))
    np.testing.assert_allclose(found, [[1.0, 0.0, 0.5**0.5]])


def test_topics_are_matched_whatever_their_order() -> None:
    topics = drawn(1)
    order = np.array([2, 0, 3, 1])
    assert topics[order][match(topics, topics[order])].tolist() == topics.tolist()
    with pytest.raises(ValueError, match="cannot be matched"):
        match(topics, topics[:2])


def test_ties_of_weight_go_to_the_first_feature() -> None:
    assert top_words(np.array([[0.25, 0.25, 0.25, 0.25]]), 2).tolist() == [[0, 1]]
    assert overlap(np.array([[0.6, 0.4, 0.0]]), np.array([[0.6, 0.0, 0.4]]), 2).tolist() == [1 / 3]


def test_a_topic_found_in_every_replicate_is_reproducible_and_another_is_not() -> None:
    topics = drawn(2)
    runs = [topics, *(np.vstack([noisy(topics[:3], seed, 0.05), drawn(100 + seed, 1)]) for seed in range(4))]
    found = reproducibility(topics, runs)
    assert (found[:3] > 0.6).all()
    assert found[3] < 0.4
    with pytest.raises(ValueError, match="two or more"):
        reproducibility(topics, [topics])


def test_the_prototype_is_no_outlier() -> None:
    topics = drawn(3)
    assert prototype([drawn(9), *(noisy(topics, seed) for seed in range(4))]) != 0


def test_a_consensus_is_nearer_to_the_truth_than_the_replicates() -> None:
    topics = drawn(4)
    runs = [noisy(topics, 50 + seed, 0.3) for seed in range(8)]
    found = consensus(runs).topics

    def near(one: np.ndarray) -> float:
        return float(affinity(topics, one[match(topics, one)]).diagonal().mean())

    assert near(found) > max(near(run) for run in runs)
    np.testing.assert_allclose(found.sum(1), 1)
    turned = consensus(runs[::-1]).topics
    np.testing.assert_allclose(turned[match(found, turned)], found)


def test_the_number_chosen_is_coherent_and_stable_and_the_fewer_of_equals() -> None:
    assert choose([Tried(5, 0.4, 0.0, 0.9), Tried(10, 0.6, 0.1, 0.8), Tried(20, 0.5, 0.05, 0.4)]) == 10
    assert choose([Tried(8, 0.5, 0.1, 0.7), Tried(5, 0.5, 0.1, 0.7)]) == 5
    assert choose([Tried(5, None, None, 0.2), Tried(8, 0.5, 0.1, 0.7)]) == 8
    with pytest.raises(ValueError, match="no number"):
        choose([])
