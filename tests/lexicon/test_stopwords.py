"""The stop words of topics and collocates."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from sovnlp.lexicon import load
from sovnlp.lexicon.stopwords import stop_words

LISTED = tomllib.loads((files("sovnlp.lexicon") / "stopwords.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", ["ru", "en"])
def test_words_stand_there_once_and_in_lower_case(language: str) -> None:
    words = LISTED[language].split()
    assert sorted({word for word in words if words.count(word) > 1}) == []
    assert [word for word in words if word != word.lower()] == []


def test_both_spellings_of_a_lemma_are_left_out() -> None:
    assert {"её", "ее", "путём", "путем"} <= stop_words("ru")
    assert stop_words("de") == frozenset()


@pytest.mark.parametrize("language", ["ru", "en"])
def test_no_concept_is_a_stop_word(language: str) -> None:
    """What the lexicon follows must not vanish from topics and from the neighbors of other concepts."""
    stop = stop_words(language)
    lost = {
        f"{entry.id}: {word}"
        for entry in load().concepts.values()
        for word in (entry.label[language], *entry.family.get(language, ()))
        if word.lower() in stop
    }
    assert lost == set()
