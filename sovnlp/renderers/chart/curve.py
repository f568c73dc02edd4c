"""How the number of topics was chosen: coherence and stability by number, with the one chosen ruled in."""

from __future__ import annotations

from sovnlp.renderers.chart.shares import framed
from sovnlp.result import R, Result

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
        points = [{"topics": row["topics"], "value": row[field]} for row in rows if row[field] is not None]
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
                        "mark": {"type": "line", "color": "#3b6ea5", "point": {"size": 46, "filled": True}},
                        "encoding": {"y": values},
                    },
                ],
            }
        )
    reading = "Dashed: the number chosen, best by the sum of its ranks in coherence and in stability."
    return framed(result, panels, reading, WIDTH + 60)
