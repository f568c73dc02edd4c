"""Notes, rules and old pages of plain text; the rest of HTML is tested with the other formats."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sovnlp.document import Extract
from sovnlp.formats import html


def read(markup: str) -> Extract:
    (extract,) = html.extract(markup.encode())
    reached = 0
    for segment in extract.apart:
        assert reached <= segment.start < segment.stop <= len(extract.text)
        reached = segment.stop
    return extract


def apart(extract: Extract) -> list[str]:
    return [extract.text[segment.start : segment.stop] for segment in extract.apart]


@pytest.mark.parametrize(
    "mark",
    [
        "<sup>1</sup>",
        "<sup>[1]</sup>",
        '<a href="#fn1">1</a>',
        '<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a>',
        '<sup class="reference"><a href="#cite_note-1">[1]</a></sup>',
        "<sup>*</sup>",
    ],
)
def test_the_mark_of_a_note_stands_apart(mark: str) -> None:
    extract = read(f"<p>Мост снесло{mark}, возы стоят.</p>")
    (printed,) = apart(extract)
    assert extract.text == f"Мост снесло{printed}, возы стоят."
    assert printed in ("1", "[1]", "*")


@pytest.mark.parametrize(
    "markup",
    [
        "<p>10<sup>5</sup> шт.</p>",
        "<p>12 м<sup>2</sup></p>",
        '<p>в <a href="/1931/">1931</a> г.</p>',
        "<p>5<sup>го</sup></p>",
    ],
)
def test_what_is_no_note(markup: str) -> None:
    assert apart(read(markup)) == []


@pytest.mark.parametrize(
    "note",
    [
        '<p><a href="#_ftnref1" name="_ftn1">[1]</a> Река.</p>',
        '<p id="n1">[1] Река.</p>',
        '<ol class="references"><li>[1] Река.</li></ol>',
        '<aside role="doc-footnote"><p>[1] Река.</p></aside>',
        '<div id="ftn1"><p>[1] Река.</p></div>',
    ],
)
def test_a_note_stands_apart(note: str) -> None:
    extract = read(f'<p>Мост<a href="#n1">[1]</a> снесло.</p>{note}<p>Конец.</p>')
    assert apart(extract) == ["[1]", "[1] Река."]
    assert extract.text.endswith("Конец.")


def test_a_rule_is_an_empty_line() -> None:
    extract = read("<hr><p>Раз.</p><hr/><hr><p>Два.</p><hr>")
    assert extract.text == "Раз.\n\nДва."
    assert [extract.text[start:stop] for start, stop, _ in extract.paragraphs] == ["Раз.", "Два."]


def test_pictures_and_their_captions_are_no_text() -> None:
    page = '<figure><img alt="мост"><figcaption>Вид на мост</figcaption></figure><p>Мост.</p>'
    assert read(page + '<div class="wp-caption"><img><p>Вид</p></div>').text == "Мост."


def test_plain_text_in_a_page_keeps_its_paragraphs() -> None:
    page = "<pre>\n   Мост через Ольховку\nснесло ещё весной.\n   Возы стоят,\nдров нет.\n\nКонец.</pre>"
    assert read(page).text.split("\n") == ["Мост через Ольховку снесло ещё весной.", "Возы стоят, дров нет.", "Конец."]


def test_entities_and_expansions() -> None:
    assert read("<p>в 5 ч<асов> &lt;утра&gt; &amp;mdash; мост</p>").text == "в 5 ч<асов> <утра> &mdash; мост"


def test_spans_are_left_out_but_where_they_tell_something() -> None:
    page = (
        "<p><span lang=ru>Мост <b>сне<i>сло</i></b></span><span class='x editsection'><span>[править]</span> ещё</span>"
    )
    more = ". <span class='w'>Возы</span> <span hidden>нет</span>стоят.</p>"
    assert read(page + more).text == "Мост снесло. Возы стоят."


def test_control_characters_are_survived() -> None:
    assert read("<p>Мост</p><nav>меню</nav>\x01&#2; снесло").text.endswith("снесло")


def test_deep_nesting_is_told() -> None:
    extract = read("<p>Мост.</p>" + "<div>" * 5_000 + "Дно.")
    assert extract.text == "Мост."
    assert "nests too deep" in extract.problems[0].what


def test_nested_menus_of_a_long_page_are_survived() -> None:
    assert read("<div><ul><li>" * 500 + "<a>мост</a> снесло<br>" * 20_000).text.startswith("мост снесло")


@settings(max_examples=150, deadline=None)
@given(markup=st.text(alphabet="<>/&;\"'= apsubhr1#[]preж*\0\n", max_size=200))
def test_any_markup_is_survived(markup: str) -> None:
    read(markup)
