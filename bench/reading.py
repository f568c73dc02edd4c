"""How fast documents are read: each genre reader alone, and the whole way from bytes to segments.

    python bench/reading.py [MEGABYTES]

The texts are those of the composed sample and of the readers' cases. They are repeated until they make up MEGABYTES of
UTF-8 (default 5): as one long document, to which the bar applies, and as a file of many documents of a page or less,
where heads, dates and signatures take most of the time.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from sovnlp.document import GENRES, Document, Extract, Source
from sovnlp.readers import READERS
from sovnlp.reading import read, read_source

SAMPLE = Path(__file__).parents[1] / "corpus" / "sample"
CASES = Path(__file__).parents[1] / "tests" / "readers" / "cases"
RUNS = 3
BAR = 5.0


def texts() -> dict[str, list[str]]:
    """The composed texts of each genre."""
    found: dict[str, list[str]] = {genre: [] for genre in GENRES}
    for document in read([SAMPLE]):
        if isinstance(document, Document):
            found[document.genre].append(document.text)
    for genre, kept in found.items():
        kept += [path.read_text("utf-8") for path in sorted((CASES / genre).glob("*.txt"))]
    return found


def one(texts: list[str], megabytes: float) -> str:
    """One long document: the head of the longest text, and what stands between head and foot of it, again and again."""
    longest = max(texts, key=len)
    lines = longest.split("\n")
    edge = max(1, min(12, len(lines) // 4))
    middle = "\n".join(lines[edge:-edge])
    times = int(megabytes * 1e6 / len(middle.encode())) + 1
    return "\n".join([*lines[:edge], *[middle] * times, *lines[-edge:]])


def many(texts: list[str], megabytes: float) -> str:
    """Many short documents in one file, each with a head of its own."""
    text = "\n\n".join(texts)
    times = int(megabytes * 1e6 / len(text.encode())) + 1
    return "\n\n".join(f"№ {number}\n{text}" for number in range(1, times + 1))


def fastest(work: Callable[[], object]) -> float:
    """Seconds of the fastest of a few runs."""
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def main() -> None:
    """Print one line for each genre."""
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    print(f"{'genre':15} {'one long, MB/s':>15} {'many short, MB/s':>17} {'bytes to segments':>18}  bar {BAR:.0f}")
    for genre, kept in texts().items():
        long, short = one(kept, megabytes), many(kept, megabytes)
        source = Source("long.txt", "long.txt", "plain", long.encode(), "0" * 64, given={"genre": genre})
        sizes = [len(text.encode()) / 1e6 for text in (long, short, long)]
        works: list[Callable[[], object]] = [
            lambda genre=genre, long=long: READERS[genre](Extract(long)),  # type: ignore[misc]
            lambda genre=genre, short=short: READERS[genre](Extract(short)),  # type: ignore[misc]
            lambda source=source: read_source(source),  # type: ignore[misc]
        ]
        rates = [size / fastest(work) for size, work in zip(sizes, works, strict=True)]
        held = "yes" if rates[0] >= BAR else "MISS"
        print(f"{genre:15} {rates[0]:15.1f} {rates[1]:17.1f} {rates[2]:18.1f}  {held}")


if __name__ == "__main__":
    main()
