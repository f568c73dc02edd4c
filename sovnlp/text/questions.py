"""Who asks and who answers: labels such as ВОПРОС and ОТВЕТ, names before a colon, or dashes alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from sovnlp.text.dialogue import asks, dashes
from sovnlp.text.paragraphs import lines
from sovnlp.text.speakers import speaker_id
from sovnlp.text.turns import NO_NAMES

__all__ = ["Opening", "is_form_field", "is_marked", "kinds", "nominative", "openings", "signed"]

# Scans put Latin letters that look alike into Russian words.
_LOOKALIKE = {
    "В": "ВB8",
    "О": "ОO0",
    "Р": "РP",
    "С": "СC",
    "Т": "ТT",
    "Е": "ЕE",
    "о": "оo0",
    "р": "рp",
    "с": "сc",
    "е": "еe",
}


def _scanned(word: str) -> str:
    """A pattern for a word as scans print it, with letters set apart or not."""
    return r"\s?".join(f"[{_LOOKALIKE[char]}]" if char in _LOOKALIKE else char for char in word)


_UP = "А-ЯЁA-Z"
_SURNAME = rf"(?:[{_UP}]\.\s?){{0,2}}[{_UP}][\w'’-]{{2,25}}(?:\s(?:[{_UP}]\.\s?){{1,2}}(?=\s?[:.)—–-]))?"
_ROLE = (
    r"(?:к\s|к\sобв\.\s|обв\.\s|св\.\s|гр\.\s|тов\.\s|т\.\s|з[/\\]к\s|следователя|прокурора"
    r"|(?:об|под|арест|свид|сл|гр)[а-яё]{4,13}\s|to\s|of\s|by\s|the\saccused\s|accused\s|witness\s){0,2}"
)
_TO = (
    r"(?:\s№?\s?\d{1,3}(?:-?й)?|\s(?:обоим|всем|ему|ей|(?:об|под|арест|свид|гр)[а-яё]{3,13})(?=\s?[:.—–-])"
    rf"|\s\(?{_ROLE}(?:{_SURNAME})?(?<=\S)\)?)?"
)
_ASK = rf"{_scanned('ВОПРОС')}Ы?|{_scanned('Вопрос')}|QUESTION|Question"
_REPLY = rf"{_scanned('ОТВЕТ')}Ы?|{_scanned('Ответ')}|ANSWER|Answer"
_LOUD = rf"(?:{_scanned('ВОПРОС')}|{_scanned('ОТВЕТ')}|QUESTION|ANSWER)(?=\s+[«\"“„]?[{_UP}])"
_WHO_ASKS = (
    r"(?:СЛЕДОВАТЕЛЬ|Следователь|ДОПРАШИВАЮЩИЙ|Допрашивающий|ПРОКУРОР|Прокурор|INVESTIGATOR|Investigator|INTERROGATOR|Interrogator"
    r"|EXAMINER|Examiner|PROCURATOR|Procurator|PROSECUTOR|Prosecutor)(?:\s\(?[А-ЯЁA-Z][\w.'’ -]{2,25}\)?)?"
)
_STANDING = r"(?:[Оо]бвиняем|[Пп]одследственн|[Аа]рестованн|[Сс]видетель|ОБВИНЯЕМ|СВИДЕТЕЛ)\w*|Accused|Witness"
_PERSON = rf"(?:(?:{_STANDING})\s)?{_SURNAME}"
_NOTE = r"(?:\s?\([^()\n]{1,60}\))?"
_DASH = r"(?:\s?[—–-](?=\s))?"
_AT_LINE = re.compile(
    rf"(?:\d{{1,3}}[.)]\s*)?[«\"“„…—–-]*\s*(?:(?P<label>(?P<loud>{_LOUD})|(?P<ask>(?:{_ASK}|вопрос){_TO})|(?P<reply>(?:{_REPLY}|ответ){_TO})"
    rf"|(?P<examiner>{_WHO_ASKS})|(?P<person>{_PERSON}))(?P<note>{_NOTE}))"
    rf"(?P<mark>\s?[:;]|\s?\.(?=\s|$)|\s?[—–-](?=\s+[«\"“„]?[{_UP}])|(?=\s*$)|(?<=[^\W\d_])(?=\s+[«\"“„]?[{_UP}])){_DASH}"
)
_INLINE = re.compile(
    rf"(?<![\w-])(?P<label>(?P<loud>(?!))?(?:(?P<ask>(?:{_ASK}){_TO})|(?P<reply>(?:{_REPLY}){_TO})"
    rf"|(?P<examiner>{_WHO_ASKS})|(?P<person>{_PERSON}))(?P<note>{_NOTE}))(?P<mark>:){_DASH}"
)
_COLON = re.compile(":")
_LONGEST = 100
"""Characters of a label within running text, which are looked at before each colon."""
_GLUED = re.compile(rf"(?<=[.?!…)])\s{{0,2}}(?P<label>(?P<ask>ВОПРОС|Вопрос)|(?P<reply>ОТВЕТ|Ответ)):{_DASH}")
_SHORT = re.compile(
    r"(?m)(?:^[ \t]*|(?<=[.?!…\"”)]\s))(?P<label>(?:(?P<ask>[ВBQ])|(?P<reply>[ОOA])))"
    r"(?:\.\s?[:—–]|\s?:|\.(?=\s)|\s[—–](?=\s))"
)
_MARKED = re.compile(rf"(?:(?:{_ASK}|{_REPLY}){_TO}|[ВBQОOA])\s?[:.—–-]{_DASH}")
_FORM = re.compile(
    r"(?i)\W*(?:\d{1,2}\W{1,3})?(?:фамилия|имя|отчество|дата\s+рожд|время\s+рожд|место\s+рожд|год\s|возраст|местожит|место\s+жит|адрес|нац|гражданство|подданство"
    r"|паспорт|род\s+занят|професси|место\s+служб|должност|социал|соц\.|состав\s+семьи|семейн|образован|партийн|каким\s+репрес|судим|воинск|какие\s+имеет|награды"
    r"|служба|участие|surname|first\s+name|name:|date\s+of\s+birth|place\s+of|nationality|citizenship|occupation|education|party|social|family)"
)
_STATES = re.compile(r"(?<!\w)(?:[Яя]|[Мм]не|[Мм]ною|[Мм]ной|[Мм]еня|I|[Mm]y|[Mm]e)(?!\w)")
_FORMULA = re.compile(r"(?i)допросил|допрошен|предупрежд|\d{4}\s*г\w*\.?\s*р|рождени|урож|, interrogated|warned")


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a unit begins: its mark, its first word, who speaks as printed, and what kind the mark says it is.

    ``who`` is the speaker's key, ``to`` that of the one asked («Вопрос Осинкину:»).
    """

    start: int
    words: int
    speaker: str | None
    kind: str
    who: str | None = None
    to: str | None = None


