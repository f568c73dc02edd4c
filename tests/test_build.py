"""Ingest and remove: what a store holds after each, and after either was killed, refused or interrupted."""

from __future__ import annotations

import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from killing import contents, simple_engine

from sovnlp import build
from sovnlp.annotating import Annotator, Recipe, load_lexicon
from sovnlp.annotators import senses
from sovnlp.build import Report, ingest, remove
from sovnlp.corpus import Corpus
from sovnlp.corpus import store as stores
from sovnlp.corpus.store import Store
from sovnlp.errors import CorpusError, LexiconError, MissingModel, MissingPackage, SourceError
from sovnlp.lexicon import Lexicon

KILLING = Path(__file__).parent / "killing.py"
TEXTS = {
    "pismo.txt": "Кулак Сапрыкин прятал хлеб в Верхней Луке. К весне у него нашли две ямы с зерном.",
    "svodka.txt": "На заводе «Красный Гвоздь» вредители портили станки. Их судили в Заозёрске.",
    "gorod/rech.txt": "Товарищи! Хлебозаготовки идут медленно. Людей не хватает, лошадей тоже.",
    "en/report.txt": "The kulaks of Upper Luka were hiding grain. Comrade Saprykin was not among them.",
    "gorod/zhaloba.txt": "Прошу вернуть корову. Я не кулак, а середняк, и налог уплатил.",
}


shipped = functools.cache(load_lexicon)
deciders: dict[str, Any] = {}


def decider(lexicon: Lexicon, load: Any = senses.load) -> Any:
    if lexicon.fingerprint not in deciders:
        deciders[lexicon.fingerprint] = load(lexicon)
    return deciders[lexicon.fingerprint]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines that load nothing, a lexicon that is loaded once, and small batches."""
    monkeypatch.setattr(Annotator, "_engine", simple_engine)
    monkeypatch.setattr(build, "load_lexicon", lambda file=None: load_lexicon(file) if file else shipped())
    monkeypatch.setattr(senses, "load", decider)
    monkeypatch.setattr(stores, "BATCH_CHARACTERS", 100)


@pytest.fixture
def unloaded(quick: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A function after which any annotating fails."""

    def refuse(*_: object) -> Any:
        raise AssertionError("nothing should be annotated")

    return lambda: monkeypatch.setattr(Annotator, "annotate", refuse)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return written(tmp_path / "texts", TEXTS)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "a [1937] store"


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def take(folder: Path, store: Path, **options: Any) -> Report:
    return ingest([folder], store=store, **{"workers": 0, **options})


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, len(report.duplicates)


def ids(store: Path) -> list[str]:
    with Corpus.open(store) as corpus:
        return [row[0] for row in corpus.sql("SELECT id FROM documents ORDER BY id")]


def said(store: Path) -> str:
    """All the words of the index, in order."""
    with Corpus.open(store) as corpus:
        rows = corpus.sql("SELECT norms.norm FROM tokens JOIN norms ON id = tokens.norm ORDER BY position")
    return " ".join(row[0] for row in rows)


def stamps(store: Path, folder: str = "annotations") -> dict[str, int]:
    return {file.name: file.stat().st_mtime_ns for file in (store / folder).iterdir()}


# killed at any moment


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the runs are forked")
@pytest.mark.parametrize("begun", [False, True], ids=["a new store", "a store that changes"])
def test_killed_before_any_change_of_the_disk_and_run_again_is_as_undisturbed(
    quick: None, tmp_path: Path, begun: bool
) -> None:
    folder = written(tmp_path / "texts", TEXTS)
    if begun:
        take(folder, tmp_path / "begun")
        (folder / "svodka.txt").write_text("Кулака выслали за Урал, семью с ним.", "utf-8")
        (folder / "novoe.txt").write_text("В Заозёрске открыли школу для взрослых и читальню.", "utf-8")
        (folder / "pismo.txt").rename(folder / "perenos.txt")
    begin = str(tmp_path / "begun") if begun else ""
    (tmp_path / "work").mkdir()
    command = [sys.executable, str(KILLING), str(folder), begin, str(tmp_path / "work")]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > 20


