"""Surnames that say little by themselves, and those that in their time meant one person: ``surnames.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sovnlp.errors import LexiconError

__all__ = ["Surnames", "load_surnames"]


class Surnames(NamedTuple):
    """``common`` surnames, small letters without ё, and the ids of those ``foremost`` among their namesakes."""

    common: frozenset[str]
    foremost: frozenset[str]


@cache
def load_surnames() -> Surnames:
    """Return the lists of ``surnames.toml``; raise ``LexiconError`` where it is not sound."""
    file = Path(__file__).parent / "surnames.toml"
    try:
        listed = tomllib.loads(file.read_text("utf-8"))
        common = listed["common"].lower().replace("ё", "е").split()
        return Surnames(frozenset(common), frozenset(listed["foremost"].split()))
    except (tomllib.TOMLDecodeError, KeyError, AttributeError) as error:
        raise LexiconError(f"surnames.toml: {error}", "it has two texts of words: common and foremost") from error
