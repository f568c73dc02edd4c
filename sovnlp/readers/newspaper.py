"""Newspapers: the head of an issue, articles with headline, byline and place, speeches in reports of sessions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sovnlp.document import Date, Extract, Part, Segment
from sovnlp.text import official
from sovnlp.text.dateline import read_dateline
from sovnlp.text.edtf import UNDATED, read_edtf
from sovnlp.text.masthead import Issue, columns, is_issue, quality, read_issue, rubric
from sovnlp.text.official import Unit, plain
from sovnlp.text.paragraphs import lines
from sovnlp.text.speakers import NAME, VOICE, speaker_id
from sovnlp.text.turns import remarks

__all__ = ["read"]

_HEAD = 6
_PROSE = 60
"""The letters that a headline must have below it to head an article."""
_DATELINE = re.compile(
    r"(?P<place>[А-ЯЁA-Z]{2}[А-ЯЁA-Z.-]*(?:[\s-][А-ЯЁA-Z.]{2,}){0,3}|[А-ЯЁA-Z][^\W\d_]+(?:[-\s][А-ЯЁA-Z][^\W\d_]+)?(?=,\s\d))"
    r"(?:\s\([^()\n]{3,40}\))?,\s(?P<day>\d{1,2}(?:\s?[-–]\s?\d{1,2})?(?:\s(?!\()[А-ЯЁа-яё]{3,9}|\.(?:[IVX]{1,4}|\d{1,2}))?|[A-Z][a-z]{2,8}\.?\s\d{1,2})"
    r"(?=[\s.,(—–-])\.?,?\s?(?:\((?P<agency>[^()\n]{2,60})\))?[.\s]*(?:[—–-]\s)?"
)
_AGENCY = re.compile(r"\((ТАСС|РОСТА|TASS|ROSTA|[^()\n]{0,30}(?:[Кк]орр|[Сс]обкор|[Сс]пец)\.?[^()\n]{0,40})\)\.?\s*$")
_SPEECH = re.compile(
    r"(?i)(?:речь|выступление|доклад|заключительное\sслово|приветствие)\s+(?P<rank>(?:депутата|товарища|тов\.|т\.|делегата|председателя|докладчика)\s+)?(?P<name>(?-i:(?:[А-ЯЁ]\.\s?){1,2}[А-ЯЁ][\w-]+|[А-ЯЁ][\w-]+))[.]?$"
)
_VOICE_LINE = re.compile(rf"(?P<name>{VOICE}|Все)\s?[:.]\s")
_BYLINE = re.compile(r"(?:By|by|BY)\s(?P<name>[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]*){0,3})$")
_SIGNED = re.compile(rf"(?:(?:[А-ЯЁA-Z]\.\s?){{1,3}}(?:{NAME})?|(?:{NAME})|[А-ЯЁ]{{3,}})[.]?$")
_EDITORS = re.compile(r"(?i)(?:редакция|от\sредакции|the\seditors?)\.?$")


def read(extract: Extract) -> tuple[Part, ...]:
    r"""Cut a page into its articles where headlines are evident, else keep it whole; one article stays one.

    Where a page has its head but columns run into one another, the facet ``columns`` says so, and ``quality`` is the
    share of letters that stand in what looks like words.

    >>> head = "3 МАЯ 1937 г., № 120 (700)\nЗАОЗЕРСКАЯ ПРАВДА\n2\n"
    >>> text = head + "НОВЫЙ МОСТ\n" + "Мост через реку готов. " * 5 + "\nО ДРОВАХ\n" + "Дрова привезли к вечеру. " * 5
    >>> [(part.metadata["title"], part.metadata["issue"]) for part in read(Extract(text))]
    [('НОВЫЙ МОСТ', '120 (700)'), ('О ДРОВАХ', '120 (700)')]
    """
    text = extract.text
    found = official.units(extract)
    known = extract.metadata
    issue = read_issue(text, found, known)
    page = {"page": extract.pages[0][1]} if issue.page and extract.pages else {}
    mixed = columns(text)
    heads = [] if mixed else _headlines(text, found, issue)
    several = (
        len(heads) > 1 and (issue.page or _have_datelines(text, found, heads)) and not _is_titled(text, found, known)
    )
    page |= issue.metadata
    if issue.page or mixed:
        page["quality"] = f"{quality(text):.2f}"
    if mixed or (issue.page and not heads and _flat(found)):
        page["columns"] = mixed or "unclear"
    lengths = dict(heads) if several else dict(heads[:1])
    starts = [start for start, _ in heads] if several else [heads[0][0] if heads else 0]
    parts = []
    for number, first in enumerate(starts):
        opens = 0 if number == 0 else first
        last = starts[number + 1] if number + 1 < len(starts) else len(found)
        begins = found[opens].start if number else 0
        ends = found[last].start if last < len(found) else len(text)
        taken = lengths.get(first, 0)
        part = _article(text, found, range(opens, last), issue, (first, taken))
        date = _date(issue.date, known)
        title = part[1].pop("title", "")
        if not several:
            shown = [plain(text[unit.start : unit.stop]) for unit in found[:14] if unit.stop - unit.start <= 400]
            title = official.own_title(known.get("title", ""), shown, title)
        metadata = {**page, **part[1], "title": title}
        parts.append(Part(begins, ends, part[0], {name: value for name, value in metadata.items() if value}, date))
    return tuple(parts)


def _date(issue: Date | None, known: Mapping[str, str]) -> Date | None:
    """The date of the issue; what is known from outside is left to stand, unless it is the same day."""
    if issue is None or "date" not in known:
        return issue
    return issue if issue.edtf == known["date"] and "date_kind" not in known else None


def _flat(found: Sequence[Unit]) -> bool:
    """Whether a page has lost its lines, so that headlines stand within them."""
    return any(unit.stop - unit.start > 3_000 for unit in found) and len(found) < 20


def _headlines(text: str, found: Sequence[Unit], issue: Issue) -> list[tuple[int, int]]:
    """The headlines with prose below them: the number of the first unit, and how many units each takes."""
    heads: list[tuple[int, int]] = []
    # What stands above the number and date of the issue is the name of the paper, however large.
    i = 1 + max((number for number in issue.heads if number < _HEAD), default=-1)
    while i < len(found):
        if i in issue.heads or not _is_headline(text, found[i]) or _is_signature(text, found, i):
            i += 1
            continue
        last = i
        while (
            last + 1 < len(found)
            and last - i < 5
            and last + 1 not in issue.heads
            and _is_headline(text, found[last + 1])
        ):
            last += 1
        body = last + 1
        below = 0
        while body < len(found) and below < _PROSE and not _is_headline(text, found[body]):
            below += found[body].stop - found[body].start
            body += 1
        if below >= _PROSE:
            heads.append((i, last - i + 1))
        i = last + 1
    return heads


def _is_headline(text: str, unit: Unit) -> bool:
    if unit.heading:
        return True
    if unit.stop - unit.start > 200:
        return False
    line = text[unit.start : unit.stop]
    if _SPEECH.match(line):
        return True
    letters = sum(map(str.isalpha, line))
    if letters < 4 or not line.isupper() or letters < 0.6 * len(line.replace(" ", "")):
        return False
    return not re.match(r"(?:[А-ЯЁA-Z]\.\s?)+[А-ЯЁA-Z]*[.]?$", line)


def _is_signature(text: str, found: Sequence[Unit], i: int) -> bool:
    """Whether a word in capitals signs the article above it: another headline follows it, or nothing."""
    line = text[found[i].start : found[i].stop]
    if " " in line or found[i].heading or rubric(line):
        return False
    above = i > 0 and not _is_headline(text, found[i - 1])
    return above and (i + 1 == len(found) or _is_headline(text, found[i + 1]))


def _have_datelines(text: str, found: Sequence[Unit], heads: Sequence[tuple[int, int]]) -> bool:
    """Whether several headlines stand above a place and day, as no subheads of one article do."""
    below = [found[start + taken] for start, taken in heads if start + taken < len(found)]
    return sum(bool(_DATELINE.match(text, unit.start, unit.stop)) for unit in below) > 1


def _is_titled(text: str, found: Sequence[Unit], known: Mapping[str, str]) -> bool:
    """Whether a title is known that is one article's: not the name of a file, of an issue, or the first line."""
    title = plain(known.get("title", ""))
    if not title or " " not in title or is_issue(title):
        return False
    shown = {plain(text[unit.start : unit.stop]) for unit in found[:14] if unit.stop - unit.start <= 400}
    return title not in shown