DRIVER = """
import sys
from pathlib import Path
from sovnlp.build import ingest
from sovnlp.corpus import store
store.BATCH_CHARACTERS = 60
if __name__ == "__main__":
    ingest([Path(sys.argv[1])], store=Path(sys.argv[2]), workers=int(sys.argv[3]))
"""


def children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(stat.parent.name))
        except OSError:
            continue
    return found


def wait_for(condition: Callable[[], object], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("driver") / "driver.py"
    file.write_text(DRIVER, "utf-8")
    return file


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, driver: Path) -> tuple[Path, dict[str, str]]:
    """A folder of texts, and what a store of it holds when one process has annotated it with the real engines."""
    folder = tmp_path_factory.mktemp("undisturbed")
    texts = written(folder / "texts", TEXTS)
    subprocess.run([sys.executable, str(driver), str(texts), str(folder / "store"), "0"], check=True, timeout=120)
    held = contents(folder / "store")
    assert sum(name.startswith("annotations") for name in held) == 15
    return texts, held


@pytest.mark.slow
@pytest.mark.models
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes through /proc")
@pytest.mark.parametrize(("end", "again"), [(signal.SIGKILL, "1"), (signal.SIGINT, "2")], ids=["killed", "interrupted"])
def test_workers_end_with_their_parent_and_any_number_of_others_goes_on(
    undisturbed: tuple[Path, dict[str, str]], driver: Path, tmp_path: Path, end: int, again: str
) -> None:
    texts, wanted = undisturbed
    store = tmp_path / "store"
    command = [sys.executable, str(driver), str(texts), str(store)]
    run = subprocess.Popen([*command, "2"], stderr=subprocess.PIPE, start_new_session=True)
    wait_for(lambda: list(store.glob("annotations/*.texts.parquet")) or run.poll() is not None, 60)
    workers = children(run.pid)
    assert workers
    if end == signal.SIGINT:
        os.killpg(run.pid, end)
    else:
        run.kill()
    run.wait(10)
    wait_for(lambda: all(map(gone, workers)), 5)
    assert run.stderr is not None
    assert b"SpawnProcess" not in run.stderr.read()
    # On a busy machine the signal may come when all is done; then there is nothing to go on with.
    assert run.returncode or (store / "store.json").exists()
    subprocess.run([*command, again], check=True, timeout=120)
    assert contents(store) == wanted


def test_a_worker_that_dies_is_one_error_with_the_way_on(
    texts: Path, root: Path, monkeypatch: pytest.MonkeyPatch, quick: None
) -> None:
    monkeypatch.setattr(build, "annotate_batch", _die)
    with pytest.raises(CorpusError, match="worker processes ended unexpectedly again and again") as caught:
        take(texts, root, workers=1)
    assert "run the same command again" in caught.value.hint
    monkeypatch.undo()
    monkeypatch.setattr(Annotator, "_engine", simple_engine)
    assert counts(take(texts, root)) == (5, 0, 0, 0)


def test_a_package_missing_in_a_worker_is_told_as_such(
    texts: Path, root: Path, monkeypatch: pytest.MonkeyPatch, quick: None
) -> None:
    monkeypatch.setattr(build, "annotate_batch", _miss)
    with pytest.raises(MissingPackage, match="Russian annotation needs the package slovnet") as caught:
        take(texts, root, workers=1)
    assert "pip install" in caught.value.hint


def _die(_: object) -> int:
    os._exit(9)


def _miss(_: object) -> int:
    raise MissingPackage("slovnet", "Russian annotation")


