"""Who and what the documents name: people, bodies and places, not their spellings."""

from __future__ import annotations

from typing import NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.selection import PERIODS, period
from sovnlp.document import ENTITY_TYPES
from sovnlp.errors import QueryError
from sovnlp.lexicon.authority import load_authority
from sovnlp.result import Result
from sovnlp.text.counting import counted
from sovnlp.text.translit import key

__all__ = ["EntityRow", "entities"]

SPELLINGS = 4


class EntityRow(NamedTuple):
    """One person, body or place, in one facet.

    ``known`` says whether the authority lexicon lists it: ``listed``; ``open``, where it may be one of several listed
    ones (``among``) or somebody else; ``unlisted``. ``documents`` are those that name it, ``per_million`` is for a
    million words of the selection (in the facet). ``spellings`` are the most frequent as printed.
    """

    name: str
    type: str
    known: str
    facet: str | None
    mentions: int
    documents: int
    per_million: float
    ru: int
    en: int
    spellings: str
    id: str
    among: str


def entities(
    corpus: Corpus,
    *,
    type: str | None = None,
    per: str | None = None,
    name: str | None = None,
    lines: bool = False,
    min_count: int = 1,
) -> Result[EntityRow]:
    """Count the people, bodies and places that documents name, whatever the spelling, case, script or language.

    **What it answers.** Who and what is named how often, in how many documents, in which years or genres.

    **How it is computed.** Names are found by the store's engine and linked to the authority lexicon by surname and
    initials, by what the same document says more fully elsewhere, and for bodies by the date; see the guide. A surname
    that several listed people bear, or a common one, stays open unless the document decides it. Names that nobody has
    listed are counted by their headword; a full name in a document claims the bare surname there. ``per`` is year,
    quarter, month, decade, genre, speaker or any metadata column; ``name`` keeps what is spelled or called so;
    ``lines`` counts a line of succession (ВЧК, ГПУ, ОГПУ, НКВД) as one.

    **How to read it.** ``documents`` says more than ``mentions``: one trial names its defendants a hundred times. The
    notes say how far the names of this store were checked.

    **What it cannot tell.** Persons behind pronouns and offices («нарком»); who is meant by an open surname; namesakes
    whom nobody has listed and no document tells apart.

    Raises ``QueryError`` for an unknown ``type`` or ``per``, ``EmptySelection`` where nothing is selected.
    """
    if type is not None and type not in ENTITY_TYPES:
        raise QueryError(f"there is no type of name {type!r}", f"choose one of: {', '.join(ENTITY_TYPES)}")
    parameters = {"type": type, "per": per, "name": name, "lines": lines or None, "min_count": min_count}
    receipt = corpus.receipt("entities", parameters)
    split, split_values = _split(corpus, per)
    where, values = corpus.selection.where("e.language")
    filters, more = ["true"], []
    if type:
        filters.append("e.type = ?")
        more.append(type)
    found = corpus.sql(
        f"""
        SELECT e.type, e.id, {split} AS facet, e.name, e.language, d.id, count(*), any_value(e.label),
               any_value(e.among)
        FROM entities AS e JOIN segments AS s USING (segment) JOIN documents AS d ON d.doc = e.doc
        WHERE {where} AND {" AND ".join(filters)} GROUP BY e.type, e.id, facet, e.name, e.language, d.id
        """,
        [*split_values, *values, *more],
    )
    notes = [*corpus.trust(), *corpus.warnings()]
    if per in PERIODS:
        unplaced = sum(row[6] for row in found if row[2] is None)
        found = [row for row in found if row[2] is not None]
        if unplaced:
            notes.append(
                f"Left out: {counted(unplaced, 'name')} of documents undated or dated more widely than a {per}."
            )
    sizes = _sizes(corpus, split, split_values)
    rows = [row for row in _rows(found, sizes, lines) if name is None or _called(row, name)]
    totals: dict[tuple[str, str], int] = {}
    for row in rows:
        totals[row.type, row.id] = totals.get((row.type, row.id), 0) + row.mentions
    rows = [row for row in rows if totals[row.type, row.id] >= min_count]
    rows.sort(key=lambda row: (-totals[row.type, row.id], row.type, row.id, row.facet or ""))
    open_ = sum(row.mentions for row in rows if row.known == "open")
    if open_:
        notes.insert(0, f"Left open who is meant: {counted(open_, 'mention')} of surnames and names that several bear.")
    title = f"{'Names' if type is None else type}" + (f", per {per}" if per else "")
    return Result(title, EntityRow, rows, receipt, tuple(notes), {"facet": per or ""})


def _split(corpus: Corpus, per: str | None) -> tuple[str, list[object]]:
    if per in PERIODS:
        return period(per), []
    return corpus.facet(per) if per else ("NULL", [])


def _sizes(corpus: Corpus, split: str, split_values: list[object]) -> dict[str | None, int]:
    """Return the words of the selection by facet."""
    where, values = corpus.selection.where()
    return dict(
        corpus.sql(
            f"""
            SELECT {split} AS facet, sum(tokens)::BIGINT
            FROM {corpus.selection.words(spoken=True)} AS s JOIN documents AS d ON d.doc = s.doc
            WHERE {where} GROUP BY facet
            """,
            [*split_values, *values],
        )
    )


def _rows(found: list[tuple[object, ...]], sizes: dict[str | None, int], lines: bool) -> list[EntityRow]:
    authority = load_authority()
    groups: dict[tuple[str, str, str | None], _Group] = {}
    for kind, id_, facet, printed, language, document, count, label, among in found:
        body = authority.institutions.get(str(id_)) if lines else None
        told = f"line:{body.line}" if body and body.line else str(id_)
        shown = body.line.replace("_", " ") if body and body.line else str(label)
        group = groups.setdefault((str(kind), told, facet), _Group(shown, tuple(among)))  # type: ignore[arg-type]
        group.add(str(printed), str(language), str(document), int(count))  # type: ignore[call-overload]
    return [group.row(kind, id_, facet, sizes.get(facet, 0)) for (kind, id_, facet), group in groups.items()]


class _Group:
    """What is counted of one entity in one facet."""

    def __init__(self, label: str, among: tuple[str, ...]) -> None:
        self.label, self.among = label, among
        self.languages = {"ru": 0, "en": 0}
        self.documents: set[str] = set()
        self.spellings: dict[str, int] = {}

    def add(self, printed: str, language: str, document: str, count: int) -> None:
        self.languages[language] += count
        self.documents.add(document)
        printed = " ".join(printed.split())
        self.spellings[printed] = self.spellings.get(printed, 0) + count

    def row(self, kind: str, id_: str, facet: str | None, words: int) -> EntityRow:
        mentions = sum(self.languages.values())
        most = sorted(self.spellings, key=lambda printed: (-self.spellings[printed], printed))
        return EntityRow(
            name=self.label,
            type=kind,
            known="open" if self.among else "unlisted" if id_.startswith("~") else "listed",
            facet=facet,
            mentions=mentions,
            documents=len(self.documents),
            per_million=round(1e6 * mentions / words, 1) if words else 0.0,
            ru=self.languages["ru"],
            en=self.languages["en"],
            spellings=", ".join(most[:SPELLINGS]) + (", …" if len(most) > SPELLINGS else ""),
            id=id_,
            among=", ".join(self.among),
        )


def _called(row: EntityRow, name: str) -> bool:
    """Whether a row is of that id, or called or spelled so in either script."""
    wanted = key(name)
    said = (row.name, *row.spellings.split(", "), *row.among.split(", "))
    return row.id == name or any(wanted in (key(one), *map(key, one.replace(",", "").split())) for one in said)
