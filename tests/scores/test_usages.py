"""How far apart usages lie, and whether that is more than chance among documents."""

from __future__ import annotations

import pytest

from sovnlp.scores.usages import apart, clusters, scaled, shift, shift_test

np = pytest.importorskip("numpy")


def drawn(
    seed: int, documents: int, each: int, centers: np.ndarray, spread: float = 1.0
) -> tuple[np.ndarray, list[int]]:
    """Usages of documents, each of which has a direction of its own around the center of its period."""
    rng = np.random.default_rng(seed)
    own = centers + spread * rng.normal(size=(documents, centers.shape[1]))
    return np.vstack([one + rng.normal(size=(each, len(one))) for one in own]), [
        i for i in range(documents) for _ in range(each)
    ]


def test_distances_by_hand() -> None:
    first, second = np.array([[2.0, 0.0]]), np.array([[0.0, 1.0], [3.0, 0.0]])
    found = shift(first, second)
    assert found.apd == pytest.approx(0.5)
    assert found.prt == pytest.approx(1 - 0.5**0.5)
    assert found.both == pytest.approx((0.5 * (1 - 0.5**0.5)) ** 0.5)
    assert shift(first, second[:0]).apd is None


def test_the_mean_of_all_pairs_is_that_of_the_means() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(7, 5)), rng.normal(size=(9, 5))
    pairs = [1 - float(x @ y) for x in scaled(a) for y in scaled(b)]
    assert shift(a, b).apd == pytest.approx(sum(pairs) / len(pairs))


def test_a_shift_is_found_and_a_document_with_ways_of_its_own_is_none() -> None:
    rng = np.random.default_rng(3)
    centers = np.zeros((16, 20))
    usages, of = drawn(1, 16, 8, centers)
    later = [document % 2 == 1 for document in of]
    quiet = shift_test(usages, later, of, times=199)
    assert quiet.p is not None and quiet.p > 0.05
    moved = usages + np.where(later, 1.0, 0.0)[:, None] * 2.5 * rng.normal(size=20)
    loud = shift_test(moved, later, of, times=199)
    assert loud.p == pytest.approx(1 / 200)
    assert loud.chance is not None and loud.chance_high is not None and loud.shift.both is not None
    assert loud.chance < loud.chance_high < loud.shift.both
    assert shift_test(moved, later, of, times=199) == loud


def test_genres_are_dealt_each_for_itself() -> None:
    """All of the second period is of another genre: within genres there is nothing to deal."""
    usages, of = drawn(2, 12, 6, np.repeat(np.eye(20)[:2] * 6, 6, axis=0))
    later = [document >= 6 for document in of]
    assert shift_test(usages, later, of, times=99).p == pytest.approx(0.01)
    assert shift_test(usages, later, of, strata=[str(at) for at in later], times=99).p == 1


def test_few_documents_have_no_p_value_and_a_document_one_period() -> None:
    usages, of = drawn(4, 8, 5, np.zeros((8, 6)))
    found = shift_test(usages, [document < 4 for document in of], of, times=19)
    assert found.p is None and found.shift.apd is not None
    with pytest.raises(ValueError, match="one period"):
        shift_test(usages, [i % 2 == 0 for i in range(len(of))], of, times=19)


def test_kinds_of_usage_are_found_and_noise_is_one_kind() -> None:
    rng = np.random.default_rng(5)
    two = np.vstack([rng.normal(size=(40, 30)) + 8 * np.eye(30)[0], rng.normal(size=(20, 30)) + 8 * np.eye(30)[1]])
    found = clusters(two).kinds
    assert found[:40].tolist() == [0] * 40 and found[40:].tolist() == [1] * 20
    noise = clusters(rng.normal(size=(200, 300)))
    assert set(noise.kinds.tolist()) == {0} and noise.silhouette is None
    assert set(clusters(two[:10]).kinds.tolist()) == {0}
    asked = clusters(rng.normal(size=(200, 300)), number=3)
    assert set(asked.kinds.tolist()) == {0, 1, 2} and asked.silhouette is not None and asked.silhouette < 0.05
    assert set(clusters(two[:2], number=3).kinds.tolist()) == {0}


def test_the_excess_by_hand() -> None:
    """Five documents a side, each of one usage; in the second period one document faces the other way."""
    east, north = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    usages = np.array([east] * 9 + [north])
    found = apart(usages, [i >= 5 for i in range(10)], list(range(10)))
    between, first, second = 20 / 25, 1.0, 12 / 20
    assert found.excess == pytest.approx((first + second) / 2 - between)
    assert found.apd_low is not None and found.apd_high is not None
    assert found.apd_low <= 1 - between <= found.apd_high


def test_usages_of_one_document_are_never_compared_with_each_other() -> None:
    usages, of = drawn(6, 12, 5, np.zeros((12, 8)))
    unit, later = scaled(usages), np.array(of) % 2 == 1
    pairs: dict[str, list[float]] = {"in": [], "first": [], "second": []}
    for i in range(len(of)):
        for j in range(i):
            if later[i] != later[j]:
                pairs["in"].append(float(unit[i] @ unit[j]))
            elif of[i] != of[j]:
                pairs["second" if later[i] else "first"].append(float(unit[i] @ unit[j]))
    within = (np.mean(pairs["first"]) + np.mean(pairs["second"])) / 2
    found = apart(usages, later.tolist(), of)
    assert found.excess == pytest.approx(within - np.mean(pairs["in"]))


def test_the_interval_of_an_excess_is_that_of_leaving_documents_out() -> None:
    usages, of = drawn(7, 14, 3, np.repeat(np.eye(6)[:2] * 2, 7, axis=0))
    later = [document >= 7 for document in of]
    whole = apart(usages, later, of)
    parts = []
    for side in (range(7), range(7, 14)):
        without = []
        for gone in side:
            kept = [i for i, document in enumerate(of) if document != gone]
            one = apart(usages[kept], [later[i] for i in kept], [of[i] for i in kept])
            without.append(one.excess)
        parts.append(36 / 7 * np.var(without, ddof=1))
    freedom = sum(parts) ** 2 / sum(part**2 / 6 for part in parts)
    from scipy.stats import t

    reach = t.ppf(0.975, freedom) * sum(parts) ** 0.5
    assert (whole.low, whole.high) == (pytest.approx(whole.excess - reach), pytest.approx(whole.excess + reach))


def test_few_documents_have_no_excess() -> None:
    usages, of = drawn(8, 9, 4, np.zeros((9, 6)))
    assert apart(usages, [document < 4 for document in of], of).excess is None
