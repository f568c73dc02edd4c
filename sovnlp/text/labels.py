"""Which marks in a text are labels of speakers: at the start of a line, or within running text.

A candidate is anything that looks like a name before a colon or a stop. Whether it is one is told by the whole
text: labels return, stand in capitals, are announced («Слово имеет тов. …»), and are no words that also occur in small
letters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from sovnlp.text.speakers import CAPITALS as _UP
from sovnlp.text.speakers import NAME, NUMBERED, OFFICE, TITLE, VOICE, sounds_like_surname, speaker_id
from sovnlp.text.turns import NO_NAMES, Label, is_remark

__all__ = ["labels_at_lines", "labels_in_running_text"]

_NOTE = r"(?:\s?\([^()\n]{1,80}\)|\s?\[[^\[\]\n]{1,80}\])"
_WHO = (
    rf"(?:(?P<voice>{VOICE})|(?P<office>{OFFICE})(?:,?\s(?P<holder>(?:{TITLE})?{NAME}))?"
    rf"|(?P<name>(?:{TITLE})?(?:{NAME})|{NUMBERED}))"
)
_DASH = r"(?:\s?[—–-](?=\s))?"
_AT_LINE = re.compile(
    rf"[—–-]?\s?{_WHO}(?P<digits>\d{{1,3}})?(?P<note>{_NOTE})?\s?(?P<mark>[:;]{_DASH}|\.,?(?=\s|$)|(?<=\.\))(?=\s|$))"
    rf"(?P<after>\s?\((?:to|after|к|обращаясь)\s[^()\n]{{1,80}}\)[.:]?)?"
)
_INLINE = re.compile(
    rf"[\s.,!?…:;»”\"')\]—–-](?!(?<!\s)[{_UP}]\.){_WHO}(?P<note>{_NOTE})?\s?(?P<mark>[:;]{_DASH})(?=\s)"
    rf"(?P<after>\s?\((?:to|after|к|обращаясь)\s[^()\n]{{1,80}}\)[.:]?)?"
)
_INLINE_STOP = re.compile(rf"(?<=[.!?…»”\")\]:]\s){_WHO}(?P<note>{_NOTE})?(?P<mark>\.,?)(?=\s[«\"“(…]?[А-ЯЁA-Z])")
_ENDS_SENTENCE = tuple(".!?…:)]»”\"'—–-")
_PRESIDES = re.compile(r"(?i)председател[ьъ]ств|chair|presid")
_DIRECTION = re.compile(
    r"(?i)(?:to|after|к|ко|обращаясь|после|с\s+места|в\s+сторону|not|не|from|из)\s|reads|чит|тихо|громко"
)
_SIGNATURE = re.compile(rf"\s*(?:[{_UP}]\.\s?){{1,2}}[{_UP}][\w-]+|\s*{NAME}[\s.]*(?:\([^()\n]{{1,60}}\))?[\s.]*$")
_FLOOR = re.compile(
    r"(?i)(?:слово|the\s+floor|следующи\w+|next)(?:[^.!?\n]|(?<=[\s,]т)\.|(?<=[\s,]тов)\.|(?<=\s[а-яёa-z])\.){0,100}"
)
_SMALL = re.compile(r"(?<![^\W\d_])[a-zа-яё]{2,25}(?![^\W\d_])")
_REPLIES = frozenset("да нет так хорошо правильно верно ясно yes no well so good right correct quite exactly".split())
_ASKING = frozenset(
    "to accused asks asked comrade citizen says said by of the a an and or that question defendant witness asking"
    " подсудимому подсудимый спрашивает к тов и что говорит сказал товарищ товарищу гражданин".split()
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate: where it starts, the match, the name in it, its key and its mark; ``alone`` on its line."""

    start: int
    match: re.Match[str]
    name: str
    key: str
    mark: str
    alone: bool = False


def _found(match: re.Match[str], start: int | None = None, alone: bool = False) -> _Found:
    name = match["name"] or match["holder"] or ""
    if start is None:
        start = max(0, min(at for at in map(match.start, ("voice", "office", "name")) if at >= 0))
    key = (speaker_id(name) or name.casefold()) if name else ""
    return _Found(start, match, name, key, match["mark"][:1] or ".", alone)


