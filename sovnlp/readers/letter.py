"""Letters, petitions, complaints, telegrams: addressee and date above, the words, the signature below."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from sovnlp.document import Extract, Part, Segment
from sovnlp.text import letterhead
from sovnlp.text.dates import find_dates
from sovnlp.text.edtf import UNDATED
from sovnlp.text.letterhead import Line
from sovnlp.text.paragraphs import lines

__all__ = ["read"]

_UP = "А-ЯЁA-Z"
_NO_MONTH = r"(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[\s,.]*\d)"
_PERSON = rf"(?:[{_UP}]\.\s?){{0,2}}[{_UP}][\w'’-]+(?:\s{_NO_MONTH}[{_UP}][\w'’.-]*){{0,3}}"
_DAY = r"[\s,.]*(?:[\[(]?[^\n\]]{0,40}(?:1[89]\d\d|\d)[^\n\]]{0,12}[\])]?)?"
_BETWEEN = re.compile(
    rf"(?P<author>[{_UP}]{{3,}}(?:\s(?:[{_UP}]\.\s?){{1,2}})?(?:,?\s(?:И|AND)?\s?[{_UP}]{{3,}})*)\s?(?:-{{1,2}}|[–—])\s?(?P<addressee>[{_UP}]{{3,}}[^a-zа-яё\n]{{0,60}}){_DAY}$"
    rf"|(?P<author2>{_PERSON})\s(?:to|[—–-]{{1,2}})\s(?P<addressee2>{_PERSON}){_DAY}(?:Archive:[^\n]*)?$"
)
_HEADED = re.compile(
    r"(?:Письмо|Телеграмма|Шифротелеграмма|Шифрограмма|Записка|ПИСЬМО|ТЕЛЕГРАММА|ЗАПИСКА|Letter|Telegram|LETTER|TELEGRAM)(?:\s(?:[А-ЯЁA-Z]\.\s?){0,3}[^\s.!?]{2,30}){1,6}[^\n]{0,20}$"
)
_ADDRESSED = re.compile(r"(?:Письмо|Телеграмма|Записка)\s(?:в\s)?(?P<name>(?:[А-ЯЁ]\.\s?){0,2}[А-ЯЁ][\w-]+у)(?!\w)")


def read(extract: Extract) -> tuple[Part, ...]:
    r"""Cut a file into its letters, and each into head, words (one turn, with a postscript) and foot.

    Several letters are told apart by headings («ЛУГОВОЙ — ОСИНКИНУ», "Alderov to Pinev February 3, 1935") or, where
    there are none, by the head of one after the foot of another.

    >>> part, = read(Extract("В Заозерский исполком\nПрошу починить мост.\nЛ. Осинкин"))
    >>> [(s.kind, s.turn) for s in part.segments], part.metadata["addressee"]
    ([('heading', None), ('speech', 1), ('heading', None)], 'В Заозерский исполком')
    """
    text = extract.text
    heads = _headings(text)
    found = letterhead.classify(text, 0, len(text))
    groups = _groups(found, heads) if heads else letterhead.documents(text, found)
    starts = [0, *(group[0].start for group in groups[1:])]
    parts = [
        _part(text, start, stop, group, heads.get(group[0].start))
        for start, stop, group in zip(starts, [*starts[1:], len(text)], groups, strict=False)
    ]
    if heads and parts and min(heads) > 0:
        parts[0] = _with_opening(text, parts[0], min(heads))
    if not parts:
        return (Part(0, len(text), ()),)
    if len(parts) == 1:
        # What is known of a whole file counts more than what its text says.
        return (replace(parts[0], date=None if "date" in extract.metadata else parts[0].date),)
    return tuple(parts)


def _headings(text: str) -> dict[int, tuple[int, re.Match[str]]]:
    """Lines that head a letter of several: (their end, the match) by their start; at least two, or one of two names."""
    named, plain = {}, {}
    for start, stop in lines(text):
        if stop - start > 160:
            continue
        line = text[start:stop]
        if match := _BETWEEN.match(line):
            named[start] = (stop, match)
        elif (match := _HEADED.match(line)) and not line.endswith((".", ":", ",")):
            plain[start] = (stop, match)
    if named:
        return dict(sorted({**named, **plain}.items())) if len(named) > 1 or min(named) < 500 else {}
    return plain if len(plain) > 1 else {}


def _groups(found: Sequence[Line], heads: Container[int]) -> list[list[Line]]:
    """The lines of each letter, its heading first; those above the first heading are left out."""
    groups: list[list[Line]] = []
    for line in found:
        if line.start in heads:
            groups.append([])
        if groups:
            groups[-1].append(line)
    return groups


def _with_opening(text: str, part: Part, first: int) -> Part:
    """The first letter with what an editor has put before all of them."""
    above = tuple(Segment("note", start, stop, editorial=True) for start, stop in lines(text, 0, first))
    return Part(0, part.stop, (*above, *part.segments), part.metadata, part.date)


def _part(text: str, start: int, stop: int, group: Sequence[Line], head: tuple[int, re.Match[str]] | None) -> Part:
    if head is None:
        paper = letterhead.paper(text, group)
        heading = text[group[0].start : group[0].stop]
        named = dict(_named(match)) if (match := _BETWEEN.match(heading) or _HEADED.match(heading)) else {}
        return Part(start, stop, paper.segments, {**named, **paper.metadata}, paper.date)
    end, match = head
    paper = letterhead.paper(text, group[1:])
    facets = {**paper.metadata, **dict(_named(match)), "title": " ".join(text[group[0].start : end].split())}
    dates = [date for _, _, date in find_dates(text[start:end]) if date.edtf != UNDATED]
    segments = (Segment("heading", group[0].start, end), *paper.segments)
    return Part(start, stop, segments, facets, dates[-1] if dates else paper.date)


def _named(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    groups = match.groupdict()
    if author := groups.get("author") or groups.get("author2"):
        yield "author", author.strip(" .")
    if addressee := groups.get("addressee") or groups.get("addressee2"):
        yield "addressee", addressee.strip(" .,[(")
    elif found := _ADDRESSED.match(match[0]):
        yield "addressee", found["name"]
