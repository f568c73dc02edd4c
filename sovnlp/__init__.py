"""NLP for the primary sources of Soviet history, 1917-1941, in Russian and English.

    >>> import sovnlp
    >>> with sovnlp.Corpus.open() as corpus:  # doctest: +SKIP
    ...     sovnlp.trace(corpus.where(genre="speech"), "kulak").rows

Every command is a function here, loaded when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sovnlp.analyses.breaks import breaks
    from sovnlp.analyses.change import change
    from sovnlp.analyses.cite import cite
    from sovnlp.analyses.concepts import concepts, events
    from sovnlp.analyses.contrast import contrast
    from sovnlp.analyses.duplicates import duplicates
    from sovnlp.analyses.entities import entities
    from sovnlp.analyses.influence import influence
    from sovnlp.analyses.info import info, listing
    from sovnlp.analyses.kwic import kwic
    from sovnlp.analyses.neighbors import neighbors
    from sovnlp.analyses.network import network
    from sovnlp.analyses.ratio import ratio
    from sovnlp.analyses.terms import terms, widen
    from sovnlp.analyses.trace import trace
    from sovnlp.analyses.trend import trend
    from sovnlp.annotating import Annotator, Recipe, annotate
    from sovnlp.build import apply_lexicon, ingest, remove
    from sovnlp.checkup import doctor, list_models
    from sovnlp.corpus import Corpus
    from sovnlp.exporters import export
    from sovnlp.fetching import fetch
    from sovnlp.holdings import catalogue
    from sovnlp.pulling import pull_model
    from sovnlp.reading import read
    from sovnlp.renderers import draw, write
    from sovnlp.rerunning import rerun
    from sovnlp.scorecard import draw_sample, list_name_errors, score_ner
    from sovnlp.showcase import demo
    from sovnlp.text.normalize import normalize
    from sovnlp.text.references import find_references, parse_references, render
    from sovnlp.topics.comparing import apply_topics, compare_topics
    from sovnlp.topics.intrusion import intrusion_sheet, judge_intrusion
    from sovnlp.topics.making import fit_topics
    from sovnlp.topics.model import label_topic, load_topics
    from sovnlp.topics.page import topics_page
    from sovnlp.topics.showing import (
        show_topics,
        topic_documents,
        topic_sentences,
        topic_words,
        topics_curve,
        topics_over_time,
    )
    from sovnlp.training.ner import train_ner
    from sovnlp.vetting import check_lexicon

_WHERE = {
    "Annotator": "sovnlp.annotating",
    "Corpus": "sovnlp.corpus",
    "Recipe": "sovnlp.annotating",
    "demo": "sovnlp.showcase",
    "doctor": "sovnlp.checkup",
    "annotate": "sovnlp.annotating",
    "apply_lexicon": "sovnlp.build",
    "catalogue": "sovnlp.holdings",
    "check_lexicon": "sovnlp.vetting",
    "change": "sovnlp.analyses.change",
    "cite": "sovnlp.analyses.cite",
    "concepts": "sovnlp.analyses.concepts",
    "events": "sovnlp.analyses.concepts",
    "trend": "sovnlp.analyses.trend",
    "influence": "sovnlp.analyses.influence",
    "contrast": "sovnlp.analyses.contrast",
    "breaks": "sovnlp.analyses.breaks",
    "draw": "sovnlp.renderers",
    "draw_sample": "sovnlp.scorecard",
    "duplicates": "sovnlp.analyses.duplicates",
    "entities": "sovnlp.analyses.entities",
    "export": "sovnlp.exporters",
    "fetch": "sovnlp.fetching",
    "find_references": "sovnlp.text.references",
    "info": "sovnlp.analyses.info",
    "ingest": "sovnlp.build",
    "kwic": "sovnlp.analyses.kwic",
    "list_models": "sovnlp.checkup",
    "list_name_errors": "sovnlp.scorecard",
    "listing": "sovnlp.analyses.info",
    "neighbors": "sovnlp.analyses.neighbors",
    "network": "sovnlp.analyses.network",
    "normalize": "sovnlp.text.normalize",
    "parse_references": "sovnlp.text.references",
    "pull_model": "sovnlp.pulling",
    "ratio": "sovnlp.analyses.ratio",
    "read": "sovnlp.reading",
    "remove": "sovnlp.build",
    "render": "sovnlp.text.references",
    "rerun": "sovnlp.rerunning",
    "score_ner": "sovnlp.scorecard",
    "terms": "sovnlp.analyses.terms",
    "trace": "sovnlp.analyses.trace",
    "train_ner": "sovnlp.training.ner",
    "apply_topics": "sovnlp.topics.comparing",
    "compare_topics": "sovnlp.topics.comparing",
    "fit_topics": "sovnlp.topics.making",
    "intrusion_sheet": "sovnlp.topics.intrusion",
    "judge_intrusion": "sovnlp.topics.intrusion",
    "label_topic": "sovnlp.topics.model",
    "load_topics": "sovnlp.topics.model",
    "show_topics": "sovnlp.topics.showing",
    "topic_documents": "sovnlp.topics.showing",
    "topic_sentences": "sovnlp.topics.showing",
    "topic_words": "sovnlp.topics.showing",
    "topics_curve": "sovnlp.topics.showing",
    "topics_over_time": "sovnlp.topics.showing",
    "topics_page": "sovnlp.topics.page",
    "widen": "sovnlp.analyses.terms",
    "write": "sovnlp.renderers",
}
__all__ = [
    "Annotator",
    "Corpus",
    "Recipe",
    "demo",
    "doctor",
    "annotate",
    "apply_lexicon",
    "catalogue",
    "change",
    "check_lexicon",
    "cite",
    "concepts",
    "events",
    "trend",
    "influence",
    "contrast",
    "breaks",
    "draw",
    "draw_sample",
    "duplicates",
    "entities",
    "export",
    "fetch",
    "find_references",
    "info",
    "ingest",
    "kwic",
    "list_models",
    "list_name_errors",
    "listing",
    "neighbors",
    "network",
    "normalize",
    "parse_references",
    "pull_model",
    "ratio",
    "read",
    "remove",
    "render",
    "rerun",
    "score_ner",
    "terms",
    "trace",
    "train_ner",
    "apply_topics",
    "compare_topics",
    "fit_topics",
    "intrusion_sheet",
    "judge_intrusion",
    "label_topic",
    "load_topics",
    "show_topics",
    "topic_documents",
    "topic_sentences",
    "topic_words",
    "topics_curve",
    "topics_over_time",
    "topics_page",
    "widen",
    "write",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return __all__
