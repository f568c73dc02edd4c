"""The parts of a record of proceedings before turns are numbered: headings, what is said under whose label, closings.

Sittings are told apart by their headings («Вечернее заседание 5 марта»), so that each can be a document.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from sovnlp.document import Date, Extract
from sovnlp.text.dateline import Dateline, read_dateline
from sovnlp.text.document_date import infer_date
from sovnlp.text.labels import labels_at_lines, labels_in_running_text
from sovnlp.text.paragraphs import is_heading, lines, paragraphs
from sovnlp.text.turns import Label, Piece, is_remark

__all__ = [
    "context",
    "cut",
    "date_of",
    "dateline",
    "find_labels",
    "is_closing",
    "is_prose",
    "is_title",
    "sittings",
    "spans",
]

_ENDS_IN_YEAR = re.compile(r"\d{4}\s?гг?\.$")
_LONGEST_TITLE = 200
_WORD = re.compile(r"[^\W\d_]+")
_SITTING = re.compile(
    r"(?i)(?<!\w)(?:заседани[ея]|утреннее|вечернее|дневное|session|sitting|допрос\s+(?:подсуд|обвин|свид|эксп)|последн(?:ее|ие)\s+слов[оа]"
    r"|(?:cross-)?examination\s+of|last\s+pleas?|приговор|обвинительное\s+заключение|verdict|indictment|речь\s+(?:тов|государ|прокур|общест))"
)
_EXCERPT = re.compile(
    r"(?i)(?:from|из)\s[^!?]{0,60}(?:transcript|speech|minutes|стенограмм|реч[ьи]|выступлени|протокол)"
)
_CLOSING = re.compile(
    r"(?i)[\[(«\"]?(?:(?:signed|подпис[ьи]|подписал\w*|п\.\s?п\.)[\]):\s]|верно[:.]|начальник\s|нач\.|капитан\s|опубликовано|печатается\s+по"
    r"|source:|last\s+updated|moscow\s+trials,\s+19|contents\s*(?:\||$)|продолжение\s+следует|to\s+be\s+continued"
    r"|председатель(?:ствующий)?\W+(?:военн\w+\s+коллеги|в\.\s?ульрих)|члены\s+суда:|секретар[ьи]\s?[:—–-]|secretary\s?:"
    r"|(?:гарф|ргаспи|рцхидни|рга\w{1,3}|апрф|ап\s+рф|ца\s+фсб)[.,]?\s+ф)"
)
_SIGNATURE_FLAT = re.compile(
    r"[\[(]Signed[\])]|(?<!\S)(?:[A-Z]\.\s?){1,2}[A-Z]{3,}\s(?:Army\s)?(?:Military\sJurist\s)?President\sof\sthe\s"
)
_FOOT_FLAT = re.compile(
    r"(?<=[.!?\"”]\s)\w{3,20} Trials, 19\d\d\s*$|(?<=\s)(?:Contents \||Last updated on:).{0,200}$"
    r"|(?<=[.!?]\s)\(?Продолжение следует"
)
_FOOT = 400
_LONGEST_SIGNATURE = 80
_SIGNED = re.compile(r"igned[\])]|President of the ")
_CAPS = r"[A-ZА-ЯЁ][A-ZА-ЯЁ.'’-]*"
_HEADING_FLAT = re.compile(
    rf"(?:EXAMINATION|SESSION|PLEAS?|VERDICT|INDICTMENT|ДОПРОС|ЗАСЕДАНИЕ|СЛОВО|ПРИГОВОР)\b"
    rf"(?:,?\s(?:{_CAPS}(?=\s|$)|\d{{1,2}}(?=[\s,]))){{0,8}}"
)
_CAPS_BEFORE = re.compile(rf"(?<!\S)(?:{_CAPS}\s){{1,4}}$")
_OPENER = re.compile(r"(?:A|I|А|И|В|К|О|С|У|Я)$")
_HEAD_ENDS = re.compile(
    r"\((?:morning|evening|afternoon)(?:\s(?:session|sitting))?\)|\((?:утреннее|вечернее)[^()]{0,20}\)"
)
_DAY = re.compile(r"[(\s]*\d{1,2}\s\w{3,9}(?:\s\d{4})?(?:\s(?:г\.|года))?[).\s]*$|\w{3,9}\s\d{1,2}(?:,\s\d{4})?[.\s]*$")


def spans(extract: Extract) -> list[tuple[int, int]]:
    """The paragraphs of an extract, those that its format marks or those that the text shows, trimmed."""
    text = extract.text
    found: list[tuple[int, int]] = []
    reached = 0
    for start, stop, _ in extract.paragraphs:
        found += lines(text, reached, max(reached, start))
        found += _trim(text, max(reached, start), stop)
        reached = max(reached, stop)
    return found + list(lines(text, reached)) if extract.paragraphs else list(paragraphs(text))


def find_labels(text: str, flat: bool) -> list[Label]:
    """The labels of a record, at its lines or, where the line ends are lost (``flat``), in its running text."""
    found = labels_in_running_text(text) if flat else []
    return found or labels_at_lines(text, lines(text))


def cut(extract: Extract, labels: Sequence[Label], flat: bool) -> list[Piece]:
    """The pieces of a record in order; together they hold every character that is not blank."""
    return list(_flat(extract.text, labels) if flat else _lined(extract.text, spans(extract), labels))


def is_prose(words: str) -> bool:
    """Whether a paragraph tells something in sentences, unlike titles, dates and lists of names.

    >>> is_prose("Заседание открывается в одиннадцать часов утра под звон колокола."), is_prose("№ 13, 1999")
    (True, False)
    """
    if len(words) < _LONGEST_TITLE and _ENDS_IN_YEAR.search(words):
        return False
    small = sum(word[0].islower() for word in _WORD.findall(words[:400]))
    return small >= 4 and len(words) >= 40 and words.rstrip(' "»”)').endswith((".", "!", "?", "…", ":"))


def _lined(text: str, paragraphs: Sequence[tuple[int, int]], labels: Sequence[Label]) -> Iterator[Piece]:
    begun = outside = False
    waiting = iter(labels)
    label = next(waiting, None)
    for start, stop in paragraphs:
        while start < stop:
            upto = min(stop, label.start) if label else stop
            for first, last in _trim(text, start, upto):
                words = text[first:last]
                if is_closing(words) and (begun or not labels):
                    outside = True
                    yield Piece("closing", first, last)
                elif is_title(words) and not (words[:1] in "([" and is_remark(words)):
                    outside = outside and not dateline(words[:200]).session
                    yield Piece("heading", first, last)
                elif outside:
                    yield Piece("closing", first, last)
                elif begun:
                    yield Piece("words", first, last)
                elif words[:1] in "([" and is_remark(words):
                    yield Piece("aside", first, last)
                elif is_prose(words):
                    begun = not labels
                    yield Piece("narration" if labels else "words", first, last)
                else:
                    yield Piece("heading", first, last)
            start = upto
            if label and label.start < stop:
                begun, outside = True, False
                yield Piece("label", label.start, label.stop, label)
                start = label.stop
                following = next(waiting, None)
                upto = min(stop, following.start) if following else stop
                for first, last in _trim(text, start, upto):
                    yield Piece("voice" if label.kind == "interjection" else "words", first, last, label)
                start, label = max(start, upto), following


def _flat(text: str, labels: Sequence[Label]) -> Iterator[Piece]:
    first = labels[0].start if labels else len(text)
    marks = sorted([*_flat_headings(text), *_flat_signatures(text)])
    yield from _flat_opening(text, first, bool(labels), marks)
    for label, following in zip(labels, [*labels[1:], None], strict=False):
        stop = following.start if following else len(text)
        yield Piece("label", label.start, label.stop, label)
        yield from _flat_words(
            text, label.stop, stop, "voice" if label.kind == "interjection" else "words", label, marks
        )


def _flat_opening(text: str, stop: int, labelled: bool, marks: Sequence[tuple[int, int, str]]) -> Iterator[Piece]:
    """The titles and the prose before the first label; prose begins where a title in capitals or a bracket ends."""
    head = text[: min(stop, 1_000)]
    ends = [match.end() for match in _HEAD_ENDS.finditer(head)]
    for match in re.finditer(rf"(?<!\S){_CAPS}(?:\s{_CAPS}(?=\s)){{1,12}}", head):
        words = match[0].split()
        if sum(len(word) > 2 for word in words) >= 2:
            ends.append(match.end() - (len(words[-1]) + 1 if _OPENER.match(words[-1]) else 0))
    if not ends and stop <= 400 and labelled:
        ends = [stop]
    start = max(ends, default=0)
    rest = _FOOT_FLAT.sub("", text[start:stop]).strip()
    rest = rest[: rest.rfind(".") + 1]
    if not is_prose(rest) and len(rest) <= 40:
        start = stop
    for first, last in _trim(text, 0, start):
        yield Piece("heading", first, last)
    yield from _flat_words(text, start, stop, "narration" if labelled else "words", None, marks)


def _flat_headings(text: str) -> Iterator[tuple[int, int, str]]:
    """Runs of capitals that name a sitting, an examination or a plea."""
    reached = 0
    for match in _HEADING_FLAT.finditer(text):
        low = max(reached, match.start() - 60)
        before = _CAPS_BEFORE.search(text[low : match.start()])
        start = low + before.start() if before else match.start()
        if " " in text[start : match.end()] and not text[max(0, start - 1) : start].strip():
            yield start, match.end(), "heading"
            reached = match.end()


def _flat_signatures(text: str) -> Iterator[tuple[int, int, str]]:
    """Where somebody signs; what follows up to the next speaker is no longer said by anybody."""
    for sign in _SIGNED.finditer(text):
        if match := _SIGNATURE_FLAT.search(text, max(0, sign.start() - _LONGEST_SIGNATURE), sign.end()):
            yield match.start(), match.end(), "closing"


def _flat_words(
    text: str, start: int, stop: int, role: str, label: Label | None, marks: Sequence[tuple[int, int, str]]
) -> Iterator[Piece]:
    """A stretch of running text, cut at headings in capitals and at signatures."""
    reached = start
    for mark_start, mark_stop, kind in _marks_within(text, start, stop, marks):
        for a, b in _trim(text, reached, mark_start):
            yield Piece(role, a, b, label)
        for a, b in _trim(text, mark_start, mark_stop):
            yield Piece(kind, a, b)
        reached = mark_stop
    for a, b in _trim(text, reached, stop):
        yield Piece(role, a, b, label)


def _marks_within(
    text: str, start: int, stop: int, marks: Sequence[tuple[int, int, str]]
) -> Iterator[tuple[int, int, str]]:
    """The marks of a stretch in order; the first that closes it takes all the rest."""
    reached = start
    for first, last, kind in marks[bisect_left(marks, (start,)) : bisect_left(marks, (stop,))]:
        if kind == "closing":
            yield max(first, reached), stop, kind
            return
        if first >= reached:
            reached = min(last, stop)
            yield first, reached, kind
    if stop == len(text) and (foot := _FOOT_FLAT.search(text, max(reached, stop - _FOOT), stop)):
        yield foot.start(), stop, "closing"


def _trim(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    words = text[start:stop]
    if words.strip():
        first = start + len(words) - len(words.lstrip())
        yield first, first + len(words.strip())


def is_title(words: str) -> bool:
    """Whether a paragraph is a heading within a record: of a sitting, an examination, or in capitals throughout."""
    if len(words) > 200 or "\n\n" in words:
        return False
    if _EXCERPT.match(words):
        return True
    if words.isupper() and sum(map(str.isalpha, words)) >= 8:
        return True
    if len(words) > 120 or not any(map(str.isalpha, words)):
        return False
    if _DAY.match(words) and dateline(words).date is not None:
        return True
    return (
        bool(_SITTING.search(words))
        and not is_prose(words)
        and (dateline(words).session is not None or (is_heading(words) and bool(_SITTING.match(words))))
    )


@lru_cache(maxsize=2_000)
def dateline(line: str) -> Dateline:
    """What a line tells; a line is asked more than once, and heads of pages return."""
    return read_dateline(line)


def is_closing(words: str) -> bool:
    """Whether a paragraph is a signature, a reference or the foot of a page."""
    return len(words) <= 400 and bool(_CLOSING.match(words)) and not words.rstrip().endswith(("!", "?"))


def sittings(
    text: str, pieces: Sequence[Piece], metadata: Mapping[str, str]
) -> Iterator[tuple[list[Piece], str | None, Date | None]]:
    """The pieces of each sitting, with its part of the day (``morning``…) and its date, where its heading tells.

    A heading that only repeats the sitting it stands in, as at the top of every page, starts no other and interrupts
    nobody.
    """
    group: list[Piece] = []
    spoken = False
    session: str | None = None
    date: Date | None = None
    for piece in pieces:
        line = text[piece.start : piece.stop] if piece.role == "heading" else ""
        told = dateline(line) if 0 < len(line) <= 600 else None
        new = told is not None and (told.session is not None or (told.date is not None and bool(_DAY.match(line))))
        if told is not None and new:
            when = date_of(line, metadata) if told.date is not None else None
            same_day = when is None or date is None or when.edtf == date.edtf
            if spoken and same_day and told.session in (session, None):
                group.append(Piece("running", piece.start, piece.stop))
                continue
            if spoken and (session or date or when):
                back = len(group)
                while back and group[back - 1].role == "heading":
                    back -= 1
                yield group[:back], session, date
                group, spoken, date = group[back:], False, when or (date if told.session else None)
                session = told.session
            else:
                session, date = told.session or session, when or date
        group.append(piece)
        spoken = spoken or piece.role in ("words", "narration", "voice", "stage")
    yield group, session, date


def date_of(line: str, metadata: Mapping[str, str]) -> Date | None:
    """The date in a heading; a year that it leaves out is taken from what is known of the document."""
    return _date_of(line, tuple(context(metadata)))


@lru_cache(maxsize=2_000)
def _date_of(line: str, context: tuple[str, ...]) -> Date | None:
    return infer_date(line, context=context)


def context(metadata: Mapping[str, str]) -> list[str]:
    """What is known from outside that may tell the year of a sitting."""
    return [metadata[name] for name in ("date", "year", "title", "label", "url") if name in metadata]
