"""Scores of engines that know a list of names, counted by hand; samples drawn, marked and read back."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from running import Run, run

from sovnlp import draw_sample, list_name_errors, score_ner
from sovnlp.annotating import Annotator
from sovnlp.build import ingest
from sovnlp.corpus import Corpus
from sovnlp.document import Name, Word
from sovnlp.errors import CorpusError, EmptySelection, QueryError, SourceError
from sovnlp.scorecard import ScoreRow
from sovnlp.text.split import words

__all__ = ["run"]

NAMES = {"Зотов": "PER", "Белова": "PER", "Луга": "LOC", "Заречье": "LOC", "Трестхлеб": "ORG"}
# What each engine knows; stanza does not know the people.
KNOWN = {"slovnet": NAMES, "stanza": {name: kind for name, kind in NAMES.items() if kind != "PER"}}
LETTER = "---\ngenre: letter\nlanguage: ru\ndate: 1928-10-02\n---\n"
PLAIN = LETTER.replace("letter", "plain")
TEXTS = {
    "a.txt": PLAIN + "Зотов пишет нам снова. Хлеб увёз Трестхлеб.\n\nДорога из города мимо мельницы на Заречье\n"
    "размыта уже давно, а потому зерна из деревни\nникто больше не возит ни к пристани и ни\nна станцию.\n",
    "b.txt": LETTER + "Белова и Зотов молчат.\n\nСправка [PER Зотов лежит у Беловой.\n",
    "c.txt": LETTER + "Город Луга встретил весну.\n\nТак. Да.\n",
}


@pytest.fixture(autouse=True)
def engines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Engines that know a list of names; which of them were loaded."""
    loaded: list[str] = []

    def engine(annotator: Annotator, language: str) -> tuple[Callable[..., Any], Callable[..., Any]]:
        known = KNOWN[annotator.recipe.engine(language)]
        if annotator not in seen:
            seen.append(annotator)
            loaded.append(annotator.recipe.engine(language))

        def tag(sentences: Sequence[str]) -> list[list[Word]]:
            return [
                [Word(a, b, s[a:b].lower(), "NOUN" if s[a].isalnum() else "PUNCT", "") for a, b in words(s, language)]
                for s in sentences
            ]

        def name(sentences: Sequence[Sequence[str]]) -> list[list[Name]]:
            return [[Name(i, i + 1, known[w]) for i, w in enumerate(s) if w in known] for s in sentences]

        return tag, name

    seen: list[Annotator] = []
    monkeypatch.setattr(Annotator, "_engine", engine)
    return loaded


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store of three letters, whose names slovnet has found."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    ingest([folder], store=tmp_path / "store", ner="slovnet", workers=0)
    return tmp_path / "store"


def gold(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records) + "\n", "utf-8")
    return path


def passage(text: str, *marked: tuple[str, str], **more: object) -> dict[str, Any]:
    entities = [[text.index(name), text.index(name) + len(name), kind] for name, kind in marked]
    return {"text": text, "entities": entities, "language": "ru", "genre": "letter", **more}


def by_type(rows: Sequence[ScoreRow], engine: str) -> dict[str, ScoreRow]:
    return {row.type: row for row in rows if row.engine == engine}


# --- gold as JSON lines -----------------------------------------------------------------------------------------------


