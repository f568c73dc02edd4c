"""Names against names, counted by hand."""

from __future__ import annotations

from sovnlp.scorecard.matching import Counts, compare, overlapping


def test_strict_wants_the_same_borders_and_type() -> None:
    gold = [(0, 5, "PER"), (10, 15, "ORG"), (20, 25, "LOC"), (30, 40, "LOC")]
    found = [(0, 5, "PER"), (10, 15, "LOC"), (21, 25, "LOC")]
    counts = compare(gold, found)
    assert counts == {
        "PER": Counts(1, 1, 1, 1),
        "ORG": Counts(1, 0, 0, 0),
        "LOC": Counts(2, 2, 0, 1),
        "all": Counts(4, 3, 1, 2),
    }


def test_a_name_stands_for_one_other_at_most() -> None:
    assert compare([(0, 20, "PER")], [(0, 5, "PER"), (6, 10, "PER"), (12, 20, "PER")])["PER"].overlap == 1
    assert compare([(0, 5, "PER"), (6, 10, "PER"), (12, 20, "PER")], [(0, 20, "PER")])["PER"].overlap == 1
    # Taken in order, both can be paired, though the first overlaps both.
    assert compare([(0, 8, "PER"), (9, 15, "PER")], [(2, 10, "PER"), (12, 14, "PER")])["PER"].overlap == 2
    assert compare([(0, 3, "PER")], [(3, 6, "PER")])["PER"].overlap == 0


def test_what_stands_on_the_other_side() -> None:
    assert overlapping((4, 9, "PER"), [(0, 4, "LOC"), (8, 12, "ORG")]) == (8, 12, "ORG")
    assert overlapping((4, 9, "PER"), [(9, 12, "ORG")]) is None
