"""The same work on many machines: tasks sent to the workers of a dask scheduler, shards written to a shared folder.

Every machine must have this version of sovnlp and see the store under the same path. A worker that dies loses only the
batch that it was at; another does it again, with the same outcome.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from sovnlp import models
from sovnlp.errors import CorpusError, MissingPackage
from sovnlp.workers import DEATHS, Item, Job, Taken, begin, read_here

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["Cluster"]

T = TypeVar("T")

SECONDS_TO_ANSWER = 20
_one_at_a_time = threading.Lock()


class Cluster:
    """The workers of a dask scheduler, in the place of ``Workers``; ``address`` is such as ``tcp://10.0.0.1:8786``.

    Raises ``MissingPackage`` where dask.distributed is not installed, ``CorpusError`` where no scheduler answers or
    a worker has another version of sovnlp.
    """

    def __init__(self, job: Job, address: str) -> None:
        try:
            from distributed import Client
        except Exception as cause:
            raise MissingPackage("distributed", "work on a dask cluster", cause, extra="cluster") from cause
        lexicon = job.lexicon_file and job.lexicon_file.resolve()
        self.job = replace(job, root=job.root.resolve(), lexicon_file=lexicon)
        hint = "start one with: dask scheduler, and workers with: dask worker ADDRESS --nthreads 1"
        try:
            self._client: Client = Client(address, timeout=SECONDS_TO_ANSWER, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as cause:
            raise CorpusError(f"no dask scheduler answers at {address}", hint) from cause
        try:
            self._client.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
        except Exception as cause:
            self.close()
            raise CorpusError(f"the dask scheduler at {address} has no worker", hint) from cause
        ours = models.package_version("sovnlp")
        for worker, theirs in self._client.run(_version, on_error="ignore").items():
            if theirs != ours:
                self.close()
                raise CorpusError(f"the worker {worker} has sovnlp {theirs or 'not at all'}, this machine {ours}", hint)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def warm(self, language: str) -> None:
        """Do nothing: the workers of a cluster load their engines with their first batch."""

    def read(self, found: Iterable[Item]) -> Iterator[tuple[Item, Taken]]:
        """Yield sources, each with what was read from it in this process: other machines may not see the files."""
        return read_here(found)

    def run(self, task: Callable[[T], int], items: Sequence[T], done: Callable[[T, int], None]) -> None:
        """Do a task for each item, and say of each, as it is done, what came of it.

        Raises ``CorpusError`` where workers go on dying, and whatever a task raises.
        """
        from distributed import KilledWorker, as_completed

        futures = {self._client.submit(_there, self.job, task, item, pure=False): item for item in items}
        deaths = 0
        coming = as_completed(list(futures), loop=self._client.loop)
        for future in coming:
            item = futures.pop(future)
            try:
                count = future.result()
            except KilledWorker:
                deaths += 1
                if deaths > DEATHS:
                    raise CorpusError(
                        "workers of the cluster ended unexpectedly again and again (out of memory, perhaps)",
                        "give them more memory and run the same command again: it goes on where it stopped",
                    ) from None
                again = self._client.submit(_there, self.job, task, item, pure=False)
                futures[again] = item
                coming.add(again)
            else:
                done(item, count)

    def close(self) -> None:
        """Let go of the scheduler; what is still being done there is cancelled."""
        self._client.close()


def _there(job: Job, task: Callable[[T], int], item: T) -> int:
    """Do a task on a worker, whose threads take turns."""
    with _one_at_a_time:
        begin(job)
        return task(item)


def _version() -> str:
    return models.package_version("sovnlp")
