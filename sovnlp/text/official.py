"""What official papers say of themselves above and below their words: number, secrecy, place, signatures, copies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sovnlp.document import Date, Extract
from sovnlp.text.dateline import Dateline, read_dateline
from sovnlp.text.edtf import UNDATED
from sovnlp.text.paragraphs import lines

__all__ = [
    "Foot",
    "Unit",
    "closes",
    "copy_number",
    "foot",
    "is_stamp",
    "number",
    "own_title",
    "papers",
    "plain",
    "secrecy",
    "units",
    "whole",
]

_LONGEST = 300
_OPENS = re.compile(
    r"[«\"“(]?(?:\d{1,3}(?:/\d+)*[.)]|§|[СсCc]т(?:\.|атья|\s\d)|Article|[IVXІ]{1,5}[.)]|[^\W\d_]\)|[-–—•*]\s)"
)
_ENDS = tuple('.!?…:;»”")')
_ABBREVIATED = re.compile(
    r"(?<!\w)(?:гг?|тт?|тов|ст|стр|обл|губ|им|с|д|дер|пп?|руб|коп|тыс|млн|гр|р|ул|ж|No|vol|pp?|[А-ЯЁA-Z])\.$"
)
_HYPHENS = ("-", "¬", "\u00ad")

_SECRECY = re.compile(
    r"(?i)(?<![\w-])(?:совершенно\s+секретно|сов\.?\s?секретно|строго\s+секретно|весьма\s+секретно|секретно|не\s+подлежит\s+оглашению"
    r"|для\s+служебного\s+пользования|(?:из\s+)?о(?:соб|\[соб)(?:ая|ой)\]?\s+папк[аи]|(?:top|strictly|most|owls\.)\s+secret|strictly\s+confidential|secret(?=\W*$))(?!\w)"
)
_STAMPED = re.compile(
    r"(?i)[\s\d\W]*(?:серия|снятие\s+копий|хранить|экз|copy|копия|срочно|лично|urgent|только|подлежит|возврату|к|series)?"
)
_COPY = re.compile(r"(?i)(?<!\w)(?:экз(?:емпляр|\.)?|copy)\s*(?:№|no\.|n)?\s*(\d{1,4})(?!\w)")
_NUMBER = re.compile(
    r"(?:№\s?№?|(?<![\w.])N[oо]?\.?|(?<!\w)(?:No|Number|Nr)\.?|#)\s?(\d[\dA-Za-zА-Яа-яё]*(?:[-/.]\w+)*(?:\s?\(\d+\))?)"
)

_INITIALS = r"(?:[А-ЯЁA-Z][а-яёa-z]{0,4}\.[\s-]?){1,3}"
_SURNAME = r"[А-ЯЁA-Z][^\W\d_]+(?:[-'’][^\W\d_]+)?"
_NAME = re.compile(
    rf"[(/]{_SURNAME}[)/]|[(/\[«\"]*(?:{_INITIALS}\s?{_SURNAME}(?:\s?\([^()\n]{{2,40}}\))?|{_SURNAME}\s{_INITIALS}|[А-ЯЁA-Z-]{{4,}}|{_SURNAME}\s{_SURNAME})[)/\]»\"]*[.,;]?"
)
_NAME_LAST = re.compile(
    rf"(?:(?<=[\s(/:.»\"—–-]){_INITIALS}\s?{_SURNAME}(?:\s?\([^()\n]{{2,40}}\))?|[(/]\s?{_SURNAME}\s?[)/]|(?<=[\s:—–-]){_SURNAME})[)/\]]*[.,;]?$"
)
_OFFICE_WORD = (
    r"(?:Зам|Пом|Нач|Врид|Вр\.|Зав|И\.\s?о|За\s+(?:председател|секретар|нач|зам|народн|управл|предс)|Председател|Пред\.|Секретар|Управля|Упр\.|Народн\w+\s+[Кк]омиссар|Нарком"
    r"|Начальник|Уполномоч|Оперуполномоч|Прокурор|Член|Ответственн|Отв\.|Комиссар|Генеральн\w+\s+[Кк]омиссар|Инструктор|Инспектор|Директор|Полпред|ПП\s|Старш|Ст\."
    r"|Chairman|President|Secretary|Deputy|Vice|Chief|Head|Director|Assistant|People['’]s\s+Commissar|Executive|Business\s+Manager|Manager|Administrator|Plenipotentiary|Acting|For\s+the\s+)"
)
_OFFICE = re.compile(rf"(?:{_OFFICE_WORD}|(?-i:[А-ЯЁ]{{3,}}\.?\s))", re.IGNORECASE)
_OFFICE_AT = re.compile(rf"{_OFFICE_WORD}", re.IGNORECASE)
_NEXT_OFFICE = re.compile(rf"\s+(?={_OFFICE_WORD})", re.IGNORECASE)
_NAMED_PLAINLY = re.compile(rf"(?:{_INITIALS}\s?{_SURNAME}|[)])[.,;]?$")
_INSTITUTIONS = frozenset(
    "ВЧК ГПУ ОГПУ НКВД УНКВД ВЦСПС СССР РСФСР УССР БССР ЦИК ВЦИК СНК ЦК РКИ НВК СВК ДВК ЦЧО"
    " OGPU GPU NKVD USSR RSFSR CEC".split()
)
_LABEL = re.compile(
    r"(?i)(?:подписали|подписал|подписано|подпис[ьи]|п\.\s?п|верно|signed|\[signed\]|correct)\s*[:.]?\s*"
)
_CERTIFIED = re.compile(r"(?i)(?:верно|correct)")
_SENT = re.compile(
    r"(?i)(?:разослан\w*|рассылка|разослать|послан\w*|отпечатано|копи[яи]\s?:|копи[яи]\s+(?:послан|направлен|разослан)\w*|(?:выписки|выписка)\s+(?:послан\w*|направлен\w*|тт?\.)"
    r"|кому\s+(?:послано|разослано)|distribution(?:\slist)?|sent\s+(?:out\s+)?to|copies\s+(?:sent\s+)?to|cc)\b\s*[:.—–-]*\s*"
)
_PRINTED = re.compile(
    r"(?i)\(?(?:опубликован|распубликован|обнародован|напечатан|published|promulgated|printed)\w*\s+(?:в|во|in)(?!\w)"
)
_PLACE = re.compile(
    r"(?i:г\.\s?|гор\.\s?)?([А-ЯЁA-Z][^\W\d_]+(?:[\s-][А-ЯЁA-Z]?[^\W\d_]+){0,2}(?:,\s(?:the\s)?(?:Кремль|Kremlin|Смольный|Дом\s\w+))?)\s*[.,]?\s*$"
)
_FIGURE = re.compile(r"\d")
_LISTED = re.compile(r"[^\W\d_]\)|\d{1,3}[.)]\s(?!\d|[IVX]+[./])|[а-яё]")
_KREMLIN = re.compile(r"(?:г\.\s?)?(Москва|Ленинград|Харьков|Moscow)(,\s(?:the\s)?(?:Кремль|Kremlin))?[.,]?")
_NO_PLACE = re.compile(
    r"(?i)(?:протокол|опросом|решени|заседани|постановлен|принят|приказ|утвержд|от|за|на|с|по|до|adopted|of|dated|from|to|and)$"
)


_SILENT = Dateline()


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph or line of a paper: its place, and whether its format marks it as a heading."""

    start: int
    stop: int
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands below the words: ``first`` is the number of its first unit; the rest is empty where it says nothing.

    ``signatories`` each with the office; ``sent`` those to whom copies went; ``line`` what its date line says.
    """

    first: int
    signatories: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()
    place: str = ""
    number: str = ""
    published: str = ""
    line: Dateline = field(default_factory=Dateline)

    @property
    def date(self) -> Date | None:
        """The date below the words, None where there is none."""
        return self.line.date


@lru_cache(maxsize=2_000)
def dateline(line: str) -> Dateline:
    """What a line says about time; one without a figure says nothing."""
    return read_dateline(line) if _FIGURE.search(line) else _SILENT


def whole(date: Date | None) -> Date | None:
    """The date itself where it has a year and a first day, else nothing."""
    return date if date and UNDATED not in date.edtf and date.date_from else None


def plain(text: str) -> str:
    """A stretch with its white space made single spaces."""
    return " ".join(text.split())


def units(extract: Extract) -> list[Unit]:
    """The paragraphs of an extract, each line that goes on in the next joined with it; no unit has a blank line inside.

    A line goes on where it ends without a mark and the next begins in small letters; where a text is broken by hand
    throughout, also where it is about as long as the others.
    """
    text = extract.text
    marked = extract.paragraphs or ((0, len(text), ""),)
    spans = [(*span, kind == "heading", start) for start, stop, kind in marked for span in lines(text, start, stop)]
    width = _width(text, spans)
    joined: list[Unit] = []
    before = ""
    block = None
    for start, stop, heading, paragraph in spans:
        line = text[start:stop]
        last = joined[-1] if joined else None
        if last and block == paragraph and not heading and _goes_on(before, line, width, text[last.stop : start]):
            joined[-1] = Unit(last.start, stop)
        else:
            joined.append(Unit(start, stop, heading))
        before, block = line, paragraph
    return joined


def papers(text: str, found: Sequence[Unit], starts: Sequence[int]) -> Iterator[tuple[Sequence[Unit], int, int]]:
    """The papers of a text that begin with the units numbered ``starts``: the units of each, and its start and stop.

    Together they hold the whole text.
    """
    for number, first in enumerate(starts):
        last = starts[number + 1] if number + 1 < len(starts) else len(found)
        begins = found[first].start if number else 0
        yield found[first:last], begins, found[last].start if last < len(found) else len(text)


def _width(text: str, spans: Sequence[tuple[int, int, bool, int]]) -> int:
    """The length of a full line where a text is broken by hand, else 0."""
    sample = spans[:400]
    pairs = list(zip(sample, sample[1:], strict=False))
    going = sum(text[b[0]].islower() and not text[a[0] : a[1]].endswith(_ENDS) for a, b in pairs)
    if going < 2 or going < (0.2 if going > 2 else 0.5) * len(pairs):
        return 0
    lengths = sorted(stop - start for start, stop, _, _ in sample)
    return lengths[len(lengths) // 2]


def _goes_on(before: str, line: str, width: int, gap: str) -> bool:
    full = bool(width) and len(before) >= max(0.75 * width, 20)
    if gap.count("\n") != 1 or before.endswith(_ENDS) and not (full and _ABBREVIATED.search(before)):
        return False
    if _OPENS.match(line):
        return full and before.endswith((" —", " –")) and line[0].isdigit()
    if line[0].islower():
        return not before.isupper()
    if before.endswith(_HYPHENS):
        return False
    return full and not before.isupper() and not line.isupper()


def secrecy(line: str) -> str:
    """The secrecy stamp in a line, as printed, empty where there is none.

    >>> secrecy("№ 384535 Совершенно секретно")
    'Совершенно секретно'
    """
    found = _SECRECY.search(line[:_LONGEST])
    return plain(found[0]) if found else ""


def is_stamp(line: str) -> bool:
    """Whether a line is nothing but stamps, numbers and marks of copies.

    >>> is_stamp("№ 384535 Совершенно секретно"), is_stamp("Всё это секретно от рабочих.")
    (True, False)
    """
    if len(line) > 120:
        return False
    rest = _COPY.sub(" ", _NUMBER.sub(" ", _SECRECY.sub(" ", line)))
    return bool(
        rest != line and _STAMPED.match(rest) and len(re.findall(r"[^\W\d_]{3,}", rest)) <= 2 and len(rest.strip()) < 40
    )


def number(line: str) -> str:
    """The first number after № or No., with the running number behind it, empty where there is none.

    >>> number("Сводка № 45 (101) за 28 июля")
    '45 (101)'
    """
    found = _NUMBER.search(_COPY.sub(" ", line[:_LONGEST]))
    return plain(found[1]) if found else ""


def copy_number(line: str) -> str:
    """The number of the copy («Экз. № 3»), empty where there is none."""
    found = _COPY.search(line[:_LONGEST])
    return found[1] if found else ""


def own_title(known: str, head: Sequence[str], title: str) -> str:
    """The title to tell: ``title`` where what is known is a file's name or another line of the head, else nothing."""
    if not title or plain(known) == title:
        return ""
    guessed = " " not in known.strip() or plain(known) in head
    return title if guessed else ""


