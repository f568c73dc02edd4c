"""What stands above and below the words of a paper: stamps, addressees, dates, offices, signatures, archive lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sovnlp.document import Date, Segment
from sovnlp.text.dates import find_dates
from sovnlp.text.edtf import UNDATED
from sovnlp.text.paragraphs import is_heading, lines
from sovnlp.text.turns import remarks

__all__ = ["FOOT", "HEAD", "Line", "Paper", "classify", "documents", "paper"]

_LONGEST = 200
_BRACKETS = re.compile(r"[<>{}]")
_ORG = (
    r"ЦК|ЦИК|ВЦИК|ЦКК|СНК|ОГПУ|НКВД|Политбюро|Оргбюро|Секретариат|Президиум"
    r"|Верховн|Редакци|Комисси|Совет|Обком|Исполком"
)
_WORD = r"[А-ЯЁA-Z][^\W\d_]+(?:[-'’][^\W\d_]+)?"
_NAME = rf"(?:[А-ЯЁA-Z]\.\s?){{0,3}}{_WORD}(?:\s?(?:[А-ЯЁA-Z]\.\s?){{1,3}}|\s{_WORD}){{0,2}}"
_KINDS = (
    (
        "archive",
        r"(?:РГАСПИ|РЦХИДНИ|ГА\s?РФ|АП\s?РФ|ЦА\s?ФСБ|РГАЭ|РГВА|ЦГА\w*|RGASPI|GARF|AP\s?RF|TsA\s?FSB|Archive:|Архив:)(?!\w)",
    ),
    (
        "print",
        r"(?:Впервые\s+)?(?:Опубликован|Публикуется|Печатается|Напечатан|First\s+published|Published|Source:|Printed\s+in)"
        r"|[«“\"][А-ЯЁA-Z][^«»“”\"\n]{2,40}[»”\"],?\s*(?:19\d\d\s*г?\.?,?\s*)?(?:№|N|No\.)\s?\d|Подпись:|Signed:|[^.!?\n]{3,80}\.\s+(?:С|Стр|стр|pp?|P)\.\s?\d"
        r"|Редактировать\s+документы|Составление,\s+комментарии|Last\s+updated",
    ),
    (
        "note",
        r"\[\d{1,3}\]\s|\d{1,2}\*\s|\d{1,2}\s(?=Так\s+в\s+(?:документе|тексте))|[_*=—–-]{5,}$|Примечани[ея][.:]?$|Notes?:?$",
    ),
    ("resolution", r"\[(?!\d{1,3}\])[^\[\]\n]+\]\.?$|(?:Помет[аы]|Резолюци[яи])\s?(?:на\s[^:\n]{1,60})?:"),
    (
        "stamp",
        r"(?i:(?:сов(?:ершенно|\.)?|строго)\s*секретно|секретно|не\s+подлежит\s+оглашению|особая\s+папка|\(?из\s+о\S*\s+папки"
        r"|(?:top|strictly|owls\.)\s+secret|secret|confidential)(?!\w)[\s.!]*(?:[Ээ]кз\.?\s?№?\s?\d+|только\s+лично|лично)?[\s.!]*$",
    ),
    (
        "urgency",
        r"(?i:лично|срочно|вне\s+очереди|весьма\s+срочно|копия|шифром|личное|personal|urgent|copy|шифр)[.!\s]*$",
    ),
    ("number", r"(?i:(?:исх\.?\s?|вх\.?\s?)?(?:№№?|no\.|N)\s?\d[\w/.-]{0,12}\.?)$"),
    (
        "recorded",
        r"(?i:[«\"“]?(?:(?:протокол\s+)?(?:мною\s+|мной\s+)?(?:за)?писан\w*\s+(?:с\s+моих|с\s+наших|верно|правильно|лично)"
        r"|протокол\s+(?:мною|мной|нами)\s|показани\S+\s+(?:мои\s+)?(?:за)?писан|с\s+моих\s+слов\s|мною\s+прочитан"
        r"|написано\s+собственноручно|собственноручно\s+написал|допросил[аи]?(?!\w)|допрос\s+(?:снял|произв[её]л|вел)"
        r"|очную\s+ставку\s+прове|the\s+(?:record|protocol)\s+has\s+been|recorded\s+(?:correctly|from\s+my)|(?:true\s+)?written\s+down\s+(?:correctly\s+)?from\s+my|interrogated\s+by|interrogators?:|верно\s?(?:[:.]?$|:)))",
    ),
    (
        "protocol",
        r"(?i:(?:\W*из\s+)?(?:стенограмм\w*\s+|выписк\w+\s+из\s+|копия\s+)?протокол\w*\s+(?:\S+\s+)?(?:допроса|очной\s+ставки|показани)"
        r"|(?:протокол\s+)?очн(?:ая|ой)\s+ставк|собственноручн\w+\s+показани|показани[яе](?=\s*(?:$|обвин|арест|свидет|гр|подсл))"
        r"|(?:record|protocol|minutes|transcript)\s+of\s+(?:the\s+)?(?:interrogation|confrontation|examination)|confrontation\s+between"
        r"|personal\s+testimony|анкета\s+арестованн)|(?:П|п)оказани[яе]\s(?=[А-ЯЁ«])[^.!?\n]*$|ПОКАЗАНИ[ЯЕ](?!\w)",
    ),
    (
        "title",
        r"(?:(?i:(?:коллективное\s|открытое\s)?(?:письмо|прошение|заявление|жалоба|докладная|служебная|объяснительная|телеграмма"
        r"|шифротелеграмма|записка|рапорт|ходатайство|обращение|спецсообщение|петиция))(?!\w)"
        r"|(?i:(?:an?\s)?(?:(?:open|collective)\s)?(?:petition|letter|statement|complaint|telegram|application|memorandum))"
        r"(?=\s(?:to|of|from)\s|[.:]?$))(?:[.:]?$|[^\n]{0,160}(?<![.!?;:,])$)",
    ),
    (
        "addressee",
        r"(?i:(?:генеральному\s|первому\s)?(?:наркомвнудел|нарком|народному\s+комисс|секретарю|председателю|прокурору|начальнику"
        r"|зам(?:естителю|\.\s?наркома)|директору|члену\s|членам\s|командующему|командиру|редактору|заведующему|уполномоченному"
        r"|следователю|комиссару|комиссии\s|военному\s+прокурору|главному\s|верховному\s|депутату|в\s+редакцию|в\s+президиум"
        r"|товарищ(?:у|ам)\s|гражданину\s|гражданам\s))[^!?\n]{0,150}(?<![а-яё]{3}[;,])$"
        rf"|[Вв]о?\s+(?:(?:{_ORG}|{_ORG.lower()})[^.!?\n]{{0,120}}[.:–—-]?|[А-ЯЁ][^.!?\n]{{2,120}}[:–—-]?)$"
        r"|(?:ТОВАРИЩУ|Всем|ВСЕМ|Ко\s+всем|КО\s+ВСЕМ)\s[^.!?\n]{2,100}[.:]?$"
        rf"|(?:{_ORG})\S*(?=[\s(])[^.!?\n]{{0,100}}[.:–—-]?$"
        rf"|(?:[ТтT]ов|ТОВ|[Тт]т?|гр|[Гг]р-?к?[ун]?)\.\s*(?:{_NAME})(?:,?\s(?:и\s)?(?:{_NAME})){{0,4}}[\s.:–—-]*$"
        rf"|(?:Comrade|COMRADE|Com\.|Tov\.)\s{_NAME}[.:–—-]?$"
        r"|(?i:copies?|копи[ия])\s?(?::|тов|т\.)|[Tt][Oo](?::|\s+(?:the|[Cc]omrade|com\.|[Tt]ov\.|[A-Z]))[^.!?\n]{2,100}[.:,]?$",
    ),
    (
        "sender",
        r"(?:(?:[Оо]т|ОТ)\s+(?=[А-ЯЁ]|заключ|арест|гр|осужд|быв|чл|рабоч|крест|колхоз|жит)|[Пп]риговор[её]нн|[Оо]сужд[её]нн"
        r"|[Зз]аключ[её]нн|[Аа]рестованн(?:ого|ой)|[Ff]rom:?\s+(?=[A-Z]))[^!?\n]{2,120}(?<![а-яёa-z]{3}\.)$",
    ),
    (
        "salutation",
        r"(?i:(?:глубоко|много)?уважаем\w+|дорог(?:ой|ая|ие)|мил(?:ый|ая|ые)|здравствуй\w*|dear)(?!\w)[^.?\n]{0,70}[!,.:]?$"
        r"|(?i:товарищ\w*|граждан\w+|comrades?|тов\.)\s?[^.?!\n]{0,40}[!,]$",
    ),
    (
        "closing",
        r"(?:(?i:с\s+(?:\S+\s+){0,2}(?:приветом|уважением|почтением)|с\s+ком\S*\s+прив|привет[.!]?$|крепко\s+жму|жму\s+рук|преданный"
        r"|искренне|обнима|целую|with\s+(?:\w+\s){0,2}greetings?|yours|sincerely|fraternally|greetings[.!]?$|respectfully|к\s+сему|подписали|за\s+неграмотн)[^?\n]{0,80}"
        r"|[Вв]аш[аи]?(?:[\s,]+(?:[А-ЯЁ]\S*|преданн\S*|покорн\S*|искренн\S*)){0,3}[,.]?)$",
    ),
    (
        "office",
        r"(?i:(?:\d{1,2}\s)?(?:(?:зам|пом|нач|врид|вр\.?и\.?д)\.\s?(?=\w)|(?:ст|старш\w+)\.?\s?(?:опер|следов|лейт|уполн|майор|инсп)"
        r"|заместитель\s|помощник\s|народн\w+\s+комиссар|нарком(?:\s|\.|внудел(?!\w))|начальник\s|секретарь\s|председатель\s|прокурор\s"
        r"|следователь\s|оперуполномоч|уполномоченный\s|комиссар\s|капитан\s|майор\s|лейтенант\s|внутренних\s+дел|подпис[ьи](?!\w)"
        r"|внутренняя\s+тюрьма|deputy\s|people['’]s\s+commissar|chief\s+of|head\s+of|secretary\s+of|\[?signed))"
        r"[^?!\n]{0,150}(?<![а-яёa-z]{3}\.)(?<![,;:])$"
        rf"|[А-ЯЁA-Z][^.!?\n]{{0,100}}\s\(/?{_NAME}/?\)\.?$",
    ),
)
_FIRST = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS))
_FIRST_OF_LONG = re.compile(
    "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS if kind in ("archive", "print", "note", "resolution"))
)
_SIGNS = re.compile(
    rf"[(/\[«\"“]*(?:{_NAME}|(?:[А-ЯЁA-Z]\.\s?){{2,3}})(?:\s\((?:подпись|signed|{_NAME})\))?[)/\]»\"”]*[.,]?$"
)
_POSTSCRIPT = re.compile(r"(?:P\s?\.?\s?S|П\s?\.?\s?С|Р\.\s?S)\.")
_NUMBERED = re.compile(r"№\s?\d{1,4}$")
_TIGHT_DATE = re.compile(r"\d|(?i:б\s?/\s?д|undated|без\s+даты)")

HEAD = frozenset(
    "stamp urgency number addressee sender title protocol resolution archive print date name office".split()
)
FOOT = frozenset("resolution archive print date name office closing recorded stamp urgency number note".split())
"""Kinds of lines that stand above the words of a paper, and below them."""
_OPENS = frozenset("stamp addressee title protocol".split())
_ENDS = frozenset("archive print date name office closing recorded".split())
_EDITORIAL = frozenset("archive print note resolution".split())


@dataclass(frozen=True, slots=True)
class Line:
    """A line with what it is: one of the kinds above, ``salutation``, ``postscript``, or ``body``."""

    start: int
    stop: int
    kind: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One letter, petition or statement: its segments, what its head and foot say, and its date."""

    segments: tuple[Segment, ...]
    metadata: dict[str, str] = field(default_factory=dict)
    date: Date | None = None


