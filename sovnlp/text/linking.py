"""Which person, body or place a name in a document means: one, several that it may be, or one that nobody has listed.

A surname alone is not enough where it is a common one: it means the listed person only if the document elsewhere says
so (by initials, a given name), if he is the one whom that surname meant at the time, or if nobody else bears it.
Spellings of one unlisted name fall together by its headword, in both scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from sovnlp.lexicon.authority import Authority, Institution, Person, load_authority
from sovnlp.lexicon.surnames import load_surnames
from sovnlp.text.known_names import KnownNames, known_names, spelled
from sovnlp.text.translit import is_cyrillic, key

__all__ = ["Link", "Linker", "Mention", "linker"]

_WORD = re.compile(r"[^\W\d_]+(?:[-’'ʹ][^\W\d_]+)*\.?|\d+")
_INITIAL = re.compile(r"(?:[А-ЯЁA-Z]|Ia|Iu|Ya|Yu|Zh|Kh|Sh|Ch|Ts|Дж)\.?")
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
        self._parted = lru_cache(maxsize=50_000)(_parted)

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
        told: dict[str, set[str]] = {}
        fuller: dict[str, set[tuple[str, ...]]] = {}
        for mention, part in parts.items():
            if part.initials:
                fuller.setdefault(key(part.lemma), set()).add(part.initials)
                if len(candidates[mention]) == 1:
                    told.setdefault(key(part.lemma), set()).update(candidates[mention])
        links = {}
        for mention, part in parts.items():
            surname = key(part.lemma)
            ids = candidates[mention]
            if not part.initials and len(told.get(surname, ())) == 1 and len(fuller.get(surname, ())) == 1:
                ids = tuple(told[surname])
            elif not part.initials and surname in fuller and not told.get(surname):
                # the document speaks of a namesake
                ids = ()
            elif not part.initials:
                ids = self._bare(surname, ids)
            links[mention] = self._person(part, ids, fuller.get(surname, set()))
        return links

    def _candidates(self, mention: Mention, part: _Parts) -> tuple[str, ...]:
        words = _WORD.findall(mention.text)
        whole = {name.id for name in self._known.named(words) if name.type == "PER"}
        if whole and not part.initials:
            return tuple(sorted(whole))
        bearers = {name.id for name in self._known.named([part.surname]) if name.type == "PER"}
        fitting = {i for i in bearers if _fits(self._authority.people[i], part.initials)}
        return tuple(sorted(fitting or (whole if not bearers else set())))

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
        known = "-".join([key(part.lemma), *map(_first, initials)])
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
        label = " ".join(word[:1].upper() + word[1:] for word in shown.split()) if mention.type == "LOC" else shown
        return Link("~" + key("".join(map(spelled, mention.lemma.split()))), label, tuple(ids))


@lru_cache(maxsize=1)
def linker() -> Linker:
    """Return the linker to the authority lexicon that comes with sovnlp, made once."""
    authority = load_authority()
    return Linker(authority, known_names())


def _parted(text: str, lemma: str) -> _Parts:
    """Take a person's name apart: initials and given names go before or after the surname."""
    words = _WORD.findall(text)
    heads = lemma.split() if len(lemma.split()) == len(text.split()) else []
    long = [word for word in words if not _INITIAL.fullmatch(word)]
    initials = [word.rstrip(".") for word in words if _INITIAL.fullmatch(word)]
    if not long:
        return _Parts(text, text.lower(), ())
    patronymic = next((i for i, word in enumerate(long) if i and _PATRONYMIC.search(word)), None)
    if len(long) == 1:
        surname, given = long[0], initials
    elif patronymic is not None and len(long) > 2:
        # Громов Иван Петрович, or Иван Петрович Громов
        surname = long[0] if patronymic == len(long) - 1 else long[-1]
        given = [word for word in long if word is not surname]
    elif patronymic is not None:
        # a given name and a patronymic: the two are all there is
        surname, given = long[0], long[1:]
    else:
        loud = [word for word in long if len(word) > 1 and word.isupper()]
        surname = loud[0] if len(loud) == 1 else long[-1]
        given = [word for word in long if word is not surname] + initials
    head = surname.lower()
    for word, known in zip(text.split(), heads, strict=False):
        if word.strip(".,") == surname:
            head = known
    head = re.sub(r"['’]s$", "", head)
    return _Parts(surname, head, tuple(word[0].upper() for word in given[:2]))


def _first(word: str) -> str:
    """Return the first sound of a given name or initial, the same for both scripts."""
    return key(word)[:1].lower()


def _fits(person: Person, initials: Sequence[str]) -> bool:
    """Whether the first letters of his given name and patronymic, in either language, begin with those printed."""
    for language in ("ru", "en"):
        given = person.label(language).partition(", ")[2].split()
        own = tuple(map(_first, given))
        if own and own[: len(initials)] == tuple(map(_first, initials))[: len(own)]:
            return True
    return not initials


def _existed(body: Institution, since: str, until: str) -> bool:
    """Whether a body existed at some time between two ISO days; one without a period always did."""
    if not body.period:
        return True
    begun, _, ended = body.period.partition("/")
    begun, ended = begun.strip("."), (ended or begun).strip(".")
    return (not begun or begun <= until) and (not ended or since[: len(ended)] <= ended)
