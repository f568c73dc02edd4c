"""References of documents, as a footnote or a bibliography wants them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.document import Reference
from sovnlp.errors import EmptySelection, QueryError
from sovnlp.result import Result
from sovnlp.text.counting import counted
from sovnlp.text.references import STYLES, entry_key, parse_references, render

__all__ = ["CiteRow", "cite"]


class CiteRow(NamedTuple):
    """One reference of one document: the citation in the style asked for, and the parts of the shelf mark."""

    document: str
    citation: str
    archive: str | None
    fond: str | None
    opis: str | None
    delo: str | None
    list: str | None
    reference: str | None


def cite(corpus: Corpus, *documents: str, style: str = "gost") -> Result[CiteRow]:
    """Print the references of documents as GOST R 7.0.5, Chicago, BibTeX or CSL-JSON.

    **What it answers.** How a document is cited: where it lies or was printed, with author, title and date.

    **How it is computed.** The reference that the metadata give is read into its parts (archive, fond, opis, delo,
    list; newspaper, number, pages) and written anew in the ``style``: gost, chicago, bibtex or csl. A reference that
    cannot be read stands as it is. Without ``documents``, all of the selection are cited.

    **How to read it.** One row for each reference of each document; ``reference`` is the one the metadata give. Every
    Russian name is transliterated in the style of Chicago (ALA-LC, without diacritics).

    **What it cannot tell.** Whether the shelf mark is right: archives renumber, and editors misprint.

    Raises ``QueryError`` for an unknown style, ``EmptySelection`` where a document is not in the selection.
    """
    if style not in STYLES:
        raise QueryError(f"{style!r} is not a style", f"choose one of: {', '.join(STYLES)}")
    receipt = corpus.receipt("cite", {"style": style, "documents": list(documents) or None})
    where, values = corpus.selection.where_documents()
    if documents:
        where += f" AND d.id IN ({', '.join('?' * len(documents))})"
        values = [*values, *documents]
    found = corpus.sql(
        f"SELECT d.id, d.author, d.title, d.date, d.reference FROM documents AS d WHERE {where} ORDER BY d.doc", values
    )
    missing = set(documents) - {row[0] for row in found}
    if missing:
        named = ", ".join(sorted(missing)[:5])
        raise EmptySelection(f"not in {corpus.root}: {named}", "sovnlp info --documents lists what is there")
    keys: Counter[str] = Counter()
    rows: list[CiteRow] = []
    for document, author, title, date, stated in found:
        for reference in _references(stated):
            key = entry_key(document)
            keys[key] += 1
            name = key if keys[key] == 1 else f"{key}-{keys[key]}"
            citation = render(reference, style, author=author, title=title, date=date, key=name)
            shelf = (reference.archive, reference.fond, reference.opis, reference.delo, reference.list)
            rows.append(CiteRow(document, citation, *shelf, stated))
    notes = (*_without([row[4] for row in found]), *corpus.warnings())
    return Result(f"References of {counted(len(found), 'document')}", CiteRow, rows, receipt, notes)


def _references(stated: str | None) -> list[Reference]:
    """The references that the metadata give; as they stand, where they cannot be read; an empty one for none."""
    if not stated:
        return [Reference()]
    return parse_references(stated) or [Reference(stated, title=stated)]


def _without(stated: list[str | None]) -> Iterator[str]:
    silent = sum(not one for one in stated)
    if silent:
        yield f"Without a reference: {counted(silent, 'document')}."
