"""Which document carries a rate (see ``years``)."""

from __future__ import annotations

from years import OTHERS

from sovnlp.analyses.influence import influence
from sovnlp.analyses.trace import trace
from sovnlp.corpus import Corpus


def test_one_document_at_a_time(years: Corpus) -> None:
    result = influence(years.where(since="1933", until="1933"), "kulak")
    first = result.rows[0]
    assert (first.document, first.hits, first.share) == ("1933-1", 10, 62.5)
    rate, without = 1e6 * 16 / (4 * 4 * OTHERS + 48), 1e6 * 6 / (3 * 4 * OTHERS + 18)
    assert first.per_million == round(rate, 2) and first.without == round(without, 2)
    assert first.change == round(100 * (without / rate - 1), 2)
    assert first.reference == "ЦАЗ. Ф. 1. Оп. 1. Д. 1933"
    notes = trace(years.where(since="1931", until="1933"), "kulak", period_by="decade").notes
    assert not any("falls by" in note for note in notes)
