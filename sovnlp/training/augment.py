"""More training sentences out of those there are: other names in the same case, the forms of the time, slips.

Names are exchanged for others of their kind in the same case, number and gender, so that the tagger learns the place of
a name and not the name; then come the habits of our sources: surnames in capitals, «тов.», initials before and after,
words spaced out, a letter taken for another by the scanner.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from sovnlp.document import Name
from sovnlp.errors import MissingPackage
from sovnlp.text.translit import to_latin
from sovnlp.training.data import Example

__all__ = ["Augmenter"]

# How often a name of each type is exchanged: a place that is exchanged too often teaches that any capital is a place.
EXCHANGED = {"PER": 0.75, "LOC": 0.35, "ORG": 0.6}
KINDS = ("Surn", "Name", "Patr", "Geox", "Orgn")
CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
LIKE_SURNAME = re.compile(r"(?:[оеё]в|[иы]н|ий|ый|ой|[оеё]ва|[иы]на|ая|енко|ова|ич)$")
ADDRESSES = (("тов", "."), ("т", "."), ("товарищ",), ("гр", "."), ("гражданин",), ("тов", "."), ("гр-н",), ("т",))
# What scanners and typists take for one another, within one script.
SLIPS = {
    "и": "нп", "н": "ип", "п": "ни", "ш": "щ", "щ": "ш", "е": "с", "с": "е", "о": "с0", "ь": "ъ", "л": "п", "т": "г",
    "г": "т", "в": "з", "з": "в", "ц": "п", "б": "6", "й": "и", "ы": "м", "м": "ы", "ж": "х", "к": "н",
}  # fmt: skip

LATIN_SLIPS = {
    "e": "co",
    "c": "e",
    "o": "ec",
    "i": "l1",
    "l": "i1",
    "n": "ru",
    "u": "n",
    "h": "b",
    "t": "l",
    "r": "n",
    "s": "z",
}


class Augmenter:
    """Makes variants of examples in a ``language``; the same ``seed`` and examples give the same variants.

    In English, names are exchanged for Russian ones in Latin letters. ``institutions`` are names of bodies in one word;
    those in capitals do not inflect and are exchanged for one another. Raises ``MissingPackage`` where pymorphy3 cannot
    be loaded.
    """

    def __init__(self, seed: int, institutions: Sequence[str] = (), language: str = "ru") -> None:
        self._random = random.Random(seed)
        self._english = language == "en"
        self._parse = lru_cache(maxsize=50_000)(_analyzer().parse)
        self._institutions = tuple(sorted({i for i in institutions if i.isupper() and len(i) > 1}))

    def variants(self, examples: Sequence[Example], times: int, *, only_named: bool = False) -> Iterator[Example]:
        """Yield ``times`` variants of each example; ``only_named`` leaves out sentences without a name."""
        for _ in range(times):
            for example in examples:
                if example.names or not only_named:
                    yield self.variant(example)

    def variant(self, example: Example) -> Example:
        """Return the example with other names and, now and then, in a habit of the time."""
        draw = self._random.random
        words = list(example.words)
        if draw() < 0.75:
            words = self._exchanged(words, example.names)
        edits = [(name, list(words[name.start : name.stop])) for name in example.names]
        loud = draw() < 0.12
        made: list[str] = []
        names: list[Name] = []
        at = 0
        for name, own in edits:
            made += words[at : name.start]
            before = made[-1].lower() if made else ""
            if name.type == "PER":
                if loud:
                    own[-1:] = [own[-1].upper()] if draw() < 0.8 else own[-1:]
                if len(own) == 1 and draw() < 0.12:
                    own = self._with_initials(own)
                elif len(own) in (2, 3) and all(w.istitle() for w in own) and draw() < 0.15:
                    own = self._shortened(own)
                if (
                    draw() < 0.08
                    and not self._english
                    and before not in (".", "тов", "т", "товарищ", "гражданин")
                    and not before.isupper()
                ):
                    made += self._random.choice(ADDRESSES)
            names.append(Name(len(made), len(made) + len(own), name.type))
            made += own
            at = name.stop
        made += words[at:]
        if draw() < 0.04:
            made = [word.upper() for word in made]
        elif draw() < 0.12:
            made = [self._slip(word) if draw() < 0.12 else word for word in made]
        return Example(tuple(made), tuple(names))

    def _exchanged(self, words: list[str], names: Sequence[Name]) -> list[str]:
        """Exchange each name as a whole or not at all; the same word becomes the same word throughout the sentence."""
        made = list(words)
        chosen: dict[str, str] = {}
        for name in names:
            if self._random.random() > EXCHANGED[name.type]:
                continue
            for i in range(name.start, name.stop):
                word = words[i]
                if len(word) > 1 and word[0].isupper():
                    if word not in chosen:
                        chosen[word] = self._other(word, name.type, name.stop - name.start)
                    made[i] = chosen[word]
        return made

    def _other(self, word: str, kind: str, length: int) -> str:
        if self._english:
            return self._latin(word, kind, length)
        if kind == "ORG":
            if length == 1 and word.isupper() and self._institutions and self._random.random() < 0.5:
                return self._random.choice(self._institutions)
            wanted: tuple[str, ...] = ("Orgn",) if length == 1 and not word.isupper() else ()
        else:
            wanted = ("Surn", "Name", "Patr") if kind == "PER" else ("Geox",) if length == 1 else ()
        for parse in self._parse(word.lower()):
            tag = parse.tag
            group = next((k for k in wanted if k in tag), None)
            if group is None and kind == "PER" and length == 1 and "NOUN" in tag and not parse.is_known:
                group = "Surn"
            if group and tag.case in CASES and tag.number:
                return self._drawn(group, tag, word)
        return word

    def _latin(self, word: str, kind: str, length: int) -> str:
        """Return another name in Latin letters, by one of the systems in use; what is not one word stays."""
        if kind == "ORG" or (kind == "LOC" and length > 1) or not word.replace("-", "").isalpha() or len(word) < 3:
            return word
        drawn = self._random.choice(_pools()["Geox" if kind == "LOC" else "Surn", None])
        spelled = to_latin(drawn.capitalize(), self._random.choice(("ala-lc", "bgn-pcgn", "bgn-pcgn")))
        spelled = spelled.replace("iy", "y") if self._random.random() < 0.7 else spelled
        return spelled.upper() if word.isupper() else spelled

    def _drawn(self, group: str, tag: Any, word: str) -> str:
        gender = tag.gender if group in ("Surn", "Name", "Patr") and tag.gender in ("masc", "femn") else None
        pool = _pools().get((group, gender)) or _pools()[group, None]
        other = self._random.choice(pool)
        found = next((p for p in self._parse(other) if group in p.tag and "nomn" in p.tag and "sing" in p.tag), None)
        form = found and found.inflect({tag.case, tag.number})
        if not form:
            return word
        spelled = "-".join(part[:1].upper() + part[1:] for part in str(form.word).split("-"))
        return spelled.upper() if word.isupper() else spelled

    def _initial(self) -> str:
        return self._random.choice("ABDEFGIKLMNOPRSTVYZ" if self._english else "АБВГДЕЗИКЛМНОПРСТФХЭЮЯ")

    def _with_initials(self, own: list[str]) -> list[str]:
        initials = [part for _ in range(self._random.choice((1, 2, 2))) for part in (self._initial(), ".")]
        return [*initials, *own] if self._random.random() < 0.7 else [*own, *initials]

    def _shortened(self, own: list[str]) -> list[str]:
        """Given name and patronymic as initials: Иван Петрович Сомов → И. П. Сомов."""
        return [part for word in own[:-1] for part in (word[0], ".")] + own[-1:]

    def _slip(self, word: str) -> str:
        slips = LATIN_SLIPS if self._english else SLIPS
        places = [i for i, letter in enumerate(word) if letter in slips]
        if len(word) < 4 or not places:
            return word
        i = self._random.choice(places)
        if self._random.random() < 0.25:
            return word[:i] + word[i + 1 :]
        return word[:i] + self._random.choice(slips[word[i]]) + word[i + 1 :]


@lru_cache(maxsize=1)
def _pools() -> dict[tuple[str, str | None], list[str]]:
    """The dictionary's names in the nominative by kind and gender (None: whatever the gender)."""
    pools: dict[tuple[str, str | None], set[str]] = {}
    for word, tag, *_ in _analyzer().dictionary.iter_known_words():
        if "nomn" in tag and "sing" in tag and len(word) > 2 and "Abbr" not in tag:
            for kind in KINDS:
                if kind in tag:
                    pools.setdefault((kind, None), set()).add(word)
                    if tag.gender in ("masc", "femn"):
                        pools.setdefault((kind, tag.gender), set()).add(word)
    people = pools["Surn", None] | pools["Name", None]
    pools["Geox", None] = {word for word in pools["Geox", None] - people if not LIKE_SURNAME.search(word)}
    return {key: sorted(pool) for key, pool in pools.items()}


@lru_cache(maxsize=1)
def _analyzer() -> Any:
    try:
        from pymorphy3 import MorphAnalyzer
    except Exception as cause:
        raise MissingPackage("pymorphy3", "augmenting Russian examples", cause) from cause
    return MorphAnalyzer()
