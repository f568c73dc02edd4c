"""Summaries: heads, regions and several in one file; any text is read whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.document import Extract
from sovnlp.readers import svodka
from tests.readers.test_readers import check

PIECES = st.sampled_from(
    [
        "\n", "\n\n", " ", ". ", "...", "№ 45 (101) ", "Сов. секретно", "Из сводки ОГПУ № 3 за 3 мая 1931 г.",
        "губ. ", "Заозерская губ. ", "(Госинфсводка, № 5, 3 мая.)", "Украина", "УРАЛ. — ", "В Ивановской области:",
        "1. ", "8. ", "«Дров нет». ", "1 200 310", "Нач. ИНФО ОГПУ Луговой", "(ЛУГОВОЙ)", "Разослано: тт. Полевому",
        "Верно:", "3 мая 1931 г.", "Special message of the OGPU ", "Top secret", "\u2028", "\x0c", "\u00a0",
    ]
)  # fmt: skip


@given(pieces=st.lists(PIECES, max_size=40), long=st.booleans())
def test_every_character_once(pieces: list[str], long: bool) -> None:
    text = "".join(pieces) * (20 if long else 1)
    parts = svodka.read(Extract(text))
    check(text, tuple(s for part in parts for s in part.segments))
    assert [part.start for part in parts[1:]] == [part.stop for part in parts[:-1]]


@pytest.mark.parametrize(
    ("line", "region"),
    [
        ("...Заозерская губ. (Госинфсводка, № 5, 3 февраля.)", "Заозерская губ."),
        ("…Крым. (Бандсводка ОО ГПУ, № 35, 3 марта.)", "Крым"),
        ("УКРАИНА", "УКРАИНА"),
        ("В Ивановской области:", "Ивановская область"),
        ("По Северному краю", "Северный край"),
        ("3. Нижне-Ветлужский край", "Нижне-Ветлужский край"),
        ("Rukhlov district (former Zeya district)", "Rukhlov district"),
        ("In the Lower Volga:", "Lower Volga"),
        ("Настроение кулачества", ""),
        ("«Украина»", ""),
        ("Украина 1 200 3 400", ""),
        ("Урал дал на 3 процента больше прошлого года.", ""),
    ],
)
def test_regions(line: str, region: str) -> None:
    below = "На пристани нет ни дров, ни смолы, и лодки стоят на берегу с осени."
    text = f"Сводка № 1 за 3 мая 1931 г.\nСекретно\n{line}\n{below}"
    (part,) = svodka.read(Extract(text))
    assert part.metadata.get("regions", "") == region


def test_a_date_known_from_outside_stays() -> None:
    text = "Сводка № 1\n4 мая 1931 г.\nДров нет."
    assert svodka.read(Extract(text))[0].date is not None
    assert svodka.read(Extract(text, metadata={"date": "1931-05-05"}))[0].date is None


@pytest.mark.parametrize(
    "line", ["Заозерская " * 40_000, "(" * 100_000, "А" * 200_000, "А. " * 60_000, "№ 1 " * 60_000, "...\n" * 60_000]
)
def test_hostile_lines_are_read_to_the_end(line: str) -> None:
    svodka.read(Extract(line))
