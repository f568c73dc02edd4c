"""A question put to a topic model, asked again from its receipt: the model is fitted anew."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sovnlp.corpus import Corpus
from sovnlp.corpus.bags import Recipe
from sovnlp.result import Result
from sovnlp.topics.making import fit_topics
from sovnlp.topics.showing import show_topics, topic_documents, topic_sentences, topic_words, topics_over_time

__all__ = ["VIEWS", "ask_again"]

VIEWS: Mapping[str, Callable[..., Result[Any]]] = {
    "topics show": show_topics,
    "topics words": topic_words,
    "topics sentences": topic_sentences,
    "topics documents": topic_documents,
    "topics over-time": topics_over_time,
}
"""The questions to a model that can be asked again, by what their receipts call them."""


def ask_again(
    corpus: Corpus, analysis: str, parameters: Mapping[str, Any], selection: Mapping[str, Any], seed: int
) -> Result[Any]:
    """Fit the model of a receipt again, with the number of topics that was chosen, and put the same question to it.

    Labels given by hand are not part of a fit: topics are named by their words.
    """
    given = dict(parameters)
    known = {field.name for field in fields(Recipe)} - {"stop", "pos"}
    recipe = Recipe(
        **{name: value for name, value in given.items() if name in known}, pos=tuple(str(given["pos"]).split(","))
    )
    fitted = {name: given[name] for name in ("method", "combine", "resample", "passes", "replicates") if name in given}
    view = VIEWS[analysis]
    asked = {name: value for name, value in given.items() if name in inspect.signature(view).parameters}
    with TemporaryDirectory(prefix=".sovnlp-") as folder:
        model = fit_topics(
            corpus.where(**selection), Path(folder) / "model", topics=int(given["topics"]), recipe=recipe,
            stop=given.get("without", ()), seed=seed, workers=os.cpu_count() or 1, **fitted,
        )  # fmt: skip
        return view(model, **asked)
