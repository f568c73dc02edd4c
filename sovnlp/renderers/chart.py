"""The result of a trace as a chart that can be printed: SVG, PNG, or a page that works without a network."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sovnlp.errors import MissingPackage, SovnlpError
from sovnlp.result import Cell, R, Result
from sovnlp.text.counting import counted

if TYPE_CHECKING:
    import altair as alt

__all__ = ["FEW_DOCUMENTS", "MAX_LINES", "chart"]

FEW_DOCUMENTS = 5
MAX_LINES = 8
NEEDED = ("period", "concept", "language", "tokens", "documents", "documents_with_hit", "hits", "per_million")
WIDTH, HEIGHT = 660, 260
COLORS = ["#1f4e79", "#b5452c", "#3d7a4a", "#7b5192", "#c28a1c", "#4a4a4a", "#2a9d9d", "#a8517a"]
SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "triangle-left"]
LANGUAGES = {"ru": "Russian", "en": "English"}
FONT = "PT Sans, Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif"
PAGE = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; \
style-src 'unsafe-inline'; img-src data: blob:">
<title>{title}</title>
<script>{library}</script>
</head>
<body>
<div id="chart"></div>
<script>
vegaEmbed("#chart", {specification}, {{"actions": {{"export": true, "source": false, "compiled": false, \
"editor": false}}}});
</script>
</body>
</html>
"""

Point = dict[str, Cell]


def chart(result: Result[R], path: Path) -> None:
    """Draw hits per million words by period, one panel a concept, one line a language or facet value.

    A period without documents breaks the line; a point that rests on fewer than ``FEW_DOCUMENTS`` documents is hollow.
    The ending of ``path`` (.svg, .png, .html) tells the kind. Raises ``SovnlpError`` for rows that are no trace and
    ``MissingPackage`` where altair or vl-convert cannot be loaded.
    """
    try:
        import altair  # noqa: F401
        import vl_convert
    except (ImportError, OSError) as error:
        raise MissingPackage("altair>=5.4 vl-convert-python>=1.6", "a chart", error) from error
    if missing := [name for name in NEEDED if name not in result.row_type._fields]:
        raise SovnlpError(
            f"“{result.title}” cannot be drawn: its rows have no {', '.join(missing)}", "draw the result of a trace"
        )
    if not result.rows:
        raise SovnlpError(f"“{result.title}” cannot be drawn: it has no rows", "widen the selection")
    specification = _picture(result).to_json(indent=None)
    if path.suffix.lower() == ".svg":
        path.write_text(vl_convert.vegalite_to_svg(specification), encoding="utf-8", newline="\n")
    elif path.suffix.lower() == ".png":
        path.write_bytes(vl_convert.vegalite_to_png(specification, scale=2.5))
    else:
        # "<" never appears in JSON but inside strings: so that none of them can end the script it stands in
        safe = specification.replace("<", "\\u003c")
        title = _plain(result.title).replace("&", "&amp;").replace("<", "&lt;")
        library = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
        path.write_text(PAGE.format(title=title, library=library, specification=safe), encoding="utf-8", newline="\n")


def complete_periods(given: Sequence[str]) -> list[str]:
    """Return the periods in order, with those between them that are not given.

    Knows years, months (``1928-07``), quarters (``1928-Q3``) and decades (``1920s``, ``192X``); others are only sorted.

    >>> complete_periods(["1930", "1928"])
    ['1928', '1929', '1930']
    """
    periods = sorted(set(given))
    ends = [re.match(r"\d{3}", period) for period in (periods[0], periods[-1])]
    decades = range(int(ends[0][0]), int(ends[1][0]) + 1) if ends[0] and ends[1] else range(0)
    years = [year for decade in decades for year in range(decade * 10, decade * 10 + 10)]
    calendars = (
        [f"{year}" for year in years],
        [f"{year}-{month:02}" for year in years for month in range(1, 13)],
        [f"{year}-Q{quarter}" for year in years for quarter in range(1, 5)],
        [f"{decade}0s" for decade in decades],
        [f"{decade}X" for decade in decades],
    )
    for calendar in calendars:
        if set(periods) <= set(calendar):
            return calendar[calendar.index(periods[0]) : calendar.index(periods[-1]) + 1]
    return periods


