"""What a spreadsheet would take for a formula, made harmless."""

from __future__ import annotations

__all__ = ["harmless"]


def harmless(text: str) -> str:
    """Return ``text`` with a leading apostrophe where a spreadsheet would run it as a formula.

    >>> harmless("=1+1"), harmless("кулак")
    ("'=1+1", 'кулак')
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text
