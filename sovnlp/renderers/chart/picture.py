"""A chart as one specification: for each facet and language the rates of its concepts above their documents."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sovnlp.renderers.chart.caption import denominators, small_print
from sovnlp.renderers.chart.events import Mark, marks, numbers
from sovnlp.renderers.chart.periods import labels
from sovnlp.renderers.chart.points import Block, Drawing, Panel, Point, drawing
from sovnlp.renderers.chart.words import FONT, plain, wrapped
from sovnlp.result import R, Result

if TYPE_CHECKING:
    import altair as alt

__all__ = ["picture"]

Specification = dict[str, object]

WIDTH, GUTTER, AXIS, BARS, LEFT = 680, 34, 46, 34, 64
GRAY, INK = "#8c8c8c", "#444"
COVERAGE = {"enough": "#333333", "few": "#bbbbbb", "none": "#ffffff"}

LOOK = {
    "gridColor": "#e6e6e6",
    "domainColor": "#888",
    "tickColor": "#888",
    "labelColor": INK,
    "labelFontSize": 10.5,
    "titleColor": INK,
    "titleFontSize": 10.5,
    "titleFontWeight": "normal",
}
POINT = {
    "period": "period",
    "concept": "concept",
    "series": "of",
    "rate": "per million words",
    "interval": "95 % interval",
    "method": "method",
    "standard": "standardized",
    "hits": "hits",
    "words": "words",
    "documents": "documents",
    "with_hit": "documents with a hit",
    "dispersion": "dispersion",
    "references": "references",
}
PERIOD = {"period": "period", "documents": "documents"}
EVENT = {"event": "event", "date": "date"}


@dataclass(frozen=True, slots=True)
class Frame:
    """What all panels share: their size in pixels, the periods of the time axis, and the events on it."""

    width: float
    height: float
    periods: list[str]
    events: list[Mark]
    datasets: dict[str, list[Point]] = field(default_factory=dict)

    def data(self, values: list[Point]) -> alt.NamedData:
        """Return a name for ``values``, which stand in the picture once, however many marks are drawn of them."""
        import altair as alt

        name = next((name for name, known in self.datasets.items() if known is values), f"d{len(self.datasets)}")
        self.datasets[name] = values
        return alt.NamedData(name)


def picture(result: Result[R]) -> Specification:
    """Return the whole picture: title and denominators, blocks in a grid, and the small print at the foot.

    The panels are put together by hand: altair copies all of them at each level, which takes seconds for a dozen.
    """
    import altair as alt

    drawn = drawing(result)
    events, absent = marks(result.receipt.parameters.get("events"), drawn.periods)
    rows = _grid(drawn)
    columns = max(map(len, rows))
    across = (WIDTH - (columns - 1) * (GUTTER + AXIS)) / columns
    height = 250 if len(drawn.blocks[0].panels) * len(rows) == 1 else 130
    width = across if events else min(across, max(150, 46 * len(drawn.periods)))
    frame = Frame(width, height, drawn.periods, events)
    title = alt.TitleParams(
        text=wrapped(plain(result.title), 17, WIDTH + LEFT) or " ",
        subtitle=wrapped(denominators(result), 12, WIDTH + LEFT),
        anchor="start",
        fontSize=17,
        subtitleFontSize=12,
        subtitleColor="#555",
        subtitlePadding=5,
        offset=14,
    )
    text = [
        line
        for paragraph in small_print(result, drawn, events, absent)
        for line in wrapped(paragraph, 10, WIDTH + LEFT)
    ]
    foot = (
        alt.Chart(alt.Data(values=[{}]))
        .mark_text(align="left", baseline="top", x=-LEFT, y=0, fontSize=10, lineHeight=13.5, color="#555", text=text)
        .properties(width=WIDTH, height=13.5 * len(text))
    )
    facet = plain(result.names.get("facet", "facet")) if "facet" in result.row_type._fields else ""
    headings = _headings(drawn, facet)
    grid = [{"hconcat": [_block(block, frame, headings) for block in row], "spacing": GUTTER} for row in rows]
    return {
        "$schema": alt.SCHEMA_URL,
        "title": title.to_dict(),
        "vconcat": [*grid, _specified(foot)],
        "spacing": 16,
        "background": "white",
        "padding": 18,
        "config": {"font": FONT, "view": {"stroke": None}, "axis": LOOK},
        "datasets": frame.datasets,
    }


def _grid(drawn: Drawing) -> list[list[Block]]:
    """Return the blocks in rows: languages side by side, else two facets to a row."""
    facets = list(dict.fromkeys(block.facet for block in drawn.blocks))
    if len({block.language for block in drawn.blocks}) > 1:
        return [[block for block in drawn.blocks if block.facet == facet] for facet in facets]
    return [drawn.blocks[i : i + 2] for i in range(0, len(drawn.blocks), 2)]


def _headings(drawn: Drawing, facet: str) -> dict[str, str]:
    """Return the dimensions that head a panel, the facet and what there are several of, with what precedes them."""
    headings = {"facet": f"{facet}: "} if facet else {}
    if len({panel.concept for block in drawn.blocks for panel in block.panels}) > 1:
        headings["concept"] = ""
    if len({block.language for block in drawn.blocks}) > 1:
        headings["language"] = ""
    return headings


def _block(block: Block, frame: Frame, headings: Mapping[str, str]) -> Specification:
    """Return the panels of one facet and language, and beneath them its documents and its coverage."""
    panels = []
    for panel in block.panels:
        names = {"facet": block.facet or "not given", "concept": panel.concept, "language": block.language}
        heading = " · ".join(f"{before}{names[name]}" for name, before in headings.items())
        panels.append(_specified(_panel(panel, block, frame, heading)))
    strips = [_specified(_documents(block, frame)), _specified(_coverage(block, frame))]
    return {"vconcat": [{"vconcat": panels, "spacing": 14}, *strips], "spacing": 8}


def _specified(chart: alt.Chart | alt.LayerChart) -> Specification:
    """Return a chart as a part of a greater one."""
    specification: Specification = chart.to_dict(validate=False, context={"top_level": False})
    return specification


def _panel(panel: Panel, block: Block, frame: Frame, heading: str) -> alt.LayerChart:
    """Return the rates of one concept: periods without documents shaded, events, intervals, lines and points."""
    import altair as alt

    pixels = frame.width / len(frame.periods)
    size, thin = (48, 1.6) if pixels > 12 else (22, 1.0)
    rates = alt.Axis(format=",~f", tickCount=4, minExtent=AXIS, maxExtent=AXIS, domain=False, ticks=False)
    scale = alt.Scale(domain=[0, panel.top], nice=False)
    title = "hits per million words" if frame.height > 200 else "per million words"

    def rate(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=title, scale=scale, axis=rates)

    base = alt.Chart()
    layers = [base.mark_line(strokeWidth=1.8, color=panel.color).encode(y=rate("line"))]
    if any(point["standardized"] is not None for point in panel.points):
        dashed = base.encode(y=rate("standardized"))
        layers.append(dashed.mark_line(strokeWidth=1.2, strokeDash=[5, 3], color=INK))
        layers.append(dashed.mark_point(size=12, filled=True, opacity=1, color=INK))
    if any(point.get("high") is not None for point in panel.points):
        layers.append(base.mark_rule(strokeWidth=thin, color=panel.color).encode(y=rate("low"), y2="high"))
    point = base.mark_point(size=size, strokeWidth=1.5, opacity=1, shape=panel.shape, color=panel.color)
    down = {"shape": "triangle-down", "fill": "white"}
    for state, look in (("sure", {"fill": panel.color}), ("few", {"fill": "white", "stroke": GRAY}), ("bound", down)):
        if any(one["state"] == state for one in panel.points):
            layers.append(point.encode(y=rate(state), **{name: alt.value(value) for name, value in look.items()}))
    own = alt.layer(*layers, data=frame.data(panel.points)).encode(
        x=_time("x", frame), tooltip=_said(panel.points, POINT)
    )
    whole = alt.layer(*_events(frame), *_shades(block, frame), own).properties(width=frame.width, height=frame.height)
    if not heading:
        return whole
    lines = wrapped(heading, 12, max(frame.width, 240))
    return whole.properties(title=alt.TitleParams(lines, anchor="start", frame="group", fontSize=12, offset=4))


def _documents(block: Block, frame: Frame) -> alt.Chart:
    """Return a bar for the documents of each period, gray where they are too few for an interval."""
    import altair as alt

    most = max(int(period["documents"] or 0) for period in block.periods)
    axis = alt.Axis(
        values=[0, most], format=",d", minExtent=AXIS, maxExtent=AXIS, domain=False, ticks=False, grid=False
    )
    return (
        alt.Chart(frame.data(block.periods))
        .mark_rect()
        .encode(
            x=_time("left", frame),
            x2="right",
            y=alt.Y("documents:Q", title="documents", scale=alt.Scale(domain=[0, most or 1], nice=False), axis=axis),
            y2=alt.value(BARS),
            color=alt.value(INK),
            tooltip=_said(block.periods, PERIOD),
        )
        .properties(width=frame.width, height=BARS)
    )


def _coverage(block: Block, frame: Frame) -> alt.Chart:
    """Return a strip that is dark, pale or empty where there are documents enough, few or none, above the time axis."""
    import altair as alt

    color = alt.Scale(domain=list(COVERAGE), range=list(COVERAGE.values()))
    return (
        alt.Chart(frame.data(block.periods))
        .mark_rect(stroke="#888", strokeWidth=0.5)
        .encode(
            x=_time("start", frame, labeled=True),
            x2="stop",
            color=alt.Color("coverage:N", scale=color, legend=None),
            tooltip=_said(block.periods, PERIOD),
        )
        .properties(width=frame.width, height=7)
    )


def _shades(block: Block, frame: Frame) -> list[alt.Chart]:
    """Return a pale ground behind the periods that have no documents, if there are any."""
    import altair as alt

    empty = [period for period in block.periods if period["coverage"] == "none"]
    if not empty:
        return []
    chart = alt.Chart(frame.data(empty)).mark_rect(color="black", opacity=0.06)
    return [chart.encode(x=_time("start", frame), x2="stop", tooltip=_said(empty, PERIOD))]


def _events(frame: Frame) -> list[alt.Chart]:
    """Return a thin rule for each event, a bar at the upper edge as long as it lasted, and the numbers above."""
    import altair as alt

    if not frame.events:
        return []
    pixels = frame.width / len(frame.periods)
    values: list[Point] = [
        {"x": mark.middle, "start": mark.start, "stop": mark.stop, "event": mark.label, "date": mark.date}
        for mark in frame.events
    ]
    said = _said(values, EVENT)
    rules = alt.Chart(frame.data(values)).encode(tooltip=said)
    rule = rules.mark_rule(strokeWidth=0.9, strokeDash=[1.5, 2], color=INK).encode(x=_time("x", frame))
    lasting = [value for value in values if (float(value["stop"] or 0) - float(value["start"] or 0)) * pixels > 3]
    bar = alt.Chart(frame.data(lasting)).mark_rect(color=INK, opacity=0.55)
    signs: list[Point] = [{"x": x, "sign": sign} for x, sign in numbers(frame.events, pixels)]
    sign = alt.Chart(frame.data(signs)).mark_text(fontSize=9.5, dy=-7, color=INK)
    return [
        *(
            [bar.encode(x=_time("start", frame), x2="stop", y=alt.value(0), y2=alt.value(4), tooltip=said)]
            if lasting
            else []
        ),
        rule,
        sign.encode(x=_time("x", frame), y=alt.value(0), text="sign:N"),
    ]


def _time(field: str, frame: Frame, *, labeled: bool = False) -> alt.X:
    """Return the time axis, which counts periods from 0, so that an event falls within its period."""
    import altair as alt

    shown = labels(frame.periods, frame.width)
    lines = json.dumps({str(middle): line for middle, line in shown.items()})
    axis = alt.Axis(
        values=list(shown),
        grid=False,
        title=None,
        labels=labeled,
        labelExpr=f"{lines}[datum.value]" if labeled else alt.Undefined,
        labelAngle=0,
        labelOverlap=False,
        labelFlush=False,
        ticks=labeled,
        domain=True,
    )
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, len(frame.periods)], nice=False), axis=axis)


def _said(values: Sequence[Point], names: Mapping[str, str]) -> list[alt.Tooltip]:
    """Return the tooltip of marks: those of ``names`` that any of them has."""
    import altair as alt

    return [
        alt.Tooltip(f"{field}:N", title=title)
        for field, title in names.items()
        if any(value.get(field) not in (None, "", "none") for value in values)
    ]
