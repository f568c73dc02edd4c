"""Russian or English, by script."""

from __future__ import annotations

import re

__all__ = ["detect"]

_CYRILLIC = re.compile("[Ѐ-ӿ]+")
_LATIN = re.compile("[A-Za-zÀ-ɏ]+")
_ROMAN = re.compile("[IVXLCDM]+")


def detect(text: str) -> str:
    """``ru`` or ``en`` by which script has more letters, empty where there are no letters to tell by.

    Roman numerals tell nothing. Where both scripts have as many letters, the one that comes first decides.

    >>> detect("О кулаке (kulak)"), detect("The word кулак"), detect("XVI. 1930.")
    ('ru', 'en', '')
    """
    if text.isascii():
        return "en" if any(not _ROMAN.fullmatch(word) for word in _LATIN.findall(text)) else ""
    cyrillic = sum(map(len, _CYRILLIC.findall(text)))
    latin = sum(len(word) for word in _LATIN.findall(text) if not _ROMAN.fullmatch(word))
    if cyrillic == latin:
        first = _CYRILLIC.search(text)
        other = _LATIN.search(text)
        if not first or not other or not cyrillic:
            return ""
        return "ru" if first.start() < other.start() else "en"
    return "ru" if cyrillic > latin else "en"
