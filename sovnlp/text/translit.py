"""Russian in Latin letters and back, by four systems, and a search key that forgives how people type it."""

from __future__ import annotations

import re

__all__ = ["SYSTEMS", "is_cyrillic", "key", "to_cyrillic", "to_latin"]

SYSTEMS = ("ala-lc", "bgn-pcgn", "gost-7.79-b", "scholarly")

_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяѣіѳѵ"
_TABLES = {
    name: dict(zip(_LETTERS, latin.split(), strict=True))
    for name, latin in {
        "ala-lc": "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch \" y ' e iu ia ie i f y",
        "bgn-pcgn": "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch \" y ' e yu ya e i f i",
        "gost-7.79-b": "a b v g d e yo zh z i j k l m n o p r s t u f x cz ch sh shh `` y' ` e' yu ya ye i fh yh",
        "scholarly": "a b v g d e ë ž z i j k l m n o p r s t u f x c č š šč ʺ y ʹ è ju ja ě i f i",
    }.items()
}
# The same with the marks of the full standards.
_MARKED = {
    "ala-lc": dict(zip("ёйцъьэюяѣіѳѵ", "ë ĭ t͡s ʺ ʹ ė i͡u i͡a i͡e ī ḟ ẏ".split(), strict=True)),
    "bgn-pcgn": {"ё": "ë", "ъ": "”", "ь": "’"},
}
_YE_AFTER = frozenset("аеёиоуыэюяйъь")


def is_cyrillic(word: str) -> bool:
    """Whether the word has a Cyrillic letter."""
    return not word.isascii() and any("Ѐ" <= letter <= "ӿ" for letter in word)


def to_latin(text: str, system: str = "ala-lc", *, marked: bool = False) -> str:
    """Russian in Latin letters; what is not Cyrillic stays.

    Without ``marked``, ALA-LC and BGN/PCGN come as historians print them, without ligatures and diacritics. Raises
    ``ValueError`` for a system that does not exist. Sources: ALA-LC 2012, BGN/PCGN 1947, GOST 7.79-2000 (system B),
    and the scholarly system of ISO/R 9:1968.

    >>> to_latin("Вышинский и вредительство"), to_latin("Щит", "scholarly"), to_latin("Ежов", "bgn-pcgn")
    ("Vyshinskii i vreditel'stvo", 'Ščit', 'Yezhov')
    """
    table = _table(system) | (_MARKED.get(system, {}) if marked else {})
    pieces = []
    for i, letter in enumerate(text):
        lower = letter.lower()
        latin = table.get(lower)
        if latin is None:
            pieces.append(letter)
            continue
        before, after = text[i - 1 : i], text[i + 1 : i + 2]
        if system == "bgn-pcgn" and lower in "её" and (not before.isalpha() or before.lower() in _YE_AFTER):
            latin = "y" + latin
        if system == "gost-7.79-b" and lower == "ц" and after.lower() in tuple("иеёйыэюяі"):
            latin = "c"
        if letter != lower:
            shouted = after.isupper() or (before.isupper() and not after.islower())
            latin = latin.upper() if shouted else latin[:1].upper() + latin[1:]
        pieces.append(latin)
    return "".join(pieces)


def to_cyrillic(text: str, system: str = "ala-lc") -> str:
    """Latin letters read back as Russian by one system; what the system does not know stays.

    Exact for GOST 7.79-B. The others lose what they do not tell apart: э and ё come back as е where they are printed
    e, final -ии as -ий (``Rossii``), «иа» after most consonants as я (``material``), «тс» as ц (``sovetskii``).

    >>> to_cyrillic("vreditel'stvo"), to_cyrillic("shhit", "gost-7.79-b")
    ('вредительство', 'щит')
    """
    letters, pattern = _inverse(system)
    pieces: list[str] = []
    for m in pattern.finditer(text):
        latin = m[0].lower()
        before = pieces[-1][-1:] if pieces else ""
        letter = letters.get(latin)
        after = text[m.end() : m.end() + 1]
        quote = letter in ("ъ", "ь") and not (before.isalpha() and (letter == "ь" or after.isalpha()))
        if letter is None or quote:
            pieces.append(m[0])
            continue
        if letter in "иы" and _GLIDES[system] == latin and before.lower() in _VOWELS:
            letter = "й"
        elif latin == "ia" and before.lower() == "ц":
            letter = "иа"
        sign_in_capitals = letter in "ъь" and before.isupper() and after.isupper()
        pieces.append(letter.upper() if m[0][0].isupper() or sign_in_capitals else letter)
    return "".join(pieces)


