"""What becomes of each document that is read: new, changed, as it was, a duplicate, or the same file moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sovnlp.corpus.records import Record

__all__ = ["Intake"]


class Intake:
    """The records of a store while files are read into it.

    A document is known by the file it comes from and its part in it. The same text with the same given metadata in
    another file is a duplicate, told and not counted; with other metadata it is a reprint, kept. Where the other file
    has gone from the disk (``exists`` says so) the document has moved.
    """

    def __init__(self, records: Iterable[Record], exists: Callable[[str], bool]) -> None:
        self._exists = exists
        self._records = {(record.path, record.part): record for record in records}
        self._places: dict[str, set[tuple[str, int]]] = {}
        for place in self._records:
            self._places.setdefault(place[0], set()).add(place)
        self._ids = {record.id: place for place, record in self._records.items()}
        self._twins = {record.identity(): place for place, record in self._records.items()}
        self.added = 0
        self.updated = 0
        self.unchanged = 0
        self.duplicates: list[tuple[str, str]] = []

    @property
    def records(self) -> list[Record]:
        """The records as they are now."""
        return list(self._records.values())

    def take(self, path: str, read: Sequence[Record]) -> list[Record]:
        """Take in all that was read from one file and return the records that are kept of it."""
        parts = {record.part for record in read}
        for place in self._places.get(path, set()) - {(path, part) for part in parts}:
            self._drop(place)
        return [kept for record in read if (kept := self._take(record))]

    def _take(self, record: Record) -> Record | None:
        place = (record.path, record.part)
        old = self._records.get(place)
        twin = self._twins.get(record.identity())
        if twin and twin != place:
            if self._exists(twin[0]):
                self.duplicates.append((record.file, self._records[twin].file))
                if old:
                    self._drop(place)
                return None
            old = self._records[twin]
            self._drop(twin)
        elif old:
            self._drop(place)
        record = replace(record, id=self._free_id(record))
        self._records[place] = record
        self._places.setdefault(record.path, set()).add(place)
        self._ids[record.id] = place
        self._twins[record.identity()] = place
        if old is None:
            self.added += 1
        elif old.described() == record.described():
            self.unchanged += 1
        else:
            self.updated += 1
        return record

    def _drop(self, place: tuple[str, int]) -> None:
        record = self._records.pop(place)
        self._places[place[0]].discard(place)
        self._ids.pop(record.id, None)
        self._twins.pop(record.identity(), None)

    def _free_id(self, record: Record) -> str:
        """Return the id of a record, made unlike that of a document from another file by the start of its text key."""
        return record.id if record.id not in self._ids else f"{record.id}-{record.text[:8]}"
