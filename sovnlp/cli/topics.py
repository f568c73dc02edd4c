"""The commands for topic models: topics fit, show, over-time, documents, compare, apply, label, intrusion, page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sovnlp.cli.options import (
    Author,
    Document,
    Editorial,
    Genre,
    Json,
    Language,
    Output,
    Reprints,
    Since,
    Speaker,
    Store,
    Until,
    Variants,
)
from sovnlp.cli.output import answer, draw, progress, say

if TYPE_CHECKING:
    from sovnlp.result import Result

__all__ = ["apply", "compare", "documents", "fit", "intrusion", "label", "over_time", "page", "show"]

Folder = Annotated[Path, typer.Argument(help="The folder of a topic model.", show_default=False)]
Topic = Annotated[int | None, typer.Option(help="Only this topic, by its number.")]
Top = Annotated[int, typer.Option(min=1, help="How many, of the first.")]
Chart = Annotated[Path | None, typer.Option(help="Draw it into a file: .svg .png .pdf .html")]


def fit(
    folder: Annotated[Path, typer.Argument(help="The new folder that the model is kept in.", show_default=False)],
    topics: Annotated[str, typer.Option(help="How many, or which numbers to try: 12 or 8,12,16; default: several.")] = (
        ""
    ),
    method: Annotated[str, typer.Option(help="lda (gensim) or nmf (scikit-learn).")] = "lda",
    replicates: Annotated[int, typer.Option(min=2, help="How many models are fitted of each number of topics.")] = 10,
    combine: Annotated[str, typer.Option(help="One model of the replicates: consensus or prototype.")] = "consensus",
    resample: Annotated[bool, typer.Option("--resample", help="Fit each replicate to documents drawn anew.")] = False,
    unit: Annotated[str, typer.Option(help="window, paragraph, turn or document.")] = "window",
    length: Annotated[int, typer.Option(min=1, help="Words of a window.")] = 200,
    pos: Annotated[str, typer.Option(help="Parts of speech to keep.")] = "NOUN,VERB,ADJ",
    min_count: Annotated[int, typer.Option(min=1, help="How often a word must occur.")] = 5,
    min_documents: Annotated[int, typer.Option(min=1, help="In how many documents a word must occur.")] = 2,
    most: Annotated[float, typer.Option(min=0, max=1, help="In what share of the units a word may occur.")] = 0.5,
    stop: Annotated[str, typer.Option(help="Lemmas to leave out beside the period's stop words: комиссия,лист.")] = "",
    phrases: Annotated[bool, typer.Option("--phrases", help="Join words that belong together.")] = False,
    entities: Annotated[bool, typer.Option("--entities", help="Count each name as one word, whatever its form.")] = (
        False
    ),
    joint: Annotated[
        bool, typer.Option("--joint", help="Both languages in one model, over concepts and linked names.")
    ] = False,
    passes: Annotated[int, typer.Option(min=1, help="How often each replicate goes through the texts.")] = 20,
    seed: Annotated[int, typer.Option(help="The seed of the first replicate; the others follow.")] = 1,
    workers: Annotated[int | None, typer.Option(min=1, help="Replicates side by side; default: all cores.")] = None,
    chart: Annotated[
        Path | None, typer.Option(help="Draw how the number of topics was chosen: .svg .png .pdf .html")
    ] = None,
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
    """Fit topic models in replicates, choose how many topics there are, and keep the model in a folder."""
    from sovnlp.corpus import Corpus
    from sovnlp.corpus.bags import Recipe
    from sovnlp.topics.making import fit_topics
    from sovnlp.topics.showing import show_topics, topics_curve

    numbers = _numbers(topics)
    recipe = Recipe(
        language=language, unit=unit, length=length, pos=tuple(part.strip().upper() for part in pos.split(",")),
        min_count=min_count, min_documents=min_documents, most=most, phrases=phrases, entities=entities, joint=joint,
    )  # fmt: skip
    with Corpus.open(store) as corpus, progress(quiet=False) as tell:
        chosen = corpus.where(
            genre=genre, language=language, speaker=speaker, author=author, document=document, since=since, until=until,
            editorial=editorial, variants=variants, reprints=reprints,
        )  # fmt: skip
        model = fit_topics(
            chosen, folder, topics=numbers, method=method, replicates=replicates, combine=combine, resample=resample,
            recipe=recipe, stop=[word.strip().lower() for word in stop.split(",") if word.strip()], passes=passes,
            workers=workers or os.cpu_count() or 1, seed=seed, progress=tell,
        )  # fmt: skip
    if chart:
        from sovnlp import renderers

        renderers.draw(topics_curve(model), chart)
    say(f"Kept in {folder}: sovnlp topics show {folder}, sovnlp topics page {folder} -o topics.html")
    answer(show_topics(model), as_json=json, output=output, hide=HIDDEN)


HIDDEN = ("c_v", "c_npmi")


def _numbers(topics: str) -> list[int] | None:
    try:
        return [int(part) for part in topics.split(",")] if topics else None
    except ValueError:
        raise typer.BadParameter(f"{topics!r} is not a number, or several with commas between") from None


def show(
    folder: Folder,
    view: Annotated[str, typer.Option(help="topics, words, sentences or curve.")] = "topics",
    topic: Topic = None,
    top: Annotated[int | None, typer.Option(min=1, help="How many words, or sentences, of each topic.")] = None,
    chart: Chart = None,
    output: Output = None,
    json: Json = False,
) -> None:
    """Show a topic model: its topics, their words, the sentences that carry them, or how many were tried."""
    from sovnlp.topics import showing
    from sovnlp.topics.model import load_topics

    if view not in ("topics", "words", "sentences", "curve"):
        raise typer.BadParameter(f"{view!r} is none of topics, words, sentences, curve", param_hint="--view")
    if chart and view == "sentences":
        raise typer.BadParameter("sentences are for reading: draw topics, words or the curve", param_hint="--chart")
    model = load_topics(folder)
    result: Result[Any]
    if view == "words":
        result = showing.topic_words(model, topic=topic, top=top or 20)
    elif view == "sentences":
        result = showing.topic_sentences(model, topic=topic, top=top or 5)
    elif view == "curve":
        result = showing.topics_curve(model)
    else:
        result = showing.show_topics(model, top=top or 10)
    draw(result, chart)
    answer(result, as_json=json, output=output, hide=HIDDEN if view == "topics" else ("start", "stop"))


def over_time(
    folder: Folder,
    per: Annotated[str, typer.Option(help="year, quarter, month, decade, genre or speaker.")] = "year",
    topic: Topic = None,
    chart: Chart = None,
    output: Output = None,
    json: Json = False,
) -> None:
    """Follow the shares of topics over time, genres or speakers, with intervals by document."""
    from sovnlp.topics.model import load_topics
    from sovnlp.topics.showing import topics_over_time

    result = topics_over_time(load_topics(folder), per=per, topic=topic)
    draw(result, chart)
    answer(result, as_json=json, output=output, hide=("method",))


def documents(folder: Folder, topic: Topic = None, top: Top = 10, output: Output = None, json: Json = False) -> None:
    """List the documents in which topics have the greatest share, with their references."""
    from sovnlp.topics.model import load_topics
    from sovnlp.topics.showing import topic_documents

    answer(topic_documents(load_topics(folder), topic=topic, top=top), as_json=json, output=output)


def compare(
    folder: Folder,
    other: Annotated[Path, typer.Argument(help="The folder of another topic model.", show_default=False)],
    top: Top = 20,
    output: Output = None,
    json: Json = False,
) -> None:
    """Match the topics of two models, and show the words in which they differ."""
    from sovnlp.topics.comparing import compare_topics
    from sovnlp.topics.model import load_topics

    answer(compare_topics(load_topics(folder), load_topics(other), top=top), as_json=json, output=output)


def apply(
    folder: Folder,
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
    """Put a topic model to other documents: the shares of its topics in each of them."""
    from sovnlp.corpus import Corpus
    from sovnlp.topics.comparing import apply_topics
    from sovnlp.topics.model import load_topics

    model = load_topics(folder)
    with Corpus.open(store) as corpus:
        chosen = corpus.where(
            genre=genre, language=language, speaker=speaker, author=author, document=document, since=since, until=until,
            editorial=editorial, variants=variants, reprints=reprints,
        )  # fmt: skip
        result = apply_topics(chosen, model)
    answer(result, as_json=json, output=output)


def label(
    folder: Folder,
    topic: Annotated[int, typer.Argument(help="The number of a topic.", show_default=False)],
    text: Annotated[str, typer.Argument(help="What it is called; nothing takes the label away.")] = "",
    json: Json = False,
) -> None:
    """Give a topic a label, which every table, chart and page shows from then on."""
    from sovnlp.topics.model import label_topic
    from sovnlp.topics.showing import show_topics

    answer(show_topics(label_topic(folder, topic, text)), as_json=json, hide=HIDDEN)


def intrusion(
    folder: Folder,
    judge: Annotated[list[Path] | None, typer.Option(help="A sheet that was filled in; may be given again.")] = None,
    seed: Annotated[int, typer.Option(help="Which intruders, in which order.")] = 1,
    output: Output = None,
    json: Json = False,
) -> None:
    """Make a sheet that asks a reader for the word that does not belong, or score those that were filled in."""
    from sovnlp.topics import intrusion
    from sovnlp.topics.model import load_topics

    model = load_topics(folder)
    if judge:
        answer(intrusion.judge_intrusion(model, judge, seed=seed), as_json=json, output=output)
    else:
        answer(intrusion.intrusion_sheet(model, seed=seed), as_json=json, output=output)


def page(
    folder: Folder,
    output: Annotated[Path, typer.Option("-o", "--output", help="The page to write: topics.html")] = Path(
        "topics.html"
    ),
    json: Json = False,
) -> None:
    """Write a page that works without a network: the map of the topics, their words, sentences, documents and years."""
    from sovnlp.topics.model import load_topics
    from sovnlp.topics.page import topics_page
    from sovnlp.topics.showing import show_topics

    model = load_topics(folder)
    topics_page(model, output)
    say(f"Wrote {output}.")
    if json:
        answer(show_topics(model), as_json=True)
