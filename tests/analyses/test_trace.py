"""Counts over time that were made by hand (see ``tiny``)."""

from __future__ import annotations

from typing import Any

import pytest
from tiny import TEXTS

from sovnlp.analyses.trace import TraceRow, trace
from sovnlp.corpus import Corpus
from sovnlp.errors import EmptySelection, QueryError
from sovnlp.result import Result


def counts(result: Result[TraceRow]) -> list[tuple[Any, ...]]:
    """Period, language, hits, words, documents and documents with a hit, without the stenogram of 1931."""
    return [
        (r.period, r.language, r.hits, r.tokens, r.documents, r.documents_with_hit)
        for r in result.rows
        if not r.period.startswith(("1931", "1930"))
    ]


def hits(result: Result[TraceRow]) -> dict[tuple[str, str | None, str], int]:
    return {(r.period, r.facet, r.language): r.hits for r in result.rows if r.hits}


def noted(result: Result[Any], start: str) -> str:
    return next((note for note in result.notes if note.startswith(start)), "")


def test_a_concept_by_year(tiny: Corpus) -> None:
    result = trace(tiny, "kulak")
    assert counts(result) == [
        ("1928", "ru", 2, 21, 2, 1),
        ("1929", "en", 2, 15, 2, 2),
        ("1929", "ru", 0, 10, 1, 0),
        ("1932", "ru", 0, 9, 1, 0),
    ]
    assert result.rows[0].per_million == round(1e6 * 2 / 21, 2) and result.rows[0].concept == "kulak"
    assert [(r.hits, r.documents, r.documents_with_hit) for r in result.rows if r.period == "1931"] == [(2, 1, 1)]
    assert "facet" not in result.columns and result.title == "kulak by year"


def test_notes_say_what_was_matched_left_out_and_where(tiny: Corpus) -> None:
    result = trace(tiny, "kulak")
    assert noted(result, "Matched") == "Matched: кулак 3, кулаки 2, kulak 1, kulaks 1, кулаков 1."
    assert noted(result, "Left out as another sense") == "Left out as another sense: 1 — 1 (unless: сжать (fist))."
    assert noted(result, "Documents") == (
        "Documents with a hit: harvest 2, session 2, mixed 1, plant 1, undated 1, wide 1."
    )
    assert noted(result, "Left out of the table") == (
        "Left out of the table: 2 documents undated or dated more widely than a year, with 2 hits."
    )


def test_the_singular(tiny: Corpus) -> None:
    result = trace(tiny.where(genre="plain"), "kulak")
    assert result.rows == []
    assert noted(result, "Left out of the table") == (
        "Left out of the table: 1 document undated or dated more widely than a year, with 1 hit."
    )


@pytest.mark.parametrize(
    ("by", "periods"),
    [
        ("quarter", ["1928-Q3", "1928-Q4", "1929-Q1", "1929-Q2", "1929-Q2", "1931-Q1", "1932-Q1"]),
        ("month", ["1928-07", "1928-10", "1929-01", "1929-05", "1929-05", "1931-03", "1932-02"]),
        ("decade", ["1920s", "1920s", "1930s"]),
    ],
)
def test_periods(tiny: Corpus, by: str, periods: list[str]) -> None:
    assert [row.period for row in trace(tiny, "kulak", period_by=by).rows] == periods


def test_a_wide_date_has_its_place_in_a_wide_period(tiny: Corpus) -> None:
    result = trace(tiny, "kulak", period_by="decade")
    assert hits(result) == {("1920s", None, "ru"): 2, ("1920s", None, "en"): 2, ("1930s", None, "ru"): 3}
    assert "1 document undated or dated more widely than a decade, with 1 hit" in noted(result, "Left out of the table")