def openings(text: str, start: int, stop: int, title: str, *, flat: bool) -> list[Opening]:
    """Where questions, answers and other utterances begin, in order; ``title`` may name those who take part.

    ``flat`` is for a text without line ends. Before the first question there may be a statement of the one examined.
    """
    matches = _labels(text, start, stop, flat=flat)
    above = next((match.start() for match in matches if not match["person"]), start)
    header = f"{title} {text[start : min(above, start + 1_000)]}"
    times = Counter(match["person"] for match in matches if match["person"])
    found = {}
    asked = any(match["ask"] or match["reply"] or match["loud"] or match["examiner"] for match in matches)
    for match in matches:
        person = match["person"]
        if person and not _speaks(text, match, times[person], header if asked else "", flat=flat):
            continue
        found[match.start()] = _opening(match)
    if not any(opening.kind for opening in found.values()):
        short = list(_alternating(text, start, stop))
        if min(sum(bool(match[group]) for match in short) for group in ("ask", "reply")) >= 2:
            found = {match.start("label"): _opening(match) for match in short}
    elif not flat:
        found = {**_mixed(text, start, stop, found.values()), **found}
    if not flat:
        labeled = {place for opening in found.values() for place in range(opening.start, opening.words)}
        for match in _GLUED.finditer(text, start, stop):
            place = match.start("label")
            if place not in labeled and not _quoted(text, place):
                found[place] = _opening(match)
    spoken = list(dashes(text, start, stop, flat=flat))
    if _is_dialogue(text, spoken, stop, len(found)):
        # «КОБУЛОВ: — …» and «— ВОПРОС: …» open one turn, not two.
        labeled = {place for opening in found.values() for place in range(opening.start, opening.words + 1)}
        for dash, word in spoken:
            if dash not in labeled and word not in labeled:
                found[dash] = Opening(dash, word, None, "")
    listed = [opening for _, opening in sorted(found.items())]
    stated = _statement(text, start, listed[0].start) if listed and not flat else None
    return [Opening(stated, stated, None, "speech"), *listed] if stated is not None else listed


