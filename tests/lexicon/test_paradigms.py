"""Every form of every Russian word of the lexicon is found in a text, whatever lemma the tagger gives it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from sovnlp.annotators import senses
from sovnlp.document import Token
from sovnlp.lexicon import Lexicon, load

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")


@cache
def analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@cache
def shipped() -> Lexicon:
    return load()


def plain(text: str) -> str:
    return text.lower().replace("ё", "е")


def paradigm(word: str) -> set[str]:
    """The forms of a word that the dictionary has as it is written; of any other, those that are guessed best."""
    parses = [parse for parse in analyzer().parse(word.lower()) if plain(parse.normal_form) == plain(word)]
    kept = [parse for parse in parses if parse.is_known] or parses[:1]
    return {plain(word), *(plain(form.word) for parse in kept for form in parse.lexeme)}


def test_every_form_of_every_russian_word_is_found() -> None:
    annotate = senses.load(shipped())
    wanted: dict[str, set[str]] = {}
    for entry in shipped().concepts.values():
        for word in entry.family.get("ru", ()):
            for form in paradigm(word.removeprefix("=")):
                wanted.setdefault(form, set()).add(entry.id)
    tokens = [
        Token(2 * number, 2 * number + 1, form, form, analyzer().parse(form)[0].normal_form, "X", "", number, "ru")
        for number, form in enumerate(wanted)
    ]

    found: dict[int, set[str]] = {}
    for concept in annotate(tokens):
        found.setdefault(concept.start // 2, set()).add(concept.concept)

    assert len(wanted) > 5000
    missed = {form: ids - found.get(n, set()) for n, (form, ids) in enumerate(wanted.items())}
    assert {form: ids for form, ids in missed.items() if ids} == {}


@pytest.mark.parametrize("case", CASES)
def test_a_phrase_is_found_in_every_case(case: str) -> None:
    annotate = senses.load(shipped())
    words = [analyzer().parse(word)[0].inflect({case}).word for word in ("хлебная", "стачка")]
    tokens = [
        Token(10 * n, 10 * n + 9, word, plain(word), analyzer().parse(word)[0].normal_form, "X", "", 0, "ru")
        for n, word in enumerate(words)
    ]

    assert "grain_strike" in {concept.concept for concept in annotate(tokens) if concept.accepted}
