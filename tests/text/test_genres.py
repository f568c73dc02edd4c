"""A genre is named where its marks are plain, and not elsewhere."""

from __future__ import annotations

import pytest

from sovnlp.text.genres import recognize

CASES = [
    ("ПРОТОКОЛ ДОПРОСА\nВОПРОС: Где?\nОТВЕТ: За рекой.", "interrogation"),
    ("Record of interrogation\nQuestion: Where?\nAnswer: There.\nQuestion: When?\nAnswer: Then.", "interrogation"),
    ("Следователь: Вы знакомы?\nОсинкин: Да.\nСледователь: Давно?\nОсинкин: С весны.", "interrogation"),
    ("ЛУГОВОЙ. Начнём.\nОСИНКИН. Да.\nЛУГОВОЙ. Итак.\nОСИНКИН. Нет.", "stenogram"),
    (
        "THE PRESIDENT: Accused?\nOsinkin: Yes.\nTHE PRESIDENT: The accused may sit.\nOsinkin: The accused sits.",
        "trial",
    ),
    ("Информационная сводка № 12 Заозерского губотдела ОГПУ\nДороги размыты.", "svodka"),
    ("Секретно\nСВОДКА\nЗаозерского исполкома\nДороги размыты.", "svodka"),
    ("СПЕЦСВОДКА\nДороги размыты.", "svodka"),
    ("ПОСТАНОВЛЕНИЕ Заозерского исполкома\n1. Починить мост.\n2. Вывезти дрова.", "decree"),
    ("DECREE of the Soviet\nArticle 1. Mend the bridge.\nArticle 2. Cart the wood.", "decree"),
    ("Дорогой товарищ Луговой!\nДороги размыты.", "letter"),
    ("ЗАЯВЛЕНИЕ\nПрошу починить мост.", "letter"),
    ("О ходе сева\nРечь на собрании в депо\nТоварищи!", "speech"),
    ("Speech delivered at the Depot\nComrades!", "speech"),
    ("Дороги размыты, и подвоз дров прекратился.", "plain"),
    ("В письме стоял вопрос: где дрова? И ответ: за рекой. " * 3, "plain"),
    ("", "plain"),
]


@pytest.mark.parametrize(("text", "genre"), CASES)
def test_genre(text: str, genre: str) -> None:
    assert recognize(text) == genre
