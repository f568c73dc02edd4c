"""From sources to documents: whose word counts, what is inferred, and that nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from sovnlp.document import GENRES, Document, Problem
from sovnlp.reading import document_id, read

SHARED = Path(__file__).parents[1] / ".." / "shared"
SPEECH = "О ходе сева\nРечь на собрании в депо 9 июля 1930 г.\nТоварищи! Дороги размыты, и мост не починен.\n"


def one(folder: Path, name: str, text: str, manifest: str = "", **options: object) -> Document:
    (folder / name).write_text(text, "utf-8")
    if manifest:
        (folder / "manifest.csv").write_text(manifest, "utf-8")
    found = list(read([folder], **options))
    assert len(found) == 1 and isinstance(found[0], Document)
    return found[0]


def test_what_the_text_says_is_inferred_and_marked(tmp_path: Path) -> None:
    document = one(tmp_path, "a.txt", SPEECH)
    assert (document.language, document.genre, document.title) == ("ru", "speech", "О ходе сева")
    assert document.date is not None
    assert (document.date.edtf, document.date.printed) == ("1930-07-09", "9 июля 1930 г.")
    assert document.inferred == ("language", "genre", "title", "date")
    assert document.author is None
    assert document.text == SPEECH


def test_order_of_authority(tmp_path: Path) -> None:
    text = "---\ntitle: Шапка\nauthor: Шапкин\ngenre: svodka\nuezd: Заозерский\n---\n" + SPEECH
    manifest = "file,id,title,date,date_kind,region\na.md,r1,Таблица,1930-07,spoken,Заозерье\n"
    given = {"title": "Опция", "author": "Опцин", "genre": "letter", "language": "ru", "reference": "Ф. 1"}
    document = one(tmp_path, "a.md", text, manifest, given=given)
    assert (document.id, document.title, document.author) == ("r1", "Таблица", "Шапкин")
    assert (document.genre, document.language, document.reference) == ("svodka", "ru", "Ф. 1")
    assert document.date is not None
    assert (document.date.edtf, document.date.kind) == ("1930-07", "spoken")
    assert dict(document.facets) == {"region": "Заозерье", "uezd": "Заозерский"}
    assert document.inferred == ()
    assert document.text == SPEECH


def test_a_wrong_value_in_front_matter_is_told_and_the_text_asked(tmp_path: Path) -> None:
    document = one(tmp_path, "a.txt", "---\ngenre: poem\ndate: soon\n---\n" + SPEECH)
    assert document.genre == "speech" and "genre" in document.inferred
    assert [problem.where for problem in document.problems] == ["a.txt", "a.txt"]
    assert "speech" in document.problems[0].hint


def test_a_page_ranks_with_what_is_inferred(tmp_path: Path) -> None:
    page = "<html><head><title>Сайт</title></head><body><h1>О дровах</h1><p>Дров нет, и подвоза нет.</p></body></html>"
    document = one(tmp_path, "a.html", page, given={"author": "Луговой"})
    assert (document.title, document.author) == ("О дровах", "Луговой")
    assert "title" in document.inferred and "author" not in document.inferred


def test_undated(tmp_path: Path) -> None:
    assert one(tmp_path, "a.txt", SPEECH, "file,date\na.txt,б/д\n").date is None


def test_the_author_of_a_speech_speaks(tmp_path: Path) -> None:
    document = one(tmp_path, "a.txt", SPEECH, given={"author": "Л. Луговой"})
    assert {(s.speaker, s.speaker_id) for s in document.segments if s.kind == "speech"} == {(None, "lugovoi")}
    assert {s.speaker_id for s in document.segments if s.kind == "heading"} == {None}


def test_the_speaker_column(tmp_path: Path) -> None:
    document = one(tmp_path, "a.txt", SPEECH, "file,genre,author,speaker\na.txt,newspaper,Заметкин,Осинкин\n")
    assert {s.speaker for s in document.segments if s.kind == "paragraph"} == {"Осинкин"}


def test_composed(tmp_path: Path) -> None:
    assert one(tmp_path, "a.txt", SPEECH, "file,composed\na.txt,Yes\n").composed


@pytest.mark.parametrize("genre", GENRES)
def test_every_genre_can_be_given(tmp_path: Path, genre: str) -> None:
    assert one(tmp_path, "a.txt", SPEECH, given={"genre": genre}).genre == genre


def test_ids() -> None:
    assert document_id("box.zip!a/b.c.txt", 1, {}) == "box.zip!a/b.c"
    assert document_id("a.txt", 2, {"id": "r1"}) == "r1#2"


def test_undecodable_text_is_read_and_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Дороги размыты".encode("windows-1251"))
    (found,) = read([tmp_path], encoding="utf-8")
    assert isinstance(found, Document)
    assert "13 characters" in found.problems[0].what


@pytest.mark.parametrize("folder", ["data/sources", "data/sources_noisy", "gold/structure/raw"])
def test_real_texts_are_read_whole(folder: str) -> None:
    path = SHARED / folder
    if not path.is_dir():
        pytest.skip(f"the real texts (../shared/{folder}) are not here")
    found = list(read([path]))
    assert found and not [x for x in found if isinstance(x, Problem)]
    for document in found:
        assert isinstance(document, Document) and not document.problems
        kept = sum(len("".join(document.text[s.start : s.stop].split())) for s in document.segments)
        assert kept == len("".join(document.text.split()))


LABELED_TURNS = {
    "bukharin_1938_03_05_evening.txt": 361,
    "bukharin_1938_03_12_last_plea.txt": 7,
    "tcc_nikolaev_1934_12_03.txt": 6,
    "v87_0581_1938_03_12.html": 114,
}


@pytest.mark.parametrize("name", LABELED_TURNS)
def test_turns_of_real_texts(name: str) -> None:
    path = SHARED / "gold" / "structure" / "raw" / name
    if not path.is_file():
        pytest.skip("the real texts (../shared/gold/structure) are not here")
    (document,) = read([path])
    assert isinstance(document, Document)
    assert len({segment.turn for segment in document.segments if segment.turn}) == LABELED_TURNS[name]


def test_a_page_that_tells_only_when_a_speech_was_printed_leaves_its_day_to_the_text(tmp_path: Path) -> None:
    page = (
        "L. Kamyshev\n\nOn Firewood\n\nFirst published: Zaozersk Commune, June 26, 1928\nSource: Works\n"
        "Transcription: N. N.\n\nSpeech at the Depot, June 13, 1928\n\n"
        "Comrades, there is no firewood this year at all.\n"
    )
    url = "https://www.marxists.org/archive/kamyshev/works/firewood.htm"
    document = one(tmp_path, "a.txt", page, given={"url": url})
    assert document.date is not None and document.date.edtf == "1928-06-13"


def test_texts_of_one_file_keep_their_own_ids(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"id": "r1", "text": "Мост."}\n{"text": "Брод."}\n{"id": "r3", "text": "Паром."}\n', "utf-8"
    )
    documents = [document for document in read([tmp_path]) if isinstance(document, Document)]
    assert [(document.id, document.part) for document in documents] == [("r1", 1), ("a#2", 2), ("r3", 3)]