def classify(text: str, start: int, stop: int) -> list[Line]:
    """The lines of a stretch, each with its kind by its own looks alone.

    >>> [line.kind for line in classify("СЕКРЕТНО", 0, 8)]
    ['stamp']
    """
    return [Line(first, last, _kind(text, first, last)) for first, last in lines(text, start, stop)]


def _kind(text: str, start: int, stop: int) -> str:
    if stop - start > _LONGEST:
        found = _FIRST_OF_LONG.match(text, start, stop)
        return found.lastgroup or "body" if found else "postscript" if _POSTSCRIPT.match(text, start, stop) else "body"
    line = _BRACKETS.sub("", text[start:stop])
    if _POSTSCRIPT.match(line):
        return "postscript"
    if found := _FIRST.match(line):
        return found.lastgroup or "body"
    if len(line) > 60 or line.count(" ") > 8:
        return "body"
    if _TIGHT_DATE.search(line) and _is_date(line):
        return "date"
    return "name" if _SIGNS.match(line) else "body"


def _is_date(line: str) -> bool:
    """Whether a line says when, and perhaps where, and nothing else."""
    if re.match(r"\d{1,2}[.)]\s+[А-ЯЁA-Z]", line):
        return False
    found = list(find_dates(line))
    if not found:
        return bool(
            re.fullmatch(
                r"\[?\d{1,2}[./\s-]+(?:[IVX]{1,4}|[а-я]{3,8})[./\s-]*(?:\(?(?:19)?\d\d\)?)?\s?(?:г\.)?\]?", line
            )
        )
    rest = line
    for start, stop, _ in reversed(found):
        rest = rest[:start] + rest[stop:]
    rest = re.sub(r"[\W\d_]+|\b(?:года?|г|от|час\w*|утра|вечера|дня|ночи)\b", " ", rest).strip()
    return len(rest) <= 30 and (not rest or rest[0].isupper() or len(rest) <= 3)


