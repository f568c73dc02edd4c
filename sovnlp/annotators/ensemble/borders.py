"""What belongs to a name and what is none, by the rules of the gold: articles, titles, offices, group words, events."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sovnlp.document import Name

__all__ = ["CLASS_WORDS", "is_group", "is_initials", "joined", "mended", "split_pairs", "with_initials", "with_regions"]

ARTICLES = frozenset({"the", "a", "an", "of", "in", "at", "by", "for", "from", "to"})
TITLES = re.compile(
    r"(?i)(?:comrades?|citizen(?:ess)?|accused|defendants?|witness|prisoner|messrs|mr|mrs|ms|miss|dr|prof(?:essor)?|com|cde|"
    r"general|colonel|captain|major|lieutenant|commandant|commissar|president|chairman|secretary|attorney|prosecutor|"
    r"procurator|engineer|judge|investigator|тов|товарищ\w*|гр|гражданин\w*|гражданк\w*|т|тт|гр-н\w*|гр-к\w*|подсудим\w+|"
    r"обвиняем\w+|свидетел\w+|господин\w*|г-н\w*|г-ж\w*|инженер\w*|профессор\w*|следовател\w+|прокурор\w*)\.?"
)
# Bodies of every kind and office-holders, by their class alone: no names.
CLASS_WORDS = frozenset(
    """
    court state party government commissariat centre center committee plenum congress revolution tribunal collegium
    republic union army front bureau presidium president chairman secretary commissar attorney prosecutor procurator
    jurist judge military divisional corps rank prosecution defence defense session article articles code section
    bolshevism marxism leninism fascism comrade comrades citizen constitution commission council soviets opposition
    rights right left question answer signed volume vol chapter page minutes verdict indictment conference treasury
    leader leaders
    правительство партия съезд пленум конгресс конференция суд трибунал комиссия совет советы президиум секретариат
    наркомат комиссариат комитет бюро исполком обком горком райком крайком окружком губком центр блок оппозиция
    республика союз родина революция октябрь конституция прокурор председатель секретарь нарком комиссар товарищ вопрос
    ответ нэп протокол постановление приказ приговор обвинительное заключение резолюция декрет приложение справка
    совнархоз
    """.split()
)
# What English names of bodies begin with, and what joins it to what it is a part of.
HEADS = frozenset(
    """
    collegium secretariat presidium committee commissariat department section administration directorate bureau board
    council ministry library academy institute commission office branch court
    """.split()
)
_GROUP_WORDS = re.compile(
    r"(?i)[^\W\d_]+(?:ites?|(?:sky|skii|ev|ov)ists?|isms?|viks?)|[^\W\d_]+(?:к|ев|ов|ин)?изм\w{0,3}"
)
# Events are no bodies, but the body that holds one is: VI конгресс Коминтерна.
EVENT = re.compile(r"(?i)(?:съезд|конгресс|пленум|конференци|сесси|congress|plenum|conference|session)")
# Papers are no bodies, but a body named in their title is: Наказ СТО, Уголовный Кодекс РСФСР.
PAPER = re.compile(
    r"(?i)(?:наказ|кодекс|устав|конституци|постановлени|декрет|резолюци|приказ|правил|положени|манифест|программ|письм|"
    r"протокол|code|constitution|statute|resolution|decree|order|programme?|manifesto|regulation)\w{0,3}"
)
# The powers that be, by their class: no names.
POWERS = re.compile(
    r"(?i)советск\w+ (?:власт|правительств|государств|стро)\w+|soviet (?:power|government|state|system)"
)
# Bodies of a district by their class, without its name: окрисполком, губземуправление, леспромхоз.
LOCAL = re.compile(
    r"(?i)(?:губ|окр|обл|край|рай|гор|уезд|у|вол|сель|фаб|зав|проф|парт|рев|сов|лес|глав)?(?:исполком|партком|продком|ревком|"
    r"военкомат|ком|отдел|зем|земуправлени|финотдел|здравотдел|зу|совет|суд|потребсоюз|прокуратур|сельсклад|промхоз|"
    r"завком|местком|комендатур)[а-яё]{0,3}"
)
# What an adjectival name of a region, street or quarter goes with.
REGION = re.compile(
    r"(?i)(?:волост|уезд|губерни|губ|кра[йяюе]|район|област|обл|округ|улиц|ул|переул|пер|сторон|площад|пл|застав|бульвар|"
    r"набережн|шоссе|тракт|горк|слобод|станиц|ущель|хреб|полуостров|остров|мор[еяю]|озер|залив|пролив|равнин|степ)\w*\.?"
)
# Lands and towns with their class in English: Republic of Honduras.
LAND = re.compile(r"(?:Republic|Kingdom|Province|City|Town|Village|Gulf|District|Region|Isle|Island) of (?:the )?[A-Z]")
SOVIETS = re.compile(r"(?i)советов|soviets")
OFFICE = re.compile(
    r"(?i)(?:attorney|jurist|prosecutor|procurator|commissar|chairman|secretary|comrade|marshal|ambassador)s?"
)
_ADJECTIVE = re.compile(r"(?:ск|цк|н)(?:ий|ый|ой|ая|ое|ого|ому|им|ым|ом|ую|ие|ые|их|ых|ими|ыми|им)$")
_INITIAL = re.compile(r"(?:(?:[А-ЯЁA-Z]|Ia|Iu|Ya|Yu|Yo|Zh|Kh|Sh|Ch|Ts|Дж)\.){1,3}|[А-ЯЁA-Z]")
_NUMBER = re.compile(r"[IVXLC]+|\d+\S*|\W+")


def mended(forms: Sequence[str], names: Sequence[Name]) -> list[Name]:
    """Return the names of a sentence within their borders, without those that are none."""
    return [name for found in names for name in [_mended(forms, found)] if name]


def _mended(forms: Sequence[str], name: Name) -> Name | None:
    start, stop, kind = name
    if kind == "ORG":
        event = next((i for i in range(start, stop) if EVENT.match(forms[i]) or PAPER.fullmatch(forms[i])), None)
        if event is not None:
            start = event + 1
            if start < stop and SOVIETS.fullmatch(forms[start]):
                return None
    while start < stop and (_loose(forms, start) or _before(forms[start], kind)):
        start += 1
    while start < stop and not any(letter.isalnum() for letter in forms[stop - 1]) and not _closes(forms, start, stop):
        stop -= 1
    words = [form for form in forms[start:stop] if any(letter.isalnum() for letter in form)]
    if not words or not any(letter.isupper() for word in words for letter in word):
        return None
    if all(_is_class(word) for word in words):
        return None
    if all(map(is_initials, words)) and (len(words) == 1 or forms[stop : stop + 1] and forms[stop][0].isdigit()):
        return None
    if POWERS.fullmatch(" ".join(words)):
        return None
    if kind == "ORG" and any(OFFICE.fullmatch(word) for word in words):
        return None
    if kind != "PER" and len(words) > 1 and all(map(is_initials, words[:-1])) and words[-1].istitle():
        kind = "PER"
    if kind == "ORG" and len(words) == 2 and words[1] in ("Trial", "Trials"):
        return Name(start, start + 1, "LOC")
    if kind == "ORG" and LAND.match(" ".join(words)):
        kind = "LOC"
    if kind == "LOC" and len(words) > 2 and words[0] == "Soviet" and forms[start] == "Soviet":
        start += 1
    return Name(start, stop, kind)


def _is_class(word: str) -> bool:
    if _NUMBER.fullmatch(word) or word.lower() in CLASS_WORDS or _GROUP_WORDS.fullmatch(word):
        return True
    return not word.isupper() and bool(LOCAL.fullmatch(word))


def with_regions(forms: Sequence[str], names: Sequence[Name]) -> list[Name]:
    """Return the names with what an adjectival place goes with: Соловьинская | волость."""
    made = []
    for name in names:
        if name.type == "LOC" and name.stop < len(forms) and _ADJECTIVE.search(forms[name.stop - 1]):
            taken = any(other.start == name.stop for other in names)
            if REGION.fullmatch(forms[name.stop]) and not taken:
                abbreviated = forms[name.stop + 1 : name.stop + 2] == ["."] and len(forms[name.stop]) <= 4
                name = name._replace(stop=name.stop + 1 + abbreviated)
        made.append(name)
    return made


def joined(forms: Sequence[str], names: Sequence[Name]) -> list[Name]:
    """Return the names with English bodies whole: Military Collegium | of the | Supreme Court | of the | U.S.S.R."""
    made: list[Name] = []
    for name in names:
        start, stop, kind = name
        if made and _links(forms, made[-1].stop, start) and made[-1].type == "ORG" and kind in ("ORG", "LOC"):
            made[-1] = made[-1]._replace(stop=stop)
            continue
        if kind == "ORG":
            start = _head(forms, start, made[-1].stop if made else 0)
        made.append(Name(start, stop, kind))
    return made


def _links(forms: Sequence[str], start: int, stop: int) -> bool:
    return tuple(form.lower() for form in forms[start:stop]) in (("of",), ("of", "the"))


def _head(forms: Sequence[str], start: int, least: int) -> int:
    """Return where a body begins whose part was found: the words before «of the» where they name a kind of body."""
    i = start
    while i - 2 >= least and (_links(forms, i - 1, i) or _links(forms, i - 2, i)):
        at = i - (1 if _links(forms, i - 1, i) else 2)
        if forms[at - 1].lower() not in HEADS or not forms[at - 1][0].isupper():
            break
        i = at - 1
        while i - 1 >= least and forms[i - 1][0].isupper() and forms[i - 1].isalpha():
            i -= 1
    return i


def split_pairs(forms: Sequence[str], names: Sequence[Name]) -> list[Name]:
    """Return the names with two persons or places that were taken for one apart: Громов и Ляхов, Lomin and Shatsky."""
    made: list[Name] = []
    for name in names:
        cut = next((i for i in range(name.start + 1, name.stop - 1) if forms[i].lower() in ("and", "и", ",")), None)
        if cut is not None and name.type != "ORG" and _two(forms, name, cut):
            made += [Name(name.start, cut, name.type), Name(cut + 1, name.stop, name.type)]
        else:
            made.append(name)
    return made


def _two(forms: Sequence[str], name: Name, cut: int) -> bool:
    """Whether two names meet at a comma or an and; «Громов, Иван Петрович» and «Громов, И. П.» are one."""
    if not (forms[cut - 1][0].isupper() or forms[cut - 1] == ".") or not forms[cut + 1][0].isupper():
        return False
    if forms[cut] != ",":
        return True
    after = [form for form in forms[cut + 1 : name.stop] if form != "."]
    return is_initials(after[0]) and not all(map(is_initials, after))


def with_initials(forms: Sequence[str], names: Sequence[Name], places: frozenset[str]) -> list[Name]:
    """Return the names with the persons whom initials show: И. Н. Смирнов, Смирнов И. Н.

    ``places`` are words, small, that stand after a letter in names of towns (Н. Новгород).
    """
    found = list(names)
    for start, stop in _initialed(forms):
        touching = [name for name in found if name.start < stop and start < name.stop]
        word = next(forms[i] for i in range(start, stop) if len(forms[i].strip(".")) > 2)
        if word.lower() in places or any(name.type == "ORG" and name.start < start for name in touching):
            continue
        if any(name.start < start or stop < name.stop for name in touching if name.type == "PER"):
            continue
        found = [name for name in found if name not in touching]
        found.append(Name(start, stop, "PER"))
    return sorted(found)


def _initialed(forms: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of initials with the capitalized word before or after them."""
    i = 0
    while i < len(forms):
        stop = i
        count = 0
        while stop < len(forms) and is_initials(forms[stop]):
            dotted = forms[stop].endswith(".")
            if not dotted and not (stop + 1 < len(forms) and forms[stop + 1] == "."):
                break
            stop += 1 if dotted else 2
            count += 1
        if count and stop < len(forms) and _surname(forms[stop]) and count <= 3:
            yield i, stop + 1
            i = stop + 1
        else:
            i = max(stop, i + 1)


