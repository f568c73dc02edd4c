"""The corpus as it is opened: whole or not at all, for reading only, with what must be said under every answer."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sovnlp.corpus import Corpus, store_path
from sovnlp.errors import CorpusError, EmptySelection, QueryError


def test_store_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOVNLP_STORE", raising=False)
    assert store_path() == Path("sovnlp.store")
    monkeypatch.setenv("SOVNLP_STORE", "elsewhere")
    assert store_path() == Path("elsewhere") and store_path(Path("here")) == Path("here")


def test_nothing_can_be_written(tiny: Corpus) -> None:
    import duckdb

    with pytest.raises(duckdb.Error):
        tiny.sql("DELETE FROM documents")
    with pytest.raises(duckdb.Error):
        tiny.sql("CREATE TABLE more AS SELECT 1")


def test_two_may_read_at_once(tiny_store: Path) -> None:
    with Corpus.open(tiny_store) as one, Corpus.open(tiny_store) as two:
        assert one.sql("SELECT count(*) FROM documents") == two.sql("SELECT count(*) FROM documents") == [(8,)]


def test_values_are_values(tiny: Corpus) -> None:
    for text in ("'; DROP TABLE documents; --", "\x00", "\ud800", "%", "?"):
        assert tiny.sql("SELECT count(*) FROM documents WHERE id = ?", [text]) == [(0,)]
        with pytest.raises(EmptySelection):
            tiny.where(speaker=text).receipt("test", {})


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as error:
        Corpus.open(tmp_path / "absent")
    assert "sovnlp ingest" in error.value.hint and not (tmp_path / "absent").exists()


def test_an_index_that_is_broken(tiny_store: Path, tmp_path: Path) -> None:
    shutil.copy(tiny_store / "store.json", tmp_path)
    index = json.loads((tmp_path / "store.json").read_text("utf-8"))["index"]
    (tmp_path / f"index-{index}.duckdb").write_bytes(b"no database" * 1000)
    with pytest.raises(CorpusError, match="cannot be opened") as error:
        Corpus.open(tmp_path)
    assert "nothing is annotated again" in error.value.hint


def test_facets(tiny: Corpus) -> None:
    assert tiny.facet("genre") == ("d.genre", [])
    assert tiny.facet("region") == ("d.facets[?]", ["region"])
    with pytest.raises(QueryError) as error:
        tiny.facet("colour")
    assert error.value.hint.endswith("title, variant, count, region")


def test_receipt(tiny: Corpus) -> None:
    receipt = tiny.where(language="en").receipt("test", {"a": 1, "b": None}, seed=3)
    assert (receipt.documents, receipt.tokens, receipt.seed) == (2, 15, 3)
    assert receipt.parameters == {"a": 1} and receipt.selection == {"language": "en"}
    assert receipt.index == tiny.state["index"] and receipt.models == tiny.state["models"]


def test_warnings(tiny: Corpus, sample: Corpus) -> None:
    assert tiny.warnings() == []
    assert tiny.where(since="1928").warnings() == ["Left out by --since or --until: 1 document without a closed date."]
    assert tiny.where(language="en", until="1935").warnings() == []
    composed = sample.where(language="en").warnings()
    assert composed and composed[0].startswith("Composed for demonstration, not historical sources: ")
