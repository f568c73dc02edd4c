"""Measures and their intervals: numbers in, numbers out.

Counts are by document: ``hits`` is how often something occurs in each, ``tokens`` how many words each has. A document is
what varies independently; the words in it are not.
"""
