"""References: where a document lies in an archive or was printed, read from print and written in four styles.

``archives`` is the table of archives and ``naming`` finds one in a text; ``marks`` reads the labels and values of a
shelf mark, ``status`` what is said of the copy; ``titles`` knows what is printed; ``archival`` and ``printed`` read the
two kinds of reference; ``rendering`` writes them; ``summary`` is one object for a string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sovnlp.document import Reference
from sovnlp.text.references.archival import Antecedents, Found, find_archival, read_archival
from sovnlp.text.references.printed import find_printed, read_printed
from sovnlp.text.references.rendering import STYLES, entry_key, render
from sovnlp.text.references.summary import summary

__all__ = ["STYLES", "entry_key", "find_references", "parse_references", "render", "summary"]

_SAYS_PRINTED = re.compile(r"\W*(?:[Оо]публ|[Рр]аспублик|[Пп]ечатается|[Pp]ublished|[Ff]irst [Pp]ublished|[Ss]ource)")


def find_references(text: str) -> Iterator[tuple[int, int, Reference]]:
    """The references in running text, in order, as (start, stop, reference); no two overlap.

    An archival one needs fond, opis and delo, or an archive before a shelf mark, or «Там же» before a part of one. A
    printed one needs a known or quoted title and a number with a date, year or article. What a reference leaves to the
    one before is filled in: «Там же» takes all that stands left of its first part, a fond without an archive that
    which the text named with the same fond; without such a one, ``inherits`` is set and the part is None.

    >>> text = "ГАРФ. Ф. 5. Оп. 43. Д. 30. Л. 101–99 об. Сводка (Там же. Л. 8)."
    >>> [(found.delo, found.list) for _, _, found in find_references(text)]
    [('30', '101-99об'), ('30', '8')]
    """
    yield from find_archival(text, Antecedents(), list(find_printed(text)))


def parse_references(text: str, *, after: Reference | Sequence[Reference] | None = None) -> list[Reference]:
    """The references of a string that is one: a metadata field, a card, a line of notes. A part of one is enough.

    ``after`` is the reference before it, or all that are before it in order: from the last it takes what it does not
    say, and a fond without an archive the archive that was named with that fond.

    >>> [reference] = parse_references("RGASPI, f. 558, op. 11, d. 710, l. 180–1.")
    >>> reference.archive, reference.delo, reference.list
    ('РГАСПИ', '710', '180-181')
    """
    known = Antecedents(trusting=True)
    for earlier in [after] if isinstance(after, Reference) else after or ():
        known.note(earlier)
    archival = list(read_archival(text, known))
    if not archival:
        return [reference for _, _, reference in read_printed(text)]
    found: list[Found] = list(archival)
    start = 0
    for begins, ends in [*((begins, ends) for begins, ends, _ in archival), (len(text), len(text))]:
        rest = text[start:begins]
        if _SAYS_PRINTED.match(rest):
            found += read_printed(rest, start)
        else:
            found += ((a + start, b + start, reference) for a, b, reference in find_printed(rest))
        start = ends
    return [reference for _, _, reference in sorted(found, key=lambda one: one[:2])]
