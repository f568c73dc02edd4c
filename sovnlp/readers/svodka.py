"""Summaries of the police, trade unions and commissariats: number, time covered, secrecy, regions, addressees."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sovnlp.document import Date, Extract, Part, Segment
from sovnlp.text import official
from sovnlp.text.dateline import Dateline
from sovnlp.text.official import Unit, plain

__all__ = ["read"]

_TYPE = re.compile(
    r"(?i)\W*(?:(?:из|from|extract\sfrom|excerpt\sfrom)\s+(?:an?\s|the\s)?)?(?:\S+\s){0,3}?("
    r"(?:(?:гос|бэнд|бан[дт]|зем|спец|пром|полит)?(?:инф|информ)?(?:ормационн\w+\s|оративн\w+\s)?-?сводк[аиу])(?!\w)|сводк[аи](?!\w)|спец(?:иальн\w+\s)?-?\s?(?:сообщени[ея]|справк[аи]|донесени[ея]|записк[аи])"
    r"|докладн(?:ая|ой)\s+записк[аи]|обзор[а]?(?!\w)|меморандум[а]?|справк[аи](?!\w)|политико-экономическ\w+\s+\w+|донесени[ея]|информаци[яи](?!\w)|отч[её]т[а]?(?!\w)|записк[аи]\s+по\s+прямому"
    r"|summary|special\s+(?:message|report|certificate|communication|note)|memorandum|(?:information(?:al)?\s+)?(?:report|review|survey|bulletin|certificate)|svodka)(?!\w)"
)
_BODY = re.compile(
    r"(?:(?:[Ии]нформационн\w+|[Сс]екретн\w+(?:-\w+)?|[Оо]перативн\w+|[Оо]собого|[Оо]рганизационн\w+|[Ээ]кономическ\w+|[Оо]бщего|[Тт]ранспортного|[Кк]онфликтн\w+|[Сс]екретно-\w+)\s(?:отдел|управлени|част|сектор|бюро)\w*(?:\sи\s\w+)?\s+|"
    r"(?:ИНФО|ИНФОРМОТДЕЛ|СПО|СОУ|СО|ЭКУ|ТО|ОО|ОЦ|УГБ|ГУГБ|ПП|УНКВД|УМВД|АОУ|[Ии]нфо|[Ии]нформ\w*отдел\w*)\s+)"
    r"(?:(?:ПП|УГБ|ГУГБ|при)\s)?(?:ВЧК|ГПУ|ОГПУ|НКВД|ВУЧК|ЦК\s\S+|ВЦСПС|(?:по\s)?[А-ЯЁ][\w-]+\s(?:области|края|краю|обл\.|округ[ау]|губ\.|губернии)|[А-ЯЁ][\w-]*)(?:\s(?:СССР|УССР|БССР|РСФСР|Украины))?(?:\s(?:по\s[А-ЯЁ][\w-]+\s(?:области|краю|обл\.|округу|губернии)|[А-ЯЁ][\w-]+\s(?:обл\.|области|края|округа|губ\.)))?"
    r"|(?:Центральн\w+\s|Объедин[её]нн\w+\s)?[Бб]юро\s+[Жж]алоб(?:\s(?:[А-ЯЁ][\w-]*|при\s\w+)){0,3}"
    r"|(?:Народн\w+\sкомиссариат\w*|Наркомат\w*)\s\w+(?:\s\w+)?|Нарком(?:труд|земл?|снаб|прод|фин|прос|здрав|внуторг|торг)\w*(?:\s(?:СССР|РСФСР))?"
    r"|(?:ВЧК|ОГПУ|ГПУ|НКВД|ВЦСПС|ЦК\sВКП\(б\)|РКИ|НК\sРКИ|ЦКК-РКИ|Прокуратур\w+)(?:\s(?:СССР|УССР|БССР|РСФСР|Украины))?(?!\w)"
    r"|(?:INFO|STR|SPO|PP|Information\s+Department|Secret\sPolitical\sDepartment|Secret-Political\sDepartment|Special\sDepartment|Economic\sDepartment)(?:\sof)?(?:\sthe)?\s(?:OGPU|GPU|NKVD|Cheka|VChK|VTsSPS|AUCCTU)(?:\s(?:of\sthe\s)?USSR)?"
    r"|(?:Bureau\sof\sComplaints|(?:OGPU|GPU|NKVD|VTsSPS|AUCCTU|Rabkrin)(?:\s(?:of\sthe\s)?USSR)?(?!\w)|People['’]s\sCommissariat\s(?:of|for)\s\w+)"
)
_ADDRESSEE = re.compile(
    r"(?:(?:Генеральному\s)?(?:[Сс]екретарю|СЕКРЕТАРЮ|Председателю|ПРЕДСЕДАТЕЛЮ|Заместителю|Зам\.\s?(?:председателю|наркома)|Наркому|Народному\s[Кк]омиссару|НАРКОМУ|Начальнику|НАЧАЛЬНИКУ|Члену|Прокурору|Управляющему)\s"
    r"|(?:[Тт]ов\.|ТОВ\.|[Тт]т?\.\s?т?\.?|ТОВАРИЩУ|Товарищу|Тт\.)\s?[А-ЯЁ]|(?:В|В\s+Политбюро|В\s+Секретариат)\s+(?:ЦК|СНК|ЦИК|ВЦСПС|Политбюро|Секретариат|Президиум)"
    r"|(?:To\s(?:the\s|Comrade\s)|Secretary\sof\sthe\s|Comrade\s|Chairman\sof\s))"
)
_COLLECTION_NUMBER = re.compile(r"(?:№\s?\d{1,3}|\d{1,3}-\d{1,3})\.?$")

_UNITS = (
    r"(?:губерни[яию]|губ[.,]?|област[ьи]|обл[.,]?|кра[йюея]|крае|краю|округ[ауе]?|окр\.?|район[ауе]?|р-н[ауе]?"
    r"|уезд[ауе]?|у\.|республик[аеи]|АССР|ССР|волость|вол\.)"
)
_AREAS = (
    r"(?:Украин[аеы]|УССР|УКРАИНА|Белорусси[яи]|БЕЛОРУССИЯ|БССР|ЗСФСР|Закавказь[ея]|ЗАКАВКАЗЬЕ|Сибир[ьи]|СИБИРЬ|Сибкрай|СИБКРАЙ|Уралу?е?|УРАЛ|Уралобласт[ьи]|УРАЛОБЛАСТЬ|Крыму?|КРЫМ|Кубань|КУБАНЬ|Дон|ДОН"
    r"|ЦЧО|СКК|НВК|СВК|ДВК|ДВО|ДВР|ЛВО|ИПО|МПО|АЧК|КАССР|Казахстане?|КАЗАХСТАН|Казакстан|КАЗАКСТАН|Киргизи[яи]|Татари[яи]|ТАТАРИЯ|Татреспублик[аи]|Татарстан|Башкири[яи]|БАШКИРИЯ|Башреспублик[аи]|Дагестан|ДАГЕСТАН"
    r"|(?:Средн(?:яя|ей)|СРЕДНЯЯ)\s(?:Ази[яи]|АЗИЯ|Волг[аеи])|Узбекистане?|УЗБЕКИСТАН|Туркестан|ТУРКЕСТАН|Туркмени[яи]|Таджикистан|(?:Нижн(?:яя|ей)|Средн(?:яя|ей))\sВолг[аи]|НИЖНЯЯ\sВОЛГА|СРЕДНЯЯ\sВОЛГА|Поволжье|ПОВОЛЖЬЕ"
    r"|(?:Сев(?:ерн\w+|\.)|СЕВЕРНЫЙ|СЕВ\.)[\s-](?:Кавказе?|КАВКАЗ)|(?:Дальн\w+|ДАЛЬНИЙ)\s(?:Восток\w*|ВОСТОК)|(?:Юго-|Северо-)(?:Восток|Запад)|Центральн\w+\s(?:район|губерни)\w*|ЦЕНТР|Нижкрай|Севкрай|Азербайджан|АЗЕРБАЙДЖАН|Армения|АРМЕНИЯ|Грузия|ГРУЗИЯ"
    r"|Чувашия|Карелия|КАРЕЛИЯ|Калмыкия|Бурятия|Москв[аеы]|МОСКВА|Ленинграде?|ЛЕНИНГРАД|Петрограде?|ПЕТРОГРАД"
    r"|Ukraine|Belorussia|Byelorussia|Siberia|Urals?|Crimea|Kuban|Kazakhstan|Transcaucasia|Moscow|Leningrad|Tatarstan|Bashkiria|Central\sAsia|Uzbekistan|(?:the\s)?North(?:ern)?\sCaucasus|(?:Lower|Middle)\sVolga|Far\sEast|ZSFSR|Ukrainian\sSSR)"
)
_WORDS = r"(?:[А-ЯЁ\[][\w\[\]’'.-]*(?:\s?[,и]\s|\s)){1,4}"
_WORDS_EN = r"(?:[A-Z][\w’'-]*\s){1,3}"
_UNITS_EN = r"(?i:regions?|oblast|provinces?|gubernia|districts?|krai|territory|okrug|uezd|republic)"
_NAME = (
    rf"(?:{_WORDS}(?i:{_UNITS})|(?i:республика|область|край|округ|район)\s[А-ЯЁ][\w-]+|{_AREAS}|{_WORDS_EN}{_UNITS_EN})"
)
_REGION = re.compile(
    rf"[.…\s]*(?:(?:\d{{1,2}}|[IVX]{{1,4}}|[А-ЯA-Z])[.)]\s)?(?:(?:В|Во|По|На|In|For|Across)\s(?:the\s)?)?(?P<name>{_NAME}(?:,\s{_NAME})?)(?:\s?\([^()\n]{{1,60}}\))?[\s.,:;—–-]*$"
)
_SOURCED = re.compile(
    r"[.…\s]*(?P<name>[^()\n]{2,90}?)[\s.,]*\((?=[^()\n]{0,200}?(?:[Сс]водк|СВОДК|[Дд]онесен|[Тт]елегр|[Сс]общен|[Ss]ummar|[Rr]eport|[Ss]vodka))[^()\n]{3,240}\)[.\s]*$"
)
_RUN_IN = re.compile(
    rf"[.…\s]*(?P<name>(?:[А-ЯЁ\[][\w\[\]’'-]*\s){{1,2}}(?:губ|обл|окр|у|вол)\.|(?:(?:[А-ЯЁ][\w’'-]*\s){{1,2}}(?:область|край|округ|район|губерния|АССР|ССР)|{_AREAS})\.)\s?[—–-]?\s+(?=[А-ЯЁA-Z«\"“\d])"
)
_NUMBERED = re.compile(r"(?:\d{1,2}|[IVX]{1,5}|[А-ЯA-Z])[.)]?\s+")
_ENDINGS = {"област": "область", "губерни": "губерния", "республик": "республика"}


@dataclass(frozen=True, slots=True)
class _Head:
    """What the lines above the words say: ``stop`` is the number of the first unit of the words."""

    stop: int
    metadata: Mapping[str, str]
    date: Date | None


def read(extract: Extract) -> tuple[Part, ...]:
    r"""Cut a summary into headings and paragraphs; a name of a region on its line, or before the words, is a heading.

    Numbers of sections stay in their paragraphs. Where several summaries follow one another, each with its own title
    and stamp or date, each is a part.

    >>> text = "Сводка № 7 за 3 мая 1931 г.\nСекретно\n...Заозерская губ. (Госинфсводка, № 5.)\n2. Дров нет."
    >>> part, = read(Extract(text))
    >>> part.metadata["regions"], part.metadata["covers"], part.metadata["secrecy"]
    ('Заозерская губ.', '1931-05-03', 'Секретно')
    """
    text = extract.text
    found = official.units(extract)
    starts = _starts(text, found)
    known = {} if len(starts) > 1 else extract.metadata
    return tuple(_part(text, *paper, known) for paper in official.papers(text, found, starts))


def _part(text: str, found: Sequence[Unit], begins: int, ends: int, known: Mapping[str, str]) -> Part:
    head = _head(text, found, known)
    foot = official.foot(text, found)
    metadata = dict(head.metadata)
    segments: list[Segment] = []
    regions: list[str] = []
    for i, unit in enumerate(found):
        line = text[unit.start : unit.stop]
        after = found[i + 1] if i + 1 < len(found) else None
        if i < head.stop or i >= foot.first:
            segments.append(Segment("heading", unit.start, unit.stop))
        elif (region := _region(line)) or unit.heading:
            regions += [_named(region)] if region else []
            segments.append(Segment("heading", unit.start, unit.stop))
        elif run_in := _RUN_IN.match(line):
            regions.append(_named(run_in["name"]))
            split = unit.start + len(line[: run_in.end()].rstrip())
            segments.append(Segment("heading", unit.start, split))
            segments.append(Segment("paragraph", unit.start + run_in.end(), unit.stop))
        else:
            segments.append(
                Segment("heading" if _is_heading(text, line, after) else "paragraph", unit.start, unit.stop)
            )
    addressees = [*filter(None, [metadata.get("addressee")]), *foot.sent]
    metadata |= {
        "regions": "; ".join(dict.fromkeys(regions)),
        "signatories": "; ".join(foot.signatories),
        "addressee": "; ".join(addressees),
        "place": foot.place,
    }
    if "…" in text[begins:ends][:3] or text[begins:ends].lstrip()[:3] == "...":
        metadata["excerpt"] = "true"
    date = None if "date" in known else head.date or official.whole(foot.date)
    return Part(begins, ends, tuple(segments), {name: value for name, value in metadata.items() if value}, date)


def _head(text: str, found: Sequence[Unit], known: Mapping[str, str]) -> _Head:
    """Read what stands above the words, and the title that is known from outside."""
    stop = 0
    shown: list[str] = []
    for unit in found[:15]:
        line = plain(text[unit.start : unit.stop]) if unit.stop - unit.start <= 600 else ""
        if not line or (shown and not _in_head(line)) or _region(line) or _RUN_IN.match(line):
            break
        shown.append(line)
        stop += 1
    if stop and stop == len(found):
        stop -= 1
        shown.pop()
    outside = plain(known.get("title", ""))
    titles = [line for line in (*shown, outside) if _TYPE.match(line)]
    title = titles[0] if titles else outside
    told = [official.dateline(line) for line in (title, *shown)]
    stamps = [line for line in shown if official.is_stamp(line)]
    metadata = {
        "title": official.own_title(outside, shown, titles[0]) if titles else "",
        "type": _type(title) if titles else "",
        "body": _body([title, *shown]),
        "secrecy": "; ".join(dict.fromkeys(filter(None, map(official.secrecy, stamps)))),
        "copy": next(filter(None, map(official.copy_number, stamps)), ""),
        "addressee": "; ".join(line.strip(" :—–-") for line in shown if _ADDRESSEE.match(line) and line not in titles),
        "excerpt": "true" if re.match(r"(?i)(?:из|from|extract|excerpt)\s", title) else "",
        **_numbers(title, shown),
        **_times(told),
    }
    return _Head(stop, {name: value for name, value in metadata.items() if value}, _date(told))


def _type(title: str) -> str:
    """What the summary calls itself, in the nominative."""
    found = _TYPE.match(title)
    word = plain(found[1]).lower() if found else ""
    for pattern, ending in (
        (r"ой(?=\s)", "ая"),
        (r"(?<=[гк])и$|(?<=[гк])у$", "а"),
        (r"ия$", "ие"),
        (r"(обзор|отч[её]т|меморандум)а$", r"\1"),
    ):
        word = re.sub(pattern, ending, word)
    return word


def _in_head(line: str) -> bool:
    """Whether a line after the first one still stands above the words."""
    if official.is_stamp(line) or _ADDRESSEE.match(line) and len(line) <= 160 or _COLLECTION_NUMBER.match(line):
        return True
    if len(line) <= 60 and official.dateline(line).date is not None:
        return True
    if _TYPE.match(line) and len(line) <= 400 and (line.isupper() or official.dateline(line) != Dateline()):
        return True
    return line.isupper() and len(line) <= 160 and bool(_TYPE.match(line))


def _body(lines: Sequence[str]) -> str:
    """Who issued the summary: as its title names it, else the first line that does."""
    return next((plain(match[0]) for line in lines if (match := _BODY.search(line[:400]))), "")


def _numbers(title: str, shown: Sequence[str]) -> dict[str, str]:
    """The summary's own number; the lone small number above a stamp is that of the edition it is printed in."""
    own = official.number(title)
    lone = [line for line in shown if line != title and not _TYPE.match(line)]
    edition = next((line for line in lone if _COLLECTION_NUMBER.fullmatch(line)), "")
    others = [official.number(line) for line in lone if line != edition and official.number(line)]
    if not own and not others and edition.startswith("№"):
        others, edition = [official.number(edition)], ""
    return {"number": own or (others[0] if others else ""), "edition_number": edition.strip("№ .")}


