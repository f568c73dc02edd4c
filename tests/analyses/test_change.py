"""Change of usage: the kulak of two composed sets of texts, hiding grain in one, sitting at a meeting in the other."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from sovnlp.analyses.change import ChangeRow, _ranked, change
from sovnlp.build import ingest
from sovnlp.corpus import Corpus
from sovnlp.errors import QueryError

GRAIN = "хлеб зерно мука амбар пшеница овёс мешок урожай".split()
MEETING = "собрание доклад резолюция партия комитет секретарь бюро съезд".split()
PLAIN = "Мы строим новую школу, и школа стоит у реки."


def write(folder: Path) -> Path:
    folder.mkdir(parents=True)
    draw = random.Random(5)
    lines = ["file,date,genre,reference"]
    for year, words in ((1928, GRAIN), (1929, GRAIN), (1932, MEETING), (1933, MEETING)):
        for number in range(4):
            said = []
            for _ in range(6):
                a, b, c, d = draw.sample(words, 4)
                said.append(f"{a.capitalize()} и {b}: кулак, {c} и {d}.")
            name = f"{year}-{number}.txt"
            (folder / name).write_text(" ".join([*said, PLAIN, PLAIN]) + "\n", "utf-8")
            genre = "speech" if number % 2 else "letter"
            lines.append(f"{name},{year}-0{number + 1}-10,{genre},ЦАЗ. Ф. 1. Оп. {number}. Д. {year}")
    (folder / "wide.txt").write_text("Кулак прячет зерно.\n", "utf-8")
    lines.append("wide.txt,1928/1933,letter,")
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("change")
    ingest([write(folder / "texts")], store=folder / "sovnlp.store", ner="slovnet", workers=0)
    return folder / "sovnlp.store"


@pytest.fixture
def corpus(store: Path) -> Iterator[Corpus]:
    with Corpus.open(store) as opened:
        yield opened


def test_a_planted_change_is_found(corpus: Corpus) -> None:
    result = change(corpus, "kulak", split="1931", times=199)
    (row,) = result.rows
    assert (row.usages_first, row.usages_second, row.documents_first, row.documents_second) == (48, 48, 8, 8)
    assert row.p < 0.02
    assert row.change > row.chance_high > row.by_chance
    assert 0 < row.low < row.excess < row.high and row.apd_low < row.apd < row.apd_high
    assert any("Left out: 1 usage" in note for note in result.notes)
    assert change(corpus, "kulak", split="1931", times=199).rows == result.rows


def test_a_word_that_stays_as_it_is_has_not_changed(corpus: Corpus) -> None:
    (row,) = change(corpus, "река", split="1931", times=199, by="lemma", window=3).rows
    assert row.change == pytest.approx(0, abs=1e-3)
    assert row.p > 0.05 and row.low <= 0 <= row.high
    (kulak,) = change(corpus, "kulak", periods=("1928", "1929"), times=19, controls=0).rows
    assert kulak.p is None and kulak.rank == ""


def test_the_change_of_a_word_ranks_among_words_as_frequent(corpus: Corpus) -> None:
    (row,) = change(corpus, "kulak", split="1931", times=19).rows
    place, _, others = row.rank.partition(" of ")
    assert 1 <= int(place) <= int(others) <= 31


def test_sentences_walk_back_to_their_documents(corpus: Corpus) -> None:
    rows = change(corpus, "kulak", split="1931", view="sentences").rows
    assert {row.role for row in rows} == {"typical", "unlike the other"}
    for row in rows:
        early = row.period == "before 1931"
        assert (row.doc < "1931") == early
        assert any(word[:4] in row.text.lower() for word in (GRAIN if early else MEETING))
        assert "кулак" in row.text and row.stop - row.start >= len(row.text) - 1
        assert row.reference.startswith("ЦАЗ")


def test_kinds_of_usage_have_their_time(corpus: Corpus) -> None:
    rows = change(corpus, "kulak", split="1931", view="usages").rows
    assert {row.usage for row in rows} >= {1, 2}
    for usage in (1, 2):
        early, late = (row for row in rows if row.usage == usage)
        assert abs(early.share - late.share) > 0.3
        gone = early if early.share < late.share else late
        assert gone.usages == 0 or gone.attested
    for period in ("before 1931", "from 1931"):
        assert sum(row.share for row in rows if row.period == period) == pytest.approx(1, abs=1e-3)


def test_how_well_kinds_are_parted_is_told(corpus: Corpus) -> None:
    asked = change(corpus, "kulak", split="1931", view="usages", kinds=4)
    assert {row.usage for row in asked.rows} == {1, 2, 3, 4} and asked.receipt.parameters["kinds"] == 4
    assert any("kinds as asked with a mean silhouette of" in note for note in asked.notes)
    one = change(corpus, "река", split="1931", view="usages", by="lemma")
    assert {row.usage for row in one.rows} == {1} and {row.share for row in one.rows} == {1}
    assert any("All usages are of one kind" in note for note in one.notes)
    assert "школа" in one.rows[0].label


def test_a_change_that_all_words_share_is_told() -> None:
    row = ChangeRow("x", "a", "b", 9, 9, 9, 9, *[0.5] * 7, 0.001, *[0.5] * 3, "30 of 31")
    assert "most words as frequent changed as much (30 of 31)" in next(_ranked([row]))
    assert not list(_ranked([row._replace(rank="2 of 31"), row._replace(p=0.2)]))


def test_without_a_date_the_usages_are_halved(corpus: Corpus) -> None:
    (row,) = change(corpus, "kulak", times=19, controls=0).rows
    assert row.first.startswith("before 19") and row.usages_first + row.usages_second == 96
    assert min(row.usages_first, row.usages_second) > 24


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"view": "page"}, "not a view"),
        ({"periods": ("1928",)}, "two periods or more"),
        ({"periods": ("1928", "1933"), "split": "1930"}, "not both"),
        ({"split": "soon"}, "not a date"),
        ({"space": "moon"}, "no 'moon'"),
        ({"language": "de"}, "no 'de'"),
        ({"language": "en", "by": "lemma"}, "no usage in the texts of en"),
    ],
)
def test_mistakes_are_told(corpus: Corpus, asked: dict[str, object], said: str) -> None:
    with pytest.raises(QueryError, match=said):
        change(corpus, "kulak", **asked)


def test_a_word_without_usages_is_told(corpus: Corpus) -> None:
    with pytest.raises(QueryError, match="no usage"):
        change(corpus, "дань")


def test_english_usages_are_compared_in_a_space_made_of_the_store(tmp_path: Path) -> None:
    draw = random.Random(3)
    grain, meeting = "grain barn wheat sacks flour oats".split(), "meeting report bureau speech vote minutes".split()
    lines = ["file,date,genre"]
    for number in range(16):
        words = grain if number < 8 else meeting
        said = []
        for _ in range(6):
            a, b, c, d = draw.sample(words, 4)
            said.append(f"The {a} and {b} of the kulak were {c} and {d}.")
        (tmp_path / f"{number}.txt").write_text(" ".join(said) + "\n", "utf-8")
        lines.append(f"{number}.txt,19{28 if number < 8 else 33}-0{number % 8 + 1}-10,letter")
    (tmp_path / "manifest.csv").write_text("\n".join(lines) + "\n", "utf-8")
    ingest([tmp_path], store=tmp_path / "store", ner="slovnet", workers=0)
    with Corpus.open(tmp_path / "store") as corpus:
        result = change(corpus, "kulak", split="1930", times=99)
        (row,) = result.rows
        assert row.p < 0.05 and row.excess > 0
        assert change(corpus.where(language="en"), "kulak", split="1930", times=99).rows == result.rows
        assert "(en)" in result.title and any("below 200,000" in note for note in result.notes)
        (same,) = change(corpus, "kulak", periods=("1928-01/1928-05", "1928-06/1928-12"), times=99, controls=0).rows
        assert same.p is None
        with pytest.raises(QueryError, match="space of news is Russian"):
            change(corpus, "kulak", space="news")
        alone = change(corpus, "kulak", periods=("1928", "1929"), times=9, view="usages")
        assert any("No usage lies in 1929" in note for note in alone.notes)
