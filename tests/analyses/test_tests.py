"""Trend, breaks and contrast on a store in which the rate rises at one date (see ``years``)."""

from __future__ import annotations

import pytest
from years import HITS, OTHERS

from sovnlp.analyses.breaks import breaks
from sovnlp.analyses.contrast import contrast
from sovnlp.analyses.ratio import ratio
from sovnlp.analyses.trend import trend
from sovnlp.corpus import Corpus
from sovnlp.errors import LexiconError, QueryError

RATES = [1e6 * sum(hits) / (4 * 4 * OTHERS + 3 * sum(hits)) for hits in HITS.values()]


def test_a_rise_is_found_and_a_word_that_stays_is_not(years: Corpus) -> None:
    rise, stay = trend(years, ["kulak", "школа"], times=199).rows
    assert (rise.documents, rise.documents_with_hit, rise.years, rise.hits) == (24, 15, 6, 43)
    assert rise.s == sum((b > a) - (b < a) for i, a in enumerate(RATES) for b in RATES[i + 1 :])
    assert rise.ratio is not None and rise.low is not None and rise.low > 1
    assert rise.p is not None and rise.p <= 0.02 and rise.kendall_p is not None and rise.kendall_p < 0.05
    assert stay.concept == "школа" and stay.ratio is not None and 0.9 < stay.ratio < 1.1
    assert any("2 documents undated" in note for note in trend(years, "kulak", times=9).notes)


def test_too_few_documents_say_nothing(tiny: Corpus) -> None:
    result = trend(tiny, "kulak", times=9)
    assert {(row.s, row.slope) for row in result.rows if row.language == "en"} == {(None, None)}
    assert any("a trend needs 5 documents" in note for note in result.notes)
    assert contrast(tiny, "kulak", "great_break", times=9).rows[0].p is None
    assert breaks(tiny.where(language="en"), "kulak", times=9).rows == []


def test_the_break_is_where_it_was_put(years: Corpus) -> None:
    first, *_ = breaks(years, "kulak", times=199).rows
    assert first.date == "1931-01-15" and first.p <= 0.02
    assert first.earliest <= first.date <= first.latest
    assert first.after > 5 * first.before
    result = breaks(years.where(until="1930"), "kulak", times=199)
    assert len(result.rows) == 1 and result.rows[0].p > 0.05
    assert any("no change is more than chance" in note for note in result.notes)


def test_before_and_after(years: Corpus) -> None:
    result = contrast(years, "kulak", "industrial_party", control="школа", times=199)
    (row,) = result.rows
    assert (row.documents_before, row.documents_after) == (8, 8)
    assert (row.hits_before, row.hits_after) == (2, 24)
    assert row.before == round(1e6 * 2 / (8 * 4 * OTHERS + 6), 2)
    assert row.ratio is not None and row.low is not None and row.high is not None and row.low < 5 < row.ratio < row.high
    assert row.p is not None and row.p <= 0.02 and row.rank.startswith("1 of")
    assert row.against_control is not None and row.against_control > 5
    assert any("outside the window" in note for note in result.notes)
    assert "not say that the event was the cause" in " ".join(result.notes)


def test_a_wide_window_takes_all(years: Corpus) -> None:
    (row,) = contrast(years, "kulak", "industrial_party", window=3000, times=99).rows
    assert (row.documents_before, row.documents_after) == (12, 12)
    assert (row.hits_before, row.hits_after) == (3, 40)
    assert "against_control" not in contrast(years, "kulak", "industrial_party", times=9).columns


def test_the_same_seed_gives_the_same(years: Corpus) -> None:
    assert trend(years, "kulak", times=99, seed=5).rows == trend(years, "kulak", times=99, seed=5).rows
    assert breaks(years, "kulak", times=99, seed=5).receipt.seed == 5


@pytest.mark.parametrize("ask", [trend, breaks])
def test_what_cannot_be_asked(years: Corpus, ask: object) -> None:
    with pytest.raises(QueryError, match="dealings"):
        ask(years, "kulak", times=0)  # type: ignore[operator]
    with pytest.raises(LexiconError, match="there is no event"):
        contrast(years, "kulak", "nothing of the kind")
    with pytest.raises(QueryError, match="window"):
        contrast(years, "kulak", "kirov", window=0)


def test_one_for_each_of_another(years: Corpus) -> None:
    result = ratio(years, "kulak", "школа", period_by="decade")
    early, late = result.rows
    assert (early.first, early.second, early.documents) == (2, 8 * OTHERS, 8)
    assert late.ratio == round(41 / (16 * OTHERS), 3) and late.low is not None and late.low < late.ratio
    assert result.columns[3:5] == ("kulak", "школа")
    assert ratio(years, "школа", "tribute").rows[0].ratio is None
