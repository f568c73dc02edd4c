"""The shelf of readers: the text of one genre to segments, quietly."""

from collections.abc import Callable

from sovnlp.document import Extract, Segment
from sovnlp.readers import interrogation, plain, stenogram

__all__ = ["READERS"]

READERS: dict[str, Callable[[Extract], tuple[Segment, ...]]] = {
    "speech": plain.read,
    "stenogram": stenogram.read,
    "svodka": plain.read,
    "trial": stenogram.read,
    "interrogation": interrogation.read,
    "newspaper": plain.read,
    "decree": plain.read,
    "letter": plain.read,
    "plain": plain.read,
}
"""Genre to function; the segments hold every character that is not blank once, in order."""
