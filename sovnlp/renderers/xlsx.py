"""A result as an Excel workbook: the rows on one sheet, title, notes and receipt on another."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Protocol

from sovnlp.errors import MissingPackage, SovnlpError
from sovnlp.result import Cell, R, Result
from sovnlp.text.spreadsheets import harmless

__all__ = ["MAX_COLUMNS", "MAX_ROWS", "MAX_TEXT", "xlsx_file"]

MAX_ROWS, MAX_COLUMNS, MAX_TEXT = 1_048_576, 16_384, 32_767


class _Sheet(Protocol):
    def write_string(self, row: int, column: int, text: str, /) -> int: ...
    def write_number(self, row: int, column: int, number: float, /) -> int: ...
    def write_boolean(self, row: int, column: int, value: bool, /) -> int: ...


def xlsx_file(result: Result[R], path: Path) -> None:
    """Write a workbook with the sheets ``rows`` and ``receipt``; text is never a formula nor a link.

    Text that a spreadsheet would take for a formula, once saved as CSV, gets a leading apostrophe. Raises
    ``SovnlpError`` where the result is larger than a sheet, for nothing is cut off.
    """
    try:
        import xlsxwriter
    except (ImportError, OSError) as error:
        raise MissingPackage("xlsxwriter", "an Excel workbook", error) from error
    rows = result.cells()
    if len(rows) >= MAX_ROWS or len(result.columns) > MAX_COLUMNS:
        raise SovnlpError(
            f"{path.name}: {len(rows):,} rows and {len(result.columns):,} columns are more than an Excel sheet holds",
            "write a file that ends in .csv",
        )
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("rows")
        sheet.set_row(0, None, bold)
        sheet.freeze_panes(1, 0)
        for column, width in enumerate(_widths(result.columns, rows[:200])):
            sheet.set_column(column, column, width)
        _fill(sheet, [result.columns, *rows], path.name)
        about = book.add_worksheet("receipt")
        about.set_column(0, 0, 16, bold)
        about.set_column(1, 1, 100)
        _fill(about, _about(result), path.name)


def _about(result: Result[R]) -> list[tuple[Cell, ...]]:
    receipt = [(field.name, getattr(result.receipt, field.name)) for field in fields(result.receipt)]
    return [
        ("title", result.title),
        *(("note", note) for note in result.notes),
        *(
            (name, value if isinstance(value, int) else None if value is None else str(value))
            for name, value in receipt
        ),
    ]


def _widths(columns: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> list[int]:
    """Return a width in characters for each column, from its name and the first rows."""
    return [min(60, 2 + max([len(name), *(len(str(cells[i])) for cells in rows)])) for i, name in enumerate(columns)]


def _fill(sheet: _Sheet, rows: Iterable[tuple[Cell, ...]], file: str) -> None:
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, bool):
                sheet.write_boolean(row, column, cell)
            elif isinstance(cell, str):
                _text(sheet, row, column, cell, file)
            elif cell is not None and math.isfinite(cell):
                sheet.write_number(row, column, cell)


def _text(sheet: _Sheet, row: int, column: int, text: str, file: str) -> None:
    safe = harmless(text.encode("utf-8", "backslashreplace").decode("utf-8"))
    if len(safe) > MAX_TEXT:
        raise SovnlpError(
            f"{file}: a text of {len(safe):,} characters is longer than an Excel cell holds",
            "write a file that ends in .csv",
        )
    sheet.write_string(row, column, safe)
