"""Store build and query latency on a synthetic Zipf corpus, beside SQLite FTS5 on the same texts in the same run.

python bench/index.py [--tokens 20000000] [--store FOLDER]
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import synthetic

from sovnlp.analyses.kwic import kwic
from sovnlp.analyses.trace import trace
from sovnlp.corpus import Corpus

REPEATS = 7


def median_ms(ask: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        ask()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def fts5(path: Path, tokens: int) -> tuple[sqlite3.Connection, float]:
    """Index the same texts with SQLite FTS5, unindexed year beside them."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=OFF")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("CREATE VIRTUAL TABLE docs USING fts5(year UNINDEXED, text)")
    spent = 0.0
    for keys, _, texts in synthetic.shards(tokens):
        rows = [(str(1921 + int(key, 16) % 19), text) for key, text in zip(keys, texts, strict=True)]
        start = time.perf_counter()
        connection.executemany("INSERT INTO docs VALUES (?, ?)", rows)
        connection.commit()
        spent += time.perf_counter() - start
    return connection, spent


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--tokens", type=int, default=20_000_000)
    options.add_argument("--store", type=Path, help="keep the store here (for bench/commands.py)")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = chosen.store or Path(temporary) / "store"
        store, records, recipe, terms = synthetic.make(root, chosen.tokens)
        start = time.perf_counter()
        file = synthetic.finish(store, records, recipe, terms)
        built = time.perf_counter() - start
        connection, sqlite_built = fts5(Path(temporary) / "fts5.db", chosen.tokens)
        count = "SELECT year, count(*) FROM docs WHERE docs MATCH ? GROUP BY year"
        with Corpus.open(root) as corpus:
            hits = {lemma: len(kwic(corpus, lemma, by="lemma").rows) for lemma in ("кулак", "смычка")}
            rows = [
                ("trace, concept", lambda: trace(corpus, "kulak"), '"кулак"', "documents by year"),
                ("trace, frequent lemma", lambda: trace(corpus, "хлеб", by="lemma"), '"хлеб"', "documents by year"),
                ("trace, rare lemma", lambda: trace(corpus, "смычка", by="lemma"), '"смычка"', "documents by year"),
                ("trace, phrase of two", lambda: trace(corpus, "хлеб кулак"), '"хлеб кулак"', "documents by year"),
                ("kwic, sample of 100", lambda: kwic(corpus, "kulak", sample=100), None, ""),
                ("kwic, phrase of two", lambda: kwic(corpus, "хлеб кулак", sample=100), None, ""),
            ]
            print(f"{chosen.tokens:,} synthetic tokens, {len(records):,} documents, medians of {REPEATS}")
            print(f"кулак {hits['кулак']:,} hits, смычка {hits['смычка']:,} hits\n")
            print("| what | sovnlp | SQLite FTS5 | ratio |")
            print("|---|---|---|---|")
            rate, other = chosen.tokens / built / 1e6, chosen.tokens / sqlite_built / 1e6
            print(f"| build, M tokens/s | {rate:.2f} | {other:.2f} | {rate / other:.2f} |")
            size, other = file.stat().st_size / 1e6, (Path(temporary) / "fts5.db").stat().st_size / 1e6
            print(f"| index, MB | {size:.0f} | {other:.0f} | {size / other:.2f} |")
            for what, ask, query, said in rows:
                own = median_ms(ask)
                if query is None:
                    print(f"| {what}, ms | {own:.1f} | – | – |")
                    continue
                peer = median_ms(lambda query=query: connection.execute(count, (query,)).fetchall())
                print(f"| {what}, ms | {own:.1f} | {peer:.1f} ({said}) | {own / peer:.2f} |")


if __name__ == "__main__":
    main()
