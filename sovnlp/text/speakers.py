"""Who speaks: what names, offices and anonymous voices look like in print, and one key for all spellings of a name."""

from __future__ import annotations

import re
from functools import lru_cache

from sovnlp.text.translit import key

__all__ = ["CAPITALS", "NAME", "NUMBERED", "OFFICE", "TITLE", "VOICE", "close_up", "sounds_like_surname", "speaker_id"]

CAPITALS = "А-ЯЁІA-ZÁÉÍÓÚÖÜČŠŽĖĘ"
"""The capitals of both scripts, for a class of characters."""
_GAP = r"[^\S\n]"
_INITIAL = rf"(?:[{CAPITALS}]|Ia|Iu|Ya|Yu|Ye|Yo|Zh|Kh|Sh|Ch|Ts|Дж)\.{_GAP}?"
_SHOUTED = rf"[{CAPITALS}]{{2,25}}(?:[-'’ʹ][{CAPITALS}]{{2,25}}){{0,2}}(?!\w)"
_WORD = rf"[{CAPITALS}](?![{CAPITALS}])[^\W\d_]{{1,24}}(?:[-'’ʹ][^\W\d_]{{1,24}}){{0,2}}"
_INITIALS_AFTER = rf"{_GAP}?(?:{_INITIAL}){{1,3}}"
NAME = (
    rf"(?:{_INITIAL}){{0,3}}(?:{_SHOUTED}(?:{_INITIALS_AFTER}|{_GAP}{_SHOUTED}){{0,2}}"
    rf"|{_WORD}(?:{_INITIALS_AFTER}|{_GAP}{_WORD}){{0,2}})"
)
"""A name as printed, in one case, with initials before or after; a pattern without groups, like those that follow."""
TITLE = (
    r"(?i:(?:тов|т|гр|гр-н|гр-ка|проф|инж|mr|mrs|prof|dr|cde)\.\s?"
    r"|(?:товарищ|гражданин|гражданка|профессор|инженер|подсудим(?:ый|ая)|обвиняем(?:ый|ая)|свидетель(?:ница)?|эксперт"
    r"|(?:the\s)?(?:accused|defendant|witness|expert)|comrade|citizen|professor)\s)"
)
OFFICE = (
    r"(?i:председател[ьъ]ств(?:ующий|ующая)|председатель(?:\sсуда|\sтрибунала|\sсовещания|\sколлегии)?"
    r"|(?:государственный\s)?обвинитель|(?:старший\s|верховный\s)?прокурор(?:\sсоюза(?:\sсср)?|\sреспублики)?|секретарь(?:\sсуда)?"
    r"|комендант(?:\sсуда)?|защитник|защита|член\sсуда|судья|докладчик"
    r"|(?:the\s)?(?:president(?:\sof\sthe\scourt)?|presiding(?:\s(?:judge|officer))?|chair(?:man|person)?"
    r"|(?:the\s)?(?:state\s|public\s)?(?:prosecutor|procurator)|commandant(?:\sof\sthe\scourt)?|secretary"
    r"|counsel(?:\sfor\s(?:the\s)?defen[cs]e)?|marshal\sof\sthe\scourt))"
)
VOICE = (
    r"(?i:(?:(?:отдельные|одиночные|многие|женский|мужской|общий)\s)?(?:голоса?|реплик[аи]|возгласы?|крики?|выкрики?)"
    r"(?:\s(?:с\sмест(?:а|ов)?|из\s(?:зала|президиума|публики|рядов)|в\sзале|слева|справа|с\sтрибуны))?"
    r"|с\sмест[аы]?|из\s(?:зала|президиума)|(?:все|зал|хором)(?=\s?[:(])"
    r"|(?:an?\s|several\s|many\s)?(?:voices?|cries|shouts?|interjections?)(?:\sfrom\s(?:the\s)?\w{3,15})?)"
)
NUMBERED = r"(?:[IVX]{1,4}|\d{1,2}(?:-?(?:й|я|st|nd|rd|th))?)[^\S\n][А-ЯЁа-яёA-Za-z]{3,15}"

