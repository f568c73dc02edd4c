"""Which documents, and which parts of them, a question is put to."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, fields
from datetime import date

from sovnlp.document import GENRES, LANGUAGES
from sovnlp.errors import QueryError

__all__ = ["PERIODS", "Selection", "facet", "period"]

# SQL for the period that a day ``{}`` lies in.
PERIODS = {
    "year": "strftime({}, '%Y')",
    "quarter": "strftime({}, '%Y') || '-Q' || quarter({})",
    "month": "strftime({}, '%Y-%m')",
    "decade": "(year({}) // 10 * 10) || 's'",
}
FACETS = {
    "author": "d.author",
    "composed": "d.composed::VARCHAR",
    "date_kind": "d.date_kind",
    "document": "d.id",
    "genre": "d.genre",
    "office": "s.office",
    "speaker": "coalesce(s.speaker, d.author)",
    "title": "d.title",
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What a question is put to; every field narrows, None leaves as it is.

    ``since`` and ``until`` are days, months or years (``1928``, ``1928-07``, ``1928-07-09``): a document is taken when
    the whole span of its date lies between them, so one without a date is not. ``editorial`` brings in what are not
    the source's own words.
    """

    genre: str | None = None
    language: str | None = None
    speaker: str | None = None
    author: str | None = None
    document: str | None = None
    since: str | None = None
    until: str | None = None
    editorial: bool = False

    def __post_init__(self) -> None:
        for name, known in (("genre", GENRES), ("language", LANGUAGES)):
            value = getattr(self, name)
            if value is not None and value not in known:
                raise QueryError(f"there is no {name} {value!r}", f"choose one of: {', '.join(known)}")
        if self.since and self.until and _bound(self.since, last=False) > _bound(self.until, last=True):
            raise QueryError(f"since {self.since} is after until {self.until}", "give the earlier date to --since")

    def given(self) -> dict[str, object]:
        """Return the fields that narrow, for receipts."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) not in (None, False)}

    def where(self, language: str) -> tuple[str, list[object]]:
        """Return an SQL condition on documents ``d``, segments ``s`` and a column of languages, with its parameters."""
        conditions = ["true" if self.editorial else "NOT s.editorial"]
        values: list[object] = []
        for column, value in (
            ("d.genre", self.genre),
            (language, self.language),
            (FACETS["speaker"], self.speaker),
            ("d.author", self.author),
            ("d.id", self.document),
        ):
            if value is not None:
                conditions.append(f"{column} = ?")
                values.append(value)
        if self.since:
            conditions.append("d.date_from >= ?::DATE")
            values.append(_bound(self.since, last=False))
        if self.until:
            conditions.append("d.date_to <= ?::DATE")
            values.append(_bound(self.until, last=True))
        if self.since or self.until:
            conditions.append("d.date_from IS NOT NULL AND d.date_to IS NOT NULL")
        return " AND ".join(conditions), values


def period(by: str) -> str:
    """Return SQL for the period of a document ``d``, null where its date is open, absent or wider than the period."""
    if by not in PERIODS:
        raise QueryError(f"there is no period {by!r}", f"choose one of: {', '.join(PERIODS)}")
    first, last = (PERIODS[by].replace("{}", f"d.{column}") for column in ("date_from", "date_to"))
    return f"CASE WHEN {first} = {last} THEN {first} END"


def facet(per: str) -> tuple[str, list[object]]:
    """Return SQL for a facet of documents ``d`` and segments ``s``, with its parameters.

    Besides the known fields, any further metadata column is a facet.
    """
    return (FACETS[per], []) if per in FACETS else ("d.facets[?]", [per])


def _bound(text: str, *, last: bool) -> str:
    """Return the first or last day of a year, month or day."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text)
    try:
        if not match:
            raise ValueError
        year, month, day = (int(part) if part else None for part in match.groups())
        if year is None:
            raise ValueError
        month = month or (12 if last else 1)
        day = day or (calendar.monthrange(year, month)[1] if last else 1)
        return date(year, month, day).isoformat()
    except (ValueError, calendar.IllegalMonthError):
        raise QueryError(f"{text!r} is not a date", "write a year, month or day: 1928, 1928-07 or 1928-07-09") from None
