"""slovnet's convolutional taggers, run over many sentences at once without padding.

slovnet pads every batch to its longest sentence. Its embeddings of the padding are zero and its convolutions look at
one word on each side, so a row of sentences with one padding between them gives the same numbers without the waste. And
since the first convolution, the widest, is a sum over three words, each distinct word is multiplied only once a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from sovnlp import models
from sovnlp.errors import MissingPackage

if TYPE_CHECKING:
    import numpy as np

__all__ = ["ConvolutionalTagger", "Ranking", "word_vectors"]

WORDS_AT_ONCE = 8192
RANKED = 40

Ranking = Callable[[int], list[tuple[str, float]]]


class _Convolution:
    """One layer of slovnet's encoder: convolution over three words, rectifier, normalization."""

    def __init__(self, layer: Any) -> None:
        import numpy as np

        weight = layer.conv.weight.array
        self._sides = tuple(np.ascontiguousarray(weight[:, :, side].T) for side in range(3))
        self._bias = layer.conv.bias.array
        self._scale = layer.norm.weight.array / layer.norm.std.array
        self._shift = layer.norm.bias.array - layer.norm.mean.array * self._scale

    def __call__(self, inputs: np.ndarray[Any, Any], places: np.ndarray[Any, Any] | None = None) -> Any:
        """Return outputs of shape (words, filters); row ``places[i]`` of the inputs is word i (by default, row i)."""
        left, middle, right = (inputs @ side for side in self._sides)
        if places is not None:
            left, middle, right = left[places], middle[places], right[places]
        outputs = middle + self._bias
        outputs[1:] += left[:-1]
        outputs[:-1] += right[1:]
        return outputs.clip(0) * self._scale + self._shift


class ConvolutionalTagger:
    """A slovnet tagger with its vocabularies: ``kind`` is ``Morph`` or ``NER``, ``name`` a model of ``models.toml``."""

    def __init__(self, kind: str, name: str) -> None:
        try:
            import slovnet
        except Exception as cause:
            raise MissingPackage("slovnet", "Russian annotation", cause) from cause
        vectors = word_vectors()
        infer = getattr(slovnet, kind).load(str(models.path(name))).navec(vectors).infer
        self._model = infer.model
        self._layers = [_Convolution(layer) for layer in infer.model.encoder.layers]
        self._words = infer.encoder.words_vocab
        self._shapes = infer.encoder.shapes_vocab
        self._tags: list[str] = infer.decoder.tags_vocab.items
        self._encode = lru_cache(maxsize=30_000)(self._encoded)
        self._counts = vectors.vocab.counts

    def tags(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """Return one tag per word: the best of each word, or the best sequence where the model has a CRF."""
        decode = self._paths if hasattr(self._model.head, "crf") else self._best
        tagged: list[list[str]] = []
        for row in _rows(sentences):
            tagged.extend([self._tags[i] for i in sentence] for sentence in decode(self._scores(row), row))
        return tagged

    def ranked(self, sentences: Sequence[Sequence[str]]) -> Iterator[tuple[list[str], Ranking]]:
        """Yield for each sentence the best tag of each word, and a function that ranks the tags of its i-th word.

        The function gives the ``RANKED`` best with the logarithms of how much less likely each is than the best; it is
        meant for the few words whose best tag is in doubt.
        """
        for row in _rows(sentences):
            scores = self._scores(row)
            best = scores.argmax(-1)
            for start, sentence in _starts(row):
                stop = start + len(sentence)
                yield [self._tags[i] for i in best[start:stop].tolist()], partial(self._ranking, scores[start:stop])

    def _ranking(self, scores: np.ndarray[Any, Any], word: int) -> list[tuple[str, float]]:
        import numpy as np

        row = scores[word]
        top = np.argpartition(row, -RANKED)[-RANKED:]
        best = row[top]
        order = best.argsort()[::-1]
        return [
            (self._tags[i], value)
            for i, value in zip(top[order].tolist(), (best[order] - best.max()).tolist(), strict=True)
        ]

    def frequency(self, word: str) -> int:
        """Return how often a lower-case word occurs in the corpus the word vectors were made of, 0 below 100 times."""
        place = self._words.encode(word)
        return int(self._counts[place]) if place < len(self._counts) else 0

    def _scores(self, row: Sequence[Sequence[str]]) -> np.ndarray[Any, Any]:
        """Return scores of shape (words and paddings, tags) for sentences laid end to end."""
        import numpy as np

        padding = (self._words.pad_id, self._shapes.pad_id)
        ids = [pair for sentence in row for pair in (*map(self._encode, sentence), padding)]
        distinct: dict[tuple[int, int], int] = {}
        places = np.array([distinct.setdefault(pair, len(distinct)) for pair in ids])
        word, shape = np.array(list(distinct)).T
        between = places == distinct[padding]
        first, *others = self._layers
        encoded = first(self._model.emb(word, shape), places)
        encoded[between] = 0
        for layer in others:
            encoded = layer(encoded)
            encoded[between] = 0
        scores: np.ndarray[Any, Any] = self._model.head.proj(encoded)
        return scores

    def _encoded(self, word: str) -> tuple[int, int]:
        from slovnet.shape import word_shape

        return self._words.encode(word.lower()), self._shapes.encode(word_shape(word))

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


@lru_cache(maxsize=1)
def word_vectors() -> Any:
    """Return navec's word vectors, which all who need them share; raises ``MissingPackage`` where navec is missing."""
    try:
        from navec import Navec
    except Exception as cause:
        raise MissingPackage("navec", "Russian annotation", cause) from cause
    return Navec.load(str(models.path("navec-news")))


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
