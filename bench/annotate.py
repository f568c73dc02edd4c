"""Ingest throughput and peak memory with each engine for names, on one and two cores, beside natasha's own pipeline.

    python bench/annotate.py [--posts 3937] [--engines slovnet,stanza,ensemble]

The texts are the real Russian ones of ``ingest.py``; each run is a process of its own, loading its models. The last
line says whether one worker and two found exactly the same names.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from ingest import DATA, NATASHA, lay_out, run


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--posts", type=int, default=3937)
    options.add_argument("--engines", default="slovnet,stanza,ensemble")
    asked = options.parse_args()
    if not DATA.exists():
        raise SystemExit("the real texts at ../shared/data are not here; this benchmark needs them")
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        lay_out(root / "texts", asked.posts)
        natasha, memory, printed = run([sys.executable, "-c", NATASHA, str(root / "texts")], 1)
        tokens = int(printed)
        print(f"{tokens:,} tokens (words and marks)\n")
        print("| what | on | seconds | tokens/s | against natasha | peak memory, MB |")
        print("|---|---|---|---|---|---|")
        print(f"| natasha | 1 core | {natasha:.1f} | {tokens / natasha:,.0f} | 1.00 | {memory:,.0f} |", flush=True)
        for engine in asked.engines.split(","):
            for cores in (1, 2):
                command = [sys.executable, "-m", "sovnlp", "ingest", str(root / "texts"), "--ner", engine, "--json"]
                command += ["--workers", str(cores), "--store", str(root / f"{engine}{cores}")]
                spent, memory, _ = run(command, cores)
                rate = f"{tokens / spent:,.0f} | {natasha / spent:.2f}"
                where = f"{cores} core{'s' * (cores > 1)}"
                print(f"| ingest --ner {engine} | {where} | {spent:.1f} | {rate} | {memory:,.0f} |", flush=True)
        same = {
            engine: stored(root / f"{engine}1") == stored(root / f"{engine}2") for engine in asked.engines.split(",")
        }
    print(
        "\nsame names from one worker and two:",
        ", ".join(f"{name} {'yes' if is_ else 'NO'}" for name, is_ in same.items()),
    )


def stored(store: Path) -> list[tuple[object, ...]]:
    """Return every name in a store."""
    from sovnlp.corpus import Corpus

    with Corpus.open(store) as corpus:
        return corpus.sql("SELECT d.id, start, stop, type FROM entities JOIN documents AS d USING (doc) ORDER BY ALL")


if __name__ == "__main__":
    main()