def _mixed(text: str, start: int, stop: int, found: Iterable[Opening]) -> dict[int, Opening]:
    """«Q:» and «A:» at the start of lines, where full labels stand for some of the questions and answers only."""
    full = Counter(opening.kind for opening in found)
    short = [m for m in _SHORT.finditer(text, start, stop) if m[0].endswith(":")]
    short = [m for m in short if not text[text.rfind("\n", 0, m.start("label")) + 1 : m.start("label")].strip()]
    asks, answers = (sum(bool(m[group]) for m in short) for group in ("ask", "reply"))
    lacking = 2 * min(full["question"], full["answer"]) <= max(full["question"], full["answer"])
    if not lacking or asks < 2 or not answers:
        return {}
    return {m.start("label"): _opening(m) for m in short}


def _alternating(text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
    """Labels of one letter; within a line «О.» and "A." after an answer are somebody's initials."""
    before = None
    for match in _SHORT.finditer(text, start, stop):
        if match.lastgroup != before or text[max(0, match.start() - 1) : match.start()] in ("", "\n"):
            yield match
            before = match.lastgroup


def _labels(text: str, start: int, stop: int, *, flat: bool) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    if flat:
        for colon in _COLON.finditer(text, start, stop):
            place = colon.start()
            begin = max(found[-1].end() if found else start, place - _LONGEST)
            near = _INLINE.finditer(text, begin, min(stop, place + 4))
            found += [match for match in near if match.start("mark") == place]
        return found
    for first, last in lines(text, start, stop):
        match = _AT_LINE.match(text, first, last)
        if match is None:
            continue
        # Without any mark only ВОПРОС in capitals, or a label alone on its line, is one.
        bare = not match["mark"] and not match["loud"]
        if not (bare and (match["person"] or match["examiner"] or text[match.end() : last].strip())):
            found.append(match)
    return found


def _speaks(text: str, match: re.Match[str], times: int, header: str, *, flat: bool) -> bool:
    """Whether a name before a colon is a label: it returns, stands in the heading, or has a dash after its colon."""
    person = match["person"]
    if (
        not match["mark"].strip().startswith(":")
        or _FORM.match(match[0])
        or person.split()[0].rstrip(".").casefold() in NO_NAMES
    ):
        return False
    before = text[max(0, match.start() - 4) : match.start()]
    begins = "\n" in before or not before.strip() or before.rstrip().endswith(tuple('.!?…»”"])'))
    if not begins and (flat or not person.isupper()):
        return False
    stem = person.split()[-1][:-1].casefold()
    dashed = person.isupper() and match[0].rstrip().endswith(("—", "–", "-"))
    return times > 1 or dashed or (len(stem) > 3 and stem in header.casefold())


def _quoted(text: str, place: int) -> bool:
    """Whether a quotation that was opened in the line is still open."""
    line = text[text.rfind("\n", 0, place) + 1 : place][-3_000:]
    return line.count("«") > line.count("»") or line.count("“") > line.count("”")


def _is_dialogue(text: str, spoken: list[tuple[int, int]], stop: int, labels: int) -> bool:
    """Whether dashes open turns: some of what stands after them asks, and they are not items of a list."""
    if len(spoken) < 2 or labels > 3 * len(spoken):
        return False
    ends = [*(dash for dash, _ in spoken[1:]), stop]
    asking = sum(
        asks(text[word : min(end, word + 1_500)].split("\n")[0]) for (_, word), end in zip(spoken, ends, strict=True)
    )
    return asking >= 2 and 5 * asking >= len(spoken)


def _statement(text: str, start: int, stop: int) -> int | None:
    """Where, before the first question, the examined person's own story begins, if it does."""
    for first, last in lines(text, start, stop):
        line = text[first:last]
        if last - first > 150 and _STATES.search(line) and not _FORMULA.search(line) and not _FORM.match(line):
            return first
    return None


def _opening(match: re.Match[str]) -> Opening:
    groups = match.groupdict()
    label, who = _named(match["label"])
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    if groups.get("person"):
        return Opening(start, match.end(), label, "", who=speaker_id(label))
    if groups.get("examiner"):
        return Opening(start, match.end(), label, "question", who=who)
    if groups.get("ask") or (groups.get("loud") or "")[:1] in ("В", "B", "8", "Q"):
        return Opening(start, match.end(), label, "question", to=who)
    return Opening(start, match.end(), label, "answer", who=who)


@lru_cache(maxsize=2_000)
def _named(printed: str) -> tuple[str, str | None]:
    """A label in one line, and the key of the person named in it («Вопрос Осинкину»)."""
    label = " ".join(printed.split())
    named = re.search(rf"[\s(](?P<name>{_SURNAME})\)?$", label)
    return label, speaker_id(nominative(named["name"])) if named else None


def kinds(text: str, openings: list[Opening], stop: int, people: dict[str, str | None]) -> list[Opening]:
    """The same with their kinds and speakers; ``people`` are the keys of who asks (question) and who is asked (answer).

    What has no label is a question where it asks, an answer after a question, else speech.
    """
    ends = [*(opening.start for opening in openings[1:]), stop]
    found: list[Opening] = []
    before, asked = "", None
    for opening, end in zip(openings, ends, strict=False):
        kind = opening.kind or _kind(text[opening.words : min(end, opening.words + 4_000)], opening.speaker, before)
        who = opening.who
        if opening.kind == "question":
            who, asked = who or people["question"], opening.to
        elif opening.kind == "answer":
            who = who or asked or people["answer"]
        found.append(Opening(opening.start, opening.words, opening.speaker, kind, who, opening.to))
        before = kind
    return found


def _kind(words: str, speaker: str | None, before: str) -> str:
    if (speaker is None or len(words) < 400) and asks(words):
        return "question"
    answers = before == "question" or (before == "speech" and speaker is None)
    return "answer" if answers else "speech"


def signed(printed: str) -> str | None:
    """Who signed «Зам. нач. ОО – РОДИН» or «НАЧ. ОТДЕЛЕНИЯ (РОДИН)»."""
    name = re.search(rf"[(/–—-]\s?(?P<name>{_SURNAME})[)/.]*$", printed) or re.fullmatch(
        rf"(?P<name>{_SURNAME})\.?", printed
    )
    return speaker_id(name["name"]) if name else None


def nominative(name: str) -> str:
    """A surname that stands in an oblique case, as it is looked up: «КАМЫШЕВА Льва» → «КАМЫШЕВ».

    >>> nominative("Осинкину"), nominative("ЛУГОВСКОГО"), nominative("Berman")
    ('Осинкин', 'ЛУГОВСКИЙ', 'Berman')
    >>> nominative("Анны Андреевны БЕРЕГОВОЙ")
    'БЕРЕГОВА'
    """
    words = re.sub(rf"(?<!\w)(?:[{_UP}]\.\s?)+|,", " ", name).split()
    if not words or re.match("[A-Za-z]", words[0]):
        return name
    # «Льва Львовича КАМЫШЕВА»: the surname stands behind a patronymic, or in capitals.
    last = len(words) > 2 and re.search(r"(?i)(?:вич|вн)\w{0,2}$", words[1])
    surname = next((word for word in words if len(word) > 1 and word.isupper()), words[-1] if last else words[0])
    female = re.search(r"(?i)(?:вн[ыеу]|ичн[ыеу])\b", name)
    upper = surname.isupper()
    low = surname.lower()
    if match := re.fullmatch(r"(.+(?:[оеё]в|[иы]н))(?:а|у|ой|ым|ом|е)", low):
        low = match[1] + ("а" if female or low.endswith("ой") else "")
    elif match := re.fullmatch(r"(.+ск)(?:ого|ому|ой|им|ую)", low):
        low = match[1] + ("ая" if low.endswith(("ой", "ую")) else "ий")
    elif match := re.fullmatch(r"(.+[бвгджзклмнпрстфхцчшщ])(?:а|у|ом|ем)", low):
        low = match[1]
    return low.upper() if upper else low[:1].upper() + low[1:]


def is_marked(words: str, *, whole: bool = False) -> bool:
    """Whether a line begins with ВОПРОС, ОТВЕТ, Q or A and a mark, or is nothing else.

    >>> is_marked("ОТВЕТ: Да."), is_marked("ОТВЕТ: Да.", whole=True)
    (True, False)
    """
    return bool(_MARKED.fullmatch(words) if whole else _MARKED.match(words))


def is_form_field(line: str) -> bool:
    """Whether a line is an item of the form about the person examined: «1. Фамилия: Озеров»."""
    return bool(_FORM.match(line))
