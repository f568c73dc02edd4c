"""Charts of a trace: what is drawn, what is left out, and nothing that must be fetched."""

from __future__ import annotations

import html.parser
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from sovnlp import renderers
from sovnlp.errors import MissingPackage, SovnlpError
from sovnlp.renderers import chart
from sovnlp.result import Receipt, Result


class TraceRow(NamedTuple):
    period: str
    facet: str | None
    concept: str
    language: str
    hits: int
    tokens: int
    documents: int
    documents_with_hit: int
    per_million: float | None


RECEIPT = Receipt("trace", {"query": "kulak"}, {"genre": None}, 48, 13912, "3f9c1d22ab07", {}, "0.1.0")


def row(
    period: str, language: str = "ru", *, documents: int = 9, facet: str | None = None, concept: str = "kulak"
) -> TraceRow:
    return TraceRow(period, facet, concept, language, 4, 2000, documents, 2, 2000.0 if documents else None)


def trace(
    rows: Sequence[TraceRow], title: str = "кулак, 1921–1939", names: dict[str, str] | None = None
) -> Result[TraceRow]:
    return Result(title, TraceRow, rows, RECEIPT, ("3 undated documents left out",), names or {"facet": ""})


@pytest.mark.parametrize(
    ("given", "complete"),
    [
        (["1930", "1928"], ["1928", "1929", "1930"]),
        (["1929-02", "1928-11"], ["1928-11", "1928-12", "1929-01", "1929-02"]),
        (["1928-Q4", "1929-Q2"], ["1928-Q4", "1929-Q1", "1929-Q2"]),
        (["1930s", "1910s"], ["1910s", "1920s", "1930s"]),
        (["193X", "191X"], ["191X", "192X", "193X"]),
        (["winter", "autumn"], ["autumn", "winter"]),
        (["1928", "1928-07"], ["1928", "1928-07"]),
    ],
)
def test_periods_between_are_filled_in(given: list[str], complete: list[str]) -> None:
    assert chart.complete_periods(given) == complete


def drawn(result: Result[TraceRow], tmp_path: Path) -> str:
    path = tmp_path / "chart.svg"
    renderers.draw(result, path)
    ElementTree.parse(path)
    return path.read_text(encoding="utf-8")


def lines(svg: str) -> list[str]:
    """The paths of the lines, each with one M for every unbroken stretch."""
    marks = re.findall(r'aria-roledescription="line mark"[^>]*\bd="([^"]*)"', svg)
    return marks or re.findall(r'\bd="([^"]*)"[^>]*aria-roledescription="line mark"', svg)


def test_svg_tells_title_denominators_notes_and_receipt(tmp_path: Path) -> None:
    svg = drawn(trace([row("1928"), row("1929"), row("1929", "en")]), tmp_path)
    for text in (
        "кулак, 1921–1939",
        "48 documents, 13,912 words (words in the periods drawn: English 2,000, Russian 4,000)",
        "3 undated documents left out",
        "trace · query=kulak · index 3f9c1d22ab07 · sovnlp 0.1.0",
        "hits per million words",
        ">Russian<",
        ">English<",
    ):
        assert text in svg


def test_a_year_without_documents_breaks_the_line(tmp_path: Path) -> None:
    whole = lines(drawn(trace([row("1928"), row("1929"), row("1930"), row("1931")]), tmp_path))
    absent = lines(drawn(trace([row("1928"), row("1929"), row("1931"), row("1932")]), tmp_path))
    empty = trace([row("1928"), row("1929"), row("1930", documents=0), row("1931"), row("1932")])
    assert [path.count("M") for path in whole] == [1]
    assert [path.count("M") for path in absent] == [2]
    assert [path.count("M") for path in lines(drawn(empty, tmp_path))] == [2]
    assert "Where a line is broken there are no documents" in drawn(empty, tmp_path)


def test_few_documents_are_hollow_and_said(tmp_path: Path) -> None:
    few = drawn(trace([row("1928"), row("1929", documents=chart.FEW_DOCUMENTS - 1)]), tmp_path)
    enough = drawn(trace([row("1928"), row("1929", documents=chart.FEW_DOCUMENTS)]), tmp_path)
    assert "Hollow marks rest on fewer than 5 documents" in few and "documents: 4;" in few
    assert "Hollow" not in enough
    assert few.count('fill="white"') == enough.count('fill="white"') + 1


def test_several_concepts_have_a_panel_each(tmp_path: Path) -> None:
    svg = drawn(trace([row("1928"), row("1928", concept="дань"), row("1929", concept="дань")]), tmp_path)
    assert ">kulak<" in svg and ">дань<" in svg
    assert svg.count(">hits per million words<") == 2


def test_facets_are_colored_under_their_own_name_and_too_many_are_told(tmp_path: Path) -> None:
    rows = [row("1928", facet=name) for name in ("svodka", "letter")]
    svg = drawn(trace(rows, names={"facet": "genre"}), tmp_path)
    assert ">genre<" in svg and ">svodka<" in svg and "Drawn are" not in svg
    many = [row("1928", facet=f"speaker {i}") for i in range(chart.MAX_LINES + 3)]
    svg = drawn(trace(many, names={"facet": "speaker"}), tmp_path)
    assert f"Drawn are the {chart.MAX_LINES} of {chart.MAX_LINES + 3} with the most hits" in svg


def test_png_is_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "chart.png"
    renderers.draw(trace([row("1928"), row("1929")]), path)
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG") and int.from_bytes(data[16:20], "big") > 1500


class Page(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [str(value) for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] == "script":
            self.scripts.append(data)


def test_page_loads_nothing_and_hostile_text_stays_text(tmp_path: Path) -> None:
    hostile = '</script><script src="http://example.test/x.js"></script><b>"\u202e\x1b\x00'
    path = tmp_path / "chart.html"
    renderers.draw(trace([row("1928", facet=hostile)], hostile, {"facet": hostile}), path)
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    assert page.addresses == []
    assert page.tags == ["html", "head", "meta", "meta", "title", "script", "body", "div", "script"]
    assert "default-src 'none'" in path.read_text(encoding="utf-8")
    call = "".join(page.scripts)
    specification, _ = json.JSONDecoder().raw_decode(call, call.index('vegaEmbed("#chart", ') + 20)
    printed = hostile.replace("\u202e", "").replace("\x1b", "").replace("\x00", "")
    assert " ".join(specification["title"]["text"]).split() == printed.split()


def test_hostile_text_leaves_the_svg_well_formed(tmp_path: Path) -> None:
    svg = drawn(trace([row("1928", facet="<b>&\x00\x1b[31m\ufffe")], "a < b & \x07 c", {"facet": "x\x08"}), tmp_path)
    assert "a &lt; b &amp;" in svg


def test_what_cannot_be_drawn_is_told(tmp_path: Path) -> None:
    class Other(NamedTuple):
        word: str

    with pytest.raises(SovnlpError, match="have no period, concept"):
        renderers.draw(Result("words", Other, [Other("x")], RECEIPT), tmp_path / "a.svg")
    with pytest.raises(SovnlpError, match="no rows"):
        renderers.draw(trace([]), tmp_path / "a.svg")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("package", ["altair", "vl_convert"])
def test_a_missing_package_is_named(package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingPackage, match="a chart needs") as error:
        renderers.draw(trace([row("1928")]), tmp_path / "a.svg")
    assert "pip install" in error.value.hint
