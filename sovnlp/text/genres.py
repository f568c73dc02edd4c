"""Which genre a text is of, where its title or its form shows it."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from sovnlp.text.letterhead import classify
from sovnlp.text.prereform import has_sign
from sovnlp.text.references import parse_references
from sovnlp.text.turns import NO_NAMES

__all__ = ["recognize"]


class _Telling:
    """A pattern without regard to case, not looked for where a text has none of the ``stems`` that it cannot lack."""

    def __init__(self, stems: str, pattern: str) -> None:
        self._stems = stems.split()
        self._pattern = re.compile(pattern)

    def search(self, text: str) -> re.Match[str] | None:
        return self._pattern.search(text) if self._may_be_in(text) else None

    def findall(self, text: str) -> list[str]:
        return self._pattern.findall(text) if self._may_be_in(text) else []

    def _may_be_in(self, text: str) -> bool:
        folded = _folded(text)
        return any(stem in folded for stem in self._stems)


@lru_cache(maxsize=8)
def _folded(text: str) -> str:
    return text.casefold()


_DIGIT = re.compile(r"\d")
_LOOKED_AT = 100_000
_NEW_LETTERS = str.maketrans("ѣѢіІѳѲѵѴ", "еЕиИфФиИ")
_FINAL_YER = re.compile(r"[ъЪ](?!\w)")
_LONGEST_TITLE, _LONGEST_HEADING = 200, 120
_QUESTION = re.compile(
    r"(?m)(?:^\W{0,3}|(?<=[\s«\"“….?!)]))(?:[ВB][ОO]\s?П\s?[РP][ОO][СC]|Вопрос|QUESTION|Question)(?:\s\(?[^\s:]{1,20}){0,3}\s?[:.—–](?:\s|$)"
)
_ANSWER = re.compile(
    r"(?m)(?:^\W{0,3}|(?<=[\s«\"“….?!)]))(?:[ОO]\s?[ТT][ВB][ЕE][ТT]|Ответ|ANSWER|Answer)(?:\s\(?[^\s:]{1,20}){0,3}\s?[:.—–](?:\s|$)"
)
_SHORT = re.compile(r"(?m)^[ \t]*(?:(?P<ask>[ВBQ])|(?P<reply>[ОOA]))(?:\.\s?[:—–]|\s?:|\.(?=\s))")
_EXAMINER = re.compile(r"(?<!\w)(?:СЛЕДОВАТЕЛЬ|Следователь|INVESTIGATOR|Investigator|Interrogator|INTERROGATOR):\s")
_INTERROGATION = _Telling(
    "протокол допрос ставк показани interrog confession conf. confront protocol ochnaia",
    r"(?i)протокол\w*\s+(?:\S+\s+)?(?:допрос|очн)|очн\w+\s+ставк|допрос\w?\s+(?:обвин|арест|свидет)"
    r"|(?:protocol|record|minutes|transcript)\s+of\s+(?:the\s+)?(?:interrogation|confrontation)|confrontation\s+between|(?<!\w)(?:interrog|ochnaia)"
    r"|\bconf(?:ession|\.|rontation)|допрос\s|показани[яей]\s",
)
_PROTOCOL_LINE = re.compile(
    r"(?im)^\W{0,3}(?:из\s+)?(?:протокол\w*\s+(?:\S+\s+)?(?:допроса|очной)|очная\s+ставка|(?:record|protocol)\s+of\s+(?:the\s+)?(?:interrogation|confrontation))"
)
_TRIAL = re.compile(
    r"(?i)moscow\s+trials?|the\s+case\s+of\s|last\s+pleas?|examination\s+of\s+the\s+accused|(?:morning|evening)\s+session|indictment|speech\s+for\s+the\s+prosecution"
    r"|обвинительно(?:е|го)\s+заключени|судебн\w+\s+(?:заседани|отч[её]т|процесс)|допрос\s+подсудим|приговор\s|verdict|court\s+proceedings"
)
_RECORDED = _Telling(
    "стенограф стенограм запис заседание stenogra verbatim plenum",
    r"(?i)стенограмм|стенографическ\w+\s+отч[её]т|запис[ьи]\s+(?:разговор|бесед)|stenogra|verbatim\s+(?:report|record)|(?:утреннее|вечернее)\s+заседание|заседание\s+\w+е?,?\s+(?:утр|веч)|plenum\s+transcript",
)
_SVODKA = _Telling(
    "сводк обзор справк донесени спецсообщени докладн summary svodka report memorandum",
    r"(?im)^\s*(?:сводка|обзор|summary\s+no\b)|(?:информационн\w+|оперативн\w+|полит\w*)\s*(?:-\s*)?(?:сводк|обзор)|спец(?:иальная\s)?\s?-?\s?(?:сводк|справк|донесени)|госинфсводк"
    r"|сводк\w+\s+(?:№|огпу|нквд|гпу|вчк|\S+\s+отдел)|(?:information|special)\s+(?:svodka|summary|report)\s+(?:no|of\s+the\s+(?:OGPU|NKVD)|on\s)"
    r"|спецсообщени\w+\s+(?:№|о\s|об\s|\S+\s+отдел|(?:у?нквд|огпу|гпу)(?!\w))"
    r"|докладн\w+\s+записк\w*\s+(?:(?:инфо|спо|эку|секретно\S*\s+\S+|\S+\s+отдела)\s+)?(?:п?п?\s?огпу|гпу|вчк|у?нквд)(?!\w)"
    r"|докладн\w+\s+записк\w*\s+(?:об?\s+(?:\S+\s+){0,4}?(?:настроени|заготов|положени|состояни|ход[еу](?!\w))|коменданта|начальника|уполномоченн|инструктора|инспектора|прокурора|секретаря|зам\.)"
    r"|^\W*(?:a\s+)?(?:summary\s+of|memorandum\s*\n?\s*on)\s",
)
_REPORT = re.compile(r"(?i)\W*(?:из\s+)?(?:спецсообщени|докладн)")
_WITH_ENCLOSURE = re.compile(r"(?i)с\s+приложением|with\s+(?:an?\s+)?(?:attach|enclos)")
_DECREE = re.compile(
    r"(?im)^[^\n]{0,90}(?:постановлени[ея](?!\w)|(?<!\w)декрет(?!\w)|(?<!\w)указ(?!\w)|(?<!\w)приказ(?!\w)|\bdecree\b|\bresolution\s+of\s+the\b|\border\s+no)"
)
_ISSUED = re.compile(
    r"(?im)^\W*(?:(?:decree|resolution|second|third|[а-яё]+ое|the)\s(?:of\s(?:the\s)?)?){0,2}"
    r"(?:совет\w*\s+народных\s+комиссаров|(?:\S+\s)?центральн\w+\s+исполнительн\w+\s+комитет|\S+\s+исполнительн\w+\s+комитет|снк\s|вцик(?!\w)"
    r"|(?:council|soviet)\s+of\s+people['’ʹ]s\s+commissars|(?:\S+\s){0,3}(?:executive|okrug|district|regional)\s+committee|all-russian?\s+congress\s+of\s+soviets)"
    r"[^.!?\n]{0,80}(?:\.[^.\n]{0,40})?$"
)
_DECIDES = _Telling(
    "постанов приказываю resolve decree decide",
    r"(?im)(?:^|\s)(?:постановля[ею]т|постановил[аи]?|приказываю|resolves|decrees|decides|decided|resolved)\s?:|^by\s+decree\s+of\s",
)
_ITEM = re.compile(
    r"(?im)^\W*(?:выписка\s+из|из)\s+протокол\w*(?:\s+№\s?[\w/]+)?[^\n]{0,20}\sзаседани\w+\s+(?:политбюро|оргбюро|президиума|секретариата|бюро|коллегии)"
)
_ARTICLE = re.compile(r"(?m)^\s*(?:\d{1,2}[.)]\s|Статья\s\d|Ст\.\s?\d|Article\s\d|§\s?\d|[а-я]\)\s)")
_COURT = _Telling(
    "подсудим обвинител коллеги трибунал accused prosecutor plea judges court trials",
    r"(?i)подсудим|государственн\w+\s+обвинител|военн\w+\s+коллеги|трибунал|the\s+accused|public\s+prosecutor|state\s+prosecutor"
    r"|last\s+plea|citizens?\s+judges|before\s+the\s+court|moscow\s+trials",
)
# What is said in a courtroom only; a plenum speaks of the accused too.
_IN_COURT = re.compile(
    r"(?im)суд\s+ид[её]т|допрос\s+подсудим|^(?:(?:государственный\s+)?обвинитель|прокурор|защитник|подсудим\w+)\b[^\n.:]{0,30}[.:]\s"
    r"|^(?:the\s+)?(?:accused|prosecutor)\b[^\n.:]{0,30}:\s"
)
_ACCUSED = _Telling("подсудим обвиняем accused defendant", r"(?i)подсудим|обвиняем|the\s+accused|defendant")
_HELD = re.compile(r"(?i)судебный\s+процесс|день\s+процесса|зал[еа]?\s+суда|heard\s+before")
_LABEL = re.compile(
    r"(?m)(?:^|(?<=[.!?…\"”»)\]]\s))[—–-]?\s*((?:[IVX]{1,4}\s)?(?:THE\s|The\s)?[А-ЯЁA-Z][\w'’-]+(?:\s[\w'’-]+){0,2})(?:\s\([^()\n]{1,60}\))?:\s"
)
_LABEL_STOP = re.compile(r"(?m)^((?:[А-ЯЁA-Z]\.\s?){0,2}[А-ЯЁA-Z]{3,})\.\s")
_NAME_STOP = re.compile(
    r"(?m)^((?:[А-ЯЁ][а-яё]+|[A-Z][a-z]+)(?:[оеё]в|[иы]н|ский|[oe]v|in|sky|skii|ich|ич|енко|enko)?)\.\s(?=[А-ЯЁA-Z«“(\[…]|\.\.\.)"
)
_LETTER = re.compile(
    r"(?i)^\W*(?:(?:коллективное|открытое|второе|последнее|сопроводительное)\s+)?(?:письм[оа](?!\w)|телеграмм|шифротелеграмм|шифровк|записк[аи](?!\w)|заявлени[ея](?!\w)|прошени[ея](?!\w)|жалоб[аы](?!\w)"
    r"|ходатайств|докладная\s|рапорт(?!\w)|обращени[ея]\s|петици|ответ\s+(?:товарищ|тов\.|т\.)|спецсообщени|(?:an?\s+)?(?:open\s+|second\s+|last\s+)?(?:letters?|petitions?|telegrams?|complaint)\b|correspondence)"
    r"|переписка|\bcorrespondence\b"
)
_TITLED_LETTER = re.compile(
    r"(?i)\W*(?:(?:№|no\.?)\s?\d+\.?\s)?(?:из\s+|from\s+an?\s+)?(?:(?:коллективное|открытое|анонимное|an?|anonymous|open|collective)\s+)*"
    r"(?:(?:письм[оа]|телеграмма|шифротелеграмма|жалоба|прошение|заявление)\s+[А-ЯЁа-яё]"
    r"|ответ\s+(?:товарищ|тов\.|т\.)|(?:letter|telegram|petition|complaint)s?\s+(?:to|from|of|by|\d))"
)
_ENCLOSED = re.compile(
    r"(?i)с\s+приложением\s+(?:копи\w+\s+)?(?:протокол|стенограммы\s+очн)|протокол\w*\s+допрос|with\s+(?:the\s+)?(?:protocol|record)s?\s+of"
)
_SALUTATION = re.compile(
    r"(?im)^\s*(?:(?:глубоко)?уважаем\w+|дорог(?:ой|ая|ие)|многоуважаем\w+|dear|здравствуй\w*)(?!\w)(?:[^.\n]|(?<=\sт)\.|(?<=\sтов)\.){2,60}[!,.]?\s*$|^\s*(?:(?:коллективное|открытое)\s+)?(?:письмо|заявление|жалоба|прошение|телеграмма)\s*$"
)
_GREETS = re.compile(
    r"(?i)\s*(?:здравствуй(?:те)?[\s,!]+(?!товарищи|граждане)\w|в\s+редакцию\s[^\n]{3,80}(?:\n|\sот\s))"
)
_BETWEEN = re.compile(
    r"(?m)^\s*(?:[А-ЯЁA-Z]{3,}\s?(?:--?|[–—])\s?[А-ЯЁA-Z]{3,}|[A-Z][a-z]{2,}(?:\s[A-Z][a-z]+)?\sto\s[A-Z][a-z]{2,}[^.\n]{0,12}\s(?:19\d\d|\d{1,2},\s19\d\d)|[А-ЯЁ][а-яё]+\s(?:[А-ЯЁ]\.\s?){2}\s?[—–-]\s?[А-ЯЁ][а-яё]+\s[А-ЯЁ]\."
    r"|[А-ЯЁ][а-яё]{2,}(?:,\s[А-ЯЁ][а-яё]{2,})*\s[—–-]\s[А-ЯЁ][а-яё]+(?:у|ю|ому|ой|е)(?:,\s[А-ЯЁ][а-яё]+(?:у|ю|ому|ой|е))*(?:\s\d{1,2}\s[а-я]{3,8}\s19\d\d|\s*$))"
)
_NEWSPAPER = _Telling(
    "газета цена price передовая корреспондент тасс роста correspondent tass правда пролетарии",
    r"(?i)газета\b[^\n]{0,80}№\s?\d|(?:№|no\.)\s?\d+[^\n]{0,60}19[1-4]\d[^\n]{0,20}(?:цена|price)\s|передовая|от\s+нашего\s+корреспондента|\bТАСС\b|\(РОСТА\)|from\s+our\s+(?:own\s+)?correspondent|\bTASS\b|^\W*(?:\S+\s){0,3}правда\W+№|пролетарии\s+всех\s+стран",
)
_CHAIRED = re.compile(
    r"(?m)^(?:Председател[ьъ]ствующий|[А-ЯЁA-Z][\w'’-]+\s\((?:председател[ьъ]ств\w+|presiding|in the chair)\))[.:]\s"
)
_SPEECH = re.compile(
    r"(?i)\b(?:речь|доклад|выступлени\w+|заключительное\s+слово|вступительное\s+слово|последне\w+\s+слов\w+|речи)\b.{0,60}(?:\b(?:на|в|перед|по|подсуд|товарища|тов|депутата)\b|\d{4}|$|\s[А-ЯЁ]\.)|\b(?:speech|report|address|lecture)\b.{0,40}\b(?:at|to|before|delivered|on)\b"
    r"|из\s+(?:речи|выступлени\w+|доклада)|\bspeech\s+(?:of|by)\s|['’ʹ]s\s+(?:closing\s+)?(?:speech|presentation|address)\b"
)
_OPENS_SPEECH = re.compile(
    r"(?im)^\s*(?:товарищи|граждане(?:\s+судьи)?|comrades|citizens|fellow\s\w+)(?:\s[^\n.!]{0,40})?[!,.]"
)
_DIALOGUE = re.compile(r"(?m)(?:^|(?<=[.?!…]\s))[—–]\s[^\n—–]{2,300}\?(?=\s|$)")


def recognize(text: str, title: str = "") -> str:
    r"""The genre of a text where its title, from outside, or its marks are plain, else ``plain``.

    >>> recognize("ПРОТОКОЛ ДОПРОСА\nВОПРОС: Где склад?\nОТВЕТ: За рекой.")
    'interrogation'
    >>> recognize("Прошу починить мост.", "Письмо Л. Осинкина в исполком")
    'letter'
    """
    body = text[:_LOOKED_AT]
    if has_sign(body[:1_500]):
        body = _FINAL_YER.sub("", body.translate(_NEW_LETTERS))
        text = body
    head = body[:1_500]
    above = [line.kind for line in classify(text, 0, min(len(text), 1_000))]
    opening = _opening(head)
    reported = any(_REPORT.match(line) and _SVODKA.search(line) for line in opening)
    greets = _GREETS.match(head) is not None
    addressed = greets or {"addressee", "sender"} <= set(above[:6]) and not _PROTOCOL_LINE.search(body) and not reported
    return (
        _of_title(title, body)
        or ("letter" if addressed or _BETWEEN.match(head) else "")
        or _of_dialogue(text, body, head)
        or _of_head(head, body)
        or ("letter" if any(_TITLED_LETTER.match(line) for line in opening) else "")
        or ("speech" if any(_SPEECH.search(line) for line in opening) else "")
        or ("letter" if _is_letter(text, above[:8]) else "")
        or ("speech" if _OPENS_SPEECH.search(head[:400]) else "")
        or ("newspaper" if _NEWSPAPER.search(head[:600]) or _is_printed_in_a_newspaper(opening) else "")
        or "plain"
    )


def _opening(head: str) -> list[str]:
    """The first lines, as far as they are short enough for titles; two that belong together also as one."""
    found = [" ".join(line.split()) for line in head.split("\n") if line.strip()][:5]
    short = [line for line in found if len(line) <= _LONGEST_TITLE] or [line[:_LONGEST_TITLE] for line in found[:1]]
    return [*short, *(f"{above} {below}" for above, below in zip(short, short[1:], strict=False))]


def _of_title(title: str, body: str) -> str:
    """What the title says, where it names a genre."""
    if not title:
        return ""
    reported = _REPORT.match(title) and _SVODKA.search(title) and not _WITH_ENCLOSURE.search(title)
    if not reported and (_LETTER.search(title) or _BETWEEN.match(title)):
        return "interrogation" if _ENCLOSED.search(title) and _PROTOCOL_LINE.search(body) else "letter"
    if _TRIAL.search(title):
        return "trial"
    if _RECORDED.search(title):
        if "ставк" in title.casefold():
            return "interrogation"
        return "trial" if _IN_COURT.search(body) else "stenogram"
    if _INTERROGATION.search(title):
        return "interrogation"
    if _SVODKA.search(title):
        return "svodka"
    if _DECREE.search(title) or _ITEM.search(title):
        return "decree"
    if _SPEECH.search(title):
        return "stenogram" if _CHAIRED.search(body[:1_500]) else "speech"
    return ""


def _of_dialogue(text: str, body: str, head: str) -> str:
    """What the labels of those who speak say."""
    questions, answers = (len(pattern.findall(body)) for pattern in (_QUESTION, _ANSWER))
    protocol = bool(_PROTOCOL_LINE.search(head) or _INTERROGATION.search(head[:600]))
    # A letter may quote a question and its answer; a protocol is made of them.
    if questions and answers and (questions + answers) * 2_000 > len(body) and (questions + answers > 3 or protocol):
        return "interrogation"
    if protocol and (questions or answers or _PROTOCOL_LINE.search(head[:600])):
        return "interrogation"
    if len(_EXAMINER.findall(body)) >= 2:
        return "interrogation"
    short = Counter(match.lastgroup for match in _SHORT.finditer(body))
    if min(short["ask"], short["reply"]) >= 2:
        return "interrogation"
    found = [*_LABEL.findall(body), *_LABEL_STOP.findall(body)]
    labels = Counter(label for label in found if label.casefold() not in NO_NAMES)
    repeated = sum(count for count in labels.values() if count > 1)
    if repeated >= 3 and labels.total() >= 4 and repeated * 6_000 > len(body) and not _BETWEEN.search(head):
        court = len(_COURT.findall(body[:50_000])) >= 2
        return "trial" if court or _HELD.search(head[:600]) or _IN_COURT.search(body) else "stenogram"
    named = Counter(label for label in _NAME_STOP.findall(body[:50_000]) if label.casefold() not in NO_NAMES)
    again = sum(count for count in named.values() if count > 1)
    if (
        again >= 4
        and len(named) >= 3
        and sum(count > 1 for count in named.values()) >= 2
        and again * 3_000 > len(body[:50_000])
        and not _BETWEEN.search(head)
    ):
        return "stenogram"
    if protocol and len(_DIALOGUE.findall(body)) >= 2:
        return "interrogation"
    in_court = len(_COURT.findall(head)) >= 3 or _ACCUSED.search(head) and _HELD.search(head[:600])
    return "trial" if in_court else ""


def _of_head(head: str, body: str) -> str:
    """What the first page says of itself."""
    if _SVODKA.search(head):
        return "svodka"
    if _RECORDED.search(head):
        return "stenogram"
    titled = any(_INTERROGATION.search(line) for line in _opening(head[:300]) if len(line) <= _LONGEST_HEADING)
    if titled and not _SALUTATION.search(head[:300]):
        return "interrogation"
    if (_DECREE.search(head[:400]) or _ISSUED.search(head[:600])) and len(_ARTICLE.findall(body)) >= 2:
        return "decree"
    if _DECIDES.search(head) and _ISSUED.search(head[:600]) or _ITEM.search(head[:400]):
        return "decree"
    return "letter" if _SALUTATION.search(head) or len(_BETWEEN.findall(body)) >= 2 else ""


def _is_printed_in_a_newspaper(opening: list[str]) -> bool:
    """Whether one of the first lines names a paper with its day: «Заозерская новь. 1931. № 139. 18 июня. С. 2.»."""
    numbered = [line for line in opening[:3] if _DIGIT.search(line)]
    found = [reference for line in numbered for reference in parse_references(line)]
    return any(
        bool(one.title and not one.archive and (one.number or one.pages) and one.date and len(one.date.edtf) == 10)
        for one in found
    )


def _is_letter(text: str, above: list[str]) -> bool:
    """Whether a text has an addressee above it, or a greeting and a signature below it."""
    below = [line.kind for line in classify(text, max(0, len(text) - 1_200), len(text))][-8:]
    signed = "name" in below or "office" in below
    return ("addressee" in above and signed) or ("closing" in below and signed)
