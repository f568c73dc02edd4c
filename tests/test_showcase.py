"""The demonstration: three questions put to the sample, with a chart and a table."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sovnlp.cli import main
from sovnlp.errors import SovnlpError
from sovnlp.showcase import Demo, demo


@pytest.fixture
def shown(sample_store: Path, tmp_path: Path) -> Demo:
    """A demonstration in a folder where the sample is already annotated."""
    shutil.copytree(sample_store, tmp_path / "demo" / "sovnlp.store")
    return demo(tmp_path / "demo")


def test_demo(shown: Demo) -> None:
    assert shown.chart.read_text("utf-8").startswith("<svg")
    assert shown.table.read_text("utf-8-sig").startswith("term,language,count,documents")
    assert sum(row.hits for row in shown.trace.rows) > 20
    assert any(note.startswith("Left out as another sense") for note in shown.trace.notes)
    assert len(shown.kwic.rows) == len(shown.terms.rows) == 12
    for result in (shown.trace, shown.kwic, shown.terms):
        assert any(note.startswith("Composed for demonstration") for note in result.notes)
    assert shown.ingested.receipt.documents == shown.trace.receipt.documents


def test_demo_on_the_command_line(shown: Demo, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["demo", "--folder", str(shown.store.parent), "--json"])
    assert end.value.code == 0
    out, err = capfd.readouterr()
    (line,) = out.splitlines()
    answer = json.loads(line)
    assert list(answer) == ["ingest", "trace", "kwic", "terms", "store", "chart", "table"]
    assert answer["trace"]["rows"] and Path(answer["chart"]).exists()
    assert "no historical source" in err and "Next: " in err


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(SovnlpError, match="cannot be made") as error:
        demo(tmp_path / "file" / "demo")
    assert "--folder" in error.value.hint
