"""Decrees, resolutions, orders and items of protocols: who issued them, number, date, articles, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sovnlp.document import Date, Extract, Part, Segment
from sovnlp.text import official
from sovnlp.text.official import Unit, plain

__all__ = ["read"]

_ACTS = (
    "постановление|декрет|указ|приказ|приказание|циркуляр|резолюция|директива|инструкция|положение|распоряжение|закон|устав"
    "|предписание|обращение|решение|выписка|протокол|письмо|decree|resolution|order|circular|instruction|statute|regulation|directive"
    "|law|ukase|excerpt|extract|minutes|protocol|decision"
).split("|")
_ACT = re.compile(
    r"(?:№\s?\d+\.?\s+|\d{4}\s?г\.?,?\s[а-я]+\s\d{1,2}\.?\s+|\d{1,2}\s[а-я]+\s\d{4}\s?г\.?,?\s+)?(?P<excerpt>[Ии]з\s|ИЗ\s|[Ff]rom\s(?:the\s)?|[Ee]x(?:tract|cerpt)\sfrom\s(?:the\s)?)?(?:(?i:оперативн\w+|секретн\w+|совместн\w+|joint|operational)\s)?"
    r"(?i:(?P<act>постановлени[ея]|декрета?|указа?(?!\w)|приказ(?:ани[ея]|а)?(?!\w)|циркуляр[а]?|резолюци[яи]|директив[аы]|инструкци[яи]|положени[ея]|распоряжени[ея]|закон[а]?(?!\w)|устав[а]?(?!\w)|предписани[ея]"
    r"|решени[ея]|выписк[аи]|протокол[а]?(?!\w)|decrees?|resolutions?|orders?|circular|instructions?|statute|regulations?|directive|law|ukase|minutes|protocol|decision)(?!\w))"
)
_SPACED_ACT = re.compile(
    r"(?:П\s?О\s?С\s?Т\s?А\s?Н\s?О\s?В\s?Л\s?Е\s?Н\s?И\s?Е|Д\s?Е\s?К\s?Р\s?Е\s?Т|П\s?Р\s?И\s?К\s?А\s?З|У\s?К\s?А\s?З)(?=\W|$)"
)
_BODY_WORD = (
    r"(?:(?:[Пп]резидиум|ПРЕЗИДИУМ)\w*|(?:[Цц]ентральн|ЦЕНТРАЛЬН|[Вв]серос|ВСЕРОС|[Вв]сесоюз|ВСЕСОЮЗ|[Рр]абоч\w+\sи|РАБОЧ)\w*|(?:[Сс]овет|СОВЕТ)\w*|СНК|СТО|ЦИК|ВЦИК|ЦК|ВЦСПС|ОГПУ|НКВД|ГПУ|ВЧК|СО\s?НК|НКФ|ВСНХ|ПБ"
    r"|[Пп]олитбюро|ПОЛИТБЮРО|[Оо]ргбюро|[Сс]екретариат|[Нн]аркомат\w*|Нарком\w+|НАРКОМ\w+|[Нн]ародн\w+|НАРОДН\w+|[Вв]ерховн\w+|ВЕРХОВН\w+|[Ээ]кономсовет\w*|[Кк]омитет\w*|КОМИТЕТ\w*|[Пп]ленум\w*|[Сс]ъезд\w*|[Оо]бком\w*|[Кк]райком\w*"
    r"|[Ии]сполком\w*|[Уу]правлени\w+|[Кк]оллеги\w+|[Гг]лавн\w+|(?:[Tt]he\s)?(?:[Aa]ll-|[Cc]entral|[Cc]ouncil|[Ss]ovnarkom|[Pp]residium|[Pp]olitburo|[Pp]eople['’]s|[Ss]upreme|[Ss]oviet|[Ee]xecutive|NKVD|OGPU|CEC|TsIK|VTsIK|SNK|STO|CENTRAL|COUNCIL|PRESIDIUM|PEOPLE['’]S|[Cc]ommissariat|[Gg]overnment))"
)
_BODY_LINE = re.compile(rf"{_BODY_WORD}(?!\w)[^.:;\n]{{0,160}}[.]?$")
_BODY_AFTER = re.compile(
    rf"(?i:\s+of(?:\s+the)?|\s+No\.?\s?\S+\s+of(?:\s+the)?)?\s+(?P<body>(?:[А-ЯЁ][\w-]+(?:ого|ой|их|ых)\s){{0,3}}{_BODY_WORD}(?!\w)[^«»\"“”:;,\n]{{0,120}}?)"
    r"(?=\s*(?:$|[:.«\"“,;№]|\sот\s|\sо\s|\sоб\s|\sв\s\d|\sN\s?\d|\sNo\.|\sdated|\son\s|\sof\s\d|\s\d{1,2}[\s.]))"
)
_SAT = re.compile(
    r"(?i:заседани\w+)\s(?P<body>(?i:политбюро|оргбюро|секретариата|президиума|пленума|коллегии|совета)(?:\s[А-ЯЁ][^\s,;«]*){1,4})"
)
_RESOLVES = re.compile(
    r"(?P<body>(?-i:[А-ЯЁA-Z])[^\n.;:]{2,200}?)\s+(?:п\s?о\s?с\s?т\s?а\s?н\s?о\s?в\s?л\s?я\s?[ею]\s?т|постановил[аи]?|декретирует|декретируют|приказывает"
    r"|(?:have\s|has\s|hereby\s)?(?:resolves?d?|decrees?d?|orders)(?:\sthe\sfollowing|\sthat|\sas\sfollows)?)\s?:",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"(?i)\W*(?:п\s?о\s?с\s?т\s?а\s?н\s?о\s?в\s?л\s?я\s?[ею]\s?т|постанов(?:ля|ил)\w*|приказыва\w+|предлага\w+|resolves?d?|orders?(?:ed)?)\W*$"
)
_TITLE = re.compile(
    r"(?:О|Об|Обо|ОБ|On|ON|Concerning|Regarding|About|К|По|Положение|Инструкция)\s\S|[«“\"][^«“\"\n]{5,300}[»”\"][.]?$"
)
_GAZETTE = re.compile(
    r"\(?(?:С[УЗПу]\s|Собр\w*\.?\s(?:[Уу]зак|[Зз]ак|пост)|Собрание\s(?:узаконений|законов|постановлений)|Опубл)[^\n]{0,200}(?:№|N|[Cc]т)"
)
_GAZETTE_ARTICLE = re.compile(r"(?:Статья|Ст\.)\s?№\s?(\d+)\.?$")
_EXCERPT = re.compile(r"(?i)[\[(]\s?(?:извлечени[ея]|в\s?извлечени\w+|выдержк\w+|excerpts?|extracts?|abridged)\s?[\])]")
_COLLECTION_NUMBER = re.compile(r"(?:№\s?\d{1,3}|\d{1,3}-\d{1,3})\.?")
_POLL = re.compile(r"(?i)опрос|решени[ея]м?\s|от\sчленов|by\spoll")
_PROTOCOL = re.compile(
    r"(?i)(?:протокол\w*|protocol|minutes)[^№\n]{0,80}(?:№|no\.?)\s?(\d+)(?:[^\n]{0,60}?(?:п\.|пункт|item|point)\s?(\d+(?:/\d+\w*)?))?"
)
_PARTY = re.compile(r"(?i)политбюро|оргбюро|протокол|(?<!\w)пб(?!\w)|politburo|orgburo|protocol|minutes")
_ITEM = re.compile(r"(?P<item>\d{1,3}(?:/\d{1,4}\w{0,3})?)\s?\.?\s?[—–-]?\s+(?=[А-ЯЁA-Z«])")
_ITEM_TITLE = re.compile(r"(?:О|Об|Обо|On|About|Вопрос\w*|Записка|Предложение)\s[^\n]{3,300}$")
_RAPPORTEURS = re.compile(r"\((?:т\.?\s?т?\.?|тов\.|cde?s?\.|com(?:rade)?s?\.?)\s?[^()\n]{2,200}\)\.?$")

_LABEL = re.compile(
    r"(?:Ст(?:атья|\.)\s?№?\s?|Article\s|Art\.\s|§\s?|Section\s)?(?P<number>\d{1,3})(?:[-–]?[а-яa-z])?[.)]|(?:Статья|Ст\.|Article|Art\.|§)\s?\d+"
)
_INLINE = re.compile(r"(?<=[.;:»)])\s+(?=(?:(?:Ст\.|Статья|§|Article)\s?\d{1,3}(?:\.|(?=\s))))")
_INLINE_NUMBER = re.compile(r"(?<=[.;:])\s+(?=(\d{1,3})[.)]\s?[А-ЯЁA-Z])")
_PART_TITLE = re.compile(
    r"(?:[IVXІ]{1,5}\.?$|(?i:раздел|глава|часть|отдел|chapter|part|section|title)\s(?:[IVX]+|\d+|[а-яё]+(?:ый|ая|ой|ое|ья))(?!\w)[^\n]{0,140}$|[IVXІ]{1,5}[.)]?\s+[А-ЯЁA-Z][^\n]{2,140}$|[А-ЯЁ]\.\s[А-ЯЁ][^\n]{2,60}$)"
)
_ANNEX = re.compile(r"(?i)(?:приложени[ея]|annex|appendix)(?:\s(?:№|к|to|no)\W?[^\n]{0,160}|\s?\d+)?[.:]?$")
_FLAT_HEAD = re.compile(
    r"(?P<body>[А-ЯЁ][А-ЯЁ\s,.()«»-]{5,240}?)\s(?P<act>ПОСТАНОВЛЕНИЕ|ДЕКРЕТ|УКАЗ|ПРИКАЗ|РАСПОРЯЖЕНИЕ|ЦИРКУЛЯР)\s(?P<date>от\s\d[^А-ЯЁ]{6,40}?(?:года|г\.)(?:\s?(?:№|N)\s?\d+)?)\s"
    r"(?P<title>(?:[А-ЯЁ\d«»\"(][^\sа-яё]*\s){2,60}?)(?=[А-ЯЁ]?[а-яё])"
)
_FLAT_FOOT = re.compile(
    r"(?<=[.;»])\s+(?=(?:Подпис(?:али|ал):?\s+)?(?:Председатель|Зам(?:еститель|\.)|Секретарь|Народный\s[Кк]омиссар|Нарком|Управляющ|Chairman|Secretary|President)\s[^.;]{3,120}\s(?:[А-ЯЁA-Z][а-яa-z]{0,3}\.\s?){1,2}[А-ЯЁA-Z]\w+)"
    r"|(?<=\S)\s+(?=(?:Рас|О)публикован\w*\s+в\s)|(?<=\S)\s+(?=Москва,?\s(?:Кремль\W+)?\d{1,2}\s[а-я]+\s19\d\d)"
)


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands above the words: ``stop`` is the number of their first unit; ``date`` is the day of adoption."""

    stop: int
    metadata: Mapping[str, str]
    date: Date | None
    party: bool