def _picture(result: Result[R]) -> alt.VConcatChart:
    """Return the whole picture: title and denominators, one panel a concept, notes and receipt at the foot."""
    import altair as alt

    label = _plain(result.names.get("facet", "facet")) if "facet" in result.row_type._fields else ""
    points, cut = _points(result, label)
    foot = _foot(result)
    title = alt.TitleParams(
        text=textwrap.wrap(_plain(result.title), 74) or " ",
        subtitle=[_denominators(result), *cut, *_reading(points)],
        anchor="start",
        fontSize=17,
        subtitleFontSize=12,
        subtitleColor="#555",
        subtitlePadding=5,
        offset=14,
    )
    small_print = (
        alt.Chart(alt.Data(values=[{}]))
        .mark_text(align="left", baseline="top", x=0, y=0, fontSize=9, lineHeight=12, color="#666", text=foot)
        .properties(width=WIDTH, height=12 * len(foot))
    )
    return (
        alt.vconcat(_panels(points, label), small_print, title=title, spacing=14, background="white", padding=18)
        .configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(gridColor="#e6e6e6", domainColor="#888", tickColor="#888", titleFontWeight="normal")
    )


def _panels(points: list[Point], label: str) -> alt.LayerChart | alt.FacetChart:
    """Return the lines and their points, in one panel a concept, each with its own scale of rates."""
    import altair as alt

    periods = complete_periods([str(point["period"]) for point in points])
    concepts, series = _distinct(points, "concept"), _distinct(points, "series")
    legend = alt.Legend(title=label or None, orient="top", symbolStrokeWidth=2) if label or len(series) > 1 else None
    colors = alt.Scale(domain=series, range=COLORS)
    base = alt.Chart(alt.Data(values=points)).encode(
        x=alt.X("period:O", title=None, scale=alt.Scale(domain=periods), axis=_axis(periods)),
        y=alt.Y(
            "per_million:Q", title="hits per million words", scale=alt.Scale(zero=True), axis=alt.Axis(format=",~f")
        ),
        color=alt.Color("series:N", scale=colors, legend=legend),
        detail="language:N",
    )
    line = base.mark_line(strokeWidth=2)
    if label and len(_distinct(points, "language")) > 1:
        line = line.encode(strokeDash=alt.StrokeDash("language:N", legend=alt.Legend(title=None, orient="top")))
    dots = base.mark_point(size=46, strokeWidth=1.6, opacity=1).encode(
        shape=alt.Shape("series:N", scale=alt.Scale(domain=series, range=SHAPES), legend=legend),
        fill=alt.condition(
            f"datum.documents < {FEW_DOCUMENTS}",
            alt.value("white"),
            alt.Fill("series:N", scale=colors, legend=None),
        ),
        tooltip=[
            alt.Tooltip("period:O"),
            alt.Tooltip("concept:N"),
            alt.Tooltip("series:N", title=label or "language"),
            alt.Tooltip("per_million:Q", title="per million words", format=",.1f"),
            alt.Tooltip("hits:Q", format=","),
            alt.Tooltip("tokens:Q", title="words", format=","),
            alt.Tooltip("documents:Q", format=","),
            alt.Tooltip("documents_with_hit:Q", title="documents with a hit", format=","),
        ],
    )
    height = HEIGHT if len(concepts) == 1 else HEIGHT * 2 // 3
    panel = alt.layer(line, dots).properties(width=WIDTH, height=height)
    if len(concepts) == 1:
        return panel
    header = alt.Header(labelAnchor="start", labelFontSize=13, labelFontWeight="bold")
    return panel.facet(alt.Facet("concept:N", title=None, sort=concepts, header=header), columns=1).resolve_scale(
        y="independent"
    )


