"""Table files: every cell comes back as it was, hostile ones harmless, and never half a file."""

from __future__ import annotations

import csv
import json
import math
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sovnlp import renderers
from sovnlp.errors import SovnlpError
from sovnlp.renderers import jsonfile, markdown, xlsx
from sovnlp.result import R, Receipt, Result

HOSTILE = (
    '=HYPERLINK("http://example.test")',
    "+7",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
)
PLAIN = ("кулак", "a,b", 'say "да"', "two\nlines", "tab\tinside", "1928", "'quoted", "http://example.test", "")


class Row(NamedTuple):
    term: str
    facet: str | None
    count: int
    rate: float | None
    composed: bool


RECEIPT = Receipt("terms", {"by": "lemma"}, MappingProxyType({"genre": "svodka"}), 3, 1200, "abc", {}, "0.1.0", 7)


def result(rows: Sequence[Row], names: Mapping[str, str] | None = None) -> Result[Row]:
    return Result("Terms", Row, rows, RECEIPT, ("12 undated documents left out",), names or {"facet": "genre"})


def terms(words: Sequence[str]) -> Result[Row]:
    return result([Row(word, None, -1, 0.5, True) for word in words])


def delimited(path: Path, delimiter: str) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


@pytest.mark.parametrize(("ending", "delimiter"), [(".csv", ","), (".tsv", "\t")])
def test_delimited(ending: str, delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / f"terms{ending}"
    renderers.write(terms(PLAIN + HOSTILE), path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    head, *rows = delimited(path, delimiter)
    assert head == ["term", "genre", "count", "rate", "composed"]
    assert [row[0] for row in rows] == [*PLAIN, *("'" + text for text in HOSTILE)]
    assert {tuple(row[1:]) for row in rows} == {("", "-1", "0.5", "True")}, "numbers stay numbers"


def test_delimited_has_its_receipt_beside_it(tmp_path: Path) -> None:
    renderers.write(terms(["кулак"]), tmp_path / "terms.csv")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["terms.csv", "terms.csv.receipt.json"]
    receipt = json.loads((tmp_path / "terms.csv.receipt.json").read_text(encoding="utf-8"))
    assert receipt["title"] == "Terms" and receipt["notes"] == ["12 undated documents left out"]
    assert receipt["receipt"]["selection"] == {"genre": "svodka"} and receipt["receipt"]["seed"] == 7


def test_hostile_column_names_are_harmless_too(tmp_path: Path) -> None:
    renderers.write(result([], {"facet": "=1+1"}), tmp_path / "terms.csv")
    assert delimited(tmp_path / "terms.csv", ",") == [["term", "'=1+1", "count", "rate", "composed"]]


def test_json_is_the_contract() -> None:
    content = json.loads(jsonfile.to_json(result([Row("=кулак", "письмо", 2, math.nan, False)])))
    assert list(content) == ["title", "columns", "rows", "notes", "receipt"]
    assert content["columns"] == ["term", "genre", "count", "rate", "composed"]
    assert content["rows"] == [{"term": "=кулак", "genre": "письмо", "count": 2, "rate": None, "composed": False}]
    assert content["receipt"] == {
        "analysis": "terms",
        "parameters": {"by": "lemma"},
        "selection": {"genre": "svodka"},
        "documents": 3,
        "tokens": 1200,
        "index": "abc",
        "models": {},
        "version": "0.1.0",
        "seed": 7,
    }
    assert "кулак" in jsonfile.to_json(terms(["кулак"])) and "\n" not in jsonfile.to_json(terms(["a\nb"]))


def test_json_leaves_out_a_column_without_a_name(tmp_path: Path) -> None:
    renderers.write(result([Row("кулак", None, 2, 1.0, False)], {"facet": ""}), tmp_path / "a.json")
    content = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert content["rows"] == [{"term": "кулак", "count": 2, "rate": 1.0, "composed": False}]


NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(path: Path, sheet: int) -> Iterator[tuple[str, str]]:
    """Every cell of a sheet as (type, text); type "n" is a number, "f" would be a formula."""
    with zipfile.ZipFile(path) as book:
        shared = []
        if "xl/sharedStrings.xml" in book.namelist():
            items = ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(NAMESPACE + "si")
            shared = ["".join(item.itertext()) for item in items]
        for cell in ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml")).iter(NAMESPACE + "c"):
            kind = "f" if cell.find(NAMESPACE + "f") is not None else cell.get("t", "n")
            text = "".join(cell.itertext())
            yield ("s", shared[int(text)]) if kind == "s" else ("s" if kind == "inlineStr" else kind, text)


def test_xlsx_keeps_text_text_and_numbers_numbers(tmp_path: Path) -> None:
    path = tmp_path / "terms.xlsx"
    renderers.write(terms(PLAIN[:-1] + HOSTILE), path)
    found = list(cells(path, 1))
    assert {kind for kind, _ in found} == {"s", "n", "b"}
    texts = [text for kind, text in found if kind == "s"]
    assert texts[:5] == ["term", "genre", "count", "rate", "composed"]
    restored = [re.sub(r"_x([0-9A-F]{4})_", lambda code: chr(int(code[1], 16)), text) for text in texts[5:]]
    assert [text.replace("\r", "\n") for text in restored] == [
        *PLAIN[:-1],
        *("'" + text.replace("\r", "\n") for text in HOSTILE),
    ]
    assert [text for kind, text in found if kind == "n"][:2] == ["-1", "0.5"]
    with zipfile.ZipFile(path) as book:
        assert not [name for name in book.namelist() if "_rels/sheet" in name], "no links"
    about = [text for _, text in cells(path, 2)]
    assert about[:4] == ["title", "Terms", "note", "12 undated documents left out"]
    assert about[about.index("documents") + 1] == "3"


def test_xlsx_cuts_nothing_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SovnlpError, match="longer than an Excel cell holds"):
        renderers.write(terms(["а" * (xlsx.MAX_TEXT + 1)]), tmp_path / "a.xlsx")
    monkeypatch.setattr(xlsx, "MAX_ROWS", 3)
    with pytest.raises(SovnlpError, match="more than an Excel sheet holds") as error:
        renderers.write(terms(["a", "b", "c"]), tmp_path / "a.xlsx")
    assert ".csv" in error.value.hint and list(tmp_path.iterdir()) == []


def test_markdown_is_a_table_with_notes_and_receipt() -> None:
    page = markdown.to_markdown(result([Row("a|b <i>x</i>\nc ![p](http://x)", None, 1234, 0.00012345, True)]))
    assert page.splitlines()[:5] == [
        "# Terms",
        "",
        "| term | genre | count | rate | composed |",
        "| --- | --- | ---: | ---: | --- |",
        r"| a\|b &lt;i&gt;x&lt;/i&gt; c !\[p\](http://x) |  | 1234 | 0.000123 | True |",
    ]
    assert "- 12 undated documents left out\n" in page and '- selection: {"genre": "svodka"}\n' in page


@given(st.lists(st.text(), max_size=4))
def test_markdown_rows_have_as_many_cells_as_columns(words: list[str]) -> None:
    page = markdown.to_markdown(terms(words))
    table = [line for line in page.split("\n") if line.startswith("|")]
    assert len(table) == 2 + len(words)
    assert {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in table} == {6}
    assert "<" not in page


def utf_16(text: str) -> bytes:
    return text.encode("utf-16", "surrogatepass")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text(st.characters(codec=None), min_size=1), min_size=1, max_size=5))
