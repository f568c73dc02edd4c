"""The index says of every position what the annotations say, for every document that has the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sovnlp.annotating import load_lexicon
from sovnlp.corpus import index
from sovnlp.corpus.records import Record
from sovnlp.corpus.store import Batch, Store
from sovnlp.document import Annotation, Concept, Date, Document, Entity, Segment, Token

RECIPE = "a" * 16


def document(text: str, *bounds: tuple[int, int], **changes: Any) -> Document:
    segments = tuple(Segment("paragraph", *span) for span in bounds or [(0, len(text))])
    return Document("", "", 1, text, "ru", "plain", "", segments, **changes)


def annotation(text: str, *concepts: Concept, language: str = "ru") -> Annotation:
    """Words parted by spaces, each its own lemma; the first a name."""
    tokens, start = [], 0
    for word in text.split():
        start = text.index(word, start)
        pos = "NOUN" if word[0].isalnum() else "PUNCT"
        tokens.append(Token(start, start + len(word), word, word.lower(), word.lower(), pos, "", 0, language))
        start += len(word)
    entities = (Entity(tokens[0].start, tokens[0].stop, "PER", tokens[0].form),) if tokens else ()
    return Annotation(tuple(tokens), entities, concepts)


TRIBUTE = "Сапрыкин сказал : ликвидация кулачества , как класса"
GOODS = "Хлеб дали . кулаков судили"
CUT = ((0, 11), (11, 11), (12, 26))
GIVEN = {
    "late": (document(TRIBUTE, date=Date("1930", "1930-01-01", "1930-12-31")), annotation(
        TRIBUTE,
        Concept(18, 52, "liquidation_kulak_class", True, 0.95, "phrase: x"),
        Concept(29, 39, "kulak", False, 0.05, "unless: x"),
    )),
    "early": (document(GOODS, *CUT, date=Date("1928", "1928-01-01", "1928-12-31")), annotation(
        GOODS, Concept(12, 19, "kulak", True, 0.97, "unambiguous")
    )),
    "wordless": (document("\u200b", date=Date("1929", "1929-01-01", "1929-12-31")), annotation("")),
    "no_segments": (replace(document("x"), segments=()), annotation("")),
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, list[Record]]:
    store = Store(tmp_path_factory.mktemp("stores") / "a [1937] *store")
    lexicon = load_lexicon()
    with store.writing():
        records = []
        for name, (given, said) in GIVEN.items():
            record = Record.of(replace(given, id=name), path=f"/{name}", sha256="")
            records.append(record)
            batch = Batch((record.text,))
            store.write_concepts(lexicon.fingerprint, RECIPE, batch.name, [(record.text, said.tokens, said.concepts)])
            store.write_shard(RECIPE, batch, [given], [said])
        # Another paper printed the same; and a text that no document has any more is still annotated.
        reprint = replace(next(r for r in records if r.id == "early"), id="reprint", date_from=None, date_to=None)
        gone = annotation("Забытое слово", Concept(0, 7, "kulak", True, 0.97, "unambiguous"))
        store.write_concepts(lexicon.fingerprint, RECIPE, Batch(("z",)).name, [("z", gone.tokens, gone.concepts)])
        store.write_shard(RECIPE, Batch(("z",)), [document("Забытое слово")], [gone])
        records.append(reprint)
        index.write(store.root / "index.duckdb", store, records, RECIPE, lexicon)
    return store, records


@pytest.fixture
def ask(built: tuple[Store, list[Record]]) -> Iterator[Any]:
    with duckdb.connect(str(built[0].root / "index.duckdb"), read_only=True) as connection:
        yield lambda query: connection.execute(query).fetchall()


def test_documents_are_in_the_order_of_their_dates_and_bound_their_positions(ask: Any) -> None:
    assert ask("SELECT id, first, last FROM documents ORDER BY doc") == [
        ("early", 0, 5), ("wordless", 5, 5), ("late", 5, 13), ("no_segments", 13, 13), ("reprint", 13, 18)
    ]  # fmt: skip


def test_every_token_of_every_document_has_a_position(ask: Any) -> None:
    rows = ask("SELECT position, norms.norm FROM tokens JOIN norms ON id = tokens.norm ORDER BY position")
    assert [position for position, _ in rows] == list(range(18))
    assert " ".join(norm for _, norm in rows) == f"{GOODS} {TRIBUTE} {GOODS}".lower()


def test_tokens_lie_in_the_text_of_their_segments(ask: Any) -> None:
    rows = ask(
        "SELECT substr(s.text, t.start - s.start + 1, t.stop - t.start), norms.norm FROM tokens AS t "
        "JOIN segments AS s USING (segment) JOIN norms ON id = t.norm"
    )
    assert len(rows) == 18
    assert all(cut.lower() == norm for cut, norm in rows)


def test_segments_without_words_are_there_and_words_are_counted(ask: Any) -> None:
    assert ask("SELECT id, count(*) FROM segments JOIN documents USING (doc) GROUP BY ALL ORDER BY ALL") == [
        ("early", 3), ("late", 1), ("reprint", 3), ("wordless", 1)
    ]  # fmt: skip
    assert ask("SELECT id, sum(tokens) FROM sizes JOIN documents USING (doc) GROUP BY ALL ORDER BY ALL") == [
        ("early", 4), ("late", 6), ("reprint", 4)
    ]  # fmt: skip


@pytest.mark.parametrize("column", ["lemma", "norm"])
def test_postings_are_sorted_and_hold_every_word(ask: Any, column: str) -> None:
    rows = ask(f"SELECT {column}, position FROM by_{column}")
    assert rows == sorted(rows)
    assert len(rows) == 14


def test_occurrences_of_concepts_span_their_words(ask: Any) -> None:
    rows = ask(
        "SELECT c.id, d.id, position, after, form, accepted FROM hits JOIN concepts AS c USING (concept) "
        "JOIN segments USING (segment) JOIN documents AS d USING (doc) ORDER BY position, after"
    )
    assert rows == [
        ("kulak", "early", 3, 4, "кулаков", True),
        ("liquidation_kulak_class", "late", 8, 13, "ликвидация кулачества как класса", True),
        ("kulak", "late", 9, 10, "кулачества", False),
        ("kulak", "reprint", 16, 17, "кулаков", True),
    ]


def test_names_of_each_document(ask: Any) -> None:
    assert ask("SELECT d.id, name FROM entities JOIN documents AS d USING (doc) ORDER BY doc") == [
        ("early", "Хлеб"), ("late", "Сапрыкин"), ("reprint", "Хлеб")
    ]  # fmt: skip


def test_writing_again_gives_the_same_rows(built: tuple[Store, list[Record]], tmp_path: Path) -> None:
    store, records = built
    index.write(tmp_path / "again.duckdb", store, records[::-1], RECIPE, load_lexicon())
    with (
        duckdb.connect(str(store.root / "index.duckdb"), read_only=True) as first,
        duckdb.connect(str(tmp_path / "again.duckdb"), read_only=True) as second,
    ):
        tables = [name for (name,) in first.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        assert len(tables) > 10
        for table in tables:
            query = f"SELECT * FROM {table}"
            assert first.execute(query).fetchall() == second.execute(query).fetchall(), table


def test_the_fingerprint_follows_from_what_answers_depend_on(built: tuple[Store, list[Record]]) -> None:
    records = built[1]
    name = index.fingerprint(records, RECIPE, "lexicon")
    assert name == index.fingerprint(records[::-1], RECIPE, "lexicon")
    assert name == index.fingerprint([replace(r, path="/elsewhere") for r in records], RECIPE, "lexicon")
    others = {
        index.fingerprint(records[:-1], RECIPE, "lexicon"),
        index.fingerprint(records, "other", "lexicon"),
        index.fingerprint(records, RECIPE, "other"),
        index.fingerprint([replace(records[0], date="1931"), *records[1:]], RECIPE, "lexicon"),
    }
    assert len(others | {name}) == 5


def test_sound(built: tuple[Store, list[Record]], tmp_path: Path) -> None:
    file = built[0].root / "index.duckdb"
    assert index.sound(file)
    assert not index.sound(tmp_path / "nothing.duckdb")
    (tmp_path / "half.duckdb").write_bytes(file.read_bytes()[:6000])
    assert not index.sound(tmp_path / "half.duckdb")
