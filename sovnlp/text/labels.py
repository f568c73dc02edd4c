"""Which marks in a text are labels of speakers: at the start of a line, or within running text.

A candidate is anything that looks like a name before a colon or a stop. Whether it is one is told by the whole
text: labels return, stand in capitals, are announced («Слово имеет тов. …»), and are no words that also occur in small
letters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
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
from sovnlp.text.turns import NO_NAMES, Label, is_remark

__all__ = ["labels_at_lines", "labels_in_running_text"]

_NOTE = r"(?:\s?\([^()\n]{1,80}\)|\s?\[[^\[\]\n]{1,80}\])"
_WHO = (
    rf"(?:(?P<voice>{VOICE})|(?P<office>{OFFICE})(?:,?\s(?P<holder>(?:{TITLE})?{NAME}))?"
    rf"|(?P<name>(?:{TITLE})?{NAME}|{NUMBERED}))(?:\d{{1,3}})?(?P<note>{_NOTE})?"
)
_BEFORE_COLON = re.compile(rf"[—–-]?\s?{_WHO}\s?")
_BEFORE_STOP = re.compile(
    rf"[—–-]?\s?{_WHO}(?P<mark>\s?\.,?(?=[\s{CAPITALS}«\"„(…]|\d{{2}}|$)(?!\s+[a-zа-яё])|(?<=\.\))(?=\s|$))"
)
_AFTER_COLON = re.compile(r"(?:\s?[—–-](?=\s))?(?:\s?\((?:to|after|к|обращаясь)\s[^()\n]{1,80}\)[.:]?)?")
_COLON = re.compile(rf"[:;](?=\s)|:(?=[{CAPITALS}«\"„])")
_IN_TEXT_STOP = re.compile(rf"(?<=[.!?…»”\")\]:]\s){_WHO}(?P<mark>\.,?)(?=\s[«\"“(…]?[{CAPITALS}])")
_LAST_SENTENCE_END = re.compile(r"(?s).*(?:[.!?…»”\"')\]:;—–]\s?|\s-\s|\n)")
_INITIALS_BEFORE = re.compile(
    rf"(?<!\S)(?:(?:[{CAPITALS}]|Ia|Iu|Ya|Yu|Zh|Kh|Sh|Ch)\.\s?){{1,3}}$|(?<!\S)(?i:тов|т|гр|mr|cde)\.\s?$"
)
_LAST_NAME = re.compile(
    rf"(?<!\S)(?:[{CAPITALS}][{CAPITALS}'’-]+(?:\s[{CAPITALS}][{CAPITALS}'’-]+){{0,5}}|[{CAPITALS}][^\W\d_]+(?:-[^\W\d_]+)?)"
    rf"(?:{_NOTE})?\s?$"
)
_ENDS_SENTENCE = tuple(".!?…:)]»”\"'—–-")
_PRESIDES = re.compile(r"(?i)председател[ьъ]ств|chair|presid")
_DIRECTION = re.compile(
    r"(?i)(?:to|after|к|ко|обращаясь|после|с\s+места|в\s+сторону|not|не|from|из)\s|reads|чит|тихо|громко"
)
_SIGNER = re.compile(r"(?i)секретарь|secretary|председатель")
_SIGNATURE = re.compile(
    rf"\s*(?:[{CAPITALS}]\.\s?){{1,2}}[{CAPITALS}][\w-]+|\s*{NAME}[\s.]*(?:\([^()\n]{{1,60}}\))?[\s.]*$"
)
_FLOOR = re.compile(
    r"(?i)(?<!\w)(?:слово|the\s+floor|следующи\w+|next|реч[ьи]|выступлени\w+|доклад\w*|(?:speech|address|report)\s+(?:of|by)"
    r"|comrade(?=\s\S{3,20}\s(?:speech|report))|(?:подсудим|обвиняем|свидетел)\w+|accused|witness)(?:[^.!?\n]|(?<=[\s,]т)\.|(?<=[\s,]тов)\.|(?<=\s[а-яёa-z])\.){0,100}"
)
_SMALL = re.compile(r"(?<![^\W\d_])[a-zа-яё]{2,25}(?![^\W\d_])")
_COUNTED = re.compile(r"[IVX]+\s|\d")
_TITLED = re.compile(TITLE)
_REPLIES = frozenset("да нет так хорошо правильно верно ясно yes no well so good right correct quite exactly".split())
_ASKING = frozenset(
    "to accused asks asked comrade citizen says said by of the a an and or that question defendant witness asking"
    " подсудимому подсудимый спрашивает к тов и что говорит сказал товарищ товарищу гражданин".split()
)
_ADDRESS = re.compile(r"\s*(?:товарищи|граждане|comrades|citizens)[,!.]", re.IGNORECASE)
_SPACED = re.compile(rf"[{CAPITALS}](?:[^\S\n][^\W\d_]){{2,25}}(?:{_NOTE})?[^\S\n]?(?P<sign>[.:])(?=\s|$)")
_BEFORE_DASH = re.compile(rf"(?P<who>{_WHO})\s?[—–](?=\s)")
_WEAK = ("—", "")
_LONGEST = 110
_SHORTEST_BROKEN = 40
_SAMPLE = 1_000_000
_MOST = 100
_HEAD = 200


@dataclass(frozen=True, slots=True, eq=False)
class _Mark:
    """What a candidate says, wherever it stands: a voice, an office with or without its holder, or a name."""

    voice: str
    office: str
    name: str
    printed: str
    key: str
    beside: str | None
    presides: bool
    surname: bool
    barred: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate: its span, what it says, the sign after it; ``alone`` on its line.

    ``after`` is how the line above breaks off in mid-sentence: with a word or a comma, else empty.
    """

    start: int
    stop: int
    mark: _Mark
    sign: str
    alone: bool = False
    after: str = ""