def read(extract: Extract) -> tuple[Part, ...]:
    r"""Cut an act into its head, preamble, articles with their labels, and signatures; each of several is a part.

    >>> text = "СОВЕТ ЛОДОЧНИКОВ\nДЕКРЕТ\nот 3 мая 1919 года\nО ВЁСЛАХ\nСт. 1. Вёсла сдать.\nПредседатель Ф. Ольхов."
    >>> part, = read(Extract(text))
    >>> part.metadata["body"], part.metadata["type"], part.metadata["title"], part.metadata["signatories"]
    ('СОВЕТ ЛОДОЧНИКОВ', 'декрет', 'О ВЁСЛАХ', 'Председатель Ф. Ольхов')
    """
    text = extract.text
    found = list(_finer(text, official.units(extract)))
    starts = _starts(text, found)
    known = {} if len(starts) > 1 else extract.metadata
    return tuple(_part(text, *paper, known) for paper in official.papers(text, found, starts))


def _part(text: str, found: Sequence[Unit], begins: int, ends: int, known: Mapping[str, str]) -> Part:
    head = _head(text, found, known)
    annex = next(
        (i for i in range(head.stop + 1, len(found)) if _ANNEX.match(text, found[i].start, found[i].stop)), len(found)
    )
    feet = [official.foot(text, found[:annex])]
    closing = {*range(feet[0].first, annex)}
    if annex < len(found):
        last = official.foot(text, found[annex:])
        closing |= {*range(annex + last.first, len(found))}
        feet.append(last)
    foot = feet[0]
    segments: list[Segment] = []
    items: list[str] = []
    for i, unit in enumerate(found):
        kind = "heading" if i < head.stop or i in closing or unit.heading else _kind(text, unit, head.party, items)
        segments.append(Segment(kind, unit.start, unit.stop))
    metadata = dict(head.metadata)
    metadata |= {
        "number": metadata.get("number") or foot.number,
        "item": metadata.get("item") or "; ".join(items),
        "signatories": "; ".join(foot.signatories),
        "addressee": "; ".join(foot.sent),
        "place": foot.place,
        "published": foot.published or metadata.get("published", ""),
    }
    if _skips(text, found[head.stop : foot.first]):
        metadata["excerpt"] = "true"
    body = metadata.get("body") or _resolving(text, found[head.stop : head.stop + 4])
    metadata |= {"body": body, "author": body}
    if not metadata["number"] and not head.party and not foot.date and "-" not in metadata.get("edition_number", "-"):
        metadata["number"] = metadata.pop("edition_number")
    date = None if "date" in known else head.date or official.whole(foot.date)
    return Part(begins, ends, tuple(segments), {name: value for name, value in metadata.items() if value}, date)


