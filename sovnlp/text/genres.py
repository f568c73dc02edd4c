"""Which genre a text is of, where it shows."""

from __future__ import annotations

import re
from collections import Counter

from sovnlp.text.turns import NO_NAMES

__all__ = ["recognize"]

_QUESTION = re.compile(r"(?m)(?:^|(?<=[\s«\"“…]))(?:ВОПРОС|Вопрос|QUESTION|Question)(?:\s[А-ЯЁA-Z][\w-]+)?:\s")
_ANSWER = re.compile(r"(?m)(?:^|(?<=[\s«\"“…]))(?:ОТВЕТ|Ответ|ANSWER|Answer)(?:\s[А-ЯЁA-Z][\w-]+)?:\s")
_EXAMINER = re.compile(r"(?<!\w)(?:СЛЕДОВАТЕЛЬ|Следователь|INVESTIGATOR|Investigator):\s")
_INTERROGATION = re.compile(
    r"(?i)протокол\w*\s+допроса|protocol\s+of\s+(?:the\s+)?interrogation|record\s+of\s+interrogation"
)
_SVODKA = re.compile(
    r"(?im)^\s*(?:сводка|summary\s+no\b)|(?:информационн\w+|оперативн\w+|полит\w*)\s*(?:-\s*)?(?:сводк|обзор)|спец(?:иальная\s)?\s?-?\s?сводк|госинфсводк"
    r"|сводк\w+\s+(?:№|огпу|нквд|гпу|вчк)|(?:information|special)\s+(?:svodka|summary|report)\s+(?:no|of\s+the\s+(?:OGPU|NKVD))"
)
_DECREE = re.compile(
    r"(?i)постановлени|декрет|указ\b|приказ\s+(?:№|нар)|\bdecree\b|\bresolution\s+of\s+the\b|\border\s+no"
)
_ARTICLE = re.compile(r"(?m)^\s*(?:\d{1,2}[.)]\s|Статья\s\d|Ст\.\s?\d|Article\s\d|§\s?\d)")
_COURT = re.compile(
    r"(?i)подсудим|государственн\w+\s+обвинител|военн\w+\s+коллеги|трибунал|the\s+accused|public\s+prosecutor|state\s+prosecutor"
    r"|last\s+plea|citizens?\s+judges|before\s+the\s+court|moscow\s+trials"
)
_LABEL = re.compile(
    r"(?m)(?:^|(?<=[.!?…\"”»)\]]\s))[—–-]?\s*((?:[IVX]{1,4}\s)?(?:THE\s|The\s)?[А-ЯЁA-Z][\w'’-]+(?:\s[\w'’-]+){0,2})(?:\s\([^()\n]{1,60}\))?:\s"
)
_LABEL_STOP = re.compile(r"(?m)^((?:[А-ЯЁA-Z]\.\s?){0,2}[А-ЯЁA-Z]{3,})\.\s")
_STENOGRAM = re.compile(r"(?i)стенограмм|стенографическ\w+\s+отч[её]т|stenographic|verbatim\s+report")
_SALUTATION = re.compile(
    r"(?im)^\s*(?:(?:глубоко)?уважаем\w+|дорог(?:ой|ая|ие)|многоуважаем\w+|dear)\s[^.\n]{2,60}[!,.]?\s*$|^\s*(?:письмо|заявление|жалоба|прошение)\s*$"
)
_NEWSPAPER = re.compile(
    r"(?i)передовая|от\s+нашего\s+корреспондента|\bТАСС\b|\(РОСТА\)|from\s+our\s+(?:own\s+)?correspondent|\bTASS\b"
)
_SPEECH = re.compile(
    r"(?i)\b(?:речь|доклад|выступлени\w+)\b.{0,60}(?:\b(?:на|в|перед)\b|\d{4})|\b(?:speech|report|address)\b.{0,40}\b(?:at|to|before|delivered)\b"
)


def recognize(text: str) -> str:
    r"""The genre of a text where its marks are plain, else ``plain``.

    >>> recognize("ПРОТОКОЛ ДОПРОСА\nВОПРОС: Где склад?\nОТВЕТ: За рекой.")
    'interrogation'
    """
    head = text[:1_500]
    questions, answers = (len(pattern.findall(text[:100_000])) for pattern in (_QUESTION, _ANSWER))
    # A letter may quote a question and its answer; a protocol is made of them.
    if (questions >= 2 and answers >= 2 and (questions + answers) * 2_000 > len(text)) or (
        _INTERROGATION.search(head[:600]) and (questions or answers)
    ):
        return "interrogation"
    if len(_EXAMINER.findall(text[:100_000])) >= 2:
        return "interrogation"
    found = [*_LABEL.findall(text[:200_000]), *_LABEL_STOP.findall(text[:200_000])]
    labels = Counter(label for label in found if label.casefold() not in NO_NAMES)
    court = len(_COURT.findall(text[:50_000]))
    if labels.total() >= 4 and max(labels.values()) > 1:
        return "trial" if court >= 2 else "stenogram"
    if len(_COURT.findall(head)) >= 3:
        return "trial"
    if _SVODKA.search(head):
        return "svodka"
    if _STENOGRAM.search(head):
        return "stenogram"
    if _INTERROGATION.search(head[:300]):
        return "interrogation"
    if _DECREE.search(head[:400]) and len(_ARTICLE.findall(text)) >= 2:
        return "decree"
    if _SALUTATION.search(head):
        return "letter"
    title = "\n".join(head.split("\n")[:3])[:300]
    if _SPEECH.search(title):
        return "speech"
    if _NEWSPAPER.search(head[:600]):
        return "newspaper"
    return "plain"
