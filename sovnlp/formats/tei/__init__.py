"""TEI: records of proceedings as ParlaMint has them, and any other text; a ``teiCorpus`` holds several."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sovnlp.document import Extract, Problem
from sovnlp.errors import SourceError
from sovnlp.formats.tei import exact, flowing, header
from sovnlp.text.encodings import damage
from sovnlp.text.markup import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["extract"]

_ROOTS = ("TEI", "TEI.2", "teiCorpus", "teiCorpus.2")


def extract(data: bytes, encoding: str | None = None) -> list[Extract]:
    """Read each ``TEI`` in the file as a text, with the metadata of its header.

    ``u`` and ``sp`` are turns, ``kinesic``, ``vocal``, ``incident`` and ``stage`` remarks within them; ``head`` is a
    heading; notes, gaps and what is ``supplied`` stand apart; ``pb`` begins a page. Of a ``choice``, what the source
    has is taken. A file that sovnlp has exported is read exactly as it was. Files that it includes are not read.
    Raises ``SourceError`` where the file is no TEI.
    """
    root, name = parse_xml(data, encoding)
    kind = "" if root is None else header.tag(root)
    if kind == "FictionBook":
        raise SourceError("this is a book in FB2, not TEI", "give its name the ending .fb2")
    if root is None or kind not in _ROOTS:
        raise SourceError(
            f"this is no TEI: its root is {kind[:40]}" if kind else "this is no TEI, whatever its name says",
            "save it as TEI, HTML or plain text",
        )
    people = header.people(root)
    found = [_text(node, people, name) for node in header.outermost(root, "TEI", "TEI.2")]
    if not found:
        raise SourceError("this TEI holds no text, only a header", "read the files that it names")
    problems = damage(" ".join(text.text for text in found), name)
    if not data.rstrip(b" \t\r\n\0").endswith(b">"):
        problems += (Problem("", "the file breaks off", "get it again: only what comes before is read"),)
    return [replace(found[0], problems=(*problems, *found[0].problems)), *found[1:]]


def _text(node: _Element, people: header.People, encoding: str) -> Extract:
    own = exact.body(node)
    metadata = header.metadata(node, exact=own is not None)
    if own is not None:
        return exact.read(own, people, metadata, encoding)
    texts = [child for child in node if header.tag(child) == "text"]
    return flowing.read(texts, people, metadata, encoding)
