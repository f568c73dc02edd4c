"""Russian names with slovnet's NER, whose weights come inside the natasha wheel."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sovnlp.document import Name
from sovnlp.tagging import ConvolutionalTagger

__all__ = ["load"]


def load() -> Callable[[Sequence[Sequence[str]]], list[list[Name]]]:
    """Return a function from sentences of words to the names in each.

    Raises ``MissingPackage`` where slovnet cannot be loaded, ``MissingModel`` where the weights are not there.
    """
    tagger = ConvolutionalTagger("NER", "slovnet-ner")

    def names(sentences: Sequence[Sequence[str]]) -> list[list[Name]]:
        return [_names(tags) for tags in tagger.tags(sentences)]

    return names


def _names(tags: Sequence[str]) -> list[Name]:
    """Join BIO tags into spans; an inside tag without a beginning starts a span."""
    found: list[Name] = []
    for i, tag in enumerate(tags):
        part, _, kind = tag.partition("-")
        if part == "I" and found and found[-1].stop == i and found[-1].type == kind:
            found[-1] = found[-1]._replace(stop=i + 1)
        elif part in ("B", "I"):
            found.append(Name(i, i + 1, kind))
    return found
