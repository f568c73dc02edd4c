"""The Russian name tagger, trained with Stanza's own trainer on navec's vectors."""

from __future__ import annotations

import importlib
import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from sovnlp import models
from sovnlp.errors import MissingPackage
from sovnlp.training.data import Example

__all__ = ["pretrain_file", "train_stanza"]


def train_stanza(
    out: Path, train: Sequence[Example], held_back: Sequence[Example], *, steps: int, seed: int, threads: int
) -> None:
    """Train a tagger, choosing the best step by the sentences held back, and write it to ``out`` (``.pt``)."""
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        _write(work / "train.json", train)
        _write(work / "dev.json", held_back)
        _save(_run(work, steps, seed, threads), out)


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


def _run(work: Path, steps: int, seed: int, threads: int) -> Path:
    try:
        import torch

        main = importlib.import_module("stanza.models.ner_tagger").main
    except Exception as cause:
        raise MissingPackage("stanza", "training a name tagger", cause) from cause
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    settings = {
        "wordvec_pretrain_file": pretrain_file(models.cache()),
        "pretrain_max_vocab": -1,
        "train_file": work / "train.json",
        "eval_file": work / "dev.json",
        "save_dir": work,
        "save_name": "model.pt",
        "shorthand": "ru_period",
        "optim": "adam",
        "lr": 0.001,
        "max_steps": steps,
        "max_steps_no_improve": steps,
        "eval_interval": 500,
        "max_batch_words": 1200,
        "seed": seed,
    }
    try:
        main(
            [
                "--cpu",
                "--no_emb_finetune",
                *(word for name, value in settings.items() for word in (f"--{name}", str(value))),
            ]
        )
    finally:
        torch.set_num_threads(before)
    return work / "model.pt"


def _save(trained: Path, out: Path) -> None:
    """Write the model without what only training needs: paths, and the delta embedding, which stays empty."""
    import torch

    state = torch.load(trained, map_location="cpu", weights_only=True)
    state["config"] = {k: v for k, v in state["config"].items() if not k.endswith(("_dir", "_file", "_name"))}
    del state["vocab"]["delta"], state["vocab"]["_key2class"]["delta"], state["model"]["delta_emb.weight"]
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(state, out, _use_new_zipfile_serialization=False)


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
