"""What the cases under ``cases/stenogram`` do not show: leaving out interjections, hostile text, who presides."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable

import pytest

from sovnlp.document import Extract, Segment
from sovnlp.readers import stenogram

MEETING = """Луговой (председательствующий). Слово имеет т. Осинкин.

Осинкин. О дровах. (Смех.) Дров нет. (Голос с места. Есть!) Нет. (Вербов. Есть.) Нет и нет.

Голос с места. Есть!

Повторяю: нет. (Шум.)

Луговой. Кончайте, т. Осинкин.

Осинкин. Кончаю.
"""


def said(segments: tuple[Segment, ...]) -> list[tuple[int, str | None]]:
    """Turn and speaker of what is said, each pair once in a row."""
    pairs: list[tuple[int, str | None]] = []
    for segment in segments:
        if segment.turn and segment.kind == "speech" and (not pairs or pairs[-1] != (segment.turn, segment.speaker)):
            pairs.append((segment.turn, segment.speaker))
    return pairs


def test_leaving_out_interjections_neither_merges_nor_splits_turns() -> None:
    (part,) = stenogram.read(Extract(MEETING))
    kept = tuple(s for s in part.segments if s.kind not in ("stage", "interjection"))
    assert said(kept) == said(part.segments) == [(1, "Луговой"), (2, "Осинкин"), (3, "Луговой"), (4, "Осинкин")]
    assert {s.turn for s in part.segments if s.kind in ("stage", "interjection")} == {2}


def test_labels_are_not_words_that_were_said() -> None:
    (part,) = stenogram.read(Extract(MEETING))
    labels = [s for s in part.segments if s.editorial]
    assert [MEETING[s.start : s.stop] for s in labels][:2] == ["Луговой (председательствующий).", "Осинкин."]
    assert all(s.kind == "heading" and s.turn is None for s in labels)


def test_a_name_at_the_start_of_a_sentence_is_no_label() -> None:
    text = (
        "ЛУГОВОЙ: Начнём.\nХорошо. Мост готов.\nЗадача: чинить дорогу.\nОСИНКИН: Да.\nВывод: мост готов.\nЛУГОВОЙ: Всё."
    )
    (part,) = stenogram.read(Extract(text))
    assert [speaker for _, speaker in said(part.segments)] == ["ЛУГОВОЙ", "ОСИНКИН", "ЛУГОВОЙ"]


@pytest.mark.parametrize(
    "text",
    ["А" * 200_000, "А. " * 70_000, "(" * 100_000, "[(" * 50_000, "Луговой (" * 20_000, "Луговой. " * 20_000,
     ": " * 100_000,
     "А-" * 100_000, "ЛУГОВОЙ ОСИНКИН " * 15_000, "12.30\n" * 30_000, "Голос с места " * 15_000, "Т. т. " * 30_000,
     "\n" * 200_000, "слово имеет " * 15_000, "I мужчина:\n" * 15_000, "«" * 100_000],
)  # fmt: skip
def test_hostile_text_is_read_to_the_end(text: str) -> None:
    stenogram.read(Extract(text))


TALK = [
    (
        "ЛУГОВОЙ",
        "Начнём. Слово имеет товарищ Осинкин, которого все давно ждут и который приехал с Каменки только вчера.",
    ),
    (
        "ОСИНКИН",
        "Товарищи! Плоты стоят, воды нет, а правление молчит, хотя мы писали ему и весной, и летом. Вербов знает.",
    ),
    ("ВЕРБОВ", "Не знаю."),
    ("ОСИНКИН", "Знает. Был он на мели вместе с Луговым? Был. Луговой: человек занятой, он забыл, а Вербов помнит."),
    ("ЛУГОВОЙ", "Кончайте, время."),
    ("ВЕРБОВ", "Позвольте и мне сказать о плотах, потому что дело не в воде, а в канате, который гнил всю зиму."),
    ("ОСИНКИН", "Канат цел."),
    ("ЛУГОВОЙ", "Перерыв."),
]

PRINTED: dict[str, Callable[[str, str], str]] = {
    "as it is": lambda name, words: f"{name}: {words}",
    "in small letters": lambda name, words: f"{name.capitalize()}: {words}",
    "with a stop": lambda name, words: f"{name.capitalize()}. {words}",
    "without a space": lambda name, words: f"{name}:{words}",
    "stop without a space": lambda name, words: f"{name.capitalize()}.{words}",
    "with a dash": lambda name, words: f"{name} — {words}",
    "label on its own line": lambda name, words: f"{name}:\n{words}",
    "name on its own line": lambda name, words: f"{name}\n{words}",
    "spaced out": lambda name, words: f"{' '.join(name)}: {words}",
    "broken lines": lambda name, words: textwrap.fill(f"{name}: {words}", 60),
    "laughter between": lambda name, words: f"{name}: {words}\n(Смех.)",
    "indented": lambda name, words: f"    {name}: {words}",
}


@pytest.mark.parametrize("printed", PRINTED)
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n\n\n", "\r\n"])
def test_turns_are_the_same_however_they_are_printed(printed: str, between: str) -> None:
    text = between.join(PRINTED[printed](name, words) for name, words in TALK)
    (part,) = stenogram.read(Extract(text))
    turns: dict[int, tuple[str, str]] = {}
    for segment in part.segments:
        if segment.turn and segment.kind == "speech":
            name = re.sub(r"\s", "", segment.speaker or "").upper()
            words = f"{turns.get(segment.turn, ('', ''))[1]} {text[segment.start : segment.stop]}"
            turns[segment.turn] = name, " ".join(words.split())
    assert list(turns.values()) == TALK


def test_turns_are_the_same_where_line_ends_are_lost() -> None:
    text = " ".join(f"{name}: {words}" for name, words in TALK)
    (part,) = stenogram.read(Extract(text))
    assert [speaker for _, speaker in said(part.segments)] == [name for name, _ in TALK]
