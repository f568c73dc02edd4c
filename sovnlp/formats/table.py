"""Tables: CSV or TSV with a column of texts; the other columns say what is known of each."""

from __future__ import annotations

import csv
import io
from collections import Counter

from sovnlp.document import Extract, Problem
from sovnlp.errors import SourceError
from sovnlp.text.encodings import damage, decode
from sovnlp.text.rows import TEXT_NAMES, row_extract

__all__ = ["extract"]

_LARGEST_CELL = 2**31 - 1
_TOLD = 20


def extract(data: bytes, encoding: str | None = None) -> list[Extract]:
    """Read each row as a text: the column ``text`` (``текст``, ``content``, ``body``), the others as metadata.

    Cells stand between tabs, semicolons or commas, whichever the first line has most of; a quoted cell may hold line
    ends. A row without a text is left out, with a ``Problem``. Raises ``SourceError`` where there is no such column.
    """
    content, name = decode(data, encoding)
    header = content.lstrip("\n").split("\n", 1)[0]
    delimiter = max("\t;,", key=header.count)
    before = csv.field_size_limit(_LARGEST_CELL)
    try:
        lines = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
        columns = next((cells for cells in lines if any(map(str.strip, cells))), [])
        _check([column.strip().lower() for column in columns])
        found: list[Extract] = []
        wrong: list[Problem] = []
        reached = lines.line_num
        for cells in lines:
            where, reached = f"line {reached + 1:,}", lines.line_num
            if len(cells) > len(columns):
                what = f"{where}: {len(cells)} cells under {len(columns)} columns"
                wrong.append(Problem("", what, "quote cells that hold a comma"))
            read = row_extract(dict(zip(columns, cells, strict=False)), name)
            if read:
                found.append(read)
            elif any(map(str.strip, cells)):
                wrong.append(Problem("", f"{where}: no text; left out", "fill the cell or take the line out"))
    except csv.Error as error:
        raise SourceError(f"this is no table ({error})", "save it again as CSV") from None
    finally:
        csv.field_size_limit(before)
    if not found:
        raise SourceError("no row of this table has a text", f"fill the column {TEXT_NAMES[0]}")
    more = [Problem("", f"{len(wrong) - _TOLD:,} more rows like these")] if len(wrong) > _TOLD else []
    problems = (*damage(content, name), *wrong[:_TOLD], *more)
    return [Extract(found[0].text, name, found[0].metadata, problems=problems), *found[1:]]


def _check(columns: list[str]) -> None:
    if not set(TEXT_NAMES) & set(columns):
        raise SourceError(
            "this table has no column of texts",
            f"name that column {TEXT_NAMES[0]}; a table about other files is called manifest.csv",
        )
    twice = [column for column, count in Counter(filter(None, columns)).items() if count > 1]
    if twice:
        raise SourceError(f"two columns of this table are called {twice[0][:40]}", "give each a name of its own")
