"""The head of a newspaper: its name, issue, date, page, price; and how well a page of it was scanned."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sovnlp.document import Date
from sovnlp.text.dateline import read_dateline
from sovnlp.text.official import Unit, plain
from sovnlp.text.references import parse_references

__all__ = ["Issue", "columns", "is_issue", "quality", "read_issue", "rubric"]

_HEAD = 14
"""Units at the top of a page in which its head is looked for."""
_YEARS = range(1917, 1942)

_ISSUE = re.compile(
    r"(?:№\s?№?|(?<!\w)N[oо°]?\.?|(?<!\w)No\.)\s?(\d{1,5}(?:\s?[-–/]\s?\d{1,5})?(?:\s?\(\d{1,6}\))?)|(?i:(vol\.?\s[IVX\d]+[,.]?\s+no\.?\s?\d+(?:\s\(?whole\sno\.?\s\d+\)?)?))"
)
_DAY = re.compile(
    r"(?i)\d{1,2}\s?[-–]?\s?(?:[а-яё]{3,9}|[a-z]{3,9})\)?,?\s\d{4}|[a-z]{3,9}\s\d{1,2},?\s\d{4}|\d\s?\d?\s[а-яё]{3,9}\s1\s?[59]\s?\d\s?\d"
)
_PAPERS = re.compile(
    r"(?i)(?:[А-ЯЁ][а-яё-]+\s)?(?:правда|известия|беднота|комсомольская\sправда|труд|гудок|рабочая\s(?:газета|москва)|экономическая\sжизнь|за\sиндустриализацию|красная\sзвезда"
    r"|вечерняя\sмосква|литературная\sгазета|советское\sискусство|молот|звезда|коммуна|the\smilitant|pravda|izvestia|moscow\s(?:daily\s)?news|бюллетень\sоппозиции)"
)
_ORGAN = re.compile(
    r"(?i)о\s?р\s?г\s?а\s?н\s+\S|(?:weekly\s|daily\s)?organ\sof\s|published\s(?:weekly|daily|twice|monthly)"
)
_SLOGAN = re.compile(r"(?i)\W*пролетари\w*\s+все\w*\s+стран|\W*workers\sof\s(?:the\sworld|all\scountries)")
_PRICE = re.compile(r"(?i)цена\s+(?:номера\s+)?([\dОо]+\s?(?:коп\w*|к|руб\w*|р)\.?)|price:?\s+([\d\s]*cents?)")
_PAGE = re.compile(r"(?:стр\.\s?|с\.\s?|page\s|p\.\s?)?(\d{1,2})(?:\s?стр)?\.?$", re.IGNORECASE)
_RUBRIC = re.compile(
    r"(?i)(?:телеграммы|телеграммы\sза\s.*|по\s(?:советскому\s)?союзу(?:\sсср)?|за\s(?:рубежом|границей)|партийная\sжизнь|хроника|последние\sизвестия|письма?\sв\sредакцию|фельетон|библиография|критика\sи\sбиблиография"
    r"|вести\sс\sмест|на\sфронтах.*|иностранная\sхроника|официальный\sотдел|сегодня\sв\sномере:?|рабочая\sжизнь|по\sродной\sстране|происшествия|спорт|театр|маленький\sфельетон|foreign\snews|letters?(?:\sto\sthe\seditor)?|news\sin\sbrief)[.:]?$"
)
_BULLETIN = re.compile(r"/BO_No_(\d+(?:-\d+)?)/", re.IGNORECASE)
_CAPTION_AUTHOR = re.compile(r"(?i)(?:автор|author):\s*(.{2,80})$")
_SOURCE = re.compile(
    r"(?i)(?:source|first\spublished|published|опубликовано|впервые\sнапечатано|источник)\s*:?\s+(?=\S)"
)
_NO_PAPER = re.compile(
    rf"(?i:{_RUBRIC.pattern[4:]})|[«„\"“]|(?i:понедельник|вторник|среда|четверг|пятница|су[бв]+ота|воскресенье|выходной)"
)
_WORD = re.compile(r"[^\W_]+")
_LIKELY = re.compile(r"(?:[А-ЯЁ]?[а-яёѣіѵѳ]+|[А-ЯЁѢІ]{2,}|[A-Z]?[a-z]+|[A-Z]{2,})")
_VOWELS = re.compile(r"(?i)[аеёиоуыэюяіѣaeiouy]")
_SINGLE = frozenset("авикосуяАВИКОСУЯaiAI")


@dataclass(frozen=True, slots=True)
class Issue:
    """What the head of a page says: ``heads`` are the numbers of the units that belong to it, ``page`` if it is one."""

    heads: frozenset[int]
    page: bool
    metadata: Mapping[str, str]
    date: Date | None


def quality(text: str) -> float:
    """The share of letters and figures-within-words that stand in what looks like a word, over samples of the text.

    >>> quality("Мост готов"), round(quality("Moст г0тов ъьж"), 1)
    (1.0, 0.0)
    """
    step = max(4_000, len(text) // 5)
    total = good = 0
    for start in range(0, max(1, len(text)), step):
        for word in _WORD.findall(text[start : start + 4_000]):
            if word.isdigit():
                continue
            total += len(word)
            if len(word) == 1:
                good += word in _SINGLE
            elif _LIKELY.fullmatch(word) and _VOWELS.search(word):
                good += len(word)
    return good / total if total else 1.0


def read_issue(text: str, found: Sequence[Unit], known: Mapping[str, str]) -> Issue:
    """Read the head of a page, the labels of a page on the web, and what is known of the file."""
    heads: set[int] = set()
    shown = [plain(text[u.start : u.stop]) if u.stop - u.start <= 400 else "" for u in found[:_HEAD]]
    metadata: dict[str, str] = {}
    dates: list[str] = []
    for i, line in enumerate(shown):
        number = _ISSUE.search(line[:200])
        day = _DAY.search(line[:200])
        if number and (day or "(" in number[0] or number[2]) and len(line) <= 200 and not _SOURCE.match(line):
            metadata.setdefault("issue", plain(number[1] or number[2]))
            heads.add(i)
            dates += [line] if day else []
        elif (
            day
            and len(line) <= 60
            and i < 5
            and any(_ISSUE.match(near) and len(near) <= 40 for near in shown[i : i + 3])
        ):
            heads.add(i)
            dates.append(line)
        elif _ORGAN.match(line) and len(line) <= 250:
            metadata.setdefault("organ", line)
            heads.add(i)
        elif _SLOGAN.match(line) and len(line) <= 100:
            metadata.setdefault("slogan", line)
            heads.add(i)
        if price := _PRICE.search(line[:200]):
            metadata.setdefault("price", plain(price[1] or price[2]))
            heads |= {i} if len(line) <= 60 else set()
    for unit in found[:3]:
        start = text[unit.start : unit.start + 150]
        number = _ISSUE.search(start)
        if unit.stop - unit.start > 200 and number and "(" in number[0] and _DAY.search(start):
            metadata.setdefault("issue", plain(number[1] or number[2]))
            dates.append(start)
    page = bool(heads or dates)
    if heads:
        _name_and_page(text, found, shown, heads, metadata)
    _from_outside(shown, known, metadata)
    date, doubtful = _published(dates)
    if doubtful:
        metadata["date_doubtful"] = doubtful
    if not heads and date is None:
        date = _referred(shown, known, metadata)
    return Issue(frozenset(heads), page, metadata, date)


def _name_and_page(
    text: str, found: Sequence[Unit], shown: Sequence[str], heads: set[int], metadata: dict[str, str]
) -> None:
    """Find the name of the paper and the number of the page among the lines near the date of the issue."""
    reach = range(max(0, min(heads) - 4), min(len(shown), max(heads) + 4))
    names: list[int] = []
    for i in reach:
        line = shown[i]
        if i in heads or not line:
            continue
        if (page := _PAGE.match(line)) and "page" not in metadata:
            metadata["page"] = page[1]
            heads.add(i)
        elif len(line) <= 40 and not any(map(str.isdigit, line)) and len(line.split()) <= 4:
            if _PAPERS.fullmatch(line.strip(' .«»"')) or (line.isupper() and not _NO_PAPER.match(line)):
                names.append(i)
    listed = [i for i in names if _PAPERS.search(shown[i])]
    beside = [i for i in names if i + 1 in heads or i - 1 in heads]
    chosen = (
        listed[:1] or [i for i in beside if i + 1 in heads or not shown[i + 1 : i + 2] or shown[i + 1].isupper()][:1]
    )
    if chosen:
        name = shown[chosen[0]].strip(" .")
        i = chosen[0]
        # The page number may stand between the two words of the name; a caller may have blanked it.
        after = i + 2 if i + 2 in names and i + 1 in heads else i + 1
        gap = text[found[i].stop : found[after].start] if after in names else ""
        parted = re.fullmatch(r"\n(?:\s{1,4}|\d{1,3})\n", gap)
        if parted and " " not in name and " " not in shown[after]:
            name = f"{name} {shown[after].strip(' .')}"
            heads.add(after)
        metadata["newspaper"] = name
        heads.add(i)


def _from_outside(shown: Sequence[str], known: Mapping[str, str], metadata: dict[str, str]) -> None:
    if bulletin := _BULLETIN.search(known.get("url", "")):
        metadata.setdefault("newspaper", "Бюллетень оппозиции")
        metadata.setdefault("issue", bulletin[1])
    for line in shown:
        if (author := _CAPTION_AUTHOR.match(line)) and not re.match(r"(?i)не\sуказан|unknown", author[1]):
            metadata.setdefault("author", author[1].strip(" ."))


def _referred(shown: Sequence[str], known: Mapping[str, str], metadata: dict[str, str]) -> Date | None:
    """The newspaper that a label or a reference from outside names, with number, page and date."""
    told = [line for line in shown if _SOURCE.match(line)]
    told += [known[name] for name in ("reference", "source", "print", "first_published") if name in known]
    for line in told:
        for reference in parse_references(line[:300]):
            day = reference.date and len(reference.date.edtf) == 10
            if reference.archive or not reference.title or not (reference.number or day):
                continue
            issue = " ".join(
                filter(None, [f"Vol. {reference.volume}" if reference.volume else "", reference.number or ""])
            )
            found = {"newspaper": reference.title, "issue": issue, "page": reference.pages or ""}
            metadata |= {name: value for name, value in found.items() if value and name not in metadata}
            return reference.date if day else None
    return None


def _published(heads: Sequence[str]) -> tuple[Date | None, str]:
    """The date of the issue, or what it prints where that cannot be: a year outside 1917-1941 is a misprint."""
    for line in heads:
        told = read_dateline(line)
        date = told.date
        year = re.match(r"\d{4}", date.edtf) if date else None
        if date and year and int(year[0]) in _YEARS and len(date.edtf) >= 7:
            return replace(date, kind="published"), ""
        if printed := _DAY.search(line):
            blank = re.sub(r"\d\s?\d\s?\d\s?\d$", "", printed[0])
            day = read_dateline(blank).date
            unknown = (
                replace(day, kind="published", printed=printed[0]) if day and day.edtf.startswith("XXXX-") else None
            )
            return unknown, plain(printed[0])
    return None, ""


def columns(text: str) -> str:
    """``mixed`` where lines break off and do not go on in the next one, empty where they do or nothing can be told."""
    printed = [line.strip() for line in text[:60_000].split("\n")]
    prose = [line for line in printed if sum(map(str.isalpha, line)) >= 8 and not line.isupper()]
    hyphens = broken = opened = going = 0
    for line, after in zip(prose, prose[1:], strict=False):
        if line.endswith(("-", "¬")):
            hyphens += 1
            broken += not after[0].islower()
        elif len(line) >= 20 and line[-1].isalpha():
            opened += 1
            going += after[0].islower()
    if hyphens >= 4 and broken > 0.25 * hyphens:
        return "mixed"
    return "mixed" if opened >= 12 and going < 0.5 * opened and hyphens + opened > 0.6 * len(prose) else ""


def is_issue(title: str) -> bool:
    """Whether a title names a newspaper, an issue or a day, and so no article.

    >>> is_issue("Правда, 3 мая 1937 г., № 120"), is_issue("Дрова нашего района")
    (True, False)
    """
    return bool(_ISSUE.search(title) or _PAPERS.match(title) or read_dateline(title).date)


def rubric(line: str) -> str:
    """The name of a standing rubric (ТЕЛЕГРАММЫ), without its mark; empty where a line is none."""
    return line.rstrip(".:") if _RUBRIC.match(line) else ""
