"""One key for a speaker however printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.text.speakers import sounds_like_surname, speaker_id


@pytest.mark.parametrize(
    "spellings",
    [
        ("ЛУГОВОЙ", "Луговой", "тов. Луговой П. П.", "П. П. Луговой", "Lugovoi", "LUGOVOY.", "Comrade P. P. Lugovoi"),
        ("ВЕРБИНСКИЙ", "Вербинский, А. Я.", "A. Ia. Verbinskii", "Verbinsky", "VERBINSKY:", "Прокурор Вербинский"),
        ("Осинкин (НКЛеса)", "Осинкин Фрол Львович", "the accused Osinkin", "Подсудимый Осинкин", "Osinkin (to Mohov)"),
        ("Тер-Мохян", "ТЕР-МОХЯН", "Ter-Mokhian"),
        ("Ходжаев", "Khodjayev", "Khodzhaev"),
        ("Рабинович", "RABINOVICH", "тов. Рабинович"),
    ],
)
def test_spellings_of_one_name(spellings: tuple[str, ...]) -> None:
    assert len({speaker_id(printed) for printed in spellings}) == 1
    assert speaker_id(spellings[0])


def test_other_people_have_other_keys() -> None:
    people = ["Луговой", "Осинкин", "Осин", "Вербов", "Вербинский", "Мохов", "Тер-Мохян"]
    assert len({speaker_id(name) for name in people}) == len(people)


@pytest.mark.parametrize(
    "printed",
    ["Голос с места", "Голоса", "Voice from the floor", "I мужчина", "Вошедший", "Председательствующий",
     "THE PRESIDENT", "The President of the Court", "Прокурор", "ВОПРОС", "", "123", "—", "т."],
)  # fmt: skip
def test_offices_and_voices_name_nobody(printed: str) -> None:
    assert speaker_id(printed) is None


def test_surnames_by_their_ends() -> None:
    assert all(
        map(sounds_like_surname, ["Осинкин", "ЛУГОВОЙ", "Вербенко", "Мохидзе", "Osinkin", "Verbinsky", "Мохов А. Я."])
    )
    assert not any(map(sounds_like_surname, ["Дороги", "Это", "Тут", "The"]))


@given(st.text(max_size=80))
def test_any_text(printed: str) -> None:
    found = speaker_id(printed)
    assert found is None or found
