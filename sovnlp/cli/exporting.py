"""The command that hands documents on to other tools: export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sovnlp.cli.options import (
    Author,
    Document,
    Genre,
    Json,
    Language,
    Reprints,
    Since,
    Spans,
    Store,
    Until,
    Variants,
)
from sovnlp.cli.output import answer

__all__ = ["export"]


def export(
    to: Annotated[str, typer.Option(help="tei, vrt or conllu.", show_default=False)],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="A file (.xml, .vrt, .conllu) for all documents, or a folder with one for each; else sovnlp-tei…",
            show_default=False,
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    spans: Spans = "within",
    genre: Genre = None,
    language: Language = None,
    speaker: Annotated[str | None, typer.Option(help="Only documents in which this speaker speaks.")] = None,
    author: Author = None,
    document: Document = None,
    variants: Variants = None,
    reprints: Reprints = "all",
    store: Store = None,
    json: Json = False,
) -> None:
    """Write documents as TEI, VRT or CoNLL-U, for other corpus tools or to be read again."""
    from sovnlp.corpus import Corpus
    from sovnlp.exporters import export

    with Corpus.open(store) as corpus:
        chosen = corpus.where(
            genre=genre, language=language, speaker=speaker, author=author, document=document, since=since, until=until,
            spans=spans, variants=variants, reprints=reprints,
        )  # fmt: skip
        result = export(chosen, to, output)
    answer(result, as_json=json)
