"""Whole commands as a user meets them, beside an empty Python process in the same run.

python bench/index.py --store big.store && python bench/commands.py --store big.store
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import synthetic

REPEATS = 7


def seconds(command: list[str]) -> float:
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--store", type=Path, help="a store that bench/index.py left; else one is made")
    options.add_argument("--tokens", type=int, default=20_000_000, help="its size where it is made")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = chosen.store or Path(temporary) / "store"
        if chosen.store is None:
            synthetic.finish(*synthetic.make(root, chosen.tokens))
        sovnlp = [sys.executable, "-m", "sovnlp"]
        store = ["--store", str(root)]
        empty = seconds([sys.executable, "-c", "pass"])
        print(f"| command, median of {REPEATS} | seconds | times an empty Python |")
        print("|---|---|---|")
        print(f"| python -c pass | {empty:.2f} | 1.0 |")
        for command in (["--help"], ["trace", "kulak", *store], ["kwic", "kulak", "--sample", "100", *store]):
            spent = seconds([*sovnlp, *command])
            shown = " ".join(part for part in command if part not in store)
            print(f"| sovnlp {shown} | {spent:.2f} | {spent / empty:.1f} |")


if __name__ == "__main__":
    main()
