"""The shelf of renderers: a ``Result`` shown in a terminal, written to a file, drawn as a chart.

``write`` and ``draw`` are the doors: a file appears whole or not at all, whatever happens on the way.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from sovnlp.errors import SovnlpError
from sovnlp.renderers import chart, delimited, graph, jsonfile, markdown, matrix, parquet, xlsx
from sovnlp.result import R, Result

__all__ = ["CHARTS", "FILES", "GRAPHS", "Renderer", "draw", "write"]


class Renderer(Protocol):
    """A function that writes a result to the path it is given, and what belongs to it beside that path."""

    def __call__(self, result: Result[R], path: Path, /) -> None:
        """Write ``result`` to ``path``, which does not exist yet."""


FILES: dict[str, Renderer] = {
    ".csv": delimited.csv_file,
    ".tsv": delimited.tsv_file,
    ".json": jsonfile.json_file,
    ".xlsx": xlsx.xlsx_file,
    ".md": markdown.markdown_file,
    ".parquet": parquet.parquet_file,
    ".mtx": matrix.matrix_file,
}

GRAPHS: dict[str, Renderer] = {".gexf": graph.graph_file, ".graphml": graph.graph_file}

CHARTS: dict[str, Renderer] = {ending: chart.chart for ending in (".svg", ".png", ".pdf", ".html")}


def write(result: Result[R], path: Path) -> None:
    """Write every row of a result to a table file, its kind told by the ending of ``path`` (a key of ``FILES``).

    A network may be written as a graph too (a key of ``GRAPHS``). Raises ``SovnlpError`` for an unknown ending and
    where the file cannot be written.
    """
    graph_wanted = path.suffix.lower() in GRAPHS
    _render(GRAPHS if graph_wanted else FILES, "graph" if graph_wanted else "table", result, path)


def draw(result: Result[R], path: Path) -> None:
    """Draw the result of a trace into a chart file, its kind told by the ending of ``path`` (a key of ``CHARTS``).

    Raises ``SovnlpError`` for an unknown ending, a result that is no trace, and where the file cannot be written.
    """
    _render(CHARTS, "chart", result, path)


def _render(shelf: Mapping[str, Renderer], what: str, result: Result[R], path: Path) -> None:
    """Render into a folder beside ``path`` and rename what is finished, companions first."""
    renderer = shelf.get(path.suffix.lower())
    if renderer is None:
        raise SovnlpError(
            f"{path}: no {what} can be written with the ending “{path.suffix}”",
            f"name a file that ends in {', '.join(shelf)}",
        )
    try:
        with TemporaryDirectory(prefix=".sovnlp-", dir=path.parent) as folder:
            draft = Path(folder) / path.name
            renderer(result, draft)
            for file in sorted(Path(folder).iterdir(), key=lambda file: file == draft):
                os.replace(file, path.parent / file.name)
    except OSError as error:
        raise SovnlpError(
            f"{path} cannot be written: {error.strerror or error}",
            "see whether the folder exists, is writable, and the file is not open in another program",
        ) from error
