"""What are not the source's own words: footnotes, editors' brackets, running heads, page numbers, archivists' stamps.

Readers never see it: it is masked while they cut the text, and woven in between their segments afterwards.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sovnlp.document import Extract, Segment
from sovnlp.text.footnotes import footnotes
from sovnlp.text.paragraphs import lines
from sovnlp.text.references import find_references
from sovnlp.text.running_heads import running_heads
from sovnlp.text.turns import remarks

__all__ = ["find", "mask", "weave"]

_BRACKETED = re.compile(r"[\[<](?:(?<=\[)[^\[\]]{1,300}\]|(?<=<)[^\s<>][^<>\n]{0,60}>)")
_RAISED = re.compile(r"[¹²³⁰⁴-⁹]+")
_SIGNED = re.compile(r"[РСПE](?:ед|ост|рим|d)\.[^()\n]{0,20}\)")
_DASHED_NOTE = re.compile(r"\([^()\n]{0,300}[—–-]\s?")
_CUT = re.compile(r"/(?:\.{3}|…)/")
_TAG = re.compile(r"</?(?:p|br|b|i|u|em|strong|div|span|sup|sub|a|font|center|hr|h[1-6]|li|ul|ol|tr|td)\b[^>]*>", re.I)
_UNIT = re.compile(r"(?:.*\W)?(?:[ксдм]?м|[kcdm]?m)", re.S)
_STAMP = re.compile(
    r"(?m)^[ \t(]*(?:(?:Впервые\s)?[Оо]публикован[оа]?\s?(?:впервые\s?)?(?::|в\s(?:кн|сб|журн)(?:иге|орнике|але)?\b)"
    r"|Впервые\s(?:опубликован|напечатан)|(?:Печатается|Публикуется|Воспроизводится)\s(?:по|впервые)\b"
    r"|Верно:[ \t]*(?:$|[А-ЯЁ]\w|[А-ЯЁ]\.|делопроизв|секретар|нач\.|зав\.|подпись)"
    r"|First\s[Pp]ublished(?:\sin\sEnglish)?:|Last\supdated\son\b|Copyleft:|Transcri(?:bed|ption)\b[^:\n]{0,30}:|HTML\s[Mm]arkup:"
    r"|Public\sDomain:|Online\sVersion:|Proofread:|Copyright\s|©)"
)
_SHELF_MARK = re.compile(
    r"[ФфFf](?<![^\W\d_].)(?:онд|ond)?[.,]{0,2}\s{0,2}(?:№\s?)?[РПНRPN]?[.-]?\s?[\dЗ].{1,30}[ДдDdеe]"
)
_SAME_PLACE = re.compile(r"(?m)^[ \t(]*(?:Там же|Ibid)[.,]")
_FILE_HEAD = re.compile(r"\w[\w -]{1,30}:(?:\s|$)|©|[-=_]{5,}$")
_OF_A_FILE = re.compile(r"(?i)https?://|©|copyright|e-?mail")
_DESCRIBED = re.compile(r"\W*(?:Штамп|Помет|Резолюци|Надпись|Печать|Подпис|Приписк|Прим)", re.I)
_LONGEST_STAMP = 400


def find(extract: Extract) -> tuple[Segment, ...]:
    """The editorial stretches of an extract, in order, with those that its format has marked.

    They are notes and their marks, what editors supply or remark in brackets (a stage remark is none, nor letters
    supplied within a word), archive lines and statements of where a text was printed, page numbers and running heads
    (of the kind ``heading``). What may as well be the source's own, such as a numbered point, is left to it.

    >>> [(s.kind, s.start, s.stop) for s in find(Extract("Мост[3] готов. (Смех.)"))]
    [('note', 4, 7)]
    """
    if extract.segments:
        return extract.apart
    text = extract.text
    marked = {(segment.start, segment.stop) for segment in extract.apart}
    spans = [span for span in lines(text) if span not in marked]
    heads = [Segment("heading", start, stop, editorial=True) for start, stop in running_heads(text, spans)]
    notes = [*footnotes(text, spans), *_stamps(text, spans), *_file_head(text, spans), *_brackets(text)]
    found = [*extract.apart, *heads, *(Segment("note", start, stop, editorial=True) for start, stop in notes)]
    kept: list[Segment] = []
    for segment in sorted(found, key=lambda one: (one.start, -one.stop)):
        if not kept or segment.start >= kept[-1].stop:
            kept.append(segment)
    return tuple(kept)


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """What editors supply, leave out or remark within the text, and the numbers of their notes."""
    for match in _BRACKETED.finditer(text):
        start, stop = match.span()
        if _is_editors(text, start, stop) if match[0][0] == "[" else _is_tag_or_cut(match[0]):
            yield start, stop
    for match in _RAISED.finditer(text):
        start = match.start()
        if text[start - 1 : start].strip() and not _UNIT.fullmatch(text, max(0, start - 3), start):
            yield match.span()
    for match in _SIGNED.finditer(text):
        opening = text.rfind("(", max(0, match.start() - 300), match.start())
        if opening >= 0 and _DASHED_NOTE.fullmatch(text, opening, match.start()):
            yield opening, match.end()
    for match in _CUT.finditer(text):
        yield match.span()


def _is_editors(text: str, start: int, stop: int) -> bool:
    inside = text[start + 1 : stop - 1]
    before, after = text[start - 1 : start], text[stop : stop + 1]
    if not any(char.isalnum() or char in ".…?*" for char in inside) or re.search(r"\n\s*\n", inside):
        return False
    if inside[0].isalpha() and (before.isalpha() or after.isalpha()):
        return False
    if inside.startswith(("http:", "https:", "www.")) or text.startswith(("(http", "(#", "(/"), stop):
        return False
    return bool(_DESCRIBED.match(inside)) or not any(kind for _, _, kind, _ in remarks(text, start, stop))


def _is_tag_or_cut(bracketed: str) -> bool:
    """«<p>» or «<...>»; a word in angle brackets («<в> марте») completes a sentence and stays in it."""
    return not bracketed[1:-1].replace("-", "").isalpha() or _TAG.fullmatch(bracketed) is not None


def _stamps(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Lines that say where a text lies or was printed, or who certified the copy."""
    starts = [start for start, _ in spans]
    seen = set()
    for match in _STAMP.finditer(text):
        at = bisect_right(starts, match.end() - 1) - 1
        seen.add(at)
        start, stop = spans[at]
        if stop - start <= _LONGEST_STAMP and not text[start:stop].endswith(("!", "?")):
            yield start, stop
    hints = (*_SHELF_MARK.finditer(text), *_SAME_PLACE.finditer(text))
    likely = {bisect_right(starts, match.end() - 1) - 1 for match in hints}
    for at in sorted((likely | set(range(max(0, len(spans) - 3), len(spans)))) - seen):
        start, stop = spans[at]
        if stop - start <= _LONGEST_STAMP and _is_reference(text[start:stop]):
            yield start, stop


