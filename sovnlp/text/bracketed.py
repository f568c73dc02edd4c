"""Names marked inline, as annotators write them: ``[PER С. М. Громов] приехал в [LOC Вятку]``."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["MARK", "Span", "bracketed", "unbracketed"]

Span = tuple[int, int, str]
MARK = re.compile(r"\[(PER|ORG|LOC) ([^\[\]]*\S)\]")


def unbracketed(marked: str) -> tuple[str, list[Span]]:
    """Return the text without its marks, and the names in it as (start, stop, type); other brackets are text.

    >>> unbracketed("[PER Громов] [так!] из [LOC Вятки]")
    ('Громов [так!] из Вятки', [(0, 6, 'PER'), (17, 22, 'LOC')])
    """
    text, names, at = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        names.append((len(text), len(text) + len(mark[2]), mark[1]))
        text += mark[2]
        at = mark.end()
    return text + marked[at:], names


def bracketed(text: str, names: Iterable[Span]) -> str:
    """Return the text with its names marked; raise ``ValueError`` where two of them overlap."""
    marked, at = "", 0
    for start, stop, kind in sorted(names):
        if start < at:
            raise ValueError(f"two names overlap at {start}")
        marked += f"{text[at:start]}[{kind} {text[start:stop]}]"
        at = stop
    return marked + text[at:]
