"""Footnotes: which lines are notes to the text, told by their marks and by what compilers write in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["footnotes"]

_RULE = re.compile(r"_{3,}|[—–-]{5,}")
_HEADING = re.compile(
    r"(?:П(?:римечани[яе]|РИМЕЧАНИ[ЯЕ])|С(?:носк[аи]|НОСКИ)|К(?:омментарии|ОММЕНТАРИИ)|N(?:otes?|OTES?)"
    r"|F(?:ootnotes?|OOTNOTES?)|E(?:ndnotes?|NDNOTES?))\s?[:.]?"
)
_MARK = re.compile(
    r"(?:\[(?P<square>\d{1,3}\*?)\]|(?P<number>\d{1,3})(?:(?P<dot>[.)])|(?P<star>\*)\)?)?|(?P<raised>[¹²³⁰⁴-⁹]{1,3})|(?P<stars>\*{1,3}))"
    r"(?P<gap>\s*)(?=[^\W\d_]|[«“„\"'‘’(…<\[])"
)
_MARK_SIGNS = frozenset("[*0123456789¹²³⁰⁴⁵⁶⁷⁸⁹")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_COMPILERS = re.compile(
    r"\W*(?:Так в |Опущен|Име[ею]тся в виду|Подч[её]ркнуто |Вписано |Зач[её]ркнуто |Здесь и далее |Там же\b"
    r"|Далее (?:зач[её]ркнуто|опущено)|Слов[оа] (?:неразборчив|не проч[её]тен|зач[её]ркнут|пропущен)|Неразборчив"
    r"|Подпись (?:отсутствует|неразборчив)|Установлено по |Датируется по|Дат[аы] установлен"
    r"|Документ не (?:публикуется|обнаружен|выявлен)|Не (?:публикуется|обнаружен)"
    r"|Ibid\b|So in the (?:text|document|original)|(?:Thus )?[Ii]n the original\b|Omitted |Illegible)"
)
_THERE = re.compile(r"\b(?:Ibid\b|[Тт]ам же\b|— ?(?:Ред|Сост|Ed)\.|Прим\. ?(?:ред|сост))")
_RUNNING = re.compile(r"[0-9¹²³⁰⁴-⁹*]+")
_PAGE_AT_END = re.compile(r"[.»”)]\s?[—–-]\s?\d{1,3}\s?\.")
_STOPS = tuple('.!?…»”")')


@dataclass(frozen=True, slots=True)
class _Note:
    """A line that may be a note: its place among the lines, its number or stars, and whether a stop follows that."""

    line: int
    name: str
    form: str
    said: int


def footnotes(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The lines of ``lines`` that are notes, with the rules and headings over them, as spans in order.

    A list of notes is believed where the text before it bears its marks, or where it says what only compilers say
    («Так в документе»); numbered points of the source's own are left alone.
    """
    candidates = dict(_candidates(text, lines))
    found = set(_with_pages(text, lines))
    if candidates:
        marks = _marks(text)
        found |= set(_listed(text, lines, candidates, marks))
        for note in candidates.values():
            if note.line not in found and _stands_alone(text, note, marks):
                found.update(range(note.line, _end_of_note(text, lines, candidates, note.line)))
        found |= set(_closing(text, lines, candidates, marks, found))
    for line in sorted(found):
        yield lines[line]


