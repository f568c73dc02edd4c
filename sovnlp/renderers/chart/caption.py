"""What stands above and beneath a chart: what it shows, out of how much, how to read it, and the receipt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sovnlp.renderers.chart.events import Mark
from sovnlp.renderers.chart.points import Drawing
from sovnlp.renderers.chart.words import FEW_DOCUMENTS, LANGUAGES, plain
from sovnlp.result import Cell, R, Result
from sovnlp.text.counting import counted

__all__ = ["denominators", "provenance", "small_print"]

NAMED = 3


def denominators(result: Result[R]) -> str:
    """Return what the rates are rates of: the selection, and where two languages are drawn the words of each."""
    words: dict[tuple[Cell, ...], float] = {}
    for row in result.rows:
        record: dict[str, Cell] = dict(zip(result.row_type._fields, row, strict=True))
        words[record["language"], record.get("facet"), record["period"]] = float(record["tokens"] or 0)
    languages: dict[str, float] = {}
    for place, count in words.items():
        languages[str(place[0])] = languages.get(str(place[0]), 0) + count
    total = f"{counted(result.receipt.documents, 'document')}, {counted(result.receipt.tokens, 'word')}"
    if len(languages) == 1:
        return plain(f"{total} ({''.join(LANGUAGES.get(name, name) for name in languages)})")
    split = ", ".join(f"{LANGUAGES.get(name, name)} {count:,.0f}" for name, count in sorted(languages.items()))
    return plain(f"{total} (words in the periods drawn: {split})")


def small_print(result: Result[R], drawn: Drawing, events: Sequence[Mark], absent: Sequence[str]) -> list[str]:
    """Return the paragraphs beneath a chart: how to read it, the key to the events, the notes, and the receipt."""
    # No line ends between a number and its event.
    key = "; ".join(f"{mark.number}\N{NO-BREAK SPACE}{mark.label} ({mark.date})" for mark in events)
    lasting = " (the bar at the upper edge: how long it lasted)" if any(one.stop > one.start for one in events) else ""
    lines = [
        " ".join(f"{sentence}." for sentence in (*_reading(drawn), *drawn.cut)),
        f"Events{lasting}: {key}." if key else "",
        f"Events that are not on the axis: {', '.join(absent)}." if absent else "",
        *map(plain, result.notes),
        provenance(result),
    ]
    return [line for line in lines if line]


def provenance(result: Result[R]) -> str:
    """Return the receipt on a line: what was asked, of which index, by which version."""
    receipt = result.receipt
    given = {**receipt.parameters, **receipt.selection, "seed": receipt.seed}
    parts = [
        receipt.analysis,
        ", ".join(f"{name}={_written(value)}" for name, value in given.items() if value is not None),
        f"index {receipt.index}",
        f"sovnlp {receipt.version}",
    ]
    return plain(" · ".join(part for part in parts if part))


def _reading(drawn: Drawing) -> list[str]:
    """Return a sentence for each kind of mark that is drawn."""
    points = drawn.points
    states = Counter(str(point["state"]) for point in points)
    methods = Counter(str(point["method"]) for point in points if point["state"] == "sure")
    reasons = Counter(str(point["method"]) for point in points if point["state"] == "few")
    by = f" ({_most(methods)})" if set(methods) - {"none"} else ""
    said = [
        f"Whiskers: 95 % interval{by}" * any(point.get("high") is not None for point in points),
        "What reaches the upper edge goes on beyond it" * any(point.get("cut") for point in points),
        f"Triangle pointing down: no hits, and the 95 % upper bound of the rate ({counted(states['bound'], 'point')})"
        * ("bound" in states),
        f"Gray and hollow: no interval ({_most(reasons)}; {counted(states['few'], 'point')})" * ("few" in states),
        "Dashed: rate at the genre mix of the whole selection"
        * any(point["standardized"] is not None for point in points),
        f"Beneath: documents per period, and coverage: dark {FEW_DOCUMENTS} documents or more, pale fewer, empty none",
        "Shaded: no documents"
        * any(period["coverage"] == "none" for block in drawn.blocks for period in block.periods),
        "Panels of one concept share their scale" * (len(drawn.blocks) > 1),
    ]
    return [sentence for sentence in said if sentence]


def _most(counts: Counter[str]) -> str:
    named = [name for name, _ in counts.most_common(NAMED)]
    return ", ".join([*named, "…"] if len(counts) > NAMED else named)


def _written(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
