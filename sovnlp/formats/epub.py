"""EPUB: one text in the order of the spine, with chapters as headings, printed pages and notes apart."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sovnlp.document import Extract, Problem
from sovnlp.errors import SourceError
from sovnlp.text import hypertext
from sovnlp.text.flow import Flow
from sovnlp.text.markup import parse_xml
from sovnlp.text.properties import stated
from sovnlp.text.zipped import Zipped

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["extract"]

_TEXT_TYPES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml")
_FONTS_ONLY = re.compile(r"http://www\.idpf\.org/2008/embedding|http://ns\.adobe\.com/pdf/enc#RC")
_PAGE_TYPE = "{http://www.idpf.org/2007/ops}type"


def extract(data: bytes, encoding: str | None = None) -> list[Extract]:
    """Read a book, whose bytes say themselves how they are encoded: title, author and language from its package file.

    The date in the package is that of the e-book and is left out, as is the table of contents. ``pages`` are the
    printed pages where the book names them. A chapter that cannot be read gives a ``Problem``. Raises ``SourceError``
    for a book that is locked (DRM), damaged or no EPUB.
    """
    box = Zipped(data, "EPUB")
    _check_lock(box)
    name = _package_name(box)
    package, _ = parse_xml(box.read(name) or b"")
    if package is None:
        raise SourceError("the EPUB file has no readable list of its contents", "get the file again")
    items = {item.get("id", ""): item for item in package.iter("{*}item")}
    folder = posixpath.dirname(name)
    labels = _labels(box, folder, list(items.values()))
    flow = Flow()
    notes: set[str] = set()
    lost = []
    chapters = [items.get(ref.get("idref", "")) for ref in package.iter("{*}itemref")]
    if not any(chapter is not None for chapter in chapters):
        chapters = list(items.values())
    for item in chapters:
        if item is None or item.get("media-type") not in _TEXT_TYPES or "nav" in item.get("properties", "").split():
            continue
        path = _path(folder, item.get("href", ""))
        root, _ = parse_xml(box.read(path) or b"")
        if root is None:
            lost.append(path)
            continue
        body = next(root.iter("{*}body"), root)
        hypertext.write(flow, body, where=path, labels=labels, notes=notes)
    problems = (Problem("", f"{len(lost)} chapters cannot be read ({lost[0]})", "get the file again"),) if lost else ()
    return [flow.extract(metadata=_metadata(package), problems=problems)]


def _check_lock(box: Zipped) -> None:
    root, _ = parse_xml(box.read("META-INF/encryption.xml") or b"")
    for node in () if root is None else root.iter("{*}EncryptedData"):
        method = node.find("{*}EncryptionMethod")
        if method is None or not _FONTS_ONLY.search(method.get("Algorithm", "")):
            raise SourceError("the EPUB file is locked (DRM)", "get a copy without a lock")


def _package_name(box: Zipped) -> str:
    root, _ = parse_xml(box.read("META-INF/container.xml") or b"")
    for node in () if root is None else root.iter("{*}rootfile"):
        if node.get("full-path") in box.names:
            return node.get("full-path", "")
    found = [name for name in box.names if name.endswith(".opf")]
    if not found:
        raise SourceError("this is no EPUB book: it has no list of its contents", "get the file again")
    return found[0]


def _path(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))


def _labels(box: Zipped, folder: str, items: list[_Element]) -> dict[str, str]:
    """Printed pages by ``file#id``, from the page list of an EPUB 3 or the one of an older book."""
    found = {}
    for item in items:
        nav = "nav" in item.get("properties", "").split()
        if not nav and item.get("media-type") != "application/x-dtbncx+xml":
            continue
        root, _ = parse_xml(box.read(_path(folder, item.get("href", ""))) or b"")
        if root is None:
            continue
        for part in root.iter("{*}nav") if nav else root.iter("{*}pageTarget"):
            if nav and part.get(_PAGE_TYPE) != "page-list":
                continue
            for link in part.iter("{*}a") if nav else part.iter("{*}content"):
                file, _, mark = (link.get("href") or link.get("src") or "").partition("#")
                words = "".join(str(text) for text in (link if nav else part).itertext()).strip()
                found[f"{posixpath.basename(file)}#{mark}"] = words
    return found


def _metadata(package: _Element) -> dict[str, str]:
    people = []
    for node in package.iter("{http://purl.org/dc/elements/1.1/}creator"):
        role = next((str(value) for key, value in node.attrib.items() if str(key).endswith("role")), "aut")
        if role == "aut" and node.text:
            people.append(" ".join(node.text.split()))
    title = next(package.iter("{http://purl.org/dc/elements/1.1/}title"), None)
    language = next(package.iter("{http://purl.org/dc/elements/1.1/}language"), None)
    found = stated(None if title is None else title.text, ", ".join(people))
    code = "" if language is None else (language.text or "").strip().lower()[:2]
    return {**found, "language": code} if code in ("ru", "en") else found
