from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from partition import parse, show

from sovnlp.text.split import hard_wrapped, sentences, words

HERE = Path(__file__).parent


def cases(kind: str) -> list[tuple[str, str]]:
    """(language, line) for every line of the case files of a kind."""
    files = [(language, HERE / f"{kind}_{language}.txt") for language in ("ru", "en")]
    return [(language, line) for language, file in files for line in file.read_text("utf-8").splitlines() if line]


@pytest.mark.parametrize(("language", "line"), cases("sentences"))
def test_sentences(language: str, line: str) -> None:
    text, expected = parse(line)
    found = sentences(text, language)
    assert found == expected, show(text, found)


@pytest.mark.parametrize(("language", "line"), cases("words"))
def test_words(language: str, line: str) -> None:
    text, expected = parse(line)
    found = words(text, language)
    assert found == expected, show(text, found)


def test_a_mixed_text_is_judged_by_paragraph() -> None:
    text = "Это решил инж. Валов. Он прав.\n\nSo said Mr. Valov. He was right."
    assert show(text, sentences(text)) == "Это решил инж. Валов.|Он прав.|So said Mr. Valov.|He was right."


def test_a_paragraph_without_letters_takes_the_language_before_it() -> None:
    assert len(sentences("Хлеб.\n\n1928. 1929.\n\nBread.")) == len(sentences("Хлеб.\n\n1928. 1929.\n\nBread.", "ru"))


def test_hard_wrapped() -> None:
    lines = [
        "The line of a text that was",
        "broken to a width in print",
        "and goes on like this. And",
        "so on to its end.",
    ]
    wrapped = "\n".join(lines)
    assert hard_wrapped(wrapped)
    assert not hard_wrapped("A paragraph on a line.\nAnother one.\nA third, broken\nby a scanner.\nFourth.\nFifth.")
    assert not hard_wrapped("One line.")
    assert not hard_wrapped("")


def test_a_heading_among_wrapped_lines_is_a_sentence() -> None:
    text = "THE PLAN\nThe line of a text that was broken to a\nwidth in print and goes on like this\nso on to its end."
    assert show(text, sentences(text, "en")).startswith("THE PLAN|The line")


@given(st.text(alphabet='АбвгдEfgh .!?\n\t«»"()1…', max_size=80), st.sampled_from(["ru", "en", None]))
def test_sentences_cover_everything_visible_in_order(text: str, language: str | None) -> None:
    spans = sentences(text, language)
    assert all(left.stop <= right.start for left, right in zip(spans, spans[1:], strict=False))
    assert "".join(text[a:b] for a, b in spans).split() == text.split() or "".join(
        "".join(text[a:b].split()) for a, b in spans
    ) == "".join(text.split())


@given(st.text(alphabet="Абвгдефghi .!'’-_&1,/…№\n", max_size=60), st.sampled_from(["ru", "en"]))
def test_words_cover_everything_visible_in_order(text: str, language: str) -> None:
    assert "".join(text[a:b] for a, b in words(text, language)) == "".join(text.split())


@pytest.mark.parametrize("mark", '.,:;!?»")')
@pytest.mark.parametrize("opening", ["", "«", '"', "("])
def test_a_word_with_one_mark_is_cut_where_razdel_cuts_it(mark: str, opening: str) -> None:
    from razdel import tokenize

    for word in ("обоз", "Ёлкин", "МТС"):
        chunk = f"{opening}{word}{mark}"
        assert list(words(chunk, "ru")) == [(token.start, token.stop) for token in tokenize(chunk)]
