"""From the catalogue to files: which source to ask for next, what to try when an address fails, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sovnlp.errors import EmptySelection, QueryError
from sovnlp.holdings import Holding, choose, load
from sovnlp.keeping import Kept, Outcome, Shelf
from sovnlp.models import package_version
from sovnlp.requesting import ATTEMPTS, LONGEST_WAIT, Failure, Network
from sovnlp.result import Progress, Receipt, Result

__all__ = ["FetchRow", "fetch"]

BACK_OFF = 2.0
"""Seconds before the second attempt; each further one waits twice as long."""


class FetchRow(NamedTuple):
    """What became of one source.

    ``status`` is ``fetched``; ``kept`` (there from before, not asked for again); ``unchanged`` (asked again);
    ``changed`` (the page differs: the new one lies beside the old); ``altered`` (the file is no longer what was
    fetched); ``failed``; or ``no address``. ``address`` is the one that served it; ``why`` says what is to be known.
    """

    id: str
    status: str
    file: str
    bytes: int
    address: str
    why: str


@dataclass(slots=True)
class _Job:
    """A source still to be had: its addresses left to try, how often the first was tried, and what the others said."""

    holding: Holding
    addresses: list[str]
    kept: Kept | None
    attempts: int = 0
    said: list[str] = field(default_factory=list)


def fetch(
    ids: Sequence[str] | None,
    *,
    into: Path = Path("corpus/sources"),
    genre: str | None = None,
    language: str | None = None,
    since: str | None = None,
    until: str | None = None,
    search: str | None = None,
    pause: float = 2.0,
    again: bool = False,
    path: Path | None = None,
    progress: Progress | None = None,
) -> Result[FetchRow]:
    """Fetch sources of the catalogue, politely, into a folder with the manifest that ingest reads.

    ``ids`` None takes all that answer to the filters (those of ``holdings.choose``). ``pause`` is the least number of
    seconds between two requests to one host; ``again`` asks for what is there already whether it has changed; ``path``
    names a catalogue of your own. What cannot be had is a row with the reason. Raises ``QueryError`` for an id or a
    filter that there is not, ``EmptySelection`` where nothing answers, ``SourceError`` where the folder cannot be used.
    """
    holdings = load(path)
    asked = {"genre": genre, "language": language, "since": since, "until": until, "search": search}
    if ids is not None and not ids:
        raise QueryError("no source is named", "name ids, as sovnlp catalogue lists them")
    chosen = choose(holdings, ids=ids or (), genre=genre, language=language, since=since, until=until, search=search)
    if not chosen:
        raise EmptySelection("no source of the catalogue answers to that", "sovnlp catalogue lists them")
    tell = progress or _silent
    rows: dict[str, FetchRow] = {}
    with Shelf.writing(into) as shelf:
        jobs: list[_Job] = []
        for holding in chosen:
            found = _at_hand(shelf, holding, again)
            if isinstance(found, FetchRow):
                rows[holding.id] = found
            else:
                jobs.append(found)
        tell("fetching", len(rows), len(chosen), 0)
        for row in _run(shelf, Network(pause=pause), jobs):
            rows[row.id] = row
            tell("fetching", len(rows), len(chosen), 0)
    counts = Counter(row.status for row in rows.values())
    there = sum(1 for row in rows.values() if row.file)
    selection = {name: value for name, value in {"ids": list(ids or ()) or None, **asked}.items() if value is not None}
    receipt = Receipt("fetch", {"again": again, "pause": pause}, selection, there, 0, "", {}, package_version("sovnlp"))
    notes = (", ".join(f"{status} {counts[status]:,}" for status in sorted(counts)) + ".",)
    ordered = [rows[holding.id] for holding in chosen]
    return Result(f"{there:,} of {len(chosen):,} sources are in {into}", FetchRow, ordered, receipt, notes)


def _at_hand(shelf: Shelf, holding: Holding, again: bool) -> FetchRow | _Job:
    """What can be said of a source without asking for it, else the job to ask."""
    kept = shelf.kept(holding)
    if kept and not shelf.intact(kept):
        why = "the file is not as it was fetched; delete it and fetch again to have the page as it came"
        return _row(shelf, holding, Outcome("altered", kept.file, why), kept.url)
    if kept and not again:
        shelf.write_down(holding, kept)
        return _row(shelf, holding, Outcome("kept", kept.file), kept.url)
    if not holding.address:
        where = holding.reference or holding.title
        return _row(shelf, holding, Outcome("no address", "", f"look for it under: {where}"), "")
    addresses = [holding.address, *holding.alternatives]
    if kept and kept.asked in addresses:
        addresses.sort(key=lambda address: address != kept.asked)
    return _Job(holding, addresses, kept)


def _run(shelf: Shelf, network: Network, jobs: list[_Job]) -> Iterator[FetchRow]:
    """Do the jobs, always one whose host may be asked soonest, and yield what became of each."""
    while jobs:
        job = min(jobs, key=lambda job: network.free(job.addresses[0]))
        jobs.remove(job)
        address = job.addresses[0]
        marks = job.kept if job.kept and job.kept.asked == address else None
        try:
            answer = network.get(
                address,
                shelf.part(job.holding),
                etag=marks.etag if marks else "",
                modified=marks.modified if marks else "",
            )
        except Failure as failure:
            job.attempts += 1
            wait = failure.wait or BACK_OFF * 2 ** (job.attempts - 1)
            if failure.again and job.attempts < ATTEMPTS and wait <= LONGEST_WAIT:
                network.rest(address, wait)
                jobs.append(job)
                continue
            job.said.append(f"{address} {failure.what}")
            job.addresses.pop(0)
            job.attempts = 0
            if job.addresses:
                jobs.insert(0, job)
                continue
            file = job.kept.file if job.kept else ""
            yield _row(shelf, job.holding, Outcome("failed", file, "; ".join(job.said)), "")
            continue
        if answer.changed:
            outcome = shelf.keep(job.holding, address, answer)
        else:
            outcome = Outcome("unchanged", job.kept.file if job.kept else "")
        yield _row(
            shelf, job.holding, outcome._replace(why="; ".join(filter(None, [*job.said, outcome.why]))), answer.address
        )


def _row(shelf: Shelf, holding: Holding, outcome: Outcome, address: str) -> FetchRow:
    size = (shelf.root / outcome.file).stat().st_size if outcome.file else 0
    return FetchRow(holding.id, outcome.status, outcome.file, size, address, outcome.why)


def _silent(stage: str, done: int, total: int | None, words: int) -> None: ...
