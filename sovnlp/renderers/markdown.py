"""A result as a Markdown page: title, table, notes, receipt."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from sovnlp.result import Cell, R, Result

__all__ = ["markdown_file", "to_markdown"]


def to_markdown(result: Result[R]) -> str:
    """Return a result as Markdown in which text stays text: no cell becomes a column, a link, a picture or HTML."""
    rows = result.cells()
    numeric = [any(_is_number(cells[i]) for cells in rows) for i in range(len(result.columns))]
    lines = [
        f"# {_escaped(result.title)}",
        "",
        _line([_escaped(name) for name in result.columns]),
        _line(["---:" if right else "---" for right in numeric]),
        *(_line([_cell(cell) for cell in cells]) for cells in rows),
        "",
        *(f"- {_escaped(note)}" for note in result.notes),
        *([""] if result.notes else []),
        "## Receipt",
        "",
        *(f"- {field.name}: {_value(getattr(result.receipt, field.name))}" for field in fields(result.receipt)),
    ]
    return "\n".join(lines) + "\n"


def markdown_file(result: Result[R], path: Path) -> None:
    """Write ``to_markdown`` to ``path``, in UTF-8."""
    path.write_text(to_markdown(result), encoding="utf-8", errors="backslashreplace", newline="\n")


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.3g}" if 0 < abs(cell) < 0.01 else f"{cell:.4f}".rstrip("0").rstrip(".")
    return _escaped(str(cell))


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return _escaped(json.dumps(dict(value), ensure_ascii=False, default=str))
    return "" if value is None else _escaped(str(value))


def _escaped(text: str) -> str:
    """Return ``text`` on one line, with every mark that Markdown or HTML would act on made a plain character."""
    line = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|~$#])", r"\\\1", line)
