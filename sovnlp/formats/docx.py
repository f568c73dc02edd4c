"""DOCX: the document as it stands after its tracked changes, one paragraph a line."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sovnlp.document import Extract, Problem
from sovnlp.errors import SourceError
from sovnlp.text.flow import Flow
from sovnlp.text.markup import parse_xml
from sovnlp.text.properties import stated
from sovnlp.text.zipped import Zipped

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["extract"]

_HEADING = re.compile(r"(?i)(?:heading|заголовок|überschrift|titre)\s*\d|title|subtitle|название|подзаголовок")
_CONTENT_TYPE = re.compile(r"wordprocessingml\.[\w.]*main\+xml|ms-word\.[\w.]*main\+xml")
# What holds no words of the document: properties, deleted words, field codes, the second form of a drawing, ruby.
_SILENT = frozenset("rPr pPr tblPr tcPr trPr sectPr sdtPr del moveFrom instrText delText Fallback rt fldData".split())
_LETTERS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-", "cr": "\n", "br": "\n"}


def extract(data: bytes, encoding: str | None = None) -> list[Extract]:
    """Read a Word document: headings by style, tables row by row, notes after the paragraph that refers to them.

    Insertions are in, deletions are out; comments are left out and counted; headers and footers are no text. ``pages``
    are those that Word saw when it last saved the file, counted from 1. The metadata are ``title`` and ``author`` as
    the properties have them. Raises ``SourceError`` for a file that is damaged or no Word document.
    """
    box = Zipped(data, "DOCX")
    name = _main_part(box)
    body = box.read(name)
    if body is None:
        raise SourceError("the DOCX file holds no readable document", "open it in Word and save it again")
    folder = posixpath.dirname(name)
    reading = _Reading(box, folder)
    problems = reading.read(body)
    if reading.comments:
        problems.append(Problem("", f"{reading.comments:,} comments in the margin are left out"))
    return [reading.flow.extract(metadata=_properties(box), problems=tuple(problems))]


def _main_part(box: Zipped) -> str:
    types, _ = parse_xml(box.read("[Content_Types].xml") or b"")
    for node in () if types is None else types.iter("{*}Override"):
        if _CONTENT_TYPE.search(node.get("ContentType", "")):
            return node.get("PartName", "").lstrip("/")
    return "word/document.xml"


def _properties(box: Zipped) -> dict[str, str]:
    root, _ = parse_xml(box.read("docProps/core.xml") or b"")
    return {} if root is None else stated(root.findtext("{*}title"), root.findtext("{*}creator"))


def _tag(node: _Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _value(node: _Element | None, name: str = "val") -> str:
    """An attribute of the word-processing namespace, whichever of its two addresses the file uses."""
    if node is not None:
        for key, value in node.attrib.items():
            if str(key).rpartition("}")[2] == name:
                return str(value)
    return ""


def _parts(whole: _Element, tag: str, of: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, without those of tables inside it."""
    for part in whole.iter(f"{{*}}{tag}"):
        if next(part.iterancestors(f"{{*}}{of}"), None) is whole:
            yield part


