"""A network as GEXF (Gephi) or GraphML (Cytoscape, yEd, networkx)."""

from __future__ import annotations

from pathlib import Path

from sovnlp.errors import SovnlpError
from sovnlp.result import R, Result

__all__ = ["graph_file"]


def graph_file(result: Result[R], path: Path) -> None:
    """Write the rows of a network as a graph: nodes with label and type, edges weighted by documents.

    Raises ``SovnlpError`` for the result of another question.
    """
    if result.receipt.analysis != "network":
        raise SovnlpError(f"{path.name}: only a network can be written as a graph", "name a file that ends in .csv")
    import networkx

    graph = networkx.Graph(name=result.title)
    for values in result.rows:
        row = dict(zip(result.row_type._fields, values, strict=True))
        ends = [f"{row[f'{end}_type']}:{row[f'{end}_id']}" for end in ("source", "target")]
        for node, end in zip(ends, ("source", "target"), strict=True):
            graph.add_node(node, label=_clean(row[end]), type=row[f"{end}_type"])
        edge = {name: row[name] for name in ("documents", "units", "jaccard")}
        dates = {name: row[name] for name in ("first", "last") if row[name]}
        graph.add_edge(*ends, weight=row["documents"], **edge, **dates)
    if path.suffix.lower() == ".gexf":
        networkx.write_gexf(graph, path)
    else:
        networkx.write_graphml(graph, path)


def _clean(text: object) -> str:
    """Return text without the control characters that XML cannot hold."""
    return "".join(letter for letter in str(text) if letter >= " " or letter in "\t\n")
