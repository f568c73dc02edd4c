"""The marks of a shelf mark: labels of its parts, in every language and damage, and the values that follow them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

__all__ = ["PARTS", "Mark", "folios", "pages", "read_mark"]

PARTS = ("fond", "opis", "delo", "list")
"""The parts of a shelf mark from left to right; ``volume`` stands between them."""

# Look-alike letters are folded here, inside labels, and nowhere else.
_NAMES = {
    "fond": r"[Фф](?:онд[аеу]?)?|[Ff](?:ond[sy]?|und)?|FOND|ФОНД|[Cc]ollection",
    "opis": r"[ОоOo0][пПnNpPр]|[оОoO]|(?i:опис[ьиу]?|пер(?:ечень)?|opis['’ʹ]?|opys|perechen['’ʹ]?|inv(?:entory)?"
    r"|record\sseries|series|register)",
    "delo": r"[ДдDd]{1,2}|[Дд]\.\s?[Дд]|(?i:дел[оа]|ед\.?\s?[хx]р(?:анения)?|е\.?\s?[хx]|единиц[аы]\sхранения"
    r"|спр(?:ав[аи])?|док(?:умент)?|пор|асд|(?:арх(?:\.|ивно)-)?след(?:\.|ственно[ем]у?)\sдел[оау]"
    r"|del[oa]|ed\.?\s?khr|edinitsa\skhraneniia|spr(?:av[ay])?|files?|case|dossier|(?:storage\s)?unit|item|doc(?:ument)?)",
    "list": r"[ЛлLl]\.?\s?[ЛлLl]|[ЛлLl]|(?i:лист(?:ы|а|ов)?|арк(?:уш[іи]?)?|стр|с|list(?:y|ov)?|ark|pp?|pages?|fols?"
    r"|folios?|ff|sheets?|leaf|leaves)",
    "volume": r"(?i:т|том|вып(?:уск)?|в|ч|часть|п|пап(?:ка)?|к|карт(?:он)?|t|vol(?:ume)?|vyp(?:usk)?|issue|ch|part"
    r"|papka|box|k|kart(?:on)?)",
}
_LABEL = re.compile(
    r"[\s.,;:)\]*\-–—‐]{0,6}(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _NAMES.items())
    + r")(?![^\W\d_])"
    r"(?P<gap>[.,:]{0,2}\s{0,3}(?:№\s?|No?\.?\s?(?=\d))?)"
)
_VOLUMES = {
    **dict.fromkeys(("т", "том", "t", "vol", "volume"), "т."),
    **dict.fromkeys(("вып", "выпуск", "в", "vyp", "vypusk", "issue"), "вып."),
    **dict.fromkeys(("ч", "часть", "ch", "part"), "ч."),
    **dict.fromkeys(("п", "пап", "папка", "papka", "box"), "п."),
    **dict.fromkeys(("к", "карт", "картон", "k", "kart", "karton"), "к."),
}

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
_VERSO = r"(?:(?i:оборот|обор|об|зв|obv?|rev|verso|zv)|vo|v)(?![^\W\d_])\.?"
_VERSO_AFTER = rf"(?:\.?\s?\(?(?P<verso>{_VERSO})\)?)"
_MONTH = r"янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_FOLIO = re.compile(
    rf"(?P<number>{_NUMBER})(?P<letter>{_NEXT_LABEL}(?!{_VERSO})[а-яёa-z](?:(?![^\W\d_])|(?={_VERSO})))?{_VERSO_AFTER}?"
    rf"(?!\s?(?i:г\.|год|{_MONTH}))(?![\d])"
)
_JOIN = re.compile(r"\s?(?:,|\bи\b|\band\b|&|та\b)\s{0,3}")
_TO = re.compile(_DASH)
_AND_VERSO = re.compile(rf"\s?(?:,|\bи\b|\bс\b|\band\b|&)\s{{0,3}}{_VERSO}")
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
    name = next(name for name in _NAMES if label[name])
    printed = label[name]
    where = label.start(name)
    found = _VALUES[name](text, label.end(), limit, printed.isascii())
    if found is None or (not label["gap"] and len(printed) > 2):
        return None
    value, stop = found
    if name == "volume":
        value = f"{_VOLUMES[printed.lower()]} {value}"
    return Mark(name, value, where, stop)


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


_Reader = Callable[[str, int, int, bool], tuple[str, int] | None]


def _one(pattern: re.Pattern[str]) -> _Reader:
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
        elif verso := _AND_VERSO.match(text, stop, limit):
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


_VALUES: Mapping[str, _Reader] = {
    "fond": _one(_FOND),
    "opis": _one(_OPIS),
    "delo": _dela,
    "list": folios,
    "volume": _volume,
}
