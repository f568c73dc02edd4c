"""Russian words, morphology and lemmas: razdel cuts, slovnet tags, pymorphy3 gives the lemma that fits the tag."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sovnlp.document import Word
from sovnlp.errors import MissingPackage
from sovnlp.tagging import ConvolutionalTagger
from sovnlp.text.split import words

__all__ = ["known_words", "lemma_chooser", "load"]

# Universal part of speech to the OpenCorpora ones that pymorphy3 may give it.
PARTS: Mapping[str, frozenset[str]] = {
    pos: frozenset(grammemes.split())
    for pos, grammemes in {
        "ADJ": "ADJF ADJS COMP PRTF PRTS NUMR",
        "ADP": "PREP",
        "ADV": "ADVB COMP PRED GRND",
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
# The universal features that decide between parses, with pymorphy3's grammemes for their values.
GRAMMEMES: Mapping[str, frozenset[str]] = {
    feature: frozenset(grammemes.split())
    for feature, grammemes in {
        "Animacy=Anim": "anim",
        "Animacy=Inan": "inan",
        "Case=Nom": "nomn",
        "Case=Gen": "gent gen2",
        "Case=Dat": "datv",
        "Case=Acc": "accs",
        "Case=Ins": "ablt",
        "Case=Loc": "loct loc2",
        "Gender=Masc": "masc",
        "Gender=Fem": "femn",
        "Gender=Neut": "neut",
        "Number=Sing": "sing",
        "Number=Plur": "plur",
        "Aspect=Imp": "impf",
        "Aspect=Perf": "perf",
        "Tense=Past": "past",
        "Tense=Pres": "pres",
        "Tense=Fut": "futr",
        "Mood=Imp": "impr",
        "VerbForm=Inf": "INFN",
        "VerbForm=Part": "PRTF PRTS",
        "VerbForm=Conv": "GRND",
        "Degree=Cmp": "COMP",
        "Variant=Short": "ADJS PRTS",
    }.items()
}
ABBREVIATION = re.compile("([А-ЯЁ]{2,})[а-яё]{1,3}")
# Headwords that share forms with a much more frequent word (большой, родной, основной).
RARE = frozenset({"больший", "родный", "основный"})
NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"})


def load() -> Callable[[Sequence[str]], list[list[Word]]]:
    """Return a function from sentences to their words, with offsets into each sentence.

    Lemmas are lower-cased and written without ё. Raises ``MissingPackage`` where slovnet, navec or pymorphy3 cannot be
    loaded, ``MissingModel`` where the weights are not there.
    """
    tagger = ConvolutionalTagger("Morph", "slovnet-morph")
    lemma = lemma_chooser()

    def tag(sentences: Sequence[str]) -> list[list[Word]]:
        cut = [words(sentence, "ru") for sentence in sentences]
        forms = [[s[start:stop] for start, stop in spans] for s, spans in zip(sentences, cut, strict=True)]
        tagged: list[list[Word]] = []
        for spans, row, tags in zip(cut, forms, tagger.tags(forms), strict=True):
            labels = [label.partition("|") for label in tags]
            parts = [_mark(form, pos) for form, (pos, _, _) in zip(row, labels, strict=True)]
            _open(row, parts)
            tagged.append(
                [
                    Word(start, stop, lemma(form, pos, feats), pos, feats)
                    for (start, stop), form, pos, (_, _, feats) in zip(spans, row, parts, labels, strict=True)
                ]
            )
        return tagged

    return tag


def _open(forms: Sequence[str], parts: list[str]) -> None:
    """Mend the part of speech of the word that opens a sentence: its capital makes the tagger take it for a name.

    It stays one where another name follows (Кулаков Иван), where the dictionary does not know it, and where the
    dictionary holds it for a name rather than a common word (Волков, but not Кулаков).
    """
    first = next((i for i, form in enumerate(forms) if form[0].isalnum()), None)
    if first is None or parts[first] != "PROPN":
        return
    named = first + 1 < len(forms) and parts[first + 1] == "PROPN" and forms[first + 1].istitle()
    if not named and _common(forms[first].lower()):
        parts[first] = "NOUN"


@lru_cache(maxsize=30_000)
def _common(word: str) -> bool:
    """Say whether a form is more often a common word than a name in the singular."""
    parses = _analyzer().parse(word)
    names = [parse for parse in parses if NAMES & parse.tag.grammemes]
    single = sum(parse.score for parse in names if "sing" in parse.tag and "Infr" not in parse.tag)
    return bool(parses[0].is_known and single < sum(p.score for p in parses if p not in names))


def known_words() -> Callable[[str], bool]:
    """Return a function that says whether a Russian word form is in pymorphy3's dictionary."""
    analyzer = _analyzer()
    return lambda word: bool(analyzer.word_is_known(word.lower()))


