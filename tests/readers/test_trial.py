"""What the cases under ``cases/trial`` do not show: narration among answers, long speeches, hostile text."""

from __future__ import annotations

import pytest

from sovnlp.document import Extract
from sovnlp.readers import trial


def kinds(text: str) -> list[tuple[str, str | None]]:
    seen: dict[int, tuple[str, str | None]] = {}
    for part in trial.read(Extract(text)):
        for segment in part.segments:
            if segment.turn and segment.kind not in ("stage", "interjection"):
                seen.setdefault(segment.turn, (segment.kind, segment.speaker))
    return list(seen.values())


def test_the_accused_are_spoken_of_in_a_speech_for_the_prosecution() -> None:
    speech = " ".join(["The accused Fernov admits that he took the oil. Fernov says so himself."] * 60)
    text = (
        "THE PRESIDENT: Comrade Ternovsky has the floor.\n"
        f"TERNOVSKY: Comrades Judges! {speech}\nThe accused Fernov lies.\nFERNOV: No!"
    )
    assert kinds(text) == [("speech", "THE PRESIDENT"), ("speech", "TERNOVSKY"), ("speech", "FERNOV")]


def test_first_person_after_an_answer_is_no_narration() -> None:
    text = (
        "EXAMINATION OF THE ACCUSED FERNOV The Court then proceeds to examine the accused Fernov of the third shop. "
        "Ternovsky: When was it? Fernov: In spring. In reply to my question Birchov said that Fernov, that is I, "
        "should wait. I waited. Ternovsky: And then? Fernov: Nothing. Ternovsky: Nothing? Fernov: No."
    )
    assert [kind for kind, _ in kinds(text)] == ["narration", *["question", "answer"] * 3]


def test_an_answer_follows_a_question_only() -> None:
    text = (
        "ТЕРНОВСКИЙ: Где ключ?\nЛОПУХОВ: В сенях.\nМОХОВ: Нет, в чулане.\nТЕРНОВСКИЙ: Так.\nЛОПУХОВ: Да.\n"
        "ТЕРНОВСКИЙ: А замок?\nМОХОВ: Цел."
    )
    assert [kind for kind, _ in kinds(text)] == [
        "question",
        "answer",
        "speech",
        "speech",
        "speech",
        "question",
        "answer",
    ]


@pytest.mark.parametrize(
    "text",
    ["Fernov: Yes. " * 15_000, "The accused " * 20_000, "A. B. " * 40_000, "EXAMINATION " * 15_000,
     '"' * 100_000, ", says " * 30_000, "Fernov (to " * 15_000, "[Signed] " * 15_000,
     "Вечернее заседание 5 марта\n" * 3_000, "X. says: " * 15_000],
)  # fmt: skip
def test_hostile_text_is_read_to_the_end(text: str) -> None:
    trial.read(Extract(text))
    trial.read(Extract(f"Ternovsky: Who? Fernov: I. Ternovsky: You? Fernov: Yes. {text}"))


def test_headings_in_running_text_do_not_overlap() -> None:
    whole = f"TERNOVSKY: {'The oil was in the third shop. ' * 15}{'EXAMINATION OF FERNOV ' * 5}Ternovsky: Yes?"
    reached = 0
    for part in trial.read(Extract(whole)):
        for segment in part.segments:
            assert not whole[reached : segment.start].strip()
            assert reached <= segment.start < segment.stop
            reached = segment.stop
    assert not whole[reached:].strip()
