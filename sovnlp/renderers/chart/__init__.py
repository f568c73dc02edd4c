"""An answer as a chart that can be printed: SVG, PNG, PDF, or a page that works without a network."""

from __future__ import annotations

import json
from pathlib import Path

from sovnlp.errors import MissingPackage, SovnlpError
from sovnlp.renderers.chart.periods import complete_periods
from sovnlp.renderers.chart.words import FEW_DOCUMENTS, plain
from sovnlp.result import R, Result

__all__ = ["FEW_DOCUMENTS", "chart", "complete_periods"]

NEEDED = ("period", "concept", "language", "tokens", "documents", "documents_with_hit", "hits", "per_million")
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


def chart(result: Result[R], path: Path) -> None:
    """Draw a trace, neighbors, kinds of usage, or topics, their words, shares and numbers: the columns tell which.

    Of a trace, hits per million words by period: a panel for each concept, facet value and language, above its
    documents. A period without documents breaks the line, and so does a point without an interval (on fewer than
    ``FEW_DOCUMENTS`` documents), which is gray and hollow. Events of the receipt are ruled in and numbered.
    The ending of ``path`` (.svg, .png, .pdf, .html) tells the kind. Raises ``SovnlpError`` for rows that cannot be
    drawn and ``MissingPackage`` where altair or vl-convert cannot be loaded.
    """
    try:
        import altair  # noqa: F401
        import vl_convert
    except (ImportError, OSError) as error:
        raise MissingPackage("altair>=5.4 vl-convert-python>=1.6", "a chart", error) from error
    if not result.rows:
        raise SovnlpError(f"“{result.title}” cannot be drawn: it has no rows", "widen the selection")
    specification = json.dumps(_picture(result), ensure_ascii=False, allow_nan=False)
    kind = path.suffix.lower()
    if kind == ".svg":
        path.write_text(vl_convert.vegalite_to_svg(specification), encoding="utf-8", newline="\n")
    elif kind == ".png":
        path.write_bytes(vl_convert.vegalite_to_png(specification, scale=2.5))
    elif kind == ".pdf":
        path.write_bytes(vl_convert.vegalite_to_pdf(specification))
    else:
        # "<" never appears in JSON but inside strings: so that none of them can end the script it stands in
        safe = specification.replace("<", "\\u003c")
        title = plain(result.title).replace("&", "&amp;").replace("<", "&lt;")
        library = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
        path.write_text(PAGE.format(title=title, library=library, specification=safe), encoding="utf-8", newline="\n")


def _picture(result: Result[R]) -> dict[str, object]:
    """Return the specification of the picture that the columns of a result call for."""
    fields = set(result.row_type._fields)
    if {"label", "period", "share"} <= fields:
        from sovnlp.renderers.chart.shares import shares

        return shares(result)
    if {"topic", "reproducibility", "share"} <= fields:
        from sovnlp.renderers.chart.topics import topics

        return topics(result)
    if {"topic", "word", "lift"} <= fields:
        from sovnlp.renderers.chart.topics import words

        return words(result)
    if {"collocate", "log_dice", "status"} <= fields:
        from sovnlp.renderers.chart.neighbors import neighbors

        return neighbors(result)
    if {"topics", "stability"} <= fields:
        from sovnlp.renderers.chart.curve import curve

        return curve(result)
    if missing := [name for name in NEEDED if name not in fields]:
        raise SovnlpError(
            f"“{result.title}” cannot be drawn: its rows have no {', '.join(missing)}",
            "draw a trace, neighbors, kinds of usage, or topics, their words, shares and numbers",
        )
    from sovnlp.renderers.chart.picture import picture

    return picture(result)
