"""The command that shows what sovnlp does: demo."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sovnlp.cli.options import Json
from sovnlp.cli.output import answer, progress, say
from sovnlp.result import Result

__all__ = ["demo"]


def demo(
    folder: Annotated[Path, typer.Option(help="Where the store, the chart and the table go.")] = Path("sovnlp-demo"),
    json: Json = False,
) -> None:
    """Ingest the sample corpus, and show a trace, a concordance and a term table of it."""
    from sovnlp.cli.asking import sparklines
    from sovnlp.showcase import demo

    say("The sample was composed for demonstration; its people and places are invented. It is no historical source.")
    with progress(quiet=json) as tell:
        shown = demo(folder, progress=tell)
    results: tuple[Result[Any], ...] = (shown.ingested, shown.trace, shown.kwic, shown.terms)
    for result in results:
        more = sparklines(shown.trace) if result is shown.trace and not json else ""
        answer(result, as_json=json, more=more)
    say(f"The chart is at {shown.chart}, the whole term table at {shown.table}, the store at {shown.store}.")
    say(f'Next: sovnlp trace "tribute" --store "{shown.store}", or sovnlp ingest YOUR_FOLDER')
