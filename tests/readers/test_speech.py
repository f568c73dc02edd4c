"""A speech is one turn, whatever the hall does meanwhile."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sovnlp.document import Extract
from sovnlp.readers.speech import read

PIECES = st.sampled_from(
    [
        "\n", "\n\n", " ", "О ДРОВАХ\n", "Речь на сходе 9 июля 1930 г.\n", "Товарищи! ", "Дров нет. ", "(Смех.)",
        "(Голос: Верно!)", "Голос с места: Пора!\n", "Вопрос: где? ", "Лес\n", "Печатается впервые\n", "«Правда» № 1\n",
        "Примечания\n", "1. Лес. ", "Л. Луговой\n", "\u2028", "(", "[", "1931\n",
    ]
)  # fmt: skip


@given(pieces=st.lists(PIECES, max_size=40))
def test_every_character_once_and_one_turn(pieces: list[str]) -> None:
    text = "".join(pieces)
    (part,) = read(Extract(text))
    reached = 0
    for segment in part.segments:
        assert reached <= segment.start < segment.stop
        assert not text[reached : segment.start].strip()
        assert text[segment.start : segment.stop].strip() == text[segment.start : segment.stop]
        assert segment.turn in (None, 1)
        reached = segment.stop
    assert not text[reached:].strip()


def test_applause_and_voices_stay_in_the_turn() -> None:
    text = (
        "О ДРОВАХ\nРечь на сходе\nТоварищи! Дров нет. (Смех.)\nГолос с места: Пора!\nИду. (Голос: Верно!)\n«Вести» № 9"
    )
    (part,) = read(Extract(text))
    assert [(s.kind, s.turn, s.speaker) for s in part.segments] == [
        ("heading", None, None),
        ("heading", None, None),
        ("speech", 1, None),
        ("stage", 1, None),
        ("interjection", 1, "Голос с места"),
        ("speech", 1, None),
        ("interjection", 1, "Голос"),
        ("note", None, None),
    ]


def test_marked_headings_are_believed() -> None:
    text = "Лес велик.\nНо дорог нет, и подвоза нет."
    (part,) = read(Extract(text, paragraphs=((0, 10, "heading"), (11, len(text), "paragraph"))))
    assert [(s.kind, s.turn) for s in part.segments] == [("heading", None), ("speech", 1)]


def test_a_title_may_run_into_the_speech() -> None:
    text = "О дровах. Речь 9 июля 1928 г. Товарищи! " + "Дров нет, и подвоза нет. " * 20
    (part,) = read(Extract(text))
    assert [text[s.start : s.stop][:9] for s in part.segments] == ["О дровах.", "Товарищи!"]
