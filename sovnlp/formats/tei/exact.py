"""A body that sovnlp has exported: every character counts, and each element says what segment it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sovnlp.document import SEGMENT_KINDS, Extract, Segment
from sovnlp.formats.tei.header import People, Person, character, tag

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["body", "read"]

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NOBODY = Person(None, None, None)


def body(node: _Element) -> _Element | None:
    """The body of a ``TEI`` in which white space counts and kinds of segments are named."""
    for found in node.findall("{*}text/{*}body"):
        if found.get(_SPACE) == "preserve" and any(_kind(inner) for inner in found.iter("{*}*")):
            return found
    return None


def read(top: _Element, people: People, metadata: Mapping[str, str], encoding: str) -> Extract:
    """The text of a body, and its segments."""
    walk = _Walk(people)
    walk.all(top)
    text = "".join(walk.pieces)
    return Extract(text, encoding, metadata, segments=tuple(_filled(text, walk.segments)))


def _kind(node: _Element) -> str:
    kind = node.get("ana", "").partition(" ")[0].removeprefix("#kind-")
    return kind if kind in SEGMENT_KINDS else ""


class _Walk:
    """One walk over a body: the turn, the page and the segment that are open."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.pieces: list[str] = []
        self.length = 0
        self.segments: list[Segment] = []
        self.turn: int | None = None
        self.who = _NOBODY
        self.page: str | None = None
        self.open: _Element | None = None

    def all(self, top: _Element) -> None:
        from lxml import etree

        for event, node in etree.iterwalk(top, events=("start", "end")):
            name = tag(node)
            if event == "start":
                self.start(node, name)
                self.text(character(node) if name == "g" else node.text)
            else:
                self.end(node, name)
                if node is not top:
                    self.text(node.tail)

    def text(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)
            self.length += len(text)

    def start(self, node: _Element, name: str) -> None:
        if name == "u":
            number = node.get("n", "")
            self.turn = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None
            self.who = self.person(node.get("who"))
        elif name == "pb":
            self.page = node.get("n")
        elif self.open is None and (kind := _kind(node)):
            self.open = node
            label = name == "note" and kind == "heading"
            who = self.who if name == "seg" else self.person(node.get("who") or node.get("corresp"))
            editorial = "#editorial" in node.get("ana", "").split()
            turn = None if label else self.turn
            self.segments.append(Segment(kind, self.length, self.length, turn, *who, editorial, self.page))

    def end(self, node: _Element, name: str) -> None:
        if node is self.open:
            self.segments[-1] = replace(self.segments[-1], stop=self.length)
            self.open = None
        elif name == "u":
            self.turn, self.who = None, _NOBODY

    def person(self, reference: str | None) -> Person:
        return self.people.get((reference or "").removeprefix("#"), _NOBODY)


def _filled(text: str, segments: Sequence[Segment]) -> Iterator[Segment]:
    """The segments, and as paragraphs what somebody has written between them since."""
    reached = 0
    for segment in (*segments, Segment("paragraph", len(text), len(text))):
        gap = text[reached : segment.start]
        if gap.strip():
            start = reached + len(gap) - len(gap.lstrip())
            yield Segment("paragraph", start, start + len(gap.strip()))
        if segment.start < segment.stop:
            yield segment
            reached = segment.stop
