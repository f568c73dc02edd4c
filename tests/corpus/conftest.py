"""The tiny store, shared by the tests of questions."""

from tiny import tiny, tiny_store

__all__ = ["tiny", "tiny_store"]
