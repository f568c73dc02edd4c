"""The store that the benches of the index and of commands are run on can be made."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from sovnlp.analyses.trace import trace
from sovnlp.corpus import Corpus


def bench(name: str) -> ModuleType:
    specification = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / "bench" / f"{name}.py")
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_a_synthetic_store_can_be_made_and_asked(tmp_path: Path) -> None:
    synthetic = bench("synthetic")
    synthetic.finish(*synthetic.make(tmp_path / "store", 60_000))
    with Corpus.open(tmp_path / "store") as corpus:
        result = trace(corpus, "kulak")
        assert result.receipt.tokens == 60_000
        assert sum(row.hits for row in result.rows) > 0
