"""The shelf of questions, by name: each takes a ``Corpus`` and returns a ``Result``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sovnlp.analyses import (
    breaks,
    change,
    cite,
    contrast,
    duplicates,
    entities,
    influence,
    info,
    kwic,
    neighbors,
    network,
    ratio,
    terms,
    trace,
    trend,
)
from sovnlp.result import Result

__all__ = ["ANALYSES"]

ANALYSES: Mapping[str, Callable[..., Result[Any]]] = {
    "breaks": breaks.breaks,
    "change": change.change,
    "cite": cite.cite,
    "contrast": contrast.contrast,
    "duplicates": duplicates.duplicates,
    "entities": entities.entities,
    "influence": influence.influence,
    "info": info.info,
    "kwic": kwic.kwic,
    "neighbors": neighbors.neighbors,
    "network": network.network,
    "ratio": ratio.ratio,
    "terms": terms.terms,
    "trace": trace.trace,
    "trend": trend.trend,
}
