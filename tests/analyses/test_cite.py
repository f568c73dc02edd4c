"""References of documents as citations, and the command that prints them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Run, run

from sovnlp.analyses.cite import cite
from sovnlp.corpus import Corpus
from sovnlp.errors import EmptySelection, QueryError

__all__ = ["run"]


def test_a_reference_is_written_anew(tiny: Corpus) -> None:
    (row,) = cite(tiny, "harvest").rows
    assert row.citation == "Иван Полозов. О хлебе. 9 июля 1928 г. // ЦАЗ. Ф. 1. Оп. 2. Д. 3."
    assert (row.archive, row.fond, row.opis, row.delo, row.list) == ("ЦАЗ", "1", "2", "3", None)
    (row,) = cite(tiny, "harvest", style="chicago").rows
    assert row.citation == "Ivan Polozov, “O khlebe,” July 9, 1928, TsAZ, f. 1, op. 2, d. 3."


def test_what_cannot_be_read_stands_as_it_is(tiny: Corpus) -> None:
    (row,) = cite(tiny, "plant").rows
    assert row.citation.endswith("// The Zarechye Mail.")


def test_documents_without_a_reference_are_named(tiny: Corpus) -> None:
    result = cite(tiny)
    assert len(result.rows) == 8
    assert "Without a reference: 6 documents." in result.notes


def test_entries_have_names_of_their_own(tiny: Corpus) -> None:
    entries = [row.citation.splitlines()[0] for row in cite(tiny, style="bibtex").rows]
    assert len(set(entries)) == 8


def test_a_document_that_is_not_there_is_told(tiny: Corpus) -> None:
    with pytest.raises(EmptySelection, match="nobody"):
        cite(tiny, "nobody")
    with pytest.raises(QueryError):
        cite(tiny, style="mla")


def test_the_command_prints_citations(run: Run, tiny_store: Path) -> None:
    done = run("cite", "harvest", "plan", "--store", tiny_store)
    assert done.code == 0 and done.out.count("\n") == 2
    assert "\x1b" not in done.out
    done = run("cite", "harvest", "--store", tiny_store, "--style", "csl")
    assert json.loads(done.out)[0]["archive"] == "ЦАЗ"
    done = run("cite", "harvest", "--store", tiny_store, "--json")
    assert json.loads(done.out)["rows"][0]["fond"] == "1"


@pytest.mark.parametrize(
    ("style", "name"), [("bibtex", "a.bib"), ("csl", "a.json"), ("gost", "a.txt"), ("gost", "a.csv")]
)
def test_the_command_writes_files(run: Run, tiny_store: Path, tmp_path: Path, style: str, name: str) -> None:
    done = run("cite", "harvest", "--store", tiny_store, "--style", style, "-o", tmp_path / name)
    assert done.code == 0, done.err
    written = (tmp_path / name).read_text("utf-8")
    assert "ЦАЗ" in written
    if name == "a.json":
        assert json.loads(written)[0]["type"] == "manuscript"


def test_the_command_reads_a_string(run: Run) -> None:
    strings = ("РГАСПИ. Ф. 82. Оп. 2. Д. 61. Л. 5.", "(Там же. Л. 9)", "за 3 мая 1922 г. 5 мая 1922 г.")
    done = run("cite", *(part for string in strings for part in ("--parse", string)), "--json")
    first, second, third = map(json.loads, done.out.splitlines())
    assert first["printed"] == strings[0] and first["list"] == "5"
    assert [second[name] for name in ("archive", "fond", "opis", "delo", "list")] == ["РГАСПИ", "82", "2", "61", "9"]
    assert (third["date"], third["covers"], third["archive"]) == ("1922-05-05", "1922-05-03", None)
    done = run("cite", "--parse", strings[0], "--style", "chicago")
    assert done.out == "RGASPI, f. 82, op. 2, d. 61, l. 5.\n"


def test_documents_and_strings_are_not_mixed(run: Run) -> None:
    assert run("cite", "harvest", "--parse", "Л. 5").code == 2
    assert run("cite", "--parse", "Л. 5", "--style", "mla").code == 1
