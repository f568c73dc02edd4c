"""What a question is put to."""

from __future__ import annotations

import pytest

from sovnlp.corpus import Corpus
from sovnlp.corpus.selection import Selection
from sovnlp.errors import EmptySelection, QueryError


def chosen(corpus: Corpus, **selection: str) -> tuple[int, int]:
    """Documents and words of a selection."""
    receipt = corpus.where(**selection).receipt("test", {})  # type: ignore[arg-type]
    return receipt.documents, receipt.tokens


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ({}, (8, 73)),
        ({"genre": "letter"}, (2, 13)),
        ({"language": "en"}, (2, 15)),
        ({"language": "ru", "document": "mixed"}, (1, 10)),
        ({"speaker": "Лебедева"}, (1, 6)),
        ({"speaker": "Иван Полозов"}, (2, 14)),
        ({"author": "Иван Полозов"}, (2, 14)),
        ({"since": "1928-07-09", "until": "1928-07-09"}, (1, 10)),
        ({"since": "1928-07-10", "until": "1928"}, (1, 11)),
        ({"until": "1928-09"}, (1, 10)),
        ({"since": "1929-05", "until": "1929-05"}, (1, 14)),
        ({"since": "1929-05-02", "until": "1929"}, None),
        ({"since": "1930", "until": "1931-02"}, None),
        ({"since": "1930", "until": "1931", "genre": "letter"}, (1, 2)),
        ({"genre": "speech", "language": "en"}, None),
    ],
)
def test_selections(tiny: Corpus, selection: dict[str, str], expected: tuple[int, int] | None) -> None:
    if expected is None:
        with pytest.raises(EmptySelection):
            chosen(tiny, **selection)
    else:
        assert chosen(tiny, **selection) == expected


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        ({"genre": "poem"}, "no genre"),
        ({"language": "de"}, "no language"),
        ({"since": "28"}, "not a date"),
        ({"since": "1928-7"}, "not a date"),
        ({"since": "0000"}, "not a date"),
        ({"until": "1928-02-30"}, "not a date"),
        ({"until": "1928-00"}, "not a date"),
        ({"until": "1928; --"}, "not a date"),
        ({"since": "1929", "until": "1928-12-31"}, "is after"),
    ],
)
def test_what_is_not_possible_is_told(tiny: Corpus, selection: dict[str, str], said: str) -> None:
    with pytest.raises(QueryError, match=said) as error:
        chosen(tiny, **selection)
    assert error.value.hint


def test_given() -> None:
    assert Selection().given() == {}
    assert Selection(genre="speech", editorial=True).given() == {"genre": "speech", "editorial": True}


def test_selections_do_not_change_the_corpus(tiny: Corpus) -> None:
    tiny.where(genre="letter").where(language="ru")
    assert chosen(tiny) == (8, 73)
