"""Bad input through the command line: one clear line, what to do, the right exit code, and nothing stored is lost."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock
from running import Run

PLAIN = "Письмо из деревни. Кулак прячет хлеб."


def folder(tmp_path: Path, **files: str | bytes) -> Path:
    made = tmp_path / "texts"
    made.mkdir(exist_ok=True)
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (made / name.replace("__", ".")).write_bytes(data)
    return made


def zipped(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        for name, text in members.items():
            box.writestr(name.replace("__", "."), text)
    return path


def one_line_and_a_hint(err: str) -> str:
    lines = [line for line in err.splitlines() if line.startswith("sovnlp: ")]
    assert len(lines) == 1, err
    assert any(line.startswith("  try: ") for line in err.splitlines()), err
    return lines[0]


def problem(err: str, name: str) -> str:
    (line,) = [line for line in err.splitlines() if line.startswith("problem: ") and name in line]
    return line


def test_what_cannot_be_read_is_told_and_the_rest_is_read(run: Run, tmp_path: Path) -> None:
    texts = folder(
        tmp_path,
        good__txt=PLAIN,
        empty__txt="",
        picture__txt=b"\x89PNG\r\n\x1a\n" + bytes(200),
        broken__zip=b"PK\x03\x04 and no more",
        page__html="<html><head><script>var kulak = 'kulak kulak';</script><style>.kulak{}</style></head>"
        "<body><p>The harvest was brought in before the rain came.</p><script>kulak()</script></body></html>",
    )
    zipped(texts / "bomb.zip", **{"a.txt": "а" * 3_000_000})
    zipped(texts / "path.zip", **{"../../escaped.txt": PLAIN, "inside.txt": "Второе письмо из города."})
    (texts / "manifest.csv").write_text("file,title\ngood.txt,Письмо\nmissing.txt,Нет\n", "utf-8")
    ran = run("ingest", texts, "--store", tmp_path / "store", "--workers", "0", "--json")
    assert ran.code == 0
    assert "the file is empty" in problem(ran.err, "empty.txt")
    assert "PNG image" in problem(ran.err, "picture.txt")
    assert "archive cannot be read" in problem(ran.err, "broken.zip")
    assert "zip bomb" in problem(ran.err, "bomb.zip")
    assert "leaves the archive" in problem(ran.err, "escaped.txt")
    assert "missing.txt: there is no such file" in problem(ran.err, "manifest.csv, line 3")
    assert not list(tmp_path.rglob("escaped*")) and "problems." in ran.err
    assert len(ran.out.splitlines()) == 1 and json.loads(ran.out)["receipt"]["documents"] == 3
    kwic = run("kwic", "kulak", "--lemma", "--json", "--store", tmp_path / "store")
    assert [row["doc"] for row in json.loads(kwic.out)["rows"]] == ["good"], "scripts are no text"


def test_where_nothing_can_be_read_the_exit_code_says_so(run: Run, tmp_path: Path) -> None:
    texts = folder(tmp_path, empty__txt="", picture__txt=b"\x89PNG\r\n\x1a\n" + bytes(200), scan__djvu=b"AT&TFORM")
    store = tmp_path / "store"
    for arguments in (("ingest", texts, "--store", store), ("read", texts), ("annotate", texts)):
        ran = run(*arguments)
        assert ran.code == 1 and ran.out == "" and "nothing could be read" in one_line_and_a_hint(ran.err)
    assert not (store / "store.json").exists()
    for arguments in (("ingest", tmp_path / "absent", "--store", store), ("read", tmp_path / "absent")):
        ran = run(*arguments)
        assert ran.code == 1 and "there is no such file" in one_line_and_a_hint(ran.err)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--manifest", "wrong.csv"), "file"),
        (("--manifest", "absent.csv"), "absent.csv: the manifest cannot be read"),
        (("--encoding", "klingon"), "klingon"),
        (("--genre", "poem"), "poem"),
        (("--language", "de"), "de"),
        (("--date", "someday"), "someday"),
        (("--ner", "oracle"), "oracle"),
        (("--lexicon", "absent.toml"), "absent.toml"),
        (("--lexicon", "wrong.csv"), "wrong.csv"),
    ],
)
def test_bad_options_of_ingest(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    folder(tmp_path, good__txt=PLAIN)
    Path("wrong.csv").write_text("title,genre\nПисьмо,letter\n", "utf-8")
    ran = run("ingest", "texts", "--store", "store", "--workers", "0", *arguments)
    assert ran.code == 1 and said in one_line_and_a_hint(ran.err)
    assert not Path("store/store.json").exists()


def test_a_forced_encoding_that_is_wrong(run: Run, tmp_path: Path) -> None:
    texts = folder(tmp_path, good__txt=PLAIN.encode("cp1251"), other__txt="Plain ASCII letter from the village.")
    ran = run("read", texts, "--encoding", "utf-8", "--json")
    assert ran.code == 0
    assert "good.txt" in ran.err + ran.out and len(ran.out.splitlines()) >= 1
    ran = run("read", texts / "good.txt", "--encoding", "cp1251", "--json")
    assert json.loads(ran.out)["text"] == PLAIN


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("trace", "kulak", "--genre", "poem"), "there is no genre 'poem'"),
        (("trace", "kulak", "--language", "de"), "there is no language 'de'"),
        (("trace", "kulak", "--since", "1928-13"), "'1928-13' is not a date"),
        (("trace", "kulak", "--until", "soon"), "'soon' is not a date"),
        (("trace", "kulak", "--since", "1930", "--until", "1928"), "since 1930 is after until 1928"),
        (("trace", "kulak", "--since", "1950"), "no document"),
        (("trace", "kulak", "--by", "week"), "no period 'week'"),
        (("trace", "kulak", "--per", "colour"), "no document has a metadata column 'colour'"),
        (("trace", "kulak", "--chart", "x.gif"), "no chart can be written with the ending “.gif”"),
        (("trace", "kulak", "--chart", "absent/x.svg"), "absent/x.svg cannot be written"),
        (("trace", "kulak", "-o", "x.doc"), "no table can be written with the ending “.doc”"),
        (("trace", "kulak", "-o", "x.mtx"), "no table of terms by documents"),
        (("kwic", "kulak", "-o", "absent/x.parquet"), "absent/x.parquet cannot be written"),
        (("trace", ""), "the question is empty"),
        (("kwic", "kulak", "--sort", "up"), "'up' is not an order"),
        (("kwic", "kulak", "--window", "-1"), "the window is 0 or more"),
        (("terms", "--pos", "FOO"), "no part of speech 'FOO'"),
        (("terms", "--by", "sense"), "'sense' is not a way to count"),
        (("info", "--since", "x"), "'x' is not a date"),
        (("remove", "nothing"), "the store has no document nothing"),
    ],
)
def test_bad_questions(
    run: Run, tiny_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(*arguments, "--store", tiny_store)
    assert ran.code == 1 and ran.out == ""
    assert said in one_line_and_a_hint(ran.err)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("ingest", "--workers", "-1"),
        ("kwic", "kulak", "--window", "many"),
        ("terms", "--wide"),
        ("terms", "--min-count", "0"),
        ("trace", "kulak", "--lemma", "--form"),
        ("trace",),
        ("remove",),
        ("trance", "kulak"),
        ("trace", "kulak", "--colour"),
    ],
)
def test_what_is_not_understood_is_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.code == 2 and ran.out == "" and "Error: " in ran.err and "--help" in ran.err


def test_a_question_before_any_ingest(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in (("trace", "kulak"), ("kwic", "kulak"), ("terms",), ("info",)):
        ran = run(*command)
        assert ran.code == 1 and "sovnlp.store" in one_line_and_a_hint(ran.err)
        assert "sovnlp ingest" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"format": 99}', "has format 99"),
        ("{", "is not a store's record"),
        ("[]", "is not a store's record"),
        ('{"format": 1}', "store"),
    ],
)
def test_a_store_that_is_not_one(run: Run, tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "store.json").write_text(content, "utf-8")
    ran = run("trace", "kulak", "--store", tmp_path)
    assert ran.code == 1 and said in one_line_and_a_hint(ran.err)
    assert (tmp_path / "store.json").read_text("utf-8") == content


def test_an_index_that_has_gone(run: Run, tiny_store: Path, tmp_path: Path) -> None:
    shutil.copy(tiny_store / "store.json", tmp_path)
    ran = run("trace", "kulak", "--store", tmp_path)
    assert ran.code == 1 and "cannot be opened" in one_line_and_a_hint(ran.err)


def test_reading_goes_on_while_another_writes(run: Run, tmp_path: Path) -> None:
    texts, store = folder(tmp_path, good__txt=PLAIN), tmp_path / "store"
    assert run("ingest", texts, "--store", store, "--workers", "0").code == 0
    before = {file: file.read_bytes() for file in store.rglob("*") if file.is_file()}
    with FileLock(store / "writing.lock"):
        assert run("trace", "kulak", "--store", store).code == 0
        for arguments in (("ingest", texts), ("remove", "good")):
            ran = run(*arguments, "--store", store)
            assert ran.code == 1 and "another process is writing" in one_line_and_a_hint(ran.err)
    assert {file: file.read_bytes() for file in store.rglob("*") if file.is_file()} == before


HOSTILE = "\x1b[2J\x1b]0;owned\x07[bold]=cmd()"


def test_hostile_names_and_text(run: Run, tmp_path: Path) -> None:
    texts = folder(tmp_path, **{"=1+1 \x1b[31m[red]__txt": f"{HOSTILE} кулак прячет хлеб {HOSTILE}\u202e"})
    (texts / "a.txt").write_text("+кулак +хлеб\n", "utf-8")
    (texts / "manifest.csv").write_text(
        f'file,title,author,date,region\na.txt,"<script>alert(1)</script>\nTwo [b]lines[/b]","{HOSTILE}",1929,"=1+1"\n',
        "utf-8",
    )
    store = ("--store", tmp_path / "store")
    assert run("ingest", texts, *store, "--workers", "0").code == 0
    for arguments in (
        ("kwic", "кулак", "--lemma"),
        ("info", "--documents"),
        ("terms",),
        ("trace", "кулак", "--per", "author"),
    ):
        ran = run(*arguments, *store)
        assert ran.code == 0
        assert all(char.isprintable() or char == "\n" for char in ran.out + ran.err)
        ran = run(*arguments, *store, "--json")
        assert len(ran.out.splitlines()) == 1 and json.loads(ran.out)["rows"] and "\x1b" not in ran.out
    for ending in (".csv", ".tsv"):
        out = tmp_path / f"rows{ending}"
        assert run("trace", "кулак", "--lemma", "--per", "region", "-o", out, *store).code == 0
        with out.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file, delimiter="," if ending == ".csv" else "\t") for cell in row]
        assert "'=1+1" in cells and not [cell for cell in cells if cell.startswith(("=", "+", "@", "-"))]
    assert run("info", "--documents", "-o", tmp_path / "rows.xlsx", *store).code == 0
    with zipfile.ZipFile(tmp_path / "rows.xlsx") as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    assert run("trace", "кулак", "--lemma", "--per", "author", "--chart", tmp_path / "x.html", *store).code == 0
    page = (tmp_path / "x.html").read_text("utf-8")
    assert "<script>alert" not in page and "\x1b" not in page
