"""A document and its annotation as JSON objects: the form that ``sovnlp read`` and ``sovnlp annotate`` print."""

from __future__ import annotations

from dataclasses import asdict

from sovnlp.document import Annotation, Document, Reference

__all__ = ["annotation_object", "document_object"]


def document_object(document: Document) -> dict[str, object]:
    """Return a document as one JSON object; segments point into ``text``, the last field."""
    date = document.date
    return {
        "id": document.id,
        "file": document.file,
        "part": document.part,
        "language": document.language,
        "genre": document.genre,
        "title": document.title,
        "author": document.author,
        "date": date.edtf if date else None,
        "date_from": date.date_from if date else None,
        "date_to": date.date_to if date else None,
        "date_kind": (date.kind or None) if date else None,
        "date_printed": (date.printed or None) if date else None,
        "reference": document.reference,
        "references": [_reference_object(reference) for reference in document.references],
        "variant": document.variant,
        "variant_of": document.variant_of,
        "url": document.url,
        "composed": document.composed,
        "encoding": document.encoding,
        "facets": dict(document.facets),
        "inferred": list(document.inferred),
        "segments": [asdict(segment) for segment in document.segments],
        "problems": [asdict(problem) for problem in document.problems],
        "text": document.text,
    }


def _reference_object(reference: Reference) -> dict[str, object]:
    """Return what a reference says, its date as EDTF; what it does not say is left out."""
    said = {name: value for name, value in asdict(reference).items() if value not in (None, False)}
    return {**said, "date": reference.date.edtf} if reference.date else said


def annotation_object(document: Document, annotation: Annotation) -> dict[str, object]:
    """Return an annotation as one JSON object; every ``start, stop`` points into the text of the document."""
    return {
        "file": document.file,
        "part": document.part,
        "language": document.language,
        "tokens": [asdict(token) for token in annotation.tokens],
        "entities": [asdict(entity) for entity in annotation.entities],
        "concepts": [asdict(concept) for concept in annotation.concepts],
    }
