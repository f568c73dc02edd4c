"""The commands for models: list, pull, train."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sovnlp.cli.options import Json
from sovnlp.cli.output import answer, progress, say

__all__ = ["listing", "pull", "train"]


def listing(json: Json = False) -> None:
    """List the models: what each is for, its licence, where it lies, and whether it is the file listed."""
    from sovnlp.checkup import list_models

    answer(list_models(), as_json=json)


def pull(
    name: Annotated[str, typer.Argument(help="What to fetch: stanza-ru.", show_default=False)],
    mirror: Annotated[
        str | None, typer.Option("--from", help="The address of a mirror, where your institute has one.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Fetch it anew, though it is there.")] = False,
    json: Json = False,
) -> None:
    """Fetch a model that does not come with sovnlp into your cache; afterwards no network is needed."""
    from sovnlp.pulling import pull_model

    addresses: dict[str, str] = {}
    if mirror is not None:
        if not mirror.startswith(("http://", "https://")):
            raise typer.BadParameter(f"{mirror} is no address; it begins with http:// or https://")
        root = mirror.rstrip("/")
        files = root.replace("{", "{{").replace("}", "}}") + "/{lang}/{filename}"
        addresses = {"resources_url": root, "model_url": files}
    with progress(quiet=json) as tell:
        result = pull_model(name, again=again, progress=tell, **addresses)
    answer(result, as_json=json)


def train(
    kind: Annotated[str, typer.Argument(help="What to train: ner or senses.", show_default=False)],
    out: Annotated[Path, typer.Option("-o", "--output", help="The model file to write (.pt, or .json for senses).")],
    language: Annotated[str, typer.Option(help="ru or en.")] = "ru",
    nerel: Annotated[
        Path | None, typer.Option(help="The folder of NEREL 1.1 with train/ and dev/ (Russian).", show_default=False)
    ] = None,
    annotated: Annotated[
        Path | None, typer.Option(help="Texts with inline marks; default: those that come with sovnlp.")
    ] = None,
    steps: Annotated[int, typer.Option(min=1, help="How many batches of sentences to learn from.")] = 6000,
    seed: Annotated[int, typer.Option(help="Which draw.")] = 1,
    threads: Annotated[int, typer.Option(min=1, help="Processor threads; the model depends on it.")] = 1,
    json: Json = False,
) -> None:
    """Train a name tagger, or the classifier of senses, as those that come with sovnlp were trained."""
    if kind == "senses":
        from sovnlp.training.senses import train_senses

        answer(train_senses(out, language=language), as_json=json)
    elif kind == "ner":
        from sovnlp.training.ner import train_ner

        result = train_ner(
            out, language=language, nerel=nerel, annotated=annotated, steps=steps, seed=seed, threads=threads
        )
        answer(result, as_json=json)
    else:
        raise typer.BadParameter(f"nothing called {kind} can be trained; choose ner or senses")
    say(f"Wrote {out}.")
