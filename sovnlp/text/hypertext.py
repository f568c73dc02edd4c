"""The words of a tree of HTML elements: what ends a line, what is a note, what marks one, where a page begins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING

from sovnlp.text.flow import Flow

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["is_note", "write"]

_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figure h1 h2 h3 h4 h5 h6 header hr html"
    " li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SILENT = frozenset("head script style template img svg math object iframe audio video figcaption".split())
_MARK = re.compile(r"\s*[\[({]?\s*(?:\d{1,3}|\*{1,5}\)?|[†‡])\s*\*?[\])}]?\s*")
_POWER = re.compile(r"(?:\d|(?:^|\W)(?:[кcс]?м|мм|[ckm]?m|ft|in))\s?$")
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_NOTE_TYPES = frozenset("footnote footnotes endnote endnotes rearnote rearnotes note".split())
_NOTE_ROLES = frozenset(("doc-footnote", "doc-endnote", "doc-endnotes"))
_NOTE_CLASS = re.compile(r"(?i)(?:^|\s)(?:footnotes?|endnotes?|references|footnote-?(?:text|body|definition))(?:$|\s)")
_NOTE_ID = re.compile(r"(?i)_?(?:ftn|edn|fn|footnote|endnote|cite_note)[-_:.]?\d+")


def write(
    flow: Flow,
    top: _Element,
    *,
    where: str = "",
    labels: Mapping[str, str] | None = None,
    notes: set[str] | None = None,
) -> None:
    """Write what ``top`` holds into ``flow``; its own tail is not part of it.

    ``where`` is the name of the file, by which links from one file to another find their note; ``labels`` are printed
    pages by ``file#id``; ``notes`` gathers, from file to file, the ``file#id`` of what has been referred to as a note.
    """
    from lxml import etree

    writer = _Writer(flow, where.rpartition("/")[2], labels or {}, set() if notes is None else notes)
    walk = etree.iterwalk(top, events=("start", "end"))
    for event, node in walk:
        if event == "start":
            if not isinstance(node.tag, str) or writer.start(node):
                walk.skip_subtree()
        else:
            writer.end(node)
            if node.tail and node is not top:
                writer.text(node.tail)
    writer.finish()


def is_note(node: _Element) -> bool:
    """Whether an element says that it holds a note, or a list of notes."""
    types = (node.get(_EPUB_TYPE) or node.get("epub:type") or "").split()
    return (
        not _NOTE_TYPES.isdisjoint(types)
        or node.get("role") in _NOTE_ROLES
        or _tag(node) in _BLOCKS
        and bool(_NOTE_CLASS.search(node.get("class", "")) or _NOTE_ID.fullmatch(node.get("id", "")))
    )


def _tag(node: _Element) -> str:
    tag = node.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _beginning(node: _Element) -> str:
    """The first words in an element, however much it holds."""
    return "".join(str(text) for text in islice(node.itertext(), 5))


class _Writer:
    """One walk over a tree: which notes have been referred to, and what the open elements are."""

    def __init__(self, flow: Flow, where: str, labels: Mapping[str, str], notes: set[str]) -> None:
        self.flow = flow
        self.where = where
        self.labels = labels
        self.notes = notes
        self.kind = "paragraph"
        self.within: _Element | None = None
        self.line_is_note = False
        self.pre: _Element | None = None

    def start(self, node: _Element) -> bool:
        """Take an element in; True where what it holds is to be passed over."""
        tag = _tag(node)
        block = tag in _BLOCKS
        if tag in _SILENT:
            return True
        if block or tag == "br":
            if tag in ("td", "th"):
                self.flow.words(" ")
            else:
                self.close()
            if block and tag not in ("td", "th"):
                self.kind = "heading" if tag in _HEADINGS else "paragraph"
            if tag == "hr":
                self.flow.blank()
        if node.attrib:
            if self.page(node):
                return True
            name = node.get("id") or node.get("name")
            if name is not None and not self.flow.before and f"{self.where}#{name}" in self.notes:
                self.line_is_note = True
            if self.within is None and is_note(node):
                self.within = node
        if tag in ("sup", "a") and self.mark(node, tag):
            return True
        if tag == "pre" and self.pre is None:
            self.pre = node
        if node.text:
            self.text(node.text)
        return False

    def end(self, node: _Element) -> None:
        tag = _tag(node)
        if tag in _BLOCKS and tag not in ("td", "th"):
            self.close()
            self.kind = "paragraph"
        if node is self.within:
            self.close()
            self.within = None
        if node is self.pre:
            self.pre = None

    def finish(self) -> None:
        self.close()

    def close(self) -> None:
        self.flow.close("note" if self.within is not None or self.line_is_note else self.kind)
        self.line_is_note = False

    def text(self, text: str) -> None:
        if self.pre is None:
            self.flow.words(text)
            return
        # A file of plain text that was put into a page: a paragraph begins after an empty line or with an indent.
        for number, line in enumerate(text.split("\n")):
            if number and (not line.strip() or line.startswith(("  ", "\t"))):
                self.close()
            self.flow.words(f" {line}" if number else line)

    def page(self, node: _Element) -> bool:
        """Note the page that begins here; True for an element that is nothing but its number."""
        label = self.labels.get(f"{self.where}#{node.get('id')}")
        types = (node.get(_EPUB_TYPE) or node.get("epub:type") or "").split()
        breaks = "pagebreak" in types or node.get("role") == "doc-pagebreak"
        if breaks:
            label = label or node.get("title") or node.get("aria-label") or _beginning(node).strip()
        if label:
            self.flow.page(label[:20])
        return breaks

    def mark(self, node: _Element, tag: str) -> bool:
        """Set the number of a note apart from its word; True where the element is such a number."""
        if len(node) > 2:
            return False
        printed = _beginning(node)
        if len(printed) > 12 or not _MARK.fullmatch(printed):
            return False
        links = [link.get("href", "") for link in islice(node.iter(), 5) if isinstance(link.tag, str)]
        link = next((link for link in links if "#" in link), "")
        if not link and (tag == "a" or _POWER.search(self.flow.before)):
            return False
        if not self.flow.before:
            # The number at the head of a line, linked back to the text, is that of the note itself.
            self.line_is_note = self.line_is_note or (bool(link) and self.within is None and self.linked_back(link))
            return False
        file, _, name = link.partition("#")
        if name:
            self.notes.add(f"{file.rpartition('/')[2] or self.where}#{name}")
        self.flow.mark(printed)
        return True

    def linked_back(self, link: str) -> bool:
        return bool(re.search(r"(?i)#_?(?:ftn|edn|fn|foot|end|cite)?_?note?.?ref|#_?(?:ftn|edn|fn)ref|#cite_ref", link))