_VOWELS = frozenset("аеёиоуыэюя")
_GLIDES = {"ala-lc": "i", "bgn-pcgn": "y", "gost-7.79-b": "", "scholarly": ""}
_ALSO = {
    "ala-lc": {"ʹ": "ь", "ʺ": "ъ", "ĭ": "й", "ë": "ё", "ė": "э", "i͡u": "ю", "i͡a": "я", "t͡s": "ц", "’": "ь"},
    "bgn-pcgn": {"ye": "е", "yë": "ё", "ë": "ё", "y": "ы", "’": "ь", "”": "ъ"},
    "gost-7.79-b": {"c": "ц"},
    "scholarly": {"'": "ь", '"': "ъ", "ch": "х"},
}


def _table(system: str) -> dict[str, str]:
    if system not in _TABLES:
        raise ValueError(f"no transliteration system {system!r}; there are {', '.join(SYSTEMS)}")
    return _TABLES[system]


def _inverse(system: str) -> tuple[dict[str, str], re.Pattern[str]]:
    """What each Latin group stands for, and a pattern that finds the longest group or else any character."""
    letters: dict[str, str] = {}
    for cyrillic, latin in _table(system).items():
        if cyrillic not in "ѣіѳѵ" or system == "gost-7.79-b":
            letters.setdefault(latin, cyrillic)
    letters |= _ALSO[system]
    groups = sorted(letters, key=len, reverse=True)
    return letters, re.compile("|".join(map(re.escape, groups)) + "|.", re.IGNORECASE | re.DOTALL)


# --- the search key --------------------------------------------------------------------------------------------------

_TO_ASCII = str.maketrans(
    {
        **dict.fromkeys("'\"`’‘ʼʹʺ”“´\u0301\u0306\u0307\u0361\ufe20\ufe21", ""),
        **dict(
            zip(
                "šžčěëèéėïîĭíâûôśźćłŝńáóúý",
                "sh zh ch e e e e e i i i i ia iu e s z ts l shch n a o u y".split(),
                strict=True,
            )
        ),
    }
)
# In small letters, the first system looks at no neighbors.
_SMALL = str.maketrans(_TABLES["ala-lc"])
# One after another: (what, by what); rows of i, y, j are bounded so that no token, however odd, takes long.
# Upper-case letters stand for one sound: C х and ч, S ш, Z ж, T ц.
_FOLDS = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        (r"^tsch|^tch", "ch"),
        (r"(?<=[oe])ff\b", "v"),
        (r"shch|shh|sch", "SC"),
        (r"ch|kh|x", "C"),
        (r"sh", "S"),
        (r"zh", "Z"),
        (r"h", "C"),
        (r"ts|tz|cz|c", "T"),
        (r"w", "v"),
        (r"ou", "u"),
        (r"[iyj]{1,4}e", "e"),
        (r"(?<=[aeou])[iyj]o|\b[iyj]o|(?<=[^\Waeouiyj])[yj]{1,4}o", "e"),
        (r"[iyj]{1,4}(?=[au])", "i"),
        (r"(?<=[aeou])[iyj]{1,4}|[iyj]{1,4}\b|(?<![aeou])i[iyj]{1,4}|j", "i"),
        (r"y[iyj]{1,4}", "y"),
    ]
]


def key(word: str) -> str:
    """A loose search key: equal for a Russian word and for the ways people write it in Latin letters.

    Signs of softness go, and so do the differences between the systems (``Vyshinskii``, ``Vyshinsky``, ``Vyšinskij``),
    between kh, ch and x, between e, ye, ie and yo. It tells no meaning: look up what shares a key and let the reader
    choose where several words do.

    >>> len({key(word) for word in ("Зиновьев", "Zinoviev", "Zinov'ev", "Zinovyev")})
    1
    """
    latin = word.lower().translate(_SMALL).translate(_TO_ASCII)
    for pattern, sound in _FOLDS:
        latin = pattern.sub(sound, latin)
    return latin
