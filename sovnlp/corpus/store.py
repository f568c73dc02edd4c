"""The folder a store is: raw bytes, annotations by content, document records, and which index is current.

    store.json                                    format version, recipe, lexicon, which index is current
    scorecard.json                                how far its names were checked by hand
    sources/<sha256>                              the bytes as they came
    documents.parquet                             one record per document
    annotations/<recipe>-<shard>.{texts,tokens,entities}.parquet
    concepts/<lexicon>-<recipe>-<shard>.parquet   sense decisions
    index-<fingerprint>.duckdb                    derived

Every file appears whole, by renaming; a writer that is killed leaves nothing half-written behind that is ever read.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from uuid import uuid4

from sovnlp.corpus import schemas
from sovnlp.corpus.records import Record
from sovnlp.corpus.trust import Scorecard
from sovnlp.document import Annotation, Document, Segment, Token
from sovnlp.errors import CorpusError

__all__ = ["FORMAT", "Batch", "Store", "cut_batches"]

FORMAT = 1
# Characters in one shard: about 30,000 words, ten to twenty seconds of annotation.
BATCH_CHARACTERS = 200_000
PLAN = "plan.json"
LEXICON = "lexicon.toml"
SCORECARD = "scorecard.json"
# What a store writes. Nothing else is ever removed, and a folder with anything else in it does not become a store.
_FOLDERS = {
    name: re.compile(pattern)
    for name, pattern in {
        "sources": r"[0-9a-f]{64}",
        "annotations": r"[0-9a-f]{16}-[0-9a-f]{16}\.(?:texts|tokens|entities)\.parquet",
        "concepts": r"[0-9a-f]{16}-[0-9a-f]{16}-[0-9a-f]{16}\.parquet",
        "pending": r"[0-9a-f]{32}",
    }.items()
}
_FILES = re.compile(
    r"(?:store|plan|scorecard)\.json|writing\.lock|documents\.parquet|lexicon\.toml|index-[0-9a-f]{16}\.duckdb.*"
)
_UNFINISHED = ".unfinished-"
_KEYS = ("index", "recipe", "lexicon", "ner", "english", "models")


@dataclass(frozen=True, slots=True)
class Batch:
    """The texts that one shard holds, by content key in order; the shard is named after them."""

    keys: tuple[str, ...]

    @property
    def name(self) -> str:
        """Sixteen hexadecimal digits that follow from the keys alone."""
        return hashlib.sha256("".join(self.keys).encode()).hexdigest()[:16]


def cut_batches(sizes: Mapping[str, int]) -> list[Batch]:
    """Cut texts, given their lengths in characters by key, into batches that depend on nothing else."""
    batches: list[Batch] = []
    keys: list[str] = []
    size = 0
    for key in sorted(sizes):
        if keys and size + sizes[key] > BATCH_CHARACTERS:
            batches.append(Batch(tuple(keys)))
            keys, size = [], 0
        keys.append(key)
        size += sizes[key]
    if keys:
        batches.append(Batch(tuple(keys)))
    return batches


class Store:
    """A store folder. Reading needs no lock; every change is made under ``writing()``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def exists(self) -> bool:
        """Say whether something has been ingested here to the end."""
        return (self.root / "store.json").exists()

    def state(self) -> dict[str, Any]:
        """Return what ``store.json`` says; raise ``CorpusError`` for another format or a broken file."""
        file = self.root / "store.json"
        try:
            state: dict[str, Any] = json.loads(file.read_text("utf-8"))
            version = state["format"]
            missing = [key for key in _KEYS if key not in state] if version == FORMAT else []
            if missing:
                raise KeyError(missing[0])
        except FileNotFoundError:
            raise CorpusError(
                f"nothing has been ingested yet: there is no store at {self.root}",
                f'sovnlp ingest FOLDER --store "{self.root}"',
            ) from None
        except (OSError, ValueError, KeyError, TypeError) as cause:
            raise CorpusError(
                f"{file} is not a store's record ({type(cause).__name__})",
                "delete that file and ingest any file again, with your --ner and --english: nothing is annotated again",
            ) from None
        if version != FORMAT:
            raise CorpusError(
                f"the store at {self.root} has format {version}; this sovnlp reads format {FORMAT}",
                "use the sovnlp that wrote it, or ingest its files into a new folder with --store",
            )
        return state

    def set_state(self, state: Mapping[str, Any]) -> None:
        """Replace ``store.json`` in one go."""
        text = json.dumps({"format": FORMAT, **state}, ensure_ascii=False, indent=1, sort_keys=True)
        self._whole(self.root / "store.json", lambda path: path.write_text(text + "\n", "utf-8"))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store for writing.

        Raises ``CorpusError`` where another process holds it, where the folder cannot be written, and where it is not
        a store and holds something.
        """
        from filelock import FileLock, Timeout

        if "?" in str(self.root):
            # DuckDB takes what follows for the query of an address.
            raise CorpusError(
                f"the path of a store cannot have a question mark: {self.root}", "name another folder with --store"
            )
        foreign = None if self.exists() else self._foreign()
        if foreign:
            raise CorpusError(
                f"{self.root} is not a store and is not empty: {foreign.relative_to(self.root)} lies in it",
                "name another folder with --store",
            )
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.root / "writing.lock", timeout=0)
            lock.acquire()
        except Timeout:
            raise CorpusError(
                f"another process is writing to the store at {self.root}", "wait until it has ended, then try again"
            ) from None
        except (OSError, NotImplementedError) as cause:
            raise self._unwritable(cause) from None
        try:
            for name in _FOLDERS:
                (self.root / name).mkdir(exist_ok=True)
            self._sweep()
            yield
        finally:
            lock.release()

    def _foreign(self) -> Path | None:
        """Return something in the folder that no store has written, if there is any."""
        for entry in sorted(self.root.iterdir()) if self.root.is_dir() else ():
            if entry.is_dir() and entry.name in _FOLDERS:
                for inside in entry.iterdir():
                    if not _FOLDERS[entry.name].fullmatch(inside.name.partition(_UNFINISHED)[0]):
                        return inside
            elif not entry.name.startswith(".") and not _FILES.fullmatch(entry.name.partition(_UNFINISHED)[0]):
                return entry
        return None

    def _sweep(self) -> None:
        """Remove what a writer that was killed has left half-written."""
        for folder in (self.root, *(self.root / name for name in _FOLDERS)):
            for left in folder.glob(f"*{_UNFINISHED}*"):
                if left.is_dir():
                    shutil.rmtree(left, ignore_errors=True)
                else:
                    left.unlink(missing_ok=True)

    def _unwritable(self, cause: Exception) -> CorpusError:
        reason = (cause.strerror if isinstance(cause, OSError) else None) or cause
        return CorpusError(
            f"the store at {self.root} cannot be written ({reason})",
            "make room or mend the permissions and run the same again, or choose another folder with --store",
        )

    def keep_source(self, sha256: str, data: bytes) -> None:
        """Keep the bytes as they came."""
        file = self.root / "sources" / sha256
        if not file.exists():
            self._whole(file, lambda path: path.write_bytes(data))

    def keep_lexicon(self, content: bytes | None) -> None:
        """Put a lexicon of the user's own in force; None takes it out of force."""
        if content is None:
            (self.root / LEXICON).unlink(missing_ok=True)
            return
        self._whole(self.root / LEXICON, lambda path: path.write_bytes(content))

    def lexicon_file(self) -> Path | None:
        """Return the lexicon of the user's own that is in force, where there is one."""
        file = self.root / LEXICON
        return file if file.exists() else None

    def keep_scorecard(self, card: Scorecard) -> None:
        """Keep how far the names were checked, in place of what was known before."""
        text = json.dumps(card.content(), ensure_ascii=False, indent=1, sort_keys=True)
        self._whole(self.root / SCORECARD, lambda path: path.write_text(text + "\n", "utf-8"))

    def scorecard(self) -> Scorecard | None:
        """Return how far the names were checked, None where nobody has; raise ``CorpusError`` for a broken file."""
        file = self.root / SCORECARD
        try:
            return Scorecard.of(json.loads(file.read_text("utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError) as cause:
            raise CorpusError(
                f"{file} cannot be read ({type(cause).__name__})",
                "delete that file and check the names again with sovnlp score ner",
            ) from None

    def put_pending(self, key: str, text: str) -> None:
        """Lay a text aside, in the form of ``laid_aside``, until its batch is annotated."""
        file = self.root / "pending" / key
        if not file.exists():
            self._whole(file, lambda path: path.write_text(text, "utf-8"))

    def pending(self, key: str) -> Document:
        """Return a text laid aside, as a document without its metadata."""
        content = json.loads((self.root / "pending" / key).read_text("utf-8"))
        segments = tuple(Segment(**s) for s in content["segments"])
        return Document(key, "", 0, content["text"], content["language"], "", "", segments)

    def records(self) -> list[Record]:
        """Return the records of all documents, in the order of their ids."""
        import pyarrow.parquet as pq

        file = self.root / "documents.parquet"
        if not file.exists():
            return []
        try:
            rows = pq.read_table(file).to_pylist()
            return [Record(**{**row, "facets": dict(row["facets"])}) for row in rows]
        except (OSError, ValueError, TypeError, KeyError) as cause:
            raise CorpusError(
                f"{file} cannot be read ({type(cause).__name__})",
                "delete that file and ingest everything again: what is annotated is kept",
            ) from None

    def set_records(self, records: Sequence[Record]) -> None:
        """Replace ``documents.parquet`` in one go."""
        ordered = sorted(records, key=lambda record: record.id)
        self._parquet(self.root / "documents.parquet", schemas.documents(ordered), schemas.documents_schema())

    def shards(self, recipe: str) -> list[str]:
        """Return the names of the shards annotated by a recipe; a shard is there once its texts are."""
        found = (self.root / "annotations").glob(f"{recipe}-*.texts.parquet")
        return sorted(file.name.split(".")[0].partition("-")[2] for file in found)

    def recipes(self) -> set[str]:
        """Return the recipes of which there are shards."""
        return {file.name.partition("-")[0] for file in (self.root / "annotations").glob("*.texts.parquet")}

    def annotated(self, recipe: str, shards: Sequence[str] | None = None) -> set[str]:
        """Return the content keys of the texts in those shards (by default, in all) of a recipe."""
        import pyarrow.parquet as pq

        keys: set[str] = set()
        for shard in self.shards(recipe) if shards is None else shards:
            file = self.root / "annotations" / f"{recipe}-{shard}.texts.parquet"
            keys.update(pq.read_table(file, columns=["text"])["text"].to_pylist())
        return keys

    def texts(self, recipe: str, shard: str) -> Iterator[tuple[str, Document]]:
        """Yield the texts of a shard as documents without their metadata, by content key."""
        import pyarrow.parquet as pq

        for row in pq.read_table(self.root / "annotations" / f"{recipe}-{shard}.texts.parquet").to_pylist():
            segments = tuple(Segment(**{k: v for k, v in s.items() if k != "text"}) for s in row["segments"])
            yield row["text"], Document(row["text"], "", 0, row["content"], row["language"], "", "", segments)

    def plan(self, recipe: str, sizes: Mapping[str, int]) -> list[Batch]:
        """Return the batches that are to be annotated, and write them down before any work is done.

        The plan follows from the texts alone. One that was interrupted is taken up again when the same texts are asked
        for; otherwise what it finished is kept and the rest is planned anew.
        """
        file = self.root / PLAN
        old: list[Batch] = []
        if file.exists():
            content = json.loads(file.read_text("utf-8"))
            if content["recipe"] == recipe:
                old = [Batch(tuple(keys)) for keys in content["batches"]]
        shards = self.shards(recipe)
        finished = {batch.name for batch in old} & set(shards)
        missing = sizes.keys() - self.annotated(recipe, [s for s in shards if s not in finished])
        if missing == {key for batch in old for key in batch.keys}:
            return old
        missing -= self.annotated(recipe, sorted(finished))
        batches = cut_batches({key: sizes[key] for key in missing})
        text = json.dumps({"recipe": recipe, "batches": [batch.keys for batch in batches]})
        self._whole(file, lambda path: path.write_text(text, "utf-8"))
        return batches

    def write_shard(self, recipe: str, batch: Batch, documents: Sequence[Document], said: Sequence[Annotation]) -> None:
        """Write what was said of the texts of a batch, the texts last: with them the shard is there."""
        stem = f"{recipe}-{batch.name}"
        folder = self.root / "annotations"
        tokens = schemas.tokens(batch.keys, documents, said)
        self._parquet(folder / f"{stem}.tokens.parquet", tokens, schemas.tokens_schema())
        entities = schemas.entities(batch.keys, said)
        self._parquet(folder / f"{stem}.entities.parquet", entities, schemas.entities_schema())
        self._parquet(folder / f"{stem}.texts.parquet", schemas.texts(batch.keys, documents), schemas.texts_schema())

    def tokens(self, recipe: str, shard: str) -> Iterator[tuple[str, list[Token]]]:
        """Yield the tokens of each text of a shard, by content key."""
        import pyarrow.parquet as pq

        names = [f.name for f in fields(Token)]
        table = pq.read_table(self.root / "annotations" / f"{recipe}-{shard}.tokens.parquet")
        keys = table["text"].to_pylist()
        columns = [table[name].to_pylist() for name in names]
        start = 0
        for i in range(1, len(keys) + 1):
            if i == len(keys) or keys[i] != keys[start]:
                yield keys[start], [Token(*cells) for cells in zip(*(c[start:i] for c in columns), strict=True)]
                start = i

    def concepts_file(self, lexicon: str, recipe: str, shard: str) -> Path:
        """Return where the sense decisions of a lexicon on a shard lie."""
        return self.root / "concepts" / f"{lexicon}-{recipe}-{shard}.parquet"

    def write_concepts(self, lexicon: str, recipe: str, shard: str, decided: Sequence[schemas.Decided]) -> None:
        """Write the sense decisions of a lexicon on the texts of a shard."""
        file = self.concepts_file(lexicon, recipe, shard)
        self._parquet(file, schemas.concepts(decided), schemas.concepts_schema())

    def index_file(self, fingerprint: str) -> Path:
        """Return where the index of that fingerprint lies."""
        return self.root / f"index-{fingerprint}.duckdb"

    def make_index(self, fingerprint: str, write: Callable[[Path], None], sound: Callable[[Path], bool]) -> None:
        """Make the index of that fingerprint with ``write``, unless it is there and ``sound``."""
        file = self.index_file(fingerprint)
        if not file.exists() or not sound(file):
            self._whole(file, write)

    def tidy(self, recipe: str, lexicon: str, fingerprint: str, records: Sequence[Record]) -> None:
        """Remove what nothing refers to any more: plans, old indexes, other recipes, sources and shards without use."""
        self._sweep()
        (self.root / PLAN).unlink(missing_ok=True)
        shutil.rmtree(self.root / "pending", ignore_errors=True)
        texts = {record.text for record in records}
        sources = {record.sha256 for record in records}
        kept = {f"{recipe}-{shard}" for shard in self.shards(recipe) if texts & self.annotated(recipe, [shard])}
        decided = {f"{lexicon}-{name}" for name in kept}
        stale = [
            *(f for f in self._own("annotations") if f.name.split(".")[0] not in kept),
            *(f for f in self._own("sources") if f.name not in sources),
            *(f for f in self._own("concepts") if f.stem not in decided),
            *(f for f in self.root.glob("index-*.duckdb*") if f != self.index_file(fingerprint)),
        ]
        # The texts of a shard go first: without them it is not there, however much of the rest a kill leaves.
        for file in sorted(stale, key=lambda file: not file.name.endswith(".texts.parquet")):
            # An index that another process still reads cannot be removed on Windows; the next writer removes it.
            try:
                file.unlink(missing_ok=True)
            except PermissionError:
                continue

    def _own(self, folder: str) -> list[Path]:
        return [file for file in (self.root / folder).iterdir() if _FOLDERS[folder].fullmatch(file.name)]

    def _parquet(self, file: Path, columns: schemas.Columns, schema: Any) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pa.table({name: columns[name] for name in schema.names}, schema=schema)
        self._whole(file, lambda path: pq.write_table(table, path, compression="zstd"))

    def _whole(self, file: Path, write: Callable[[Path], object]) -> None:
        """Write beside, then rename: the file is there whole or not at all. Raises ``CorpusError`` where that fails."""
        beside = file.with_name(f"{file.name}{_UNFINISHED}{uuid4().hex}")
        try:
            write(beside)
            os.replace(beside, file)
        except OSError as cause:
            beside.unlink(missing_ok=True)
            raise self._unwritable(cause) from cause
