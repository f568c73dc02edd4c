"""Dated events of Soviet history that a trace may be held against."""

from __future__ import annotations

import calendar
import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from sovnlp.errors import LexiconError

__all__ = ["Event", "find_event", "load_events"]

_FILE = Path(__file__).parent / "events.toml"
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: ``label`` by language (ru, en), ``date`` in EDTF, its first and last day, a sentence."""

    id: str
    label: Mapping[str, str]
    date: str
    start: datetime.date
    stop: datetime.date
    note: str


@lru_cache(maxsize=1)
def load_events() -> Mapping[str, Event]:
    """Return the events by id, in the order of their dates; raise ``LexiconError`` where the file does not hold."""
    events = {}
    for name, table in tomllib.loads(_FILE.read_text("utf-8")).items():
        try:
            first, _, last = table["date"].partition("/")
            start, stop = _day(first, last=False), _day(last or first, last=True)
            label = {language: str(table["label"][language]) for language in ("ru", "en")}
            events[name] = Event(name, MappingProxyType(label), table["date"], start, stop, str(table["note"]))
        except (KeyError, TypeError, ValueError, AttributeError) as cause:
            raise LexiconError(f"{_FILE.name}, [{name}]: {cause}", "date = EDTF, label.ru, label.en and note") from None
    return MappingProxyType(dict(sorted(events.items(), key=lambda item: (item[1].start, item[0]))))


def find_event(name: str) -> Event:
    """Return the event of an id or a label; raise ``LexiconError``, naming the nearest, where there is none.

    >>> find_event("Kirov").date
    '1934-12-01'
    """
    events = load_events()
    asked = name.strip().casefold().replace(" ", "_").replace("-", "_")
    by_label = {text.casefold(): event for event in events.values() for text in event.label.values()}
    found = events.get(asked) or by_label.get(name.strip().casefold())
    if found is None:
        near = get_close_matches(asked, list(events), 3, 0.4)
        raise LexiconError(
            f"there is no event {name!r}", f"the nearest: {', '.join(near)}" if near else "sovnlp events"
        )
    return found


def _day(text: str, *, last: bool) -> datetime.date:
    match = _DAY.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is no day, month or year")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None:
        month = 12 if last else 1
    if day is None:
        day = calendar.monthrange(year, month)[1] if last else 1
    return datetime.date(year, month, day)