_TITLES = frozenset(
    "тов т тт гр проф инж товарищ товарищи гражданин гражданка профессор инженер подсудимый подсудимая"
    " обвиняемый обвиняемая свидетель свидетельница эксперт защитник прокурор председатель секретарь"
    " комендант судья обвинитель государственный докладчик mr mrs ms prof dr cde com the comrade citizen"
    " professor accused defendant witness expert president prosecutor procurator state public chairman"
    " chair secretary commandant counsel marshal general народный комиссар нарком председательствующий"
    " председательствующая presiding".split()
)
_NOBODY = frozenset(
    "голос голоса реплика реплики возглас возгласы крик крики выкрик выкрики мужчина женщина вошедший"
    " вошедшая неизвестный неизвестная охранник вахтер конвоир зал все хором из места мест presidium voice"
    " voices man woman unknown cries cry shout shouts interjection interjections floor audience hall all"
    " вопрос ответ question answer следователь investigator суда суд court защита defence defense".split()
)
_WORDS = re.compile(r"[^\W\d_]+(?:[-'’ʹʺ][^\W\d_]+)*\.?")
_SPACED = re.compile(r"(?<![\w.])(?:[^\W\d_]\s){2,}[^\W\d_](?!\w)")
_PATRONYMIC = re.compile(r"(?i)(?:[оеё]ви?ч|[оеё]вна|инична|ilich|ovich|evich|ovna|evna)$")
_SOUNDS = str.maketrans({"S": "sh", "Z": "zh", "T": "ts", "C": "ch"})
_SURNAME = re.compile(
    r"(?i)(?:[оеё]в|[иы]н|ск(?:ий|ой|ая)|ц?к(?:ий|ая)|[ое]й|ич|ук|юк|чик|ко|ян|янц|дзе|швили|ия|ер|ман|берг|штейн|[оеё]ва|[иы]на"
    r"|иор|ур|ель|ас|ис|эс|иньш|он|лин|их|ых|ец|[ea]ц|ун|як|ак|ик|ев|ль|ен"
    r"|[oey]v|[aeo]i|oy|off|in|yn|sky|skii|skiy|skoy|yan|dze|vili|ko|berg|man|stein|er|ich|uk|chik|ova|eva|ina|ior|ek|its|ets|ov)$"
)


@lru_cache(maxsize=10_000)
def speaker_id(printed: str) -> str | None:
    """One key for a speaker however the name is printed, None for offices and voices that name nobody.

    The key is that of the surname alone: titles, initials and first names go, and spellings in Russian and in Latin
    letters fall together. Namesakes share it.

    >>> {speaker_id(name) for name in ("ВЫШИНСКИЙ", "тов. Вышинский А. Я.", "A. Ia. Vyshinskii", "VYSHINSKY.")}
    {'vyshinski'}
    >>> speaker_id("THE PRESIDENT"), speaker_id("Голос с места")
    (None, None)
    """
    words = _WORDS.findall(re.sub(r"[(\[].*", "", close_up(printed)))
    plain = [word.rstrip(".") for word in words]
    if any(word.casefold() in _NOBODY for word in plain):
        return None
    names = [
        word
        for word, shown in zip(plain, words, strict=True)
        if word.casefold() not in _TITLES and len(word) > (2 if shown.endswith(".") and len(words) > 1 else 1)
    ]
    names = [word for word in names if word[0].isupper()]
    if not names:
        return None
    # «Вышинский Андрей Януарьевич»: a patronymic that closes a full name is not the surname.
    full = len(names) > 2 and bool(_PATRONYMIC.search(names[-1]))
    surname = names[0] if full else names[-1]
    return key(re.sub("(?i)dj", "dzh", surname)).translate(_SOUNDS) or None


def close_up(name: str) -> str:
    """A name that is printed with spaces between its letters, without them.

    >>> close_up("О с и н к и н"), close_up("А. Я. Осинкин")
    ('Осинкин', 'А. Я. Осинкин')
    """
    return _SPACED.sub(lambda match: re.sub(r"\s", "", match[0]), name)


def sounds_like_surname(name: str) -> bool:
    """Whether the last word of a name ends as surnames do in these sources.

    >>> sounds_like_surname("Осинкин"), sounds_like_surname("Дороги")
    (True, False)
    """
    return bool(_SURNAME.search(re.sub(r"[\s.]+(?:[^\W\d_]{1,2}\.\s?)*$|[\s.]+$", "", name)))
