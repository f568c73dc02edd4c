"""The answer to a question: rows, notes in plain words, and the receipt that lets it be asked again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, Protocol, TypeVar

__all__ = ["Cell", "Progress", "Receipt", "Result", "Row"]

Cell = str | int | float | bool | None


class Progress(Protocol):
    """What is told while the work goes on: the stage, how far it is, and the words done so far."""

    def __call__(self, stage: str, done: int, total: int | None, words: int) -> None:
        """Tell it; what is counted is the stage's own (files, characters, fits); ``total`` None where unknown."""


class Row(Protocol):
    """A ``NamedTuple`` of cells."""

    _fields: tuple[str, ...]


R = TypeVar("R", bound=NamedTuple, covariant=True)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was asked of what, in full: enough to ask again and to see whether the answer may differ.

    ``documents`` and ``tokens`` are those of the selection (words, not marks); ``index`` is the fingerprint of the
    store's index; ``models`` maps each annotator used to its version.
    """

    analysis: str
    parameters: Mapping[str, object]
    selection: Mapping[str, object]
    documents: int
    tokens: int
    index: str
    models: Mapping[str, str]
    version: str
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Result(Generic[R]):
    """Rows under named columns, with a title, notes and a receipt.

    ``row_type`` gives the columns; ``names`` renames a field for the reader (``{"facet": "genre"}``) and leaves it out
    where the new name is empty.
    """

    title: str
    row_type: type[R]
    rows: Sequence[R]
    receipt: Receipt
    notes: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The column names a reader sees, in order."""
        named = (self.names.get(name, name) for name in self.row_type._fields)
        return tuple(name for name in named if name)

    def cells(self) -> list[tuple[Cell, ...]]:
        """The rows without the fields that are left out, one tuple of cells per row, in the order of ``columns``."""
        keep = [i for i, name in enumerate(self.row_type._fields) if self.names.get(name, name)]
        return [tuple(row[i] for i in keep) for row in self.rows]
