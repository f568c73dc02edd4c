"""Measures and their intervals: numbers in, numbers out.

Counts are by document: ``hits`` is how often something occurs in each, ``tokens`` how many words each has. Documents
vary independently; the words in one do not. ``sovnlp.scores.rates`` stands first; the others build on it.
"""
