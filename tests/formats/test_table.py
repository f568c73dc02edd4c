from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.errors import SourceError
from sovnlp.formats.table import extract


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("column", ["text", "Текст", " content "])
def test_rows(delimiter: str, column: str) -> None:
    rows = [["title", column, "Регион"], ["Мост", '"Мост цел.\nДа, ""цел""."', "Заозерье"], ["Дрова", "Дров нет.", ""]]
    first, second = extract("\n".join(map(delimiter.join, rows)).encode("windows-1251"))
    assert first.text == 'Мост цел.\nДа, "цел".'
    assert first.metadata == {"title": "Мост", "регион": "Заозерье"}
    assert first.encoding == "windows-1251"
    assert (second.text, second.metadata) == ("Дров нет.", {"title": "Дрова"})


def test_a_huge_cell() -> None:
    (found,) = extract(b"text\n" + b"bridge " * 50_000)
    assert len(found.text) == 350_000


def test_odd_rows_are_told() -> None:
    (found,) = extract(b"text,title\nBridge,A,B\n,C\n\n")
    assert [problem.what for problem in found.problems] == [
        "line 2: 3 cells under 2 columns",
        "line 3: no text; left out",
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"file,title\na.txt,x\n", "no column of texts"), (b"text,a,a\nx,y,z\n", "two columns"), (b"text\n", "no row")],
)
def test_what_cannot_be_read(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        extract(data)


@given(st.binary(max_size=60), st.booleans())
def test_whatever_comes(data: bytes, headed: bool) -> None:
    try:
        assert extract(b"text;a\n" * headed + data)
    except SourceError:
        pass
