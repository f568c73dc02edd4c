"""A store of composed texts on three matters, school, grain and the mill: which of them a sentence is on is known.

Sentences are put together from short word lists by a seed; they make little sense and are no sources. The school fills
the texts of 1928 and 1929, grain those of 1930 and 1931; the mill comes up in 1932 and 1933 alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from sovnlp.build import ingest
from sovnlp.corpus import Corpus
from sovnlp.corpus.bags import Recipe
from sovnlp.topics.making import fit_topics
from sovnlp.topics.model import Model, load_topics

MATTERS = {
    "school": "школа учитель урок тетрадь класс книга букварь доска парта ученик",
    "grain": "зерно амбар поле урожай овёс жатва колос мешок пшеница сеялка",
    "mill": "станок фабрика пряжа цех мастер смена ткань нитка машина катушка",
}
YEARS = {1928: "school", 1929: "school", 1930: "grain", 1931: "grain", 1932: "mill", 1933: "mill"}
TEXTS, SENTENCES = 5, 14


def write(folder: Path) -> Path:
    """Write the texts and their manifest into a folder."""
    folder.mkdir(parents=True)
    draw = random.Random(7)
    lines = ["file,date,genre,author,reference"]
    for year, main in YEARS.items():
        for number in range(TEXTS):
            said = []
            for _ in range(SENTENCES):
                known = list(MATTERS)[: 3 if year >= 1932 else 2]
                matter = main if draw.random() < 0.8 else draw.choice(known)
                a, b, c, d = draw.sample(MATTERS[matter].split(), 4)
                said.append(f"{a.capitalize()} и {b}, {c} и {d}.")
            name = f"{year}-{number}.txt"
            (folder / name).write_text(" ".join(said[:7]) + "\n\n" + " ".join(said[7:]) + "\n", "utf-8")
            genre, author = ("speech", "Полозов") if number % 2 else ("letter", f"Лугова {number}")
            lines.append(f"{name},{year}-0{number + 1}-15,{genre},{author},ЦАЗ. Ф. {number}. Оп. 1. Д. {year}")
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


RECIPE = Recipe(unit="paragraph", min_count=3)


@pytest.fixture(scope="session")
def matters_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder with the store of these texts and a model of three topics, for reading only."""
    own = tmp_path_factory.getbasetemp()
    shared = (own if worker_id == "master" else own.parent) / "matters"
    with FileLock(f"{shared}.lock"):
        if not shared.exists():
            write(shared / "texts")
            ingest([shared / "texts"], store=shared / "sovnlp.store", ner="slovnet", workers=0)
            with Corpus.open(shared / "sovnlp.store") as corpus:
                fit_topics(corpus, shared / "model", topics=3, replicates=3, recipe=RECIPE, seed=1)
    return shared


@pytest.fixture
def matters(matters_folder: Path) -> Iterator[Corpus]:
    """The corpus of these texts, open for questions."""
    with Corpus.open(matters_folder / "sovnlp.store") as corpus:
        yield corpus


@pytest.fixture
def model(matters_folder: Path) -> Model:
    """The model of three topics."""
    return load_topics(matters_folder / "model")


def topic_of(model: Model, word: str) -> int:
    """The number of the topic in which a word weighs most."""
    return int(model.topics[:, model.bags.terms.index(word)].argmax()) + 1
