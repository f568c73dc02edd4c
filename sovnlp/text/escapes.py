r"""White space and characters that a line of a table or an XML file cannot hold, written out and read back.

The escapes are those of UDPipe's ``SpacesAfter`` (``\s`` space, ``\t``, ``\n``, ``\r``, ``\p`` bar, ``\\``), and
``\uXXXX`` for what else is no printable character.
"""

from __future__ import annotations

import re

__all__ = ["NOT_XML", "escape", "one_line", "unescape", "whole_characters"]

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write."""

_LETTERS = {" ": "s", "\t": "t", "\n": "n", "\r": "r", "|": "p", "\\": "\\"}
_MEANT = {letter: char for char, letter in _LETTERS.items()}
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|([strnp\\]))")
_HALVES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_AMISS = re.compile("^ | $|(?<= ) |[^\\S ]|[\\\\\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_HIDDEN = re.compile("[\\s|\\\\\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def escape(text: str, *, spaced: bool = False) -> str:
    r"""Write ``text`` without white space, bars and control characters; ``spaced`` keeps single spaces and bars.

    >>> print(escape("a | b\n"), escape("a | b\n", spaced=True))
    a\s\p\sb\n a | b\n
    """
    return (_AMISS if spaced else _HIDDEN).sub(
        lambda found: "\\" + (_LETTERS.get(found[0]) or f"u{ord(found[0]):04x}"), text
    )


def unescape(text: str) -> str:
    """Read what ``escape`` has written; a backslash before anything else stays.

    >>> unescape(escape("a | b")), unescape("C:/x")
    ('a | b', 'C:/x')
    """
    if "\\" not in text:
        return text
    return whole_characters(_ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else _MEANT[found[2]], text))


def one_line(text: str) -> str:
    r"""Fold white space into single spaces and show what is no character as U+FFFD.

    >>> one_line("коллекти-\nвизация")
    'коллекти- визация'
    """
    return _CONTROLS.sub("\ufffd", " ".join(text.split()))


def whole_characters(text: str) -> str:
    """Show halves of surrogate pairs, which are no characters and which UTF-8 cannot hold, as U+FFFD."""
    return _HALVES.sub("\ufffd", text)