def _kind(text: str, unit: Unit, party: bool, items: list[str]) -> str:
    """Whether a unit between head and foot is a heading; the numbers of a protocol's items are noted in ``items``."""
    if unit.stop - unit.start > 320:
        long = _ITEM.match(text, unit.start, unit.stop) if party and not items else None
        items += [long["item"]] if long and "/" in long["item"] else []
        return "paragraph"
    line = plain(text[unit.start : unit.stop])
    if party and (item := _ITEM.match(line)):
        titled = _ITEM_TITLE.match(line, item.end())
        if titled or "/" in item["item"]:
            items.append(item["item"])
        return "heading" if titled and not line.endswith((":", ";")) else "paragraph"
    if _ORDERS.match(line) or line.startswith(("-", "—", "–")):
        return "paragraph"
    if _RAPPORTEURS.match(line) and party or _PART_TITLE.match(line) and not line.endswith((";", ":")):
        return "heading"
    if _ANNEX.match(line):
        return "heading"
    return "heading" if line.isupper() and len(line) <= 200 and not _LABEL.match(line) else "paragraph"


def _skips(text: str, found: Sequence[Unit]) -> bool:
    """Whether articles are left out: their numbers count up and then jump."""
    before = 0
    for unit in found:
        label = _LABEL.match(text, unit.start, unit.stop)
        if label and label["number"]:
            number = int(label["number"])
            if 1 < before + 1 < number < before + 50:
                return True
            before = number
    return False


