"""A number is derived again from its receipt: it holds, or it is said what has changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tiny import tiny, tiny_store

from sovnlp.analyses.kwic import kwic
from sovnlp.analyses.trace import trace
from sovnlp.corpus import Corpus
from sovnlp.errors import SourceError
from sovnlp.renderers import write
from sovnlp.rerunning import rerun

__all__ = ["tiny", "tiny_store"]


@pytest.mark.parametrize("ending", ["json", "csv", "tsv"])
def test_what_was_written_holds(tiny: Corpus, tmp_path: Path, ending: str) -> None:
    table = tmp_path / f"kulak.{ending}"
    write(trace(tiny.where(since="1928"), ["kulak", "wrecking"], per="genre", events=["kirov"]), table)
    result = rerun(tiny, table if ending == "json" else tmp_path / f"kulak.{ending}.receipt.json")
    assert result.rows == [] and result.title.endswith(": holds")


def test_a_draw_is_drawn_again(tiny: Corpus, tmp_path: Path) -> None:
    table = tmp_path / "lines.json"
    write(kwic(tiny, "kulak", sample=3, seed=7), table)
    assert rerun(tiny, table).rows == []


def test_a_changed_cell_is_told(tiny: Corpus, tmp_path: Path) -> None:
    table = tmp_path / "kulak.json"
    write(trace(tiny, "kulak"), table)
    said = json.loads(table.read_text("utf-8"))
    said["rows"][1]["hits"] = 99
    del said["rows"][-1]
    said["receipt"] |= {
        "index": "0" * 16,
        "version": "0.0.1",
        "models": {**said["receipt"]["models"], "lexicon": "old"},
    }
    table.write_text(json.dumps(said), "utf-8")
    result = rerun(tiny, table)
    first, last = result.rows
    assert (first.row, first.column, first.was, first.now) == (2, "hits", "99", "2")
    assert last.column == "(the row)" and not last.was
    assert result.title.endswith("no longer holds")
    told = " ".join(result.notes)
    assert "The store has changed" in told and "Annotated otherwise: lexicon" in told and "sovnlp 0.0.1 then" in told


def test_a_receipt_alone_is_asked_again(tiny: Corpus, tmp_path: Path) -> None:
    write(trace(tiny, "kulak"), tmp_path / "kulak.csv")
    (tmp_path / "kulak.csv").unlink()
    result = rerun(tiny, tmp_path / "kulak.csv.receipt.json")
    assert result.rows == [] and "not here to compare" in result.title


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("{", "it is not JSON"),
        ("[1]", "does not say what was asked"),
        ('{"receipt": {"analysis": "trace"}}', "does not say what was asked"),
        ('{"analysis": "trace", "parameters": [], "selection": {}}', "no table"),
        ('{"analysis": "os.system", "parameters": {}, "selection": {}}', "no question that can be asked"),
        ('{"analysis": "trace", "parameters": {}, "selection": {"shelf": 1}}', "no selection by shelf"),
    ],
)
def test_what_is_no_receipt(tiny: Corpus, tmp_path: Path, content: str, what: str) -> None:
    file = tmp_path / "receipt.json"
    file.write_text(content, "utf-8")
    with pytest.raises(SourceError, match=what):
        rerun(tiny, file)
    with pytest.raises(SourceError, match="cannot be read"):
        rerun(tiny, tmp_path / "none.json")
