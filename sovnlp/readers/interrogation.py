"""Protocols of interrogation and confrontation: questions, answers, and the notes that were sent with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sovnlp.document import Date, Extract, Part, Segment
from sovnlp.text import letterhead
from sovnlp.text.dates import infer_date
from sovnlp.text.dialogue import narrated, narrates
from sovnlp.text.letterhead import FOOT, Line
from sovnlp.text.paragraphs import is_heading, lines
from sovnlp.text.questions import Opening, is_form_field, is_marked, kinds, nominative, openings, signed
from sovnlp.text.speakers import speaker_id
from sovnlp.text.turns import is_flat, remarks

__all__ = ["read"]

_UP = "А-ЯЁA-Z"
_BEGINS_WITH_DATE = re.compile(r"\W*\d|(?:[Oo]f\s)?[A-Z][a-z]{2,8}\s\d")
_ENCLOSES = re.compile(
    r"(?i)\W*(?:при\s+этом\s+)?(?:направля|препровожда|посыла|представля)\w+\s|\W*(?:attached|herewith|i\s+am\s+sending)"
)
_PROTOCOL = re.compile(r"(?i)протокол|стенограмм|очн\w+\s+ставк|показани|interrogation|confrontation|examination")
_BREAK = re.compile(
    r"(?i)(?:допрос|очная\s+ставка)\s+(?:был\w*\s+)?(?:прерв|прерыв|оконч|закончен|возобновл|продолж|начат|отложен)|перерыв"
    r"|interrogation\s+(?:is\s+|was\s+)?(?:interrupted|resumed|ended|broken\soff)"
)
_EXAMINED = re.compile(
    rf"(?i:допроса|показани[яе]|interrogation\s+of|examination\s+of|testimony\s+of)\W+"
    rf"(?:(?i:обвиняем|арестованн|подследственн|свидетел|гр)[а-яё-]*?(?:ого|ой|ый|я|ницы|\.|на|ки)(?:\s?\([а-яё]+\))?\s*"
    rf"|(?i:(?:the\s)?accused|the\switness)\s)?"
    rf"(?P<name>[{_UP}][\w.'’-]+(?:,?[^\S\n]*(?!(?i:следов|от\s|of\s|by\s))[{_UP}][\w.'’-]*){{0,3}})"
)
_IN_FORM = re.compile(
    r"(?i)(?:фамилия|имя(?:\s+и\s+отчество|,\s*отчество)?|отчество|surname|name)\s?[:—–-]\s*(?P<name>[^\n]{2,60})"
)
_BETWEEN = re.compile(r"(?i:между|between)\W+(?P<name>[^\n]{5,160}?)(?=\W+(?:от|of|on)\s|\W*\d|\W*\n|\W*$)")
_EXAMINER = re.compile(
    r"(?i)(?:допросил[аи]?|interrogated\s+by)\W{1,4}(?P<name>[^\n]{3,160})(?:\n\s*(?P<more>[^\n]{3,120}))?"
)


def read(extract: Extract) -> tuple[Part, ...]:
    r"""Cut a file into the note that came with the protocols and the protocols, and these at their labels.

    Labels are ВОПРОС and ОТВЕТ (Question, Answer), with whom they are put to; names; or dashes alone. Each question and
    each answer is a turn; a protocol without questions is the statement of one person.

    >>> [(s.kind, s.turn) for s in read(Extract("ВОПРОС: Где склад?\nОТВЕТ: За рекой."))[0].segments]
    [('heading', None), ('question', 1), ('heading', None), ('answer', 2)]
    """
    text = extract.text
    if is_flat(text):
        return (_protocol(text, 0, len(text), extract),)
    groups = list(_papers(text))
    starts = [0, *(group[0].start for group in groups[1:])]
    parts = []
    for start, stop, group in zip(starts, [*starts[1:], len(text)], groups, strict=False):
        part = _protocol(text, start, stop, extract, group)
        if not any(segment.kind in ("question", "answer") for segment in part.segments):
            part = _letter(text, group, part)
        parts.append(part)
    if len(parts) == 1 and "date" in extract.metadata:
        # What is known of a whole file counts more than what its text says.
        return (replace(parts[0], date=None),)
    return tuple(parts) or (Part(0, len(text), ()),)


def _papers(text: str) -> Iterator[list[Line]]:
    """The papers of a file; a heading without words goes with the next one."""
    begun: list[Line] = []
    for group in letterhead.documents(text, letterhead.classify(text, 0, len(text))):
        begun += group
        if any(line.kind == "body" and line.stop - line.start > 30 for line in group):
            yield begun
            begun = []
    if begun:
        yield begun


def _letter(text: str, group: Sequence[Line], part: Part) -> Part:
    """A paper without questions: a statement, or the note that came with a protocol."""
    paper = letterhead.paper(text, group)
    titles = [text[line.start : line.stop] for line in group[:12] if line.kind == "protocol"]
    own = any(_PROTOCOL.search(title) for title in titles)
    genre = {} if own else {"genre": "letter"}
    return Part(
        part.start, part.stop, paper.segments, {**genre, **paper.metadata, **part.metadata}, paper.date or part.date
    )


def _protocol(text: str, start: int, stop: int, extract: Extract, group: Sequence[Line] = ()) -> Part:
    """A protocol of which ``group`` are the lines; without them a text whose line ends are lost."""
    flat = not group
    end = _before_rule(text) if flat else _closing(text, group, stop)
    found = openings(text, start, end, extract.metadata.get("title", ""), flat=flat)
    first = found[0].start if found else end
    facets = _facets(text, start, first, end, stop)
    people = {
        "answer": speaker_id(nominative(facets.get("examined", ""))),
        "question": signed(facets.get("examiner", "")),
    }
    units = kinds(text, found, end, people)
    below = [line for line in group or letterhead.classify(text, end, stop) if line.start >= end]
    segments = [*_before(text, start, first), *_segments(text, units, end, flat=flat), *_after(text, below)]
    date = _date(text, start, first) if start or stop < len(text) else None
    return Part(start, stop, tuple(segments), facets, date)


def _before_rule(text: str) -> int:
    """Where the rule begins that an excerpt closes with, else the end."""
    words = text.rstrip()
    bare = words.rstrip("_*=—–-")
    return len(bare) if len(words) - len(bare) >= 5 else len(text)


def _before(text: str, start: int, stop: int) -> Iterator[Segment]:
    for first, last in lines(text, start, stop):
        line = text[first:last]
        short = last - first <= 60 or (last - first <= 120 and not line.endswith((".", "!", "?")))
        yield Segment("heading" if short or is_form_field(line) else "narration", first, last)


def _after(text: str, group: Iterable[Line]) -> Iterator[Segment]:
    for line in group:
        if line.kind in ("archive", "print", "note", "resolution"):
            yield Segment("note", line.start, line.stop, editorial=True)
        else:
            kind = "narration" if line.kind == "recorded" or not is_heading(text[line.start : line.stop]) else "heading"
            yield Segment(kind, line.start, line.stop)


def _closing(text: str, group: Sequence[Line], stop: int) -> int:
    """Where «Записано с моих слов верно», the signatures and the archive line begin, else the end."""
    last = next((i for i in range(len(group) - 1, 0, -1) if _is_said(text, group, i)), 0)
    recorded = [i for i in range(last + 1, len(group)) if group[i].kind == "recorded"]
    reached = recorded[0] if recorded else len(group)
    while reached > last + 1 and group[reached - 1].kind in FOOT:
        reached -= 1
    return group[reached].start if reached < len(group) else stop


def _is_said(text: str, group: Sequence[Line], i: int) -> bool:
    """Whether a line belongs to a question or an answer beyond doubt: by its label, or because it is long prose."""
    words = text[group[i].start : group[i].stop]
    if is_marked(words) and group[i].kind != "recorded":
        return True
    before = text[group[i - 1].start : group[i - 1].stop]
    return (group[i].kind == "body" and len(words) > 160) or is_marked(before, whole=True)


def _segments(text: str, units: Iterable[Opening], stop: int, *, flat: bool) -> Iterator[Segment]:
    marks = list(units)
    dialogue = sum(mark.speaker is None for mark in marks) > 2
    turn = 0
    ends = [*(mark.start for mark in marks[1:]), stop]
    for mark, end in zip(marks, ends, strict=False):
        turn += 1
        if mark.speaker:
            yield Segment("heading", mark.start, mark.words, editorial=True)
        own = narrated(text, mark.words, end) if dialogue and flat else end
        begin = mark.words if mark.speaker else mark.start
        told = False
        for first, last in lines(text, begin, own):
            if (_BREAK.match(text, first, last) and last - first < 120) or (
                dialogue and not flat and first > begin + 4 and narrates(text[first:last])
            ):
                turn += not told
                told = True
                yield Segment("narration", first, last, turn)
                continue
            turn += told
            told = False
            for a, b, kind, name in remarks(text, first, last):
                yield Segment(kind or mark.kind, a, b, turn, name if kind else mark.speaker, None if kind else mark.who)
        if own < end:
            turn += 1
            for first, last in lines(text, own, end):
                yield Segment("narration", first, last, turn)


def _facets(text: str, start: int, first: int, end: int, stop: int) -> dict[str, str]:
    """Who was examined by whom, and the heading, as printed."""
    head = [text[a:b] for a, b in lines(text, start, min(first, start + 3_000))]
    titles = [
        i
        for i, line in enumerate(head)
        if len(line) < 200 and _PROTOCOL.search(line) and not is_form_field(line) and not _ENCLOSES.match(line)
    ]
    facets = {}
    if titles:
        block = "\n".join(head[titles[-1] : titles[-1] + 4])
        shown = re.split(r"[,.\s]*\n?\s*\bот\s+\d", block.split("\n\n")[0], maxsplit=1)[0].split("\n")
        # A long first line names the person; a short one goes on in the next, unless that is the date.
        goes_on = len(shown) > 1 and len(shown[0]) <= 60 and not _BEGINS_WITH_DATE.match(shown[1])
        facets["title"] = " ".join(shown[: 2 if goes_on else 1]).strip(" ,.")
        form = " ".join(match["name"] for line in head if is_form_field(line) and (match := _IN_FORM.search(line)))
        match = _BETWEEN.search(block) or _EXAMINED.search(block)
        named = " ".join((form or (match["name"] if match else "")).split()).strip(" ,")
        facets["examined"] = named if re.search(r"(?<!\w)\w\.$", named) else named.rstrip(".")
    if match := _EXAMINER.search(text[end:stop]):
        facets["examiner"] = " ".join(match["name"].split()).strip(" ,.:–—-")
    return {name: value for name, value in facets.items() if value}


def _date(text: str, start: int, first: int) -> Date | None:
    return infer_date(
        "\n".join(text[a:b] for a, b in lines(text, start, min(first, start + 3_000)) if not is_form_field(text[a:b]))
    )