def foot(text: str, found: Sequence[Unit]) -> Foot:
    """Read the signatures, date line, copies and «Опубликовано» that close a paper, from its end upwards."""
    sent_at = next((i for i in range(len(found) - 1, max(-1, len(found) - 40), -1) if _is_sent(text, found, i)), None)
    last = len(found) if sent_at is None else sent_at
    roles: list[tuple[str, str]] = []
    first = last
    while first > 1 or (first == 1 and last > 1):
        line = plain(text[found[first - 1].start : found[first - 1].stop]) if _short(found[first - 1]) else ""
        role = (
            _role(line, bool(roles) and roles[-1][0] in ("name", "office"))
            if line and not found[first - 1].heading
            else ""
        )
        if not role:
            break
        roles.append((role, line))
        first -= 1
    roles.reverse()
    if not any(role in ("office", "name", "date", "printed") for role, _ in roles):
        first, roles = last, []
    dated = next((line for role, line in roles if role == "date"), "")
    told = dateline(dated)
    return Foot(
        first=first,
        signatories=tuple(_signatories(roles)),
        sent=tuple(_sent(text, found[sent_at:])) if sent_at is not None else (),
        place=place(dated, told) or next((words.strip(".,") for role, words in roles if role == "place"), ""),
        number=number(dated),
        published=next((words for role, words in roles if role == "printed"), ""),
        line=told,
    )


