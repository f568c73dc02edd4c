"""References to what was printed: newspapers, journals, books, collections of laws."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from sovnlp.document import Date, Reference
from sovnlp.text.dates import find_dates, parse_edtf
from sovnlp.text.references.marks import pages
from sovnlp.text.references.titles import DOCUMENT, KNOWN, LEAD, PLACE, TITLE, nominative

__all__ = ["find_printed", "read_printed"]

_ROMAN = r"[IVXLCІХ]{1,7}(?!\w)"
_NUMBER = re.compile(
    r"(?:№№?|(?<!\w)N(?:o|os|№)?\.?(?=\s?\d)|(?<!\w)(?:no|nos)\.|(?<!\w)[Вв]ып(?:уск|\.)|(?<!\w)Issue)\s?"
    r"(?P<number>\d{1,5}(?:[а-я](?!\w))?(?:\s?[-–—‐]\s?\d{1,4}(?!\d)|[,./]\d{1,3}(?![\d]))*)(?:\s?\(\s?(?:Whole\sNo\.\s)?\d{2,6}\s?\))?",
)
_NEXT_NUMBER = re.compile(r",\s(\d{1,3})(?=\s?[,.;)]|$)")
_VOLUME = re.compile(
    rf"(?<!\w)(?:(?:Vol(?:ume)?|vol|[Тт]ом|[Тт])\.?\s?(?P<volume>{_ROMAN}|\d{{1,3}}(?![\d.]*\d)))"
    rf"(?:,?\.?\s?(?:[Чч](?:асть|\.)|Part|pt\.)\s?(?P<part>{_ROMAN}|\d{{1,2}}))?"
    rf"|(?<!\w)(?P<book>[Кк]н(?:ига)?|Book)\.?\s?(?P<which>{_ROMAN}|\d{{1,2}})(?!\d)"
)
_ARTICLE = re.compile(
    r"(?<!\w)(?:[Ссc][Тт]т?(?:\.|атья)|[Aa]rt(?:icle|\.))\s?(?:ст\.\s?)?"
    r"(?P<article>\d{1,4}(?:-?[а-я](?!\w))?(?:[-–—]\d{1,4}|,\s?\d{1,3}(?!\d))*)"
)
_MONTH = r"(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)"
_PAGES = re.compile(
    r"(?<!\w)(?:[Сс]тр\.?|[СсCc]\.|[Pp]{1,2}\.|[Pp]{1,2}(?=\s)|[Pp]ages?|стб\.?),?\s?"
    rf"(?P<pages>\d{{1,4}}(?!\d|\s?{_MONTH})(?:\s?(?:[-–—‐]|,|&|and|и)\s?\d{{1,4}}(?!\d|\s?г|\s?{_MONTH}))*|[IVXLC]+[-–—‐][IVXLC]+)"
    r"(?:\s?f{1,2}\.)?"
)
_A_DAY = (
    rf"\d{{1,2}}(?:\s?\(\d{{1,2}}\))?\s{_MONTH}[а-я]{{0,5}}\.?(?:\s\(\d{{1,2}}\s[а-я]{{3,9}}\))?"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d{1,2}"
)
_DAY = re.compile(rf"(?<!\d)(?P<day>{_A_DAY})(?!\w)")
_A_YEAR = r"(?:1[89]\d\d|20[0-2]\d)(?!\d|\s?[-–—/]\s?\d)"
_G = r"(?:\s?(?:гг?\.|года?(?!\w)))?"
_YEAR = re.compile(rf"(?<![\d\-–—/])(?P<year>{_A_YEAR}){_G}")
_YEAR_FIRST = re.compile(r"\d{4}(?!-?\d)")
_LONGEST = 1000
_WEEKDAY = (
    r"(?i:понедельник|вторник|сред[аы]|четверг|пятниц[аы]|суббот[аы]|воскресенье"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
)
_TRAIL = re.compile(
    r"(?:[\s,.;:\[\]()/–—-]|(?:\s(?:за|от|of|for)(?=\s*$))|(?:(?<=[\s,])" + _WEEKDAY + r"(?=[\s,]*$)))+$"
)
_SHORTENED = re.compile(r"(?i)(?<!\w)(?:узак|зак|пост|соч|распор|собр|изв)$")
_OF_DOCUMENT = re.compile(r"\s(?:от|за)\s")
_AFTER_NUMBER = re.compile(
    r"\s(?P<title>(?:газеты\s)?[«\"“]?[А-ЯЁA-Z][^,;.()\d]{2,80}?)(?=\s(?:от|за|of|for)\s|[,.;]|$)"
)
_MANY = re.compile(r";\s+(?=\S)")


class _Piece(NamedTuple):
    """A component of a printed reference: what it is, its value, where it stands."""

    name: str
    value: str
    start: int
    stop: int


def read_printed(text: str, offset: int = 0) -> Iterator[tuple[int, int, Reference]]:
    """The printed references of a string that is known to hold some, parted by semicolons; none in longer stretches."""
    start = 0
    for end in [*(gap.start() for gap in _MANY.finditer(text)), len(text)]:
        reference = _one(text[start:end]) if end - start < _LONGEST else None
        if reference:
            shift = offset + start + text[start:end].index(reference.printed)
            yield shift, shift + len(reference.printed), reference
        start = end + 1


def find_printed(text: str) -> Iterator[tuple[int, int, Reference]]:
    """The printed references in running text: a known or quoted title with a number and a date, year or article."""
    reached = 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < reached:
            continue
        titles = list(TITLE.finditer(text, max(reached, anchor.start() - 120), anchor.start()))
        title = titles[-1] if titles else None
        if title is None or not _NEAR.fullmatch(text, title.end(), anchor.start()):
            continue
        stop = _stop(text, title.end(), min(len(text), anchor.end() + 160))
        reference = _one(text[title.start() : stop])
        if reference and (
            reference.date or reference.year or reference.article or (reference.volume and reference.pages)
        ):
            yield title.start(), title.start() + len(reference.printed), reference
            reached = title.start() + len(reference.printed)


_ANCHOR = re.compile(r"№\s?\d|N(?<![^\W\d_].)o?\.?\s?\d|V(?<![^\W\d_].)ol\.\s?(?:\d|[IVX])|Т(?<![^\W\d_].)\.\s\d")
_NEAR = re.compile(
    rf"[\s,.–—-]{{0,4}}(?:{_A_YEAR}{_G})?[\s,.]{{0,3}}(?:(?:{_A_DAY})(?!\w))?[\s,.]{{0,3}}(?:за\s)?(?:Vol\.\s?\w+,?\s)?"
)
_LINK = re.compile(r"[\s,.:;()\[\]&–—-]{0,4}(?:от\s|за\s|of\s|and\s|г\.)?\s?")


def _stop(text: str, start: int, limit: int) -> int:
    """Where the components end that follow one another from ``start`` on."""
    spans = [(a, b) for a, b, _ in _dates(text[start:limit])]
    stop = start
    while True:
        link = _LINK.match(text, stop, limit)
        at = link.end() if link else stop
        ends = [b + start for a, b in spans if a + start == at]
        for pattern in (_NUMBER, _VOLUME, _ARTICLE, _PAGES, _DAY, _YEAR, PLACE):
            if (match := pattern.match(text, at, limit)) is not None:
                ends.append(match.end())
        if not ends or "\n\n" in text[stop:at]:
            return stop
        stop = max(ends)


def _one(text: str) -> Reference | None:
    """The printed reference that a string is, None where it has no component of one beside a title."""
    pieces = _pieces(text)
    by = {piece.name: piece.value for piece in reversed(pieces)}
    if not pieces:
        return None
    begins = _title_start(text)
    first = min((piece.start for piece in pieces if piece.start >= begins), default=len(text))
    stated, year, first = _dated(text, pieces, first)
    title = _title(text[begins:first])
    if title is None and "number" in by:
        number = next(piece for piece in pieces if piece.name == "number")
        named = _AFTER_NUMBER.match(text, number.stop)
        title = _title(named["title"]) if named else None
    firm = {"volume", "article", "pages"} & by.keys()
    known = bool(title and (KNOWN.fullmatch(title) or text[begins : begins + 1] in '«“"'))
    if not _is_print(text, title, by, stated, year, pieces, known=known, firm=bool(firm)):
        return None
    printed = text.strip().rstrip(";")
    return Reference(
        printed=_trimmed(printed),
        title=title,
        year=year,
        volume=by.get("volume"),
        number=by.get("number"),
        article=by.get("article"),
        pages=by.get("pages"),
        date=replace(stated, kind="published") if stated else None,
    )


def _trimmed(printed: str) -> str:
    """Without brackets around the whole."""
    return printed[1:-1] if printed[:1] + printed[-1:] in ("()", "[]") and printed.count(printed[0]) == 1 else printed


def _title_start(text: str) -> int:
    """Where the title of the volume starts: after what leads in, and after the author and article before //."""
    slashes = text.rfind("// ")
    start = slashes + 3 if slashes > -1 else 0
    lead = LEAD.match(text[start:])
    return start + (lead.end() if lead else 0)


