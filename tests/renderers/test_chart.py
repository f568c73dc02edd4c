"""Charts of a trace: what is drawn, what is left out, and nothing that must be fetched."""

from __future__ import annotations

import html.parser
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from sovnlp import renderers
from sovnlp.errors import MissingPackage, SovnlpError
from sovnlp.renderers import chart
from sovnlp.renderers.chart.events import Mark, numbers
from sovnlp.renderers.chart.periods import labels, place, stretch
from sovnlp.renderers.chart.picture import picture
from sovnlp.renderers.chart.points import MAX_PANELS
from sovnlp.renderers.chart.words import wrapped
from sovnlp.result import Receipt, Result


class PlainRow(NamedTuple):
    period: str
    facet: str | None
    concept: str
    language: str
    hits: int
    tokens: int
    documents: int
    documents_with_hit: int
    per_million: float | None


class TraceRow(NamedTuple):
    period: str
    facet: str | None
    concept: str
    language: str
    hits: float
    tokens: float
    documents: int
    documents_with_hit: int
    per_million: float | None
    low: float | None
    high: float | None
    method: str
    standardized: float | None
    dispersion: float | None
    references: str


class Event(NamedTuple):
    id: str
    label: Mapping[str, str]
    date: str
    start: date
    stop: date
    note: str = ""


EVENTS = (
    Event("fair", {"en": "Great fair", "ru": "Ярмарка"}, "1928-07-02", date(1928, 7, 2), date(1928, 7, 2)),
    Event(
        "flood", {"en": "Flood of the Пожва", "ru": "Паводок"}, "1928-07/1928-12", date(1928, 7, 1), date(1928, 12, 31)
    ),
    Event("comet", {"en": "Comet"}, "1910", date(1910, 1, 1), date(1910, 12, 31)),
)


RECEIPT = Receipt("trace", {"query": "kulak"}, {"genre": None}, 48, 13912, "3f9c1d22ab07", {}, "0.1.0")


def row(
    period: str, language: str = "ru", *, documents: int = 9, facet: str | None = None, concept: str = "kulak"
) -> TraceRow:
    """A row as ``trace`` gives it: with an interval from 5 documents on."""
    low, high, method = (1200.0, 2900.0, "log-scale t") if documents >= 5 else (None, None, "fewer than 5 documents")
    rate = 2000.0 if documents else None
    return TraceRow(period, facet, concept, language, 4, 2000, documents, 2, rate, low, high, method, None, 0.4, "Ф. 1")


def trace(
    rows: Sequence[TraceRow],
    title: str = "кулак, 1921–1939",
    names: dict[str, str] | None = None,
    events: Sequence[str] = (),
) -> Result[TraceRow]:
    receipt = replace(RECEIPT, parameters={"query": "kulak", "events": list(events)}) if events else RECEIPT
    return Result(title, TraceRow, rows, receipt, ("3 undated documents left out",), names or {"facet": ""})


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


@pytest.mark.parametrize(
    ("day", "periods", "where"),
    [
        (date(1928, 1, 1), ["1927", "1928"], 1.0),
        (date(1928, 7, 1), ["1927", "1928"], 1.5),
        (date(1928, 12, 31), ["1928"], 0.9973),
        (date(1928, 8, 16), ["1928-Q2", "1928-Q3"], 1.4946),
        (date(1928, 7, 1), ["1928-06", "1928-07"], 1.0),
        (date(1925, 1, 1), ["1910s", "1920s"], 1.5),
        (date(1935, 1, 1), ["192X", "193X"], 1.5),
        (date(1910, 1, 1), ["1927", "1928"], None),
        (date(1928, 1, 1), ["winter"], None),
    ],
)
def test_a_day_falls_within_its_period(day: date, periods: list[str], where: float | None) -> None:
    assert place(day, periods) == pytest.approx(where, abs=1e-3) if where is not None else place(day, periods) is None


def test_a_stretch_goes_as_far_as_the_axis() -> None:
    months = ["1928-09", "1928-10"]
    assert stretch(date(1928, 1, 1), date(1928, 12, 31), months) == (0.0, 2.0)
    assert stretch(date(1928, 1, 1), date(1928, 8, 31), months) is None
    assert stretch(date(1928, 11, 1), date(1928, 11, 1), months) is None
    assert stretch(date(1928, 11, 1), date(1928, 11, 1), ["winter"]) is None


