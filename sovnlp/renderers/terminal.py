"""A result in a terminal: title, table, notes and a one-line receipt."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sovnlp.result import Cell, R, Result

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

__all__ = ["printable", "show", "sparkline", "table"]

BARS = "▁▂▃▄▅▆▇█"
ESCAPE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.|\x9b[0-?]*[ -/]*[@-~]")


def show(result: Result[R], console: Console, *, limit: int | None = 60) -> None:
    """Print a result: its first ``limit`` rows (all where None), how many more there are, notes and receipt.

    Text from documents is printed as text: without control characters, and never as markup.
    """
    from rich.text import Text

    console.print(Text(printable(result.title), style="bold"))
    if result.rows:
        console.print(table(result, limit=limit))
    else:
        console.print(Text("no rows", style="italic"))
    more = 0 if limit is None else len(result.rows) - limit
    if more > 0:
        console.print(Text(f"… and {more:,} more row{'s' if more > 1 else ''}; -o FILE.csv writes all", style="yellow"))
    for note in result.notes:
        console.print(Text(f"• {printable(note)}"))
    receipt = result.receipt
    console.print(
        Text(
            f"{receipt.documents:,} documents, {receipt.tokens:,} words, index {printable(receipt.index)[:12]}",
            style="dim",
        )
    )


def table(result: Result[R], *, limit: int | None = None) -> Table:
    """Return the first ``limit`` rows as a rich table: numbers to the right, long text folded, nothing cut off.

    In a concordance the left context stands against the word found.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    rows = result.cells()[:limit]
    columns = [_column([cells[i] for cells in rows]) for i in range(len(result.columns))]
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name, (_, numeric) in zip(result.columns, columns, strict=True):
        drawn.add_column(
            Text(printable(name)),
            justify="right" if numeric or name == "left" else "left",
            style="bold" if name == "match" else "",
            no_wrap=numeric,
            overflow="fold",
        )
    for i in range(len(rows)):
        drawn.add_row(*(Text(cells[i]) for cells, _ in columns))
    return drawn


def sparkline(values: Sequence[float | None]) -> str:
    """Return one bar a value, from nothing (▁) to the greatest (█), and · where there is no value.

    >>> sparkline([0.0, 1.0, None, 4.0])
    '▁▃·█'
    """
    known = [value for value in values if value is not None and math.isfinite(value)]
    top = max(known, default=0.0)

    def bar(value: float | None) -> str:
        if value is None or not math.isfinite(value):
            return "·"
        return BARS[round(max(value, 0.0) / top * (len(BARS) - 1))] if top > 0 else BARS[0]

    return "".join(map(bar, values))


def _column(cells: list[Cell]) -> tuple[list[str], bool]:
    """Return the cells of a column as printed, and whether it is one of numbers."""
    numbers = [cell for cell in cells if isinstance(cell, int | float) and not isinstance(cell, bool)]
    greatest = max((abs(number) for number in numbers if math.isfinite(number)), default=0.0)
    digits = 1 if greatest >= 100 else 2 if greatest >= 1 else 4
    return [_printed(cell, digits) for cell in cells], bool(numbers)


def _printed(cell: Cell, digits: int) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return f"{cell:,}"
    if isinstance(cell, float):
        tiny = 0 < abs(cell) < 0.5 * 10**-digits
        return f"{cell:.1e}" if tiny else f"{cell:,.{digits}f}"
    return printable(cell)


def printable(text: str) -> str:
    """Return ``text`` without escape sequences, control and direction marks; white space becomes a space."""
    visible = (char if char.isprintable() else " " if char.isspace() else "" for char in ESCAPE.sub("", text))
    return "".join(visible)
