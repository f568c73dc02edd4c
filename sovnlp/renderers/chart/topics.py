"""Topics as bars: the share of each with its interval, or the weightiest words of each with their lift."""

from __future__ import annotations

from sovnlp.renderers.chart.frame import framed, listed
from sovnlp.renderers.chart.words import plain, wrapped
from sovnlp.result import Cell, R, Result

__all__ = ["topics", "words"]

COLOR, GRAY = "#3b6ea5", "#8c8c8c"
WIDTH, ROW = 420, 22
ACROSS, PANEL, LINE = 3, 130, 15
MOST = 12
"""Words in the panel of a topic."""


def topics(result: Result[R]) -> dict[str, object]:
    """Return the picture of topics: shares with whiskers, hollow where a topic is not to be relied on."""
    rows = [dict(zip(result.row_type._fields, row, strict=True)) for row in result.rows]
    points = [
        {
            "topic": plain(f"{row['topic']}. {row['label']}"),
            "words": plain(str(row["words"])),
            "relied": "reproducible" if row["stable"] else "not to be relied on",
            **{name: row[name] for name in ("share", "low", "high", "documents", "reproducibility")},
        }
        for row in rows
    ]
    axis = {"format": ".1~%", "tickCount": 6, "domain": False}
    share = {"field": "share", "type": "quantitative", "title": "share of all feature words", "axis": axis}
    names = ("topic", "words", "share", "low", "high", "documents", "reproducibility")
    said = [{"field": name, "type": "nominal"} for name in names]
    panel: dict[str, object] = {
        "data": {"values": points},
        "width": WIDTH,
        "height": ROW * len(points),
        "encoding": {
            "y": listed(
                "topic", [point["topic"] for point in points], labelLimit=280, domain=False, ticks=False, grid=True
            )
        },
        "layer": [
            {
                "mark": {"type": "rule", "color": COLOR},
                "encoding": {"x": {**share, "field": "low"}, "x2": {"field": "high"}},
            },
            *(
                {
                    "transform": [{"filter": f"datum.relied === '{kind}'"}],
                    "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1, "color": fill, "stroke": edge},
                    "encoding": {"x": share, "tooltip": said},
                }
                for kind, fill, edge in (("reproducible", COLOR, COLOR), ("not to be relied on", "white", GRAY))
            ),
        ],
    }
    reading = "Whiskers: 95 % interval by document. Hollow: not to be relied on, other replicates found other words."
    return framed(result, [panel], reading, WIDTH + 260)


def words(result: Result[R]) -> dict[str, object]:
    """Return the picture of the words of topics: a panel for each, bars of weight, the lift written beside them."""
    rows = [dict(zip(result.row_type._fields, row, strict=True)) for row in result.rows]
    panels = [
        _panel([row for row in rows if row["topic"] == number][:MOST])
        for number in dict.fromkeys(row["topic"] for row in rows)
    ]
    grid: list[dict[str, object]] = [
        {"hconcat": panels[i : i + ACROSS], "spacing": 30} for i in range(0, len(panels), ACROSS)
    ]
    reading = (
        "Bars: weight, the share of the topic that a word has; every panel has a scale of its own. Beside them the "
        "lift: how many times as frequent the word is in the topic as in all texts."
    )
    return framed(result, grid, reading, ACROSS * (PANEL + 140))


def _panel(rows: list[dict[str, Cell]]) -> dict[str, object]:
    points = [
        {"word": plain(str(row["word"])), "weight": row["weight"], "lift": row["lift"], "documents": row["documents"]}
        for row in rows
    ]
    weight = {"field": "weight", "type": "quantitative", "axis": None}
    return {
        "title": {
            "text": wrapped(plain(f"{rows[0]['topic']}. {rows[0]['label']}"), 12, PANEL + 100) or " ",
            "anchor": "start",
            "fontSize": 12,
            "frame": "group",
        },
        "data": {"values": points},
        "width": PANEL,
        "height": LINE * len(points),
        "encoding": {
            "y": listed(
                "word", [point["word"] for point in points], labelLimit=120, minExtent=120, domain=False, ticks=False
            ),
            "tooltip": [{"field": name, "type": "nominal"} for name in ("word", "weight", "lift", "documents")],
        },
        "layer": [
            {"mark": {"type": "bar", "color": COLOR, "height": 0.7 * LINE}, "encoding": {"x": weight}},
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 9, "color": "#555"},
                "encoding": {"x": weight, "text": {"field": "lift", "type": "quantitative", "format": ".1f"}},
            },
        ],
    }
