"""Protocols of interrogation and confrontation: questions, answers, and the notes that were sent with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sovnlp.document import Date, Extract, Part, Segment
from sovnlp.text import letterhead
from sovnlp.text.dates import infer_date
from sovnlp.text.dialogue import asks, dashes, narrated, narrates
from sovnlp.text.letterhead import FOOT, Line
from sovnlp.text.paragraphs import is_heading, lines
from sovnlp.text.speakers import speaker_id
from sovnlp.text.turns import NO_NAMES, is_flat, remarks

__all__ = ["read"]

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
_GLUED = re.compile(rf"(?<=[.?!…)])\s{{0,2}}(?P<label>(?P<ask>ВОПРОС|Вопрос)|(?P<reply>ОТВЕТ|Ответ)):{_DASH}")
_SHORT = re.compile(
    r"(?m)(?:^[ \t]*|(?<=[.?!…\"”)]\s))(?P<label>(?:(?P<ask>[ВBQ])|(?P<reply>[ОOA])))"
    r"(?:\.\s?[:—–]|\s?:|\.(?=\s)|\s[—–](?=\s))"
)
_MARKED = re.compile(rf"(?:(?:{_ASK}|{_REPLY}){_TO}|[ВBQОOA])\s?[:.—–-]{_DASH}")
_PROTOCOL = re.compile(r"(?i)протокол|стенограмм|очн\w+\s+ставк|показани|interrogation|confrontation|examination")
_FORM = re.compile(
    r"(?i)\W*(?:\d{1,2}\W{1,3})?(?:фамилия|имя|отчество|дата\s+рожд|время\s+рожд|место\s+рожд|год\s|возраст|местожит|место\s+жит|адрес|нац|гражданство|подданство"
    r"|паспорт|род\s+занят|професси|место\s+служб|должност|социал|соц\.|состав\s+семьи|семейн|образован|партийн|каким\s+репрес|судим|воинск|какие\s+имеет|награды"
    r"|служба|участие|surname|first\s+name|name:|date\s+of\s+birth|place\s+of|nationality|citizenship|occupation|education|party|social|family)"
)
_STATES = re.compile(r"(?<!\w)(?:[Яя]|[Мм]не|[Мм]ною|[Мм]ной|[Мм]еня|I|[Mm]y|[Mm]e)(?!\w)")
_FORMULA = re.compile(r"(?i)допросил|допрошен|предупрежд|\d{4}\s*г\w*\.?\s*р|рождени|урож|, interrogated|warned")
_BREAK = re.compile(
    r"(?i)(?:допрос|очная\s+ставка)\s+(?:был\w*\s+)?(?:прерв|прерыв|оконч|закончен|возобновл|продолж|начат|отложен)|перерыв"
    r"|interrogation\s+(?:is\s+|was\s+)?(?:interrupted|resumed|ended|broken\soff)"
)
_EXAMINED = re.compile(
    rf"(?i:допроса|показани[яе]|interrogation\s+of|examination\s+of|testimony\s+of)\W+"
    rf"(?:(?i:обвиняем|арестованн|подследственн|свидетел|гр)[а-яё-]*?(?:ого|ой|ый|я|ницы|\.|на|ки)(?:\s?\([а-яё]+\))?\s*"
    rf"|(?i:(?:the\s)?accused|the\switness)\s)?"
    rf"(?P<name>[{_UP}][\w.'’-]+(?:,?[^\S\n]*(?!(?i:следов|от\s|of\s|by\s))[{_UP}][\w.'’-]*){{0,3}})"
)
_IN_FORM = re.compile(
    r"(?i)(?:фамилия|имя(?:\s+и\s+отчество|,\s*отчество)?|отчество|surname|name)\s?[:—–-]\s*(?P<name>[^\n]{2,60})"
)
_BETWEEN = re.compile(r"(?i:между|between)\W+(?P<name>[^\n]{5,160}?)(?=\W+(?:от|of|on)\s|\W*\d|\W*\n|\W*$)")
_EXAMINER = re.compile(
    r"(?i)(?:допросил[аи]?|interrogated\s+by)\W{1,4}(?P<name>[^\n]{3,160})(?:\n\s*(?P<more>[^\n]{3,120}))?"
)


@dataclass(frozen=True, slots=True)
class _Opening:
    """Where a unit begins: its mark, its first word, who speaks as printed, and what kind the mark says it is."""

    start: int
    words: int
    speaker: str | None
    kind: str
    who: str | None = None


def read(extract: Extract) -> tuple[Part, ...]:
    r"""Cut a file into the note that came with the protocols and the protocols, and these at their labels.

    Labels are ВОПРОС and ОТВЕТ (Question, Answer), with whom they are put to; names; or dashes alone. Each question and
    each answer is a turn; a protocol without questions is the statement of one person.

    >>> [(s.kind, s.turn) for s in read(Extract("ВОПРОС: Где склад?\nОТВЕТ: За рекой."))[0].segments]
    [('heading', None), ('question', 1), ('heading', None), ('answer', 2)]
    """
    text = extract.text
    if is_flat(text):
        return (_protocol(text, 0, len(text), extract),)
    groups = list(_papers(text))
    starts = [0, *(group[0].start for group in groups[1:])]
    parts = []
    for start, stop, group in zip(starts, [*starts[1:], len(text)], groups, strict=False):
        part = _protocol(text, start, stop, extract, group)
        if not any(segment.kind in ("question", "answer") for segment in part.segments):
            part = _letter(text, group, part)
        parts.append(part)
    if len(parts) == 1 and "date" in extract.metadata:
        # What is known of a whole file counts more than what its text says.
        return (replace(parts[0], date=None),)
    return tuple(parts) or (Part(0, len(text), ()),)


def _papers(text: str) -> Iterator[list[Line]]:
    """The papers of a file; a heading without words goes with the next one."""
    begun: list[Line] = []
    for group in letterhead.documents(text, letterhead.classify(text, 0, len(text))):
        begun += group
        if any(line.kind == "body" and line.stop - line.start > 30 for line in group):
            yield begun
            begun = []
    if begun:
        yield begun


def _letter(text: str, group: Sequence[Line], part: Part) -> Part:
    """A paper without questions: a statement, or the note that came with a protocol."""
    paper = letterhead.paper(text, group)
    titles = [text[line.start : line.stop] for line in group[:12] if line.kind == "protocol"]
    own = any(_PROTOCOL.search(title) for title in titles)
    genre = {} if own else {"genre": "letter"}
    return Part(
        part.start, part.stop, paper.segments, {**genre, **paper.metadata, **part.metadata}, paper.date or part.date
    )


def _protocol(text: str, start: int, stop: int, extract: Extract, group: Sequence[Line] = ()) -> Part:
    """A protocol of which ``group`` are the lines; without them a text whose line ends are lost."""
    flat = not group
    end = _before_rule(text) if flat else _closing(text, group, stop)
    openings = _openings(text, start, end, extract.metadata.get("title", ""), flat=flat)
    first = openings[0].start if openings else end
    facets = _facets(text, start, first, end, stop)
    people = {
        "answer": speaker_id(_nominative(facets.get("examined", ""))),
        "question": _signed(facets.get("examiner", "")),
    }
    units = _kinds(text, openings, end, people)
    below = [line for line in group or letterhead.classify(text, end, stop) if line.start >= end]
    segments = [*_before(text, start, first), *_segments(text, units, end, flat=flat), *_after(text, below)]
    date = _date(text, start, first) if start or stop < len(text) else None
    return Part(start, stop, tuple(segments), facets, date)


def _before_rule(text: str) -> int:
    """Where the rule begins that an excerpt closes with, else the end."""
    words = text.rstrip()
    bare = words.rstrip("_*=—–-")
    return len(bare) if len(words) - len(bare) >= 5 else len(text)


def _before(text: str, start: int, stop: int) -> Iterator[Segment]:
    for first, last in lines(text, start, stop):
        line = text[first:last]
        short = last - first <= 60 or (last - first <= 120 and not line.endswith((".", "!", "?")))
        yield Segment("heading" if short or _FORM.match(line) else "narration", first, last)


def _after(text: str, group: Iterable[Line]) -> Iterator[Segment]:
    for line in group:
        if line.kind in ("archive", "print", "note", "resolution"):
            yield Segment("note", line.start, line.stop, editorial=True)
        else:
            kind = "narration" if line.kind == "recorded" or not is_heading(text[line.start : line.stop]) else "heading"
            yield Segment(kind, line.start, line.stop)


def _closing(text: str, group: Sequence[Line], stop: int) -> int:
    """Where «Записано с моих слов верно», the signatures and the archive line begin, else the end."""
    last = next((i for i in range(len(group) - 1, 0, -1) if _is_said(text, group, i)), 0)
    recorded = [i for i in range(last + 1, len(group)) if group[i].kind == "recorded"]
    reached = recorded[0] if recorded else len(group)
    while reached > last + 1 and group[reached - 1].kind in FOOT:
        reached -= 1
    return group[reached].start if reached < len(group) else stop


def _is_said(text: str, group: Sequence[Line], i: int) -> bool:
    """Whether a line belongs to a question or an answer beyond doubt: by its label, or because it is long prose."""
    words = text[group[i].start : group[i].stop]
    if _MARKED.match(words) and group[i].kind != "recorded":
        return True
    before = text[group[i - 1].start : group[i - 1].stop]
    return (group[i].kind == "body" and len(words) > 160) or bool(_MARKED.fullmatch(before))


def _openings(text: str, start: int, stop: int, title: str, *, flat: bool) -> list[_Opening]:
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
    if not flat:
        for match in _GLUED.finditer(text, start, stop):
            if match.start("label") not in found and not _quoted(text, match.start("label")):
                found[match.start("label")] = _opening(match)
    spoken = list(dashes(text, start, stop, flat=flat))
    if _is_dialogue(text, spoken, stop, len(found)):
        # «КОБУЛОВ: — …» and «— ВОПРОС: …» open one turn, not two.
        labeled = {place for opening in found.values() for place in range(opening.start, opening.words + 1)}
        for dash, word in spoken:
            if dash not in labeled and word not in labeled:
                found[dash] = _Opening(dash, word, None, "")
    openings = [opening for _, opening in sorted(found.items())]
    stated = _statement(text, start, openings[0].start) if openings and not flat else None
    return [_Opening(stated, stated, None, "speech"), *openings] if stated is not None else openings


def _alternating(text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
    """Labels of one letter; within a line «О.» and "A." after an answer are somebody's initials."""
    before = None
    for match in _SHORT.finditer(text, start, stop):
        if match.lastgroup != before or text[max(0, match.start() - 1) : match.start()] in ("", "\n"):
            yield match
            before = match.lastgroup


