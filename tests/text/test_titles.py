"""Titles at the top of a text: what is passed over, and what is joined."""

from __future__ import annotations

import pytest

from sovnlp.text.titles import infer_title

CASES = [
    ("О ходе сева\nДороги размыты, и мост не починен.", "О ходе сева"),
    ("СЕКРЕТНО\nСВОДКА\nо ходе сева в Заозерье\n\nДороги размыты.", "СВОДКА о ходе сева в Заозерье"),
    ("СТЕНОГРАММА\nоткрытого собрания депо\n3 мая 1929 г.\n\nЛУГОВОЙ. Начнём.", "СТЕНОГРАММА открытого собрания депо"),
    ("ПРИКАЗ № 7\nпо Заозерскому депо\n12 мая 1930 г.\n1. Починить мост.", "ПРИКАЗ № 7 по Заозерскому депо"),
    (
        "Document 7\n\nPetition on the ferry at Sukhaya, 1932\n\nThe ferry leaks.",
        "Petition on the ferry at Sukhaya, 1932",
    ),
    ("Главная > Архив > 1930\nО мостах\nМост не починен.", "О мостах"),
    (
        "Фернов\nИван Петрович\nДоклад о дровах на съезде 3 мая 1921 г.\nДров нет.",
        "Доклад о дровах на съезде 3 мая 1921 г.",
    ),
    ("Copy No. 2\nMEMORANDUM\non the state of the bridges\n\nThere are two.", "MEMORANDUM on the state of the bridges"),
    ("WORKERS OF ALL COUNTRIES, UNITE!\nRESOLUTION\nof the Dolgy Log Soviet", "RESOLUTION of the Dolgy Log Soviet"),
    ("ZAOZERSK OKRUG COMMITTEE\nDIRECTIVE No. 3\nOn firewood\nThe Bureau notes it.", "DIRECTIVE No. 3 On firewood"),
    (
        "Extract from the ferryman’s talk (Zaozersk plenum)\nThe ferry leaks.",
        "Extract from the ferryman’s talk (Zaozersk plenum)",
    ),
    ("Из сводки за 3 мая 1921 г.\n№ 5\nДороги размыты.", "Из сводки за 3 мая 1921 г."),
    ("Прокурору Заозерского района\nПрошу починить мост.", "Прокурору Заозерского района"),
    ("Мост не починен, и дров нет. Чинить его некому.\nО мостах", ""),
    ("Дорогой товарищ Луговой!\nО мостах", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "title"), CASES)
def test_title(text: str, title: str) -> None:
    assert infer_title(text) == title
