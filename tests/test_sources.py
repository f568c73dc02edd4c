"""Files, folders and archives, sound and hostile."""

from __future__ import annotations

import hashlib
import os
import unicodedata
import zipfile
from pathlib import Path

import pytest

from sovnlp import sources as module
from sovnlp.document import Problem, Source
from sovnlp.errors import SourceError
from sovnlp.sources import sources


def split(*args: object, **options: object) -> tuple[list[Source], list[Problem]]:
    found = list(sources(*args, **options))
    return [x for x in found if isinstance(x, Source)], [x for x in found if isinstance(x, Problem)]


@pytest.fixture
def box(tmp_path: Path) -> Path:
    folder = tmp_path / "box"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "two.md").write_text("# Второй", "utf-8")
    (folder / "a.txt").write_text("Первый", "utf-8")
    (folder / "page.HTML").write_text("<p>Третий</p>", "utf-8")
    (folder / ".hidden.txt").write_text("Скрытый", "utf-8")
    (folder / "scan.djvu").write_bytes(b"AT&TFORM")
    (folder / "more.djvu").write_bytes(b"AT&TFORM")
    return folder


def test_folder(box: Path) -> None:
    good, problems = split([box])
    assert [(source.name, source.kind) for source in good] == [
        ("a.txt", "plain"),
        ("page.HTML", "html"),
        ("b/two.md", "markdown"),
    ]
    assert good[0].sha256 == hashlib.sha256("Первый".encode()).hexdigest()
    assert [(problem.where, problem.what[:7]) for problem in problems] == [(".djvu", "2 files")]
    assert ".html" in problems[0].hint


def test_file_has_its_bare_name(box: Path) -> None:
    assert split([box / "b" / "two.md"])[0][0].name == "two.md"


def test_names_are_composed(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "йод.txt")
    (tmp_path / name).write_text("йод", "utf-8")
    (tmp_path / "manifest.csv").write_text("file,title\nйод.txt,Йод\n", "utf-8")
    good, problems = split([tmp_path])
    assert good[0].name == unicodedata.normalize("NFC", "йод.txt")
    assert good[0].metadata == {"title": "Йод"} and not problems


def test_manifest_beside_the_files(box: Path) -> None:
    (box / "manifest.csv").write_text("file,title,genre\na.txt,Один,speech\nb\\two.md,Два,poem\nno.txt,Нет,\n", "utf-8")
    good, problems = split([box], given={"genre": "letter"})
    assert {source.name: dict(source.metadata) for source in good} == {
        "a.txt": {"title": "Один", "genre": "speech"},
        "page.HTML": {},
        "b/two.md": {"title": "Два"},
    }
    assert dict(good[0].given) == {"genre": "letter"}
    told = " | ".join(f"{problem.where} {problem.what}" for problem in problems)
    assert "line 3" in told and "poem" in told
    assert "line 4 no.txt" in told


def test_manifest_that_is_named(box: Path, tmp_path: Path) -> None:
    table = tmp_path / "table.tsv"
    table.write_text("file\ttitle\nbox/a.txt\tОдин\n", "utf-8")
    good, problems = split([box / "a.txt"], manifest=table)
    assert good[0].metadata == {"title": "Один"} and not problems


def test_the_nearest_manifest_counts(box: Path) -> None:
    (box / "manifest.csv").write_text("file,title\na.txt,Один\nb/two.md,Далёкий\n", "utf-8")
    (box / "b" / "metadata.tsv").write_text("file\ttitle\ntwo.md\tБлизкий\nno.md\tНет\n", "utf-8")
    good, problems = split([box])
    assert {s.name: s.metadata.get("title") for s in good} == {
        "a.txt": "Один",
        "page.HTML": None,
        "b/two.md": "Близкий",
    }
    assert [problem.what for problem in problems if "line 3" in problem.where] == ["no.md: there is no such file"]


def test_a_manifest_deep_in_an_archive(tmp_path: Path) -> None:
    path = pack(tmp_path / "box.zip", {"box/manifest.csv": b"file,title\nb/a.txt,One\n", "box/b/a.txt": b"words"})
    good, problems = split([path])
    assert [(source.name, source.metadata["title"]) for source in good] == [("box.zip!box/b/a.txt", "One")]
    assert not problems


def test_a_manifest_in_the_folder_that_is_named_is_no_document(box: Path) -> None:
    table = box / "list.csv"
    table.write_text("file,title\na.txt,Один\n", "utf-8")
    assert [problem.where for problem in split([box], manifest=table)[1]] == [".djvu"]


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"encoding": "latin-99"}, "latin-99"),
        ({"given": {"genre": "poem"}}, "poem"),
        ({"given": {"date": "soon"}}, "soon"),
    ],
)
def test_wrong_options_are_refused_at_once(box: Path, options: dict[str, object], word: str) -> None:
    with pytest.raises(SourceError) as failure:
        sources([box], **options)
    assert word in failure.value.message and failure.value.hint


