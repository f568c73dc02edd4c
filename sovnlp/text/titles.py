"""What a document is called, where its text says so: the heading at its top, without stamps and addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sovnlp.text.letterhead import Line, classify
from sovnlp.text.paragraphs import is_heading

__all__ = ["infer_title"]

_LINES = 12
_LONGEST = 250
_NO_TITLE = re.compile(
    r"(?i)(?:штамп|(?:документ|document|doc\.)\s?(?:№\s?)?\d+\.?$|№|(?:страница|стр\.|page|p\.|лист|л\.)\s?\d+\.?$"
    r"|пролетари\w*\s+все|workers\s+of\s+(?:the\s+world|all)|(?:copy|копия|экз\S*)(?:\s(?:№|no\.?)\s?\d+)?$|архив:|источник:|archive:|a?\s?source:|published:|written:"
    r"|to\s+(?:all|the)\s|всем\s|(?:утреннее|вечернее)\s+заседание\W*$|(?:morning|evening)\s+session\W*$|[«\"“][^»\"”]{2,40}[»\"”]$)"
)
_MENU = re.compile(r"\s(?:>|»|\||→)\s|\s>$|^(?:\||>)")
_GENRE_ALONE = re.compile(
    r"(?i)(?:(?:обязательное\s|совместное\s|стенографическ\w+\s|информационн\w+\s|оперативн\w+\s|докладная\s|special\s|information\s|verbatim\s)?"
    r"(?:сводка|спецсводка|справка|обзор|донесение|рапорт|записка|стенограмма|отч[её]т|протокол|приказ|декрет|указ|постановление"
    r"|резолюция|директива|циркуляр|инструкция|распоряжение|доклад|речь|письмо|заявление"
    r"|memorandum|summary|report|resolution|decree|order|directive|circular|minutes|record|stenogram|letter|petition))"
    r"(?:\s(?:№|N|No\.)\s?[\w/-]+)?[.:]?$"
)
_DATED_TITLE = re.compile(
    r"(?i)(?:из\s+|from\s+(?:the\s+)?)?(?:сводк|обзор|доклад|реч[ьи](?!\w)|выступлени|стенограмм|протокол|письм|телеграмм|приказ|декрет|постановлени"
    r"|заседани|record|speech|report|letter|telegram|summary|minutes|decree|order)"
)
_GOES_ON = re.compile(r"[a-zа-яё]|(?:О|Об|On|Of|About)\s")
_ISSUER = re.compile(
    r"(?i)(?:\S+\s){0,4}(?:комитет|совет|комиссариат|комиссия|президиум|коллегия|съезд\w*|committee|council|commissariat|commission|soviet|congress)s?"
    r"(?:\s\S+){0,5}$|sovnarkom$|vtsik$|снк\sссср$"
)
_PERSON = re.compile(
    r"(?:[А-ЯЁA-Z]\.\s?){0,3}[А-ЯЁA-Z][\w'’-]+(?:\s(?:[А-ЯЁA-Z]\.\s?){1,2}|\s[А-ЯЁ][а-яё]+(?:ич|вна))?$"
)
_CAPITALS = re.compile(
    r"(?:(?:[А-ЯЁA-Z][А-ЯЁA-Z-]+|[А-ЯЁ]|№|\d[\d/]*|(?:от|года?|г\.|of)|(?<=\d\s)[а-я]{3,8}|[«\"(][А-ЯЁA-Z]+[»\")]?)[),.»\"]*\s){6,40}(?=[А-ЯЁA-Z][а-яёa-z])"
)
"""A title in capitals at the head of a paragraph: the line ends between them are lost."""
_ISSUED = re.compile(
    r".*\b(?:ПОСТАНОВЛЕНИЕ|ДЕКРЕТ|УКАЗ|ПРИКАЗ|РАСПОРЯЖЕНИЕ|DECREE|RESOLUTION|ORDER)(?:\s№\s\S+)?"
    r"\s(?:от|of)\s\d{1,2}\s\w+\s19\d\d(?:\s(?:года?|г\.))?(?:\s№\s\S+)?\s(?=\S+\s\S)"
)
_ENDS = re.compile(r"(?<=\sг)\.$|(?<=\d)\.$|(?<=\sгода)\.$|\s?[([][^()\[\]]*[)\]]\.?$|[»”\"]$")
_NOT_HEADS = frozenset("stamp urgency number addressee sender archive print date note resolution salutation".split())


def infer_title(text: str) -> str:
    r"""The title at the top of a text, its lines joined; empty where there is none.

    A word for the genre alone is no title: what follows belongs to it. The name of who spoke or wrote, a stamp, an
    address, a date, a menu are passed over. Where there is nothing but an address, that is what it is known by.

    >>> infer_title("СЕКРЕТНО\nСВОДКА\nо ходе сева в Заозерье\n\nДороги размыты.")
    'СВОДКА о ходе сева в Заозерье'
    """
    found = classify(text, 0, min(len(text), 4_000))[:_LINES]
    if found and (capitals := _CAPITALS.match(text, found[0].start, found[0].stop)):
        return _ISSUED.sub("", capitals[0]).rstrip(" .,:—–-")
    addressed = ""
    for at, line in enumerate(found):
        words = _words(text, line)
        if line.kind == "addressee" and not addressed and is_heading(words):
            addressed = words
        if line.kind == "salutation" or (line.kind == "body" and not _is_title(words) and not _is_passed(words)):
            break
        if not _heads(text, line):
            continue
        if (_PERSON.match(words) or _ISSUER.match(words)) and at + 1 < len(found) and _heads(text, found[at + 1]):
            continue
        return _joined(text, found[at:])
    return addressed


def _words(text: str, line: Line) -> str:
    return " ".join(text[line.start : line.stop].split())


def _is_title(words: str) -> bool:
    """A heading, which may end in a year («1921 г.») or in brackets."""
    return is_heading(_ENDS.sub("", words)) and len(words) <= 160


def _is_passed(words: str) -> bool:
    return bool(_NO_TITLE.match(words) or _MENU.search(words)) or not any(char.isalpha() for char in words)


def _heads(text: str, line: Line) -> bool:
    words = _words(text, line)
    dated = line.kind == "date" and _DATED_TITLE.match(words)
    return bool(line.kind not in _NOT_HEADS or dated) and _is_title(words) and not _is_passed(words)


def _joined(text: str, found: Sequence[Line]) -> str:
    """A heading with the lines that go on with it: after a word for the genre alone, and those in small letters."""
    title = _words(text, found[0])
    for above, line in zip(found, found[1:], strict=False):
        words = _words(text, line)
        far = text.count("\n", above.stop, line.start) > 2
        goes_on = _GOES_ON.match(words) or (above is found[0] and _GENRE_ALONE.match(title))
        short = len(title) + len(words) < _LONGEST and not words.endswith((".", ":", ";", "!", "?"))
        if far or not goes_on or not short or line.kind in ("date", "stamp", "number", "salutation"):
            break
        title = f"{title} {words}"
    return title
