"""What stands around a word: bars where there is one period, else how often in each, with what came and what went."""

from __future__ import annotations

from sovnlp.renderers.chart.frame import framed, listed
from sovnlp.renderers.chart.words import LANGUAGES, plain
from sovnlp.result import Cell, R, Result
from sovnlp.text.counting import counted

__all__ = ["neighbors"]

WIDTH, ROW, COLUMN = 420, 18, 96
COLORS = {"came": "#1b7f5c", "went": "#c0392b", "stays": "#3b6ea5", "not tested": "#8c8c8c"}
MOST = 30
"""Collocates in a panel."""


def neighbors(result: Result[R]) -> dict[str, object]:
    """Return the picture of neighbors, a panel for each language; what came or went stands first."""
    rows = [dict(zip(result.row_type._fields, row, strict=True)) for row in result.rows]
    over_time = result.names.get("period", "period") == "period"
    panels = []
    width = float(WIDTH)
    for language in dict.fromkeys(row["language"] for row in rows):
        own = [row for row in rows if row["language"] == language]
        panel = _over_time(own) if over_time else _bars(own)
        title = {"text": LANGUAGES.get(str(language), str(language)), "anchor": "start", "fontSize": 12}
        panels.append({"title": title, **panel})
        width = max(width, COLUMN * len({row["period"] for row in own}))
    if over_time:
        reading = (
            "Area: how often a word stands near the term, for each hit of it. Color: against the period before, by "
            "dealing documents (false discovery rate 5 %); a cross: it went, and does not stand there at all. Not "
            "tested: the first period, words that are rare in both, or fewer than five documents."
        )
    else:
        reading = "logDice: how exclusively the two go together; 14 is the most, one more is twice as often."
    return framed(result, panels, reading, width + 200)


def _bars(rows: list[dict[str, Cell]]) -> dict[str, object]:
    points = [_point(row) for row in rows[:MOST]]
    axis = {"grid": False, "tickCount": 8}
    dice = {"field": "dice", "type": "quantitative", "title": "logDice", "scale": {"domain": [0, 14]}, "axis": axis}
    return {
        "data": {"values": points},
        "width": WIDTH,
        "height": ROW * len(points),
        "encoding": {"y": _collocates(points, grid=False)},
        "layer": [
            {
                "mark": {"type": "bar", "color": COLORS["stays"], "height": 0.7 * ROW},
                "encoding": {"x": dice, "tooltip": _said()},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 10, "color": "#555"},
                "encoding": {
                    "x": dice,
                    "text": {"field": "counted", "type": "nominal"},
                },
            },
        ],
    }


def _over_time(rows: list[dict[str, Cell]]) -> dict[str, object]:
    kept = list(dict.fromkeys(row["collocate"] for row in rows))[:MOST]
    points = [_point(row) for name in kept for row in rows if row["collocate"] == name]
    periods = list(dict.fromkeys(str(row["period"]) for row in rows))
    most = max([float(row["per_hit"] or 0) for row in rows] + [1e-3])
    color = {
        "field": "status",
        "type": "nominal",
        "title": None,
        "scale": {"domain": list(COLORS), "range": list(COLORS.values())},
        "legend": {"orient": "top"},
    }
    return {
        "data": {"values": points},
        "width": COLUMN * len(periods),
        "height": ROW * len(kept),
        "encoding": {
            "y": _collocates(points, grid=True),
            "x": listed(
                "period", [plain(name) for name in periods], labelAngle=0, orient="top", domain=False, ticks=False
            ),
            "color": color,
        },
        "layer": [
            {
                "transform": [{"filter": "datum.together > 0"}],
                "mark": {"type": "circle", "opacity": 0.85},
                "encoding": {
                    "size": {
                        "field": "per_hit",
                        "type": "quantitative",
                        "title": "for each hit",
                        "scale": {"range": [6, 260], "zero": True},
                        "legend": {"orient": "top", "format": ".2~g", "values": [most / 4, most / 2, most]},
                    },
                    "tooltip": _said(),
                },
            },
            {
                "transform": [{"filter": "datum.together == 0 && datum.status == 'went'"}],
                "mark": {"type": "point", "shape": "cross", "angle": 45, "filled": True, "size": 60},
                "encoding": {"tooltip": _said()},
            },
        ],
    }


def _point(row: dict[str, Cell]) -> dict[str, Cell]:
    return {
        "collocate": plain(str(row["collocate"])),
        "period": plain(str(row["period"] or "")),
        "status": row["status"] if row["status"] in COLORS else "not tested",
        "dice": row["log_dice"],
        "counted": f"{counted(int(row['together'] or 0), 'time')} in {counted(int(row['documents'] or 0), 'document')}",
        **{name: row[name] for name in ("together", "per_hit", "documents", "documents_with_term", "ratio", "q")},
    }


def _collocates(points: list[dict[str, Cell]], *, grid: bool) -> dict[str, object]:
    names = [point["collocate"] for point in points]
    return listed("collocate", names, domain=False, ticks=False, grid=grid, labelLimit=180)


def _said() -> list[dict[str, str]]:
    fields = ("collocate", "period", "status", "together", "documents", "documents_with_term", "per_hit", "ratio", "q")
    return [{"field": field, "type": "nominal"} for field in fields]