def labels_at_lines(text: str, spans: Iterable[tuple[int, int]]) -> list[Label]:
    """The labels at the start of the lines ``spans``, and those that have slipped to the end of another's line."""
    found = []
    for start, stop in spans:
        if match := _AT_LINE.match(text, start, stop):
            found.append(_found(match, start, alone=not text[match.end() : stop].strip()))
    judge = _Judge(text, found)
    taken = {item.start: item for item in found if judge.at_line(item)}
    known = Counter(item.key for item in taken.values() if item.key)
    if any(count > 1 for count in known.values()):
        upper = 2 * sum(item.name.isupper() for item in taken.values()) > len(taken)
        for match in _INLINE.finditer(text):
            item = _found(match)
            before = text[max(0, item.start - 3) : item.start]
            if (
                item.start not in taken
                and known[item.key] > 1
                and item.mark == ":"
                and "\n" not in before
                and before.rstrip().endswith((".", "!", "?", "…", ")"))
                and (item.name.isupper() or not upper)
            ):
                taken[item.start] = item
    return _labels(taken)


def labels_in_running_text(text: str) -> list[Label]:
    """The labels in a text without line ends: where sentences begin, or in capitals anywhere."""
    found = [_found(match) for match in _INLINE.finditer(text)]
    first = len(text) - len(text.lstrip())
    if (head := _AT_LINE.match(text, first)) and head["mark"].startswith(":"):
        found = [_found(head, first), *(item for item in found if item.start >= head.end())]
    stops = False
    if sum(item.mark == ":" for item in found) * 2_000 < len(text):
        by_stop = [_found(match) for match in _INLINE_STOP.finditer(text)]
        stops = len(by_stop) > len(found)
        found = by_stop if stops else found
    judge = _Judge(text, found)
    taken = {item.start: item for item in found if judge.in_text(item, stops)}
    return _labels({**(_slips(text, taken) if not stops else {}), **taken})


def _slips(text: str, taken: dict[int, _Found]) -> dict[int, _Found]:
    """Known speakers whose label has lost its colon: «VYSHINSKY. Since when?», «Yes? Holtzman Yes.»."""
    times = Counter(item.name for item in taken.values() if item.name)
    found: dict[int, _Found] = {}
    known = [name for name, count in times.items() if count > 1]
    if not known:
        return found
    names = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    groups = rf"(?P<voice>(?!))?(?P<office>(?!))?(?P<holder>(?!))?(?P<note>(?!))?(?P<after>(?!))?(?P<name>{names})"
    shouted = re.compile(rf"(?<!\S){groups}(?P<mark>\.,?)(?=\s)")
    dropped = re.compile(rf"(?<=\?\s){groups}(?P<mark>)(?=\s[A-ZА-ЯЁ][\w'’]{{0,15}}[\s.,])")
    for match in shouted.finditer(text):
        if match["name"].isupper():
            found[match.start("name")] = _found(match)
    for match in dropped.finditer(text):
        after = re.match(r"\s(\w+)", text[match.end() : match.end() + 20])
        if after and after[1] not in times and not match["name"].isupper():
            found[match.start("name")] = _found(match)
    return found


