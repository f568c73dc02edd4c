"""VRT as others write it: the text out of its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.errors import SourceError
from sovnlp.formats.vrt import extract

CORPUS = """<?xml version="1.0" encoding="UTF-8"?>
<!-- #vrt positional-attributes: pos word -->
<corpus name="mail">
<text id="t1" title="Заметка &quot;Мост&quot;" date="1931" place="Заозерск" lang="ru">
<head>
<s>
NOUN	Мост
</s>
</head>
<p>
<s n="1">
NOUN	Мост
VERB	цел
<g/>
PUNCT	,
ADV	&lt;так&gt;
</s>
<s>
INTJ	Да
<g/>
PUNCT	!
</s>
</p>
</text>
<text title="Спор">
<u who="Луговая">
NOUN	Дрова
ADV	где
<g/>
PUNCT	?
</u>
<u who="Осинкин">
ADV	Там
</u>
</text>
</corpus>
"""


def test_corpus() -> None:
    first, second = extract(CORPUS.encode())
    assert first.text == "Мост\nМост цел, <так> Да!"
    assert first.metadata == {
        "title": 'Заметка "Мост"', "date": "1931", "place": "Заозерск", "language": "ru", "name": "mail"
    }  # fmt: skip
    assert first.paragraphs == ((0, 4, "heading"), (5, 24, "paragraph"))
    assert not first.segments
    assert second.text == "Дрова где?\nТам"
    assert [(s.kind, s.turn, s.speaker) for s in second.segments] == [
        ("speech", 1, "Луговая"),
        ("speech", 2, "Осинкин"),
    ]


def test_words_without_any_tag() -> None:
    (found,) = extract("Мост\tNOUN\nцел\tVERB\n<\tSYM\n".encode())
    assert found.text == "Мост цел <"


def test_a_file_that_breaks_off() -> None:
    (found,) = extract("<text>\nМост\n".encode())
    assert found.problems[0].what == "the file breaks off"


@pytest.mark.parametrize("data", [b"<text>\n</text>\n", b"", b"\0", b"<s/>"])
def test_no_word(data: bytes) -> None:
    if data == b"\0":
        assert extract(data)[0].text == "\ufffd"
        return
    with pytest.raises(SourceError):
        extract(data)


@pytest.mark.parametrize(
    "line",
    ["<text " + "a" * 300_000 + ">", "<!-- #vrt positional-attributes: " + " " * 300_000, "<a" + " " * 300_000 + "<>"],
)
def test_long_lines_take_no_time(line: str) -> None:
    assert extract(f"{line}\nМост\n".encode())[0].text.endswith("Мост")


ODD = st.sampled_from(
    [
        '<seg kind="speech" turn="x" before="\\ud800">',
        '<s space="0:\\n 1=\\ud800 9999999999:x :">',
        "<turn>",
        "<text a='x'>",
    ]
)


@given(st.lists(st.one_of(st.sampled_from(CORPUS.split("\n")), ODD, st.text(max_size=9)), max_size=20).map("\n".join))
def test_whatever_comes(content: str) -> None:
    try:
        found = extract(content.encode("utf-8", "replace"))
    except SourceError:
        return
    for text in found:
        text.text.encode()
        for start, stop in [(s.start, s.stop) for s in text.segments] + [p[:2] for p in text.paragraphs]:
            assert 0 <= start < stop <= len(text.text)
