"""Books, packed as they are sold: a spine of XHTML files with notes, page marks and what is no text."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sovnlp.document import Extract
from sovnlp.errors import SourceError
from sovnlp.formats import epub

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OPS/book.opf"'
    ' media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PAGE = (
    '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11.dtd">'
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head>'
    "<body>{}</body></html>"
)
ONE = PAGE.format(
    '<h1>Мост</h1><p>Ольховка разлилась<a epub:type="noteref" href="#n1">1</a>,&nbsp;мост снесло&mdash;и'
    ' хорошо<sup><a href="notes.xhtml#k7">2</a></sup>.</p><p>До обрыва<span epub:type="pagebreak" title="12"/> страницы'
    ' 10<sup>5</sup> шагов.<img alt="мост" src="a.png"/></p><aside epub:type="footnote" id="n1"><p>1 Река.</p></aside>'
)
TWO = PAGE.format('<h2>Дрова</h2><p>Торф <a id="p13"/>сырой.<br/>Дым стоит.</p>')
NOTES = PAGE.format('<p id="k7"><a href="one.xhtml#r2">2</a> По слухам.</p><p>Просто строка.</p>')
NAV = PAGE.format(
    '<nav epub:type="toc"><ol><li><a href="one.xhtml">Мост</a></li></ol></nav>'
    '<nav epub:type="page-list"><ol><li><a href="two.xhtml#p13">13</a></li></ol></nav>'
)


def packed(files: dict[str, str] | None = None, **more: str) -> bytes:
    files = files or {"one": ONE, "two": TWO, "notes": NOTES, "nav": NAV}
    items = "".join(
        f'<item id="{name}" href="text/{name}.xhtml" media-type="application/xhtml+xml"'
        f' properties="{name if name == "nav" else ""}"/>'
        for name in files
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in files)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Мост через Ольховку</dc:title><dc:creator>Т. Стружкин</dc:creator><dc:language>ru-RU</dc:language>"
        f"<dc:date>2009-01-01</dc:date></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("mimetype", "application/epub+zip")
        box.writestr("META-INF/container.xml", CONTAINER)
        box.writestr("OPS/book.opf", package)
        for name, text in files.items():
            box.writestr(f"OPS/text/{name}.xhtml", text)
        for name, text in more.items():
            box.writestr(f"META-INF/{name}.xml", text)
    return out.getvalue()


def read(data: bytes) -> Extract:
    (extract,) = epub.extract(data)
    return extract


def test_a_book_is_one_text() -> None:
    extract = read(packed())
    assert extract.text.split("\n") == [
        "Мост",
        "Ольховка разлилась1, мост снесло—и хорошо2.",
        "До обрыва страницы 105 шагов.",
        "1 Река.",
        "Дрова",
        "Торф сырой.",
        "Дым стоит.",
        "2 По слухам.",
        "Просто строка.",
    ]
    assert extract.metadata == {"title": "Мост через Ольховку", "author": "Т. Стружкин", "language": "ru"}
    assert [extract.text[start:stop] for start, stop, kind in extract.paragraphs if kind == "heading"] == [
        "Мост",
        "Дрова",
    ]
    apart = [extract.text[segment.start : segment.stop] for segment in extract.apart]
    assert apart == ["1", "2", "1 Река.", "2 По слухам."]
    assert [(extract.text[at : at + 8], page) for at, page in extract.pages] == [
        ("страницы", "12"),
        ("сырой.\nД", "13"),
    ]


def test_a_lost_chapter_is_told() -> None:
    extract = read(packed({"one": ONE, "two": "", "notes": NOTES}))
    assert "По слухам" in extract.text
    assert "1 chapters cannot be read (OPS/text/two.xhtml)" in extract.problems[0].what


def test_a_locked_book_is_told() -> None:
    lock = (
        '<encryption xmlns:e="x"><e:EncryptedData><e:EncryptionMethod Algorithm="{}"/></e:EncryptedData></encryption>'
    )
    with pytest.raises(SourceError, match="DRM"):
        epub.extract(packed(encryption=lock.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")))
    assert read(packed(encryption=lock.format("http://www.idpf.org/2008/embedding"))).text


def test_no_entity_is_expanded() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "ха"><!ENTITY b "&a;&a;&a;">]><html><body><p>&b;</p></body></html>'
    with pytest.raises(SourceError, match="entities"):
        epub.extract(packed({"one": bomb}))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18])
def test_no_book(data: bytes) -> None:
    with pytest.raises(SourceError):
        epub.extract(data)


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_damage_is_survived(data: st.DataObject) -> None:
    whole = packed()
    at = data.draw(st.integers(0, len(whole) - 1))
    cut = data.draw(st.one_of(st.just(len(whole)), st.integers(0, len(whole))))
    try:
        epub.extract(whole[:at] + data.draw(st.binary(max_size=8)) + whole[at + 4 : cut])
    except SourceError:
        pass


@settings(max_examples=80, deadline=None)
@given(markup=st.text(alphabet="<>/&;\"'= apsubr1#[]ж\0\n", max_size=120))
def test_any_chapter_is_survived(markup: str) -> None:
    read(packed({"one": PAGE.format(markup), "two": markup}))
