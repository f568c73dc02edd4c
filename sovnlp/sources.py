"""Files, folders and archives to Sources: the only reader of raw files."""

from __future__ import annotations

import hashlib
import os
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from sovnlp.document import Problem, Source
from sovnlp.errors import SourceError
from sovnlp.text.encodings import check_encoding, is_wide
from sovnlp.text.metadata import checked, read_manifest

__all__ = ["KINDS", "sources"]

KINDS = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".epub": "epub",
    ".fb2": "fb2",
    ".tei": "tei",
    ".xml": "tei",
    ".vrt": "vrt",
    ".vert": "vrt",
    ".conllu": "conllu",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "wordpress",
    ".csv": "table",
    ".tsv": "table",
}
# What files of the kinds that are no text begin with.
_BINARY = {"docx": b"PK\x03\x04", "epub": b"PK\x03\x04", "pdf": b"%PDF"}
# The files by which a store is known: what it keeps is not read again where it lies among the sources.
STORE = {"store.json", "writing.lock"}
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
    return _Reading(kept, encoding, manifest).all(paths)


def _opened(path: Path) -> _Lookup:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: the manifest cannot be read ({error.strerror})", "check the path") from error
    return _Lookup(str(path), data, path.resolve().parent)


class _Lookup:
    """A manifest in use: where it lies, and which of its lines have met their file."""

    def __init__(self, where: str, data: bytes, folder: Path | None = None) -> None:
        self.where = where
        self.folder = folder
        self.manifest = read_manifest(data, where)
        self.met: set[str] = set()

    def row(self, name: str) -> Mapping[str, str] | None:
        found = self.manifest.rows.get(name)
        if found is None:
            return None
        self.met.add(name)
        return found.values

    def of(self, path: Path, member: str = "") -> Mapping[str, str] | None:
        """The row of a file on the disk; a member of an archive is named ``box.zip!a/b.txt``."""
        if self.folder is None:
            return None
        name = _nfc(Path(os.path.relpath(path.resolve(), self.folder)).as_posix())
        return self.row(f"{name}!{member}" if member else name)

    def missing(self) -> Iterator[Problem]:
        for name, row in self.manifest.rows.items():
            if name not in self.met and not (self.folder and (self.folder / name).exists()):
                yield Problem(f"{self.where}, line {row.line}", f"{name}: there is no such file", "correct the name")


