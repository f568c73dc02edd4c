"""Annotated texts to train on and to score by: NEREL, factRuEval-2016, gold as JSON lines, texts with inline marks.

Every set is brought under the same rules (``models/GUIDELINES.md``): three flat types, the outermost named span, a name
has a capital letter, class nouns and quotation marks stay outside.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sovnlp.document import Name
from sovnlp.errors import SourceError
from sovnlp.text.bracketed import Span, unbracketed
from sovnlp.text.split import sentences, words

__all__ = ["Example", "Passage", "checksum", "examples", "factrueval", "marked", "nerel"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with the names in it; ``source`` is the file it comes from."""

    source: str
    text: str
    names: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence as words, with the names in it counted in words."""

    words: tuple[str, ...]
    names: tuple[Name, ...]


NEREL_TYPES = {
    "PERSON": "PER",
    "ORGANIZATION": "ORG",
    "COUNTRY": "LOC",
    "CITY": "LOC",
    "STATE_OR_PROVINCE": "LOC",
    "DISTRICT": "LOC",
    "LOCATION": "LOC",
    "FACILITY": "LOC",
}
FACTRUEVAL_TYPES = {"Person": "PER", "Org": "ORG", "LocOrg": "LOC", "Location": "LOC"}
# Class nouns that stand before a name and are no part of it.
CLASS_NOUN = re.compile(
    r"(?:(?:политическ\w+|общественн\w+|радио|теле|информационн\w+|акционерн\w+) )?"
    r"(?:парти|компани|газет|журнал|агентств|фирм|корпораци|телеканал|канал|издани|групп|организаци|движени|холдинг|концерн|"
    r"издательств|банк|клуб|радиостанци|портал|сайт|завод|фонд|концерн|предприяти|обществ|город|гор|пос[её]л|сел|деревн|"
    r"станци|рек|озер|остров|гор[аеуы]|штат|провинци|стран)\w*\.? (?=[«\"“A-ZА-ЯЁ])"
)
# A body in lower case that is not named by its words: what it belongs to is the name.
GENERIC = re.compile(
    r"(?:правительств|администраци|парламент|полици|милици|арми|войск|власт|орган|суд|прокуратур|руководств|команд|редакци|"
    r"сборн|штаб|посольств|делегаци|спецслужб|разведк|мэри)\w* "
)
ADJECTIVE = re.compile(r"(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)$")
QUOTED = re.compile(r"[^«»\"“”„]*[«\"“„]([^«»\"“”„]+)[»\"”“]?")


def nerel(folder: Path) -> Iterator[Passage]:
    """Yield the texts of NEREL 1.1 (pairs of ``.txt`` and brat ``.ann``), nested and other types left out.

    Raises ``SourceError`` where there are none.
    """
    files = sorted(folder.glob("*.ann"))
    if not files:
        raise SourceError(f"there is no .ann file in {folder}", "name a folder of NEREL, such as NEREL-v1.1/train")
    for file in files:
        text = file.with_suffix(".txt").read_text("utf-8")
        found = []
        for line in file.read_text("utf-8").splitlines():
            mark = re.match(r"T\d+\t([A-Z_]+) (\d+) (\d+)\t", line)
            if mark and mark[1] in NEREL_TYPES:
                found.append((int(mark[2]), int(mark[3]), NEREL_TYPES[mark[1]]))
        yield Passage(file.stem, text, tuple(_outermost(text, found)))


def factrueval(folder: Path) -> Iterator[Passage]:
    """Yield the texts of a factRuEval-2016 set (``.txt``, ``.spans``, ``.objects``); facilities are left out.

    Raises ``SourceError`` where there are none.
    """
    files = sorted(folder.glob("*.objects"))
    if not files:
        raise SourceError(f"there is no .objects file in {folder}", "name a folder of factRuEval, such as devset")
    for file in files:
        text = file.with_suffix(".txt").read_bytes().decode("utf-8")
        places = {}
        for line in file.with_suffix(".spans").read_text("utf-8").splitlines():
            fields = line.split()
            if len(fields) > 3:
                places[fields[0]] = (int(fields[2]), int(fields[2]) + int(fields[3]))
        found = []
        for line in file.read_text("utf-8").splitlines():
            fields = line.partition("#")[0].split()
            if len(fields) > 2 and fields[1] in FACTRUEVAL_TYPES:
                spans = [places[number] for number in fields[2:] if number in places]
                if spans:
                    start, stop = min(span[0] for span in spans), max(span[1] for span in spans)
                    found.append((start, stop, FACTRUEVAL_TYPES[fields[1]]))
        yield Passage(file.stem, text, tuple(_outermost(text, found)))


def marked(paths: Iterable[Path]) -> Iterator[Passage]:
    """Yield gold: ``.jsonl`` files (``text``, ``entities`` [start, stop, type]) and ``.txt`` files with inline marks.

    A blank line ends a text with marks; lines that begin with ``#`` are comments.
    """
    for path in paths:
        if path.suffix == ".jsonl":
            for line in path.read_text("utf-8").splitlines():
                record = json.loads(line)
                names = tuple((start, stop, kind) for start, stop, kind in record["entities"])
                yield Passage(record.get("file", path.name), record["text"], names)
            continue
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        for number, block in enumerate(re.split(r"\n\s*\n", "\n".join(lines))):
            if block.strip():
                text, found = unbracketed(block.strip())
                yield Passage(f"{path.name}#{number}", text, tuple(found))


def examples(passages: Iterable[Passage], language: str) -> Iterator[Example]:
    """Yield the sentences of passages as words; a name that begins or ends within a word takes the whole word."""
    for passage in passages:
        for sentence in sentences(passage.text, language):
            text = passage.text[sentence.start : sentence.stop]
            cut = words(text, language)
            spans = [(sentence.start + w.start, sentence.start + w.stop) for w in cut]
            names = []
            for start, stop, kind in passage.names:
                inside = [i for i, (left, right) in enumerate(spans) if left < stop and start < right]
                if inside:
                    names.append(Name(inside[0], inside[-1] + 1, kind))
            yield Example(tuple(text[w.start : w.stop] for w in cut), tuple(_apart(names)))


def checksum(paths: Iterable[Path]) -> str:
    """Return the SHA-256 of files and folders of files: their names within the folder and their bytes, in order."""
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
            name = str(file.relative_to(path)) if path.is_dir() else file.name
            digest.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _outermost(text: str, found: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans that lie in no other, cut to the name and without those that are none."""
    kept: list[Span] = []
    for start, stop, kind in sorted(found, key=lambda span: (span[0], -span[1])):
        inside = any(a <= start and stop <= b for a, b, _ in kept)
        if not inside and not (kind == "ORG" and GENERIC.match(text, start, stop)):
            kept.append((start, stop, kind))
    last = 0
    for start, stop, kind in kept:
        start, stop = _name(text, start, stop, kind)
        if start >= last and stop > start and _is_name(text[start:stop], kind):
            yield start, stop, kind
            last = stop


def _name(text: str, start: int, stop: int, kind: str) -> tuple[int, int]:
    printed = text[start:stop]
    if kind == "PER":
        return start, stop
    noun = CLASS_NOUN.match(printed)
    if noun:
        start += noun.end()
        printed = text[start:stop]
    quoted = QUOTED.fullmatch(printed)
    if quoted and not any(letter.isupper() for letter in printed[: quoted.start(1)]):
        return start + quoted.start(1), start + quoted.end(1)
    opened = printed.count("«") > printed.count("»") and text[stop : stop + 1] == "»"
    return start, stop + opened


def _is_name(printed: str, kind: str) -> bool:
    """Whether there is a capital in it, and it is no adjective of a country (Российский, but not Тверская)."""
    if not any(letter.isupper() for letter in printed) or (kind == "ORG" and GENERIC.fullmatch(f"{printed.lower()} ")):
        return False
    return not (
        kind == "LOC"
        and " " not in printed
        and re.search(r"(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)$", printed)
    )


def _apart(names: Iterable[Name]) -> Iterator[Name]:
    last = 0
    for name in sorted(names):
        if name.start >= last:
            yield name
            last = name.stop
