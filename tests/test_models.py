"""Models are found by name and checked before they are loaded."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sovnlp import models
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
