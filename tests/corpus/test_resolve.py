"""What the words of a question stand for."""

from __future__ import annotations

import builtins
from typing import Any

import pytest

from sovnlp.corpus import Corpus
from sovnlp.errors import QueryError


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("kulak", "kulak"),
        ("KULAK", "kulak"),
        ("кулак", "kulak"),
        ("Кулаки", "kulak"),
        ("кулаком", "kulak"),
        ("kulaks", "kulak"),
        ("«кулак»", "kulak"),
        ("кулачество", "kulak"),
        ("вредительство", "wrecking"),
        ("vreditel'stvo", "wrecking"),
        ("vreditelstvo", "wrecking"),
        ("vreditel’stvo", "wrecking"),
        ("вредительством", "wrecking"),
    ],
)
def test_concepts(tiny: Corpus, query: str, label: str) -> None:
    match = tiny.resolve(query)
    assert (match.kind, match.label) == ("concept", label)
    assert match.notes[0].startswith(f"«{query.strip('«»')}» is read as the concept {label} (")


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("хлеб", "хлеб"),
        ("ХЛЕБ", "хлеб"),
        ("khleb", "хлеб"),
        ("chleb", "хлеб"),
        ("хлебом", "хлеб"),
        ("derevnja", "деревня"),
        ("derevni", "деревня"),
        ("grain", "grain"),
        ("весь хлеб", "весь хлеб"),
    ],
)
def test_lemmas(tiny: Corpus, query: str, label: str) -> None:
    match = tiny.resolve(query)
    assert (match.kind, match.label, match.found) == ("lemma", label, True)
    assert match.notes == () or match.notes[0].startswith(f"«{query}» is taken as the lemma")


def test_a_form_is_only_itself(tiny: Corpus) -> None:
    assert tiny.resolve("кулаков", "norm").found and not tiny.resolve("кулачков", "norm").found
    assert tiny.resolve("Кулаков", "norm").label == "кулаков"


def test_what_does_not_occur_is_told_with_the_nearest(tiny: Corpus) -> None:
    match = tiny.resolve("хлебозаготовкаа хлеб")
    assert not match.found
    assert match.notes == ("«хлебозаготовкаа» does not occur in the store; the nearest: «хлебозаготовка», «хлеб».",)
    assert not tiny.resolve(".").found, "marks are no words"


def test_without_the_dictionary_forms_of_the_store_are_still_known(
    tiny: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name == "pymorphy3":
            raise ImportError(name)
        return load(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    assert tiny.resolve("кулаков").label == "kulak" and not tiny.resolve("хлебом").found


@pytest.mark.parametrize(("query", "by"), [("", "concept"), (" «» ", "lemma"), ("кулак", "sense"), ("a" * 301, "norm")])
def test_what_is_not_a_question_is_told(tiny: Corpus, query: str, by: str) -> None:
    with pytest.raises(QueryError) as error:
        tiny.resolve(query, by)
    assert error.value.hint
