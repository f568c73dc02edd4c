"""What the cases under ``cases/stenogram`` do not show: leaving out interjections, hostile text, who presides."""

from __future__ import annotations

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
