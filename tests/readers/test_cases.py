"""Each text under ``cases/<genre>/`` reads as the expected.json beside it says; ``cases/README.md`` has the format."""

from __future__ import annotations

import hashlib
import json
import re
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest

from sovnlp.document import GENRES, Document, Segment, Source
from sovnlp.reading import read_source

CASES = Path(__file__).parent / "cases"
FIELDS = ("language", "genre", "title", "author", "reference", "date", "variant")
LISTS = {
    "headings": lambda s: s.kind == "heading" and not s.editorial,
    "labels": lambda s: s.kind == "heading" and s.editorial,
    "paragraphs": lambda s: s.kind == "paragraph",
    "narration": lambda s: s.kind == "narration",
    "stage": lambda s: s.kind == "stage",
    "interjections": lambda s: s.kind == "interjection",
    "notes": lambda s: s.kind == "note",
    "editorial": lambda s: s.editorial,
}
APART = ("stage", "interjection", "note")
FORMATS = {".txt": "plain", ".html": "html", ".md": "markdown"}
EXPECTED = sorted(CASES.glob("*/*.expected.json"))


def read_case(path: Path, expected: dict[str, Any]) -> list[Document]:
    name = path.name.removesuffix(".expected.json")
    (source,) = (file for file in path.parent.glob(f"{name}.*") if file.suffix in FORMATS)
    data = source.read_bytes()
    given = dict(expected.get("given", {}))
    if "genre" not in expected:
        given["genre"] = path.parent.name
    kind = FORMATS[source.suffix]
    found = read_source(
        Source(source.name, str(source), kind, data, hashlib.sha256(data).hexdigest(), given, encoding="utf-8")
    )
    assert all(isinstance(item, Document) for item in found), found
    return [document for document in found if isinstance(document, Document)]


def turns(document: Document) -> list[dict[str, Any]]:
    """What each turn of a document says of itself; ``words`` are those of all its segments."""
    groups: dict[int, list[Segment]] = {}
    for segment in document.segments:
        if segment.turn is not None and not segment.editorial:
            groups.setdefault(segment.turn, []).append(segment)
    assert list(groups) == list(range(1, len(groups) + 1)), "turns are numbered from 1, in order"
    listed = []
    for segments in groups.values():
        main = next((s for s in segments if s.kind not in APART), segments[0])
        listed.append(
            {
                "part": document.part,
                "speaker": main.speaker,
                "kind": main.kind,
                "office": main.office,
                "speaker_id": main.speaker_id,
                "words": plain(" ".join(document.text[s.start : s.stop] for s in segments)),
            }
        )
    return listed


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def shown(wanted: dict[str, Any], turn: dict[str, Any]) -> str:
    """A turn as a line with the fields that are asked for and as many words."""
    fields = {name: turn[name] for name in wanted if name not in ("first_words", "last_words")}
    words = plain(wanted.get("first_words", ""))
    if words:
        fields["first_words"] = turn["words"][: len(words)]
    if "last_words" in wanted:
        fields["last_words"] = turn["words"][-len(plain(wanted["last_words"])) :]
    return json.dumps(fields, ensure_ascii=False)


def compare(what: str, wanted: list[str], found: list[str]) -> list[str]:
    if wanted == found:
        return []
    return [f"{what}:", *unified_diff(wanted, found, "expected", "read", lineterm="", n=1)]


def pieces(documents: list[Document], name: str, wanted: list[str]) -> list[str]:
    """The segments of one list; where the expected one ends in … only its beginning is shown."""
    found = [
        plain(document.text[s.start : s.stop]) for document in documents for s in document.segments if LISTS[name](s)
    ]
    cut = [plain(text) for text in wanted] + [""] * len(found)
    return [f"{text[: len(want) - 1]}…" if want.endswith("…") else text for text, want in zip(found, cut, strict=False)]


def differences(expected: dict[str, Any], documents: list[Document]) -> list[str]:
    found: list[str] = []
    if len(documents) != expected.get("parts", len(documents)):
        found.append(f"parts: expected {expected['parts']}, read {len(documents)}")
    for name in FIELDS:
        if name in expected:
            values = [d.date and d.date.edtf if name == "date" else getattr(d, name) for d in documents]
            wanted = expected[name] if isinstance(expected[name], list) else [expected[name]]
            found += compare(name, list(map(repr, wanted)), list(map(repr, values[: len(wanted)])))
    if "metadata" in expected:
        wanted = expected["metadata"] if isinstance(expected["metadata"], list) else [expected["metadata"]]
        for number, (want, document) in enumerate(zip(wanted, documents, strict=False), start=1):
            read = {name: document.facets.get(name) for name in want}
            if read != want:
                found.append(f"metadata of part {number}: expected {want}, read {read}")
    if "turns" in expected:
        wanted = expected["turns"]
        read = [turn for document in documents for turn in turns(document)]
        blank = dict.fromkeys(("speaker", "kind", "first_words"), " " * 60)
        masks = [*wanted, *[blank] * len(read)]
        lines = [shown(want, turn) for want, turn in zip(masks, read, strict=False)]
        asked = [json.dumps({**turn}, ensure_ascii=False) for turn in map(ordered, wanted)]
        found += compare("turns", asked, lines)
    for name in LISTS:
        if name in expected:
            found += compare(name, list(map(plain, expected[name])), pieces(documents, name, expected[name]))
    return found


def ordered(turn: dict[str, Any]) -> dict[str, Any]:
    """The fields in the order in which ``shown`` gives them."""
    words = {name: plain(turn[name]) for name in ("first_words", "last_words") if name in turn}
    return {name: value for name, value in turn.items() if name not in words} | words


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: f"{path.parent.name}/{path.name.split('.')[0]}")
def test_case(path: Path) -> None:
    expected = json.loads(path.read_text("utf-8"))
    documents = read_case(path, expected)
    for document in documents:
        reached = 0
        for segment in document.segments:
            assert reached <= segment.start < segment.stop <= len(document.text)
            assert not document.text[reached : segment.start].strip(), "a segment is missing"
            reached = segment.stop
        assert not document.text[reached:].strip(), "the last words are missing"
    found = differences(expected, documents)
    assert not found, "\n".join([f"{path.relative_to(CASES)} is read otherwise", *found])


def test_every_text_has_its_expectation() -> None:
    texts = {path.with_suffix("") for path in CASES.glob("*/*") if path.suffix in FORMATS}
    assert texts == {path.with_name(path.name.removesuffix(".expected.json")) for path in EXPECTED}
    assert {path.parent.name for path in EXPECTED} <= set(GENRES)
    known = {*FIELDS, *LISTS, "given", "parts", "metadata", "turns"}
    for path in EXPECTED:
        assert json.loads(path.read_text("utf-8")).keys() <= known, f"{path.name} has a name that nothing reads"
