"""Which archive a name stands for, in any script, case or age, and which one is named before a shelf mark."""

from __future__ import annotations

import re
from functools import cache

from sovnlp.text.references.archives import ARCHIVES
from sovnlp.text.translit import is_cyrillic, key, to_cyrillic, to_latin

__all__ = ["archive_at", "archive_before", "archive_named", "latin_name", "place_of"]

_LOOK_ALIKE = str.maketrans("ABCEHIKMOPTXYaceiopxy", "АВСЕНІКМОРТХУасеіорху")
_SPELLED = re.compile(r"[^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*")
_LOWER = re.compile(r"[a-zа-яёіїєґ]")
_AFTER_NAME = re.compile(r"[\s.,;:()\[\]»”\"–—-]{0,6}")
_BETWEEN = re.compile(r"[\s.\-]{1,3}|\s?[(«\"“]|[»\"”)]\s?")
_FORMERLY = re.compile(r"\s*\((?:бывш\w*\.?|б\.|ранее|former(?:ly)?)?\s*$")
_SENTENCE = re.compile(
    r"\.(?!\s?[а-яёa-z])|[;:!?()\[\]«»\n|/]|(?:(?<=\s)|^)(?:в|во|из|см|хранится|in|from|at|see)(?=\s)"
)
_HOLDS = re.compile(
    r"(?i)арх[иі]в\w{0,2}(?![\w-])|архивн\w+\sотдел|archiv|arkhiv|рукопис|музе[йея]|museum|библиотек|library|хранилищ|центр\s(?:документ|хран)"
)
_REGION = re.compile(
    r"(?i)(?:област[иь]|края|республики|губернии|района|округа|област[іi]|oblast|region|krai|[а-я]ая|[а-я]ий)$"
)
_NO_ARCHIVE = frozenset(
    "СССР РСФСР УССР БССР ВКП ВКПБ РКП РКПБ КПСС КПУ ЦК СНК СТО НКВД ОГПУ ГПУ ВЧК МГБ МВД КГБ ВЦСПС ЦИК ВЦИК ТАСС "
    "КОПИЯ КНИГА ТОМ СТР СТАТЬЯ ЧАСТЬ ГЛАВА USSR NKVD OGPU GPU CC CPSU AND THE SEE "
    "III VII XII XIII XIV XVI XVII XVIII".split()
)


def _folded(word: str) -> str:
    """The word with Latin look-alikes as Cyrillic letters, where it has a Cyrillic letter at all."""
    return word.translate(_LOOK_ALIKE) if is_cyrillic(word) else word


def _stems(words: list[str]) -> str:
    return " ".join(part[:5].lower().rstrip("аеиіоуыьюяйїaeiouy'") for word in words for part in word.split("-"))


@cache
def _names() -> dict[str, str]:
    """Every name, by the loose key of its letters and by the stems of its words, with the short name it stands for."""
    known: dict[str, str] = {}
    for archive in ARCHIVES:
        for name in (archive.name, *archive.also):
            words = _SPELLED.findall(name)
            known.setdefault(key("".join(words)), archive.name)
            if len(words) > 2:
                known.setdefault(_stems(words), archive.name)
                known.setdefault(_stems([to_latin(word) for word in words]), archive.name)
    return known


_LONGEST = max(len(_SPELLED.findall(name)) for archive in ARCHIVES for name in archive.also)


def archive_named(name: str) -> str | None:
    """The short Russian name of an archive that is known under ``name``, in any script, case or grammatical case.

    >>> archive_named("TsA FSB"), archive_named("ЦПА ИМЛ"), archive_named("Государственного архива РФ")
    ('ЦА ФСБ', 'РГАСПИ', 'ГАРФ')
    """
    words = [_folded(word) for word in _SPELLED.findall(name)]
    if not words or len(words) > _LONGEST:
        return None
    letters = sum(map(len, words))
    if (
        (len(words) <= 5 or letters == len(words))
        and 3 <= letters <= 40
        and (found := _names().get(key("".join(words))))
    ):
        return found
    return _names().get(_stems(words)) if len(words) > 2 else None


