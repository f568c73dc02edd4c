"""Page numbers and running heads that were left in the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

__all__ = ["running_heads"]

_PAGE = re.compile(r"(?i)(?:page|стр\.?|страница)\s?\d{1,4}\.?")
_BARE = re.compile(r"(?:[—–[(-]\s?)?(?P<number>\d{1,4})(?:\s?[—–)\]-])?")
_AFTER = re.compile(r"(?P<head>\D{3,70}?)\s+(?P<number>\d{1,4})")
_BEFORE = re.compile(r"(?P<number>\d{1,4})\s+(?P<head>[^\W\d_]\D{2,70})")
_LONGEST = 80
_LEAST_BETWEEN = 400
"""Characters between two pages, so that rows of a table are none."""


def running_heads(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The lines that are a page's number or head, in order.

    Bare numbers, or numbers beside the same words, are believed where three or more count on through the text and one
    in five cuts a sentence in two; «page 12» alone on a line is believed at once. Numbers of chapters cut none.
    """
    found = set()
    numbered: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, (start, stop) in enumerate(lines):
        if stop - start <= _LONGEST and (text[start].isdigit() or text[stop - 1] in "0123456789—–-])."):
            line = text[start:stop]
            if _PAGE.fullmatch(line):
                found.add(at)
            elif match := _BARE.fullmatch(line):
                numbered[""].append((int(match["number"]), at))
            elif match := _AFTER.fullmatch(line) or _BEFORE.fullmatch(line):
                numbered[match["head"].casefold()].append((int(match["number"]), at))
    for numbers in numbered.values():
        if len(numbers) > 2:
            found |= _believed(text, lines, numbers)
    found |= _beside(text, lines, found)
    for at in sorted(found):
        yield lines[at]


def _believed(text: str, lines: Sequence[tuple[int, int]], numbers: list[tuple[int, int]]) -> set[int]:
    chains: list[list[int]] = []
    by_last: dict[int, list[int]] = {}
    for number, at in numbers:
        last = next((last for last in range(number - 1, number - 4, -1) if last in by_last), None)
        if last is None:
            chain: list[int] = []
            chains.append(chain)
        elif lines[at][0] - lines[by_last[last][-1]][1] < _LEAST_BETWEEN:
            continue
        else:
            chain = by_last.pop(last)
        chain.append(at)
        by_last[number] = chain
    kept: set[int] = set()
    for chain in chains:
        if len(chain) > 2 and 5 * sum(_cuts(text, lines, at) for at in chain) >= len(chain):
            kept.update(chain)
    return kept


def _cuts(text: str, lines: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether a sentence goes on after the line ``at`` (a running head may stand beside it)."""
    after = [text[lines[i][0]] for i in range(at + 1, min(at + 3, len(lines)))]
    before = [text[lines[i][1] - 1] for i in range(max(0, at - 2), at)]
    return any(char.islower() for char in after) and any(char not in ".!?…:" for char in before)


def _beside(text: str, lines: Sequence[tuple[int, int]], pages: set[int]) -> set[int]:
    """Lines beside page numbers that return with them: the head of the book or of the chapter."""
    beside = [
        at
        for page in pages
        for at in (page - 1, page + 1)
        if 0 <= at < len(lines) and at not in pages and _is_head(text[slice(*lines[at])])
    ]
    times = Counter(text[slice(*lines[at])].casefold() for at in beside)
    return {at for at in beside if times[text[slice(*lines[at])].casefold()] > 2}


def _is_head(line: str) -> bool:
    return 3 < len(line) <= _LONGEST and not line.endswith((".", ":", ",", "!", "?"))
