"""The shelf of readers: the text of one genre to documents and their segments, quietly."""

from collections.abc import Callable

from sovnlp.document import Extract, Part
from sovnlp.readers import decree, interrogation, letter, newspaper, plain, speech, stenogram, svodka, trial

__all__ = ["READERS"]

READERS: dict[str, Callable[[Extract], tuple[Part, ...]]] = {
    "speech": speech.read,
    "stenogram": stenogram.read,
    "svodka": svodka.read,
    "trial": trial.read,
    "interrogation": interrogation.read,
    "newspaper": newspaper.read,
    "decree": decree.read,
    "letter": letter.read,
    "plain": plain.read,
}
"""Genre to function: an extract, with what is known of it as its metadata, to the documents in it, mostly one.

The parts hold every character that is not blank once, in order; editorial matter is blanked in what they are given.
"""
