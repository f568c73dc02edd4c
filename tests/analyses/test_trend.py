"""A rise that was put there is found, and too little says nothing (see ``years``)."""

from __future__ import annotations

import pytest
from years import HITS, OTHERS

from sovnlp.analyses.trend import trend
from sovnlp.corpus import Corpus
from sovnlp.errors import QueryError

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


def test_the_same_seed_gives_the_same(years: Corpus) -> None:
    assert trend(years, "kulak", times=99, seed=5).rows == trend(years, "kulak", times=99, seed=5).rows
    assert trend(years, "kulak", times=99, seed=5).receipt.seed == 5


def test_what_cannot_be_asked(years: Corpus) -> None:
    with pytest.raises(QueryError, match="dealings"):
        trend(years, "kulak", times=0)