class _Reading:
    """One document: its styles and notes, and what has been written of it."""

    def __init__(self, box: Zipped, folder: str) -> None:
        self.flow = Flow()
        self.comments = 0
        self.page = 1
        self.turned = True
        self.number = 0
        self.headings = self._headings(box, folder)
        self.notes = {kind: self._notes(box, f"{folder}/{kind}s.xml") for kind in ("footnote", "endnote")}

    def read(self, body: bytes) -> list[Problem]:
        """Write the body, one paragraph or table at a time, so that the tree never stands in memory as a whole."""
        from lxml import etree

        if b"<!ENTITY" in body or b"<\0!\0E\0N\0T\0" in body:
            raise SourceError("the document declares entities of its own, as no Word document does", "save it in Word")
        self.flow.page("1")
        parts = etree.iterparse(
            io.BytesIO(body),
            events=("end",),
            tag=("{*}p", "{*}tbl"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=True,
            recover=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _, node in parts:
                if any(_tag(above) in ("p", "tbl") for above in node.iterancestors()):
                    continue
                self.block(node)
                node.clear()
                while node.getprevious() is not None:
                    del node.getparent()[0]
        except etree.XMLSyntaxError as error:
            return [Problem("", f"the document breaks off ({error.msg})", "what comes after is not read")]
        return []

    def block(self, node: _Element) -> None:
        if _tag(node) == "tbl":
            for row in _parts(node, "tr", "tbl"):
                self.row(row)
        else:
            self.paragraph(node)

    def row(self, row: _Element) -> None:
        """A row is a line, but where its cells hold paragraphs each of these is one."""
        cells = [[p for p in cell.iter("{*}p") if self._is_own(p)] for cell in _parts(row, "tc", "tr")]
        if any(len(paragraphs) > 1 for paragraphs in cells):
            for paragraphs in cells:
                for paragraph in paragraphs:
                    self.paragraph(paragraph)
            return
        boxes = []
        for paragraphs in cells:
            for paragraph in paragraphs:
                boxes += self.inline(paragraph, "paragraph")
                self.flow.words(" ")
        self.flow.close()
        self.boxes(boxes)

    def paragraph(self, node: _Element) -> None:
        style = node.find("{*}pPr/{*}pStyle")
        level = _value(node.find("{*}pPr/{*}outlineLvl"))
        kind = "heading" if _value(style) in self.headings or (level.isdigit() and int(level) < 9) else "paragraph"
        if node.find("{*}pPr/{*}pageBreakBefore") is not None:
            self.turn()
        boxes = self.inline(node, kind)
        # A paragraph mark that was deleted joins its paragraph to the next.
        if node.find("{*}pPr/{*}rPr/{*}del") is None:
            self.flow.close(kind)
        self.boxes(boxes)
        section = node.find("{*}pPr/{*}sectPr")
        if section is not None and _value(section.find("{*}type")) not in ("continuous", "nextColumn"):
            self.turn()

    def boxes(self, boxes: list[_Element]) -> None:
        """Write what stands in text boxes; a box within a box has its turn later."""
        while boxes:
            box = boxes.pop(0)
            for inner in box.iter("{*}p"):
                if next(inner.iterancestors("{*}p", "{*}txbxContent"), None) is box:
                    boxes += self.inline(inner, "paragraph")
                    self.flow.close()

    def inline(self, node: _Element, kind: str) -> list[_Element]:
        """Write the words of a paragraph; the text boxes that hang on it are given back."""
        boxes = []
        stack = [node]
        while stack:
            part = stack.pop()
            tag = _tag(part)
            if tag == "txbxContent":
                boxes.append(part)
            elif tag == "t":
                self.words(part.text or "")
            elif tag == "lastRenderedPageBreak" or (tag == "br" and _value(part, "type") == "page"):
                self.turn()
            elif tag in ("br", "cr"):
                self.flow.close(kind)
            elif tag in _LETTERS:
                self.flow.words(_LETTERS[tag])
            elif tag in ("footnoteReference", "endnoteReference"):
                self.refer(part, tag.removesuffix("Reference"))
            elif tag == "commentReference":
                self.comments += 1
            elif tag not in _SILENT and not (tag == "r" and self._is_hidden(part)):
                stack += reversed(part)
        return boxes

    def words(self, text: str) -> None:
        text = text.replace("\u00ad", "")
        if text.strip():
            self.turned = False
        self.flow.words(text)

    def turn(self) -> None:
        """A page ends; Word writes some breaks twice, as it was told and as it did."""
        if not self.turned:
            self.page += 1
            self.turned = True
            self.flow.page(str(self.page))

    def refer(self, node: _Element, kind: str) -> None:
        self.number += 1
        mark = f"[{self.number}]"
        if _value(node, "customMarkFollows") not in ("1", "true", "on"):
            self.flow.mark(mark)
        lines = self.notes[kind].pop(_value(node, "id"), [])
        for at, line in enumerate(lines):
            self.flow.note(line if at else f"{mark} {line}", str(self.page))

    def _notes(self, box: Zipped, name: str) -> dict[str, list[str]]:
        root, _ = parse_xml(box.read(name) or b"")
        found = {}
        for note in () if root is None else root.iterchildren("{*}footnote", "{*}endnote"):
            if _value(note, "type") in ("", "normal"):
                lines = [" ".join("".join(self._plain(p)).split()) for p in note.iter("{*}p")]
                found[_value(note, "id")] = [line for line in lines if line]
        return found

    @staticmethod
    def _plain(paragraph: _Element) -> Iterator[str]:
        stack = [paragraph]
        while stack:
            part = stack.pop()
            tag = _tag(part)
            if tag == "t":
                yield (part.text or "").replace("\u00ad", "")
            elif tag in _LETTERS:
                yield _LETTERS[tag]
            elif tag not in _SILENT:
                stack += reversed(part)

    @staticmethod
    def _headings(box: Zipped, folder: str) -> frozenset[str]:
        """The ids of the styles that are headings by name or by outline level, with those based on them."""
        root, _ = parse_xml(box.read(f"{folder}/styles.xml") or b"")
        if root is None:
            return frozenset(f"Heading{level}" for level in range(1, 10)) | {"Title", "Subtitle"}
        based = {}
        found = set()
        for style in root.iterchildren("{*}style"):
            level = _value(style.find("{*}pPr/{*}outlineLvl"))
            based[_value(style, "styleId")] = _value(style.find("{*}basedOn"))
            if _HEADING.match(_value(style.find("{*}name"))) or (level.isdigit() and int(level) < 9):
                found.add(_value(style, "styleId"))
        for _ in range(9):
            found |= {style for style, base in based.items() if base in found}
        return frozenset(found)

    @staticmethod
    def _is_own(paragraph: _Element) -> bool:
        """Whether a paragraph of a cell holds words, and hangs on no other paragraph."""
        within = next(paragraph.iterancestors("{*}p"), None) is not None
        return not within and any(part.text for part in paragraph.iter("{*}t"))

    @staticmethod
    def _is_hidden(run: _Element) -> bool:
        hidden = run.find("{*}rPr/{*}vanish")
        return hidden is not None and _value(hidden) not in ("0", "false", "off")