def test_scores_are_those_counted_by_hand(tmp_path: Path) -> None:
    file = gold(
        tmp_path / "gold.jsonl",
        passage("Приехал П. Зотов из города.", ("П. Зотов", "PER"), file="a"),
        passage("Белова живёт в Вятке.", ("Белова", "PER"), ("Вятке", "LOC"), file="a"),
        passage("Пришла Луга с весной.", file="b"),
    )
    result = score_ner([file], engines=["slovnet"])
    rows = by_type(result.rows, "slovnet")
    # PER: 2 marked, 2 found, 1 with its borders; LOC: 1 marked and missed, 1 found that is none.
    person, place, both = rows["PER"], rows["LOC"], rows["all"]
    assert (person.gold, person.found, person.precision, person.recall, person.f1) == (2, 2, 0.5, 0.5, 0.5)
    assert person.overlap_f1 == 1.0
    assert (place.gold, place.found, place.precision, place.recall, place.f1) == (1, 1, 0.0, 0.0, 0.0)
    assert (both.gold, both.found, both.f1, both.overlap_f1) == (3, 3, 0.3333, 0.6667)
    assert (rows["ORG"].precision, rows["ORG"].f1, rows["ORG"].low) == (None, None, None)
    # Document a alone has F1 2·1/(3+2), document b alone 0: the interval lies between.
    assert (both.low, both.high) == (0.0, 0.4)
    assert result.notes[0] == "2 documents, 3 passages, 3 names."
    assert result.receipt.seed == 1 and result.receipt.parameters["resamples"] == 2000
    assert (result.receipt.documents, result.receipt.tokens) == (2, 13)
    assert "An interval from fewer than 5 documents is not to be trusted." in result.notes


def test_engines_are_compared_on_the_same_resamples_and_loaded_once(tmp_path: Path, engines: list[str]) -> None:
    texts = [passage("Зотов уехал в город Луга.", ("Зотов", "PER"), ("Луга", "LOC")) for _ in range(6)]
    result = score_ner([gold(tmp_path / "g.jsonl", *texts)], engines=["slovnet", "stanza"])
    assert engines == ["slovnet", "stanza"]
    assert by_type(result.rows, "slovnet")["all"].f1 == 1.0
    # Every text is alike: 2·1/(2+1) in every resample, and so is the difference.
    assert "stanza − slovnet: F1 -0.333 (-0.333 to -0.333, on the same resamples)." in result.notes
    assert not [note for note in result.notes if "not to be trusted" in note]


def test_passages_of_one_file_are_drawn_together(tmp_path: Path) -> None:
    good = passage("Зотов и Белова пришли.", ("Зотов", "PER"), ("Белова", "PER"))
    bad = passage("Ушёл Кротов с Лысовым.", ("Кротов", "PER"), ("Лысовым", "PER"))
    apart = gold(tmp_path / "apart.jsonl", *[good] * 24, *[bad] * 24)
    files = [{**one, "file": f"{one['text'][0]}{i % 3}"} for i, one in enumerate([*[good] * 24, *[bad] * 24])]
    together = gold(tmp_path / "together.jsonl", *files)
    naive = by_type(score_ner([apart], engines=["slovnet"]).rows, "slovnet")["all"]
    clustered = by_type(score_ner([together], engines=["slovnet"]).rows, "slovnet")["all"]
    assert naive.f1 == clustered.f1
    assert None not in (naive.low, naive.high, clustered.low, clustered.high)
    assert clustered.high - clustered.low > 1.5 * (naive.high - naive.low)  # type: ignore[operator]


def test_a_text_is_read_as_a_file_of_it_would_be(tmp_path: Path) -> None:
    text = "---\ntitle: Зотов\n---\nПишет Зотов.\n"
    at = text.rindex("Зотов")
    record = {"text": text, "entities": [[at, at + 5, "PER"]], "language": "ru", "genre": "letter"}
    rows = score_ner([gold(tmp_path / "g.jsonl", record)], engines=["slovnet"]).rows
    assert by_type(rows, "slovnet")["all"].f1 == 1.0
    with pytest.raises(SourceError, match="reading changes the text"):
        score_ner([gold(tmp_path / "g.jsonl", {**record, "text": text.replace("\n", "\r\n")})], engines=["slovnet"])


def test_scores_by_genre_and_language(tmp_path: Path) -> None:
    file = gold(
        tmp_path / "g.jsonl",
        passage("Пишет Зотов.", ("Зотов", "PER")),
        passage("Пишет Кротов.", ("Кротов", "PER"), genre="speech"),
    )
    result = score_ner([file], engines=["slovnet"], per="genre", language="ru")
    assert result.columns[:3] == ("engine", "genre", "type")
    assert {row.facet: row.f1 for row in result.rows if row.type == "PER"} == {"letter": 1.0, "speech": 0.0}
    assert "Fewer than 5 documents, so that no interval is to be trusted: letter, speech." in result.notes
    with pytest.raises(SourceError, match="nothing in en is marked"):
        score_ner([file], engines=["slovnet"], language="en")
    with pytest.raises(QueryError, match="cannot be split by 'year'"):
        score_ner([file], engines=["slovnet"], per="year")


