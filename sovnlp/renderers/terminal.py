"""A result in a terminal: title, table, notes and a one-line receipt."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from sovnlp.result import Cell, R, Result
from sovnlp.text.counting import counted

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

__all__ = ["concordance", "printable", "show", "sparkline", "table"]

BARS = "▁▂▃▄▅▆▇█"
WIDEST = 10_000
LEAST_WIDTH = 12
"""Cells that a column of text keeps where the console is narrow, if its text is as long."""
CONTEXT = {"left", "match", "right"}
PLACE = {"start", "stop"}
OPENING, CLOSING = tuple("«“„(["), tuple(".,:;!?…)]»”")
ESCAPE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.|\x9b[0-?]*[ -/]*[@-~]")


def show(result: Result[R], console: Console, *, limit: int | None = 60, hide: Collection[str] = ()) -> None:
    """Print a result: its first ``limit`` rows (all where None), how many more there are, notes and receipt.

    A concordance is printed line by line, anything else as a table, without the columns of ``hide``; where their cells
    differ, a line says which they are. A table that is wider than the console is printed row by row, each cell after
    its name. Text from documents is printed as text: without control characters, and never
    as markup.
    """
    from rich.text import Text

    console.print(Text(printable(result.title), style="bold"))
    if not result.rows:
        console.print(Text("no rows", style="italic"))
    elif CONTEXT <= set(result.columns):
        for line in concordance(result, console.width, limit=limit):
            console.print(line)
    else:
        drawn = table(result, limit=limit, hide=hide)
        if console.measure(drawn, options=console.options.update(max_width=WIDEST)).minimum <= console.width:
            console.print(drawn)
        else:
            for record in records(result, limit=limit, hide=hide):
                console.print(record)
        differ = [
            name for i, name in enumerate(result.columns) if name in hide and len({r[i] for r in result.cells()}) > 1
        ]
        if differ:
            console.print(Text(f"not shown: {', '.join(map(printable, differ))}; -o FILE.csv has all", style="yellow"))
    more = 0 if limit is None else len(result.rows) - limit
    if more > 0:
        console.print(Text(f"… and {counted(more, 'more row')}; -o FILE.csv writes all", style="yellow"))
    for note in result.notes:
        console.print(Text(f"• {printable(note)}"))
    receipt = result.receipt
    if receipt.index:
        held = f"{counted(receipt.documents, 'document')}, {counted(receipt.tokens, 'word')}"
        console.print(Text(f"{held}, index {printable(receipt.index)[:12]}", style="dim"))


def table(result: Result[R], *, limit: int | None = None, hide: Collection[str] = ()) -> Table:
    """Return the first ``limit`` rows as a rich table: numbers to the right, long text folded, nothing cut off."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    rows = result.cells()[:limit]
    names = [(i, name) for i, name in enumerate(result.columns) if name not in hide]
    columns = [_column([cells[i] for cells in rows]) for i, _ in names]
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for (_, name), (cells, numeric) in zip(names, columns, strict=True):
        drawn.add_column(
            Text("\n".join(textwrap.wrap(printable(name).replace("_", " "), 10))),
            justify="right" if numeric else "left",
            no_wrap=numeric,
            overflow="fold",
            min_width=max(min(max(map(len, cells), default=0), LEAST_WIDTH), max(map(len, name.split("_")))),
        )
    for i in range(len(rows)):
        drawn.add_row(*(Text(texts[i]) for texts, _ in columns))
    return drawn


def records(result: Result[R], *, limit: int | None = None, hide: Collection[str] = ()) -> Iterator[Text]:
    """Yield the first ``limit`` rows as lines of text, each cell after the name of its column, empty ones left out."""
    from rich.text import Text

    rows = result.cells()[:limit]
    names = [(i, name) for i, name in enumerate(result.columns) if name not in hide]
    columns = {name: _column([cells[i] for cells in rows])[0] for i, name in names}
    for number in range(len(rows)):
        line = Text(f"[{number + 1}] ", style="dim")
        for name, cells in columns.items():
            if cells[number].strip() not in ("", "–"):
                line.append(f"{printable(name).replace('_', ' ')} ", style="not dim")
                line.append(cells[number].strip(), style="not dim bold")
                line.append("  ")
        line.rstrip()
        yield line


def concordance(result: Result[R], width: int, *, limit: int | None = None) -> Iterator[Text]:
    """Yield the first ``limit`` rows with the words found one below the other, each context cut with … to one line.

    Where a line comes from stands above it, once for lines that come from the same place; ``start, stop`` are for
    files.
    """
    from rich.cells import cell_len
    from rich.text import Text

    names = result.columns
    rows = [{n: printable(str(c)) for n, c in zip(names, row, strict=True) if c is not None} for row in result.cells()]
    rows = rows[:limit]
    number = len(str(len(rows))) + 3
    longest = max(cell_len(row["match"]) for row in rows)
    side = max((width - number - longest - 2) // 2, 8)
    above = ""
    for i, row in enumerate(rows, 1):
        origin = " · ".join(row[name] for name in names if name in row and name not in CONTEXT | PLACE)
        if origin != above:
            yield Text(origin, style="cyan")
            above = origin
        left, right = _cut(row["left"][::-1], side)[::-1], _cut(row["right"], side + longest - cell_len(row["match"]))
        line = Text(f"{f'[{i}]':<{number}}", style="dim")
        left += "" if left[-1:] in OPENING else " "
        line.append(" " * (side + 1 - cell_len(left)) + left, style="not dim")
        line.append(row["match"], style="not dim bold")
        line.append(right if right[:1] in CLOSING else f" {right}", style="not dim")
        yield line


def _cut(text: str, width: int) -> str:
    """Return the words at the beginning of a text that fit ``width`` cells, with … where there is more."""
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) <= width:
        return text
    kept = set_cell_size(text, width - 1)
    return (kept.rpartition(" ")[0] or kept).rstrip() + "…"


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
