"""What is installed and what is missing, with the line that mends it."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

from sovnlp import checkup, models
from sovnlp.checkup import doctor
from sovnlp.errors import MissingModel


def test_every_dependency_is_looked_at() -> None:
    names = {row.name for row in doctor().rows if row.kind == "package"}
    assert names == {package for package, _ in checkup.PACKAGES.values()}


def test_what_is_missing_is_named_with_the_line_that_mends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    load = importlib.import_module

    def broken(name: str) -> ModuleType:
        if name == "torch":
            raise OSError("libtorch.so: cannot open\nshared object")
        return load(name)

    monkeypatch.setattr(checkup.importlib, "import_module", broken)
    result = doctor()
    (row,) = [row for row in result.rows if not row.ok]
    assert row.name == "torch" and row.mend == 'python -m pip install --force-reinstall "torch"'
    assert "not working: 1 of " in result.title
    assert [note for note in result.notes if note.startswith("torch does not work")] and "\n" not in result.notes[0]


def test_a_missing_model_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> Path:
        raise MissingModel(f"the model {name} is not there", "install it")

    monkeypatch.setattr(models, "path", gone)
    rows = [row for row in doctor().rows if row.kind == "model"]
    assert rows and not any(row.ok for row in rows)
    assert {row.mend for row in rows} == {"install it"}