def _head(text: str, found: Sequence[Unit], known: Mapping[str, str]) -> _Head:
    shown: list[str] = []
    for unit in found[:25]:
        line = plain(text[unit.start : unit.stop]) if unit.stop - unit.start <= 450 else ""
        if not line or not (unit.heading or _in_head(line, len(shown))):
            break
        shown.append(line)
    if len(shown) == len(found):
        shown = shown[:-1]
    outside = plain(known.get("title", ""))
    acts = [line for line in shown if _ACT.match(line) or _SPACED_ACT.match(line)]
    act_line = acts[0] if acts else outside if _ACT.search(outside) else ""
    bodies, titles = _names(shown)
    title = " ".join(titles) or next((line for line in acts if len(line) > 30), "")
    around = [act_line, *(line for line in shown if line != act_line), outside]
    metadata = {
        "title": official.own_title(outside, shown, title),
        "type": _type(act_line),
        "body": "; ".join(bodies) or next((body for line in (*acts, outside) if (body := _issued(line))), ""),
        "secrecy": "; ".join(dict.fromkeys(filter(None, (official.secrecy(x) for x in shown if official.is_stamp(x))))),
        "published": next((line.strip("() .") for line in (*shown, outside) if _GAZETTE.match(line)), ""),
        "excerpt": "true" if any(_EXCERPT.search(line) for line in (*shown, outside)) or _is_excerpt(act_line) else "",
        **_numbers(act_line, shown, around),
    }
    return _Head(
        len(shown),
        {name: value for name, value in metadata.items() if value},
        _adopted(around),
        any(_PARTY.search(line) for line in around),
    )


