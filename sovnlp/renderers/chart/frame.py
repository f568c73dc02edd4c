"""What every chart of small panels has around them, and how names stand along an axis."""

from __future__ import annotations

from collections.abc import Sequence

from sovnlp.renderers.chart.caption import provenance
from sovnlp.renderers.chart.words import FONT, plain, wrapped
from sovnlp.result import Cell, R, Result
from sovnlp.text.counting import counted

__all__ = ["framed", "listed"]


def framed(result: Result[R], grid: list[dict[str, object]], reading: str, width: float) -> dict[str, object]:
    """Return a picture with its title above, and below it how to read it, the notes, and the receipt."""
    receipt = result.receipt
    paragraphs = [reading, *result.notes, provenance(result)]
    foot = [line for paragraph in paragraphs for line in wrapped(plain(paragraph), 10, width)]
    text = {
        "data": {"values": [{}]},
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "top",
            "x": 0,
            "y": 0,
            "fontSize": 10,
            "lineHeight": 13.5,
            "color": "#555",
            "text": foot,
        },
        "width": width,
        "height": 13.5 * len(foot),
    }
    held = f"{counted(receipt.documents, 'document')}, {counted(receipt.tokens, 'word')}"
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": {
            "text": wrapped(plain(result.title), 17, width) or " ",
            "subtitle": held,
            "anchor": "start",
            "fontSize": 17,
            "subtitleFontSize": 12,
            "subtitleColor": "#555",
            "offset": 14,
        },
        "vconcat": [*grid, text],
        "spacing": 22,
        "background": "white",
        "padding": 18,
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": {"gridColor": "#e6e6e6", "titleFontWeight": "normal"},
        },
    }


def listed(field: str, names: Sequence[Cell], **axis: object) -> dict[str, object]:
    """Return the encoding of an axis of names, in the order given and without a title; ``axis`` is how it looks."""
    return {"field": field, "type": "ordinal", "sort": list(dict.fromkeys(names)), "title": None, "axis": axis}
