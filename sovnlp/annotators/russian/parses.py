"""What pymorphy3's dictionary makes of a form that a tag describes: the parses that bear the tag out, best first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from math import inf, log
from typing import Any, NamedTuple

from sovnlp.annotators.russian.headwords import headword, is_surname
from sovnlp.annotators.russian.spelling import modern
from sovnlp.errors import MissingPackage

__all__ = ["NAMES", "Described", "Reader", "Reading", "analyzer"]

# Universal part of speech to the OpenCorpora ones that pymorphy3 may give it.
PARTS: Mapping[str, frozenset[str]] = {
    pos: frozenset(grammemes.split())
    for pos, grammemes in {
        "ADJ": "ADJF ADJS COMP NUMR",
        "ADP": "PREP",
        "ADV": "ADVB COMP PRED CONJ PRCL PREP",
        "AUX": "VERB INFN",
        "CCONJ": "CONJ",
        "DET": "ADJF ADJS NPRO",
        "INTJ": "INTJ",
        "NOUN": "NOUN",
        "NUM": "NUMR ADJF",
        "PART": "PRCL",
        "PRON": "NPRO NOUN ADJF",
        "PROPN": "NOUN",
        "SCONJ": "CONJ",
        "VERB": "VERB INFN PRTF PRTS GRND PRED",
    }.items()
}
# What may be of that part besides: participles that have become adjectives, adjectives that have become nouns, and
# adverbs in -о that are not listed.
BECOME: Mapping[str, frozenset[str]] = {
    "ADJ": frozenset({"Adjx"}),
    "NOUN": frozenset({"Subx"}),
    "ADV": frozenset({"ADJS", "neut"}),
}
NEVER = frozenset({"never"})
# The parts of speech that are doubted where the dictionary knows none such; the others are short lists of words.
OPEN = frozenset({"ADJ", "ADV", "NOUN", "PROPN", "VERB"})
# The other way round, for a form that the tagger took for what it cannot be.
UNIVERSAL: Mapping[str, str] = {
    **dict.fromkeys("VERB INFN PRTF PRTS GRND".split(), "VERB"),
    **dict.fromkeys("ADJF ADJS".split(), "ADJ"),
    **dict.fromkeys("ADVB COMP PRED".split(), "ADV"),
    "NOUN": "NOUN",
}


def _group(**grammemes: str) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    every = frozenset(" ".join(grammemes.values()).split())
    return {value: (frozenset(listed.split()), every) for value, listed in grammemes.items()}


# By universal feature and value: the grammemes that bear it out, and those among which there must be one, if any.
GRAMMEMES: Mapping[str, Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "Case": _group(
        Nom="nomn", Gen="gent gen1 gen2", Dat="datv", Acc="accs acc2", Ins="ablt", Loc="loct loc1 loc2", Par="gent gen2"
    ),
    "Gender": _group(Masc="masc", Fem="femn", Neut="neut"),
    "Number": _group(Sing="sing", Plur="plur"),
    "Aspect": _group(Imp="impf", Perf="perf"),
    "Tense": _group(Past="past", Pres="pres", Fut="futr"),
    "Person": _group(**{"1": "1per", "2": "2per", "3": "3per"}),
    "Mood": _group(Ind="indc", Imp="impr"),
    "VerbForm": _group(Fin="VERB PRED", Inf="INFN", Part="PRTF PRTS", Conv="GRND"),
    "Degree": _group(Cmp="COMP", Pos="ADJF ADJS PRTF PRTS ADVB PRED NUMR GRND CONJ PRCL PREP", Sup="ADJF"),
    "Variant": _group(Short="ADJS PRTS", Long="ADJF PRTF"),
}
ANIMACY = {"Animacy=Anim": "inan", "Animacy=Inan": "anim"}
MARKS = frozenset({"PUNCT", "SYM", "<pad>"})
NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"})
# Institutions of the period are compounds that end like these; pymorphy3 may take such a form for a woman's name.
INSTITUTION = re.compile("..+(?:ком|зем|прод|прос|фин|юст|здрав|торг|снаб|пром|центр|союз|трест|строй|банк|хоз|отдел)")
# Of two verbs that share their present, the rarer is more frequent in the news, which the counts are of.
PREFERRED = frozenset({"стоять"})

# What counts beside the logarithm of how likely a tag is: that of the parse, by so much, and so much less where the
# word must have become another part of speech. (Half or double makes no difference on the treebanks.)
PARSE = 0.5
BECOMING = 0.75

Described = tuple[str, str, str]
"""Lemma, universal part of speech and features of a word."""


class Reading(NamedTuple):
    """A form read as a tag says: what there is to say of it, and whether the dictionary bears that out."""

    said: Described
    sure: bool


class Parses(NamedTuple):
    """pymorphy3's parses of a form, each with its tag as text, and whether its dictionary has the form."""

    listed: list[tuple[Any, str]]
    known: bool