def documents(text: str, found: Sequence[Line]) -> list[list[Line]]:
    """The papers into which the lines of a text fall: after what closes one, the head of another begins.

    A line that the caller has blanked counts as one that closes: it was an archive line or a rule.
    """
    groups: list[list[Line]] = []
    state, ended, previous = "head", False, 0
    for line in found:
        heads = line.kind in _OPENS or _NUMBERED.match(text[line.start : line.stop])
        closed = ended or _is_blanked(text[previous : line.start]) or _is_protocol(text, line)
        if not groups or (state == "body" and heads and closed):
            groups.append([])
            state, ended = "head", False
        elif line.kind in _ENDS:
            ended = ended or state == "body"
        if line.kind in ("body", "salutation", "closing", "postscript"):
            long = line.stop - line.start > 40 or text[line.stop - 1] in '.!?…:;,»”"'
            if line.kind != "closing" and (long or (state == "body" and not ended)):
                state, ended = "body", False
        groups[-1].append(line)
        previous = line.stop
    return groups


def _is_blanked(gap: str) -> bool:
    return any(len(piece) >= 20 for piece in gap.split("\n"))


def _is_protocol(text: str, line: Line) -> bool:
    words = text[line.start : line.stop]
    if line.kind != "protocol" or words[:8].casefold() == "показани":
        return False
    return is_heading(words) and (words.isupper() or len(words) < 60)