@pytest.mark.parametrize(
    ("per", "expected"),
    [
        ("genre", {("1928", "speech", "ru"): 2, ("1929", "newspaper", "en"): 2, ("1931", "stenogram", "ru"): 2}),
        ("author", {("1928", "Иван Полозов", "ru"): 2, ("1929", None, "en"): 2, ("1931", None, "ru"): 2}),
        (
            "speaker",
            {
                ("1928", "Иван Полозов", "ru"): 2,
                ("1929", None, "en"): 2,
                ("1931", "Громов", "ru"): 1,
                ("1931", "Лебедева", "ru"): 1,
            },
        ),
        (
            "document",
            {
                ("1928", "harvest", "ru"): 2,
                ("1929", "plant", "en"): 1,
                ("1929", "mixed", "en"): 1,
                ("1931", "session", "ru"): 2,
            },
        ),
        ("language", {("1928", None, "ru"): 2, ("1929", None, "en"): 2, ("1931", None, "ru"): 2}),
        ("region", {("1928", "Заречье", "ru"): 2, ("1929", "Upland", "en"): 2, ("1931", "Заречье", "ru"): 2}),
    ],
)
def test_facets(tiny: Corpus, per: str, expected: dict[Any, int]) -> None:
    result = trace(tiny, "kulak", per=per)
    assert hits(result) == expected
    assert ("facet" in result.columns, per in result.columns) == (False, True)
    assert len(set(result.columns)) == len(result.columns)


def test_words_of_a_facet_are_its_own(tiny: Corpus) -> None:
    rows = {(r.period, r.facet): (r.tokens, r.documents) for r in trace(tiny, "kulak", per="speaker").rows}
    assert rows["1928", "Иван Полозов"] == (10, 1) and rows["1928", "Мария Лугова"] == (11, 1)
    assert rows["1931", "Громов"] == (6, 1) and rows["1931", "Лебедева"] == (6, 1)


def test_a_metadata_column_may_be_called_like_one_of_the_table(tiny: Corpus) -> None:
    result = trace(tiny, "kulak", per="count")
    assert {r.facet for r in result.rows} == {"x", "y", None}
    columns = trace(tiny, "kulak", per="document").columns
    assert len(set(columns)) == len(columns)


@pytest.mark.parametrize("per", ["nothing", "x') --", "'; DROP TABLE documents; --", "", "d.id"])
def test_an_unknown_facet_is_told_with_those_there_are(tiny: Corpus, per: str) -> None:
    if not per:
        assert trace(tiny, "kulak", per=per).rows
        return
    with pytest.raises(QueryError, match="metadata column") as error:
        trace(tiny, "kulak", per=per)
    assert "genre" in error.value.hint and "region" in error.value.hint


@pytest.mark.parametrize("by", ["week", "x') --", ""])
def test_an_unknown_period_is_told(tiny: Corpus, by: str) -> None:
    with pytest.raises(QueryError, match="no period"):
        trace(tiny, "kulak", period_by=by)


def test_since_and_until(tiny: Corpus) -> None:
    result = trace(tiny.where(since="1928-10", until="1929-01"), "kulak")
    assert counts(result) == [("1928", "ru", 0, 11, 1, 0), ("1929", "en", 1, 11, 1, 1)]
    assert "Left out by --since or --until: 1 document without a closed date." in result.notes


def test_a_language_has_its_own_denominator(tiny: Corpus) -> None:
    result = trace(tiny.where(language="en"), "kulak")
    assert counts(result) == [("1929", "en", 2, 15, 2, 2)]
    assert (result.receipt.documents, result.receipt.tokens) == (2, 15)
    undated = trace(tiny.where(language="ru"), "kulak")
    assert "2 documents undated" in noted(undated, "Left out of the table")


def test_other_selections(tiny: Corpus) -> None:
    assert counts(trace(tiny.where(genre="speech"), "kulak")) == [("1928", "ru", 2, 10, 1, 1)]
    assert counts(trace(tiny.where(author="Мария Лугова"), "kulak")) == [("1928", "ru", 0, 11, 1, 0)]
    assert counts(trace(tiny.where(document="mixed"), "kulak"))[0] == ("1929", "en", 1, 4, 1, 1)
    assert [r.hits for r in trace(tiny.where(speaker="Громов"), "kulak").rows] == [1]


@pytest.mark.parametrize("selection", [{"since": "1950"}, {"document": "none"}, {"speaker": "'; --"}])
def test_an_empty_selection_is_told(tiny: Corpus, selection: dict[str, str]) -> None:
    with pytest.raises(EmptySelection, match="no document") as error:
        trace(tiny.where(**selection), "kulak")
    assert "sovnlp info" in error.value.hint


