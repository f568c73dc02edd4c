"""Bags of words out of a store."""

from __future__ import annotations

from pathlib import Path

import pytest

from sovnlp.build import ingest
from sovnlp.corpus import Corpus
from sovnlp.corpus.bags import Recipe, bags
from sovnlp.errors import EmptySelection, QueryError

np = pytest.importorskip("numpy")

FIRST = "Школа ждёт учителя. Учитель ждёт школу! Школы нет.\n\nКлассовый враг прячет зерно. Классовый враг не спит."
SECOND = "Школа открыта. Классовый враг прячет зерно и школьную печь. Классовый враг молчит, зерно гниёт."
THIRD = "Осинкин: Где школа? Кулак прячет зерно.\n\nЛугова: В поле зерно. Кулак ушёл."
ALL = Recipe(language="ru", min_count=1, min_documents=1, most=1.0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    texts = tmp_path_factory.mktemp("bags") / "texts"
    texts.mkdir()
    for name, text in (("a", FIRST), ("b", SECOND), ("c", THIRD)):
        (texts / f"{name}.txt").write_text(text, "utf-8")
    ingest([texts], store=texts.parent / "sovnlp.store", ner="slovnet", workers=0)
    return texts.parent / "sovnlp.store"


@pytest.fixture
def corpus(folder: Path) -> Corpus:
    return Corpus.open(folder)


def counts(corpus: Corpus, recipe: Recipe) -> dict[str, int]:
    found = bags(corpus, recipe)
    return dict(zip(found.terms, np.bincount(found.indices, minlength=len(found.terms)).tolist(), strict=True))


def test_lemmas_are_counted_and_closed_classes_are_not(corpus: Corpus) -> None:
    found = counts(corpus, ALL)
    assert found["школа"] == 5
    assert found["учитель"] == 2
    assert found["зерно"] == 5
    assert not {"не", "и", "в", "где"} & set(found)


def test_what_is_rare_or_in_few_documents_or_everywhere_is_left_out(corpus: Corpus) -> None:
    assert "учитель" not in counts(corpus, Recipe(language="ru", min_count=1, min_documents=2, most=1.0))
    assert "учитель" not in counts(corpus, Recipe(language="ru", min_count=3, min_documents=1, most=1.0))
    assert "школа" not in counts(corpus, Recipe(language="ru", min_count=1, stop=("школа",)))


def test_sentences_keep_document_unit_and_order(corpus: Corpus) -> None:
    found = bags(corpus, ALL)
    names = [found.documents[i].id for i in found.document]
    assert sorted(set(names)) == ["a", "b", "c"]
    first = found.indices[found.indptr[0] : found.indptr[1]]
    assert [found.terms[i] for i in first][0] == "школа"
    assert found.units().sum() == found.sentences().sum() == len(found.indices)
    by_hand = {name: sum(names[i] == name for i in found.rows()) for name in "abc"}
    documents = np.asarray(bags(corpus, Recipe(**{**_fields(ALL), "unit": "document"})).units().sum(1)).ravel()
    assert sorted(documents.tolist()) == sorted(by_hand.values())


def _fields(recipe: Recipe) -> dict[str, object]:
    return {name: getattr(recipe, name) for name in Recipe.__slots__}


def test_units_are_nested(corpus: Corpus) -> None:
    sizes = {
        unit: bags(corpus, Recipe(**{**_fields(ALL), "unit": unit})).units().shape[0]
        for unit in ("document", "turn", "paragraph")
    }
    assert sizes["document"] == 3
    assert 3 <= sizes["turn"] <= sizes["paragraph"]
    assert sizes["paragraph"] >= 4


def test_a_window_ends_with_a_sentence(corpus: Corpus) -> None:
    found = bags(corpus, Recipe(**{**_fields(ALL), "length": 5}))
    assert found.units().shape[0] > 6
    for unit in range(found.units().shape[0]):
        assert len(set(found.document[found.unit == unit].tolist())) == 1


def test_neighbors_that_belong_together_are_one_feature(corpus: Corpus) -> None:
    plain = counts(corpus, ALL)
    joined = counts(corpus, Recipe(**{**_fields(ALL), "phrases": True, "min_count": 2}))
    assert joined["классовый враг"] == plain["враг"] == 4
    assert "враг" not in joined


def test_given_features_are_the_only_ones_and_keep_their_numbers(corpus: Corpus) -> None:
    recipe = Recipe(**{**_fields(ALL), "phrases": True, "min_count": 2})
    known = bags(corpus, recipe)
    again = bags(corpus.where(document="b"), recipe, features=known.features)
    assert again.features == known.features
    b = known.document == next(i for i, one in enumerate(known.documents) if one.id == "b")
    kept = b[known.rows()]
    assert again.indices.tolist() == known.indices[kept].tolist()


def test_joint_features_are_concepts(corpus: Corpus) -> None:
    found = bags(corpus, Recipe(joint=True, min_count=1, min_documents=1, most=1.0))
    assert "kulak" in found.terms
    assert {feature.kind for feature in found.features} <= {"concept", "entity"}


def test_mistakes_are_told(corpus: Corpus) -> None:
    with pytest.raises(QueryError, match="unit"):
        bags(corpus, Recipe(language="ru", unit="page"))
    with pytest.raises(EmptySelection):
        bags(corpus, Recipe(language="en"))
    with pytest.raises(EmptySelection, match="often enough"):
        bags(corpus, Recipe(language="ru", min_count=50))
