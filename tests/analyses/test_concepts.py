"""The concepts and events as they are listed, searched and shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from sovnlp.analyses.concepts import concepts, describe_concept, events, named
from sovnlp.errors import LexiconError, QueryError
from sovnlp.lexicon import load
from sovnlp.lexicon.events import find_event, load_events

OWN = """
[samovar]
label.ru = "самовар"
label.en = "samovar"
definition = "The samovar of the station."
group = "test"
period = "1920/1930"
related = "kulak"
family.ru = "самовар"
[[samovar.context]]
words = "самовар"
steps = [{ unless = "тула", within = 3, reason = "a town's" }, { needs = "станция" }]
default = "document"
reason = "any"
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "own.toml"
    file.write_text(OWN, "utf-8")
    return file


def found(text: str) -> set[str]:
    return {row.id for row in concepts(text).rows}


def test_all_are_listed_with_their_groups() -> None:
    result = concepts()

    assert [row.id for row in result.rows] == list(load().concepts)
    assert result.notes[0].startswith("Groups: agrarian ")
    assert result.receipt.models["lexicon"] == load().fingerprint


def test_a_group_narrows() -> None:
    rows = concepts(group="women").rows

    assert {row.group for row in rows} == {"women"}
    assert {"zhenotdel", "delegatka", "alimony"} <= {row.id for row in rows}


def test_an_unknown_group_is_told() -> None:
    with pytest.raises(QueryError, match="there is no group 'children'") as caught:
        concepts(group="children")
    assert "women" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("vreditel", "wrecking"),
        ("ВРЕДИТЕЛ", "wrecking"),
        ("tovarnyi golod", "goods_famine"),
        ("tovarnyj golod", "goods_famine"),
        ("goods fam", "goods_famine"),
        ("spetspereselen", "special_settlement"),
        ("лишён", "lishentsy"),
    ],
)
def test_words_are_found_in_either_script(text: str, concept: str) -> None:
    assert concept in found(text)


def test_words_of_different_forms_do_not_add_up() -> None:
    assert "goods_famine" not in found("товарный недоедание")
    assert not found("товарный смычка")


def test_where_nothing_is_found_the_nearest_is_told() -> None:
    result = concepts("raskulachivvanie")

    assert not result.rows
    assert "dekulakization" in result.notes[0]


@pytest.mark.parametrize("name", ["price_scissors", "price scissors", "ножницы-цен", "nozhnitsy", "Ножницы цен"])
def test_a_concept_is_shown_by_any_of_its_names(name: str) -> None:
    fields = dict(describe_concept(name).rows)

    assert fields["id"] == "price_scissors"
    assert fields["Russian"] == "ножницы цен"
    assert "scissors" in fields["English words"]
    assert "super_tax" in fields["narrower"]


def test_a_word_of_the_family_is_no_name() -> None:
    assert named(load(), "кулацкий") is None
    with pytest.raises(QueryError, match="the nearest: kulak"):
        describe_concept("kulacestvo")


def test_the_context_is_told_in_words(own: Path) -> None:
    rows = [tuple(row) for row in describe_concept("samovar", path=own).rows]

    assert rows[-4:] == [
        ("decided by context", "самовар"),
        ("  is not near", "тула, within 3 words (a town's)"),
        ("  is the concept near", "станция"),
        ("  otherwise", "as elsewhere in the document (any)"),
    ]


def test_concepts_of_ones_own_are_listed_too(own: Path) -> None:
    assert [row.id for row in concepts("самовар", path=own).rows] == ["samovar"]


def test_events_stand_in_the_order_of_their_dates() -> None:
    dates = [row.date for row in events().rows]

    assert dates == sorted(dates)
    assert len(dates) >= 30


def test_every_event_that_the_guide_promises_is_there() -> None:
    wanted = """
        kirov shakhty xv_congress july_plenum_1928 great_break dizzy_with_success passports law_of_7_august kemerovo
        trial_1936 trial_1937 trial_1938 february_march_plenum order_00447 xvii_congress constitution
    """
    known = load_events()

    assert set(wanted.split()) <= set(known)
    for event in known.values():
        assert event.start <= event.stop and event.note.endswith("."), event.id
        assert 1917 <= event.start.year <= event.stop.year <= 1941


def test_an_unknown_event_is_told_with_the_nearest() -> None:
    with pytest.raises(LexiconError, match="there is no event 'kirow'") as caught:
        find_event("kirow")
    assert "kirov" in caught.value.hint


@pytest.mark.parametrize(("text", "event"), [("kiro", "kirov"), ("Киров", "kirov"), ("1938-03", "trial_1938")])
def test_events_are_searched_in_either_script(text: str, event: str) -> None:
    assert event in {row.id for row in events(text).rows}


def test_no_event_is_told() -> None:
    assert events("samovar").notes == ("«samovar» names no event.",)