def test_all_spellings_are_one_question(tiny: Corpus) -> None:
    spellings = (
        "вредительство",
        "vreditel'stvo",
        "vreditelstvo",
        "Vreditelstvo",
        "wrecking",
        "«вредительства»",
        "vreditel'stva",
    )
    answers = [trace(tiny, spelling).rows for spelling in spellings]
    assert all(rows == answers[0] for rows in answers)
    assert [(r.period, r.language) for r in answers[0] if r.hits] == [("1928", "ru"), ("1929", "en")]


def test_a_form_stands_for_its_lemma(tiny: Corpus) -> None:
    lemma = trace(tiny, "хлеба", by="lemma"), trace(tiny, "хлеб"), trace(tiny, "khleb")
    assert {tuple(hits(result).items()) for result in lemma} == {
        ((("1928", None, "ru"), 2), (("1931", None, "ru"), 2)),
    }
    assert hits(trace(tiny, "хлебами", by="lemma")) == hits(trace(tiny, "khlebami")) == hits(lemma[0])
    assert hits(trace(tiny, "кулаков", by="lemma")) == {("1928", None, "ru"): 3, ("1931", None, "ru"): 2}
    assert hits(trace(tiny, "кулаков", by="norm")) == {("1928", None, "ru"): 1}
    assert noted(trace(tiny, "кулаков", by="norm"), "Matched") == "Matched: кулаков 1."


def test_phrases(tiny: Corpus) -> None:
    three = trace(tiny, "плане хлебозаготовок района")
    assert hits(three) == {("1932", None, "ru"): 2}
    assert noted(three, "Matched") == "Matched: план хлебозаготовок района 1, плане хлебозаготовок района 1."
    assert hits(trace(tiny, "план хлебозаготовок", by="norm")) == {("1932", None, "ru"): 1}
    assert hits(trace(tiny, "кулаков хлеб", by="norm")) == {}, "never across a mark or a paragraph"
    assert hits(trace(tiny, "хлебозаготовка план")) == {}


def test_a_word_that_does_not_occur(tiny: Corpus) -> None:
    result = trace(tiny, "хлебозаготовки", by="norm")
    assert hits(result) == {} and len(result.rows) == 5
    assert noted(result, "«хлебозаготовки»").startswith(
        "«хлебозаготовки» does not occur in the store; the nearest: «хлеб"
    )
    assert noted(trace(tiny, "ъъъ"), "«ъъъ»") == "«ъъъ» does not occur in the store."


@pytest.mark.parametrize(
    "query", ["x' OR 1=1 --", '"; DROP TABLE hits; --', "%", "100%", "_", "?", "\x00", "a\x1b[31mb", ".", "❤", "\ud800"]
)
def test_hostile_questions_are_harmless(tiny: Corpus, query: str) -> None:
    try:
        assert hits(trace(tiny, query)) == {}
    except QueryError as error:
        assert error.hint
    assert trace(tiny, "kulak").receipt.documents == len(TEXTS)


@pytest.mark.parametrize("query", ["", "  ", '""', "а" * 100_000, "а " * 20])
def test_an_empty_or_endless_question_is_told(tiny: Corpus, query: str) -> None:
    with pytest.raises(QueryError, match="the question is"):
        trace(tiny, query)


def test_the_receipt_lets_it_be_asked_again(tiny: Corpus) -> None:
    result = trace(tiny.where(since="1928", genre="speech"), "кулак", period_by="month", per="region", by="lemma")
    receipt = result.receipt
    assert receipt.analysis == "trace" and receipt.selection == {"since": "1928", "genre": "speech", "spans": "within"}
    assert receipt.parameters == {
        "query": "кулак", "period_by": "month", "per": "region", "by": "lemma", "cluster": "document",
        "matched": "кулак",
    }  # fmt: skip
    asked = {name: value for name, value in receipt.parameters.items() if name != "matched"}
    again = trace(tiny.where(**receipt.selection), **asked)  # type: ignore[arg-type]
    assert again.rows == result.rows
    assert (receipt.documents, receipt.tokens, receipt.seed) == (1, 10, None)
    assert len(receipt.index) == 16 and {"lexicon", "en"} <= receipt.models.keys() and receipt.version
