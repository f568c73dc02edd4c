"""Nothing of sovnlp's daily work asks the network for anything: from two texts to an answer, with every socket cut."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

RUSSIAN = "Товарищ Громов приехал в Заречье. Кулаки прячут хлеб, и кулак сдал не весь хлеб.\n"
ENGLISH = "Comrade Ivan Polozov spoke in Moscow. The kulaks hide the grain.\n"
# In a process of its own, so that no model is there from another test; an attempt counts though it were caught.
CUT = """\
import json, socket, sys

tried = []

def fails(*asked, **_):
    tried.append(repr(asked))
    raise OSError("there is no network")

for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, fails)
socket.getaddrinfo = socket.create_connection = socket.gethostbyname = fails

from sovnlp.cli import main

for command in json.load(sys.stdin):
    try:
        main(command)
    except SystemExit as end:
        if end.code:
            raise
print(json.dumps(tried))
"""


def offline(folder: Path, commands: Sequence[Sequence[str]]) -> list[Any]:
    """Run commands where no socket can be connected, and return what each printed; none may have tried."""
    # No proxy, cache or switch of the machine is to stand between.
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HF_", "STANZA_")) and "proxy" not in k.lower()}
    done = subprocess.run(
        [sys.executable, "-c", CUT],
        cwd=folder,
        input=json.dumps(commands),
        env={**kept, "SOVNLP_CACHE": str(folder / "cache"), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    *said, tried = map(json.loads, done.stdout.splitlines())
    assert tried == []
    return said


@pytest.mark.models
@pytest.mark.slow
def test_from_texts_to_answers_without_a_network(tmp_path: Path) -> None:
    (tmp_path / "ru.txt").write_text(RUSSIAN, "utf-8")
    (tmp_path / "en.txt").write_text(ENGLISH, "utf-8")
    gold = {"text": ENGLISH, "entities": [[8, 20, "PER"], [30, 36, "LOC"]], "language": "en"}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold), "utf-8")
    read, trace, entities, annotated, scored, checked = offline(
        tmp_path,
        [
            ["ingest", "ru.txt", "en.txt", "--date", "1930", "--workers", "0", "--json"],
            ["trace", "kulak", "--json"],
            ["entities", "--json"],
            ["annotate", "ru.txt", "--json"],
            ["score", "ner", "--gold", "gold.jsonl", "--json"],
            ["models", "list", "--json"],
        ],
    )
    assert sorted(row["language"] for row in read["rows"]) == ["en", "ru"]
    assert sum(row["hits"] for row in trace["rows"]) == 3
    named = json.dumps(entities["rows"], ensure_ascii=False)
    assert "Громов" in named and "Polozov" in named
    assert ("LOC", "Заречье") in {(entity["type"], entity["text"]) for entity in annotated["entities"]}
    assert {row["engine"]: row["f1"] for row in scored["rows"] if row["type"] == "all"}["default"] == 1
    assert all(row["ok"] for row in checked["rows"])


def test_the_sockets_are_cut(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="there is no network here"):
        offline(tmp_path, [["models", "pull", "stanza-ru"]])
