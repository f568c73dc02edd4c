"""JSON: posts as the WordPress interface gives them (``wp/v2``), or a list of objects with texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from sovnlp.document import Extract, Problem
from sovnlp.errors import SourceError
from sovnlp.text.encodings import damage, decode
from sovnlp.text.escapes import whole_characters
from sovnlp.text.rows import row_extract

__all__ = ["extract"]

Page = Callable[[bytes, str | None], Iterable[Extract]]
_LISTS = ("posts", "items", "data", "documents", "texts", "results", "rows")
_SINGLE = ("link", "id", "slug", "date")


def extract(data: bytes, encoding: str | None = None, *, page: Page) -> list[Extract]:
    """Read each post as a text, its content by ``page``, which reads HTML; each other object by its ``text``.

    ``title`` and ``url`` are those of the post; ``post`` its number, ``slug`` its short name, and ``posted`` the day on
    which it was put on the web, which is not the document's date. An object without a text is left out, with a
    ``Problem``. Raises ``SourceError`` where the file is no JSON or holds no text.
    """
    content, name = decode(data, encoding)
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError):
        raise SourceError(
            "this is no JSON, or it breaks off", "save it again; a file of one object a line is called .jsonl"
        ) from None
    found: list[Extract] = []
    without: list[int] = []
    for number, item in enumerate(_items(whole), start=1):
        try:
            read = _read(item, name, page) if isinstance(item, dict) else None
        except SourceError:
            read = None
        if read:
            found.append(read)
        else:
            without.append(number)
    if not found:
        raise SourceError("there is no text in this JSON", 'write {"text": "…"} or a list of such objects')
    problems = damage(content, name)
    if without:
        which = f"number {without[0]:,}" + (f" and {len(without) - 1:,} more" if len(without) > 1 else "")
        problems += (Problem("", f"no text in an object of the list: {which}, left out", "name it text"),)
    return [replace(found[0], problems=(*problems, *found[0].problems)), *found[1:]]


def _items(whole: object) -> list[object]:
    """The list that a file is or holds; else the one object."""
    if isinstance(whole, list):
        return whole
    if isinstance(whole, dict) and not _is_post(whole):
        for name in _LISTS:
            if isinstance(whole.get(name), list):
                return list(whole[name])
    return [whole]


def _is_post(item: Mapping[str, object]) -> bool:
    return isinstance(item.get("content"), dict)


def _read(item: Mapping[str, object], encoding: str, page: Page) -> Extract | None:
    if not _is_post(item):
        return row_extract(item, encoding)
    markup = _rendered(item.get("content"))
    body = next(iter(page(markup.encode("utf-8", "replace"), "utf-8")), None) if markup.strip() else None
    if body is None or not body.text.strip():
        return None
    title = next(iter(page(_rendered(item.get("title")).encode("utf-8", "replace"), "utf-8")), Extract(""))
    single = {key: str(value) for key in _SINGLE if isinstance(value := item.get(key), str | int)}
    metadata = {
        "title": " ".join(title.text.split()),
        "url": single.get("link", ""),
        "post": single.get("id", ""),
        "slug": single.get("slug", ""),
        "posted": single.get("date", "").partition("T")[0],
    }
    stated = {key: whole_characters(value) for key, value in metadata.items() if value}
    return replace(body, encoding=encoding, metadata=stated)


def _rendered(field: object) -> str:
    """The HTML of a field, which is an object with ``rendered`` or the text itself."""
    value = field.get("rendered") if isinstance(field, dict) else field
    return value if isinstance(value, str) else ""
