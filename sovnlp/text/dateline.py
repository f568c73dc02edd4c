"""A line that dates a document: when it was written, what time it covers, at which sitting, at what hour."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sovnlp.document import Date
from sovnlp.text.edtf import UNDATED, read_edtf
from sovnlp.text.printed_dates import find_filled

__all__ = ["Dateline", "read_dateline"]

_LONGEST = 600
_PERIOD = range(1917, 1942)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What one line, title or heading says about time; what it does not say is None or empty.

    ``date`` is when the document was written, spoken or (``kind`` ``published``) printed; ``covers`` the time that it
    reports on («за 28 июля»); ``as_of`` the day whose state it reports («на 19 ноября»). ``session`` is ``morning``,
    ``day``, ``evening`` or ``night``; ``time`` the hour as ``21:54``. ``leftover`` is a number glued behind the date (a
    note mark, an hour); ``flags`` say in plain words what was passed over as impossible.
    """

    date: Date | None = None
    covers: Date | None = None
    as_of: Date | None = None
    session: str | None = None
    time: str | None = None
    leftover: str = ""
    flags: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """``published`` for the date of a newspaper, journal or gazette, else empty."""
        return self.date.kind if self.date else ""

    @property
    def edtf(self) -> str | None:
        """The date with its hour (``1934-09-29T21:54``), where it is one day and has one."""
        if self.date is None:
            return None
        return f"{self.date.edtf}T{self.time}" if self.time and len(self.date.edtf) == 10 else self.date.edtf


_COVERS = re.compile(
    r"(?i)(?<!\w)(?:за(?:\s(?:период|время))?|for(?:\sthe\speriod)?|period\scovered:?|в\s?период)\s+(?:с\s+|from\s+)?$"
)
_AS_OF = re.compile(r"(?i)(?<!\w)(?:(?:по\sсостоянию\s)?на|к|as\sof)\s+$")
_DATED = re.compile(r"(?i)(?<!\w)(?:от|dated|of)\s+$")

_SESSION = re.compile(
    r"(?i)(?<!\w)(?:(утренн|дневн|вечерн|ночн)\w*(?=\W+заседани|\W*[)\]]|\s*$)|заседани\w*[^.;\n]{0,60}?(?<!\w)(утренн|дневн|вечерн|ночн)"
    r"|(morning|afternoon|evening|night)(?=\W+(?:session|sitting)|\s*[)\]])|(?:session|sitting)\W+(morning|afternoon|evening|night)"
    r"|(?<=\()(утро|день|вечер|ночь)(?=[),]))"
)
_SESSIONS = {
    "утр": "morning", "дне": "day", "ден": "day", "веч": "evening", "ноч": "night",
    "mor": "morning", "aft": "day", "eve": "evening", "nig": "night",
}  # fmt: skip

_CLOCK = re.compile(
    r"(?i)(?<![\d.,])([01]?\d|2[0-4])\s?(?:час(?:ов|а)?|ч(?:<?ас(?:ов|а)?>?)?)(?!\w)\.?"
    r"(?:\s?([0-5]?\d)\s?(?:мин(?:ут[аы]?)?|м(?:<?ин(?:ут)?>?)?)(?!\w)\.?)?(?:\s(утра|дня|вечера|ночи)(?!\w))?"
    r"|(?<![\d.])(1[0-2]|0?\d)(?:[.:]([0-5]\d))?\s?([ap])\.?\s?m\.?(?!\w)"
    r"|(?<=\sв\s)([01]?\d|2[0-3])[.:]([0-5]\d)(?![\d.])"
)

_CODE = re.compile(r"(?<!\d)(19[1-4]\d)(0\d|1[0-2])([0-2]\d|3[01])(?!\d)")
_MONTH_FIRST = re.compile(r"(?<![\d.])(0?\d|1[0-2])([./])(1[3-9]|2\d|3[01])(?=\2(?:19)?\d\d(?!\d)|\s?[-–—]\s?\d)")

