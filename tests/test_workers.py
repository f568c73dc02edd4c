"""Reading in several processes: the same in the same order as in one, and workers that die are replaced."""

from __future__ import annotations

import os
import signal
from multiprocessing import active_children
from pathlib import Path

import pytest

from sovnlp import workers
from sovnlp.annotating import Recipe
from sovnlp.document import Problem, Source
from sovnlp.errors import CorpusError
from sovnlp.sources import sources
from sovnlp.workers import Job, Taken, Workers, read_here


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Source | Problem]:
    """Sources of very different lengths, one of them with a manifest, with problems in between."""
    monkeypatch.setattr(workers, "ALONE", 3_000)
    monkeypatch.setattr(workers, "CHUNK", 5_000)
    monkeypatch.setattr(workers, "WINDOW", 20_000)
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(30):
        text = f"Письмо № {number} из Верхней Луки.\n\nЗерно везут медленно.\n" * (1 + 97 * number % 50)
        (folder / f"{number:02}.txt").write_text(text if number % 7 else "", "utf-8")
    (folder / "marks.txt").write_text("* * *", "utf-8")
    (folder / "manifest.csv").write_text("file,title,author\n03.txt,Письмо,Сапрыкин\n", "utf-8")
    return list(sources([folder]))


def job(root: Path) -> Job:
    return Job(root / "store", Recipe("slovnet"), "0" * 16, None)


def test_others_read_the_same_in_the_same_order(found: list[Source | Problem], tmp_path: Path) -> None:
    with Workers(job(tmp_path), 2) as processes:
        read = list(processes.read(iter(found)))
        assert active_children()
    assert read == list(read_here(found))
    assert [item for item, _ in read] == found
    assert sum(len(taken.records) for _, taken in read) == 25
    assert "there is no word in it" in [problem.what for _, taken in read for problem in taken.problems]


def test_few_sources_and_one_worker_are_read_in_this_process(found: list[Source | Problem], tmp_path: Path) -> None:
    with Workers(job(tmp_path), 2) as two, Workers(job(tmp_path), 1) as one:
        assert list(two.read(found[:1])) == list(read_here(found[:1]))
        assert list(one.read(found)) == list(read_here(found))
        assert two._pool is None and one._pool is None


def read_while_killing(processes: Workers, found: list[Source | Problem], times: int) -> list[tuple[object, Taken]]:
    read: list[tuple[object, Taken]] = []
    for pair in processes.read(found):
        if times and active_children():
            times -= 1
            os.kill(active_children()[0].pid or 0, signal.SIGKILL)
        read.append(pair)
    return read


def test_what_a_worker_was_reading_when_it_died_is_read_by_another(
    found: list[Source | Problem], tmp_path: Path
) -> None:
    with Workers(job(tmp_path), 2) as processes:
        assert read_while_killing(processes, found, 1) == list(read_here(found))


def test_workers_that_go_on_dying_are_given_up(
    found: list[Source | Problem], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_read_chunk", dying)
    with Workers(job(tmp_path), 2) as processes, pytest.raises(CorpusError, match="again and again"):
        list(processes.read(found))


def dying(_: object) -> list[Taken]:
    os._exit(1)