def _title(text: str) -> str | None:
    """The title that a stretch of a reference is, without what only joins it to the rest."""
    stripped = _TRAIL.sub("", text)
    if text.startswith(".", len(stripped)) and _SHORTENED.search(stripped):
        stripped += "."
    while (
        (place := list(PLACE.finditer(stripped)))
        and not stripped[place[-1].end() :].strip(" .,:;")
        and place[-1].start()
    ):
        stripped = _TRAIL.sub("", stripped[: place[-1].start()])
    stripped = stripped.strip(" \n\t[(")
    if (
        stripped[:1] in '«“"„'
        and stripped[-1:] in '»”"“'
        and len(stripped) > 2
        and not re.search('[«»“”"]', stripped[1:-1])
    ):
        stripped = stripped[1:-1]
    stripped = nominative(" ".join(stripped.split())) if "«" not in stripped else " ".join(stripped.split())
    return stripped if re.search(r"[^\W\d_]{2}", stripped) else None


def _pieces(text: str) -> list[_Piece]:
    """The components of a printed reference, in order; none reaches into another."""
    found: list[_Piece] = []
    for match in _NUMBER.finditer(text):
        value, stop = _issues(text, match)
        found.append(_Piece("number", value, match.start(), stop))
    for match in _VOLUME.finditer(text):
        value = match["volume"] or match["which"]
        name = "book" if match["book"] else "volume"
        part = f", ч. {match['part']}" if match["part"] else ""
        found.append(_Piece(name, _figure(value) + part, match.start(), match.end()))
    found += [_Piece("article", match["article"], match.start(), match.end()) for match in _ARTICLE.finditer(text)]
    found += [
        _Piece("pages", pages(_plain(match["pages"])), match.start(), match.end()) for match in _PAGES.finditer(text)
    ]
    found.sort(key=lambda piece: piece.start)
    books = [piece for piece in found if piece.name == "book"]
    if books:
        volume = next((piece for piece in found if piece.name == "volume"), None)
        joined = f"{volume.value}, кн. {books[0].value}" if volume else books[0].value
        found = [piece for piece in found if piece.name not in ("book", "volume")]
        start = min(books[0].start, volume.start if volume else books[0].start)
        found = sorted([*found, _Piece("volume", joined, start, books[0].stop)], key=lambda piece: piece.start)
    for begins, ends, date in _dates(text):
        if not any(piece.start < ends and begins < piece.stop for piece in found):
            found.append(_Piece("date" if len(date.edtf) > 4 else "year", date.edtf, begins, ends))
    taken = [(piece.start, piece.stop) for piece in found]
    for name, pattern in (("day", _DAY), ("year", _YEAR), ("place", PLACE)):
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < stop for start, stop in taken):
                found.append(_Piece(name, match[1] if pattern.groups else match[0], match.start(), match.end()))
    return sorted(found, key=lambda piece: piece.start)


