"""Counts that were checked by reading every line of the concordance against the texts themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from sovnlp import Corpus, ingest, kwic, trace

SOURCES = Path(__file__).parents[2] / "shared" / "data" / "sources"
pytestmark = pytest.mark.skipif(not SOURCES.exists(), reason="the real texts at ../shared/data/sources are not here")

# Occurrences that are the concept, by document; «зажать в кулак» in the article of 2 March 1930 is the fist.
KULAK = {
    "ru/1928-01_o_khlebozagotovkakh_sibir.clean": 22,
    "ru/1928-02-13_pervye_itogi_zagotovitelnoy_kampanii.part.clean": 11,
    "ru/1928-07-09_industrializatsiya_i_khlebnaya_problema.clean": 19,
    "ru/1930-02-09_otvet_tovarishcham_sverdlovtsam.part.clean": 15,
    "ru/1930-03-02_golovokruzhenie_ot_uspekhov.clean": 1,
    "ru/ru_8169_1938-03-12": 3,
    "en/en_1938_bukharin_case_index_1": 11,
}
WRECKING = {
    "ru/1930-02-09_otvet_tovarishcham_sverdlovtsam.part.clean": 1,
    "ru/1931-06-23_novaya_obstanovka_vreditelstvo.part.clean": 20,
    "ru/ru_8169_1938-03-12": 6,
    "en/en_1938_bukharin_case_index_1": 10,
}
TRIBUTE = {
    "ru/1928-07-09_industrializatsiya_i_khlebnaya_problema.clean": 1,
    "ru/july11_excerpt": 1,
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    store = tmp_path_factory.mktemp("real") / "store"
    report = ingest([SOURCES], store=store, manifest=SOURCES / "manifest.csv", workers=0)
    assert (report.added, report.problems, report.duplicates) == (40, (), ())
    with Corpus.open(store) as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kulak", KULAK),
        ("кулак", KULAK),
        ("wrecking", WRECKING),
        ("vreditel'stvo", WRECKING),
        ("vreditelstvo", WRECKING),
        ("вредительство", WRECKING),
        ("tribute", TRIBUTE),
        ("дань", TRIBUTE),
    ],
)
def test_hits_by_document(corpus: Corpus, query: str, expected: dict[str, int]) -> None:
    assert Counter(row.doc for row in kwic(corpus, query).rows) == expected
    traced = trace(corpus, query, per="document")
    assert {row.facet: row.hits for row in traced.rows if row.hits} == expected
    named = next(note for note in traced.notes if note.startswith("Documents with a hit"))
    assert all(f"{name} {count}" in named for name, count in expected.items())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kulak", {("1928", "ru"): 52, ("1930", "ru"): 16, ("1938", "ru"): 3, ("1938", "en"): 11}),
        ("wrecking", {("1930", "ru"): 1, ("1931", "ru"): 20, ("1938", "ru"): 6, ("1938", "en"): 10}),
        ("дань", {("1928", "ru"): 2}),
    ],
)
def test_hits_by_year_and_language(corpus: Corpus, query: str, expected: dict[tuple[str, str], int]) -> None:
    rows = trace(corpus, query).rows
    assert {(row.period, row.language): row.hits for row in rows if row.hits} == expected


def test_the_fist_is_left_out_and_said(corpus: Corpus) -> None:
    notes = trace(corpus, "kulak").notes
    assert any(note.startswith("Left out as another sense: 1 ") and "fist" in note for note in notes)


def test_tribute_in_curly_quotes_is_found_where_it_stands(corpus: Corpus) -> None:
    (row,) = kwic(corpus.where(document="ru/1928-07-09_industrializatsiya_i_khlebnaya_problema.clean"), "дань").rows
    text = (SOURCES / f"{row.doc}.txt").read_text("utf-8")
    assert text[row.start : row.stop] == "нечто вроде “дани"
    assert row.date == "1928-07-09"
    assert row.speaker == "И. В. Сталин"
    assert row.reference is not None and "Т. 11" in row.reference
