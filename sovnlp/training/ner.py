"""Train a name tagger of the period with Stanza's own trainer: NEREL and composed texts, with variants of both."""

from __future__ import annotations

import importlib
import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from sovnlp import _data, models
from sovnlp.annotators.stanza_ner import RecurrentTagger, bioes_names
from sovnlp.errors import MissingPackage, QueryError, SourceError
from sovnlp.result import Receipt, Result
from sovnlp.training.augment import Augmenter
from sovnlp.training.data import Example, checksum, examples, marked
from sovnlp.training.data import nerel as read_nerel

__all__ = ["TrainingRow", "pretrain_file", "train_ner"]

HELD_BACK = 8
"""Every so manieth composed text is kept from training, to choose the best step by."""


class TrainingRow(NamedTuple):
    """How well the model does on one kind of text kept from training: strict F1 over sentences cut the same way."""

    texts: str
    sentences: int
    names: int
    f1: float


def train_ner(
    out: Path,
    *,
    language: str = "ru",
    nerel: Path | None = None,
    annotated: Path | None = None,
    steps: int = 6000,
    seed: int = 1,
    threads: int = 1,
) -> Result[TrainingRow]:
    """Train a model, write it to ``out``, and say how well it does on what it was not trained on.

    ``nerel`` is the folder of NEREL 1.1 (its ``train`` is learned from, its ``dev`` helps to choose the best step),
    ``annotated`` a folder of texts with inline marks (by default those that come with sovnlp). The same data, seed,
    threads and versions of the packages give the same model; all are in the receipt. Raises ``SourceError`` where the
    data are not there, ``MissingPackage`` where stanza cannot be loaded.
    """
    if language not in ("ru", "en"):
        raise QueryError(f"no model can be trained for the language {language}", "choose ru or en")
    if language == "ru" and nerel is None:
        raise SourceError("a Russian model is trained on NEREL too", "--nerel FOLDER, with train/ and dev/ in it")
    folder = (annotated or _data.folder("corpus/annotated")) / language
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise SourceError(f"there is no text with marks in {folder}", "name the folder above ru/ and en/")
    composed = list(marked(files))
    learned = list(examples((p for i, p in enumerate(composed) if i % HELD_BACK), language))
    held_back = list(examples((p for i, p in enumerate(composed) if not i % HELD_BACK), language))
    modern: list[Example] = []
    modern_dev: list[Example] = []
    if nerel and language == "ru":
        modern = list(examples(read_nerel(nerel / "train"), language))
        modern_dev = list(examples(read_nerel(nerel / "dev"), language))
    train = _mixed(learned, modern, language, seed)
    sources = [*files, *([nerel] if nerel else [])]
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        _write(work / "train.json", train)
        _write(work / "dev.json", [*held_back, *modern_dev])
        _save(_run(work, language, steps, seed, threads), out, keep_delta=language == "en")
    tagger = RecurrentTagger(out, models.path("navec-news") if language == "ru" else None)
    kept = (("composed, held back", held_back), ("NEREL dev", modern_dev))
    rows = [_scored(tagger, name, sentences) for name, sentences in kept if sentences]
    version = models.package_version
    packages = {
        name: version(name) for name in ("stanza", "torch", "razdel", "navec", "pymorphy3", "pymorphy3-dicts-ru")
    }
    settings = {
        "language": language,
        "steps": steps,
        "threads": threads,
        "sentences": len(train),
        "data": checksum(sources),
    }
    receipt = Receipt("train_ner", settings, {}, len(composed), 0, "", packages, version("sovnlp"), seed)
    return Result(f"The model {out.name}", TrainingRow, rows, receipt)


