"""What a store says of itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import tiny as composed

from sovnlp.analyses.info import info, listing
from sovnlp.build import ingest
from sovnlp.corpus import Corpus
from sovnlp.errors import EmptySelection


def test_coverage_and_gaps(tiny: Corpus) -> None:
    result = info(tiny)
    rows = {row[:3]: row[3:] for row in result.rows}
    assert rows["1928", "speech", "ru"] == (1, 10)
    assert rows["1929", "newspaper", "en"] == (2, 15) and rows["1929", "newspaper", "ru"] == (1, 10)
    assert rows[None, "letter", "ru"] == (1, 2)
    assert sum(row.tokens for row in result.rows) == result.receipt.tokens == 73
    assert "No document of: 1930." in result.notes
    assert "Without a date within one year: 2 documents." in result.notes


def test_a_document_in_two_languages_is_one_document(tiny: Corpus) -> None:
    assert info(tiny).receipt.documents == len(composed.TEXTS)


def test_listing(tiny: Corpus) -> None:
    result = listing(tiny)
    assert [row.id for row in result.rows] == [
        "harvest", "fist", "plant", "mixed", "wide", "session", "plan", "undated",
    ]  # fmt: skip
    assert result.rows[0].title == "О хлебе" and result.rows[0].tokens == 10
    assert sum(row.tokens for row in result.rows) == 73
    assert [row.id for row in listing(tiny.where(genre="letter")).rows] == ["fist", "wide"]


def test_files_that_have_gone_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text(f"Письмо {name} отправлено.", "utf-8")
    ingest([folder], store=tmp_path / "store", workers=0)
    (folder / "one.txt").unlink()
    with Corpus.open(tmp_path / "store") as corpus:
        gone = [note for note in info(corpus).notes if note.startswith("Gone")]
        assert gone == [f"Gone from the disk since then (the store keeps the bytes): 1 file: {folder / 'one.txt'}."]
        assert any(note.startswith("Gone") for note in listing(corpus).notes)
    shutil.rmtree(folder)
    with Corpus.open(tmp_path / "store") as corpus:
        assert "2 files" in "".join(info(corpus).notes)


def test_an_empty_selection_is_told(tiny: Corpus) -> None:
    for question in (info, listing):
        with pytest.raises(EmptySelection):
            question(tiny.where(since="1950"))
