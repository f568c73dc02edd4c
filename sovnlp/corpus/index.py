"""The derived index: one DuckDB file in which every token of a store has a position.

documents   one row per document, in order of date and id; ``spare`` where another version is counted in its place
shared      documents that share word sequences; ``reprints`` which is counted instead of which
segments    one row per segment, with its own text; ``person`` is the speaker in his most frequent spelling
sizes       words (not marks) by segment and language: every denominator comes from here
volumes     the same by document, language and whether the words are an editor's
positions   by position: lemma, norm, tag, segment, place in the text; ``tags`` part of speech, features, language
tokens      the two together
lemmas, norms   the vocabularies; ``forms`` which norm has which lemma
by_lemma, by_norm   postings, sorted by (word, position), so that a look-up reads a few row groups
hits        occurrences of concepts, sorted by (concept, position)
concepts, labels   the lexicon that decided them, and the strings by which a concept may be asked for
entities    names, each with what it means: ``id`` of the authority lexicon, or a key that begins with ~
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sovnlp.corpus import reprints, schemas
from sovnlp.corpus.records import Record
from sovnlp.corpus.store import Store
from sovnlp.lexicon import Lexicon
from sovnlp.lexicon.authority import load_authority
from sovnlp.text import translit
from sovnlp.text.linking import Link, Mention, linker
from sovnlp.text.speakers import speaker_id
from sovnlp.text.translit import is_cyrillic

__all__ = ["VERSION", "fingerprint", "sound", "write"]

# Raise it when the tables change: every store is then indexed anew at its next ingest.
VERSION = 4
MEMORY = "1GB"


def fingerprint(records: Sequence[Record], recipe: str, lexicon: str) -> str:
    """Return 16 hexadecimal digits that follow from everything an answer depends on."""
    content = [
        VERSION,
        recipe,
        lexicon,
        load_authority().fingerprint,
        [r.described() for r in sorted(records, key=lambda r: r.id)],
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def write(path: Path, store: Store, records: Sequence[Record], recipe: str, lexicon: Lexicon) -> None:
    """Write the index of these documents to ``path``, from the annotations of ``recipe`` in the store."""
    import duckdb

    path.unlink(missing_ok=True)
    settings = {"memory_limit": MEMORY, "temp_directory": f"{path}.spill", "preserve_insertion_order": "true"}
    with duckdb.connect(str(path), config=settings) as connection:
        _write_documents(connection, records)
        _write_segments(connection, store, recipe)
        _write_tokens(connection, store, recipe)
        _write_hits(connection, store, recipe, lexicon)
        _write_entities(connection, store, recipe)
        reprints.write(connection)
        connection.unregister("records")
        connection.execute("CHECKPOINT")


def sound(path: Path) -> bool:
    """Say whether there is an index at ``path`` that can be opened."""
    import duckdb

    try:
        duckdb.connect(str(path), read_only=True).close()
    except duckdb.Error:
        return False
    return True


def _files(store: Store, recipe: str, kind: str) -> list[str]:
    folder = store.root / "annotations"
    return [_literal(folder / f"{recipe}-{shard}.{kind}.parquet") for shard in store.shards(recipe)]


def _literal(path: Path) -> str:
    """Return the pattern that DuckDB takes for this path and no other: a folder may be called ``[1937]``."""
    return re.sub(r"[*?\[]", r"[\g<0>]", str(path))


def _write_documents(connection: Any, records: Sequence[Record]) -> None:
    import pyarrow as pa

    table = pa.table(dict(schemas.documents(records)), schema=schemas.documents_schema())
    connection.register("records", table)
    connection.execute(
        """
        CREATE TABLE documents AS
        SELECT (row_number() OVER (ORDER BY date_from NULLS LAST, id) - 1)::INTEGER AS doc,
               * EXCLUDE (shingles) REPLACE (date_from::DATE AS date_from, date_to::DATE AS date_to),
               variant_of IS NOT NULL AND variant_of IN (SELECT id FROM records WHERE variant_of IS NULL) AS spare
        FROM records ORDER BY doc
        """
    )


def _write_segments(connection: Any, store: Store, recipe: str) -> None:
    import pyarrow as pa

    files = _files(store, recipe, "texts")
    printed = connection.execute(
        """
        SELECT name, count(*) FROM (
            SELECT s.speaker AS name FROM (SELECT unnest(segments) AS s FROM read_parquet(?))
            UNION ALL SELECT author FROM documents
        ) WHERE name IS NOT NULL GROUP BY name
        """,
        [files],
    ).fetchall()
    # «ОТВЕТ» may stand for a person who is named elsewhere, but is no spelling of a name.
    named = [(key, name, times) for name, times in printed if (key := speaker_id(name)) is not None]
    columns = zip(*named, strict=True) if named else ((), (), ())
    types = (pa.string(), pa.string(), pa.int64())
    arrays = [pa.array(column, type=kind) for column, kind in zip(columns, types, strict=True)]
    connection.register("spellings", pa.table(arrays, names=["speaker_id", "name", "times"]))
    connection.execute(
        """
        CREATE TABLE segments AS
        WITH listed AS (
            SELECT text, unnest(segments) AS s, generate_subscripts(segments, 1) - 1 AS number FROM read_parquet(?)
        ), people AS (
            SELECT speaker_id, arg_max(name, (times, name)) AS person FROM spellings GROUP BY speaker_id
        )
        SELECT (row_number() OVER (ORDER BY doc, number) - 1)::INTEGER AS segment, doc, number::INTEGER AS number,
               s.kind, s.turn, s.speaker, s.speaker_id, coalesce(person, s.speaker_id, s.speaker) AS person,
               s.office, s.editorial, s.page, s.start, s.stop, s.text
        FROM listed JOIN (SELECT doc, text FROM documents) USING (text)
        LEFT JOIN people ON people.speaker_id = s.speaker_id
        ORDER BY segment
        """,
        [files],
    )
    connection.unregister("spellings")


def _write_tokens(connection: Any, store: Store, recipe: str) -> None:
    files = [_files(store, recipe, "tokens")]
    for table, column in (("lemmas", "lemma"), ("norms", "norm")):
        connection.execute(
            f"""
            CREATE TABLE {table} AS
            SELECT (row_number() OVER (ORDER BY {column}) - 1)::INTEGER AS id, {column}
            FROM (SELECT DISTINCT {column} FROM read_parquet(?)) ORDER BY id
            """,
            files,
        )
    connection.execute(
        """
        CREATE TEMP TABLE places AS
        WITH counted AS (SELECT text, count(*) AS size FROM read_parquet(?) GROUP BY text)
        SELECT doc, text, (coalesce(sum(size) OVER (ORDER BY doc), 0) - coalesce(size, 0))::INTEGER AS first,
               coalesce(size, 0)::INTEGER AS size, s.base
        FROM documents LEFT JOIN counted USING (text)
        LEFT JOIN (SELECT doc, min(segment) AS base FROM segments GROUP BY doc) AS s USING (doc)
        """,
        files,
    )
    connection.execute("CREATE TYPE language AS ENUM ('en', 'ru')")
    connection.execute(
        """
        CREATE TABLE tags AS
        SELECT (row_number() OVER (ORDER BY pos, feats, language) - 1)::INTEGER AS tag, pos, feats,
               language::language AS language, pos NOT IN ('PUNCT', 'SYM') AS word
        FROM (SELECT DISTINCT pos, feats, language FROM read_parquet(?)) ORDER BY tag
        """,
        files,
    )
    connection.execute(
        """
        CREATE TABLE positions AS
        SELECT (first + token)::INTEGER AS position, (base + segment)::INTEGER AS segment, l.id AS lemma, n.id AS norm,
               tag, start, stop, sentence
        FROM read_parquet(?) AS t JOIN places USING (text) JOIN lemmas AS l USING (lemma) JOIN norms AS n USING (norm)
        JOIN tags AS g ON g.pos = t.pos AND g.feats = t.feats AND g.language::VARCHAR = t.language
        ORDER BY position
        """,
        files,
    )
    connection.execute("CREATE VIEW tokens AS SELECT * EXCLUDE (tag) FROM positions JOIN tags USING (tag)")
    connection.execute(
        """
        CREATE TABLE by_lemma AS
        SELECT lemma, position, segment, language, norm FROM positions JOIN tags USING (tag)
        WHERE word ORDER BY lemma, position
        """
    )
    connection.execute(
        """
        CREATE TABLE by_norm AS
        SELECT norm, position, segment, language FROM positions JOIN tags USING (tag) WHERE word ORDER BY norm, position
        """
    )
    connection.execute(
        """
        CREATE TABLE forms AS
        SELECT norm, lemma, language, count(*)::INTEGER AS count
        FROM by_lemma GROUP BY norm, lemma, language ORDER BY norm, count DESC, lemma
        """
    )
    connection.execute(
        """
        CREATE TABLE sizes AS
        SELECT segment, s.doc, t.language, s.editorial, t.tokens
        FROM (SELECT segment, language, count(*)::INTEGER AS tokens FROM tokens WHERE word GROUP BY ALL) AS t
        JOIN segments AS s USING (segment) ORDER BY segment, language
        """
    )
    connection.execute(
        """
        CREATE TABLE volumes AS
        SELECT doc, language, editorial, sum(tokens)::INTEGER AS tokens FROM sizes GROUP BY ALL ORDER BY ALL
        """
    )
    connection.execute(
        """
        ALTER TABLE documents ADD COLUMN first INTEGER;
        ALTER TABLE documents ADD COLUMN last INTEGER;
        UPDATE documents SET first = places.first, last = places.first + places.size
        FROM places WHERE places.doc = documents.doc
        """
    )
    _write_keys(connection)


def _write_keys(connection: Any) -> None:
    """Give each Russian lemma the loose key by which a Latin spelling finds it."""
    import pyarrow as pa

    rows = connection.execute(
        "SELECT DISTINCT id, lemmas.lemma FROM lemmas JOIN forms ON forms.lemma = id WHERE language = 'ru' ORDER BY id"
    ).fetchall()
    table = pa.table(
        {"key": [translit.key(lemma) for _, lemma in rows], "lemma": pa.array([i for i, _ in rows], pa.int32())}
    )
    connection.register("listed", table)
    connection.execute("CREATE TABLE keys AS SELECT key, lemma FROM listed ORDER BY key, lemma")
    connection.unregister("listed")


def _write_hits(connection: Any, store: Store, recipe: str, lexicon: Lexicon) -> None:
    import pyarrow as pa

    ids = list(lexicon.concepts)
    concepts = pa.table(
        {
            "concept": pa.array(range(len(ids)), pa.int32()),
            "id": ids,
            "ru": [lexicon.concepts[i].label["ru"] for i in ids],
            "en": [lexicon.concepts[i].label["en"] for i in ids],
        }
    )
    claims = [(text, claimed[0]) for text, claimed in lexicon.claims().items()]
    labels = pa.table(
        {
            "text": [text for text, _ in claims],
            "key": [translit.key(text) for text, _ in claims],
            "concept": pa.array([ids.index(concept) for _, concept in claims], pa.int32()),
        }
    )
    for name, table in (("concepts", concepts), ("labels", labels)):
        connection.register("listed", table)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM listed")
        connection.unregister("listed")
    files = [_literal(store.concepts_file(lexicon.fingerprint, recipe, shard)) for shard in store.shards(recipe)]
    connection.execute(
        """
        CREATE TABLE hits AS
        WITH decided AS (
            SELECT c.concept, first + d.token AS position, first + d.after AS after, d.start, d.stop, accepted,
                   probability, why, negated, quoted
            FROM read_parquet(?) AS d JOIN concepts AS c ON c.id = d.concept JOIN places USING (text)
        ), bounded AS (
            SELECT d.concept, position, d.after, t.segment, t.language, norms.norm, d.start, d.stop, accepted,
                   probability, why, negated, quoted
            FROM decided AS d JOIN tokens AS t USING (position) JOIN norms ON norms.id = t.norm
        ), phrases AS (
            SELECT concept, e.position, string_agg(norms.norm, ' ' ORDER BY tokens.position) AS form
            FROM (SELECT concept, position, unnest(range(position, after)) AS inside
                  FROM bounded WHERE after > position + 1) AS e
            JOIN tokens ON tokens.position = e.inside AND tokens.word JOIN norms ON norms.id = tokens.norm
            GROUP BY concept, e.position
        )
        SELECT concept, position, after, segment, language, coalesce(form, norm) AS form, start, stop, accepted,
               probability, why, negated, quoted
        FROM bounded LEFT JOIN phrases USING (concept, position)
        ORDER BY concept, position, after
        """,
        [files],
    )


def _write_entities(connection: Any, store: Store, recipe: str) -> None:
    import pyarrow as pa

    rows = connection.execute(
        """
        SELECT doc, date_from::VARCHAR, date_to::VARCHAR, e.type, e.name, e.lemma, e.start, e.stop
        FROM read_parquet(?) AS e JOIN places USING (text) JOIN documents USING (doc) ORDER BY doc, e.start, e.stop
        """,
        [_files(store, recipe, "entities")],
    ).fetchall()
    links: list[Link] = []
    for (_, since, until), group in itertools.groupby(rows, key=lambda row: row[:3]):
        links += linker().link([Mention(*row[3:6]) for row in group], since=since, until=until)
    columns = {
        "doc": pa.array([row[0] for row in rows], pa.int32()),
        "start": pa.array([row[6] for row in rows], pa.int32()),
        "stop": pa.array([row[7] for row in rows], pa.int32()),
        "type": pa.array([row[3] for row in rows], pa.string()),
        "name": pa.array([row[4] for row in rows], pa.string()),
        "language": pa.array(["ru" if is_cyrillic(row[4]) else "en" for row in rows], pa.string()),
        "id": pa.array([link.id for link in links], pa.string()),
        "label": pa.array([link.label for link in links], pa.string()),
        "among": pa.array([list(link.among) for link in links], pa.list_(pa.string())),
    }
    connection.register("linked", pa.table(columns))
    connection.execute(
        """
        CREATE TABLE entities AS
        SELECT e.doc, s.segment, e.start, e.stop, e.type, e.name, e.language, e.id, e.label, e.among
        FROM linked AS e ASOF LEFT JOIN segments AS s ON s.doc = e.doc AND s.start <= e.start
        ORDER BY e.doc, e.start, e.stop
        """
    )
    connection.unregister("linked")
