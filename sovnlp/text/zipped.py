"""Documents that are zip files: their members, read in memory with a limit on every size."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib

from sovnlp.errors import SourceError

__all__ = ["Zipped"]

MAX_MEMBERS = 20_000
MAX_MEMBER = 200_000_000
MAX_TOTAL = 1_000_000_000
MAX_RATIO = 200

_BROKEN = (
    zipfile.BadZipFile,
    OSError,
    RuntimeError,
    ValueError,
    EOFError,
    OverflowError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
)


class Zipped:
    """The members of a zip file by name; sizes are counted, not believed, and nothing is written to a disk."""

    def __init__(self, data: bytes, what: str) -> None:
        """Open ``data``; ``what`` names the format. Raises ``SourceError`` where it is no zip file, or a bomb."""
        self.what = what
        self.total = 0
        try:
            self._box = zipfile.ZipFile(io.BytesIO(data))
            members = self._box.infolist()
        except _BROKEN as error:
            raise SourceError(
                f"the {what} file is damaged: {error}", "open it in its program and save it again"
            ) from None
        self._members = {info.filename: info for info in members}
        if len(members) > MAX_MEMBERS:
            raise self._bomb(f"{len(members):,} members")
        for info in members:
            if info.file_size > 1_000_000 and info.file_size > MAX_RATIO * max(info.compress_size, 1):
                raise self._bomb(f"{info.filename} shrinks more than {MAX_RATIO} times")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the members, in the order of the file."""
        return tuple(self._members)

    def read(self, name: str) -> bytes | None:
        """The bytes of a member; None where it is absent or damaged. Raises ``SourceError`` where it is too large."""
        info = self._members.get(name)
        if info is None:
            return None
        try:
            with self._box.open(info) as member:
                data = member.read(MAX_MEMBER + 1)
        except _BROKEN:
            return None
        self.total += len(data)
        if len(data) > MAX_MEMBER or self.total > MAX_TOTAL:
            raise self._bomb(f"{name} is larger than it may be")
        return data

    def _bomb(self, why: str) -> SourceError:
        return SourceError(f"the {self.what} file looks like a zip bomb: {why}", "save its text in another format")
