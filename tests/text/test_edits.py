from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.text.edits import Edit, Normalized


@st.composite
def edits_of(draw: st.DrawFn, length: int) -> list[Edit]:
    points = sorted(draw(st.lists(st.integers(0, length), max_size=12)))
    pairs = zip(points[::2], points[1::2], strict=False)
    return [Edit(start, stop, draw(st.text("xyz", max_size=3))) for start, stop in pairs]


@st.composite
def chains(draw: st.DrawFn) -> tuple[str, list[list[Edit]]]:
    source = draw(st.text("abcdef", max_size=30))
    text, passes = Normalized.of(source), []
    for _ in range(draw(st.integers(0, 4))):
        passes.append(draw(edits_of(len(text.text))))
        text = text.then(passes[-1])
    return source, passes


def apply(source: str, passes: list[list[Edit]]) -> Normalized:
    text = Normalized.of(source)
    for edits in passes:
        text = text.then(edits)
    return text


def origins(length: int, edits: list[Edit]) -> list[tuple[int, int]]:
    """For each character after one pass, its span before it, written the slow way."""
    result, cursor = [], 0
    for start, stop, text in edits:
        result += [(i, i + 1) for i in range(cursor, start)] + [(start, stop)] * len(text)
        cursor = stop
    return result + [(i, i + 1) for i in range(cursor, length)]


@given(st.text(max_size=30))
def test_identity_without_edits(source: str) -> None:
    text = Normalized.of(source).then([])
    assert text.text == source
    assert all(text.to_source(i, j) == (i, j) for i in range(len(source) + 1) for j in range(i, len(source) + 1))


@given(chains())
def test_spans_lie_inside_the_source_and_keep_their_order(case: tuple[str, list[list[Edit]]]) -> None:
    text = apply(*case)
    spans = [text.to_source(i, i + 1) for i in range(len(text.text))]
    assert all(0 <= start <= stop <= len(text.source) for start, stop in spans)
    assert spans == sorted(spans)
    assert sorted(stop for _, stop in spans) == [stop for _, stop in spans]


@given(chains())
def test_composition_agrees_with_going_back_step_by_step(case: tuple[str, list[list[Edit]]]) -> None:
    source, passes = case
    text = Normalized.of(source)
    slow = [(i, i + 1) for i in range(len(source))]
    for edits in passes:
        before, text = slow, text.then(edits)
        slow = []
        for start, stop in origins(len(before), edits):
            if start < stop:
                slow.append((before[start][0], before[stop - 1][1]))
            else:
                slow.append((-1, -1))
    for i, span in enumerate(slow):
        if -1 not in span:
            assert text.to_source(i, i + 1) == span


@given(chains())
def test_unedited_characters_are_found_where_they_stand(case: tuple[str, list[list[Edit]]]) -> None:
    text = apply(*case)
    for i, character in enumerate(text.text):
        start, stop = text.to_source(i, i + 1)
        if character in "abcdef":
            assert character in text.source[start:stop]


def test_deleted_text_inside_belongs_to_the_span_and_at_the_edge_does_not() -> None:
    text = Normalized.of("ко\u00adлхоз\u00ad и").then([Edit(2, 3, ""), Edit(7, 8, "")])
    assert text.text == "колхоз и"
    assert text.to_source(0, 6) == (0, 7)
    assert text.to_source(0, 2) == (0, 2)
    assert text.to_source(2, 6) == (3, 7)
    assert text.to_source(6, 8) == (8, 10)


def test_a_replacement_is_taken_whole() -> None:
    text = Normalized.of("№ пять").then([Edit(0, 1, "номер")])
    assert [text.to_source(i, i + 1) for i in (0, 4)] == [(0, 1), (0, 1)]
    assert text.to_source(6, 10) == (2, 6)


def test_inserted_text_covers_nothing() -> None:
    text = Normalized.of("аб").then([Edit(1, 1, " ")])
    assert text.text == "а б"
    assert text.to_source(1, 2) == (1, 1)
    assert text.to_source(0, 3) == (0, 2)


def test_one_for_one_edits_cost_nothing() -> None:
    assert Normalized.of("ёж").then([Edit(0, 1, "е")]).steps == ()


@pytest.mark.parametrize(
    "edits", [[Edit(2, 1, "")], [Edit(0, 4, "")], [Edit(1, 2, ""), Edit(1, 2, "")], [Edit(-1, 0, "")]]
)
def test_edits_that_do_not_fit_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="out of order or outside"):
        Normalized.of("abc").then(edits)
