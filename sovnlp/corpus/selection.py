"""Which documents, and which parts of them, a question is put to."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, fields
from datetime import date

from sovnlp.document import GENRES, LANGUAGES
from sovnlp.errors import QueryError

__all__ = ["FACETS", "PERIODS", "SPOKEN", "Selection", "period"]

# SQL for the period that a day ``{}`` lies in.
PERIODS = {
    "year": "strftime({}, '%Y')",
    "quarter": "strftime({}, '%Y') || '-Q' || quarter({})",
    "month": "strftime({}, '%Y-%m')",
    "decade": "(year({}) // 10 * 10) || 's'",
}
# SQL for what a document ``d`` or segment ``s`` is known by; further metadata columns are in ``d.facets``.
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
# The facets that differ within a document.
SPOKEN = ("office", "speaker")


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

    def words(self, *, spoken: bool = False) -> str:
        """Return SQL for words by ``doc``, ``language`` and ``editorial``; where ``spoken``, by segment as well.

        By document is enough, and much less to read, as long as nobody asks who speaks.
        """
        if spoken or self.speaker is not None:
            return "(SELECT segments.*, language, tokens FROM sizes JOIN segments USING (segment))"
        return "volumes"

    def where(self, language: str = "s.language") -> tuple[str, list[object]]:
        """Return an SQL condition on documents ``d``, segments or words ``s`` and a column of languages."""
        conditions = ["true" if self.editorial else "NOT s.editorial"]
        values: list[object] = []
        if self.language is not None:
            conditions.append(f"{language} = ?")
            values.append(self.language)
        if self.speaker is not None:
            conditions.append(f"{FACETS['speaker']} = ?")
            values.append(self.speaker)
        of_documents, more = self.where_documents()
        return " AND ".join([*conditions, of_documents]), [*values, *more]

    def where_documents(self) -> tuple[str, list[object]]:
        """Return the part of the condition that is on documents ``d`` alone, with its parameters."""
        conditions = ["true"]
        values: list[object] = []
        for column, value in (("d.genre", self.genre), ("d.author", self.author), ("d.id", self.document)):
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


def _bound(text: str, *, last: bool) -> str:
    """Return the first or last day of a year, month or day."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text)
    try:
        if not match:
            raise ValueError
        year, month, day = (int(part) if part else None for part in match.groups())
        if year is None:
            raise ValueError
        if month is None:
            month = 12 if last else 1
        if day is None:
            day = calendar.monthrange(year, month)[1] if last else 1
        return date(year, month, day).isoformat()
    except (ValueError, calendar.IllegalMonthError):
        raise QueryError(f"{text!r} is not a date", "write a year, month or day: 1928, 1928-07 or 1928-07-09") from None
