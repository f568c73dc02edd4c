"""An answer asked for again from its receipt, and what has changed since."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from sovnlp.analyses import ANALYSES
from sovnlp.corpus import Corpus
from sovnlp.errors import SourceError
from sovnlp.models import package_version
from sovnlp.renderers import write
from sovnlp.renderers.jsonfile import dumps, result_object
from sovnlp.result import Result
from sovnlp.topics.again import VIEWS, ask_again

__all__ = ["RerunRow", "rerun"]

_SIDECAR = ".receipt.json"


class RerunRow(NamedTuple):
    """One cell that is no longer what it was: the row it stands in (counted from 1), its column, both values."""

    row: int
    column: str
    was: str
    now: str


def rerun(corpus: Corpus, path: Path) -> Result[RerunRow]:
    """Ask the question of a receipt again, of the same selection, and compare every cell.

    **What it answers.** Whether a number still holds: in this store, with the texts, the lexicon and the version of
    sovnlp that are here now.

    **How it is computed.** ``path`` is what ``--json`` or ``-o FILE.json`` wrote, or the ``FILE.csv.receipt.json``
    beside a table (then the table is read too, where it is still there). The parameters and the selection in the
    receipt are put to the analysis it names. A topic model is fitted again; its topics are compared by all but the
    labels that were given by hand.

    **How to read it.** No row means that every number holds. The notes say what differs in the store and in sovnlp.

    **What it cannot tell.** Whether the number was right in the first place.

    Raises ``SourceError`` where the file is no receipt, and whatever the analysis raises.
    """
    said = _read(path)
    receipt = said["receipt"]
    result = _asked(corpus, receipt)
    rows = _before(said, path)
    if rows is None:
        changes, holds = [], "was asked again; the rows it gave then are not here to compare"
    else:
        ignored = {"label"} if receipt["analysis"] in VIEWS else set()
        changes = [one for one in _changes(rows, _now(result, path)) if one.column not in ignored]
        holds = "no longer holds" if changes else "holds"
    notes = (*_differences(receipt, result), *result.notes)
    return Result(f"{said.get('title', result.title)}: {holds}", RerunRow, changes, result.receipt, notes)


def _asked(corpus: Corpus, receipt: Mapping[str, Any]) -> Result[Any]:
    """Put the question of a receipt."""
    seed = receipt.get("seed")
    if receipt["analysis"] in VIEWS:
        return ask_again(
            corpus, receipt["analysis"], receipt["parameters"], receipt["selection"], 1 if seed is None else seed
        )
    analysis = ANALYSES[receipt["analysis"]]
    known = inspect.signature(analysis).parameters
    asked = {**receipt["parameters"], **({"seed": seed} if seed is not None else {})}
    given = {name: value for name, value in asked.items() if name in known}
    return analysis(corpus.where(**receipt["selection"]), **given)


def _read(path: Path) -> dict[str, Any]:
    """Return the content of a file with a receipt; raise ``SourceError`` where it is none."""
    hint = f"name what --json or -o FILE.json wrote, or the FILE.csv{_SIDECAR} beside a table"
    try:
        said: Any = json.loads(path.read_text("utf-8"))
    except OSError as cause:
        raise SourceError(f"{path} cannot be read ({cause.strerror})", "check the path") from None
    except ValueError:
        raise SourceError(f"{path} is no receipt: it is not JSON", hint) from None
    if isinstance(said, dict) and "analysis" in said:
        said = {"receipt": said}
    receipt = said.get("receipt") if isinstance(said, dict) else None
    fields = ("analysis", "parameters", "selection")
    if not isinstance(receipt, dict) or any(name not in receipt for name in fields):
        raise SourceError(f"{path} is no receipt: it does not say what was asked", hint)
    if not all(isinstance(receipt[name], dict) for name in fields[1:]):
        raise SourceError(f"{path} is no receipt: its parameters are no table", hint)
    if receipt["analysis"] not in {*ANALYSES, *VIEWS}:
        raise SourceError(
            f"{path}: {receipt['analysis']} is no question that can be asked of a store again",
            f"receipts of {', '.join((*ANALYSES, *VIEWS))} can be",
        )
    selection = inspect.signature(Corpus.where).parameters
    unknown = sorted(set(receipt["selection"]) - set(selection))
    if unknown:
        raise SourceError(f"{path}: this sovnlp knows no selection by {unknown[0]}", "use the version in the receipt")
    return dict(said)


def _before(said: Mapping[str, Any], path: Path) -> list[dict[str, str]] | None:
    """Return the rows that were given then, as text by column, None where they are not at hand."""
    if isinstance(said.get("rows"), list):
        return [{name: _text(cell) for name, cell in row.items()} for row in said["rows"]]
    table = path.with_name(path.name.removesuffix(_SIDECAR))
    return _table(table) if path.name.endswith(_SIDECAR) and table.is_file() else None


def _now(result: Result[Any], path: Path) -> list[dict[str, str]]:
    """Return the rows given now, in the same way as those given then were written."""
    if not path.name.endswith(_SIDECAR):
        rows = json.loads(dumps(result_object(result)))["rows"]
        return [{name: _text(cell) for name, cell in row.items()} for row in rows]
    with TemporaryDirectory() as folder:
        table = Path(folder) / path.name.removesuffix(_SIDECAR)
        write(result, table)
        return _table(table)


def _table(path: Path) -> list[dict[str, str]]:
    import csv

    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t" if path.suffix.lower() == ".tsv" else ","))


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def _changes(before: Sequence[Mapping[str, str]], now: Sequence[Mapping[str, str]]) -> Iterator[RerunRow]:
    for number in range(max(len(before), len(now))):
        if number >= len(now) or number >= len(before):
            there, row = ("was", before[number]) if number < len(before) else ("now", now[number])
            told = ", ".join(value for value in list(row.values())[:4] if value)
            yield RerunRow(number + 1, "(the row)", told if there == "was" else "", told if there == "now" else "")
            continue
        for column in {**before[number], **now[number]}:
            was, is_ = before[number].get(column, ""), now[number].get(column, "")
            if was != is_:
                yield RerunRow(number + 1, column, was, is_)


def _differences(receipt: Mapping[str, Any], result: Result[Any]) -> Iterator[str]:
    """Say what the receipt says of the store and of sovnlp that is no longer so."""
    now = result.receipt
    if receipt.get("index") != now.index:
        yield (
            f"The store has changed: index {receipt.get('index')} then, {now.index} now; "
            f"{receipt.get('documents')} documents and {receipt.get('tokens')} words then, "
            f"{now.documents} and {now.tokens} now."
        )
    models = receipt.get("models")
    if isinstance(models, Mapping):
        changed = [name for name in {**models, **now.models} if models.get(name) != now.models.get(name)]
        if changed:
            yield f"Annotated otherwise: {', '.join(sorted(changed))}."
    if receipt.get("version") != package_version("sovnlp"):
        yield f"sovnlp {receipt.get('version')} then, {package_version('sovnlp')} now."
