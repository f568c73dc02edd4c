"""The names marked by hand in the sample corpus still fit its texts."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from sovnlp._data import folder
from sovnlp.document import ENTITY_TYPES, Document
from sovnlp.reading import read

GOLD = Path(__file__).parent


def records(language: str) -> list[dict[str, Any]]:
    lines = (GOLD / f"ner_{language}.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


RECORDS = [record for language in ("ru", "en") for record in records(language)]


@pytest.fixture(scope="module")
def sample_texts() -> dict[tuple[str, int], str]:
    documents = [found for found in read([folder("corpus/sample")]) if isinstance(found, Document)]
    return {(document.file, document.part): document.text for document in documents}


def test_every_document_of_the_sample_is_marked_once(sample_texts: dict[tuple[str, int], str]) -> None:
    assert sorted((record["file"], record["part"]) for record in RECORDS) == sorted(sample_texts)


def test_no_document_of_the_sample_has_changed_since(sample_texts: dict[tuple[str, int], str]) -> None:
    changed = [
        f"{record['file']} (part {record['part']})"
        for record in RECORDS
        if hashlib.sha256(sample_texts[record["file"], record["part"]].encode()).hexdigest() != record["sha256"]
    ]
    assert not changed, f"changed since their names were marked: {', '.join(changed)}"


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: f"{record['file']}#{record['part']}")
def test_spans_are_names_of_the_three_types(record: dict[str, Any]) -> None:
    text = record["text"]
    assert hashlib.sha256(text.encode()).hexdigest() == record["sha256"]
    assert (record["start"], record["stop"]) == (0, len(text))
    end = 0
    for start, stop, kind in record["entities"]:
        name = text[start:stop]
        assert end <= start < stop <= len(text), f"{name!r} overlaps another name or leaves the text"
        assert name == name.strip(), f"{name!r} begins or ends with space"
        assert not text[start - 1 : start].isalpha(), f"{name!r} begins within a word"
        assert not text[stop : stop + 1].isalpha(), f"{name!r} ends within a word"
        assert kind in ENTITY_TYPES
        end = stop


@pytest.mark.parametrize(
    ("language", "counts"),
    [("ru", {"PER": 276, "ORG": 51, "LOC": 51}), ("en", {"PER": 79, "ORG": 23, "LOC": 35})],
)
def test_counts_are_those_of_the_readme(language: str, counts: dict[str, int]) -> None:
    kinds = [kind for record in records(language) for _, _, kind in record["entities"]]
    assert {kind: kinds.count(kind) for kind in ENTITY_TYPES} == counts
