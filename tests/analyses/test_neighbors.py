"""Neighbors of the kulak in composed texts: grain until 1929, a meeting from 1932 on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sovnlp.analyses.neighbors import neighbors
from sovnlp.build import ingest
from sovnlp.corpus import Corpus
from sovnlp.errors import QueryError

YEARS = {1928: "зерно", 1932: "собрание"}
ALWAYS = ["школа", "дорога", "мост", "река", "лес", "поле"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("neighbors")
    texts = folder / "texts"
    texts.mkdir()
    lines = ["file,date,genre"]
    for year, word in YEARS.items():
        for number in range(8):
            a, b = ALWAYS[number % 6], ALWAYS[(number + 1) % 6]
            said = [f"Кулак и {word}, {a}.", f"Кулак и {word}, {b}.", "Город большой и старый, город красивый."]
            (texts / f"{year}-{number}.txt").write_text(" ".join(said) + "\n", "utf-8")
            lines.append(f"{year}-{number}.txt,{year}-0{number + 1}-10,{'speech' if number % 2 else 'letter'}")
    (texts / "wide.txt").write_text("Кулак и зерно.\n", "utf-8")
    (texts / "border.txt").write_text("Кулак ушёл.\n\nПтица прилетела.\n", "utf-8")
    lines += ["wide.txt,1928/1932,letter", "border.txt,1928-09-01,letter"]
    (texts / "manifest.csv").write_text("\n".join(lines) + "\n", "utf-8")
    ingest([texts], store=folder / "sovnlp.store", ner="slovnet", workers=0)
    return folder / "sovnlp.store"


@pytest.fixture
def corpus(store: Path) -> Iterator[Corpus]:
    with Corpus.open(store) as opened:
        yield opened


def test_collocates_are_counted_in_windows(corpus: Corpus) -> None:
    rows = {row.collocate: row for row in neighbors(corpus, "kulak", min_count=1, min_documents=1, window=2).rows}
    grain = rows["зерно"]
    assert (grain.together, grain.documents, grain.documents_with_term) == (17, 9, 18)
    assert grain.per_hit == pytest.approx(17 / 34, abs=1e-4)
    assert grain.log_dice == pytest.approx(13.415, abs=0.01)
    assert "кулак" not in rows and "город" not in rows and "и" not in rows


def test_no_window_crosses_a_paragraph(corpus: Corpus) -> None:
    rows = neighbors(corpus.where(document="border"), "kulak", min_count=1, min_documents=1).rows
    assert "птица" not in {row.collocate for row in rows}


def test_what_came_and_what_went(corpus: Corpus) -> None:
    result = neighbors(corpus, "kulak", per="year", times=499)
    later = {row.collocate: row for row in result.rows if row.period == "1932"}
    assert later["собрание"].status == "came"
    assert later["зерно"].status == "went" and later["зерно"].together == 0
    assert later["собрание"].q is not None and later["собрание"].q <= 0.05
    assert {row.status for word, row in later.items() if word in ALWAYS} <= {"stays", "rare"}
    early = {row.collocate: row for row in result.rows if row.period == "1928"}
    assert list(early) == list(later) and early["собрание"].together == 0
    assert all(row.status == "" for row in result.rows if row.period == "1928")
    assert any("1 document undated or in no one year" in note for note in result.notes)
    assert neighbors(corpus, "kulak", per="year", times=499).rows == result.rows


def test_periods_by_name(corpus: Corpus) -> None:
    result = neighbors(corpus, "kulak", periods=("1927/1928-06", "1928-07/1930", "1931/1932"), times=499)
    assert list(dict.fromkeys(row.period for row in result.rows)) == ["1927/1928-06", "1928-07/1930", "1931/1932"]
    assert {row.documents_with_term for row in result.rows if row.period == "1927/1928-06"} == {6}
    early = neighbors(corpus, "kulak", periods=("1928", "1932"), times=499).rows
    assert [row._replace(period="") for row in early] == [
        row._replace(period="") for row in neighbors(corpus, "kulak", per="year", times=499).rows
    ]


def test_few_documents_are_too_few(corpus: Corpus) -> None:
    rows = neighbors(corpus, "kulak", per="month", min_count=1, min_documents=1, times=19).rows
    assert {row.status for row in rows} == {"", "too few", "rare"}
    assert all(row.q is None for row in rows)


def test_mistakes_are_told(corpus: Corpus) -> None:
    with pytest.raises(QueryError, match="one or more"):
        neighbors(corpus, "kulak", window=0)
    with pytest.raises(QueryError, match="not both"):
        neighbors(corpus, "kulak", per="year", periods=("1928", "1932"))
    with pytest.raises(QueryError, match="does not follow"):
        neighbors(corpus, "kulak", periods=("1932", "1928"))
    with pytest.raises(QueryError, match="no period"):
        neighbors(corpus, "kulak", per="week")
    assert neighbors(corpus, "дань").rows == []
