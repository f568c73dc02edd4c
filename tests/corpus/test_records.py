"""Records of documents, and the keys that say when two are the same."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from sovnlp.corpus.records import Record, content_key, storable
from sovnlp.document import Date, Document, Segment

LETTER = Document(
    "letter",
    "letter.txt",
    1,
    "Хлеб.",
    "ru",
    "letter",
    "Письмо",
    (Segment("paragraph", 0, 5),),
    author="Сапрыкин",
    date=Date("1930-01~", "1930-01-01", "1930-01-31", "", "январь", "julian"),
    facets={"place": "Лука", "box": "7"},
    inferred=("title", "date"),
)


def of(document: Document) -> Record:
    return Record.of(document, path="/letter.txt", sha256="0")


def test_a_record_says_what_the_document_says() -> None:
    record = of(LETTER)
    assert (record.date, record.date_from, record.date_to) == ("1930-01~", "1930-01-01", "1930-01-31")
    assert (record.date_kind, record.date_printed) == (None, "январь")
    assert list(record.facets) == ["box", "place"]
    assert record.characters == 5
    undated = of(replace(LETTER, date=None))
    assert (undated.date, undated.date_from, undated.date_kind) == (None, None, None)


def test_annotation_depends_on_text_segments_and_language_alone() -> None:
    key = content_key(LETTER)
    assert len(key) == 32
    assert key == content_key(replace(LETTER, id="x", title="y", author=None, date=None, facets={}))
    assert key != content_key(replace(LETTER, text="Хлеба"))
    assert key != content_key(replace(LETTER, language="en"))
    assert key != content_key(replace(LETTER, segments=(Segment("heading", 0, 5),)))
    assert content_key(replace(LETTER, text="\ud800леб.")) != key


def test_copies_share_what_was_given_and_not_what_was_inferred() -> None:
    same = of(LETTER).identity()
    assert same == of(replace(LETTER, id="x", file="y", title="z", date=None)).identity()
    given = replace(LETTER, inferred=("title",))
    assert of(given).identity() != of(replace(given, date=None)).identity()
    for change in ({"author": "Другой"}, {"genre": "plain"}, {"facets": {}}, {"reference": "Ф. 1"}, {"text": "Хлеба"}):
        assert same != of(replace(LETTER, **change)).identity()  # type: ignore[arg-type]


def test_the_place_on_the_disk_is_no_part_of_the_description() -> None:
    described = of(LETTER).described()
    assert described == replace(of(LETTER), path="/elsewhere").described()
    assert described.keys() == {f.name for f in fields(Record)} - {"path"}


@pytest.mark.parametrize(
    ("text", "wanted"), [("хлеб", "хлеб"), ("\udcef.txt", "\\udcef.txt"), ("😀\x00", "😀\x00"), ("", "")]
)
def test_storable(text: str, wanted: str) -> None:
    assert storable(text) == wanted


def test_everything_printed_in_a_record_can_be_stored() -> None:
    odd = replace(
        LETTER, id="\udcef", file="\udcef", title="\ud800", author="\udc00", url="\udc00", facets={"\udc01": "\udc02"}
    )
    assert str(of(odd)).isprintable()
    str(of(odd)).encode("utf-8")
