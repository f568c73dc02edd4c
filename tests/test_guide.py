"""The README and the guide are true: what they show is run, and what comes out is what they show.

In a page's fenced blocks, a second word after the language names a file that the reader is to have (``csv
papers/manifest.csv``). Every line ``$ sovnlp …`` of a ``console`` block is run, in a folder where the sample is
ingested (the README starts in an empty one); ``# exits 1`` after it says so. The lines below it must come, in that
order, in what the command prints; runs of spaces count as one, and … stands for anything. What is not to be run is
fenced as ``text``, ``powershell`` or ``bash``.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from sovnlp import lexicon
from sovnlp.cli import main

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = [README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "sovnlp" / "guide").glob("*.md"))]
FENCE = re.compile(r"^```(?P<kind>\w+)(?: (?P<file>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
KINDS = {"bash", "console", "csv", "powershell", "python", "text", "toml", "yaml"}
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")


class Block(NamedTuple):
    """A fenced block: its language, the file it is, where it is one, and its lines."""

    kind: str
    file: str | None
    body: str


class Call(NamedTuple):
    """A command in a console block: its arguments, its exit code, and the lines shown below it."""

    arguments: list[str]
    exits: int
    shown: list[str]


def blocks(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    found = [Block(m["kind"], m["file"], m["body"]) for m in FENCE.finditer(text)]
    assert len(found) * 2 == sum(line.startswith("```") for line in text.splitlines()), "a fence without a language"
    return found


def calls(body: str) -> Iterator[Call]:
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line, *shown = part.splitlines()
        words = shlex.split(line, comments=True)
        exits = re.search(r"# exits (\d)$", line)
        assert words[0] == "sovnlp", f"only sovnlp is run in a console block: {line}"
        yield Call(words[1:], int(exits[1]) if exits else 0, shown)


def run(arguments: list[str]) -> tuple[int, str]:
    """Run a command in this process, and return its exit code and all it printed."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    code = 0
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        try:
            main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return code, buffer.getvalue().decode("utf-8")


def folded(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def missing(shown: list[str], printed: str) -> str | None:
    """Return the first line shown that does not come in its turn in what was printed."""
    lines = iter(folded(printed))
    for line in folded("\n".join(shown)):
        pattern = re.compile(".*".join(map(re.escape, line.split("…"))))
        if line.strip("…") and not any(pattern.fullmatch(printed_line) for printed_line in lines):
            return line
    return None


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which a page's commands are run."""
    page: Path = request.param
    if page != README:
        shutil.copytree(request.getfixturevalue("sample_store"), tmp_path / "sovnlp.store")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("SOVNLP_STORE", raising=False)
    return page


@pytest.mark.parametrize("desk", PAGES, ids=[page.stem for page in PAGES], indirect=True)
def test_a_page_shows_what_happens(desk: Path, tmp_path: Path) -> None:
    names: dict[str, object] = {}
    for number, block in enumerate(blocks(desk)):
        if block.file:
            file = tmp_path / block.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.body, "utf-8")
        if block.kind == "python":
            parsed = doctest.DocTestParser().get_doctest(block.body, names, f"{desk.name}, block {number}", None, 0)
            said: list[str] = []
            outcome = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(
                parsed, out=said.append, clear_globs=False
            )
            assert outcome.attempted and not outcome.failed, "".join(said)
            names.update(parsed.globs)
        if block.kind == "console":
            for call in calls(block.body):
                code, printed = run(call.arguments)
                assert code == call.exits, f"sovnlp {shlex.join(call.arguments)}: {printed}"
                line = missing(call.shown, printed)
                assert line is None, f"sovnlp {shlex.join(call.arguments)} does not print «{line}» but\n{printed}"


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_a_page_has_blocks_and_links_that_hold(page: Path) -> None:
    assert {block.kind for block in blocks(page)} <= KINDS
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "sovnlp" / "guide" / "index.md").read_text("utf-8")
    assert [page.name for page in PAGES[2:] if page.stem != "index" and f"({page.name})" not in index] == []


def test_the_lexicon_of_the_guide_loads(tmp_path: Path) -> None:
    (body,) = (b.body for b in blocks(ROOT / "sovnlp" / "guide" / "lexicon.md") if b.file == "own.toml")
    file = tmp_path / "own.toml"
    file.write_text(body, "utf-8")
    found = lexicon.load(file).find("комиссия по чистке")
    assert found and found.id == "purge_commission"


def test_a_wrong_line_is_found() -> None:
    printed = "1928  kulak   ru\n  7 hits\n"
    assert missing(["1928 kulak ru", "7 hits"], printed) is None
    assert missing(["1928 … ru", "…", "7 …"], printed) is None
    assert missing(["7 hits", "1928 kulak ru"], printed) == "1928 kulak ru"
    assert missing(["8 hits"], printed) == "8 hits"
