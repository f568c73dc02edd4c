"""Lemmas that say how a text is put together and not what it is about, for topics and collocates."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

__all__ = ["stop_words"]


@lru_cache(maxsize=4)
def stop_words(language: str) -> frozenset[str]:
    """Return the stop words of a language, lower-cased, with ё and with е; none for a language without a list.

    >>> "товарищ" in stop_words("ru"), "кулак" in stop_words("ru")
    (True, False)
    """
    listed = tomllib.loads((files("sovnlp.lexicon") / "stopwords.toml").read_text("utf-8"))
    words = str(listed.get(language, "")).split()
    return frozenset({*words, *(word.replace("ё", "е") for word in words)})
