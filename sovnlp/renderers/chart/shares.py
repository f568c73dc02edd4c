"""The shares of topics as small panels: one a topic, over periods, genres or speakers, with intervals by document."""

from __future__ import annotations

from typing import Any

from sovnlp.renderers.chart.frame import framed, listed
from sovnlp.renderers.chart.periods import complete_periods
from sovnlp.renderers.chart.words import plain, wrapped
from sovnlp.result import Cell, R, Result

__all__ = ["shares"]

WIDTH, HIGH, COLOR, GRAY = 300, 96, "#3b6ea5", "#8c8c8c"
ACROSS = 2
MOST = 12
"""Genres or speakers in a panel: those with most words."""


def shares(result: Result[R]) -> dict[str, object]:
    """Return the picture of shares; a share without an interval is hollow and gray, and no line is drawn through it."""
    rows = [dict(zip(result.row_type._fields, row, strict=True)) for row in result.rows]
    over_time = result.names.get("period", "period") == "period"
    series = "topic" if "topic" in result.row_type._fields else "usage"
    periods = _periods(rows, over_time=over_time)
    panels: list[dict[str, Any]] = []
    for topic in dict.fromkeys(row[series] for row in rows):
        own = {str(row["period"]): row for row in rows if row[series] == topic}
        label = plain(f"{topic}. {next(iter(own.values()))['label']}")
        points = [_point(name, own.get(name)) for name in periods]
        if not _differ(points):
            points = [{**point, "standardized": None} for point in points]
        panels.append(_panel(label, points, periods, over_time=over_time))
    across = ACROSS if over_time else 1
    dashed = any(point.get("standardized") is not None for panel in panels for point in panel["data"]["values"])
    if over_time:
        panels.append(_documents(rows, periods))
    grid: list[dict[str, object]] = [
        {"hconcat": panels[i : i + across], "spacing": 26} for i in range(0, len(panels), across)
    ]
    of = "feature words" if series == "topic" else "usages"
    reading = [
        f"Share of all {of}; whiskers: 95 % interval by document; gray and hollow: too few documents for one. "
        "Every panel has a scale of its own.",
        *(["Dashed: the share at the genre mix of the whole selection, where it is another."] * dashed),
    ]
    return framed(result, grid, " ".join(reading), 2 * WIDTH + 60)


def _periods(rows: list[dict[str, Cell]], *, over_time: bool) -> list[str]:
    if over_time:
        return complete_periods([str(row["period"]) for row in rows])
    words: dict[str, float] = {}
    for row in rows:
        words[str(row["period"])] = float(row["words"] or 0)
    return sorted(words, key=lambda name: -words[name])[:MOST]


def _point(name: str, row: dict[str, Cell] | None) -> dict[str, Cell]:
    """A point of a panel; of a period without documents only its name, so that the line breaks there."""
    if row is None:
        return {"period": plain(name)}
    sure = row["low"] is not None
    return {
        "period": plain(name),
        "sure": row["share"] if sure else None,
        "few": None if sure else row["share"],
        **{field: row.get(field) for field in ("low", "high", "standardized", "documents", "words")},
        "attested": plain(str(row["attested"])),
    }


def _differ(points: list[dict[str, Cell]]) -> bool:
    """Whether the shares at the genre mix can be told from the shares themselves, on the scale of the panel."""
    pairs = [
        (float(standard), float(share))
        for point in points
        if (standard := point.get("standardized")) is not None and (share := point.get("sure")) is not None
    ]
    top = max((max(pair) for pair in pairs), default=0.0)
    return any(abs(first - second) > 0.02 * top for first, second in pairs)


def _documents(rows: list[dict[str, Cell]], periods: list[str]) -> dict[str, object]:
    """The documents of each period, beneath the shares that are shares of their words."""
    held = {str(row["period"]): row["documents"] for row in rows}
    return {
        "title": {"text": "Documents", "anchor": "start", "fontSize": 12, "frame": "group", "color": "#555"},
        "data": {"values": [{"period": plain(name), "documents": held.get(name, 0)} for name in periods]},
        "width": WIDTH,
        "height": HIGH / 2,
        "encoding": {
            "x": _along(periods),
            "y": {
                "field": "documents",
                "type": "quantitative",
                "title": None,
                "axis": {"tickCount": 3, "domain": False},
            },
        },
        "layer": [
            {
                "mark": {"type": "bar", "color": "#b9b9b9", "width": {"band": 0.6}},
                "encoding": {"tooltip": [{"field": name, "type": "nominal"} for name in ("period", "documents")]},
            }
        ],
    }


def _along(periods: list[str]) -> dict[str, object]:
    return listed("period", [plain(name) for name in periods], labelAngle=0, labelOverlap=True, labelLimit=220)


def _panel(label: str, points: list[dict[str, Cell]], periods: list[str], *, over_time: bool) -> dict[str, object]:
    """One topic: over time a line with whiskers, else a point and whiskers for each genre or speaker."""
    place = _along(periods)
    top = max([float(p.get("high") or p.get("sure") or p.get("few") or 0) for p in points] + [0.01])
    axis = {"format": ".1~%", "tickCount": 4, "domain": False}

    def share(field: str) -> dict[str, object]:
        title = "share" if over_time else None
        scale = {"domain": [0, top], "nice": True}
        return {"field": field, "type": "quantitative", "title": title, "scale": scale, "axis": axis}

    along, up = ("x", "y") if over_time else ("y", "x")
    said = [
        {"field": field, "type": "nominal"}
        for field in ("period", "sure", "low", "high", "documents", "words", "attested")
    ]
    layers: list[dict[str, object]] = []
    if over_time:
        layers += [
            {"mark": {"type": "line", "color": COLOR, "strokeWidth": 1.6}, "encoding": {up: share("sure")}},
            {
                "mark": {"type": "line", "color": "#444", "strokeDash": [5, 3], "strokeWidth": 1.1},
                "encoding": {up: share("standardized")},
            },
        ]
    layers += [
        {"mark": {"type": "rule", "color": COLOR}, "encoding": {up: share("low"), f"{up}2": {"field": "high"}}},
        {
            "mark": {"type": "point", "filled": True, "size": 42, "opacity": 1, "color": COLOR},
            "encoding": {up: share("sure"), "tooltip": said},
        },
        {
            "mark": {"type": "point", "filled": False, "size": 42, "color": GRAY, "fill": "white"},
            "encoding": {up: share("few"), "tooltip": said},
        },
    ]
    return {
        "title": {"text": wrapped(label, 12, WIDTH) or " ", "anchor": "start", "fontSize": 12, "frame": "group"},
        "data": {"values": points},
        "width": WIDTH if over_time else 1.4 * WIDTH,
        "height": HIGH if over_time else 20 * len(periods),
        "encoding": {along: place},
        "layer": layers,
    }
