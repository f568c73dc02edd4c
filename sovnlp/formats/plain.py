"""Plain text: the decoded file unchanged, but for line ends and a front matter block."""

from __future__ import annotations

from sovnlp.document import Extract
from sovnlp.text.encodings import damage, decode
from sovnlp.text.metadata import split_front_matter

__all__ = ["extract"]


def extract(data: bytes, encoding: str | None = None) -> list[Extract]:
    """Decode a text file; YAML between ``---`` lines at its head becomes metadata."""
    text, name = decode(data, encoding)
    text, metadata, problems = split_front_matter(text)
    return [Extract(text, name, metadata, problems=(*damage(text, name), *problems))]