def _in_head(line: str, number: int) -> bool:
    """Whether a line still stands above the words."""
    if _ORDERS.match(line) or line.endswith((":", ";", ",")) and not line.isupper() and not _ACT.match(line):
        return False
    if official.is_stamp(line) or _COLLECTION_NUMBER.fullmatch(line) or _EXCERPT.match(line) or _GAZETTE.match(line):
        return True
    if _GAZETTE_ARTICLE.match(line) or _SPACED_ACT.match(line):
        return True
    if _LABEL.match(line) and not re.match(r"\d{1,2}\s\w", line) or _PART_TITLE.match(line):
        return _dated(line)
    if line.isupper() and len(line) <= 400 or _dated(line) or re.match(r"\(?(?:Утв|Принят|Approved|Adopted)", line):
        return True
    act = _ACT.match(line)
    if act and not _RESOLVES.match(line):
        return len(line) <= 160 or number == 0
    if _TITLE.match(line) and len(line) <= 350:
        return number <= 8
    return bool(_BODY_LINE.match(line)) and len(line) <= 160 and not line.endswith(".") and number <= 4


def _dated(line: str) -> bool:
    """Whether a line says little more than when."""
    return len(line) <= 70 and any(map(str.isdigit, line)) and official.dateline(line).date is not None


def _names(shown: Sequence[str]) -> tuple[list[str], list[str]]:
    """The bodies that issued an act, and the lines of its title."""
    bodies: list[str] = []
    titles: list[str] = []
    acted = False
    for line in shown:
        bare = line.strip(" .")
        if _ACT.match(line) or _SPACED_ACT.match(line):
            acted = True
            continue
        if official.is_stamp(line) or _dated(line) or _GAZETTE.match(line) or _EXCERPT.match(line) or not bare:
            continue
        if _GAZETTE_ARTICLE.match(line) or _COLLECTION_NUMBER.fullmatch(line):
            continue
        body = _BODY_LINE.match(line) or not acted and line.isupper() and not _TITLE.match(line)
        if body and not titles and not (acted and bodies and line.isupper() and not _BODY_LINE.match(line)):
            bodies.append(bare.strip(" ,:—–-"))
        elif _TITLE.match(line) or line.isupper():
            titles.append(bare)
    return bodies, titles


def _issued(line: str) -> str:
    """Who issued an act, as the line with its kind names them: «Декрет Совета Лодочников»."""
    act = _ACT.search(line[:400])
    found = _BODY_AFTER.match(line, act.end()) if act else None
    found = found or _SAT.search(line[:400])
    return plain(found["body"]).strip(" .-—–") if found else ""


def _resolving(text: str, found: Sequence[Unit]) -> str:
    """Who resolves, in the preamble: what stands before «постановляет:», from its last sentence or clause on."""
    for unit in found:
        if match := _RESOLVES.search(text, unit.start, min(unit.stop, unit.start + 4_000)):
            clause = plain(match["body"])
            inner = list(re.finditer(rf"(?<!\w){_BODY_WORD}(?!\w)", clause))
            return clause[inner[0].start() :].strip(" ,") if inner else ""
    return ""


def _type(line: str) -> str:
    if spaced := _SPACED_ACT.match(line):
        return re.sub(r"\s", "", spaced[0]).lower()
    found = _ACT.search(line[:400])
    if not found:
        return ""
    word = found["act"].lower()
    if word.startswith("выписк") or (word.startswith("протокол") and found["excerpt"]):
        return "выписка из протокола"
    stem = word[: max(3, len(word) - 2)]
    return next((act for act in _ACTS if act.startswith(stem)), word)


def _is_excerpt(line: str) -> bool:
    found = _ACT.match(line)
    return bool(found and (found["excerpt"] or found["act"].lower().startswith("выписк")))