class _Reading:
    """One run over the paths: what was asked for, and the endings that were passed over."""

    def __init__(self, given: Mapping[str, str], encoding: str | None, manifest: Path | None) -> None:
        self.given = given
        self.encoding = encoding
        self.unsupported: Counter[str] = Counter()
        self.stated = None if manifest is None else _opened(manifest)
        self.skip = {os.path.realpath(manifest)} if manifest else set()

    def all(self, paths: Sequence[Path]) -> Iterator[Source | Problem]:
        stated = (self.stated,) if self.stated else ()
        for lookup in stated:
            yield from lookup.manifest.problems
        for path in paths:
            yield from self.folder(path) if path.is_dir() else self.file(path, path.name, stated)
        for lookup in stated:
            yield from lookup.missing()
        for ending, count in sorted(self.unsupported.items()):
            yield Problem(
                ending,
                f"{count} {'file' if count == 1 else 'files'} of an unsupported kind passed over",
                "supported: " + " ".join((*KINDS, ".zip")),
            )

    def folder(self, folder: Path) -> Iterator[Source | Problem]:
        """A folder and those below it; the nearest manifest that names a file counts, unless one was given for all."""
        lookups: dict[Path, _Lookup] = {}
        here = None
        for found in _walk(folder):
            if isinstance(found, Problem):
                yield found
                continue
            if found.parent != here:
                here = found.parent
                table = next((here / name for name in MANIFESTS if (here / name).is_file()), None)
                if table is not None and self.stated is None:
                    lookups[here] = _opened(table)
                    self.skip.add(os.path.realpath(table))
                    yield from lookups[here].manifest.problems
            if found.name not in MANIFESTS and os.path.realpath(found) not in self.skip:
                near = [lookups[above] for above in found.parents if above in lookups]
                name = _nfc(found.relative_to(folder).as_posix())
                yield from self.file(found, name, (self.stated,) if self.stated else near)
        for lookup in lookups.values():
            yield from lookup.missing()

    def file(self, path: Path, name: str, near: Sequence[_Lookup]) -> Iterator[Source | Problem]:
        ending = path.suffix.lower()
        if ending == ".zip":
            yield from self.archive(path, name, near)
        elif ending not in KINDS:
            self.unsupported[ending or "no ending"] += 1
        else:
            try:
                data = path.read_bytes()
            except OSError as error:
                yield Problem(name, f"cannot be read ({error.strerror})", "check the permissions of the file")
                return
            rows = (lookup.of(path) for lookup in near)
            yield self.source(name, str(path), data, next((row for row in rows if row is not None), {}))

    def source(self, name: str, path: str, data: bytes, metadata: Mapping[str, str]) -> Source | Problem:
        if not data.strip(b"\xef\xbb\xbf \t\r\n"):
            return Problem(name, "the file is empty", "leave it out")
        kind = KINDS[os.path.splitext(name)[1].lower()]
        if kind in _BINARY:
            if _BINARY[kind] not in data[:1024]:
                return Problem(name, f"this is no {kind.upper()} file, whatever its name says", "save it again")
        elif looks := _looks_binary(data):
            return Problem(
                name, f"this is not text: it looks like {looks}", "convert it to text, Markdown or HTML first"
            )
        return Source(
            name=name,
            path=path,
            kind=kind,
            data=data,
            sha256=hashlib.sha256(data).hexdigest(),
            metadata=metadata,
            given=self.given,
            encoding=self.encoding,
        )

    def archive(self, path: Path, name: str, near: Sequence[_Lookup]) -> Iterator[Source | Problem]:
        """The members of a zip, read in memory and never written to disk; sizes are counted, not believed."""
        try:
            with zipfile.ZipFile(path) as box:
                members = [info for info in box.infolist() if not info.is_dir()]
                bomb = _bomb(members)
                if bomb:
                    yield Problem(name, f"looks like a zip bomb: {bomb}", "unpack it yourself if you trust it")
                    return
                yield from self.members(box, members, path, name, near)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            yield Problem(name, f"the archive cannot be read ({error})", "pack it again as a plain zip")

    def members(
        self, box: zipfile.ZipFile, members: list[zipfile.ZipInfo], path: Path, name: str, near: Sequence[_Lookup]
    ) -> Iterator[Source | Problem]:
        named = sorted(((_member_name(info), info) for info in members), key=lambda pair: pair[0])
        lookups: dict[PurePosixPath, _Lookup] = {}
        tables = [(member, info) for member, info in named if PurePosixPath(member).name in MANIFESTS]
        for member, info in tables if self.stated is None else ():
            data = _bounded(box, info)
            if isinstance(data, bytes) and PurePosixPath(member).parent not in lookups:
                lookups[PurePosixPath(member).parent] = lookup = _Lookup(f"{name}!{member}", data)
                yield from lookup.manifest.problems
        total = 0
        for member, info in named:
            where = f"{name}!{member}"
            ending = os.path.splitext(member)[1].lower()
            if _unsafe(member):
                yield Problem(
                    where, "the name of this member leaves the archive; it is not read", "pack the archive again"
                )
            elif PurePosixPath(member).name in MANIFESTS or any(
                part.startswith((".", "__MACOSX")) for part in member.split("/")
            ):
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
                yield self.source(where, str(path), data, _of_member(member, path, lookups, near))
        for lookup in lookups.values():
            yield from lookup.missing()


def _of_member(
    member: str, path: Path, lookups: Mapping[PurePosixPath, _Lookup], near: Sequence[_Lookup]
) -> Mapping[str, str]:
    """The row of a member: in the nearest manifest inside its archive, else in one beside it."""
    inside = PurePosixPath(member)
    rows = (lookups[up].row(inside.relative_to(up).as_posix()) for up in inside.parents if up in lookups)
    beside = (lookup.of(path, member) for lookup in near)
    return next((row for row in (*rows, *beside) if row is not None), {})


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
        if "annotations" in folders and not STORE.isdisjoint(files):
            folders.clear()
            continue
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
