"""Russian names with slovnet."""

from __future__ import annotations

import pytest

from sovnlp.annotators import slovnet_ner
from sovnlp.document import ENTITY_TYPES, Name


@pytest.mark.parametrize(
    ("tags", "wanted"),
    [
        ("", []),
        ("O O", []),
        ("B-PER I-PER O B-LOC", [(0, 2, "PER"), (3, 4, "LOC")]),
        ("B-PER B-PER", [(0, 1, "PER"), (1, 2, "PER")]),
        ("I-ORG I-ORG O I-ORG", [(0, 2, "ORG"), (3, 4, "ORG")]),
        ("B-PER I-ORG", [(0, 1, "PER"), (1, 2, "ORG")]),
    ],
)
def test_tags_are_joined_into_names(tags: str, wanted: list[tuple[int, int, str]]) -> None:
    assert slovnet_ner._names(tags.split()) == [Name(*name) for name in wanted]


@pytest.mark.models
def test_names_of_a_sentence() -> None:
    find = slovnet_ner.load()
    words = "Николай Сапрыкин приехал из Ленинграда в Наркомат земледелия".split()
    found = find([words, [], ["Нет"]])
    assert len(found) == 3
    assert {(" ".join(words[n.start : n.stop]), n.type) for n in found[0]} >= {
        ("Николай Сапрыкин", "PER"),
        ("Ленинграда", "LOC"),
    }
    assert all(name.type in ENTITY_TYPES for name in found[0])
    assert found[1] == []
    assert find([]) == []
