"""HTML: the main text as lines, one paragraph a line, without navigation, scripts and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from sovnlp.document import Extract, Problem
from sovnlp.text import hypertext
from sovnlp.text.encodings import damage, decode
from sovnlp.text.flow import Flow

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["extract"]

_META_CHARSET = re.compile(rb"(?i)charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,80}encoding=[\"']([\w.:-]+)")
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_NO_TAG = re.compile(r"<(?![A-Za-z/!?])|</(?![A-Za-z])")

_LOOK = re.compile(r"(?i)<(/?)(?:b|i|u|em|strong|font|small|big|tt|s|strike|(span))(\s[^<>]*)?/?>")
_NO_QUOTES = str.maketrans("\"'=", "   ")
_TELLING = re.compile(r"(?i)\b(?:id|name|role|hidden|type)\b")

MAX_NESTING = 8
"""How many lists or heads within one another are looked through, so that no nesting can cost much time."""

_DROPPED = frozenset(
    "script style noscript template nav footer aside form button select option textarea iframe object embed svg math"
    " canvas audio video map dialog figcaption".split()
)
_FURNITURE_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary", "menu", "dialog"))
_FURNITURE = re.compile(
    r"(?i)(?:^|[\s_-])(?:nav|navbar|navigation|menu|sidebar|breadcrumbs?|share|sharing|social|comments?|respond|cookies?"
    r"|banner|advert\w*|ads|related|pager|pagination|toolbar|site-?header|site-?footer|skip-link|masthead|widget"
    r"|editsection|caption(?:-text)?)(?:$|[\s_-])"
)
_MAIN = (
    "//main",
    "//*[@role='main']",
    "//*[@itemprop='articleBody']",
    "//article",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' entry-content ')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' post-content ')]",
    "//*[@id='content']",
)


def extract(data: bytes, encoding: str | None = None) -> list[Extract]:
    """Read a page or a fragment of one; what the page says of its encoding only weighs in.

    The metadata are ``title`` (og:title, else the first ``h1``, else ``title``) and, where the page states them of the
    document, ``date`` and ``author``. Notes and their marks are set apart; a rule (``hr``) becomes an empty line.
    """
    declared = _META_CHARSET.search(data[:4096])
    hint = (declared[1] or declared[2]).decode("ascii", "replace") if declared else None
    markup, name = decode(data, encoding, hint=hint)
    problems = damage(markup, name)
    root = _parse(_XML_HEAD.sub("", markup))
    del markup
    if root is None:
        return [Extract("", name, problems=problems)]
    if _breaks_off(root):
        problems += (Problem("", "the page nests too deep and is read only in part", "mend its tags"),)
    metadata = _metadata(root)
    flow = Flow(keep=lambda line: not _is_link_bar(line))
    hypertext.write(flow, _main(root))
    return [flow.extract(name, metadata, problems)]


def _parse(markup: str) -> HtmlElement | None:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        for piece in _pieces(markup):
            parser.feed(piece)
        root = parser.close()
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    return root if isinstance(root, html.HtmlElement) else None


def _breaks_off(root: HtmlElement) -> bool:
    """Whether the parser gave up at its deepest level (2,048), which it does in silence."""
    depth = 0
    last: HtmlElement | None = root
    while last is not None:
        depth += 1
        last = next(last.iterchildren(reversed=True), None)
    return depth > 2_000


def _pieces(markup: str) -> Iterator[bytes]:
    """The page as the parser wants it, without tags that only say how letters look: a large page may hold millions."""
    spans: list[bool] = []

    def look(found: re.Match[str]) -> str:
        closing, span, attributes = found.groups()
        if not span:
            return ""
        if closing:
            return found[0] if spans and spans.pop() else ""
        named = (attributes or "").translate(_NO_QUOTES)
        told = bool(_TELLING.search(named) or _FURNITURE.search(named))
        spans.append(told)
        return found[0] if told else ""

    start = 0
    while start < len(markup):
        # Cut at the end of a tag, where there is one.
        stop = markup.find(">", start + 1_000_000) + 1 or len(markup)
        piece = markup[start:stop].replace("\0", "")
        start = stop
        # «ч<асов>»: an editor's expansion in angle brackets is text and no tag.
        piece = _NO_TAG.sub(lambda found: "&lt;" + found[0][1:], _LOOK.sub(look, piece))
        yield piece.encode("utf-8", "replace")


def _metadata(root: HtmlElement) -> dict[str, str]:
    found = {
        "title": _first(root, "//meta[@property='og:title']/@content", "//h1", "//title"),
        "author": _first(root, "//meta[@name='author' or @name='DC.creator' or @name='citation_author']/@content"),
        "date": _first(root, "//meta[@name='DC.date' or @name='dcterms.date' or @name='dcterms.created']/@content"),
    }
    return {name: value for name, value in found.items() if value}


def _first(root: HtmlElement, *paths: str) -> str:
    for path in paths:
        for node in root.xpath(path):
            value = " ".join((node if isinstance(node, str) else node.text_content()).split())
            if value:
                return value
    return ""


def _main(root: HtmlElement) -> HtmlElement:
    """The part that holds the text, freed of furniture: what the page marks as such, if it holds most of the rest."""
    body = root.find("body")
    whole = root if body is None else body
    for node in _furniture(whole):
        node.clear(keep_tail=True)
    size = _size(whole)
    for path in _MAIN:
        for node in root.xpath(path)[:20]:
            if _size(node) >= 0.6 * size:
                return node
    return whole


def _size(node: HtmlElement) -> float:
    return float(node.xpath("string-length(normalize-space())"))


def _furniture(top: HtmlElement) -> list[HtmlElement]:
    from lxml import etree

    found = []
    walk = etree.iterwalk(top, events=("start",))
    for _, node in walk:
        if node is not top and (not isinstance(node.tag, str) or _is_furniture(node)):
            found.append(node)
            walk.skip_subtree()
    return found


def _is_furniture(node: HtmlElement) -> bool:
    tag = node.tag
    if tag in ("p", "br") and not node.attrib:
        return False
    if hypertext.is_note(node):
        return False
    if tag in _DROPPED or node.get("role") in _FURNITURE_ROLES or "hidden" in node.attrib:
        return True
    if tag == "header":
        return not _is_nested(node, "header") and next(node.iter("h1", "h2"), None) is None
    if tag in ("body", "html", "article", "main"):
        return False
    if tag in ("ul", "ol") and _is_link_list(node):
        return True
    return bool(_FURNITURE.search(f"{node.get('class', '')} {node.get('id', '')}"))


def _is_nested(node: HtmlElement, *tags: str) -> bool:
    return sum(1 for _ in islice(node.iterancestors(*tags), MAX_NESTING)) == MAX_NESTING


def _is_link_list(node: HtmlElement) -> bool:
    """A menu that is not called one: four links or more, and hardly a word outside them."""
    if _is_nested(node, "ul", "ol"):
        return False
    links = [len(link.text_content().strip()) for link in node.iter("a")]
    return len(links) >= 4 and sum(links) > 0.8 * len("".join(node.text_content().split()))


def _is_link_bar(words: str) -> bool:
    """«предыдущий документ | назад к перечню | следующий документ |»: at least three short parts between bars."""
    parts = words.split("|")
    return len(parts) > 2 and max(map(len, parts)) <= 30
