"""Russian words, morphology and lemmas: razdel cuts, slovnet tags, pymorphy3's dictionary bears the tags out or not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from sovnlp.annotators.russian.abbreviations import abbreviation, may_abbreviate, shown
from sovnlp.annotators.russian.names import nominative
from sovnlp.annotators.russian.parses import NAMES, Described, Reader, Reading, analyzer
from sovnlp.annotators.russian.spelling import modern
from sovnlp.document import Word
from sovnlp.tagging import ConvolutionalTagger, Ranking
from sovnlp.text.split import words

__all__ = ["Described", "describer", "known_words", "load"]

# The forms that «стоять» shares with a frequent «стоить».
COSTS = frozenset({"стоит", "стоят"})
# Endings that no name has.
VERBAL = re.compile(".+(?:л[аои]сь|лся|тся|ешь|ишь|вши|вшись)")


def load() -> Callable[[Sequence[str]], list[list[Word]]]:
    """Return a function from sentences to their words, with offsets into each sentence.

    Lemmas are lower-cased and written without ё. Raises ``MissingPackage`` where slovnet, navec or pymorphy3 cannot be
    loaded, ``MissingModel`` where the weights are not there.
    """
    describe = describer()

    def tag(sentences: Sequence[str]) -> list[list[Word]]:
        cut = [words(sentence, "ru") for sentence in sentences]
        forms = [[s[start:stop] for start, stop in spans] for s, spans in zip(sentences, cut, strict=True)]
        return [
            [Word(start, stop, *said) for (start, stop), said in zip(spans, described, strict=True)]
            for spans, described in zip(cut, describe(forms), strict=True)
        ]

    return tag


def describer() -> Callable[[Sequence[Sequence[str]]], Iterator[list[Described]]]:
    """Return a function from sentences, each the forms of its words, to what there is to say about each word.

    Raises what ``load`` raises.
    """
    tagger = ConvolutionalTagger("Morph", "slovnet-morph")
    reader = Reader(tagger.frequency)

    @lru_cache(maxsize=60_000)
    def read(form: str, tag: str) -> tuple[Reading, bool]:
        """Return a word read by itself, and whether that is all there is to say whatever stands around it."""
        reading = reader.read(form, tag)
        return reading, reading.sure and not may_abbreviate(form) and form.lower() not in COSTS

    def describe(sentences: Sequence[Sequence[str]]) -> Iterator[list[Described]]:
        for forms, (tags, ranking) in zip(sentences, tagger.ranked([_seen(f) for f in sentences]), strict=True):
            yield [
                reading.said if plain else _describe(reader, reading, forms, tags, i, ranking)
                for i, (reading, plain) in enumerate(map(read, forms, tags))
            ]

    return describe


def known_words() -> Callable[[str], bool]:
    """Return a function that says whether a Russian word form is in pymorphy3's dictionary."""
    known = analyzer().word_is_known
    return lambda word: bool(known(word.lower()))


def _describe(
    reader: Reader, reading: Reading, forms: Sequence[str], tags: Sequence[str], i: int, ranking: Ranking
) -> Described:
    form = forms[i]
    said, sure = reading
    short = abbreviation(forms, i) if may_abbreviate(form) else None
    if short:
        return short.lemma, short.pos, said[2] if said[1] == short.pos else ""
    if not sure:
        return _weighed(reader, forms, i, said, ranking(i))
    return ("стоить", *said[1:]) if said[0] == "стоять" and _costs(forms, tags, i) else said


def _weighed(
    reader: Reader, forms: Sequence[str], i: int, said: Described, tags: Sequence[tuple[str, float]]
) -> Described:
    """Return what there is to say where the best tag and the dictionary disagree or the form is in no dictionary."""
    form, lowered = forms[i], forms[i].lower()
    if said[1] == "PROPN" and form[0].isupper():
        parses, known = reader.parses(lowered)
        noun = known and any(parse.tag.POS == "NOUN" for parse, _ in parses)
        if form.isupper() and not noun and not _capitals(forms):
            return lowered, *said[1:]
        if not known and not VERBAL.fullmatch(lowered):
            return nominative(lowered, tags, reader.frequency), *said[1:]
    return reader.weigh(form, tags)


def _costs(forms: Sequence[str], tags: Sequence[str], i: int) -> bool:
    """Say whether «стоит» is what something costs or is worth: before a number or an infinitive, after сколько."""
    if forms[i].lower() not in COSTS:
        return False
    after = tags[i + 1] if i + 1 < len(tags) else ""
    return after.startswith("NUM") or "VerbForm=Inf" in after or (i > 0 and forms[i - 1].lower() in ("сколько", "не"))


# --- what the tagger is shown -----------------------------------------------------------------------------------------


def _seen(forms: Sequence[str]) -> list[str]:
    """Return the forms as the tagger knows them: it takes capitals for names and has not seen older spelling."""
    seen = [_today(form) for form in forms]
    if _capitals(forms):
        return [form.lower() if common_word(form.lower()) else form.title() if len(form) > 4 else form for form in seen]
    first = next((i for i, form in enumerate(seen) if form[0].isalnum()), None)
    if first is not None and seen[first].istitle() and not (first + 1 < len(seen) and seen[first + 1].istitle()):
        if common_word(seen[first].lower()):
            seen[first] = seen[first].lower()
    return seen


def _capitals(forms: Sequence[str]) -> bool:
    """Say whether a whole sentence, of more than an abbreviation, is in capitals."""
    return all(form.isupper() or not form[0].isalpha() for form in forms) and sum(map(str.isalpha, "".join(forms))) > 4


@lru_cache(maxsize=10_000)
def _today(form: str) -> str:
    if not form.isalpha():
        return shown(form)
    lowered = form.lower()
    word = modern(lowered, analyzer().word_is_known)
    if word == lowered:
        return form
    return word.title() if form.istitle() else word


@lru_cache(maxsize=10_000)
def common_word(word: str) -> bool:
    """Say whether a form is more often a common word than a name in the singular or an abbreviation."""
    parses = analyzer().parse(word)
    names = [parse for parse in parses if NAMES & parse.tag.grammemes]
    single = sum(parse.score for parse in names if "sing" in parse.tag and "Infr" not in parse.tag)
    common = sum(parse.score for parse in parses if parse not in names and "Abbr" not in parse.tag)
    return bool(parses[0].is_known and single < common)