def lemma_chooser() -> Callable[[str, str, str], str]:
    """Return a function from a word form, its part of speech and features to its lemma.

    Of pymorphy3's parses it takes the one that agrees with most of the tag: part of speech first, then the features of
    ``GRAMMEMES``, then what is not ``RARE``, then pymorphy3's own estimate of how likely the parse is.
    """
    analyzer = _analyzer()

    @lru_cache(maxsize=10_000)
    def parses(form: str) -> list[Any]:
        found: list[Any] = analyzer.parse(form)
        return found

    @lru_cache(maxsize=30_000)
    def lemma(form: str, pos: str, feats: str) -> str:
        lowered = form.lower()
        if not any(letter.isalpha() for letter in lowered):
            return lowered
        wanted = [GRAMMEMES[feature] for feature in feats.split("|") if feature in GRAMMEMES]
        parts = PARTS.get(pos, frozenset())

        def fit(parse: Any) -> tuple[bool, bool, int, bool, float]:
            grammemes = parse.tag.grammemes
            agreeing = sum(1 for values in wanted if values & grammemes)
            named = bool(NAMES & grammemes) == (pos == "PROPN")
            return (parse.tag.POS in parts, named, agreeing, parse.normal_form not in RARE, parse.score)

        best = max(parses(lowered), key=fit)
        return _headword(best, form, pos, feats).replace("ё", "е")

    return lemma


def _headword(parse: Any, form: str, pos: str, feats: str) -> str:
    """Return what a dictionary lists a parse under, where pymorphy3 has another view.

    A name in the nominative that is no nominative otherwise (Кулаков) is its own headword; an unknown abbreviation
    loses its small ending (МОПРа); a woman's patronymic and surname are not a man's; a comparative adverb stands by
    itself; должен has no long form and деньги no singular; счастье is not счастие.
    """
    grammemes = parse.tag.grammemes
    word = str(parse.normal_form)
    abbreviation = None if parse.is_known else ABBREVIATION.fullmatch(form)
    if abbreviation:
        return abbreviation[1].lower()
    if pos == "PROPN" and "Case=Nom" in feats and "Number=Sing" in feats:
        if not parse.is_known or ("NOUN" in grammemes and not {"nomn", "sing"} <= grammemes):
            return form.lower()
    if pos == "ADV" and "COMP" in grammemes:
        return form.lower()
    if pos == "PROPN" and "femn" in grammemes and grammemes & {"Surn", "Patr"}:
        own = parse.inflect({"nomn", "sing"})
        return str(own.word) if own else word
    if word == "должный" and "ADJS" in grammemes:
        return "должен"
    if word == "деньга":
        return "деньги"
    if word.endswith("ие") and form[len(word) - 2 : len(word) - 1].lower() == "ь":
        return f"{word[:-2]}ье"
    return word


@lru_cache(maxsize=1)
def _analyzer() -> Any:
    try:
        from pymorphy3 import MorphAnalyzer
    except Exception as cause:
        raise MissingPackage("pymorphy3", "Russian lemmas", cause) from cause
    return MorphAnalyzer()


def _mark(form: str, pos: str) -> str:
    """Mend the two confusions that would change what counts as a word: marks tagged as words and words as marks."""
    if not any(letter.isalnum() for letter in form):
        return pos if pos in ("SYM", "PUNCT") else "PUNCT"
    if pos in ("PUNCT", "SYM", "<pad>"):
        return "NUM" if form[0].isdigit() else "X"
    return pos
