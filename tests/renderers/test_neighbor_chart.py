"""Neighbors as a chart: bars of one period, a table of circles over several."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from sovnlp import renderers
from sovnlp.analyses.neighbors import NeighborRow
from sovnlp.renderers.chart.neighbors import neighbors
from sovnlp.result import Receipt, Result

RECEIPT = Receipt("neighbors", {"query": "кулак"}, {}, 40, 5000, "i" * 64, {}, "0.1.0", 7)
HOSTILE = '<script>alert(1)</script>"\u202e'


def row(word: str, period: str | None, together: int, status: str = "", language: str = "ru") -> NeighborRow:
    dice = 10.0 + together if together else None
    return NeighborRow(
        period, language, word, together, min(together, 3), 9, 0.5, dice, 3.0, together / 10, None, None, None,
        None, status,
    )  # fmt: skip


def over_time(rows: list[NeighborRow]) -> Result[NeighborRow]:
    return Result("Neighbors of кулак by year", NeighborRow, rows, RECEIPT, ())


def panels(picture: dict[str, object]) -> list[Any]:
    parts: Any = picture["vconcat"]
    return [part for part in parts if "layer" in part]


def test_every_language_has_a_panel_with_its_words_and_periods() -> None:
    rows = [row("хлеб", "1928", 4), row("хлеб", "1930", 0, "went"), row("колхоз", "1928", 0), row("grain", "1928", 2)]
    rows[-1] = rows[-1]._replace(language="en")
    russian, english = panels(neighbors(over_time(rows)))
    assert russian["title"]["text"] == "Russian" and english["title"]["text"] == "English"
    assert russian["encoding"]["y"]["sort"] == ["хлеб", "колхоз"]
    assert russian["encoding"]["x"]["sort"] == ["1928", "1930"]
    assert [value["status"] for value in russian["data"]["values"]] == ["not tested", "went", "not tested"]
    assert [layer["transform"][0]["filter"] for layer in russian["layer"]] == [
        "datum.together > 0",
        "datum.together == 0 && datum.status == 'went'",
    ]


def test_one_period_is_drawn_as_bars_of_log_dice() -> None:
    names = dict.fromkeys(("period", "ratio", "low", "high", "q", "status"), "")
    result = Result("Neighbors", NeighborRow, [row("хлеб", None, 3), row("зерно", None, 1)], RECEIPT, (), names)
    (panel,) = panels(neighbors(result))
    assert panel["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 14]
    assert [value["counted"] for value in panel["data"]["values"]] == ["3 times in 3 documents", "1 time in 1 document"]


@pytest.mark.parametrize(("kind", "start"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("svg", b"<svg"), ("html", b"<!D")])
def test_every_format_can_be_written(kind: str, start: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"chart.{kind}"
    renderers.draw(over_time([row(HOSTILE, "1928", 3), row(HOSTILE, "1930", 0, "went")]), path)
    assert path.read_bytes().startswith(start)
    if kind == "svg":
        svg = path.read_text("utf-8")
        ElementTree.fromstring(svg)
        assert "<script>" not in svg and "\u202e" not in svg
        assert "seed=7" in svg and "sovnlp 0.1.0" in svg
    if kind == "html":
        assert "<script>alert" not in path.read_text("utf-8")
