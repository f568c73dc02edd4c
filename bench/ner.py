"""Names: strict and overlap F1 by type with intervals over documents, words a second and peak memory, engine by engine.

    python bench/ner.py [--sets dev,nerel,factrueval,en,unseen]

Each engine and set is a process of its own. The sets: ``dev``, ``en`` the gold on real sources of 1928–1939 (nothing
was trained on it; rules were mended while reading its errors, so the held-back half is the judge); ``nerel`` and
``factrueval`` the dev sets of NEREL and factRuEval-2016, brought under the same rules as the training data (see
``sovnlp/training/data.py``); ``sample`` and ``sample-en`` sovnlp's own sample, marked by hand; ``unseen`` and
``unseen-en`` composed texts that no model was trained on. Words a second are those of annotating as a whole (cutting,
morphology, lemmas, names) on one core.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from sovnlp.training.data import Passage, factrueval, marked, nerel

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
RUSSIAN = ("slovnet", "stanza", "ensemble")
ENGLISH = ("spacy", "spacy:period", "ensemble")
SETS = {
    "dev": (RUSSIAN, lambda: marked([SHARED / "gold" / "ner_ru_dev.jsonl"])),
    "nerel": (RUSSIAN, lambda: nerel(SHARED / "data" / "ner" / "nerel" / "dev")),
    "factrueval": (RUSSIAN, lambda: factrueval(SHARED / "data" / "ner" / "factrueval" / "devset")),
    "sample": (RUSSIAN, lambda: marked([ROOT / "tests" / "gold" / "ner_ru.jsonl"])),
    "unseen": (RUSSIAN, lambda: marked(sorted((ROOT / "corpus" / "annotated" / "unseen" / "ru").glob("*.txt")))),
    "en": (ENGLISH, lambda: marked([SHARED / "gold" / "ner_en_dev.jsonl"])),
    "sample-en": (ENGLISH, lambda: marked([ROOT / "tests" / "gold" / "ner_en.jsonl"])),
    "unseen-en": (ENGLISH, lambda: marked(sorted((ROOT / "corpus" / "annotated" / "unseen" / "en").glob("*.txt")))),
}
CHILD = """
import json, resource, sys, time
from pathlib import Path
from sovnlp.scorecard import score_ner
from sovnlp.annotating import Annotator, Recipe
from sovnlp.reading import read
from sovnlp.document import Document
gold, engine, texts = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
scored = score_ner([gold], engines=[engine])
annotator = Annotator(Recipe(engine))
documents = [one for one in read([texts]) if isinstance(one, Document)]
annotator.annotate(documents[:3])
start = time.perf_counter()
said = annotator.annotate(documents)
spent = time.perf_counter() - start
tokens = sum(len(one.tokens) for one in said)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
print(json.dumps({"rows": [row._asdict() for row in scored.rows], "rate": tokens / spent, "peak": peak}))
"""


def write_gold(passages: Iterable[Passage], folder: Path) -> Path:
    """Write passages as gold, and each as a text file to annotate."""
    texts = folder / "texts"
    texts.mkdir()
    file = folder / "gold.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for number, passage in enumerate(passages):
            record = {"file": passage.source, "text": passage.text, "entities": [list(name) for name in passage.names]}
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
            (texts / f"{number:05}.txt").write_text(passage.text, "utf-8")
    return file


def cell(row: dict[str, float | None]) -> str:
    if row["f1"] is None:
        return "–"
    bounds = f" ({row['low']:.2f}–{row['high']:.2f})" if row["low"] is not None else ""
    return f"{row['f1']:.3f}{bounds} / {row['overlap_f1']:.3f}"


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--sets", default=",".join(SETS))
    asked = options.parse_args().sets.split(",")
    print("strict F1 (95 % interval over documents) / overlap F1\n")
    print("| set | engine | all | PER | LOC | ORG | words/s, 1 core | peak memory, MB |")
    print("|---|---|---|---|---|---|---|---|")
    for name in asked:
        engines, passages = SETS[name]
        try:
            given = list(passages())
        except Exception as cause:
            print(f"| {name} | not here ({cause}) | | | | | | |")
            continue
        with tempfile.TemporaryDirectory() as temporary:
            gold = write_gold(given, Path(temporary))
            for engine in engines:
                command = [sys.executable, "-c", CHILD, str(gold), engine, str(gold.parent / "texts")]
                environment = {
                    **os.environ,
                    "OMP_NUM_THREADS": "1",
                    "OPENBLAS_NUM_THREADS": "1",
                    "MKL_NUM_THREADS": "1",
                }
                done = subprocess.run(command, capture_output=True, text=True, env=environment)
                if done.returncode:
                    raise SystemExit(done.stderr[-2000:])
                said = json.loads(done.stdout.splitlines()[-1])
                rows = {row["type"]: row for row in said["rows"] if row["engine"] == engine}
                cells = " | ".join(cell(rows[kind]) for kind in ("all", "PER", "LOC", "ORG"))
                print(f"| {name} | {engine} | {cells} | {said['rate']:,.0f} | {said['peak']:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
