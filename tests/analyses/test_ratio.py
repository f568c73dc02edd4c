"""One concept for each of another (see ``years``)."""

from __future__ import annotations

from years import OTHERS

from sovnlp.analyses.ratio import ratio
from sovnlp.corpus import Corpus


def test_one_for_each_of_another(years: Corpus) -> None:
    result = ratio(years, "kulak", "школа", period_by="decade")
    early, late = result.rows
    assert (early.first, early.second, early.documents) == (2, 8 * OTHERS, 8)
    assert late.ratio == round(41 / (16 * OTHERS), 3) and late.low is not None and late.low < late.ratio
    assert result.columns[3:5] == ("kulak", "школа")
    assert ratio(years, "школа", "tribute").rows[0].ratio is None
