"""Web sites: where their pages keep title, date, reference and body. The data are the TOML files in ``profiles/``.

The head of ``profiles/istmat.toml`` explains every field to whoever adds a site. A page is known by its address or,
where it was saved without one, by its own marks.
"""

from __future__ import annotations

import functools
import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sovnlp.document import Extract, Segment
from sovnlp.text.dates import find_dates
from sovnlp.text.paragraphs import lines
from sovnlp.text.references import find_references

__all__ = ["Profile", "apply", "profiles", "read", "recognize", "split"]

_PROFILES = Path(__file__).parent / "profiles"
_HEAD, _TAIL = 60, 15
"""Lines at the two ends of a page that are looked at for its marks and labels."""
_DATINGS = ("written", "spoken", "published")
"""Which of several dates of a page is that of its document: the first of these that it states."""
_COMPACT = re.compile(r"((?:19)\d\d)[.-]?(\d\d)[.-]?(\d\d)\b")
_YEAR = re.compile(r"(19[1-4]\d)[.;,]?")
_SHELF_MARK = re.compile(r"[^\n]*[ФфFf]\w{0,3}[.,]?\s?[РР\dЗ][^\n]*[ДдDde]")


@dataclass(frozen=True, slots=True)
class Profile:
    """How the pages of one site are built; patterns are matched at the start of a line, those of ``address`` anywhere.

    Groups that are named after fields (``title``, ``date``, ``source``…) give the metadata.
    """

    name: str
    hosts: tuple[str, ...] = ()
    address: re.Pattern[str] | None = None
    marks: tuple[re.Pattern[str], ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    title: int = 0
    author: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    at: re.Pattern[str] | None = None
    reads: tuple[re.Pattern[str], ...] = ()
    furniture: tuple[re.Pattern[str], ...] = ()
    stops: tuple[re.Pattern[str], ...] = ()
    notes: tuple[re.Pattern[str], ...] = ()
    page: re.Pattern[str] | None = None
    opens: tuple[re.Pattern[str], ...] = ()
    opens_above: tuple[re.Pattern[str], ...] = ()
    joins: re.Pattern[str] | None = None
    closed: bool = False
    lead: str = "document"


@functools.cache
def profiles() -> tuple[Profile, ...]:
    """All profiles, by name."""
    return tuple(
        _profile(path.stem, tomllib.loads(path.read_text("utf-8"))) for path in sorted(_PROFILES.glob("*.toml"))
    )


def _profile(name: str, data: Mapping[str, object]) -> Profile:
    """Raise ``ValueError`` for a field that does not exist, ``re.error`` for a broken pattern."""
    known = {one.name: str(one.type) for one in fields(Profile)}
    if wrong := data.keys() - known.keys():
        raise ValueError(f"{name}.toml: no such field: {', '.join(sorted(wrong))}")
    made: dict[str, Any] = {"name": name}
    for key, value in data.items():
        if known[key].startswith("tuple[re."):
            made[key] = tuple(re.compile(pattern) for pattern in value) if isinstance(value, list) else ()
        elif known[key].startswith("re."):
            made[key] = re.compile(str(value))
        else:
            made[key] = tuple(value) if isinstance(value, list) else value
    return Profile(**made)


def read(extract: Extract, url: str = "") -> list[tuple[Extract, dict[str, str]]]:
    """The documents of a page with the metadata that the site states of each; what is of no known site, as it is."""
    profile = recognize(url, extract)
    if profile is None or extract.segments:
        return [(extract, {})]
    return [apply(profile, _cut(extract, start, stop), url) for start, stop in split(profile, extract)]


def recognize(url: str, extract: Extract) -> Profile | None:
    """The profile of the site at this address, or whose marks the text bears, all of them."""
    parts = _address(url)
    host = parts[0].removeprefix("www.")
    for profile in profiles() if host else ():
        here = any(host == known or host.endswith("." + known) for known in profile.hosts)
        if here and (profile.address is None or profile.address.search(parts[1])):
            return profile
    spans = list(_ends(extract.text))
    if not _matching(extract.text, spans, (_any_mark(),)):
        return None
    for profile in profiles():
        if profile.marks and all(_matching(extract.text, spans, (mark,)) for mark in profile.marks):
            return profile
    return None


@functools.cache
def _any_mark() -> re.Pattern[str]:
    """The first marks of all profiles in one pattern, to pass over a text of no site quickly."""
    return re.compile("|".join(f"(?:{profile.marks[0].pattern})" for profile in profiles() if profile.marks))


def _address(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").rstrip(".")
        return host, f"{host}{parts.path}?{parts.query}"
    except ValueError:
        return "", ""


def _ends(text: str) -> Iterator[tuple[int, int]]:
    """The first and the last lines of a text; the middle of a long one is not looked at."""
    head = list(_few(text[:20_000], _HEAD))
    yield from head
    start = max(head[-1][1] if head else 0, len(text) - 5_000)
    yield from [(a + start, b + start) for a, b in lines(text[start:])][-_TAIL:]


def _few(text: str, count: int) -> Iterator[tuple[int, int]]:
    for _, span in zip(range(count), lines(text), strict=False):
        yield span


def _matching(text: str, spans: Sequence[tuple[int, int]], patterns: Sequence[re.Pattern[str]]) -> re.Match[str] | None:
    for pattern in patterns:
        for start, stop in spans:
            if match := pattern.match(text, start, stop):
                return match
    return None


def split(profile: Profile, extract: Extract) -> list[tuple[int, int]]:
    """Where the documents of a page begin and end; together they hold every character."""
    text = extract.text
    spans = list(lines(text))
    starts = []
    joined = False
    for at in range(len(spans)):
        if _opens(profile, text, spans, at):
            if not joined:
                starts.append(at)
            joined = profile.joins is not None and profile.joins.match(text, *spans[at]) is not None
    if not starts:
        return [(0, len(text))]
    led = starts[0] > 0 and profile.lead == "document" and _has_words(profile, text, spans[: starts[0]])
    cuts = [0, *(spans[at][0] for at in (starts if led else starts[1:])), len(text)]
    return [(start, stop) for start, stop in zip(cuts, cuts[1:], strict=False) if start < stop]


def _opens(profile: Profile, text: str, spans: Sequence[tuple[int, int]], at: int) -> bool:
    here = any(pattern.match(text, *spans[at]) for pattern in profile.opens)
    below = profile.opens_above and at + 1 < len(spans)
    if not here and not (below and any(pattern.match(text, *spans[at + 1]) for pattern in profile.opens_above)):
        return False
    return not profile.closed or any(_is_reference(text[slice(*span)]) for span in spans[max(0, at - 3) : at])


def _is_reference(line: str) -> bool:
    return _reference(line) is not None


def _reference(line: str) -> str | None:
    """The archival reference that covers more than half of the line, as printed."""
    if len(line) > 400 or not _SHELF_MARK.match(line):
        return None
    found = list(find_references(line))
    if not found or 2 * sum(stop - start for start, stop, _ in found) <= len(line):
        return None
    return line[found[0][0] : found[-1][1]]


def _has_words(profile: Profile, text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether more than furniture stands in these lines, and more than the archive line of a document before."""
    return any(
        not _matching(text, [span], profile.furniture) and not _is_reference(text[slice(*span)]) for span in spans
    )


def _cut(extract: Extract, start: int, stop: int) -> Extract:
    """A stretch of an extract, with all that points into it."""
    if (start, stop) == (0, len(extract.text)):
        return extract
    page = bisect_right(extract.pages, start, key=lambda one: one[0])
    last_page = bisect_left(extract.pages, stop, key=lambda one: one[0])
    marks = slice(bisect_left(extract.apart, start, key=_start), bisect_left(extract.apart, stop, key=_start))
    kinds = slice(*(bisect_left(extract.paragraphs, at, key=lambda one: one[0]) for at in (start, stop)))
    return replace(
        extract,
        text=extract.text[start:stop],
        pages=tuple((max(0, at - start), label) for at, label in extract.pages[max(0, page - 1) : last_page]),
        paragraphs=tuple((a - start, b - start, kind) for a, b, kind in extract.paragraphs[kinds]),
        apart=tuple(replace(one, start=one.start - start, stop=one.stop - start) for one in extract.apart[marks]),
        problems=extract.problems if start == 0 else (),
    )


def _start(segment: Segment) -> int:
    return segment.start


def apply(profile: Profile, extract: Extract, url: str = "") -> tuple[Extract, dict[str, str]]:
    """One document of a page with its furniture set apart, and what the page states of it, by field."""
    text = extract.text
    spans = list(lines(text))
    found: dict[str, str] = {}
    if profile.address and (match := profile.address.search(_address(url)[1])):
        _take(found, match)
    apart = _labeled(profile, text, spans, found)
    apart |= _around(profile, text, spans)
    for at, span in enumerate(spans):
        if match := _matching(text, [span], profile.furniture):
            apart.add(at)
            _take(found, match)
    for pattern in profile.reads:
        if match := _matching(text, spans[:_HEAD], (pattern,)):
            _take(found, match)
    apart -= {at for at in apart if text[slice(*spans[at])].rstrip(".") == found.get("title")}
    pages = _paged(profile, text, spans)
    _titled(profile, text, [span for span in spans if span[0] not in pages], apart, found)
    if profile.opens:
        after = spans[_first_opening(profile, text, spans) :]
        stated = (reference for span in after if (reference := _reference(text[slice(*span)])))
        if "reference" not in found and (reference := next(stated, None)):
            found["reference"] = reference
    marked = _noted(profile, text, spans, apart)
    own = [Segment("note", *spans[at], editorial=True) for at in sorted(apart | marked)]
    merged = sorted([*extract.apart, *own, *pages.values()], key=lambda one: (one.start, -one.stop))
    kept: list[Segment] = []
    for segment in merged:
        if not kept or segment.start >= kept[-1].stop:
            kept.append(segment)
    if "source" in found:
        found.setdefault("reference", found["source"])
    values = {**profile.values, **found}
    return replace(
        extract,
        apart=tuple(kept),
        pages=extract.pages or tuple((offset, segment.page or "") for offset, segment in pages.items()),
    ), _dated(values)


def _take(found: dict[str, str], match: re.Match[str]) -> None:
    for name, value in match.groupdict().items():
        if value and value.strip():
            found.setdefault(name, " ".join(value.split()))


def _labeled(profile: Profile, text: str, spans: Sequence[tuple[int, int]], found: dict[str, str]) -> set[int]:
    """Read the label lines at the head; a label with nothing after it has its value in the next line."""
    if not profile.labels:
        return set()
    names = "|".join(re.escape(label) for label in sorted(profile.labels, key=len, reverse=True))
    label = re.compile(rf"(?<!\w)(?P<label>{names})\s?[:|\u2003]\s*")
    used: set[int] = set()
    for at in range(min(len(spans), _HEAD)):
        start, stop = spans[at]
        first = None if at in used else label.match(text, start, stop)
        if first is None:
            continue
        used.add(at)
        stated = [first, *label.finditer(text, first.end(), stop)]
        for one, end in zip(stated, [*(later.start() for later in stated[1:]), stop], strict=True):
            value = text[one.end() : end].strip()
            follows = at + 1 < len(spans) and one is stated[-1] and not label.match(text, *spans[at + 1])
            if not value and follows:
                used.add(at + 1)
                value = text[slice(*spans[at + 1])]
            if profile.labels[one["label"]] and value:
                found.setdefault(profile.labels[one["label"]], value)
    return used


def _around(profile: Profile, text: str, spans: Sequence[tuple[int, int]]) -> set[int]:
    """The lines before the body and behind it."""
    apart: set[int] = set()
    for pattern, extra in ((profile.after, 1), (profile.at, 0)):
        if pattern:
            first = next((at for at, span in enumerate(spans[:_HEAD]) if pattern.match(text, *span)), None)
            apart |= set(range(first + extra)) if first is not None else set()
    first = _first_opening(profile, text, spans)
    if profile.lead == "editorial" or not _has_words(profile, text, spans[:first]):
        apart |= set(range(first))
    elif profile.joins:
        group = next((at for at in range(first) if profile.joins.match(text, *spans[at])), first)
        apart |= set(range(group, first))
    if profile.stops:
        last = next((at for at, span in enumerate(spans) if at and _matching(text, [span], profile.stops)), len(spans))
        apart |= set(range(last, len(spans)))
    return apart


def _first_opening(profile: Profile, text: str, spans: Sequence[tuple[int, int]]) -> int:
    """The number of the first line that opens one document, not a group of them; 0 where there is none."""
    for at, span in enumerate(spans):
        if _opens(profile, text, spans, at) and not (profile.joins and profile.joins.match(text, *span)):
            return at
    return 0


def _titled(
    profile: Profile, text: str, spans: Sequence[tuple[int, int]], apart: set[int], found: dict[str, str]
) -> None:
    """The title is the line of that number among those that are left; where it stands twice, the longer one."""
    if not profile.title:
        return
    left = [at for at in range(min(len(spans), _HEAD)) if at not in apart][: profile.title + 2]
    number = profile.title - 1
    if profile.author and left and len(left) > 1 and profile.author.fullmatch(text, *spans[left[0]]):
        found.setdefault("author", text[slice(*spans[left[0]])])
        apart.add(left[0])
        number += 1
    if number >= len(left):
        return
    title = text[slice(*spans[left[number]])]
    if number + 1 < len(left) and text.startswith(title.rstrip(". "), spans[left[number + 1]][0]):
        apart.add(left[number])
        title = text[slice(*spans[left[number + 1]])]
    if "title" not in found:
        found["title"] = title.rstrip(".") if title.isupper() else title


def _noted(profile: Profile, text: str, spans: Sequence[tuple[int, int]], apart: set[int]) -> set[int]:
    """The lines from the first that opens the notes; groups of a pattern do not matter here."""
    first = next((at for at, span in enumerate(spans) if at and _matching(text, [span], profile.notes)), None)
    return set() if first is None else set(range(first, len(spans))) - apart


def _paged(profile: Profile, text: str, spans: Sequence[tuple[int, int]]) -> dict[int, Segment]:
    found = {}
    for start, stop in spans if profile.page else ():
        if profile.page and (match := profile.page.fullmatch(text, start, stop)):
            found[start] = Segment("heading", start, stop, editorial=True, page=match["page"])
    return found


def _dated(values: dict[str, str]) -> dict[str, str]:
    """Turn «written», «spoken» and «published» into one date and its kind; drop what is no date."""
    kinds = [name for name in _DATINGS if name in values]
    dates = {name: date for name in (*kinds, "date") if name in values and (date := _edtf(values[name]))}
    kept = {name: value for name, value in values.items() if name not in (*_DATINGS, "date")}
    if dates:
        name = "date" if "date" in dates else next(iter(dates))
        kept["date"] = dates[name]
        if name != "date":
            kept["date_kind"] = name
    return kept


def _edtf(value: str) -> str:
    """«1922.02.28», «19300500» (00: not known), or the first date in words."""
    if compact := _COMPACT.fullmatch(value.strip()):
        return "-".join(part for part in compact.groups() if part != "00")
    if year := _YEAR.fullmatch(value.strip()):
        return year[1]
    return next((date.edtf for _, _, date in find_dates(value)), "")
