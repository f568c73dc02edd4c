"""The command that cites: cite."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sovnlp.cli.options import Json, Store
from sovnlp.cli.output import answer, line, say
from sovnlp.errors import SovnlpError

__all__ = ["cite"]

SHELF = ("archive", "fond", "opis", "delo", "list")
# The endings of files that hold the citations themselves.
TEXTS = {"gost": (".txt",), "chicago": (".txt",), "bibtex": (".bib", ".txt"), "csl": (".json", ".txt")}


def cite(
    documents: Annotated[
        list[str] | None, typer.Argument(metavar="DOC…", help="Ids of documents; else all.", show_default=False)
    ] = None,
    style: Annotated[str, typer.Option(help="gost, chicago, bibtex or csl.")] = "gost",
    parse: Annotated[
        list[str] | None,
        typer.Option(
            help="Read this reference or date line instead; may be repeated, each takes from those before it what it "
            "does not say.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write to a file: .txt .bib .json (CSL), or a table: .csv .tsv .xlsx .md"),
    ] = None,
    store: Store = None,
    json: Json = False,
) -> None:
    """Print the references of documents as GOST R 7.0.5, Chicago, BibTeX or CSL-JSON."""
    if parse and documents:
        raise typer.BadParameter("give documents or --parse, not both")
    if parse:
        read(parse, style, as_json=json)
        return
    from sovnlp.analyses.cite import cite
    from sovnlp.corpus import Corpus

    with Corpus.open(store) as corpus:
        result = cite(corpus, *documents or (), style=style)
    shown = together(style, [row.citation for row in result.rows])
    as_text = output is not None and output.suffix.lower() in TEXTS[style]
    if output and as_text:
        save(output, shown)
    if json or (output and not as_text):
        answer(result, as_json=json, output=None if as_text else output, hide=("reference", *SHELF))
        return
    if not output:
        show(shown)
    for note in result.notes:
        say(note)


def read(strings: list[str], style: str, *, as_json: bool) -> None:
    """Print what each string says: one JSON object a line, or its references in a style."""
    from sovnlp.document import Reference
    from sovnlp.errors import QueryError
    from sovnlp.text.references import STYLES, parse_references, render, summary

    if style not in STYLES:
        raise QueryError(f"{style!r} is not a style", f"choose one of: {', '.join(STYLES)}")
    earlier: list[Reference] = []
    for string in strings:
        found = parse_references(string, after=earlier)
        earlier += found
        if as_json:
            line(summary(string, found))
        elif found:
            show(together(style, [render(reference, style) for reference in found]))
        else:
            say(f"no reference: {string}")


def together(style: str, citations: list[str]) -> str:
    """Return citations as one text: a list in CSL-JSON, entries with a blank line between, or one a line."""
    if style == "csl":
        return "[" + ",\n".join(citations) + "]"
    if style == "bibtex":
        return "\n\n".join(citations)
    return "\n".join(" ".join(citation.split()) for citation in citations)


def show(text: str) -> None:
    """Print text of documents on stdout, without what a terminal would act on."""
    from sovnlp.renderers.terminal import printable

    print("\n".join(map(printable, text.split("\n"))))


def save(path: Path, text: str) -> None:
    """Write the citations to a file; raise ``SovnlpError`` where that cannot be done."""
    try:
        path.write_text(text + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise SovnlpError(
            f"{path} cannot be written: {error.strerror or error}", "see whether the folder exists and is writable"
        ) from error
    say(f"Wrote {path}.")
