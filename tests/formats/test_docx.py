"""Word documents, written with python-docx and, for what it cannot write, as XML."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.enum.text import WD_BREAK
from hypothesis import given, settings
from hypothesis import strategies as st

from sovnlp.document import Extract
from sovnlp.errors import SourceError
from sovnlp.formats import docx as reader

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def packed(body: str, **parts: str) -> bytes:
    """A document of bare XML, without styles, properties or relationships."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            box.writestr(f"word/{name}.xml", xml)
    return out.getvalue()


def read(data: bytes) -> Extract:
    (extract,) = reader.extract(data)
    return extract


def apart(extract: Extract) -> list[str]:
    return [extract.text[segment.start : segment.stop] for segment in extract.apart]


def test_headings_tables_and_properties() -> None:
    document = docx.Document()
    document.core_properties.title = "Отчёт о мосте"
    document.core_properties.author = "Т. Стружкин"
    document.add_heading("О мосте", 0)
    document.add_heading("Брёвна", 2)
    document.add_paragraph("Мост не по\u00adчинен.")
    table = document.add_table(rows=0, cols=2)
    for left, right in (("Дрова", "12 возов"), ("Уголь", "3 воза")):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = left, right
    long = table.add_row().cells
    long[0].text = "Первый абзац.\nстрока"
    long[0].add_paragraph("Второй абзац.")
    document.add_paragraph("Конец.")
    document.sections[0].header.paragraphs[0].text = "Колонтитул"
    extract = read(saved(document))
    assert extract.text.split("\n") == [
        "О мосте", "Брёвна", "Мост не починен.", "Дрова 12 возов", "Уголь 3 воза",
        "Первый абзац.", "строка", "Второй абзац.", "Конец.",
    ]  # fmt: skip
    assert [kind for _, _, kind in extract.paragraphs][:3] == ["heading", "heading", "paragraph"]
    assert extract.metadata == {"title": "Отчёт о мосте", "author": "Т. Стружкин"}
    assert extract.problems == ()


def test_the_program_is_no_author() -> None:
    assert read(saved(docx.Document())).metadata == {}


def test_pages_are_counted_once() -> None:
    document = docx.Document()
    document.add_paragraph("Раз.").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Два.")
    extract = read(saved(document))
    assert [(extract.text[at:], label) for at, label in extract.pages] == [("Раз.\nДва.", "1"), ("Два.", "2")]
    twice = "<w:p><w:r><w:t>Раз.</w:t><w:br w:type='page'/></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>Два."
    assert read(packed(f"{twice}</w:t></w:r></w:p>")).pages == extract.pages


def test_tracked_changes_are_accepted() -> None:
    body = (
        "<w:p><w:r><w:t xml:space='preserve'>Мост </w:t></w:r><w:del><w:r><w:delText>не </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t xml:space='preserve'>уже </w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>тут</w:t></w:r></w:moveFrom>"
        "<w:hyperlink><w:r><w:t>починен</w:t></w:r></w:hyperlink><w:r><w:rPr><w:vanish/></w:rPr><w:t>тайно</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space='preserve'>Возы </w:t></w:r></w:p>"
        "<w:p><w:r><w:t>едут.</w:t></w:r></w:p>"
    )
    assert read(packed(body)).text == "Мост уже починен\nВозы едут."


def test_fields_give_what_they_show() -> None:
    body = (
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>DATE \\@</w:instrText>"
        "<w:fldChar w:fldCharType='separate'/><w:t>3 мая</w:t><w:fldChar w:fldCharType='end'/></w:r>"
        "<w:r><w:tab/><w:t>1931</w:t><w:noBreakHyphen/><w:t>й</w:t></w:r></w:p>"
    )
    assert read(packed(body)).text == "3 мая 1931-й"


