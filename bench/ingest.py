"""Ingest throughput and peak memory on real Russian texts, beside natasha's own pipeline on the same texts.

    python bench/ingest.py [--posts 3937]

natasha cuts, tags morphology and names; ingest does that and normalizes, lemmatizes, decides concepts, writes Parquet
and builds the index. Each run is a process of its own, loading its models; natasha has no parallel mode.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

DATA = Path(__file__).parents[2] / "shared" / "data"
THREADS = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
NATASHA = """
import sys
from pathlib import Path
from natasha import Doc, NewsEmbedding, NewsMorphTagger, NewsNERTagger, Segmenter
segmenter, embedding = Segmenter(), NewsEmbedding()
morphology, names = NewsMorphTagger(embedding), NewsNERTagger(embedding)
count = 0
for file in sorted(Path(sys.argv[1]).iterdir()):
    doc = Doc(file.read_text("utf-8"))
    doc.segment(segmenter)
    doc.tag_morph(morphology)
    doc.tag_ner(names)
    count += len(doc.tokens)
print(count)
"""


def lay_out(folder: Path, posts: int) -> None:
    """Write the texts one a file: posts of 1917, then Stalin's speeches and the other Russian sources."""
    folder.mkdir()
    with (DATA / "bulk" / "corpus1917.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number == posts:
                break
            (folder / f"post{number:05d}.txt").write_text(json.loads(line)["text"], "utf-8")
    for file in sorted((DATA / "sources" / "ru").iterdir()):
        (folder / file.name).write_text(file.read_text("utf-8"), "utf-8")


def run(command: list[str], cores: int) -> tuple[float, float, str]:
    """Run a command on so many cores; return seconds, peak memory of all its processes in MB, and what it printed."""
    child = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **THREADS},
        preexec_fn=lambda: os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:cores])),
    )
    peak = 0.0

    def watch() -> None:
        nonlocal peak
        while child.poll() is None:
            peak = max(peak, tree_memory(child.pid))
            time.sleep(0.1)

    watcher = threading.Thread(target=watch)
    start = time.perf_counter()
    watcher.start()
    printed, _ = child.communicate()
    spent = time.perf_counter() - start
    watcher.join()
    if child.returncode:
        raise SystemExit(f"{command} ended with {child.returncode}")
    return spent, peak, printed


def tree_memory(root: int) -> float:
    """Return the memory of a process and all below it in MB, shared pages counted once (proportional set size)."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    total, todo = 0, [root]
    while todo:
        pid = todo.pop()
        todo += parents.get(pid, [])
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1000


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--posts", type=int, default=3937)
    posts = options.parse_args().posts
    if not DATA.exists():
        raise SystemExit("the real texts at ../shared/data are not here; this benchmark needs them")
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        lay_out(root / "all", posts)
        lay_out(root / "tenth", posts // 10)
        for file in (root / "tenth").glob("[!p]*"):
            file.unlink()
        natasha, natasha_memory, printed = run([sys.executable, "-c", NATASHA, str(root / "all")], 1)
        tokens = int(printed)
        rows = [("natasha", "1 core", tokens, natasha, natasha_memory)]
        for what, folder, workers in (
            ("all", "all", 1),
            ("all", "all", 2),
            ("a tenth", "tenth", 1),
            ("a tenth", "tenth", 2),
        ):
            command = [sys.executable, "-m", "sovnlp", "ingest", str(root / folder), "--ner", "slovnet", "--json"]
            command += ["--workers", str(workers), "--store", str(root / f"{folder}{workers}")]
            spent, memory, printed = run(command, workers)
            size = tokens if folder == "all" else 0
            rows.append((f"sovnlp, {what} of the texts", f"{workers} core{'s' * (workers > 1)}", size, spent, memory))
        others = len(list((DATA / "sources" / "ru").iterdir()))
        print(f"{tokens:,} tokens (words and marks), {posts:,} posts of 1917 and {others} other texts\n")
        print("| what | on | seconds | tokens/s | against natasha | peak memory, MB |")
        print("|---|---|---|---|---|---|")
        for what, where, size, spent, memory in rows:
            rate = f"{size / spent:,.0f} | {natasha / spent:.2f}" if size else "– | –"
            print(f"| {what} | {where} | {spent:.1f} | {rate} | {memory:,.0f} |")


if __name__ == "__main__":
    main()