def _dates(text: str) -> Iterator[tuple[int, int, Date]]:
    """The dates in a reference; the number of an issue is no day: No. 12, 15 June 1931."""
    return find_dates(_NUMBER.sub(lambda match: ";" * len(match[0]), text))


def _issues(text: str, match: re.Match[str]) -> tuple[str, int]:
    """The numbers of an issue; a double one (2,3; 8.9; 15/16; 2-3) is written with a hyphen."""
    value, stop = match["number"], match.end()
    numbers = re.findall(r"\d+", value)
    while len(numbers) < 4 and (further := _NEXT_NUMBER.match(text, stop)) and int(further[1]) == int(numbers[-1]) + 1:
        numbers.append(further[1])
        stop = further.end()
    if len(numbers) == 1:
        return value, stop
    follow = all(int(b) == int(a) + 1 for a, b in zip(numbers, numbers[1:], strict=False))
    dashed = re.fullmatch(r"\d+\s?[-–—‐]\s?\d+", value)
    return (f"{numbers[0]}-{numbers[-1]}" if follow or dashed else ", ".join(numbers)), stop


def _figure(value: str) -> str:
    return value.translate(str.maketrans("ІХ", "IX")) if not value.isdigit() else value


def _plain(printed: str) -> str:
    return re.sub(r"\s?(?:&|and|и)\s?", ", ", printed)


