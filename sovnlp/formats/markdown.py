"""Markdown: kept as it is written, with its headings marked and its front matter read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sovnlp.document import Extract
from sovnlp.text.encodings import damage, decode
from sovnlp.text.metadata import split_front_matter
from sovnlp.text.paragraphs import blocks

__all__ = ["extract"]

_HEADING = re.compile(r"#{1,6}[ \t]+\S|[^\n]+\n(?:=+|-{2,})[ \t]*$")


def extract(data: bytes, encoding: str | None = None) -> list[Extract]:
    """Decode a Markdown file; the text is the body after the front matter, markup and all."""
    text, name = decode(data, encoding)
    text, metadata, problems = split_front_matter(text)
    return [
        Extract(text, name, metadata, paragraphs=tuple(_paragraphs(text)), problems=(*damage(text, name), *problems))
    ]


def _paragraphs(text: str) -> Iterator[tuple[int, int, str]]:
    for start, stop in blocks(text):
        while (line := re.match(r"#{1,6}[ \t]+[^\n]*[^\s]", text[start:stop])) and start + line.end() < stop:
            yield start, start + line.end(), "heading"
            start += line.end() + len(text[start + line.end() : stop]) - len(text[start + line.end() : stop].lstrip())
        yield start, stop, "heading" if _HEADING.match(text[start:stop]) else "paragraph"
