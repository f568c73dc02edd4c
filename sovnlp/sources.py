"""Files, folders and archives to Sources: the only reader of raw files."""

from __future__ import annotations

import hashlib
import os
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sovnlp.document import Problem, Source
from sovnlp.errors import SourceError
from sovnlp.text.encodings import check_encoding, is_wide
from sovnlp.text.metadata import Manifest, checked, read_manifest

__all__ = ["KINDS", "sources"]

KINDS = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
MANIFESTS = ("manifest.csv", "manifest.tsv", "metadata.csv", "metadata.tsv")

MAX_MEMBERS = 50_000
MAX_MEMBER = 200_000_000
MAX_TOTAL = 2_000_000_000
MAX_RATIO = 200

_MAGIC = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\xd0\xcf\x11\xe0": "an old office document (.doc, .xls)",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"II*\0": "a TIFF image",
    b"MM\0*": "a TIFF image",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a rar archive",
    b"AT&TFORM": "a DjVu book",
    b"\x7fELF": "a program",
    b"SQLite f": "an SQLite database",
}
_TEXT_CONTROLS = (9, 10, 12, 13, 26)
_ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tar", ".tgz", ".bz2", ".xz")


def sources(
    paths: Sequence[Path],
    *,
    manifest: Path | None = None,
    given: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> Iterator[Source | Problem]:
    """Read files, folders (all below them, sorted) and zip archives, one file at a time.

    A table ``manifest.csv``, ``manifest.tsv``, ``metadata.csv`` or ``metadata.tsv`` in a folder or archive says what
    its files are; ``manifest`` names another. ``given`` holds values for all files. Order of authority, from the
    highest: the line of the manifest, the file's own front matter, ``given``, what can be inferred. Whatever cannot be
    read comes as a ``Problem`` in its place. Raises ``SourceError`` for a path that does not exist, an unknown
    encoding, a value in ``given`` that is not allowed, and a manifest without a column ``file``.
    """
    if encoding is not None:
        check_encoding(encoding)
    kept, wrong = checked(given or {}, "options")
    if wrong:
        raise SourceError(wrong[0].what.removesuffix(" is ignored") + " is not possible", wrong[0].hint)
    for path in paths:
        if not path.exists():
            raise SourceError(f"{path}: there is no such file or folder", "check the path")
    stated = None if manifest is None else (manifest.resolve(), read_manifest(_open_manifest(manifest), str(manifest)))
    return _Reading(kept, encoding, stated).all(paths)


def _open_manifest(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: the manifest cannot be read ({error.strerror})", "check the path") from error


class _Lookup:
    """A manifest in use: which of its lines have met their file."""

    def __init__(self, where: str, folder: Path | None, manifest: Manifest) -> None:
        self.where = where
        self.folder = folder
        self.manifest = manifest
        self.met: set[str] = set()

    def metadata(self, name: str) -> Mapping[str, str]:
        row = self.manifest.rows.get(name)
        if row is None:
            return {}
        self.met.add(name)
        return row.values

    def missing(self) -> Iterator[Problem]:
        for name, row in self.manifest.rows.items():
            if name not in self.met and not (self.folder and (self.folder / name).exists()):
                yield Problem(f"{self.where}, line {row.line}", f"{name}: there is no such file", "correct the name")


class _Reading:
    """One run over the paths: what was asked for, and the endings that were passed over."""

    def __init__(self, given: Mapping[str, str], encoding: str | None, stated: tuple[Path, Manifest] | None) -> None:
        self.given = given
        self.encoding = encoding
        self.unsupported: Counter[str] = Counter()
        self.stated = None
        if stated:
            self.stated = _Lookup(str(stated[0].name), stated[0].parent, stated[1])
            self.stated_path = stated[0]

    def all(self, paths: Sequence[Path]) -> Iterator[Source | Problem]:
        if self.stated:
            yield from self.stated.manifest.problems
        for path in paths:
            if path.is_dir():
                yield from self.folder(path)
            else:
                yield from self.file(path, path.name, self.stated)
        if self.stated:
            yield from self.stated.missing()
        for ending, count in sorted(self.unsupported.items()):
            yield Problem(
                ending,
                f"{count} {'file' if count == 1 else 'files'} of an unsupported kind passed over",
                "supported: " + " ".join((*KINDS, ".zip")),
            )

    def folder(self, folder: Path) -> Iterator[Source | Problem]:
        lookup, own = self.stated, None
        if lookup is None:
            own = next((folder / name for name in MANIFESTS if (folder / name).is_file()), None)
            if own is not None:
                lookup = _Lookup(str(own), folder.resolve(), read_manifest(_open_manifest(own), str(own)))
                yield from lookup.manifest.problems
        skip = {os.path.realpath(path) for path in (own, self.stated and self.stated_path) if path}
        for found in _walk(folder):
            if isinstance(found, Problem):
                yield found
            elif os.path.realpath(found) not in skip:
                yield from self.file(found, _nfc(found.relative_to(folder).as_posix()), lookup)
        if own is not None and lookup is not None:
            yield from lookup.missing()

    def file(self, path: Path, name: str, lookup: _Lookup | None) -> Iterator[Source | Problem]:
        ending = path.suffix.lower()
        if ending == ".zip":
            yield from self.archive(path, name, lookup)
        elif ending not in KINDS:
            self.unsupported[ending or "no ending"] += 1
        else:
            try:
                data = path.read_bytes()
            except OSError as error:
                yield Problem(name, f"cannot be read ({error.strerror})", "check the permissions of the file")
                return
            yield self.source(name, str(path), data, self.metadata(path, lookup))

    def metadata(self, path: Path, lookup: _Lookup | None) -> Mapping[str, str]:
        if lookup is None or lookup.folder is None:
            return {}
        return lookup.metadata(_nfc(Path(os.path.relpath(path.resolve(), lookup.folder)).as_posix()))

    def source(self, name: str, path: str, data: bytes, metadata: Mapping[str, str]) -> Source | Problem:
        if not data.strip(b"\xef\xbb\xbf \t\r\n"):
            return Problem(name, "the file is empty", "leave it out")
        looks = _looks_binary(data)
        if looks:
            return Problem(
                name, f"this is not text: it looks like {looks}", "convert it to text, Markdown or HTML first"
            )
        return Source(
            name=name,
            path=path,
            kind=KINDS[os.path.splitext(name)[1].lower()],
            data=data,
            sha256=hashlib.sha256(data).hexdigest(),
            metadata=metadata,
            given=self.given,
            encoding=self.encoding,
        )

    def archive(self, path: Path, name: str, outer: _Lookup | None) -> Iterator[Source | Problem]:
        """The members of a zip, read in memory and never written to disk; sizes are counted, not believed."""
        try:
            with zipfile.ZipFile(path) as box:
                members = [info for info in box.infolist() if not info.is_dir()]
                bomb = _bomb(members)
                if bomb:
                    yield Problem(name, f"looks like a zip bomb: {bomb}", "unpack it yourself if you trust it")
                    return
                yield from self.members(box, members, path, name, outer)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            yield Problem(name, f"the archive cannot be read ({error})", "pack it again as a plain zip")

    def members(
        self, box: zipfile.ZipFile, members: list[zipfile.ZipInfo], path: Path, name: str, outer: _Lookup | None
    ) -> Iterator[Source | Problem]:
        named = sorted(((_member_name(info), info) for info in members), key=lambda pair: pair[0])
        lookup, inside = None, ""
        if self.stated is None:
            inside = next((m for wanted in MANIFESTS for m, _ in named if m == wanted), "")
            if inside:
                data = _bounded(box, dict(named)[inside])
                if isinstance(data, bytes):
                    lookup = _Lookup(f"{name}!{inside}", None, read_manifest(data, f"{name}!{inside}"))
                    yield from lookup.manifest.problems
        total = 0
        for member, info in named:
            where = f"{name}!{member}"
            ending = os.path.splitext(member)[1].lower()
            if _unsafe(member):
                yield Problem(
                    where, "the name of this member leaves the archive; it is not read", "pack the archive again"
                )
            elif member == inside or any(part.startswith((".", "__MACOSX")) for part in member.split("/")):
                continue
            elif ending in _ARCHIVES:
                yield Problem(where, "an archive inside an archive is not opened", "unpack it first")
            elif ending not in KINDS:
                self.unsupported[ending or "no ending"] += 1
            elif info.flag_bits & 1:
                yield Problem(where, "the member is encrypted", "unpack the archive with its password first")
            else:
                data = _bounded(box, info)
                if isinstance(data, str):
                    yield Problem(where, data, "pack the archive again")
                    continue
                total += len(data)
                if total > MAX_TOTAL:
                    yield Problem(
                        name, f"looks like a zip bomb: more than {MAX_TOTAL:,} bytes inside", "unpack it yourself"
                    )
                    return
                metadata = lookup.metadata(member) if lookup else self.member_metadata(outer, path, member)
                yield self.source(where, str(path), data, metadata)
        if lookup is not None:
            yield from lookup.missing()

    def member_metadata(self, outer: _Lookup | None, path: Path, member: str) -> Mapping[str, str]:
        """A manifest beside the archive names its members as ``box.zip!a/b.txt`` or just ``a/b.txt``."""
        if outer is None or outer.folder is None:
            return {}
        box = _nfc(Path(os.path.relpath(path.resolve(), outer.folder)).as_posix())
        return outer.metadata(f"{box}!{member}") or outer.metadata(member)


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _walk(folder: Path) -> Iterator[Path | Problem]:
    """The files below ``folder``, sorted, without hidden ones; a folder that links lead back to is entered once."""
    problems: list[Problem] = []

    def failed(error: OSError) -> None:
        problems.append(Problem(str(error.filename), f"cannot be opened ({error.strerror})", "check its permissions"))

    entered: set[str] = set()
    for here, folders, files in os.walk(folder, followlinks=True, onerror=failed):
        real = os.path.realpath(here)
        if real in entered:
            folders.clear()
            continue
        entered.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(here) / name
        yield from problems
        problems.clear()
    yield from problems


def _looks_binary(data: bytes) -> str:
    """What the bytes look like where they are no text, else empty."""
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            return name
    sample = data[:20_000]
    if is_wide(sample):
        return ""
    controls = sum(sample.count(code) for code in range(32) if code not in _TEXT_CONTROLS)
    return "binary data" if 0 in sample or controls > 0.02 * len(sample) else ""


def _bomb(members: list[zipfile.ZipInfo]) -> str:
    if len(members) > MAX_MEMBERS:
        return f"{len(members):,} members"
    if sum(info.file_size for info in members) > MAX_TOTAL:
        return f"more than {MAX_TOTAL:,} bytes inside"
    for info in members:
        if info.file_size > MAX_MEMBER:
            return f"{info.filename} has {info.file_size:,} bytes"
        if info.file_size > 1_000_000 and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            return f"{info.filename} shrinks more than {MAX_RATIO} times"
    return ""


def _bounded(box: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | str:
    """The bytes of a member, or why they cannot be had; never more than the limit is read, whatever the header says."""
    try:
        with box.open(info) as member:
            data = member.read(MAX_MEMBER + 1)
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, NotImplementedError, zlib.error) as error:
        return f"the member cannot be read ({error})"
    return data if len(data) <= MAX_MEMBER else f"looks like a zip bomb: more than {MAX_MEMBER:,} bytes"


def _member_name(info: zipfile.ZipInfo) -> str:
    """The name of a member; without the UTF-8 flag zipfile reads it as cp437, while Russian archives hold cp866."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        if raw and not raw.isascii():
            try:
                name = raw.decode("utf-8")
            except UnicodeDecodeError:
                name = raw.decode("cp866")
    return _nfc(name.replace("\\", "/"))


def _unsafe(name: str) -> bool:
    return name.startswith("/") or name[1:2] == ":" or ".." in name.split("/")