def _axis(periods: Sequence[str]) -> alt.Axis:
    """Return an axis with about fourteen labels; months and quarters are labelled at the turn of a year."""
    import altair as alt

    turns = [period for period in periods if period.endswith(("-01", "-Q1"))] or list(periods)
    shown = turns if len(turns) > 3 else list(periods)
    return alt.Axis(values=shown[:: -(-len(shown) // 20)], labelAngle=0, title=None, grid=False)


def _points(result: Result[R], label: str) -> tuple[list[Point], list[str]]:
    """Return one record a mark, with empty ones where a line must break, and what was left out to keep it readable."""
    records: list[Point] = [dict(zip(result.row_type._fields, row, strict=True)) for row in result.rows]
    for record in records:
        language = str(record["language"])
        record["language"] = LANGUAGES.get(language, language)
        record["series"] = str(record["facet"] or "not given") if label else record["language"]
        if not record["documents"]:
            record["per_million"] = None
        record.update({name: _plain(cell) for name, cell in record.items() if isinstance(cell, str)})
    hits: Counter[str] = Counter()
    for record in records:
        hits[str(record["series"])] += int(record["hits"] or 0)
    drawn = {name for name, _ in hits.most_common(MAX_LINES)}
    cut = [f"Drawn are the {MAX_LINES} of {len(hits)} with the most hits"] if len(hits) > MAX_LINES else []
    records = [record for record in records if record["series"] in drawn]
    given = {_place(record) for record in records}
    lines = dict.fromkeys(place[1:] for place in map(_place, records))
    gaps: list[Point] = [
        {"period": period, "concept": concept, "series": series, "language": language, "per_million": None}
        for period in complete_periods([str(record["period"]) for record in records])
        for concept, series, language in lines
        if (period, concept, series, language) not in given
    ]
    return sorted([*records, *gaps], key=lambda point: str(point["period"])), cut


def _place(point: Point) -> tuple[Cell, Cell, Cell, Cell]:
    return point["period"], point["concept"], point["series"], point["language"]


def _distinct(points: list[Point], name: str) -> list[str]:
    return list(dict.fromkeys(str(point[name]) for point in points))


def _denominators(result: Result[R]) -> str:
    """Return what the rates are rates of: the selection, and where two languages are drawn the words of each."""
    words: dict[tuple[Cell, ...], int] = {}
    for row in result.rows:
        record: Point = dict(zip(result.row_type._fields, row, strict=True))
        words[record["language"], record.get("facet"), record["period"]] = int(record["tokens"] or 0)
    languages: Counter[str] = Counter()
    for place, count in words.items():
        languages[str(place[0])] += count
    total = f"{counted(result.receipt.documents, 'document')}, {counted(result.receipt.tokens, 'word')}"
    if len(languages) == 1:
        return f"{total} ({''.join(LANGUAGES.get(name, name) for name in languages)})"
    split = ", ".join(f"{LANGUAGES.get(name, name)} {count:,}" for name, count in sorted(languages.items()))
    return f"{total} (words in the periods drawn: {split})"


def _reading(points: list[Point]) -> list[str]:
    """Return a line on how to read the marks that need saying."""
    documents = [int(point.get("documents") or 0) for point in points]
    few = f"Hollow marks rest on fewer than {FEW_DOCUMENTS} documents" * any(0 < n < FEW_DOCUMENTS for n in documents)
    gaps = "where a line is broken there are none" if few else "Where a line is broken there are no documents"
    said = [few, gaps * (0 in documents)]
    return ["; ".join(filter(None, said))] if any(said) else []


def _foot(result: Result[R]) -> list[str]:
    """Return the small print: the notes, and the receipt on a line of its own."""
    receipt = result.receipt
    asked = {name: value for name, value in {**receipt.parameters, **receipt.selection}.items() if value is not None}
    parts = [
        receipt.analysis,
        ", ".join(f"{name}={value}" for name, value in asked.items()),
        f"index {receipt.index}",
        f"sovnlp {receipt.version}",
    ]
    lines = [*result.notes, " · ".join(part for part in parts if part)]
    return [short for line in lines for short in textwrap.wrap(_plain(line), 135)]


def _plain(text: str) -> str:
    """Return ``text`` without the characters that XML forbids or that turn its direction."""
    return "".join(char if char.isprintable() else " " if char.isspace() else "" for char in text)
