"""Who is named together: pairs of names that stand in the same segment, sentence or document."""

from __future__ import annotations

from typing import NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.document import ENTITY_TYPES
from sovnlp.errors import QueryError
from sovnlp.result import Result
from sovnlp.text.counting import counted

__all__ = ["NetworkRow", "network"]

UNITS = {"segment": "e.segment", "document": "e.doc"}


class NetworkRow(NamedTuple):
    """Two that are named together, in how many documents and units; ``first`` and ``last`` are dates of documents.

    ``jaccard`` is the share of the documents naming either that name both together (0 to 1).
    """

    source: str
    target: str
    documents: int
    units: int
    jaccard: float
    first: str | None
    last: str | None
    source_type: str
    target_type: str
    source_id: str
    target_id: str


def network(
    corpus: Corpus,
    *,
    type: str | None = "PER",
    unit: str = "segment",
    min_documents: int = 1,
    listed: bool = False,
    top: int | None = None,
) -> Result[NetworkRow]:
    """List who is named together with whom: a network of people, bodies and places.

    **What it answers.** Which names stand in the same turn, paragraph or document, and in how many documents.

    **How it is computed.** Names are linked as for ``entities``; two of them make an edge where both stand in one
    ``unit`` (segment: a turn or paragraph; or document). The weight is the number of documents, so that one long trial
    counts once; ``units`` and the Jaccard index of the documents stand beside it. ``type`` keeps PER, ORG or LOC (None:
    all); ``min_documents`` is the least weight, ``listed`` keeps what the authority lexicon lists, ``top`` only the
    heaviest.

    **How to read it.** An edge says that two are spoken of together, not that they met or knew each other. Compare the
    weight with how often each is named at all.

    **What it cannot tell.** The kind of tie; whom an open surname means (open ones are nodes of their own).

    Raises ``QueryError`` for an unknown ``type`` or ``unit``, ``EmptySelection`` where nothing is selected.
    """
    if type is not None and type not in ENTITY_TYPES:
        raise QueryError(f"there is no type of name {type!r}", f"choose one of: {', '.join(ENTITY_TYPES)}")
    if unit not in UNITS:
        raise QueryError(f"names cannot be taken together by {unit!r}", f"choose one of: {', '.join(UNITS)}")
    parameters = {"type": type, "unit": unit, "min_documents": min_documents, "listed": listed or None, "top": top}
    receipt = corpus.receipt("network", parameters)
    where, values = corpus.selection.where("e.language")
    filters, more = ["true"], []
    if type:
        filters.append("e.type = ?")
        more.append(type)
    if listed:
        filters.append("NOT starts_with(e.id, '~')")
    rows = corpus.sql(
        f"""
        WITH named AS (
            SELECT e.type || ' ' || e.id AS node, any_value(e.label) AS label, e.doc, {UNITS[unit]} AS unit
            FROM entities AS e JOIN segments AS s USING (segment) JOIN documents AS d ON d.doc = e.doc
            WHERE {where} AND {" AND ".join(filters)} GROUP BY node, e.doc, unit
        ), spread AS (
            SELECT node, any_value(label) AS label, count(DISTINCT doc) AS documents FROM named GROUP BY node
        ), pairs AS (
            SELECT a.node AS source, b.node AS target, count(DISTINCT a.doc) AS documents, count(*) AS units,
                   min(d.date_from)::VARCHAR AS first, max(d.date_to)::VARCHAR AS last
            FROM named AS a JOIN named AS b ON a.unit = b.unit AND a.node < b.node JOIN documents AS d ON d.doc = a.doc
            GROUP BY a.node, b.node HAVING count(DISTINCT a.doc) >= ?
        )
        SELECT x.label, y.label, p.documents, units, p.documents / (x.documents + y.documents - p.documents), first,
               last, source, target
        FROM pairs AS p JOIN spread AS x ON x.node = source JOIN spread AS y ON y.node = target
        ORDER BY p.documents DESC, units DESC, source, target LIMIT ?
        """,
        [*values, *more, min_documents, top if top is not None else 2**62],
    )
    found = [
        NetworkRow(a, b, documents, units, round(jaccard, 3), first, last, x[:3], y[:3], x[4:], y[4:])
        for a, b, documents, units, jaccard, first, last, x, y in rows
    ]
    nodes = len({node for row in found for node in (row.source_id, row.target_id)})
    notes = (
        f"{counted(nodes, 'name')} in {counted(len(found), 'pair')}; together in one {unit}, weighted by document.",
        *corpus.trust(),
        *corpus.warnings(),
    )
    return Result(f"Named together in one {unit}", NetworkRow, found, receipt, notes)
