"""The sample corpus, ingested and asked three questions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sovnlp import _data
from sovnlp.analyses.kwic import KwicRow, kwic
from sovnlp.analyses.terms import TermRow, terms
from sovnlp.analyses.trace import TraceRow, trace
from sovnlp.build import IngestRow, ingest
from sovnlp.corpus import Corpus
from sovnlp.errors import SovnlpError
from sovnlp.renderers import draw, write
from sovnlp.result import Progress, Result

__all__ = ["Demo", "demo"]


@dataclass(frozen=True, slots=True)
class Demo:
    """What was shown, and where the files went."""

    ingested: Result[IngestRow]
    trace: Result[TraceRow]
    kwic: Result[KwicRow]
    terms: Result[TermRow]
    store: Path
    chart: Path
    table: Path


def demo(folder: Path = Path("sovnlp-demo"), *, progress: Progress | None = None) -> Demo:
    """Ingest the sample corpus into ``folder`` and trace, concord and count in it.

    Raises ``SovnlpError`` where the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise SovnlpError(f"{folder} cannot be made ({cause.strerror})", "name another with --folder") from cause
    store, chart, table = folder / "sovnlp.store", folder / "kulak.svg", folder / "terms.csv"
    report = ingest([_data.folder("corpus/sample")], store=store, progress=progress)
    with Corpus.open(store) as corpus:
        traced = trace(corpus, "kulak")
        lines = kwic(corpus, "kulak", window=6, sample=12)
        counted = terms(corpus, stop=False, min_count=2)
    draw(traced, chart)
    write(counted, table)
    most = Result(
        f"{counted.title}: the first 12 of {len(counted.rows):,}",
        TermRow,
        counted.rows[:12],
        counted.receipt,
        counted.notes,
        counted.names,
    )
    return Demo(report.result, traced, lines, most, store, chart, table)
