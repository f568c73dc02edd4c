"""PDF with a text layer: columns in reading order, paragraphs rebuilt, heads, page numbers and notes apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sovnlp.document import Extract, Problem
from sovnlp.errors import SourceError
from sovnlp.formats.pdf.furniture import NOTE_HEAD, footnotes, labels, running
from sovnlp.formats.pdf.layout import Line, regions
from sovnlp.formats.pdf.paragraphs import Writer, column, joined
from sovnlp.formats.pdf.words import HYPHEN, Page, page_words
from sovnlp.text.flow import Flow
from sovnlp.text.properties import stated
from sovnlp.text.spaced import vocabulary

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

__all__ = ["extract"]

_OCR = "recognize its text first (OCR)"
MAX_PAGES = 20_000


@dataclass(slots=True)
class _Sheet:
    """A page as it was laid out; the words themselves are not kept."""

    regions: list[list[Line]]
    askew: list[str]
    rules: list[tuple[float, float, float]]


def extract(data: bytes, encoding: str | None = None) -> list[Extract]:
    """Read the text layer of a PDF; ``pages`` carry the printed numbers where there are any (``furniture.labels``).

    Words broken at line ends are whole, paragraphs run on over columns and pages; running heads, page numbers,
    footnotes and what is printed sideways stand apart, after the paragraph that they would interrupt. Pages that are
    only pictures give a ``Problem``. Raises ``SourceError`` for a file that is damaged or encrypted, and where no page
    has text.
    """
    pdf = _opened(data)
    try:
        problems: list[Problem] = []
        sheets, own = _sheets(pdf, problems)
        metadata = _metadata(pdf)
    finally:
        pdf.close()
    if not any(sheet.regions for sheet in sheets):
        raise SourceError("the PDF has no text layer, only pictures of its pages", _OCR)
    return [_written(sheets, own).extract(metadata=metadata, problems=tuple(problems))]


def _opened(data: bytes) -> PdfDocument:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
        if len(pdf):
            return pdf
        pdf.close()
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise SourceError("the PDF is locked with a password", "save it without a password") from None
    raise SourceError("the PDF file is damaged: it has no readable page", "get it again, or save it anew")


def _sheets(pdf: PdfDocument, problems: list[Problem]) -> tuple[list[_Sheet], list[str]]:
    """All pages laid out, with the names that the file gives them."""
    import pypdfium2

    sheets, own = [], []
    pictures, lost, odd = [], [], []
    for at in range(min(len(pdf), MAX_PAGES)):
        content = Page([], [], [], False, 0)
        try:
            page = pdf[at]
            try:
                content = page_words(page)
            finally:
                page.close()
        except pypdfium2.PdfiumError:
            lost.append(at + 1)
        if content.image and not content.words:
            pictures.append(at + 1)
        if content.unmapped > 0.1 * sum(len(word.text) for word in content.words) > 0:
            odd.append(at + 1)
        sheets.append(_Sheet(regions(content.words), content.askew, content.rules))
        own.append("".join((pdf.get_page_label(at) or "").split()))
    if len(pdf) > MAX_PAGES:
        problems.append(Problem("", f"only the first {MAX_PAGES:,} of {len(pdf):,} pages are read", "split the file"))
    for pages, what, hint in (
        (lost, "cannot be read", "get the file again"),
        (pictures, "have no text layer", _OCR),
        (odd, "use a font whose letters cannot be told", _OCR),
    ):
        if pages:
            shown = ", ".join(map(str, pages[:8])) + (", …" if len(pages) > 8 else "")
            problems.append(Problem("", f"{len(pages):,} of {len(sheets):,} pages {what} (PDF pages {shown})", hint))
    # A file that calls its pages 1, 2, 3 says nothing of what is printed on them.
    return sheets, [""] * len(own) if own == [str(at + 1) for at in range(len(own))] else own


def _metadata(pdf: PdfDocument) -> dict[str, str]:
    info = pdf.get_metadata_dict()
    return stated(info.get("Title"), info.get("Author"))


def _written(sheets: list[_Sheet], own: list[str]) -> Flow:
    body = _usual([(line.size, len(line.text)) for sheet in sheets for region in sheet.regions for line in region], 0.5)
    heads, printed = running([[line for region in sheet.regions for line in region] for sheet in sheets], body)
    names = labels(printed, own)
    texts = (line.text.replace(HYPHEN, "-") for sheet in sheets for region in sheet.regions for line in region)
    flow = Flow()
    writer = Writer(flow, body, vocabulary("\n".join(texts)))
    width = _usual(
        [(max(line.x1 for line in region) - min(line.x0 for line in region), len(region)) for sheet in sheets
         for region in sheet.regions if len(region) > 4], 5,
    )  # fmt: skip
    for at, sheet in enumerate(sheets):
        flow.page(names[at])
        aside = {id(line) for line in heads.get(at, ())}
        for line in heads.get(at, ()):
            flow.note(line.text, names[at])
        notes = []
        for region in sheet.regions:
            lines = [line for line in region if id(line) not in aside]
            first = footnotes(lines, body, sheet.rules)
            notes.append(lines[first:])
            if lines[:first]:
                writer.write(column(lines[:first], width))
        for text in (*(text for lines in notes for text in _notes(lines, writer.known)), *sheet.askew):
            flow.note(text, names[at])
    writer.close()
    return flow


def _usual(measured: list[tuple[float, int]], step: float) -> float:
    """The most common of some measures, by weight, to the nearest ``step``."""
    counts: Counter[int] = Counter()
    for value, weight in measured:
        counts[round(value / step)] += weight
    return step * counts.most_common(1)[0][0] if counts else 0.0


def _notes(lines: list[Line], known: Callable[[str], bool]) -> Iterator[str]:
    """The notes at the foot of a column, each on one line."""
    note: list[Line] = []
    for line in lines:
        if note and NOTE_HEAD.match(line.text):
            yield joined(note, known)
            note = []
        note.append(line)
    if note:
        yield joined(note, known)
