"""Stenograms of meetings and records of overheard talk: who spoke, who called out, what happened in the room."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sovnlp.document import Date, Extract, Part
from sovnlp.text.document_date import infer_date
from sovnlp.text.proceedings import context, cut, dateline, find_labels, is_closing, is_prose, sittings, spans
from sovnlp.text.turns import Label, Piece, is_flat, numbered

__all__ = ["read"]

_TIME = re.compile(r"\d{1,2}[.:]\d\d(?!\d)(?:\s?[-–—]\s?\d{1,2}[.:]\d\d)?")
_CLOCK = re.compile(rf"{_TIME.pattern}[.,:]?(?=\s|$)")
_BRACKETS = re.compile(r"(?:\([^()]{1,400}\)|\[[^\[\]]{1,400}\])[.\s]*")
_COUNTED = re.compile(r"(?:[IVX]{1,4}|\d{1,2}-?[йя]?)\s\w+$")
_PART_OF_DAY = re.compile(r"(?i)\((?:утро|день|вечер|ночь|morning|day|evening|night)[),]")
_RECORD = re.compile(r"(?i)запись\s+(?:№|разговор)|record\s+(?:no|of\s+conversation)")
_HEADER = re.compile(
    r"(?i)[\[(]?(?:срочно|строго|совершенно|сов\.|контроль|нквд|огпу|штамп|top\s+secret|secret|urgent)"
)
_TIME_LINE = re.compile(rf"(?m)^\s*{_TIME.pattern}\s*(?:$|\()")


def read(extract: Extract) -> tuple[Part, ...]:
    """Cut a stenogram into turns with speakers, voices from the floor and remarks such as (Смех.).

    What stands before the first label is heading or narration. Each sitting is a part of its own; so is each of
    several records of overheard talk, where times and remarks between the turns are units too. Where line ends are
    lost, labels are found in the running text.

    >>> [(s.kind, s.turn, s.speaker) for s in read(Extract("ЛУГОВОЙ: Начнём. (Смех.)"))[0].segments]
    [('heading', None, None), ('speech', 1, 'ЛУГОВОЙ'), ('stage', 1, None)]
    """
    text = extract.text
    flat = is_flat(text)
    labels = find_labels(text, flat)
    groups: list[tuple[list[Piece], str | None, Date | None]]
    if not flat and is_overheard(text, labels):
        pieces = _rejoined(text, list(_overheard(text, spans(extract), labels)))
        groups = [(group, None, _date(text, group, extract.metadata)) for group in _records(text, pieces)]
    else:
        groups = list(sittings(text, cut(extract, labels, flat), extract.metadata))
    parts = []
    for number, (group, session, date) in enumerate(groups):
        start = group[0].start if number and group else 0
        stop = groups[number + 1][0][0].start if number + 1 < len(groups) else len(text)
        # One document's date is for its metadata to tell; each of several has its own, and overheard talk its night.
        own = date if len(groups) > 1 or (date and "/" in date.edtf) else None
        parts.append(Part(start, stop, tuple(numbered(text, group)), _facets(text, group, session), own))
    return tuple(parts)


def _facets(text: str, group: Sequence[Piece], session: str | None) -> dict[str, str]:
    found = {"session": session} if session else {}
    chairs = (
        piece.label.speaker
        for piece in group
        if piece.label
        and piece.label.speaker
        and re.search(r"(?i)председател[ьъ]ств|chair|presid", piece.label.office or "")
        and piece.label.speaker_id
        and piece.label.speaker != piece.label.office
    )
    if president := next(chairs, None):
        found["president"] = president
    return found


def is_overheard(text: str, labels: Sequence[Label]) -> bool:
    """Whether this is a record of overheard talk: speakers are counted, not named, or times stand between the turns."""
    if sum(bool(_COUNTED.match(label.speaker or "")) for label in labels) >= 2:
        return True
    return len(labels) > 1 and len(_TIME_LINE.findall(text)) >= 3


def _overheard(text: str, paragraphs: Sequence[tuple[int, int]], labels: Sequence[Label]) -> Iterator[Piece]:
    begun = outside = another = False
    waiting = iter(labels)
    label = next(waiting, None)
    for start, stop in paragraphs:
        while start < stop:
            upto = min(stop, label.start) if label else stop
            words = text[start:upto].strip()
            if words:
                first = start + text[start:upto].index(words[0])
                last = first + len(words)
                another = another or (outside and bool(_RECORD.match(words)))
                if _CLOCK.match(words):
                    begun, outside = True, outside and not another
                if begun and is_closing(words):
                    outside, another = True, False
                role = "closing" if outside else _between(words) if begun else "heading"
                yield Piece(role, first, last)
            start = upto
            if label and label.start < stop:
                begun, outside = True, False
                yield Piece("label", label.start, label.stop, label)
                start, following = label.stop, next(waiting, None)
                upto = min(stop, following.start) if following else stop
                words = text[start:upto].strip()
                if words:
                    first = start + text[start:upto].index(words[0])
                    yield Piece("words", first, first + len(words), label)
                start, label = max(start, upto), following


def _between(words: str) -> str:
    """What stands between the turns of overheard talk: a time, a remark or a date is a unit; else someone speaks."""
    rest = _CLOCK.sub("", words, count=1) if _CLOCK.match(words) else words
    if not _BRACKETS.sub("", rest).strip():
        return "stage"
    return "stage" if len(rest) < 60 and not is_prose(rest) and dateline(rest).date is not None else "words"


def _rejoined(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """A remark on a line of its own within what one person says stays in that turn; «(утро)» belongs to its date."""
    joined: list[Piece] = []
    following = [*(piece.role for piece in pieces[1:]), ""]
    for piece, after in zip(pieces, following, strict=True):
        words = text[piece.start : piece.stop]
        last = joined[-1] if joined else None
        if piece.role == "stage" and last and words.startswith("("):
            if last.role == "stage" and _PART_OF_DAY.match(words) and not _CLOCK.match(text, last.start, last.stop):
                joined[-1] = Piece("stage", last.start, piece.stop)
                continue
            if last.role == "words" and after == "words":
                piece = Piece("words", piece.start, piece.stop)
        joined.append(piece)
    return joined


def _records(text: str, pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The several records in one file: after a record has closed, a header with its own «Запись» opens the next."""
    group: list[Piece] = []
    spoken = False
    for piece in pieces:
        words = text[piece.start : piece.stop]
        if spoken and piece.role in ("closing", "heading") and _RECORD.match(words):
            back = len(group)
            while back and group[back - 1].role == piece.role:
                back -= 1
            headers = (i for i in range(back, len(group)) if _HEADER.match(text[group[i].start : group[i].stop]))
            first = next(headers, len(group))
            yield group[:first]
            group, spoken = [Piece("heading", p.start, p.stop) for p in group[first:]], False
            piece = Piece("heading", piece.start, piece.stop)
        elif not spoken and piece.role == "closing":
            piece = Piece("heading", piece.start, piece.stop)
        group.append(piece)
        spoken = spoken or piece.role == "words"
    yield group


def _date(text: str, group: Sequence[Piece], metadata: Mapping[str, str]) -> Date | None:
    """The night or day that the header of a record of overheard talk names, an interval over midnight included."""
    for piece in group:
        if piece.role != "heading":
            return None
        told = infer_date(text[piece.start : piece.stop], context=context(metadata))
        if told is not None:
            return told
    return None