class Reader:
    """Reads forms by their tags; ``frequency`` counts a lower-case form in some large corpus."""

    def __init__(self, frequency: Callable[[str], int]) -> None:
        self._analyzer = analyzer()
        self.frequency = frequency
        self.parses = lru_cache(maxsize=20_000)(self._parses)
        self._often = lru_cache(maxsize=5_000)(self._counts)

    def _parses(self, lowered: str) -> Parses:
        found = self._analyzer.parse(lowered)
        known = found[0].is_known
        if not known:
            today = modern(lowered, self._analyzer.word_is_known)
            known = today != lowered
            if known:
                found = self._analyzer.parse(today)
            else:
                found = [p for p in found if INSTITUTION.fullmatch(p.normal_form) and "masc" in p.tag] or found
        return Parses([(parse, str(parse.tag)) for parse in found], known)

    def read(self, form: str, tag: str) -> Reading:
        """Return what there is to say of a form whatever stands around it, as far as the tag can be believed."""
        lowered = form.lower()
        pos, _, feats = tag.partition("|")
        if not any(map(str.isalpha, lowered)):
            return Reading((lowered, _mark(lowered, pos), feats), True)
        if pos in MARKS:
            return Reading((lowered, "X", ""), True)
        parses = self.parses(lowered)
        (part, _, against), rivals = _rivals(parses, tag)
        chosen = self._likeliest(lowered, rivals, tag) if parses.known else rivals[0]
        sure = pos not in OPEN or is_surname(lowered, tag)
        if not sure and parses.known:
            one = len({parse.normal_form for parse, _ in parses.listed}) == 1
            if part == 0 and one and len({parse.tag.POS for parse, _ in parses.listed}) == 1:
                tag = _universal(self._likeliest(lowered, rivals, tag), tag)
                pos, _, feats = tag.partition("|")
                sure = True
            elif part == 2:
                # A wrong case does no harm where every parse has the same headword.
                sure = against == 0 or one
        return Reading((headword(chosen, form, tag, parses.known), pos, feats), sure)

    def weigh(self, form: str, tags: Sequence[tuple[str, float]]) -> Described:
        """Return what there is to say of a form of whose best tag the dictionary does not approve.

        ``tags`` are the likeliest tags, best first, with the logarithms of how likely they are. The tag is the
        likeliest that some parse bears out, account taken of how likely the parse is; without one, that of the
        likeliest parse.
        """
        lowered = form.lower()
        parses = self.parses(lowered)
        possible = frozenset().union(*(_possible(key) for _, key in parses.listed))
        best, found = -inf, None
        for tag, chance in tags:
            if found and chance < best:
                break
            if tag.partition("|")[0] not in possible or "Foreign" in tag:
                continue
            (part, _, against), rivals = _rivals(parses, tag)
            if part and not against:
                chosen = self._likeliest(lowered, rivals, tag) if parses.known else rivals[0]
                likely = sum(parse.score for parse in rivals if parse.normal_form == chosen.normal_form)
                score = chance + PARSE * log(likely + 1e-3) - (0 if part == 2 else BECOMING)
                if score > best:
                    best, found = score, (chosen, tag)
        chosen, tag = found or self._untagged(lowered, parses, tags[0][0])
        pos, _, feats = tag.partition("|")
        return headword(chosen, form, tag, parses.known), pos, feats

    def _untagged(self, lowered: str, parses: Parses, tag: str) -> tuple[Any, str]:
        if not parses.known:
            return _rivals(parses, tag)[1][0], tag
        parse = self._likeliest(lowered, [parse for parse, _ in parses.listed], "")
        return parse, _universal(parse, tag)

    def _likeliest(self, lowered: str, rivals: Sequence[Any], tag: str) -> Any:
        """Return the parse that is likeliest by itself and by how often its word occurs."""
        if len(rivals) == 1:
            return rivals[0]
        words = frozenset(parse.normal_form for parse in rivals)
        if len(words) == 1:
            return rivals[0]
        often = self._often(lowered, words)
        other = next((animacy for feature, animacy in ANIMACY.items() if feature in tag), None)
        return max(
            rivals,
            key=lambda parse: log(parse.score + 1e-3) + often[parse.normal_form] - (other in parse.tag.grammemes),
        )

    def _counts(self, lowered: str, words: frozenset[str]) -> dict[str, float]:
        """Return how much speaks for each of several words that share a form, by the forms they do not share."""
        parses = {parse.normal_form: parse for parse, _ in self.parses(lowered).listed if parse.normal_form in words}
        forms = {word: {form.word.replace("ё", "е") for form in parse.lexeme} for word, parse in parses.items()}
        shared = set.intersection(*forms.values())
        own = {word: every - shared | {word.replace("ё", "е")} for word, every in forms.items()}
        return {word: 0.5 * log(sum(map(self.frequency, own[word])) + 1) + (word in PREFERRED) for word in words}


