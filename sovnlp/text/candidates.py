"""Marks that may be labels of speakers: what looks like a name, an office or a voice before a colon, a stop or a dash.

Whether one is a label is for ``labels`` to tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sovnlp.text.speakers import (
    CAPITALS,
    NAME,
    NUMBERED,
    OFFICE,
    TITLE,
    VOICE,
    close_up,
    sounds_like_surname,
    speaker_id,
)
from sovnlp.text.turns import NO_NAMES, is_remark

__all__ = ["NOTE", "Found", "Mark", "at_lines", "before_colon", "before_colons_in_text", "before_stops_in_text"]

NOTE = r"(?:\s?\([^()\n]{1,80}\)|\s?\[[^\[\]\n]{1,80}\])"
_WHO = (
    rf"(?:(?P<voice>{VOICE})|(?P<office>{OFFICE})(?:,?\s(?P<holder>(?:{TITLE})?{NAME}))?"
    rf"|(?P<name>(?:{TITLE})?{NAME}|{NUMBERED}))(?:\d{{1,3}})?(?P<note>{NOTE})?"
)
_BEFORE_COLON = re.compile(rf"[—–-]?\s?{_WHO}\s?")
_BEFORE_STOP = re.compile(
    rf"[—–-]?\s?{_WHO}(?P<mark>\s?\.,?(?=[\s{CAPITALS}«\"„(…]|\d{{2}}|$)(?!\s+[a-zа-яё])|(?<=\.\))(?=\s|$))"
)
_BEFORE_DASH = re.compile(rf"{_WHO}\s?[—–](?=\s)")
_SPACED = re.compile(rf"[{CAPITALS}](?:[^\S\n][^\W\d_]){{2,25}}(?:{NOTE})?[^\S\n]?(?P<sign>[.:])(?=\s|$)")
_AFTER_COLON = re.compile(r"(?:\s?[—–-](?=\s))?(?:\s?\((?:to|after|к|обращаясь)\s[^()\n]{1,80}\)[.:]?)?")
_COLON = re.compile(rf"[:;](?=\s)|:(?=[{CAPITALS}«\"„])")
_IN_TEXT_STOP = re.compile(rf"(?<=[.!?…»”\")\]:]\s){_WHO}(?P<mark>\.,?)(?=\s[«\"“(…]?[{CAPITALS}])")
_LAST_SENTENCE_END = re.compile(r"(?s).*(?:[.!?…»”\"')\]:;—–]\s?|\s-\s|\n)")
_INITIALS_BEFORE = re.compile(
    rf"(?<!\S)(?:(?:[{CAPITALS}]|Ia|Iu|Ya|Yu|Zh|Kh|Sh|Ch)\.\s?){{1,3}}$|(?<!\S)(?i:тов|т|гр|mr|cde)\.\s?$"
)
_LAST_NAME = re.compile(
    rf"(?<!\S)(?:[{CAPITALS}][{CAPITALS}'’-]+(?:\s[{CAPITALS}][{CAPITALS}'’-]+){{0,5}}|[{CAPITALS}][^\W\d_]+(?:-[^\W\d_]+)?)"
    rf"(?:{NOTE})?\s?$"
)
_PRESIDES = re.compile(r"(?i)председател[ьъ]ств|chair|presid")
_DIRECTION = re.compile(
    r"(?i)(?:to|after|к|ко|обращаясь|после|с\s+места|в\s+сторону|not|не|from|из)\s|reads|чит|тихо|громко"
)
_WORDS = re.compile(r"\S")
_WEAK = ("—", "")
_LONGEST = 110
_SHORTEST_BROKEN = 40


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """What a candidate says, wherever it stands: a voice, an office with or without its holder, or a name.

    ``spaced`` is set where it is printed with spaces between its letters, which hardly anything but a label is.
    """

    voice: str
    office: str
    name: str
    printed: str
    key: str
    beside: str | None
    presides: bool
    surname: bool
    barred: bool
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: its span, what it says, the sign after it; ``alone`` on its line.

    ``after`` is how the line above breaks off in mid-sentence: with a word or a comma, else empty.
    """

    start: int
    stop: int
    mark: Mark
    sign: str
    alone: bool = False
    after: str = ""


@lru_cache(maxsize=4_000)
def before_colon(words: str) -> Mark | None:
    """What stands before a colon, where that may be a label; None where it is none."""
    closed = close_up(words)
    match = _BEFORE_COLON.fullmatch(closed)
    mark = _mark(match) if match else None
    if mark is None or closed == words:
        return mark
    return replace(mark, printed=re.split(r"[(\[]", words)[0].strip(" —–-"), spaced=True)


def _mark(match: re.Match[str]) -> Mark:
    return _marked(*match.group("voice", "office", "holder", "name", "note"))


@lru_cache(maxsize=4_000)
def _marked(voice: str | None, office: str | None, holder: str | None, named: str | None, beside: str | None) -> Mark:
    office = office or ""
    name = named or holder or ""
    note = (beside or "").strip(" ()[].\n")
    shown = (
        note[:1].isalpha()
        and not (_DIRECTION.match(note) or is_remark(note))
        and (note[0].isupper() or _PRESIDES.search(note) or note.startswith("сек"))
    )
    words = re.split(r"[\s.]+", name.casefold())
    return Mark(
        voice or "",
        office,
        name,
        re.sub(r"\s+", " ", voice or (f"{office} {holder}" if holder else office or name)).strip(),
        (speaker_id(name) or name.casefold()) if name else "",
        note if shown else None,
        bool(_PRESIDES.search(office or note)),
        bool(name) and sounds_like_surname(name),
        bool(name) and (words[0] in NO_NAMES or words[-1] in NO_NAMES),
    )


