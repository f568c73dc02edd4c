"""A sample of a store's sentences, drawn at random, for a historian to mark."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.errors import EmptySelection, QueryError, SourceError
from sovnlp.result import Result
from sovnlp.scorecard.sheet import About, Sentence, marks, shown, written
from sovnlp.text.bracketed import Span, bracketed
from sovnlp.text.counting import counted

__all__ = ["SampleRow", "draw_sample"]

LEAST = 3
"""Words in a sentence that is drawn."""


class SampleRow(NamedTuple):
    """How much of a sample is of one genre and language."""

    genre: str
    language: str
    documents: int
    sentences: int


class _Document(NamedTuple):
    doc: int
    id: str
    date: str
    genre: str
    first: int
    last: int


class _Drawn(NamedTuple):
    document: _Document
    language: str
    start: int
    stop: int
    text: str


def draw_sample(
    out: Path,
    *,
    store: Path | None = None,
    sentences: int = 200,
    seed: int = 1,
    language: str | None = None,
    genre: str | None = None,
    marked: bool = False,
) -> Result[SampleRow]:
    """Draw sentences of a store at random into a plain text file, for their names to be marked by hand.

    For each sentence a document is drawn first, each with the same chance, then one of its sentences that was not drawn
    before: long documents do not crowd out the others, and the interval of the score rests on many of them. Sentences
    have three words or more, are none of an editor's and are not interrupted by him; of reprints and versions one is
    eligible. ``marked`` marks the names that the store has, which flatters its engine.

    Raises ``SourceError`` where ``out`` exists or cannot be written, ``QueryError`` where it does not end in ``.txt``,
    ``EmptySelection`` where there is no sentence.
    """
    if sentences < 1:
        raise QueryError(f"{sentences} is no number of sentences", "ask for one or more")
    if out.suffix.lower() != ".txt":
        raise QueryError(f"a sample is plain text, but {out} does not end in .txt", f"name it {out.stem}.txt")
    if out.exists():
        raise SourceError(f"{out} exists; a sample that may have been marked is not overwritten", "name another file")
    with Corpus.open(store) as corpus:
        chosen = corpus.where(language=language, genre=genre, reprints="once")
        parameters = {"sentences": sentences, "language": language, "genre": genre, "marked": marked or None}
        receipt = chosen.receipt("score sample", parameters, seed=seed)
        drawn = _draw(chosen, sentences, random.Random(seed))
        notes = chosen.warnings()
        names = [_names(corpus, one) if marked else [] for one in drawn]
    if not drawn:
        raise EmptySelection(
            f"no document selected has a sentence of {LEAST} words or more", "sovnlp info shows what is in the store"
        )
    documents = len({one.document.doc for one in drawn})
    only = ", ".join(value for value in (language, genre) if value)
    about = About(date.today().isoformat(), seed, len(drawn), documents, only, marked)
    listed = [_listed(one, found) for one, found in zip(drawn, names, strict=True)]
    try:
        out.write_text(written(about, listed), "utf-8", newline="\n")
    except OSError as cause:
        raise SourceError(f"{out} cannot be written ({cause.strerror})", "name another file") from None
    if len(drawn) < sentences:
        notes.insert(0, f"There are no more than {counted(len(drawn), 'sentence')} to be drawn.")
    notes.insert(0, "Every document had the same chance at every draw, however long it is.")
    if marked:
        notes.insert(0, "Pre-marked with the names of the store, which flatters its engine.")
    title = f"{counted(len(drawn), 'sentence')} of {counted(documents, 'document')}"
    return Result(title, SampleRow, list(_rows(drawn)), receipt, tuple(notes))


def _draw(corpus: Corpus, sentences: int, chance: random.Random) -> list[_Drawn]:
    """Draw sentences, in the order of the corpus."""
    where, values = corpus.selection.where()
    rows = corpus.sql(
        f"""
        SELECT doc, id, coalesce(date, ''), genre, first, last FROM documents WHERE doc IN (
            SELECT s.doc FROM {corpus.selection.words()} AS s JOIN documents AS d ON d.doc = s.doc WHERE {where}
        ) ORDER BY doc
        """,
        values,
    )
    left = [_Document(*row) for row in rows]
    eligible: dict[int, list[_Drawn]] = {}
    drawn: list[_Drawn] = []
    while left and len(drawn) < sentences:
        place = chance.randrange(len(left))
        document = left[place]
        if document.doc not in eligible:
            found = list(_sentences(corpus, document))
            chance.shuffle(found)
            eligible[document.doc] = found
        if eligible[document.doc]:
            drawn.append(eligible[document.doc].pop())
        else:
            left[place] = left[-1]
            left.pop()
    return sorted(drawn, key=lambda one: (one.document.doc, one.start))


def _sentences(corpus: Corpus, document: _Document) -> Iterator[_Drawn]:
    """Yield the sentences of a document that may be drawn."""
    language = corpus.selection.language
    rows = corpus.sql(
        """
        WITH cut AS (
            SELECT sentence, min(segment) AS segment, max(segment) AS last, min(t.language)::VARCHAR AS language,
                   min(t.start) AS start, max(t.stop) AS stop, count(*) FILTER (word) AS words
            FROM tokens AS t WHERE position >= ? AND position < ? GROUP BY sentence
        )
        SELECT cut.language, cut.start, cut.stop, s.start, s.text FROM cut JOIN segments AS s USING (segment)
        WHERE segment = last AND NOT s.editorial AND words >= ? ORDER BY cut.start
        """,
        [document.first, document.last, LEAST],
    )
    for spoken, start, stop, begins, text in rows:
        if language in (None, spoken):
            yield _Drawn(document, spoken, start, stop, text[start - begins : stop - begins])


def _names(corpus: Corpus, one: _Drawn) -> list[Span]:
    """Return the names that the store has in a sentence, as places in it."""
    rows = corpus.sql(
        "SELECT start, stop, type FROM entities WHERE doc = ? AND start >= ? AND stop <= ? ORDER BY start",
        [one.document.doc, one.start, one.stop],
    )
    return [(start - one.start, stop - one.start, kind) for start, stop, kind in rows]


def _listed(one: _Drawn, names: Sequence[Span]) -> Sentence:
    text = shown(one.text)
    # A name with an odd bracket in it cannot be marked so that it comes back: it is left for the reader.
    kept = [name for name in names if _comes_back(text, name)]
    about = one.document
    return Sentence(
        document=shown(about.id),
        start=one.start,
        stop=one.stop,
        date=about.date.replace("·", " ") or "undated",
        genre=about.genre,
        text=bracketed(text, kept),
    )


def _comes_back(text: str, name: Span) -> bool:
    try:
        return marks(bracketed(text, [name]), text) == [name]
    except ValueError:
        return False


def _rows(drawn: Sequence[_Drawn]) -> Iterator[SampleRow]:
    groups: dict[tuple[str, str], list[_Drawn]] = {}
    for one in drawn:
        groups.setdefault((one.document.genre, one.language), []).append(one)
    for (genre, language), ones in sorted(groups.items()):
        yield SampleRow(genre, language, len({one.document.doc for one in ones}), len(ones))
