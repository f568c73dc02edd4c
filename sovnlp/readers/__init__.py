"""The shelf of readers: the text of one genre to documents and their segments, quietly."""

from collections.abc import Callable

from sovnlp.document import Extract, Part
from sovnlp.readers import interrogation, plain, stenogram

__all__ = ["READERS"]

READERS: dict[str, Callable[[Extract], tuple[Part, ...]]] = {
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
"""Genre to function: an extract, with what is known of it as its metadata, to the documents in it, mostly one.

The parts hold every character that is not blank once, in order; editorial matter is blanked in what they are given.
"""
