"""What a word is listed under: pymorphy3's normal form, and where Universal Dependencies and dictionaries differ."""

from __future__ import annotations

import re
from os.path import commonprefix
from typing import Any

__all__ = ["headword", "is_surname"]

# МОПРа, ЦК'а, МТС-ом.
INFLECTED = re.compile("([А-ЯЁ]{2,})['’-]?[а-яё]{1,3}")
# Comparatives that are words by themselves; of the others the headword is the plain adverb.
COMPARATIVES = frozenset(
    "больше меньше более менее боле мене раньше ранее ране позже позднее прежде далее доле дальше дольше свыше "
    "скорее".split()
)
SURNAME = re.compile("[а-яё]+(?:[оеё]в|[иы]н)")
SHORT_ONLY = {"должный": "должен"}
PLURAL_ONLY = {"деньга": "деньги"}
# Where a form has ь (счастья, Юрьевича) its headword has it too, though pymorphy3 lists both under и.
SOFT_SIGN = re.compile("ь[еёяюи]")


def headword(parse: Any, form: str, tag: str, known: bool) -> str:
    """Return the headword of a form for a parse and a universal tag, in lower case and without ё.

    ``known`` says whether pymorphy3's dictionary has the form.
    """
    inflected = None if known else INFLECTED.fullmatch(form)
    return (inflected[1].lower() if inflected else _headword(parse, form, tag)).replace("ё", "е")


def is_surname(lowered: str, tag: str) -> bool:
    """Say whether a form is tagged as a name in the nominative and looks like a surname, whatever else it may be."""
    return tag.startswith("PROPN") and "Case=Nom" in tag and "Number=Sing" in tag and bool(SURNAME.fullmatch(lowered))


def _headword(parse: Any, form: str, tag: str) -> str:
    pos = tag.partition("|")[0]
    grammemes = parse.tag.grammemes
    word = str(parse.normal_form)
    if "UNKN" in grammemes:
        return form.lower()
    if is_surname(form.lower(), tag):
        return form.lower()
    if "NOUN" in grammemes:
        return _noun(parse, pos)
    if "COMP" in grammemes and pos != "ADJ":
        return _adverb(parse)
    if pos == "ADV" and grammemes & {"ADJS", "PRED", "CONJ", "PRCL", "PREP"}:
        return str(parse.word)
    if pos in ("ADJ", "NOUN") and grammemes & {"PRTF", "PRTS"}:
        gender = "neut" if pos == "NOUN" and "neut" in grammemes else "masc"
        return _inflected(parse, {"PRTF", gender, "sing", "nomn"})
    if "Supr" in grammemes:
        return _superlative(parse)
    return SHORT_ONLY.get(word, word) if "ADJS" in grammemes else word


def _noun(parse: Any, pos: str) -> str:
    """A woman's patronymic or surname is not a man's; счастье is not счастие; деньги have no singular."""
    word = str(parse.normal_form)
    if pos == "PROPN" and "femn" in parse.tag.grammemes and parse.tag.grammemes & {"Surn", "Patr"}:
        return _inflected(parse, {"nomn", "sing"})
    soft = SOFT_SIGN.search(parse.word) if "и" in word else None
    if soft and word[soft.start() : soft.start() + 1] == "и":
        return f"{word[: soft.start()]}ь{word[soft.start() + 1 :]}"
    return PLURAL_ONLY.get(word, word)


def _adverb(parse: Any) -> str:
    """Return the plain adverb of a comparative: чаще, часто."""
    word = str(parse.word)
    word = word if word in COMPARATIVES or "Cmp2" not in parse.tag.grammemes else word.removeprefix("по")
    return word if word in COMPARATIVES else _inflected(parse, {"ADJS", "neut", "sing"})


def _superlative(parse: Any) -> str:
    """Return the headword of a superlative, which is one of several of its adjective: лучших, лучший, not наилучший."""
    word = str(parse.word)
    listed = [form.word for form in parse.lexeme if {"Supr", "masc", "sing", "nomn"} <= form.tag.grammemes]
    return max(listed, key=lambda other: len(commonprefix([word, other])), default=word)


def _inflected(parse: Any, grammemes: set[str]) -> str:
    found = parse.inflect(grammemes)
    return str(found.word if found else parse.normal_form)
