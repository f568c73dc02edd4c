"""Names with Stanza's NER: the models trained for this period, or Stanford's official ones.

The period models are Stanza models (a bidirectional LSTM over word vectors and a character LSTM, with a CRF) and load
in Stanza. Here Stanza's own layers are run over many sentences at once: what is said of a word apart from its sentence
(vector, characters, input layer) is worked out once for each distinct word, the vectors come straight from navec
instead of a pretrain file of 300 MB, and sentences of like length are read side by side. The tags are those that
Stanza's own ``Trainer.predict`` gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

from sovnlp import models
from sovnlp.document import Name
from sovnlp.errors import MissingModel, MissingPackage

__all__ = ["RecurrentTagger", "bioes_names", "official", "russian", "tagger"]

Namer = Callable[[Sequence[Sequence[str]]], list[list[Name]]]

TYPES = frozenset({"PER", "ORG", "LOC"})
SENTENCES_AT_ONCE = 96
WORDS_KEPT = 40_000
WORD_LENGTH = 60


def russian() -> Namer:
    """Return a function from sentences of words to the names in each, with our Russian model of the period.

    Raises ``MissingPackage`` where stanza or torch cannot be loaded, ``MissingModel`` where the model is not there or
    is not the one listed.
    """
    return tagger(models.path("stanza-ru-period"), models.path("navec-news"))


def tagger(file: Path, vectors: Path) -> Namer:
    """Return a function from sentences of words to the names in each, with the Stanza model in ``file``.

    ``vectors`` is the navec file that it was trained on. Raises as ``russian`` does.
    """
    model = RecurrentTagger(file, vectors)

    def names(sentences: Sequence[Sequence[str]]) -> list[list[Name]]:
        return [list(bioes_names(tags)) for tags in model.tags(sentences)]

    return names


def official() -> Namer:
    """Return a function from sentences of words to the names in each, with Stanford's official Russian model.

    Names of other types than PER, ORG and LOC are left out. Raises ``MissingPackage`` where stanza cannot be loaded,
    ``MissingModel`` where the model was not pulled, has changed since, or holds anything but numbers and text.
    """
    try:
        import stanza
    except Exception as cause:
        raise MissingPackage("stanza", "the official Russian names", cause) from cause
    folder = models.pulled("stanza-ru")
    try:
        # Stanza loads each of the files with torch's weights_only.
        pipeline = stanza.Pipeline(
            "ru",
            dir=str(folder),
            processors="tokenize,ner",
            tokenize_pretokenized=True,
            download_method=None,
            use_gpu=False,
            logging_level="CRITICAL",
        )
    except Exception as cause:
        why = "a file holds pickled code or is no model" if isinstance(cause, UnpicklingError) else type(cause).__name__
        raise MissingModel(
            f"the model in {folder} cannot be loaded ({why})", "sovnlp models pull stanza-ru --again"
        ) from cause

    def names(sentences: Sequence[Sequence[str]]) -> list[list[Name]]:
        filled = [i for i, words in enumerate(sentences) if words]
        found: list[list[Name]] = [[] for _ in sentences]
        if filled:
            said = pipeline([[word.replace(" ", "\xa0") for word in sentences[i]] for i in filled])
            for i, sentence in zip(filled, said.sentences, strict=True):
                tagged = bioes_names([token.ner for token in sentence.tokens])
                found[i] = [name for name in tagged if name.type in TYPES]
        return found

    return names


class RecurrentTagger:
    """A Stanza NER model with its vocabularies; ``vectors`` is a navec file where the model was trained on vectors."""

    def __init__(self, file: Path, vectors: Path | None) -> None:
        try:
            import torch
            from navec import Navec
            from stanza.models.ner.model import NERTagger
            from stanza.models.ner.vocab import MultiVocab
        except Exception as cause:
            raise MissingPackage("stanza", "names with a period model", cause) from cause
        try:
            saved = torch.load(file, map_location="cpu", weights_only=True)
        except Exception as cause:
            raise MissingModel(f"{file} cannot be loaded: it is no Stanza model", "sovnlp doctor") from cause
        listed = {name: part for name, part in saved["vocab"].items() if name != "word"}
        listed["_key2class"] = {k: v for k, v in saved["vocab"]["_key2class"].items() if k != "word"}
        self._vocab = MultiVocab.load_state_dict(listed)
        self._vectors = Navec.load(str(vectors)) if vectors else None
        self._model = NERTagger(saved["config"], self._vocab)
        self._model.load_state_dict(saved["model"], strict=False)
        self._model.eval()
        self._tags: list[str] = list(self._vocab["tag"].items(0))
        self._moves = self._model.crits[0]._transitions.detach().numpy()
        self._places: dict[str, int] = {}
        size = self._model.taggerlstm.lstm.input_size
        self._known = torch.zeros(0, size)

    def tags(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """Return one BIOES tag per word."""
        import torch

        tagged: list[list[str]] = [[] for _ in sentences]
        order = sorted((i for i, words in enumerate(sentences) if words), key=lambda i: -len(sentences[i]))
        with torch.inference_mode():
            for first in range(0, len(order), SENTENCES_AT_ONCE):
                group = order[first : first + SENTENCES_AT_ONCE]
                for i, path in zip(group, self._paths([sentences[i] for i in group]), strict=True):
                    tagged[i] = [self._tags[tag] for tag in path]
        return tagged

    def _paths(self, group: Sequence[Sequence[str]]) -> Iterator[list[int]]:
        """Yield the best sequence of tags of each sentence; the sentences come longest first."""
        import torch
        from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

        model = self._model
        self._learn({word for words in group for word in words})
        lengths = [len(words) for words in group]
        places = torch.zeros(len(group), lengths[0], dtype=torch.long)
        for row, words in enumerate(group):
            places[row, : len(words)] = torch.tensor([self._places[word] for word in words])
        inputs = pack_padded_sequence(self._known[places], lengths, batch_first=True)
        layers = 2 * model.args["num_layers"]
        start = tuple(
            state.expand(layers, len(group), model.args["hidden_dim"]).contiguous()
            for state in (model.taggerlstm_h_init, model.taggerlstm_c_init)
        )
        outputs = pad_packed_sequence(model.taggerlstm.lstm(inputs, start)[0], batch_first=True)[0]
        yield from _viterbi(model.tag_clfs[0](outputs).numpy(), lengths, self._moves)

    def _learn(self, words: set[str]) -> None:
        """Work out the input of each word that is not known yet; forget the others where there are too many."""
        import torch

        if len(self._places) > WORDS_KEPT:
            self._places, self._known = {}, self._known[:0]
        new = sorted(words - self._places.keys(), key=lambda word: (-min(len(word), WORD_LENGTH), word))
        if new:
            inputs = torch.cat([self._embedded(new), self._spelled(new)], 1)
            if self._model.input_transform:
                inputs = self._model.input_transform(inputs)
            self._places.update((word, len(self._known) + i) for i, word in enumerate(new))
            self._known = torch.cat([self._known, inputs])

    def _embedded(self, words: Sequence[str]) -> Any:
        """Return the word vectors, shape (words, dimensions)."""
        import numpy as np
        import torch

        lowered = [word.lower().replace(" ", "\xa0") for word in words]
        rows = torch.zeros(len(words), self._model.args["word_emb_dim"])
        if self._vectors is not None:
            known = self._vectors.vocab
            ids = [known.word_ids.get(word, known.unk_id) for word in lowered]
            rows += torch.from_numpy(np.stack([self._vectors.pq[i] for i in ids]))
        if self._model.delta_emb is not None:
            delta = self._vocab["delta"]
            rows += self._model.delta_emb(torch.tensor([delta.unit2id(word) for word in lowered]))
        return rows

    def _spelled(self, words: Sequence[str]) -> Any:
        """Return what the character LSTM says of each word, shape (words, twice its size); words come longest first."""
        import torch
        from torch.nn.utils.rnn import pack_padded_sequence

        model = self._model.charmodel
        letters = self._vocab["char"]
        lengths = [min(len(word), WORD_LENGTH) for word in words]
        ids = torch.zeros(len(words), lengths[0], dtype=torch.long)
        for row, (word, length) in enumerate(zip(words, lengths, strict=True)):
            ids[row, :length] = torch.tensor(letters.map(word[:length]))
        packed = pack_padded_sequence(model.char_emb(ids), lengths, batch_first=True)
        start = tuple(
            state.expand(2, len(words), -1).contiguous() for state in (model.charlstm_h_init, model.charlstm_c_init)
        )
        last = model.charlstm.lstm(packed, start)[1][0]
        return last.transpose(0, 1).reshape(len(words), -1)


def _viterbi(scores: Any, lengths: Sequence[int], moves: Any) -> Iterator[list[int]]:
    """Yield the best path through each row of ``scores`` (sentences, words, tags; longest first)."""
    import numpy as np

    best = scores[:, 0].copy()
    back = np.zeros(scores.shape, np.int16)
    for t in range(1, scores.shape[1]):
        going = sum(length > t for length in lengths)
        ways = best[:going, :, None] + moves
        back[:going, t] = ways.argmax(1)
        best[:going] = ways.max(1) + scores[:going, t]
    for row, length in enumerate(lengths):
        tag = int(best[row].argmax())
        path = [tag]
        for t in range(length - 1, 0, -1):
            tag = int(back[row, t, tag])
            path.append(tag)
        yield path[::-1]


def bioes_names(tags: Sequence[str]) -> Iterator[Name]:
    """Yield the spans of BIOES tags; a tag that goes on without a beginning begins a name."""
    start, kind = 0, ""
    for i, tag in enumerate((*tags, "O")):
        part, _, here = tag.partition("-")
        if kind and (part not in ("I", "E") or here != kind):
            yield Name(start, i, kind)
            kind = ""
        if here and not kind:
            start, kind = i, here
        if kind and part in ("E", "S"):
            yield Name(start, i + 1, kind)
            kind = ""