def _times(told: Sequence[Dateline]) -> dict[str, str]:
    covers = next((line.covers for line in told if line.covers), None)
    spans = (line.date for line in told if line.date and "/" in line.date.edtf and line.kind != "published")
    covers = covers or next(spans, None)
    as_of = next((line.as_of for line in told if line.as_of), None)
    return {"covers": covers.edtf if covers else "", "as_of": as_of.edtf if as_of else ""}


def _date(told: Sequence[Dateline]) -> Date | None:
    """When the summary was written: a day above the words that is not the time it covers."""
    dates = (line.date for line in told if line.date and "/" not in line.date.edtf)
    return next(filter(None, map(official.whole, dates)), None)


def _region(line: str) -> str:
    """The region that a line names, where it is a heading that does nothing else."""
    if len(line) > 350 or not line[-1:] or line[0] in '«"“(':
        return ""
    if line.rstrip(". ").endswith(")") and (sourced := _SOURCED.match(line)):
        return sourced["name"]
    found = _REGION.match(line) if len(line) <= 120 else None
    return found["name"] if found else ""


def _named(name: str) -> str:
    """A region as it is listed: «Ивановской области» is Ивановская область.

    >>> _named("...Ивановской области"), _named("Северном крае")
    ('Ивановская область', 'Северный край')
    """
    name = plain(name).strip(" .…,:")
    name = f"{name}." if re.search(r"\s(?:губ|обл|окр|у|вол|р-н)$", name) else name
    if found := re.search(r"(\w+(?:ск|цк|н))ой (област|губерни|республик)[ие]$", name):
        return f"{name[: found.start()]}{found[1]}ая {_ENDINGS[found[2]]}"
    if found := re.search(r"(\w+)(ск|цк|н)(?:ом|ому) (кра|округ|район|уезд)(?:[ею])$", name):
        ending = "ый" if found[2] == "н" else "ий"
        return f"{name[: found.start()]}{found[1]}{found[2]}{ending} {'край' if found[3] == 'кра' else found[3]}"
    return name


