"""What is said after a shelf mark of the copy that lies there: its status and its technique, in two fields."""

from __future__ import annotations

import re

__all__ = ["read_status"]

_WORD = (
    r"(?:(?:не)?заверен\w*|машинопис\w*|рукопис\w*|подлинн\w*|подпис\w*|чернов\w*|беловой|типограф\w*|печатн\w*|фото\w*|копи[яийюе]\w?"
    r"|автограф\w*|экземпляр\w*|экз\.?|отпуск|выписк\w*|оттиск|текст|маш\.|рук\.|стеклограф\w*|гектограф\w*|ротапринт\w*|ротатор\w*"
    r"|телеграфн\w*|телеграмм\w*|бланк\w*|лент\w+|шифр\w*|дубликат|проект|правлен\w*|современн\w*|микрофильм|перевод|карандаш\w*"
    r"|чернил\w*|первый|второй|на|в|с|и|правкой|именном|того|времени|пометами|резолюци\w+"
    r"|certified|uncertified|typewrit\w+|typed|typescript|handwritten|manuscript|original|copy|autographs?|signed|draft|duplicate"
    r"|script|printed|carbon|photocopy|signatures?|of|that|the|time|on|letterhead)"
)
_NAME = r"(?:[А-ЯЁ]\.\s?){1,2}[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_FORM = r"(?:ЦК\sВКП\(б\)|ЦК\sРКП\(б\)|СНК(?:\sСССР)?|ОГПУ|НКВД(?:\sСССР)?|ГПУ|ВЧК|СТО|РВСР?|ЦИК(?:\sСССР)?|ВЦИК)"
_PHRASE = re.compile(rf"(?i:{_WORD})(?:(?:,?\s|\s?[-–—]\s?)(?:{_NAME}|{_FORM}|(?i:{_WORD})(?!\w))){{0,10}}(?!\w)")
_GAP = re.compile(r"[.,;]?[ \t\xa0]{0,3}\n?[ \t\xa0]{0,3}")
_ENDS = re.compile(r"\s*(?:[.;,:)\]\n]|$)")
_BEGINS = re.compile(r"(?i:на|в|с|и|of|that|the|time|on|первый|второй|того|времени|текст|правкой)\b")

# The first that is found gives the name.
_STATUS = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (r"незаверен\w*.*\bкопи|uncertified.*copy", "Незаверенная копия"),
        (r"заверен\w*.*\bкопи|\bкопи\w*.*заверен|certified.*copy", "Заверенная копия"),
        (r"фотокоп|photocopy", "Фотокопия"),
        (r"подлинн|original", "Подлинник"),
        (r"подписн|signed", "Подписной экземпляр"),
        (r"отпуск", "Отпуск"),
        (r"чернов|draft", "Черновик"),
        (r"дубликат|duplicate", "Дубликат"),
        (r"\bкопи|\bcopy", "Копия"),
        (r"автограф|autograph", "Автограф"),
    )
)
_TECHNIQUE = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (r"машинопис|маш\.|typewrit|typescript|typed", "Машинопись"),
        (r"рукопис|рук\.|handwritten|manuscript", "Рукопись"),
        (r"типограф|печатн|оттиск|printed", "Типографский экземпляр"),
        (r"стеклограф|гектограф|ротапринт|ротатор", "Стеклограф"),
        (r"шифр|\bscript", "Шифровка"),
        (r"телеграфн\w*\s+бланк", "Телеграфный бланк"),
        (r"телеграфн\w*\s+лент", "Телеграфная лента"),
    )
)
_EXTRACT = re.compile(r"(?i)выписк\w*\b.*|\bна\s(?:\w+\s)?бланке.*")


def read_status(text: str, start: int, limit: int) -> tuple[int, str | None, str | None]:
    """Where the words about the copy end that stand right after ``start``, its status and its technique.

    >>> read_status("Л. 5. Заверенная машинописная копия.", 4, 36)[1:]
    ('Заверенная копия', 'Машинопись')
    """
    stop = start
    said: list[str] = []
    while len(said) < 4:
        gap = _GAP.match(text, stop, limit)
        phrase = _PHRASE.match(text, gap.end(), limit) if gap else None
        if phrase is None or _BEGINS.match(phrase[0]) or not _ENDS.match(text, phrase.end(), limit):
            break
        said.append(phrase[0])
        stop = phrase.end()
    status = next((name for pattern, name in _STATUS for phrase in said if pattern.search(phrase)), None)
    technique = next((name for pattern, name in _TECHNIQUE for phrase in said if pattern.search(phrase)), None)
    extract = next((phrase for phrase in said if _EXTRACT.search(phrase)), None)
    if extract and (technique or status is None):
        technique = " ".join(extract.split())
    return stop, status, technique
