"""Pages in the structure of real sites, read with and without their address, as lines and as paragraphs of HTML."""

from __future__ import annotations

import html
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.document import Document, Extract, Segment, Source
from sovnlp.reading import read_source
from sovnlp.sites import profiles, read, recognize, split

HERE = Path(__file__).parent
NAMES = sorted(path.name.removesuffix(".expected.json") for path in HERE.glob("*.expected.json"))


@cache
def expected(name: str) -> dict[str, Any]:
    return json.loads((HERE / f"{name}.expected.json").read_text("utf-8"))


def page(name: str, kind: str) -> bytes:
    text = (HERE / f"{name}.txt").read_text("utf-8")
    if kind == "html":
        lines = [f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line]
        text = f"<html><body>{''.join(lines)}</body></html>"
    return text.encode()


def documents(name: str, kind: str, address: bool) -> list[Document]:
    metadata = {"url": expected(name)["url"]} if address else {}
    source = Source(f"{name}.{kind}", name, kind, page(name, kind), "", metadata=metadata)
    return [document for document in read_source(source) if isinstance(document, Document)]


def own_words(document: Document) -> str:
    """What is the document's own, with the labels of its speakers, without its title."""
    labels = document.genre in ("stenogram", "trial", "interrogation")
    own = [
        document.text[segment.start : segment.stop]
        for segment in document.segments
        if not segment.editorial or (labels and segment.kind == "heading")
    ]
    words = " ".join(" ".join(own).split())
    while document.title and words.startswith(document.title):
        words = words.removeprefix(document.title).lstrip(". ")
    return words


CASES = [
    pytest.param(name, kind, address, id=f"{name}-{kind}-{'address' if address else 'marks'}")
    for name in NAMES
    for kind in ("plain", "html")
    for address in (True, False)
    if address or expected(name)["marked"]
]


@pytest.mark.parametrize(("name", "kind", "address"), CASES)
def test_a_page_comes_in_with_title_date_reference_and_body(name: str, kind: str, address: bool) -> None:
    found = documents(name, kind, address)
    wanted = expected(name)["documents"]
    assert [document.title for document in found if document.title] and len(found) == len(wanted)
    for document, want in zip(found, wanted, strict=True):
        words = own_words(document)
        assert want["title"] in (None, document.title)
        assert (document.date.edtf if document.date else None) == want["date"]
        assert document.reference == want["reference"]
        assert want["last"] is None or words.endswith(want["last"])
        assert want["first"] is None or want["first"] in document.title + " " + words[: len(want["first"]) + 60]
        assert not [piece for piece in want.get("absent", ()) if piece in words]
        assert want.get("author") in (None, document.author)
        assert want.get("genre") in (None, document.genre)
        assert "kind" not in want or (document.date and document.date.kind == want["kind"])
        if "canonical" in want:
            first = document.references[0]
            assert [first.archive, first.fond, first.opis, first.delo, first.list] == want["canonical"]
        if address or not want.get("facets_by_address"):
            assert want.get("facets", {}).items() <= document.facets.items()
        if "pages" in want:
            assert sorted({segment.page for segment in document.segments if segment.page}) == want["pages"]


def test_every_profile_has_a_page_of_its_own() -> None:
    read_as = [recognize(expected(name)["url"], Extract("")) for name in NAMES]
    assert {profile.name for profile in profiles()} == {profile.name for profile in read_as if profile}


@pytest.mark.parametrize("name", NAMES)
def test_the_documents_of_a_page_hold_every_character(name: str) -> None:
    text = (HERE / f"{name}.txt").read_text("utf-8")
    extract = Extract(text)
    pieces = read(extract, expected(name)["url"])
    assert "".join(piece.text for piece, _ in pieces) == text
    profile = recognize(expected(name)["url"], extract)
    assert profile and [text[start:stop] for start, stop in split(profile, extract)] == [p.text for p, _ in pieces]


def test_what_a_historian_says_counts_more_than_the_site() -> None:
    source = Source(
        "a.txt", "a.txt", "plain", page("istmat", "plain"), "", metadata={"title": "Мосты", "date": "1922-02"}
    )
    [document] = [one for one in read_source(source) if isinstance(one, Document)]
    assert document.title == "Мосты" and document.date and document.date.edtf == "1922-02"
    assert "title" not in document.inferred and "reference" in document.inferred


def test_a_text_of_no_known_site_is_left_as_it_is() -> None:
    extract = Extract("Лодка течёт.\nСмолы нет.")
    assert read(extract, "http://example.org/a") == [(extract, {})]
    assert recognize("http://[broken", extract) is None
    assert recognize("https://www.notistmat.org/node/9", extract) is None


LINES = [line for name in NAMES for line in (HERE / f"{name}.txt").read_text("utf-8").split("\n")]


@given(
    st.lists(st.sampled_from(LINES) | st.text(max_size=9), max_size=30).map("\n".join),
    st.sampled_from([expected(name)["url"] for name in NAMES]),
)
def test_any_text_at_any_address_keeps_its_characters_and_its_offsets(text: str, url: str) -> None:
    pieces = read(Extract(text), url)
    assert "".join(piece.text for piece, _ in pieces) == text
    for piece, values in pieces:
        reached = 0
        for segment in piece.apart:
            assert reached <= segment.start < segment.stop <= len(piece.text)
            reached = segment.stop
        assert all(isinstance(value, str) for value in values.values())


def test_what_a_format_marked_moves_with_its_document() -> None:
    text = "Начало.\nВЕТЛУГИН - ОСОКИНУ\nКниги.\nОСОКИН - ВЕТЛУГИНУ\nКалоши*."
    star, cut = text.index("*"), text.index("ОСОКИН - ")
    paragraphs = tuple((m.start(), m.end(), "paragraph") for m in re.finditer(r"[^\n]+", text))
    marked = Segment("note", star, star + 1, editorial=True)
    extract = Extract(text, pages=((0, "7"), (cut + 3, "8")), paragraphs=paragraphs, apart=(marked,))
    *_, (last, values) = read(extract, "https://thelib.ru/books/x-read-9.html")
    assert values["title"] == "ОСОКИН - ВЕТЛУГИНУ"
    assert [last.text[a:b] for a, b, _ in last.paragraphs] == ["ОСОКИН - ВЕТЛУГИНУ", "Калоши*."]
    assert [last.text[one.start : one.stop] for one in last.apart] == ["*"]
    assert last.pages == ((0, "7"), (3, "8"))
