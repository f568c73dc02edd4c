"""JSON lines: one object a line, each with a text and what is known of it."""

from __future__ import annotations

import json

from sovnlp.document import Extract, Problem
from sovnlp.errors import SourceError
from sovnlp.text.encodings import damage, decode
from sovnlp.text.rows import TEXT_NAMES, row_extract

__all__ = ["extract"]

_TOLD = 20


def extract(data: bytes, encoding: str | None = None) -> list[Extract]:
    """Read the object on each line as a text: ``text`` (or ``content``, ``body``), other single values as metadata.

    A line that is no such object is left out, with a ``Problem`` that gives its number. Raises ``SourceError`` where
    no line is one.
    """
    content, name = decode(data, encoding)
    found: list[Extract] = []
    problems = list(damage(content, name))
    bad = 0
    for number, line in enumerate(content.split("\n"), start=1):
        if not line.strip():
            continue
        what = ""
        try:
            row = json.loads(line)
            read = row_extract(row, name) if isinstance(row, dict) else None
            what = "" if read else "no object with a text"
        except (ValueError, RecursionError):
            read, what = None, "this is no JSON"
        if read:
            found.append(read)
            continue
        bad += 1
        if bad <= _TOLD:
            problems.append(Problem("", f"line {number:,}: {what}; left out", f"name the text {TEXT_NAMES[0]}"))
    if not found:
        raise SourceError(
            "no line of this file is a JSON object with a text",
            'write one object a line: {"text": "…", "date": "1928"}; a list of objects goes into a .json file',
        )
    if bad > _TOLD:
        problems.append(Problem("", f"{bad - _TOLD:,} more lines without a text left out"))
    first = found[0]
    return [Extract(first.text, name, first.metadata, problems=tuple(problems)), *found[1:]]
