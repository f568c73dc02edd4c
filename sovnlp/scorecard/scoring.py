"""Gold in, F1 with intervals out: how well engines find names, by type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sovnlp.annotating import ENGLISH, NER, Recipe
from sovnlp.corpus import Corpus
from sovnlp.corpus.store import Store
from sovnlp.corpus.trust import FEWEST, Scorecard, TypeScore
from sovnlp.document import ENTITY_TYPES, LANGUAGES
from sovnlp.errors import CorpusError, QueryError, SourceError
from sovnlp.models import checksum, package_version
from sovnlp.result import Progress, Receipt, Result
from sovnlp.scorecard.gold import Passage, read_passages
from sovnlp.scorecard.judging import STORED, Judged, Sheet, judge, judge_stored, read_sheet
from sovnlp.scorecard.matching import ALL, Counts, compare, overlapping
from sovnlp.scores.agreement import RESAMPLES, f1, interval, ratio, resampled_f1, resamples
from sovnlp.text.bracketed import Span
from sovnlp.text.counting import counted
from sovnlp.text.split import words

if TYPE_CHECKING:
    from sovnlp.scores.agreement import Numbers

__all__ = ["ErrorRow", "ScoreRow", "list_name_errors", "score_ner"]

TYPES = (*ENTITY_TYPES, ALL)
FACETS = ("genre", "file")
JSON_LINES = (".jsonl", ".ndjson", ".json")
CONTEXT = 60
"""Characters on each side of a name."""


class ScoreRow(NamedTuple):
    """How well an engine finds names of a type, in one facet.

    ``gold`` names were marked by hand and ``found`` by the engine; ``precision, recall, f1`` are strict (same borders,
    same type), ``overlap_f1`` counts a name that overlaps one of its type; ``low, high`` bound the 95 % interval of
    each F1, None where there is a single document.
    """

    engine: str
    facet: str | None
    type: str
    gold: int
    found: int
    precision: float | None
    recall: float | None
    f1: float | None
    low: float | None
    high: float | None
    overlap_f1: float | None
    overlap_low: float | None
    overlap_high: float | None


class ErrorRow(NamedTuple):
    """A name that an engine ``missed``, or found though it is none (``false``).

    ``instead`` is what stands on the other side in that place: another type, or the same with other borders.
    """

    engine: str
    error: str
    type: str
    left: str
    match: str
    right: str
    instead: str | None
    doc: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class _Trial:
    """Everything that was judged, and what is to be said of it."""

    judged: Sequence[Judged]
    engines: Sequence[str]
    receipt: Receipt
    notes: Sequence[str] = ()
    # What a store is to keep, where its own names were judged.
    store: Store | None = None
    sheets: Sequence[Sheet] = ()
    state: Mapping[str, object] = field(default_factory=dict)


def score_ner(
    gold: Sequence[Path],
    *,
    engines: Sequence[str] = (),
    language: str | None = None,
    per: str | None = None,
    store: Path | None = None,
    english: str = ENGLISH,
    seed: int = 1,
    progress: Progress | None = None,
) -> Result[ScoreRow]:
    """Compare the names that engines find with those that were marked by hand, by type, with intervals.

    ``gold`` are files of JSON lines (``text``, ``entities`` [start, stop, type], ``file``…), whose texts are read and
    annotated as files would be; or samples of ``draw_sample`` that were marked, for which the names that the ``store``
    has are judged, and the outcome is kept in it (unless ``language`` narrows it). ``engines`` are keys of ``NAMERS``,
    each read on the same texts. ``per`` splits by ``genre`` or ``file``.

    Precision, recall and F1 are micro-averaged over names: strict (same borders, same type) and by overlap (a character
    in common, same type, one to one), the strict and fuzzy regimes of HIPE-2020 (Ehrmann, Romanello, Flückiger and
    Clematide 2020). Intervals are percentile bootstrap (Efron and Tibshirani 1993, ch. 13) over whole documents, 2,000
    resamples; engines are compared on the same resamples, by their difference in each.

    Raises ``SourceError`` for gold that is empty, broken or does not fit the store, ``QueryError`` for an unknown
    engine or facet.
    """
    if per is not None and per not in FACETS:
        raise QueryError(f"scores cannot be split by {per!r}", f"choose one of: {', '.join(FACETS)}")
    trial = _tried(gold, engines, language, store, english, seed, per, progress)
    rows = [row for engine in trial.engines for row in _scored(trial.judged, engine, None, seed)]
    notes = [*trial.notes, *_differences(trial.judged, trial.engines, seed), *_kept(trial, rows)]
    if per:
        groups = _groups(trial.judged, per)
        rows = [row for engine in trial.engines for name, ones in groups for row in _scored(ones, engine, name, seed)]
        few = [name for name, ones in groups if len(_documents(ones)) < FEWEST]
        if few and per == "genre":
            notes.append(f"Fewer than {FEWEST} documents, so that no interval is to be trusted: {', '.join(few)}.")
    return Result("Names found, against gold", ScoreRow, rows, trial.receipt, tuple(notes), {"facet": per or ""})


def list_name_errors(
    gold: Sequence[Path],
    *,
    engines: Sequence[str] = (),
    language: str | None = None,
    store: Path | None = None,
    english: str = ENGLISH,
    seed: int = 1,
    progress: Progress | None = None,
) -> Result[ErrorRow]:
    """List the names that engines missed, and those that they found where there is none, each with its context.

    Parameters and errors are those of ``score_ner``. A name with other borders or another type is both missed and
    false; ``instead`` says so.
    """
    trial = _tried(gold, engines, language, store, english, seed, None, progress)
    notes = list(trial.notes)
    for engine in trial.engines:
        score = _scored(trial.judged, engine, None, seed)[-1]
        notes.append(f"{engine}: F1 {_number(score.f1)}{_spread(score.low, score.high)} of all names.")
    rows = [row for engine in trial.engines for one in trial.judged for row in _errors(one, engine)]
    return Result("Names missed, and names that are none", ErrorRow, rows, trial.receipt, tuple(notes))


def _tried(
    gold: Sequence[Path],
    engines: Sequence[str],
    language: str | None,
    store: Path | None,
    english: str,
    seed: int,
    per: str | None,
    progress: Progress | None,
) -> _Trial:
    """Read the gold and let the engines find names in it."""
    if language is not None and language not in LANGUAGES:
        raise QueryError(f"there is no language {language!r}", f"choose one of: {', '.join(LANGUAGES)}")
    recipes = {name: Recipe(name, english) for name in engines}
    tell = progress or _silent
    lines = [path for path in gold if path.suffix.lower() in JSON_LINES]
    if lines and len(lines) < len(gold):
        raise QueryError("samples of a store and gold as JSON lines cannot be scored together", "score them in turn")
    corpus, sheets = None, []
    if lines:
        recipes = recipes or {NER: Recipe(NER, english)}
        judged = judge([one for path in lines for one in read_passages(path)], recipes, language, tell)
    else:
        with Corpus.open(store) as corpus:
            sheets = [read_sheet(path, corpus) for path in gold]
            passages = [one for sheet in sheets for one in sheet.passages if language in (None, one.language)]
            judged = judge_stored(passages, corpus, recipes, tell)
    if not judged:
        raise SourceError(f"nothing in {language} is marked in {', '.join(map(str, gold))}", "leave out --language")
    spoken = sorted({one.passage.language for one in judged} - {""})
    models = {
        f"{name}: {part}": version
        for name, recipe in recipes.items()
        for part, version in recipe.models().items()
        if part.split(".")[0] in spoken
    }
    receipt = Receipt(
        analysis="score ner",
        parameters={
            "gold": {path.name: checksum(path)[:16] for path in gold},
            "resamples": RESAMPLES,
            **({"engines": list(engines)} if engines else {}),
            **({"per": per} if per else {}),
        },
        selection={"language": language} if language else {},
        documents=len(_documents(judged)),
        tokens=sum(_words(one.passage) for one in judged),
        index=corpus.state["index"] if corpus else "",
        models={**(corpus.state["models"] if corpus else {}), **models},
        version=package_version("sovnlp"),
        seed=seed,
    )
    names = [STORED, *recipes] if corpus else list(recipes)
    notes = [*_told(judged, seed), *_engines(recipes, spoken), *(note for sheet in sheets for note in _sampled(sheet))]
    if corpus:
        by = ", ".join(f"{corpus.state['models'][f'{language}.ner']} for {language}" for language in spoken)
        notes.insert(2, f"{STORED}: the names that the store has, by {by}.")
    own = Store(corpus.root) if corpus and language is None else None
    return _Trial(judged, names, receipt, notes, own, sheets, corpus.state if corpus else {})


def _scored(judged: Sequence[Judged], engine: str, facet: str | None, seed: int) -> list[ScoreRow]:
    """Return a row for each type, and one for all together."""
    clusters = _clusters(judged, engine)
    weights = resamples(len(clusters), seed) if len(clusters) > 1 else None
    rows = []
    for kind in TYPES:
        counts = [cluster[kind] for cluster in clusters]
        gold, found, strict, overlap = map(sum, zip(*counts, strict=True))
        low, high = _bounds(weights, counts, "strict")
        overlap_low, overlap_high = _bounds(weights, counts, "overlap")
        rows.append(
            ScoreRow(
                engine=engine,
                facet=facet,
                type=kind,
                gold=gold,
                found=found,
                precision=_rounded(ratio(strict, found)),
                recall=_rounded(ratio(strict, gold)),
                f1=_rounded(f1(strict, gold, found)),
                low=low,
                high=high,
                overlap_f1=_rounded(f1(overlap, gold, found)),
                overlap_low=overlap_low,
                overlap_high=overlap_high,
            )
        )
    return rows


def _differences(judged: Sequence[Judged], engines: Sequence[str], seed: int) -> Iterator[str]:
    """Say of each further engine by how much its F1 over all names differs from that of the first."""
    if len(engines) < 2:
        return
    counts = {engine: [cluster[ALL] for cluster in _clusters(judged, engine)] for engine in engines}
    whole = {e: Counts(*map(sum, zip(*ones, strict=True))) for e, ones in counts.items()}
    values = {e: f1(one.strict, one.gold, one.found) or 0.0 for e, one in whole.items()}
    clusters = len(_documents(judged))
    weights = resamples(clusters, seed) if clusters > 1 else None
    first, *others = engines
    for other in others:
        said = f"{other} − {first}: F1 {values[other] - values[first]:+.3f}"
        if weights is not None:
            spread = interval(_resampled(weights, counts[other]) - _resampled(weights, counts[first]))
            said += f" ({spread[0]:+.3f} to {spread[1]:+.3f}, on the same resamples)" if spread else ""
        yield f"{said}."


def _errors(one: Judged, engine: str) -> Iterator[ErrorRow]:
    gold, found = set(one.passage.names), set(one.found[engine])
    wrong = [("missed", name, found) for name in gold - found] + [("false", name, gold) for name in found - gold]
    for error, name, others in sorted(wrong, key=lambda row: (row[1], row[0])):
        yield _error(one.passage, engine, error, name, overlapping(name, sorted(others)))


def _error(passage: Passage, engine: str, error: str, name: Span, instead: Span | None) -> ErrorRow:
    start, stop, kind = name
    text = passage.text
    return ErrorRow(
        engine=engine,
        error=error,
        type=kind,
        left=" ".join(text[max(0, start - CONTEXT) : start].split()),
        match=" ".join(text[start:stop].split()),
        right=" ".join(text[stop : stop + CONTEXT].split()),
        instead=f"{instead[2]} {' '.join(text[instead[0] : instead[1]].split())}" if instead else None,
        doc=passage.document,
        start=passage.start + start,
        stop=passage.start + stop,
    )


def _kept(trial: _Trial, rows: Sequence[ScoreRow]) -> Iterator[str]:
    """Keep in a store how well its own names were found, and say so."""
    if trial.store is None:
        return
    fields = TypeScore._fields
    card = Scorecard(
        drawn=max(sheet.about.drawn for sheet in trial.sheets),
        only="; ".join(sorted({sheet.about.only for sheet in trial.sheets if sheet.about.only})),
        marked=any(sheet.about.marked for sheet in trial.sheets),
        sentences=len(trial.judged),
        documents=len(_documents(trial.judged)),
        recipe=str(trial.state["recipe"]),
        models=trial.receipt.models,
        scores=[TypeScore(*(getattr(row, name) for name in fields)) for row in rows if row.engine == STORED],
    )
    try:
        with trial.store.writing():
            trial.store.keep_scorecard(card)
    except CorpusError as cause:
        yield f"Not kept in the store: {cause.message}."
    else:
        yield "Kept in the store: sovnlp entities says from now on how far its names were checked."


def _told(judged: Sequence[Judged], seed: int) -> Iterator[str]:
    """Say how much was judged, and what the intervals are."""
    documents = _documents(judged)
    names = sum(len(one.passage.names) for one in judged)
    yield f"{counted(len(documents), 'document')}, {counted(len(judged), 'passage')}, {counted(names, 'name')}."
    if len(documents) == 1:
        yield "There is no interval for a single document."
    else:
        yield f"Intervals: 95 % percentile bootstrap over documents, {RESAMPLES:,} resamples, seed {seed}."
    if 1 < len(documents) < FEWEST:
        yield f"An interval from fewer than {FEWEST} documents is not to be trusted."


def _engines(recipes: Mapping[str, Recipe], spoken: Iterable[str]) -> Iterator[str]:
    """Say which engine the default one is, and where one asked for does not know a language."""
    for language in spoken:
        for name, recipe in recipes.items():
            used = recipe.engine(language)
            if NER in name.split(","):
                yield f"{name} is {used} for {language}."
            elif used not in name.split(","):
                yield f"{name} does not know {language}: there the names are those of {used}."


def _sampled(sheet: Sheet) -> Iterator[str]:
    about = sheet.about
    gone = about.sentences - len(sheet.passages)
    if gone > 0:
        yield f"Left out by who marked them: {gone:,} of {counted(about.sentences, 'sentence')} drawn {about.drawn}."
    if about.marked:
        yield "The sample was pre-marked, which flatters the engine."


def _groups(judged: Sequence[Judged], per: str) -> list[tuple[str, list[Judged]]]:
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(one.passage.genre if per == "genre" else one.passage.document, []).append(one)
    return sorted(groups.items())


def _documents(judged: Iterable[Judged]) -> list[str]:
    return list(dict.fromkeys(one.passage.document for one in judged))


def _clusters(judged: Sequence[Judged], engine: str) -> list[dict[str, Counts]]:
    """Return the counts of each document by type, in the order in which the documents come."""
    clusters: dict[str, dict[str, Counts]] = {}
    for one in judged:
        cluster = clusters.setdefault(one.passage.document, dict.fromkeys(TYPES, Counts(0, 0, 0, 0)))
        for kind, counts in compare(one.passage.names, one.found[engine]).items():
            cluster[kind] = Counts(*map(sum, zip(cluster[kind], counts, strict=True)))
    return list(clusters.values())


def _resampled(weights: Numbers, counts: Sequence[Counts], regime: str = "strict") -> Numbers:
    import numpy as np

    matched, gold, found = (np.array([getattr(c, name) for c in counts], float) for name in (regime, "gold", "found"))
    return resampled_f1(weights, matched, gold, found)


def _bounds(weights: Numbers | None, counts: Sequence[Counts], regime: str) -> tuple[float | None, float | None]:
    found = interval(_resampled(weights, counts, regime)) if weights is not None else None
    return (_rounded(found[0]), _rounded(found[1])) if found else (None, None)


def _words(passage: Passage) -> int:
    spans = words(passage.text, passage.language or "ru")
    return sum(any(char.isalnum() for char in passage.text[start:stop]) for start, stop in spans)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _spread(low: float | None, high: float | None) -> str:
    return f" ({_number(low)}–{_number(high)})" if low is not None else ""


def _silent(stage: str, done: int, total: int | None, words: int) -> None: ...
