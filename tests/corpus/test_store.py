"""The folder a store is: whole files, batches that follow from the texts alone, and nothing removed that is needed."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from sovnlp.corpus import store as stores
from sovnlp.corpus.records import Record, laid_aside
from sovnlp.corpus.store import Batch, Store, cut_batches
from sovnlp.document import Annotation, Concept, Document, Entity, Segment, Token
from sovnlp.errors import CorpusError

RECIPE, LEXICON, INDEX = "a" * 16, "b" * 16, "c" * 16


def key(n: int) -> str:
    return f"{n:032x}"


def text(n: int) -> Document:
    content = f"Слово {n}"
    segment = Segment("speech", 0, len(content), 1, "Сапрыкин", None, "секретарь", False, "12")
    return Document(key(n), "", 0, content, "ru", "", "", (segment,))


def said(n: int) -> Annotation:
    content = text(n).text
    tokens = (
        Token(0, 5, "Слово", "слово", "слово", "NOUN", "Case=Nom", 0, "ru"),
        Token(6, len(content), content[6:], content[6:], content[6:], "NUM", "", 0, "ru"),
    )
    return Annotation(tokens, (Entity(0, 5, "PER", "Слово"),), (Concept(0, 5, "word", True, 0.97, "unambiguous"),))


def record(n: int) -> Record:
    made = Record.of(text(n), path=f"/{n}", sha256=f"{n:064x}")
    return replace(made, text=key(n))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "store")
    with store.writing():
        pass
    return store


def write(store: Store, *numbers: int) -> Batch:
    batch = Batch(tuple(key(n) for n in numbers))
    annotations = [said(n) for n in numbers]
    decided = [(k, a.tokens, a.concepts) for k, a in zip(batch.keys, annotations, strict=True)]
    store.write_concepts(LEXICON, RECIPE, batch.name, decided)
    store.write_shard(RECIPE, batch, [text(n) for n in numbers], annotations)
    return batch


def test_batches_follow_from_the_texts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "BATCH_CHARACTERS", 10)
    sizes = {key(n): n for n in (3, 9, 4, 2, 25, 1)}
    batches = cut_batches(sizes)
    assert batches == cut_batches(dict(reversed(sizes.items())))
    assert [[int(k, 16) for k in batch.keys] for batch in batches] == [[1, 2, 3, 4], [9], [25]]
    assert cut_batches({}) == []
    assert len({batch.name for batch in batches}) == 3


def test_what_was_laid_aside_and_written_comes_back(store: Store) -> None:
    odd = replace(text(1), text="Сло\x00во\ud800 \r\n«ё»")
    store.put_pending(key(1), laid_aside(odd))
    assert store.pending(key(1)) == odd
    batch = write(store, 1, 2)
    assert store.shards(RECIPE) == [batch.name]
    assert store.recipes() == {RECIPE}
    assert store.annotated(RECIPE) == {key(1), key(2)}
    assert store.annotated(RECIPE, []) == set()
    assert dict(store.texts(RECIPE, batch.name)) == {key(1): text(1), key(2): text(2)}
    assert dict(store.tokens(RECIPE, batch.name)) == {key(n): list(said(n).tokens) for n in (1, 2)}


def test_records_come_back_in_the_order_of_their_ids(store: Store) -> None:
    records = [replace(record(n), id=name, facets={"b": "1", "a": "2"}) for n, name in ((1, "я"), (2, "а"), (3, "z"))]
    store.set_records(records)
    assert [r.id for r in store.records()] == ["z", "а", "я"]
    assert {r.id: r for r in store.records()} == {r.id: r for r in records}


def test_an_interrupted_plan_is_taken_up_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "BATCH_CHARACTERS", 20)
    sizes = {key(n): 8 for n in range(6)}
    plan = store.plan(RECIPE, sizes)
    assert [len(batch.keys) for batch in plan] == [2, 2, 2]
    write(store, 0, 1)
    assert store.plan(RECIPE, sizes) == plan
    # Even where another version would cut other batches.
    monkeypatch.setattr(stores, "BATCH_CHARACTERS", 1000)
    assert store.plan(RECIPE, sizes) == plan


def test_a_plan_for_other_texts_keeps_what_is_finished(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "BATCH_CHARACTERS", 20)
    store.plan(RECIPE, {key(n): 8 for n in range(6)})
    write(store, 0, 1)
    planned = store.plan(RECIPE, {key(n): 8 for n in range(7)})
    assert [k for batch in planned for k in batch.keys] == [key(n) for n in range(2, 7)]
    assert store.plan("d" * 16, {key(0): 8}) == [Batch((key(0),))]


def test_tidying_keeps_what_is_needed_and_no_more(store: Store) -> None:
    kept, stale = write(store, 1, 2), write(store, 3)
    store.keep_source(f"{1:064x}", b"one")
    store.keep_source(f"{3:064x}", b"three")
    store.put_pending(key(1), laid_aside(text(1)))
    for name in (INDEX, "d" * 16):
        store.make_index(name, lambda path: path.write_bytes(b"index"), lambda _: True)
    (store.root / "annotations" / "mine.csv").write_text("mine")
    (store.root / f"index-{'d' * 16}.duckdb.wal").write_text("")
    store.keep_lexicon(b"[word]")
    store.tidy(RECIPE, LEXICON, INDEX, [record(1)])
    left = sorted(str(file.relative_to(store.root)) for file in store.root.rglob("*") if file.is_file())
    assert left == sorted(
        [
            *(f"annotations/{RECIPE}-{kept.name}.{kind}.parquet" for kind in ("texts", "tokens", "entities")),
            "annotations/mine.csv",
            f"concepts/{LEXICON}-{RECIPE}-{kept.name}.parquet",
            f"index-{INDEX}.duckdb",
            "lexicon.toml",
            f"sources/{1:064x}",
            "writing.lock",
        ]
    )
    assert stale.name not in store.shards(RECIPE)


@pytest.mark.parametrize("moment", range(1, 6))
def test_a_shard_half_removed_is_not_there(store: Store, monkeypatch: pytest.MonkeyPatch, moment: int) -> None:
    write(store, 1)
    stale = write(store, 3)
    unlink, left = os.unlink, moment

    def killed(*arguments: object, **options: object) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise KeyboardInterrupt
        unlink(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "unlink", killed)
    try:
        store.tidy(RECIPE, LEXICON, INDEX, [record(1)])
    except KeyboardInterrupt:
        pass
    files = [f for f in (store.root / "annotations").iterdir() if stale.name in f.name]
    assert len(files) == 3 or stale.name not in store.shards(RECIPE)


def test_a_file_is_there_whole_or_not_at_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(CorpusError, match="No space left") as caught:
        store.make_index(INDEX, half, lambda _: True)
    assert "make room" in caught.value.hint
    assert not store.index_file(INDEX).exists()
    assert not list(store.root.glob("*.unfinished-*"))


def test_what_killed_writers_left_is_swept_away(store: Store) -> None:
    (store.root / f"index-{INDEX}.duckdb.unfinished-7").write_text("half")
    spilled = store.root / f"index-{INDEX}.duckdb.unfinished-7.spill"
    spilled.mkdir()
    (spilled / "block").write_text("block")
    (store.root / "sources" / f"{1:064x}.unfinished-7").write_text("half")
    with store.writing():
        assert not list(store.root.rglob("*unfinished*"))


def test_an_index_is_made_where_it_is_missing_or_unsound(store: Store) -> None:
    made: list[Path] = []

    def write(path: Path) -> None:
        made.append(path)
        path.write_bytes(b"index")

    for sound in (True, True, False):
        store.make_index(INDEX, write, lambda _, sound=sound: sound)  # type: ignore[misc]
    assert len(made) == 2


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("letter.txt", False),
        ("sources/letter.txt", False),
        ("photos/a.jpg", False),
        (f"sources/{1:064x}", True),
        ("plan.json", True),
        (".DS_Store", True),
        (f"index-{INDEX}.duckdb.unfinished-12.spill/block", True),
        (f"pending/{key(1)}", True),
    ],
)
def test_only_an_empty_folder_or_a_begun_store_becomes_a_store(tmp_path: Path, name: str, allowed: bool) -> None:
    file = tmp_path / "folder" / name
    file.parent.mkdir(parents=True)
    file.write_text("content")
    store = Store(tmp_path / "folder")
    if allowed:
        with store.writing():
            pass
    else:
        with pytest.raises(CorpusError, match="is not a store and is not empty") as caught, store.writing():
            pass
        assert "--store" in caught.value.hint
        assert file.read_text() == "content"


def test_a_path_that_the_database_cannot_take(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="question mark"), Store(tmp_path / "why?").writing():
        pass


def test_the_state_of_a_store(store: Store) -> None:
    with pytest.raises(CorpusError, match="there is no store") as caught:
        store.state()
    assert caught.value.hint.startswith("sovnlp ingest")
    state = dict.fromkeys(("index", "recipe", "lexicon", "ner", "english", "models"), "x")
    store.set_state(state)
    assert store.state() == {**state, "format": stores.FORMAT}
