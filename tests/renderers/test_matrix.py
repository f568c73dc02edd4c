"""A term table as a sparse matrix: what is written comes back, and what names its rows and columns with it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sovnlp import renderers
from sovnlp.analyses.terms import TermRow
from sovnlp.errors import SovnlpError
from sovnlp.result import Receipt, Result

RECEIPT = Receipt("terms", {"by": "lemma", "per": "document"}, {}, 2, 9, "abc", {}, "0.1.0")
ROWS = [
    TermRow("дань", "ru", "b/плёнка", 1, 1),
    TermRow("кулак", "ru", "a", 3, 1),
    TermRow("кулак", "ru", "b/плёнка", 2, 1),
    TermRow("=cmd()", "en", "a", 1, 1),
    TermRow("кулак", "en", None, 4, 1),
]


def result(rows: list[TermRow], facet: str = "document", title: str = "Terms") -> Result[TermRow]:
    return Result(title, TermRow, rows, RECEIPT, ("a note\nof two lines",), {"facet": facet, "occurrences": "count"})


def names(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_round_trip(tmp_path: Path) -> None:
    from scipy.io import mmread

    renderers.write(result(ROWS), tmp_path / "my.terms.mtx")
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "my.terms.columns.csv",
        "my.terms.mtx",
        "my.terms.rows.csv",
    ]
    rows, columns = names(tmp_path / "my.terms.rows.csv"), names(tmp_path / "my.terms.columns.csv")
    assert rows == [["document"], [""], ["a"], ["b/плёнка"]]
    assert columns == [["term", "language"], ["дань", "ru"], ["кулак", "ru"], ["'=cmd()", "en"], ["кулак", "en"]]
    matrix = mmread(tmp_path / "my.terms.mtx")
    assert matrix.dtype.kind == "i"
    assert matrix.toarray().tolist() == [[0, 0, 0, 4], [0, 3, 1, 0], [1, 2, 0, 0]]


def test_title_notes_and_receipt_are_comments(tmp_path: Path) -> None:
    renderers.write(result(ROWS, title="two\nlines % кулак"), tmp_path / "terms.mtx")
    head, *lines = (tmp_path / "terms.mtx").read_text("ascii").splitlines()
    assert head == "%%MatrixMarket matrix coordinate integer general"
    assert [line.startswith("%") for line in lines] == [True] * 3 + [False] * 6
    assert "a note\\nof two lines" in lines[1] and '"index": "abc"' in lines[2]


def test_an_empty_table_is_an_empty_matrix(tmp_path: Path) -> None:
    renderers.write(result([]), tmp_path / "terms.mtx")
    assert (tmp_path / "terms.mtx").read_text("ascii").splitlines()[-1] == "0 0 0"


def test_a_table_without_a_facet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SovnlpError, match="no table of terms by documents") as error:
        renderers.write(result(ROWS, facet=""), tmp_path / "terms.mtx")
    assert error.value.hint == "sovnlp terms --per document -o FILE.mtx"
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_no_half_matrix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sovnlp.renderers.matrix._names", full)
    with pytest.raises(SovnlpError, match="No space left"):
        renderers.write(result(ROWS), tmp_path / "terms.mtx")
    assert list(tmp_path.iterdir()) == []


def test_parquet(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    renderers.write(result([*ROWS, TermRow("\udcff", "ru", "a", 1, 1)]), tmp_path / "terms.parquet")
    table = pq.read_table(tmp_path / "terms.parquet")
    assert table.column_names == ["term", "language", "document", "count", "documents"]
    assert table["count"].to_pylist() == [1, 3, 2, 1, 4, 1] and table["term"].to_pylist()[-1] == "\\udcff"
    assert b'"index": "abc"' in table.schema.metadata[b"sovnlp"]
    renderers.write(result([]), tmp_path / "none.parquet")
    assert pq.read_table(tmp_path / "none.parquet").num_rows == 0
    with pytest.raises(SovnlpError, match="cannot be written"):
        renderers.write(result(ROWS), tmp_path / "absent" / "terms.parquet")
