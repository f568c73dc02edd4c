"""How the number of topics was chosen: coherence and stability by number, with the one chosen ruled in."""

from __future__ import annotations

from sovnlp.renderers.chart.frame import framed
from sovnlp.result import Cell, R, Result

__all__ = ["curve"]

WIDTH, HIGH = 560, 120
MEASURES = {
    "stability": "stability (share of top words found again)",
    "c_v": "coherence c_v",
    "c_npmi": "coherence c_npmi",
}


def curve(result: Result[R]) -> dict[str, object]:
    """Return the picture of a curve: a panel for each measure, one point for each number of topics."""
    rows = [dict(zip(result.row_type._fields, row, strict=True)) for row in result.rows]
    chosen = [row["topics"] for row in rows if row["chosen"]]
    panels: list[dict[str, object]] = []
    for field, title in MEASURES.items():
        points = [_point(row, field) for row in rows if row[field] is not None]
        if not points:
            continue
        values = {"field": "value", "type": "quantitative", "title": None, "scale": {"zero": False}}
        panels.append(
            {
                "title": {"text": title, "anchor": "start", "fontSize": 12, "frame": "group"},
                "width": WIDTH,
                "height": HIGH,
                "encoding": {
                    "x": {
                        "field": "topics",
                        "type": "quantitative",
                        "title": "topics",
                        "axis": {"values": [row["topics"] for row in rows], "grid": False},
                        "scale": {"zero": False},
                    }
                },
                "layer": [
                    {
                        "data": {"values": [{"topics": number} for number in chosen]},
                        "mark": {"type": "rule", "strokeDash": [3, 3], "color": "#a33"},
                    },
                    {
                        "data": {"values": points},
                        "mark": {"type": "rule", "color": "#3b6ea5"},
                        "encoding": {"y": {**values, "field": "low"}, "y2": {"field": "high"}},
                    },
                    {
                        "data": {"values": points},
                        "mark": {"type": "line", "color": "#3b6ea5", "point": {"size": 46, "filled": True}},
                        "encoding": {"y": values},
                    },
                ],
            }
        )
    reading = (
        "Dashed: the number chosen, best by the sum of its ranks in coherence and in stability. Whiskers: two standard "
        "errors."
    )
    return framed(result, panels, reading, WIDTH + 60)


def _point(row: dict[str, Cell], field: str) -> dict[str, Cell]:
    value, error = float(row[field] or 0), row["error"] if field == "stability" else None
    reach = None if error is None else 2 * float(error)
    bounds = {"low": None, "high": None} if reach is None else {"low": value - reach, "high": value + reach}
    return {"topics": row["topics"], "value": value, **bounds}
