"""Letters come apart at their headings or archive lines, and head and foot are no part of what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.document import Extract, Segment
from sovnlp.readers.letter import read

PIECES = st.sampled_from(
    [
        "\n", "\n\n", " ", "Прошение\n", "В Заозерский исполком\n", "от Л. Камышева\n", "Прошу починить мост.\n",
        "ЛУГОВОЙ - ОСИНКИНУ\n", "Alderov to Pinev May 3, 1935\n", "С приветом\n", "Л. Камышев\n", "3 мая 1931 г.\n",
        "P.S. ", "[Помета: Читал.]\n", "ГАРФ. Ф. 1. Оп. 1. Д. 1. Л. 1.\n", " " * 30 + "\n", "Дорогой друг!\n", "№ 5\n",
        "СЕКРЕТНО\n", "(Смех.)", "\u2028", "\x0c", "Письмо другу\n", "«", "—", "[1] ",
    ]
)  # fmt: skip


def shown(text: str, **known: str) -> list[tuple[str, int | None, str]]:
    return [
        (s.kind, s.turn, text[s.start : s.stop]) for part in read(Extract(text, metadata=known)) for s in part.segments
    ]


@given(pieces=st.lists(PIECES, max_size=40))
def test_every_character_once(pieces: list[str]) -> None:
    text = "".join(pieces)
    reached = 0
    for part in read(Extract(text)):
        assert part.start <= part.stop <= len(text)
        for segment in part.segments:
            assert part.start <= segment.start < segment.stop <= part.stop
            assert not text[reached : segment.start].strip()
            assert text[segment.start : segment.stop].strip() == text[segment.start : segment.stop]
            reached = segment.stop
    assert not text[reached:].strip()


def test_a_postscript_belongs_to_the_words() -> None:
    text = "Дорогой Роман!\nПишу второй раз.\nТвой Лев\nЛ. Камышев\nP.S. Жена больна."
    assert shown(text) == [
        ("speech", 1, "Дорогой Роман!"),
        ("speech", 1, "Пишу второй раз."),
        ("heading", None, "Твой Лев"),
        ("heading", None, "Л. Камышев"),
        ("speech", 1, "P.S. Жена больна."),
    ]


def test_a_sentence_about_an_office_is_no_signature() -> None:
    text = "В Заозерский исполком\nПросим вернуть лодки.\nПредседатель нас не слушает.\nВаш ответ получили.\nК. Рогоз"
    assert [kind for kind, *_ in shown(text)] == ["heading", "speech", "speech", "speech", "heading"]


def test_a_blanked_line_divides() -> None:
    one = "В Заозерский исполком\nПрошу починить мост.\nЛ. Камышев\n"
    assert len(read(Extract(one + " " * 40 + "\n" + one))) == 2
    assert len(read(Extract("Прошу починить мост.\n" + " " * 40 + "\nПотом и дорогу."))) == 1


def test_a_known_date_is_kept_for_the_caller() -> None:
    text = "Прошу починить мост.\nЛ. Камышев\n3 мая 1931 г."
    assert [part.date and part.date.edtf for part in read(Extract(text))] == ["1931-05-03"]
    assert [part.date for part in read(Extract(text, metadata={"date": "1931-05-04"}))] == [None]


@pytest.mark.parametrize(
    ("heading", "author", "addressee"),
    [
        ("ЛУГОВОЙ - ОСИНКИНУ", "ЛУГОВОЙ", "ОСИНКИНУ"),
        ("ЛУГОВОЙ -- ОСИНКИНУ И РОГОЗУ", "ЛУГОВОЙ", "ОСИНКИНУ И РОГОЗУ"),
        ("Alderov to Pinev February 3, 1935", "Alderov", "Pinev"),
        ("Сухов С. С. — Мокрову М. М.", "Сухов С. С", "Мокрову М. М"),
    ],
)
def test_who_writes_to_whom(heading: str, author: str, addressee: str) -> None:
    (part,) = read(Extract(f"{heading}\nКниги получил, калоши нет."))
    assert part.metadata["author"].rstrip(".") == author
    assert part.metadata["addressee"].rstrip(".") == addressee


def test_only_head_and_foot() -> None:
    for text in ("", "\n", "Прошение", "Л. Камышев\n3 мая 1931 г.", "P.S. И ещё."):
        segments: tuple[Segment, ...] = read(Extract(text))[0].segments
        assert sum(s.kind == "speech" for s in segments) == bool(text.strip())
