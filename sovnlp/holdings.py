"""The catalogue of real primary sources: ``corpus/catalogue.toml``, loaded, checked and searched.

The head of that file explains every field. sovnlp carries what is known of the sources, not the sources.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sovnlp import _data
from sovnlp.document import GENRES, LANGUAGES, Date
from sovnlp.errors import QueryError, SourceError
from sovnlp.models import package_version
from sovnlp.result import Receipt, Result
from sovnlp.text.counting import counted
from sovnlp.text.dates import parse_edtf
from sovnlp.text.translit import key

__all__ = ["CatalogueRow", "EntryRow", "Holding", "catalogue", "choose", "describe", "load"]

DATINGS = {"composed": "written", "delivered": "spoken", "adopted": "published", "published": "published"}
STANDINGS = ("seen", "inferred", "unverified", "none")
_SEE = "the head of corpus/catalogue.toml explains every field"


@dataclass(frozen=True, slots=True)
class Holding:
    """One source of the catalogue; what is not known is empty.

    ``date`` is EDTF, ``dating`` says which of its dates it is (a key of ``DATINGS``). ``languages`` are one or more of
    ``LANGUAGES``. ``rights`` is a sentence. ``address`` is the page to fetch, ``alternatives`` other copies of it;
    ``see`` are pages about it that do not hold its text.
    """

    id: str
    title: str
    date: str
    dating: str
    genre: str
    languages: tuple[str, ...]
    rights: str
    title_en: str = ""
    author: str = ""
    archive: str = ""
    fond: str = ""
    opis: str = ""
    delo: str = ""
    list: str = ""
    print: str = ""
    address: str = ""
    inferred: bool = False
    unverified: bool = False
    alternatives: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    reader: str = ""
    site: str = ""
    variant: str = ""
    variant_of: str = ""
    notes: str = ""
    bounds: Date = field(default_factory=lambda: Date("", None, None), compare=False)

    @property
    def date_kind(self) -> str:
        """Which date it is in the words of ``Date.kind``: written, spoken or published."""
        return DATINGS[self.dating]

    @property
    def standing(self) -> str:
        """How far the address may be trusted: one of ``STANDINGS``."""
        if not self.address:
            return "none"
        return "inferred" if self.inferred else "unverified" if self.unverified else "seen"

    @property
    def reference(self) -> str:
        """The archival reference, else where it is printed."""
        named = (("Ф.", self.fond), ("Оп.", self.opis), ("Д.", self.delo), ("Л.", self.list))
        parts = [self.archive, *(f"{label} {value}" for label, value in named if value)]
        return ". ".join(parts) if self.archive else self.print


class CatalogueRow(NamedTuple):
    """One source; ``address`` is how far its address may be trusted, ``variant_of`` the id counted in its place."""

    id: str
    date: str
    genre: str
    language: str
    title: str
    title_en: str
    author: str
    reference: str
    address: str
    variant_of: str


class EntryRow(NamedTuple):
    """One field of one source."""

    field: str
    value: str


def load(path: Path | None = None) -> dict[str, Holding]:
    """Return the sources of a catalogue by id, in the order of the file: the one sovnlp carries, or ``path``.

    Raises ``SourceError``, naming file, source and field, where it does not hold together.
    """
    path = path or _data.folder("corpus") / "catalogue.toml"
    try:
        with path.open("rb") as file:
            raw = tomllib.load(file)
    except OSError as error:
        raise SourceError(f"{path}: the catalogue cannot be read ({error.strerror})", "check the path") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: no TOML ({error})", _SEE) from error
    rights, listed = raw.get("rights", {}), raw.get("source", [])
    if not isinstance(rights, dict) or not isinstance(listed, list):
        raise SourceError(f"{path}: [rights] is one table, [[source]] is many", _SEE)
    found: dict[str, Holding] = {}
    taken: set[str] = set()
    for number, table in enumerate(listed, 1):
        name = table.get("id", f"number {number}") if isinstance(table, dict) else f"number {number}"
        try:
            holding = _holding(table, rights)
            if holding.id.lower() in taken:
                raise ValueError("its id stands twice (capitals make no difference)")
        except ValueError as error:
            raise SourceError(f"{path}, source {name}: {error}", _SEE) from error
        taken.add(holding.id.lower())
        found[holding.id] = holding
    return found


def choose(
    holdings: Mapping[str, Holding],
    *,
    ids: Sequence[str] = (),
    genre: str | None = None,
    language: str | None = None,
    since: str | None = None,
    until: str | None = None,
    search: str | None = None,
) -> list[Holding]:
    """Return the sources that answer to everything that is given, in the order of the catalogue.

    ``since`` and ``until`` are years, months or days: the whole span of a source's date lies between them. ``search``
    are words, or beginnings of words, of title, author and reference; case and script make no difference (``kirov``
    finds Киров). Raises ``QueryError`` for an id, genre, language or date that there is not.
    """
    for name, value, known in (("genre", genre, GENRES), ("language", language, LANGUAGES)):
        if value is not None and value not in known:
            raise QueryError(f"there is no {name} {value!r}", f"choose one of: {', '.join(known)}")
    for name in ids:
        if name not in holdings:
            raise QueryError(f"the catalogue has no source {name}", _nearest(name, holdings))
    first, last = _day(since, last=False), _day(until, last=True)
    words = _keys(search or "")
    return [
        holding
        for holding in holdings.values()
        if (not ids or holding.id in ids)
        and genre in (None, holding.genre)
        and (language is None or language in holding.languages)
        and (first is None or (holding.bounds.date_from or "") >= first)
        and (last is None or (holding.bounds.date_to or "9999") <= last)
        and (not (first or last) or None not in (holding.bounds.date_from, holding.bounds.date_to))
        and (not search or _names(holding, words))
    ]


def catalogue(
    *,
    genre: str | None = None,
    language: str | None = None,
    since: str | None = None,
    until: str | None = None,
    search: str | None = None,
    path: Path | None = None,
) -> Result[CatalogueRow]:
    """List and search the catalogue of real primary sources.

    The filters are those of ``choose``; ``path`` names a catalogue of your own. Raises ``QueryError`` for a filter that
    cannot be understood, ``SourceError`` for a catalogue that does not hold together.

    >>> [row.id for row in catalogue(search="riutin").rows]
    ['riutin-1932']
    """
    holdings = load(path)
    asked = {"genre": genre, "language": language, "since": since, "until": until, "search": search}
    chosen = choose(holdings, genre=genre, language=language, since=since, until=until, search=search)
    rows = [
        CatalogueRow(
            h.id, h.date, h.genre, ", ".join(h.languages), h.title, h.title_en, h.author, h.reference, h.standing,
            h.variant_of,
        )
        for h in chosen
    ]  # fmt: skip
    title = f"{counted(len(rows), 'source')} of {len(holdings):,} in the catalogue"
    notes = tuple(_counts(chosen)) if rows else ()
    return Result(title, CatalogueRow, rows, _receipt(asked, holdings, len(rows)), notes)


def describe(source: str, *, path: Path | None = None) -> Result[EntryRow]:
    """Return one source of the catalogue whole, a row for each field that it has.

    Raises ``QueryError`` for an id that the catalogue does not have.
    """
    holdings = load(path)
    (holding,) = choose(holdings, ids=[source])
    rows = []
    for place in fields(holding):
        value = getattr(holding, place.name)
        if place.name == "bounds" or not value:
            continue
        name = "language" if place.name == "languages" else place.name
        if isinstance(value, tuple):
            rows += [EntryRow(name, one) for one in value]
        else:
            rows.append(EntryRow(name, "yes" if value is True else value))
        if place.name == "dating":
            rows.append(EntryRow("date_kind", holding.date_kind))
    return Result(holding.title, EntryRow, rows, _receipt({"id": source}, holdings, 1))


def _holding(table: Any, rights: Mapping[str, Any]) -> Holding:
    """One source from its table. Raises ``ValueError`` with what is wrong."""
    if not isinstance(table, dict):
        raise ValueError("a source is a table")
    values = dict(table)
    language = values.pop("language", None)
    values["languages"] = language if isinstance(language, list) else [language]
    kind = values.pop("date_kind", None)
    for name in ("languages", "alternatives", "see"):
        many = values.get(name, [])
        if not isinstance(many, list) or not all(isinstance(one, str) for one in many):
            raise ValueError(f"{name.removesuffix('s')} is a list of strings")
        values[name] = tuple(many)
    for place in fields(Holding):
        value = values.get(place.name)
        if place.name in ("inferred", "unverified"):
            wrong = value not in (None, True, False)
        else:
            wrong = not isinstance(value, str | tuple | None)
        if wrong:
            raise ValueError(f"{place.name} {value!r} cannot be")
        if place.name in ("id", "title", "date", "dating", "genre", "rights") and not value:
            raise ValueError(f"{place.name} is missing")
    values.setdefault("reader", values["genre"])
    unknown = set(values) - {place.name for place in fields(Holding)}
    if unknown:
        raise ValueError(f"there is no field {min(unknown)}")
    if values["rights"] not in rights:
        raise ValueError(f"[rights] has no {values['rights']}")
    values["rights"] = rights[values["rights"]]
    for name, value, known in (
        ("dating", values["dating"], tuple(DATINGS)),
        ("genre", values["genre"], GENRES),
        ("reader", values["reader"], GENRES),
        ("date_kind", kind, (None, DATINGS.get(values["dating"]))),
        *(("language", one, LANGUAGES) for one in values["languages"]),
    ):
        if value not in known:
            raise ValueError(f"{name} {value!r} cannot be; it is one of {', '.join(map(str, known))}")
    for address in (values.get("address", ""), *values["alternatives"], *values["see"]):
        if address and (urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname):
            raise ValueError(f"no address of a web page: {address}")
    if values["alternatives"] and not values.get("address"):
        raise ValueError("alternatives to no address")
    return Holding(**values, bounds=parse_edtf(values["date"], DATINGS[values["dating"]]))


def _counts(chosen: Sequence[Holding]) -> Iterator[str]:
    by = Counter(holding.standing for holding in chosen)
    shares = ", ".join(f"{name} {by[name]:,}" for name in STANDINGS if by[name])
    yield f"Addresses: {shares}. None was tried from where the catalogue was made."
    undated = sum(holding.bounds.date_from is None and holding.bounds.date_to is None for holding in chosen)
    if undated:
        yield f"Undated: {undated:,}."


def _receipt(asked: Mapping[str, object], holdings: Mapping[str, Holding], found: int) -> Receipt:
    digest = hashlib.sha256(repr(list(holdings.values())).encode()).hexdigest()[:16]
    given = {name: value for name, value in asked.items() if value is not None}
    return Receipt("catalogue", {}, given, found, 0, "", {"catalogue": digest}, package_version("sovnlp"))


def _day(text: str | None, *, last: bool) -> str | None:
    """The first or last day of a year, month or day."""
    if text is None:
        return None
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        try:
            date = parse_edtf(text)
            return date.date_to if last else date.date_from
        except ValueError:
            pass
    raise QueryError(f"not a year, month or day: {text}", "write 1928, 1928-07 or 1928-07-09")


def _keys(text: str) -> set[str]:
    return {key(word) for word in re.findall(r"\w+", text)}


def _names(holding: Holding, words: Iterable[str]) -> bool:
    """Whether every word begins a word of what names the source."""
    said = (holding.id, holding.title, holding.title_en, holding.author, holding.archive, holding.print, holding.site)
    keys = _keys(" ".join(said))
    return all(any(name.startswith(word) for name in keys) for word in words)


def _nearest(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, 3)
    return f"did you mean {', '.join(near)}?" if near else "sovnlp catalogue lists them"