def test_errors_are_listed_with_what_stands_instead(tmp_path: Path) -> None:
    record = passage(
        "Приехал П. Зотов и Кротов. Луга спит.", ("П. Зотов", "PER"), ("Кротов", "PER"), file="a", start=100
    )
    result = list_name_errors([gold(tmp_path / "g.jsonl", record)], engines=["slovnet"])
    told = [(row.error, row.type, row.match, row.instead, row.start) for row in result.rows]
    assert told == [
        ("missed", "PER", "П. Зотов", "PER Зотов", 108),
        ("false", "PER", "Зотов", "PER П. Зотов", 111),
        ("missed", "PER", "Кротов", None, 119),
        ("false", "LOC", "Луга", None, 127),
    ]
    assert (result.rows[2].doc, result.rows[2].left, result.rows[2].right) == (
        "a",
        "Приехал П. Зотов и",
        ". Луга спит.",
    )
    assert "slovnet: F1 0.000 of all names." in result.notes


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "there is no passage in"),
        ("{", "line 1: Expecting"),
        ("[]", "line 1: not an object"),
        ('{"entities": []}', "line 1: no 'text'"),
        ('{"text": 5, "entities": []}', "line 1: the text is not a string"),
        ('{"text": "Луга", "entities": [[0, 4, "GPE"]]}', "line 1: there is no type of name 'GPE'"),
        ('{"text": "Луга", "entities": [[0, 5, "LOC"]]}', "line 1: a name at 0-5 in a text of 4"),
        ('{"text": "Луга", "entities": [[0, 3, "LOC"], [2, 4, "LOC"]]}', "line 1: two names overlap at 2"),
        ('{"text": "Луга", "entities": [[0, "LOC"]]}', "line 1: "),
        ('{"text": "Луга", "entities": [], "language": "de"}', "line 1: there is no language 'de'"),
        ('{"text": "Луга", "entities": [], "genre": "poem"}', "line 1: there is no genre 'poem'"),
    ],
)
def test_gold_that_is_none_is_told_with_its_line(line: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "g.jsonl").write_text(line + "\n", "utf-8")
    with pytest.raises(SourceError, match=re.escape(said)):
        score_ner([tmp_path / "g.jsonl"], engines=["slovnet"])


def test_gold_without_a_name_counts_false_alarms(tmp_path: Path) -> None:
    file = gold(tmp_path / "g.jsonl", passage("Луга спит."), passage("Никого нет."))
    row = by_type(score_ner([file], engines=["slovnet"]).rows, "slovnet")["all"]
    assert (row.gold, row.found, row.precision, row.recall, row.f1) == (0, 1, 0.0, None, 0.0)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        score_ner([tmp_path / "none.jsonl"], engines=["slovnet"])
    (tmp_path / "g.jsonl").write_bytes("Луга".encode("cp1251"))
    with pytest.raises(SourceError, match="is not in UTF-8"):
        score_ner([tmp_path / "g.jsonl"], engines=["slovnet"])
    with pytest.raises(QueryError, match="no engine for names is called nothing"):
        score_ner([tmp_path / "g.jsonl"], engines=["nothing"])


# --- a sample of a store ----------------------------------------------------------------------------------------------


def drawn(store: Path, name: str = "sample.txt", **options: Any) -> Path:
    out = store.parent / name
    draw_sample(out, store=store, **options)
    return out


def mark(sheet: Path, *pairs: tuple[str, str]) -> Path:
    text = sheet.read_text("utf-8")
    head, body = text.split("\n\n", 1)
    for old, new in pairs:
        assert old in body
        body = body.replace(old, new)
    sheet.write_text(f"{head}\n\n{body}", "utf-8")
    return sheet


