"""A fitted topic model and the folder it is kept in: what was asked, topics, bags, evidence, and the labels given."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, NamedTuple

from sovnlp.corpus.bags import Bags, Feature, Heading, Recipe
from sovnlp.errors import SourceError
from sovnlp.models import checksum, package_version
from sovnlp.result import Receipt

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Integers = NDArray[np.int64]

__all__ = ["Curve", "Model", "Passage", "label_topic", "load_topics", "save"]

FORMAT = 1
ABOUT, ARRAYS, EVIDENCE, LABELS = "topics.json", "arrays.npz", "evidence.json", "labels.toml"
BLOCK = 200_000
"""How many words are spread over topics at once, to bound the memory."""


class Curve(NamedTuple):
    """How good a number of topics is: coherence of the topics, and the mean reproducibility over replicates.

    ``error`` is the standard error of that mean over the topics.
    """

    topics: int
    c_v: float | None
    c_npmi: float | None
    stability: float
    unstable: int
    error: float | None = None


class Passage(NamedTuple):
    """A sentence that carries a topic: ``words`` of its feature words are the topic's, a ``share`` of them."""

    topic: int
    document: int
    speaker: str
    text: str
    share: float
    words: float
    start: int
    stop: int
    reference: str | None


@dataclass(frozen=True)
class Model:
    """A topic model with the texts it was fitted to, as bags.

    ``topics`` has shape (topics, features), ``shares`` (units, topics); the rows of both sum to 1. ``reproducibility``
    and the columns of ``coherence`` (c_v, c_npmi; NaN where it cannot be said) are by topic. ``asked`` are the
    parameters of the fit.
    """

    receipt: Receipt
    asked: Mapping[str, Any]
    bags: Bags
    topics: Numbers
    shares: Numbers
    reproducibility: Numbers
    coherence: Numbers
    curve: tuple[Curve, ...]
    passages: tuple[Passage, ...]
    labels: Mapping[int, str]
    notes: tuple[str, ...] = ()

    @cached_property
    def frequencies(self) -> Integers:
        """How often each feature occurs, and below it in how many documents; shape (2, features)."""
        import numpy as np

        bags, size = self.bags, len(self.bags.features)
        pairs = np.unique(bags.document[bags.rows()] * size + bags.indices)
        return np.stack([np.bincount(bags.indices, minlength=size), np.bincount(pairs % size, minlength=size)])

    @cached_property
    def sentence_words(self) -> Numbers:
        """How many feature words of each sentence each topic is expected to account for; shape (sentences, topics)."""
        import numpy as np

        found = np.zeros((len(self.bags.unit), len(self.topics)))
        for rows, _, expected in self.spread():
            np.add.at(found, rows, expected)
        return found

    def spread(self) -> Iterator[tuple[Integers, Integers, Numbers]]:
        """Yield, in blocks, sentence and feature of each word of the bags, with how it is spread over the topics.

        A word belongs to a topic with the probability share x weight, over the sum of these for all topics.
        """
        import numpy as np

        bags = self.bags
        rows = bags.rows()
        for start in range(0, len(rows), BLOCK):
            block = slice(start, start + BLOCK)
            both = self.shares[bags.unit[rows[block]]] * self.topics[:, bags.indices[block]].T
            total = both.sum(1, keepdims=True)
            np.divide(both, total, out=both, where=total > 0)
            yield rows[block], bags.indices[block], both

    def name(self, topic: int) -> str:
        """Return the label that was given to a topic (numbered from 1), else its three weightiest words."""
        import numpy as np

        if topic in self.labels:
            return self.labels[topic]
        return " ".join(self.bags.terms[i] for i in np.argsort(-self.topics[topic - 1], kind="stable")[:3])

    def receipt_of(self, analysis: str, **parameters: object) -> Receipt:
        """Return the receipt of a question put to this model: how it was fitted, and what was asked now."""
        given = {name: value for name, value in parameters.items() if value is not None}
        return replace(self.receipt, analysis=analysis, parameters={**self.asked, **given})


