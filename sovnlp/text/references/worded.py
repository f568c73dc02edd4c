"""EDTF dates in words, as a citation prints them: no more precise than they are."""

from __future__ import annotations

import re
from typing import NamedTuple

from sovnlp.text.edtf import UNDATED

__all__ = ["in_words"]


class _Words(NamedTuple):
    """How one language says a date; the months in the case that stands alone and in the one after a day."""

    alone: list[str]
    after_day: list[str]
    day: str
    month: str
    year: str
    decade: str
    about: str
    not_after: str
    not_before: str
    undated: str


_EN_MONTHS = "January February March April May June July August September October November December".split()
_LANGUAGES = {
    "ru": _Words(
        alone="январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split(),
        after_day="января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
        day="{d} {m} {y} г.",
        month="{m} {y} г.",
        year="{y} г.",
        decade="{y}-е гг.",
        about="около {}",
        not_after="не позднее {}",
        not_before="не ранее {}",
        undated="б. д.",
    ),
    "en": _Words(
        alone=_EN_MONTHS,
        after_day=_EN_MONTHS,
        day="{m} {d}, {y}",
        month="{m} {y}",
        year="{y}",
        decade="{y}s",
        about="ca. {}",
        not_after="no later than {}",
        not_before="no earlier than {}",
        undated="n.d.",
    ),
}
_POINT = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?([~?%])?")


def in_words(edtf: str, language: str) -> str:
    """A date in Russian (``ru``) or English (``en``); EDTF that is rarer than what documents print stays as it is.

    >>> in_words("../1931-03-12", "ru"), in_words("1930-01~", "en")
    ('не позднее 12 марта 1931 г.', 'ca. January 1930')
    """
    words = _LANGUAGES[language]
    if edtf == UNDATED:
        return words.undated
    if re.fullmatch(r"\d{3}X", edtf):
        return words.decade.format(y=edtf[:3] + "0")
    if edtf.startswith("../"):
        last = _point(edtf[3:], words, genitive=True)
        return words.not_after.format(last) if last else edtf
    if edtf.endswith("/.."):
        first = _point(edtf[:-3], words, genitive=True)
        return words.not_before.format(first) if first else edtf
    points = [_point(part, words) for part in edtf.split("/")]
    return " – ".join(point for point in points if point) if all(points) else edtf


def _point(edtf: str, words: _Words, *, genitive: bool = False) -> str | None:
    """One day, month or year in words, None where it is something else."""
    match = _POINT.fullmatch(edtf)
    if match is None:
        return None
    year, month, day, doubt = match.groups()
    inflected = genitive or doubt in ("~", "%")
    if month is None:
        said = words.year.format(y=year)
    elif day is None:
        months = words.after_day if inflected else words.alone
        said = words.month.format(m=months[int(month) - 1], y=year)
    else:
        said = words.day.format(d=int(day), m=words.after_day[int(month) - 1], y=year)
    if doubt in ("~", "%"):
        said = words.about.format(said)
    return said + " (?)" if doubt in ("?", "%") else said
