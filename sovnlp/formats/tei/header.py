"""What a TEI header says: of the document, and of the people who speak in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from sovnlp.document import GENRES
from sovnlp.text.escapes import whole_characters

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["People", "Person", "character", "content", "metadata", "outermost", "people", "tag"]

ID = "{http://www.w3.org/XML/1998/namespace}id"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LANGUAGES = {"ru": "ru", "rus": "ru", "en": "en", "eng": "en"}
_CHARACTER = re.compile(r"U\+([0-9A-Fa-f]{4})")
_SHELF = {"fond": "Ф.", "opis": "Оп.", "delo": "Д.", "list": "Л."}


class Person(NamedTuple):
    """Who speaks: the name, a short one to know the person by, the office; None where the header does not say."""

    speaker: str | None
    speaker_id: str | None
    office: str | None


People = dict[str, Person]


def tag(node: _Element) -> str:
    """The name of an element, without its namespace."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def character(node: _Element) -> str:
    """What a ``g`` stands for: the character that XML cannot hold, else its own text."""
    found = _CHARACTER.fullmatch(node.get("n", ""))
    return whole_characters(chr(int(found[1], 16))) if found else node.text or ""


def content(node: _Element, most: int | None = None) -> str:
    """The text in an element as it stands; ``most`` is how many tags of it are looked at."""
    from lxml import etree

    pieces = []
    for event, inner in islice(etree.iterwalk(node, events=("start", "end")), most):
        if event == "start":
            pieces.append(character(inner) if tag(inner) == "g" else inner.text or "")
        elif inner is not node:
            pieces.append(inner.tail or "")
    return "".join(pieces)


def _folded(node: _Element | None) -> str:
    return "" if node is None else " ".join(content(node).split())


def people(root: _Element) -> People:
    """Everybody in the lists of persons, by ``xml:id``."""
    found = {}
    for node in outermost(root, "person"):
        name, office = node.find("{*}persName"), node.find("{*}occupation")
        known_as = next((idno for idno in node.findall("{*}idno") if idno.get("type") == "speaker"), None)
        parts = [None if part is None else content(part) for part in (name, known_as, office)]
        if name is not None and any(tag(part) != "g" for part in name):
            # A forename, a surname.
            parts[0] = " ".join(" ".join(map(str, name.itertext())).split())
        found[node.get(ID, "")] = Person(*(part or None for part in parts))
    return found


def outermost(root: _Element, *names: str) -> Iterator[_Element]:
    """The elements of these names that lie in no other of them, in order."""
    from lxml import etree

    walk = etree.iterwalk(root, events=("start",))
    for _, node in walk:
        if tag(node) in names:
            walk.skip_subtree()
            yield node


def metadata(node: _Element, *, exact: bool) -> dict[str, str]:
    """The fields and facets in the header of a ``TEI``; ``exact`` where sovnlp wrote it."""
    top = next((child for child in node if tag(child) == "teiHeader"), None)
    if top is None:
        return {}
    titles = top.findall("{*}fileDesc/{*}titleStmt/{*}title")
    main = next((title for title in titles if title.get("type") == "main"), titles[0] if titles else None)
    authors = top.findall("{*}fileDesc/{*}titleStmt/{*}author")
    found = {"title": _folded(main), "author": ", ".join(filter(None, map(_folded, authors)))}
    if exact:
        found.update(_exact(top, main, authors))
    else:
        found.update(_date(top))
        found["reference"] = _reference(top)
        found["genre"] = _genre(top)
        found["url"] = next(filter(None, (_url(idno) for idno in top.findall("{*}fileDesc//{*}idno"))), "")
    language = next((used.get("ident", "") for used in top.iter("{*}language")), "") or node.get(LANG, "")
    found["language"] = _LANGUAGES.get(re.split("[-_]", language.lower())[0], "")
    return {name: value for name, value in found.items() if value}


def _exact(top: _Element, title: _Element | None, authors: list[_Element]) -> Iterator[tuple[str, str]]:
    """What an export says, every character as it was."""
    if title is not None:
        yield "title", content(title)
    yield "author", ", ".join(map(content, authors))
    for idno in top.findall("{*}fileDesc/{*}publicationStmt/{*}idno"):
        if idno.get("type") == "URI":
            yield "url", content(idno)
    bibl = top.find("{*}fileDesc/{*}sourceDesc/{*}bibl")
    if bibl is not None:
        for note in bibl.findall("{*}note"):
            yield "reference", content(note)
        for date in bibl.findall("{*}date"):
            yield "date", date.get("when-custom", "")
            yield "date_kind", date.get("type", "")
    for keywords in top.iter("{*}keywords"):
        for term in keywords.findall("{*}term"):
            yield term.get("n", ""), content(term)


def _date(top: _Element) -> Iterator[tuple[str, str]]:
    """When it was spoken, else the date of the source: as ISO or EDTF."""
    places = (("spoken", "{*}profileDesc/{*}settingDesc//{*}date"), ("", "{*}profileDesc/{*}creation/{*}date"),
              ("", "{*}fileDesc/{*}sourceDesc//{*}date"))  # fmt: skip
    for kind, path in places:
        for date in top.findall(path):
            day = _day(date.get("when-custom") or date.get("when"))
            first = _day(date.get("from") or date.get("notBefore"))
            last = _day(date.get("to") or date.get("notAfter"))
            span = f"{first or '..'}/{last or '..'}"
            stated = day or (first if first == last else span) or _folded(date)
            if stated:
                yield "date", stated
                yield "date_kind", kind
                return


def _day(written: str | None) -> str:
    return (written or "").strip().partition("T")[0]


def _reference(top: _Element) -> str:
    """The shelf mark."""
    where = top.find("{*}fileDesc/{*}sourceDesc//{*}msIdentifier")
    if where is None:
        return ""
    parts = []
    for node in where:
        value = _folded(node)
        if value and tag(node) in ("institution", "repository", "collection", "idno"):
            label = _SHELF.get(node.get("type", "").lower(), "")
            parts.append(value if not label or value.lower().startswith(label[:-1].lower()) else f"{label} {value}")
    return ". ".join(part.rstrip(".") for part in parts)


def _genre(top: _Element) -> str:
    """A genre of ours, where the header names one."""
    for node in top.findall("{*}profileDesc/{*}textClass//*"):
        for value in (_folded(node), node.get("target", "")):
            word = value.lower().rpartition("#")[2].rpartition(":")[2].removeprefix("genre-")
            if word in GENRES:
                return word
    return ""


def _url(idno: _Element) -> str:
    value = _folded(idno)
    return value if idno.get("type", "").upper() in ("URI", "URL") and value.startswith(("http:", "https:")) else ""
