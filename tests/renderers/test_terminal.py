"""A result in a terminal: right, readable, and deaf to what documents would make it do."""

from __future__ import annotations

import io
import math
import re
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from sovnlp.renderers.terminal import show, sparkline
from sovnlp.result import Receipt, Result


class Row(NamedTuple):
    word: str
    hits: int | None
    rate: float | None
    composed: bool = False


RECEIPT = Receipt("terms", {}, {}, 1048, 4988123, "3f9c1d22ab07e5518c40", {}, "0.1.0")


def printed(
    *rows: Row, limit: int | None = 60, width: int = 80, title: str = "Terms", notes: tuple[str, ...] = ()
) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=False, color_system=None)
    show(Result(title, Row, rows, RECEIPT, notes), console, limit=limit)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_table_with_title_notes_and_receipt() -> None:
    text = printed(Row("кулак", 12345, 1234.56, True), Row("дань", None, 3.0), notes=("2 undated documents left out",))
    lines = [line.strip() for line in text.splitlines()]
    assert lines[0] == "Terms"
    assert "word      hits      rate   composed" in lines
    assert "кулак   12,345   1,234.6   yes" in lines
    assert "дань         –       3.0   no" in lines
    assert lines[-2:] == ["• 2 undated documents left out", "1,048 documents, 4,988,123 words, index 3f9c1d22ab07"]


@pytest.mark.parametrize(
    ("rate", "expected"),
    [(0.0, "0.0000"), (0.01234, "0.0123"), (1.5, "1.50"), (250.0, "250.0"), (1e-9, "1.0e-09"), (math.inf, "inf")],
)
def test_sensible_digits(rate: float, expected: str) -> None:
    assert re.search(rf" {re.escape(expected)} ", printed(Row("x", 1, rate)))


def test_what_is_cut_is_told() -> None:
    rows = [Row(f"word{i}", i, None) for i in range(1100)]
    text = printed(*rows, limit=60)
    assert "word59 " in text and "word60 " not in text
    assert "… and 1,040 more rows; -o FILE.csv writes all" in text
    assert "more row" not in printed(*rows[:60], limit=60)
    assert "word1099" in printed(*rows, limit=None)


def test_no_rows() -> None:
    assert "no rows" in printed()


def test_long_text_is_folded_not_cut() -> None:
    words = " ".join(f"слово{i}" for i in range(60))
    text = printed(Row(words, 123456, 1.0), width=50)
    assert "123,456" in text and "…" not in text
    assert all(f"слово{i}" in "".join(text.split()) for i in (0, 30))
    assert re.sub(r"\s", "", words) in re.sub(r"\s|123,456|1\.00|no|word|hits|rate|composed|─", "", text)


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("[bold red]x[/]", "[bold red]x[/]"),
        ("[link=http://example.test]y[/link]", "[link=http://example.test]y[/link]"),
        ("q\x1b[2J\x1b[31mw", "qw"),
        ("q\x1b]0;title\x07w", "qw"),
        ("q\x1b]8;;http://example.test\x1b\\w", "qw"),
        ("q\x9b31mw", "qw"),
        ("q\x07\x08\x00w", "qw"),
        ("a\u202eb\u2066c", "abc"),
        ("a\r\nb\tc", "a  b c"),
    ],
)
def test_hostile_text_is_printed_as_text(hostile: str, harmless: str) -> None:
    text = printed(Row(hostile, 1, 1.0), title=hostile, notes=(hostile,))
    assert text.count(harmless) == 3


@given(st.text())
def test_no_control_character_passes(word: str) -> None:
    text = printed(Row(word, 1, 1.0), title=word, notes=(word,))
    assert all(char.isprintable() or char == "\n" for char in text)


class Line(NamedTuple):
    doc: str
    date: str | None
    left: str
    match: str
    right: str
    start: int
    stop: int
    reference: str | None = None


def concorded(*lines: Line, width: int = 60, limit: int | None = 60) -> list[str]:
    console = Console(file=io.StringIO(), width=width, color_system=None)
    show(Result("kwic", Line, lines, RECEIPT), console, limit=limit)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


def test_a_concordance_has_its_words_in_one_column() -> None:
    text = concorded(
        Line("a" * 30, "1928", "a long left context that does not fit", "кулак", ", and so on", 7, 12, "ЦДНИ. Ф. 1"),
        Line("a" * 30, "1928", "short", "кулака", "is right", 107, 113, "ЦДНИ. Ф. 1"),
        Line("b", None, "", "кулачество", "and more of it than the line can hold, by far", 1, 11),
    )
    assert text[1:6] == [
        "a" * 30 + " · 1928 · ЦДНИ. Ф. 1",
        "[1]     …that does not fit кулак, and so on",
        "[2]                  short кулака is right",
        "b",
        "[3]                        кулачество and more of it than…",
    ]


@pytest.mark.parametrize("width", [10, 20, 40, 100, 300])
def test_a_concordance_line_fits_the_terminal(width: int) -> None:
    text = concorded(Line("b", None, "слово " * 50, "кулак", "словом " * 50, 1, 6), width=width)
    lines = [line for line in text if "кулак" in line]
    assert len(lines) == 1 and (len(lines[0]) <= max(width, 30))


def test_a_concordance_that_is_cut_is_told() -> None:
    lines = [Line(f"d{i}", None, "left", "m", "right", 1, 2) for i in range(20)]
    text = "\n".join(concorded(*lines, limit=3))
    assert "d2" in text and "d3" not in text and "… and 17 more rows" in text


def test_a_hostile_concordance_is_printed_as_text() -> None:
    text = "\n".join(concorded(Line("[red]d[/]", "\x1b[2J", "\x1b]0;x\x07[b]l", "m\x9b31m\u202e", "r\n[/b]", 1, 2)))
    assert all(char.isprintable() or char == "\n" for char in text)
    assert "[red]d[/]" in text and "[b]l m r [/b]" in text


def test_hidden_columns_are_named_where_they_differ() -> None:
    console = Console(file=io.StringIO(), width=80, color_system=None)
    rows = [Row("a", 1, 2.0, False), Row("b", 1, 3.0, False)]
    show(Result("Terms", Row, rows, RECEIPT), console, hide=("hits", "rate"))
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    assert "composed" in text and "hits" not in text
    assert "not shown: rate; -o FILE.csv has all" in text


def test_sparkline() -> None:
    assert sparkline([0.0, 1.0, None, 4.0, math.nan]) == "▁▃·█·"
    assert sparkline([0.0, 0.0]) == "▁▁"
    assert sparkline([None]) == "·"
    assert sparkline([]) == ""


@given(st.lists(st.none() | st.floats()))
def test_a_sparkline_has_one_mark_a_value(values: list[float | None]) -> None:
    line = sparkline(values)
    assert len(line) == len(values) and set(line) <= set("▁▂▃▄▅▆▇█·")
