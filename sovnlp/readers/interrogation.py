"""Protocols of interrogation: questions and answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sovnlp.document import Extract, Part, Segment
from sovnlp.text.paragraphs import is_heading, lines
from sovnlp.text.turns import NO_NAMES, Label, is_flat, segments

__all__ = ["read"]

_NAME = r"(?:\s+(?:[А-ЯЁA-Z]\.\s?){0,2}[А-ЯЁA-Z][\w'’-]{2,25})?"
_QUESTION = rf"(?P<question>(?:ВОПРОС|Вопрос|QUESTION|Question){_NAME})"
_ANSWER = rf"(?P<answer>(?:ОТВЕТ|Ответ|ANSWER|Answer){_NAME})"
_EXAMINER = r"(?P<examiner>(?:СЛЕДОВАТЕЛЬ|Следователь|INVESTIGATOR|Investigator))"
_PERSON = r"(?P<person>[А-ЯЁA-Z][\w-]{2,25})"
_DASH = r"(?:\s?[—–-](?=\s))?"
_AT_LINE = re.compile(
    rf"[«\"“…—–-]*\s*(?:{_QUESTION}|{_ANSWER}|{_EXAMINER}|{_PERSON})\s?(?P<mark>[:.](?=\s|$)|:){_DASH}"
)
_INLINE = re.compile(rf"(?<![\w-])(?:{_QUESTION}|{_ANSWER}|{_EXAMINER}|{_PERSON})(?P<mark>:){_DASH}(?=\s)")
_CLOSING = re.compile(
    r"(?i)[«\"“]?(?:(?:протокол\s+)?(?:за)?писан\w*\s+с\s+моих|протокол\s+(?:мною|мной)\s+прочитан|допросил|the\s+(?:record|protocol)\s+has\s+been)"
)


def read(extract: Extract) -> tuple[Part, ...]:
    r"""Cut a protocol at its labels ВОПРОС and ОТВЕТ (Question, Answer); each question and each answer is a turn.

    >>> [(s.kind, s.turn) for s in read(Extract("ВОПРОС: Где склад?\nОТВЕТ: За рекой."))[0].segments]
    [('heading', None), ('question', 1), ('heading', None), ('answer', 2)]
    """
    text = extract.text
    body_stop = _closing(text)
    labels = list(_labels(text, body_stop))
    first = labels[0].start if labels else body_stop
    found = (
        *_around(text, 0, first),
        *segments(text[:body_stop], labels, ()),
        *_around(text, body_stop, len(text)),
    )
    return (Part(0, len(text), found),)


def _around(text: str, start: int, stop: int) -> Iterator[Segment]:
    for first, last in lines(text, start, stop):
        yield Segment("heading" if is_heading(text[first:last]) else "narration", first, last)


def _closing(text: str) -> int:
    """Where «Записано с моих слов верно» and the signatures begin, else the end."""
    last = len(text)
    for start, stop in lines(text, max(0, len(text) - 3_000)):
        if _CLOSING.match(text, start, stop) and not text[max(0, start - 1) : start].strip("\n"):
            return start
    return last


def _labels(text: str, body_stop: int) -> Iterator[Label]:
    if is_flat(text):
        matches = list(_INLINE.finditer(text, 0, body_stop))
    else:
        matches = [m for start, stop in lines(text, 0, body_stop) if (m := _AT_LINE.match(text, start, stop))]
    times = Counter(match["person"] for match in matches if match["person"])
    for match in matches:
        person = match["person"]
        if person and (match["mark"] != ":" or times[person] < 2 or not _is_name(text, match)):
            continue
        kind = "question" if match["question"] or match["examiner"] else "answer" if match["answer"] else "speech"
        yield Label(match.start(), match.end(), match["examiner"] or person, kind, match["examiner"])


def _is_name(text: str, match: re.Match[str]) -> bool:
    """«Лось:» opens a turn in capitals, or where a sentence begins."""
    before = text[max(0, match.start() - 4) : match.start()].rstrip()
    begins = not before or before.endswith(tuple('.!?…»”"')) or "\n" in text[max(0, match.start() - 2) : match.start()]
    return match["person"].casefold() not in NO_NAMES and (match["person"].isupper() or begins)
