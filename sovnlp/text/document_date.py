"""Which of the dates in and around a document is its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sovnlp.document import Date
from sovnlp.text.dateline import Dateline, read_dateline
from sovnlp.text.edtf import UNDATED, read_edtf

__all__ = ["infer_date"]

_HEAD, _TAIL = 8_000, 4_000
"""Characters at the two ends of a text; nothing between them is looked at."""
_TITLED, _TITLE_LINES, _HEAD_LINES, _TAIL_LINES = 4, 15, 25, 8
_FLAT, _FLAT_HEAD = 400, 220
"""A first line longer than this is a text without line ends; its title is within the first so many characters."""

_LABELED = re.compile(
    r"(?i)^\W*(?:дата|датировка|date|data original|written|delivered|recorded|spoken|composed)(?:\s\w+)?\s*:\s*(.*)$"
)
_NOT_OWN = re.compile(
    r"(?i)рожден|родил|(?<!\w)р\.\s|\bborn\b|печатается|source:|a source|источник|updated|copyleft|copyright|©|transcri"
    r"|translat|html markup|public domain|online version|proofread|exporta|https?:|изд(?:ан|ательств)|добавлен"
    r"|powered by|blogspot"
)
_SAYS_SOMEONE = re.compile(r"^\s*[\w.\s]{1,40}:\s*\S")
_PLACE = re.compile(r"(?i)^\s*(?:адрес|address|москва|moscow|заседание|session)\s*:")
_TOPIC = re.compile(r"(?i)(?<!\w)(?:о|об|про|к|ко|с|со|до|после|since|until|after|before|about)\s+$")
_ENCLOSES = re.compile(
    r"(?i)\W*(?:при\s+этом\s+)?(?:направля|препровожда|посыла|представля|высыла|донош|сообща)[юе]\w*\s|\W*(?:attached|herewith|i\s+(?:am|herewith)\s+send)"
)
_ABOUT_AN_ACT = re.compile(r"(?i)\W*(?:о|об)\s+(?:указ|постановлени|приказ|закон|декрет|решени|директив)\w*\s")
_NOTE = re.compile(r"\d{1,2}\.?\s")
_TITLE_YEAR = re.compile(r"(?:[^.!?]|(?<=\b\w)\.){3,}[,.]\s(19[1-4]\d)(?:\s?г(?:\.|ода?)?)?$")
_IN_SENTENCE = re.compile(r"[а-яёa-z]{3}[.!?…]\s")
_HEADS_FLAT = re.compile(
    r"(?i)протокол|допрос|речь|доклад|стенограм|письм|сводк|заседан|запис|session|trial|speech|letter|interrog|examin|report|case\sof"
)


def infer_date(text: str, *, context: Sequence[str] = ()) -> Date | None:
    """The document's own date: from its title, header or dateline, a signature at its end, or what is known beside it.

    ``context`` are strings from outside (title, label, address, year, date): they give the year of a day that the text
    prints without one, and the date of a text that prints none. A date in running prose is never taken, nor one that
    says when something was born, transcribed or put on the web; one of a newspaper only where there is no other.
    """
    year = _year_of(context)
    lines = list(_labeled(_lines_of(text[:_HEAD])))
    head = [
        line for number, line in enumerate(lines[:_HEAD_LINES]) if len(line) <= (160 if number < _TITLE_LINES else 60)
    ]
    if lines and len(lines[0]) > _FLAT:
        head = [lines[0][:_FLAT_HEAD]]
    rest = lines[_HEAD_LINES:] if len(text) <= _HEAD else []
    tail = (rest if len(text) <= _HEAD else list(_lines_of(text[max(_HEAD, len(text) - _TAIL) :])))[-_TAIL_LINES:]
    flat = bool(lines) and len(lines[0]) > _FLAT
    in_head = [line for line in (_own(line, year, flat) for line in head) if line is not None]
    in_tail = [line for line in (_own(line, year) for line in reversed(tail) if len(line) <= 60) if line is not None]
    return _best(in_head + in_tail, _from_context(context, year)) or _of_title(lines[:_TITLED])


def _of_title(lines: Sequence[str]) -> Date | None:
    """The year at the end of a title: «Petition on the ferry, 1932»."""
    for line in lines:
        match = _TITLE_YEAR.fullmatch(line) if len(line) <= 160 and not _NOT_OWN.search(line) else None
        if match and (date := read_edtf(match[1])):
            return replace(date, printed=match[1])
    return None


def _best(found: list[Dateline], beside: Date | None) -> Date | None:
    """A day of the document before a day known from outside, that before a coarser or a reported or printed one."""
    own = [
        line.date for line in found if line.date is not None and line.kind != "published" and line.date.edtf != UNDATED
    ]
    days = [date for date in own if _is_day(date)]
    if days:
        return days[0]
    coarse = [date for date in own if date.date_from or date.date_to]
    if beside is not None and (_is_day(beside) or not coarse):
        return beside
    reported = [line.covers or line.as_of for line in found]
    printed = [line.date for line in found if line.kind == "published"]
    for group in (reported, coarse, printed, own):
        if first := next((date for date in group if date is not None), None):
            return first
    return None


def _is_day(date: Date) -> bool:
    """Told to the day at one end at least; an interval counts as far as it names days."""
    return bool((date.date_from or date.date_to) and re.search(r"\d{4}-\d\d-\d\d", date.edtf))


def _lines_of(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def _labeled(lines: Iterator[str]) -> Iterator[str]:
    """The lines with a label and its value, which may stand on the next line, before the others."""
    plain = list(lines)
    first = []
    for number, line in enumerate(plain[:_HEAD_LINES]):
        if match := _LABELED.match(line):
            first.append(match[1] or (plain[number + 1] if number + 1 < len(plain) else ""))
    yield from first
    yield from plain


def _own(line: str, year: int | None, flat: bool = False) -> Dateline | None:
    """What a line says of its document's date; None for prose, for what someone says, for what others did with it."""
    if _NOT_OWN.search(line) or _ENCLOSES.match(line) or _ABOUT_AN_ACT.match(line):
        return None
    if not flat and _SAYS_SOMEONE.match(line) and not _PLACE.match(line):
        return None
    found = read_dateline(line, year=year, running=flat)
    last = found.date or found.covers or found.as_of
    if last is None or not last.printed:
        return None
    start = line.find(last.printed)
    if flat:
        titled = (
            start < 60
            and not _IN_SENTENCE.search(line[:start])
            and not re.match(r"\s*[а-яё]", line[start + len(last.printed) :])
        )
        return found if titled or found.session or _HEADS_FLAT.search(line[:start]) else None
    if _is_prose(line, start + len(last.printed)):
        return None
    if UNDATED in last.edtf or last.printed.find(last.edtf[:4]) < 0:
        # A day without a year of its own may be the matter of a title: «К 1 мая».
        short = len(line) - len(last.printed) <= 40 or found.session
        if not short or _TOPIC.search(line[:start]):
            return None
    return found