def paper(text: str, found: Sequence[Line]) -> Paper:
    """Cut a letter into what stands above it, its words and its postscript (one turn), and what stands below."""
    if not found:
        return Paper(())
    first = _head(text, found)
    last = _foot(found, first, len(found))
    postscript = next((i for i in range(first, last) if found[i].kind == "postscript"), last)
    middle = range(_foot(found, first, postscript), postscript) if postscript < last else range(0)
    segments: list[Segment] = []
    for i, line in enumerate(found):
        if first <= i < last and i not in middle:
            segments += _words(text, line)
        elif line.kind in _EDITORIAL:
            segments.append(Segment("note", line.start, line.stop, editorial=True))
        else:
            segments.append(Segment("heading", line.start, line.stop))
    around = [line for i, line in enumerate(found) if i < first or i >= last or i in middle]
    return Paper(tuple(segments), _facets(text, found[:first], around), _date(text, around))


def _words(text: str, line: Line) -> list[Segment]:
    if line.kind == "resolution":
        return [Segment("note", line.start, line.stop, 1, editorial=True)]
    return [
        Segment(kind or "speech", start, stop, 1, name)
        for start, stop, kind, name in remarks(text, line.start, line.stop)
    ]


def _head(text: str, found: Sequence[Line]) -> int:
    """The number of the first line that belongs to the words."""
    for i, line in enumerate(found[:40]):
        words = text[line.start : line.stop]
        if line.kind in ("salutation", "postscript") or i == len(found) - 1:
            return i
        if line.kind in HEAD or line.kind == "note":
            continue
        opening = i == 0 or found[i - 1].kind in ("addressee", "sender", "title", "protocol", "office", "stamp")
        if not (opening and len(words) <= 100 and (is_heading(words) or _ends_with_date(words))):
            return i
    return 0 if len(found) <= 40 else 40


