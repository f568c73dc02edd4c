"""FB2: a book of the Russian libraries; titles as headings, verse line by line, notes beside their paragraph."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sovnlp.document import Extract, Problem
from sovnlp.errors import SourceError
from sovnlp.text.encodings import damage
from sovnlp.text.flow import Flow
from sovnlp.text.markup import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["extract"]

_LINES = frozenset("p v subtitle text-author date tr".split())
_SILENT = frozenset(("image", "binary"))
_NOTE_BODIES = frozenset("notes footnotes comments endnotes".split())
_LANGUAGES = {"ru": "ru", "rus": "ru", "en": "en", "eng": "en"}
_DIGITS = re.compile(r"\s*[\[({]?(?:\d{1,3}|\*{1,5})[\])}]?\s*")


def extract(data: bytes, encoding: str | None = None) -> list[Extract]:
    """Read a book: its bodies in order, with ``title``, ``author`` and ``language`` from its ``title-info``.

    The text of a note stands after the paragraph that refers to it, those that nothing refers to at the end, all of
    them apart. Pictures, the publisher's blurb and the dates of the file are left out. Raises ``SourceError`` where
    the file is no FB2.
    """
    root, name = parse_xml(data, encoding)
    bodies = [] if root is None else [node for node in root.iter("{*}body") if node.getparent() is root]
    if root is None or not bodies:
        raise SourceError("this is no FB2 book, whatever its name says", "get the file again, or save it as text")
    main = [body for body in bodies if body.get("name") not in _NOTE_BODIES]
    notes: dict[str, list[str]] = {}
    for body in bodies:
        if body not in main:
            notes.update(_notes(body))
    writer = _Writer(notes)
    for body in main or bodies:
        writer.write(body)
    for lines in notes.values():
        for line in lines:
            writer.flow.note(line)
    book = writer.flow.extract(name, _metadata(root))
    problems = damage(book.text, name)
    if not data.rstrip(b" \t\r\n\0").endswith(b">"):
        problems += (Problem("", "the file breaks off", "get it again: only what comes before is read"),)
    return [replace(book, problems=problems)]


def _tag(node: _Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _plain(node: _Element) -> str:
    return " ".join("".join(str(text) for text in node.itertext()).split())


def _metadata(root: _Element) -> dict[str, str]:
    info = root.find("{*}description/{*}title-info")
    if info is None:
        return {}
    title = info.find("{*}book-title")
    people = []
    for author in info.iterchildren("{*}author"):
        names = [author.findtext(f"{{*}}{part}") or "" for part in ("first-name", "middle-name", "last-name")]
        people.append(" ".join(" ".join(names).split()) or " ".join((author.findtext("{*}nickname") or "").split()))
    found = {
        "title": "" if title is None else _plain(title),
        "author": ", ".join(filter(None, people)),
        "language": _LANGUAGES.get((info.findtext("{*}lang") or "").strip().lower()[:3].rstrip("-_"), ""),
    }
    return {name: value for name, value in found.items() if value}


def _notes(body: _Element) -> dict[str, list[str]]:
    """The lines of each note by its id, with the number or word that its title prints before the first."""
    found = {}
    for section in body.iter("{*}section"):
        if section.get("id"):
            title = section.find("{*}title")
            lines = [_plain(node) for node in section.iter("{*}p", "{*}v") if not _is_title(node, section)]
            lines = [line for line in lines if line]
            if title is not None and lines:
                lines[0] = f"{_plain(title)} {lines[0]}"
            found[section.get("id", "")] = lines
    return found


def _is_title(node: _Element, section: _Element) -> bool:
    parent = node.getparent()
    return parent is not None and _tag(parent) == "title" and parent.getparent() is section


class _Writer:
    """The walk over the bodies, with the notes that nothing has referred to yet."""

    def __init__(self, notes: dict[str, list[str]]) -> None:
        self.notes = notes
        self.flow = Flow()

    def write(self, body: _Element) -> None:
        from lxml import etree

        titles = 0
        walk = etree.iterwalk(body, events=("start", "end"))
        for event, node in walk:
            tag = _tag(node)
            if event == "start":
                titles += tag == "title"
                if tag in _LINES or tag in ("section", "table"):
                    self.flow.close()
                if tag in _SILENT or (tag in ("a", "sup") and self.refer(node, tag)):
                    walk.skip_subtree()
                else:
                    self.flow.words(node.text or "")
            else:
                titles -= tag == "title"
                if tag in _LINES:
                    self.flow.close("heading" if titles or tag == "subtitle" else "paragraph")
                elif tag in ("td", "th"):
                    self.flow.words(" ")
                if node is not body:
                    self.flow.words(node.tail or "")

    def refer(self, node: _Element, tag: str) -> bool:
        """Set the mark of a note apart from its word, and its note after the line."""
        printed = _plain(node)
        target = next((str(value) for key, value in node.attrib.items() if str(key).endswith("href")), "")
        name = target.removeprefix("#")
        if not (node.get("type") == "note" or (target.startswith("#") and name in self.notes)):
            link = tag == "sup" and node.find("{*}a") is None and self.flow.before
            if link and len(printed) < 8 and _DIGITS.fullmatch(printed) and not self.flow.before[-1:].isdigit():
                self.flow.mark(printed)
                return True
            return False
        self.flow.mark(printed)
        for line in self.notes.pop(name, []):
            self.flow.note(line)
        return True
