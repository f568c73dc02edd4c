"""Sources to Documents: format, metadata, language, genre, segments."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sovnlp import sites
from sovnlp.document import Date, Document, Extract, Part, Problem, Reference, Segment, Source
from sovnlp.errors import SourceError
from sovnlp.formats import FORMATS
from sovnlp.readers import READERS
from sovnlp.sources import sources
from sovnlp.text import editorial, language
from sovnlp.text.dates import UNDATED, infer_date, parse_edtf
from sovnlp.text.genres import recognize
from sovnlp.text.metadata import FIELDS, checked
from sovnlp.text.references import find_references, parse_references
from sovnlp.text.speakers import speaker_id
from sovnlp.text.titles import infer_title

__all__ = ["document_id", "read", "read_source"]

_SPOKEN_BY_AUTHOR = ("speech", "letter")
_BEFORE_REFERENCE = re.compile(
    r"\W*(?:(?:Архив|Источник|Опубликовано|Archive|A?\s?source|Published)\s*:\s*)?", re.IGNORECASE
)
_REMARKED = re.compile(r"\W*(?:Опубликован|Публикуется|Печатается|Подлинн|Копия|Заверенн|Published|Printed)")
_LONGEST_REMARK = 80
_TELLS_THE_TIME = ("title", "subtitle", "label", "url", "year")
_OF_ONE_DOCUMENT = ("title", "author", "date", "date_kind", "reference", "source", "number")
_OWN_WORDS = ("speech", "paragraph")
_INFERRED = ("language", "genre", "title", "date", "author", "reference")


def read(
    paths: Sequence[Path],
    *,
    manifest: Path | None = None,
    given: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> Iterator[Document | Problem]:
    """Read everything in ``paths``, one file at a time; the parameters are those of ``sovnlp.sources.sources``."""
    for source in sources(paths, manifest=manifest, given=given, encoding=encoding):
        if isinstance(source, Problem):
            yield source
        else:
            yield from read_source(source)


def document_id(name: str, part: int, metadata: Mapping[str, str]) -> str:
    """What a document is called in a store: its manifest's id, else its name without the ending; ``#2`` for part 2.

    >>> document_id("ru/1928-07-09_speech.txt", 1, {})
    'ru/1928-07-09_speech'
    """
    base = metadata.get("id") or os.path.splitext(name)[0]
    return base if part == 1 else f"{base}#{part}"


def read_source(source: Source) -> list[Document | Problem]:
    """Read one source: the manifest's word first, then the file's own, then the options, then what can be inferred.

    A source gives as many documents as it holds; where it cannot be read, a ``Problem``.
    """
    found: list[Document | Problem] = []
    try:
        for extract in FORMATS[source.kind](source.data, source.encoding):
            url = source.metadata.get("url") or extract.metadata.get("url") or source.given.get("url", "")
            pieces = sites.read(extract, url)
            for piece, told in pieces:
                own = {name: value for name, value in told.items() if name in _OF_ONE_DOCUMENT and len(pieces) > 1}
                found += _documents(piece, source, len(found), told, own)
    except SourceError as error:
        found.append(Problem(source.name, error.message, error.hint))
    return found


def _documents(
    extract: Extract, source: Source, before: int, told: Mapping[str, str], own: Mapping[str, str]
) -> list[Document]:
    """The documents in one text of a source, of which ``before`` others have come already.

    ``told`` is what the site says of it, ``own`` what of this counts more than what is said of the whole file.
    """
    said, wrong = checked(extract.metadata, source.name)
    # What a page or a site says is not a historian's word: it ranks with what is inferred.
    page, front = ({**said, **told}, {}) if source.kind == "html" else (told, said)
    known = {name: value for name, value in {**source.given, **front, **source.metadata}.items() if name not in own}
    values = {**_infer(extract, source, known, page), **known}
    apart = editorial.find(extract)
    unmarked = editorial.mask(extract.text, extract.apart)
    masked = replace(extract, text=editorial.mask(extract.text, apart), metadata=values)
    parts = [Part(0, len(extract.text), extract.segments)] if extract.segments else READERS[values["genre"]](masked)
    problems = tuple(replace(problem, where=problem.where or source.name) for problem in (*extract.problems, *wrong))
    # A text of several in a file may have an id of its own, which then counts its parts alone.
    named, first = (front, 0) if "id" in front and "id" not in source.metadata else (source.metadata, before)
    found = []
    for number, part in enumerate(parts, start=1):
        # What one of several documents says of itself counts more than what is said of their file.
        stated = part.metadata
        if len(parts) == 1:
            stated = {name: value for name, value in stated.items() if name not in known and name not in told}
            part = replace(part, date=None if "date" in told else part.date)
        inferred = [name for name in _INFERRED if name in stated or (name in values and name not in known)]
        document = _document(extract, part, apart, {**values, **stated}, known, unmarked)
        if document.reference and "reference" not in known and "reference" not in inferred:
            inferred.append("reference")
        if document.date and document.date.printed != known.get("date") and "date" not in inferred:
            inferred.append("date")
        found.append(
            replace(
                document,
                id=document_id(source.name, first + number, named),
                file=source.name,
                part=before + number,
                inferred=tuple(inferred),
                problems=problems if number == 1 else (),
            )
        )
    return found


def _document(
    extract: Extract,
    part: Part,
    apart: Sequence[Segment],
    values: Mapping[str, str],
    known: Mapping[str, str],
    unmarked: str,
) -> Document:
    """One document of an extract, without its name: its stretch of the text, with segments that point into it.

    ``unmarked`` is the text without what its format or site has set apart: no date is taken from there.
    """
    text = extract.text[part.start : part.stop]
    within = [segment for segment in apart if part.start <= segment.start < part.stop]
    starts = [offset for offset, _ in extract.pages]
    reference, references = _references(values.get("reference"), text)
    # A speech is its author's though no label says so: he is known, but not printed.
    author = speaker_id(values["author"]) if values["genre"] in _SPOKEN_BY_AUTHOR and "author" in values else None
    segments = []
    for segment in editorial.weave(extract.text, part.segments, within):
        page = bisect_right(starts, segment.start)
        own = segment.kind in _OWN_WORDS and not segment.editorial
        name = segment.speaker or (values.get("speaker") if own else None)
        segments.append(
            replace(
                segment,
                speaker=name,
                speaker_id=segment.speaker_id or (speaker_id(name) if name else author if own else None),
                start=segment.start - part.start,
                stop=segment.stop - part.start,
                page=segment.page or (extract.pages[page - 1][1] if page else None),
            )
        )
    return Document(
        id="",
        file="",
        part=1,
        text=text,
        language=values["language"],
        genre=values["genre"],
        title=values["title"],
        segments=tuple(segments),
        author=values.get("author"),
        date=part.date or _date(values, known, unmarked[part.start : part.stop]),
        reference=reference,
        references=references,
        variant=values.get("variant"),
        variant_of=values.get("variant_of"),
        url=values.get("url"),
        encoding=extract.encoding,
        composed=values.get("composed") in ("true", "yes", "1"),
        facets={name: value for name, value in values.items() if name not in FIELDS},
    )


def _infer(extract: Extract, source: Source, known: Mapping[str, str], page: Mapping[str, str]) -> dict[str, str]:
    """What the text itself says of the fields that nobody has given."""
    found = dict(page)
    if "language" not in known:
        found["language"] = language.detect(extract.text)
    if "genre" not in known and "genre" not in found:
        found["genre"] = recognize(extract.text, known.get("title") or found.get("title", ""))
    found.setdefault("title", _title(extract, source.name))
    return {name: value for name, value in found.items() if name not in known}


def _references(given: str | None, text: str) -> tuple[str | None, tuple[Reference, ...]]:
    """The reference given, else the first that stands on a line of its own, and all of these read into their fields."""
    own = []
    for start, stop, reference in find_references(text):
        before = text[text.rfind("\n", 0, start) + 1 : start]
        after = text[stop : (text.find("\n", stop) + 1 or len(text) + 1) - 1]
        if _BEFORE_REFERENCE.fullmatch(before) and (len(after) <= _LONGEST_REMARK or _REMARKED.match(after)):
            own.append(reference)
    stated = parse_references(given) if given else []
    if given or not own:
        return given, (*stated, *(reference for reference in own if reference not in stated))
    return own[0].printed, tuple(own)


def _context(*told: Mapping[str, str]) -> list[str]:
    """What is said of a document from outside, where a day in the text may find its year."""
    return [value for values in told for name, value in values.items() if name in _TELLS_THE_TIME]


def _title(extract: Extract, name: str) -> str:
    """The heading that the format marks or that stands at the top, else the name of the file."""
    for start, stop, kind in extract.paragraphs:
        if kind == "heading":
            return re.sub(r"^#+\s*|\s*#+$", "", extract.text[start:stop]).strip()
    return infer_title(editorial.mask(extract.text, extract.apart)) or _stem(name)


def _stem(name: str) -> str:
    return os.path.splitext(re.split(r"[/!]", name)[-1])[0]


def _date(values: Mapping[str, str], known: Mapping[str, str], text: str) -> Date | None:
    """The date given, else the one that the text prints of itself.

    A text that prints several days of which the one given is the first or the last keeps them: a day is not its date.
    """
    printed = infer_date(text, context=_context(known, values))
    kind = values.get("date_kind", "")
    if "date" not in values:
        return replace(printed, kind=kind or printed.kind) if printed else None
    date = parse_edtf(values["date"], kind)
    if date.edtf == UNDATED:
        return None
    if printed and "date" not in known and kind == "published" and printed.kind != kind and len(printed.edtf) >= 10:
        # A page that tells only when its text was printed leaves it to the text to tell when it was spoken or written.
        return printed
    if printed and "/" in printed.edtf and date.date_from == date.date_to and date.date_from is not None:
        days = (printed.date_from, printed.date_to)
        if None not in days and date.date_from in days:
            return replace(printed, kind=kind)
    return date
