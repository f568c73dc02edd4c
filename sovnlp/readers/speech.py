"""Speeches, reports and lectures: one speaker throughout, with what the hall did and called out."""

from __future__ import annotations

import re

from sovnlp.document import Extract, Part, Segment
from sovnlp.text.letterhead import Line, classify
from sovnlp.text.paragraphs import is_heading, paragraphs
from sovnlp.text.turns import remarks

__all__ = ["read"]

_OPENS = re.compile(
    r"(?i)\W*(?:товарищи|граждане|граждани|дорогие|уважаемые|друзья|братья|comrades|citizens|friends|fellow|ladies)[^\n.]{0,60}[!,.]?"
)
_RUNS_INTO = re.compile(r"(?<=[.)»”\"\d])\s+(?=(?:Товарищи|Граждане|Comrades|Citizens)(?:\s[^.!?]{1,40})?[!,.])")
_OCCASION = re.compile(
    r"(?i)\W*(?:речь|доклад|выступлени|заключительное\s+слово|вступительное\s+слово|последнее\s+слово|беседа|лекция|из\s+(?:речи|доклада|выступлени)"
    r"|speech|report|address|lecture|concluding\s+|delivered|spoken|a\s+speech|written:|first\s+published|translated|transcri|copyleft|publisher|online\s+version|html)"
)
_REFERENCE = re.compile(
    r"(?i)[«“\"(]?[^.!?\n]{3,60}[»”\"]?,?\s*(?:№|N\.?|No\.?)\s?\d[^!?\n]{0,120}$|(?:впервые\s+)?(?:печатается|напечатано|опубликован|публикуется)|подпись:"
    r"|first\s+published|published\s+in|last\s+updated|source:"
)
_VOICE = re.compile(
    r"(?i)(?P<name>голоса?(?:\s(?:с\s+мест\w*|из\s+зала))?|реплика|возглас\w*|(?:a\s+)?voices?(?:\s+from\s+the\s+\w+)?)\s?[:.]\s"
)
_BELOW = ("print", "archive", "date", "note", "closing", "name")
_APPENDIX = re.compile(r"(?i)(?:примечани[ея]|сноски|notes?|footnotes?)\s?[.:]?$")


def read(extract: Extract) -> tuple[Part, ...]:
    r"""Cut a speech into title and occasion, its words (one turn), and where it was printed.

    Applause and voices are ``stage`` and ``interjection`` within the turn; a heading within the speech belongs to it.

    >>> part, = read(Extract("О ДРОВАХ\nРечь на сходе\nТоварищи! Дров нет. (Смех.)"))
    >>> [(s.kind, s.turn) for s in part.segments]
    [('heading', None), ('heading', None), ('speech', 1), ('stage', 1)]
    """
    text = extract.text
    marked = {start: kind for start, _, kind in extract.paragraphs}
    spans = _parted(text, [(start, stop) for start, stop, _ in extract.paragraphs] or list(paragraphs(text)))
    first, last = _first(text, spans, marked), _last(text, spans)
    last = max(last, first + 1) if spans else 0
    segments: list[Segment] = []
    for i, (start, stop) in enumerate(spans):
        line = text[start:stop]
        if i < first:
            segments.append(Segment("heading", start, stop))
        elif i >= last:
            own = _kind(text, start, stop) in ("closing", "name", "date")
            segments.append(Segment("heading" if own else "note", start, stop, editorial=not own))
        elif marked.get(start) == "heading" or (
            0 < i < len(spans) - 1 and first < i and is_heading(line) and not _OPENS.match(line)
        ):
            segments.append(Segment("heading", start, stop, 1))
        elif voice := _VOICE.match(line):
            segments.append(Segment("interjection", start, stop, 1, voice["name"]))
        else:
            segments += [Segment(kind or "speech", a, b, 1, name) for a, b, kind, name in remarks(text, start, stop)]
    return (Part(0, len(text), tuple(segments)),)


def _parted(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The paragraphs, the first cut in two where a title runs into the speech: «О дровах. Речь. Товарищи! …»."""
    if spans and spans[0][1] - spans[0][0] > 300:
        start, stop = spans[0]
        if opens := _RUNS_INTO.search(text, start, start + 250):
            return [(start, opens.start()), (opens.end(), stop), *spans[1:]]
    return spans


def _first(text: str, spans: list[tuple[int, int]], marked: dict[int, str]) -> int:
    """The number of the paragraph with which the speaker begins."""
    for i, (start, stop) in enumerate(spans[:30]):
        line = text[start:stop]
        kind = _kind(text, start, stop)
        if _OPENS.fullmatch(line) or (_OPENS.match(line) and stop - start > 60):
            return i
        if stop - start > 250 or not (
            marked.get(start) == "heading"
            or is_heading(line)
            or kind in ("date", "stamp", "number", "archive", "print", "name", "note", "resolution")
            or _OCCASION.match(line)
            or (line[0] in "([" and line[-1] in ")].")
        ):
            return i
    return 0


def _last(text: str, spans: list[tuple[int, int]]) -> int:
    """The number of the paragraph after the speaker's last."""
    reached = len(spans)
    for i in range(len(spans) - 1, max(0, len(spans) - 60), -1):
        start, stop = spans[i]
        line = text[start:stop]
        if _APPENDIX.match(line):
            return _last(text, spans[:i])
        if i == reached - 1 and stop - start < 300 and (_REFERENCE.match(line) or _kind(text, start, stop) in _BELOW):
            reached = i
    return reached


def _kind(text: str, start: int, stop: int) -> str:
    found: list[Line] = classify(text, start, stop) if stop - start < 300 else []
    return found[0].kind if found else "body"
