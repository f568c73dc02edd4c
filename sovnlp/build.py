"""The one chain from files to an index: read, annotate what is new, decide concepts, index, swap in.

Reading and annotating go file by file and batch by batch, so that memory does not grow with the corpus. A batch plan is
written before any work; an ingest that is killed goes on where it stopped and ends with the same bytes, whatever the
number of workers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sovnlp import _data
from sovnlp.annotating import ENGLISH, NER, Recipe, load_lexicon
from sovnlp.cluster import Cluster
from sovnlp.corpus import Corpus, index, store_path
from sovnlp.corpus.intake import Intake
from sovnlp.corpus.records import Record, laid_aside
from sovnlp.corpus.store import Batch, Store
from sovnlp.document import Problem, Source
from sovnlp.errors import CorpusError, SourceError
from sovnlp.result import Progress, Result
from sovnlp.sources import sources
from sovnlp.text.counting import counted
from sovnlp.workers import Job, Workers, annotate_batch, decide_shard

__all__ = ["AppliedRow", "IngestRow", "Report", "apply_lexicon", "default_paths", "ingest", "remove"]


class IngestRow(NamedTuple):
    """How much a store holds in one language and genre; ``tokens`` are words, not marks.

    A document counts in every language in which it has a sentence.
    """

    language: str
    genre: str
    documents: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did: the store as it is now, what became of each document read, and every problem met."""

    result: Result[IngestRow]
    added: int
    updated: int
    unchanged: int
    duplicates: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]


def default_paths() -> tuple[list[Path], str]:
    """Return what to ingest when nothing is named, and a sentence that says which.

    ``corpus/sources`` below this folder, where there is something in it; else the sample that sovnlp carries.
    """
    own = Path("corpus/sources")
    if own.is_dir() and any(not entry.name.startswith(".") for entry in own.iterdir()):
        return [own], f"No path was given: ingesting {own}."
    sample = _data.folder("corpus/sample")
    return [sample], (
        "No path was given and corpus/sources is empty: ingesting the sample corpus that comes with sovnlp "
        "(composed for demonstration; not historical sources)."
    )