def archive_before(text: str, stop: int, floor: int = 0) -> tuple[int, str, bool] | None:
    """The archive named right before ``stop``: where its name starts, its short name, and whether it is a known one."""
    floor = max(floor, stop - 160)
    words = list(_SPELLED.finditer(text, floor, stop))
    if not words or not _AFTER_NAME.fullmatch(text, words[-1].end(), stop):
        return None
    near = words[-1:]
    while len(near) < min(_LONGEST, len(words)):
        before = words[-len(near) - 1]
        if not _BETWEEN.fullmatch(text, before.end(), near[0].start()):
            break
        near.insert(0, before)
    for first in range(len(near)):
        start = near[first].start()
        name = archive_named(text[start : near[-1].end()])
        if name and (len(near) - first > 2 or text[start].isupper() or near[-1].end() - start > 3):
            return _with_former(text, start, floor, name)
    return _unknown(text, near, floor)


def _with_former(text: str, start: int, floor: int, name: str) -> tuple[int, str, bool]:
    """Take in what stands before an older name in brackets: РГАСПИ (бывш. ЦПА ИМЛ)."""
    bracket = _FORMERLY.search(text, max(floor, start - 24), start)
    if bracket:
        earlier = archive_before(text, bracket.start(), floor)
        if earlier and earlier[1] == name:
            return earlier
    return start, name, True


def _unknown(text: str, near: list[re.Match[str]], floor: int) -> tuple[int, str, bool] | None:
    """An archive that the table does not have: an acronym, an acronym with its region, or a name with «архив»."""
    stop = near[-1].end()
    first = len(near)
    while first and _is_acronym(near[first - 1][0]):
        first -= 1
    if first < len(near) and sum(len(word[0]) for word in near[first:]) >= 3:
        start = near[max(first, len(near) - 3)].start()
        return start, _short(text[start:stop]), False
    breaks = [found.end() for found in _SENTENCE.finditer(text, floor, stop)]
    words = [word for word in near if word.start() >= (breaks[-1] if breaks else floor)]
    while words and not words[0][0][0].isupper():
        words.pop(0)
    if not words or len(words) > 10:
        return None
    name = text[words[0].start() : stop]
    if _HOLDS.search(name) or (_is_acronym(words[0][0]) and _REGION.search(name)):
        return words[0].start(), _short(name), False
    return None


def _is_acronym(word: str) -> bool:
    lower = len(_LOWER.findall(word))
    return 2 <= len(word) <= 9 and len(word) - lower >= 2 and lower <= 3 and _folded(word).upper() not in _NO_ARCHIVE


def _short(name: str) -> str:
    """An unknown name as it is kept: in Cyrillic, where it is an acronym or a transliterated name."""
    name = " ".join(_folded(word) for word in name.split()).strip(" .,")
    transliterated = all(map(_is_acronym, _SPELLED.findall(name))) or "arkhiv" in name.lower()
    return to_cyrillic(name) if transliterated and not is_cyrillic(name) else name


def archive_at(text: str, stop: int, floor: int = 0) -> tuple[int, str] | None:
    """The known archive whose name ends at or right before ``stop``, as (start, short name)."""
    found = archive_before(text, stop, floor)
    return found[:2] if found and found[2] else None


def latin_name(name: str) -> str:
    """The name of an archive as English notes print it.

    >>> latin_name("ЦА ФСБ"), latin_name("АП РФ"), latin_name("РЦХИДНИ")
    ('TsA FSB', 'APRF', 'RTsKhIDNI')
    """
    if name == "АП РФ":
        return "APRF"
    return " ".join(
        "".join(map(_letter, word)) if word.isupper() and len(word) < 10 else to_latin(word) for word in name.split()
    )


def _letter(letter: str) -> str:
    return "".join(to_latin(letter.lower()).capitalize()) if letter.isalpha() else letter


def place_of(name: str) -> str | None:
    """Where a known archive is."""
    return next((archive.place for archive in ARCHIVES if archive.name == name), None)
