"""A concept or word in its context, line by line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.collocates import beside
from sovnlp.corpus.resolve import Match
from sovnlp.errors import QueryError
from sovnlp.result import Result
from sovnlp.text.counting import counted

__all__ = ["KwicRow", "kwic"]


class KwicRow(NamedTuple):
    """One line of the concordance. ``start, stop`` are code points in the text of ``doc``; white space is folded.

    ``why`` says by which rule an occurrence of a concept was left out (``rejected``), else it is None.
    """

    doc: str
    date: str | None
    speaker: str | None
    left: str
    match: str
    right: str
    start: int
    stop: int
    reference: str | None
    why: str | None = None


SORTS: Mapping[str, Callable[[KwicRow], Any]] = {
    "date": lambda row: 0,
    "left": lambda row: [word.lower() for word in reversed(row.left.split())],
    "right": lambda row: row.right.lower().split(),
}


def kwic(
    corpus: Corpus,
    query: str,
    *,
    window: int = 10,
    sort: str = "date",
    near: str | None = None,
    within: int = 5,
    sample: int | None = None,
    seed: int = 1,
    by: str = "concept",
    rejected: bool = False,
) -> Result[KwicRow]:
    """List a concept, word or phrase in context, with document, date, speaker and archival reference.

    **What it answers.** Which sentences stand behind a number, and where each is to be found.

    **How it is computed.** The query is read as in ``trace`` (``by``: concept, lemma or norm). ``window`` words of
    context on each side, as printed, never beyond the turn or paragraph. ``sort`` is date (then place in the text),
    left or right (by the words nearest to the match). ``near`` keeps the lines in which that lemma stands ``within`` so
    many words of the match, as ``neighbors`` counts them. ``sample`` draws that many lines at random; the same ``seed``
    draws the same lines from the same store. ``rejected`` lists, in place of the hits, the occurrences of a concept's
    words that were left out as another sense, each with the rule that said so (``why``).

    **How to read it.** Every line gives ``start, stop`` in the text of its document; ``sovnlp read`` prints that text.

    **What it cannot tell.** What was said outside the window; a sample shows what kinds of use there are, not how
    often each occurs.

    Raises ``QueryError`` for a question that cannot be understood, ``EmptySelection`` where nothing is selected.
    """
    if sort not in SORTS:
        raise QueryError(f"{sort!r} is not an order", f"choose one of: {', '.join(SORTS)}")
    if window < 0 or (sample is not None and sample < 1):
        raise QueryError("the window is 0 or more words, and a sample 1 or more lines", "--window 10 --sample 100")
    match = corpus.resolve(query, by)
    if rejected and match.kind != "concept":
        raise QueryError(f"{match.label} is no concept: nothing of it was left out", "sovnlp concepts lists them")
    if near is not None and rejected:
        raise QueryError("what was left out has no neighbors that are counted", "leave out --near or --rejected")
    asked = {"query": query, "window": window, "sort": sort, "near": near, "within": within if near else None}
    asked |= {"sample": sample, "by": by, "matched": match.label}
    receipt = corpus.receipt("kwic", asked | ({"rejected": True} if rejected else {}), seed=seed if sample else None)
    only = None if near is None else beside(corpus, match, near.strip(), window=within)
    places, total = _places(corpus, match, sample, seed, only, rejected=rejected)
    rows = sorted(_lines(corpus, places, window), key=SORTS[sort])
    notes = [*match.notes]
    if len(rows) < total:
        notes.append(f"{len(rows):,} of {counted(total, 'hit')}, drawn at random (seed {seed}).")
    title = f"{match.label}, left out as another sense" if rejected else f"{match.label} in context"
    title += f", near {near}" if near else ""
    return Result(title, KwicRow, rows, receipt, (*notes, *corpus.warnings()), {} if rejected else {"why": ""})


def _places(
    corpus: Corpus, match: Match, sample: int | None, seed: int, only: set[int] | None, *, rejected: bool
) -> tuple[list[tuple[Any, ...]], int]:
    """Return (segment, start, stop, why) of the hits chosen, in the order of the corpus, and the number of all hits.

    ``only`` are the positions that are wanted, where not all are. A draw takes the hits whose position, hashed with the
    seed, comes first: the same on every machine.
    """
    where, values = corpus.selection.where("z.language")
    concept = match.kind == "concept"
    sql, own = match.left_out() if rejected else match.occurrences()
    further = (", z.start, z.stop" * concept) + (", z.why" * rejected)
    where += "" if only is None else " AND z.position IN (SELECT unnest(?::INTEGER[]))"
    drawn = "ORDER BY md5(z.position || '/' || ?) LIMIT ?" if sample else ""
    rows = corpus.sql(
        f"""
        SELECT z.position, z.after, segment, count(*) OVER () AS total{further}
        FROM ({sql}) AS z JOIN segments AS s USING (segment) JOIN documents AS d ON d.doc = s.doc WHERE {where} {drawn}
        """,
        [*own, *values, *([] if only is None else [sorted(only)]), *([str(seed), sample] if sample else [])],
    )
    rows.sort()
    total = rows[0][3] if rows else 0
    if concept:
        return [(segment, start, stop, *why) for _, _, segment, _, start, stop, *why in rows], total
    bounds = _bounds(corpus, [place for first, after, *_ in rows for place in (first, after - 1)])
    return [(segment, bounds[first][0], bounds[after - 1][1]) for first, after, segment, _ in rows], total


def _bounds(corpus: Corpus, positions: list[int]) -> dict[int, tuple[int, int]]:
    """Return the start and stop of the tokens at these positions."""
    rows = corpus.sql(
        """
        SELECT position, start, stop FROM positions
        JOIN (SELECT DISTINCT unnest(?::INTEGER[]) AS position) AS wanted USING (position)
        """,
        [positions],
    )
    return {position: (start, stop) for position, start, stop in rows}


def _lines(corpus: Corpus, places: list[tuple[Any, ...]], window: int) -> list[KwicRow]:
    """Return the lines for (segment, start, stop, why if there is one), in the same order."""
    if not places:
        return []
    segments = {
        number: (text, *rest)
        for number, text, *rest in corpus.sql(
            """
            SELECT segment, s.text, s.start, id, date, coalesce(s.speaker, author), reference, s.page
            FROM segments AS s JOIN (SELECT DISTINCT unnest(?::INTEGER[]) AS segment) AS wanted USING (segment)
            JOIN documents AS d ON d.doc = s.doc
            """,
            [[segment for segment, *_ in places]],
        )
    }
    rows = []
    for number, start, stop, *why in places:
        text, offset, doc, date, speaker, reference, page = segments[number]
        left, found, right = text[: start - offset], text[start - offset : stop - offset], text[stop - offset :]
        cited = f"{reference}, {page}" if reference and page else reference
        before, behind = _before(left, window), _behind(right, window)
        rows.append(KwicRow(doc, date, speaker, before, _folded(found), behind, start, stop, cited, *why))
    return rows


def _before(text: str, window: int) -> str:
    """Return the last words of a text, with what stands between the last of them and its end."""
    reach = text[-(20 + 30 * window) :]
    words = _words(reach)
    return _folded(reach[words[-window].start() if len(words) >= window > 0 else 0 if window else len(reach) :])


def _behind(text: str, window: int) -> str:
    """Return the first words of a text, with what stands before the first of them."""
    reach = text[: 20 + 30 * window]
    words = _words(reach)
    return _folded(reach[: words[window - 1].end() if len(words) >= window > 0 else len(reach) if window else 0])


def _words(text: str) -> list[re.Match[str]]:
    return [found for found in re.finditer(r"\S+", text) if re.search(r"\w", found[0])]


def _folded(text: str) -> str:
    return " ".join(text.split())
