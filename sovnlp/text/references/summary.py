"""One object for one printed string: the fields of its references, joined, and what it says about dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields

from sovnlp.document import Reference
from sovnlp.text.dates import read_dateline

__all__ = ["summary"]

_SHELF = ("fond", "opis", "delo", "list")
_OTHER = ("archive", "status", "technique", "title", "year", "volume", "number", "article", "pages")


def summary(text: str, references: Sequence[Reference]) -> dict[str, object]:
    """What a string says, as one flat object: its ``references`` (what ``parse_references`` gives) and its dates.

    Where there are several references, the parts of their shelf marks are joined with ``; `` one by one
    (``558; 558``), other fields where they differ. ``date`` is EDTF, as precise as the string; that of what was printed
    has the ``date_kind`` published, and may be no more than the year of a volume. ``covers`` is the time reported on,
    ``as_of`` the day whose state is reported, ``session`` the sitting.

    >>> from sovnlp.text.references import parse_references
    >>> said = "Правда, № 7, 8 января 1931 г."
    >>> found = summary(said, parse_references(said))
    >>> found["title"], found["number"], found["date"], found["date_kind"]
    ('Правда', '7', '1931-01-08', 'published')
    """
    archival = [reference for reference in references if reference.fond or reference.delo or reference.list]
    found: dict[str, object] = {name: _joined(getattr(one, name) for one in archival) for name in _SHELF}
    found |= {name: _joined(_once(getattr(one, name) for one in references)) for name in _OTHER}
    line = read_dateline(text)
    stated = [one.date for one in references if one.date]
    date, kind = line.edtf, line.kind
    if stated:
        kind = stated[0].kind
        date = _joined(_once(one.edtf for one in stated)) if len(stated) > 1 or kind else line.edtf or stated[0].edtf
    elif references and not archival and date is None:
        date = _joined(_once(one.year for one in references))
    if references and not archival and date:
        kind = "published"
    found |= {
        "date": date,
        "date_kind": kind or None,
        "covers": line.covers.edtf if line.covers else None,
        "as_of": line.as_of.edtf if line.as_of else None,
        "session": line.session,
        "inherits": any(reference.inherits for reference in references),
        "printed": text,
        "references": [_fields(reference) for reference in references],
    }
    order = ("archive", *_SHELF, *_OTHER[1:])
    return {name: found[name] for name in order} | {n: v for n, v in found.items() if n not in order}


def _joined(values: Iterable[str | None]) -> str | None:
    return "; ".join(value for value in values if value) or None


def _once(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _fields(reference: Reference) -> dict[str, object]:
    """The fields of a reference, its date as EDTF."""
    values = {field.name: getattr(reference, field.name) for field in fields(reference)}
    return values | {"date": reference.date.edtf if reference.date else None}
