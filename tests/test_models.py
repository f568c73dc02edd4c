"""Models are found by name and checked before they are loaded."""

from __future__ import annotations

import hashlib
import importlib.util
import pickletools
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sovnlp import _data, models
from sovnlp.annotators import stanza_ner
from sovnlp.errors import MissingModel, MissingPackage


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    models.path.cache_clear()
    yield
    models.path.cache_clear()


def listed(monkeypatch: pytest.MonkeyPatch, **changes: str) -> None:
    changed = replace(models.available()["slovnet-ner"], **changes)
    monkeypatch.setattr(models, "available", lambda: {"slovnet-ner": changed})


def test_every_model_listed_is_there_and_is_the_one_listed() -> None:
    for name, model in models.available().items():
        assert models.path(name).exists()
        assert model.license and model.made
        assert model.sha256 == "" or re.fullmatch("[0-9a-f]{64}", model.sha256)


def test_an_unknown_name() -> None:
    with pytest.raises(MissingModel, match="no model is called nothing") as caught:
        models.path("nothing")
    assert "slovnet-morph" in caught.value.hint


def test_another_file_than_the_one_listed_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    listed(monkeypatch, sha256="0" * 64)
    with pytest.raises(MissingModel, match="checksum differs") as caught:
        models.path("slovnet-ner")
    assert caught.value.hint == 'python -m pip install --force-reinstall "natasha"'


def test_a_file_or_package_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    listed(monkeypatch, file="nowhere.tar")
    with pytest.raises(MissingModel, match=r"is not at .*nowhere\.tar"):
        models.path("slovnet-ner")
    listed(monkeypatch, package="no_such_package")
    with pytest.raises(MissingPackage, match="no_such_package"):
        models.path("slovnet-ner")
    listed(monkeypatch, package="", file="nowhere.npz")
    with pytest.raises(MissingModel, match=r"nowhere\.npz") as caught:
        models.path("slovnet-ner")
    assert '"sovnlp"' in caught.value.hint


def test_versions() -> None:
    assert re.match(r"\d+\.", models.package_version("natasha"))
    assert models.package_version("no-such-package") == ""


def test_nothing_is_loaded_to_find_a_model() -> None:
    spec = importlib.util.find_spec("natasha")
    assert spec is not None and spec.origin is not None
    assert Path(spec.origin).parent in models.path("slovnet-ner").parents