def _dated(text: str, pieces: list[_Piece], first: int) -> tuple[Date | None, str | None, int]:
    """The date of what was printed, its year, and where the title ends.

    A year on its own is that of the volume; where one stands after a date, the date belongs to the title of a book.
    """
    dates = [piece for piece in pieces if piece.name == "date"]
    years = [piece for piece in pieces if piece.name == "year"]
    days = [piece for piece in pieces if piece.name == "day"]
    is_book = any(piece.name == "place" for piece in pieces)
    if dates and is_book and years and years[-1].start > dates[-1].start and dates[0].start == first:
        later = [piece.start for piece in pieces if piece.start > dates[-1].start]
        return None, years[-1].value[:4], min(later)
    if dates:
        date = next(found for begins, _, found in _dates(text) if begins == dates[-1].start)
        year = date.edtf[:4] if date.edtf[:4].isdigit() else None
        both = _DAY.search(text, dates[-1].start)
        two_calendars = both[1] if both and "(" in both[1] else None
        return (_day_of(two_calendars, year) or date if two_calendars else date), year, first
    year = years[-1].value[:4] if years else None
    return (_day_of(days[0].value, year) if days else None), year, first


def _day_of(day: str, year: str | None) -> Date | None:
    """A day and month with a year that stands elsewhere."""
    if year is None:
        return None
    try:
        return parse_edtf(f"{day}, {year}" if day[0].isalpha() else f"{day.rstrip('.')} {year}")
    except ValueError:
        return None


def _is_print(
    text: str,
    title: str | None,
    by: dict[str, str],
    date: Date | None,
    year: str | None,
    pieces: list[_Piece],
    *,
    known: bool,
    firm: bool,
) -> bool:
    """Whether the components make a printed reference, and not the date and number of a document."""
    if title is None:
        return "number" in by and ("article" in by or bool(date and re.match(r"\s*№\s?\d+\s?[(,]", text)))
    if firm or known:
        return True
    if "number" in by:
        number = next(piece for piece in pieces if piece.name == "number")
        if _YEAR_FIRST.match(text, pieces[0].start):
            return True
        if DOCUMENT.match(title) or _OF_DOCUMENT.match(text, number.stop):
            return False
        whole = [piece.start for piece in pieces if piece.name == "date"]
        return not whole or number.start < whole[0]
    return year is not None and date is None and " " in title
