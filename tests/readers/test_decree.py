"""Decrees: kinds, bodies, items; any text is read whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.document import Extract
from sovnlp.readers import decree
from tests.readers.test_readers import check

PIECES = st.sampled_from(
    [
        "\n", "\n\n", " ", ". ", "ПОСТАНОВЛЕНИЕ", "ДЕКРЕТ", "СОВЕТ КОМИССАРОВ", "от 3 мая 1931 года", "О ВЁСЛАХ",
        "постановляет:", "Ст. 1. ", "2. ", "§ 3. ", "I", "а) ", "28/11. — О лодках (т. Вербов).",
        "Председатель ЦИК М. Вербов", "Секретарь", "(ОСИНКИН)", "Москва, Кремль. 3 мая 1931 г. № 9",
        "Опубликовано в № 9 Известий", "[Извлечение]", "Приложение № 1", "Decree of the Central ", "Article 1. ",
        "\u2028", "\x0c", "\u00a0", "лодки сдать ",
    ]
)  # fmt: skip


@given(pieces=st.lists(PIECES, max_size=40), long=st.booleans())
def test_every_character_once(pieces: list[str], long: bool) -> None:
    text = "".join(pieces) * (20 if long else 1)
    parts = decree.read(Extract(text))
    check(text, tuple(s for part in parts for s in part.segments))
    assert [part.start for part in parts[1:]] == [part.stop for part in parts[:-1]]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            "ДЕКРЕТ\nСОВЕТА ЛОДОЧНИКОВ\nот 3 мая 1919 г. № 492",
            {"type": "декрет", "number": "492", "body": "СОВЕТА ЛОДОЧНИКОВ"},
        ),
        ("Приказ НКВД СССР № 00999 от 3 мая 1937 г.", {"type": "приказ", "number": "00999", "body": "НКВД СССР"}),
        (
            "Из протокола № 12 заседания Политбюро ЦК, п. 3/1",
            {"type": "выписка из протокола", "protocol": "12", "item": "3/1"},
        ),
        ("ЦИРКУЛЯР\nНАРКОМЗЕМА РСФСР", {"type": "циркуляр", "body": "НАРКОМЗЕМА РСФСР"}),
        ("Resolution of the Council of Boatmen\n3 May 1919", {"type": "resolution", "body": "Council of Boatmen"}),
        (
            "(СЗ СССР 1931 г. № 19, ст. 171)\nО налоге",
            {"published": "СЗ СССР 1931 г. № 19, ст. 171", "title": "О налоге"},
        ),
    ],
)
def test_heads(head: str, expected: dict[str, str]) -> None:
    (part,) = decree.read(
        Extract(f"{head}\nВ целях учета лодок установить следующий порядок.\n1. Лодки сдать.\n2. Весла оставить.")
    )
    assert {name: part.metadata.get(name) for name in expected} == expected


def test_signatures_are_not_words() -> None:
    text = "ДЕКРЕТ\nО ЛОДКАХ\n1. Лодки сдать.\n2. Председатель артели отвечает за весла.\nПредседатель\nФ. ОЛЬХОВ"
    (part,) = decree.read(Extract(text))
    assert [text[s.start : s.stop] for s in part.segments if s.kind == "paragraph"] == [
        "1. Лодки сдать.",
        "2. Председатель артели отвечает за весла.",
    ]
    assert part.metadata["signatories"] == "Председатель Ф. ОЛЬХОВ"


@pytest.mark.parametrize(
    "line", ["Заозерская " * 40_000, "(" * 100_000, "А" * 200_000, "А. " * 60_000, "№ 1 " * 60_000, "...\n" * 60_000]
)
def test_hostile_lines_are_read_to_the_end(line: str) -> None:
    decree.read(Extract(line))
