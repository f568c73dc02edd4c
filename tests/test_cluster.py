"""Workers that die, on this machine and on a dask cluster: the run goes on and ends as an undisturbed one."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest
from killing import contents

from sovnlp import cluster, workers
from sovnlp.build import ingest
from sovnlp.corpus import store as stores
from sovnlp.errors import CorpusError

pytestmark = [pytest.mark.models, pytest.mark.slow]

LINE = "Товарищ Ревякин из села Глинищи говорит, что кулак прячет хлеб. В Зареченске его слушал тов. Маркин.\n"


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stores, "BATCH_CHARACTERS", 300)
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(f"Протокол № {number}.\n{LINE * (number + 1)}", "utf-8")
    return folder


@pytest.fixture
def undisturbed(texts: Path, tmp_path: Path) -> dict[str, str]:
    ingest([texts], store=tmp_path / "undisturbed", ner="slovnet", workers=1)
    return contents(tmp_path / "undisturbed")


def killing(victims: Callable[[], list[int]], times: int) -> Callable[[str, int, int | None, int], None]:
    """Progress that kills a worker each time a batch is done, so many times."""

    def tell(stage: str, done: int, total: int | None, words: int) -> None:
        nonlocal times
        if stage == "annotating" and words and times:
            times -= 1
            os.kill(victims()[0], signal.SIGKILL)

    return tell


def test_a_worker_process_that_is_killed(texts: Path, tmp_path: Path, undisturbed: dict[str, str]) -> None:
    tell = killing(lambda: [child.pid for child in active_children() if child.pid], 2)
    ingest([texts], store=tmp_path / "killed", ner="slovnet", workers=2, progress=tell)
    assert contents(tmp_path / "killed") == undisturbed


def test_worker_processes_that_go_on_dying(
    texts: Path, tmp_path: Path, undisturbed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "DEATHS", 2)
    tell = killing(lambda: [child.pid for child in active_children() if child.pid], 99)
    with pytest.raises(CorpusError, match="again and again"):
        ingest([texts], store=tmp_path / "killed", ner="slovnet", workers=1, progress=tell)
    ingest([texts], store=tmp_path / "killed", ner="slovnet", workers=1)
    assert contents(tmp_path / "killed") == undisturbed


@pytest.fixture
def machines() -> Iterator[object]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None, silence_logs=50
    ) as machines:
        yield machines


def test_workers_of_a_cluster_that_are_killed(
    machines: object, texts: Path, tmp_path: Path, undisturbed: dict[str, str]
) -> None:
    nannies = machines.workers.values()  # type: ignore[attr-defined]
    tell = killing(lambda: [nanny.pid for nanny in nannies if nanny.pid], 2)
    address = machines.scheduler_address  # type: ignore[attr-defined]
    ingest([texts], store=tmp_path / "cluster", ner="slovnet", scheduler=address, progress=tell)
    assert contents(tmp_path / "cluster") == undisturbed


def test_there_is_no_scheduler(texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "SECONDS_TO_ANSWER", 1)
    with pytest.raises(CorpusError, match="no dask scheduler answers at tcp://127.0.0.1:9") as caught:
        ingest([texts], store=tmp_path / "store", scheduler="tcp://127.0.0.1:9")
    assert "dask scheduler" in caught.value.hint