def _labels(text: str, start: int, stop: int, *, flat: bool) -> list[re.Match[str]]:
    if flat:
        return list(_INLINE.finditer(text, start, stop))
    found = []
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


def _opening(match: re.Match[str]) -> _Opening:
    groups = match.groupdict()
    label = re.sub(r"\s+", " ", match["label"]).strip()
    asks_it = (
        groups.get("ask") or groups.get("examiner") or (groups.get("loud") or "").strip()[:1] in ("В", "B", "8", "Q")
    )
    replies = groups.get("reply") or (groups.get("loud") and not asks_it)
    kind = "question" if asks_it and not replies else "answer" if replies else ""
    if groups.get("person"):
        who = speaker_id(label)
    else:
        named = re.search(rf"[\s(](?P<name>{_SURNAME})\)?$", label)
        who = speaker_id(_nominative(named["name"])) if named else None
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return _Opening(start, match.end(), label, kind, who)


def _kinds(text: str, openings: list[_Opening], stop: int, people: dict[str, str | None]) -> list[_Opening]:
    """What each unit is: a question where it asks, an answer after a question, else speech; and who answers."""
    ends = [*(opening.start for opening in openings[1:]), stop]
    found: list[_Opening] = []
    before, asked = "", None
    for opening, end in zip(openings, ends, strict=False):
        kind, who = opening.kind, opening.who
        if not kind:
            words = text[opening.words : min(end, opening.words + 4_000)]
            follows = before == "question" or (before == "speech" and opening.speaker is None)
            kind = (
                "question"
                if asks(words) and (opening.speaker is None or len(words) < 400)
                else "answer"
                if follows
                else "speech"
            )
        if opening.speaker and opening.kind == "question":
            asked, who = (
                (who, people["question"])
                if re.match(r"(?i)в|q|[8b]", opening.speaker)
                else (None, who or people["question"])
            )
        elif opening.kind == "answer":
            who = who or asked or people["answer"]
        found.append(replace(opening, kind=kind, who=who))
        before = kind
    return found