def test_labels_are_as_many_as_there_is_room_for() -> None:
    years = [str(year) for year in range(1921, 1941)]
    months = [f"{year}-{month:02}" for year in (1928, 1929) for month in range(1, 13)]
    assert [line for (line,) in labels(years, 680).values()] == years
    assert [line for (line,) in labels(years, 150).values()] == ["1925", "1930", "1935", "1940"]
    assert list(labels(months, 680).values())[:5] == [["01", "1928"], ["04"], ["07"], ["10"], ["01", "1929"]]
    assert labels(months, 90) == {0.5: ["1928"], 12.5: ["1929"]}
    assert labels(["1928-Q2", "1928-Q3"], 90) == {0.5: ["Q2", "1928"], 1.5: ["Q3"]}
    assert labels(["1920s", "1930s"], 300) == {0.5: ["1920s"], 1.5: ["1930s"]}
    assert labels(["autumn", "winter"], 300) == {0.5: ["autumn"], 1.5: ["winter"]}
    assert labels(["1931"], 20) == {0.5: ["1931"]}


def test_numbers_of_events_never_touch() -> None:
    close = [Mark(i, "x", "", i / 10, i / 10) for i in range(1, 13)]
    for pixels in (5, 20, 60, 200):
        placed = numbers(close, pixels)
        for (left, first), (right, second) in zip(placed, placed[1:], strict=False):
            assert (right - left) * pixels >= 6 * (len(first) + len(second)) / 2
    assert numbers(close, 1) == [(0.65, "1–12")]
    assert [text for _, text in numbers(close, 200)] == [str(i) for i in range(1, 13)]


def test_lines_end_before_the_edge() -> None:
    assert wrapped("", 10, 100) == []
    lines = wrapped("ПОСТАНОВЛЕНИЕ О ХЛЕБОЗАГОТОВКАХ В ДАЛЬНЕМ КРАЕ " * 4, 10, 300)
    assert len(lines) > 4 and max(len(line) * 7.3 - line.count(" ") * 4.4 for line in lines) <= 305
    assert max(map(len, wrapped("ы" * 500, 10, 300))) <= 54


def drawn(result: Result[NamedTuple], tmp_path: Path) -> str:
    path = tmp_path / "chart.svg"
    renderers.draw(result, path)
    ElementTree.parse(path)
    return path.read_text(encoding="utf-8")


def lines(svg: str) -> list[str]:
    """The paths of the lines, each with one M for every unbroken stretch."""
    marks = re.findall(r'aria-roledescription="line mark"[^>]*\bd="([^"]*)"', svg)
    return marks or re.findall(r'\bd="([^"]*)"[^>]*aria-roledescription="line mark"', svg)


class Layer(NamedTuple):
    """One layer of a specification: the kind of its mark, how it looks, what it encodes, and its records."""

    kind: str
    mark: dict[str, Any]
    encoding: dict[str, Any]
    values: list[dict[str, Any]]

    def shown(self, channel: str) -> list[Any]:
        """What stands in the field of a channel, without what is not drawn."""
        field = self.encoding[channel]["field"]
        return [value[field] for value in self.values if value.get(field) is not None]


def layers(result: Result[NamedTuple]) -> list[Layer]:
    whole: Any = picture(result)

    def walk(part: Any, values: list[dict[str, Any]], encoding: dict[str, Any]) -> Iterator[Layer]:
        data = part.get("data", {})
        values = whole["datasets"][data["name"]] if "name" in data else data.get("values", values)
        encoding = {**encoding, **part.get("encoding", {})}
        for inner in [*part.get("vconcat", []), *part.get("hconcat", []), *part.get("layer", [])]:
            yield from walk(inner, values, encoding)
        if "mark" in part:
            yield Layer(part["mark"]["type"], part["mark"], encoding, values)

    return list(walk(whole, [], {}))


def caption(result: Result[NamedTuple]) -> str:
    return " ".join(next(layer for layer in layers(result) if "text" in layer.mark).mark["text"])


def on(result: Result[NamedTuple], field: str) -> list[Layer]:
    """The layers whose height is a field."""
    return [layer for layer in layers(result) if layer.encoding.get("y", {}).get("field") == field]


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


def test_rows_without_intervals_are_drawn_without_them(tmp_path: Path) -> None:
    rows = [PlainRow(*row(period)[:9]) for period in ("1928", "1929")]  # type: ignore[arg-type]
    result = Result("кулак", PlainRow, rows, RECEIPT)
    assert not on(result, "low") and on(result, "sure")[0].shown("y") == [2000.0, 2000.0]
    assert "Whiskers" not in caption(result) and "Gray" not in caption(result)
    assert len(lines(drawn(result, tmp_path))) == 1


