"""Names that programs take, made of names that people gave: ASCII, without white space, each only once."""

from __future__ import annotations

import re

from sovnlp.text.translit import to_latin

__all__ = ["file_name", "identifier", "unique"]

_OTHERS = re.compile(r"[^A-Za-z0-9_]+")
_NO_FILE = re.compile('[\x00-\x1f\x7f-\x9f\ud800-\udfff\\\\:*?"<>|]')
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)))
)
_LONGEST = 60
_LONGEST_FILE = 180


def identifier(text: str) -> str:
    """A name of at most 60 ASCII letters, digits, hyphens and underscores that begins with a letter.

    >>> identifier("ru/1928-07-09_речь#2")
    'ru-1928-07-09_rech-2'
    """
    name = _OTHERS.sub("-", to_latin(text).replace("'", "")).strip("-")[:_LONGEST].rstrip("-")
    return name if name[:1].isalpha() else f"x{name}"


def file_name(text: str) -> str:
    """A path below a folder, with forward slashes, that every system takes and that never leads out of the folder.

    >>> file_name("../ru/речь: конец?")
    '_/ru/речь_ конец_'
    """
    parts = []
    for part in text.split("/"):
        name = _NO_FILE.sub("_", part).strip(" ").rstrip(".")
        while len(name.encode()) > _LONGEST_FILE:
            name = name[:-1]
        if name.lower().partition(".")[0] in _DEVICES or name.startswith("."):
            name = f"_{name.lstrip('.')}"
        parts.append(name or "_")
    return "/".join(parts[-8:])


def unique(wanted: str, taken: set[str]) -> str:
    """``wanted``, with the first number that makes it new where it is in ``taken``, which it then joins.

    Names that differ only in case count as the same.
    """
    name, number = wanted, 1
    while name.lower() in taken:
        number += 1
        name = f"{wanted}-{number}"
    taken.add(name.lower())
    return name
