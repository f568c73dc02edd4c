"""A term table as a sparse matrix in the Matrix Market format, with its row and column names in files beside it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path

from sovnlp.errors import SovnlpError
from sovnlp.result import Cell, R, Result
from sovnlp.text.spreadsheets import harmless

__all__ = ["matrix_file"]

NEEDED = {"term", "language", "facet", "occurrences"}


def matrix_file(result: Result[R], path: Path) -> None:
    """Write the counts of a term table with a facet: one row a document (or facet value), one column a term.

    Beside ``NAME.mtx`` stand ``NAME.rows.csv`` and ``NAME.columns.csv``, whose lines name the rows and columns in
    order; title, notes and receipt are comments of the matrix. Raises ``SovnlpError`` for a result that is no term
    table with a facet. Format: https://math.nist.gov/MatrixMarket/formats.html
    """
    facet = result.names.get("facet", "facet")
    if not facet or not NEEDED <= set(result.row_type._fields):
        raise SovnlpError(
            f"{path.name}: “{result.title}” is no table of terms by documents or another facet",
            "sovnlp terms --per document -o FILE.mtx",
        )
    places = [result.row_type._fields.index(name) for name in ("facet", "term", "language", "occurrences")]
    cells = [tuple(row[place] for place in places) for row in result.rows]
    rows = {name: i for i, name in enumerate(sorted({str(facet or "") for facet, *_ in cells}), 1)}
    columns = {term: i for i, term in enumerate(dict.fromkeys((term, language) for _, term, language, _ in cells), 1)}
    entries = sorted((columns[term, lang], rows[str(facet or "")], count) for facet, term, lang, count in cells)
    with path.open("w", encoding="ascii", newline="\n") as file:
        file.write("%%MatrixMarket matrix coordinate integer general\n")
        for name, said in (("title", result.title), ("notes", result.notes), ("receipt", _receipt(result))):
            file.write(f"% {name}: {json.dumps(said, default=str)}\n")
        file.write(f"{len(rows)} {len(columns)} {len(entries)}\n")
        file.writelines(f"{row} {column} {count}\n" for column, row, count in entries)
    _names(path.with_suffix(".rows.csv"), (facet,), ((name,) for name in rows))
    _names(path.with_suffix(".columns.csv"), ("term", "language"), columns)


def _receipt(result: Result[R]) -> dict[str, object]:
    cells = ((field.name, getattr(result.receipt, field.name)) for field in fields(result.receipt))
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in cells}


def _names(path: Path, head: tuple[str, ...], lines: Iterable[tuple[Cell, ...]]) -> None:
    """Write one line a row or column, in UTF-8 with a byte order mark, without which Excel garbles Cyrillic."""
    with path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerows([harmless(str(cell)) for cell in line] for line in (head, *lines))