def _is_prose(line: str, date_stop: int) -> bool:
    """A sentence: it ends in a full stop that is not the date's, or goes on at length after the date."""
    if len(line) <= 40:
        return False
    if line.endswith(".") and len(line) > 60 and _NOTE.match(line):
        return True
    rest = line[date_stop:].strip(' .,;:)]»”"')
    return line.endswith((".", "!", "?", "…", ",", ";")) and bool(rest) or len(rest.split()) > 8


_ADDRESS = re.compile(r"/(19[1-4]\d)(?:/(\d\d))?(?:/(\d\d))?(?=[/._-]|$)")
_LONE_YEAR = re.compile(r"(?<![\d-])(19[1-4]\d)(?![\d-])")


def _from_context(context: Sequence[str], year: int | None) -> Date | None:
    """The most precise date that the strings beside a document give; of equal ones the first."""
    dates = [date for date in (_of_string(string, year) for string in context) if date is not None]
    return min(dates, key=lambda date: -len(date.edtf) if _is_day(date) else 0, default=None)


def _of_string(string: str, year: int | None) -> Date | None:
    string = string.strip()[:400]
    try:
        stated = read_edtf(string)
    except ValueError:
        return None
    if stated is not None:
        return stated if (stated.date_from or stated.date_to) and _in_time(stated) else None
    if "/" in string and " " not in string:
        for match in _ADDRESS.finditer(string):
            parts = [part for part in match.groups() if part]
            try:
                date = read_edtf("-".join(parts))
            except ValueError:
                continue
            if date is not None and len(parts) > 1:
                return replace(date, printed="")
    if " " not in string:
        string = re.sub(r"[/_]|\.(?!\d)|(?<!\d)-|-(?!\d)", " ", string)
    found = read_dateline(string, year=year)
    date = None if found.kind == "published" else found.date
    if date is None or UNDATED in date.edtf or not _in_time(date):
        return None
    return replace(date, printed="")


def _in_time(date: Date) -> bool:
    return "1917" <= (date.date_from or date.date_to or "")[:4] <= "1941"


def _year_of(context: Sequence[str]) -> int | None:
    """The year that the strings beside a document agree on: a bare year or date first, then addresses and titles."""
    for pattern in (re.compile(r"(19[1-4]\d)(?:-\d\d)*"), None, _ADDRESS, _LONE_YEAR):
        for string in context:
            if pattern is None:
                date = _of_string(string, None)
                figures = (date.date_from or date.date_to or "")[:4] if date else ""
            elif pattern is _ADDRESS or pattern is _LONE_YEAR:
                match = pattern.search(string)
                figures = match[1] if match else ""
            else:
                match = pattern.fullmatch(string.strip())
                figures = match[1] if match else ""
            if figures and 1917 <= int(figures) <= 1941:
                return int(figures)
    return None