def _is_reference(line: str) -> bool:
    found = list(find_references(line))
    if not found:
        return False
    covered = sum(stop - start for start, stop, _ in found)
    return 2 * covered > len(line) or (found[0][0] < 12 and 3 * covered > len(line))


def _file_head(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The labels above a rule at the top of a file that a site or a program wrote: address, copyright, mail."""
    head = []
    for start, stop in spans[:15]:
        if stop - start > 300 or not _FILE_HEAD.match(text, start, stop):
            return []
        head.append((start, stop))
        if len(head) > 2 and text[stop - 5 : stop] in ("=====", "-----", "_____"):
            return head if _OF_A_FILE.search(text, 0, stop) else []
    return []


_MARK = re.compile(r"[\[({<]?[\d*¹²³⁰⁴-⁹†‡]{1,4}[\])}>]?")


def mask(text: str, apart: Sequence[Segment]) -> str:
    """The text with its editorial stretches blanked; every other character keeps its place.

    >>> mask("Мост[3] готов.", [Segment("note", 4, 7, editorial=True)])
    'Мост    готов.'
    """
    pieces = []
    reached = 0
    for segment in apart:
        blank = "".join("\n" if char == "\n" else " " for char in text[segment.start : segment.stop])
        pieces += [text[reached : segment.start], blank]
        reached = segment.stop
    return "".join([*pieces, text[reached:]])


def weave(text: str, segments: Iterable[Segment], apart: Sequence[Segment]) -> Iterator[Segment]:
    """Put editorial stretches in their place among segments; what they interrupt goes on in the same turn.

    The mark of a note within a sentence («год[3] прошёл») stays there and does not cut it: it has no word to count.
    """
    notes = iter(apart)
    note = next(notes, None)
    turn = None
    for segment in segments:
        while note is not None and note.stop <= segment.start:
            yield replace(note, turn=turn)
            note = next(notes, None)
        turn = segment.turn
        start = segment.start
        while note is not None and note.start < segment.stop:
            if segment.start < note.start and note.stop < segment.stop and _MARK.fullmatch(text, note.start, note.stop):
                note = next(notes, None)
                continue
            yield from _piece(text, segment, start, note.start)
            yield replace(note, turn=turn)
            start, note = note.stop, next(notes, None)
        yield from _piece(text, segment, start, segment.stop)
    while note is not None:
        yield replace(note, turn=turn)
        note = next(notes, None)


def _piece(text: str, segment: Segment, start: int, stop: int) -> Iterator[Segment]:
    """The words of a segment between two places, trimmed, if there are any."""
    words = text[start:stop]
    if words.strip():
        first = start + len(words) - len(words.lstrip())
        yield replace(segment, start=first, stop=first + len(words.strip()))
