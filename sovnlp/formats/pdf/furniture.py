"""What a page carries beside its text: running heads, page numbers, footnotes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from sovnlp.formats.pdf.layout import Line

__all__ = ["NOTE_HEAD", "footnotes", "labels", "running"]

_NUMBER = re.compile(r"[^\w]*(\d{1,4}|[ivxlc]{1,7})[^\w]*", re.IGNORECASE)
_AT_END = re.compile(
    r"^\W*(\d{1,4})\b(?!\s*(?:г|год|янв|фев|мар|апр|ма[йя]|ию[нл]|авг|сен|окт|ноя|дек))|\b(\d{1,4})\W*$"
)
NOTE_HEAD = re.compile(r"[\[(]?\d{1,3}(?!\d)[\])]?[.)]?\s*\S|[\[(]?\*")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def running(pages: Sequence[Sequence[Line]], body: float) -> tuple[dict[int, list[Line]], dict[int, str]]:
    """The running heads and page numbers by page (from 0), and the numbers printed there.

    A head is what stands at the same height at the top or foot of three pages or more, each with another of them no
    further than two pages away, digits aside. A number stands alone there, or beside a head, and counts with the pages.
    """
    heads = defaultdict(list)
    counted = defaultdict(set)
    numbers = []
    for at, lines in enumerate(pages):
        for zone, line in _extremes(lines):
            bare = _NUMBER.fullmatch(line.text)
            if zone == "foot" and not bare and line.size <= 0.9 * body and NOTE_HEAD.match(line.text):
                continue
            key = (zone, " ".join(re.sub(r"[\W\d_]+", " ", line.text.casefold()).split()))
            if key[1] and not bare:
                heads[key].append((at, line))
            for number in [_value(bare[1])] if bare else _ends(line.text):
                counted[zone, number - at].add(at)
                numbers.append((at, zone, number, line, bare))
    found: dict[int, list[Line]] = defaultdict(list)
    for members in heads.values():
        repeated = [
            one
            for i, one in enumerate(members)
            if any(_is_repeated(one, other) for other in members[max(0, i - 8) : i + 9])
        ]
        if len({at for at, _ in repeated}) >= 3:
            for at, line in repeated:
                found[at].append(line)
    heights = {at: [line.y for line in lines] for at, lines in found.items()}
    for members in heads.values():
        for at, line in members:
            # The words of a head may change from chapter to chapter, its height does not.
            near = [heights.get(other, ()) for other in range(at - 4, at + 5) if other != at]
            level = sum(1 for ys in near if any(abs(y - line.y) < 1.5 for y in ys))
            if level >= 2 and line not in found[at]:
                found[at].append(line)
    printed: dict[int, str] = {}
    for at, zone, number, line, matched in sorted(numbers, key=lambda found: found[4] is None):
        others = sum(1 for other in counted[zone, number - at] if 0 < abs(other - at) <= 6)
        is_head = any(line is head for head in found[at])
        # The head of a short chapter stands on too few pages to be known by its words, but its number counts with many.
        wanted = 1 if matched or is_head else 3 if len(line.text) < 80 and line in (pages[at][0], pages[at][-1]) else 99
        if at not in printed and others >= wanted:
            printed[at] = matched[1] if matched else str(number)
            if not is_head:
                found[at].append(line)
    return dict(found), printed


def labels(printed: dict[int, str], own: Sequence[str]) -> list[str]:
    """What each page is called: the number printed on it, ``[13]`` where its neighbors count it, else the file's name.

    ``own`` are the names that the file gives to its pages, empty where it gives none.
    """
    found = []
    marks = sorted(at for at, label in printed.items() if label.isdigit())
    for at in range(len(own)):
        if at in printed:
            found.append(printed[at])
        elif own[at]:
            found.append(own[at])
        elif marks:
            near = min(marks, key=lambda mark: abs(mark - at))
            number = int(printed[near]) + at - near
            found.append(f"[{number}]" if number > 0 else f"PDF {at + 1}")
        else:
            found.append(str(at + 1))
    return found


def footnotes(region: Sequence[Line], body: float, rules: Sequence[tuple[float, float, float]]) -> int:
    """Where the notes at the foot of a column begin; its length where there are none.

    They are set smaller than the text (``body`` is its height), or stand below a rule, and begin with their mark.
    """
    first = len(region)
    while first and region[first - 1].size <= 0.9 * body:
        first -= 1
    if first == 0:
        # A page of small type may be all notes, or a list, a table, an appendix: it is left as text.
        return len(region)
    heights = _short_rules(region, rules)
    while first < len(region) and not (NOTE_HEAD.match(region[first].text) or _below(region, first, heights)):
        first += 1
    if first < len(region):
        return first
    for at in range(len(region) - 1, 0, -1) if heights else ():
        if _below(region, at, heights) and NOTE_HEAD.match(region[at].text):
            return at
    return len(region)


def _short_rules(region: Sequence[Line], rules: Sequence[tuple[float, float, float]]) -> list[float]:
    """Where rules lie in a column that are shorter than it; where there are many, they are those of a table."""
    left, right = min(line.x0 for line in region), max(line.x1 for line in region)
    found = [y for x0, x1, y in rules if left - 5 <= x0 <= right and x1 - x0 < 0.75 * (right - left)]
    return found if len(found) < 20 else []


def _below(region: Sequence[Line], at: int, heights: Sequence[float]) -> bool:
    """Whether a rule stands between a line and the one above."""
    return at > 0 and any(region[at].y < y < region[at - 1].y for y in heights)


def _extremes(lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    """The two highest and the two lowest rows of a page, with what stands beside them."""
    rows: list[float] = []
    for line in sorted(lines, key=lambda line: -line.y):
        if not rows or rows[-1] - line.y > 0.5 * line.size:
            rows.append(line.y)
    for zone, ends in (("top", rows[:2]), ("foot", rows[2:][-2:])):
        for line in lines:
            if any(abs(line.y - y) <= 0.5 * line.size for y in ends):
                yield zone, line


def _is_repeated(one: tuple[int, Line], other: tuple[int, Line]) -> bool:
    return 0 < abs(one[0] - other[0]) <= 2 and abs(one[1].y - other[1].y) <= 0.5 * one[1].size


def _ends(text: str) -> list[int]:
    return [int(number) for match in _AT_END.findall(text) for number in match if number]


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    digits = [_ROMAN[letter] for letter in number.lower()]
    return sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))
