"""Bytes to text: which encoding Russian or English bytes are in, told from the bytes themselves."""

from __future__ import annotations

import re
from itertools import islice

from sovnlp.document import Problem
from sovnlp.errors import SourceError

__all__ = ["check_encoding", "damage", "decode", "is_wide"]

CANDIDATES = ("windows-1251", "koi8-r", "cp866", "windows-1252")

_ALPHABET = " абвгдежзийклмнопрстуфхцчшщъыьэюя"

# How often one letter follows another in Russian: row by first letter, column by second (both in the order of
# _ALPHABET), 9 + log2 of the probability, rounded, no less than 0. Counted over 3.3 million letters of diaries, letters
# and newspapers of 1917.
_FOLLOWS = (
    "034645324505355564644221410000303",
    "703524334125645035550131331000034",
    "450100600500503706305020004271003",
    "760001601502414614523000030051002",
    "450105500501502806104000000000000",
    "560400710602415614415001110032003",
    "712545323043556136550021322000001",
    "461006800603006200005000000001000",
    "673535420502346503104000000043004",
    "722423414445555213550043421000024",
    "900002000002115210530002230000000",
    "670300400600303705344001000000000",
    "660012620702202600304000000036044",
    "760000600600215630205000000052003",
    "560013600602005600444002100053004",
    "704655433243555135550111320000112",
    "251000600500401727104000000021002",
    "571232620602024710335021010043003",
    "540401500406523541473010100024005",
    "660500600502103705404000000046002",
    "724346353014543045550030533000050",
    "650000600701420606304200000012000",
    "850300200400323704214000000000000",
    "560300700705200400004000000050000",
    "460000700603305003074000020004000",
    "360300700705515410044000000004000",
    "360000800700003000004000000002000",
    "200000800000000000000000000000058",
    "702512501062653023440050230000000",
    "803121402205046000520001050000044",
    "200100001024433023490300010000000",
    "804015013003213004460006416000010",
    "802323323003444001350031203000021",
)
_BIGRAMS = {
    first + second: int(digit) - 9
    for first, row in zip(_ALPHABET, _FOLLOWS, strict=True)
    for second, digit in zip(_ALPHABET, row, strict=True)
}

_WORD_WITH_HIGH_BYTE = re.compile(rb"[A-Za-z]{0,40}[\x80-\xff][A-Za-z\x80-\xff]*")
_TYPOGRAPHY = frozenset("«»„“”‘’‚—–…№§°·•†‡\xa0\xad")


def check_encoding(encoding: str) -> None:
    """Raise ``SourceError`` where ``encoding`` is not the name of a text encoding."""
    try:
        b" ".decode(encoding, errors="replace")
    except LookupError:
        raise SourceError(
            f"unknown encoding: {encoding}", "use one of: utf-8, utf-16, windows-1251, koi8-r, cp866, windows-1252"
        ) from None


def decode(data: bytes, encoding: str | None = None, *, hint: str | None = None) -> tuple[str, str]:
    r"""Decode ``data`` and say how: (text with ``\n`` line ends and no byte-order mark, name of the encoding).

    ``encoding`` is obeyed; ``hint`` (what a page says of itself) only weighs in. Bytes that do not fit become U+FFFD.
    Order of trial: byte-order marks, UTF-16 by its zero and four bytes, UTF-8, then the Cyrillic and Western 8-bit
    pages by how much the result looks like Russian or English. Raises ``SourceError`` for an unknown encoding.

    >>> decode("Заводской комитет".encode("koi8-r"))
    ('Заводской комитет', 'koi8-r')
    """
    if encoding is not None:
        check_encoding(encoding)
    name = encoding or _detect(data, hint)
    text = data.decode(name, errors="replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n"), name


def damage(text: str, encoding: str) -> tuple[Problem, ...]:
    """A ``Problem`` that counts the characters that could not be decoded, where there are any."""
    lost = text.count("\ufffd")
    if not lost:
        return ()
    return (Problem("", f"{lost:,} characters could not be read as {encoding}", "name the right one with --encoding"),)


def _detect(data: bytes, hint: str | None) -> str:
    marked = _by_mark(data)
    if marked:
        return marked
    wide = _wide(data)
    if wide:
        return wide
    if _is_utf8(data):
        return "utf-8"
    sample = b" ".join(match[0] for match in islice(_WORD_WITH_HIGH_BYTE.finditer(data), 600))
    names = list(CANDIDATES)
    if hint and hint.lower() not in ("utf-8", "utf8") and _known(hint):
        names.insert(0, hint.lower())
    return max(names, key=lambda name: _plausibility(sample.decode(name, errors="replace")))


def is_wide(data: bytes) -> bool:
    """Whether ``data`` is UTF-16 or UTF-32 text, which holds zero bytes and yet is no binary file."""
    return _by_mark(data) in ("utf-16", "utf-32") or bool(_wide(data))


def _by_mark(data: bytes) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "utf-32"
    return "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ""


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte is 0 (Latin, spaces) or 4 (Cyrillic)."""
    sample = data[: min(len(data) // 2 * 2, 20_000)]
    if len(sample) < 4:
        return ""
    for name, high, low in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        share = (high.count(0) + high.count(4)) / len(high)
        if share > 0.85 and (low.count(0) + low.count(4)) / len(low) < 0.3:
            return name
    return ""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        broken = data.decode("utf-8", errors="replace")
        bad = broken.count("\ufffd")
        # A few damaged characters among many good ones: still UTF-8, and the damage is told.
        good = sum(1 for char in broken if char > "\x7f") - bad
        return good >= 20 * bad
    return True


def _known(name: str) -> bool:
    try:
        check_encoding(name)
    except SourceError:
        return False
    return True


def _plausibility(text: str) -> float:
    """How much ``text`` looks like Russian with some Latin, or Latin with some accents: a sum of logarithms, base 2."""
    score = 0.0
    before, kind_before, upper_before = " ", "other", False
    for char in text:
        lower = char.lower().replace("ё", "е")
        kind = _kind(char, lower)
        if kind == "cyrillic":
            score += _BIGRAMS[(before if kind_before == "cyrillic" else " ") + lower]
            upper = char.isupper()
            if kind_before == "cyrillic" and upper:
                score -= 1 if upper_before else 8
            upper_before = upper
        elif kind_before == "cyrillic":
            score += _BIGRAMS[before + " "]
        if kind == "accented":
            score -= 11 if kind_before == "accented" else 5
        if "cyrillic" in (kind, kind_before) and ("latin" in (kind, kind_before) or "accented" in (kind, kind_before)):
            score -= 12
        if kind == "strange":
            score -= 10
        if kind == "mark":
            score -= 6 if kind_before == "mark" else 2
        before, kind_before = lower, kind
    return score


def _kind(char: str, lower: str) -> str:
    if "а" <= lower <= "я":
        return "cyrillic"
    if char.isascii():
        return "latin" if char.isalpha() else "other"
    if char in _TYPOGRAPHY:
        return "mark"
    return "accented" if char.isalpha() and char < "\u0250" else "strange"
