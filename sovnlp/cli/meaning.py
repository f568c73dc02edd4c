"""The commands that ask how a word is used, and whether otherwise in another period: change, neighbors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from sovnlp.cli.output import answer, draw, progress

if TYPE_CHECKING:
    pass

__all__ = ["change", "neighbors"]


def change(
    query: Annotated[str, typer.Argument(help="A concept, word or phrase, in either script.", show_default=False)],
    periods: Annotated[str, typer.Option(help="Periods with commas between: 1927/1929,1930/1933,1937")] = "",
    split: Annotated[str | None, typer.Option(help="Before and from this year, month or day on.")] = None,
    view: Annotated[str, typer.Option(help="periods, sentences or usages.")] = "periods",
    kinds: Annotated[int | None, typer.Option(min=2, help="How many kinds of usage; default: by silhouette.")] = None,
    language: Annotated[str | None, typer.Option(help="ru or en; default: ru, where the word is used in it.")] = None,
    space: Annotated[
        str | None, typer.Option(help="Vectors: news (Russian) or corpus (made of this store; default for en).")
    ] = None,
    window: Annotated[int, typer.Option(min=1, help="Words on each side that make a usage.")] = 5,
    controls: Annotated[int, typer.Option(min=0, help="How many words of like frequency to compare with.")] = 30,
    times: Annotated[int, typer.Option(min=1, help="How often documents are dealt anew for a p-value.")] = 999,
    seed: Annotated[int, typer.Option(help="Which dealings.")] = 1,
    chart: Annotated[Path | None, typer.Option(help="Draw the usages over time into a file: .svg .png .pdf .html")] = (
        None
    ),
    since: Since = None,
    until: Until = None,
    genre: Genre = None,
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
    """Measure whether a concept or word is used otherwise in one period than in the next, and show what decides it."""
    from sovnlp.analyses.change import change
    from sovnlp.corpus import Corpus

    if chart and view != "usages":
        raise typer.BadParameter("the usages are what is drawn: add --view usages", param_hint="--chart")
    with Corpus.open(store) as corpus, progress(quiet=False) as tell:
        chosen = corpus.where(
            genre=genre, speaker=speaker, author=author, document=document, since=since, until=until,
            editorial=editorial, variants=variants, reprints=reprints,
        )  # fmt: skip
        result = change(
            chosen, query, periods=_several(periods), split=split, window=window, controls=controls,
            by=by(lemma, form), language=language, space=space, view=view, kinds=kinds, times=times, seed=seed,
            progress=tell,
        )  # fmt: skip
    draw(result, chart)
    answer(result, as_json=json, output=output, hide=("start", "stop", "method"))


def neighbors(
    query: Annotated[str, typer.Argument(help="A concept, word or phrase, in either script.", show_default=False)],
    per: Annotated[
        str | None, typer.Option(help="year, quarter, month or decade; each against the one before.")
    ] = None,
    periods: Annotated[str, typer.Option(help="Periods with commas between: 1927/1929,1930/1933,1937")] = "",
    window: Annotated[int, typer.Option(min=1, help="Words on each side.")] = 5,
    min_count: Annotated[int, typer.Option(min=1, help="How often the two must stand together.")] = 3,
    min_documents: Annotated[int, typer.Option(min=1, help="In how many documents.")] = 2,
    top: Annotated[int, typer.Option(min=1, help="How many of those that did not change, by logDice.")] = 20,
    times: Annotated[int, typer.Option(min=1, help="How often documents are dealt anew for a p-value.")] = 999,
    seed: Annotated[int, typer.Option(help="Which dealings.")] = 1,
    chart: Annotated[Path | None, typer.Option(help="Draw them into a file: .svg .png .pdf .html")] = None,
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
    """List what stands around a concept or word, by period, and test what came and what went."""
    from sovnlp.analyses.neighbors import neighbors
    from sovnlp.corpus import Corpus

    with Corpus.open(store) as corpus, progress(quiet=False) as tell:
        chosen = corpus.where(
            genre=genre, language=language, speaker=speaker, author=author, document=document, since=since, until=until,
            editorial=editorial, variants=variants, reprints=reprints,
        )  # fmt: skip
        result = neighbors(
            chosen, query, per=per, periods=_several(periods), window=window, min_count=min_count,
            min_documents=min_documents, top=top, by=by(lemma, form), times=times, seed=seed,
            progress=tell,
        )  # fmt: skip
    draw(result, chart)
    several = len({row.language for row in result.rows}) > 1
    answer(result, as_json=json, output=output, hide=WIDE if several else (*WIDE, "language"))


WIDE = ("expected", "g2", "low", "high", "documents_with_term")


def _several(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]
