"""How often concepts or words occur over time, and how sure that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.frequencies import Frequency, frequencies, whole
from sovnlp.corpus.resolve import Match
from sovnlp.errors import QueryError
from sovnlp.lexicon.events import find_event
from sovnlp.result import Result
from sovnlp.scores.dispersion import dispersion
from sovnlp.scores.influence import influences
from sovnlp.scores.rates import FEWEST, rate_interval
from sovnlp.scores.standardization import standardized_rate
from sovnlp.text.counting import counted

__all__ = ["TraceLine", "TraceRow", "shorten", "trace"]

NAMED = 12
LEAST_COVERED = 0.5
"""The share of the standard genre mix, by words, that a period must have documents of."""


class TraceRow(NamedTuple):
    """One period, facet, concept and language.

    ``tokens`` counts words, not marks; ``per_million`` is hits per million words, ``low`` and ``high`` its 95 %
    interval by document, ``method`` how that was found or why there is none. ``standardized`` is the rate at the genre
    mix of the whole selection. ``dispersion`` is DP norm (0: evenly spread over the documents, 1: all in one).
    ``references`` are the archival references of the documents with a hit. ``hits`` and ``tokens`` are whole numbers,
    unless documents are spread over periods by their days.
    """

    period: str
    facet: str | None
    concept: str
    language: str
    hits: float
    tokens: float
    documents: int
    documents_with_hit: int
    per_million: float
    low: float | None
    high: float | None
    method: str
    standardized: float | None
    dispersion: float | None
    references: str


def trace(
    corpus: Corpus,
    query: str | Sequence[str],
    *,
    period_by: str = "year",
    per: str | None = None,
    by: str = "concept",
    cluster: str = "document",
    events: Sequence[str] = (),
) -> Result[TraceRow]:
    """Follow concepts or words through time, each language on its own denominator.

    **What it answers.** How often a concept of the lexicon (or, where the lexicon has none, a lemma) occurs in each
    period, in how many documents, out of how many words, and how sure that is. ``query`` may be several.

    **How it is computed.** ``hits`` are the occurrences that were accepted as the concept; a word form stands for its
    lemma, and Latin spellings for the Russian word. ``tokens`` are all words of that language in the documents of the
    period (sentence by sentence, where a document mixes languages); ``per_million = 1e6 * hits / tokens``. The interval
    is by document, not by word, for a word comes in bursts (``sovnlp.scores.rates``); below five documents there is
    none. ``cluster`` names a facet (author, speaker's paper, file…) whose documents count as one where they are not
    independent. ``standardized`` is the rate that the period would have with the genres of the whole selection, by
    direct standardization. A document belongs to a period when the whole span of its date lies in it; what is undated
    or wider is left out and counted in the notes. ``corpus.where(spans=…)`` asks for another rule (``overlap``,
    ``either``, ``spread``): the receipt has the one used, and a document may then count in several periods. Periods
    without documents have no row; periods with documents but no hit have a row with 0 and an upper bound. ``period_by``
    is year, quarter, month or decade; ``per`` splits by genre, speaker, author, document or any metadata column; ``by``
    is concept, lemma or norm (the word form). ``events`` (of ``sovnlp events``) are marked in a chart.

    **How to read it.** Compare intervals and not points; a rate from one or two documents says what these documents
    say. The notes give the forms matched, what was left out as another sense, and single documents that carry a rate.

    **What it cannot tell.** Whether a rise is a change of language or a change of what was collected; ``standardized``
    and ``--per genre`` show part of that.

    Raises ``QueryError`` for a question or facet that cannot be understood, ``EmptySelection`` where nothing is
    selected, ``LexiconError`` for an event that is not known.
    """
    queries = [query] if isinstance(query, str) else list(query)
    if not queries:
        raise QueryError("the question is empty", 'give a word or a phrase: sovnlp trace "кулак"')
    matches = _distinct([corpus.resolve(one, by) for one in queries])
    dated = [find_event(name).id for name in events]
    labels = [match.label for match in matches]
    asked = {"query": query if isinstance(query, str) else queries, "period_by": period_by, "per": per, "by": by}
    asked |= {"cluster": cluster, "matched": ", ".join(labels), **({"events": dated} if dated else {})}
    receipt = corpus.receipt("trace", asked)
    receipt = replace(receipt, selection={**receipt.selection, "spans": corpus.selection.spans})
    counts = frequencies(corpus, matches, period_by=period_by, per=per, cluster=cluster)
    weights = _weights(counts) if per != "genre" else {}
    references = _references(corpus)
    rows = []
    for (period, facet, language), own in groupby(counts, key=itemgetter(0, 1, 2)):
        documents = list(own)
        rows += [
            _row(documents, number, label, period or "", facet, language, weights.get(language, {}), references)
            for number, label in enumerate(labels)
        ]
    several = len(matches) > 1
    notes = [
        *(note for match in matches for note in match.notes),
        *(note for number, match in enumerate(matches) for note in _found(corpus, number, match, several=several)),
        *_carried(counts, labels),
        *_standard(weights),
        *_undated(corpus, period_by),
        *corpus.warnings(),
    ]
    split = None if per == "language" else per
    name = f"{split} (metadata)" if split in TraceRow._fields else split
    names = {"facet": name or ""} | ({} if any(len(own) > 1 for own in weights.values()) else {"standardized": ""})
    return Result(f"{', '.join(labels)} by {period_by}", TraceRow, rows, receipt, tuple(notes), names)


class TraceLine(NamedTuple):
    """A row of a trace as a terminal shows it: ``documents`` are those with a hit of all, ``interval`` is 95 %."""

    period: str
    facet: str | None
    concept: str
    language: str
    hits: float
    tokens: float
    documents: str
    per_million: float
    interval: str
    standardized: float | None


def shorten(result: Result[TraceRow]) -> Result[TraceLine]:
    """Return a trace in fewer and narrower columns, for reading and not for reckoning."""
    rows = [
        TraceLine(
            *row[:6], f"{row.documents_with_hit} of {row.documents}", row.per_million, _interval(row), row.standardized
        )
        for row in result.rows
    ]
    names = {"language": "lang", "standardized": "genre mix", **result.names}
    return Result(result.title, TraceLine, rows, result.receipt, result.notes, names)


def _interval(row: TraceRow) -> str:
    if row.low is None or row.high is None:
        return "too few"
    return f"up to {row.high:,.0f}" if row.method == "upper bound" else f"{row.low:,.0f}–{row.high:,.0f}"


def _distinct(matches: Sequence[Match]) -> list[Match]:
    """Return matches without those that stand for the same as an earlier one."""
    return list({(match.kind, match.words, match.label): match for match in matches}.values())


def _row(
    documents: Sequence[Frequency],
    number: int,
    concept: str,
    period: str,
    facet: str | None,
    language: str,
    weights: Mapping[Hashable, float],
    references: Mapping[str, str],
) -> TraceRow:
    hits = [one.hits[number] for one in documents]
    tokens = [one.tokens for one in documents]
    sources = [one.cluster for one in documents]
    apart = len(set(sources)) == len({one.document for one in documents})
    rate = rate_interval(hits, tokens, clusters=None if apart else sources)
    standard = _standardized(hits, tokens, [one.genre for one in documents], weights)
    spread = dispersion(hits, tokens).dp_norm
    with_hit = [one.document for one in documents if one.hits[number]]
    cited = dict.fromkeys(references[one] for one in with_hit if one in references)
    return TraceRow(
        period,
        facet,
        concept,
        language,
        whole(sum(hits)),
        whole(sum(tokens)),
        len({one.document for one in documents}),
        len(set(with_hit)),
        round(rate.rate, 2),
        _rounded(rate.low),
        _rounded(rate.high),
        rate.method,
        _rounded(standard),
        _rounded(spread),
        "; ".join(cited),
    )


def _standardized(
    hits: Sequence[float], tokens: Sequence[float], genres: Sequence[str], weights: Mapping[Hashable, float]
) -> float | None:
    """Return the rate at the genre mix of the selection, None where most of that mix has no document here."""
    if len(weights) < 2:
        return None
    found = standardized_rate(hits, tokens, genres, weights)
    return found.rate if found.covered >= LEAST_COVERED else None


def _weights(counts: Sequence[Frequency]) -> dict[str, dict[Hashable, float]]:
    """Return for each language the share of each genre in the words of the selection."""
    words: dict[str, Counter[str]] = {}
    for one in counts:
        words.setdefault(one.language, Counter())[one.genre] += one.tokens  # type: ignore[assignment]
    return {
        language: {genre: size / own.total() for genre, size in own.most_common()} for language, own in words.items()
    }


def _standard(weights: Mapping[str, Mapping[Hashable, float]]) -> Iterable[str]:
    for language, own in sorted(weights.items()):
        if len(own) > 1:
            shares = ", ".join(f"{genre} {share:.1%}" for genre, share in own.items())
            yield (
                f"Standardized to the genres of the selection, by words ({language}): {shares}. A period without "
                "some of them takes the others; with less than half of the mix it has no such rate."
            )


def _references(corpus: Corpus) -> dict[str, str]:
    return dict(
        corpus.sql("SELECT id, reference FROM documents WHERE reference IS NOT NULL AND doc IN (SELECT doc FROM found)")
    )


def _carried(counts: Sequence[Frequency], labels: Sequence[str]) -> Iterable[str]:
    """Name the documents without which the rate of a period with documents enough would be half, or less."""
    for (period, facet, language), own in groupby(counts, key=itemgetter(0, 1, 2)):
        documents = list(own)
        if len(documents) < FEWEST:
            continue
        for number, label in enumerate(labels):
            hits, tokens = [one.hits[number] for one in documents], [one.tokens for one in documents]
            if sum(hits) < FEWEST:
                continue
            changes = [one.change or 0.0 for one in influences(hits, tokens)]
            least = min(changes)
            if least <= -0.5:
                when = " ".join(filter(None, (period, facet, language)))
                yield (
                    f"Without {documents[changes.index(least)].document} the rate of {label} in {when} falls by "
                    f"{-least:.0%} (sovnlp influence)."
                )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _found(corpus: Corpus, number: int, match: Match, *, several: bool) -> Iterable[str]:
    """Say of one concept which forms were matched, what was left out, and which documents have it."""
    before = f"{match.label}: " if several else ""
    for said in (
        _forms(corpus, number, match),
        _flagged(corpus, match),
        _left_out(corpus, match),
        _documents(corpus, number),
    ):
        if said:
            yield f"{before}{said[0].lower() + said[1:]}" if several else said


def _forms(corpus: Corpus, number: int, match: Match) -> str:
    rows = corpus.sql(
        "SELECT form, sum(hits)::BIGINT AS total FROM found WHERE concept = ? GROUP BY form ORDER BY total DESC, form",
        [number],
    )
    if match.kind != "concept":
        norms = dict(
            corpus.sql(
                "SELECT id::VARCHAR, norm FROM norms WHERE id IN "
                "(SELECT unnest(string_split(form, ' '))::INTEGER FROM found WHERE concept = ?)",
                [number],
            )
        )
        rows = [(" ".join(norms[part] for part in form.split()), count) for form, count in rows]
    return f"Matched: {_listed([f'{form} {count}' for form, count in rows])}." if rows else ""


def _flagged(corpus: Corpus, match: Match) -> str:
    """Say how many of the hits of a concept are negated or stand in quotation marks."""
    if match.kind != "concept":
        return ""
    where, values = corpus.selection.where("z.language")
    ((negated, quoted),) = corpus.sql(
        f"""
        SELECT count(*) FILTER (z.negated), count(*) FILTER (z.quoted)
        FROM hits AS z JOIN segments AS s USING (segment) JOIN documents AS d ON d.doc = s.doc
        WHERE concept = ? AND accepted AND {where}
        """,
        [match.words[0][0], *values],
    )
    said = [f"{count} {what}" for count, what in ((negated, "negated"), (quoted, "in quotation marks")) if count]
    return f"Counted all the same: {', '.join(said)}." if said else ""


def _left_out(corpus: Corpus, match: Match) -> str:
    if match.kind != "concept":
        return ""
    where, values = corpus.selection.where("z.language")
    rows = corpus.sql(
        f"""
        SELECT why, count(*) FROM hits AS z JOIN segments AS s USING (segment) JOIN documents AS d ON d.doc = s.doc
        WHERE concept = ? AND NOT accepted AND {where} GROUP BY why ORDER BY count(*) DESC, why
        """,
        [match.words[0][0], *values],
    )
    listed = _listed([f"{count} ({why})" for why, count in rows])
    return f"Left out as another sense: {sum(count for _, count in rows)} — {listed}." if rows else ""


def _documents(corpus: Corpus, number: int) -> str:
    rows = corpus.sql(
        """
        SELECT id, sum(hits)::BIGINT AS total, count(*) OVER () AS documents
        FROM found JOIN (SELECT DISTINCT doc, id FROM placed) USING (doc) WHERE concept = ?
        GROUP BY id ORDER BY total DESC, id LIMIT ?
        """,
        [number, NAMED],
    )
    if not rows:
        return ""
    more = rows[0][2] - len(rows)
    named = ", ".join(f"{name} {count}" for name, count, _ in rows)
    return f"Documents with a hit: {named}{f' and {more} more' if more else ''}."


def _undated(corpus: Corpus, by: str) -> Iterable[str]:
    where, values = corpus.selection.where()
    count, hits = corpus.sql(
        f"""
        WITH wide AS (SELECT doc FROM placed WHERE period IS NULL)
        SELECT (SELECT count(DISTINCT doc) FROM {corpus.selection.words()} AS s JOIN documents AS d USING (doc)
                WHERE {where} AND doc IN (FROM wide)),
               (SELECT coalesce(sum(hits), 0)::BIGINT FROM found WHERE doc IN (FROM wide))
        """,
        values,
    )[0]
    if count:
        left_out = f"{counted(count, 'document')} undated or dated more widely than a {by}"
        if corpus.selection.spans != "within":
            left_out = f"{counted(count, 'document')} undated or of an open date"
        yield f"Left out of the table: {left_out}, with {counted(hits, 'hit')}."


def _listed(items: list[str]) -> str:
    more = f" and {len(items) - NAMED} more" if len(items) > NAMED else ""
    return ", ".join(items[:NAMED]) + more