class _Judge:
    """Tells labels from other words before a colon or a stop, by what the whole text shows."""

    def __init__(self, text: str, found: Sequence[_Found]) -> None:
        self.text = text
        self.times = Counter(item.key for item in found if item.key)
        self.numbered = any(re.match(r"[IVX\d]", item.name) for item in found if self.times[item.key] > 1)
        self.crowded = sum(count for count in self.times.values() if count > 1) >= 3
        self.chaired = any(item.match["office"] or _presides(item) for item in found)
        self._small: frozenset[str] | None = None
        self._announced: str | None = None

    def at_line(self, item: _Found) -> bool:
        match = item.match
        if match["voice"]:
            return item.mark == ":" or " " in match["voice"] or match["voice"].casefold().startswith("голос")
        if match["office"]:
            return self._is_office(item)
        if self._is_no_name(item):
            return False
        if _presides(item):
            return True
        many = self.times[item.key] > 1
        surname = sounds_like_surname(item.name)
        titled = len(item.name) > 4 and bool(re.match(TITLE, item.name))
        office = _office(item) is not None
        if item.mark == ":":
            if self.numbered:
                return True
            if self._is_common(item.name):
                return item.name.isupper() and self.times[item.key] > 2
            return (
                many
                or titled
                or office
                or ((surname or item.name.isupper()) and (self.crowded or self.chaired))
                or self._announces(item)
            )
        if item.name[:1].isdigit() or re.match(r"[IVX]+\s", item.name) or self._is_common(item.name):
            return False
        if many and (surname or office or titled or item.alone or self.times[item.key] > 2):
            return True
        if office or (item.alone and surname):
            return self.crowded or self.chaired or self._announces(item)
        return (self.crowded and item.name.isupper() and surname) or self._announces(item)

    def in_text(self, item: _Found, stops: bool = False) -> bool:
        """The same for running text, where a name before a colon may only be the end of a question to that person."""
        match = item.match
        before = self.text[max(0, item.start - 40) : item.start].rstrip()
        begins = not before or before.endswith(_ENDS_SENTENCE)
        if match["voice"]:
            return begins and item.mark == ":" and not stops
        if match["office"]:
            return (begins or match["office"].isupper()) and self._is_office(item)
        if self._is_no_name(item) or (item.mark == ";" and (self.times[item.key] < 2 or not begins)):
            return False
        upper = item.name.isupper()
        times = self.times[item.key]
        if stops:
            return (upper or begins) and times > 2 and sounds_like_surname(item.name) and not self._is_common(item.name)
        if not begins and not upper:
            last = re.search(r"(\w+)\W*$", before)
            return times > 2 and last is not None and last[1].casefold() not in _ASKING and not before.endswith(",")
        if times > 1:
            return not self._is_common(item.name) or upper
        # One who speaks once is believed where the others speak of him too, or where the name is a misprinted one.
        if not self.crowded:
            return False
        misprint = get_close_matches(item.key, [k for k, n in self.times.items() if n > 2], 1, 0.85)
        return bool(misprint) or (
            sounds_like_surname(item.name) and self.text.count(item.name) > 2 and not self._is_common(item.name)
        )

    def _is_office(self, item: _Found) -> bool:
        if item.mark == ":":
            # «Секретарь: А. Батнер» under a verdict is a signature.
            line = self.text[item.match.end() : item.match.end() + 80].split("\n", 1)[0]
            signs = re.match(r"(?i)секретарь|secretary|председатель", item.match["office"]) and _SIGNATURE.match(line)
            return not signs
        return bool(item.match["holder"]) or item.alone or bool(_PRESIDES.search(item.match["office"]))

    def _is_no_name(self, item: _Found) -> bool:
        words = re.split(r"[\s.]+", item.name.casefold())
        if item.mark in ".;" and (words[0] in _REPLIES or is_remark(item.name)):
            return True
        return not words or words[0] in NO_NAMES or words[-1] in NO_NAMES

    def _is_common(self, name: str) -> bool:
        """Whether a word of the name occurs in small letters too."""
        if self._small is None:
            self._small = frozenset(_SMALL.findall(self.text))
        bare = re.sub(rf"^{TITLE}", "", name)
        return any(word in self._small for word in re.findall(r"[^\W\d_]{3,}", bare.casefold()))

    def _announces(self, item: _Found) -> bool:
        """Whether somebody gives the floor to this person."""
        if self._announced is None:
            self._announced = " ".join(match[0].casefold() for match in _FLOOR.finditer(self.text))
        last = re.findall(r"[^\W\d_]{3,}", item.name.casefold())
        return bool(last) and last[-1][: max(3, len(last[-1]) - 2)] in self._announced


def _presides(item: _Found) -> bool:
    return bool(item.match["note"] and _PRESIDES.search(item.match["note"]))


def _office(item: _Found) -> str | None:
    """What is printed beside a name as office or region: «Гринько (НКФ)»."""
    note = (item.match["note"] or "").strip(" ()[].\n")
    if not note or _DIRECTION.match(note) or is_remark(note) or not re.match(r"[^\W\d_]", note):
        return None
    return note if note[0].isupper() or _PRESIDES.search(note) or note.casefold().startswith("сек") else None


def _labels(taken: dict[int, _Found]) -> list[Label]:
    """The labels in order; who presides is told once and then also says who «Председательствующий» is."""
    chair: str | None = None
    made: list[Label] = []
    for start, item in sorted(taken.items()):
        match = item.match
        if made and start < made[-1].stop:
            continue
        if match["voice"]:
            made.append(Label(start, match.end(), match["voice"], "interjection"))
            continue
        printed = f"{match['office']} {match['holder']}" if match["holder"] else match["office"] or item.name
        office = match["office"] or _office(item)
        who = speaker_id(item.name) if item.name else None
        if _PRESIDES.search(office or ""):
            chair = who or chair
            who = who or chair
        made.append(Label(start, match.end(), _as_printed(printed), "speech", office, who))
    return made


def _as_printed(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip()
