"""What a store knows of a document apart from its text, and the keys that say when two are the same."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields
from typing import Any

from sovnlp.document import Document, Reference, Segment
from sovnlp.text.shingles import sample

__all__ = ["Record", "content_key", "laid_aside", "plain", "storable"]


@dataclass(frozen=True, slots=True)
class Record:
    """What the store knows of one document, apart from its text: one line of ``documents.parquet``.

    ``text`` is the content key under which its annotations lie; ``inferred`` names the fields that were taken from the
    text itself; ``facets`` are further metadata by name; ``archive`` to ``delo`` are those of the first archival one,
    ``references`` all as printed; ``shingles`` are the sampled word sequences by which reprints are found.
    """

    id: str
    file: str
    part: int
    path: str
    sha256: str
    text: str
    characters: int
    language: str
    genre: str
    title: str
    author: str | None
    date: str | None
    date_from: str | None
    date_to: str | None
    date_kind: str | None
    date_printed: str | None
    reference: str | None
    url: str | None
    composed: bool
    facets: dict[str, str]
    inferred: list[str]
    encoding: str | None = None
    variant: str | None = None
    variant_of: str | None = None
    archive: str | None = None
    fond: str | None = None
    opis: str | None = None
    delo: str | None = None
    references: list[str] = field(default_factory=list)
    shingles: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, document: Document, *, path: str, sha256: str) -> Record:
        """Return the record of a document read from the bytes ``sha256`` at ``path``."""
        date = document.date
        archival = next((r for r in document.references if r.archive or r.fond), Reference())
        return cls(
            id=storable(document.id),
            file=storable(document.file),
            part=document.part,
            path=path,
            sha256=sha256,
            text=content_key(document),
            characters=len(document.text),
            language=document.language,
            genre=document.genre,
            title=storable(document.title),
            author=storable(document.author) if document.author else None,
            date=date.edtf if date else None,
            date_from=date.date_from if date else None,
            date_to=date.date_to if date else None,
            date_kind=(date.kind or None) if date else None,
            date_printed=(date.printed or None) if date else None,
            reference=storable(document.reference) if document.reference else None,
            url=storable(document.url) if document.url else None,
            composed=document.composed,
            facets={storable(name): storable(value) for name, value in sorted(document.facets.items())},
            inferred=sorted(document.inferred),
            encoding=document.encoding,
            variant=storable(document.variant) if document.variant else None,
            variant_of=storable(document.variant_of) if document.variant_of else None,
            archive=archival.archive,
            fond=archival.fond,
            opis=archival.opis,
            delo=archival.delo,
            references=[storable(reference.printed) for reference in document.references],
            shingles=sample(document.text),
        )

    def identity(self) -> str:
        """Return what two copies of one document share: its text and the metadata that was given, not inferred."""
        known = plain(self)
        # What follows from the other fields says nothing of its own.
        apart = {
            "archive",
            "fond",
            "opis",
            "delo",
            "references",
            "id",
            "file",
            "part",
            "path",
            "sha256",
            "inferred",
            "encoding",
            "shingles",
            *self.inferred,
        }
        if "date" in self.inferred:
            apart |= {"date_from", "date_to", "date_kind", "date_printed"}
        return json.dumps({k: v for k, v in known.items() if k not in apart}, sort_keys=True)

    def described(self) -> dict[str, Any]:
        """Return the record without the place on this disk, which says nothing about the document."""
        return {k: v for k, v in plain(self).items() if k != "path"}


def laid_aside(document: Document) -> str:
    """Return what annotating needs of a document, as the store lays it aside."""
    segments = [plain(segment) for segment in document.segments]
    return json.dumps({"text": document.text, "language": document.language, "segments": segments})


def plain(thing: Record | Segment) -> dict[str, Any]:
    """Return the fields of a record or segment by name; ``dataclasses.asdict`` would copy what is in them."""
    return {name: getattr(thing, name) for name in _FIELDS[type(thing)]}


_FIELDS: dict[type[Any], list[str]] = {kind: [field.name for field in fields(kind)] for kind in (Record, Segment)}


def content_key(document: Document) -> str:
    """Return 32 hexadecimal digits for what annotation depends on: text, segments and main language."""
    digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass"))
    digest.update(json.dumps([document.language, [plain(s) for s in document.segments]], sort_keys=True).encode())
    return digest.hexdigest()[:32]


def storable(text: str) -> str:
    r"""Return a text that UTF-8 can hold: half a surrogate pair, as in a file name of another encoding, is escaped.

    >>> storable("\udcef.txt")
    '\\udcef.txt'
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
