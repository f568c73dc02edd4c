from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.document import Extract
from sovnlp.errors import SourceError
from sovnlp.formats import FORMATS

POST = {
    "id": 7, "date": "2015-03-02T10:00:00", "slug": "most", "link": "https://example.org/most/",
    "title": {"rendered": "Мост &#171;цел&#187;"},
    "content": {"rendered": "<p>Мост <b>цел</b>.</p>\n<p>Дров нет.</p><script>x</script>"},
    "author": 3, "tags": [1],
}  # fmt: skip


def extract(content: object) -> list[Extract]:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return list(FORMATS["wordpress"](data, None))


@pytest.mark.parametrize("whole", [POST, [POST], {"posts": [POST]}])
def test_posts(whole: object) -> None:
    (found,) = extract(whole)
    assert found.text == "Мост цел.\nДров нет."
    assert found.metadata == {
        "title": "Мост «цел»", "url": "https://example.org/most/", "post": "7", "slug": "most", "posted": "2015-03-02"
    }  # fmt: skip


def test_objects_with_texts() -> None:
    first, second = extract([{"text": "Мост.", "date": "1931"}, 5, {"content": {"rendered": ""}}, {"body": "Дрова."}])
    assert (first.text, first.metadata) == ("Мост.", {"date": "1931"})
    assert second.text == "Дрова."
    assert "number 2 and 1 more" in first.problems[0].what


@pytest.mark.parametrize("content", [b"{", b"[" * 100_000, {}, [], [{}], 5, "text", {"posts": {}}, {"content": {}}])
def test_no_text(content: object) -> None:
    with pytest.raises(SourceError):
        extract(content)


values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["content", "title", "rendered", "text", "posts", "id", "link"]), inner, max_size=3
    ),
)  # fmt: skip


@given(values)
def test_whatever_comes(content: object) -> None:
    try:
        assert extract(content)
    except SourceError:
        pass
