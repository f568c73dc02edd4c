"""The commands that score: how well names are found, and a sample of one's own to find out by."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from sovnlp.cli.options import Genre, Json, Language, Output, Store
from sovnlp.cli.output import answer, progress, say

__all__ = ["ner", "sample"]

# What the table goes without, and what else in a terminal of fewer columns.
HIDDEN = ("overlap_low", "overlap_high")
ADDED = ("found", "precision", "recall")
WIDE = 100


def ner(
    gold: Annotated[
        list[Path], typer.Option(help="Names marked by hand: JSON lines, or a sample of your store; again for more.")
    ],
    engine: Annotated[
        list[str] | None, typer.Option(help="An engine for names; again to compare several.", show_default=False)
    ] = None,
    language: Language = None,
    per: Annotated[str | None, typer.Option(help="Split by genre or file.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed, and what is no name.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="Which draw of the resamples.")] = 1,
    output: Output = None,
    store: Store = None,
    json: Json = False,
) -> None:
    """Compare the names that engines find with names marked by hand: F1 by type, with intervals over documents."""
    from sovnlp.scorecard import list_name_errors, score_ner

    if errors and per:
        raise typer.BadParameter("give --errors or --per, not both")
    with progress(quiet=json) as tell:
        if errors:
            found = list_name_errors(
                gold, engines=engine or (), language=language, store=store, seed=seed, progress=tell
            )
        else:
            scored = score_ner(
                gold, engines=engine or (), language=language, per=per, store=store, seed=seed, progress=tell
            )
    if errors:
        answer(found, as_json=json, output=output)
    else:
        narrow = shutil.get_terminal_size().columns < WIDE
        answer(scored, as_json=json, output=output, hide=(*HIDDEN, *(ADDED if narrow else ())))


def sample(
    output: Annotated[Path, typer.Option("-o", "--output", help="The plain text file to write (.txt).")],
    sentences: Annotated[int, typer.Option(min=1, help="How many to draw.")] = 200,
    seed: Annotated[int, typer.Option(help="Which draw.")] = 1,
    language: Language = None,
    genre: Genre = None,
    marked: Annotated[
        bool, typer.Option("--marked", help="Mark the names that the store has, to be corrected; flatters its engine.")
    ] = False,
    store: Store = None,
    json: Json = False,
) -> None:
    """Draw sentences of your store at random into a text file, to mark the names in them in any editor."""
    from sovnlp.scorecard import draw_sample

    result = draw_sample(
        output, store=store, sentences=sentences, seed=seed, language=language, genre=genre, marked=marked
    )
    answer(result, as_json=json)
    say(f'Wrote {output}. Mark the names in it, then: sovnlp score ner --gold "{output}"')
