"""A lexicon of one's own is put in force for a store and taken out again; nothing is annotated anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny import write

from sovnlp.analyses.trace import trace
from sovnlp.build import apply_lexicon, ingest
from sovnlp.corpus import Corpus
from sovnlp.errors import CorpusError, LexiconError

OWN = """\
[village]
label.ru = "деревня"
label.en = "village"
definition = "A village."
group = "agrarian"
period = "1917/1941"
family.ru = "деревня"
family.en = "village"

[kulak]
label.ru = "кулак"
label.en = "kulak"
definition = "Only the Russian word."
group = "agrarian"
period = "1917/1941"
family.ru = "кулак"
family.en = "koulak"
"""


def counts(store: Path) -> dict[str, float]:
    with Corpus.open(store) as corpus:
        return {query: sum(row.hits for row in trace(corpus, query).rows) for query in ("kulak", "village", "wrecking")}


@pytest.mark.models
def test_there_and_back(tmp_path: Path) -> None:
    store = tmp_path / "store"
    ingest([write(tmp_path / "texts")], store=store, ner="slovnet", workers=0)
    before, annotated = counts(store), sorted((store / "annotations").iterdir())
    stamps = [file.stat().st_mtime_ns for file in annotated]
    own = tmp_path / "own.toml"
    own.write_text(OWN, "utf-8")

    changed = {row.concept: row for row in apply_lexicon(own, store=store, workers=0).rows}
    assert set(changed) == {"kulak", "village"}
    assert (changed["village"].accepted_before, changed["village"].accepted) == (0, 3)
    assert (changed["kulak"].accepted_before, changed["kulak"].accepted) == (8, 7)
    assert (changed["kulak"].rejected_before, changed["kulak"].rejected) == (1, 0)
    assert counts(store) != before and counts(store)["wrecking"] == before["wrecking"]
    assert [file.stat().st_mtime_ns for file in sorted((store / "annotations").iterdir())] == stamps

    broken = tmp_path / "broken.toml"
    broken.write_text("[kulak]\nlabel.ru = 3\n", "utf-8")
    held = counts(store)
    with pytest.raises(LexiconError):
        apply_lexicon(broken, store=store, workers=0)
    assert counts(store) == held

    assert {row.concept for row in apply_lexicon(None, store=store, workers=0).rows} == {"kulak", "village"}
    assert counts(store) == before
    assert apply_lexicon(None, store=store, workers=0).rows == []


def test_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="nothing has been ingested"):
        apply_lexicon(None, store=tmp_path / "none")
