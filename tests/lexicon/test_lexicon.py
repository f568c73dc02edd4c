"""The concept lexicon: what it holds, how a user's file changes it, and what is said of a file that is wrong."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from sovnlp.errors import LexiconError
from sovnlp.lexicon import LABEL_KINDS, fold, load

CONCEPT = """
[lamp]
label.ru = "лампа"
label.en = "lamp"
translit = "lampa"
definition = "The rural electric lamp."
group = "test"
period = "1920/1930"
family.ru = "лампа, ламповый"
forms.ru = "лампочка (имени) Зуева/Реброва"
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_it_holds_the_concepts_of_the_field_with_names_and_words_in_both_languages() -> None:
    concepts = load().concepts

    assert len(concepts) >= 125
    for id, entry in concepts.items():
        assert entry.id == id
        assert entry.label["ru"] and entry.label["en"] and entry.translit, id
        assert entry.definition.endswith("."), id
        assert any(entry.family.get("ru", ())) or any(entry.forms.get("ru", ())), id
        assert any(entry.family.get("en", ())) or any(entry.forms.get("en", ())), id


@pytest.mark.parametrize(
    ("asked", "concept"),
    [
        ("кулак", "kulak"),
        ("kulak", "kulak"),
        ("Кулачьё", "kulak"),
        ("wrecking", "wrecking"),
        ("wrecker", "wrecking"),
        ("vreditel'stvo", "wrecking"),
        ("vreditel’stvo", "wrecking"),
        ("дань", "tribute"),
        ("tribute", "tribute"),
        ("goods famine", "goods_famine"),
        ("goods_famine", "goods_famine"),
        ("товарный голод", "goods_famine"),
        ("голод", "famine"),
        ("чистка", "purge"),
        ("враг народа", "enemy_of_the_people"),
        ("double dealing", "double_dealing"),
        ("double-dealing", "double_dealing"),
        ("НЭП", "nep"),
        ("sabotage", "sabotage"),
        ("ликвидация кулачества", "liquidation_kulak_class"),
    ],
)
def test_a_concept_is_found_by_any_of_its_names(asked: str, concept: str) -> None:
    entry = load().find(asked)

    assert entry is not None
    assert entry.id == concept


def test_an_unknown_word_finds_nothing() -> None:
    assert load().find("самовар") is None


def test_two_concepts_share_a_string_only_where_one_names_the_other_and_it_goes_to_the_one_it_names() -> None:
    lexicon = load()
    labels = {id: {fold(text) for text, kind in some if kind == "label"} for id, some in lexicon.labels().items()}
    neighbors = {id: {*entry.broader, *entry.related} for id, entry in lexicon.concepts.items()}
    shared = {text: ids for text, ids in lexicon.claims().items() if len(ids) > 1}

    assert shared
    for text, ids in shared.items():
        for one, other in itertools.combinations(ids, 2):
            assert other in neighbors[one] or one in neighbors[other], f"{text}: {one}, {other}"
        named = [id for id in ids if text in labels[id]]
        assert len(named) < 2, f"{text} is the preferred name of {named}"
        assert not named or ids[0] == named[0]


def test_every_concept_of_the_issue_is_there() -> None:
    wanted = """
        primitive_socialist_accumulation super_tax tribute price_scissors goods_famine smychka extraordinary_measures
        hoarding liquidation_kulak_class special_settlement passportization former_people lishentsy masked_enemy
        wrecking self_criticism secret_ballot
    """
    assert set(wanted.split()) <= set(load().concepts)


def test_a_bracket_glued_to_a_word_belongs_to_it(tmp_path: Path) -> None:
    own = load(write(tmp_path, CONCEPT.replace("лампочка (имени)", "лампочка ВКП(б) (имени)")))

    assert own.concepts["lamp"].forms["ru"][0] == "лампочка ВКП(б) Зуева"


def test_labels_are_of_known_kinds_and_strongest_first() -> None:
    for labels in load().labels().values():
        kinds = [LABEL_KINDS.index(label.kind) for label in labels]

        assert kinds == sorted(kinds)


