"""The options that several commands share, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "Author",
    "Document",
    "Editorial",
    "Genre",
    "Json",
    "Language",
    "Output",
    "Reprints",
    "Since",
    "Spans",
    "Speaker",
    "Store",
    "Until",
    "Variants",
    "by",
]

Author = Annotated[str | None, typer.Option(help="Only documents by this author.")]
Document = Annotated[str | None, typer.Option(help="Only the document of this id.")]
Editorial = Annotated[bool, typer.Option("--editorial", help="Count editors' words too, not only the source's own.")]
Genre = Annotated[str | None, typer.Option(help="Only this genre: speech, stenogram, svodka, trial, letter…")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]
Language = Annotated[str | None, typer.Option(help="Only this language: ru or en.")]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="Write every row to a file: .csv .tsv .json .xlsx .md .parquet"),
]
Reprints = Annotated[str, typer.Option(help="Count each text once, or all its reprints: once, all.")]
Since = Annotated[str | None, typer.Option(help="From this year, month or day on: 1928, 1928-07, 1928-07-09.")]
Spans = Annotated[
    str,
    typer.Option(help="Where a document of several days belongs: within, overlap, either (within or around), spread."),
]
Speaker = Annotated[str | None, typer.Option(help="Only what this speaker says.")]
Store = Annotated[
    Path | None, typer.Option(help="The store; else SOVNLP_STORE, else ./sovnlp.store.", show_default=False)
]
Until = Annotated[str | None, typer.Option(help="Up to this year, month or day.")]
Variants = Annotated[
    str | None, typer.Option(help="Another version of documents that have several (uncorrected…), or all.")
]
Lemma = Annotated[bool, typer.Option("--lemma", help="The word itself, in all its forms; not a concept.")]
Form = Annotated[bool, typer.Option("--form", help="Only this form of the word.")]


def by(lemma: bool, form: bool) -> str:
    """Return how a query is to be read; raise a usage error where both ways are asked for."""
    if lemma and form:
        raise typer.BadParameter("give --lemma or --form, not both")
    return "lemma" if lemma else "norm" if form else "concept"
