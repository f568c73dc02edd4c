"""What several tests need: the sample corpus, read and annotated once for all of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from sovnlp.build import ingest
from sovnlp.corpus import Corpus

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A store of the whole sample corpus, for reading only; ``own_store`` is a copy that a test may change."""
    # Under xdist every worker has its own temporary folder below one that they share.
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    store = shared / "sample" / "sovnlp.store"
    with FileLock(shared / "sample.lock"):
        if not (store / "store.json").exists():
            ingest([ROOT / "corpus" / "sample"], store=store, workers=0)
    return store


@pytest.fixture
def own_store(sample_store: Path, tmp_path: Path) -> Path:
    """A copy of the sample's store that a test may change, in ``tmp_path``."""
    copy = tmp_path / "sovnlp.store"
    shutil.copytree(sample_store, copy)
    return copy


@pytest.fixture
def sample(sample_store: Path) -> Iterator[Corpus]:
    """The sample corpus, open for questions."""
    with Corpus.open(sample_store) as corpus:
        yield corpus