def test_notes_stand_after_their_paragraph() -> None:
    body = (
        "<w:p><w:r><w:t>Мост</w:t><w:footnoteReference w:id='2'/></w:r><w:r><w:t xml:space='preserve'> стоит</w:t>"
        "<w:endnoteReference w:id='2'/><w:t>.</w:t><w:commentReference w:id='0'/></w:r></w:p>"
        "<w:p><w:r><w:t>Дальше.</w:t></w:r></w:p>"
    )
    note = "<w:{0}s {1}><w:{0} w:type='separator' w:id='0'><w:p/></w:{0}><w:{0} w:id='2'>{2}</w:{0}></w:{0}s>"
    first = "<w:p><w:r><w:footnoteRef/><w:t xml:space='preserve'> Через Ольховку.</w:t></w:r></w:p>"
    second = "<w:p><w:r><w:t>Ныне разобран.</w:t></w:r></w:p><w:p><w:r><w:t>См. план.</w:t></w:r></w:p>"
    extract = read(
        packed(body, footnotes=note.format("footnote", W, first), endnotes=note.format("endnote", W, second))
    )
    assert extract.text.split("\n") == [
        "Мост[1] стоит[2].", "[1] Через Ольховку.", "[2] Ныне разобран.", "См. план.", "Дальше.",
    ]  # fmt: skip
    assert apart(extract) == ["[1]", "[2]", "[1] Через Ольховку.", "[2] Ныне разобран.", "См. план."]
    assert [extract.text[start:stop] for start, stop, _ in extract.paragraphs] == ["Мост[1] стоит[2].", "Дальше."]
    assert "1 comments" in extract.problems[0].what


def test_a_text_box_is_read_once() -> None:
    inner = "<w:txbxContent><w:p><w:r><w:t>В рамке.</w:t></w:r></w:p></w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        f"<mc:Choice>{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent>"
        "<w:t>Около рамки.</w:t></w:r></w:p>"
    )
    assert read(packed(body)).text == "Около рамки.\nВ рамке."


def test_tables_within_tables_and_wrapped_cells() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    inner = f"<w:tbl><w:tr>{cell.format('В')}{cell.format('Г')}</w:tr></w:tbl>"
    wrapped = f"<w:sdt><w:sdtContent>{cell.format('Б')}</w:sdtContent></w:sdt>"
    body = f"<w:tbl><w:tr>{cell.format('А')}{wrapped}</w:tr><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    assert read(packed(body)).text == "А Б\nВ\nГ"


def test_headings_by_name_level_and_descent() -> None:
    styles = (
        f"<w:styles {W}><w:style w:styleId='a1'><w:name w:val='Заголовок 1'/></w:style>"
        "<w:style w:styleId='a2'><w:name w:val='Мой'/><w:basedOn w:val='a1'/></w:style>"
        "<w:style w:styleId='a3'><w:name w:val='Глава'/><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style></w:styles>"
    )
    body = "".join(
        f"<w:p><w:pPr><w:pStyle w:val='a{n}'/></w:pPr><w:r><w:t>Строка {n}</w:t></w:r></w:p>" for n in range(5)
    )
    kinds = [kind for _, _, kind in read(packed(body, styles=styles)).paragraphs]
    assert kinds == ["paragraph", "heading", "heading", "heading", "paragraph"]


def test_what_breaks_off_is_read_so_far() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("word/document.xml", f"<w:document {W}><w:body><w:p><w:r><w:t>Есть.</w:t></w:r></w:p><w:p><w:r>")
    extract = read(out.getvalue())
    assert extract.text == "Есть."
    assert "breaks off" in extract.problems[0].what


BOMB = "<!DOCTYPE a [<!ENTITY a 'ха'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_entity_is_expanded(encoding: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        body = f"{BOMB}<w:document {W}><w:body><w:p><w:r><w:t a='&b;'>&b;</w:t></w:r></w:p></w:body></w:document>"
        box.writestr("word/document.xml", body.encode(encoding))
    with pytest.raises(SourceError, match="entities"):
        reader.extract(out.getvalue())


def test_a_zip_bomb_is_not_opened() -> None:
    with pytest.raises(SourceError, match="bomb"):
        reader.extract(packed("<w:p/>" + " " * 3_000_000))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"\xd0\xcf\x11\xe0"])
def test_no_document(data: bytes) -> None:
    with pytest.raises(SourceError):
        reader.extract(data)


def test_deep_nesting_is_survived() -> None:
    deep = (
        "<w:p><w:r><w:txbxContent>" * 600
        + "<w:p><w:r><w:t>Дно.</w:t></w:r></w:p>"
        + "</w:txbxContent></w:r></w:p>" * 600
    )
    assert len(read(packed(deep)).text) < 10


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_damage_is_survived(data: st.DataObject) -> None:
    document = docx.Document()
    document.add_paragraph("Мост не починен.")
    whole = saved(document)
    at = data.draw(st.integers(0, len(whole) - 1))
    cut = data.draw(st.one_of(st.just(len(whole)), st.integers(0, len(whole))))
    try:
        reader.extract(whole[:at] + data.draw(st.binary(max_size=8)) + whole[at + 4 : cut])
    except SourceError:
        pass
