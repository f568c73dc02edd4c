"""A result as one JSON object: title, columns, rows, notes, receipt."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from sovnlp.result import Cell, R, Result

__all__ = ["dumps", "json_file", "result_object", "to_json"]

# They stand inside strings only, since JSON itself is ASCII.
ACTING = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def result_object(result: Result[R]) -> dict[str, object]:
    """Return a result as ``{"title", "columns", "rows": [{column: value}], "notes", "receipt"}``.

    A number that is not finite becomes null, since JSON has no word for it.
    """
    columns = result.columns
    return {
        "title": result.title,
        "columns": columns,
        "rows": [dict(zip(columns, map(_finite, cells), strict=True)) for cells in result.cells()],
        "notes": result.notes,
        "receipt": {field.name: getattr(result.receipt, field.name) for field in fields(result.receipt)},
    }


def dumps(content: object, *, indent: int | None = None) -> str:
    """Return JSON in which what a terminal would act on is escaped: control and direction marks, half surrogates."""
    text = json.dumps(content, ensure_ascii=False, indent=indent, default=_plain)
    return ACTING.sub(lambda char: f"\\u{ord(char[0]):04x}", text)


def to_json(result: Result[R]) -> str:
    """Return ``result_object`` as one line of JSON."""
    return dumps(result_object(result))


def json_file(result: Result[R], path: Path) -> None:
    """Write ``to_json`` and a line end to ``path``, in UTF-8."""
    path.write_text(to_json(result) + "\n", encoding="utf-8", newline="\n")


def _finite(cell: Cell) -> Cell:
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)
