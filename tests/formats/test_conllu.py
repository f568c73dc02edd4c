"""CoNLL-U as others write it: the text out of its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.errors import SourceError
from sovnlp.formats.conllu import extract


def lines(*words: str) -> str:
    """Rows of ``form`` or ``number form misc`` in ten columns."""
    rows = []
    for number, word in enumerate(words, start=1):
        first, form, misc = word.split(" ") if " " in word else (str(number), word, "_")
        rows.append("\t".join([first, form, "_", "X", "_", "_", "_", "_", "_", misc]))
    return "\n".join(rows) + "\n\n"


TREEBANK = (
    "# newdoc id = a\n# meta::title = Мост\n# date = 1931\n# newpar\n# sent_id = 1\n# text = Мост цел, да.\n"
    + lines("Мост", "цел", ",", "да", ".")
    + "# sent_id = 2\n# text = no such words\n"
    + lines("1-2 изо SpaceAfter=No", "1 из _", "2 о _", "2.1 пусто _", "3 . SpacesAfter=\\n\\n")
    + "# newpar\n# text = Да\n"
    + lines("Да")
    + "# newdoc\n# speaker = Луговая\n"
    + lines("Дрова")
    + "# speaker = Луговая\n"
    + lines("где")
    + "# speaker = Осинкин\n"
    + lines("Там")
)


def test_treebank() -> None:
    first, second = extract(TREEBANK.encode())
    assert first.text == "Мост цел, да. изо.\n\nДа"
    assert first.metadata == {"title": "Мост", "date": "1931"}
    assert first.paragraphs == ((0, 18, "paragraph"), (20, 22, "paragraph"))
    assert second.text == "Дрова где\nТам"
    assert [(s.kind, s.turn, s.speaker) for s in second.segments] == [
        ("speech", 1, "Луговая"),
        ("speech", 2, "Осинкин"),
    ]


def test_faulty_lines_are_told() -> None:
    (found,) = extract((lines("Мост") + "x\ty\nz\n" + lines("цел")).encode())
    assert found.text == "Мост цел"
    assert "line 3 and 1 more" in found.problems[0].what


def test_other_columns() -> None:
    (found,) = extract("# global.columns = ID FORM X:Y\n1\tМост\ta\n2\tцел\tb\n".encode())
    assert found.text == "Мост цел"


def test_a_range_of_any_length() -> None:
    assert extract(lines("1-999999999 Да _", "2 нет _").encode())[0].text == "Да"


@pytest.mark.parametrize("data", [b"", b"# newdoc\n", b"word\n"])
def test_no_word(data: bytes) -> None:
    with pytest.raises(SourceError):
        extract(data)


@given(st.lists(st.one_of(st.sampled_from(TREEBANK.split("\n")), st.text(max_size=9), st.sampled_from(
    ["# kind = speech", "# turn = 1e9", "# newpar", "1\tа\t_\t_\t_\t_\t_\t_\t_\tSpacesAfter=\\ud800|SpacesInToken="]
)), max_size=20).map("\n".join))  # fmt: skip
def test_whatever_comes(content: str) -> None:
    try:
        found = extract(content.encode("utf-8", "replace"))
    except SourceError:
        return
    for text in found:
        text.text.encode()
        for start, stop in [(s.start, s.stop) for s in text.segments] + [p[:2] for p in text.paragraphs]:
            assert 0 <= start < stop <= len(text.text)
