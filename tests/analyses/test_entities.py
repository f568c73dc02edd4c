"""People, bodies and places counted by hand in texts whose names are given, not found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sovnlp.analyses.entities import EntityRow, entities
from sovnlp.annotating import Annotator
from sovnlp.build import ingest
from sovnlp.corpus import Corpus
from sovnlp.document import Name
from sovnlp.errors import EmptySelection, QueryError
from sovnlp.result import Result

TEXTS = {
    # Зиновьев 3, in two spellings; Лугов stands bare beside his full name
    "a.txt": ("1926-05-01", "ru", "Зиновьев говорил. Письмо Зиновьеву. О Зиновьеве молчали. Н. П. Лугов и Лугов ушли."),
    "b.txt": ("1936-08-19", "en", "Zinoviev was heard in Leningrad. NKVD took Smirnov away."),
    "c.txt": ("1925-02-01", "ru", "ОГПУ писало из Ленинграда. Смирнов И. Н. читал."),
    "d.txt": ("", "ru", "Зиновьев вернулся."),
}
NAMES = {
    "PER": {"Зиновьев", "Зиновьеву", "Зиновьеве", "Лугов", "Zinoviev", "Smirnov", "Смирнов"},
    "LOC": {"Leningrad", "Ленинграда"},
    "ORG": {"NKVD", "ОГПУ"},
}


def found(sentence: list[str]) -> Iterator[Name]:
    for i, word in enumerate(sentence):
        for kind, words in NAMES.items():
            if word in words:
                joined = " ".join(sentence)
                before = 4 if joined.startswith("Н . П . Лугов") and i == 4 else 0
                after = 4 if sentence[i + 1 : i + 5] == ["И", ".", "Н", "."] else 0
                yield Name(i - before, i + 1 + after, kind)


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    folder = tmp_path_factory.mktemp("named")
    rows = ["file,date,language,genre"]
    for name, (date, language, text) in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
        rows.append(f"{name},{date},{language},plain")
    (folder / "manifest.csv").write_text("\n".join(rows), "utf-8")
    own = Annotator._engine

    def engine(self: Annotator, language: str) -> object:
        return own(self, language)[0], lambda sentences: [sorted(found(list(s))) for s in sentences]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Annotator, "_engine", engine)
        ingest([folder], store=folder / "store", ner="slovnet,spacy", workers=0)
    with Corpus.open(folder / "store") as corpus:
        yield corpus


def table(result: Result[EntityRow]) -> dict[tuple[str, str | None], EntityRow]:
    return {(row.id, row.facet): row for row in result.rows}


def test_a_person_is_counted_in_every_case_and_script(named: Corpus) -> None:
    row = table(entities(named))["zinoviev_grigory", None]
    assert (row.mentions, row.documents, row.ru, row.en, row.known) == (5, 3, 4, 1, "listed")
    assert row.name == "Зиновьев, Григорий Евсеевич"
    assert row.spellings.startswith("Зиновьев, ")


def test_who_is_not_listed_is_one_person_where_the_document_says_so(named: Corpus) -> None:
    (row,) = (row for row in entities(named).rows if row.name.startswith("Лугов"))
    assert (row.mentions, row.known, row.name) == (2, "unlisted", "Лугов Н. П.")


def test_a_surname_that_several_bear_stays_open(named: Corpus) -> None:
    result = entities(named, type="PER")
    rows = {row.name: row for row in result.rows}
    assert rows["Smirnov"].known == "open" and "smirnov_ivan" in rows["Smirnov"].among
    assert rows["Смирнов, Иван Никитич"].known == "listed"
    assert any("Left open who is meant: 1 mention" in note for note in result.notes)


def test_bodies_by_line_and_places_by_any_name(named: Corpus) -> None:
    apart = [row.id for row in entities(named, type="ORG").rows]
    assert len(apart) == 2 and all(not id_.startswith("~") for id_ in apart)
    (together,) = entities(named, type="ORG", lines=True).rows
    assert (together.mentions, together.documents) == (2, 2)
    (place,) = entities(named, type="LOC").rows
    assert (place.mentions, place.ru, place.en) == (2, 1, 1)


def test_by_year_with_its_own_denominator(named: Corpus) -> None:
    result = entities(named, per="year", name="Zinoviev")
    rows = table(result)
    assert {facet for _, facet in rows} == {"1926", "1936"}
    assert rows["zinoviev_grigory", "1936"].per_million == round(1e6 / 9, 1)
    assert any("Left out: 1 name of documents undated" in note for note in result.notes)


def test_rare_ones_left_out_and_what_cannot_be_asked(named: Corpus) -> None:
    assert [row.id for row in entities(named, min_count=3).rows] == ["zinoviev_grigory"]
    with pytest.raises(QueryError, match="no type of name"):
        entities(named, type="GPE")
    with pytest.raises(EmptySelection):
        entities(named.where(since="1940"))


def test_what_is_said_before_names_are_counted(named: Corpus) -> None:
    assert any("sovnlp score sample" in note for note in entities(named).notes)


def test_the_folder_is_left_as_it_was(named: Corpus) -> None:
    assert {file.name for file in Path(named.root).parent.glob("*.txt")} == set(TEXTS)
