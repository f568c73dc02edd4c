"""Who speaks where: labels before what is said, remarks in brackets within it, and the numbering of turns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sovnlp.document import Segment
from sovnlp.text.paragraphs import lines

__all__ = ["NO_NAMES", "Label", "Piece", "is_flat", "is_remark", "numbered", "remarks"]

_STAGE = re.compile(
    r"(?i)^\W*(?:(?:общий|дружный|громкий|веселый|весёлый|сильный|бурн|шумн|гром|продолжительн|долго|несмолка|аплодис)\w*,?\s"
    r"|(?:loud|prolonged|general|stormy|friendly|slight|long)\s|в\sзале\s|in\sthe\shall\s)*"
    r"(?:смех|сме[её]тся|смеются|хохот|аплодисмент|овация|шум|движени|оживлени|пауз|молч|тихо|читает|продолжает|возглас|крик|реплик|выкрик|перерыв"
    r"|объявля\w+\sперерыв|после\sперерыва|звонок|все\s+вста|зал|плач|стук|звон|по[её]т|напевает|кашл|вздыха|пишет|ходит|пение|играют"
    r"|не\s+отвечает|ответа\s+нет|laugh|applau|ovation|noise|commotion|stir|movement|animation|pause|silen|remains\s+silent|no\s+reply"
    r"|(?:does|do)\s+not\s+(?:reply|answer)|reads|reading|recess|adjourn|interrupt|cries|uproar|all\s+rise)"
)
_VOICE = re.compile(
    r"(?i)^(?P<name>(?:голоса?|реплик[аи]|возгласы?|крики?|выкрики?)(?:\s+с\s+(?:мест(?:а|ов)?)|\s+из\s+(?:зала|президиума)|\s+слева|\s+справа)?"
    r"|с\s+мест[а]?|(?:a\s+|several\s+)?(?:voices?|cries|shouts?)(?:\s+from\s+(?:the\s+)?\w+)?)\s*(?:[:.,]|$)"
)
_NAMED = re.compile(
    r"^(?P<name>(?:(?:[Тт]ов|т|[Cc]omrade)\.?\s)?(?:[А-ЯЁA-Z]\.\s?){0,2}[А-ЯЁA-Z][а-яёa-zА-ЯЁA-Z'’-]{2,25}(?:\s(?:[А-ЯЁA-Z]\.\s?){1,2})?)"
    r"\s?(?:[.:]|,\s[а-яa-z\s]{3,30}:)\s+(?=\S)"
)
_BRACKETS = re.compile(r"\(([^()\n]{1,300})\)|\[([^\[\]\n]{1,300})\]|\(((?:[^()\n]|\([^()\n]{1,60}\)){1,300})\)")
NO_NAMES = frozenset(
    "сержант лейтенант капитан майор начальник оперуполномоченный нач пом зам "
    "вопрос ответ вывод выводы итог итоги пример примечание резолюция постановили слушали постановление"
    " повестка тезисы товарищи граждане например опубликовано источник архив дата гарф ргаспи ргаэ ргва"
    " рцхидни апрф question answer note notes example resolution dear comrades citizens figures namely url"
    " source date published summary печатается разослать запись контроль верно подпись подписи written"
    " translated transcribed transcription publisher markup online copyleft recorded title contents signed"
    " см приложение справка содержание тема автор реквизиты датировка направление метки".split()
)
"""Words (case-folded) that stand before a colon or a stop at the start of a line and are no speakers."""


@dataclass(frozen=True, slots=True)
class Label:
    """The mark before a turn: its own span (the colon within), the name in it, and what it opens.

    ``kind`` is that of the words after it (``interjection`` for a voice from the floor); ``office`` is given where
    the label is one (THE PRESIDENT) or names one («Гринько (НКФ)»).
    """

    start: int
    stop: int
    speaker: str | None
    kind: str = "speech"
    office: str | None = None
    speaker_id: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a record and what it is, before turns are numbered.

    ``role`` is ``label``; ``words`` of whoever speaks; ``voice``, words from the floor; ``stage``, a remark of its own;
    ``narration``; ``heading``; ``closing``, signatures and what follows them; ``running``, a heading that only returns
    at the top of a page; or ``aside``, a remark outside of every turn.
    """

    role: str
    start: int
    stop: int
    label: Label | None = None


