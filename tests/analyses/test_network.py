"""Pairs of names counted by hand on the sample, and graphs read back."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import networkx
import pytest

from sovnlp.analyses.network import NetworkRow, network
from sovnlp.analyses.terms import terms
from sovnlp.corpus import Corpus
from sovnlp.errors import QueryError, SovnlpError
from sovnlp.renderers import write
from sovnlp.result import Receipt, Result


def counted_by_hand(corpus: Corpus, unit: str) -> dict[tuple[str, str], tuple[int, int]]:
    rows = corpus.sql(
        f"""
        SELECT DISTINCT e.type || e.id, e.doc, {unit} FROM entities AS e JOIN segments AS s USING (segment)
        JOIN documents AS d ON d.doc = e.doc WHERE e.type = 'PER' AND NOT s.editorial AND NOT d.spare
        """
    )
    together: dict[int, set[tuple[str, int]]] = {}
    for node, doc, where in rows:
        together.setdefault(where, set()).add((node, doc))
    pairs: dict[tuple[str, str], list[int]] = {}
    for inside in together.values():
        for (a, doc), (b, _) in combinations(sorted(inside), 2):
            pairs.setdefault((a, b), []).append(doc)
    return {pair: (len(set(docs)), len(docs)) for pair, docs in pairs.items()}


@pytest.mark.parametrize(("unit", "column"), [("segment", "e.segment"), ("document", "e.doc")])
def test_pairs_weighted_by_document(sample: Corpus, unit: str, column: str) -> None:
    found = {
        (f"PER{row.source_id}", f"PER{row.target_id}"): (row.documents, row.units)
        for row in network(sample, unit=unit).rows
    }
    assert found == counted_by_hand(sample, column)
    assert found


def test_the_heaviest_come_first_and_the_light_are_left_out(sample: Corpus) -> None:
    rows = network(sample, unit="document").rows
    assert [row.documents for row in rows] == sorted((row.documents for row in rows), reverse=True)
    assert network(sample, unit="document", top=3).rows == rows[:3]
    assert all(row.documents > 1 for row in network(sample, unit="document", min_documents=2).rows)
    assert all(0 < row.jaccard <= 1 for row in rows)
    listed = network(sample, type=None, unit="document", listed=True).rows
    assert not [row for row in listed if "~" in (row.source_id[0], row.target_id[0])]


def test_what_cannot_be_asked(sample: Corpus) -> None:
    with pytest.raises(QueryError, match="no type of name"):
        network(sample, type="GPE")
    with pytest.raises(QueryError, match="taken together by"):
        network(sample, unit="sentence")


@pytest.mark.parametrize(("ending", "read"), [(".gexf", networkx.read_gexf), (".graphml", networkx.read_graphml)])
def test_a_graph_comes_back(tmp_path: Path, ending: str, read: object) -> None:
    row = NetworkRow("<Громов> & \x07", "Лугов", 3, 7, 0.5, "1928-01-01", None, "PER", "PER", "~gromov", "~lugov")
    receipt = Receipt("network", {}, {}, 3, 10, "", {}, "0")
    write(Result("Named together", NetworkRow, [row], receipt), tmp_path / f"graph{ending}")
    graph = read(tmp_path / f"graph{ending}")  # type: ignore[operator]
    assert graph.nodes["PER:~gromov"]["label"] == "<Громов> & "
    edge = graph.edges["PER:~gromov", "PER:~lugov"]
    assert (edge["weight"], edge["units"], edge["first"]) == (3, 7, "1928-01-01")


def test_only_a_network_is_a_graph(sample: Corpus, tmp_path: Path) -> None:
    with pytest.raises(SovnlpError, match="only a network"):
        write(terms(sample, min_count=50), tmp_path / "terms.gexf")