def ingest(
    paths: Sequence[Path] = (),
    *,
    store: Path | None = None,
    manifest: Path | None = None,
    given: Mapping[str, str] | None = None,
    encoding: str | None = None,
    ner: str | None = None,
    english: str | None = None,
    lexicon_file: Path | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    with_sample: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Read files, folders and archives into a store, annotate what is new, and index it.

    ``given`` holds metadata for all files (``genre``, ``language``, ``date``…); a line of the manifest and the file's
    own front matter go before it. ``ner`` and ``english`` name the engines and ``lexicon_file`` a lexicon that adds to
    the one that comes with sovnlp; each stays in force for the store until another is named. ``workers`` processes
    annotate side by side (default: one per processor; 0 annotates in this process; a script that wants others must
    call this under ``if __name__ == "__main__":``, as ``multiprocessing`` asks); ``scheduler`` is the address of a dask
    scheduler whose workers annotate instead, where every machine sees the store under the same path. Composed
    documents do not go into a store with others unless ``with_sample``.

    Raises ``SourceError`` where nothing could be read, ``CorpusError`` where the store cannot be written.
    """
    tell = progress or _silent
    target = Store(store_path(store))
    taken = list(paths) or default_paths()[0]
    with target.writing():
        state = target.state() if target.exists() else {}
        recipe = Recipe(ner or state.get("ner", NER), english or state.get("english", ENGLISH))
        if lexicon_file:
            load_lexicon(lexicon_file)
        old = target.records()
        intake = Intake(old, _on_disk)
        found = sources(taken, manifest=manifest, given=given, encoding=encoding)
        job = Job(target.root, recipe, recipe.fingerprint(), lexicon_file or target.lexicon_file())
        with Cluster(job, scheduler) if scheduler else Workers(job, workers) as processes:
            held = {record.composed for record in old}
            problems = list(_take_in(target, intake, found, held, with_sample, processes, tell))
            outcome = intake.settle()
            if not outcome.records:
                first = "; ".join(f"{p.where}: {p.what}" for p in problems[:3]) or "there is no file in it"
                named = ", ".join(map(str, taken))
                raise SourceError(f"nothing could be read from {named} ({first})", "sovnlp read FILE")
            if lexicon_file:
                target.keep_lexicon(lexicon_file.read_bytes())
            _finish(target, outcome.records, job, processes, tell)
    counts = outcome.added, outcome.updated, outcome.unchanged, outcome.duplicates
    return Report(_contents(target), *counts, tuple(problems))


def remove(ids: Sequence[str] = (), *, store: Path | None = None, composed: bool = False) -> Result[IngestRow]:
    """Take documents out of a store, by id, or all composed ones; return what it holds afterwards.

    Their bytes go too, unless another document has them. Raises ``CorpusError`` for an id that the store does not have.
    """
    target = Store(store_path(store))
    target.state()
    with target.writing():
        state = target.state()
        records = target.records()
        unknown = sorted(set(ids) - {record.id for record in records})
        if unknown:
            raise CorpusError(f"the store has no document {unknown[0]}", "sovnlp info --documents lists their ids")
        kept = [record for record in records if record.id not in ids and not (composed and record.composed)]
        if not kept:
            raise CorpusError("that would leave the store empty", f'delete the folder "{target.root}" instead')
        recipe = Recipe(state["ner"], state["english"])
        job = Job(target.root, recipe, recipe.fingerprint(), target.lexicon_file())
        _finish(target, kept, job, Workers(job, 0), _silent)
    return _contents(target)


class AppliedRow(NamedTuple):
    """One concept: how many occurrences were accepted and rejected before and are now."""

    concept: str
    accepted_before: int
    accepted: int
    rejected_before: int
    rejected: int


def apply_lexicon(
    file: Path | None, *, store: Path | None = None, workers: int | None = None, progress: Progress | None = None
) -> Result[AppliedRow]:
    """Decide the concepts of a store anew with a lexicon of the user's own, and say which counts have changed.

    ``file`` adds to the lexicon that comes with sovnlp and stays in force for the store; None takes the user's own out
    of force. Nothing is annotated again. Raises ``LexiconError`` where the file does not hold together, ``CorpusError``
    where there is no store.
    """
    target = Store(store_path(store))
    target.state()
    if file:
        load_lexicon(file)
    with target.writing():
        state = target.state()
        before = _decided(target)
        target.keep_lexicon(file.read_bytes() if file else None)
        recipe = Recipe(state["ner"], state["english"])
        job = Job(target.root, recipe, recipe.fingerprint(), target.lexicon_file())
        with Workers(job, workers) as processes:
            _finish(target, target.records(), job, processes, progress or _silent)
    after = _decided(target)
    rows = [
        AppliedRow(concept, *(count for pair in zip(old, new, strict=True) for count in pair))
        for concept in sorted({**before, **after})
        for old, new in [(before.get(concept, (0, 0)), after.get(concept, (0, 0)))]
        if old != new
    ]
    with Corpus.open(target.root) as corpus:
        receipt = corpus.receipt("lexicon apply", {"file": str(file) if file else None})
    return Result(f"Concepts whose counts changed in {target.root}", AppliedRow, rows, receipt)


def _decided(store: Store) -> dict[str, tuple[int, int]]:
    """Return for each concept with an occurrence how many were accepted and how many rejected."""
    with Corpus.open(store.root) as corpus:
        rows = corpus.sql(
            """
            SELECT id, count(*) FILTER (accepted), count(*) FILTER (NOT accepted)
            FROM hits JOIN concepts USING (concept) GROUP BY id
            """
        )
    return {concept: (accepted, rejected) for concept, accepted, rejected in rows}


def _take_in(
    store: Store,
    intake: Intake,
    found: Iterable[Source | Problem],
    held: Set[bool],
    with_sample: bool,
    processes: Workers | Cluster,
    tell: Progress,
) -> Iterator[Problem]:
    """Read every source, keep its bytes, lay aside the texts not yet annotated, and yield the problems met.

    ``held`` says whether the store has composed documents (True) and others (False). Where it may not have both,
    composed ones wait until it is known that there are no others.
    """
    annotated = store.annotated(processes.job.fingerprint)
    mixed = with_sample or len(held) > 1
    others = False in held
    composed: list[tuple[str, str, list[Record]]] = []
    for done, (item, taken) in enumerate(processes.read(found), start=1):
        tell("reading", done, None, 0)
        yield from taken.problems
        if isinstance(item, Problem) or not taken.records:
            continue
        origin, records = taken.origin, taken.records
        if mixed or not all(record.composed for record in records):
            if not mixed and True in held:
                raise CorpusError(
                    f"the store at {store.root} holds composed texts; {item.name} is none",
                    "ingest into another folder with --store, or sovnlp remove --composed first, or give --with-sample",
                )
            others = True
            intake.take(origin, records)
        else:
            composed.append((item.name, origin, records))
        store.keep_source(item.sha256, item.data)
        for record, text in zip(records, taken.texts, strict=True):
            if record.text not in annotated:
                processes.warm(record.language)
                store.put_pending(record.text, text)
    if others and not mixed and composed:
        first, *more = (name for name, _, _ in composed)
        where = f"{first} and {counted(len(more), 'other file')}" if more else first
        yield Problem(where, "composed for demonstration; left out of a store of sources", "--with-sample")
        return
    for _, origin, records in composed:
        intake.take(origin, records)


def _finish(store: Store, records: Sequence[Record], job: Job, processes: Workers | Cluster, tell: Progress) -> None:
    """Annotate what is missing, decide concepts, write the records and the index, and let go of what is stale."""
    terms = load_lexicon(store.lexicon_file())
    recipe, fingerprint = job.recipe, job.fingerprint
    _recall(store, records, fingerprint)
    sizes = {record.text: record.characters for record in records}
    batches = store.plan(fingerprint, sizes)
    _annotate(processes, store, {batch: sum(map(sizes.__getitem__, batch.keys)) for batch in batches}, tell)
    _decide(processes, store, terms.fingerprint, tell)
    processes.close()
    store.set_records(records)
    tell("indexing", 0, None, 0)
    name = index.fingerprint(records, fingerprint, terms.fingerprint)
    store.make_index(name, lambda path: index.write(path, store, records, fingerprint, terms), index.sound)
    store.set_state(
        {
            "index": name,
            "tables": index.VERSION,
            "recipe": fingerprint,
            "lexicon": terms.fingerprint,
            "ner": recipe.ner,
            "english": recipe.english,
            "models": {**recipe.models(), "lexicon": terms.fingerprint},
        }
    )
    store.tidy(fingerprint, terms.fingerprint, name, records)


def _recall(store: Store, records: Sequence[Record], recipe: str) -> None:
    """Lay the texts of documents that are not being read now aside again where another recipe is to annotate them."""
    others = store.recipes() - {recipe}
    wanted = {record.text for record in records} - store.annotated(recipe) if others else set()
    for other in others:
        for shard in store.shards(other):
            for key, document in store.texts(other, shard):
                if key in wanted:
                    store.put_pending(key, laid_aside(document))


def _annotate(processes: Workers | Cluster, store: Store, sizes: Mapping[Batch, int], tell: Progress) -> None:
    """Annotate the batches, given with their sizes in characters, that have no shard yet."""
    shards = set(store.shards(processes.job.fingerprint))
    todo = [batch for batch in sizes if batch.name not in shards]
    total = sum(sizes.values())
    done = total - sum(sizes[batch] for batch in todo)
    words = 0
    tell("annotating", done, total, 0)

    def tell_batch(batch: Batch, counted: int) -> None:
        nonlocal done, words
        done += sizes[batch]
        words += counted
        tell("annotating", done, total, words)

    processes.run(annotate_batch, todo, tell_batch)


def _decide(processes: Workers | Cluster, store: Store, terms: str, tell: Progress) -> None:
    """Decide the concepts of shards for which this lexicon has not done so yet."""
    recipe = processes.job.fingerprint
    shards = store.shards(recipe)
    todo = [shard for shard in shards if not store.concepts_file(terms, recipe, shard).exists()]
    done = 0

    def tell_shard(_: str, __: int) -> None:
        nonlocal done
        done += 1
        tell("deciding concepts", done, len(todo), 0)

    processes.run(decide_shard, todo, tell_shard)


def _contents(store: Store) -> Result[IngestRow]:
    with Corpus.open(store.root) as corpus:
        rows = corpus.sql(
            """
            SELECT z.language, genre, count(DISTINCT z.doc), sum(tokens)::BIGINT
            FROM volumes AS z JOIN documents USING (doc) WHERE NOT editorial GROUP BY ALL ORDER BY ALL
            """
        )
        receipt = corpus.receipt("ingest", {})
        notes = tuple(_encodings(corpus))
    return Result(f"The store {store.root}", IngestRow, [IngestRow(*row) for row in rows], receipt, notes)


def _encodings(corpus: Corpus) -> Iterator[str]:
    """Say which files were not in UTF-8: a wrong guess would garble them."""
    rows = corpus.sql(
        """
        SELECT encoding, count(*), min(file) FROM documents WHERE encoding NOT IN ('utf-8', 'ascii')
        GROUP BY encoding ORDER BY count(*) DESC, encoding
        """
    )
    if rows:
        named = ", ".join(f"{name} {count} ({file}{', …' * (count > 1)})" for name, count, file in rows)
        yield f"Not in UTF-8, by encoding: {named}; --encoding reads a file in another."


def _on_disk(path: str) -> bool:
    """Say whether the file, or the archive that it is a member of, is still there."""
    return Path(path).exists() or Path(path.partition("!")[0]).is_file()


def _silent(stage: str, done: int, total: int | None, words: int) -> None: ...
