"""Sources to Documents: format, metadata, language, genre, segments."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sovnlp.document import Date, Document, Extract, Problem, Segment, Source
from sovnlp.formats import FORMATS
from sovnlp.readers import READERS
from sovnlp.sources import sources
from sovnlp.text import language
from sovnlp.text.dates import UNDATED, infer_date, parse_edtf
from sovnlp.text.genres import recognize
from sovnlp.text.metadata import FIELDS, checked
from sovnlp.text.paragraphs import is_heading, lines

__all__ = ["document_id", "read", "read_source"]

_SPOKEN_BY_AUTHOR = ("speech", "letter")
_STAMP = re.compile(
    r"(?i)(?:строго\s|совершенно\s|сов\.\s?)?секретно|(?:весьма\s)?срочно|лично|копия|\W*штамп|\W*№|top\ssecret|secret\b|copy\b"
)
_OWN_WORDS = ("speech", "paragraph")


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


def read_source(source: Source) -> list[Document]:
    """Read one source: the manifest's word first, then the file's own, then the options, then what can be inferred."""
    extract = FORMATS[source.kind](source.data, source.encoding)
    own, problems = checked(extract.metadata, source.name)
    # A page's meta tags are the site's word, not a historian's: they rank with what is inferred.
    page = own if source.kind == "html" else {}
    front = {} if source.kind == "html" else own
    known = {**source.given, **front, **source.metadata}
    inferred = _infer(extract, source, known, page)
    values = {**inferred, **known}
    genre = values["genre"]
    segments = READERS[genre](extract)
    speaker = values.get("speaker") or (values.get("author") if genre in _SPOKEN_BY_AUTHOR else None)
    if speaker:
        segments = tuple(_spoken(segment, speaker) for segment in segments)
    return [
        Document(
            id=document_id(source.name, 1, source.metadata),
            file=source.name,
            part=1,
            text=extract.text,
            language=values["language"],
            genre=genre,
            title=values["title"],
            segments=segments,
            author=values.get("author"),
            date=_date(values, extract.text, known),
            reference=values.get("reference"),
            url=values.get("url"),
            encoding=extract.encoding,
            composed=values.get("composed") in ("true", "yes", "1"),
            facets={name: value for name, value in known.items() if name not in FIELDS},
            inferred=tuple(name for name in ("language", "genre", "title", "date", "author") if name in inferred),
            problems=tuple(
                replace(problem, where=problem.where or source.name) for problem in (*extract.problems, *problems)
            ),
        )
    ]


def _infer(extract: Extract, source: Source, known: Mapping[str, str], page: Mapping[str, str]) -> dict[str, str]:
    """What the text itself says of the fields that nobody has given."""
    found = {name: value for name, value in page.items() if name in ("title", "author", "date")}
    if "language" not in known:
        found["language"] = language.detect(extract.text)
    if "genre" not in known:
        found["genre"] = recognize(extract.text)
    found.setdefault("title", _title(extract, source.name))
    if "date" not in found and (date := infer_date(extract.text)) is not None:
        found["date"] = date.edtf
    return {name: value for name, value in found.items() if name not in known}


def _title(extract: Extract, name: str) -> str:
    """The first line where it looks like a heading, else the name of the file."""
    for start, stop, kind in extract.paragraphs:
        if kind == "heading":
            return re.sub(r"^#+\s*|\s*#+$", "", extract.text[start:stop]).strip()
    for start, stop in lines(extract.text[:2_000]):
        line = extract.text[start:stop]
        if not _STAMP.match(line):
            return line if is_heading(line) else _stem(name)
    return _stem(name)


def _stem(name: str) -> str:
    return os.path.splitext(re.split(r"[/!]", name)[-1])[0]


def _date(values: Mapping[str, str], text: str, known: Mapping[str, str]) -> Date | None:
    if "date" not in values:
        return None
    kind = values.get("date_kind", "")
    date = parse_edtf(values["date"], kind)
    if date.edtf == UNDATED:
        return None
    if "date" not in known and (printed := infer_date(text)) is not None and printed.edtf == date.edtf:
        return replace(printed, kind=kind)
    return date


def _spoken(segment: Segment, speaker: str) -> Segment:
    return replace(segment, speaker=speaker) if segment.speaker is None and segment.kind in _OWN_WORDS else segment