def test_a_user_adds_a_concept(tmp_path: Path) -> None:
    own = load(write(tmp_path, CONCEPT))

    assert len(own.concepts) == len(load().concepts) + 1
    assert own.concepts["lamp"].forms["ru"] == (
        "лампочка Зуева",
        "лампочка Реброва",
        "лампочка имени Зуева",
        "лампочка имени Реброва",
    )
    assert own.fingerprint != load().fingerprint


def test_a_user_replaces_a_concept(tmp_path: Path) -> None:
    own = load(write(tmp_path, CONCEPT.replace("[lamp]", "[kulak]")))

    assert own.concepts["kulak"].label["ru"] == "лампа"
    assert len(own.concepts) == len(load().concepts)


def test_a_users_list_serves_his_concepts(tmp_path: Path) -> None:
    text = (
        '[lists]\nlight = "свет, фонарь"\n'
        + CONCEPT
        + '[[lamp.context]]\nwords = "лампа"\nsteps = [{ needs = "@light, окно" }]\n'
        'default = "reject"\nreason = "any"\n'
    )

    (context,) = load(write(tmp_path, text)).concepts["lamp"].context

    assert context.steps[0].clues == ("свет", "фонарь", "окно")


def test_the_fingerprint_depends_on_content_alone(tmp_path: Path) -> None:
    first = load(write(tmp_path, CONCEPT)).fingerprint
    again = load(write(tmp_path, "# a remark\n" + CONCEPT.replace("лампа, ламповый", "лампа,  ламповый"))).fingerprint
    other = load(write(tmp_path, CONCEPT.replace("1930", "1931"))).fingerprint

    assert len(first) == 16
    assert first == again != other


RULE = '[[lamp.context]]\nwords = "лампа"\nsteps = [{ needs = "окно" }]\ndefault = "reject"\nreason = "any"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (CONCEPT.replace('label.en = "lamp"\n', ""), "lamp.label.en: is missing"),
        (CONCEPT.replace('definition = "The rural electric lamp."\n', ""), "lamp.definition: is missing"),
        (CONCEPT + 'broader = "candle"\n', "lamp.broader: there is no concept 'candle'"),
        (CONCEPT + 'related = "kulak, candle"\n', "lamp.related: there is no concept 'candle'"),
        (CONCEPT + 'colour = "red"\n', "lamp.colour: no such field"),
        (CONCEPT.replace("1920/1930", "the twenties"), "lamp.period: 'the twenties' is not a period"),
        (CONCEPT.replace("(имени)", "(имени"), "lamp.forms.ru: a bracket is not closed"),
        (CONCEPT.replace("forms.ru", "forms.de"), "lamp.forms: is not by language"),
        (CONCEPT.replace('translit = "lampa"', "translit = 3"), "lamp.translit: is not a text"),
        (CONCEPT + RULE.replace("лампа", "свеча"), "lamp.context.words: 'свеча' is no form of it"),
        (CONCEPT + RULE.replace('"reject"', '"maybe"'), "lamp.context.default: 'maybe' is unknown"),
        (CONCEPT + RULE.replace("окно", "@windows"), "lamp.context.steps.needs: there is no list @windows"),
        (CONCEPT + RULE.replace("needs", "wants"), "lamp.context.steps.wants: no such field"),
        (CONCEPT + RULE.replace('"окно"', '"окно", within = 0'), "lamp.context.steps.within: 0 is no number"),
        (CONCEPT + RULE.replace('"окно"', '"окно", unless = "дверь"'), "lamp.context.steps: a step has either"),
        ("lamp = 3\n", "own.toml: lamp"),
        ("[lamp\n", "own.toml: not a sound TOML file"),
    ],
)
def test_what_is_wrong_is_told_with_file_concept_and_field(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(LexiconError) as caught:
        load(write(tmp_path, text))

    assert told in caught.value.message
    assert "own.toml" in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"none\.toml: cannot be read"):
        load(tmp_path / "none.toml")


def test_loading_is_fast() -> None:
    load()
    load()


def test_the_room_needs_no_morphology() -> None:
    loaded = "[m for m in sys.modules if m.startswith(('pymorphy', 'sovnlp.text'))]"
    code = f"import sys, sovnlp.lexicon as lexicon; lexicon.load(); print({loaded})"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
