"""slovnet's convolutional taggers, run over many sentences at once without padding.

slovnet pads every batch to its longest sentence. Its embeddings of the padding are zero and its convolutions look at
one word on each side, so a row of sentences with one padding between them gives the same numbers without the waste.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sovnlp import models
from sovnlp.errors import MissingPackage

if TYPE_CHECKING:
    import numpy as np

__all__ = ["ConvolutionalTagger"]

WORDS_AT_ONCE = 2048


class ConvolutionalTagger:
    """A slovnet tagger with its vocabularies: ``kind`` is ``Morph`` or ``NER``, ``name`` a model of ``models.toml``."""

    def __init__(self, kind: str, name: str) -> None:
        try:
            import slovnet
            from navec import Navec
        except Exception as cause:
            raise MissingPackage("slovnet", "Russian annotation", cause) from cause
        vectors = Navec.load(str(models.path("navec-news")))
        infer = getattr(slovnet, kind).load(str(models.path(name))).navec(vectors).infer
        self._model = infer.model
        self._words = infer.encoder.words_vocab
        self._shapes = infer.encoder.shapes_vocab
        self._tags: list[str] = infer.decoder.tags_vocab.items
        self._known: dict[str, tuple[int, int]] = {}

    def tags(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """Return one tag per word: the best of each word, or the best sequence where the model has a CRF."""
        decode = self._paths if hasattr(self._model.head, "crf") else self._best
        tagged: list[list[str]] = []
        for row in _rows(sentences):
            tagged.extend([self._tags[i] for i in sentence] for sentence in decode(self._scores(row), row))
        return tagged

    def _scores(self, row: Sequence[Sequence[str]]) -> np.ndarray[Any, Any]:
        """Return scores of shape (words and paddings, tags) for sentences laid end to end."""
        import numpy as np

        padding = (self._words.pad_id, self._shapes.pad_id)
        ids = [pair for sentence in row for pair in (*map(self._encode, sentence), padding)]
        word, shape = np.array(ids)[None].transpose(2, 0, 1)
        encoded = self._model.encoder(self._model.emb(word, shape), word == self._words.pad_id)
        scores: np.ndarray[Any, Any] = self._model.head.proj(encoded)[0]
        return scores

    def _encode(self, word: str) -> tuple[int, int]:
        known = self._known.get(word)
        if known is None:
            from slovnet.shape import word_shape

            known = (self._words.encode(word.lower()), self._shapes.encode(word_shape(word)))
            self._known[word] = known
        return known

    def _best(self, scores: np.ndarray[Any, Any], row: Sequence[Sequence[str]]) -> Iterator[list[int]]:
        best = scores.argmax(-1)
        for start, sentence in _starts(row):
            yield best[start : start + len(sentence)].tolist()

    def _paths(self, scores: np.ndarray[Any, Any], row: Sequence[Sequence[str]]) -> Iterator[list[int]]:
        """Decode the CRF with sentences of like length side by side; yield in the order given."""
        import numpy as np

        starts = list(_starts(row))
        order = sorted((i for i in range(len(row)) if row[i]), key=lambda i: len(row[i]))
        paths: dict[int, list[int]] = {}
        for group in (order[i : i + 32] for i in range(0, len(order), 32)):
            longest = len(row[group[-1]])
            emissions = np.zeros((len(group), longest, scores.shape[1]), scores.dtype)
            mask = np.zeros((len(group), longest), bool)
            for k, i in enumerate(group):
                start, sentence = starts[i]
                emissions[k, : len(sentence)] = scores[start : start + len(sentence)]
                mask[k, : len(sentence)] = True
            for i, found in zip(group, self._model.head.crf.decode(emissions, mask), strict=True):
                paths[i] = found.tolist()
        yield from (paths.get(i, []) for i in range(len(row)))


def _rows(sentences: Sequence[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    """Cut the sentences into rows of about ``WORDS_AT_ONCE`` words, in order."""
    row: list[Sequence[str]] = []
    size = 0
    for sentence in sentences:
        if row and size + len(sentence) > WORDS_AT_ONCE:
            yield row
            row, size = [], 0
        row.append(sentence)
        size += len(sentence) + 1
    if row:
        yield row


def _starts(row: Sequence[Sequence[str]]) -> Iterator[tuple[int, Sequence[str]]]:
    start = 0
    for sentence in row:
        yield start, sentence
        start += len(sentence) + 1
