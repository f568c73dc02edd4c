"""Reprints and shared passages of composed texts; people and places are invented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sovnlp.analyses.duplicates import duplicates
from sovnlp.analyses.trace import trace
from sovnlp.build import ingest
from sovnlp.corpus import Corpus

ITEM = (
    "Верхозерск, 3 мая. На реке Сухой закончен постройкой новый мост длиной в двести сажен. Кулаки хутора Криницы три "
    "раза поджигали сваи, но сторож Ветлугин каждый раз тушил огонь до прихода пожарной дружины. Движение по мосту "
    "откроется в день годовщины артели, а старый паром передадут деревне Нижние Броды."
)
OTHER = (
    "В селе Полозово открыта изба-читальня на сорок мест. Книги прислал завод имени Рябинина, полки сделали сами "
    "крестьяне, а лампу подарила кооперация. По вечерам здесь читают газеты вслух и спорят о ценах на гвозди, на "
    "керосин и на ситец, и каждый уносит домой по книжке."
)
CHANGED = ITEM.replace("двести сажен", "двести пять сажен").replace("каждый раз тушил", "всякий раз тушил")
TEXTS = {
    "first.txt": ITEM,
    "second.txt": CHANGED,
    "page.txt": OTHER + "\n" + CHANGED + "\n" + OTHER.replace("Полозово", "Осинники").replace("сорок", "тридцать"),
    "alone.txt": "Кулаки ушли из деревни ещё зимой, и никто о них с тех пор ничего не слышал.",
}
MANIFEST = "file,date\nfirst.txt,1929-05-04\nsecond.txt,1929-05-05\npage.txt,1929-05-06\nalone.txt,1929-05-07\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reprints")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "manifest.csv").write_text(MANIFEST, "utf-8")
    ingest([folder], store=folder / "s.store", workers=0, given={"language": "ru", "genre": "newspaper"})
    return folder / "s.store"


@pytest.fixture
def corpus(store: Path) -> Iterator[Corpus]:
    with Corpus.open(store) as opened:
        yield opened


def test_passages(corpus: Corpus) -> None:
    rows = {(row.doc, row.other): row for row in duplicates(corpus).rows}
    assert set(rows) == {("first", "second"), ("first", "page"), ("second", "page")}
    row = rows["second", "page"]
    assert (row.counted, row.share) == ("page", 1.0) and 0.2 < row.other_share < 0.5
    assert TEXTS["second.txt"][row.start : row.stop] == CHANGED.rstrip(".")
    assert row.passage == "Верхозерск, 3 мая. На реке … деревне Нижние Броды"
    assert TEXTS["page.txt"][row.other_start : row.other_stop] == CHANGED.rstrip(".")
    row = rows["first", "second"]
    assert row.counted == "first" and row.same < row.words and row.share > 0.9
    assert (row.date, row.other_date) == ("1929-05-04", "1929-05-05")


def test_each_text_once(corpus: Corpus) -> None:
    assert [(r.hits, r.documents) for r in trace(corpus, "kulak").rows] == [(4, 4)]
    once = trace(corpus.where(reprints="once"), "kulak")
    assert [(r.hits, r.documents) for r in once.rows] == [(2, 2)]
    assert "Left out as a reprint of a document that is counted: 2 (--reprints all)." in once.notes
    assert once.receipt.selection == {"reprints": "once", "spans": "within"}


def test_a_reprint_gives_way_only_to_what_is_selected(corpus: Corpus) -> None:
    early = trace(corpus.where(reprints="once", until="1929-05-05"), "kulak")
    assert "Documents with a hit: first 1." in early.notes
    assert [(r.hits, r.documents) for r in trace(corpus.where(reprints="once", document="second"), "kulak").rows] == [
        (1, 1)
    ]


def test_long_enough(corpus: Corpus) -> None:
    assert duplicates(corpus, min_words=200).rows == []
    assert all(max(r.share, r.other_share) >= 0.9 for r in duplicates(corpus, min_share=0.9).rows)