def is_flat(text: str) -> bool:
    """Whether the line ends are lost: most of the text stands in long lines, so that labels stand within them."""
    spans = list(lines(text))
    long = 300 if len(spans) <= 3 else 2_500
    return sum(stop - start for start, stop in spans if stop - start > long) > 0.6 * len(text)


def is_remark(words: str) -> bool:
    """Whether words in brackets, or alone on a line, tell what happens in the hall.

    >>> is_remark("Смех"), is_remark("Prolonged applause"), is_remark("НКФ")
    (True, True, False)
    """
    return bool(_STAGE.match(words))


def remarks(text: str, start: int, stop: int) -> Iterator[tuple[int, int, str, str | None]]:
    """Cut a stretch at its bracketed remarks: (start, stop, kind or "" for the speaker's words, name)."""
    reached = start
    found = text.find("(", start, stop) >= 0 or text.find("[", start, stop) >= 0
    for match in _BRACKETS.finditer(text, start, stop) if found else ():
        kind, name = _remark(match[1] or match[2] or match[3])
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


def numbered(text: str, pieces: Sequence[Piece], unlabelled: str = "speech") -> Iterator[Segment]:
    """The segments of a record, its units numbered from 1; ``unlabelled`` is the kind of words without a speaker.

    A label is a ``heading`` and editorial, outside of every turn: the printer's mark of who speaks, not a word that was
    said. Voices from the floor and remarks keep the number of the turn in which they stand; after them the same
    speaker goes on. A heading, narration or a remark of its own ends a turn.
    """
    turn = 0
    now: str | None = None  # what is going on: a turn, narration, or nothing
    label: Label | None = None
    opened = False  # whether the label has had its first words
    for piece in pieces:
        if piece.role == "running":
            yield Segment("heading", piece.start, piece.stop, editorial=True)
        elif piece.role in ("heading", "closing", "aside"):
            yield Segment("stage" if piece.role == "aside" else "heading", piece.start, piece.stop)
            now, label = None, None
        elif piece.role == "label":
            yield Segment("heading", piece.start, piece.stop, editorial=True)
            if piece.label is not None and piece.label.kind != "interjection":
                now, label, opened = "turn", piece.label, False
        elif piece.role in ("stage", "narration"):
            turn += not (piece.role == now == "narration")
            now, label = piece.role, None
            yield Segment(piece.role, piece.start, piece.stop, turn)
        elif piece.role == "voice":
            if now != "turn":
                now, label, opened = "turn", None, False
            turn += not opened
            opened = True
            voice = piece.label.speaker if piece.label else None
            yield Segment("interjection", piece.start, piece.stop, turn, voice)
        else:
            if now != "turn":
                now, label, opened = "turn", None, False
            turn += not opened
            yield from _said(text, piece, turn, label, unlabelled, first=not opened)
            opened = True


def _said(
    text: str, piece: Piece, turn: int, label: Label | None, unlabelled: str, *, first: bool
) -> Iterator[Segment]:
    kind = label.kind if label else unlabelled
    cut = list(remarks(text, piece.start, piece.stop))
    # A turn that is nothing but «(Молчит.)» is still that speaker's turn.
    silent = first and label is not None and all(found for _, _, found, _ in cut)
    for start, stop, found, name in cut:
        if found and not (silent and found == "stage"):
            yield Segment(found, start, stop, turn, name)
        elif label is None:
            yield Segment(kind, start, stop, turn)
        else:
            yield Segment(kind, start, stop, turn, label.speaker, label.speaker_id, label.office)
