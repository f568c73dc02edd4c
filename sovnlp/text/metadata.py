"""What is said about a document from outside: known fields, their values, manifests and front matter."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from sovnlp.document import GENRES, LANGUAGES, Problem
from sovnlp.errors import SourceError
from sovnlp.text.dates import parse_edtf
from sovnlp.text.encodings import decode

__all__ = ["FIELDS", "Manifest", "Row", "checked", "read_manifest", "split_front_matter"]

FIELDS = (
    "id",
    "title",
    "author",
    "date",
    "date_kind",
    "language",
    "genre",
    "reference",
    "variant",
    "variant_of",
    "url",
    "composed",
    "speaker",
)
"""Fields with a meaning of their own; any other name is a facet."""

_ALLOWED = {
    "genre": GENRES,
    "language": LANGUAGES,
    "date_kind": ("spoken", "written", "published"),
    "composed": ("true", "false", "yes", "no", "1", "0"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a manifest: its number in the file (the header is 1) and its values without the file name."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """Rows by file name (relative to the manifest, forward slashes, NFC), and what is wrong with the others."""

    rows: Mapping[str, Row]
    problems: tuple[Problem, ...]


def checked(values: Mapping[str, str], where: str) -> tuple[dict[str, str], list[Problem]]:
    """The values that can be used, and a ``Problem`` for each that cannot (it is left out, never guessed)."""
    kept: dict[str, str] = {}
    problems = []
    for name, value in values.items():
        value = value.strip()
        if not value:
            continue
        if name in _ALLOWED:
            value = value.lower()
        wrong = _wrong(name, value)
        if wrong:
            problems.append(Problem(where, f"{name} {value!r} is ignored", wrong))
        else:
            kept[name] = value
    return kept, problems


def _wrong(name: str, value: str) -> str:
    """What to write instead, empty where the value is right."""
    if name in _ALLOWED and value not in _ALLOWED[name]:
        return "use one of: " + ", ".join(_ALLOWED[name])
    if name == "date":
        try:
            parse_edtf(value)
        except ValueError:
            return "write a date like 1928-07-09, 1928-07, 1928, 1930~, 1932/1933 or 9 July 1928"
    return ""


def read_manifest(data: bytes, where: str) -> Manifest:
    """Read a CSV or TSV manifest (``.tsv`` by its name; commas or semicolons otherwise), UTF-8 or windows-1251.

    Raises ``SourceError`` where there is no column ``file``.
    """
    text, _ = decode(data)
    header = text.split("\n", 1)[0]
    if where.lower().endswith(".tsv"):
        delimiter = "\t"
    else:
        delimiter = ";" if header.count(";") > header.count(",") else ","
    lines = csv.reader(io.StringIO(text), delimiter=delimiter)
    rows: dict[str, Row] = {}
    problems: list[Problem] = []
    try:
        columns = [name.strip().lower() for name in next(lines, [])]
        if "file" not in columns:
            raise SourceError(
                f"{where}: the manifest has no column named file",
                "name the columns in its first line: file,title,date,…",
            )
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            place = f"{where}, line {lines.line_num}"
            if len(cells) > len(columns):
                problems.append(
                    Problem(place, f"{len(cells)} cells under {len(columns)} columns", "quote cells that hold a comma")
                )
            values = dict(zip(columns, cells, strict=False))
            name = _file_name(values.pop("file", ""))
            kept, wrong = checked(values, f"{place} ({name})")
            problems += wrong
            if not name:
                problems.append(Problem(place, "no file is named", "fill the column file or take the line out"))
            elif name in rows:
                problems.append(
                    Problem(
                        place, f"{name} stands already in line {rows[name].line}; this line is ignored", "keep one line"
                    )
                )
            else:
                rows[name] = Row(lines.line_num, kept)
    except csv.Error as error:
        raise SourceError(f"{where}, line {lines.line_num}: not a table ({error})", "save it again as CSV") from error
    return Manifest(rows, tuple(problems))


def _file_name(cell: str) -> str:
    name = unicodedata.normalize("NFC", cell.strip().replace("\\", "/"))
    while name.startswith("./"):
        name = name[2:]
    return name


def split_front_matter(text: str) -> tuple[str, dict[str, str], list[Problem]]:
    """Cut a YAML block between ``---`` lines from the head of ``text``: (the rest, its values, problems).

    Where the block is broken or is no list of names and values, the text is kept whole.
    """
    if not text.startswith("---\n"):
        return text, {}, []
    stop = text.find("\n---\n", 3)
    if stop < 0:
        return text, {}, []
    import yaml

    try:
        block = yaml.load(text[4 : stop + 1], Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 2
        problem = Problem("", f"broken front matter near line {line}; it is kept as text", "mend the YAML block")
        return text, {}, [problem]
    if block == "":
        block = {}
    if not isinstance(block, dict):
        return text, {}, []
    scalars = {str(name).strip().lower(): value for name, value in block.items() if isinstance(value, str)}
    problems = [
        Problem("", f"front matter: {name} is not a single value and is ignored", "write one value")
        for name, value in block.items()
        if not isinstance(value, str)
    ]
    return text[stop + 5 :], scalars, problems
