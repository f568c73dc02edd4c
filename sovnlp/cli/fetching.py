"""The commands that know of real sources: catalogue, fetch."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sovnlp.cli.options import Genre, Json, Language, Output, Since, Until
from sovnlp.cli.output import answer, progress, say, tell_problem
from sovnlp.document import Problem
from sovnlp.errors import SovnlpError
from sovnlp.result import Result

__all__ = ["catalogue", "fetch"]

Search = Annotated[
    str | None, typer.Option(help="Only those with these words, or beginnings of words, in either script.")
]
From = Annotated[Path | None, typer.Option("--from", help="A catalogue of your own, in the form of sovnlp's.")]


def catalogue(
    source: Annotated[str | None, typer.Argument(help="Show the source of this id whole.", show_default=False)] = None,
    genre: Genre = None,
    language: Language = None,
    since: Since = None,
    until: Until = None,
    search: Search = None,
    own: From = None,
    output: Output = None,
    json: Json = False,
) -> None:
    """List and search the catalogue of real primary sources, or show one of them whole."""
    from sovnlp.holdings import catalogue, describe

    shown: Result[Any]
    if source is not None:
        if any((genre, language, since, until, search)):
            raise typer.BadParameter("name one source, or search for some, not both")
        shown = describe(source, path=own)
    else:
        shown = catalogue(genre=genre, language=language, since=since, until=until, search=search, path=own)
    answer(
        shown,
        as_json=json,
        output=output,
        hide=("language", "title_en", "author", "reference", "address", "variant_of"),
    )


def fetch(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Ids, as the catalogue lists them.", show_default=False)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All sources, or all that the filters leave.")] = False,
    into: Annotated[Path, typer.Option(help="The folder for the pages and their manifest.")] = Path("corpus/sources"),
    genre: Genre = None,
    language: Language = None,
    since: Since = None,
    until: Until = None,
    search: Search = None,
    pause: Annotated[float, typer.Option(min=0.5, help="Least seconds between two requests to one host.")] = 2.0,
    again: Annotated[
        bool, typer.Option("--again", help="Ask for what is there already, and say whether it has changed.")
    ] = False,
    own: From = None,
    json: Json = False,
) -> None:
    """Fetch sources of the catalogue, politely, into a folder that ingest reads.

    What is there already is not asked for again; what was interrupted goes on. Exit code 1 only where no source could
    be had.
    """
    from sovnlp.fetching import fetch

    if bool(ids) == every:
        raise typer.BadParameter("name the sources to fetch, or --all")
    with progress(quiet=json) as tell:
        result = fetch(
            ids or None, into=into, genre=genre, language=language, since=since, until=until, search=search,
            pause=pause, again=again, path=own, progress=tell,
        )  # fmt: skip
    answer(result, as_json=json, hide=("why",))
    for row in result.rows:
        if row.why and not (every and row.status == "no address"):
            tell_problem(Problem(f"{row.id} ({row.status})", row.why))
    if not any(row.file for row in result.rows):
        raise SovnlpError("nothing could be fetched", "sovnlp catalogue ID shows where else a source may be found")
    say(f'Next: sovnlp ingest "{into}"')
