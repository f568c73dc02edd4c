"""Training as a command would ask for it: what is missing is told before anything is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from sovnlp.errors import QueryError, SourceError
from sovnlp.training.ner import train_ner


def test_another_language(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no model can be trained for the language fr"):
        train_ner(tmp_path / "m.pt", language="fr")


def test_russian_needs_nerel(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="trained on NEREL too") as caught:
        train_ner(tmp_path / "m.pt")
    assert "--nerel" in caught.value.hint


def test_no_texts_with_marks(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    with pytest.raises(SourceError, match="no text with marks"):
        train_ner(tmp_path / "m", language="en", annotated=tmp_path)


@pytest.mark.models
@pytest.mark.slow
def test_a_small_english_model_is_trained_twice_alike(tmp_path: Path) -> None:
    folder = tmp_path / "annotated" / "en"
    folder.mkdir(parents=True)
    blocks = [f"Comrade [PER Gromov{'a' * (n % 2)}] of [LOC Zarechensk] spoke {n} times." for n in range(16)]
    (folder / "a.txt").write_text("\n\n".join(blocks), "utf-8")
    results = [
        train_ner(tmp_path / name, language="en", annotated=tmp_path / "annotated", steps=2, seed=1)
        for name in ("one", "two")
    ]
    assert [r.rows for r in results] == [results[0].rows] * 2
    assert results[0].rows[0].texts == "composed, held back"
    assert results[0].rows[0].names == 4
    assert results[0].receipt.parameters["data"] == results[1].receipt.parameters["data"]
    assert (tmp_path / "one").exists()