@pytest.mark.parametrize("cause", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_what_interrupts_leaves_the_store_as_it_was(
    quick: None, texts: Path, root: Path, monkeypatch: pytest.MonkeyPatch, cause: Any
) -> None:
    take(texts, root)
    before = said(root)
    written(texts, {"novoe.txt": "Новый текст о дани и о кулаке."})
    replaced = os.replace

    def fail(source: Path, target: Path) -> None:
        if str(target).endswith(".texts.parquet"):
            raise cause
        replaced(source, target)

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(KeyboardInterrupt if cause is KeyboardInterrupt else CorpusError):
        take(texts, root)
    assert said(root) == before
    monkeypatch.setattr(os, "replace", replaced)
    assert counts(take(texts, root)) == (1, 0, 5, 0)
    assert "новый текст" in said(root)
    assert not list(root.rglob("*.unfinished-*"))


# what is annotated, and when


def test_corrected_metadata_annotate_nothing_and_are_seen(
    texts: Path, root: Path, unloaded: Callable[[], None]
) -> None:
    table = texts / "manifest.csv"
    table.write_text("file,date\npismo.txt,1930\n", "utf-8")
    take(texts, root)
    before, index = stamps(root), Store(root).state()["index"]
    table.write_text("file,date\npismo.txt,1929-11\n", "utf-8")
    unloaded()
    assert counts(take(texts, root)) == (0, 1, 4, 0)
    assert stamps(root) == before
    assert Store(root).state()["index"] != index
    from sovnlp.analyses.trace import trace

    with Corpus.open(root) as corpus:
        periods = {row.period for row in trace(corpus, "кулак", period_by="month").rows if row.hits}
    assert "1929-11" in periods


def test_new_files_alone_are_annotated(quick: None, texts: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(texts, root)
    before = stamps(root)
    annotated: list[str] = []
    annotate = Annotator.annotate

    def counted(self: Annotator, documents: Any) -> Any:
        annotated.extend(document.text for document in documents)
        return annotate(self, documents)

    monkeypatch.setattr(Annotator, "annotate", counted)
    new = written(texts.parent / "new", {"novoe.txt": "Новый текст."})
    assert counts(take(new, root)) == (1, 0, 0, 0)
    assert annotated == ["Новый текст."]
    assert stamps(root).items() > before.items()
    assert len(ids(root)) == 6


def test_another_engine_annotates_every_document_again(quick: None, texts: Path, root: Path) -> None:
    take(texts, root)
    new = written(texts.parent / "new", {"novoe.txt": "Новый текст."})
    take(new, root, english="en_other_pipeline")
    state = Store(root).state()
    assert state["english"] == "en_other_pipeline"
    recipe = Recipe(english="en_other_pipeline").fingerprint()
    assert {name.partition("-")[0] for name in stamps(root)} == {recipe}
    assert {name.split("-")[1] for name in stamps(root, "concepts")} == {recipe}
    words = said(root)
    assert all(first in words for first in ("сапрыкин прятал", "новый текст", "upper luka"))
    take(new, root)
    assert Store(root).state()["recipe"] == recipe


LEXICON = """
[school]
label = { ru = "школа", en = "school" }
translit = "shkola"
definition = "A school."
group = "society"
period = "1917/1941"
family = { ru = "корова", en = "dairy" }
"""


def test_another_lexicon_decides_concepts_anew_and_nothing_else(
    texts: Path, root: Path, tmp_path: Path, unloaded: Callable[[], None]
) -> None:
    take(texts, root)
    before, lexicon = stamps(root), Store(root).state()["lexicon"]
    own = tmp_path / "own.toml"
    own.write_text(LEXICON, "utf-8")
    unloaded()
    take(texts, root, lexicon_file=own)
    assert stamps(root) == before
    assert Store(root).state()["lexicon"] != lexicon
    assert len(stamps(root, "concepts")) * 3 == len(before)

    def hits() -> int:
        with Corpus.open(root) as corpus:
            return int(corpus.sql("SELECT count(*) FROM hits JOIN concepts USING (concept) WHERE id = 'school'")[0][0])

    assert hits() == 1
    own.unlink()
    take(texts, root)
    assert hits() == 1
    take(texts, root, lexicon_file=root / "lexicon.toml")
    assert hits() == 1


def test_a_lexicon_or_an_engine_that_is_not_sound_changes_nothing(quick: None, texts: Path, root: Path) -> None:
    take(texts, root)
    before = contents(root)
    broken = texts.parent / "broken.toml"
    broken.write_text("[school", "utf-8")
    with pytest.raises(LexiconError):
        take(texts, root, lexicon_file=broken)
    own = texts.parent / "own.toml"
    own.write_text(LEXICON, "utf-8")
    (texts.parent / "empty").mkdir()
    with pytest.raises(SourceError, match="nothing could be read"):
        take(texts.parent / "empty", texts.parent / "other", lexicon_file=own)
    assert not (texts.parent / "other" / "lexicon.toml").exists()
    assert contents(root) == before


@pytest.mark.models
def test_a_pipeline_that_is_not_there_leaves_the_store_as_it_was(texts: Path, root: Path) -> None:
    with pytest.raises(MissingModel, match="no_such_pipeline"):
        take(texts / "en", root, english="no_such_pipeline", workers=1)
    assert not Store(root).exists()


def test_concepts_that_have_gone_are_decided_again(texts: Path, root: Path, unloaded: Callable[[], None]) -> None:
    take(texts, root)
    before = contents(root)
    shutil.rmtree(root / "concepts")
    next(root.glob("index-*")).unlink()
    unloaded()
    take(texts, root)
    assert contents(root) == before


# which documents


def test_the_same_again_is_unchanged_and_a_changed_file_replaces_its_document(
    quick: None, texts: Path, root: Path
) -> None:
    assert counts(take(texts, root)) == (5, 0, 0, 0)
    before = contents(root)
    assert counts(take(texts, root)) == (0, 0, 5, 0)
    assert contents(root) == before
    (texts / "pismo.txt").write_text("Совсем другое письмо.", "utf-8")
    assert counts(take(texts, root)) == (0, 1, 4, 0)
    assert "сапрыкин прятал" not in said(root)
    assert "другое письмо" in said(root)
    assert len(list((root / "sources").iterdir())) == 5


def test_copies_are_told_and_reprints_kept(quick: None, texts: Path, root: Path) -> None:
    shutil.copy(texts / "pismo.txt", texts / "zz_copy.txt")
    for paper in ("trud", "gudok"):
        shutil.copy(texts / "svodka.txt", texts / f"{paper}.txt")
    (texts / "manifest.csv").write_text("file,newspaper\ntrud.txt,Труд\ngudok.txt,Гудок\n", "utf-8")
    report = take(texts, root)
    assert counts(report) == (7, 0, 0, 1)
    assert report.duplicates == (("zz_copy.txt", "pismo.txt"),)
    assert said(root).count("вредители портили") == 3
    assert counts(take(texts, root)) == (0, 0, 7, 1)


def test_a_moved_file_is_the_same_document(quick: None, texts: Path, root: Path) -> None:
    take(texts, root)
    (texts / "pismo.txt").rename(texts / "gorod" / "pismo_1.txt")
    assert counts(take(texts, root)) == (0, 1, 4, 0)
    assert "gorod/pismo_1" in ids(root)
    assert len(ids(root)) == 5


def test_files_that_change_places_lose_nothing(quick: None, texts: Path, root: Path) -> None:
    take(texts, root)
    held = sorted(said(root).split())
    first, second = texts / "pismo.txt", texts / "svodka.txt"
    first.rename(texts / "aside")
    second.rename(first)
    (texts / "aside").rename(second)
    assert counts(take(texts, root)) == (0, 2, 3, 0)
    assert sorted(said(root).split()) == held


def test_folders_with_the_same_names_keep_apart(quick: None, root: Path, tmp_path: Path) -> None:
    for place in ("Talitsa", "Luka", "Zaozersk"):
        take(written(tmp_path / place, {"pismo.txt": f"Письмо из {place}."}), root)
    assert ids(root) == ["pismo", "pismo-2", "pismo-3"]
    report = ingest([tmp_path / "Luka", tmp_path / "Talitsa"], store=root, workers=0)
    assert counts(report) == (0, 0, 2, 0)
    assert ids(root) == ["pismo", "pismo-2", "pismo-3"]


def test_members_of_an_archive_have_places_of_their_own(quick: None, root: Path, tmp_path: Path) -> None:
    box = tmp_path / "box.zip"
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("a/pismo.txt", "Первое письмо из архива.")
        archive.writestr("b/pismo.txt", "Второе письмо из архива.")
    assert counts(take(box, root)) == (2, 0, 0, 0)
    assert ids(root) == ["box.zip!a/pismo", "box.zip!b/pismo"]
    assert counts(take(box, root)) == (0, 0, 2, 0)


def test_a_file_that_is_named_twice_counts_once(quick: None, texts: Path, root: Path) -> None:
    report = ingest([texts, texts / "gorod" / "rech.txt"], store=root, workers=0)
    assert counts(report) == (5, 0, 0, 0)
    assert "gorod/rech" in ids(root)


def test_a_name_that_is_no_text_and_texts_without_words(quick: None, root: Path, tmp_path: Path) -> None:
    folder = written(tmp_path / "odd", {"marks.txt": "— … —\n***\n", "letter.txt": "Слово.\r\n\r\n" * 2000 + "А\x00Б."})
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/\xef\xe8\xf1\xfc\xec\xee.txt")).write_text("Письмо.", "utf-8")
    except OSError:
        pytest.skip("this disk takes names in UTF-8 only")
    report = take(folder, root)
    assert [problem.what for problem in report.problems if problem.where == "marks.txt"] == ["there is no word in it"]
    assert counts(report)[0] == len(ids(root)) == 2
    assert counts(take(folder, root)) == (0, 0, 2, 0)


def test_removed_documents_have_gone_and_come_back(quick: None, texts: Path, root: Path) -> None:
    shutil.copy(texts / "pismo.txt", texts / "reprint.txt")
    (texts / "manifest.csv").write_text("file,newspaper\nreprint.txt,Труд\n", "utf-8")
    take(texts, root)
    before = contents(root)
    bytes_kept = len(list((root / "sources").iterdir()))
    remove(["pismo"], store=root)
    assert "pismo" not in ids(root)
    assert len(list((root / "sources").iterdir())) == bytes_kept
    remove(["reprint", "svodka"], store=root)
    assert len(list((root / "sources").iterdir())) == bytes_kept - 2
    assert "сапрыкин прятал" not in said(root)
    assert counts(take(texts, root)) == (3, 0, 3, 0)
    after = contents(root)
    assert after["index"] == before["index"]
    assert ids(root) == ["en/report", "gorod/rech", "gorod/zhaloba", "pismo", "reprint", "svodka"]


def test_what_cannot_be_removed(quick: None, texts: Path, root: Path) -> None:
    with pytest.raises(CorpusError, match="there is no store"):
        remove(["pismo"], store=root)
    assert not root.exists()
    take(texts, root)
    before = contents(root)
    with pytest.raises(CorpusError, match="no document nichego") as caught:
        remove(["pismo", "nichego"], store=root)
    assert "sovnlp info" in caught.value.hint
    with pytest.raises(CorpusError, match="leave the store empty"):
        remove(ids(root), store=root)
    assert contents(root) == before


# composed documents


@pytest.fixture
def composed(tmp_path: Path) -> Path:
    folder = written(tmp_path / "composed", {"a_demo.txt": "Составлено для показа.", "z_demo.txt": "Тоже составлено."})
    (folder / "manifest.csv").write_text("file,composed\na_demo.txt,true\nz_demo.txt,true\n", "utf-8")
    return folder


def test_composed_documents_stay_out_of_a_store_of_sources(
    quick: None, texts: Path, composed: Path, root: Path
) -> None:
    take(texts, root)
    report = take(composed, root)
    assert counts(report) == (0, 0, 0, 0)
    assert [problem.where for problem in report.problems] == ["a_demo.txt and 1 other file"]
    assert report.problems[0].hint == "--with-sample"
    assert counts(take(composed, root, with_sample=True)) == (2, 0, 0, 0)
    assert counts(take(texts, root)) == (0, 0, 5, 0)
    remove(store=root, composed=True)
    assert len(ids(root)) == 5


def test_of_both_kinds_at_once_the_sources_go_in(quick: None, composed: Path, root: Path) -> None:
    written(composed, {"m_real.txt": "Настоящий текст."})
    report = take(composed, root)
    assert ids(root) == ["m_real"]
    assert [problem.where for problem in report.problems] == ["a_demo.txt and 1 other file"]


def test_sources_do_not_go_into_a_composed_store(quick: None, texts: Path, composed: Path, root: Path) -> None:
    take(composed, root)
    before = contents(root)
    with pytest.raises(CorpusError, match="holds composed texts") as caught:
        take(texts, root)
    assert "--store" in caught.value.hint
    assert contents(root) == before


# stores that cannot be used


def test_a_folder_that_is_no_store_is_left_alone(quick: None, texts: Path, tmp_path: Path) -> None:
    written(tmp_path / "corpus", {"sources/letter.txt": "Письмо."})
    for folder in (texts, tmp_path / "corpus"):
        with pytest.raises(CorpusError, match="is not a store and is not empty"):
            take(texts, folder)
    assert (tmp_path / "corpus" / "sources" / "letter.txt").exists()
    take(texts, tmp_path / "store")
    written(tmp_path / "store", {"sources/mine.txt": "Моё.", "annotations/mine.csv": "мои,пометы"})
    take(texts, tmp_path / "store")
    assert (tmp_path / "store" / "sources" / "mine.txt").exists()
    assert (tmp_path / "store" / "annotations" / "mine.csv").exists()


def test_another_format_is_refused(quick: None, texts: Path, root: Path) -> None:
    take(texts, root)
    state = json.loads((root / "store.json").read_text("utf-8"))
    (root / "store.json").write_text(json.dumps({**state, "format": 999}), "utf-8")
    for task in (lambda: Corpus.open(root), lambda: take(texts, root), lambda: remove(["pismo"], store=root)):
        with pytest.raises(CorpusError, match="format 999") as caught:
            task()
        assert caught.value.hint


@pytest.mark.parametrize("content", ["", "[]", "{", '{"format": 1}', "\udcff"])
def test_a_broken_record_of_a_store_is_told_and_can_be_mended(
    texts: Path, root: Path, unloaded: Callable[[], None], content: str
) -> None:
    take(texts, root)
    before = contents(root)
    (root / "store.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    for task in (lambda: Corpus.open(root), lambda: take(texts, root)):
        with pytest.raises(CorpusError, match="store.json is not a store's record") as caught:
            task()
    assert caught.value.hint.startswith("delete that file")
    (root / "store.json").unlink()
    unloaded()
    take(texts, root)
    assert contents(root) == before


def test_a_missing_or_broken_index_is_told_and_made_anew(texts: Path, root: Path, unloaded: Callable[[], None]) -> None:
    take(texts, root)
    before = said(root)
    index = next(root.glob("index-*.duckdb"))
    unloaded()
    for harm in (index.unlink, lambda: index.write_bytes(b"no index"), lambda: os.truncate(index, 5000)):
        harm()
        with pytest.raises(CorpusError, match="index .* cannot be opened") as caught:
            Corpus.open(root)
        assert "ingest any file" in caught.value.hint
        take(texts, root)
        assert said(root) == before


def test_broken_records_are_told(quick: None, texts: Path, root: Path) -> None:
    take(texts, root)
    (root / "documents.parquet").write_bytes(b"PAR1 nothing of the kind")
    with pytest.raises(CorpusError, match=r"documents\.parquet cannot be read"):
        take(texts, root)


def test_one_writer_at_a_time(quick: None, texts: Path, root: Path) -> None:
    take(texts, root)
    holding = (
        f"import sys; from pathlib import Path; from sovnlp.corpus.store import Store\n"
        f"with Store(Path({str(root)!r})).writing(): print('held', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen([sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(CorpusError, match="another process is writing") as caught:
            take(texts, root)
        assert "wait" in caught.value.hint
        assert said(root)
    finally:
        other.kill()
        other.wait()
    take(texts, root)


@pytest.mark.parametrize("inside", ["", "below"])
def test_a_folder_that_cannot_be_made_is_one_error(quick: None, texts: Path, tmp_path: Path, inside: str) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(CorpusError, match="cannot be written") as caught:
        take(texts, tmp_path / "file" / inside)
    assert "--store" in caught.value.hint


# readers while a writer swaps


def test_readers_never_fail_while_a_writer_swaps(quick: None, texts: Path, root: Path) -> None:
    take(texts, root)
    words = said(root)
    failures: list[BaseException] = []
    reads = 0
    ended = threading.Event()

    def read() -> None:
        nonlocal reads
        while not ended.is_set():
            try:
                assert said(root) == words
                reads += 1
            except BaseException as cause:
                failures.append(cause)

    with Corpus.open(root) as old:
        reader = threading.Thread(target=read)
        reader.start()
        try:
            for year in range(1928, 1933):
                (texts / "manifest.csv").write_text(f"file,place\npismo.txt,{year}\n", "utf-8")
                take(texts, root)
        finally:
            ended.set()
            reader.join()
        assert old.sql("SELECT count(*) FROM documents") == [(5,)]
        assert old.sql("SELECT count(*) FROM documents WHERE cardinality(facets) > 0") == [(0,)]
    assert not failures
    assert reads > 3
    assert len(list(root.glob("index-*"))) == 1


def test_nothing_to_read_is_an_error_and_no_store(quick: None, tmp_path: Path, root: Path) -> None:
    written(tmp_path / "bad", {"empty.txt": "", "marks.txt": "***"})
    with pytest.raises(SourceError, match=r"empty\.txt: the file is empty") as caught:
        take(tmp_path / "bad", root)
    assert caught.value.hint
    with pytest.raises(CorpusError, match="there is no store"):
        Corpus.open(root)


def test_default_paths_are_own_sources_or_the_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "sample" in build.default_paths()[1]
    written(tmp_path, {"corpus/sources/.gitkeep": ""})
    assert "sample" in build.default_paths()[1]
    written(tmp_path, {"corpus/sources/letter.txt": "Письмо."})
    assert build.default_paths()[0] == [Path("corpus/sources")]


def test_progress_is_told_from_beginning_to_end(quick: None, texts: Path, root: Path) -> None:
    told: list[tuple[str, int, int | None, int]] = []
    take(texts, root, progress=lambda *said: told.append(said))
    stages = list(dict.fromkeys(stage for stage, *_ in told))
    assert stages == ["reading", "annotating", "indexing"]
    done = [(done, total) for stage, done, total, _ in told if stage == "annotating"]
    assert done == sorted(done)
    assert done[-1][0] == done[-1][1] == sum(map(len, TEXTS.values()))


def test_positions_run_through_all_documents(quick: None, texts: Path, root: Path) -> None:
    take(texts, root)
    with duckdb.connect(str(next(root.glob("index-*"))), read_only=True) as connection:
        first, last = connection.execute("SELECT min(first), max(last) FROM documents").fetchone() or (None, None)
        assert (first, last) == (0, connection.execute("SELECT count(*) FROM tokens").fetchall()[0][0])
