"""A store of eight composed texts, small enough to count by hand: what the tests of questions expect is counted here.

Words are counted without marks. People and places are invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from sovnlp.build import ingest
from sovnlp.corpus import Corpus

MANIFEST = """\
file,title,author,date,genre,language,reference,region,count
harvest.txt,О хлебе,Иван Полозов,1928-07-09,speech,ru,ЦАЗ. Ф. 1. Оп. 2. Д. 3,Заречье,x
fist.txt,Письмо,Мария Лугова,1928-10-02,letter,ru,,Заречье,x
plant.txt,The Plant,,1929-01-15,newspaper,en,The Zarechye Mail,Upland,y
mixed.txt,Газета,,1929-05,newspaper,ru,,Upland,y
undated.txt,Заметка,Иван Полозов,,plain,ru,,,
wide.txt,Письмо второе,,1930/1931,letter,ru,,,
session.txt,Заседание,,1931-03-01,stenogram,ru,,Заречье,
plan.txt,"=cmd() [red]\x1b[31mПлан",,1932-02-03,decree,ru,,,
"""
TEXTS = {
    # 3 + 4 + 3 = 10 words; kulak 2; «хлеб» 2
    "harvest.txt": "Кулак прячет хлеб. Мы не боимся кулаков.\n\nХлеб нужен городу.\n",
    # 7 + 4 = 11 words; one fist; wrecking 1
    "fist.txt": "Он сжал кулак и ударил по столу. Вредительство нашли на заводе.\n",
    # 5 + 6 = 11 words; kulak 1, wrecking 1
    "plant.txt": "The kulaks hide the grain. Wrecking was found at the plant.\n",
    # 7 + 3 = 10 Russian words, 4 English; kulak 1, in English
    "mixed.txt": "Газета пишет о новой жизни в деревне. The kulak is gone. Деревня строит школу.\n",
    # 4 words; kulak 1
    "undated.txt": "Кулаки ушли из деревни.\n",
    # 2 words; kulak 1
    "wide.txt": "Кулаки вернулись.\n",
    # Громов: kulak 1 in 4 + 2 words; Лебедева: kulak 1 in 5 + 1 words
    "session.txt": "Громов. Товарищи, кулак сдал хлеб.\n\nЛебедева. Кулак сдал не весь хлеб.\n\n"
    "Громов. Сдаст весь.\n\nЛебедева. Посмотрим.\n",
    # 4 + 5 = 9 words; the phrase «план хлебозаготовок района» 2
    "plan.txt": "План хлебозаготовок района выполнен. О плане хлебозаготовок района знают.\n",
}


def write(folder: Path) -> Path:
    """Write the texts and their manifest into a folder."""
    folder.mkdir(parents=True)
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "manifest.csv").write_text(MANIFEST, "utf-8")
    return folder


@pytest.fixture(scope="session")
def tiny_store(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The store of these texts, for reading only."""
    own = tmp_path_factory.getbasetemp()
    shared = (own if worker_id == "master" else own.parent) / "tiny"
    with FileLock(f"{shared}.lock"):
        if not shared.exists():
            write(shared / "texts")
            ingest([shared / "texts"], store=shared / "sovnlp.store", workers=0)
    return shared / "sovnlp.store"


@pytest.fixture
def tiny(tiny_store: Path) -> Iterator[Corpus]:
    """The tiny corpus, open for questions."""
    with Corpus.open(tiny_store) as corpus:
        yield corpus