def _mark(form: str, pos: str) -> str:
    """Mend the confusions that would change what counts as a word: marks tagged as words and numbers as marks."""
    if form.isalnum() or any(map(str.isalnum, form)):
        return "NUM" if pos in MARKS else pos
    return pos if pos in ("SYM", "PUNCT") else "PUNCT"


def _rivals(parses: Parses, tag: str) -> tuple[tuple[int, bool, int], list[Any]]:
    """Return the parses that agree best with a tag, and how well they do."""
    best, rivals = (-1, False, 0), []
    for parse, key in parses.listed:
        agreed = agreement(key, tag)
        if agreed > best:
            best, rivals = agreed, [parse]
        elif agreed == best:
            rivals.append(parse)
    return best, rivals


@lru_cache(maxsize=20_000)
def agreement(parsed: str, tag: str) -> tuple[int, bool, int]:
    """Return how well a tag of pymorphy3 agrees with a universal one: the larger, the better.

    The first number is 2 where the part of speech agrees, 1 where the word may have become that; then whether both or
    neither are names; the last counts, below zero, the features that contradict each other.
    """
    grammemes = _grammemes(parsed)
    pos, wanted = _wanted(tag)
    part = 2 if grammemes & PARTS.get(pos, NEVER) else int(BECOME.get(pos, NEVER) <= grammemes)
    against = 0
    for values, every in wanted:
        if values.isdisjoint(grammemes) and not every.isdisjoint(grammemes):
            against -= 1
    return part, grammemes.isdisjoint(NAMES) != (pos == "PROPN"), against


def _universal(parse: Any, tag: str) -> str:
    """Return the universal tag of a parse, or the given one where its part of speech is not one of the doubtful."""
    pos = UNIVERSAL.get(str(parse.tag.POS))
    if pos is None:
        return tag
    features = [
        f"{name}={value}"
        for name, values in GRAMMEMES.items()
        for value, (grammemes, _) in values.items()
        if grammemes & parse.tag.grammemes and value not in ("Par", "Sup", "Long")
    ]
    return "|".join((pos, *(feature for feature in features if pos in ("ADJ", "ADV") or "Degree" not in feature)))


@lru_cache(maxsize=2_000)
def _grammemes(parsed: str) -> frozenset[str]:
    return frozenset(parsed.replace(" ", ",").split(","))


@lru_cache(maxsize=2_000)
def _possible(parsed: str) -> frozenset[str]:
    """Return the universal parts of speech, of the doubtful ones, that a parse may have."""
    return frozenset(pos for pos in OPEN if agreement(parsed, pos)[0])


@lru_cache(maxsize=1_000)
def _wanted(tag: str) -> tuple[str, list[tuple[frozenset[str], frozenset[str]]]]:
    """Return the part of speech of a tag, and for each feature the grammemes that bear it out and all of that kind."""
    pos, _, feats = tag.partition("|")
    features = [feature.partition("=") for feature in feats.split("|")]
    if pos == "ADJ" and "Variant=Short" not in tag and "Degree=Cmp" not in tag:
        features.append(("Variant", "=", "Long"))
    return pos, [GRAMMEMES[name][value] for name, _, value in features if value in GRAMMEMES.get(name, ())]


@lru_cache(maxsize=1)
def analyzer() -> Any:
    """Return pymorphy3's analyzer; raise ``MissingPackage`` where it cannot be loaded."""
    try:
        from pymorphy3 import MorphAnalyzer
    except Exception as cause:
        raise MissingPackage("pymorphy3", "Russian lemmas", cause) from cause
    return MorphAnalyzer()
