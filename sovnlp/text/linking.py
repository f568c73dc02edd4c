"""Which person, body or place a name in a document means: one, several that it may be, or one that nobody has listed.

A surname alone is not enough where it is a common one: it means the listed person only if the document elsewhere says
so (by initials, a given name), if he is the one whom that surname meant at the time, or if nobody else bears it.
Spellings of one unlisted name fall together by its headword, in both scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from sovnlp.lexicon.authority import Authority, Institution, Person, load_authority
from sovnlp.lexicon.surnames import load_surnames
from sovnlp.text.known_names import KnownNames, known_names, spelled
from sovnlp.text.translit import is_cyrillic, key

__all__ = ["Link", "Linker", "Mention", "linker"]

_WORD = re.compile(r"[^\W\d_]+(?:[-’'ʹ][^\W\d_]+)*\.?|\d+")
_LETTER = r"(?:I[au]|Y[aeu]|J[au]|[ZKSC]h|Ts|Дж|[А-ЯЁA-Z])"
_INITIAL = re.compile(rf"{_LETTER}\.?")
_BEGINNING = re.compile(rf"(?i){_LETTER}")
_PATRONYMIC = re.compile(r"(?i)(?:[оеё]ви?ч|[иы]ч|[оеё]вн|ичн|[oe]vich|ich|[oe]vn)(?:[аыеуо]|ем|ой|у|a)?$")


class Mention(NamedTuple):
    """A name in a document: its type, as printed, and the headwords of its words with spaces between."""

    type: str
    text: str
    lemma: str


class Link(NamedTuple):
    """What a name means.

    ``id`` is that of the entry in the authority lexicon, or where it is not listed a key that begins with ``~``; a
    name that may mean several entries has their ids in ``among`` and a key of its own. ``label`` is how to print it.
    """

    id: str
    label: str
    among: tuple[str, ...] = ()

    @property
    def listed(self) -> bool:
        """Whether it is one entry of the lexicon."""
        return not self.id.startswith("~")


class _Parts(NamedTuple):
    """A person's name taken apart: surname, and first letters of given name and patronymic, as far as printed."""

    surname: str
    lemma: str
    initials: tuple[str, ...]