def _segments(text: str, units: Iterable[_Opening], stop: int, *, flat: bool) -> Iterator[Segment]:
    marks = list(units)
    dialogue = sum(mark.speaker is None for mark in marks) > 2
    turn = 0
    ends = [*(mark.start for mark in marks[1:]), stop]
    for mark, end in zip(marks, ends, strict=False):
        turn += 1
        if mark.speaker:
            yield Segment("heading", mark.start, mark.words, editorial=True)
        own = narrated(text, mark.words, end) if dialogue and flat else end
        begin = mark.words if mark.speaker else mark.start
        told = False
        for first, last in lines(text, begin, own):
            if (_BREAK.match(text, first, last) and last - first < 120) or (
                dialogue and not flat and first > begin + 4 and narrates(text[first:last])
            ):
                turn += not told
                told = True
                yield Segment("narration", first, last, turn)
                continue
            turn += told
            told = False
            for a, b, kind, name in remarks(text, first, last):
                yield Segment(kind or mark.kind, a, b, turn, name if kind else mark.speaker, None if kind else mark.who)
        if own < end:
            turn += 1
            for first, last in lines(text, own, end):
                yield Segment("narration", first, last, turn)


def _facets(text: str, start: int, first: int, end: int, stop: int) -> dict[str, str]:
    """Who was examined by whom, and the heading, as printed."""
    head = [text[a:b] for a, b in lines(text, start, min(first, start + 3_000))]
    titles = [i for i, line in enumerate(head) if len(line) < 200 and _PROTOCOL.search(line) and not _FORM.match(line)]
    facets = {}
    if titles:
        block = "\n".join(head[titles[-1] : titles[-1] + 4])
        facets["title"] = " ".join(
            re.split(r"[,.\s]*\n?\s*\bот\s+\d", block.split("\n\n")[0], maxsplit=1)[0].split("\n")[:2]
        ).strip(" ,.")
        form = " ".join(match["name"] for line in head if _FORM.match(line) and (match := _IN_FORM.search(line)))
        match = _BETWEEN.search(block) or _EXAMINED.search(block)
        named = " ".join((form or (match["name"] if match else "")).split()).strip(" ,")
        facets["examined"] = named if re.search(r"(?<!\w)\w\.$", named) else named.rstrip(".")
    if match := _EXAMINER.search(text[end:stop]):
        facets["examiner"] = " ".join(match["name"].split()).strip(" ,.:–—-")
    return {name: value for name, value in facets.items() if value}


def _date(text: str, start: int, first: int) -> Date | None:
    return infer_date(
        "\n".join(text[a:b] for a, b in lines(text, start, min(first, start + 3_000)) if not _FORM.match(text[a:b]))
    )


def _signed(printed: str) -> str | None:
    """Who signed «Зам. нач. ОО – РОДИН» or «НАЧ. ОТДЕЛЕНИЯ (РОДИН)»."""
    name = re.search(rf"[(/–—-]\s?(?P<name>{_SURNAME})[)/.]*$", printed) or re.fullmatch(
        rf"(?P<name>{_SURNAME})\.?", printed
    )
    return speaker_id(name["name"]) if name else None


def _nominative(name: str) -> str:
    """A surname that stands in an oblique case, as it is looked up: «КАМЫШЕВА Льва» → «КАМЫШЕВ».

    >>> _nominative("Осинкину"), _nominative("ЛУГОВСКОГО"), _nominative("Berman")
    ('Осинкин', 'ЛУГОВСКИЙ', 'Berman')
    >>> _nominative("Анны Андреевны БЕРЕГОВОЙ")
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
