"""Term tables counted by hand."""

from __future__ import annotations

import pytest

from sovnlp.analyses.terms import TermRow, terms, widen
from sovnlp.corpus import Corpus
from sovnlp.errors import EmptySelection, QueryError
from sovnlp.result import Result


def table(result: Result[TermRow]) -> dict[tuple[str, str, str | None], tuple[int, int]]:
    return {(row.term, row.language, row.facet): (row.occurrences, row.documents) for row in result.rows}


def test_lemmas(tiny: Corpus) -> None:
    result = terms(tiny)
    assert result.columns == ("term", "language", "count", "documents")
    counted = table(result)
    # the fist is a кулак too: a lemma has no senses
    assert counted["кулак", "ru", None] == (7, 5)
    assert counted["хлеб", "ru", None] == (4, 2)
    assert counted["kulak", "en", None] == (2, 2)
    assert sum(row.occurrences for row in result.rows) == result.receipt.tokens == 73
    assert not [term for term, *_ in counted if term in ".,"]
    assert [row.term for row in result.rows][0] == "кулак", "the most frequent first, language by language"


def test_forms(tiny: Corpus) -> None:
    counted = table(terms(tiny, by="form"))
    assert counted["кулак", "ru", None] == (4, 3) and counted["кулаков", "ru", None] == (1, 1)
    assert ("kulaks", "en", None) in counted


@pytest.mark.parametrize(
    ("per", "facet", "expected"),
    [
        ("document", "session", (2, 1)),
        ("year", "1928", (2, 1)),
        ("quarter", "1928-Q3", (2, 1)),
        ("decade", "1930s", (2, 1)),
        ("genre", "stenogram", (2, 1)),
        ("speaker", "Громов", (1, 1)),
        ("author", "Иван Полозов", (2, 1)),
        ("region", "Заречье", (4, 2)),
    ],
)
def test_facets(tiny: Corpus, per: str, facet: str, expected: tuple[int, int]) -> None:
    result = terms(tiny, per=per)
    assert result.columns == ("term", "language", per, "count", "documents")
    assert table(result)["хлеб", "ru", facet] == expected


def test_language_is_always_a_column(tiny: Corpus) -> None:
    assert terms(tiny, per="language").columns == ("term", "language", "count", "documents")
    assert terms(tiny, per="count").columns == ("term", "language", "count (metadata)", "count", "documents")


def test_what_has_no_period_is_told(tiny: Corpus) -> None:
    result = terms(tiny, per="year")
    assert sum(row.occurrences for row in result.rows) == 73 - 6
    assert "Left out: 6 words of documents undated or dated more widely than a year." in result.notes


def test_the_least_count_is_of_the_whole_selection(tiny: Corpus) -> None:
    counted = table(terms(tiny, per="document", min_count=4))
    assert {term for term, *_ in counted} == {"кулак", "хлеб", "the"}
    assert counted["хлеб", "ru", "session"] == (2, 1)


def test_parts_of_speech(tiny: Corpus) -> None:
    nouns = {row.term for row in terms(tiny, pos="noun").rows}
    assert {"хлеб", "деревня"} <= nouns and not nouns & {"не", "боиться", "the"}
    content = {row.term for row in terms(tiny, stop=False).rows}
    assert "хлеб" in content and not content & {"не", "и", "по", "the", "at"}


def test_selections(tiny: Corpus) -> None:
    assert {row.language for row in terms(tiny.where(language="en")).rows} == {"en"}
    with pytest.raises(EmptySelection):
        terms(tiny.where(since="1950"))


def test_wide(tiny: Corpus) -> None:
    wide = widen(terms(tiny, per="genre"))
    assert wide.columns == (
        "term", "language", "decree", "letter", "newspaper", "plain", "speech", "stenogram", "total",
    )  # fmt: skip
    rows = {cells[:2]: cells[2:] for cells in wide.cells()}
    assert rows["кулак", "ru"] == (0, 2, 0, 1, 2, 2, 7)
    assert rows["kulak", "en"] == (0, 0, 2, 0, 0, 0, 2)
    assert wide.receipt.parameters["per"] == "genre"


def test_wide_columns_have_names_of_their_own(tiny: Corpus) -> None:
    rows = [TermRow("кулак", "ru", facet, 1, 1) for facet in ("term", "total", "language", None, "x")]
    long = terms(tiny, per="region")
    wide = widen(Result("Terms", TermRow, rows, long.receipt, (), long.names))
    assert len(set(wide.columns)) == len(wide.columns) == 8
    assert {"(none)", "term (value)", "total (value)", "language (value)", "x"} < set(wide.columns)


@pytest.mark.parametrize(
    "options", [{"by": "concept"}, {"by": "x') --"}, {"per": "x') --"}, {"pos": "FOO"}, {"pos": "NOUN'; --"}]
)
def test_what_is_not_possible_is_told(tiny: Corpus, options: dict[str, str]) -> None:
    with pytest.raises(QueryError) as error:
        terms(tiny, **options)  # type: ignore[arg-type]
    assert "choose one of" in error.value.hint


def test_the_receipt_lets_it_be_asked_again(tiny: Corpus) -> None:
    result = terms(tiny.where(genre="speech"), by="form", per="document", min_count=2, pos="NOUN", stop=False)
    again = terms(tiny.where(**result.receipt.selection), **result.receipt.parameters)  # type: ignore[arg-type]
    assert again.rows == result.rows and again.receipt == result.receipt
