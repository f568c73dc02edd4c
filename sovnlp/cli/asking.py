"""The commands that ask: trace, kwic, terms, entities, network, duplicates, rerun, info, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sovnlp.cli.options import (
    Author,
    Document,
    Editorial,
    Form,
    Genre,
    Json,
    Language,
    Lemma,
    Output,
    Reprints,
    Since,
    Spans,
    Speaker,
    Store,
    Until,
    Variants,
    by,
)
from sovnlp.cli.output import answer, draw
from sovnlp.result import Result
from sovnlp.text.counting import counted

if TYPE_CHECKING:
    from sovnlp.analyses.trace import TraceRow

__all__ = ["doctor", "duplicates", "entities", "info", "kwic", "network", "rerun", "terms", "trace"]

LINES = 12


def trace(
    queries: Annotated[
        list[str], typer.Argument(help="Concepts, words or phrases, in either script.", show_default=False)
    ],
    period: Annotated[str, typer.Option("--by", help="year, quarter, month or decade.")] = "year",
    per: Annotated[
        str | None, typer.Option(help="Split by genre, language, speaker, author, document or a metadata column.")
    ] = None,
    year: Annotated[str | None, typer.Option(help="Only this year or month: --since and --until in one.")] = None,
    since: Since = None,
    until: Until = None,
    spans: Spans = "within",
    genre: Genre = None,
    language: Language = None,
    speaker: Speaker = None,
    author: Author = None,
    document: Document = None,
    editorial: Editorial = False,
    variants: Variants = None,
    reprints: Reprints = "all",
    lemma: Lemma = False,
    form: Form = False,
    event: Annotated[
        list[str] | None, typer.Option(help="Mark an event in the chart (sovnlp events lists them); may be repeated.")
    ] = None,
    cluster: Annotated[
        str, typer.Option(help="What varies independently: document, or author, speaker's paper or another facet.")
    ] = "document",
    lines: Annotated[bool, typer.Option("--kwic", help="List the sentences behind the table in its place.")] = False,
    chart: Annotated[Path | None, typer.Option(help="Draw the trace into a file: .svg .png .pdf .html")] = None,
    output: Output = None,
    store: Store = None,
    json: Json = False,
) -> None:
    """Follow concepts or words through time, each language on its own denominator, with intervals by document."""
    from sovnlp.analyses.kwic import kwic
    from sovnlp.analyses.trace import shorten, trace
    from sovnlp.corpus import Corpus

    asked = by(lemma, form)
    if lines and len(queries) > 1:
        raise typer.BadParameter("--kwic lists one concept at a time")
    with Corpus.open(store) as corpus:
        chosen = corpus.where(
            genre=genre, language=language, speaker=speaker, author=author, document=document, since=year or since,
            until=year or until, editorial=editorial, spans=spans, variants=variants, reprints=reprints,
        )  # fmt: skip
        if lines:
            answer(kwic(chosen, queries[0], by=asked), as_json=json, output=output)
            return
        result = trace(
            chosen, queries if len(queries) > 1 else queries[0], period_by=period, per=per, by=asked, cluster=cluster,
            events=event or (),
        )  # fmt: skip
    draw(result, chart)
    one = len({row.concept for row in result.rows}) < 2
    answer(
        result, as_json=json, output=output, more="" if json else sparklines(result), hide=("concept",) if one else (),
        shown=shorten(result),
    )  # fmt: skip


def sparklines(result: Result[TraceRow]) -> str:
    """Return a line for each language and facet, those with the most hits first: the rates of its periods."""
    from sovnlp.renderers.chart import complete_periods
    from sovnlp.renderers.terminal import printable, sparkline

    lines: dict[tuple[str, str], dict[str, TraceRow]] = {}
    several = len({row.concept for row in result.rows}) > 1
    for row in result.rows:
        facet = " ".join(filter(None, (row.concept if several else "", printable(row.facet or ""))))
        lines.setdefault((row.language, facet), {})[row.period] = row
    if not lines:
        return ""
    periods = complete_periods([row.period for row in result.rows])
    most = sorted(lines, key=lambda name: (-sum(row.hits for row in lines[name].values()), name))
    drawn = ["per million words, · where there is no document:"]
    for language, facet in most[:LINES]:
        rows = lines[language, facet]
        bars = sparkline([rows[period].per_million if period in rows else None for period in periods])
        drawn.append(f"{periods[0]} {bars} {periods[-1]} {language} {facet}".rstrip())
    if len(most) > LINES:
        drawn.append(f"… and {counted(len(most) - LINES, 'more line')} with fewer hits")
    return "\n".join(drawn)


def kwic(
    query: Annotated[str, typer.Argument(help="A concept, word or phrase, in either script.", show_default=False)],
    window: Annotated[int, typer.Option(help="Words of context on each side.")] = 10,
    sort: Annotated[str, typer.Option(help="date, left or right.")] = "date",
    near: Annotated[str | None, typer.Option(help="Only lines with this lemma near the match.")] = None,
    within: Annotated[int, typer.Option(min=1, help="How many words near is.")] = 5,
    sample: Annotated[int | None, typer.Option(help="Draw this many lines at random.")] = None,
    seed: Annotated[int, typer.Option(help="Which draw.")] = 1,
    rejected: Annotated[
        bool, typer.Option("--rejected", help="What was left out as another sense, and by which rule.")
    ] = False,
    since: Since = None,
    until: Until = None,
    genre: Genre = None,
    language: Language = None,
    speaker: Speaker = None,
    author: Author = None,
    document: Document = None,
    editorial: Editorial = False,
    variants: Variants = None,
    reprints: Reprints = "all",
    lemma: Lemma = False,
    form: Form = False,
    output: Output = None,
    store: Store = None,
    json: Json = False,
) -> None:
    """List a concept, word or phrase in context, with document, date, speaker and archival reference."""
    from sovnlp.analyses.kwic import kwic
    from sovnlp.corpus import Corpus

    asked = by(lemma, form)
    with Corpus.open(store) as corpus:
        chosen = corpus.where(
            genre=genre, language=language, speaker=speaker, author=author, document=document, since=since, until=until,
            editorial=editorial, variants=variants, reprints=reprints,
        )  # fmt: skip
        result = kwic(
            chosen, query, window=window, sort=sort, near=near, within=within, sample=sample, seed=seed, by=asked,
            rejected=rejected,
        )  # fmt: skip
    answer(result, as_json=json, output=output)


def terms(
    by: Annotated[str, typer.Option(help="lemma or form.")] = "lemma",
    per: Annotated[
        str | None, typer.Option(help="document, year, quarter, month, decade, genre, speaker or a metadata column.")
    ] = None,
    min_count: Annotated[int, typer.Option(min=1, help="Leave out terms that occur less often than this.")] = 1,
    pos: Annotated[str | None, typer.Option(help="Only this part of speech: NOUN, VERB, ADJ, PROPN…")] = None,
    stop: Annotated[bool, typer.Option("--stop/--no-stop", help="Count stop words, or leave them out.")] = True,
    wide: Annotated[bool, typer.Option("--wide", help="One column for each value of --per.")] = False,
    since: Since = None,
    until: Until = None,
    genre: Genre = None,
    language: Language = None,
    speaker: Speaker = None,
    author: Author = None,
    document: Document = None,
    editorial: Editorial = False,
    variants: Variants = None,
    reprints: Reprints = "all",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write every row: .csv .tsv .json .xlsx .md .parquet, or .mtx (a matrix)."),
    ] = None,
    store: Store = None,
    json: Json = False,
) -> None:
    """Count every word: a term-frequency table, whole or by document, period, genre or any metadata column."""
    from sovnlp.analyses.terms import terms, widen
    from sovnlp.corpus import Corpus

    if wide and not per:
        raise typer.BadParameter("--wide needs --per")
    matrix = output is not None and output.suffix.lower() == ".mtx"
    if matrix and not per:
        per = "document"
    with Corpus.open(store) as corpus:
        chosen = corpus.where(
            genre=genre, language=language, speaker=speaker, author=author, document=document, since=since, until=until,
            editorial=editorial, variants=variants, reprints=reprints,
        )  # fmt: skip
        result = terms(chosen, by=by, per=per, min_count=min_count, pos=pos, stop=stop)
    answer(widen(result) if wide and not matrix else result, as_json=json, output=output)


def entities(
    type: Annotated[str | None, typer.Option(help="Only PER, ORG or LOC.")] = None,
    per: Annotated[
        str | None, typer.Option(help="year, quarter, month, decade, genre, speaker or a metadata column.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Only what is called or spelled so, in either script.")] = None,
    lines: Annotated[bool, typer.Option("--lines", help="Count bodies that succeeded each other as one.")] = False,
    min_count: Annotated[int, typer.Option(min=1, help="Leave out what is named less often than this.")] = 1,
    since: Since = None,
    until: Until = None,
    genre: Genre = None,
    language: Language = None,
    speaker: Speaker = None,
    author: Author = None,
    document: Document = None,
    editorial: Editorial = False,
    variants: Variants = None,
    reprints: Reprints = "all",
    output: Output = None,
    store: Store = None,
    json: Json = False,
) -> None:
    """Count the people, bodies and places that documents name, whatever the spelling, case, script or language."""
    from sovnlp.analyses.entities import entities
    from sovnlp.corpus import Corpus

    with Corpus.open(store) as corpus:
        chosen = corpus.where(
            genre=genre, language=language, speaker=speaker, author=author, document=document, since=since, until=until,
            editorial=editorial, variants=variants, reprints=reprints,
        )  # fmt: skip
        result = entities(chosen, type=type, per=per, name=name, lines=lines, min_count=min_count)
    answer(result, as_json=json, output=output, hide=("id", "among"))


def network(
    type: Annotated[str, typer.Option(help="PER, ORG, LOC or all.")] = "PER",
    unit: Annotated[str, typer.Option(help="Together in one segment (a turn, a paragraph) or document.")] = "segment",
    min_documents: Annotated[int, typer.Option(min=1, help="The least number of documents of a pair.")] = 1,
    listed: Annotated[bool, typer.Option("--listed", help="Only what the authority lexicon lists.")] = False,
    top: Annotated[int | None, typer.Option(min=1, help="Only so many pairs, the heaviest.")] = None,
    since: Since = None,
    until: Until = None,
    genre: Genre = None,
    language: Language = None,
    speaker: Speaker = None,
    author: Author = None,
    document: Document = None,
    editorial: Editorial = False,
    variants: Variants = None,
    reprints: Reprints = "all",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write every pair: .gexf .graphml (a graph) or .csv .tsv .json .xlsx .md."),
    ] = None,
    store: Store = None,
    json: Json = False,
) -> None:
    """List who is named together with whom: a network of people, bodies and places."""
    from sovnlp.analyses.network import network
    from sovnlp.corpus import Corpus

    with Corpus.open(store) as corpus:
        chosen = corpus.where(
            genre=genre, language=language, speaker=speaker, author=author, document=document, since=since, until=until,
            editorial=editorial, variants=variants, reprints=reprints,
        )  # fmt: skip
        kind = None if type == "all" else type
        result = network(chosen, type=kind, unit=unit, min_documents=min_documents, listed=listed, top=top)
    answer(result, as_json=json, output=output, hide=("source_id", "target_id", "source_type", "target_type"))


def duplicates(
    min_words: Annotated[int, typer.Option(min=5, help="The least length of a passage, in words.")] = 20,
    min_share: Annotated[float, typer.Option(min=0, max=1, help="The least share of one of the two documents.")] = 0.0,
    since: Since = None,
    until: Until = None,
    genre: Genre = None,
    language: Language = None,
    author: Author = None,
    variants: Variants = None,
    output: Output = None,
    store: Store = None,
    json: Json = False,
) -> None:
    """List the passages that documents share: reprints, other editions, borrowings."""
    from sovnlp.analyses.duplicates import duplicates
    from sovnlp.corpus import Corpus

    with Corpus.open(store) as corpus:
        chosen = corpus.where(
            genre=genre, language=language, author=author, since=since, until=until, variants=variants
        )  # fmt: skip
        result = duplicates(chosen, min_words=min_words, min_share=min_share)
    answer(
        result, as_json=json, output=output, hide=("start", "stop", "other_start", "other_stop", "date", "other_date")
    )


def rerun(
    receipt: Annotated[
        Path, typer.Argument(help="What --json or -o FILE.json wrote, or a FILE.csv.receipt.json.", show_default=False)
    ],
    output: Output = None,
    store: Store = None,
    json: Json = False,
) -> None:
    """Ask the question of a receipt again, and say whether its numbers still hold. Exit code 1 where they do not."""
    from sovnlp.corpus import Corpus
    from sovnlp.rerunning import rerun

    with Corpus.open(store) as corpus:
        result = rerun(corpus, receipt)
    answer(result, as_json=json, output=output)
    if result.rows:
        raise typer.Exit(1)


def info(
    documents: Annotated[bool, typer.Option("--documents", help="List every document with its metadata.")] = False,
    since: Since = None,
    until: Until = None,
    genre: Genre = None,
    language: Language = None,
    output: Output = None,
    store: Store = None,
    json: Json = False,
) -> None:
    """Show what a store holds: coverage by year, genre and language, with the gaps named."""
    from sovnlp.analyses.info import info, listing
    from sovnlp.corpus import Corpus

    with Corpus.open(store) as corpus:
        chosen = corpus.where(genre=genre, language=language, since=since, until=until)
        shown: Result[Any] = listing(chosen) if documents else info(chosen)
    answer(shown, as_json=json, output=output, hide=("author", "reference", "inferred", "composed"))


def doctor(json: Json = False) -> None:
    """Show what is installed, which models are there, what is missing and the line that installs it."""
    from sovnlp.checkup import doctor

    result = doctor()
    answer(result, as_json=json)
    if not all(row.ok for row in result.rows):
        raise typer.Exit(1)
