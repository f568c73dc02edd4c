"""A model is fetched whole or not at all, from a server on this machine that has a tiny one.

The tiny model is made with Stanza's own classes and built as the official ones are: a tagger that stands on word
vectors and two character models, in a list of models whose default package names it. People and places are invented.
"""

from __future__ import annotations

import hashlib
import io
import json
import pickle
import random
import re
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running import Run, run
from webserver import Site, hangs, page, site

from sovnlp import models, pulling
from sovnlp.annotating import Recipe
from sovnlp.annotators import stanza_ner
from sovnlp.errors import MissingModel, MissingPackage
from sovnlp.pulling import pull_model

PEOPLE = ("Громов", "Лугова", "Полозов")
PLACES = ("Заречье", "Вятку", "Лесное")
SENTENCES = [
    *((person, "приехал", "в", place, ".") for person in PEOPLE for place in PLACES),
    *((person, "читает", "Маяк", ".") for person in PEOPLE),
]
TAGS = {**dict.fromkeys(PEOPLE, "S-PER"), **dict.fromkeys(PLACES, "S-LOC"), "Маяк": "S-MISC"}
__all__ = ["run"]
PARTS = ("ner/wikiner", "pretrain/fasttextwiki", "forward_charlm/newswiki", "backward_charlm/newswiki")
LISTED = re.compile(r"/resources_[\d.]+\.json")

pytestmark = pytest.mark.models


def charlm(file: Path, *, forward: bool) -> None:
    """Write a character model of four units."""
    from stanza.models.common.char_model import CharacterLanguageModel
    from stanza.models.common.vocab import CharVocab

    letters = CharVocab([" ".join(words) for words in SENTENCES], lang="ru", cutoff=-1)
    sizes = {"char_emb_dim": 4, "char_hidden_dim": 4, "char_num_layers": 1, "char_dropout": 0.0, "char_unit_dropout": 0}
    model = CharacterLanguageModel(
        {**sizes, "char_rec_dropout": 0.0}, {"char": letters}, pad=False, is_forward_lm=forward
    )
    model.save(str(file))


def tagger(folder: Path) -> None:
    """Train a tagger of a few units on a dozen sentences, and write it with what it stands on."""
    import torch
    from stanza.models.common.pretrain import Pretrain, PretrainedWordVocab
    from stanza.models.ner_tagger import main as train

    torch.manual_seed(1)
    charlm(folder / "forward_charlm" / "newswiki.pt", forward=True)
    charlm(folder / "backward_charlm" / "newswiki.pt", forward=False)
    words = sorted({word.lower() for words in SENTENCES for word in words})
    vectors = Pretrain()
    vectors._vocab = PretrainedWordVocab(words, lower=True)
    vectors._emb = torch.randn(len(vectors._vocab), 8)
    vectors.save(str(folder / "pretrain" / "fasttextwiki.pt"))
    sentences = [[{"text": word, "ner": TAGS.get(word, "O")} for word in words] for words in SENTENCES]
    learned = folder.parent / "learned.json"
    learned.write_text(json.dumps(sentences, ensure_ascii=False), "utf-8")
    settings = {
        "train_file": learned,
        "eval_file": learned,
        "save_dir": folder / "ner",
        "save_name": "wikiner.pt",
        "shorthand": "ru_wikiner",
        "wordvec_pretrain_file": folder / "pretrain" / "fasttextwiki.pt",
        "word_emb_dim": 8,
        "charlm_shorthand": "ru_newswiki",
        "charlm_forward_file": folder / "forward_charlm" / "newswiki.pt",
        "charlm_backward_file": folder / "backward_charlm" / "newswiki.pt",
        "hidden_dim": 8,
        "num_layers": 1,
        "optim": "adam",
        "lr": 0.05,
        "dropout": 0,
        "word_dropout": 0,
        "locked_dropout": 0,
        "max_steps": 40,
        "eval_interval": 20,
        "seed": 1,
    }
    train(["--cpu", "--charlm", *(word for name, value in settings.items() for word in (f"--{name}", str(value)))])


