"""The shelf of exporters: the documents of a corpus, with their annotation, in the formats of other corpus tools."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, Protocol, TextIO

from sovnlp.corpus import Corpus
from sovnlp.corpus.contents import contents
from sovnlp.document import Annotation, Document
from sovnlp.errors import QueryError, SovnlpError
from sovnlp.exporters import conllu, tei, vrt
from sovnlp.result import Result
from sovnlp.text.counting import counted
from sovnlp.text.identifiers import file_name, unique

__all__ = ["ENDINGS", "EXPORTERS", "ExportRow", "Exporter", "export"]


class Exporter(Protocol):
    """A function that writes documents to a file, one at a time; ``many`` where it may be more than one."""

    def __call__(self, texts: Iterable[tuple[Document, Annotation]], out: TextIO, /, *, many: bool) -> None:
        """Write ``texts`` to ``out``."""


EXPORTERS: dict[str, Exporter] = {"tei": tei.tei, "vrt": vrt.vrt, "conllu": conllu.conllu}

ENDINGS: dict[str, tuple[str, ...]] = {
    "tei": (".xml", ".tei"),
    "vrt": (".vrt", ".vert"),
    "conllu": (".conllu",),
}
"""The endings by which a single file is told from a folder; the first is that of files in a folder."""


class ExportRow(NamedTuple):
    """A file that was written, and what is in it; ``tokens`` are words and marks."""

    file: str
    documents: int
    segments: int
    tokens: int


@dataclass(slots=True)
class _Counted:
    """What goes into one file, counted while it goes."""

    documents: int = 0
    segments: int = 0
    tokens: int = 0
    languages: set[str] = field(default_factory=set)
    facets: set[str] = field(default_factory=set)

    def of(self, texts: Iterable[tuple[Document, Annotation]]) -> Iterator[tuple[Document, Annotation]]:
        for document, annotation in texts:
            self.documents += 1
            self.segments += len(document.segments)
            self.tokens += len(annotation.tokens)
            self.languages.add(document.language)
            self.facets.update(document.facets)
            yield document, annotation


def export(corpus: Corpus, to: str, output: Path | None = None) -> Result[ExportRow]:
    """Write documents as TEI, VRT or CoNLL-U, to be read by other corpus tools or by sovnlp again.

    ``to`` is tei, vrt or conllu. An ``output`` that ends as such files do (``ENDINGS``) becomes one file with all
    documents; any other becomes a folder with a file for each, by its id, and a ``manifest.csv`` that keeps the ids; by
    default the folder is ``sovnlp-tei`` (or -vrt, -conllu). With VRT come registry files, beside the file or folder.
    Documents are written whole, with what are not the source's own words marked as such.

    Raises ``QueryError`` for another format, ``EmptySelection`` where nothing is selected, ``SovnlpError`` where the
    folder holds something already or the files cannot be written.
    """
    if to not in EXPORTERS:
        raise QueryError(f"there is no export to {to!r}", f"choose one of: {', '.join(EXPORTERS)}")
    target = output or Path(f"sovnlp-{to}")
    receipt = corpus.receipt("export", {"to": to})
    whole = _Counted()
    texts = whole.of(contents(corpus))
    single = target.suffix.lower() in ENDINGS[to]
    if not single and (target.is_file() or (target.is_dir() and any(target.iterdir()))):
        raise SovnlpError(f"{target} is there already and not empty", "name another folder with -o, or delete this one")
    try:
        with TemporaryDirectory(prefix=".sovnlp-", dir=target.parent) as name:
            draft = Path(name) / target.name
            rows = [_file(EXPORTERS[to], texts, draft, str(target))] if single else _folder(to, texts, draft, target)
            beside = vrt.registries(target, whole.facets, sorted(whole.languages), single=single) if to == "vrt" else {}
            for file, content in beside.items():
                (Path(name) / file).write_text(content, "utf-8", newline="\n")
            if target.is_dir():
                target.rmdir()
            for path in sorted(Path(name).iterdir(), key=lambda path: path == draft):
                os.replace(path, target.parent / path.name)
    except OSError as error:
        raise SovnlpError(
            f"{target} cannot be written: {error.strerror or error}", "see whether the folder exists and is writable"
        ) from error
    notes = [f"To index it: {target.parent / file} says how in its first lines." for file in beside]
    title = f"{counted(whole.documents, 'document')} exported to {target}"
    return Result(title, ExportRow, rows, receipt, (*notes, *corpus.warnings()))


def _file(exporter: Exporter, texts: Iterable[tuple[Document, Annotation]], path: Path, called: str) -> ExportRow:
    """Write all documents to one file."""
    inside = _Counted()
    # Halves of surrogate pairs have no UTF-8; no text in a store holds any, but what is written must never fail.
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
        exporter(inside.of(texts), out, many=True)
    return ExportRow(called, inside.documents, inside.segments, inside.tokens)


def _folder(to: str, texts: Iterable[tuple[Document, Annotation]], folder: Path, called: Path) -> list[ExportRow]:
    """Write each document to a file of its own, and a manifest with their ids."""
    rows = []
    taken = {"manifest"}
    table = io.StringIO(newline="")
    manifest = csv.writer(table, lineterminator="\n")
    manifest.writerow(["file", "id"])
    folder.mkdir()
    for document, annotation in texts:
        name = unique(file_name(document.id), taken) + ENDINGS[to][0]
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        inside = _Counted()
        with path.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
            EXPORTERS[to](inside.of([(document, annotation)]), out, many=False)
        rows.append(ExportRow(str(called / name), inside.documents, inside.segments, inside.tokens))
        manifest.writerow([name, document.id])
    (folder / "manifest.csv").write_text(table.getvalue(), "utf-8", newline="\n")
    return rows
