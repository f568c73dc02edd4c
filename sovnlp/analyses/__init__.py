"""The shelf of questions, by name: each takes a ``Corpus`` and returns a ``Result``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sovnlp.analyses import cite, duplicates, entities, info, kwic, network, terms, trace
from sovnlp.result import Result

__all__ = ["ANALYSES"]

ANALYSES: Mapping[str, Callable[..., Result[Any]]] = {
    "cite": cite.cite,
    "duplicates": duplicates.duplicates,
    "entities": entities.entities,
    "info": info.info,
    "kwic": kwic.kwic,
    "network": network.network,
    "terms": terms.terms,
    "trace": trace.trace,
}
