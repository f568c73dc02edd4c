"""What becomes of each document that is read: new, changed, as it was, a duplicate, or the same file moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sovnlp.corpus.records import Record

__all__ = ["Intake", "Outcome"]

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The records of a store after files were read into it, and what became of each document read.

    ``duplicates`` are pairs of files: the copy, and the one that is counted.
    """

    records: tuple[Record, ...]
    added: int
    updated: int
    unchanged: int
    duplicates: tuple[tuple[str, str], ...]


class Intake:
    """The records of a store while files are read into it.

    A document is known by the file it comes from and its part in it. The same text with the same given metadata in
    another file is a duplicate, told and not counted; with other metadata it is a reprint, kept. Where the other file
    has gone from the disk (``exists`` says so) the document has moved. All this is decided in ``settle``, when
    everything has been read, so that files that have changed places are not taken for copies of what they were.
    """

    def __init__(self, records: Iterable[Record], exists: Callable[[str], bool]) -> None:
        self._exists = exists
        self._old = {(record.path, record.part): record for record in records}
        self._read: dict[str, Sequence[Record]] = {}

    def take(self, path: str, read: Sequence[Record]) -> None:
        """Take in all that was read from one file; a file that is named twice counts as it was named first."""
        self._read.setdefault(path, tuple(read))

    def settle(self) -> Outcome:
        """Say what becomes of every document."""
        fresh = {(record.path, record.part): record for read in self._read.values() for record in read}
        kept = {place: record for place, record in self._old.items() if place[0] not in self._read}
        twins = {record.identity(): place for place, record in kept.items()}
        ids = {record.id: place for place, record in self._old.items() if place in fresh or place in kept}
        counts = {"added": 0, "updated": 0, "unchanged": 0}
        duplicates: list[tuple[str, str]] = []

        def as_it_was(place: Place) -> bool:
            return place in self._old and self._old[place].identity() == fresh[place].identity()

        # What the store has already goes before a copy of it, whichever was read first.
        for place in sorted(fresh, key=lambda place: not as_it_was(place)):
            record = fresh[place]
            identity = record.identity()
            twin = twins.get(identity)
            before = self._old.get(place)
            if twin and (twin[0] in self._read or self._exists(twin[0])):
                duplicates.append((record.file, kept[twin].file))
                continue
            if twin:
                before = kept.pop(twin)
                ids.pop(before.id, None)
            record = replace(record, id=_free(record.id, place, ids))
            kept[place], twins[identity], ids[record.id] = record, place, place
            if before is None:
                counts["added"] += 1
            elif before.described() == record.described():
                counts["unchanged"] += 1
            else:
                counts["updated"] += 1
        return Outcome(tuple(kept.values()), **counts, duplicates=tuple(duplicates))


def _free(wanted: str, place: Place, ids: dict[str, Place]) -> str:
    """Return the id wanted, with the first number that makes it unlike that of a document from another file."""
    number, found = 1, wanted
    while ids.get(found, place) != place:
        number += 1
        found = f"{wanted}-{number}"
    return found
