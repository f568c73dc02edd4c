"""Segments hold every character that is not blank once, and turns are those printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.document import GENRES, SEGMENT_KINDS, Extract, Segment
from sovnlp.readers import READERS


def shown(genre: str, text: str) -> list[tuple[str, int | None, str | None, str]]:
    return [(s.kind, s.turn, s.speaker, text[s.start : s.stop]) for s in READERS[genre](Extract(text))[0].segments]


def check(text: str, segments: tuple[Segment, ...]) -> None:
    reached = 0
    for segment in segments:
        assert reached <= segment.start < segment.stop <= len(text)
        assert not text[reached : segment.start].strip()
        assert text[segment.start : segment.stop].strip() == text[segment.start : segment.stop]
        assert segment.kind in SEGMENT_KINDS
        reached = segment.stop
    assert not text[reached:].strip()


PIECES = st.sampled_from(
    [
        "\n", "\n\n", " ", ". ", ": ", "(", ")", "[", "]", "— ", "ЛУГОВОЙ. ", "ЛУГОВОЙ: ", "Луговой: ",
        "Голос с места: ", "(Смех.)", "(Камышев. А уголь?)", "ВОПРОС: ", "ОТВЕТ: ", "Question: ", "THE PRESIDENT: ",
        "I мужчина: ", "22.30\n",
        "слово ", "Дороги размыты. ", "\u2028", "\x0c", "\u00a0", "(пауза)", "Записано с моих слов верно.", "«", "»",
    ]
)  # fmt: skip


@pytest.mark.parametrize("genre", sorted(set(GENRES) & {"stenogram", "trial", "interrogation", "plain"}))
@given(pieces=st.lists(PIECES, max_size=40), long=st.booleans())
def test_every_character_once(genre: str, pieces: list[str], long: bool) -> None:
    text = "".join(pieces) * (30 if long else 1)
    check(text, tuple(s for part in READERS[genre](Extract(text)) for s in part.segments))


@given(text=st.text(max_size=200))
def test_any_text(text: str) -> None:
    for genre in READERS:
        check(text, tuple(s for part in READERS[genre](Extract(text)) for s in part.segments))


def test_every_genre_has_a_reader() -> None:
    assert tuple(READERS) == GENRES


def test_paragraphs_and_headings() -> None:
    text = "О ходе сева\nДоклад в депо\n\nТоварищи! Дороги размыты.\nМост не починен.\nО ДРОВАХ\nДров нет."
    assert [(kind, words) for kind, _, _, words in shown("plain", text)] == [
        ("heading", "О ходе сева"),
        ("heading", "Доклад в депо"),
        ("paragraph", "Товарищи! Дороги размыты."),
        ("paragraph", "Мост не починен."),
        ("heading", "О ДРОВАХ"),
        ("paragraph", "Дров нет."),
    ]


def test_lines_broken_by_hand_are_one_paragraph() -> None:
    block = (
        "Весной дороги размыло, и подвоз дров\nк станции прекратился до самого\n"
        "конца апреля, так что депо стояло\nбез угля и без дров."
    )
    assert len(shown("plain", f"{block}\n\n{block}\n\n{block}")) == 3


STENOGRAM = """СТЕНОГРАММА СОВЕЩАНИЯ
Луговой (председательствующий.) Слово имеет т. Осинкин.
ОСИНКИН. Товарищи, о дровах. (Голос с места. Громче.) Повторяю: о дровах. (Смех.)
Дров нет (совсем нет), и подвоза нет.
(Камышев. А уголь?) Про уголь скажете вы.
КАМЫШЕВ: Скажу. (Аплодисменты.)
Голос с места: Правильно!
КАМЫШЕВ: Итак, об угле.
(Перерыв.)
Вывод: угля нет."""


def test_stenogram() -> None:
    assert shown("stenogram", STENOGRAM) == [
        ("heading", None, None, "СТЕНОГРАММА СОВЕЩАНИЯ"),
        ("heading", None, None, "Луговой (председательствующий.)"),
        ("speech", 1, "Луговой", "Слово имеет т. Осинкин."),
        ("heading", None, None, "ОСИНКИН."),
        ("speech", 2, "ОСИНКИН", "Товарищи, о дровах."),
        ("interjection", 2, "Голос с места", "(Голос с места. Громче.)"),
        ("speech", 2, "ОСИНКИН", "Повторяю: о дровах."),
        ("stage", 2, None, "(Смех.)"),
        ("speech", 2, "ОСИНКИН", "Дров нет (совсем нет), и подвоза нет."),
        ("interjection", 2, "Камышев", "(Камышев. А уголь?)"),
        ("speech", 2, "ОСИНКИН", "Про уголь скажете вы."),
        ("heading", None, None, "КАМЫШЕВ:"),
        ("speech", 3, "КАМЫШЕВ", "Скажу."),
        ("stage", 3, None, "(Аплодисменты.)"),
        ("heading", None, None, "Голос с места:"),
        ("interjection", 3, "Голос с места", "Правильно!"),
        ("heading", None, None, "КАМЫШЕВ:"),
        ("speech", 4, "КАМЫШЕВ", "Итак, об угле."),
        ("stage", 4, None, "(Перерыв.)"),
        ("speech", 4, "КАМЫШЕВ", "Вывод: угля нет."),
    ]


def test_office_of_the_chair() -> None:
    segments = READERS["stenogram"](Extract("THE PRESIDENT: Be seated.\nLUGOVOI: Yes.\nTHE PRESIDENT: Go on."))[
        0
    ].segments
    assert [(s.speaker, s.office) for s in segments if s.kind == "speech"] == [
        ("THE PRESIDENT", "THE PRESIDENT"),
        ("LUGOVOI", None),
        ("THE PRESIDENT", "THE PRESIDENT"),
    ]


def test_wiretap() -> None:
    text = "22.30\nI мужчина: Что? (пауза)\nII мужчина: Ничего.\n(молчат)\n23.00 (читает)\nI мужчина: Холодно."
    assert [(kind, speaker) for kind, _, speaker, _ in shown("stenogram", text) if kind != "heading"] == [
        ("stage", None),
        ("speech", "I мужчина"),
        ("stage", None),
        ("speech", "II мужчина"),
        ("stage", None),
        ("stage", None),
        ("speech", "I мужчина"),
    ]


FLAT = (
    "Evening Session THE PRESIDENT: We shall now hear the accused Osinkin. Osinkin: I have a request. KAMYSHEV: "
    "What is it? Osinkin (after a silence): To speak of the wood. KAMYSHEV. The wood was there. THE PRESIDENT: "
    "The first question to the accused Osinkin: Where was the wood? Osinkin: Behind the river, as I told Rybin, and "
    "Rybin knows it: he saw it. KAMYSHEV (to Rybin): Is it so? Rybin: It is. KAMYSHEV: And then? Rybin: It burned. "
    "Osinkin: It did not burn at all, it was carried away in the spring, when the bridge fell, and nobody counted it."
)


def test_labels_in_running_text() -> None:
    speakers = [speaker for kind, _, speaker, _ in shown("trial", FLAT) if kind != "heading"]
    assert speakers == [
        "THE PRESIDENT", "Osinkin", "KAMYSHEV", "Osinkin", "KAMYSHEV", "THE PRESIDENT", "Osinkin", "KAMYSHEV", "Rybin",
        "KAMYSHEV", "Rybin", "Osinkin",
    ]  # fmt: skip
