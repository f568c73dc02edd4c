"""Documents and annotations laid out in columns."""

from __future__ import annotations

from dataclasses import fields

from sovnlp.corpus import schemas
from sovnlp.corpus.records import Record
from sovnlp.document import Annotation, Concept, Document, Entity, Segment, Token


def token(start: int, stop: int, sentence: int = 0) -> Token:
    return Token(start, stop, "с" * (stop - start), "с", "с", "NOUN", "", sentence, "ru")


def document(*spans: tuple[int, int]) -> Document:
    return Document("d", "", 0, "с" * 40, "ru", "", "", tuple(Segment("paragraph", *span) for span in spans))


def test_every_schema_names_what_its_noun_has() -> None:
    own = {f.name for f in fields(Token)}
    assert set(schemas.tokens_schema().names) == own | {"text", "token", "segment"}
    assert set(schemas.concepts_schema().names) == {f.name for f in fields(Concept)} | {"text", "token", "after"}
    assert schemas.documents_schema().names == [f.name for f in fields(Record)]
    segment = schemas.texts_schema().field("segments").type.value_type
    assert {segment.field(i).name for i in range(segment.num_fields)} == {f.name for f in fields(Segment)} | {"text"}
    assert str(schemas.tokens_schema().field("start").type) == "int32"
    assert str(schemas.concepts_schema().field("accepted").type) == "bool"
    assert str(schemas.concepts_schema().field("probability").type) == "double"


def test_each_token_is_in_its_segment_past_empty_and_wordless_ones() -> None:
    given = [document((0, 5), (5, 5), (6, 10), (12, 20)), document(), document((0, 40))]
    said = [
        Annotation((token(0, 2), token(3, 5), token(13, 15, 1), token(19, 20, 1)), ()),
        Annotation((), ()),
        Annotation((token(0, 40),), ()),
    ]
    columns = schemas.tokens(["a", "b", "c"], given, said)
    assert columns["segment"] == [0, 0, 3, 3, 0]
    assert columns["text"] == ["a"] * 4 + ["c"]
    assert columns["token"] == [0, 1, 2, 3, 0]
    assert {len(column) for column in columns.values()} == {5}


def test_texts_carry_the_text_of_their_segments() -> None:
    columns = schemas.texts(["a"], [document((0, 3), (5, 5))])
    assert [s["text"] for s in columns["segments"][0]] == ["ссс", ""]


def test_names_and_concepts_carry_their_text() -> None:
    said = [Annotation((), (Entity(0, 2, "PER", "сс", lemma="с с"),)), Annotation((), ())]
    columns = schemas.entities(["a", "b"], said)
    assert {name: column[0] for name, column in columns.items()} == {
        "text": "a", "start": 0, "stop": 2, "type": "PER", "name": "сс", "lemma": "с с",
    }  # fmt: skip
    concept = Concept(0, 2, "kulak", False, 0.05, "unless: fist")
    columns = schemas.concepts([("a", [token(0, 1), token(1, 2)], [concept]), ("b", [], [])])
    assert columns["why"] == ["unless: fist"]
    assert (columns["token"], columns["after"]) == ([0], [2])
    assert schemas.concepts([])["text"] == [] == schemas.concepts([])["after"]