def test_a_sample_has_each_sentence_once_and_nothing_marked(store: Path) -> None:
    out = store.parent / "s.txt"
    result = draw_sample(out, store=store, sentences=50)
    text = out.read_text("utf-8")
    lines = text.split("\n")
    assert lines[0].endswith("· seed 1 · 6 sentences of 3 documents")
    assert "\n# 4 · b · 0-22 · 1928-10-02 · letter\nБелова и Зотов молчат.\n" in text
    # «Так. Да.» has sentences of one word each.
    assert sorted(line for line in lines if line and line[0] != "#") == sorted(
        [
            "Зотов пишет нам снова.",
            "Хлеб увёз Трестхлеб.",
            "Дорога из города мимо мельницы на Заречье↵размыта уже давно, а потому зерна из деревни↵никто больше не "
            "возит ни к пристани и ни↵на станцию.",
            "Белова и Зотов молчат.",
            "Справка [PER Зотов лежит у Беловой.",
            "Город Луга встретил весну.",
        ]
    )
    assert "There are no more than 6 sentences to be drawn." in result.notes
    assert [tuple(row) for row in result.rows] == [("letter", "ru", 2, 3), ("plain", "ru", 1, 3)]


def test_a_draw_is_told_by_its_seed(store: Path) -> None:
    first, again, other = (drawn(store, f"{n}.txt", sentences=3, seed=s) for n, s in (("a", 1), ("b", 1), ("c", 2)))
    assert first.read_bytes() == again.read_bytes()
    assert first.read_bytes() != other.read_bytes()


def test_a_sample_is_never_overwritten(store: Path) -> None:
    out = drawn(store)
    with pytest.raises(SourceError, match="not overwritten"):
        draw_sample(out, store=store)
    with pytest.raises(QueryError, match=r"does not end in \.txt"):
        draw_sample(store.parent / "sample.jsonl", store=store)
    with pytest.raises(EmptySelection):
        draw_sample(store.parent / "t.txt", store=store, genre="trial")


def test_documents_have_the_same_chance_however_long(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "long.txt").write_text(LETTER + "Хлеб лежит на складе. " * 300, "utf-8")
    for i in range(9):
        (folder / f"short{i}.txt").write_text(LETTER + f"Письмо номер {i} пришло. Его прочли все.", "utf-8")
    ingest([folder], store=tmp_path / "store", ner="slovnet", workers=0)
    text = drawn(tmp_path / "store", sentences=10).read_text("utf-8")
    assert text.count("· long ·") <= 4


def test_a_marked_sample_is_scored_and_kept(store: Path, engines: list[str]) -> None:
    sheet = drawn(store)
    # Marked as the store has it, but for a place that is a person to the reader, and a person it does not know.
    mark(
        sheet,
        ("Зотов пишет", "[PER Зотов] пишет"),
        ("Трестхлеб", "[ORG Трестхлеб]"),
        ("Заречье↵", "[LOC Заречье]↵"),
        ("Белова и Зотов", "[PER Белова] и [PER Зотов]"),
        ("[PER Зотов лежит у Беловой", "[PER [PER Зотов] лежит у [PER Беловой]"),
        ("Луга", "[PER Луга]"),
    )
    engines.clear()
    with Corpus.open(store) as corpus:
        assert corpus.scorecard() is None
        assert corpus.trust()[0].startswith("Nobody has checked the names of this store yet")
    result = score_ner([sheet], store=store)
    assert engines == []
    rows = by_type(result.rows, "stored")
    # PER: 6 marked, 4 found, all right; LOC: 1 marked, 2 found.
    assert (rows["PER"].gold, rows["PER"].found, rows["PER"].f1) == (6, 4, 0.8)
    assert (rows["LOC"].gold, rows["LOC"].found, rows["LOC"].precision, rows["LOC"].recall) == (1, 2, 0.5, 1.0)
    assert result.notes[-1].startswith("Kept in the store")
    with Corpus.open(store) as corpus:
        card = corpus.scorecard()
        assert card and (card.sentences, card.documents, card.marked) == (6, 3, False)
        assert card.recipe == corpus.state["recipe"]
        notes = corpus.trust()
    assert notes[0].startswith("Names were checked on 6 sentences of 3 documents (drawn ")
    assert "PER F1 0.80 (" in notes[0]
    assert "An interval from fewer than 5 documents is not to be trusted." in notes


