"""A store of synthetic annotations: made-up words drawn from a Zipf distribution. Not a text of any kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sovnlp import lexicon
from sovnlp.annotating import ENGLISH, NER, Recipe
from sovnlp.corpus import index, schemas
from sovnlp.corpus.records import Record
from sovnlp.corpus.store import Store

DOCUMENT = 1000
SEGMENT = 100
SENTENCE = 20
SHARD = 30
VOCABULARY = 200_000
# The ranks, counted from 0, at which real lemmas are put, so that questions can be asked: frequent, middling, rare.
PLANTED = {4: "хлеб", 120: "кулак", 121: "крестьянин", 5_000: "смычка"}
SYLLABLES = "ба во ги де жу зы кя лю мо ни пе ру са то фу хи це чо ша щи эт юн яр".split()


def vocabulary(rng: np.random.Generator) -> np.ndarray[Any, Any]:
    """Return distinct made-up words, the planted lemmas at their ranks."""
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        for row in rng.integers(0, len(SYLLABLES), (VOCABULARY, 5)):
            words["".join(SYLLABLES[i] for i in row[: 2 + sum(row) % 4])] = None
    listed = list(words)[:VOCABULARY]
    for rank, lemma in PLANTED.items():
        listed[rank] = lemma
    return np.array(listed)


def shards(tokens: int, seed: int = 1) -> Iterator[tuple[list[str], pa.Table, list[str]]]:
    """Yield content keys, the tokens table and the texts, shard by shard."""
    rng = np.random.default_rng(seed)
    words = vocabulary(rng)
    lengths = np.char.str_len(words)
    weights = 1 / np.arange(1, VOCABULARY + 1) ** 1.05
    cumulated = np.cumsum(weights / weights.sum())
    documents = tokens // DOCUMENT
    for first in range(0, documents, SHARD):
        count = min(SHARD, documents - first)
        keys = [f"{number:032x}" for number in range(first, first + count)]
        drawn = np.searchsorted(cumulated, rng.random(count * DOCUMENT)).clip(0, VOCABULARY - 1)
        places = np.tile(np.arange(DOCUMENT), count)
        ends = (lengths[drawn] + 1).reshape(count, DOCUMENT).cumsum(1).ravel()
        forms = pa.DictionaryArray.from_arrays(pa.array(drawn.astype("int32")), pa.array(words)).cast(pa.string())
        size = len(drawn)
        same = {"pos": "NOUN", "feats": "Case=Nom|Number=Sing", "language": "ru"}
        columns = {
            "text": pa.array(np.repeat(keys, DOCUMENT)),
            "token": places,
            "segment": places // SEGMENT,
            "start": ends - 1 - lengths[drawn],
            "stop": ends - 1,
            "form": forms,
            "norm": forms,
            "lemma": forms,
            "sentence": places // SENTENCE,
            **{name: pa.repeat(value, size) for name, value in same.items()},
        }
        schema = schemas.tokens_schema()
        table = pa.table(
            [pa.array(columns[name]).cast(schema.field(name).type) for name in schema.names], schema=schema
        )
        spelled = words[drawn]
        yield keys, table, [" ".join(spelled[i * DOCUMENT : (i + 1) * DOCUMENT]) for i in range(count)]


def make(root: Path, tokens: int) -> tuple[Store, list[Record], str, lexicon.Lexicon]:
    """Write a store of so many tokens, all but its index."""
    store = Store(root)
    terms = lexicon.load()
    recipe = Recipe(NER, ENGLISH).fingerprint()
    records: list[Record] = []
    with store.writing():
        for number, (keys, table, texts) in enumerate(shards(tokens)):
            name = f"{number:016x}"
            stem = f"{recipe}-{name}"
            pq.write_table(table, root / "annotations" / f"{stem}.tokens.parquet", compression="zstd")
            empty = schemas.entities_schema().empty_table()
            pq.write_table(empty, root / "annotations" / f"{stem}.entities.parquet")
            pq.write_table(
                _texts(keys, table, texts), root / "annotations" / f"{stem}.texts.parquet", compression="zstd"
            )
            pq.write_table(_concepts(table), store.concepts_file(terms.fingerprint, recipe, name), compression="zstd")
            records += [_record(key, len(text)) for key, text in zip(keys, texts, strict=True)]
        store.set_records(records)
    return store, records, recipe, terms


def finish(store: Store, records: list[Record], recipe: str, terms: lexicon.Lexicon) -> Path:
    """Build the index and make it current."""
    with store.writing():
        name = index.fingerprint(records, recipe, terms.fingerprint)
        store.make_index(name, lambda path: index.write(path, store, records, recipe, terms), index.sound)
        state = {"recipe": recipe, "lexicon": terms.fingerprint, "ner": NER, "english": ENGLISH, "models": {}}
        store.set_state({"index": name, "tables": index.VERSION, **state})
    return store.index_file(name)


def _texts(keys: list[str], table: pa.Table, texts: list[str]) -> pa.Table:
    starts = table["start"].to_numpy().reshape(len(keys), DOCUMENT)[:, ::SEGMENT]
    stops = table["stop"].to_numpy().reshape(len(keys), DOCUMENT)[:, SEGMENT - 1 :: SEGMENT]
    plain = {"kind": "paragraph", "turn": None, "speaker": None, "speaker_id": None, "office": None, "editorial": False}
    segments = [
        [
            {**plain, "page": None, "start": int(a), "stop": int(b), "text": text[a:b]}
            for a, b in zip(starts[i], stops[i], strict=True)
        ]
        for i, text in enumerate(texts)
    ]
    columns = {"text": keys, "language": ["ru"] * len(keys), "content": texts, "segments": segments}
    return pa.table(columns, schema=schemas.texts_schema())


def _concepts(table: pa.Table) -> pa.Table:
    """Take every occurrence of the planted lemma for its concept."""
    import pyarrow.compute as pc

    hits = table.filter(pc.equal(table["lemma"], "кулак"))
    size = len(hits)
    columns = {
        "text": hits["text"],
        "token": hits["token"],
        "after": pc.add(hits["token"], 1),
        "start": hits["start"],
        "stop": hits["stop"],
        "concept": pa.repeat("kulak", size),
        "accepted": pa.repeat(True, size),
        "negated": pa.repeat(False, size),
        "quoted": pa.repeat(False, size),
        "probability": pa.repeat(0.99, size),
        "why": pa.repeat("planted", size),
    }
    schema = schemas.concepts_schema()
    return pa.table(columns).select(schema.names).cast(schema)


def _record(key: str, characters: int) -> Record:
    day = date(1921, 1, 1) + timedelta(days=int(key, 16) * 7919 % 6939)
    return Record(
        id=f"synthetic-{int(key, 16):07d}",
        file=f"{key}.txt",
        part=1,
        path=f"/synthetic/{key}.txt",
        sha256=key * 2,
        text=key,
        characters=characters,
        language="ru",
        genre=("speech", "svodka", "newspaper", "letter")[int(key, 16) % 4],
        title="Synthetic",
        author=None,
        date=day.isoformat(),
        date_from=day.isoformat(),
        date_to=day.isoformat(),
        date_kind=None,
        date_printed=None,
        reference=None,
        url=None,
        composed=False,
        facets={},
        inferred=[],
    )
