"""Which marks in a text are labels of speakers: at the start of a line, or within running text.

A candidate is anything that looks like a name before a colon or a stop. Whether it is one is told by the whole
text: labels return, stand in capitals, are announced («Слово имеет тов. …»), and are no words that also occur in small
letters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from sovnlp.text.candidates import (
    NOTE,
    Found,
    Mark,
    at_lines,
    before_colon,
    before_colons_in_text,
    before_stops_in_text,
)
from sovnlp.text.speakers import CAPITALS, NAME, TITLE, speaker_id
from sovnlp.text.turns import Label, is_remark

__all__ = ["labels_at_lines", "labels_in_running_text"]

_ENDS_SENTENCE = tuple(".!?…:)]»”\"'—–-")
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
_SAMPLE = 1_000_000
_MOST = 100
_HEAD = 200


def labels_at_lines(text: str, spans: Iterable[tuple[int, int]]) -> list[Label]:
    """The labels at the start of the lines ``spans``, and those that have slipped to the end of another's line."""
    found = at_lines(text, spans)
    judge = _Judge(text, found)
    taken = {item.start: item for item in found if judge.at_line(item)}
    return _labels({**_slipped(text, taken), **taken})


def _slipped(text: str, taken: Mapping[int, Found]) -> dict[int, Found]:
    """Labels of known speakers that stand within a line, after what another has said."""
    times = Counter(item.mark.key for item in taken.values() if item.mark.key)
    names = {item.mark.name for item in taken.values() if times[item.mark.key] > 1}
    if 2 * sum(name.isupper() for name in names) > len(names):
        names = {name for name in names if name.isupper()}
    if not names:
        return {}
    known = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    found = {}
    for match in re.finditer(rf"[.!?…)]{{1,3}}[^\S\n]?({known}){NOTE}?:(?=\s+[^a-zа-яё])", text):
        mark = before_colon(text[match.start(1) : match.end() - 1])
        if mark:
            found[match.start(1)] = Found(match.start(1), match.end(), mark, ":")
    return found


def labels_in_running_text(text: str) -> list[Label]:
    """The labels in a text without line ends: where sentences begin, or in capitals anywhere."""
    found = list(before_colons_in_text(text))
    stops = False
    if sum(item.sign == ":" for item in found) * 2_000 < len(text):
        by_stop = list(before_stops_in_text(text))
        stops = len(by_stop) > len(found)
        found = by_stop if stops else found
    judge = _Judge(text, found)
    taken = {item.start: item for item in found if judge.in_text(item, stops)}
    return _labels(taken if stops else {**_slips(text, taken), **taken})


def _slips(text: str, taken: Mapping[int, Found]) -> dict[int, Found]:
    """Known speakers whose label has lost its colon: «VYSHINSKY. Since when?», «Yes? Holtzman Yes.»."""
    marks = {item.mark.name: item.mark for item in taken.values() if item.mark.name and not item.mark.office}
    times = Counter(item.mark.name for item in taken.values())
    known = [name for name, _ in times.most_common(_MOST) if name in marks and times[name] > 1]
    found: dict[int, Found] = {}
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
                found[match.start()] = Found(match.start(), match.end(), marks[name], ".")
    return found


class _Judge:
    """Tells labels from other words before a colon or a stop, by what the whole text shows."""

    def __init__(self, text: str, found: Sequence[Found]) -> None:
        self.text = text
        self.times = Counter(item.mark.key for item in found if item.mark.key)
        names = {item.mark.name for item in found if self.times[item.mark.key] > 1}
        self.offices = Counter(item.mark.office.casefold() for item in found if item.mark.office)
        self.firm = {item.mark.name for item in found if not item.after}
        self.numbered = any(_COUNTED.match(name) for name in names)
        self.crowded = sum(count for count in self.times.values() if count > 1) >= 3
        self.chairs = {item.mark.key for item in found if item.mark.presides and item.mark.key}
        self.presided = any(item.mark.presides for item in found)
        self.chaired = any(item.mark.office or item.mark.presides for item in found)
        self.loudly = {
            item.mark.key for item in found if item.sign == ":" and item.mark.name.isupper() and not item.mark.barred
        }
        self.shouted = len(self.loudly) > 1
        signs = Counter(item.sign for item in found if self.times[item.mark.key] > 1)
        self.usual = next((sign for sign, count in signs.items() if count > 3 and 3 * count > 2 * signs.total()), None)
        self.usually = {item.mark.key for item in found if item.sign == self.usual}
        upper = [item.mark.key for item in found if item.sign == "." and item.mark.name.isupper()]
        self.loud = sum(self.times[key] > 1 for key in upper) >= 4
        self._small: frozenset[str] | None = None
        self._announced: str | None = None
        self._common: dict[str, bool] = {}
        self._verdicts: dict[tuple[Mark, str, bool], bool] = {}

    def at_line(self, item: Found) -> bool:
        if item.after and not item.mark.voice and not self._begins(item):
            return False
        if item.mark.office:
            return self._is_office(item)
        if self._is_mentioned(item):
            return False
        if item.sign == "." and item.mark.surname and not item.mark.barred and _ADDRESS.match(self.text, item.stop):
            return True
        case = (item.mark, item.sign, item.alone)
        if case not in self._verdicts:
            self._verdicts[case] = self._at_line(*case)
        return self._verdicts[case]

    def _is_mentioned(self, item: Found) -> bool:
        """«Луговой: человек занятой», where the label is ЛУГОВОЙ."""
        known = self.shouted and item.mark.key in self.loudly and not item.mark.name.isupper()
        return known and self.text[item.stop : item.stop + 2].strip().islower()

    def _begins(self, item: Found) -> bool:
        """Whether a line that follows a broken one begins with a label all the same."""
        if item.after == "," or item.after.casefold() in _ASKING:
            return False
        if item.mark.office:
            return not self.text[item.start].islower()
        again = self.times[item.mark.key] > 1 and item.mark.name in self.firm
        return again and (item.sign == ":" or item.mark.name.isupper())

    def _at_line(self, mark: Mark, sign: str, alone: bool) -> bool:
        if mark.voice:
            return sign == ":" or " " in mark.voice or mark.voice.casefold().startswith(("голос", "voice"))
        if self._is_no_name(mark, sign):
            return False
        if mark.presides or mark.spaced or mark.key in self.chairs:
            return True
        name, times = mark.name, self.times[mark.key]
        rare = times < 3 or not mark.surname
        if self.usual and sign != self.usual and mark.key not in self.usually and rare and not mark.beside:
            return False
        if sign in ("—", ""):
            return (times > 1 or (name.isupper() and mark.surname)) and not self._is_common(name)
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

    def in_text(self, item: Found, stops: bool = False) -> bool:
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
        if self._is_mentioned(item):
            return False
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

    def _is_office(self, item: Found) -> bool:
        if item.sign == ":":
            # «Секретарь: А. Батнер» under a verdict is a signature.
            line = self.text[item.stop : item.stop + 80].split("\n", 1)[0]
            return not (_SIGNER.match(item.mark.office) and _SIGNATURE.match(line))
        office = item.mark.office
        if item.mark.name or item.alone or item.mark.presides or item.mark.spaced:
            return True
        # «ОБВИНИТЕЛЬ. Громче.»: without a colon an office is believed among other labels.
        if self.crowded and (office.isupper() or self.offices[office.casefold()] > 1):
            return True
        return self.presided and " " in office

    def _is_no_name(self, mark: Mark, sign: str) -> bool:
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


def _labels(taken: Mapping[int, Found]) -> list[Label]:
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
