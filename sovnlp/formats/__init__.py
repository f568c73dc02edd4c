"""The shelf of formats: bytes to text, in memory."""

from collections.abc import Callable, Iterable

from sovnlp.document import Extract
from sovnlp.formats import conllu, docx, epub, fb2, html, markdown, pdf, plain, vrt

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
    "vrt": vrt.extract,
}
"""Kind to function; the second argument is an encoding to obey, None to find it out.

A file may hold several texts. One that cannot be read at all raises ``SourceError``.
"""
