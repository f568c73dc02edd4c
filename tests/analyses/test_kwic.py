"""Words in their contexts: where they stand, what is shown of them, in which order."""

from __future__ import annotations

import pytest
from tiny import TEXTS

from sovnlp.analyses.kwic import KwicRow, kwic
from sovnlp.corpus import Corpus
from sovnlp.errors import EmptySelection, QueryError

BY_DATE = ["harvest", "harvest", "plant", "mixed", "wide", "session", "session", "undated"]


def test_lines_come_by_date_with_their_origin(tiny: Corpus) -> None:
    result = kwic(tiny, "kulak")
    assert [row.doc for row in result.rows] == BY_DATE
    assert result.rows[0] == KwicRow(
        "harvest",
        "1928-07-09",
        "Иван Полозов",
        "",
        "Кулак",
        "прячет хлеб. Мы не боимся кулаков.",
        0,
        5,
        "ЦАЗ. Ф. 1. Оп. 2. Д. 3",
    )
    assert [row.speaker for row in result.rows if row.doc == "session"] == ["Громов", "Лебедева"]
    assert result.title == "kulak in context"


@pytest.mark.parametrize("query", ["kulak", "wrecking", "хлеб", "план хлебозаготовок района", "the"])
def test_start_and_stop_are_places_in_the_text(tiny: Corpus, query: str) -> None:
    rows = kwic(tiny, query).rows
    assert rows
    for row in rows:
        text = TEXTS[f"{row.doc}.txt"]
        assert text[row.start : row.stop] == row.match
        flat = " ".join(text.split())
        assert row.left in flat and row.right in flat


def test_contexts_stay_within_their_paragraph(tiny: Corpus) -> None:
    first, second = (row for row in kwic(tiny, "хлеб", window=50).rows if row.doc == "harvest")
    assert (first.left, first.right) == ("Кулак прячет", ". Мы не боимся кулаков.")
    assert (second.left, second.right) == ("", "нужен городу.")


@pytest.mark.parametrize(
    ("window", "left", "right"),
    [
        (0, "", ""),
        (1, "не", "."),
        (2, "Мы не", ""),
    ],
)
def test_the_window_counts_words(tiny: Corpus, window: int, left: str, right: str) -> None:
    row = kwic(tiny.where(document="harvest"), "боимся", window=window).rows[0]
    assert row.left == left
    assert len(row.right.split()) <= window
    mixed = kwic(tiny.where(document="mixed"), "kulak", window=window).rows[0]
    assert mixed.left.split() == ["деревне.", "The"][2 - window :] if window else not mixed.left
    assert mixed.right.split() == ["is", "gone."][:window]


def test_orders(tiny: Corpus) -> None:
    corpus = tiny.where(genre="stenogram")
    assert [row.left for row in kwic(corpus, "kulak", sort="left").rows] == ["", "Товарищи,"]
    rights = [row.right for row in kwic(tiny, "kulak", sort="right").rows]
    assert rights == sorted(rights, key=lambda text: text.lower().split())
    lefts = [row.left.lower().split()[::-1] for row in kwic(tiny, "kulak", sort="left").rows]
    assert lefts == sorted(lefts)


def test_a_sample_can_be_drawn_again(tiny: Corpus) -> None:
    draws = {seed: kwic(tiny, "kulak", sample=3, seed=seed) for seed in range(1, 8)}
    assert all(len(draw.rows) == 3 for draw in draws.values())
    assert draws[1].rows == kwic(tiny, "kulak", sample=3).rows
    assert len({tuple(draw.rows) for draw in draws.values()}) > 3
    everything = kwic(tiny, "kulak").rows
    for draw in draws.values():
        assert [row for row in everything if row in draw.rows] == list(draw.rows), "in the order of dates"
    assert "3 of 8 hits, drawn at random (seed 1)." in draws[1].notes
    assert draws[4].receipt.seed == 4 and draws[4].receipt.parameters["sample"] == 3
    whole = kwic(tiny, "kulak", sample=100)
    assert whole.rows == everything and not [note for note in whole.notes if "drawn" in note]


def test_a_lemma_has_the_senses_that_a_concept_leaves_out(tiny: Corpus) -> None:
    assert [row.doc for row in kwic(tiny, "кулак", by="lemma").rows].count("fist") == 1
    assert "fist" not in [row.doc for row in kwic(tiny, "кулак").rows]
    assert [row.match for row in kwic(tiny, "кулаков", by="norm").rows] == ["кулаков"]


def test_selections(tiny: Corpus) -> None:
    assert [row.doc for row in kwic(tiny.where(language="en"), "kulak").rows] == ["plant", "mixed"]
    assert [row.doc for row in kwic(tiny.where(speaker="Громов"), "kulak").rows] == ["session"]
    with pytest.raises(EmptySelection):
        kwic(tiny.where(since="1950"), "kulak")


def test_near_keeps_the_lines_in_which_a_lemma_stands_close_by(tiny: Corpus) -> None:
    result = kwic(tiny, "kulak", near="хлеб", within=2)
    assert result.rows and {row.doc for row in result.rows} < set(BY_DATE)
    assert all("хлеб" in f"{row.left} {row.right}".lower() for row in result.rows)
    assert result.title.endswith("near хлеб") and result.receipt.parameters["within"] == 2
    assert kwic(tiny, "kulak", near="ледокол").rows == []
    with pytest.raises(QueryError, match="no neighbors"):
        kwic(tiny, "kulak", near="хлеб", rejected=True)


def test_no_hit(tiny: Corpus) -> None:
    result = kwic(tiny, "ледокол")
    assert result.rows == [] and "«ледокол» does not occur" in result.notes[0]


@pytest.mark.parametrize("options", [{"sort": "up"}, {"sort": "x') --"}, {"window": -1}, {"sample": 0}, {"by": "?"}])
def test_what_is_not_possible_is_told(tiny: Corpus, options: dict[str, int]) -> None:
    with pytest.raises(QueryError) as error:
        kwic(tiny, "kulak", **options)  # type: ignore[arg-type]
    assert error.value.hint


def test_the_receipt_lets_it_be_asked_again(tiny: Corpus) -> None:
    result = kwic(tiny.where(until="1929"), "kulak", window=2, sort="left", sample=2, seed=9)
    asked = {name: value for name, value in result.receipt.parameters.items() if name != "matched"}
    again = kwic(tiny.where(**result.receipt.selection), seed=result.receipt.seed, **asked)  # type: ignore[arg-type]
    assert again.rows == result.rows and result.receipt.analysis == "kwic"
