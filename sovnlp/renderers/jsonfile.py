"""A result as one JSON object: title, columns, rows, notes, receipt."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from sovnlp.result import Cell, R, Result

__all__ = ["json_file", "to_json"]


def to_json(result: Result[R]) -> str:
    """Return a result as one line of JSON: ``{"title", "columns", "rows": [{column: value}], "notes", "receipt"}``.

    A number that is not finite becomes null, since JSON has no word for it.
    """
    columns = result.columns
    content = {
        "title": result.title,
        "columns": columns,
        "rows": [dict(zip(columns, map(_finite, cells), strict=True)) for cells in result.cells()],
        "notes": result.notes,
        "receipt": {field.name: getattr(result.receipt, field.name) for field in fields(result.receipt)},
    }
    # half a surrogate pair (a file name that is not UTF-8) can only be printed as the escape that JSON has for it
    return json.dumps(content, ensure_ascii=False, default=_plain).encode("utf-8", "backslashreplace").decode("utf-8")


def json_file(result: Result[R], path: Path) -> None:
    """Write ``to_json`` and a line end to ``path``, in UTF-8."""
    path.write_text(to_json(result) + "\n", encoding="utf-8", newline="\n")


def _finite(cell: Cell) -> Cell:
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)
