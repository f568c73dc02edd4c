"""What the commands print: data on stdout, talk on stderr."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sovnlp.document import Problem
from sovnlp.result import Progress, R, Result
from sovnlp.text.counting import counted

__all__ = ["answer", "draw", "line", "progress", "say", "tell_problem"]


def say(text: str) -> None:
    """Print talk on stderr."""
    from sovnlp.renderers.terminal import printable

    print(printable(text), file=sys.stderr)


def tell_problem(problem: Problem) -> None:
    """Print a problem on stderr: where, what, what to do."""
    say(f"problem: {problem.where}: {problem.what}{f' ({problem.hint})' if problem.hint else ''}")


def line(content: object, *, indent: bool = False) -> None:
    """Print JSON on stdout, on one line or indented."""
    from sovnlp.renderers.jsonfile import dumps

    print(dumps(content, indent=1 if indent else None))


def answer(
    result: Result[R],
    *,
    as_json: bool,
    output: Path | None = None,
    more: str = "",
    hide: Collection[str] = (),
    shown: Result[Any] | None = None,
) -> None:
    """Print a result, as a table or as JSON, and write it to a file where one is named.

    The table goes without the columns of ``hide``, or is ``shown`` in another form; ``more`` is printed under it (a
    sparkline, say).
    """
    if output:
        from sovnlp.renderers import write

        write(result, output)
        say(f"Wrote {counted(len(result.rows), 'row')} to {output}.")
    if as_json:
        from sovnlp.renderers.jsonfile import result_object

        line(result_object(result))
        return
    from rich.console import Console

    from sovnlp.renderers.terminal import show

    console = Console(highlight=False)
    show(shown or result, console, limit=10 if output else 60, hide=hide)
    if more:
        console.print(more, markup=False)


def draw(result: Result[Any], chart: Path | None) -> None:
    """Draw a result into a file where one is named, and say so."""
    if chart:
        from sovnlp import renderers

        renderers.draw(result, chart)
        say(f"Drew {chart}.")


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress | None]:
    """Show on stderr how far the work is, with words a second and the time left; nothing where ``quiet``."""
    if quiet:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        tasks: dict[str, Any] = {}

        def tell(stage: str, done: int, total: int | None, words: int) -> None:
            if stage not in tasks:
                tasks[stage] = shown.add_task(stage, total=total, rate="")
            task = shown.tasks[tasks[stage]]
            elapsed = task.elapsed or 0
            rate = f"{words / elapsed:,.0f} words/s" if words and elapsed else f"{done:,}" if total is None else ""
            shown.update(tasks[stage], completed=done, total=total, rate=rate)

        yield tell