def test_any_text_can_be_written_and_read_back(tmp_path: Path, words: list[str]) -> None:
    for ending in renderers.FILES.keys() - {".mtx"}:
        renderers.write(terms(words), tmp_path / f"terms{ending}")
    safe = [word.encode("utf-8", "backslashreplace").decode("utf-8") for word in words]
    expected = ["'" + word if word[0] in "=+-@\t\r\n" else word for word in safe]
    assert [row[0] for row in delimited(tmp_path / "terms.csv", ",")[1:]] == expected
    assert [row[0] for row in delimited(tmp_path / "terms.tsv", "\t")[1:]] == expected
    content = json.loads((tmp_path / "terms.json").read_text(encoding="utf-8"))
    assert [utf_16(row["term"]) for row in content["rows"]] == list(map(utf_16, words))
    assert "f" not in {kind for kind, _ in cells(tmp_path / "terms.xlsx", 1)}


def test_an_unknown_ending_names_those_that_are_known(tmp_path: Path) -> None:
    for name in ("terms.doc", "terms"):
        with pytest.raises(SovnlpError) as error:
            renderers.write(terms(["кулак"]), tmp_path / name)
        assert error.value.hint == "name a file that ends in .csv, .tsv, .json, .xlsx, .md, .parquet, .mtx"
    assert list(tmp_path.iterdir()) == []


def test_endings_may_be_capital(tmp_path: Path) -> None:
    renderers.write(terms(["кулак"]), tmp_path / "TERMS.CSV")
    assert (tmp_path / "TERMS.CSV").exists()


def test_a_failure_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("old", encoding="utf-8")

    def full(result: Result[R], path: Path) -> None:
        path.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(renderers.FILES, ".csv", full)
    with pytest.raises(SovnlpError, match="No space left"):
        renderers.write(terms(["кулак"]), path)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(SovnlpError, match="cannot be written"):
        renderers.write(terms(["кулак"]), tmp_path / "absent" / "terms.csv")