def is_group(form: str) -> bool:
    """Whether a word names people of one persuasion, or the persuasion: Trotskyites, Menshevism."""
    return bool(_GROUP_WORDS.fullmatch(form))


def is_initials(form: str) -> bool:
    """Whether a word is one or more initials: И, И., A.F."""
    return bool(_INITIAL.fullmatch(form))


def _surname(form: str) -> bool:
    return len(form) > 2 and form[0].isupper() and form[-1].isalpha() and not (form.isupper() and len(form) < 5)


def _before(form: str, kind: str) -> bool:
    """Whether a word stands before names and is no part of them."""
    if form.lower() in ARTICLES:
        return True
    if kind != "PER":
        return False
    return bool(TITLES.fullmatch(form)) or bool(_GROUP_WORDS.fullmatch(form)) or (form.islower() and form.isalpha())


def _loose(forms: Sequence[str], i: int) -> bool:
    return not any(letter.isalnum() for letter in forms[i])


def _closes(forms: Sequence[str], start: int, stop: int) -> bool:
    """Whether the last mark belongs to the name: the stop of an initial, a bracket opened in it."""
    last = forms[stop - 1]
    if last == ".":
        return stop - 2 >= start and len(forms[stop - 2]) <= 4
    return last == ")" and "(" in forms[start:stop]
