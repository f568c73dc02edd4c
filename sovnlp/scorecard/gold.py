"""Texts whose names were marked by hand, from JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from sovnlp.document import ENTITY_TYPES, GENRES, LANGUAGES
from sovnlp.errors import SourceError
from sovnlp.text.bracketed import Span

__all__ = ["Passage", "decoded", "read_passages"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with the names marked in it.

    ``document`` is what it was taken from: passages with the same one are right or wrong together. ``start`` is its
    place there, as far as that is known. Names point into ``text``.
    """

    document: str
    start: int
    text: str
    names: tuple[Span, ...]
    language: str = ""
    genre: str = ""


def decoded(path: Path) -> str:
    """Return the text of a file; raise ``SourceError`` where there is none or it is not in UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as cause:
        raise SourceError(f"{path} cannot be read ({cause.strerror})", "check the path") from None
    except UnicodeDecodeError:
        raise SourceError(f"{path} is not in UTF-8", "save it as plain text in UTF-8") from None


def read_passages(path: Path) -> Iterator[Passage]:
    """Yield the passages of a file of JSON lines.

    Each has ``text`` and ``entities``, a list of [start, stop, type]; ``file``, ``start`` (the place of the text in
    it), ``language`` and ``genre`` may be left out. A passage without a ``file`` is a document of its own. Raises
    ``SourceError`` with the number of a line that is not such an object, and where there is no passage at all.
    """
    empty = True
    for number, line in enumerate(decoded(path).split("\n"), start=1):
        if line.strip():
            empty = False
            try:
                yield _passage(json.loads(line), f"{path.name}, line {number}")
            except (ValueError, TypeError, KeyError) as cause:
                said = f"no {cause}" if isinstance(cause, KeyError) else str(cause)
                raise SourceError(f"{path}, line {number}: {said}", _FORM) from None
    if empty:
        raise SourceError(f"there is no passage in {path}", _FORM)


_FORM = 'write one object a line: {"text": "…", "entities": [[start, stop, "PER"], …], "file": "…"}'


def _passage(record: Any, where: str) -> Passage:
    """Return the passage of a line; raise ``ValueError``, ``TypeError`` or ``KeyError`` where it is none."""
    if not isinstance(record, dict):
        raise TypeError("not an object")
    text = record["text"]
    if not isinstance(text, str):
        raise TypeError("the text is not a string")
    names = []
    for entity in record["entities"]:
        start, stop, kind = entity
        if kind not in ENTITY_TYPES:
            raise ValueError(f"there is no type of name {kind!r}, only {', '.join(ENTITY_TYPES)}")
        if not (isinstance(start, int) and isinstance(stop, int) and 0 <= start < stop <= len(text)):
            raise ValueError(f"a name at {start}-{stop} in a text of {len(text)} characters")
        names.append((start, stop, kind))
    names.sort()
    for (_, stop, _), (start, _, _) in pairwise(names):
        if start < stop:
            raise ValueError(f"two names overlap at {start}")
    language, genre, begins = record.get("language") or "", record.get("genre") or "", record.get("start", 0)
    if language and language not in LANGUAGES:
        raise ValueError(f"there is no language {language!r}, only {', '.join(LANGUAGES)}")
    if genre and genre not in GENRES:
        raise ValueError(f"there is no genre {genre!r}, only {', '.join(GENRES)}")
    place = begins if "file" in record and isinstance(begins, int) else 0
    return Passage(str(record.get("file", where)), place, text, tuple(names), language, genre)
