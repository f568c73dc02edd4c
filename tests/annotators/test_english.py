"""English words and lemmas with spaCy."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import pytest

from sovnlp.annotators import english
from sovnlp.document import Word
from sovnlp.errors import MissingModel, MissingPackage

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def tag() -> Callable[[Sequence[str]], list[list[Word]]]:
    return english.load()


def test_lemmas(tag: Callable[[Sequence[str]], list[list[Word]]]) -> None:
    sentence = "The kulaks and the wreckers were tried; nobody was spared, women wrote letters to the Commissar."
    lemmas = {sentence[w.start : w.stop]: w.lemma for w in tag([sentence])[0]}
    wanted = {
        "kulaks": "kulak",
        "wreckers": "wrecker",
        "were": "be",
        "was": "be",
        "women": "woman",
        "wrote": "write",
        "letters": "letter",
    }
    assert {form: lemmas[form] for form in wanted} == wanted


def test_words_lie_where_they_are_said_to_and_marks_are_no_words(
    tag: Callable[[Sequence[str]], list[list[Word]]],
) -> None:
    sentences = ['He didn\'t pay 5% (or $3)  — "why?"', "...", "a", "", "U.S.S.R. / C#-2 §4"]
    said = tag(sentences)
    assert said[3] == []
    for sentence, words in zip(sentences, said, strict=True):
        assert "".join(sentence[w.start : w.stop] for w in words) == "".join(sentence.split())
        for word in words:
            marks = not any(letter.isalnum() for letter in sentence[word.start : word.stop])
            assert marks == (word.pos in ("PUNCT", "SYM"))
            assert word.lemma == word.lemma.lower() != ""
    assert tag([]) == []


def test_a_pipeline_or_package_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MissingModel, match="no pipeline en_no_such") as caught:
        english.load("en_no_such")
    assert "pip install" in caught.value.hint
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(MissingPackage, match="English annotation needs the package spacy"):
        english.load()
