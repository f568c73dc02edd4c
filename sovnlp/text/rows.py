"""A row of a table, or an object of names and values, that holds a text and what is known of it."""

from __future__ import annotations

from collections.abc import Mapping

from sovnlp.document import Extract
from sovnlp.text.escapes import whole_characters

__all__ = ["TEXT_NAMES", "row_extract"]

TEXT_NAMES = ("text", "текст", "content", "body", "fulltext", "full_text")


def row_extract(row: Mapping[str, object], encoding: str | None) -> Extract | None:
    """The text of a row, with its other single values as metadata by lower-case name; None where it has no text.

    >>> row_extract({"Text": "Мост.", "date": "1929", "pages": 3, "tags": ["a"]}, None).metadata
    {'date': '1929', 'pages': '3'}
    """
    values = {whole_characters(str(name)).strip().lower(): value for name, value in row.items()}
    for column in TEXT_NAMES:
        text = values.get(column)
        if isinstance(text, str) and text.strip():
            metadata = {name: _written(value) for name, value in values.items() if name and name != column}
            return Extract(_text(text), encoding, {name: value for name, value in metadata.items() if value})
    return None


def _text(text: str) -> str:
    return whole_characters(text).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _text(str(value)).strip() if isinstance(value, str | int | float) else ""