def _ends_with_date(words: str) -> bool:
    """Whether a line is a dateline with more in it: «Нижнее Поле, Осокину. 31 августа 1928 г.»."""
    tail = words[-40:]
    return any(len(tail) - stop < 3 for _, stop, _ in find_dates(tail))


def _foot(found: Sequence[Line], first: int, last: int) -> int:
    """The number of the line after the last one of the words: what follows is only signature, date and archive line."""
    reached = last
    while reached > first + 1 and found[reached - 1].kind in FOOT:
        reached -= 1
    if reached == first + 1 and found[first].kind in FOOT - {"recorded"} and last - first > 1:
        reached = first + 1
    return reached


def _facets(text: str, head: Sequence[Line], around: Sequence[Line]) -> dict[str, str]:
    def printed(kinds: Sequence[str], of: Sequence[Line]) -> list[str]:
        return [" ".join(text[line.start : line.stop].split()) for line in of if line.kind in kinds]

    addressee: list[str] = []
    for above, line in zip([None, *head], head, strict=False):
        words = text[line.start : line.stop]
        # «Наркомвнуделу / Н. И. Осинкину»: the name below an office in the dative is the addressee's too.
        dative = line.kind == "name" and bool(re.search(r"(?i)[ую][.,:]?$", words))
        if line.kind == "addressee" or (dative and (not addressee or (above and above.kind == "addressee"))):
            addressee.append(words)
    below = [line for line in around if not head or line.start > head[-1].start]
    signed = printed(["name"], below) or [
        match[1]
        for words in printed(["office", "closing"], below)
        if (match := re.search(rf"(?:[(/]|[Вв]аш[аи]?,?\s)({_NAME})[)/]?\.?$", words))
    ]
    full = [name for name in signed if re.search(r"[.\s]\S", name.strip(" ()/"))] or signed
    facets = {
        "addressee": " ".join(part.strip(" –—-:") for part in addressee),
        "author": full[0].strip(' ()/[]«»"“”,.') if full else "",
        "secrecy": ", ".join(printed(["stamp"], around)).strip(" ."),
        "number": next(iter(printed(["number"], around)), "").strip("№ .").removeprefix("No").strip(". "),
    }
    return {name: " ".join(value.split()) for name, value in facets.items() if value}


def _date(text: str, around: Sequence[Line]) -> Date | None:
    for line in around:
        if line.kind == "date":
            for _, _, date in find_dates(text[line.start : line.stop]):
                if date.edtf != UNDATED:
                    return date
    return None