def test_what_was_kept_outlives_an_ingest_and_is_out_of_date_after_another_engine(store: Path) -> None:
    score_ner([mark(drawn(store), ("Трестхлеб", "[ORG Трестхлеб]"))], store=store)
    with Corpus.open(store) as corpus:
        before = corpus.scorecard()
    ingest([store.parent / "texts"], store=store, workers=0)
    with Corpus.open(store) as corpus:
        assert corpus.scorecard() == before
        assert not [note for note in corpus.trust() if "anew" in note]
    ingest([store.parent / "texts"], store=store, ner="stanza", workers=0)
    with Corpus.open(store) as corpus:
        assert [note for note in corpus.trust() if "annotated anew since its names were checked" in note]
    (store / "scorecard.json").write_text("{}", "utf-8")
    with Corpus.open(store) as corpus, pytest.raises(CorpusError, match="scorecard.json cannot be read"):
        corpus.trust()


def test_a_narrowed_score_is_not_kept(store: Path) -> None:
    sheet = mark(drawn(store), ("Трестхлеб", "[ORG Трестхлеб]"))
    result = score_ner([sheet], store=store, language="ru")
    assert not [note for note in result.notes if "Kept" in note]
    assert not (store / "scorecard.json").exists()


def test_other_engines_read_the_same_documents(store: Path, engines: list[str]) -> None:
    sheet = mark(drawn(store), ("Зотов пишет", "[PER Зотов] пишет"))
    engines.clear()
    result = score_ner([sheet], store=store, engines=["slovnet", "stanza"])
    assert engines == ["slovnet", "stanza"]
    stored, again, other = (by_type(result.rows, name)["PER"] for name in ("stored", "slovnet", "stanza"))
    assert stored[3:] == again[3:]
    assert (stored.found, other.found) == (4, 0)
    assert [note for note in result.notes if note.startswith("stanza − stored: F1 -")]


def test_names_marked_in_advance_come_back_as_they_were(store: Path) -> None:
    sheet = drawn(store, marked=True)
    text = sheet.read_text("utf-8")
    assert "[PER Белова] и [PER Зотов] молчат." in text and "Справка [PER [PER Зотов] лежит у Беловой." in text
    assert "flatters the engine" in text
    result = score_ner([sheet], store=store)
    assert by_type(result.rows, "stored")["all"].f1 == 1.0
    assert "The sample was pre-marked, which flatters the engine." in result.notes
    with Corpus.open(store) as corpus:
        assert [note for note in corpus.trust() if "pre-marked" in note]


def test_a_sample_saved_by_notepad(store: Path) -> None:
    sheet = mark(drawn(store), ("Трестхлеб", "[ORG Трестхлеб]"))
    plain = score_ner([sheet], store=store).rows
    sheet.write_bytes(b"\xef\xbb\xbf" + sheet.read_text("utf-8").replace("\n", "\r\n").encode())
    assert score_ner([sheet], store=store).rows == plain
    sheet.write_bytes(sheet.read_text("utf-8-sig").encode("utf-16"))
    with pytest.raises(SourceError, match="is not in UTF-8"):
        score_ner([sheet], store=store)


