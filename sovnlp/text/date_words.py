"""The words and numbers that dates are printed with: a stretch of text to tokens of one letter each.

The letters make a signature («с 23 июня по 2 июля 1927 г.» is ``cdmpsmyg.``) that the grammar in ``date_forms`` reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Token", "month_near", "tokens"]


class Token(NamedTuple):
    """A token of the signature: its ``kind`` (one letter), its place in the text, its value where it has one.

    Kinds: ``s d n`` a number of one, two, more digits; ``y Y f`` a year, a year with gaps inside, a year that a note
    mark is glued to; ``Z`` a decade (1930-х); ``z`` a number of misread letters (ЗЗ); ``r R`` a Roman numeral, a likely
    one; ``m M`` a Russian or Ukrainian month, an English one; ``g`` год; ``C`` сего, прошлого (the year to add);
    ``c`` с; ``p`` по, to; ``&`` и; ``O`` или; ``N`` на; ``X`` ночь; ``K`` между; ``l L E h`` не, позднее, ранее, чем;
    ``a A`` около, c.; ``b`` начало, середина, конец; ``i`` первый…; ``v`` половина; ``D`` декада; ``u`` числа;
    ``k`` квартал; ``H`` полугодие; ``e`` a season (its EDTF code); ``j`` хозяйственный; ``q`` of, the, дня;
    ``S`` words of sittings and weekdays; ``#`` №; ``w`` any other word or a blank line; marks stand for themselves.
    """

    kind: str
    start: int
    stop: int
    value: int = 0


_TOKEN = re.compile(
    # Whole words in small letters come first because they are most of a text.
    r"(?P<small>[a-zа-яё]{2,}(?![\w<\[¬-]))"
    r"|(?P<gap>\n[ \t\r]*\n)"
    r"|(?P<roman>(?=[1lI|]*[VXХІУYПШЦI])[IVXХІУYПШЦl1|]{1,5}(?![^\W_]))"
    r"|(?P<year>[1lIІ|][ \u00a0]?[89][ \u00a0]?[0-9ЗзОOоo][ \u00a0]?[0-9ЗзОOоolIб](?![0-9])"
    r"(?:-?(?:го|й|м|ы?[ех])(?![^\W_])|s\b)?)"
    r"|(?P<number>(?=[ЗОOоolIІ|]{0,3}[0-9])[0-9ЗзОOоolIІ|]+"
    r"(?:-?(?:[оеы]?го|[оеы]?е|[оеы]?й|[оеы]?м|ая?|я|ю|[ыи]?х|st|nd|rd|th)(?![^\W_]))?)"
    r"|(?P<spaced>[^\W\d_](?:[ \u00a0][^\W\d_]){2,14}(?![^\W\d_]))"
    r"|(?P<word>[^\W\d_]+(?:[<\[][^\W\d_]{1,12}[>\]]|[-¬]\n[^\W\d_]+)?)"
    r"|[^\s\w]|_+"
)

_MARKS = {mark: mark for mark in ".,/()[]<>?:"}
_MARKS |= dict.fromkeys("-–—−‐‑‒", "-") | dict.fromkeys('«»"“”„', '"') | dict.fromkeys("'’‘`", "'") | {"№": "#"}

_DIGITS = str.maketrans(
    {**dict.fromkeys("Зз", "3"), **dict.fromkeys("ОOоo", "0"), **dict.fromkeys("lIІ|", "1"), "б": "6"}
)
_CAPITALS = str.maketrans("ХІУYПШЦl1|", "XIVV\u0002\u0003\u0002III")
_LOOKALIKES = str.maketrans("aceopxykmhtbui", "асеорхукмнтвиі")
_ROMAN = {r: n for n, r in enumerate("I II III IV V VI VII VIII IX X XI XII".split(), start=1)} | {
    "IIII": 4,
    "VIIII": 9,
}


def _months() -> dict[str, tuple[str, int]]:
    soft = "ь я е ю ем"
    russian = {
        1: ("январ генвар", soft),
        2: ("феврал", soft),
        3: ("март", "_ а е у ом"),
        4: ("апрел", soft),
        5: ("ма", "й я е ю ем"),
        6: ("июн", soft),
        7: ("июл", soft),
        8: ("август", "_ а е у ом"),
        9: ("сентябр", soft),
        10: ("октябр", soft),
        11: ("ноябр", soft),
        12: ("декабр", soft),
    }
    table = {
        stem + ending.strip("_"): ("m", number)
        for number, (stems, endings) in russian.items()
        for stem in stems.split()
        for ending in endings.split()
    }
    short = "янв янвр|фев февр|мар|апр||июн|июл|авг|сен сент|окт|ноя нояб|дек|"
    ukrainian = (
        "січень січня січні|лютий лютого лютому|березень березня березні|квітень квітня квітні|травень травня травні"
        "|червень червня червні|липень липня липні|серпень серпня серпні|вересень вересня вересні"
        "|жовтень жовтня жовтні|листопад листопада листопаді|грудень грудня грудні"
    )
    latin = (
        "yanvarya ianvaria yanvar ianvar|fevralya fevralia fevral|marta mart|aprelya aprelia aprel|maya maia"
        "|iyunya iiunia iyunia iyun iiun|iyulya iiulia iyulia iyul iiul|avgusta avgust|sentyabrya sentiabria sentyabr"
        "|oktyabrya oktiabria oktyabr|noyabrya noiabria noyabr|dekabrya dekabria dekabr"
    )
    for list_ in (short, ukrainian, latin):
        for number, forms in enumerate(list_.split("|"), start=1):
            table |= dict.fromkeys(forms.split(), ("m", number))
    english = (
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct"
        "|november nov|december dec"
    )
    for number, forms in enumerate(english.split("|"), start=1):
        table |= dict.fromkeys(forms.split(), ("M", number))
    # Prereform spelling: і before a vowel, ъ at the end.
    return table | {word.replace("и", "і"): entry for word, entry in table.items()} | {
        "мартъ": ("m", 3), "августъ": ("m", 8), "маія": ("m", 5), "маія".replace("і", "и"): ("m", 5)
    }  # fmt: skip


_WORDS: dict[str, tuple[str, int]] = {
    **{
        word: (kind, 0)
        for kind, words in {
            "g": "г гг год года году годъ годом годы годов годах р рр рік року році роки років y g yr year",
            "c": "с со from since від",
            "p": "по до to till until through thru",
            "&": "и и and та й",
            "O": "или либо or або",
            "N": "на",
            "X": "ночь ночью ночи ніч night",
            "K": "между between між",
            "l": "не not no",
            "L": "позднее поздней позже later after пізніше",
            "E": "ранее раньше earlier before раніше",
            "h": "чем than",
            "a": "около ок приблизительно прибл примерно близько circa ca about approximately",
            "v": "половина половине половину половины",
            "D": "декада декаде декаду декады",
            "u": "числах числа",
            "k": "квартал квартале квартала кварталу кв quarter",
            "H": "полугодие полугодии полугодия",
            "j": "хозяйственный хозяйственном хозяйственного хоз бюджетный бюджетном бюджетного "
            "операционный операционном операционного economic fiscal",
            "q": "of the day дня день числа число месяца месяц сего",
            "S": "утреннее вечернее дневное ночное утро вечер день morning evening afternoon session sitting заседание "
            "понедельник вторник среда четверг пятница суббота воскресенье monday tuesday wednesday thursday friday "
            "saturday sunday",
        }.items()
        for word in words.split()
    },
    **dict.fromkeys("начало начале начала beginning early start початок початку".split(), ("b", 1)),
    **dict.fromkeys("середина середине середины middle mid середині".split(), ("b", 2)),
    **dict.fromkeys("конец конце конца end late кінець кінці наприкінці".split(), ("b", 3)),
    **dict.fromkeys("весна весной весну весны весною spring навесні".split(), ("e", 21)),
    **dict.fromkeys("лето летом лета summer влітку літо".split(), ("e", 22)),
    **dict.fromkeys("осень осенью осени autumn fall восени осінь".split(), ("e", 23)),
    **dict.fromkeys("зима зимой зиму зимы зимою winter взимку".split(), ("e", 24)),
    **dict.fromkeys("сего этого текущего данного тек т поточного".split(), ("C", 0)),
    **dict.fromkeys("того".split(), ("C", 9)),
    **dict.fromkeys("прошлого минувшего истекшего пр минулого".split(), ("C", -1)),
    **dict.fromkeys("будущего".split(), ("C", 1)),
    **dict.fromkeys("же самого".split(), ("q", 0)),
    **dict.fromkeys("первый первом первого первая первой первую первое первых first перший першому".split(), ("i", 1)),
    **dict.fromkeys("второй втором второго вторая вторую второе second другий другому".split(), ("i", 2)),
    **dict.fromkeys("третий третьем третьего третья третью третьей third третій третьому".split(), ("i", 3)),
    **dict.fromkeys("четвертый четвертом четвертого fourth четвертий".split(), ("i", 4)),
    **dict.fromkeys("последних".split(), ("i", -1)),
    **dict.fromkeys("особый особом особого".split(), ("i", 5)),
    "c": ("A", 0),
    "n": ("#", 0),
    "nn": ("#", 0),
    "no": ("l", 0),
    **_months(),
}
# Long month names that lack one letter's likeness: «фсвраля», «декобря».
_NEAR = {
    word[:place] + "?" + word[place + 1 :]: entry
    for word, entry in _months().items()
    if len(word) >= 6
    for place in range(len(word))
}


def month_near(word: str) -> Token | None:
    """A month in whose printed name one letter is wrong, as a token without a place; None for any other word."""
    folded = _folded(word)
    for place in range(len(folded) if 6 <= len(folded) <= 9 else 0):
        if entry := _NEAR.get(folded[:place] + "?" + folded[place + 1 :]):
            return Token(entry[0], 0, 0, entry[1])
    return None


@lru_cache(maxsize=8192)
def _folded(word: str) -> str:
    """Lower case, without the marks of an expansion, in one alphabet."""
    bare = re.sub(r"[<>\[\]\s¬-]", "", word).lower().replace("ё", "е")
    if re.search("[а-яіїє]", bare):
        bare = bare.translate(_LOOKALIKES)
    return bare


@lru_cache(maxsize=8192)
def _word(raw: str) -> tuple[str, int]:
    """Kind and value of a word as printed."""
    if raw in ("З", "ЗО", "ЗЗ", "ЗI", "Зl", "IО", "lО", "lЗ"):
        return "z", int(raw.translate(_DIGITS))
    if raw in ("v", "vi", "vii", "viii", "iv", "ix", "x", "xi", "xii", "ii", "iii"):
        return "R", _ROMAN[raw.upper()]
    folded = _folded(raw)
    if entry := _WORDS.get(folded):
        return entry
    stem = re.split(r"[<\[]", raw)[0]
    return _WORDS.get(_folded(stem), ("w", 0)) if stem != raw else ("w", 0)


@lru_cache(maxsize=2048)
def _roman(raw: str) -> tuple[str, int]:
    numeral = raw.translate(_CAPITALS).replace("\u0002", "II").replace("\u0003", "III")
    sure = bool(re.search(r"[IVXХІ]", raw)) and not re.search(r"[УYПШЦ]", raw)
    return ("r" if sure else "R", _ROMAN[numeral]) if numeral in _ROMAN else ("w", 0)


@lru_cache(maxsize=8192)
def _number(raw: str) -> tuple[str, int]:
    ending = re.search(r"-?[а-яa-zA-Zё]*$", raw.rstrip("ЗзОOоolIІ|")) if raw[-1].isalpha() else None
    digits = raw[: ending.start()] if ending and ending[0] else raw
    figures = re.sub(r"[ \u00a0-]", "", digits.translate(_DIGITS))
    if not figures.isdecimal() or len(figures) > 12:
        return "w", 0
    value = int(figures)
    if raw.endswith("х") and figures[-1] == "0":
        return "Z", value
    if len(figures) > 2:
        return ("f", int(figures[:4])) if re.fullmatch(r"19[1-4]\d\d\d?", figures) else ("n", value)
    return ("s" if len(figures) == 1 else "d"), value


@lru_cache(maxsize=4096)
def _year(raw: str) -> tuple[str, int]:
    body = re.sub(r"-?(?:го|й|м|ы?[ех]|s)$", "", raw)
    figures = re.sub(r"[ \u00a0]", "", body).translate(_DIGITS)
    if raw.endswith(("х", "е", "s")) and figures.endswith("0"):
        return "Z", int(figures)
    return ("y" if len(body) == 4 else "Y"), int(figures)


def _mark(raw: str) -> tuple[str, int]:
    return _MARKS.get(raw, "w"), 0


_READERS: dict[str, Callable[[str], tuple[str, int]]] = {
    "small": _word,
    "roman": _roman,
    "year": _year,
    "number": _number,
    "spaced": _word,
    "word": _word,
    "gap": _mark,
}
_OTHER = Token("w", 0, 0)


def tokens(text: str, start: int, stop: int) -> list[Token]:
    """The tokens of ``text[start:stop]``, with places in ``text``; blanks are dropped, other words have no place."""
    found = []
    for match in _TOKEN.finditer(text, start, stop):
        group = match.lastgroup
        kind, value = _READERS[group](match[0]) if group else _mark(match[0])
        found.append(_OTHER if kind == "w" else Token(kind, *match.span(), value))
    return found
