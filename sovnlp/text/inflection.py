"""The cases of Russian names: surnames of men and women, and phrases such as «Народный комиссариат земледелия»."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from sovnlp.errors import MissingPackage

__all__ = ["CASES", "phrase_cases", "surname_cases"]

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_ADJECTIVAL = frozenset(CASES) | {"sing", "plur", "masc", "femn", "neut", "anim", "inan"}
_PLAIN = str.maketrans("ё", "е")
_FIXED = re.compile(r"(?:[оеэуюиы]|их|ых|аго|яго|ово)$")
_CYRILLIC = re.compile(r"[\u0400-\u04ff-]+")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@lru_cache(maxsize=20_000)
def surname_cases(surname: str, sex: str) -> tuple[str, ...]:
    """Return a surname in the six cases of the singular, small letters without ё; ``sex`` is ``m`` or ``f``.

    ``surname`` is a man's or a woman's as it stands in the nominative. Raises ``MissingPackage`` where pymorphy3
    cannot be loaded.

    >>> surname_cases("Громов", "m")
    ('громов', 'громова', 'громову', 'громова', 'громовым', 'громове')
    """
    parts = [_word_cases(part, sex) for part in surname.lower().split("-")]
    return tuple("-".join(part[i] for part in parts).translate(_PLAIN) for i in range(len(CASES)))


@lru_cache(maxsize=20_000)
def phrase_cases(phrase: str) -> tuple[str, ...]:
    """Return a phrase in the six cases, small letters without ё: its head and what agrees with it, the rest as it is.

    An abbreviation stays as it is. Raises ``MissingPackage`` where pymorphy3 cannot be loaded.

    >>> phrase_cases("Народный комиссариат земледелия")[2]
    'народному комиссариату земледелия'
    """
    words = _WORD.findall(phrase)
    changing: list[Any] = []
    for i, word in enumerate(words):
        parse = None if word.isupper() and len(word) > 1 else _nominative(word.lower(), last=i == len(words) - 1)
        if parse is None:
            break
        changing.append(parse)
        if "NOUN" in parse.tag:
            break
    else:
        if not any("NOUN" in parse.tag for parse in changing) and len(words) > 1:
            changing = []
    if not changing:
        return (phrase.lower().translate(_PLAIN),) * len(CASES)
    head = changing[-1].tag
    number, gender = head.number or "sing", head.gender or ""
    table = [_declined(words[i].lower(), i == len(words) - 1, number, gender) for i in range(len(changing))]
    gaps = _WORD.split(phrase.lower(), maxsplit=len(changing))
    forms = []
    for row in zip(*table, strict=True):
        form = "".join(gap + word for gap, word in zip(gaps, (*row, ""), strict=True))
        forms.append(form.translate(_PLAIN))
    return tuple(forms)


@lru_cache(maxsize=20_000)
def _declined(word: str, last: bool, number: str, gender: str) -> tuple[str, ...]:
    """Return a word of a phrase in the six cases, an adjective agreeing with a head of that number and gender."""
    parse = _nominative(word, last=last)
    agreeing = {number} | ({gender} if gender and number == "sing" else set())
    forms = []
    for case in CASES:
        if "NOUN" in parse.tag:
            form = parse.inflect({case})
        elif case == "accs" and (number == "plur" or gender == "masc"):
            form = parse.inflect({case, "inan"} | agreeing)
        else:
            form = parse.inflect({case} | agreeing)
        if form and "Supr" in form.tag:
            # the dictionary gives высочайший for высший: it inflects as прочий does
            form = _nominative("прочий", last=False).inflect(set(form.tag.grammemes) & _ADJECTIVAL)
            forms.append(word[:-2] + str(form.word)[4:])
        else:
            forms.append(str(form.word) if form else word)
    return tuple(forms)


_PARADIGMS = {
    "m": re.compile(r".*(?:[оеё]в|[иы]н)$"),
    "f": re.compile(r"(.*(?:[оеё]в|[иы]н))а$"),
}


def _word_cases(word: str, sex: str) -> list[str]:
    regular = _PARADIGMS[sex].fullmatch(word)
    if regular and sex == "m":
        return [word + ending for ending in ("", "а", "у", "а", "ым", "е")]
    if regular:
        return [regular[1] + ending for ending in ("а", "ой", "ой", "у", "ой", "ой")]
    if len(word) > 1 and word.endswith(("а", "я")) and not word.endswith(("ая", "яя", "иа", "уа", "юа", "дюма")):
        return [word[:-1] + ending for ending in _vowel_endings(word)]
    if _FIXED.search(word) or (sex == "f" and not word.endswith(("а", "я"))):
        return [word] * len(CASES)
    gender = "femn" if sex == "f" else "masc"
    parses = [p for p in _parsed(word) if {"nomn", "sing"} <= p.tag.grammemes and "Fixd" not in p.tag]
    parses = [p for p in parses if p.tag.gender in (gender, None) and p.tag.POS in ("NOUN", "ADJF")]
    best = next((p for p in parses if "Surn" in p.tag), parses[0] if parses else None)
    if best is None:
        return [word] * len(CASES)
    forms = [best.inflect({case, "sing"}) for case in CASES]
    if gender == "masc":
        # the accusative is that of a person: Мороз → Мороза
        forms[3] = forms[1]
    return [str(form.word) if form else word for form in forms]


def _vowel_endings(word: str) -> tuple[str, ...]:
    """Return the endings of a surname in -а or -я: Ягода, Берия, Глинка."""
    if word.endswith("ия"):
        return ("я", "и", "и", "ю", "ей", "и")
    if word.endswith("я"):
        return ("я", "и", "е", "ю", "ей", "е")
    return ("а", "и" if word[-2] in "гкхжшчщ" else "ы", "е", "у", "ей" if word[-2] in "жшчщц" else "ой", "е")


@lru_cache(maxsize=20_000)
def _nominative(word: str, *, last: bool) -> Any:
    """Return the parse of an adjective or noun in the nominative, or None; an adjective first unless it is the last."""
    parses = [
        parse
        for parse in _parsed(word)
        if "nomn" in parse.tag and parse.tag.POS in ("NOUN", "ADJF", "PRTF") and "Fixd" not in parse.tag
    ]
    plain = word.translate(_PLAIN)
    parses.sort(key=lambda p: (not last and p.tag.POS == "NOUN", p.normal_form.translate(_PLAIN) != plain))
    return parses[0] if parses else None


def _parsed(word: str) -> list[Any]:
    """Return the dictionary's parses of a word in Cyrillic, none of any other."""
    return list(_analyzer().parse(word)) if _CYRILLIC.fullmatch(word) else []


@lru_cache(maxsize=1)
def _analyzer() -> Any:
    try:
        from pymorphy3 import MorphAnalyzer
    except Exception as cause:
        raise MissingPackage("pymorphy3", "the cases of names", cause) from cause
    analyzer = MorphAnalyzer()
    # it would list all forms of a word anew for each of the six cases
    analyzer.get_lexeme = lru_cache(maxsize=16)(analyzer.get_lexeme)
    return analyzer
