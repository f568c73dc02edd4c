"""The sheet: what is written comes back, and what a hand has spoiled is told."""

from __future__ import annotations

import pytest

from sovnlp.errors import SourceError
from sovnlp.scorecard.sheet import About, Entry, Sentence, marks, parsed, shown, written
from sovnlp.text.bracketed import bracketed

ABOUT = About("1999-12-31", 4, 2, 2)
TWO = [
    Sentence("letters/a · b #2", 5, 30, "1928-10-02", "letter", "Пишет [PER Зотов]."),
    Sentence("box.zip!c", 0, 12, "undated", "plain", "# 1. Заречье↵и Луга"),
]


def test_what_is_written_comes_back() -> None:
    about, entries = parsed(written(ABOUT, TWO), "s.txt")
    assert about == ABOUT
    assert entries == [
        Entry(9, "letters/a · b #2", 5, 30, "Пишет [PER Зотов]."),
        Entry(12, "box.zip!c", 0, 12, "# 1. Заречье↵и Луга"),
    ]
    narrowed = About("1999-12-31", 4, 2, 2, "ru, letter", marked=True)
    assert parsed(written(narrowed, TWO), "s.txt")[0] == narrowed


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems(end: str) -> None:
    text = written(ABOUT, TWO)
    assert parsed(text.replace("\n", end), "s.txt") == parsed(text, "s.txt")


def test_a_sentence_may_be_deleted_with_or_without_its_heading() -> None:
    text = written(ABOUT, TWO)
    (left,) = parsed(text.replace("Пишет [PER Зотов].\n", ""), "s.txt")[1]
    assert left.document == "box.zip!c"
    first, second = text.split("\n# 1 · ")
    (left,) = parsed(first + second.partition("\n\n")[2], "s.txt")[1]
    assert left.document == "box.zip!c"


def test_a_line_that_an_editor_has_broken_is_told() -> None:
    with pytest.raises(SourceError, match="s.txt, line 10: words that belong to no sentence: «Зотов"):
        parsed(written(ABOUT, TWO).replace("[PER Зотов]", "\nЗотов]"), "s.txt")
    with pytest.raises(SourceError, match="line 1: not the first line of a sample"):
        parsed("[PER Зотов] пишет.\n", "s.txt")


def test_a_text_is_shown_on_one_line_of_the_same_length() -> None:
    text = "а\nб\r\u2028в\u00a0г\tд\x0bе\x1b[1mж\u202eз\x85и\x1fк"
    assert len(shown(text)) == len(text)
    assert shown(text) == "а↵б↵↵в г д↵е\ufffd[1mж\ufffdз↵и к"
    assert shown(shown(text)) == shown(text)


@pytest.mark.parametrize(
    ("text", "marked", "names"),
    [
        ("Пишет Зотов.", "Пишет [PER Зотов].", [(6, 11, "PER")]),
        ("Зотов, Луга", "[PER Зотов], [LOC Луга]", [(0, 5, "PER"), (7, 11, "LOC")]),
        ("Зотов", "[PER  Зотов ]", None),
        ("Зотов пишет", "[PER Зотов ]пишет", [(0, 5, "PER")]),
        ("Р[ыков] и З[отов", "[PER Р[ыков]] и [PER З[отов]", [(0, 7, "PER"), (10, 16, "PER")]),
        ("[Там был Зотов]", "[Там был [PER Зотов]]", [(9, 14, "PER")]),
        ("[Зотов] [так!]", "[PER [Зотов]] [так!]", [(0, 7, "PER")]),
        # What looks like a mark in the source is text, as long as it stands as it was.
        ("см. [PER Зотов] и Лугу", "см. [PER Зотов] и [LOC Лугу]", [(18, 22, "LOC")]),
        ("см. [PER Зотов]", "см. [PER [PER Зотов]]", [(9, 14, "PER")]),
        ("", "", []),
    ],
)
def test_marks_are_read_beside_the_text(text: str, marked: str, names: list[tuple[int, int, str]] | None) -> None:
    if names is None:
        with pytest.raises(ValueError, match="differ"):
            marks(marked, text)
    else:
        assert marks(marked, text) == names
        assert marks(bracketed(text, names), text) == names or text.startswith("см. [PER Зотов]")


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("Пишет [PERS Зотов] в Лугу", "no type of name 'PERS', only PER, ORG, LOC"),
        ("Пишет [PER Зотов в Лугу", "a mark is not closed: «.PER Зотов в Лугу»"),
        ("Пишет [PER Зотов в [LOC Лугу]]", "a mark within a mark at «.LOC"),
        ("Пишет [PER ]Зотов в Лугу", "nothing in a mark"),
        ("Пишет Зотов в Лугу.", "differ from those of the document at «.»"),
        ("Пишет Зотова в Лугу", "differ from those of the document at «а в Лугу»"),
        ("Пишет Зотов", "the end of the sentence is missing: « в Лугу»"),
        ("Пишет Зотов] в Лугу", "differ from those of the document at «] в Лугу»"),
    ],
)
def test_a_line_that_does_not_fit_is_told(marked: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        marks(marked, "Пишет Зотов в Лугу")
