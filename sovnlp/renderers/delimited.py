"""A result as CSV or TSV, with its receipt in a file beside it."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from sovnlp.result import Cell, R, Result
from sovnlp.text.spreadsheets import harmless

__all__ = ["csv_file", "tsv_file"]


def csv_file(result: Result[R], path: Path) -> None:
    """Write comma-separated values in UTF-8 with a byte order mark, without which Excel garbles Cyrillic.

    Text that a spreadsheet would take for a formula gets a leading apostrophe. Title, notes and receipt go to
    ``NAME.csv.receipt.json`` beside it.
    """
    _delimited(result, path, ",")


def tsv_file(result: Result[R], path: Path) -> None:
    """Write tab-separated values; otherwise as ``csv_file``."""
    _delimited(result, path, "\t")


def _delimited(result: Result[R], path: Path, delimiter: str) -> None:
    with path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
        # with any other line end than RFC 4180's, Python 3.11 leaves a lone carriage return in a cell unquoted
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow(map(_harmless, result.columns))
        writer.writerows(map(_harmless, cells) for cells in result.cells())
    receipt = {
        "title": result.title,
        "notes": result.notes,
        "receipt": {field.name: getattr(result.receipt, field.name) for field in fields(result.receipt)},
    }
    path.with_name(path.name + ".receipt.json").write_text(
        json.dumps(receipt, ensure_ascii=False, indent=2, default=_plain) + "\n",
        encoding="utf-8",
        errors="backslashreplace",
        newline="\n",
    )


def _harmless(cell: Cell) -> Cell:
    return harmless(cell) if isinstance(cell, str) else cell


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)
