"""The tiny store and a way to run commands, shared by their tests."""

from running import run
from tiny import tiny, tiny_store

__all__ = ["run", "tiny", "tiny_store"]