def _short(unit: Unit) -> bool:
    return unit.stop - unit.start <= _LONGEST


def _is_sent(text: str, found: Sequence[Unit], at: int) -> bool:
    """Whether the list of those who got copies begins here and goes on to the end, in short lines."""
    if not _SENT.match(text, found[at].start, found[at].stop):
        return False
    return all(unit.stop - unit.start <= 120 for unit in found[at + 1 :]) and _short(found[at])


def closes(line: str) -> bool:
    """Whether a line is a signature, a date line or «Опубликовано», as they stand below the words.

    >>> closes("Председатель ЦИК Союза ССР М. Калинин"), closes("Председатель вёл собрание.")
    (True, False)
    """
    return len(line) <= _LONGEST and bool(_role(line, False))


def _role(line: str, named: bool) -> str:
    if _LISTED.match(line):
        return ""
    if _PRINTED.match(line):
        return "printed"
    if label := _LABEL.match(line):
        rest = line[label.end() :]
        return "label" if not rest else "office" if len(rest) < 120 and not rest.endswith((",", ";")) else ""
    if len(line) > 200:
        return ""
    if _NAME.fullmatch(line) and not (_OFFICE_AT.match(line) and "." not in line):
        return "name"
    if _OFFICE.match(line):
        if _is_named(line) or (named and not line.endswith((".", ";"))) or (line.isupper() and len(line) <= 60):
            return "office"
    if _FIGURE.search(line):
        return "date" if _is_date_line(line) else ""
    return "place" if _KREMLIN.fullmatch(line) else ""