def test_missing_path_and_manifest(box: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        sources([box / "nowhere"])
    with pytest.raises(SourceError, match="cannot be read"):
        sources([box], manifest=box / "nowhere.csv")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \n\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 text", "PDF"),
        (b"PK\x03\x04rest", "zip"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"text\0text", "binary"),
        (bytes(range(1, 32)) * 9, "binary"),
        (bytes(range(256)) * 9, "binary"),
    ],
)
def test_what_is_no_text(tmp_path: Path, data: bytes, word: str) -> None:
    (tmp_path / "x.txt").write_bytes(data)
    good, problems = split([tmp_path])
    assert not good
    assert word in problems[0].what and problems[0].hint


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "windows-1251", "koi8-r", "cp866"])
def test_text_in_any_encoding_is_text(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "x.txt").write_bytes("Дороги размыты.\nМост не починен.\n".encode(encoding))
    assert not split([tmp_path])[1]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file(box: Path) -> None:
    (box / "a.txt").chmod(0)
    assert "cannot be read" in split([box])[1][0].what


def test_unreadable_file_is_told(box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert split([box / "a.txt"])[1][0].what == "cannot be read (Permission denied)"


def test_loop_of_links_ends(box: Path) -> None:
    (box / "b" / "loop").symlink_to(box, target_is_directory=True)
    (box / "broken.txt").symlink_to(box / "gone")
    good, problems = split([box])
    assert len(good) == 3
    assert any(problem.where == "broken.txt" for problem in problems)


def pack(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_archive(tmp_path: Path) -> None:
    path = pack(
        tmp_path / "box.zip",
        {
            "a/b.txt": "Первый".encode(),
            "manifest.csv": "file,title\na/b.txt,Один\nc.txt,Нет\n".encode(),
            "__MACOSX/a/b.txt": b"junk",
            "in.zip": b"PK",
            "x.doc": b"x",
        },
    )
    good, problems = split([path])
    assert [(source.name, dict(source.metadata)) for source in good] == [("box.zip!a/b.txt", {"title": "Один"})]
    assert good[0].path == str(path)
    assert [problem.where for problem in problems] == ["box.zip!in.zip", "box.zip!manifest.csv, line 3", ".doc"]


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "b/../../a.txt", "C:\\a.txt", "\\a.txt"])
def test_members_that_leave_the_archive(tmp_path: Path, name: str) -> None:
    good, problems = split([pack(tmp_path / "box.zip", {name: b"words", "fine.txt": b"words"})])
    assert [source.name for source in good] == ["box.zip!fine.txt"]
    assert "leaves the archive" in problems[0].what


def test_old_russian_archive(tmp_path: Path) -> None:
    path = pack(tmp_path / "box.zip", {"_______.txt": b"words"})
    path.write_bytes(path.read_bytes().replace(b"_______", "Колодец".encode("cp866")))
    assert split([path])[0][0].name == "box.zip!Колодец.txt"


def test_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ratio = pack(tmp_path / "ratio.zip", {"a.txt": b" " * 3_000_000 + b"a"})
    assert "zip bomb" in split([ratio])[1][0].what
    plain = pack(tmp_path / "plain.zip", {f"{i}.txt": b"words" for i in range(5)})
    monkeypatch.setattr(module, "MAX_MEMBERS", 4)
    assert "5 members" in split([plain])[1][0].what
    monkeypatch.setattr(module, "MAX_MEMBERS", 5)
    monkeypatch.setattr(module, "MAX_TOTAL", 24)
    assert "zip bomb" in split([plain])[1][0].what


def test_a_header_that_lies_about_the_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pack(tmp_path / "liar.zip", {"a.txt": os.urandom(3_000).hex().encode()})
    real = (6_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(real, (10).to_bytes(4, "little")))
    monkeypatch.setattr(module, "MAX_MEMBER", 1_000)
    good, problems = split([path])
    assert not good and len(problems) == 1


def test_broken_and_locked_archives(tmp_path: Path) -> None:
    whole = pack(tmp_path / "whole.zip", {"a.txt": b"words " * 500}).read_bytes()
    (tmp_path / "broken.zip").write_bytes(whole[: len(whole) // 2])
    assert "cannot be read" in split([tmp_path / "broken.zip"])[1][0].what
    damaged = bytearray(whole)
    damaged[40:44] = b"\xff\xff\xff\xff"
    (tmp_path / "damaged.zip").write_bytes(damaged)
    assert "cannot be read" in split([tmp_path / "damaged.zip"])[1][0].what
    locked = bytearray(whole)
    locked[6] |= 1
    locked[whole.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(locked)
    assert "encrypted" in split([tmp_path / "locked.zip"])[1][0].what


def test_one_file_at_a_time(box: Path) -> None:
    stream = sources([box])
    assert isinstance(next(stream), Source)
    (box / "page.HTML").unlink()
    assert any(isinstance(found, Problem) and found.where == "page.HTML" for found in stream)


def test_a_store_among_the_texts_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Слово.", "utf-8")
    store = tmp_path / "sovnlp.store" / "sources"
    store.mkdir(parents=True)
    (store / "b.txt").write_text("Другое слово.", "utf-8")
    assert [item.name for item in sources([tmp_path]) if isinstance(item, Source)] == [
        "a.txt",
        "sovnlp.store/sources/b.txt",
    ]
    (store.parent / "annotations").mkdir()
    (store.parent / "writing.lock").touch()
    assert [item.name for item in sources([tmp_path]) if isinstance(item, Source)] == ["a.txt"]
