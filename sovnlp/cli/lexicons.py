"""The commands that show, check and apply the lexicon: concepts, events, lexicon check, lexicon apply."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sovnlp.cli.options import Json, Output, Store
from sovnlp.cli.output import answer, progress, say
from sovnlp.result import Result
from sovnlp.text.counting import counted

__all__ = ["apply", "check", "concepts", "events"]


def concepts(
    text: Annotated[
        str | None,
        typer.Argument(help="A concept's name, to show it whole; else words to search for.", show_default=False),
    ] = None,
    group: Annotated[str | None, typer.Option(help="Only this group: agrarian, economy, opposition…")] = None,
    lexicon: Annotated[Path | None, typer.Option(help="Add the concepts of this file of your own.")] = None,
    output: Output = None,
    json: Json = False,
) -> None:
    """List and search the concepts of the lexicon, or show one of them whole, by a name in either script."""
    from sovnlp.analyses.concepts import concepts, describe_concept, named
    from sovnlp.lexicon import load

    shown: Result[Any]
    if text is not None and group is None and named(load(lexicon), text):
        shown = describe_concept(text, path=lexicon)
    else:
        shown = concepts(text, group=group, path=lexicon)
    answer(shown, as_json=json, output=output, hide=("definition",))


def events(
    text: Annotated[
        str | None, typer.Argument(help="Words, or beginnings of words, to search for.", show_default=False)
    ] = None,
    output: Output = None,
    json: Json = False,
) -> None:
    """List and search the dated events that trace and contrast may hold a concept against."""
    from sovnlp.analyses.concepts import events

    answer(events(text), as_json=json, output=output, hide=("ru",))


def check(
    file: Annotated[Path, typer.Argument(help="A lexicon of your own, in TOML.", show_default=False)],
    output: Output = None,
    json: Json = False,
) -> None:
    """Check a lexicon of your own: what is wrong in it, and what may be; exit code 1 where something is wrong."""
    from sovnlp.vetting import check_lexicon

    result = check_lexicon(file)
    if json or output:
        answer(result, as_json=json, output=output)
    else:
        for row in result.rows:
            advice = f" ({row.advice})" if row.advice else ""
            print(f"{row.kind}: {row.where}: {row.what}{advice}")
    wrong = sum(row.kind == "error" for row in result.rows)
    say(f"{counted(wrong, 'error')}, {counted(len(result.rows) - wrong, 'hint')} in {file.name}.")
    if wrong:
        raise typer.Exit(1)


def apply(
    file: Annotated[Path | None, typer.Argument(help="A lexicon of your own, in TOML.", show_default=False)] = None,
    shipped: Annotated[bool, typer.Option("--shipped", help="Go back to the lexicon that comes with sovnlp.")] = False,
    workers: Annotated[int | None, typer.Option(min=0, help="Processes side by side; 0 works in this one.")] = None,
    output: Output = None,
    store: Store = None,
    json: Json = False,
) -> None:
    """Decide the concepts of a store anew with a lexicon of your own, and say which counts have changed."""
    from sovnlp.build import apply_lexicon

    if (file is None) != shipped:
        raise typer.BadParameter("name a lexicon, or give --shipped")
    with progress(quiet=json) as tell:
        result = apply_lexicon(file, store=store, workers=workers, progress=tell)
    answer(result, as_json=json, output=output)
