"""HTML: the main text as lines, one paragraph a line, without navigation, scripts and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sovnlp.document import Extract
from sovnlp.text.encodings import damage, decode

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["extract"]

_META_CHARSET = re.compile(rb"(?i)charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,80}encoding=[\"']([\w.:-]+)")
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_NO_TAG = re.compile(r"<(?![A-Za-z/!?])|</(?![A-Za-z])")

_DROPPED = frozenset(
    "script style noscript template head nav footer aside form button select option textarea iframe object embed svg"
    " math canvas audio video map dialog".split()
)
_FURNITURE_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary", "menu", "dialog"))
_FURNITURE = re.compile(
    r"(?i)(?:^|[\s_-])(?:nav|navbar|navigation|menu|sidebar|breadcrumbs?|share|sharing|social|comments?|respond|cookies?"
    r"|banner|advert\w*|ads|related|pager|pagination|toolbar|site-?header|site-?footer|skip-link|masthead|widget)(?:$|[\s_-])"
)
_BLOCKS = frozenset(
    "address article blockquote body center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr"
    " html li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
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
    document, ``date`` and ``author``.
    """
    declared = _META_CHARSET.search(data[:4096])
    hint = (declared[1] or declared[2]).decode("ascii", "replace") if declared else None
    markup, name = decode(data, encoding, hint=hint)
    root = _parse(markup)
    if root is None:
        return [Extract("", name, problems=damage(markup, name))]
    metadata = _metadata(root)
    text, paragraphs = _text(_main(root))
    return [Extract(text, name, metadata, paragraphs=paragraphs, problems=damage(text, name))]


def _parse(markup: str) -> HtmlElement | None:
    from lxml import etree, html

    # «ч<асов>»: an editor's expansion in angle brackets is text and no tag.
    markup = _NO_TAG.sub(lambda found: "&lt;" + found[0][1:], _XML_HEAD.sub("", markup)).replace("\0", "")
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        return html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


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
    """The part that holds the text: what the page marks as such, if it holds most of what is not furniture."""
    body = root.find("body")
    whole = root if body is None else body
    size = _size(whole)
    for path in _MAIN:
        for node in root.xpath(path)[:20]:
            if _size(node) >= 0.6 * size:
                return node
    return whole


def _size(node: HtmlElement) -> int:
    return sum(len(piece) for piece, _ in _pieces(node))


def _is_furniture(node: HtmlElement) -> bool:
    if node.tag in _DROPPED or node.get("role") in _FURNITURE_ROLES or "hidden" in node.attrib:
        return True
    if node.tag == "header":
        return next(node.iter("h1", "h2"), None) is None
    if node.tag in ("body", "html", "article", "main"):
        return False
    if node.tag in ("ul", "ol") and _is_link_list(node):
        return True
    return bool(_FURNITURE.search(f"{node.get('class', '')} {node.get('id', '')}"))


def _is_link_list(node: HtmlElement) -> bool:
    """A menu that is not called one: four links or more, and hardly a word outside them."""
    links = [len(link.text_content().strip()) for link in node.iter("a")]
    return len(links) >= 4 and sum(links) > 0.8 * len("".join(node.text_content().split()))


def _pieces(top: HtmlElement) -> Iterator[tuple[str, str]]:
    """Text in document order, as (text, "") or ("", event); an event is a break, a cell or the start of a heading."""
    from lxml import etree

    walk = etree.iterwalk(top, events=("start", "end"))
    for event, node in walk:
        tag = node.tag
        if event == "start":
            if not isinstance(tag, str) or (node is not top and _is_furniture(node)):
                walk.skip_subtree()
                continue
            if tag in _BLOCKS or tag == "br":
                yield "", "cell" if tag in ("td", "th") else "heading" if tag in _HEADINGS else "break"
            if node.text:
                yield node.text, ""
        else:
            if tag in _BLOCKS and tag not in ("td", "th"):
                yield "", "break"
            if node.tail and node is not top:
                yield node.tail, ""


def _text(main: HtmlElement) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    out: list[str] = []
    spans: list[tuple[int, int, str]] = []
    length = 0
    kind = "paragraph"
    line: list[str] = []

    def close() -> None:
        nonlocal length
        words = " ".join("".join(line).split())
        line.clear()
        if words and not _is_link_bar(words):
            spans.append((length, length + len(words), kind))
            out.append(words)
            length += len(words) + 1

    for piece, event in _pieces(main):
        if event == "cell" and any(part.strip() for part in line):
            line.append("\u2003")
        elif event and event != "cell":
            close()
            kind = "heading" if event == "heading" else "paragraph"
        else:
            line.append(piece)
    close()
    return "\n".join(out), tuple(spans)


def _is_link_bar(words: str) -> bool:
    """«предыдущий документ | назад к перечню | следующий документ |»: at least three short parts between bars."""
    parts = words.split("|")
    return len(parts) > 2 and max(map(len, parts)) <= 30