def pretrain_file(folder: Path) -> Path:
    """Return navec's vectors as a pretrain file of Stanza's in ``folder``, written once (300 MB)."""
    import numpy as np
    import torch
    from navec import Navec
    from stanza.models.common.pretrain import PretrainedWordVocab
    from stanza.models.common.vocab import UNK_ID, VOCAB_PREFIX

    source = models.path("navec-news")
    file = folder / f"navec-{models.available()['navec-news'].sha256[:16]}.pt"
    if not file.exists():
        vectors = Navec.load(str(source))
        unpacked = vectors.pq.unpack()
        words = [word for word in vectors.vocab.words if word not in ("<unk>", "<pad>")]
        rows = np.zeros((len(words) + len(VOCAB_PREFIX), unpacked.shape[1]), np.float32)
        rows[UNK_ID] = unpacked[vectors.vocab.unk_id]
        rows[len(VOCAB_PREFIX) :] = unpacked[[vectors.vocab[word] for word in words]]
        folder.mkdir(parents=True, exist_ok=True)
        state = {"vocab": PretrainedWordVocab(words).state_dict(), "emb": torch.from_numpy(rows)}
        partial = file.with_suffix(f".{os.getpid()}")
        torch.save(state, partial)
        partial.replace(file)
    return file


def _mixed(composed: Sequence[Example], modern: Sequence[Example], language: str, seed: int) -> list[Example]:
    """Return what is learned from: the texts as they are and variants of them, the composed ones more often."""
    if language == "en":
        augmenter = Augmenter(seed, language="en")
        return [*composed, *composed, *augmenter.variants(composed, 4)]
    institutions = [example.words[name.start] for example in composed for name in example.names if name.type == "ORG"]
    augmenter = Augmenter(seed, institutions)
    return [
        *modern,
        *augmenter.variants(modern, 1, only_named=True),
        *composed,
        *composed,
        *augmenter.variants(composed, 3),
    ]


def _run(work: Path, language: str, steps: int, seed: int, threads: int) -> Path:
    try:
        import torch

        main = importlib.import_module("stanza.models.ner_tagger").main
    except Exception as cause:
        raise MissingPackage("stanza", "training a name tagger", cause) from cause
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    settings = {
        "train_file": work / "train.json",
        "eval_file": work / "dev.json",
        "save_dir": work,
        "save_name": "model.pt",
        "shorthand": f"{language}_period",
        "optim": "adam",
        "lr": 0.001,
        "max_steps": steps,
        "max_steps_no_improve": steps,
        "eval_interval": 500,
        "max_batch_words": 1200,
        "seed": seed,
    }
    options = ["--cpu", "--no_emb_finetune"]
    if language == "ru":
        settings |= {"wordvec_pretrain_file": pretrain_file(models.cache()), "pretrain_max_vocab": -1}
    else:
        options = ["--cpu", "--no_pretrain"]
    try:
        main([*options, *(word for name, value in settings.items() for word in (f"--{name}", str(value)))])
    finally:
        torch.set_num_threads(before)
    return work / "model.pt"


def _save(trained: Path, out: Path, *, keep_delta: bool) -> None:
    """Write the model without what only training needs: paths and, beside fixed vectors, the empty delta embedding."""
    import torch

    state = torch.load(trained, map_location="cpu", weights_only=True)
    state["config"] = {
        k: v for k, v in state["config"].items() if not k.endswith(("_dir", "_file", "_name", "save_name"))
    }
    if not keep_delta:
        del state["vocab"]["delta"], state["vocab"]["_key2class"]["delta"], state["model"]["delta_emb.weight"]
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(state, out, _use_new_zipfile_serialization=False)


def _scored(tagger: RecurrentTagger, name: str, kept: Sequence[Example]) -> TrainingRow:
    said = [set(bioes_names(tags)) for tags in tagger.tags([example.words for example in kept])]
    gold = [set(example.names) for example in kept]
    right = sum(len(a & b) for a, b in zip(said, gold, strict=True))
    total = sum(map(len, said)) + sum(map(len, gold))
    return TrainingRow(name, len(kept), sum(map(len, gold)), round(2 * right / total, 4) if total else 0.0)


def _write(file: Path, given: Iterable[Example]) -> None:
    """Write sentences as Stanza's trainer reads them: words with BIO tags."""
    sentences = []
    for example in given:
        tags = ["O"] * len(example.words)
        for name in example.names:
            tags[name.start : name.stop] = [f"B-{name.type}", *[f"I-{name.type}"] * (name.stop - name.start - 1)]
        if tags:
            sentences.append([{"text": w, "ner": tag} for w, tag in zip(example.words, tags, strict=True)])
    file.write_text(json.dumps(sentences, ensure_ascii=False), "utf-8")
