"""A store of twenty-four composed texts over six years, four a year, in which the kulak comes up from 1931 on.

Each text has a known number of sentences of three words with one hit, and of four words with none. Two more texts are
dated too widely. People and places are invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from sovnlp.build import ingest
from sovnlp.corpus import Corpus

HIT, PLAIN = "Кулак прячет хлеб.", "Мы строим новую школу."
# Sentences with a hit by year, one number a text: 3 hits before 1931, 40 from then on.
HITS = {
    1928: (0, 1, 0, 0),
    1929: (1, 0, 0, 0),
    1930: (0, 0, 0, 1),
    1931: (2, 3, 2, 4),
    1932: (3, 5, 2, 3),
    1933: (2, 10, 2, 2),
}
OTHERS = 30


def write(folder: Path) -> Path:
    """Write the texts and their manifest into a folder."""
    folder.mkdir(parents=True)
    lines = ["file,date,genre,author,reference"]
    for year, counts in HITS.items():
        for number, hits in enumerate(counts):
            name = f"{year}-{number}.txt"
            (folder / name).write_text(" ".join([HIT] * hits + [PLAIN] * OTHERS) + "\n", "utf-8")
            genre, author = ("speech", "Полозов") if number % 2 else ("letter", f"Лугова {number}{year}")
            lines.append(f"{name},{year}-0{number + 1}-15,{genre},{author},ЦАЗ. Ф. {number}. Оп. 1. Д. {year}")
    for name, date in (("wide.txt", "1928/1933"), ("undated.txt", "")):
        (folder / name).write_text(f"{HIT}\n", "utf-8")
        lines.append(f"{name},{date},letter,,")
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


@pytest.fixture(scope="session")
def years_store(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The store of these texts, for reading only."""
    own = tmp_path_factory.getbasetemp()
    shared = (own if worker_id == "master" else own.parent) / "years"
    with FileLock(f"{shared}.lock"):
        if not shared.exists():
            write(shared / "texts")
            ingest([shared / "texts"], store=shared / "sovnlp.store", ner="slovnet", workers=0)
    return shared / "sovnlp.store"


@pytest.fixture
def years(years_store: Path) -> Iterator[Corpus]:
    """The corpus of these texts, open for questions."""
    with Corpus.open(years_store) as corpus:
        yield corpus