def _candidates(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[tuple[int, _Note]]:
    for number, (start, stop) in enumerate(lines):
        if text[start] in _MARK_SIGNS and (mark := _MARK.match(text, start, stop)):
            form = "dotted" if mark["dot"] else "bare" if mark["number"] and not mark["star"] else "marked"
            words = text[mark.end() : mark.end() + 1]
            if form == "bare" and (not mark["gap"] or words.islower()):
                continue
            name = mark["square"] or mark["stars"] or (mark["raised"] or "").translate(_RAISED)
            yield number, _Note(number, name or mark["number"] + (mark["star"] or ""), form, mark.end())


def _marks(text: str) -> dict[str, int]:
    """Where each mark of a note first stands in running text: «дров1», «край.2», «год[3]», «мост*», «слово¹»."""
    first: dict[str, int] = {}
    for match in _RUNNING.finditer(text):
        start, stop = match.span()
        before, after = text[start - 1 : start], text[stop : stop + 1]
        if before == "[" and after == "]":
            marks = text[max(0, start - 2) : start - 1] not in ("", "\n")
        else:
            word = text[max(0, start - 5) : start].rstrip(".,;:!?…»”\"')")
            marks = not after.isalnum() and not before.isspace() and word[-2:].isalpha() and len(word) > 2
        if marks:
            first.setdefault(match[0].translate(_RAISED), start)
    return first


def _listed(
    text: str, lines: Sequence[tuple[int, int]], candidates: dict[int, _Note], marks: dict[str, int]
) -> Iterator[int]:
    """The lines of lists of notes under a rule or a heading, which is among them."""
    at = 0
    while at < len(lines) - 1:
        start, stop = lines[at]
        heading = stop - start < 16 and _HEADING.fullmatch(text, start, stop)
        if at + 1 in candidates and (heading or _RULE.fullmatch(text, start, stop)):
            last = _end_of_list(text, lines, candidates, at + 1, heading is not None)
            notes = [candidates[line] for line in range(at + 1, last) if line in candidates]
            if _is_believed(text, lines, notes, marks, heading is not None):
                yield from range(at, last)
                at = last
                continue
        at += 1


def _end_of_list(
    text: str, lines: Sequence[tuple[int, int]], candidates: dict[int, _Note], at: int, heading: bool
) -> int:
    last = at + 1
    while last < len(lines):
        if last in candidates:
            last += 1
            continue
        reached = _end_of_note(text, lines, candidates, last - 1)
        if reached > last:
            last = reached
        elif heading and (following := _follower(candidates, last)):
            last = following
        else:
            break
    return last


def _end_of_note(text: str, lines: Sequence[tuple[int, int]], candidates: dict[int, _Note], at: int) -> int:
    """Where the note of line ``at`` stops: after it, or, where its lines are broken by hand, before a blank line."""
    last = at + 1
    start, stop = lines[at]
    if stop - start < 30 or text[start:stop].endswith(_STOPS):
        return last
    while last < len(lines) and last not in candidates and text.count("\n", lines[last - 1][1], lines[last][0]) == 1:
        last += 1
    return last


def _follower(candidates: dict[int, _Note], line: int) -> int | None:
    """Where the next note of a list stands, if only a few paragraphs of the one before stand between."""
    before = next((candidates[i] for i in range(line - 1, max(-1, line - 5), -1) if i in candidates), None)
    after = next((i for i in range(line, line + 5) if i in candidates), None)
    if before is None or after is None or not before.name.isdigit() or not candidates[after].name.isdigit():
        return None
    return after if int(candidates[after].name) == int(before.name) + 1 else None


def _is_believed(
    text: str, lines: Sequence[tuple[int, int]], notes: list[_Note], marks: dict[str, int], heading: bool
) -> bool:
    start = lines[notes[0].line][0]
    if any(_is_compilers(text, lines, note) for note in notes):
        return True
    marked = sum(marks.get(note.name, start) < start for note in notes)
    if all(note.form == "dotted" for note in notes) and not heading:
        return marked == len(notes)
    sentences = all(text[lines[note.line][1] - 1] in '.»”)"' for note in notes)
    return 2 * marked >= len(notes) or (not heading and sentences and all(note.form != "dotted" for note in notes))


def _is_compilers(text: str, lines: Sequence[tuple[int, int]], note: _Note) -> bool:
    stop = min(lines[note.line][1], note.said + 1_000)
    return bool(_COMPILERS.match(text, note.said, stop) or _THERE.search(text, note.said, stop))


def _stands_alone(text: str, note: _Note, marks: dict[str, int]) -> bool:
    """Whether a line that no heading announces is a note: «1* Опущено…», «[1] …», «* Так в тексте.»."""
    if _COMPILERS.match(text, note.said, note.said + 100):
        return True
    return note.form == "marked" and marks.get(note.name, note.said) < note.said


def _closing(
    text: str, lines: Sequence[tuple[int, int]], candidates: dict[int, _Note], marks: dict[str, int], found: set[int]
) -> Iterator[int]:
    """The notes at the end of a text without a heading: «1 Lamps of the third shop.» where the text bears a 1."""
    at = len(lines) - 1
    notes = []
    while at >= 0 and (at in candidates or at in found):
        if at not in found:
            notes.append(candidates[at])
        at -= 1
    if not notes or (at < 0 and not found):
        return
    start = lines[notes[-1].line][0]
    marked = sum(note.form == "marked" or marks.get(note.name, start) < start for note in notes)
    if marked == len(notes) or (2 * marked >= len(notes) and all(note.form != "dotted" for note in notes)):
        yield from (note.line for note in notes)


def _with_pages(text: str, lines: Sequence[tuple[int, int]]) -> list[int]:
    """Notes that end with the page they belong to, as in collected works: «… в 1918 году. – 156.»."""
    found = [
        number
        for number, (start, stop) in enumerate(lines)
        if stop - start > 60 and text[stop - 1] == "." and _PAGE_AT_END.fullmatch(text, _page_start(text, stop), stop)
    ]
    return found if len(found) > 1 else []


def _page_start(text: str, stop: int) -> int:
    """Where «. – 156 .» would begin that ends at ``stop``."""
    dash = max(text.rfind(sign, stop - 9, stop) for sign in "—–-")
    return stop if dash < 0 else dash - 1 - (text[dash - 1] == " ")