def _is_heading(text: str, line: str, after: Unit | None) -> bool:
    """Whether a line is a heading over a section: in capitals, or short, without a final mark, above longer words."""
    letters = sum(map(str.isalpha, line[:160]))
    if len(line) > 160 or letters < 3 or letters < 0.6 * len(line.replace(" ", "")) or line[0] in '«"“-–—(':
        return False
    if line.isupper():
        return True
    bare = _NUMBERED.sub("", line, count=1)
    if len(line) > 100 or not bare[:1].isupper() or line.endswith(tuple('.!?…:;,»”")')) or after is None:
        return False
    return after.stop - after.start > max(60, len(line)) and len(bare.split()) <= 12


def _starts(text: str, found: Sequence[Unit]) -> list[int]:
    """The numbers of the units with which a document begins: a title with a stamp, number or date close below it."""
    starts = [i for i in range(len(found)) if _is_title(text, found, i)]
    starts = [i for n, i in enumerate(starts) if n == 0 or i - starts[n - 1] > 4]
    if len(starts) < 2:
        return [0]
    first = starts[0]
    before = found[first].start - found[0].start
    return [0, *starts[1:]] if before < 600 else [0, *starts]


def _is_title(text: str, found: Sequence[Unit], i: int) -> bool:
    unit = found[i]
    if not 15 < unit.stop - unit.start <= 400:
        return False
    line = text[unit.start : unit.stop]
    if not (line[0].isupper() or line[0] in "№«") or line.endswith((":", ";", ",")) or not _TYPE.match(line):
        return False
    if not _BODY.search(line) and official.dateline(line) == Dateline():
        return False
    return any(
        _is_mark(plain(text[near.start : near.stop])) for near in found[i + 1 : i + 4] if near.stop - near.start <= 90
    )


def _is_mark(line: str) -> bool:
    return official.is_stamp(line) or official.dateline(line).date is not None and len(line) <= 60
