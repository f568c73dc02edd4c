"""Documents as hostile as they may come, and the way there and back: exported, read again as a file."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from sovnlp.corpus.contents import stated
from sovnlp.document import GENRES, SEGMENT_KINDS, Annotation, Document, Entity, Reference, Segment, Source, Token
from sovnlp.reading import read_source
from sovnlp.text.dates import parse_edtf
from sovnlp.text.speakers import speaker_id

SPACES = st.sampled_from(["", " ", "\n", "\n\n", "  ", "\t", "\u00a0", "\x0c\n", "\u2028", "\r", " \n "])
WORDS = st.one_of(
    st.sampled_from(
        ["кулак", "Мост", "The", "«", "»,", "<g/>", "</s>", "&amp;", "&", "]]>", "\\n", "_", "#", "-", "парт-\nийный"]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), min_size=1, max_size=8),
)
VALUES = st.one_of(
    st.sampled_from(['Речь «О "мосте"»', "Луговой & <сын>", "a|b = c", "#1", "строка\nвторая", "\\s", "Громов"]),
    st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=12),
).map(str.strip).filter(bool)  # fmt: skip
NAMES = st.one_of(
    st.sampled_from(["region", "регион", "Region", "year", "id2", "a b", "a=b", "tэxt"]),
    st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=6),
).filter(lambda name: name not in stated_names)  # fmt: skip
stated_names = {"id", "title", "author", "date", "date_kind", "language", "genre", "reference", "variant", "variant_of",
                "url", "composed", "speaker"}  # fmt: skip
maybe = st.none() | VALUES


@st.composite
def documents(draw: st.DrawFn) -> tuple[Document, Annotation]:
    """A document with segments that hold all its words, and an annotation that may pass over some of them."""
    text = draw(SPACES)
    segments, tokens, entities = [], [], []
    for number in range(draw(st.integers(1, 6))):
        start = len(text)
        for place in range(draw(st.integers(1, 5))):
            text += draw(SPACES) if place else ""
            first = len(text)
            text += draw(WORDS)
            if text[first:].strip() and text[first:] == text[first:].strip() and draw(st.integers(0, 9)):
                tag = draw(st.sampled_from([("NOUN", "Number=Sing|Case=Nom"), ("PUNCT", ""), ("ODD", "_")]))
                tokens.append(
                    Token(first, len(text), text[first:], text[first:].lower(), draw(VALUES), *tag, number // 2, "ru")
                )
                if not draw(st.integers(0, 4)):
                    entities.append(Entity(first, len(text), "PER", text[first:]))
        body = text[start:]
        start += len(body) - len(body.lstrip())
        stop = start + len(body.strip())
        tokens = [token for token in tokens if token.start < start or token.stop <= stop]
        if start < stop:
            speaker = draw(maybe)
            segments.append(
                Segment(
                    draw(st.sampled_from(SEGMENT_KINDS)),
                    start,
                    stop,
                    draw(st.none() | st.integers(1, 3)),
                    speaker,
                    draw(maybe) or (speaker_id(speaker) if speaker else None),
                    draw(maybe),
                    draw(st.booleans()),
                    draw(maybe),
                )  # fmt: skip
            )
        text += draw(SPACES)
    facets = draw(st.dictionaries(NAMES, VALUES, max_size=3))
    date = draw(st.sampled_from([None, "1928-07-09", "1930-01~", "1932/1933", "193X"]))
    document = Document(
        draw(VALUES), "x", 1, text, draw(st.sampled_from(["ru", "en"])), draw(st.sampled_from(GENRES)), draw(VALUES),
        tuple(segments), draw(maybe), parse_edtf(date, "spoken") if date else None, draw(maybe), (Reference(fond="1"),),
        draw(maybe), draw(maybe), draw(maybe), draw(st.booleans()), facets=facets,
    )  # fmt: skip
    return document, Annotation(tuple(tokens), tuple(entities))


def sound(document: Document) -> bool:
    """Whether reading it would leave it as it is: an author gives the speeches of a speech their speaker."""
    spoken = document.genre in ("speech", "letter") and document.author
    return bool(document.segments) and not any(
        spoken and s.speaker is None and s.kind in ("speech", "paragraph") for s in document.segments
    )


def exported(write: Callable[..., None], *texts: tuple[Document, Annotation]) -> str:
    """What an exporter writes."""
    out = io.StringIO(newline="")
    write(texts, out, many=len(texts) > 1)
    return out.getvalue()


def read_back(content: str, kind: str) -> list[Document]:
    """The documents that are read from what was written."""
    data = content.encode("utf-8")
    found = read_source(Source("x", "x", kind, data, hashlib.sha256(data).hexdigest()))
    assert all(isinstance(one, Document) for one in found), found
    return [one for one in found if isinstance(one, Document)]


def kept(document: Document) -> dict[str, Any]:
    """What must be the same before and after."""
    return {"text": document.text, "segments": document.segments, "facets": dict(document.facets), **stated(document)}


def ids(content: str, pattern: str) -> list[str]:
    """Everything that a pattern's first group finds, in order."""
    return [found[1] for found in re.finditer(pattern, content)]


def plain(document: Document) -> Document:
    """A document without what only its reader knows."""
    return replace(document, encoding=None, problems=(), inferred=())
