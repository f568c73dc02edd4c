"""Who and what a name may stand for: people, institutions and places, with their names and the dates that bound them.

The data are the TOML files in ``people/``, ``institutions/`` and ``places/``; the head of ``people/leaders.toml``
explains the fields of a person. Only the names are here: their inflected forms, initials and transliterations are for
the linker.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, Protocol

from sovnlp.errors import LexiconError

__all__ = ["Authority", "Institution", "Named", "Office", "Person", "Place", "Renaming", "load_authority"]

_SHIPPED = Path(__file__).parent
_ID = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
_DATE = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_PERIOD = re.compile(rf"({_DATE})(?:/({_DATE}|\.\.))?|\.\./({_DATE})")


class Named(Protocol):
    """What the three kinds have in common: an id, the type of a name in a text (PER, ORG, LOC), and what to print."""

    type: ClassVar[str]

    @property
    def id(self) -> str:
        """The id, unique among all three kinds."""

    def label(self, language: str) -> str:
        """The usual name in ``ru`` or ``en``."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office held during ``period`` (EDTF), in both languages."""

    period: str
    ru: str
    en: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person; ``ru`` and ``en`` are "surname, given names", or a name without a comma that is never turned around.

    ``sex`` is m or f, ``lived`` EDTF or empty; ``aka`` holds other surnames and nicknames (one word) and whole names.
    """

    type: ClassVar[str] = "PER"
    id: str
    ru: str
    en: str
    sex: str
    lived: str
    aka: tuple[str, ...]
    offices: tuple[Office, ...]

    def label(self, language: str) -> str:
        """The name with the surname first, in ``ru`` or ``en``."""
        return _in_language(self.ru, self.en, language)


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution; ``names`` are its other names in either language, ``before`` and ``after`` ids of its neighbors.

    ``line`` is the id of the succession it belongs to (ВЧК, ГПУ, ОГПУ are of one line), or empty.
    """

    type: ClassVar[str] = "ORG"
    id: str
    ru: str
    en: str
    names: tuple[str, ...]
    period: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    line: str
    kind: str

    def label(self, language: str) -> str:
        """The short name in ``ru`` or ``en``."""
        return _in_language(self.ru, self.en, language)


