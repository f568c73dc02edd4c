"""Protocols are cut at their labels, with or without them, and into the papers that a file holds."""

from __future__ import annotations

from sovnlp.document import Extract, Part
from sovnlp.readers.interrogation import read


def shown(part: Part, text: str) -> list[tuple[str, int | None, str | None, str]]:
    return [(s.kind, s.turn, s.speaker, text[s.start : s.stop]) for s in part.segments]


def test_interrogation() -> None:
    text = (
        "ПРОТОКОЛ ДОПРОСА\nКАМЫШЕВА, Льва Львовича\nВОПРОС: Где склад?\nОТВЕТ: За рекой.\nТочнее не помню.\n"
        "Вопрос Осинкину: Так?\nОтвет: Так. (Молчит.)\nЗаписано с моих слов верно.\nКАМЫШЕВ"
    )
    assert [(kind, turn, words) for kind, turn, _, words in shown(read(Extract(text))[0], text)] == [
        ("heading", None, "ПРОТОКОЛ ДОПРОСА"),
        ("heading", None, "КАМЫШЕВА, Льва Львовича"),
        ("heading", None, "ВОПРОС:"),
        ("question", 1, "Где склад?"),
        ("heading", None, "ОТВЕТ:"),
        ("answer", 2, "За рекой."),
        ("answer", 2, "Точнее не помню."),
        ("heading", None, "Вопрос Осинкину:"),
        ("question", 3, "Так?"),
        ("heading", None, "Ответ:"),
        ("answer", 4, "Так."),
        ("stage", 4, "(Молчит.)"),
        ("narration", None, "Записано с моих слов верно."),
        ("heading", None, "КАМЫШЕВ"),
    ]


def test_confrontation_with_names() -> None:
    text = "СЛЕДОВАТЕЛЬ: Вы знакомы?\nОСИНКИН: — Да.\nСЛЕДОВАТЕЛЬ: Давно?\nОСИНКИН: С весны."
    assert [(kind, speaker) for kind, _, speaker, _ in shown(read(Extract(text))[0], text) if kind != "heading"] == [
        ("question", "СЛЕДОВАТЕЛЬ"),
        ("answer", "ОСИНКИН"),
        ("question", "СЛЕДОВАТЕЛЬ"),
        ("answer", "ОСИНКИН"),
    ]


def test_a_label_behind_a_mark_is_found_once() -> None:
    text = "(Смех.)ДОПРОС ЛОПУХОВА\n…ОТВЕТ: (Смех.)ДОПРОС ЛОПУХОВА\n…"
    (part,) = read(Extract(text))
    reached = 0
    for segment in part.segments:
        assert reached <= segment.start < segment.stop
        reached = segment.stop