def save(model: Model, folder: Path) -> None:
    """Write a model into a new folder, which appears whole or not at all.

    Raises ``SourceError`` where there is something of that name already, or nothing can be written.
    """
    import numpy as np

    if folder.exists():
        raise SourceError(f"{folder} is there already, and may hold your labels", "name another folder, or remove it")
    bags = model.bags
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(prefix=".sovnlp-", dir=folder.parent))
        np.savez_compressed(
            draft / ARRAYS,
            topics=model.topics.astype(np.float32),
            shares=model.shares.astype(np.float32),
            reproducibility=model.reproducibility,
            coherence=model.coherence,
            **{name: getattr(bags, name).astype(np.int32) for name in _COLUMNS},
        )
        _write(
            draft / EVIDENCE,
            {
                "features": bags.features,
                "documents": bags.documents,
                "speakers": bags.speakers,
                "passages": model.passages,
            },
        )
        about = {
            "format": FORMAT,
            "sovnlp": package_version("sovnlp"),
            "receipt": asdict(model.receipt),
            "asked": dict(model.asked),
            "recipe": asdict(bags.recipe),
            "curve": model.curve,
            "notes": model.notes,
            "files": {name: checksum(draft / name) for name in (ARRAYS, EVIDENCE)},
        }
        _write(draft / ABOUT, about)
        os.chmod(draft, 0o755)
        os.rename(draft, folder)
    except OSError as cause:
        raise SourceError(f"{folder} cannot be written ({cause.strerror or cause})", "name another folder") from None


_COLUMNS = ("indptr", "indices", "unit", "document", "speaker", "first", "last")


def load_topics(folder: Path) -> Model:
    """Read a model from its folder, with the labels as they are now.

    Raises ``SourceError`` where there is none, where it is of another format, or where a file is not the one saved.
    """
    import numpy as np

    hint = "name a folder that sovnlp topics fit has written"
    about = _read(folder / ABOUT, hint)
    if about.get("format") != FORMAT:
        raise SourceError(f"{folder} is a topic model of format {about.get('format')}, not {FORMAT}", "fit it again")
    for name, sha256 in about["files"].items():
        if checksum(folder / name) != sha256:
            raise SourceError(f"{folder / name} is not the file that was saved (its checksum differs)", "fit it again")
    evidence = _read(folder / EVIDENCE, hint)
    with np.load(folder / ARRAYS, allow_pickle=False) as kept:
        arrays = {name: kept[name] for name in kept.files}
    recipe: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in about["recipe"].items()
    }
    bags = Bags(
        recipe=Recipe(**recipe),
        features=tuple(Feature(*one) for one in evidence["features"]),
        documents=tuple(Heading(*one) for one in evidence["documents"]),
        speakers=tuple(evidence["speakers"]),
        **{name: arrays[name].astype(np.int64) for name in _COLUMNS},
    )
    return Model(
        receipt=Receipt(**about["receipt"]),
        asked=about["asked"],
        bags=bags,
        topics=arrays["topics"].astype(np.float64),
        shares=arrays["shares"].astype(np.float64),
        reproducibility=arrays["reproducibility"],
        coherence=arrays["coherence"],
        curve=tuple(Curve(*one) for one in about["curve"]),
        passages=tuple(Passage(*one) for one in evidence["passages"]),
        labels=_labels(folder),
        notes=tuple(about["notes"]),
    )


def label_topic(folder: Path, topic: int, text: str | None) -> Model:
    """Give a topic a label, or take it away where ``text`` is None, and return the model as it is then.

    Labels are kept in ``labels.toml``, a line a topic, which may be edited by hand. Raises ``SourceError`` for a topic
    that the model does not have.
    """
    model = load_topics(folder)
    if not 1 <= topic <= len(model.topics):
        raise SourceError(f"{folder} has no topic {topic}", f"it has 1 to {len(model.topics)}")
    labels = {**model.labels, topic: " ".join((text or "").split())}
    lines = [f"{number} = {json.dumps(said, ensure_ascii=False)}\n" for number, said in sorted(labels.items()) if said]
    draft = folder / f".{LABELS}.new"
    draft.write_text("# Labels of topics, by their number.\n" + "".join(lines), "utf-8")
    os.replace(draft, folder / LABELS)
    return replace(model, labels=_labels(folder))


def _labels(folder: Path) -> dict[int, str]:
    try:
        given = tomllib.loads((folder / LABELS).read_text("utf-8-sig"))
        return {int(number): str(said) for number, said in given.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as cause:
        raise SourceError(
            f"{folder / LABELS} cannot be read: {cause}", 'write one line a topic: 3 = "grain procurement"'
        ) from None


def _write(file: Path, content: object) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")


def _read(file: Path, hint: str) -> dict[str, Any]:
    try:
        content: Any = json.loads(file.read_text("utf-8"))
    except OSError as cause:
        raise SourceError(f"{file} cannot be read ({cause.strerror})", hint) from None
    except ValueError:
        raise SourceError(f"{file} is no topic model: it is not JSON", hint) from None
    if not isinstance(content, dict):
        raise SourceError(f"{file} is no topic model", hint)
    return content
