from __future__ import annotations

from hypothesis import assume, given, settings

from exporters.there_and_back import documents, exported, kept, read_back, sound
from sovnlp.document import Annotation, Document
from sovnlp.exporters import tei


@given(documents(), documents())
@settings(max_examples=300, deadline=None)
def test_there_and_back(one: tuple[Document, Annotation], other: tuple[Document, Annotation]) -> None:
    assume(sound(one[0]) and sound(other[0]))
    content = exported(tei.tei, one, other)
    first, second = read_back(content, "tei")
    assert kept(first) == kept(one[0])
    assert kept(second) == kept(other[0])
