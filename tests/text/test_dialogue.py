"""A dash opens a turn, or only the narrator's words."""

from __future__ import annotations

import pytest

from sovnlp.text.dialogue import asks, dashes, narrated


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("— Где? — спросил он. — Там.", ["Где? — спросил он.", "Там."]),
        ("— Где? — спросил он. — И с кем?", ["Где? — спросил он. — И с кем?"]),
        ("— Лжёте, — сказал Родин. — Вас видели. — Нет.", ["Лжёте, — сказал Родин. — Вас видели.", "Нет."]),
        ("— Мы ждали — он не пришёл. — Кто?", ["Мы ждали — он не пришёл.", "Кто?"]),
    ],
)
def test_turns_in_running_text(text: str, turns: list[str]) -> None:
    found = list(dashes(text, 0, len(text), flat=True))
    ends = [*(dash for dash, _ in found[1:]), len(text)]
    assert [text[word:end].strip() for (_, word), end in zip(found, ends, strict=True)] == turns


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("Кто это?", True),
        ("А вы? — спросил Родин Камышева.", True),
        ("Расскажите подробно, как вы открыли склад.", True),
        ("Подтвердите показания, данные вами в июле.", True),
        ("Не помню. Кто бы это мог быть? Наверное, сторож, он ходил туда каждый вечер за солью.", False),
        ("Он рассказал мне всё.", False),
    ],
)
def test_what_asks(words: str, question: bool) -> None:
    assert asks(words) is question


def test_who_speaks_of_himself_does_not_narrate() -> None:
    for words in ("Да. Осинкин встал, и я вышел.", "Да. Осинкин знал о складе."):
        assert narrated(words, 0, len(words)) == len(words)
