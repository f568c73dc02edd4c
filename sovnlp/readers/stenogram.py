"""Stenograms of meetings and courts: who spoke, who called out, what happened in the hall."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sovnlp.document import Extract, Part, Segment
from sovnlp.text.paragraphs import is_heading, lines
from sovnlp.text.turns import NO_NAMES, Label, is_flat, segments

__all__ = ["read"]

_UP, _LOW = "А-ЯЁA-Z", "а-яёa-z"
_CAPS = rf"[{_UP}][{_UP}'’-]+"
_CAPITALIZED = rf"[{_UP}][{_UP}{_LOW}'’-]+"
_INITIAL = rf"[{_UP}]\.\s?"
_TITLE = r"(?:(?:[Тт]ов|т|[Гг]р|[Пп]роф)\.\s?|(?:Comrade|Citizen|Mr\.|Professor)\s)"
_VOICE = (
    r"(?:[Гг]олоса?|ГОЛОСА?|Реплика|Возгласы?|Крики?)(?:\s(?:с\s[мМ]еста?|С\sМЕСТА?|из\sзала|ИЗ\sЗАЛА))?"
    r"|С\sмест[аы]?|(?:A\s)?(?:Voices?|VOICES?)(?:\s(?:from|FROM)\s(?:the|THE)\s\w+)?"
)
_OFFICE = (
    r"[Пп]редседательствующий|ПРЕДСЕДАТЕЛЬСТВУЮЩИЙ|[Пп]редседатель|ПРЕДСЕДАТЕЛЬ|[Пп]рокурор|ПРОКУРОР|[Сс]екретарь|СЕКРЕТАРЬ"
    r"|[Кк]омендант(?:\sсуда)?|КОМЕНДАНТ(?:\sСУДА)?|[Зз]ащитник|ЗАЩИТНИК"
    r"|(?:T[Hh][Ee]\s)?(?:P[Rr][Ee][Ss][Ii][Dd][Ee][Nn][Tt]|C[Hh][Aa][Ii][Rr][Mm][Aa][Nn]|C[Oo][Mm][Mm][Aa][Nn][Dd][Aa][Nn][Tt])"
    r"(?:\s(?i:of\sthe\scourt))?"
)
_NAME = rf"{_TITLE}?(?:{_INITIAL}){{0,2}}{_CAPITALIZED}(?:\s(?:{_INITIAL}){{1,2}}|\s{_CAPITALIZED}){{0,2}}"
_LOWERED = rf"[{_UP}][{_LOW}][{_UP}{_LOW}'’-]*"
_ONE_CASE = rf"{_TITLE}?(?:{_INITIAL}){{0,2}}(?:{_CAPS}(?:\s{_CAPS}){{0,2}}|{_LOWERED}(?:\s{_LOWERED}){{0,2}})"
_NUMBERED = rf"(?:[IVX]{{1,4}}|\d{{1,2}}-?[йя]?)\s{_CAPITALIZED}|(?:[IVX]{{1,4}}|\d{{1,2}}-?[йя]?)\s[а-яё]{{3,15}}"
_DASH = r"(?:\s?[—–-](?=\s))?"
_NOTE = r"(?:\s*\([^()\n]{1,80}\))?"

_AT_LINE = re.compile(
    rf"[—–-]?\s*(?:(?P<voice>{_VOICE})|(?P<office>{_OFFICE})|(?P<name>{_NUMBERED}|{_NAME}))(?P<note>{_NOTE})\s?(?P<mark>:{_DASH}|\.,?(?=\s|$))"
)
_CHAIR = re.compile(rf"(?P<name>{_NAME})\s*\((?P<office>[Пп]редседательств\w+|chairman|presiding)[.)]*")
_INLINE = re.compile(
    rf"(?<!\S)(?:(?P<voice>{_VOICE})|(?P<office>{_OFFICE})|(?P<name>{_NUMBERED}|{_ONE_CASE}))(?P<note>{_NOTE})\s?(?P<mark>:{_DASH})(?=\s)"
)
_INLINE_STOP = re.compile(rf"(?<!\S)(?P<name>{_CAPS})(?P<mark>\.,?)(?=\s)")
_SENTENCE_END = tuple(".!?…:;)]»”\"'—-")
_SURNAME = re.compile(
    r"(?i)(?:[оеё]в|ин|ын|ск(?:ий|ая)|ц?кий|ая|ич|ук|юк|ко|ян|дзе|швили|ер|ман|берг|штейн|ов[аы]|ев[аы]|ин[аы]"
    r"|ov|ev|in|sky|skii|yan|dze|vili|ko|berg|man|er)$"
)


def read(extract: Extract) -> tuple[Part, ...]:
    """Cut a stenogram into turns with speakers, voices from the floor and remarks such as (Смех.).

    What stands before the first label is heading or narration. Where line ends are lost, labels are found in the
    running text if they return.

    >>> [(s.kind, s.turn, s.speaker) for s in read(Extract("ЛУГОВОЙ: Начнём. (Смех.)"))[0].segments]
    [('heading', None, None), ('speech', 1, 'ЛУГОВОЙ'), ('stage', 1, None)]
    """
    text = extract.text
    labels = list(_inline(text) if is_flat(text) else _at_lines(text))
    first = labels[0].start if labels else len(text)
    return (Part(0, len(text), tuple(segments(text, labels, _opening(text, first)))),)


def _opening(text: str, stop: int) -> Iterator[Segment]:
    for start, end in lines(text, 0, stop):
        yield Segment("heading" if is_heading(text[start:end]) else "narration", start, end)


def _label(match: re.Match[str], stop: int | None = None) -> Label:
    groups = match.groupdict()
    start, stop = match.start(), match.end() if stop is None else stop
    if groups.get("voice"):
        return Label(start, stop, groups["voice"], "interjection")
    if groups.get("office") and not groups.get("name"):
        return Label(start, stop, groups["office"], office=groups["office"])
    return Label(start, stop, groups["name"], office=groups.get("office"))


def _key(name: str) -> str:
    return name.casefold()


def _at_lines(text: str) -> Iterator[Label]:
    found = []
    for start, stop in lines(text):
        match = _CHAIR.match(text, start, stop) or _AT_LINE.match(text, start, stop)
        if match:
            found.append((match, stop))
    times = Counter(_key(match["name"]) for match, _ in found if match["name"])
    crowded = len(found) >= 3
    for match, stop in found:
        if _is_speaker(match, times, crowded, match.end() == stop):
            yield _label(match)


def _is_speaker(match: re.Match[str], times: Counter[str], crowded: bool, alone: bool) -> bool:
    """Whether what looks like a label at the start of a line is one; ``alone`` where nothing follows it there."""
    groups = match.groupdict()
    name, colon = groups["name"], groups.get("mark", "").startswith(":")
    if not name:
        return True
    if groups.get("office"):
        return True
    if _key(name) in NO_NAMES or (not colon and name[:1].isdigit()):
        return False
    many = times[_key(name)] > 1
    if name.isupper():
        return colon or many or crowded
    surname = bool(_SURNAME.search(name))
    if colon:
        return many or (crowded and surname)
    return surname and (many or (alone and crowded))


def _inline(text: str) -> Iterator[Label]:
    """Labels in running text: in capitals anywhere, else where a sentence begins («... the accused Orlov: Do you»)."""
    found = [
        match
        for match in _INLINE.finditer(text)
        if not match["name"] or match["name"].isupper() or _begins_sentence(text, match.start())
    ]
    times = Counter(_key(match["name"]) for match in found if match["name"])
    crowded = len(found) >= 5
    labels = {}
    for match in found:
        name = match["name"]
        # One who speaks once is believed where the others speak of him too.
        heard = not name or times[_key(name)] > 1 or (crowded and text.count(name) > 2)
        if heard and not (name and _key(name) in NO_NAMES):
            labels[match.start()] = match
    known = {match["name"] for match in labels.values() if match["name"] and match["name"].isupper()}
    slips = {match.start(): match for match in _INLINE_STOP.finditer(text) if match["name"] in known}
    for _, match in sorted({**slips, **labels}.items()):
        yield _label(match)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 4) : start].rstrip()
    return not before or before.endswith(_SENTENCE_END)