@pytest.mark.models
def test_a_tampered_period_model_is_refused_before_it_is_loaded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import torch

    file = tmp_path / "period.pt"
    torch.save({"model": {"weights": torch.zeros(8)}, "vocab": {}, "config": {}}, file)
    as_listed = file.read_bytes()
    period = replace(
        models.available()["slovnet-ner"],
        name="stanza-ru-period",
        package="",
        file=str(file),
        sha256=hashlib.sha256(as_listed).hexdigest(),
    )
    everything = {**models.available(), "stanza-ru-period": period}
    monkeypatch.setattr(models, "available", lambda: everything)
    loaded: list[Any] = []

    def load(*asked: Any, **_: Any) -> None:
        loaded.append(asked)
        raise AssertionError("a file is loaded")

    monkeypatch.setattr(torch, "load", load)
    for place in (0, len(as_listed) // 2, len(as_listed) - 1):
        models.path.cache_clear()
        changed = bytearray(as_listed)
        changed[place] ^= 1
        file.write_bytes(changed)
        with pytest.raises(MissingModel, match=r"stanza-ru-period at .*period\.pt is not the file listed"):
            stanza_ner.russian()
    assert loaded == []
    # As it is listed, the file goes on to be loaded.
    models.path.cache_clear()
    file.write_bytes(as_listed)
    with pytest.raises(MissingModel):
        stanza_ner.russian()
    assert len(loaded) == 1


def called(file: Path) -> set[str]:
    """What a file of torch's would have Python import when it is unpickled, found without unpickling it."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            bodies = [archive.read(name) for name in archive.namelist() if name.endswith("data.pkl")]
        return {name for body in bodies for name in imports(body)[0]}
    # Before 2020, and in Stanza's files: five pickles one after the other, then bare numbers.
    found: set[str] = set()
    rest = file.read_bytes()
    for _ in range(5):
        names, length = imports(rest)
        found |= names
        rest = rest[length:]
    return found


def imports(body: bytes) -> tuple[set[str], int]:
    """The names that one pickle imports, and how long it is.

    What torch writes names each in one piece; a name put together from pieces is suspect, whatever it is.
    """
    names: set[str] = set()
    for code, argument, place in pickletools.genops(body):
        if code.name in ("GLOBAL", "INST"):
            names.add(str(argument).replace(" ", "."))
        elif code.name in ("STACK_GLOBAL", "EXT1", "EXT2", "EXT4"):
            names.add(code.name)
        if code.name == "STOP":
            return names, place + 1
    raise AssertionError("a pickle without an end")


HARMLESS = re.compile(
    r"collections\.OrderedDict|torch\._utils\._rebuild_(tensor_v2|parameter)|torch\.(\w+Storage|Size|device)"
)


def test_no_model_that_comes_with_sovnlp_holds_pickled_code() -> None:
    files = sorted(_data.folder("models").rglob("*.pt"))
    if not files:
        pytest.skip("models/ holds no .pt file")
    for file in files:
        assert {name for name in called(file) if not HARMLESS.fullmatch(name)} == set(), file.name


@pytest.mark.models
@pytest.mark.parametrize("zipped", [True, False])
def test_pickled_code_is_seen_in_both_forms_of_file(tmp_path: Path, zipped: bool) -> None:
    import torch

    class Code:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.unlink, (tmp_path / "anything",)

    def saved(state: dict[str, Any], protocol: int = 2) -> set[str]:
        file = tmp_path / "model.pt"
        torch.save(state, file, _use_new_zipfile_serialization=zipped, pickle_protocol=protocol)
        return {name for name in called(file) if not HARMLESS.fullmatch(name)}

    weights = {"a": torch.zeros(3), "b": torch.nn.Parameter(torch.ones(2)), "c": torch.arange(4)}
    assert saved({**weights, "words": ["кулак", "GLOBAL"]}) == set()
    assert saved({**weights, "code": Code()}) & {"pathlib.Path.unlink", "__builtin__.getattr", "pathlib.Path"}
    assert saved({**weights, "code": Code()}, protocol=4) >= {"STACK_GLOBAL"}


@pytest.mark.models
def test_a_period_model_with_pickled_code_is_not_run(tmp_path: Path) -> None:
    import torch

    class Code:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (tmp_path / "ran",)

    file = tmp_path / "period.pt"
    torch.save({"model": {}, "vocab": {}, "config": Code()}, file, _use_new_zipfile_serialization=False)
    with pytest.raises(MissingModel, match="cannot be loaded"):
        stanza_ner.RecurrentTagger(file, None)
    assert not (tmp_path / "ran").exists()


def test_what_is_worked_out_is_kept_and_made_anew_where_it_is_not_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOVNLP_CACHE", str(tmp_path / "cache"))
    made = iter(range(9))

    def make() -> list[str | int]:
        return ["имя", next(made)]

    assert models.worked_out("names.json", make) == models.worked_out("names.json", make) == ["имя", 0]
    (file,) = (tmp_path / "cache").iterdir()
    for broken in (b"", b"\xff\n[]", b'["' + b"0" * 64, file.read_bytes()[:-1]):
        file.write_bytes(broken)
        again = models.worked_out("names.json", make)
        assert again == models.worked_out("names.json", make)
        assert again[1] > 0
    assert list((tmp_path / "cache").iterdir()) == [file]
    (tmp_path / "file").touch()
    monkeypatch.setenv("SOVNLP_CACHE", str(tmp_path / "file" / "cache"))
    assert models.worked_out("names.json", make)[1] < models.worked_out("names.json", make)[1]
