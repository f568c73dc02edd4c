"""The classifier of contexts: what it sees, when it keeps silent, and how its word is weighed with the rules."""

from __future__ import annotations

import sys

import pytest

from sovnlp import models
from sovnlp.annotators import senses
from sovnlp.annotators.senses import context
from sovnlp.document import Token
from sovnlp.lexicon import load


def sentence(text: str) -> list[Token]:
    words = text.split(" ")
    starts = [sum(len(w) + 1 for w in words[:i]) for i in range(len(words))]
    return [Token(s, s + len(w), w, w.lower(), w.lower(), "X", "", 0, "en") for s, w in zip(starts, words, strict=True)]


def seen(text: str, place: int) -> context.Features:
    tokens = sentence(text)
    return context.features(tokens, place, place + 1, range(len(tokens)), {"muzhik": ["village"]})


def model(weight: float) -> context.Classifier:
    family = {"bias": 0.0, "forms": {"scissors": 0.1}, "features": {"muzhik": weight}, "vector": []}
    shared = {"bias": 0.0, "forms": {}, "features": {"@village": weight}, "vector": []}
    return context.loaded(
        {"slope": 0.5, "fields": {"muzhik": ["village"]}, "shared": shared, "families": {"price_scissors": family}}
    )


def test_nearer_words_count_more_and_the_form_is_no_evidence_for_itself() -> None:
    words = seen("barn scissors ledger lamp quarrel", 1).words

    assert "scissors" not in words
    assert words["ledger"] > words["lamp"] > words["quarrel"]
    assert words["barn"] == words["ledger"]


def test_a_word_stands_for_its_fields_too() -> None:
    assert {"muzhik", "@village"} <= set(seen("scissors hurt muzhik badly", 0).words)


def test_the_words_on_either_side_and_the_form_are_seen() -> None:
    assert seen("dear Scissors hurt", 1).near == ("own=scissors", "left=dear", "right=hurt", "capital")
    assert "left=^" in seen("scissors hurt", 0).near


@pytest.mark.parametrize("weight", [2.0, -2.0])
def test_weights_for_all_and_for_the_family_add_up_and_the_words_are_named(weight: float) -> None:
    tokens = sentence("scissors ruin every muzhik here")

    said = model(weight).opinion(tokens, 0, 1, range(5), "price_scissors", "scissors")

    assert said is not None
    assert (said.log_odds > 0) == (weight > 0)
    assert said.words == ("muzhik",)


def test_it_keeps_silent_on_what_it_has_not_learned_and_on_short_sentences() -> None:
    tokens = sentence("scissors ruin every muzhik here")

    assert model(1).opinion(tokens, 0, 1, range(5), "price_scissors", "shears") is None
    assert model(1).opinion(tokens, 0, 1, range(5), "kulak", "scissors") is None
    assert model(1).opinion(tokens[:3], 0, 1, range(3), "price_scissors", "scissors") is None


def test_marks_of_a_hostile_text_do_not_get_into_the_reason() -> None:
    tokens = sentence("scissors \x1b[31mmuzhik muzhik<b> lamp ledger")

    said = model(2).opinion(tokens, 0, 1, range(5), "price_scissors", "scissors")

    assert said is not None and all(word.isalpha() for word in said.words)


def test_the_default_and_the_context_are_weighed_as_bayes_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(senses, "classifier", lambda language: model(30.0))
    tokens = sentence("scissors ruin every muzhik here")

    (found,) = (c for c in senses.load(load())(tokens) if c.concept == "price_scissors")
    (ruled,) = (c for c in senses.load(load(), contexts=False)(tokens) if c.concept == "price_scissors")

    assert (found.accepted, found.why[:9]) == (True, "context: ")
    assert found.probability == round(found.probability, 3)
    assert (ruled.accepted, ruled.why.split(":")[0]) == (False, "default")


def test_a_rule_that_found_its_clue_is_not_overturned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(senses, "classifier", lambda language: model(-30.0))

    found = senses.load(load())(sentence("scissors of price ruin every muzhik here"))

    assert [c.accepted for c in found if c.concept == "price_scissors"] == [True]


def test_the_shipped_models_load_without_scikit_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    context.classifier.cache_clear()

    for language in context.LANGUAGES:
        shipped = context.classifier(language)
        assert shipped is not None
        assert len(shipped.families) > 30

    assert len(senses.models_used()) == len(context.LANGUAGES)
    assert all(models.available()[f"senses-{language}"].sha256 for language in context.LANGUAGES)


def test_the_decisions_depend_on_the_models(monkeypatch: pytest.MonkeyPatch) -> None:
    from sovnlp import annotating

    before = annotating.load_lexicon().fingerprint
    monkeypatch.setattr(senses, "models_used", lambda: ["another"])

    assert annotating.load_lexicon().fingerprint != before