def _article(
    text: str, found: Sequence[Unit], which: range, issue: Issue, headline: tuple[int, int]
) -> tuple[tuple[Segment, ...], dict[str, str]]:
    """The segments of one article, and what its headline, first words and last line say."""
    first, taken = headline
    printed = [plain(text[found[i].start : found[i].stop]) for i in range(first, first + taken)]
    above = rubric(printed[0]) if len(printed) > 1 else ""
    title = " ".join(printed[1:] if above else printed)
    metadata = {"title": title, "rubric": above}
    speech = _SPEECH.search(title) if title else None
    speaker = plain(speech["name"]) if speech else None
    if speaker:
        metadata["author"] = nominative(speaker)
    segments: list[Segment] = []
    body = [i for i in which if i not in issue.heads and not first <= i < first + taken]
    own = frozenset(body)
    for i in which:
        unit = found[i]
        line = plain(text[unit.start : min(unit.stop, unit.start + 400)])
        if i not in own or unit.heading or _is_headline(text, unit) and len(which) > 1:
            segments.append(Segment("heading", unit.start, unit.stop))
        elif len(line) <= 60 and (byline := _byline(line, i, body)):
            metadata.setdefault("author", byline)
            segments.append(Segment("heading", unit.start, unit.stop))
        else:
            segments += _words(text, unit, speaker)
    if body:
        _dateline(text, found[body[0]], found[body[-1]], issue.date, metadata)
    return tuple(segments), {name: value for name, value in metadata.items() if value}