@lru_cache(maxsize=4_000)
def _before_colon(words: str) -> _Mark | None:
    closed = close_up(words)
    match = _BEFORE_COLON.fullmatch(closed)
    mark = _mark(match) if match else None
    return replace(mark, printed=words.strip()) if mark and closed != words else mark


def _mark(match: re.Match[str]) -> _Mark:
    office, holder = match["office"] or "", match["holder"] or ""
    name = match["name"] or holder
    note = (match["note"] or "").strip(" ()[].\n")
    shown = (
        note[:1].isalpha()
        and not (_DIRECTION.match(note) or is_remark(note))
        and (note[0].isupper() or _PRESIDES.search(note) or note.startswith("сек"))
    )
    words = re.split(r"[\s.]+", name.casefold())
    return _Mark(
        match["voice"] or "",
        office,
        name,
        re.sub(r"\s+", " ", match["voice"] or (f"{office} {holder}" if holder else office or name)).strip(),
        (speaker_id(name) or name.casefold()) if name else "",
        note if shown else None,
        bool(_PRESIDES.search(office or note)),
        bool(name) and sounds_like_surname(name),
        bool(name) and (words[0] in NO_NAMES or words[-1] in NO_NAMES),
    )


def labels_at_lines(text: str, spans: Iterable[tuple[int, int]]) -> list[Label]:
    """The labels at the start of the lines ``spans``, and those that have slipped to the end of another's line."""
    found = _in_one_style(text, list(_at_lines(text, spans)))
    judge = _Judge(text, found)
    taken = {item.start: item for item in found if judge.at_line(item)}
    return _labels({**_slipped(text, taken), **taken})


def _slipped(text: str, taken: Mapping[int, _Found]) -> dict[int, _Found]:
    """Labels of known speakers that stand within a line, after what another has said."""
    times = Counter(item.mark.key for item in taken.values() if item.mark.key)
    names = {item.mark.name for item in taken.values() if times[item.mark.key] > 1}
    if 2 * sum(name.isupper() for name in names) > len(names):
        names = {name for name in names if name.isupper()}
    if not names:
        return {}
    known = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    found = {}
    for match in re.finditer(rf"[.!?…)]{{1,3}}[^\S\n]?({known}){_NOTE}?:(?=\s)", text):
        mark = _before_colon(text[match.start(1) : match.end() - 1])
        if mark:
            found[match.start(1)] = _Found(match.start(1), match.end(), mark, ":")
    return found


