"""The cases of surnames, of men and women, and of the names of bodies and places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.text.inflection import CASES, phrase_cases, surname_cases


@pytest.mark.parametrize(
    ("surname", "sex", "cases"),
    [
        ("Ревякин", "m", "ревякин ревякина ревякину ревякина ревякиным ревякине"),
        ("Ревякина", "f", "ревякина ревякиной ревякиной ревякину ревякиной ревякиной"),
        ("Королёв", "m", "королев королева королеву королева королевым королеве"),
        ("Луговской", "m", "луговской луговского луговскому луговского луговским луговском"),
        ("Луговская", "f", "луговская луговской луговской луговскую луговской луговской"),
        ("Мороз", "m", "мороз мороза морозу мороза морозом морозе"),
        ("Глинка", "m", "глинка глинки глинке глинку глинкой глинке"),
        ("Ягода", "m", "ягода ягоды ягоде ягоду ягодой ягоде"),
        ("Чача", "f", "чача чачи чаче чачу чачей чаче"),
        ("Птица", "m", "птица птицы птице птицу птицей птице"),
        ("Берия", "m", "берия берии берии берию берией берии"),
        ("Земля", "f", "земля земли земле землю землей земле"),
    ],
)
def test_surnames(surname: str, sex: str, cases: str) -> None:
    assert " ".join(surname_cases(surname, sex)) == cases


def test_both_halves_of_a_surname_change() -> None:
    assert surname_cases("Громов-Луговской", "m")[2] == "громову-луговскому"


@pytest.mark.parametrize(
    ("surname", "sex"),
    [("Черных", "m"), ("Дурново", "m"), ("Бондаренко", "m"), ("Дюма", "m"), ("Мороз", "f"), ("Каплан", "f")],
)
def test_surnames_that_never_change(surname: str, sex: str) -> None:
    assert set(surname_cases(surname, sex)) == {surname.lower()}


def test_a_man_and_a_woman_of_one_surname() -> None:
    """Her nominative is his genitive; the other forms of the two stay apart."""
    his, hers = surname_cases("Ревякин", "m"), surname_cases("Ревякина", "f")
    assert set(his) & set(hers) == {"ревякина", "ревякину"}


@pytest.mark.parametrize(
    ("phrase", "genitive", "accusative", "instrumental"),
    [
        ("Лесной трест", "лесного треста", "лесной трест", "лесным трестом"),
        ("Красная армия", "красной армии", "красную армию", "красной армией"),
        ("Великие Луки", "великих лук", "великие луки", "великими луками"),
        ("Заречье", "заречья", "заречье", "заречьем"),
        ("Комитет бедноты", "комитета бедноты", "комитет бедноты", "комитетом бедноты"),
        (
            "Высший совет народного хозяйства",
            "высшего совета народного хозяйства",
            "высший совет народного хозяйства",
            "высшим советом народного хозяйства",
        ),
        ("«Правда»", "«правды»", "«правду»", "«правдой»"),
        ("Берёзовка", "березовки", "березовку", "березовкой"),
    ],
)
def test_phrases(phrase: str, genitive: str, accusative: str, instrumental: str) -> None:
    cases = dict(zip(CASES, phrase_cases(phrase), strict=True))
    assert (cases["gent"], cases["accs"], cases["ablt"]) == (genitive, accusative, instrumental)
    assert cases["nomn"] == phrase.lower().replace("ё", "е")


@pytest.mark.parametrize("phrase", ["ВСНХ", "ЦК ВКП(б)", "Gosplan", "GPU", "", "—", "12", "Из Заречья"])
def test_phrases_that_never_change(phrase: str) -> None:
    assert set(phrase_cases(phrase)) == {phrase.lower()}


def test_an_adjective_agrees_with_its_head() -> None:
    phrases = ["Новый завод", "Новая земля", "Новое село", "Новые дома"]
    genitives = [phrase_cases(phrase)[1] for phrase in phrases]
    assert genitives == ["нового завода", "новой земли", "нового села", "новых домов"]


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("аеияйьвкнМЁ- "), max_size=20), st.sampled_from("mf"))
def test_any_name_has_six_cases(name: str, sex: str) -> None:
    assert len(phrase_cases(name)) == len(CASES) == len(surname_cases(name, sex))