def _is_date_line(line: str) -> bool:
    if len(line) > 90 or _OPENS.match(line) and not re.match(r"\d{1,2}\.\s?(?:\d|[IVX])", line):
        return False
    told = dateline(line)
    if told.date is None or told.kind == "published":
        return False
    rest = _NUMBER.sub(" ", line.replace(told.date.printed, " "))
    return len(re.findall(r"[^\W\d_]{2,}", rest)) <= 4 and not re.search(r"(?<!\w)[а-яёa-z]{5,}|[«»]", rest)


def place(line: str, told: Dateline) -> str:
    """The place that stands before the date of a line.

    >>> place("Москва, Кремль. 10 февраля 1936 г.", read_dateline("Москва, Кремль. 10 февраля 1936 г."))
    'Москва, Кремль'
    """
    if told.date is None or told.date.printed not in line:
        return ""
    before = line[: line.index(told.date.printed)]
    found = _PLACE.fullmatch(before.strip())
    return plain(found[1]) if found and not _NO_PLACE.match(found[1]) else ""


def _signatories(roles: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Each who signed, with the office, which may stand on the lines before the name; not who certified the copy."""
    office: list[str] = []
    following = [*(role for role, _ in roles[1:]), ""]
    for (role, line), after in zip(roles, following, strict=False):
        label = _LABEL.match(line)
        if role not in ("name", "office") or (label and _CERTIFIED.match(line)):
            continue
        words = (line[label.end() :] if label else line).strip(".,; ")
        if role == "name":
            yield " ".join(filter(None, [", ".join(office), words]))
            office = []
            continue
        for signed in _each(words):
            office.append(signed)
            named = _NAMED_PLAINLY.search(signed) if after == "name" else _is_named(signed)
            if named:
                yield ", ".join(office)
                office = []
    if office:
        yield ", ".join(office)


def _each(words: str) -> Iterator[str]:
    """The signatures that stand behind one another on a line: another office after a name begins the next."""
    start = 0
    for match in _NEXT_OFFICE.finditer(words):
        if match.start() > start and _NAMED_PLAINLY.search(words[start : match.start()]):
            yield words[start : match.start()].strip(".,; ")
            start = match.end()
    yield words[start:].strip(".,; ")


def _is_named(words: str) -> bool:
    """Whether an office is followed by the name of who holds it."""
    found = _NAME_LAST.search(words)
    return found is not None and found[0].strip(" .,;") not in _INSTITUTIONS


def _sent(text: str, found: Sequence[Unit]) -> Iterator[str]:
    """Those to whom copies went: the items of a list after its label."""
    for i, unit in enumerate(found):
        line = plain(text[unit.start : unit.stop])
        if i == 0:
            label = _SENT.match(line)
            line = line[label.end() :] if label else line
        words = re.sub(r"^(?:\d{1,2}[.)]|[-–—])\s*", "", line).strip(" .;")
        if words:
            yield words
