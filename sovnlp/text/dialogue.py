"""Dialogue without labels: a dash opens a turn, and a second dash may only lead to the narrator's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["asks", "dashes", "narrated", "narrates"]

_AT_LINE = re.compile(r"(?m)^[ \t\xa0]*(?P<dash>[—–-])[ \t\xa0]*(?=[«\"“„(…\[]?[^\W\d_])")
_INLINE = re.compile(r"(?:(?<=[.!?…:»”\"\])]\s)|\A\s*)(?P<dash>[—–])\s+(?=[«\"“„(…\[]?[А-ЯЁA-Z])")
_AUTHOR = re.compile(r"(?P<mark>[,.!?…])[»”\"]?\s[—–]\s(?P<words>[а-яёa-z][^—–]{3,300})$")
_SAID = re.compile(
    r"(?i)(?:спросил|сказал|ответил|произн[её]с|повторил|продолж|добавил|крикнул|закричал|перебил|заметил|возразил|усмехнул|буркнул"
    r"|прошептал|проговорил|поинтересовал|вскричал|воскликнул|переспросил|потребовал|вмешал|уточнил|подтвердил|согласил|пробормотал"
    r"|asked|said|replied|answered|added|repeated|shouted|went\son|continued|interrupted)"
)
_DEMAND = re.compile(
    r"(?i)(?:^|[.!?…]\s|,\s)(?:\W*)(?:рас|по|на|пере|до|при|у|от|объ|объяс|из|под|про|вы|с)?(?:скажите|кажите|зовите|числите|твердите|ясните|точните|ворите"
    r"|вечайте|вечай|казывайте|ложите|помните|знавайтесь|знайтесь|чните|толкуйте|ишите|должайте|речислите)(?![а-яё])"
    r"|(?:^|[.!?…]\s)(?:tell|name|explain|describe|confirm|confess|testify|give\s(?:us|evidence)|go\son|state)\b"
)
_GESTURE = re.compile(
    r"(?<=[.!?…»”\"\])]\s)(?:[А-ЯЁ][а-яё]+(?:\s[А-ЯЁ][а-яё]+)?|Он|Она|He|She|The\s[a-z]+|[A-Z][a-z]+)\s(?:[а-яёa-z]+,?\s){0,5}?"
    r"(?:вздохнул|усмехнулся|улыбнулся|кивнул|закурил|замолчал|помолчал|нахмурился|пожал|встал|поднялся|сел|отвернулся|повернулся"
    r"|посмотрел|взглянул|поглядел|покачал|опустил|побледнел|вытер|отложил|отодвинул|нажал|подошел|подошёл|вош[её]л|выш[её]л|откинулся"
    r"|задумался|поморщился|захлопнул|записал|перелистал|стукнул|ударил\sкулаком|sighed|nodded|smiled|grinned|shrugged|rose|stood\sup|sat\sdown"
    r"|paused|fell\ssilent|looked\s(?:at|up|down|away)|turned\s(?:to|away)|lit\sa|frowned|lowered|pressed)(?![а-яёa-z])(?:ла|лась|сь)?"
)
_FIRST_PERSON = re.compile(
    r"(?i)(?<!\w)(?:я|мне|меня|мной|мною|мы|нам|нас|мой|моя|мо[её]|моей|моих|наш\w*|вы|вам|вас|ваш\w*|i|me|my|we|our|you|your)(?!\w)"
)


def dashes(text: str, start: int, stop: int, *, flat: bool) -> Iterator[tuple[int, int]]:
    """Where turns open with a dash: (the dash, the first word).

    In running text, a dash after the narrator's words goes on with the same speaker: «…, — сказал он. — …»; but what
    follows a question is an answer: «Где? — спросил он. — Там.»
    """
    pattern = _INLINE if flat else _AT_LINE
    last = start
    for match in pattern.finditer(text, start, stop):
        if flat and _goes_on(text, last, match.start("dash"), match.end()):
            continue
        yield match.start("dash"), match.end()
        last = match.end()


def _goes_on(text: str, last: int, dash: int, word: int) -> bool:
    author = _AUTHOR.search(text, max(last, dash - 400), dash)
    if author is None or not _SAID.search(author["words"]):
        return False
    if author["mark"] != "?":
        return True
    following = re.match(r"[^—–]{0,400}", text[word : word + 400])
    return following is not None and asks(following[0])


def asks(words: str) -> bool:
    """Whether what is said asks or demands an answer: a question mark near its end, or «Назовите…».

    >>> asks("Где склад?"), asks("Назовите участников."), asks("За рекой. Где же ещё? Точнее не помню, было темно.")
    (True, True, False)
    """
    said = _AUTHOR.sub(lambda match: match["mark"], words.strip())
    said = re.sub(r"[\[(][^\[\]()]*[\])]?\s*$", "", said).rstrip(' —–_»”"')
    if said.endswith("?") or "?" in said[-80:] and len(said) > 160:
        return True
    return len(said) < 600 and bool(_DEMAND.search(said))


def narrated(text: str, start: int, stop: int) -> int:
    """Where, within a turn in running text, the narrator takes over: «Родин вздохнул и закурил.»; else its end.

    >>> words = "Не помню. Родин вздохнул и закрыл папку."
    >>> words[narrated(words, 0, len(words)) :]
    'Родин вздохнул и закрыл папку.'
    """
    for match in _GESTURE.finditer(text, start, stop):
        if not _FIRST_PERSON.search(text, match.start(), stop):
            return match.start()
    return stop


def narrates(line: str) -> bool:
    """Whether a line without a dash, among turns that open with one, is the narrator's.

    >>> narrates("Родин вздохнул и закрыл папку."), narrates("Потом я вернулся домой.")
    (True, False)
    """
    return not _FIRST_PERSON.search(line) and bool(_GESTURE.match(f". {line}", 2))