def test_intervals_are_whiskers_from_low_to_high() -> None:
    result = trace([row("1928"), row("1929", documents=3)])
    (whisker,) = on(result, "low")
    assert (whisker.kind, whisker.shown("y"), whisker.shown("y2")) == ("rule", [1200.0], [2900.0])
    assert "Whiskers: 95 % interval (log-scale t)." in caption(result)


def test_an_interval_far_above_the_rates_does_not_flatten_them_and_is_told() -> None:
    result = trace([row("1928"), row("1929")._replace(high=90000.0)])
    (whisker,) = on(result, "low")
    top = whisker.encoding["y"]["scale"]["domain"][1]
    assert top == pytest.approx(1.06 * 2 * 2000) and whisker.shown("y2") == [2900.0, top]
    assert "What reaches the upper edge goes on" in caption(result)
    assert "1,200.0–90,000.0" in [value.get("interval") for value in whisker.values]


def test_few_documents_are_gray_and_hollow_without_interval_and_break_the_line(tmp_path: Path) -> None:
    rows = [row("1928"), row("1929"), row("1930", documents=4), row("1931"), row("1932")]
    result = trace(rows)
    (few,) = on(result, "few")
    assert few.shown("y") == [2000.0] and few.encoding["fill"] == {"value": "white"}
    assert few.encoding["stroke"] == {"value": "#8c8c8c"}
    assert len(on(result, "low")[0].shown("y")) == len(rows) - 1
    assert "Gray and hollow: no interval (fewer than 5 documents; 1 point)." in caption(result)
    assert [path.count("M") for path in lines(drawn(result, tmp_path))] == [2]
    assert not on(trace([row("1928", documents=5)]), "few")


def test_the_reason_why_there_is_no_interval_is_told() -> None:
    clustered = row("1928")._replace(low=None, high=None, method="fewer than 5 sources")
    assert "no interval (fewer than 5 sources; 1 point)" in caption(trace([clustered, row("1929")]))


def test_no_hits_are_an_upper_bound_pointing_down() -> None:
    none = row("1929")._replace(hits=0, per_million=0.0, low=0.0, high=1500.0, method="upper bound")
    result = trace([row("1928"), none])
    (bound,) = on(result, "bound")
    assert bound.shown("y") == [1500.0] and bound.encoding["shape"] == {"value": "triangle-down"}
    assert on(result, "sure")[0].shown("y") == [2000.0]
    assert "Triangle pointing down: no hits, and the 95 % upper bound of the rate (1 point)." in caption(result)
    alone = trace([none])
    assert on(alone, "bound")[0].encoding["y"]["scale"]["domain"][1] > 1500


def test_standardized_rates_are_a_dashed_line() -> None:
    result = trace([row("1928")._replace(standardized=1700.0), row("1929")._replace(standardized=1800.0)])
    line, dots = on(result, "standardized")
    assert line.kind == "line" and line.mark["strokeDash"] == [5, 3] and line.shown("y") == [1700.0, 1800.0]
    assert dots.kind == "point" and "Dashed: rate at the genre mix" in caption(result)
    assert not on(trace([row("1928")]), "standardized")


def test_a_year_without_documents_breaks_the_line_and_is_shaded(tmp_path: Path) -> None:
    whole = lines(drawn(trace([row("1928"), row("1929"), row("1930"), row("1931")]), tmp_path))
    absent = trace([row("1928"), row("1929"), row("1931"), row("1932")])
    empty = trace([row("1928"), row("1929"), row("1930", documents=0), row("1931"), row("1932")])
    assert [path.count("M") for path in whole] == [1]
    for result in (absent, empty):
        assert [path.count("M") for path in lines(drawn(result, tmp_path))] == [2]
        shade = next(layer for layer in layers(result) if layer.mark.get("color") == "black")
        assert (shade.shown("x"), shade.shown("x2")) == ([2], [3])
        assert "Shaded: no documents." in caption(result)


