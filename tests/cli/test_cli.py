"""The commands: data on stdout, talk on stderr, exit codes, files, pipes and terminals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import tiny as composed
from running import Run

from sovnlp.renderers import CHARTS, FILES

KEYS = ["title", "columns", "rows", "notes", "receipt"]


def an_answer(out: str) -> dict[str, Any]:
    (line,) = out.splitlines()
    answer: dict[str, Any] = json.loads(line)
    assert list(answer) == KEYS
    assert all(list(row) == answer["columns"] for row in answer["rows"])
    return answer


@pytest.mark.parametrize(
    ("arguments", "columns"),
    [
        (
            ("trace", "kulak"),
            "period concept language hits tokens documents documents_with_hit per_million low high method standardized "
            "dispersion references".split(),
        ),
        (
            ("trace", "kulak", "--per", "genre"),
            "period genre concept language hits tokens documents documents_with_hit per_million low high method "
            "dispersion references".split(),
        ),
        (("kwic", "kulak"), "doc date speaker left match right start stop reference".split()),
        (("terms",), "term language count documents".split()),
        (("terms", "--per", "document"), "term language document count documents".split()),
        (("info",), "year genre language documents tokens".split()),
        (
            ("info", "--documents"),
            "id date genre language title author reference tokens inferred composed".split(),
        ),
    ],
)
def test_json_is_one_object_on_stdout(
    run: Run, tiny_store: Path, arguments: tuple[str, ...], columns: list[str]
) -> None:
    ran = run(*arguments, "--store", tiny_store, "--json")
    assert ran.code == 0 and ran.err == ""
    answer = an_answer(ran.out)
    assert answer["columns"] == columns and answer["rows"]
    assert set(answer["receipt"]) >= {"analysis", "parameters", "selection", "index", "models", "seed", "version"}


def test_json_of_what_makes(run: Run, tmp_path: Path) -> None:
    folder = composed.write(tmp_path / "texts")
    store = ("--store", tmp_path / "store")
    ran = run("ingest", folder, *store, "--workers", "0", "--json")
    assert an_answer(ran.out)["receipt"]["documents"] == 8
    assert "8 documents added, 0 updated, 0 unchanged, 0 duplicates, 0 problems." in ran.err
    assert an_answer(run("remove", "fist", *store, "--json").out)["receipt"]["documents"] == 7
    lines = run("read", folder, "--json").out.splitlines()
    assert len(lines) == 8 and {json.loads(line)["id"] for line in lines} == {name[:-4] for name in composed.TEXTS}
    assert json.loads(run("read", folder / "wide.txt").out)["text"] == composed.TEXTS["wide.txt"]
    (line,) = run("annotate", folder / "wide.txt", "--json").out.splitlines()
    said = json.loads(line)
    assert [token["lemma"] for token in said["tokens"]][:1] == ["кулак"] and said["concepts"][0]["concept"] == "kulak"
    for token in said["tokens"]:
        assert composed.TEXTS["wide.txt"][token["start"] : token["stop"]] == token["form"]


def test_json_of_doctor(run: Run) -> None:
    ran = run("doctor", "--json")
    assert {row["name"] for row in an_answer(ran.out)["rows"]} >= {"duckdb", "spacy", "slovnet-ner"}


def test_tables_go_to_stdout_and_talk_to_stderr(run: Run, tiny_store: Path, tmp_path: Path) -> None:
    ran = run("trace", "kulak", "--store", tiny_store, "-o", tmp_path / "x.csv")
    assert ran.err == f"Wrote 5 rows to {tmp_path / 'x.csv'}.\n"
    assert "kulak by year" in ran.out and "Left out as another sense" in ran.out
    assert "1928 ▅▁·█▁ 1932 ru" in ran.out and "1928 ·█··· 1932 en" in ran.out
    assert "concept" not in ran.out.splitlines()[3], "the title says it"


def test_kwic_in_a_terminal(run: Run, tiny_store: Path) -> None:
    out = run("kwic", "kulak", "--store", tiny_store).out.splitlines()
    assert out[1] == "harvest · 1928-07-09 · Иван Полозов · ЦАЗ. Ф. 1. Оп. 2. Д. 3"
    hits = [line for line in out if line.startswith("[")]
    assert len(hits) == 8 and all(len(line) <= 100 for line in hits)
    assert {line[48:53].lower() for line in hits} == {"кулак", "kulak"}
    assert not [line for line in out if "1,9" in line], "no offsets"


def test_per_language(run: Run, tiny_store: Path) -> None:
    plain, per = (run("trace", "kulak", "--store", tiny_store, "--json", *more) for more in ((), ("--per", "language")))
    assert an_answer(plain.out)["rows"] == an_answer(per.out)["rows"]


@pytest.mark.parametrize("ending", FILES)
def test_every_table_file(run: Run, tiny_store: Path, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"terms{ending}"
    ran = run("terms", "--store", tiny_store, "-o", file)
    assert ran.code == 0 and file.stat().st_size > 100
    if ending == ".mtx":
        assert file.with_suffix(".rows.csv").read_text("utf-8-sig").splitlines()[0] == "document"


def test_an_output_is_an_answer_in_json_too(run: Run, tiny_store: Path, tmp_path: Path) -> None:
    ran = run("terms", "--per", "genre", "--wide", "-o", tmp_path / "x.json", "--store", tiny_store, "--json")
    written = json.loads((tmp_path / "x.json").read_text("utf-8"))
    assert an_answer(ran.out) == written and "speech" in written["columns"]


@pytest.mark.parametrize("ending", CHARTS)
def test_every_chart_file(run: Run, tiny_store: Path, tmp_path: Path, ending: str) -> None:
    ran = run("trace", "kulak", "--chart", tmp_path / f"x{ending}", "--store", tiny_store)
    assert ran.code == 0 and ran.err == f"Drew {tmp_path / f'x{ending}'}.\n"
    assert (tmp_path / f"x{ending}").stat().st_size > 1000


def test_many_lines_are_cut_and_told(run: Run, sample_store: Path) -> None:
    out = run("trace", "kulak", "--per", "document", "--store", sample_store).out
    bars = [line for line in out.splitlines() if line[:6] == "1921 ·" or line[:6] == "1921 █" or "· 1939" in line]
    assert 0 < len(bars) <= 12 and "more lines with fewer hits" in out
    assert "more rows; -o FILE.csv writes all" in run("terms", "--store", sample_store).out


def test_the_store_may_be_named_by_the_environment(run: Run, tiny_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOVNLP_STORE", str(tiny_store))
    assert run("info").code == 0


@pytest.mark.parametrize("columns", ["20", "40", "80", "200"])
def test_narrow_and_wide_terminals(run: Run, tiny_store: Path, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for arguments in (("trace", "kulak"), ("kwic", "kulak"), ("terms",), ("info", "--documents")):
        assert run(*arguments, "--store", tiny_store).code == 0


def process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "sovnlp", *map(str, arguments)],
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_a_console_of_another_encoding(tiny_store: Path) -> None:
    ran = process("trace", "kulak", "--store", tiny_store, PYTHONIOENCODING="ascii", LC_ALL="C", NO_COLOR="1")
    assert ran.returncode == 0 and "кулаки 2" in ran.stdout.decode("utf-8") and b"\x1b" not in ran.stdout + ran.stderr


def test_colour_only_where_it_is_asked_for(tiny_store: Path) -> None:
    assert b"\x1b[" in process("kwic", "kulak", "--store", tiny_store, FORCE_COLOR="1", NO_COLOR="").stdout
    assert b"\x1b[" not in process("kwic", "kulak", "--store", tiny_store).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell with pipes")
@pytest.mark.parametrize("arguments", [["terms"], ["terms", "--json"], ["--help"]])
def test_a_pipe_that_is_closed(tiny_store: Path, arguments: list[str]) -> None:
    """The reader goes away before anything is written, as ``| head -1`` does."""
    asked = subprocess.Popen(
        [sys.executable, "-m", "sovnlp", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "SOVNLP_STORE": str(tiny_store)},
    )
    assert asked.stdout and asked.stderr
    asked.stdout.close()
    said = asked.stderr.read()
    asked.stderr.close()
    assert asked.wait() in (0, 1) and said == b""