def _numbers(act_line: str, shown: Sequence[str], around: Sequence[str]) -> dict[str, str]:
    """The act's number, its article in a gazette, its protocol and item, and the number of the edition."""
    protocol = next((match for line in around if (match := _PROTOCOL.search(line[:450]))), None)
    gazette = next((match[1] for line in shown if (match := _GAZETTE_ARTICLE.match(line))), "")
    edition = next((line for line in shown if _COLLECTION_NUMBER.fullmatch(line)), "")
    dated = (
        line
        for line in around
        if line != edition and not _GAZETTE.match(line) and (line == act_line or line.isupper() or _dated(line))
    )
    own = ""
    if not protocol:
        own = next((found for line in dated if (found := official.number(re.sub(r"^№\s?\d+\.\s", "", line)))), "")
        stamped = (
            official.number(line) for line in shown if official.is_stamp(line) and line != edition and not gazette
        )
        own = own or next(filter(None, stamped), "")
    return {
        "number": own,
        "protocol": protocol[1] if protocol else "",
        "item": (protocol[2] or "") if protocol else "",
        "article": gazette,
        "edition_number": edition.strip("№ ."),
    }


def _adopted(lines: Sequence[str]) -> Date | None:
    for line in lines:
        if line and not _POLL.search(line) and not _GAZETTE.match(line):
            told = official.dateline(line)
            if told.kind != "published" and (date := official.whole(told.date)):
                return date
    return None


def _finer(text: str, found: Sequence[Unit]) -> Iterator[Unit]:
    """Cut what runs on without line ends: a head in capitals, articles within a paragraph, signatures behind words."""
    for number, unit in enumerate(found):
        cuts: list[int] = []
        start = unit.start
        if number == 0 and (head := _FLAT_HEAD.match(text, start, min(unit.stop, start + 1_200))):
            cuts += [head.end("body"), head.end("act"), head.end("date"), head.end("title")]
            start = head.end("title")
        if unit.stop - start > 60:
            cuts += _articles(text, start, unit.stop)
            if number >= len(found) - 2:
                cuts += [m.start() for m in _FLAT_FOOT.finditer(text, max(start, unit.stop - 1_500), unit.stop)]
        yield from _cut(text, unit, sorted(set(cuts))) if cuts else (unit,)


def _articles(text: str, start: int, stop: int) -> Iterator[int]:
    """Where articles begin within a paragraph: «Ст. 2.» after a sentence, or numbers that count up from its own."""
    for match in _INLINE.finditer(text, start, stop):
        yield match.start()
    if stop - start < 400:
        return
    first = _LABEL.match(text, start, stop)
    reached = int(first["number"] or 0) if first else 0
    for match in _INLINE_NUMBER.finditer(text, start, stop):
        if int(match[1]) == reached + 1:
            reached += 1
            yield match.start()


def _cut(text: str, unit: Unit, cuts: Sequence[int]) -> Iterator[Unit]:
    for first, last in zip([unit.start, *cuts], [*cuts, unit.stop], strict=True):
        words = text[first:last]
        if words.strip():
            begins = first + len(words) - len(words.lstrip())
            yield Unit(begins, begins + len(words.strip()), unit.heading)


def _starts(text: str, found: Sequence[Unit]) -> list[int]:
    """The numbers of the units with which an act begins: above its kind, after the signatures of the one before."""
    starts = [0]
    opening = 0
    closed = False
    for i, unit in enumerate(found):
        line = plain(text[unit.start : unit.stop]) if unit.stop - unit.start <= 320 else ""
        if not line:
            closed = False
        elif i > starts[-1] + 2 and official.closes(line) and not _opens(line):
            closed, opening = True, i + 1
        elif closed and _opens(line):
            starts.append(opening)
            closed = False
        elif closed and not _in_head(line, i - opening):
            closed = False
    return starts


def _opens(line: str) -> bool:
    act = _ACT.match(line)
    return bool(
        _SPACED_ACT.match(line)
        or act
        and act["act"].lower()[:4] in ("пост", "декр", "указ", "прик", "decr", "reso", "orde")
    )
