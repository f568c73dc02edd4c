"""Names: strict and overlap F1 by type with intervals over documents, words a second and peak memory, engine by engine.

    python bench/ner.py [--sets dev,nerel,factrueval,en,unseen]

Each engine and set is a process of its own. The sets: ``dev``, ``en`` the gold on real sources of 1928–1939 (nothing
was trained on it; rules were mended while reading its errors, so the held-back half is the judge); ``nerel`` and
``factrueval`` the dev sets of NEREL and factRuEval-2016, brought under the same rules as the training data (see
``sovnlp/training/data.py``); ``sample`` and ``sample-en`` sovnlp's own sample, marked by hand; ``unseen`` and
``unseen-en`` composed texts that no model was trained on. Words a second are those of annotating as a whole (cutting,
morphology, lemmas, names) on one core.

The last column is the recall, strict, on strangers: names of which no word is in a name of the training data or in the
authority lexicon, endings left aside. It tells what an engine makes of names that it can only know by their place.
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

from sovnlp.text.known_names import known_names
from sovnlp.text.split import words
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
from sovnlp.scorecard.gold import read_passages
from sovnlp.scorecard.judging import judge
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
strangers = json.loads(Path(sys.argv[4]).read_text("utf-8"))
judged = judge(list(read_passages(gold)), {engine: Recipe(engine)}, None, lambda *_: None)
met = sum(tuple(one.passage.names[i]) in set(one.found[engine]) for one, own in zip(judged, strangers) for i in own)
rows = [row._asdict() for row in scored.rows]
told = {"rate": tokens / spent, "peak": peak, "met": met, "strangers": sum(map(len, strangers))}
print(json.dumps({"rows": rows, **told}))
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


def stem(word: str) -> str:
    """Return a word without its ending, roughly."""
    return word.lower()[: max(4, len(word) - 2)]


def trained_stems(language: str) -> set[str]:
    """Return the stems of all words in the names that the period model of a language was trained on."""
    folder = ROOT / "corpus" / "annotated" / language
    passages = list(marked(sorted(folder.glob("*.txt"))))
    if language == "ru":
        passages += nerel(SHARED / "data" / "ner" / "nerel" / "train")
        passages += factrueval(SHARED / "data" / "ner" / "factrueval" / "devset")
    return {stem(word) for one in passages for word in spelled_words(one)}


def spelled_words(passage: Passage) -> list[str]:
    """Return the words of all names in a passage."""
    printed = [passage.text[start:stop] for start, stop, _ in passage.names]
    found = [name[word.start : word.stop] for name in printed for word in words(name, "ru")]
    return [word for word in found if any(letter.isalnum() for letter in word)]


def find_strangers(passages: Iterable[Passage], trained: set[str]) -> list[list[int]]:
    """Return for each passage the numbers of the names that are neither in the training data nor in the lexicon."""
    lexicon = known_names()
    found = []
    for passage in passages:
        own = []
        for number, name in enumerate(passage.names):
            printed = spelled_words(Passage("", passage.text, (name,)))
            if trained.isdisjoint(map(stem, printed)) and not list(lexicon.find(printed)):
                own.append(number)
        found.append(own)
    return found


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
    print("| set | engine | all | PER | LOC | ORG | words/s, 1 core | peak memory, MB | strangers |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name in asked:
        engines, passages = SETS[name]
        try:
            given = list(passages())
        except Exception as cause:
            print(f"| {name} | not here ({cause}) | | | | | | | |")
            continue
        with tempfile.TemporaryDirectory() as temporary:
            gold = write_gold(given, Path(temporary))
            strangers = gold.parent / "strangers.json"
            trained = trained_stems("ru" if engines is RUSSIAN else "en")
            strangers.write_text(json.dumps(find_strangers(given, trained)), "utf-8")
            for engine in engines:
                command = [sys.executable, "-c", CHILD, str(gold), engine, str(gold.parent / "texts"), str(strangers)]
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
                met = f"{said['met']} of {said['strangers']}"
                cells = " | ".join(cell(rows[kind]) for kind in ("all", "PER", "LOC", "ORG"))
                print(
                    f"| {name} | {engine} | {cells} | {said['rate']:,.0f} | {said['peak']:,.0f} | {met} |", flush=True
                )


if __name__ == "__main__":
    main()
