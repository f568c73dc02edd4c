"""Documents dated by a span of days, and documents of several versions, in counts over time made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sovnlp.analyses.trace import TraceRow, trace
from sovnlp.build import ingest
from sovnlp.corpus import Corpus
from sovnlp.errors import QueryError
from sovnlp.result import Result

MANIFEST = """\
file,date,variant,variant_of
day.txt,1930-05-02,,
winter.txt,1929-12-22/1930-01-10,,
years.txt,1929/1930,,
open.txt,../1930-03-01,,
fair.txt,1931-02-01,corrected,
rough.txt,1931-02-01,uncorrected,fair
"""
# 3 words, 1 kulak; 10 of the 20 days of winter lie in 1929; years has 365 days in each year
TEXT = "Кулаки прячут {}.\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spans")
    for number, name in enumerate(("day", "winter", "years", "open", "fair", "rough")):
        (folder / f"{name}.txt").write_text(
            TEXT.format(("хлеб", "рожь", "овёс", "просо", "соль", "лён")[number]), "utf-8"
        )
    (folder / "manifest.csv").write_text(MANIFEST, "utf-8")
    ingest([folder], store=folder / "s.store", workers=0, given={"language": "ru", "genre": "plain"})
    return folder / "s.store"


@pytest.fixture
def corpus(store: Path) -> Iterator[Corpus]:
    with Corpus.open(store) as opened:
        yield opened


def counts(result: Result[TraceRow]) -> dict[str, tuple[float, float, int]]:
    return {row.period: (row.hits, row.tokens, row.documents) for row in result.rows}


@pytest.mark.parametrize(
    ("spans", "expected", "left_out"),
    [
        ("within", {"1930": (1, 3, 1), "1931": (1, 3, 1)}, "3 documents undated or dated more widely than a year"),
        ("overlap", {"1929": (2, 6, 2), "1930": (3, 9, 3), "1931": (1, 3, 1)}, "1 document undated or of an open date"),
        ("either", {"1929": (1, 3, 1), "1930": (2, 6, 2), "1931": (1, 3, 1)}, "2 documents undated"),
        ("spread", {"1929": (1, 3, 2), "1930": (2, 6, 3), "1931": (1, 3, 1)}, "1 document undated or of an open date"),
    ],
)
def test_spans(corpus: Corpus, spans: str, expected: dict[str, tuple[float, float, int]], left_out: str) -> None:
    result = trace(corpus.where(spans=spans), "kulak")
    assert counts(result) == expected
    assert left_out in " ".join(result.notes)
    assert result.receipt.selection["spans"] == spans
    assert "Documents with a hit: day 1, fair 1, open 1, winter 1, years 1." in result.notes


def test_spread_keeps_shares(corpus: Corpus) -> None:
    rows = counts(trace(corpus.where(spans="spread", document="winter"), "kulak", period_by="month"))
    assert rows == {"1929-12": (0.5, 1.5, 1), "1930-01": (0.5, 1.5, 1)}
    clipped = counts(trace(corpus.where(spans="spread", document="winter", since="1930-01-06"), "kulak"))
    assert clipped == {"1930": (0.25, 0.75, 1)}


def test_since_and_until_follow_the_same_rule(corpus: Corpus) -> None:
    bounds = {"since": "1930-01-01", "until": "1930-12-31"}
    documents = {s: corpus.where(spans=s, **bounds).receipt("t", {}).documents for s in ("within", "overlap", "either")}
    assert documents == {"within": 1, "overlap": 3, "either": 2}


def test_one_version_is_counted(corpus: Corpus) -> None:
    result = trace(corpus.where(since="1931"), "kulak")
    assert counts(result) == {"1931": (1, 3, 1)}
    assert "Left out as another version of a document that is counted: 1 (--variants all)." in result.notes
    assert counts(trace(corpus.where(since="1931", variants="all"), "kulak")) == {"1931": (2, 6, 2)}
    rough = corpus.where(since="1931", variants="uncorrected")
    assert "Documents with a hit: rough 1." in trace(rough, "kulak").notes
    assert counts(trace(corpus.where(variants="uncorrected"), "kulak"))["1930"] == (1, 3, 1)


def test_an_unknown_rule(corpus: Corpus) -> None:
    with pytest.raises(QueryError, match="spans 'about'"):
        corpus.where(spans="about")
