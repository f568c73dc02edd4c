"""Which documents, and which parts of them, a question is put to."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, fields
from datetime import date

from sovnlp.document import GENRES, LANGUAGES
from sovnlp.errors import QueryError
from sovnlp.text.speakers import speaker_id

__all__ = ["FACETS", "PERIODS", "SPANS", "SPOKEN", "Selection", "bound", "period"]

# SQL for the period that a day ``{}`` lies in.
PERIODS = {
    "year": "strftime({}, '%Y')",
    "quarter": "strftime({}, '%Y') || '-Q' || quarter({})",
    "month": "strftime({}, '%Y-%m')",
    "decade": "(year({}) // 10 * 10) || 's'",
}
# How long each period lasts, as SQL takes it.
_LASTS = {"year": "1 YEAR", "quarter": "3 MONTH", "month": "1 MONTH", "decade": "10 YEAR"}
SPANS = ("within", "overlap", "either", "spread")
# SQL for what a document ``d`` or segment ``s`` is known by; further metadata columns are in ``d.facets``.
FACETS = {
    "archive": "d.archive",
    "author": "d.author",
    "composed": "d.composed::VARCHAR",
    "date_kind": "d.date_kind",
    "delo": "d.delo",
    "document": "d.id",
    "fond": "d.fond",
    "genre": "d.genre",
    "variant": "d.variant",
    "office": "s.office",
    "opis": "d.opis",
    "speaker": "coalesce(s.person, d.author)",
    "title": "d.title",
}
# The facets that differ within a document.
SPOKEN = ("office", "speaker")


@dataclass(frozen=True, slots=True)
class Selection:
    """What a question is put to; every field narrows, None leaves as it is.

    ``since`` and ``until`` are days, months or years (``1928``, ``1928-07``, ``1928-07-09``); a document without a
    closed date is never between them. ``spans`` says where a document belongs whose date spans several days: in a
    period that it lies ``within``; in every one that it ``overlap``s; in one that it lies within or that lies within it
    (``either``); or ``spread`` over all in proportion to their days. ``speaker`` is a name in any spelling, of either
    script. ``editorial`` brings in what are not the source's own words. Of several versions of a document the one is
    taken that the others name as theirs (``variant_of``); ``variants`` names another version to take in its place, or
    ``all``. ``reprints`` are ``all`` taken, or each text ``once``.
    """

    genre: str | None = None
    language: str | None = None
    speaker: str | None = None
    author: str | None = None
    document: str | None = None
    since: str | None = None
    until: str | None = None
    editorial: bool = False
    spans: str = "within"
    variants: str | None = None
    reprints: str = "all"

    def __post_init__(self) -> None:
        choices = (("genre", GENRES), ("language", LANGUAGES), ("spans", SPANS), ("reprints", ("all", "once")))
        for name, known in choices:
            value = getattr(self, name)
            if value is not None and value not in known:
                raise QueryError(f"there is no {name} {value!r}", f"choose one of: {', '.join(known)}")
        if self.since and self.until and bound(self.since, last=False) > bound(self.until, last=True):
            raise QueryError(f"since {self.since} is after until {self.until}", "give the earlier date to --since")

    def given(self) -> dict[str, object]:
        """Return the fields that narrow, for receipts."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}

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
            conditions.append(f"({FACETS['speaker']} = ? OR s.speaker = ? OR s.speaker_id = ?)")
            values += [self.speaker, self.speaker, speaker_id(self.speaker)]
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
        if self.variants is None:
            conditions.append("NOT d.spare")
        elif self.variants != "all":
            conditions.append(_VARIANT)
            values += [self.variants, self.variants]
        if self.since or self.until:
            conditions.append(f"d.date_from IS NOT NULL AND d.date_to IS NOT NULL AND {_BETWEEN[self.spans]}")
            values += [*self._bounds(), *self._bounds()] if self.spans == "either" else self._bounds()
        if self.reprints == "once":
            # A reprint gives way only to a document that is itself selected.
            kept = f"SELECT d.doc FROM documents AS d WHERE {' AND '.join(conditions)}"
            conditions.append(f"d.doc NOT IN (SELECT doc FROM reprints WHERE instead IN ({kept}))")
            values += values
        return " AND ".join(conditions), values

    def _bounds(self) -> list[object]:
        """Return the first and the last day that are asked for; where one is not, a day beyond all others."""
        first = bound(self.since, last=False) if self.since else "0001-01-01"
        return [first, bound(self.until, last=True) if self.until else "9999-12-31"]

    def periods(self, by: str) -> tuple[str, list[object]]:
        """Return SQL for ``doc``, ``period`` and ``weight`` of every document, with its parameters.

        A document that belongs to several periods has a row for each; one that belongs to none has a row with a null.
        ``weight`` is the share of a document that counts in the period: 1, but for ``spread``.
        """
        if self.spans == "within":
            return f"SELECT doc, {period(by)} AS period, 1 AS weight FROM documents AS d", []
        name, lasts = PERIODS[_known(by)].replace("{}", "first"), _LASTS[by]
        condition, weight = {
            "overlap": ("true", "1"),
            "either": ("(first <= date_from AND last >= date_to) OR (date_from <= first AND date_to >= last)", "1"),
            "spread": ("true", "(least(upper, last) - greatest(lower, first) + 1) / (date_to - date_from + 1)"),
        }[self.spans]
        sql = f"""
            WITH clipped AS (
                SELECT doc, date_from, date_to, greatest(date_from, ?::DATE) AS lower, least(date_to, ?::DATE) AS upper
                FROM documents WHERE date_from IS NOT NULL AND date_to IS NOT NULL
            ), started AS (
                SELECT *, date_trunc('{by}', lower)::TIMESTAMP AS opening,
                       unnest(generate_series(opening, upper::TIMESTAMP, INTERVAL {lasts})) AS start
                FROM clipped
            ), bounded AS (
                SELECT * EXCLUDE (start, opening), start::DATE AS first,
                       (start + INTERVAL {lasts} - INTERVAL 1 DAY)::DATE AS last
                FROM started
            )
            SELECT doc, period, coalesce(weight, 1) AS weight FROM documents LEFT JOIN (
                SELECT doc, {name} AS period, {weight} AS weight FROM bounded WHERE {condition}
            ) USING (doc)
            """
        return sql, self._bounds()


# SQL for a document dated between two days, by where it belongs whose date spans several.
_BETWEEN = {
    "within": "d.date_from >= ?::DATE AND d.date_to <= ?::DATE",
    "overlap": "d.date_to >= ?::DATE AND d.date_from <= ?::DATE",
    "either": "(d.date_from >= ?::DATE AND d.date_to <= ?::DATE OR d.date_from <= ?::DATE AND d.date_to >= ?::DATE)",
}
_BETWEEN["spread"] = _BETWEEN["overlap"]
# SQL for a document in the version asked for, or in the one that is otherwise counted where there is no such version.
_VARIANT = """
    (d.variant = ? OR NOT d.spare AND d.id NOT IN (
        SELECT variant_of FROM documents WHERE variant = ? AND variant_of IS NOT NULL
    ))
"""


def _known(by: str) -> str:
    if by not in PERIODS:
        raise QueryError(f"there is no period {by!r}", f"choose one of: {', '.join(PERIODS)}")
    return by


def period(by: str) -> str:
    """Return SQL for the period of a document ``d``, null where its date is open, absent or wider than the period."""
    first, last = (PERIODS[_known(by)].replace("{}", f"d.{column}") for column in ("date_from", "date_to"))
    return f"CASE WHEN {first} = {last} THEN {first} END"


def bound(text: str, *, last: bool) -> str:
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