class Linker:
    """Links the names of documents to an authority lexicon; ``known`` holds its printed forms."""

    def __init__(self, authority: Authority, known: KnownNames) -> None:
        self._authority = authority
        self._known = known
        surnames = load_surnames()
        self._common = frozenset(map(key, surnames.common))
        self._foremost = surnames.foremost
        self._parted = lru_cache(maxsize=50_000)(partial(_parted, known))

    def link(self, mentions: Sequence[Mention], *, since: str | None = None, until: str | None = None) -> list[Link]:
        """Return what each name of one document means, made between the ISO days ``since`` and ``until``."""
        people = self._people([mention for mention in mentions if mention.type == "PER"])
        links: dict[Mention, Link] = {}
        for mention in mentions:
            if mention not in links:
                links[mention] = (
                    people[mention] if mention.type == "PER" else self._body(mention, since or "", until or "9")
                )
        return [links[mention] for mention in mentions]

    # people

    def _people(self, mentions: Iterable[Mention]) -> dict[Mention, Link]:
        parts = {mention: self._parted(mention.text, mention.lemma) for mention in mentions}
        candidates = {mention: self._candidates(mention, part) for mention, part in parts.items()}
        # what fuller mentions say decides on the bare ones
        told: dict[str, set[tuple[str, ...]]] = {}
        fuller: dict[str, set[tuple[str, ...]]] = {}
        for mention, part in parts.items():
            if part.initials:
                fuller.setdefault(key(part.lemma), set()).add(part.initials)
                told.setdefault(key(part.lemma), set()).add(candidates[mention])
        links = {}
        for mention, part in parts.items():
            surname = key(part.lemma)
            ids = candidates[mention]
            if not part.initials:
                # one person, several who fit, or a namesake whom nobody has listed
                ids = next(iter(told[surname])) if len(told.get(surname, ())) == 1 else self._bare(surname, ids)
            links[mention] = self._person(part, ids, fuller.get(surname, set()))
        return links

    def _candidates(self, mention: Mention, part: _Parts) -> tuple[str, ...]:
        words = _WORD.findall(mention.text)
        whole = {name.id for name in self._known.named(words) if name.type == "PER"}
        if whole and not part.initials:
            return tuple(sorted(whole))
        bearers = {name.id for name in self._known.named([part.surname]) if name.type == "PER"}
        fitting = {i for i in bearers if _fits(self._authority.people[i], part.initials)}
        return tuple(sorted(fitting or whole))

    def _bare(self, surname: str, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Of those who bear a surname, the one whom it alone means; several where that is open."""
        foremost = [i for i in ids if i in self._foremost]
        if len(foremost) == 1:
            return (foremost[0],)
        if len(ids) == 1 and surname in self._common:
            return (*ids, "")
        return ids

    def _person(self, part: _Parts, ids: tuple[str, ...], fuller: set[tuple[str, ...]]) -> Link:
        if len(ids) == 1:
            return Link(ids[0], self._authority.people[ids[0]].label("ru"))
        initials = part.initials or (next(iter(fuller)) if len(fuller) == 1 else ())
        surname = "-".join(word.capitalize() for word in part.lemma.split("-"))
        shown = " ".join([surname, *(f"{initial}." for initial in initials)])
        known = "-".join([key(part.lemma), *map(key, initials)])
        return Link(f"~{known}", shown, tuple(filter(None, ids)))

    # bodies and places

    def _known_label(self, id: str) -> str:
        entry = self._authority.get(id)
        return entry.label("ru") if entry else id

    def _body(self, mention: Mention, since: str, until: str) -> Link:
        words = _WORD.findall(mention.text) or [mention.text]
        ids = sorted({name.id for name in self._known.named(words) if name.type == mention.type})
        if mention.type == "ORG":
            ids = [i for i in ids if _existed(self._authority.institutions[i], since, until)] or ids
        if len(ids) == 1:
            return Link(ids[0], self._known_label(ids[0]))
        shown = mention.lemma if is_cyrillic(mention.lemma) else mention.text
        if mention.type == "LOC":
            shown = " ".join(word[:1].upper() + word[1:] for word in shown.split())
        elif mention.text.isupper() and len(words) == 1:
            # an abbreviation, whose headword is in small letters
            shown = mention.text
        return Link("~" + key("".join(map(spelled, mention.lemma.split()))), shown, tuple(ids))


@lru_cache(maxsize=1)
def linker() -> Linker:
    """Return the linker to the authority lexicon that comes with sovnlp, made once."""
    authority = load_authority()
    return Linker(authority, known_names())


def _parted(known: KnownNames, text: str, lemma: str) -> _Parts:
    """Take a person's name apart: initials and given names go before or after the surname."""
    words = _WORD.findall(text)
    heads = [head.strip(".,()") for head in lemma.split() if any(map(str.isalpha, head))]
    long = [word for word in words if not _INITIAL.fullmatch(word)]
    initials = [word.rstrip(".") for word in words if _INITIAL.fullmatch(word)]
    if not long:
        return _Parts(text, text.lower(), ())
    patronymic = next((i for i, word in enumerate(long) if i and _PATRONYMIC.search(word)), None)
    listed = [word for word in long if any(name.bare for name in known.named([word]))]
    if len(long) == 1:
        surname, given = long[0], initials
    elif patronymic is not None and len(long) > 2:
        # Громов Иван Петрович, or Иван Петрович Громов
        surname = long[0] if patronymic == len(long) - 1 else long[-1]
        given = [word for word in long if word is not surname]
    elif len(listed) == 1:
        # Лазарь Каганович, whose surname ends as patronymics do, or Каганович Лазарь
        surname = listed[0]
        given = [word for word in long if word is not surname] + initials
    elif patronymic is not None:
        # a given name and a patronymic: the two are all there is
        surname, given = long[0], long[1:]
    else:
        loud = [word for word in long if len(word) > 1 and word.isupper()]
        surname = loud[0] if len(loud) == 1 else long[-1]
        given = [word for word in long if word is not surname] + initials
    head = surname.lower()
    if len(heads) == len(words):
        head = heads[words.index(surname)]
    elif heads and is_cyrillic(surname) and surname in (words[0], words[-1]):
        # the initials were cut in another way
        head = heads[0] if surname == words[0] else heads[-1]
    head = re.sub(r"['’]s$|\.$", "", head)
    return _Parts(surname, head, tuple(map(_beginning, given[:2])))


def _beginning(word: str) -> str:
    """Return the initial of a given name: a letter, or two that stand for one."""
    letters = _BEGINNING.match(word)
    return (letters[0] if letters else word[0]).capitalize()


def _fits(person: Person, initials: Sequence[str]) -> bool:
    """Whether his given name and patronymic, in either language, begin with the initials printed."""
    for language in ("ru", "en"):
        given = person.label(language).partition(", ")[2].split()
        if given and all(map(_begins, given, initials)):
            return True
    return not initials


def _begins(name: str, initial: str) -> bool:
    """Whether a name has that initial, in its own script or in another: Яков has Я, Ya and Ia."""
    return name.lower().startswith(initial.lower()) or (
        is_cyrillic(name) and not is_cyrillic(initial) and key(name[0]) == key(initial)
    )


def _existed(body: Institution, since: str, until: str) -> bool:
    """Whether a body existed at some time between two ISO days; one without a period always did."""
    if not body.period:
        return True
    begun, _, ended = body.period.partition("/")
    begun, ended = begun.strip("."), (ended or begun).strip(".")
    return (not begun or begun <= until) and (not ended or since[: len(ended)] <= ended)
