"""Dates: as manifests write them, as documents print them, and which one is the document's own.

A date is never made more precise than its source: a month stays a month, and an open bound stays open.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sovnlp.document import Date
from sovnlp.text.dateline import Dateline, read_dateline
from sovnlp.text.document_date import infer_date
from sovnlp.text.edtf import UNDATED, read_edtf
from sovnlp.text.printed_dates import find_dates

__all__ = ["UNDATED", "Dateline", "find_dates", "infer_date", "parse_edtf", "read_dateline"]


def parse_edtf(text: str, kind: str = "") -> Date:
    """Read a date from metadata: EDTF (``1928-07``, ``1930~``, ``1932/1933``, ``../1931-03-12``) or one date in words.

    Approximate and uncertain dates are bounded by the unit they name; an open end is None. Raises ``ValueError``.

    >>> parse_edtf("1930-02").date_to
    '1930-02-28'
    >>> parse_edtf("9 июля 1928 г.").edtf
    '1928-07-09'
    """
    stated = text.strip()
    if not stated:
        raise ValueError("empty date")
    found = read_edtf(stated)
    if found is None:
        spans = list(find_dates(stated[:400]))
        if len(spans) != 1 or _has_words(stated[: spans[0][0]] + stated[spans[0][1] :]):
            raise ValueError(f"not a date: {stated}")
        found = spans[0][2]
    return replace(found, kind=kind, printed=stated)


def _has_words(rest: str) -> bool:
    return bool(re.sub(r"(?i)\b(?:от|года?|гг?|г|on|dated|the|в)\b|[\W_]", "", rest))
