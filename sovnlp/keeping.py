"""The folder of fetched pages: the files, the manifest that ``ingest`` reads, and what the servers said of them.

Nothing is overwritten: a page that has changed since it was first fetched is kept beside it. What the user writes into
the manifest stays.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from sovnlp.errors import SourceError
from sovnlp.holdings import Holding
from sovnlp.requesting import Answer
from sovnlp.sources import KINDS
from sovnlp.text.encodings import decode

__all__ = ["Kept", "Outcome", "Shelf", "checksum", "file_name"]

MANIFEST, RECORD, LOCK = "manifest.csv", ".fetched.json", ".fetch.lock"
COLUMNS = (
    "file", "id", "title", "title_en", "author", "date", "date_kind", "dating", "genre", "language", "reference",
    "print", "variant", "variant_of", "url", "rights", "site", "charset", "sha256", "fetched",
)  # fmt: skip
OWN = ("file", "url", "site", "charset", "sha256", "fetched")
"""What is known only from fetching; in the other columns, what the user has written goes before the catalogue."""

_ENDINGS = {
    "text/html": ".html",
    "text/plain": ".txt",
    "application/xhtml+xml": ".xhtml",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/json": ".json",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_RESERVED = re.compile(r"(?i)con|prn|aux|nul|com\d|lpt\d")


@dataclass(frozen=True, slots=True)
class Kept:
    """One page as it was first fetched: ``asked`` is the address that was asked, ``url`` the one that answered.

    ``row`` is what was written of it into the manifest.
    """

    file: str
    sha256: str
    fetched: str
    asked: str
    url: str
    charset: str
    etag: str
    modified: str
    row: Mapping[str, str]


class Outcome(NamedTuple):
    """What became of a page: ``fetched``, ``unchanged`` or ``changed``; its file, and a remark where one is due."""

    status: str
    file: str
    why: str = ""


class Shelf:
    """The folder ``root`` while it is written to; open it with ``Shelf.writing``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._kept = _read_record(root / RECORD)
        self._columns, self._rows, self._delimiter = _read_table(root / MANIFEST)

    @classmethod
    @contextmanager
    def writing(cls, root: Path) -> Iterator[Shelf]:
        """Hold the folder, made where it is missing, against other fetches.

        Raises ``SourceError`` where another one holds it, where it cannot be written, and where its tables cannot be
        read.
        """
        from filelock import FileLock, Timeout

        try:
            root.mkdir(parents=True, exist_ok=True)
            with FileLock(root / LOCK, timeout=0):
                yield cls(root)
        except Timeout as error:
            raise SourceError(f"{root}: another fetch is writing there", "wait until it has ended") from error
        except OSError as error:
            raise SourceError(
                f"{root} cannot be written ({error.strerror or error})", "name another with --into"
            ) from error

    def part(self, holding: Holding) -> Path:
        """Return where the bytes of a source go while they come in; ``ingest`` does not see it."""
        return self.root / f".{file_name(holding.id, '.part')}"

    def kept(self, holding: Holding) -> Kept | None:
        """Return what is known of a source whose file is there."""
        found = self._kept.get(holding.id)
        return found if found and (self.root / found.file).is_file() else None

    def intact(self, kept: Kept) -> bool:
        """Return whether the file holds the bytes that were fetched."""
        return checksum(self.root / kept.file) == kept.sha256

    def keep(self, holding: Holding, asked: str, answer: Answer) -> Outcome:
        """Put what came for a source, in ``part``, in its place, and write it down.

        Where there is another file in that place, it stays, and the new one lies beside it.
        """
        part = self.part(holding)
        part.with_name(part.name + ".json").unlink(missing_ok=True)
        digest = checksum(part)
        old = self._kept.get(holding.id)
        name = old.file if old else file_name(holding.id, _ending(answer, part))
        target = self.root / name
        if target.exists():
            before = old.sha256 if old else checksum(target)
            if before != digest:
                beside = f"{name}.{digest[:8]}.changed"
                os.replace(part, self.root / beside)
                since = f"since it was fetched on {old.fetched[:10]}" if old else "from the file that was there"
                return Outcome("changed", name, f"the page differs {since}; the new one is kept as {beside}")
            part.unlink()
        else:
            os.replace(part, target)
        self.write_down(
            holding,
            Kept(
                name,
                digest,
                old.fetched if old and old.sha256 == digest else datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                asked,
                answer.address,
                answer.charset,
                answer.etag,
                answer.modified,
                old.row if old else {},
            ),
        )
        if old and old.sha256 == digest:
            return Outcome("unchanged", name)
        changed = f"it is not the page that was fetched on {old.fetched[:10]}, whose file is gone" if old else ""
        return Outcome("fetched", name, changed)

    def write_down(self, holding: Holding, kept: Kept) -> None:
        """Enter a page into the manifest and the record, and save both."""
        wanted = _row(holding, kept)
        row = next((row for row in self._rows if row.get("file", "").strip() == kept.file), None)
        if row is None:
            row = {}
            self._rows.append(row)
        for column, value in wanted.items():
            own_words = row.get(column, "") not in ("", kept.row.get(column, ""))
            if column in OWN or not own_words:
                row[column] = value
        self._columns += [column for column in wanted if column not in self._columns]
        self._kept[holding.id] = replace(kept, row=wanted)
        text = io.StringIO()
        table = csv.DictWriter(text, self._columns, restval="", delimiter=self._delimiter, lineterminator="\n")
        table.writeheader()
        table.writerows(self._rows)
        # With a byte-order mark, spreadsheet programs see the Cyrillic.
        _replace(self.root / MANIFEST, "\ufeff" + text.getvalue())
        record = {name: asdict(one) for name, one in self._kept.items()}
        _replace(self.root / RECORD, json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_name(name: str, ending: str) -> str:
    """Return a file name that every system takes, different for different names; a harmless one stays as it is.

    >>> file_name("istmat-52472", ".html"), file_name("../etc", ".txt"), file_name("con", ".txt")
    ('istmat-52472.html', 'etc-f7f9121f.txt', 'con-1143da2b.txt')
    """
    safe = unicodedata.normalize("NFC", name)
    if not re.fullmatch(r"\w[\w-]{0,79}", safe) or _RESERVED.fullmatch(safe):
        digest = hashlib.sha256(safe.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        words = re.sub(r"[^\w-]+", "_", safe).strip("_-")[:70]
        safe = f"{words}-{digest}".lstrip("-")
    return safe + ending


def _ending(answer: Answer, part: Path) -> str:
    """The ending by which ``ingest`` knows the kind of a file: by what the server says, the address, the bytes."""
    suffix = Path(urlsplit(answer.address).path).suffix.lower()
    with part.open("rb") as file:
        begins = file.read(1024)
    if b"%PDF" in begins[:1024] and answer.type != "text/html":
        return ".pdf"
    if answer.type in _ENDINGS:
        return _ENDINGS[answer.type]
    return suffix if suffix in KINDS and KINDS[suffix] not in ("table", "jsonl") else ".html"


def _row(holding: Holding, kept: Kept) -> dict[str, str]:
    host = (urlsplit(kept.url).hostname or "").removeprefix("www.")
    cells = (
        kept.file, holding.id, holding.title, holding.title_en, holding.author, holding.date, holding.date_kind,
        holding.dating, holding.genre, holding.languages[0] if len(holding.languages) == 1 else "", holding.reference,
        holding.print, holding.variant, holding.variant_of, kept.url, holding.rights, host, kept.charset, kept.sha256,
        kept.fetched,
    )  # fmt: skip
    return dict(zip(COLUMNS, cells, strict=True))


def _read_record(path: Path) -> dict[str, Kept]:
    try:
        return {name: Kept(**one) for name, one in json.loads(path.read_text("utf-8")).items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, AttributeError) as error:
        raise SourceError(
            f"{path}: not what fetch wrote ({error})", "delete it; the pages and the manifest stay"
        ) from error


def _read_table(path: Path) -> tuple[list[str], list[dict[str, str]], str]:
    """The columns, rows and delimiter of the manifest as it is, every cell kept."""
    if not path.exists():
        return list(COLUMNS), [], ","
    text, _ = decode(path.read_bytes())
    header = text.split("\n", 1)[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    lines = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        columns = [name.strip().lower() for name in next(lines, [])]
        rows = []
        for cells in lines:
            if len(cells) > len(columns):
                raise csv.Error(f"line {lines.line_num} has {len(cells)} cells under {len(columns)} columns")
            if any(cells):
                rows.append(dict(zip(columns, cells, strict=False)))
    except csv.Error as error:
        raise SourceError(f"{path}: not a table ({error})", "mend it, or move it away") from error
    if "file" not in columns:
        raise SourceError(f"{path}: the manifest has no column named file", "mend it, or move it away")
    return columns, rows, delimiter


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(text, "utf-8", newline="\n")
    os.replace(beside, path)
