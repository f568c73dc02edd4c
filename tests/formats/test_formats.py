"""Every format gives text, metadata and spans that lie in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.errors import SourceError
from sovnlp.formats import FORMATS, html, markdown, plain

PAGE = """<!DOCTYPE html><html lang="ru"><head><meta charset="{charset}"><title>Сайт «Маяк» — Речь в депо</title>
<meta property="og:title" content="Речь в депо"><script>alert("злой скрипт")</script><style>p{{color:red}}</style>
</head>
<body><nav><ul><li><a href="/">Главная</a></li></ul></nav><header><a href="/">Маяк</a></header>
<div class="sidebar">Читайте также</div>
<article><h1>Речь в депо</h1><!-- заметка -->
<p>Товарищи!<br>Дороги&nbsp;размыты, подвоз дров ч<асов> на пять задержан<sup>1</sup>.</p>
<p>Мост <b>не</b> починен &mdash; стыдно.</p>
<table><tr><td>Дрова</td><td>12 возов</td></tr><tr><td>Уголь</td><td>3 воза</td></tr></table></article>
<div>предыдущий | к перечню | следующий</div><footer>© Маяк</footer></body></html>"""
LINES = [
    "Речь в депо",
    "Товарищи!",
    "Дороги размыты, подвоз дров ч<асов> на пять задержан1.",
    "Мост не починен — стыдно.",
    "Дрова 12 возов",
    "Уголь 3 воза",
]


@pytest.mark.parametrize(
    ("charset", "encoding"), [("utf-8", "windows-1251"), ("koi8-r", "windows-1251"), ("x", "utf-8")]
)
def test_page(charset: str, encoding: str) -> None:
    (extract,) = html.extract(PAGE.format(charset=charset).encode(encoding), None)
    assert extract.text.split("\n") == LINES
    assert extract.encoding == encoding
    assert extract.metadata["title"] == "Речь в депо"
    assert extract.paragraphs[0] == (0, len(LINES[0]), "heading")
    assert [extract.text[start:stop] for start, stop, _ in extract.paragraphs] == LINES


def test_fragment_keeps_every_paragraph() -> None:
    (extract,) = html.extract("<p>&nbsp;</p><p><u>I мужчина:</u> Да.</p><p>22.30</p>".encode(), None)
    assert extract.text == "I мужчина: Да.\n22.30"
    assert dict(extract.metadata) == {}


def test_old_page_of_tables_keeps_its_text() -> None:
    menu = b"<ul><li><a href=1>One</a><li><a href=2>Two</a><li><a href=3>Three</a><li><a href=4>Four</a></ul>"
    page = (
        b"<html><body><table><tr><td>"
        + menu
        + b"</td><td><p>One long road.</p><p>Two bridges.</p></td></tr></table></body></html>"
    )
    assert html.extract(page, None)[0].text == "One long road.\nTwo bridges."


@pytest.mark.parametrize(
    "data", [b"", b"<", b"<html>", b"<!--", b"\0\0\0", b"<?xml version='1.0' encoding='x'?><a/>", b"<p>" * 5_000]
)
def test_broken_page_is_survived(data: bytes) -> None:
    assert html.extract(data, None)[0].text.strip("<\n") == ""


def test_no_entity_is_expanded() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c SYSTEM "file:///etc/hostname">]><p>x &b; &c;</p>'
    assert "ha" not in html.extract(bomb, None)[0].text.replace("&", "")


def test_front_matter() -> None:
    (extract,) = markdown.extract(
        "---\ntitle: Речь\ndate: 1928-07-09\nlist: [a, b]\n---\n# Речь\n\nСлово.\n".encode(), None
    )
    assert extract.text == "# Речь\n\nСлово.\n"
    assert dict(extract.metadata) == {"title": "Речь", "date": "1928-07-09"}
    assert [extract.text[start:stop] + "|" + kind for start, stop, kind in extract.paragraphs] == [
        "# Речь|heading",
        "Слово.|paragraph",
    ]
    assert len(extract.problems) == 1


@pytest.mark.parametrize("block", ["a: [", "a: b: c", "\t- x", "!!python/object:os.system x"])
def test_broken_front_matter_stays_text(block: str) -> None:
    data = f"---\n{block}\n---\nСлово.\n"
    assert plain.extract(data.encode(), None)[0].text in (data, "Слово.\n")


def test_plain_text_is_unchanged() -> None:
    (extract,) = plain.extract("Раз\r\n\r\n  два \n".encode("cp866"), None)
    assert extract.text == "Раз\n\n  два \n"


def test_undecodable_bytes_are_counted() -> None:
    (extract,) = plain.extract("мост".encode("windows-1251"), "utf-8")
    assert "could not be read as utf-8" in extract.problems[0].what


@pytest.mark.parametrize("kind", FORMATS)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_survived(kind: str, data: bytes) -> None:
    try:
        extracts = list(FORMATS[kind](data, None))
    except SourceError:
        return
    for extract in extracts:
        reached = 0
        for start, stop, _ in extract.paragraphs:
            assert reached <= start < stop <= len(extract.text)
            reached = stop
