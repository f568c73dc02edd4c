"""Labels of questions and answers as they are printed, scanned and broken."""

from __future__ import annotations

import pytest

from sovnlp.text.questions import is_form_field, is_marked, kinds, nominative, openings, signed

MARKED = [
    "ВОПРОС: Где?",
    "Вопрос. Где?",
    "BОПРОС: Где?",
    "О Т В Е Т : Там.",
    "Вопрос Осинкину: Так?",
    "Вопрос обвиняемому Осинкину - Так?",
    "Вопрос обоим: Так?",
    "ВОПРОС № 3: Где?",
    "Answer: There.",
    "Q. Where?",
]


@pytest.mark.parametrize("line", MARKED)
def test_marks(line: str) -> None:
    assert is_marked(line)


@pytest.mark.parametrize("line", ["Вопрос о дровах решён.", "Ответ был простой.", "Вопросы: дрова, уголь"])
def test_no_marks(line: str) -> None:
    assert not is_marked(line)


def test_who_is_asked_answers() -> None:
    text = "Вопрос Осинкину: Так?\nОтвет: Так.\nВОПРОС: А вы?\nОТВЕТ: Нет."
    found = kinds(
        text, openings(text, 0, len(text), "", flat=False), len(text), {"answer": "kamyshev", "question": None}
    )
    assert [(unit.kind, unit.who) for unit in found] == [
        ("question", None),
        ("answer", "osinkin"),
        ("question", None),
        ("answer", "kamyshev"),
    ]


def test_items_of_a_list_are_no_turns() -> None:
    text = (
        "ВОПРОС: Кто был?\nОТВЕТ: Были:\n— Осинкин;\n— Рогоз.\nИВНЯК: так его звали.\nВОПРОС: Кто ещё?\nОТВЕТ: Никто."
    )
    assert len(openings(text, 0, len(text), "", flat=False)) == 4


@pytest.mark.parametrize(
    ("oblique", "name"),
    [
        ("КАМЫШЕВА Льва Львовича", "КАМЫШЕВ"),
        ("Льва Львовича Камышева", "Камышев"),
        ("Л.Л. Камышеву", "Камышев"),
        ("ЛУГОВСКОМУ", "ЛУГОВСКИЙ"),
        ("КЛЁНОВОЙ Марьи Саввишны", "КЛЁНОВА"),
        ("Рогоза", "Рогоз"),
        ("", ""),
    ],
)
def test_nominative(oblique: str, name: str) -> None:
    assert nominative(oblique) == name


def test_who_signed() -> None:
    assert signed("Зам. нач. ОО – РОДИН") == signed("НАЧ. ОТДЕЛЕНИЯ (РОДИН)") == signed("Родин") == "rodin"
    assert signed("") is None


def test_form() -> None:
    assert is_form_field("1. Фамилия: Озеров") and not is_form_field("Я показываю следующее.")
