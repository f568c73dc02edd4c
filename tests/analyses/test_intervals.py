"""A trace says how sure it is: intervals by document, dispersion, genre mix, and which document carries a rate."""

from __future__ import annotations

import pytest
from tiny import TEXTS
from years import HITS, OTHERS

from sovnlp.analyses.kwic import kwic
from sovnlp.analyses.trace import shorten, trace
from sovnlp.corpus import Corpus
from sovnlp.corpus.frequencies import dated, frequencies
from sovnlp.errors import LexiconError, QueryError
from sovnlp.scores.rates import rate_interval


def test_documents_are_counted_one_by_one(years: Corpus) -> None:
    counts = frequencies(years, [years.resolve("kulak"), years.resolve("школа")], period_by="year")
    assert [one.hits[0] for one in counts if one.period == "1931"] == list(HITS[1931])
    assert {one.hits[1] for one in counts} == {OTHERS}
    assert {one.tokens - 3 * one.hits[0] for one in counts} == {4 * OTHERS}
    assert {one.cluster for one in counts} == {one.document for one in counts}
    assert len(counts) == 24


def test_a_cluster_is_any_facet(years: Corpus) -> None:
    counts = frequencies(years, [years.resolve("kulak")], period_by="year", cluster="author")
    assert {one.cluster for one in counts if one.genre == "speech"} == {"Полозов"}
    with pytest.raises(QueryError, match="no document has a metadata column 'paper'"):
        frequencies(years, [years.resolve("kulak")], cluster="paper")


def test_places_in_time(years: Corpus) -> None:
    placed, without = dated(frequencies(years, [years.resolve("kulak")]))
    assert without == 2 and len(placed) == 24
    assert [row.one.document for row in placed[:2]] == ["1928-0", "1928-1"]
    assert placed[1].day - placed[0].day == 31


def test_an_interval_needs_five_documents(years: Corpus) -> None:
    by_year = trace(years, "kulak").rows
    assert {(row.low, row.high, row.method) for row in by_year} == {(None, None, "fewer than 5 documents")}
    early, late = trace(years, "kulak", period_by="decade").rows
    hits = [count for year in (1930, 1931, 1932, 1933) for count in HITS[year]]
    expected = rate_interval(hits, [4 * OTHERS + 3 * count for count in hits])
    assert (late.low, late.high) == (round(expected.low or 0, 2), round(expected.high or 0, 2))
    assert late.method == "negative binomial" and (early.hits, early.documents) == (2, 8)


def test_no_hit_gives_an_upper_bound(years: Corpus) -> None:
    row = trace(years.where(since="1929", until="1929"), "tribute", period_by="decade").rows[0]
    assert (row.hits, row.low) == (0, None)
    row = trace(years, "tribute", period_by="decade").rows[0]
    assert row.low == 0 and row.high and row.method == "upper bound"
    assert shorten(trace(years, "tribute", period_by="decade")).rows[0].interval.startswith("up to ")


def test_documents_of_a_source_count_as_one(years: Corpus) -> None:
    alone, together = (
        trace(years, "kulak", period_by="decade", cluster=cluster).rows[1] for cluster in ("document", "author")
    )
    assert alone.per_million == together.per_million
    assert (alone.low, alone.high) != (together.low, together.high)


def test_the_genre_mix_is_taken_out(years: Corpus) -> None:
    result = trace(years, "kulak")
    row = next(row for row in result.rows if row.period == "1933")
    # letters and speeches stand in the selection by their words, in this year almost half each
    letters, speeches = (4 / (2 * 4 * OTHERS + 12), 12 / (2 * 4 * OTHERS + 36))
    counts = frequencies(years, [years.resolve("kulak")], period_by="year")
    words = {genre: sum(one.tokens for one in counts if one.genre == genre) for genre in ("letter", "speech")}
    share = words["letter"] / sum(words.values())
    assert row.standardized == pytest.approx(1e6 * (share * letters + (1 - share) * speeches), abs=0.01)
    assert any(note.startswith("Standardized to the genres of the selection") for note in result.notes)
    assert "standardized" not in trace(years, "kulak", per="genre").columns


def test_dispersion_references_and_the_document_that_carries_it(years: Corpus) -> None:
    row = next(row for row in trace(years, "kulak").rows if row.period == "1931")
    assert row.references == "; ".join(f"ЦАЗ. Ф. {number}. Оп. 1. Д. 1931" for number in range(4))
    assert row.dispersion is not None and 0 < row.dispersion < 0.3
    alone = next(row for row in trace(years, "kulak").rows if row.period == "1929")
    assert alone.dispersion == 0.99 and (alone.documents_with_hit, alone.documents) == (1, 4)


def test_several_questions_at_once(years: Corpus, tiny: Corpus) -> None:
    result = trace(years, ["kulak", "школа", "кулака"], period_by="decade")
    assert [(row.period, row.concept) for row in result.rows[:2]] == [("1920s", "kulak"), ("1920s", "школа")]
    assert len(result.rows) == 4 and "concept" in result.columns
    assert any(
        note.startswith("kulak: matched: кулак 43") or note.startswith("kulak: matched") for note in result.notes
    )
    with pytest.raises(QueryError, match="the question is empty"):
        trace(tiny, [])


def test_events_are_in_the_receipt(years: Corpus) -> None:
    assert trace(years, "kulak", events=["Kirov", "passports"]).receipt.parameters["events"] == ["kirov", "passports"]
    with pytest.raises(LexiconError, match="there is no event 'kirof'") as caught:
        trace(years, "kulak", events=["kirof"])
    assert "kirov" in caught.value.hint


def test_what_was_left_out_and_why(tiny: Corpus) -> None:
    result = kwic(tiny, "kulak", rejected=True)
    (row,) = result.rows
    assert (row.doc, row.match, row.why) == ("fist", "кулак", "unless: сжать (fist)")
    assert TEXTS["fist.txt"][row.start : row.stop] == "кулак" and "why" in result.columns
    assert "why" not in kwic(tiny, "kulak").columns
    with pytest.raises(QueryError, match="is no concept"):
        kwic(tiny, "хлеб", rejected=True)


def test_negated_and_quoted_hits_are_told(tiny: Corpus) -> None:
    notes = trace(tiny, "kulak").notes
    assert any(note == "Counted all the same: 1 negated." for note in notes), notes