def test_documents_and_coverage_stand_beneath_on_the_same_axis() -> None:
    result = trace([row("1928"), row("1930", documents=3), row("1928", concept="дань")])
    (bars,) = on(result, "documents")
    (strip,) = [layer for layer in layers(result) if layer.encoding.get("color", {}).get("field") == "coverage"]
    assert bars.shown("y") == [9, 0, 3]
    assert strip.shown("color") == ["enough", "none", "few"]
    assert strip.encoding["x"]["axis"]["labels"] and not bars.encoding["x"]["axis"]["labels"]
    time_axes = {str(layer.encoding["x"]["scale"]) for layer in layers(result) if "x" in layer.encoding}
    assert len(time_axes) == 1


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        sys.modules, "sovnlp.lexicon.events", SimpleNamespace(load_events=lambda: {event.id: event for event in EVENTS})
    )


@pytest.mark.usefixtures("events")
def test_events_are_rules_at_their_date_with_a_key(tmp_path: Path) -> None:
    result = trace([row("1927"), row("1929")], events=["flood", "fair", "comet", "absent"])
    (rule,) = [layer for layer in layers(result) if layer.kind == "rule" and "y" not in layer.encoding]
    assert rule.shown("x") == pytest.approx([1.503, 1.75], abs=0.002)
    (bar,) = [
        layer
        for layer in layers(result)
        if layer.values and "stop" in layer.values[0] and layer.kind == "rect" and "event" in layer.values[0]
    ]
    assert bar.shown("x") == [1.5]
    text = caption(result)
    assert ": 1\xa0Great fair (1928-07-02); 2\xa0Flood of the Пожва (1928-07/1928-12)." in text
    assert "Events that are not on the axis: Comet, absent." in text
    assert "Flood of the Пожва" in drawn(result, tmp_path)


def test_every_event_of_the_lexicon_can_be_drawn(tmp_path: Path) -> None:
    from sovnlp.lexicon.events import load_events

    result = trace([row("1917"), row("1941")], events=list(load_events()))
    text = caption(result)
    assert all(event.label["en"] in text for event in load_events().values())
    assert "not on the axis" not in text and drawn(result, tmp_path)


@pytest.mark.usefixtures("events")
def test_an_event_longer_than_the_axis_is_drawn_as_far_as_it_goes() -> None:
    result = trace([row("1928-09"), row("1928-10")], events=["flood"])
    (rule,) = [layer for layer in layers(result) if layer.kind == "rule" and "y" not in layer.encoding]
    assert rule.shown("x") == [1.0]


def test_concepts_facets_and_languages_have_a_panel_each(tmp_path: Path) -> None:
    rows = [
        row("1928", language, facet=facet, concept=concept)
        for facet in ("svodka", "letter")
        for language in ("ru", "en")
        for concept in ("kulak", "дань")
    ]
    result = trace(rows, names={"facet": "genre"})
    assert len(on(result, "sure")) == 8 and len(on(result, "documents")) == 4
    assert ">genre: letter · дань · Russian<" in drawn(result, tmp_path)
    looks = {(layer.mark["color"], layer.mark["shape"]) for layer in on(result, "sure")}
    assert len(looks) == 2


def test_too_many_facets_are_told() -> None:
    many = [row("1928", facet=f"speaker {i}") for i in range(MAX_PANELS + 3)]
    result = trace(many, names={"facet": "speaker"})
    assert f"Drawn are the {MAX_PANELS} of {MAX_PANELS + 3} speaker values with the most hits." in caption(result)
    assert len(on(result, "sure")) == MAX_PANELS


def test_every_mark_has_a_tooltip() -> None:
    result = trace([row("1928"), row("1929", documents=2), row("1931")])
    for layer in layers(result):
        assert layer.kind == "text" or layer.encoding["tooltip"]
    said = {one["title"] for one in on(result, "sure")[0].encoding["tooltip"]}
    assert {"hits", "words", "documents", "95 % interval", "method", "per million words"} <= said


def test_png_is_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "chart.png"
    renderers.draw(trace([row("1928"), row("1929")]), path)
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG") and int.from_bytes(data[16:20], "big") > 1500


def test_pdf_carries_a_font_with_cyrillic(tmp_path: Path) -> None:
    import pypdfium2

    path = tmp_path / "chart.pdf"
    renderers.draw(trace([row("1928"), row("1929")]), path)
    data = path.read_bytes()
    assert data.startswith(b"%PDF") and b"/FontFile2" in data and b"LiberationSans" in data
    with pypdfium2.PdfDocument(data) as pdf:
        assert "кулак, 1921–1939" in pdf[0].get_textpage().get_text_range()


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
