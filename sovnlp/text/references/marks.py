"""The marks of a shelf mark: labels of its parts, in every language and damage, and the values that follow them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["PARTS", "Mark", "folios", "pages", "read_mark", "shelf_number"]

PARTS = ("fond", "opis", "delo", "list")
"""The parts of a shelf mark from left to right; ``volume`` stands between them."""

# Look-alike letters are folded here, inside labels, and nowhere else.
_NAMES = {
    "fond": r"[Фф](?:онд[аеу]?)?|[Ff](?:ond[sy]?|und)?|FOND|ФОНД|[Cc]ollection",
    "opis": r"[ОоOo0][пПnNpPр]|(?i:опис[ьиу]?|opis['’ʹ]?|opys|inv(?:entory)?|record\sseries|series|register|пер(?:ечень)?"
    r"|perechen['’ʹ]?)|[оОoO]",
    "delo": r"[ДдDd]{1,2}|[Дд]\.\s?[Дд]|(?i:дел[оа]|del[oa]|ед\.?\s?[хx]р|е\.?\s?[хx]|единиц[аы]\sхранения|ed\.?\s?khr"
    r"|edinitsa\skhraneniia|спр(?:ав[аи])?|spr(?:av[ay])?|files?|case|dossier|storage\sunit|unit|item"
    r"|док(?:умент)?|doc(?:ument)?|пор)",
    "list": r"[ЛлLl]\.?\s?[ЛлLl]|[ЛлLl]|(?i:лист(?:ы|а|ов)?|list(?:y|ov)?|арк(?:уш[іи]?)?|ark|pp?|pages?|fols?|folios?|ff|sheets?"
    r"|leaf|leaves|стр|с)",
    "volume": r"(?i:т|том|t|vol(?:ume)?|вып(?:уск)?|в|vyp|vypusk|issue|ч|часть|ch|part|п|пап(?:ка)?|papka|box|к|карт(?:он)?|k|kart(?:on)?)",
}
_LABEL = re.compile(
    r"[\s.,;:)\]*\-–—‐]{0,6}(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _NAMES.items()) + r")(?![^\W\d_]{2})"
    r"(?P<gap>[.,:]{0,2}\s{0,3}(?:№\s?|No?\.?\s?(?=\d))?)"
)
_VOLUMES = {
    "т": "т.", "том": "т.", "t": "т.", "vol": "т.", "volume": "т.", "вып": "вып.", "выпуск": "вып.", "в": "вып.", "vyp": "вып.",
    "vypusk": "вып.", "issue": "вып.", "ч": "ч.", "часть": "ч.", "ch": "ч.", "part": "ч.", "п": "п.", "пап": "п.",
    "папка": "п.", "papka": "п.", "box": "п.", "к": "к.", "карт": "к.", "картон": "к.", "k": "к.", "kart": "к.", "karton": "к.",
}  # fmt: skip

# З, O and l are digits only here.
_NUMBER = r"(?:\d(?:[\dЗl]|[OОоo](?![бb]))*|З(?:[\dЗl]|[OОоo](?![бb]))*|[lIО](?=\d)(?:[\dЗl]|[OОоo](?![бb]))*)"
_DIGITS = str.maketrans("ЗOОоoIl", "3000011")
_NEXT_LABEL = r"(?!(?:[ОоOo][пnp]|[ДдDd]|[ЛлLl]{1,2})[.,]?\s?\d)"
_SERIES = r"(?:(?P<series>[А-ЯЁA-Z]{1,3})\s?[-–—]\s?|(?P<letter>[РПНRPN])\.?\s?(?=\d))?"
_FOND = re.compile(
    rf"{_SERIES}(?P<number>{_NUMBER})(?P<suffix>{_NEXT_LABEL}[а-яa-z]{{1,3}}(?![^\W\d_])(?:/[а-яa-z\d]{{1,3}})?)?"
    rf"|(?P<alone>[А-ЯЁA-Z])(?=[.,\s]{{1,3}}(?:[ОоOo0][пПnNpP])\b)"
)
_OPIS = re.compile(
    rf"{_SERIES}(?P<number>{_NUMBER})(?P<suffix>{_NEXT_LABEL}(?:[а-яa-z]{{1,2}}(?![^\W\d_])|-?доп\b)|/\d{{1,3}})?"
)
_DELO = re.compile(
    rf"{_SERIES}(?P<number>{_NUMBER})(?P<suffix>(?:/\d{{1,5}})?{_NEXT_LABEL}[а-яa-z](?![^\W\d_])|/\d{{1,5}}|/[А-Я]\b)?"
)
_VOLUME = re.compile(rf"(?P<number>[IVXLIІХ]{{1,5}}(?!\w)|{_NUMBER}(?:[а-я](?!\w))?)")

_DASH = r"\s?[-–—‐‑−]{1,2}\s?"
_VERSO = (
    r"(?:(?i:об(?:орот|\.?ор)?|обор|зв|ob|obv|rev|verso|zv)|ОБ|vo|v)(?![^\W\d_])\.?(?=(?:[^\w]|$))"
)
_VERSO_AFTER = rf"(?:\.?\s?\(?(?:с\s|и\s)?(?P<verso>{_VERSO})\)?)"
_MONTH = r"янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_FOLIO = re.compile(
    rf"(?P<number>{_NUMBER})(?P<letter>{_NEXT_LABEL}(?!v(?!\w))[а-яёa-z](?![^\W\d_]))?{_VERSO_AFTER}?"
    rf"(?!\s?(?i:г\.|год|{_MONTH}))(?![\d])"
)
_JOIN = re.compile(r"\s?(?:,|\bи\b|\band\b|&|та\b)\s{0,3}")
_TO = re.compile(_DASH)
_LATER_VERSO = re.compile(rf"(?:и\s|с\s|and\s)?(?:{_VERSO})")
_NUMBERLESS = re.compile(r"(?i:б/н|без\s(?:номера|№)|н/н|unnumbered|unpaginated)")


class Mark(NamedTuple):
    """One part of a shelf mark: which one, its value as it is kept, where label and value stand."""

    name: str
    value: str
    start: int
    stop: int


def read_mark(text: str, start: int, limit: int) -> Mark | None:
    """The label and value at ``start``, after the marks that part it from what is before; None where there is none."""
    label = _LABEL.match(text, start, limit)
    if label is None:
        return None
    name = label.lastgroup if label.lastgroup != "gap" else next(n for n in _NAMES if label[n])
    assert name is not None
    printed = label[name]
    where = label.start(name)
    found = _VALUES[name](text, label.end(), limit, printed.isascii())
    if found is None or (not label["gap"] and len(printed) > 2):
        return None
    value, stop = found
    if name == "volume":
        value = f"{_VOLUMES[printed.lower()]} {value}"
    return Mark(name, value, where, stop)


def shelf_number(text: str, *, latin: bool = False) -> str:
    """The number of a fond or file as it is kept: ``Р-9478``, with digits for the letters that look like them."""
    match = _FOND.fullmatch(text.strip())
    return _number(match, latin) if match else text.strip()


def _number(match: re.Match[str], latin: bool) -> str:
    groups = match.groupdict()
    if groups.get("alone"):
        return _series(groups["alone"], latin)
    series = groups.get("series") or groups.get("letter")
    suffix = (groups.get("suffix") or "").translate(str.maketrans("acepxo", "асерхо"))
    return (f"{_series(series, latin)}-" if series else "") + groups["number"].translate(_DIGITS) + suffix


def _series(letters: str, latin: bool) -> str:
    """The letters before a number in Cyrillic: transliterated among Latin labels, else taken for look-alikes."""
    table = str.maketrans("RPNODFLS", "РПНОДФЛС") if latin else str.maketrans("RPHOBCKTMAE", "РРНОВСКТМАЕ")
    return letters.translate(table)


def _one(pattern: re.Pattern[str]) -> object:
    def read(text: str, start: int, limit: int, latin: bool) -> tuple[str, int] | None:
        match = pattern.match(text, start, limit)
        return (_number(match, latin), match.end()) if match else None

    return read


def _dela(text: str, start: int, limit: int, latin: bool) -> tuple[str, int] | None:
    """One file or several: 1, 2, 3 or 12-15."""
    match = _DELO.match(text, start, limit)
    if match is None:
        return None
    values, stop = [_number(match, latin)], match.end()
    while True:
        dash, join = _TO.match(text, stop, limit), _JOIN.match(text, stop, limit)
        gap = dash or join
        following = _DELO.match(text, gap.end(), limit) if gap else None
        if gap is None or following is None or not _goes_on(text, following.end(), limit):
            return "".join(values), stop
        values += ["-" if dash else ", ", _number(following, latin)]
        stop = following.end()


_DATE_FOLLOWS = re.compile(rf"\s?(?i:г\.|год|{_MONTH})|[\d]")


def _goes_on(text: str, stop: int, limit: int) -> bool:
    """Whether what ends at ``stop`` may be a further number of a list, and not the day or year of a date."""
    return _DATE_FOLLOWS.match(text, stop, limit) is None


def _volume(text: str, start: int, limit: int, latin: bool) -> tuple[str, int] | None:
    match = _VOLUME.match(text, start, limit)
    if match is None:
        return None
    number = match["number"]
    roman = number.translate(str.maketrans("ІХ", "IX"))
    return (roman if roman.isalpha() else number.translate(_DIGITS)), match.end()


def folios(text: str, start: int, limit: int, latin: bool) -> tuple[str, int] | None:
    """The folios at ``start`` as they are kept (``75-78об, 80а``), and where they end.

    Among Latin labels the end of a range may be abbreviated (180–1): it is written out where that makes the shorter
    range of the two that it can mean, so that 101–99 stays a range that runs backwards.
    """
    if match := _NUMBERLESS.match(text, start, limit):
        return "б/н", match.end()
    first = _FOLIO.match(text, start, limit)
    if first is None:
        return None
    items, stop = [_folio(first)], first.end()
    last = first
    while True:
        if (dash := _TO.match(text, stop, limit)) and (following := _FOLIO.match(text, dash.end(), limit)):
            number = following["number"].translate(_DIGITS)
            if latin:
                number = _written_out(last["number"].translate(_DIGITS), number)
            items[-1] += "-" + _folio(following, number)
        elif (join := _JOIN.match(text, stop, limit)) and (following := _FOLIO.match(text, join.end(), limit)):
            items.append(_folio(following))
        elif (join := _JOIN.match(text, stop, limit)) and (verso := _LATER_VERSO.match(text, join.end(), limit)):
            items.append(last["number"].translate(_DIGITS) + (last["letter"] or "") + "об")
            stop = verso.end()
            continue
        else:
            return ", ".join(items), _without_stop(text, stop)
        last, stop = following, following.end()


def _without_stop(text: str, stop: int) -> int:
    return stop - 1 if text[stop - 1] == "." else stop


def _folio(match: re.Match[str], number: str | None = None) -> str:
    letter = (match["letter"] or "").translate(str.maketrans("abceoxpu", "абсеохри"))
    return (number or match["number"].translate(_DIGITS)) + letter + ("об" if match["verso"] else "")


def _written_out(first: str, last: str) -> str:
    if len(last) >= len(first):
        return last
    full = first[: -len(last)] + last
    return full if 0 < int(full) - int(first) < int(first) - int(last) else last


def pages(text: str) -> str:
    """Printed pages as they are kept: ranges with a hyphen, written out, joined by commas."""
    found = folios(text, 0, len(text), True)
    return found[0] if found else text


_VALUES = {"fond": _one(_FOND), "opis": _one(_OPIS), "delo": _dela, "list": folios, "volume": _volume}
