"""Collocation measures by hand, and false discovery rates."""

from __future__ import annotations

from math import log

import pytest

from sovnlp.scores.collocation import discoveries, expected, g2, log_dice, moves


def test_log_dice() -> None:
    assert log_dice(100, 100, 100) == 14
    assert log_dice(50, 100, 100) == 13
    assert log_dice(0, 100, 100) is None


def test_g2_of_four_cells_by_hand() -> None:
    # Near 100 of 1,000 words; the collocate 20 times, 10 of them near: expected 2, 98, 18, 882.
    cells = [(10, 2), (90, 98), (10, 18), (890, 882)]
    by_hand = 2 * sum(o * log(o / e) for o, e in cells)
    assert g2(10, 100, 20, 1000) == pytest.approx(by_hand)
    assert g2(2, 100, 20, 1000) == pytest.approx(0)
    assert g2(0, 100, 20, 1000) < 0
    assert expected(100, 20, 1000) == 2
    assert expected(0, 0, 0) == 0


def test_discoveries_are_those_of_benjamini_and_hochberg() -> None:
    # The table of Benjamini and Hochberg (1995), section 4: at 5 % four of fifteen are discoveries.
    p_values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
                0.759, 1.0]  # fmt: skip
    found = discoveries(p_values)
    assert sum(q is not None and q <= 0.05 for q in found) == 4
    assert discoveries([0.01, None, 0.04]) == [0.02, None, 0.04]
    assert discoveries([]) == []


def test_one_collocate_of_many_can_be_found() -> None:
    """With 19 dealings the least p-value is 0.05: among a hundred tests nothing could ever be found."""
    later = [i >= 20 for i in range(40)]
    came = [0] * 20 + [3, 4] * 10
    stays = [[(i * k) % 3 for i in range(40)] for k in range(1, 60)]
    found = moves([came, *stays], [5] * 40, later, times=199)
    assert found[0].q is not None and found[0].q < 0.05
    assert found[0].rises
    assert found[1].q is not None and found[1].q > 0.05
    assert found == moves([came, *stays], [5] * 40, later, times=199)
    assert moves([came], [5] * 40, [i >= 37 for i in range(40)], times=19)[0] == (True, None, None)
    assert moves([], [5] * 40, later) == []
