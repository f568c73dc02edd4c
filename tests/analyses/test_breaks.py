"""The change is where it was put (see ``years``)."""

from __future__ import annotations

import pytest

from sovnlp.analyses.breaks import breaks
from sovnlp.corpus import Corpus
from sovnlp.errors import QueryError


def test_the_break_is_where_it_was_put(years: Corpus) -> None:
    first, *_ = breaks(years, "kulak", times=199).rows
    assert first.date == "1931-01-15" and first.p <= 0.02
    assert first.earliest <= first.date <= first.latest
    assert first.after > 5 * first.before
    result = breaks(years.where(until="1930"), "kulak", times=199)
    assert len(result.rows) == 1 and result.rows[0].p > 0.05
    assert any("no change is more than chance" in note for note in result.notes)


def test_too_few_documents_say_nothing(tiny: Corpus) -> None:
    result = breaks(tiny.where(language="en"), "kulak", times=9)
    assert result.rows == [] and any("no change can be looked for in 2 documents" in note for note in result.notes)


def test_what_cannot_be_asked(years: Corpus) -> None:
    with pytest.raises(QueryError, match="dealings"):
        breaks(years, "kulak", times=0)