def test_sentences_left_out_are_told(store: Path) -> None:
    sheet = mark(drawn(store), ("Трестхлеб", "[ORG Трестхлеб]"), ("Город Луга встретил весну.\n", ""))
    notes = score_ner([sheet], store=store).notes
    assert [note for note in notes if note.startswith("Left out by who marked them: 1 of 6 sentences")]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Белова и", "Белов и", "line 20: the words differ from those of the document at « и Зотов молчат.»"),
        ("· b · 0-22 ·", "· z · 0-22 ·", "line 20: the store has no document z"),
        ("· b · 0-22 ·", "· b · 2-22 ·", "line 20: the words differ"),
        ("· b · 0-22 ·", "· b · 900-922 ·", "line 20: the words differ"),
        ("Белова и", "[PERSON Белова] и", "line 20: there is no type of name 'PERSON'"),
        ("Белова и", "[PER Белова и", "line 20: a mark is not closed: «[PER Белова и Зотов молча»"),
        ("Белова и Зотов", "[PER Белова и [PER Зотов]]", "line 20: a mark within a mark"),
    ],
)
def test_a_sample_that_was_tampered_with_is_told_with_its_line(old: str, new: str, said: str, store: Path) -> None:
    sheet = mark(drawn(store), (old, new))
    lines = sheet.read_text("utf-8").split("\n")
    number = next(i for i, line in enumerate(lines, 1) if "молчат" in line)
    with pytest.raises(SourceError, match=re.escape(said.replace("line 20", f"sample.txt, line {number}"))):
        score_ner([sheet], store=store)
    assert not (store / "scorecard.json").exists()


def test_a_document_that_has_changed_since_is_told(store: Path) -> None:
    sheet = mark(drawn(store), ("Трестхлеб", "[ORG Трестхлеб]"))
    (store.parent / "texts" / "b.txt").write_text(LETTER + "Теперь тут другое письмо.\n", "utf-8")
    ingest([store.parent / "texts"], store=store, workers=0)
    with pytest.raises(SourceError, match="the words differ from those of the document"):
        score_ner([sheet], store=store)


def test_a_sample_without_a_mark_is_not_scored(store: Path) -> None:
    with pytest.raises(SourceError, match="no name is marked in"):
        score_ner([drawn(store)], store=store)


def test_a_sample_and_other_gold_are_scored_in_turn(store: Path) -> None:
    file = gold(store.parent / "g.jsonl", passage("Луга спит."))
    with pytest.raises(QueryError, match="cannot be scored together"):
        score_ner([file, drawn(store)], store=store)


# --- the commands -----------------------------------------------------------------------------------------------------


def test_the_commands_draw_score_and_list(store: Path, run: Run) -> None:
    sheet = store.parent / "cli.txt"
    ran = run("score", "sample", "--store", store, "-o", sheet, "--sentences", "50", "--json")
    assert ran.code == 0 and sum(row["sentences"] for row in json.loads(ran.out)["rows"]) == 6
    assert f'sovnlp score ner --gold "{sheet}"' in ran.err
    mark(sheet, ("Зотов пишет", "[PER Зотов] пишет"))
    ran = run("score", "ner", "--gold", sheet, "--store", store, "--json")
    assert ran.code == 0
    content = json.loads(ran.out)
    assert content["receipt"]["seed"] == 1
    assert [row["type"] for row in content["rows"]] == ["PER", "ORG", "LOC", "all"]
    table = store.parent / "errors.csv"
    ran = run("score", "ner", "--gold", sheet, "--store", store, "--errors", "-o", table)
    assert ran.code == 0 and "false" in ran.out
    assert table.read_text("utf-8-sig").startswith("engine,error,type,")
    assert run("score", "ner", "--gold", sheet, "--store", store, "--errors", "--per", "genre").code == 2
    assert "not shown: found, precision" not in run("score", "ner", "--gold", sheet, "--store", store).out
    ran = run("score", "ner", "--gold", sheet, "--store", store.parent / "nowhere")
    assert ran.code == 1 and ran.out == "" and "there is no store at" in ran.err


def test_the_folder_of_a_store_with_a_scorecard_is_still_a_store(store: Path, tmp_path: Path) -> None:
    score_ner([mark(drawn(store), ("Трестхлеб", "[ORG Трестхлеб]"))], store=store)
    moved = tmp_path / "moved"
    shutil.copytree(store, moved)
    (moved / "store.json").unlink()
    ingest([tmp_path / "texts"], store=moved, ner="slovnet", workers=0)
    with Corpus.open(moved) as corpus:
        assert corpus.scorecard() is not None
