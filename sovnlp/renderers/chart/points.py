"""What a chart draws: the rows of a trace sorted into panels, each point with what can be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sovnlp.renderers.chart.periods import complete_periods
from sovnlp.renderers.chart.words import FEW_DOCUMENTS, LANGUAGES, plain
from sovnlp.result import Cell, R, Result

__all__ = ["MAX_PANELS", "Block", "Drawing", "Panel", "Point", "drawing"]

MAX_PANELS = 8
# Okabe and Ito (2008), without the yellow that white paper swallows; the triangle down is kept for upper bounds.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9")
SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-right", "triangle-left")

Point = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Panel:
    """The points of one concept in one facet and language; ``top`` is where its scale of rates ends."""

    concept: str
    points: list[Point]
    top: float
    color: str
    shape: str


@dataclass(frozen=True, slots=True)
class Block:
    """The panels of one facet and language, which rest on the same documents: ``periods`` counts them."""

    facet: str
    language: str
    panels: list[Panel]
    periods: list[Point]


@dataclass(frozen=True, slots=True)
class Drawing:
    """All blocks, the periods of their time axis, and in words what was left out to keep them readable."""

    blocks: list[Block]
    periods: list[str]
    cut: list[str]

    @property
    def points(self) -> list[Point]:
        """The points of all panels."""
        return [point for block in self.blocks for panel in block.panels for point in panel.points]


def drawing(result: Result[R]) -> Drawing:
    """Sort the rows of a trace into panels: of at most ``MAX_PANELS`` concepts and facets, those with most hits."""
    records = [_record(dict(zip(result.row_type._fields, row, strict=True))) for row in result.rows]
    cut = []
    for name, many in (("facet", f"{result.names.get('facet') or 'facet'} values"), ("concept", "concepts")):
        hits: dict[Cell, float] = {}
        for record in records:
            hits[record[name]] = hits.get(record[name], 0) + float(record["hits"] or 0)
        if len(hits) > MAX_PANELS:
            kept = set(sorted(hits, key=lambda value: -hits[value])[:MAX_PANELS])
            records = [record for record in records if record[name] in kept]
            cut.append(f"Drawn are the {MAX_PANELS} of {len(hits)} {plain(many)} with the most hits")
    periods = complete_periods([str(record["period"]) for record in records])
    facets, languages, concepts = (_distinct(records, name) for name in ("facet", "language", "concept"))
    tops = {concept: _top([record for record in records if record["concept"] == concept]) for concept in concepts}
    # The dimension that tells panels apart is the one that has colors and shapes.
    styled, name = next(
        ((values, name) for values, name in ((facets, "facet"), (languages, "language")) if len(values) > 1),
        (concepts, "concept"),
    )
    blocks = []
    for facet in facets:
        for language in languages:
            own = [record for record in records if record["facet"] == facet and record["language"] == language]
            if not own:
                continue
            panels = []
            for concept in _distinct(own, "concept"):
                style = styled.index({"facet": facet, "language": language, "concept": concept}[name])
                given = {str(record["period"]): record for record in own if record["concept"] == concept}
                points = [_point(given.get(period), i, tops[concept]) for i, period in enumerate(periods)]
                color, shape = COLORS[style % len(COLORS)], SHAPES[style % len(SHAPES)]
                panels.append(Panel(concept, points, tops[concept], color, shape))
            blocks.append(Block(facet, language, panels, _documents(own, periods)))
    return Drawing(blocks, periods, cut)


def _record(row: Point) -> Point:
    """Return a row with language and facet as a reader sees them, and what may be said of its rate.

    ``state`` is empty (no documents), few (no interval can be given), bound (no hits, so only an upper bound) or sure.
    """
    record = {name: plain(cell) if isinstance(cell, str) else cell for name, cell in row.items()}
    record["facet"] = str(record.get("facet") or "")
    record["language"] = LANGUAGES.get(str(record["language"]), str(record["language"]))
    documents = int(record["documents"] or 0)
    if not documents or record["per_million"] is None:
        record["state"] = "empty"
    elif documents < FEW_DOCUMENTS or ("high" in record and record["high"] is None):
        record["state"] = "few"
        given = str(record.get("method") or "")
        record["method"] = f"fewer than {FEW_DOCUMENTS} documents" if documents < FEW_DOCUMENTS else given
    else:
        record["state"] = "sure" if record["hits"] or "high" not in record else "bound"
    return record


def _point(record: Point | None, i: int, top: float) -> Point:
    """Return one mark at the middle of period ``i``: what is drawn (nothing breaks a line) and what a tooltip says."""
    if record is None or record["state"] == "empty":
        return {"x": i + 0.5, "state": "empty", "line": None, "standardized": None}
    rate, state = record["per_million"], record["state"]
    low, high = (None, None) if state == "few" else (record.get("low"), record.get("high"))
    interval = "none" if high is None else f"{float(low or 0):,.1f}–{float(high):,.1f}"
    standard, dispersion = record.get("standardized"), record.get("dispersion")
    return {
        "x": i + 0.5,
        "state": state,
        "line": None if state == "few" else rate,
        "sure": rate if state == "sure" else None,
        "few": rate if state == "few" else None,
        "bound": min(float(high), top) if state == "bound" and high is not None else None,
        "low": None if high is None else float(low or 0),
        "high": None if high is None else min(float(high), top),
        "cut": high is not None and float(high) > top,
        "standardized": standard if state != "few" else None,
        "period": record["period"],
        "concept": record["concept"],
        "series": " · ".join(str(record[name]) for name in ("facet", "language") if record[name]),
        "rate": f"{float(rate or 0):,.1f}",
        "interval": interval,
        "method": str(record.get("method") or "none"),
        "standard": "none" if standard is None else f"{float(standard):,.1f}",
        "hits": f"{record['hits']:,}",
        "words": f"{record['tokens']:,}",
        "documents": f"{record['documents']:,}",
        "with_hit": f"{record['documents_with_hit']:,}",
        "dispersion": "none" if dispersion is None else f"{float(dispersion):.2f}",
        "references": _shortened(str(record.get("references") or "none")),
    }


def _documents(records: Sequence[Point], periods: Sequence[str]) -> list[Point]:
    """Return for each period its place on the axis, how many documents it has, and whether these are enough."""
    counts: dict[str, int] = {}
    for record in records:
        period = str(record["period"])
        counts[period] = max(counts.get(period, 0), int(record["documents"] or 0))
    return [
        {
            "start": i,
            "stop": i + 1,
            "left": i + 0.14,
            "right": i + 0.86,
            "period": period,
            "documents": counts.get(period, 0),
            "coverage": "enough" if counts.get(period, 0) >= FEW_DOCUMENTS else "few" if counts.get(period) else "none",
        }
        for i, period in enumerate(periods)
    ]


def _top(records: Sequence[Point]) -> float:
    """Return where the scale of rates ends: above every rate, and above intervals up to twice the highest."""
    rates = [
        float(record[name] or 0) for record in records for name in ("per_million", "standardized") if name in record
    ]
    highs = [float(record.get("high") or 0) for record in records if record["state"] != "few"]
    highest, reach = max(rates, default=0), max(highs, default=0)
    return 1.06 * (min(reach, 2 * highest) if reach > highest > 0 else highest or reach) or 1.0


def _distinct(records: Sequence[Point], name: str) -> list[str]:
    return list(dict.fromkeys(str(record[name]) for record in records))


def _shortened(text: str) -> str:
    return text if len(text) <= 160 else text[:159] + "…"
