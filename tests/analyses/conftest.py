"""The stores shared by the tests of questions."""

from tiny import tiny, tiny_store
from years import years, years_store

__all__ = ["tiny", "tiny_store", "years", "years_store"]
