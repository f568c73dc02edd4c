"""Names that no dictionary has: the nominative whose declension and whose context fit the form best."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import exp, log
from typing import NamedTuple

__all__ = ["nominative"]


class Declension(NamedTuple):
    """How names of a kind are declined: ``share`` of the names of its gender, ``end`` of the nominative as a pattern.

    ``last`` are the letters of the nominative that the endings of ``cases`` take the place of.
    """

    gender: str
    share: float
    end: re.Pattern[str]
    last: tuple[str, ...]
    cases: Mapping[str, str]


def _declension(gender: str, share: float, end: str, last: str, endings: str) -> Declension:
    cases = dict(zip(("Gen", "Dat", "Acc", "Ins", "Loc"), endings.split(), strict=True))
    return Declension(gender, share, re.compile(f".*(?:{end})"), tuple(last.split()) or ("",), cases)


# The regular declensions of the singular, with rough shares among the names of a gender that dictionaries lack.
DECLENSIONS = (
    _declension(
        "Masc", 0.45, "[аеиоуыэюя][бвгдзклмнпрстфх]|[бвгджзйклмнпрстфх][бвгдзлмнпрстфх]|[йнрс]к", "", "а у а ом е"
    ),
    _declension("Masc", 0.07, "[жчшщ]|[аеиоуыэюянр]ц", "", "а у а ем е"),
    _declension("Masc", 0.25, "[оеё]в|[иы]н", "", "а у а ым е"),
    _declension("Masc", 0.02, "[иы]н", "", "а у а ом е"),
    _declension("Masc", 0.03, "ец", "ец", "ца цу ца цем це"),
    _declension("Masc", 0.07, "[^аеиоуыэюяьъй]ь", "ь", "я ю я ем е"),
    _declension("Masc", 0.04, "[аеоуыэюя]й", "й", "я ю я ем е"),
    _declension("Masc", 0.03, "ий", "й", "я ю я ем и"),
    _declension("Masc", 0.10, "(?:[цс]к|[жчшщ])ий", "ий", "ого ому ого им ом"),
    _declension("Masc", 0.02, "[ыо]й", "ый ой", "ого ому ого ым ом"),
    _declension("Fem", 0.30, "[бвдзлмнпрстфц]а", "а", "ы е у ой е"),
    _declension("Fem", 0.12, "[гкх]а", "а", "и е у ой е"),
    _declension("Fem", 0.04, "[жчшщ]а", "а", "и е у ей е"),
    _declension("Fem", 0.08, "[^и]я", "я", "и е ю ей е"),
    _declension("Fem", 0.12, "ия", "я", "и и ю ей и"),
    _declension("Fem", 0.20, "(?:[оеё]в|[иы]н)а", "а", "ой ой у ой ой"),
    _declension("Fem", 0.04, "[цс]кая", "ая", "ой ой ую ой ой"),
    _declension("Neut", 0.2, "[^жчшщц]о", "о", "а у о ом е"),
)
# The shares of those that do not decline: names in a vowel, women's names in a consonant, and men's like Никита.
FIXED = (
    ("Masc", 0.03, re.compile(".*[оеиуэю]")),
    ("Fem", 0.03, re.compile(".*[оеиуэюбвгджзйклмнпрстфхцчшщь]")),
    ("Neut", 0.1, re.compile(".*[оеиуэю]")),
    ("Masc", 0.01, re.compile(".*[ая]")),
)
# Men's names like Никита and Илья: their share among those declined as women's are.
MEN = 0.1
# Nominatives that look like another case: so few of them are nominatives.
OBLIQUE = re.compile(".*(?:[еыи]м|(?<!к)(?<!пр)ом|ого|ему|ому|ой|ою|ах|ях|ам|ям|ами|ями|ую|ии)")
DOUBT = 0.01
FEATURE = re.compile(r"(Case|Gender|Number)=(\w+)")


def nominative(form: str, tags: Sequence[tuple[str, float]], frequency: Callable[[str], int]) -> str:
    """Return the nominative of a lower-case name in the singular, without ё.

    ``tags`` are the likeliest tags of the form with the logarithms of how likely they are; ``frequency`` counts a form
    in some large corpus. What is returned has the largest sum, over cases and genders, of the probability of the tag
    times the share of the declension, and counts for more where it is itself a word of the corpus.
    """
    wanted: dict[tuple[str, str], float] = {}
    total = 0.0
    for tag, logarithm in tags:
        chance = exp(logarithm)
        total += chance
        place = _place(tag)
        if place:
            wanted[place] = wanted.get(place, 0.0) + chance
    chances: dict[str, float] = {}
    for word, place, share in _nominatives(form):
        # The tagger has never seen the word: what it holds for impossible is only unlikely.
        chances[word] = chances.get(word, 0.0) + share * (wanted.get(place, 0.0) / total + 0.01)
    best = max(chances, key=lambda word: log(chances[word]) + 0.3 * log(frequency(word) + 10), default=form)
    return best.replace("ё", "е")


@lru_cache(maxsize=1_000)
def _place(tag: str) -> tuple[str, str] | None:
    """Return the case and gender of a tag in the singular, or None."""
    features = dict(FEATURE.findall(tag))
    return (
        (features["Case"], features.get("Gender", ""))
        if features.get("Number") == "Sing" and "Case" in features
        else None
    )


@lru_cache(maxsize=5_000)
def _nominatives(form: str) -> list[tuple[str, tuple[str, str], float]]:
    """Return what a form may be declined from, with its case and gender and the share of such names."""
    found = []
    for word, case, gender, share in _declined(form):
        # Few nominatives look like another case, so it is likelier to be one.
        found.append((word, (case, gender), share * (DOUBT if word == form and OBLIQUE.fullmatch(word) else 1)))
    return found


def _declined(form: str) -> Iterator[tuple[str, str, str, float]]:
    for gender, share, end, last, cases in DECLENSIONS:
        words = {form: ["Nom"]} if end.fullmatch(form) else {}
        for case, ending in cases.items():
            stem = form.removesuffix(ending)
            if stem != form and len(stem) > 1:
                for word in (stem + letters for letters in last):
                    if end.fullmatch(word):
                        words.setdefault(word, []).append(case)
        for word, found in words.items():
            for case in found:
                yield word, case, gender, share
                if gender == "Fem":
                    yield word, case, "Masc", share * MEN
    for gender, share, end in FIXED:
        if end.fullmatch(form):
            for case in ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc"):
                yield form, case, gender, share