def _byline(line: str, i: int, body: Sequence[int]) -> str:
    """The name below a headline (By…) or alone on the last line of an article."""
    if (named := _BYLINE.match(line)) and i in body[:2]:
        return named["name"]
    if i == body[-1] and len(body) > 1 and _SIGNED.fullmatch(line) and not _EDITORS.match(line):
        return line if re.fullmatch(r"(?:[А-ЯЁA-Z]\.\s?)+", line) else line.rstrip(".")
    return ""


def _words(text: str, unit: Unit, speaker: str | None) -> Iterator[Segment]:
    """A paragraph, cut at applause and voices from the floor; in a speech it is spoken."""
    if voice := _VOICE_LINE.match(text, unit.start, unit.stop):
        yield Segment("interjection", unit.start, unit.stop, 1 if speaker else None, voice["name"])
        return
    kind = "speech" if speaker else "paragraph"
    key = speaker_id(nominative(speaker)) if speaker else None
    spans: list[tuple[int, int]] = [(unit.start, unit.stop)]
    bar = text.find(" // ", unit.start, unit.stop) if not speaker and unit.stop - unit.start <= 2_000 else -1
    if bar >= 0:
        # A caption in two languages.
        spans = [(unit.start, bar), (bar + 1, unit.stop)]
    for first, last in spans:
        opening = _DATELINE.match(text, first, last)
        cut = list(remarks(text, opening.end() if opening else first, last))
        # Outside of a speech, brackets with a name are the author's own.
        if not speaker and not any(found == "stage" or _VOICE_LINE.match(f"{name}: ") for _, _, found, name in cut):
            cut = [(*span, "", None) for span in lines(text, first, last)] if bar >= 0 else [(first, last, "", None)]
        elif opening:
            yield Segment(kind, first, first + len(opening[0].rstrip()), 1 if speaker else None, speaker, key)
        for start, stop, found, name in cut:
            if found:
                yield Segment(found, start, stop, 1 if speaker else None, name)
            else:
                yield Segment(kind, start, stop, 1 if speaker else None, speaker, key)


def _dateline(text: str, first: Unit, last: Unit, issue: Date | None, metadata: dict[str, str]) -> None:
    """«СМОЛЕНСК, 3 мая. (ТАСС).»: where from, when sent, by whom."""
    opening = text[first.start : min(first.stop, first.start + 200)]
    found = _DATELINE.match(opening)
    if found:
        metadata["place"] = plain(found["place"])
        metadata["agency"] = plain(found["agency"] or "")
        metadata["sent"] = _sent(found["day"], issue)
    if not metadata.get("agency") and (agency := _AGENCY.search(text[max(last.start, last.stop - 120) : last.stop])):
        metadata["agency"] = plain(agency[1])


def _sent(day: str, issue: Date | None) -> str:
    """The day of a dispatch, whose year, or month and year, are those of the issue that printed it."""
    if issue is None or not issue.date_to or issue.edtf.startswith("X"):
        return ""
    year, month, last = map(int, issue.date_to.split("-"))
    if day.isdigit():
        if int(day) > last:
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        try:
            found = read_edtf(f"{year}-{month:02}-{int(day):02}")
        except ValueError:
            return ""
        return found.edtf if found else ""
    told = read_dateline(day, year=year).date
    if told is None or UNDATED in told.edtf:
        return ""
    if told.date_from and told.date_from > issue.date_to:
        told = read_dateline(day, year=year - 1).date
    return told.edtf if told else ""


_NOMINATIVES = (
    (r"ского$", "ский"), (r"цкого$", "цкий"), (r"ого$", "ый"), (r"ской$", "ская"), (r"(?<=[оеёи][внй])ой$", "а"),
    (r"(?<=[аеёиоуыэюя])я$", "й"), (r"(?<=[бвгджзклмнпрстфхцчшщ])я$", "ь"), (r"[ыи]$", "а"), (r"а$", ""),
)  # fmt: skip


def nominative(name: str) -> str:
    """A surname in the genitive, as headlines of speeches print it, in the nominative.

    >>> nominative("П. П. БЕРЕЗОВА"), nominative("Осинской"), nominative("Чубаря"), nominative("Рогозенко")
    ('П. П. БЕРЕЗОВ', 'Осинская', 'Чубарь', 'Рогозенко')
    """
    for pattern, ending in _NOMINATIVES:
        if re.search(pattern, name, re.IGNORECASE):
            found = re.sub(pattern, ending, name, flags=re.IGNORECASE)
            return found.upper() if name.isupper() else found
    return name
