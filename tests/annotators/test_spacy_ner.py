"""English names with spaCy."""

from __future__ import annotations

import sys

import pytest

from sovnlp.annotators import spacy_ner
from sovnlp.document import ENTITY_TYPES
from sovnlp.errors import MissingModel, MissingPackage

pytestmark = pytest.mark.models


def test_names_of_a_sentence_count_its_words() -> None:
    find = spacy_ner.load()
    words = "Nikolai Petrov left Moscow for London in the spring of 1930 .".split()
    found = find([words, [], ["no"]])
    named = {(" ".join(words[n.start : n.stop]), n.type) for n in found[0]}
    assert {("Nikolai Petrov", "PER"), ("Moscow", "LOC"), ("London", "LOC")} <= named
    assert all(name.type in ENTITY_TYPES for name in found[0])
    assert found[1:] == [[], []]
    assert find([]) == []


def test_a_pipeline_or_package_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    with pytest.raises(MissingModel, match="no pipeline en_no_such"):
        spacy_ner.load("en_no_such")
    import spacy

    spacy.blank("en").to_disk(str(tmp_path))
    with pytest.raises(MissingModel, match="finds no names"):
        spacy_ner.load(str(tmp_path))
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(MissingPackage, match="English names needs the package spacy"):
        spacy_ner.load()