def _at_lines(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[_Found]:
    above = 0, 0
    for start, stop in spans:
        before, above = above, (start, stop)
        if not (text[start].isalnum() or text[start] in "—–-"):
            continue
        limit = min(stop, start + _LONGEST)
        colon = text.find(":", start, limit)
        if colon < 0:
            colon = text.find(";", start, limit)
        mark = _before_colon(text[start:colon]) if colon > 0 else None
        if mark:
            after = _AFTER_COLON.match(text, colon + 1, stop)
            end = after.end() if after else colon + 1
            yield _Found(start, end, mark, text[colon], end == stop, _broken_off(text, before, start))
        elif text.find(".", start, limit) > 0 and (match := _BEFORE_STOP.match(text, start, stop)):
            alone = not text[match.end() : stop].strip()
            yield _Found(start, match.end(), _mark(match), ".", alone, _broken_off(text, before, start))
        elif (spaced := _SPACED.match(text, start, stop)) and (
            mark := _before_colon(text[start : spaced.start("sign")])
        ):
            yield _Found(start, spaced.end(), mark, spaced["sign"], spaced.end() == stop)
        elif stop - start <= _SHORTEST_BROKEN and (mark := _before_colon(text[start:stop])):
            yield _Found(start, stop, mark, "", True)
        elif dash := _BEFORE_DASH.match(text, start, limit):
            yield _Found(start, dash.end(), _mark(dash), "—")


def _broken_off(text: str, above: tuple[int, int], start: int) -> str:
    """The last word or comma of the line above, where that is long and ends in mid-sentence."""
    first, last = above
    if last - first < _SHORTEST_BROKEN or text.count("\n", last, start) > 1:
        return ""
    end = re.search(r"(?:[^\W\d_]+|,)-?$", text[max(first, last - 30) : last])
    return end[0] if end else ""


def _in_one_style(text: str, found: Sequence[_Found]) -> Sequence[_Found]:
    """The candidates without those before a dash or nothing at all, unless nearly all labels are printed so."""
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


def _next_line(text: str, stop: int) -> int:
    blank = re.compile(r"\s*").match(text, stop)
    return blank.end() if blank else stop


def _in_text(text: str) -> Iterator[_Found]:
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
            yield _Found(low + offset, after.end() if after else colon + 1, mark, match[0])
        reached = colon + 1


def _named_at_end(window: str) -> tuple[int, _Mark] | None:
    bare = window.rstrip()
    note = bare.rfind("(") if bare.endswith(")") else bare.rfind("[") if bare.endswith("]") else len(bare)
    ended = _LAST_SENTENCE_END.match(window, 0, max(0, note))
    begin = ended.end() if ended else 0
    begin += len(window[begin:]) - len(window[begin:].lstrip())
    if begin >= len(bare):
        return None
    if initials := _INITIALS_BEFORE.search(window, max(0, begin - 14), begin):
        if mark := _before_colon(window[initials.start() :]):
            return initials.start(), mark
    if mark := _before_colon(window[begin:]):
        return begin, mark
    if (last := _LAST_NAME.search(window, begin)) and (mark := _before_colon(last[0])):
        return last.start(), mark
    return None


def labels_in_running_text(text: str) -> list[Label]:
    """The labels in a text without line ends: where sentences begin, or in capitals anywhere."""
    found = list(_in_text(text))
    stops = False
    if sum(item.sign == ":" for item in found) * 2_000 < len(text):
        by_stop = [_Found(m.start(), m.end(), _mark(m), ".") for m in _IN_TEXT_STOP.finditer(text)]
        stops = len(by_stop) > len(found)
        found = by_stop if stops else found
    judge = _Judge(text, found)
    taken = {item.start: item for item in found if judge.in_text(item, stops)}
    return _labels(taken if stops else {**_slips(text, taken), **taken})


def _slips(text: str, taken: Mapping[int, _Found]) -> dict[int, _Found]:
    """Known speakers whose label has lost its colon: «VYSHINSKY. Since when?», «Yes? Holtzman Yes.»."""
    marks = {item.mark.name: item.mark for item in taken.values() if item.mark.name and not item.mark.office}
    times = Counter(item.mark.name for item in taken.values())
    known = [name for name, _ in times.most_common(_MOST) if name in marks and times[name] > 1]
    found: dict[int, _Found] = {}
    for name in known:
        if name.isupper():
            slip = re.compile(rf"{re.escape(name)}\.,?(?=\s)")
        else:
            slip = re.compile(rf"{re.escape(name)}(?=\s([{CAPITALS}][\w'’]{{0,15}})[\s.,])")
        for match in slip.finditer(text):
            before = text[max(0, match.start() - 2) : match.start()]
            if name.isupper():
                dropped = not before[-1:].strip()
            else:
                dropped = before[:1] == "?" and before[1:].isspace() and match[1] not in marks
            if dropped:
                found[match.start()] = _Found(match.start(), match.end(), marks[name], ".")
    return found


class _Judge:
    """Tells labels from other words before a colon or a stop, by what the whole text shows."""

    def __init__(self, text: str, found: Sequence[_Found]) -> None:
        self.text = text
        self.times = Counter(item.mark.key for item in found if item.mark.key)
        names = {item.mark.name for item in found if self.times[item.mark.key] > 1}
        self.offices = Counter(item.mark.office.casefold() for item in found if item.mark.office)
        self.numbered = any(_COUNTED.match(name) for name in names)
        self.crowded = sum(count for count in self.times.values() if count > 1) >= 3
        self.chairs = {item.mark.key for item in found if item.mark.presides and item.mark.key}
        self.chaired = any(item.mark.office or item.mark.presides for item in found)
        shouted = {
            item.mark.key for item in found if item.sign == ":" and item.mark.name.isupper() and not item.mark.barred
        }
        self.shouted = len(shouted) > 1
        signs = Counter(item.sign for item in found if self.times[item.mark.key] > 1)
        self.usual = next((sign for sign, count in signs.items() if count > 3 and 3 * count > 2 * signs.total()), None)
        self.usually = {item.mark.key for item in found if item.sign == self.usual}
        upper = [item.mark.key for item in found if item.sign == "." and item.mark.name.isupper()]
        self.loud = sum(self.times[key] > 1 for key in upper) >= 4
        self._small: frozenset[str] | None = None
        self._announced: str | None = None
        self._common: dict[str, bool] = {}
        self._verdicts: dict[tuple[_Mark, str, bool], bool] = {}

    def at_line(self, item: _Found) -> bool:
        if item.mark.office:
            return self._is_office(item)
        if item.after and item.mark.name and not self._goes_on(item):
            return False
        if item.sign == "." and item.mark.surname and not item.mark.barred and _ADDRESS.match(self.text, item.stop):
            return True
        case = (item.mark, item.sign, item.alone)
        if case not in self._verdicts:
            self._verdicts[case] = self._at_line(*case)
        return self._verdicts[case]

    def _goes_on(self, item: _Found) -> bool:
        """Whether a line that follows a broken one begins with a label all the same."""
        if item.after == "," or item.after.casefold() in _ASKING or self.times[item.mark.key] < 2:
            return False
        return item.sign == ":" or item.mark.name.isupper()

    def _at_line(self, mark: _Mark, sign: str, alone: bool) -> bool:
        if mark.voice:
            return sign == ":" or " " in mark.voice or mark.voice.casefold().startswith(("голос", "voice"))
        if self._is_no_name(mark, sign):
            return False
        if mark.presides or mark.key in self.chairs:
            return True
        name, times = mark.name, self.times[mark.key]
        rare = times < 3 or not mark.surname
        if self.usual and sign != self.usual and mark.key not in self.usually and rare and not mark.beside:
            return False
        if sign in _WEAK:
            return times > 1 and not self._is_common(name)
        titled = bool(_TITLED.match(name))
        if sign == ":":
            if self.numbered:
                return True
            if self._is_common(name):
                return name.isupper() and times > 2
            likely = (mark.surname or name.isupper()) and (self.crowded or self.chaired)
            likely = likely or (name.isupper() and (self.shouted or mark.surname))
            return times > 1 or titled or mark.beside is not None or likely or self._announces(name)
        if _COUNTED.match(name) or self._is_common(name):
            return False
        if times > 1 and (mark.surname or mark.beside or titled or alone or times > 2):
            return True
        if mark.beside or (alone and mark.surname):
            return self.crowded or self.chaired or self._announces(name)
        return (self.crowded and name.isupper() and (mark.surname or self.loud)) or self._announces(name)

    def in_text(self, item: _Found, stops: bool = False) -> bool:
        """The same for running text, where a name before a colon may only be the end of a question to that person."""
        mark = item.mark
        before = self.text[max(0, item.start - 40) : item.start].rstrip()
        begins = not before or before.endswith(_ENDS_SENTENCE)
        if mark.voice:
            return begins and item.sign == ":" and not stops
        if mark.office:
            return (begins or mark.office.isupper() or item.start < _HEAD) and self._is_office(item)
        times = self.times[mark.key]
        if self._is_no_name(mark, item.sign) or (item.sign == ";" and (times < 2 or not begins)):
            return False
        upper = mark.name.isupper()
        if stops:
            return (upper or begins) and times > 2 and mark.surname and not self._is_common(mark.name)
        if not begins and not upper:
            last = re.search(r"(\w+)\W*$", before)
            return times > 2 and last is not None and last[1].casefold() not in _ASKING and not before.endswith(",")
        if times > 1 or (upper and begins and self.shouted):
            return upper or not self._is_common(mark.name)
        # One who speaks once is believed where the others speak of him too, or where the name is a misprinted one.
        if not self.crowded:
            return False
        if mark.surname and self.text.count(mark.name) > 2 and not self._is_common(mark.name):
            return True
        return bool(get_close_matches(mark.key, [key for key, count in self.times.items() if count > 2], 1, 0.85))

    def _is_office(self, item: _Found) -> bool:
        if item.sign == ":":
            # «Секретарь: А. Батнер» under a verdict is a signature.
            line = self.text[item.stop : item.stop + 80].split("\n", 1)[0]
            return not (_SIGNER.match(item.mark.office) and _SIGNATURE.match(line))
        if item.mark.name or item.alone or item.mark.presides:
            return True
        # «ОБВИНИТЕЛЬ. Громче.»: without a colon an office is believed among other labels.
        return self.crowded and (item.mark.office.isupper() or self.offices[item.mark.office.casefold()] > 1)

    def _is_no_name(self, mark: _Mark, sign: str) -> bool:
        if mark.barred or not mark.name:
            return True
        return sign != ":" and (mark.name.casefold() in _REPLIES or is_remark(mark.name))

    def _is_common(self, name: str) -> bool:
        """Whether a word of the name occurs in small letters too."""
        if name not in self._common:
            if self._small is None:
                self._small = frozenset(_SMALL.findall(self.text[:_SAMPLE]))
            bare = _TITLED.sub("", name, count=1).casefold()
            self._common[name] = any(word in self._small for word in re.findall(r"[^\W\d_]{3,}", bare))
        return self._common[name]

    def _announces(self, name: str) -> bool:
        """Whether somebody gives the floor to this person."""
        if self._announced is None:
            self._announced = " ".join(match[0].casefold() for match in _FLOOR.finditer(self.text))
        last = re.findall(r"[^\W\d_]{3,}", name.casefold())
        return bool(last) and last[-1][: max(3, len(last[-1]) - 2)] in self._announced


def _labels(taken: Mapping[int, _Found]) -> list[Label]:
    """The labels in order; who presides is told once and then also says who «Председательствующий» is."""
    chair: str | None = None
    made: list[Label] = []
    for start, item in sorted(taken.items()):
        mark = item.mark
        if made and start < made[-1].stop:
            continue
        if mark.voice:
            made.append(Label(start, item.stop, mark.printed, "interjection"))
            continue
        who = speaker_id(mark.name) if mark.name else None
        if mark.presides:
            chair = who or chair
            who = who or chair
        made.append(Label(start, item.stop, mark.printed, "speech", mark.office or mark.beside, who))
    return made