def at_lines(text: str, spans: Iterable[tuple[int, int]]) -> Sequence[Found]:
    """The candidates at the start of the lines ``spans``, in order.

    Those before a dash or nothing at all are left out unless nearly all labels of the text are printed so.
    """
    found = list(_at_lines(text, spans))
    times = {sign: Counter(item.mark.key or item.mark.office for item in found if item.sign == sign) for sign in _WEAK}
    strong = Counter(item.mark.key or item.mark.office for item in found if item.sign not in _WEAK)
    kept = sum(count for count in strong.values() if count > 1)
    for sign, counted in times.items():
        again = [count for count in counted.values() if count > 1]
        if len(again) > 1 and sum(again) >= 5 and sum(again) > 2 * kept:
            names = {item.start for item in found if item.sign == sign}
            # Names one under another are a list of names.
            listed = {item.start for item in found if _next_line(text, item.stop) in names} if not sign else set()
            return [
                item for item in found if item.sign not in _WEAK or (item.sign == sign and item.start not in listed)
            ]
    return [item for item in found if item.sign not in _WEAK]


def _at_lines(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Found]:
    above = 0, 0
    for start, stop in spans:
        before, above = above, (start, stop)
        if not (text[start].isalnum() or text[start] in "—–-"):
            continue
        limit = min(stop, start + _LONGEST)
        colon = text.find(":", start, limit)
        if colon < 0:
            colon = text.find(";", start, limit)
        mark = before_colon(text[start:colon]) if colon > 0 else None
        if mark:
            after = _AFTER_COLON.match(text, colon + 1, stop)
            end = after.end() if after else colon + 1
            yield Found(start, end, mark, text[colon], end == stop, _broken_off(text, before, start))
        elif text.find(".", start, limit) > 0 and (match := _BEFORE_STOP.match(text, start, stop)):
            alone = not text[match.end() : stop].strip()
            yield Found(start, match.end(), _mark(match), ".", alone, _broken_off(text, before, start))
        elif (
            text[start + 1 : start + 2] == " "
            and (spaced := _SPACED.match(text, start, stop))
            and (mark := before_colon(text[start : spaced.start("sign")]))
        ):
            yield Found(start, spaced.end(), mark, spaced["sign"], spaced.end() == stop)
        elif stop - start <= _SHORTEST_BROKEN and (mark := before_colon(text[start:stop])):
            yield Found(start, stop, mark, "", True)
        elif (text.find("—", start, limit) > 0 or text.find("–", start, limit) > 0) and (
            dash := _BEFORE_DASH.match(text, start, limit)
        ):
            yield Found(start, dash.end(), _mark(dash), "—")


def _broken_off(text: str, above: tuple[int, int], start: int) -> str:
    """The last word or comma of the line above, where that is long and ends in mid-sentence."""
    first, last = above
    if last - first < _SHORTEST_BROKEN or text.count("\n", last, start) > 1:
        return ""
    end = re.search(r"(?:[^\W\d_]+|,)-?$", text[max(first, last - 30) : last])
    return end[0] if end else ""


def _next_line(text: str, stop: int) -> int:
    """Where the next words begin."""
    words = _WORDS.search(text, stop)
    return words.start() if words else stop


def before_colons_in_text(text: str) -> Iterator[Found]:
    """The candidates before colons in running text: what stands between the end of a sentence and the colon."""
    reached = 0
    for match in _COLON.finditer(text):
        colon = match.start()
        low = max(reached, colon - _LONGEST)
        window = text[low:colon]
        found = _named_at_end(window)
        if found:
            offset, mark = found
            after = _AFTER_COLON.match(text, colon + 1)
            yield Found(low + offset, after.end() if after else colon + 1, mark, match[0])
        reached = colon + 1


def before_stops_in_text(text: str) -> Iterator[Found]:
    """The candidates before stops in running text."""
    for match in _IN_TEXT_STOP.finditer(text):
        yield Found(match.start(), match.end(), _mark(match), ".")


def _named_at_end(window: str) -> tuple[int, Mark] | None:
    bare = window.rstrip()
    note = bare.rfind("(") if bare.endswith(")") else bare.rfind("[") if bare.endswith("]") else len(bare)
    ended = _LAST_SENTENCE_END.match(window, 0, max(0, note))
    begin = ended.end() if ended else 0
    begin += len(window[begin:]) - len(window[begin:].lstrip())
    if begin >= len(bare):
        return None
    if initials := _INITIALS_BEFORE.search(window, max(0, begin - 14), begin):
        if mark := before_colon(window[initials.start() :]):
            return initials.start(), mark
    if mark := before_colon(window[begin:]):
        return begin, mark
    if (last := _LAST_NAME.search(window, begin)) and (mark := before_colon(last[0])):
        return last.start(), mark
    return None
