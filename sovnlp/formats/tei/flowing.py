"""A TEI body of anyone: one paragraph a line, turns from ``u`` and ``sp``, what editors add set apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from sovnlp.document import Extract, Segment
from sovnlp.formats.tei.header import People, Person, content, tag
from sovnlp.text.flow import Flow

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read"]

_HEADINGS = frozenset("head docTitle titlePart".split())
_BLOCKS = _HEADINGS | frozenset(
    "front body back div div1 div2 div3 div4 div5 p ab l lg list item table row seg opener closer salute signed"
    " dateline byline trailer docAuthor docDate docImprint titlePage argument epigraph postscript label cit quote"
    " speaker u sp stage kinesic vocal incident group text floatingText fw".split()
)
_SILENT = frozenset("teiHeader facsimile standOff sourceDoc figure graphic linkGrp spanGrp certainty include".split())
_HAPPENS = frozenset("stage kinesic vocal incident writing shift".split())
_SHOUTED = frozenset("interruption exclamation shouting".split())
_MARK = re.compile(r"\s*[\[({]?(?:\d{1,3}|\*{1,5}|[†‡])[\])}]?\s*")
_LONGEST_LABEL = 200


def read(texts: Sequence[_Element], people: People, metadata: Mapping[str, str], encoding: str) -> Extract:
    """What the ``text`` elements hold."""
    writer = _Writer(people)
    for top in texts:
        writer.write(top)
    found = writer.flow.extract(encoding, metadata)
    said = [replace(writer.kinds[int(key)], start=start, stop=stop) for start, stop, key in found.paragraphs]
    if writer.turns:
        return replace(found, segments=tuple(said), paragraphs=())
    return replace(found, paragraphs=tuple((segment.start, segment.stop, segment.kind) for segment in said))


class _Writer:
    """One walk: the blocks that are open, who speaks, what the label before says."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.flow = Flow()
        self.kinds: list[Segment] = []
        self.blocks: list[Segment] = [Segment("paragraph", 0, 0)]
        self.turns = 0
        self.label: str | None = None
        self.joins = False
        self.joined = False
        self.passed: _Element | None = None

    def write(self, top: _Element) -> None:
        from lxml import etree

        self.joins = next(top.iterfind(".//*[@join]"), None) is not None
        walk = etree.iterwalk(top, events=("start", "end"))
        for event, node in walk:
            name = tag(node)
            if event == "start":
                if not name or self.start(node, name):
                    self.passed = node
                    walk.skip_subtree()
                else:
                    self.words(node.text, node)
            else:
                if node is not self.passed and name in _BLOCKS:
                    self.close()
                    self.blocks.pop()
                elif name == "cell":
                    self.flow.words(" ")
                self.passed = None
                parent = node.getparent()
                if node is not top and parent is not None:
                    self.words(node.tail, parent)

    def words(self, text: str | None, around: _Element) -> None:
        """Add text, but for white space that only sets out words of which it is told which are joined."""
        if text and not (self.joins and not text.strip() and tag(around) in ("s", "name", "w", "phr", "cl")):
            self.flow.words(text)

    def close(self) -> None:
        self.flow.close(str(len(self.kinds)))
        self.kinds.append(self.blocks[-1])
        self.joined = False

    def start(self, node: _Element, name: str) -> bool:
        """Take an element in; True where what it holds is to be passed over, or has been taken already."""
        if name in _SILENT:
            return True
        if name in _BLOCKS:
            self.close()
            self.blocks.append(self.block(node, name))
        elif name == "pb":
            if node.get("n"):
                self.flow.page(node.get("n", "")[:20])
            self.flow.words(" " * (node.get("break") != "no"))
        elif name in ("lb", "cb"):
            self.flow.words(" " * (node.get("break") != "no"))
        elif name in ("w", "pc"):
            self.word(node)
            return True
        elif name == "note":
            self.note(node)
            return True
        elif name == "gap":
            self.flow.mark(" […] ")
            return True
        elif name == "supplied":
            return self.supplied(node)
        elif name in ("ref", "ptr", "anchor") and len(node) == 0 and _MARK.fullmatch(node.text or ""):
            self.flow.mark(node.text or "")
            return True
        return self.is_other_reading(node, name)

    def block(self, node: _Element, name: str) -> Segment:
        """What the lines of a block are."""
        around = self.blocks[-1]
        if name in ("u", "sp"):
            self.turns += 1
            return Segment("speech", 0, 0, self.turns, *self.speaker(node, name))
        if name in _HEADINGS:
            return Segment("heading", 0, 0)
        if name in ("speaker", "fw"):
            return Segment("heading", 0, 0, editorial=True)
        if name in _HAPPENS:
            shouted = name == "vocal" and node.get("type", "") in _SHOUTED
            return Segment("interjection" if shouted else "stage", 0, 0, around.turn)
        return around

    def speaker(self, node: _Element, name: str) -> Person:
        """Who speaks: as printed, else by the list of persons, else by the name that points there."""
        who = (node.get("who", "").split() or [""])[0].rpartition("#")[2].rpartition(":")[2]
        known = self.people.get(who, Person(None, None, None))
        if name == "sp":
            printed = node.find("{*}speaker")
            self.label = None if printed is None else content(printed, 50)
        label = " ".join((self.label or "").split()).rstrip(":.,— ")
        self.label = None
        return Person(label or known.speaker or who or None, known.speaker_id or who or None, known.office)

    def note(self, node: _Element) -> None:
        """A speaker's label, a line of its own; any other note beside its line and apart."""
        text = content(node)
        if node.get("type") == "speaker":
            self.label = text if len(text) <= _LONGEST_LABEL else None
            self.close()
            self.flow.words(text)
            self.blocks.append(Segment("heading", 0, 0, editorial=True))
            self.close()
            self.blocks.pop()
        else:
            number = node.get("n", "")
            if number and self.flow.before and _MARK.fullmatch(number):
                self.flow.mark(number)
                text = f"{number} {text}"
            self.flow.note(text)

    def word(self, node: _Element) -> None:
        if self.joins and not self.joined and node.get("join") not in ("left", "both"):
            self.flow.words(" ")
        self.flow.words(" ".join(content(node).split()))
        self.joined = node.get("join") in ("right", "both")

    def supplied(self, node: _Element) -> bool:
        """Words that an editor supplies stand apart; letters within a word belong to it."""
        text = node.text or ""
        after = (node.tail or "")[:1]
        if not text.strip() or len(node) or self.flow.before[-1:].isalpha() or after.isalpha():
            return False
        self.flow.mark(text)
        return True

    def is_other_reading(self, node: _Element, name: str) -> bool:
        """Whether an element of a ``choice`` is not what the source has."""
        parent = node.getparent()
        if parent is None or tag(parent) != "choice":
            return False
        readings = list(islice(parent, 10))
        names = {tag(child) for child in readings}
        if name == "expan":
            return "abbr" in names and not _is_expanded(node)
        if name == "abbr":
            return any(tag(child) == "expan" and _is_expanded(child) for child in readings)
        return (name == "corr" and "sic" in names) or (name == "reg" and "orig" in names)


def _is_expanded(node: _Element) -> bool:
    """Whether an expansion says which letters are the editor's."""
    return any(tag(inner) == "ex" for inner in islice(node.iter(), 50))
