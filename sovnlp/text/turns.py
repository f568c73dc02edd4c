"""Who speaks where: labels before what is said, and remarks in brackets within it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sovnlp.document import Segment
from sovnlp.text.paragraphs import lines

__all__ = ["NO_NAMES", "Label", "is_flat", "remarks", "segments"]

_STAGE = re.compile(
    r"(?i)^\W*(?:(?:общий|дружный|громкий|веселый|весёлый|бурные|продолжительные|долго)\w*\s|(?:loud|prolonged|general|stormy)\s)*"
    r"(?:смех|хохот|аплодисмент|шум|движени|оживлени|пауза|молч|читает|продолжает|возглас|крик|реплик|перерыв|все\s+встают"
    r"|зал|овация|плач|стук|звон|поет|поёт|напевает|кашл|вздыха|laught|applau|noise|commotion|stir|movement|pause|silence"
    r"|remains\s+silent|no\s+reply|does\s+not\s+reply|reads|reading|recess|interrupt|cries|uproar)"
)
_VOICE = re.compile(
    r"(?i)^(?P<name>(?:голоса?|реплик[аи]|возгласы?|крики?|выкрики?)(?:\s+с\s+(?:мест[а]?)|\s+из\s+зала|\s+слева|\s+справа)?|с\s+мест[а]?"
    r"|(?:a\s+)?voices?(?:\s+from\s+the\s+(?:floor|hall|audience))?)\s*(?:[:.,]|$)"
)
_NAMED = re.compile(r"^(?P<name>(?:[А-ЯЁA-Z]\.\s?){0,2}[А-ЯЁA-Z][а-яёa-zА-ЯЁA-Z'’-]{2,25})\s?[.:]\s+(?=\S)")
_BRACKETS = re.compile(r"\(([^()\n]{1,300})\)|\[([^\[\]\n]{1,300})\]")
_CLOCK = re.compile(r"\d{1,2}[.:]\d\d(?:\s*\([^()]{1,200}\))?|\([^()]{1,300}\)[.\s]*|\[[^\[\]]{1,300}\][.\s]*")
NO_NAMES = frozenset(
    "вопрос ответ вывод выводы итог итоги пример примечание резолюция постановили слушали постановление повестка тезисы"
    " товарищи граждане например опубликовано источник архив дата гарф ргаспи ргаэ ргва рцхидни апрф question answer"
    " note example resolution dear comrades citizens figures namely url source date published summary".split()
)
"""Words (case-folded) that stand before a colon or a stop at the start of a line and are no speakers."""


@dataclass(frozen=True, slots=True)
class Label:
    """The mark before a turn: its own span (the colon within), the name in it, and what it opens.

    ``kind`` is that of the words after it; ``office`` is given where the label is one (THE PRESIDENT).
    """

    start: int
    stop: int
    speaker: str | None
    kind: str = "speech"
    office: str | None = None


def is_flat(text: str) -> bool:
    """Whether the line ends are lost: most of the text stands in long lines, so that labels stand within them."""
    spans = list(lines(text))
    long = 300 if len(spans) <= 3 else 2_500
    return sum(stop - start for start, stop in spans if stop - start > long) > 0.6 * len(text)


def remarks(text: str, start: int, stop: int) -> Iterator[tuple[int, int, str, str | None]]:
    """Cut a stretch at its bracketed remarks: (start, stop, kind or "" for the speaker's words, name)."""
    reached = start
    for match in _BRACKETS.finditer(text, start, stop):
        kind, name = _remark(match[1] or match[2])
        if not kind:
            continue
        yield from _trimmed(text, reached, match.start(), "", None)
        yield match.start(), match.end(), kind, name
        reached = match.end()
    yield from _trimmed(text, reached, stop, "", None)


def _remark(inside: str) -> tuple[str, str | None]:
    if voice := _VOICE.match(inside):
        return "interjection", voice["name"]
    if _STAGE.match(inside):
        return "stage", None
    if named := _NAMED.match(inside):
        return "interjection", named["name"]
    return "", None


def _trimmed(
    text: str, start: int, stop: int, kind: str, name: str | None
) -> Iterator[tuple[int, int, str, str | None]]:
    piece = text[start:stop]
    words = piece.strip()
    if words:
        first = start + piece.index(words[0])
        yield first, first + len(words), kind, name


def segments(text: str, labels: Iterable[Label], before: Iterable[Segment]) -> Iterator[Segment]:
    """The segments of a text with ``labels``; ``before`` are those of what stands before the first label.

    A label is a ``heading`` of its own and editorial, outside of every turn: it is the printer's mark of who speaks,
    not a word that was said, and is not counted. Turns are numbered from 1; a voice from the floor and a remark keep
    the number of the turn in which they stand.
    """
    yield from before
    marks = list(labels)
    turn = 0
    ends = [*(mark.start for mark in marks[1:]), len(text)]
    for label, reached in zip(marks, ends, strict=False):
        within = label.kind == "interjection" and turn > 0
        turn += not within
        yield Segment("heading", label.start, label.stop, editorial=True)
        for start, stop in lines(text, label.stop, reached):
            pieces = list(remarks(text, start, stop))
            if _CLOCK.fullmatch(text, start, stop) and all(kind != "interjection" for _, _, kind, _ in pieces):
                pieces = [(start, stop, "stage", None)]
            for first, last, kind, name in pieces:
                own = not kind
                yield Segment(
                    kind or label.kind,
                    first,
                    last,
                    turn,
                    label.speaker if own else name,
                    office=label.office if own else None,
                )
