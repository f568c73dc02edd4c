"""The notation of splitting cases: a text with ``|`` where one piece stops and the next begins, as in razdel's tests.

White space beside a cut stays in the text but belongs to no piece; ``\\n`` written as two characters is a line end.
"""

from __future__ import annotations

from sovnlp.text.split import Span


def parse(line: str) -> tuple[str, list[Span]]:
    """The text without its cuts, and the spans between them."""
    text, spans = "", []
    for piece in line.replace("\\n", "\n").split("|"):
        start, stop = len(text) + len(piece) - len(piece.lstrip()), len(text) + len(piece.rstrip())
        text += piece
        if start < stop:
            spans.append(Span(start, stop))
    return text, spans


def show(text: str, spans: list[Span]) -> str:
    """A text with its cuts."""
    return "|".join(text[span.start : span.stop] for span in spans)
