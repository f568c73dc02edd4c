"""Plain prose: headings and paragraphs."""

from __future__ import annotations

from sovnlp.document import Extract, Part, Segment
from sovnlp.text.paragraphs import is_heading, paragraphs

__all__ = ["read"]


def read(extract: Extract) -> tuple[Part, ...]:
    r"""Cut a text into paragraphs; a short line at the start or in capitals is a heading.

    >>> [segment.kind for segment in read(Extract("ОТЧЁТ\nДороги размыты."))[0].segments]
    ['heading', 'paragraph']
    """
    if any(kind == "heading" for _, _, kind in extract.paragraphs):
        marked = tuple(Segment(kind, start, stop) for start, stop, kind in extract.paragraphs)
        return (Part(0, len(extract.text), marked),)
    text = extract.text
    spans = [span[:2] for span in extract.paragraphs] or list(paragraphs(text))
    segments = []
    opening = True
    for start, stop in spans:
        line = text[start:stop]
        title = is_heading(line) and (opening or line.isupper()) and len(spans) > 1
        opening = opening and title
        segments.append(Segment("heading" if title else "paragraph", start, stop))
    return (Part(0, len(text), tuple(segments)),)
