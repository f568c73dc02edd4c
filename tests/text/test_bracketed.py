"""Names marked inline: what is a mark and what is text, and that the two ways are each other's inverse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.text.bracketed import Span, bracketed, unbracketed


@pytest.mark.parametrize(
    ("marked", "text", "names"),
    [
        ("", "", []),
        ("Без имён.", "Без имён.", []),
        ("[PER Ревякин]", "Ревякин", [(0, 7, "PER")]),
        (
            "[ORG Лесной трест] в [LOC Заречье]",
            "Лесной трест в Заречье",
            [(0, 12, "ORG"), (15, 22, "LOC")],
        ),
        ("[PER Ревякин][PER Громов]", "РевякинГромов", [(0, 7, "PER"), (7, 13, "PER")]),
        ("[так!] и [MISC что-то] и [per Ревякин]", "[так!] и [MISC что-то] и [per Ревякин]", []),
        ("[PER ] [PERРевякин] [PER Ревякин ]", "[PER ] [PERРевякин] [PER Ревякин ]", []),
        ("[PER Ревякин", "[PER Ревякин", []),
        ("[PER Рев[якин]", "[PER Рев[якин]", []),
        ("[[PER Ревякин]]", "[Ревякин]", [(1, 9, "PER")]),
        ("[PER И. П.\nРевякин]", "И. П.\nРевякин", [(0, 13, "PER")]),
    ],
)
def test_unbracketed(marked: str, text: str, names: list[Span]) -> None:
    assert unbracketed(marked) == (text, names)


def test_bracketed_takes_names_in_any_order() -> None:
    names = [(15, 22, "LOC"), (0, 12, "ORG")]
    assert bracketed("Лесной трест в Заречье", names) == "[ORG Лесной трест] в [LOC Заречье]"


@pytest.mark.parametrize("names", [[(0, 5, "PER"), (4, 7, "LOC")], [(0, 7, "PER"), (2, 4, "LOC")]])
def test_names_that_overlap_are_refused(names: list[Span]) -> None:
    with pytest.raises(ValueError, match="overlap"):
        bracketed("Ревякин", names)


@st.composite
def _marked(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A text and names in it that neither overlap nor begin or end in a space."""
    text, names = "", []
    for kind in draw(st.lists(st.sampled_from(["PER", "ORG", "LOC", ""]), max_size=6)):
        piece = draw(st.text("аяAz1 .,(-\n", min_size=1, max_size=8))
        if kind and piece == piece.strip():
            names.append((len(text), len(text) + len(piece), kind))
        text += piece
    return text, names


@given(_marked())
def test_there_and_back(case: tuple[str, list[Span]]) -> None:
    assert unbracketed(bracketed(*case)) == case


@given(st.text("[]PER ORGLOC Яя\n"))
def test_any_text_can_be_read(marked: str) -> None:
    text, names = unbracketed(marked)
    assert all(text[start:stop].strip() for start, stop, _ in names)
    assert [name[1] for name in names] == sorted(name[1] for name in names)
