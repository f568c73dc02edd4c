"""Run an ingest over and over, each time killed one change of the disk later, and say which rerun differs.

A program of its own, so that every run is forked from a process without threads. Arguments: a folder of texts, a store
to begin with (or none), a folder to work in.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sovnlp import build
from sovnlp.annotating import Annotator, load_lexicon
from sovnlp.annotators import russian, senses
from sovnlp.build import ingest
from sovnlp.corpus import store as stores
from sovnlp.document import Name, Word
from sovnlp.text.linking import linker
from sovnlp.text.split import words


def simple_engine(_: Annotator, language: str) -> tuple[Any, Any]:
    """Engines that need no model: every word is its own lemma, every capitalized word a place."""

    def tag(sentences: Sequence[str]) -> list[list[Word]]:
        return [
            [Word(start, stop, s[start:stop].lower(), "NOUN" if s[start].isalnum() else "PUNCT", "")
             for start, stop in words(s, language)]
            for s in sentences
        ]  # fmt: skip

    def name(sentences: Sequence[Sequence[str]]) -> list[list[Name]]:
        return [[Name(i, i + 1, "LOC") for i, word in enumerate(s) if word[0].isupper()] for s in sentences]

    return tag, name


def contents(store: Path) -> dict[str, str]:
    """What a store holds: a checksum for each file, and for the rows of each table of the index."""
    import duckdb

    held = {
        str(file.relative_to(store)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(store.rglob("*"))
        if file.is_file() and file.suffix != ".duckdb" and file.name != "writing.lock"
    }
    indexes = list(store.glob("index-*"))
    assert len(indexes) == 1, indexes
    held["index"] = indexes[0].name
    with duckdb.connect(str(indexes[0]), read_only=True) as connection:
        for (table,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            rows = connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
            held[f"index {table}"] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return held


def _in_child(task: Callable[[], object]) -> int:
    pid = os.fork()
    if not pid:
        try:
            task()
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitpid(pid, 0)[1]


def _kill_before(moment: int) -> None:
    """Let this process be killed before its next ``moment``-th renaming or removal of a file."""
    left = moment

    def counted(change: Callable[..., Any]) -> Callable[..., Any]:
        def act(*arguments: Any, **options: Any) -> Any:
            nonlocal left
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            return change(*arguments, **options)

        return act

    os.replace, os.unlink = counted(os.replace), counted(os.unlink)


def main(texts: Path, begun: Path | None, work: Path) -> None:
    stores.BATCH_CHARACTERS = 200
    Annotator._engine = simple_engine  # type: ignore[method-assign]
    # What takes long to load is loaded once, before the forks.
    russian.known_words()("слово")
    linker()
    lexicon = load_lexicon()
    decide = senses.load(lexicon)
    build.load_lexicon = lambda file=None: lexicon
    senses.load = lambda lexicon: decide
    import duckdb  # noqa: F401
    import pandas  # noqa: F401
    import pyarrow.parquet  # noqa: F401

    def run(store: Path, moment: int = 0) -> None:
        if moment:
            _kill_before(moment)
        ingest([texts], store=store, workers=0)

    def store(name: str) -> Path:
        return Path(shutil.copytree(begun, work / name)) if begun else work / name

    def tell(root: Path) -> None:
        run(root)
        answer.write_text(json.dumps(contents(root)))

    answer = work / "contents.json"
    assert _in_child(lambda: tell(store("undisturbed"))) == 0
    wanted = json.loads(answer.read_text())
    moment = 1
    while True:
        root = store(f"killed-{moment}")
        status = _in_child(lambda: run(root, moment))  # noqa: B023
        if status == 0:
            break
        assert os.WIFSIGNALED(status), f"moment {moment}: the run failed"
        assert _in_child(lambda: tell(root)) == 0, f"moment {moment}: the second run failed"  # noqa: B023
        found = json.loads(answer.read_text())
        differing = sorted(name for name in {*wanted, *found} if wanted.get(name) != found.get(name))
        assert not differing, f"moment {moment}: {differing}"
        shutil.rmtree(root)
        moment += 1
    print(moment - 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if sys.argv[2] else None, Path(sys.argv[3]))
