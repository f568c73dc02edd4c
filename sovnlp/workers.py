"""The work that takes long, done in processes side by side: annotating batches and deciding concepts.

A worker takes texts from a store and puts shards into it; only counts travel back. It has one thread for the numbers,
and ends with its parent.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from sovnlp.annotating import Annotator, Recipe, load_lexicon
from sovnlp.corpus.store import Batch, Store
from sovnlp.errors import CorpusError, SovnlpError

__all__ = ["Job", "Workers", "annotate_batch", "begin", "decide_shard"]

T = TypeVar("T")

DEATHS = 3
"""How often processes may end unexpectedly before the work is given up."""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs to know: the store, the recipe with its fingerprint, and the user's lexicon, if any."""

    root: Path
    recipe: Recipe
    fingerprint: str
    lexicon_file: Path | None


_annotator: Annotator | None = None
_job: Job | None = None


def begin(job: Job, line: Connection | None = None) -> None:
    """Make this process ready: one thread for the numbers, the engines named, and an end when ``line`` breaks.

    Nothing is done where it is ready for this job already.
    """
    global _annotator, _job
    if job == _job:
        return
    os.environ.update(dict.fromkeys(THREADS, "1"))
    if line is not None:
        # Ctrl-C reaches every process; the parent alone decides what becomes of it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.Thread(target=_end_with, args=(line,), daemon=True).start()
    _job = job
    _annotator = Annotator(job.recipe, load_lexicon(job.lexicon_file))


def _end_with(line: Connection) -> None:
    """End this process when the parent lets go of its end of the line, be it that the parent was killed."""
    line.poll(None)
    os._exit(1)


def annotate_batch(batch: Batch) -> int:
    """Annotate the texts of a batch, write its shard and its concepts, and return the number of words."""
    assert _job and _annotator and _annotator.lexicon
    store = Store(_job.root)
    documents = [store.pending(key) for key in batch.keys]
    said = _annotator.annotate(documents)
    decided = [(key, one.tokens, one.concepts) for key, one in zip(batch.keys, said, strict=True)]
    store.write_concepts(_annotator.lexicon.fingerprint, _job.fingerprint, batch.name, decided)
    store.write_shard(_job.fingerprint, batch, documents, said)
    return sum(token.pos not in ("PUNCT", "SYM") for annotation in said for token in annotation.tokens)


def decide_shard(shard: str) -> int:
    """Decide the concepts of a shard that is annotated already, and return the number of occurrences."""
    assert _job and _annotator and _annotator.lexicon and _annotator.decide
    store = Store(_job.root)
    decided = [(key, tokens, _annotator.decide(tokens)) for key, tokens in store.tokens(_job.fingerprint, shard)]
    store.write_concepts(_annotator.lexicon.fingerprint, _job.fingerprint, shard, decided)
    return sum(len(concepts) for *_, concepts in decided)


def get_ready(language: str) -> int:
    """Load the engines of a language; what cannot be loaded is told by the batch that needs it."""
    assert _annotator
    with contextlib.suppress(SovnlpError):
        _annotator.prepare(language)
    return 0


class Workers:
    """Processes that do the tasks of a job, started when there is work; however this ends, none outlives it.

    ``count`` is how many there may be (None: one per processor; 0: the tasks are done in this process).
    """

    def __init__(self, job: Job, count: int | None) -> None:
        self.job = job
        self._count = (os.cpu_count() or 1) if count is None else count
        self._pool: ProcessPoolExecutor | None = None
        self._lines: tuple[Connection, ...] = ()
        self._warm = False

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def warm(self, language: str) -> None:
        """Let one process load the engines of a language while there is still something else to do."""
        if self._count and not self._warm:
            self._started().submit(get_ready, language)
        self._warm = True

    def run(self, task: Callable[[T], int], items: Sequence[T], done: Callable[[T, int], None]) -> None:
        """Do a task for each item, and say of each, as it is done, what came of it.

        What a worker was at when it died is done again by another. Raises ``CorpusError`` where workers go on dying,
        and whatever a task raises.
        """
        if not items:
            return
        if not self._count:
            begin(self.job)
            for item in items:
                done(item, task(item))
            return
        left = dict.fromkeys(items)
        for _ in range(DEATHS):
            pool = self._started()
            futures = {pool.submit(task, item): item for item in left}
            try:
                for future in as_completed(futures):
                    done(futures[future], future.result())
                    del left[futures[future]]
                return
            except BrokenProcessPool:
                self.close()
        raise CorpusError(
            "worker processes ended unexpectedly again and again (out of memory, perhaps)",
            "run the same command again: it goes on where it stopped; --workers 1 needs less memory",
        )

    def close(self) -> None:
        """End the processes: at once what they are doing, where it was interrupted."""
        if self._pool:
            theirs, ours = self._lines
            self._pool.shutdown(wait=False, cancel_futures=True)
            ours.close()
            self._pool.shutdown()
            theirs.close()
            self._pool = None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._lines = context.Pipe(duplex=False)
            start = (self.job, self._lines[0])
            self._pool = ProcessPoolExecutor(self._count, mp_context=context, initializer=begin, initargs=start)
        return self._pool