def resources(folder: Path) -> dict[str, Any]:
    """The list of models as Stanza's servers give it, with the files of a folder and others that names do not need."""
    md5 = {part: {"md5": hashlib.md5((folder / f"{part}.pt").read_bytes()).hexdigest()} for part in PARTS}
    needs = [("pretrain", "fasttextwiki"), ("forward_charlm", "newswiki"), ("backward_charlm", "newswiki")]
    russian: dict[str, Any] = {
        "lang_name": "Russian",
        "default_md5": "0" * 32,
        "tokenize": {"syntagrus": {"md5": "0" * 32}},
        "lemma": {"syntagrus_charlm": {"md5": "0" * 32}},
        "packages": {
            "default": {"tokenize": "syntagrus", "lemma": "syntagrus_charlm", "ner": "wikiner"},
            "default_fast": {"tokenize": "syntagrus", "ner": "wikiner_nocharlm"},
        },
    }
    for part, entry in md5.items():
        kind, package = part.split("/")
        russian[kind] = {package: entry}
    russian["ner"]["wikiner"]["dependencies"] = [{"model": kind, "package": package} for kind, package in needs]
    return {"ru": russian, "russian": {"alias": "ru"}, "url": "http://nowhere.invalid/{lang}/{filename}"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the tiny model, in the folders that Stanza keeps them in."""
    folder = tmp_path_factory.mktemp("made") / "ru"
    folder.mkdir()
    import torch

    state, threads = random.getstate(), torch.get_num_threads()
    # Threads cost more than they bring to a model so small.
    torch.set_num_threads(1)
    tagger(folder)
    torch.set_num_threads(threads)
    random.setstate(state)
    return folder


@pytest.fixture
def server(made: Path) -> Iterator[Site]:
    """A mirror that has the tiny model."""
    with site() as answers:
        offer(answers, resources(made))
        for part in PARTS:
            answers.says(f"/ru/{part}.pt", page((made / f"{part}.pt").read_bytes()))
        yield answers


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the model is to be, in an empty cache."""
    monkeypatch.setenv("SOVNLP_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "stanza-ru"


def offer(answers: Site, listed: object) -> None:
    """Have the server give this list of models, as JSON or as it is."""
    body = listed if isinstance(listed, bytes) else json.dumps(listed).encode()
    from stanza.resources.common import DEFAULT_RESOURCES_VERSION

    answers.says(f"/resources_{DEFAULT_RESOURCES_VERSION}.json", page(body))


def pull(answers: Site, **settings: Any) -> Any:
    return pull_model(
        "stanza-ru", resources_url=answers.address, model_url=answers.address + "/{lang}/{filename}", **settings
    )


def nothing_is_left(folder: Path) -> bool:
    return [file.name for file in folder.parent.iterdir() if not file.name.endswith(".lock")] == []


def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError("there is no network")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, fails)
    monkeypatch.setattr(socket, "getaddrinfo", fails)


def test_the_command_fetches_what_names_need_and_the_engine_works_without_a_network(
    server: Site, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    ran = run("models", "pull", "stanza-ru", "--from", server.address + "/", "--json")
    assert (ran.code, ran.err) == (0, "")
    said = json.loads(ran.out)
    assert LISTED.fullmatch(server.pages()[0])
    assert sorted(server.pages()[1:]) == sorted(f"/ru/{part}.pt" for part in PARTS)
    assert {row["file"] for row in said["rows"]} >= {f"ru/{part}.pt" for part in PARTS}
    sums = json.loads((folder / models.PULLED).read_text())
    assert sums == {row["file"]: row["sha256"] for row in said["rows"]}
    for file, sha256 in sums.items():
        assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == sha256
    assert not [file for file in folder.parent.iterdir() if file.name not in ("stanza-ru", "stanza-ru.lock")]

    no_network(monkeypatch)
    text = tmp_path / "letter.txt"
    text.write_text("Громов приехал в Заречье. Лугова приехала в Вятку.\n", "utf-8")
    ran = run("annotate", text, "--language", "ru", "--ner", "stanza:official", "--json")
    assert ran.code == 0, ran.err
    entities = json.loads(ran.out)["entities"]
    found = {(entity["text"], entity["type"]) for entity in entities}
    assert found >= {("Громов", "PER"), ("Заречье", "LOC"), ("Вятку", "LOC")}


def test_the_engine_keeps_to_the_words_given_and_to_three_types(server: Site) -> None:
    pull(server)
    names = stanza_ner.official()
    found = names(
        [
            ["Полозов", "приехал", "в", "Лесное", "."],
            [],
            ["в", "Вятку"],
            ["а б", "приехал"],
            ["Лугова", "читает", "Маяк", "."],
        ]
    )
    assert [(n.start, n.stop, n.type) for n in found[0]] == [(0, 1, "PER"), (3, 4, "LOC")]
    assert found[1] == []
    # The model has a fourth type, MISC, and «Маяк» is one.
    assert [n.type for n in found[4]] == ["PER"]
    assert names([]) == [] and names([[]]) == [[]]


def test_a_pulled_folder_is_a_mirror(server: Site, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pull(server)
    with site() as mirror:
        for file in folder.rglob("*"):
            if file.is_file():
                mirror.says(f"/{file.relative_to(folder).as_posix()}", page(file.read_bytes()))
        monkeypatch.setenv("SOVNLP_CACHE", str(folder.parent.parent / "other"))
        assert pull(mirror).rows == pull(server).rows
        assert models.pulled("stanza-ru") != folder


def test_what_is_there_is_not_asked_for_again(server: Site) -> None:
    assert pull(server).notes == ()
    asked = len(server.asked)
    second = pull(server)
    assert len(server.asked) == asked
    assert "there already" in second.notes[0]
    assert pull(server, again=True).notes == ()
    assert len(server.asked) == 2 * asked
    # A folder that is no longer whole is fetched anew without being told to.
    (models.cache() / "stanza-ru" / "ru" / "ner" / "wikiner.pt").unlink()
    assert pull(server).notes == ()
    assert models.pulled("stanza-ru").is_dir()


def test_progress_is_told(server: Site) -> None:
    told: list[tuple[str, int, int | None, int]] = []
    pull(server, progress=lambda *said: told.append(said))
    assert [said[1] for said in told] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("part", PARTS)
def test_a_file_that_was_changed_is_refused_before_it_is_loaded(
    server: Site, folder: Path, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull(server)
    file = folder / "ru" / f"{part}.pt"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    loads_nothing(monkeypatch)
    with pytest.raises(MissingModel, match=re.escape(f"{part}.pt is not the file that was fetched")) as caught:
        stanza_ner.official()
    assert caught.value.hint == "sovnlp models pull stanza-ru"


def loads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    def fails(*_: object, **__: object) -> None:
        raise AssertionError("a file is loaded")

    monkeypatch.setattr(torch, "load", fails)


class Code:
    """What pickle turns into a call when it is loaded carelessly."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.mark,)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("as_torch", [True, False])
def test_pickled_code_is_fetched_unopened_and_never_run(
    server: Site, made: Path, tmp_path: Path, part: str, as_torch: bool
) -> None:
    import torch

    mark = tmp_path / "ran"
    state = {"model": {}, "vocab": {}, "config": {}, "emb": Code(mark), "state_dict": {}}
    body = io.BytesIO()
    if as_torch:
        torch.save(state, body, _use_new_zipfile_serialization=False)
    else:
        body.write(pickle.dumps(state, protocol=2))
    listed = resources(made)
    kind, package = part.split("/")
    listed["ru"][kind][package]["md5"] = hashlib.md5(body.getvalue()).hexdigest()
    offer(server, listed)
    server.says(f"/ru/{part}.pt", page(body.getvalue()))
    pull(server)
    with pytest.raises(MissingModel, match="holds pickled code or is no model") as caught:
        stanza_ner.official()
    assert "models pull stanza-ru --again" in caught.value.hint
    assert not mark.exists()
    # The file does run code where it is loaded carelessly: the test is not about nothing.
    file = models.cache() / "stanza-ru" / "ru" / f"{part}.pt"
    if as_torch:
        torch.load(file, weights_only=False)
    else:
        pickle.loads(file.read_bytes())
    assert mark.exists()


def test_a_model_without_what_it_stands_on_cannot_be_loaded(server: Site, made: Path) -> None:
    listed = resources(made)
    listed["ru"]["ner"]["wikiner"]["dependencies"] = []
    offer(server, listed)
    pull(server)
    with pytest.raises(MissingModel, match="cannot be loaded"):
        stanza_ner.official()


def test_a_server_that_breaks_off_leaves_nothing(server: Site, made: Path, folder: Path) -> None:
    body = (made / "ner" / "wikiner.pt").read_bytes()
    server.says("/ru/ner/wikiner.pt", page(body, cut=len(body) // 2), page(body))
    with pytest.raises(MissingModel, match=r"^the model stanza-ru was not fetched") as caught:
        pull(server)
    assert "\n" not in caught.value.message and str(folder) in caught.value.hint
    assert nothing_is_left(folder)
    pull(server)
    assert stanza_ner.official()


def test_what_was_there_stays_where_a_pull_fails(server: Site, folder: Path) -> None:
    pull(server)
    server.says("/ru/ner/wikiner.pt", page(b"<html>busy</html>", status=503))
    with pytest.raises(MissingModel, match="503"):
        pull(server, again=True)
    assert models.pulled("stanza-ru") == folder
    assert not folder.with_name("stanza-ru.part").exists()


def test_an_interrupted_pull_leaves_nothing(server: Site, folder: Path) -> None:
    def interrupt(stage: str, done: int, total: int | None, words: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull(server, progress=interrupt)
    assert nothing_is_left(folder)


def test_what_a_killed_pull_left_is_cleared(server: Site, folder: Path) -> None:
    part, old = folder.with_name("stanza-ru.part"), folder.with_name("stanza-ru.old")
    part.mkdir(parents=True)
    (part / "half.pt").write_bytes(b"half")
    pull(server)
    assert not part.exists() and not (folder / "half.pt").exists()
    # Killed between two renames: the old model comes back before anything is asked for.
    shutil.move(folder, old)
    server.says("/ru/ner/wikiner.pt", page(b"", status=503))
    with pytest.raises(MissingModel):
        pull(server)
    assert models.pulled("stanza-ru") == folder and not old.exists()


def test_a_file_with_another_md5_is_refused(server: Site, folder: Path) -> None:
    server.says("/ru/pretrain/fasttextwiki.pt", page(b"something else"))
    with pytest.raises(MissingModel, match=r"pretrain/fasttextwiki\.pt is not the file that the server lists"):
        pull(server)
    assert nothing_is_left(folder)


def test_a_server_without_a_list_or_with_another(server: Site, made: Path, folder: Path) -> None:
    from stanza.resources.common import DEFAULT_RESOURCES_VERSION

    missing = resources(made)
    del missing["ru"]["ner"]["wikiner"]["md5"]
    unchecked = resources(made)
    unchecked["ru"]["ner"]["wikiner"]["md5"] = None
    for listed in (b"<html>", [], {}, {"ru": []}, {"ru": {"alias": "ru"}}, missing, unchecked):
        offer(server, listed)
        with pytest.raises(MissingModel, match="list of models cannot be used"):
            pull(server)
    server.says(f"/resources_{DEFAULT_RESOURCES_VERSION}.json", page(b"", status=404))
    with pytest.raises(MissingModel, match="404"):
        pull(server)
    assert nothing_is_left(folder)


def test_a_list_that_names_files_elsewhere_writes_nothing(server: Site, made: Path, folder: Path) -> None:
    body = b"not yours"
    md5 = hashlib.md5(body).hexdigest()
    for outside in ("../../../../outside", "/tmp/outside", "..", "a/b"):
        listed = resources(made)
        listed["ru"]["packages"]["default"]["ner"] = outside
        listed["ru"]["ner"][outside] = {"md5": md5}
        offer(server, listed)
        with pytest.raises(MissingModel, match="outside their folders"):
            pull(server)
    listed = resources(made)
    listed["ru"]["ner"]["wikiner"]["dependencies"] = [{"model": "../../../..", "package": "outside"}]
    listed["ru"]["../../../.."] = {"outside": {"md5": md5}}
    offer(server, listed)
    with pytest.raises(MissingModel, match="outside their folders"):
        pull(server)
    assert {path for path in server.pages() if not LISTED.fullmatch(path)} == set()
    assert nothing_is_left(folder)


def test_a_server_that_falls_silent_is_given_up(server: Site, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulling, "SILENCE", (0.3, 0.3))
    begun = b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n"
    server.says("/ru/ner/wikiner.pt", hangs(begun))
    with pytest.raises(MissingModel, match="was not fetched"):
        pull(server)
    assert nothing_is_left(folder)


def test_without_a_network_one_line_says_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    no_network(monkeypatch)
    said = run("models", "pull", "stanza-ru")
    assert (said.code, said.out) == (1, "")
    assert "there is no network here" in said.err
    assert f"sovnlp models pull stanza-ru, then copy its folder to {folder}" in said.err
    assert nothing_is_left(folder)


def test_an_unknown_name_and_an_address_that_is_none(run: Run) -> None:
    with pytest.raises(MissingModel, match="is called stanza-xx") as caught:
        pull_model("stanza-xx")
    assert "stanza-ru" in caught.value.hint
    said = run("models", "pull", "stanza-ru", "--from", "ftp.example")
    assert said.code == 2 and "http://" in said.err


def test_a_cache_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Site) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SOVNLP_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(MissingModel, match="cannot be written") as caught:
        pull(server)
    assert "SOVNLP_CACHE" in caught.value.hint


def test_two_pulls_at_a_time(server: Site, folder: Path) -> None:
    from filelock import FileLock

    folder.parent.mkdir(parents=True)
    with FileLock(folder.with_name("stanza-ru.lock")), pytest.raises(MissingModel, match="by another process"):
        pull(server)


def test_the_engine_says_what_to_pull(folder: Path) -> None:
    with pytest.raises(MissingModel, match="has not been fetched") as caught:
        stanza_ner.official()
    assert caught.value.hint == "sovnlp models pull stanza-ru"
    folder.mkdir(parents=True)
    for broken in ("", "[1]", '"no"'):
        (folder / models.PULLED).write_text(broken)
        with pytest.raises(MissingModel, match="has not been fetched"):
            models.pulled("stanza-ru")


def test_stanza_that_cannot_be_loaded(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "stanza.resources", None)
    with pytest.raises(MissingPackage, match="stanza"):
        pull_model("stanza-ru")
    assert nothing_is_left(folder)


def test_another_model_makes_another_fingerprint(server: Site, folder: Path) -> None:
    before = Recipe(ner="stanza:official").fingerprint()
    pull(server)
    first = Recipe(ner="stanza:official")
    assert re.search(r"stanza-ru [0-9a-f]{8}", first.models()["ru.ner"])
    one = first.fingerprint()
    (folder / models.PULLED).write_text("{}")
    assert len({before, one, Recipe(ner="stanza:official").fingerprint()}) == 3
