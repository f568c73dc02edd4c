"""The commands that make: ingest, remove, read, annotate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from sovnlp.cli.options import Json, Store
from sovnlp.cli.output import answer, line, progress, say, tell_problem
from sovnlp.document import Document, Problem
from sovnlp.errors import SourceError
from sovnlp.text.counting import counted

__all__ = ["annotate", "ingest", "read", "remove"]

Paths = Annotated[list[Path] | None, typer.Argument(help="Files, folders and zip archives.", show_default=False)]
Files = Annotated[list[Path], typer.Argument(help="Files, folders and zip archives.", show_default=False)]
Manifest = Annotated[Path | None, typer.Option(help="A CSV or TSV table of metadata, with a column «file».")]
Encoding = Annotated[str | None, typer.Option(help="Read every file in this encoding instead of detecting it.")]
Genre = Annotated[str | None, typer.Option(help="The genre of files that do not say it themselves.")]
Language = Annotated[str | None, typer.Option(help="The language of files that do not say it themselves: ru or en.")]
Date = Annotated[str | None, typer.Option(help="The date (EDTF) of files that do not say it themselves.")]
Ner = Annotated[
    str | None, typer.Option(help="The engine for names, or several for different languages: slovnet,spacy.")
]
English = Annotated[str | None, typer.Option(help="The spaCy pipeline for English.")]
Lexicon = Annotated[
    Path | None, typer.Option(help="A lexicon that adds to, or overrides, the one that comes with sovnlp.")
]


def ingest(
    paths: Paths = None,
    store: Store = None,
    genre: Genre = None,
    language: Language = None,
    date: Date = None,
    manifest: Manifest = None,
    encoding: Encoding = None,
    ner: Ner = None,
    english: English = None,
    lexicon: Lexicon = None,
    workers: Annotated[int | None, typer.Option(min=0, help="Processes that annotate; default: all cores.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Annotate on the workers of this dask scheduler: tcp://host:8786.")
    ] = None,
    with_sample: Annotated[
        bool, typer.Option("--with-sample", help="Let composed texts into a store of sources.")
    ] = False,
    json: Json = False,
) -> None:
    """Read files into a store, annotate what is new, and index it.

    Without PATH: corpus/sources where there is something in it, else the sample that comes with sovnlp. Nothing is
    annotated twice; an ingest that was interrupted goes on where it stopped. Exit code 1 only where nothing could be
    read.
    """
    from sovnlp import build

    chosen = list(paths or [])
    if not chosen:
        chosen, which = build.default_paths()
        say(which)
    with progress(quiet=json) as tell:
        report = build.ingest(
            chosen,
            store=store,
            manifest=manifest,
            given=_given(genre, language, date),
            encoding=encoding,
            ner=ner,
            english=english,
            lexicon_file=lexicon,
            workers=workers,
            scheduler=scheduler,
            with_sample=with_sample,
            progress=tell,
        )
    for problem in report.problems:
        tell_problem(problem)
    for copy, original in report.duplicates:
        say(f"duplicate: {copy} is the same text with the same metadata as {original}; not counted again")
    answer(report.result, as_json=json)
    say(
        f"{counted(report.added, 'document')} added, {report.updated:,} updated, {report.unchanged:,} unchanged, "
        f"{counted(len(report.duplicates), 'duplicate')}, {counted(len(report.problems), 'problem')}."
    )


def remove(
    ids: Annotated[list[str] | None, typer.Argument(help="Ids of documents.", show_default=False)] = None,
    composed: Annotated[bool, typer.Option("--composed", help="Take out every composed (sample) document.")] = False,
    store: Store = None,
    json: Json = False,
) -> None:
    """Take documents out of a store, by id."""
    from sovnlp import build

    if not ids and not composed:
        raise typer.BadParameter("name the documents to remove, or --composed")
    answer(build.remove(ids or [], store=store, composed=composed), as_json=json)


def read(
    files: Files,
    genre: Genre = None,
    language: Language = None,
    date: Date = None,
    manifest: Manifest = None,
    encoding: Encoding = None,
    json: Json = False,
) -> None:
    """Print what a file holds as JSON: metadata, which of it was inferred, segments with offsets, text.

    With --json one line per document, otherwise indented. No store is touched.
    """
    from sovnlp.reading import read as documents
    from sovnlp.renderers.documents import document_object

    for document in _each(documents(files, manifest=manifest, given=_given(genre, language, date), encoding=encoding)):
        line(document_object(document), indent=not json)


def annotate(
    files: Files,
    genre: Genre = None,
    language: Language = None,
    date: Date = None,
    manifest: Manifest = None,
    encoding: Encoding = None,
    ner: Ner = None,
    english: English = None,
    lexicon: Lexicon = None,
    json: Json = False,
) -> None:
    """Print tokens, lemmas, names and concepts as JSON, one line per document, with offsets into its text.

    --json changes nothing here. No store is touched.
    """
    from sovnlp import lexicon as lexicons
    from sovnlp.annotating import ENGLISH, NER, Annotator, Recipe
    from sovnlp.reading import read as documents
    from sovnlp.renderers.documents import annotation_object

    annotator = Annotator(Recipe(ner or NER, english or ENGLISH), lexicons.load(lexicon))
    for document in _each(documents(files, manifest=manifest, given=_given(genre, language, date), encoding=encoding)):
        line(annotation_object(document, annotator.annotate([document])[0]))


def _given(genre: str | None, language: str | None, date: str | None) -> dict[str, str]:
    options = {"genre": genre, "language": language, "date": date}
    return {name: value for name, value in options.items() if value is not None}


def _each(items: Iterable[Document | Problem]) -> Iterator[Document]:
    """Yield the documents, tell the problems, and raise ``SourceError`` where there was no document at all."""
    count = 0
    told: Problem | None = None
    for item in items:
        if isinstance(item, Document):
            count += 1
            yield item
        else:
            told = item
            tell_problem(item)
    if not count:
        raise SourceError("nothing could be read", told.hint if told else "name a file, a folder or a zip archive")
