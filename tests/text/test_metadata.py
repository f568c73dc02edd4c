"""Manifests and front matter."""

from __future__ import annotations

import pytest

from sovnlp.errors import SourceError
from sovnlp.text.metadata import checked, read_manifest

TABLE = "file,title,date,genre,region\na.txt,Речь,1928-07,speech,Заозерье\n.\\b\\c.txt,,,svodka,\n"


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (TABLE.encode(), "manifest.csv"),
        (TABLE.encode("utf-8-sig"), "manifest.csv"),
        (TABLE.encode("windows-1251"), "manifest.csv"),
        (TABLE.replace(",", ";").encode(), "manifest.csv"),
        (TABLE.replace(",", "\t").replace("\n", "\r\n").encode(), "manifest.tsv"),
    ],
)
def test_table(data: bytes, where: str) -> None:
    manifest = read_manifest(data, where)
    assert manifest.problems == ()
    assert {name: (row.line, dict(row.values)) for name, row in manifest.rows.items()} == {
        "a.txt": (2, {"title": "Речь", "date": "1928-07", "genre": "speech", "region": "Заозерье"}),
        "b/c.txt": (3, {"genre": "svodka"}),
    }


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("a.txt,,soon,", "date 'soon'"),
        ("a.txt,,1930-02-30,", "date '1930-02-30'"),
        ("a.txt,,,poem", "genre 'poem'"),
        ("a.txt,,,speech,one,more", "cells under"),
        (",Речь,,", "no file is named"),
        ("first.txt,Речь,,", "stands already in line 2"),
    ],
)
def test_wrong_rows_are_told_with_their_line(row: str, told: str) -> None:
    manifest = read_manifest(f"file,title,date,genre\nfirst.txt,,,\n{row}\n".encode(), "m.csv")
    assert len(manifest.problems) == 1
    problem = manifest.problems[0]
    assert told in problem.what and "line 3" in problem.where and problem.hint


@pytest.mark.parametrize("data", [b"", b"title,date\nx,y\n", b"\x00"])
def test_a_table_without_files_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError) as failure:
        read_manifest(data, "m.csv")
    assert "m.csv" in failure.value.message and failure.value.hint


def test_a_wrong_value_is_left_out_and_the_allowed_ones_named() -> None:
    kept, problems = checked({"language": "de", "title": " Мост ", "composed": "YES", "author": ""}, "m.csv, line 2")
    assert kept == {"title": "Мост", "composed": "yes"}
    assert problems[0].hint == "use one of: ru, en"
