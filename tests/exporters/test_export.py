"""The whole sample and the tiny store, exported and read again; files and folders, names that want to break out."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest
from tiny import tiny, tiny_store

from exporters.there_and_back import exported, kept
from sovnlp.corpus import Corpus
from sovnlp.corpus.contents import contents, stretches
from sovnlp.document import Document
from sovnlp.errors import EmptySelection, QueryError, SovnlpError
from sovnlp.exporters import ENDINGS, EXPORTERS, export, tei, vrt
from sovnlp.reading import read

__all__ = ["tiny", "tiny_store"]

formats = pytest.mark.parametrize("to", EXPORTERS)


def documents(path: Path) -> list[Document]:
    found = list(read([path]))
    assert all(isinstance(one, Document) for one in found), found
    return [one for one in found if isinstance(one, Document)]


@formats
def test_the_sample_comes_back_from_a_folder(to: str, sample: Corpus, tmp_path: Path) -> None:
    before = {document.id: kept(document) for document, _ in contents(sample)}
    result = export(sample, to, tmp_path / "out")
    after = {document.id: kept(document) for document in documents(tmp_path / "out")}
    assert after == before
    assert len(before) == len(result.rows) >= 50
    assert sum(row.tokens for row in result.rows) > result.receipt.tokens
    assert all(Path(row.file).is_file() for row in result.rows)


@formats
def test_the_sample_comes_back_from_one_file(to: str, sample: Corpus, tmp_path: Path) -> None:
    before = [kept(document) for document, _ in contents(sample)]
    (row,) = export(sample, to, tmp_path / f"all{ENDINGS[to][0]}").rows
    assert [kept(document) for document in documents(Path(row.file))] == before
    assert row.documents == len(before)


@formats
def test_the_tiny_store_comes_back(to: str, tiny: Corpus, tmp_path: Path) -> None:
    before = {document.id: kept(document) for document, _ in contents(tiny)}
    export(tiny, to, tmp_path / "out")
    after = {document.id: kept(document) for document in documents(tmp_path / "out")}
    assert {name: {**d, "title": "", "reference": ""} for name, d in after.items()} == {
        name: {**d, "title": "", "reference": ""} for name, d in before.items()
    }


@formats
def test_a_selection(to: str, tiny: Corpus, tmp_path: Path) -> None:
    result = export(tiny.where(genre="letter"), to, tmp_path / "out")
    assert [(Path(row.file).stem, row.documents) for row in result.rows] == [("fist", 1), ("wide", 1)]
    with pytest.raises(EmptySelection):
        export(tiny.where(genre="trial"), to, tmp_path / "none")
    assert not (tmp_path / "none").exists()


@formats
def test_speakers_words_come_with_their_document(to: str, tiny: Corpus, tmp_path: Path) -> None:
    export(tiny.where(speaker="Лебедева"), to, tmp_path / "out")
    (document,) = documents(tmp_path / "out")
    assert {s.speaker for s in document.segments if s.speaker} == {"Громов", "Лебедева"}


def test_every_word_is_there(tiny: Corpus) -> None:
    for document, annotation in contents(tiny):
        printed = [t.form for s in stretches(document, annotation) for tokens in s.sentences for t in tokens]
        assert "".join(printed) == "".join(document.text.split())


def test_what_is_there_is_not_written_over(tiny: Corpus, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    export(tiny, "tei", folder)
    with pytest.raises(SovnlpError, match="not empty"):
        export(tiny, "vrt", folder)
    with pytest.raises(SovnlpError, match="cannot be written"):
        export(tiny, "vrt", tmp_path / "no" / "out")
    with pytest.raises(QueryError):
        export(tiny, "pdf", tmp_path / "pdf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_names_stay_in_the_folder(tiny: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = ["../../up", "/root", "a/../../b", "CON", "manifest", "x\ny", "Up", "up", "a" * 300, ".hidden", "a/.b"]
    (one, *_) = contents(tiny)
    texts = [(replace(one[0], id=name), one[1]) for name in hostile]
    monkeypatch.setattr("sovnlp.exporters.contents", lambda corpus: iter(texts))
    rows = export(tiny, "conllu", tmp_path / "out").rows
    inside = (tmp_path / "out").resolve()
    assert all(inside in Path(row.file).resolve().parents for row in rows)
    assert len({row.file.lower() for row in rows}) == len(hostile)
    with (tmp_path / "out" / "manifest.csv").open(encoding="utf-8", newline="") as table:
        assert [row["id"] for row in csv.DictReader(table)] == hostile
    assert sorted(document.id for document in documents(tmp_path / "out")) == sorted(hostile)


def test_tei_is_what_it_says(sample: Corpus, tmp_path: Path) -> None:
    from lxml import etree

    (row,) = export(sample, "tei", tmp_path / "all.xml").rows
    root = etree.parse(row.file).getroot()
    ids = root.xpath("//@xml:id")
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", name, re.ASCII) for name in ids)
    named = {
        word[1:] for name in ("who", "ana", "corresp") for value in root.xpath(f"//@{name}") for word in value.split()
    }
    assert named <= set(ids)
    space = {"t": "http://www.tei-c.org/ns/1.0"}
    assert root.xpath("count(//t:TEI)", namespaces=space) == row.documents
    assert root.xpath("count(//t:w[@lemma][starts-with(@msd, 'UPosTag=')])", namespaces=space) > 10_000
    assert root.xpath("//t:kinesic[@type='applause']", namespaces=space)
    for path in (
        "//t:u/ancestor::t:u",
        "//t:s//t:s",
        "//t:div/text()[normalize-space()]",
        "//t:u/t:p",
        "//t:div/t:seg",
    ):
        assert not root.xpath(path, namespaces=space), path
    for head in root.xpath("//t:div/t:head", namespaces=space):
        assert not head.xpath("preceding-sibling::*[self::t:p or self::t:u]", namespaces=space)


def test_conllu_is_valid(sample: Corpus, tmp_path: Path) -> None:
    (row,) = export(sample, "conllu", tmp_path / "all.conllu").rows
    sentences = set()
    for block in Path(row.file).read_text("utf-8").split("\n\n")[:-1]:
        comments = [line for line in block.split("\n") if line.startswith("# ")]
        (name,) = (line for line in comments if line.startswith("# sent_id = "))
        (text,) = (line.partition(" = ")[2] for line in comments if line.startswith("# text = "))
        assert name not in sentences
        sentences.add(name)
        words = [line.split("\t") for line in block.split("\n") if not line.startswith("# ")]
        assert [cells[0] for cells in words] == [str(number) for number in range(1, len(words) + 1)]
        assert {len(cells) for cells in words} == {10}
        assert all(cell and cell == cell.strip() for cells in words for cell in cells)
        assert "".join(c[1] + " " * ("SpaceAfter=No" not in c[9].split("|")) for c in words).strip() == text
        for cells in words:
            feats = cells[5].split("|")
            assert feats == sorted(feats, key=str.lower)


def test_vrt_can_be_indexed(sample: Corpus, tmp_path: Path) -> None:
    result = export(sample, "vrt", tmp_path / "Съезд 1.vrt")
    lines = Path(result.rows[0].file).read_text("utf-8").split("\n")[:-1]
    used: set[str] = set()
    opened: list[str] = []
    for line in lines:
        if not line.startswith("<"):
            assert len(line.split("\t")) == 5
            assert opened[-1] == "s"
            continue
        tag = re.fullmatch(r'<(/?)([a-z]+)((?: [a-z][a-z0-9_]*="[^"<>]*")*)(/?)>', line)
        assert tag, line
        used |= {f"{tag[2]}_{name}" for name in re.findall(r' ([a-z0-9_]+)="', tag[3])}
        if tag[1]:
            assert opened.pop() == tag[2]
        elif not tag[4]:
            opened.append(tag[2])
    assert not opened
    registry = (tmp_path / "s-ezd-1.cwb").read_text("utf-8")
    assert used <= set(re.findall(r"(?m)^STRUCTURE (\w+_\w+)$", registry))
    assert "ID s-ezd-1\n" in registry
    manatee = (tmp_path / "s-ezd-1.manatee").read_text("utf-8")
    assert 'VERTICAL "Съезд 1.vrt"' in manatee and "STRUCTURE turn {\n    ATTRIBUTE n\n" in manatee
    assert [note for note in result.notes if "s-ezd-1.cwb" in note]


def test_a_turn_is_not_cut_by_what_stands_in_it(tiny: Corpus) -> None:
    from sovnlp.document import Annotation, Segment

    text = "ГРОМОВ. Мост цел. Голос. Нет! Цел он."
    segments = (
        Segment("heading", 0, 7, editorial=True),
        Segment("speech", 8, 17, 1, "Громов", "gromov"),
        Segment("heading", 18, 24, editorial=True),
        Segment("interjection", 25, 29, 1, "Голос"),
        Segment("speech", 30, 37, 1, "Громов", "gromov"),
    )
    document = Document("x", "x", 1, text, "ru", "stenogram", "x", segments)
    assert exported(tei.tei, (document, Annotation((), ()))).count("<u ") == 1
    assert exported(vrt.vrt, (document, Annotation((), ()))).count("<turn ") == 1
