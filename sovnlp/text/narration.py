"""Where a report of proceedings leaves off quoting and tells in its own words what somebody testified.

Where line ends are lost nothing marks the end of an answer; what follows is told by its content: somebody is named in
the third person, with a verb of testifying, and nobody says «I». Report prose of trials in English and Russian.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["Narration"]

_SAYS = (
    r"(?:says?|said|states?|stated|testif(?:y|ies|ied)|declares?|declared|replie[sd]|answer(?:s|ed)|admit(?:s|ted)|confirm(?:s|ed)|corroborates?"
    r"|denie[sd]|relate[sd]?|tells?|told|speaks?|spoke|describe[sd]?|explain(?:s|ed)|emphasi[sz]e[sd]?|expose[sd]?|proves?|proved|assert(?:s|ed)|claim(?:s|ed)|maintain(?:s|ed)"
    r"|insist(?:s|ed)|continue[sd]?|adds?|added|begins?|began|starts?|started|commences?|concludes?|proceeds?|proceeded|goes|went\son|passes|turns"
    r"|tries|tried|attempts|endeavou?rs|gives|makes|made|cites|refers|referred|mentions|recalls|pleads|dwells|deals|informs|asks|asked|puts|inquires"
    r"|questions|establishes|reads|requests|points|quotes|persists|fails|agrees|objects|confesses|reports|announces|observe[sd]|remarks|evades"
    r"|does\snot|enumerates|repeats|names|characteri[sz]es|rejects|refuses|rises|remains|is\s(?:obliged|compelled|forced|immediately|then|examined))"
)
_ADVERB = (
    r"(?:,?\s(?:then|also|further|again|once\sagain|once\smore|at\sfirst|at\slast|at\sthe\ssame\stime|finally|thereupon|next|however|still|now|first"
    r"|fully|entirely|utterly|clearly|completely|in\sturn|in\sdetail|in\sreply|categorically|at\sonce|immediately|here),?)"
)
_MANNER = (
    r"(?:Continuing|In\s(?:reply|answer|response|answering)\s|In\s(?:establishing|examining|cross-examining)\s|Replying|Answering|Questioned|Asked|Pressed"
    r"|Interrogated|Examined|Under\s(?:further\s|cross-?)?\s?(?:examination|questioning|the\sweight)|Upon\s|On\sbeing\s|In\sconclusion"
    r"|In\sconnection\swith|In\s(?:his|her|their)\s(?:testimony|evidence|last)|In\sview\sof|Desiring|Emphasi[sz]ing|Concluding|Summing\sup|Describing"
    r"|Further\s(?:evidence|examination|questioning)|The\s(?:further\s)?(?:cross-)?examination|The\scourt\s|The\sCourt\s|This\s(?:concludes|assertion|testimony)"
    r"|As\sa\sresult\sof\s|After\s(?:several|some|a\sfew|further|a\snumber\sof)\s|(?:Proceeding|Passing|Turning|Referring)\s(?:on\s)?to\s"
    r"|With\sthis|At\sthis\spoint|At\sthe\srequest|After\s(?:a\s(?:short\s)?recess|the\s(?:recess|examination|opening|testimony))|Thereupon"
    r"|From\s(?:a\sreply|the\s(?:testimony|evidence|replies|further))|It\s(?:is|becomes)\s(?:thus\s|then\s)?(?:clear|established|confirmed|evident)"
    r"|The\s(?:evidence|testimon(?:y|ies)|morning\ssession|evening\ssession|session|State\sProsecutor|Public\sProsecutor|Prosecutor|President"
    r"|Procurator|[Cc]ommandant|accused|defendants?|witness(?:es)?)\s|Other\s(?:irrefutable\s)?(?:facts|evidence)|Comrade\s[A-Z]\S+\s(?:then|asks|puts|makes|reads))"
)
_MANNER_RU = (
    r"(?:Подсудим\w+|Обвиняем\w+|Свидетел\w+|Государственный\sобвинитель|Прокурор|Суд|Суда|Председател\w+|Комендант|Заседание|Допрос|Продолжая|Отвечая"
    r"|На\s(?:вопрос\w*|этом)|В\sответ\sна|Переходя|Далее|Затем|После\s(?:перерыва|допроса|этого|того)|Объявляется|Оглашается|Вызывается|Входит|Заканчивая"
    r"|По\sходатайству|Тов\.|Товарищ|Т\.)\s"
)
_SAYS_RU = (
    r"(?:показыва\w+|показал\w*|рассказ\w+|призна\w+|говорит|заявля\w+|заявил\w*|отвеча\w+|подтвержда\w+|отрица\w+|сообща\w+|утвержда\w+"
    r"|пыта\w+|продолжа\w+|переходит|просит|излага\w+|указыва\w+|спрашива\w+|зада[её]т|объявля\w+|оглаша\w+|удаля\w+|открыва\w+|закрыва\w+|начина\w+"
    r"|заканчива\w+|приступа\w+|устанавлива\w+|пытается|объясня\w+|допрашива\w+|ссыла\w+|характериз\w+|возобновля\w+|да[её]т\s+показани\w+)"
)
_FIRST = re.compile(
    r"(?<![\w'’.-])(?:I|me|my|myself|mine|we|us|our|ours|you|your|я|меня|мне|мной|мой|моя|моё|моих|моей|мы|нас|нам|наш\w*|вы|вас|вам|ваш\w*)(?![\w.'’-]*\.\s[A-ZА-Я])(?![\w-])"
)
_QUOTED = re.compile(r"\"[^\"]{0,2000}(?:\"|$)|“[^”]{0,2000}(?:”|$)|«[^»]{0,2000}(?:»|$)")
_BREAK = re.compile(r"(?<=[.!?…])[\"”»')\]]{0,2}\s*(?=[\"“«(]?[A-ZА-ЯЁ])")
_INITIALS = re.compile(r"(?:(?<!\w)[A-ZА-ЯЁ]|\b(?:Mr|Dr|No|т|тов|гр|Т|Тов))\.$")
_LONGEST = 1_200


class Narration:
    """Tells narration from what is said, for a record whose speakers are ``names``."""

    def __init__(self, names: Iterable[str]) -> None:
        words = {_surname(name) for name in names if name} - {""}
        anyone = "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)"
        person = rf"(?:[A-ZА-ЯЁ]\.\s?){{0,2}}(?:{anyone})"
        both = rf"(?:\s(?:and|и)\s{person}|,\s{person}){{0,4}}"
        self._subject = re.compile(
            rf"[\"“]?(?:(?:The\s)?(?:accused|witness|defendant)\s|Comrade\s|Then\s|Further,?\s|Finally,?\s|Here\s)?{person}{both}"
            rf"(?:{_ADVERB}{{0,3}}\s{_SAYS}|{_ADVERB}?\s{_SAYS_RU})(?!\w)"
        )
        self._silent = re.compile(
            rf"(?:(?:The\s)?(?:accused|witness)\s|(?:Подсудимый|Свидетель)\s)?{person}\s(?:(?:не\s)?[а-яё]+(?:ит|ет|ёт|ют|ят)(?:ся)?"
            rf"|remains\ssilent|nods|smiles|shrugs|does\snot\s(?:reply|answer))[^.!?\n]{{0,60}}[.…]?"
        )
        self._manner = re.compile(_MANNER)
        self._manner_ru = re.compile(rf"{_MANNER_RU}(?=[^.!?]{{0,300}}?(?<!\w){_SAYS_RU})")
        self._inserted = re.compile(
            rf",[\"”»]?\s?(?:(?:{_SAYS}|{_SAYS_RU})\s(?:the\saccused\s|подсудимый\s)?{person}|(?:he\s|{person}\s){_SAYS})(?!\w)"
        )

    def start(self, text: str, start: int, stop: int, speaker: str) -> int | None:
        """Where narration sets in after what ``speaker`` says between ``start`` and ``stop``, if it does."""
        name = _surname(speaker)
        for match in _BREAK.finditer(text, start, stop):
            at = match.end()
            if at == start or _INITIALS.search(text[max(start, match.start() - 4) : match.start()]):
                continue
            if text.count('"', start, at) % 2 and text[at] != '"':
                continue
            if self.is_narrated(text, at, stop, name):
                return at
        return None

    def is_gesture(self, words: str) -> bool:
        """Whether a paragraph only tells what somebody does instead of answering: «Осинкин молчит.»."""
        return len(words) < 120 and self._silent.fullmatch(words) is not None

    def is_narrated(self, text: str, start: int, stop: int, speaker: str) -> bool:
        """Whether the sentence that begins at ``start`` is the reporter's and not that of ``speaker``."""
        end = self._end(text, start, stop)
        sentence = text[start:end]
        bare = _QUOTED.sub('""', sentence)
        if inserted := self._inserted.search(bare):
            return inserted.start() < 250
        if _FIRST.search(bare):
            return False
        if self._subject.match(sentence) or self._manner.match(sentence) or self._manner_ru.match(sentence):
            return True
        surname = _surname(speaker)
        if not surname or surname not in bare or len(bare.split()) <= 3:
            return False
        return re.search(rf"(?<![\w-]){re.escape(surname)}(?![\w-])", bare) is not None

    @staticmethod
    def _end(text: str, start: int, stop: int) -> int:
        """Where the sentence ends: at a full stop that is no initial's."""
        for match in _BREAK.finditer(text, start + 1, min(stop, start + _LONGEST)):
            if not _INITIALS.search(text[max(start, match.start() - 4) : match.start()]):
                return match.start()
        return min(stop, start + _LONGEST)


@lru_cache(maxsize=4_000)
def _surname(name: str) -> str:
    """The last word of a printed name, as it stands in prose: in capitals or not."""
    words = re.findall(r"[^\W\d_]{2,}(?:[-'’][^\W\d_]+)*", name)
    return "-".join(part.capitalize() for part in words[-1].split("-")) if words else ""