_PRINTED = re.compile(r"(?i)(?:рас|о)публикован|напечатан|(?:first\s)?(?:published|printed)(?!\w)|выпущен[оа]? в свет")
_GAZETTE = re.compile(
    r"(?i)(?<!\w)(?:С[УЗ](?!\w)|Собр(?:ание|\.)?\s(?:узак|зак))"
    r"|(?<!\w)(?:Извести[яй]|Правд[аы]|Izvesti[aiy]+|Pravda)\W{1,3}(?:\w+\W{1,3}){0,3}?(?:№|No?\.?\s)\s?\d"
)
_ISSUE = r"(?:№№?|(?<!\w)N[NoО]?\.?|(?<!\w)No\.?|(?<!\w)Nos?\.)\s?\d+(?:\s?[-–/]\s?\d+|[,.]\d+)?"
_YEAR_ISSUE = re.compile(
    rf"(?<![\d])((?:18|19|20)\d\d)(?:\s?(?:г|y)\.?)?[.,]?\s*(?:(?:Т|Vol|Вып|Кн)\.\s?[IVX\d]+[.,]?\s*)?{_ISSUE}"
)
_ISSUE_FIRST = re.compile(rf"^[^№\n]*?(?<!\w){_ISSUE}(?:\s?\(\d+\))?\s?[,(]\s?")
_ISSUE_AFTER = re.compile(r"\s*(?:г\.?)?[,.]?\s?(?:№|N|No\.?)\s?\d+\s?\(\d+\)")
_OFFICE = re.compile(
    r"(?i)приказ|протокол|сводк|постановл|циркул|письм|телегр|записк|директив|декрет|распоряж|дел[оуа]\b|пункт|order|minutes|"
    r"letter|telegram|decree|report|protocol"
)
_ODD_YEAR = re.compile(r"(?<=[^\W\d_][ ,])(\d{4})(?=\s?(?:г(?!\w)|год|,?\s?№))|(?<=\d, )(\d{4})(?!\d)")
_GLUED = re.compile(r"\.?\s?(\d{1,3})\.?(?=\s*(?:$|[,;]))")


def read_dateline(text: str, *, year: int | None = None, running: bool = False) -> Dateline:
    """Read a title, heading, date line or print reference; ``year`` is that of a day without one.

    A day whose year is not known is ``XXXX-01-23``. Only the first 600 characters are read. A line tells its own date
    last; the head of a ``running`` text, without line ends, tells it first.

    >>> line = read_dateline("за 28 июля 1921 г. 29 июля 1921 г.")
    >>> line.date.edtf, line.covers.edtf
    ('1921-07-29', '1921-07-28')
    >>> read_dateline("Утреннее заседание 23 января").session
    'morning'
    """
    text = text[:_LONGEST]
    fill = UNDATED if year is None else str(year)
    text, flags = _without_odd_years(text)
    hits = _hits(text, fill)
    if _ISSUE_AFTER.match(text, hits[0][1] if hits else len(text)) and _outside(hits[0][2]):
        flags.append(f"not a year of a newspaper here: {hits[0][2].printed}")
        text = _blank(text, hits[0][0], hits[0][1], r"\d{4}")
        hits = _hits(text, fill)
    published = _publication(text, hits)
    session = _SESSION.search(text)
    rest = _apart(text, hits)
    clock = _CLOCK.search(rest)
    covers = as_of = None
    own = []
    for start, stop, date in hits:
        before = text[:start]
        # A range takes «с» in, so that «за период» is what stands before it.
        if _COVERS.search(before):
            covers = covers or date
        elif _AS_OF.search(before):
            as_of = as_of or date
        else:
            own.append((start, stop, date))
    own_date, leftover = published, ""
    if own and published is None:
        _, stop, own_date = _chosen(text, own, running)
        glued = _GLUED.match(text, stop)
        leftover = glued[1] if glued and not (clock and clock.start() <= glued.start(1) < clock.end()) else ""
    return Dateline(
        date=own_date,
        covers=covers,
        as_of=as_of,
        session=_SESSIONS[next(word for word in session.groups() if word)[:3].lower()] if session else None,
        time=_hour(clock) if clock else None,
        leftover=leftover,
        flags=tuple(flags),
    )