@dataclass(frozen=True, slots=True)
class Renaming:
    """The name that a place bore during ``period`` (EDTF), in both languages."""

    period: str
    ru: str
    en: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place; ``names`` are undated other names, ``renamed`` dated ones, ``within`` the id of what it lies in.

    ``within`` is empty where nothing wider is listed.
    """

    type: ClassVar[str] = "LOC"
    id: str
    ru: str
    en: str
    names: tuple[str, ...]
    renamed: tuple[Renaming, ...]
    kind: str
    within: str

    def label(self, language: str) -> str:
        """The name in ``ru`` or ``en``."""
        return _in_language(self.ru, self.en, language)


@dataclass(frozen=True, slots=True)
class Authority:
    """Everyone and everything listed, by id, and a fingerprint of the content (16 hexadecimal digits)."""

    people: Mapping[str, Person]
    institutions: Mapping[str, Institution]
    places: Mapping[str, Place]
    fingerprint: str

    def __iter__(self) -> Iterator[Named]:
        yield from self.people.values()
        yield from self.institutions.values()
        yield from self.places.values()

    def get(self, id: str) -> Named | None:
        """The person, institution or place of that id, or None.

        >>> load_authority().get("kirov_sergei").label("en")
        'Kirov, Sergei Mironovich'
        """
        return self.people.get(id) or self.institutions.get(id) or self.places.get(id)


@cache
def load_authority(folder: Path = _SHIPPED) -> Authority:
    """The authority lists in ``folder``, which come with sovnlp.

    Raises LexiconError, naming file, entry and field, where a file does not hold together.
    """
    files: dict[str, str] = {}
    people = {entry.id: entry for entry in (item.person() for item in _entries(folder / "people", files))}
    institutions = {e.id: e for e in (item.institution() for item in _entries(folder / "institutions", files))}
    places = {entry.id: entry for entry in (item.place() for item in _entries(folder / "places", files))}
    for institution in institutions.values():
        for field in ("before", "after"):
            for id in getattr(institution, field):
                _refers(files, institution.id, field, id, institutions, "institution")
    for place in places.values():
        if place.within:
            _refers(files, place.id, "within", place.within, places, "place")
    _no_circles(files, places)
    content = [asdict(entry) for some in (people, institutions, places) for entry in some.values()]
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return Authority(
        MappingProxyType(people),
        MappingProxyType(institutions),
        MappingProxyType(places),
        hashlib.sha256(canonical.encode()).hexdigest()[:16],
    )


def _in_language(ru: str, en: str, language: str) -> str:
    if language not in ("ru", "en"):
        raise ValueError(f"no language {language!r}; there are ru and en")
    return ru if language == "ru" else en


def _refers(files: Mapping[str, str], id: str, field: str, other: str, known: Mapping[str, object], kind: str) -> None:
    if other not in known or other == id:
        raise LexiconError(f"{files[id]}: {id}.{field}: there is no other {kind} {other!r}", f"give the id of a {kind}")


def _no_circles(files: Mapping[str, str], places: Mapping[str, Place]) -> None:
    for id in places:
        passed, at = {id}, places[id].within
        while at:
            if at in passed:
                raise LexiconError(f"{files[id]}: {id}.within: leads back to {at}", "a place lies in a wider one")
            passed.add(at)
            at = places[at].within


def _entries(folder: Path, files: dict[str, str]) -> Iterator[_Entry]:
    """The tables of all files in ``folder``; ``files`` learns where each id stands."""
    for file in sorted(folder.glob("*.toml")):
        name = f"{folder.name}/{file.name}"
        try:
            tables = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise LexiconError(
                f"{name}: not a sound TOML file: {error}", "save it as UTF-8; texts stand in straight double quotes"
            ) from error
        for id, table in tables.items():
            if id in files:
                raise LexiconError(f"{name}: {id} is already in {files[id]}", "keep one, or give the other another id")
            files[id] = name
            yield _Entry(name, id, table)


class _Entry:
    """One table of a file; reads it field by field and says where it is wrong."""

    def __init__(self, file: str, id: str, table: Any) -> None:
        self.file, self.id = file, id
        if not isinstance(table, dict):
            raise LexiconError(f"{file}: {id}: is not an entry", f"write [{id}] on a line of its own, its fields below")
        self.table: dict[str, Any] = table
        if not _ID.fullmatch(id):
            raise LexiconError(
                f"{file}: {id}: is no id", "small letters a to z and digits, with single underscores between"
            )

    def wrong(self, field: str, what: str, hint: str) -> LexiconError:
        return LexiconError(f"{self.file}: {self.id}.{field}: {what}", hint)

    def person(self) -> Person:
        self.known("ru en sex lived aka offices")
        person = Person(
            id=self.id,
            ru=self.text("ru"),
            en=self.text("en"),
            sex=self.text("sex"),
            lived=self.period("lived", self.text("lived", "")),
            aka=self.texts("aka"),
            offices=tuple(Office(*row) for row in self.dated("offices")),
        )
        if person.sex not in ("m", "f"):
            raise self.wrong("sex", f"{person.sex!r} is unknown", 'write "m" or "f"')
        self.each_once("aka", (person.ru, person.en, *person.aka))
        return person

    def institution(self) -> Institution:
        self.known("ru en names period before after line kind")
        institution = Institution(
            id=self.id,
            ru=self.text("ru"),
            en=self.text("en"),
            names=self.texts("names"),
            period=self.period("period", self.text("period", "")),
            before=self.texts("before"),
            after=self.texts("after"),
            line=self.text("line", ""),
            kind=self.text("kind"),
        )
        self.each_once("names", (institution.ru, institution.en, *institution.names))
        return institution

    def place(self) -> Place:
        self.known("ru en names renamed kind within")
        place = Place(
            id=self.id,
            ru=self.text("ru"),
            en=self.text("en"),
            names=self.texts("names"),
            renamed=tuple(Renaming(*row) for row in self.dated("renamed")),
            kind=self.text("kind"),
            within=self.text("within", ""),
        )
        self.each_once("names", (place.ru, place.en, *place.names))
        return place

    def known(self, fields: str) -> None:
        for field in self.table:
            if field not in fields.split():
                raise self.wrong(field, "no such field", f"the fields here are {', '.join(fields.split())}")

    def text(self, field: str, otherwise: str | None = None) -> str:
        value = self.table.get(field, otherwise)
        if value is None:
            raise self.wrong(field, "is missing", f'write {field} = "…"')
        if field in self.table:
            self.plain(field, value)
        return str(value)

    def texts(self, field: str) -> tuple[str, ...]:
        """The list of ``field``; a single text is a list of one."""
        value = self.table.get(field, [])
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list):
            raise self.wrong(field, "is not a list", f'write {field} = ["…", "…"]')
        for item in items:
            self.plain(field, item)
        return tuple(items)

    def dated(self, field: str) -> list[tuple[str, str, str]]:
        rows = self.table.get(field, [])
        if not isinstance(rows, list) or not all(isinstance(row, list) and len(row) == 3 for row in rows):
            raise self.wrong(field, "is not a list of threes", f'write {field} = [["1917/1924", "…", "…"]]: ru, en')
        for row in rows:
            for item in row:
                self.plain(field, item)
            self.period(field, row[0])
        return [(row[0], row[1], row[2]) for row in rows]

    def plain(self, field: str, value: Any) -> None:
        """Refuse what is no text, is empty, or has spaces that nobody sees."""
        if not isinstance(value, str) or not value or value != " ".join(value.split()):
            raise self.wrong(
                field, f"{value!r} is no plain text", "write it in straight double quotes, without odd spaces"
            )

    def period(self, field: str, value: str) -> str:
        """``value`` if it is empty or an EDTF date or interval that does not run backwards."""
        match = _PERIOD.fullmatch(value) if value else None
        if value and match is None:
            raise self.wrong(
                field, f"{value!r} is no period", 'write "1928", "1928/1933", "1928-03/1933-11" or "1928/.."'
            )
        if match and match[1] and match[2] and match[2] != "..":
            shared = min(len(match[1]), len(match[2]))
            if match[1][:shared] > match[2][:shared]:
                raise self.wrong(field, f"{value!r} runs backwards", "write the earlier date first")
        return value

    def each_once(self, field: str, names: tuple[str, ...]) -> None:
        for n, name in enumerate(names):
            if name in names[:n] and not (n == 1 and name == names[0]):
                raise self.wrong(field, f"{name!r} stands there twice", "keep it once")
