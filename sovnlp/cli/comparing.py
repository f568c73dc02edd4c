"""The commands that test what a trace shows: trend, breaks, contrast, ratio, influence."""

from __future__ import annotations

from typing import Annotated

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
    Speaker,
    Store,
    Until,
    Variants,
    by,
)
from sovnlp.cli.output import answer

__all__ = ["breaks", "contrast", "influence", "ratio", "trend"]

Queries = Annotated[list[str], typer.Argument(help="Concepts, words or phrases, in either script.", show_default=False)]
Times = Annotated[int, typer.Option(min=1, help="How often documents are dealt anew for a p-value.")]
Seed = Annotated[int, typer.Option(help="Which dealings.")]


def trend(
    queries: Queries,
    times: Times = 999,
    seed: Seed = 1,
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
    """Test whether concepts or words become more frequent, or less, over the years."""
    from sovnlp.analyses.trend import trend
    from sovnlp.corpus import Corpus

    with Corpus.open(store) as corpus:
        chosen = corpus.where(
            genre=genre, language=language, speaker=speaker, author=author, document=document, since=since, until=until,
            editorial=editorial, variants=variants, reprints=reprints,
        )  # fmt: skip
        result = trend(chosen, queries, by=by(lemma, form), times=times, seed=seed)
    answer(result, as_json=json, output=output)


def breaks(
    queries: Queries,
    most: Annotated[int, typer.Option(min=1, help="Look for no more changes than this.")] = 3,
    times: Times = 999,
    seed: Seed = 1,
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
    """Look for the dates at which concepts or words become more frequent, or less."""
    from sovnlp.analyses.breaks import breaks
    from sovnlp.corpus import Corpus

    with Corpus.open(store) as corpus:
        chosen = corpus.where(
            genre=genre, language=language, speaker=speaker, author=author, document=document, since=since, until=until,
            editorial=editorial, variants=variants, reprints=reprints,
        )  # fmt: skip
        result = breaks(chosen, queries, most=most, by=by(lemma, form), times=times, seed=seed)
    answer(result, as_json=json, output=output)


def contrast(
    queries: Queries,
    event: Annotated[str, typer.Option(help="The event, as sovnlp events lists it.", show_default=False)],
    control: Annotated[str | None, typer.Option(help="A concept or word that should not have changed.")] = None,
    window: Annotated[int, typer.Option(min=1, help="Days before and after.")] = 730,
    cluster: Annotated[str, typer.Option(help="What varies independently: document, author or another facet.")] = (
        "document"
    ),
    times: Times = 999,
    seed: Seed = 1,
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
    """Compare concepts or words before and after an event, beside other dates and a control; it describes, no more."""
    from sovnlp.analyses.contrast import contrast
    from sovnlp.corpus import Corpus

    with Corpus.open(store) as corpus:
        chosen = corpus.where(
            genre=genre, language=language, speaker=speaker, author=author, document=document, since=since, until=until,
            editorial=editorial, variants=variants, reprints=reprints,
        )  # fmt: skip
        result = contrast(
            chosen, queries, event, control=control, window=window, cluster=cluster, by=by(lemma, form), times=times,
            seed=seed,
        )  # fmt: skip
    answer(result, as_json=json, output=output, hide=("event",))


def ratio(
    first: Annotated[str, typer.Argument(help="A concept, word or phrase.", show_default=False)],
    second: Annotated[str, typer.Argument(help="What it is held against.", show_default=False)],
    period: Annotated[str, typer.Option("--by", help="year, quarter, month or decade.")] = "year",
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
    """Follow how often one concept or word occurs for each occurrence of another."""
    from sovnlp.analyses.ratio import ratio
    from sovnlp.corpus import Corpus

    with Corpus.open(store) as corpus:
        chosen = corpus.where(
            genre=genre, language=language, speaker=speaker, author=author, document=document, since=since, until=until,
            editorial=editorial, variants=variants, reprints=reprints,
        )  # fmt: skip
        result = ratio(chosen, first, second, period_by=period, by=by(lemma, form))
    answer(result, as_json=json, output=output)


def influence(
    query: Annotated[str, typer.Argument(help="A concept, word or phrase, in either script.", show_default=False)],
    year: Annotated[str | None, typer.Option(help="Only this year or month: --since and --until in one.")] = None,
    since: Since = None,
    until: Until = None,
    genre: Genre = None,
    language: Language = None,
    speaker: Speaker = None,
    author: Author = None,
    editorial: Editorial = False,
    variants: Variants = None,
    reprints: Reprints = "all",
    lemma: Lemma = False,
    form: Form = False,
    output: Output = None,
    store: Store = None,
    json: Json = False,
) -> None:
    """Leave out one document at a time, and list those that carry the rate of a concept or word."""
    from sovnlp.analyses.influence import influence
    from sovnlp.corpus import Corpus

    with Corpus.open(store) as corpus:
        chosen = corpus.where(
            genre=genre, language=language, speaker=speaker, author=author, since=year or since, until=year or until,
            editorial=editorial, variants=variants, reprints=reprints,
        )  # fmt: skip
        result = influence(chosen, query, by=by(lemma, form))
    answer(result, as_json=json, output=output, hide=("reference",))
