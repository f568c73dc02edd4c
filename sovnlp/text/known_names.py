"""The names of the authority lexicon as they are printed, in every case and both scripts, found in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypedDict

from sovnlp import models
from sovnlp.lexicon.authority import Authority, Institution, Person, Place, load_authority
from sovnlp.text.inflection import phrase_cases, surname_cases
from sovnlp.text.translit import is_cyrillic, key, to_latin

__all__ = ["KnownName", "KnownNames", "Match", "Tables", "known_names", "spelled", "tables"]

# Raise it when an edit here, in ``inflection`` or in ``translit`` changes the tables: they are kept between runs.
VERSION = 1
LONGEST = 12
"""Words of the longest name looked for."""
_RUN = re.compile(r"[^\W_]+(?:['’ʹ][^\W_]+)*")
_ALONE = re.compile(r"\b[^\W_](?:[\W_]+[^\W_]\b)+")
_WITH_SEPARATOR = re.compile(r"[^ -]+[ -]?")
_PLAIN = str.maketrans("ё", "е")


class KnownName(NamedTuple):
    """What a printed name may mean: the id and type of an entry, and whether it is a surname alone (``bare``)."""

    id: str
    type: str
    bare: bool


class Match(NamedTuple):
    """A known name in a sentence, counted in words, with everything it may mean."""

    start: int
    stop: int
    names: tuple[KnownName, ...]

    @property
    def types(self) -> frozenset[str]:
        """The types of what it may mean."""
        return frozenset(name.type for name in self.names)


class Tables(TypedDict):
    """What the names of an authority lexicon are found by; a list is a string with spaces between its items.

    ``meanings`` are all the things that a name may mean. ``names`` gives for each name, as it is ``spelled`` and
    without spaces, the places of its meanings there; ``pieces`` how many runs of letters it may be printed in; ``loud``
    the names that must be in capitals. ``first`` gives for the first printed word all names that may begin with it.
    """

    meanings: list[tuple[str, str, bool]]
    names: dict[str, str]
    pieces: dict[str, str]
    loud: list[str]
    first: dict[str, str]


class KnownNames:
    """The names of an authority lexicon, found by how they are printed.

    Spaces and marks make no difference (``ЦК ВКП (б)``), nor does the system of transliteration; abbreviations must be
    printed in capitals, other names with a capital at least.
    """

    def __init__(self, tables: Tables) -> None:
        self._meanings = [KnownName(*meaning) for meaning in tables["meanings"]]
        self._names, self._pieces, self._first = tables["names"], tables["pieces"], tables["first"]
        self._loud = frozenset(tables["loud"])

    def find(self, words: Sequence[str]) -> Iterator[Match]:
        """Yield the longest known names of a sentence, left to right, none overlapping another."""
        parts = [spelled(word) for word in words]
        at = 0
        while at < len(words):
            match = self._at(words, parts, at)
            if match:
                yield match
            at = match.stop if match else at + 1

    def named(self, words: Sequence[str]) -> tuple[KnownName, ...]:
        """Return what a whole name may mean, as printed."""
        return self._meant("".join(map(spelled, words)))

    def _meant(self, joined: str) -> tuple[KnownName, ...]:
        return tuple(self._meanings[int(place)] for place in self._names.get(joined, "").split())

    def _at(self, words: Sequence[str], parts: Sequence[str], at: int) -> Match | None:
        if parts[at] not in self._first or not _capital(words[at]):
            return None
        goals = self._first[parts[at]].split()
        joined, best = "", None
        for stop in range(at, min(at + LONGEST, len(words))):
            joined += parts[stop]
            if parts[stop] and joined in self._names and self._allowed(joined, words[at : stop + 1]):
                best = Match(at, stop + 1, self._meant(joined))
            goals = [goal for goal in goals if goal.startswith(joined)]
            if not goals:
                break
        return best

    def _allowed(self, joined: str, words: Sequence[str]) -> bool:
        if str(_pieces(" ".join(words))) not in self._pieces[joined].split():
            return False
        if joined not in self._loud:
            return True
        letters = "".join(words).partition("(")[0]
        return letters.upper() == letters


def tables(authority: Authority) -> Tables:
    """Return the tables that the names of an authority lexicon are found by.

    Raises ``MissingPackage`` where pymorphy3 cannot be loaded.
    """
    return _Filing(authority).tables()


class _Filing:
    """The tables while the entries of an authority lexicon are filed in them."""

    def __init__(self, authority: Authority) -> None:
        self._names: dict[str, dict[KnownName, None]] = {}
        self._loud: set[str] = set()
        self._first: dict[str, set[str]] = {}
        self._pieces: dict[str, set[int]] = {}
        for person in authority.people.values():
            self._add_person(person)
        for institution in authority.institutions.values():
            self._add_body(institution)
        for place in authority.places.values():
            self._add_body(place)

    def tables(self) -> Tables:
        places: dict[KnownName, int] = {}
        for name in sorted(self._names):
            for meaning in self._names[name]:
                places.setdefault(meaning, len(places))
        return {
            "meanings": [(one.id, one.type, one.bare) for one in places],
            "names": {name: " ".join(str(places[one]) for one in meant) for name, meant in sorted(self._names.items())},
            "pieces": {name: " ".join(map(str, sorted(counts))) for name, counts in sorted(self._pieces.items())},
            "loud": sorted(self._loud),
            "first": {word: " ".join(sorted(names)) for word, names in sorted(self._first.items())},
        }

    def _add_person(self, person: Person) -> None:
        surnames = [(label.partition(", ")[0], True) for label in (person.ru, person.en)]
        for printed, bare in (*surnames, *((alias, " " not in alias) for alias in person.aka)):
            for form in _person_cases(printed, person.sex) if is_cyrillic(printed) else {printed}:
                self._file(form, KnownName(person.id, "PER", bare=bare))

    def _add_body(self, body: Institution | Place) -> None:
        name = KnownName(body.id, body.type, bare=False)
        renamed = [name for other in body.renamed for name in (other.ru, other.en)] if isinstance(body, Place) else []
        for printed in (body.ru, body.en, *body.names, *renamed):
            loud = not any(letter.islower() for letter in printed.partition("(")[0])
            for form in (printed,) if loud or not is_cyrillic(printed) else {printed, *phrase_cases(printed)}:
                self._file(form, name, loud=loud)

    def _file(self, form: str, name: KnownName, *, loud: bool = False) -> None:
        first, *rest = form.split()
        joined = "".join(map(spelled, [first, *rest]))
        if not joined:
            return
        self._names.setdefault(joined, {})[name] = None
        self._pieces.setdefault(joined, set()).add(_pieces(form))
        beginnings = {spelled(first)}
        if not first.isalpha():
            beginnings |= {spelled(first[: run.end()]) for run in _RUN.finditer(first) if run.end() > 1}
        if loud:
            self._loud.add(joined)
            # С. С. С. Р.; two or three such letters may be initials
            beginnings |= {joined[0]} if len(joined) > 3 else set()
        for beginning in beginnings:
            self._first.setdefault(beginning, set()).add(joined)


def _person_cases(name: str, sex: str) -> set[str]:
    """Return the cases of a person's name in Cyrillic, and how it is spelled in Latin letters.

    Of several words the last alone may change: Ллойд Джорджа beside Ллойда Джорджа, Бонч-Бруевича.
    """
    if name.rpartition(" ")[2][0].islower():
        return {to_latin(name), *phrase_cases(name)}
    *first, last = _WITH_SEPARATOR.findall(name)
    cases = surname_cases(last, sex)
    words = [[f"{form}{word[-1]}" for form in _first_cases(word, sex)] for word in first]
    changed = ("".join(row) for row in zip(*words, cases, strict=True))
    return {to_latin(name), *changed, *("".join(first) + case for case in cases)}


def _first_cases(word: str, sex: str) -> tuple[str, ...]:
    return surname_cases(word[:-1], sex) if word.endswith("-") else phrase_cases(word[:-1])


def _pieces(text: str) -> int:
    """Return how many runs of letters there are, where letters that stand alone are one: U.S.S.R., ВКП(б)."""
    return len(_RUN.findall(_ALONE.sub("x", text)))


def _capital(word: str) -> bool:
    return next((letter for letter in word if letter.isalnum()), "").isupper()


@lru_cache(maxsize=50_000)
def spelled(word: str) -> str:
    """Return the letters and digits of a word, small, without ё; Latin letters by the loose key of transliteration.

    >>> spelled("ВКП(б)"), spelled("Zinov'ev") == spelled("Zinoviev")
    ('вкпб', True)
    """
    lowered = word.lower().translate(_PLAIN)
    if lowered.endswith(("'s", "’s")):
        lowered = lowered[:-2]
    parts = ("".join(letter for letter in part if letter.isalnum()) for part in lowered.split("-"))
    return "".join(key(part) if part.isalpha() and not is_cyrillic(part) else part for part in parts)


@lru_cache(maxsize=1)
def known_names() -> KnownNames:
    """Return the names of the authority lexicon that comes with sovnlp, worked out once and kept in the cache."""
    authority = load_authority()
    made_of = f"{VERSION}-{models.package_version('pymorphy3-dicts-ru')}-{authority.fingerprint}"
    return KnownNames(models.worked_out(f"known-names-{made_of}.json", lambda: tables(authority)))
