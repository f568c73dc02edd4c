"""XML from strangers: parsed in memory, with no entity of its own, no DTD and no network."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from sovnlp.errors import SourceError
from sovnlp.text.encodings import decode

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["parse_xml"]

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding=[\"']([\w.:-]+)")
_PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]{0,1000}(?:\[[^\]]{0,5000}\])?\s{0,9}>")
# Half a surrogate pair by its number: no character, and lxml passes it on as bytes that are no UTF-8.
_HALF = re.compile(
    r"&#(?:[xX]0{0,9}[dD][89A-Fa-f][0-9A-Fa-f]{2}|0{0,9}(?:55(?:29[6-9]|[3-9]\d\d)|56\d{3}|57(?:[0-2]\d\d|3[0-3]\d|34[0-3])));?"
)
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,31};")


def parse_xml(data: bytes, encoding: str | None = None) -> tuple[_Element | None, str]:
    """The root of an XML file and the encoding it was read in; None where nothing in it is XML.

    Damage is read over as far as possible, and entities that HTML knows by name become their characters. Raises
    ``SourceError`` for a file that declares entities of its own: a few lines of those can fill any memory.
    """
    from lxml import etree

    declared = _DECLARED.search(data[:1024])
    text, name = decode(data, encoding, hint=declared[1].decode("ascii") if declared else None)
    if "<!ENTITY" in text:
        raise SourceError("the XML declares entities of its own, which are never expanded", "save it without its DTD")
    text = _PROLOG.sub("", text)
    text = (_DOCTYPE.sub("", text[:20_000], count=1) + text[20_000:]).replace("\0", "")
    text = _HALF.sub("\ufffd", text)
    text = _NAMED.sub(lambda found: html.escape(html.unescape(found[0]), quote=False), text)
    # The encoding is settled by now: what the bytes say of themselves no longer counts.
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        recover=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser), name
    except etree.XMLSyntaxError:
        return None, name
