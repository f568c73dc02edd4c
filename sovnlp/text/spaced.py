"""Разрядка: words spaced out for emphasis, put together again without their neighbors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

__all__ = ["joins", "vocabulary"]

_LETTER = r"[^\W\d_]"
_GAP = "[ \u00a0\u2000-\u200a\u202f]"
_RUN = re.compile(rf"(?<![\w'’.\-]){_LETTER}(?:{_GAP}{{1,4}}{_LETTER}){{2,}}(?![\w'’])")
# Where a run may begin, from its first gap on: quick to look for, as it begins with a space.
_SIGN = re.compile(rf"{_GAP}(?={_GAP}{{0,3}}{_LETTER}{_GAP}{{1,4}}{_LETTER}(?!\w))")
_NEXT_WORD = re.compile(rf"\s+({_LETTER}{{4,}})")
_WORD = re.compile(rf"(?<![-¬]\n)(?<![-\w]){_LETTER}{{4,}}(?![-¬\w])")

_ONE_LETTER_WORDS = frozenset("ивасяокуaiI")
_ALPHABETS = ("абвгдежзийклмнопрстуфхцчшщъыьэюя", "абвгдеёжзийклмнопрстуфхцчшщ", "abcdefghijklmnopqrstuvwxyz")
_VOWEL = re.compile(r"[аеёиоуыэюяѣіaeiouy]", re.IGNORECASE)
_CAPITAL_INSIDE = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")

# Without a dictionary: hardly a word begins with и or а before these letters, hardly one goes on with и after these.
_CONJUNCTION_FIRST = re.compile(r"^(?:и(?=[аеоуыэбжкпфцчшщ])|а(?=[аеоуыэ]))")
_CONJUNCTION_LAST = re.compile(r"(?<=ство|тель|ость)и$|(?<=ние|ция|изм)и$|(?<=ом|ка|ой|ют|ят)и$")

_LONGEST_WORD, _LONGEST_PIECE = 32, 400
"""In letters; what is longer is left alone, which keeps the search short on hostile text."""


def vocabulary(text: str) -> Callable[[str], bool]:
    """A stand-in for a dictionary: the words of four letters and more that the text itself prints whole."""
    return {word.lower() for word in _WORD.findall(text)}.__contains__


def joins(text: str, known: Callable[[str], bool] | None) -> Iterator[tuple[int, int]]:
    """The gaps (start, stop) that stand inside a spaced-out word, in order."""
    done = 0
    for sign in _SIGN.finditer(text):
        run = _RUN.match(text, sign.start() - 1) if sign.start() > done else None
        if not run:
            continue
        done = run.end()
        known = known or vocabulary(text)
        follower = _NEXT_WORD.match(text, run.end())
        pieces = list(_pieces(text, run.start(), run.end()))
        longest = max(map(len, pieces))
        for piece in pieces:
            following = follower[1] if follower and piece is pieces[-1] else ""
            letters = "".join(text[i] for i in piece[: _LONGEST_PIECE + 1])
            if (
                not 2 <= len(piece) <= _LONGEST_PIECE
                or not (longest > 3 or known(letters.lower()))
                or _is_enumeration(letters, known)
            ):
                continue
            at = 0
            for length in _words(letters, known, following):
                for left, right in zip(piece[at : at + length], piece[at + 1 : at + length], strict=False):
                    yield left + 1, right
                at += length


def _pieces(text: str, start: int, stop: int) -> Iterator[list[int]]:
    """Positions of the letters of a run, cut at its wider gaps (where all gaps are alike there is one piece)."""
    positions = [i for i in range(start, stop) if text[i].isalpha()]
    gaps = [text[left + 1 : right] for left, right in zip(positions, positions[1:], strict=False)]
    narrow = min(_width(gap) for gap in gaps)
    piece = positions[:1]
    for position, gap in zip(positions[1:], gaps, strict=True):
        if _width(gap) > narrow:
            yield piece
            piece = []
        piece.append(position)
    yield piece


def _width(gap: str) -> tuple[int, bool]:
    return len(gap), gap == " "


def _is_enumeration(letters: str, known: Callable[[str], bool]) -> bool:
    """«а б в г», a row of one-letter words, or letters that cannot be a word."""
    lower = letters.lower()
    if any(lower in alphabet for alphabet in _ALPHABETS):
        return True
    if letters.isupper():
        return False
    no_word = not _VOWEL.search(lower) or all(map(_VOWEL.match, lower)) or set(lower) <= _ONE_LETTER_WORDS
    return no_word and not known(lower)


def _words(letters: str, known: Callable[[str], bool], following: str) -> list[int]:
    """Lengths of the words in letters that are all equally far apart."""
    parts = _CAPITAL_INSIDE.split(letters)
    result: list[int] = []
    for part in parts:
        rest = part.lower()
        for length in _cheapest(rest, known):
            word, rest = rest[:length], rest[length:]
            result += _detached(word, known, following if part is parts[-1] and not rest else "")
    return result


def _cheapest(letters: str, known: Callable[[str], bool]) -> list[int]:
    """Lengths of the words in the cheapest reading.

    A known word is cheap, a one-letter word cheaper, two long or two one-letter words side by side dearer («кулак и
    середняк» is the better reading of what might be «кулаки середняк»), an unknown stretch dear by its length.
    """
    # For each position, the cheapest readings whose last word is long and is one letter: (cost, lengths so far).
    Reading = tuple[float, list[int]]
    best: list[dict[bool, Reading]] = [{}]
    for stop in range(1, len(letters) + 1):
        here: dict[bool, Reading] = {}
        for start in range(max(0, stop - _LONGEST_WORD), stop):
            single = stop - start == 1
            cost = _cost(letters[start:stop], known, whole=stop - start == len(letters))
            for last, (so_far, lengths) in best[start].items() or [(not single, (0.0, []))]:
                total = so_far + cost + (0.8 if last == single else 0.0)
                if single not in here or total < here[single][0]:
                    here[single] = total, [*lengths, stop - start]
        best.append(here)
    return min(best[-1].values())[1]


def _cost(word: str, known: Callable[[str], bool], *, whole: bool) -> float:
    if len(word) == 1:
        return 0.5 if word == "и" else 0.9 if word in _ONE_LETTER_WORDS else 5.0
    if known(word):
        return max(1.0, 2.8 - 0.4 * len(word))
    return (3.1 if whole else 4.5) + 0.3 * max(0, len(word) - 10)


def _detached(word: str, known: Callable[[str], bool], following: str) -> list[int]:
    """The word with an «и» or «а» taken off its ends, where it is no part of it."""
    size = len(word)
    if not known(word):
        first = 1 if size > 4 and _CONJUNCTION_FIRST.match(word) else 0
        last = 1 if size > 4 and _CONJUNCTION_LAST.search(word) else 0
        return [length for length in (first, size - first - last, last) if length]
    # «к у л а к и середняк»: both readings are words, but what «и» joins usually ends alike.
    if size > 4 and word[-1] == "и" and known(word[:-1]) and following.lower()[-1:] == word[-2]:
        return [size - 1, 1]
    return [size]
