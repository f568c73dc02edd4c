"""What is loaded when, and what still works where a heavy library is missing or broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

HEAVY = {
    "altair", "edtf", "gensim", "lxml", "natasha", "navec", "pandas", "pymorphy3", "razdel", "ruptures", "scipy",
    "sklearn", "slovnet", "spacy", "stanza", "statsmodels", "torch", "vl_convert", "xlsxwriter",
}  # fmt: skip
STORE = {"duckdb", "pyarrow"}
RUSSIAN = "Кулаки и батраки слушали доклад. Кулаку хлеб не продали.\n"
ENGLISH = "The kulaks of the village listened to the report of the chairman.\n"


def run(code: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in a fresh interpreter."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


def command(*arguments: str, before: str = "") -> str:
    """Return code that runs one command in its interpreter, after the statement ``before``."""
    return f"{before}\nfrom sovnlp.cli import main\nmain({list(arguments)!r})"


def loaded(statement: str, folder: Path) -> set[str]:
    """Return the top-level packages that are loaded after a statement."""
    code = f"""
import sys
try:
    {statement}
except SystemExit:
    pass
print()
print(*sorted({{name.partition(".")[0] for name in sys.modules if sys.modules[name] is not None}}))
"""
    done = run(code, folder)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "statement",
    [
        "import sovnlp",
        "from sovnlp.cli import main",
        "from sovnlp.cli import main; main(['--help'])",
        "from sovnlp.cli import main; main(['trace', '--help'])",
    ],
)
def test_help_loads_nothing_heavy(statement: str, tmp_path: Path) -> None:
    assert not loaded(statement, tmp_path) & (HEAVY | STORE | {"numpy", "rich"})


@pytest.mark.parametrize("question", [["trace", "kulak"], ["trace", "kulak", "--json"], ["kwic", "kulak"], ["info"]])
def test_questions_load_nothing_heavy(question: list[str], sample_store: Path, tmp_path: Path) -> None:
    arguments = [*question, "--store", str(sample_store)]
    found = loaded(f"from sovnlp.cli import main; main({arguments!r})", tmp_path)
    assert "duckdb" in found
    assert not found & HEAVY


def test_a_store_of_russian_texts_needs_no_torch(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RUSSIAN, "utf-8")
    hidden = "import sys; sys.modules['torch'] = None"
    arguments = ("ingest", "a.txt", "--date", "1929", "--workers", "0", "--ner", "slovnet", "--json")
    done = run(command(*arguments, before=hidden), tmp_path)
    assert done.returncode == 0, done.stderr
    done = run(command("trace", "kulak", "--json", before=hidden), tmp_path)
    assert done.returncode == 0, done.stderr
    assert [row["hits"] for row in json.loads(done.stdout)["rows"]] == [2]


def test_doctor_names_what_is_missing_and_the_line_that_mends_it(tmp_path: Path) -> None:
    # scikit-learn and others probe for torch in ways of their own; what counts is what doctor says of torch.
    done = run(command("doctor", "--json", before="import sys; sys.modules['torch'] = None"), tmp_path)
    assert done.returncode == 1, done.stderr
    rows: list[Mapping[str, object]] = json.loads(done.stdout)["rows"]
    (torch,) = (row for row in rows if row["name"] == "torch")
    assert torch["ok"] is False
    assert torch["mend"] == 'python -m pip install --force-reinstall "torch"'
    assert all(row["ok"] for row in rows if row["name"] in ("duckdb", "pyarrow", "slovnet", "spacy"))


def test_a_broken_spacy_stops_english_only(tmp_path: Path) -> None:
    fake = tmp_path / "broken" / "spacy"
    fake.mkdir(parents=True)
    (fake / "__init__.py").write_text("raise ImportError('its library is of another version')\n", "utf-8")
    (tmp_path / "ru.txt").write_text(RUSSIAN, "utf-8")
    (tmp_path / "en.txt").write_text(ENGLISH, "utf-8")
    path = os.pathsep.join(filter(None, [str(fake.parent), os.environ.get("PYTHONPATH")]))
    done = run(command("ingest", "ru.txt", "--workers", "0", "--json"), tmp_path, PYTHONPATH=path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"][0]["language"] == "ru"
    done = run(command("annotate", "en.txt"), tmp_path, PYTHONPATH=path)
    assert done.returncode == 1
    assert done.stdout == ""
    said, hint = done.stderr.splitlines()
    assert said.startswith("sovnlp: ") and "spacy" in said and "another version" in said
    assert 'python -m pip install --force-reinstall "spacy"' in hint
