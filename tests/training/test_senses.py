"""The composed sentences for the senses, and training on them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from sovnlp import lexicon
from sovnlp.annotators.senses import context
from sovnlp.errors import QueryError, SourceError
from sovnlp.training.senses import SEEDS, Seed, cross_validate, train_senses


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_sentences_belong_to_concepts_and_none_has_both_senses(language: str) -> None:
    tables = tomllib.loads((SEEDS / f"{language}.toml").read_text("utf-8"))
    concepts = lexicon.load().concepts

    for concept, table in tables.items():
        assert concept in concepts
        assert set(table) == {"concept", "other"}
        yes, no = (set(table[key].strip().splitlines()) for key in ("concept", "other"))
        assert not yes & no


def made(word: str, right: bool, number: int) -> Seed:
    seen = context.Features({word: 2.5}, ("own=lamp",), None, [word])
    return Seed(f"{word} {number}", "lamp", "lamp", seen, "default reject", False, right)


def test_folds_find_what_the_rules_do_not_know(tmp_path: Path) -> None:
    (tmp_path / "fields.toml").write_text('[en]\nvillage = "barn"\n', "utf-8")
    learned = [made("barn", True, i) for i in range(40)] + [made("opera", False, i) for i in range(40)]

    rules, classifier, both = cross_validate(learned, "en", tmp_path)

    assert (rules.balanced_accuracy, classifier.balanced_accuracy) == (0.5, 1.0)
    assert both.cases == 80


def test_what_cannot_be_trained_is_told(tmp_path: Path) -> None:
    with pytest.raises(QueryError):
        train_senses(tmp_path / "x.json", language="de")
    with pytest.raises(SourceError):
        train_senses(tmp_path / "x.json", language="en", folder=tmp_path)


@pytest.mark.models
def test_the_same_sentences_give_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "fields.toml").write_text('[en]\nvillage = "peasant village"\n', "utf-8")
    things = ("carpet", "floor", "bench", "stairs")
    (tmp_path / "en.toml").write_text(
        '[price_scissors]\nconcept = """\n'
        + "".join(f"The scissors hurt the village badly near the {thing}.\n" for thing in things)
        + '"""\nother = """\n'
        + "".join(f"The barber dropped his scissors on the {thing}.\n" for thing in things)
        + '"""\n',
        "utf-8",
    )
    for name in ("a.json", "b.json"):
        train_senses(tmp_path / name, language="en", folder=tmp_path)

    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert set(json.loads((tmp_path / "a.json").read_text("utf-8"))["families"]) == {"price_scissors"}
