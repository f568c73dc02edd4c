"""Words in a chart: what must not be printed, and where lines end."""

from __future__ import annotations

import textwrap

__all__ = ["FEW_DOCUMENTS", "FONT", "LANGUAGES", "plain", "wrapped"]

FEW_DOCUMENTS = 5
LANGUAGES = {"ru": "Russian", "en": "English"}
# vl-convert carries Liberation Sans, with Cyrillic, so that every machine draws the same; Arial has its widths.
FONT = "Liberation Sans, Arial, Helvetica, PT Sans, DejaVu Sans, sans-serif"
# Widths of Liberation Sans in hundredths of the size: a letter of a text in either script, a capital, a thin sign.
LETTER, CAPITAL, THIN = 56, 73, 29


def plain(text: str) -> str:
    """Return ``text`` without the characters that XML forbids or that turn its direction."""
    return "".join(char if char.isprintable() else " " if char.isspace() else "" for char in text)


def wrapped(text: str, size: float, width: float) -> list[str]:
    """Break ``text`` into lines that are at most about ``width`` pixels long in letters of ``size`` pixels.

    >>> wrapped("one two", 10, 30)
    ['one', 'two']
    """
    if not text.strip():
        return []
    hundredths = sum(CAPITAL if char.isupper() else THIN if char in " .,:;|!'()iljt" else LETTER for char in text)
    return textwrap.wrap(text, max(4, int(width / size / hundredths * 100 * len(text))), break_on_hyphens=False)
