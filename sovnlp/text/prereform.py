"""Russian spelling of before 1918, respelled word by word as after the reform."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["has_sign", "is_prereform", "respell"]

_OLD_LETTER = re.compile("[ѣѢіІѳѲѵѴ]")
_FINAL_YER = re.compile(r"[ъЪ](?![\w'’])")

_LETTERS = str.maketrans("ѣіѳѵ", "еифи")
_WHOLE = {"ея": "ее", "нея": "нее", "онѣ": "они", "однѣ": "одни", "однѣхъ": "одних", "однѣмъ": "одним"}
_SOFT_STEMS = "последн|средн|древн|верхн|нижн|ранн|поздн|крайн|вечерн|утренн|внутренн|внешн|здешн|прежн|нынешн|соседн"
_HARD_STEMS = "друг|мног|долг|строг|дорог|тих|плох|сух|глух|ветх"

# (what, by what), each tried once on the lower-cased word that has its letters and final ъ already changed.
_RESPELLINGS: list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]] = [
    (re.compile(r"(?<=[жчшщц])аго(ся)?$"), r"его\1"),
    (re.compile(r"(?<!^бл)(?<!^с)(?<=\w\w)аго(ся)?$"), r"ого\1"),
    (re.compile(r"(?<=\w\w)яго(ся)?$"), r"его\1"),
    (re.compile(r"(?<=\w\w)ыя(ся)?$"), r"ые\1"),
    (re.compile(r"(?<!^бо)(?<=[жшщч])ия(ся)?$"), r"ие\1"),
    (re.compile(r"(?<=[сцдтргнлозий]к)ия$"), "ие"),
    (re.compile(rf"^(\w*(?:{_SOFT_STEMS})|{_HARD_STEMS})ия$"), r"\1ие"),
    (re.compile(r"^((?:не|по|до|на|об)?)(без|чрез|через)(?=[кпстфхцчшщ])"), lambda m: m[1] + m[2][:-1] + "с"),
    (re.compile(r"^((?:не|по|до|на|об)?)(воз|из|низ|раз|роз)(?=с)"), lambda m: m[1] + m[2][:-1] + "с"),
]
_NOT_ADJECTIVES = {"чикаго", "сантьяго", "благо", "словакия", "братия"}


def has_sign(text: str) -> bool:
    """Whether there is a letter or a final ъ that the reform took away."""
    return _OLD_LETTER.search(text) is not None or _FINAL_YER.search(text) is not None


def is_prereform(text: str) -> bool:
    """Whether more than one word in a hundred shows such a letter or final ъ."""
    signs = len(_OLD_LETTER.findall(text)) + len(_FINAL_YER.findall(text))
    return signs * 700 > len(text)


def respell(word: str) -> str:
    """The word as after the reform.

    >>> respell("новаго"), respell("Возстаніе"), respell("онѣ")
    ('нового', 'Восстание', 'они')
    """
    lower = word.lower()
    if lower in _WHOLE:
        lower = _WHOLE[lower]
    else:
        lower = lower.translate(_LETTERS).removesuffix("ъ")
        if lower not in _NOT_ADJECTIVES:
            for old, new in _RESPELLINGS:
                lower = old.sub(new, lower, count=1)
    if word.isupper() and len(word) > 1:
        return lower.upper()
    return lower[:1].upper() + lower[1:] if word[:1].isupper() else lower
