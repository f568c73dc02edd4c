from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.errors import SourceError
from sovnlp.formats.jsonl import extract


def test_objects() -> None:
    content = (
        '{"text": "Мост цел.\\r\\nДа.", "Title": "Мост", "pages": 3, "tags": ["a"], "composed": true, "x": null}\n'
        'broken\n\n[1]\n{"body": "Дрова \\ud800"}\n{"text": " "}\n'
    )
    first, second = extract(content.encode())
    assert first.text == "Мост цел.\nДа."
    assert first.metadata == {"title": "Мост", "pages": "3", "composed": "true"}
    assert second.text == "Дрова \ufffd"
    assert [problem.what.split(":")[0] for problem in first.problems] == ["line 2", "line 4", "line 6"]


@pytest.mark.parametrize("data", [b"{}", b"[]", b'"text"', b"[" * 100_000, b"1" * 10_000, b'{"text": 5}'])
def test_no_text(data: bytes) -> None:
    with pytest.raises(SourceError):
        extract(data)


def test_many_bad_lines_are_counted() -> None:
    (found,) = extract(b'{"text": "a"}\n' + b"bad\n" * 30)
    assert len(found.problems) == 21
    assert found.problems[-1].what.startswith("10 more")


@given(st.binary(max_size=60))
def test_whatever_comes(data: bytes) -> None:
    try:
        assert extract(data)
    except SourceError:
        pass
