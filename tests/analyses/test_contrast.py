"""Before and after an event, beside a control (see ``years``)."""

from __future__ import annotations

import pytest
from years import OTHERS

from sovnlp.analyses.contrast import contrast
from sovnlp.corpus import Corpus
from sovnlp.errors import LexiconError, QueryError


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


def test_too_few_documents_say_nothing(tiny: Corpus) -> None:
    assert contrast(tiny, "kulak", "great_break", times=9).rows[0].p is None


def test_what_cannot_be_asked(years: Corpus) -> None:
    with pytest.raises(LexiconError, match="there is no event"):
        contrast(years, "kulak", "nothing of the kind")
    with pytest.raises(QueryError, match="window"):
        contrast(years, "kulak", "kirov", window=0)
