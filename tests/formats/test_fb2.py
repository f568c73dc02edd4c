"""FB2 books, in the encodings and with the habits of the libraries that make them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sovnlp.document import Extract
from sovnlp.errors import SourceError
from sovnlp.formats import fb2

BOOK = """<?xml version="1.0" encoding="{0}"?>
<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">
<description><title-info><genre>prose</genre><author><first-name>Тит</first-name><middle-name>Лукич</middle-name>
<last-name>Стружкин</last-name></author><book-title>Мост через Ольховку</book-title><annotation><p>Купите книгу!</p>
</annotation><date>2009</date><lang>ru</lang></title-info><document-info><author><nickname>scan</nickname></author>
</document-info></description>
<body><title><p>Тит Стружкин</p><p>Мост</p></title><epigraph><p>Тише едешь.</p><text-author>Поговорка</text-author>
</epigraph><section><title><p>Глава 1</p></title><p>Ольховка <emphasis>разлилась</emphasis><a l:href="#n1"
type="note">[1]</a>, мост снесло.</p><image l:href="#i.png"/><empty-line/><poem><stanza><v>Плывёт бревно,</v>
<v>за ним другое.</v></stanza></poem><subtitle>* * *</subtitle><p>Возы<sup>2</sup> стоят, 10<sup>2</sup> штук.</p>
<table><tr><td>Дрова</td><td>12 возов</td></tr></table></section></body>
<body name="notes"><title><p>Примечания</p></title><section id="n1"><title><p>1</p></title><p>Река.</p><p>Левый
приток.</p></section><section id="n9"><title><p>9</p></title><p>Ничья сноска.</p></section></body>
<binary id="i.png" content-type="image/png">aGVsbG8=</binary></FictionBook>"""


def read(data: bytes) -> Extract:
    (extract,) = fb2.extract(data)
    return extract


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("utf-8", "utf-8"), ("windows-1251", "windows-1251"), ("utf-8", "windows-1251"), ("utf-16", "utf-16")],
)
def test_a_book(declared: str, encoding: str) -> None:
    extract = read(BOOK.format(declared).encode(encoding))
    assert extract.encoding == encoding
    assert extract.text.split("\n") == [
        "Тит Стружкин", "Мост", "Тише едешь.", "Поговорка", "Глава 1", "Ольховка разлилась[1], мост снесло.",
        "1 Река.", "Левый приток.", "Плывёт бревно,", "за ним другое.", "* * *", "Возы2 стоят, 102 штук.",
        "Дрова 12 возов", "9 Ничья сноска.",
    ]  # fmt: skip
    assert extract.metadata == {"title": "Мост через Ольховку", "author": "Тит Лукич Стружкин", "language": "ru"}
    kinds = {extract.text[start:stop]: kind for start, stop, kind in extract.paragraphs}
    assert [line for line, kind in kinds.items() if kind == "heading"] == ["Тит Стружкин", "Мост", "Глава 1", "* * *"]
    apart = [extract.text[segment.start : segment.stop] for segment in extract.apart]
    assert apart == ["[1]", "1 Река.", "Левый приток.", "2", "9 Ничья сноска."]
    assert extract.problems == ()


def test_a_book_that_breaks_off_is_read_so_far() -> None:
    whole = BOOK.format("utf-8").encode()
    extract = read(whole[: whole.index("Плывёт".encode())] + "Плы".encode())
    assert extract.text.split("\n")[5] == "Ольховка разлилась[1], мост снесло."
    assert "breaks off" in extract.problems[0].what


def test_no_entity_is_expanded() -> None:
    lines = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE a [<!ENTITY a0 "ха">{lines}]><FictionBook><body><p>&a9;</p></body></FictionBook>'
    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(SourceError, match="entities"):
            fb2.extract(bomb.encode(encoding))


@pytest.mark.parametrize("data", [b"", b"<", b"<html><body/></html", "Просто текст".encode(), b"<a>" * 5_000])
def test_no_book(data: bytes) -> None:
    with pytest.raises(SourceError):
        for extract in fb2.extract(data):
            assert extract.text == ""
            raise SourceError("empty")


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_damage_is_survived(data: st.DataObject) -> None:
    whole = BOOK.format("utf-8").encode()
    at = data.draw(st.integers(0, len(whole) - 1))
    cut = data.draw(st.integers(0, len(whole)))
    try:
        fb2.extract(whole[:at] + data.draw(st.binary(max_size=8)) + whole[at + 4 : cut])
    except SourceError:
        pass
