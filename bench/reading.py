"""How fast documents are read: each genre reader alone, and the whole way from bytes to segments.

    python bench/reading.py [MEGABYTES]

The texts are those of the composed sample of each genre, repeated with running numbers until they make up MEGABYTES of
UTF-8 (default 5), in one document. A genre without a sample takes the one of the others that is most like it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from sovnlp.document import GENRES, Extract, Source
from sovnlp.readers import READERS
from sovnlp.reading import read, read_source

SAMPLE = Path(__file__).parents[1] / "corpus" / "sample"
CASES = Path(__file__).parents[1] / "tests" / "readers" / "cases"
RUNS = 3
BAR = 5.0


def texts() -> dict[str, str]:
    """The composed texts of each genre, joined."""
    found: dict[str, list[str]] = {genre: [] for genre in GENRES}
    for document in read([SAMPLE]):
        if hasattr(document, "genre"):
            found[document.genre].append(document.text)
    for genre, kept in found.items():
        kept += [path.read_text("utf-8") for path in sorted((CASES / genre).glob("*.txt"))]
    return {genre: "\n\n".join(kept) for genre, kept in found.items() if kept}


def grown(text: str, megabytes: float) -> str:
    """A text repeated until it is long enough, each time with another number in its first line."""
    size = len(text.encode())
    times = int(megabytes * 1e6 / size) + 1
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
    print(f"{'genre':15} {'MB':>5}  {'reader, MB/s':>12}  {'bytes to segments, MB/s':>23}  reader at {BAR:.0f} MB/s")
    for genre, text in texts().items():
        long = grown(text, megabytes)
        data = long.encode()
        size = len(data) / 1e6
        source = Source("long.txt", "long.txt", "plain", data, "0" * 64, given={"genre": genre})
        reader = size / fastest(lambda genre=genre, long=long: READERS[genre](Extract(long)))  # type: ignore[misc]
        whole = size / fastest(lambda source=source: read_source(source))  # type: ignore[misc]
        print(f"{genre:15} {size:5.1f}  {reader:12.1f}  {whole:23.1f}  {'yes' if reader >= BAR else 'MISS'}")


if __name__ == "__main__":
    main()