def _chosen(text: str, own: list[tuple[int, int, Date]], running: bool) -> tuple[int, int, Date]:
    """The date after «от», else the last that stands in no brackets and is no б/д."""
    stated = [hit for hit in own if hit[2].edtf != UNDATED] or own
    named = [hit for hit in stated if _DATED.search(text[: hit[0]])]
    free = [hit for hit in stated if not text[: hit[0]].rstrip().endswith("(")]
    if running:
        return (free or stated)[0]
    return named[0] if named else (free or stated)[-1]


def _hits(text: str, fill: str) -> list[tuple[int, int, Date]]:
    """The dates of a line, also those that only a line has: a code of eight digits, the month before the day."""
    swapped = _MONTH_FIRST.sub(lambda m: m[3] + m[2] + m[1], text)
    hits = [(start, stop, replace(date, printed=text[start:stop])) for start, stop, date in find_filled(swapped, fill)]
    for code in _CODE.finditer(text):
        parts = [part for part in code.groups() if part != "00"]
        try:
            date = read_edtf("-".join(parts if code[2] != "00" else parts[:1]))
        except ValueError:
            continue
        if date is not None:
            hits.append((code.start(), code.end(), replace(date, printed=code[0])))
    return sorted(hits, key=lambda hit: hit[0])


def _without_odd_years(text: str) -> tuple[str, list[str]]:
    """Blank out what stands where a year stands and cannot be one (1538), so that the day is kept without it."""
    flags = []
    for odd in list(_ODD_YEAR.finditer(text)):
        figures = odd[1] or odd[2]
        if not 1800 <= int(figures) <= 2100:
            flags.append(f"not a year: {figures}")
            text = _blank(text, odd.start(), odd.end(), r"\d{4}")
    return text, flags


def _blank(text: str, start: int, stop: int, what: str) -> str:
    return text[:start] + re.sub(what, "    ", text[start:stop]) + text[stop:]


def _outside(date: Date) -> bool:
    year = re.match(r"\[?(\d{4})", date.edtf)
    return bool(year) and int(year[1]) not in _PERIOD if year else False


def _publication(text: str, hits: list[tuple[int, int, Date]]) -> Date | None:
    """The date of the newspaper, journal or gazette that the line names; None where it names none."""
    days = [hit for hit in hits if len(hit[2].edtf) > 4]
    for volume in _YEAR_ISSUE.finditer(text):
        if not any(start < volume.end(1) and volume.start(1) < stop for start, stop, _ in days):
            return _of_volume(volume[1], text[volume.end() :])
    if not hits:
        return None
    start, stop, date = hits[0]
    issue = _ISSUE_FIRST.fullmatch(text[:start])
    if _ISSUE_AFTER.match(text, stop) or (issue and not _OFFICE.search(text[:start])):
        return replace(date, kind="published")
    if _PRINTED.search(text[: hits[-1][0]]) or _GAZETTE.search(text):
        return replace(hits[-1][2], kind="published")
    return None


def _of_volume(year: str, rest: str) -> Date | None:
    """«Рабочий путь. 1937. № 206. 8 сентября»: the day behind the number, else the year."""
    day = next((date for _, _, date in find_filled(rest, year) if date.edtf.startswith(year)), None)
    found = day or read_edtf(year)
    return replace(found, kind="published", printed=found.printed or year) if found else None


def _apart(text: str, hits: list[tuple[int, int, Date]]) -> str:
    """The text with its dates blanked out."""
    for start, stop, _ in hits:
        text = text[:start] + " " * (stop - start) + text[stop:]
    return text


def _hour(clock: re.Match[str]) -> str | None:
    """The hour as 21:54; «3 часа дня» is 15:00."""
    hour, minute, part, hour_en, minute_en, half, hour_dot, minute_dot = clock.groups()
    value = int(hour or hour_en or hour_dot)
    if (part in ("дня", "вечера") or (half or "").lower() == "p") and value < 12:
        value += 12
    if value == 12 and (part == "ночи" or (half or "").lower() == "a"):
        value = 0
    return f"{value % 24:02}:{int(minute or minute_en or minute_dot or 0):02}"
