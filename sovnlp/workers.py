"""The work that takes long, done in processes side by side: reading sources, annotating batches, deciding concepts.

A worker that annotates takes texts from a store and puts shards into it; only counts travel back. It has one thread for
the numbers, and ends with its parent.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple, TypeVar

from sovnlp.annotating import Annotator, Recipe, load_lexicon
from sovnlp.corpus.records import Record, laid_aside, storable
from sovnlp.corpus.store import Batch, Store
from sovnlp.document import Document, Problem, Source
from sovnlp.errors import CorpusError, SovnlpError
from sovnlp.reading import read_source

__all__ = ["Job", "Taken", "Workers", "annotate_batch", "begin", "decide_shard", "read_here"]

T = TypeVar("T")
Item = Source | Problem

DEATHS = 3
"""How often processes may end unexpectedly before the work is given up."""
ALONE = 500_000
"""Bytes of sources that are read in this process: to start others for so little takes as long."""
DYING = (
    "worker processes ended unexpectedly again and again (out of memory, perhaps)",
    "run the same command again: it goes on where it stopped; --workers 1 needs less memory",
)
CHUNK = 100_000
"""Bytes of sources that a worker reads at a time, or one that is longer."""
WINDOW = 8_000_000
"""Bytes of sources that are with the workers at once, or one that is longer: memory does not grow with the corpus."""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs to know: the store, the recipe with its fingerprint, and the user's lexicon, if any."""

    root: Path
    recipe: Recipe
    fingerprint: str
    lexicon_file: Path | None


class Taken(NamedTuple):
    """What was read from a source that lies at ``origin``: the record of each document, its text, and problems met.

    ``texts`` are as the store lays them aside.
    """

    origin: str
    records: list[Record]
    texts: list[str]
    problems: list[Problem]


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


def read_here(found: Iterable[Item]) -> Iterator[tuple[Item, Taken]]:
    """Read sources one after another in this process; yield each with what was read from it."""
    return ((item, _taken(item)) for item in found)


def _read_chunk(chunk: Sequence[Item]) -> list[Taken]:
    return list(map(_taken, chunk))


def _taken(item: Item) -> Taken:
    if isinstance(item, Problem):
        return Taken("", [], [], [item])
    read = read_source(item)
    documents = [found for found in read if isinstance(found, Document)]
    problems = [found for found in read if isinstance(found, Problem)]
    problems += (problem for document in documents for problem in document.problems)
    if documents and not any(map(_has_words, documents)):
        problems.append(Problem(item.name, "there is no word in it", "leave it out"))
        documents = []
    origin = _origin(item)
    records = [Record.of(document, path=origin, sha256=item.sha256) for document in documents]
    return Taken(origin, records, list(map(laid_aside, documents)), problems)


def _has_words(document: Document) -> bool:
    return any(letter.isalnum() for s in document.segments for letter in document.text[s.start : s.stop])


def _origin(source: Source) -> str:
    """Return where a source lies: the path of its file, and of an archive's member the path of the archive with it."""
    member = source.name.partition("!")[2] if source.path.lower().endswith(".zip") else ""
    path = storable(str(Path(source.path).resolve()))
    return f"{path}!{storable(member)}" if member else path


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

    def read(self, found: Iterable[Item]) -> Iterator[tuple[Item, Taken]]:
        """Yield sources in their order, each with what was read from it; where they are few, this process reads them.

        What a worker was at when it died is done again by another. Raises ``CorpusError`` where workers go on dying.
        """
        if self._count < 2:
            return read_here(found)
        found = iter(found)
        first: list[Item] = []
        size = 0
        for item in found:
            first.append(item)
            size += _size(item)
            if size > ALONE:
                return self._read_there(chain(first, found))
        return read_here(first)

    def _read_there(self, found: Iterable[Item]) -> Iterator[tuple[Item, Taken]]:
        waiting: deque[tuple[list[Item], Future[list[Taken]]]] = deque()
        held = 0
        for chunk in _chunks(found):
            size = sum(map(_size, chunk))
            while waiting and held + size > WINDOW:
                held -= sum(map(_size, waiting[0][0]))
                yield from self._next_read(waiting)
            held += size
            waiting.append((chunk, self._reading(chunk)))
        while waiting:
            yield from self._next_read(waiting)

    def _next_read(self, waiting: deque[tuple[list[Item], Future[list[Taken]]]]) -> Iterator[tuple[Item, Taken]]:
        for _ in range(DEATHS):
            try:
                taken = waiting[0][1].result()
            except BrokenProcessPool:
                self.close()
                again = [(chunk, self._reading(chunk)) for chunk, _ in waiting]
                waiting.clear()
                waiting.extend(again)
            else:
                return zip(waiting.popleft()[0], taken, strict=True)
        raise CorpusError(*DYING)

    def _reading(self, chunk: list[Item]) -> Future[list[Taken]]:
        try:
            return self._started().submit(_read_chunk, chunk)
        except BrokenProcessPool:
            self.close()
            return self._started().submit(_read_chunk, chunk)

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
            try:
                futures = {self._started().submit(task, item): item for item in left}
                for future in as_completed(futures):
                    done(futures[future], future.result())
                    del left[futures[future]]
                return
            except BrokenProcessPool:
                self.close()
        raise CorpusError(*DYING)

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


def _chunks(found: Iterable[Item]) -> Iterator[list[Item]]:
    """Join sources that come one after another, up to ``CHUNK``; a longer one is alone."""
    chunk: list[Item] = []
    size = 0
    for item in found:
        if chunk and size + _size(item) > CHUNK:
            yield chunk
            chunk, size = [], 0
        chunk.append(item)
        size += _size(item)
    if chunk:
        yield chunk


def _size(item: Item) -> int:
    """Return the bytes of a source, and some for what is done for every file."""
    return 1_000 + (len(item.data) if isinstance(item, Source) else 0)
