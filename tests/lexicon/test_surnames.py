"""The surnames that say little alone: written as they are looked up, and their bearers in the authority list."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from sovnlp.lexicon import surnames
from sovnlp.lexicon.authority import load_authority
from sovnlp.lexicon.surnames import load_surnames
from sovnlp.text.known_names import known_names

LISTS = tomllib.loads(Path(surnames.__file__).with_suffix(".toml").read_text("utf-8"))


def test_the_foremost_are_listed_people() -> None:
    assert load_surnames().foremost - set(load_authority().people) == set()


def test_one_foremost_for_a_surname() -> None:
    people = load_authority().people
    bearers = Counter(people[id].ru.partition(", ")[0] for id in load_surnames().foremost)
    assert [name for name, count in bearers.items() if count > 1] == []


def test_the_foremost_are_found_by_their_surname_alone() -> None:
    for id in load_surnames().foremost:
        person = load_authority().people[id]
        for label in (person.ru, person.en):
            assert id in {name.id for name in known_names().named([label.partition(", ")[0]])}, label


@pytest.mark.parametrize("field", ["common", "foremost"])
def test_nothing_stands_there_twice(field: str) -> None:
    assert [name for name, count in Counter(LISTS[field].split()).items() if count > 1] == []


def test_common_surnames_are_those_of_men_in_the_nominative() -> None:
    written = LISTS["common"].split()
    assert len(written) >= 250
    assert [name for name in written if not re.fullmatch(r"[А-Я][а-я]+", name)] == []
    # Ким, Бондаренко, Ковальчук, Черных and the like do not end as the rest do
    odd = [name for name in written if not re.search(r"(?:[оеё]в|[иы]н|[сц]кий|енко)$", name)]
    assert set(odd) <= {"Ким", "Ковальчук", "Черных"}


def test_common_surnames_are_kept_as_they_are_compared() -> None:
    common = load_surnames().common
    assert {"смирнов", "семенов", "ким"} <= common
    assert all(name == name.lower() and "ё" not in name for name in common)
