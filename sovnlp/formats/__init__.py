"""The shelf of formats: bytes to text, in memory."""

from collections.abc import Callable, Iterable
from functools import partial

from sovnlp.document import Extract
from sovnlp.formats import conllu, docx, epub, fb2, html, jsonl, markdown, pdf, plain, table, tei, vrt, wordpress

__all__ = ["FORMATS"]

FORMATS: dict[str, Callable[[bytes, str | None], Iterable[Extract]]] = {
    "plain": plain.extract,
    "markdown": markdown.extract,
    "html": html.extract,
    "docx": docx.extract,
    "pdf": pdf.extract,
    "epub": epub.extract,
    "fb2": fb2.extract,
    "conllu": conllu.extract,
    "jsonl": jsonl.extract,
    "table": table.extract,
    "wordpress": partial(wordpress.extract, page=html.extract),
    "tei": tei.extract,
    "vrt": vrt.extract,
}
"""Kind to function; the second argument is an encoding to obey, None to find it out.

A file may hold several texts. One that cannot be read at all raises ``SourceError``.
"""
