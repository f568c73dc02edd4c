"""The command that shows what sovnlp does: demo."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sovnlp.cli.options import Json
from sovnlp.cli.output import answer, line, progress, say
from sovnlp.result import Result

__all__ = ["demo"]


def demo(
    folder: Annotated[Path, typer.Option(help="Where the store, the chart and the table go.")] = Path("sovnlp-demo"),
    json: Json = False,
) -> None:
    """Ingest the sample corpus, and show a trace, a concordance and a term table of it."""
    from sovnlp.analyses.trace import shorten
    from sovnlp.cli.asking import sparklines
    from sovnlp.renderers.jsonfile import result_object
    from sovnlp.showcase import demo

    say("The sample was composed for demonstration; its people and places are invented. It is no historical source.")
    with progress(quiet=json) as tell:
        shown = demo(folder, progress=tell)
    results: dict[str, Result[Any]] = {
        "ingest": shown.ingested, "trace": shown.trace, "kwic": shown.kwic, "terms": shown.terms,
    }  # fmt: skip
    if json:
        files = {"store": str(shown.store), "chart": str(shown.chart), "table": str(shown.table)}
        line({**{name: result_object(result) for name, result in results.items()}, **files})
    else:
        for name, result in results.items():
            traced = name == "trace"
            answer(
                result, as_json=False, more=sparklines(shown.trace) if traced else "", hide=("concept",),
                shown=shorten(shown.trace) if traced else None,
            )  # fmt: skip
    say(f"The chart is at {shown.chart}, the whole term table at {shown.table}, the store at {shown.store}.")
    say(f'Next: sovnlp trace "tribute" --store "{shown.store}", or sovnlp ingest YOUR_FOLDER')
