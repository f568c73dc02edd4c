"""What a question's words stand for in a store: a concept, a lemma, a form, or a phrase of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sovnlp.errors import QueryError
from sovnlp.lexicon import fold
from sovnlp.text import translit

__all__ = ["BY", "Match", "resolve"]

BY = ("concept", "lemma", "norm")
LONGEST, MOST = 300, 12
# Nearer than this a word of the store is worth naming for one that it does not have (Jaro-Winkler, 0 to 1).
NEAR = 0.75
_LABELED = "SELECT concept, concepts.id, ru, en FROM labels JOIN concepts USING (concept)"
Sql = Callable[[str, Sequence[object]], list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Match:
    """What was found for a query.

    ``kind`` is ``concept``, ``lemma`` or ``norm``; ``label`` names it in full; ``words`` are the numbers of the lemmas
    or norms for each word of the query (one tuple a word), or the one number of the concept; ``notes`` say how the
    query was understood where that is not plain.
    """

    kind: str
    label: str
    words: tuple[tuple[int, ...], ...]
    notes: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        """Say whether every word of the query occurs in the store (a concept always counts as found)."""
        return all(self.words)

    def occurrences(self, *, forms: bool = False) -> tuple[str, list[object]]:
        """Return SQL for its occurrences: position, after, segment, language; with the parameters.

        Of a concept also start and stop; with ``forms`` also form: the text of a concept, else a list of the numbers of
        its norms, which is much faster to count.
        """
        if self.kind == "concept":
            sql = (
                "SELECT position, after, segment, language, start, stop, form FROM hits WHERE concept = ? AND accepted"
            )
            return sql, [self.words[0][0]]
        words = [
            f"(SELECT position, segment, language, norm FROM by_{self.kind} "
            f"WHERE {self.kind} IN ({','.join(map(str, ids)) or 'NULL'}))"
            for ids in self.words
        ]
        sql = f"FROM {words[0]} AS w0"
        for i, found in enumerate(words[1:], 1):
            sql += f" JOIN {found} AS w{i} ON w{i}.position = w0.position + {i} AND w{i}.segment = w0.segment"
        columns = f"w0.position, w0.position + {len(words)} AS after, w0.segment, w0.language"
        if forms:
            columns += f", [{', '.join(f'w{i}.norm' for i in range(len(words)))}] AS form"
        return f"SELECT {columns} {sql}", []

    def left_out(self) -> tuple[str, list[object]]:
        """Return SQL for the occurrences of a concept's words that were rejected, with ``why``; and the parameters."""
        columns = "position, after, segment, language, start, stop, form, why"
        return f"SELECT {columns} FROM hits WHERE concept = ? AND NOT accepted", [self.words[0][0]]


def resolve(sql: Sql, query: str, by: str = "concept") -> Match:
    """Return what ``query`` stands for, in either script and any common transliteration.

    ``by`` says at what to stop: a concept of the lexicon (and where there is none, the lemma), the lemma, or the norm
    (the word form, lower-cased). A word form stands for its lemma: «кулаков» for «кулак». Raises ``QueryError`` for an
    empty query or an unknown ``by``.
    """
    if by not in BY:
        raise QueryError(f"{by!r} is not a way to look a word up", f"choose one of: {', '.join(BY)}")
    asked = query.strip("\"'«»“”„ \t\r\n")
    words = fold(asked[: LONGEST + 1]).split()
    if not words:
        raise QueryError("the question is empty", 'give a word or a phrase: sovnlp trace "кулак"')
    if len(asked) > LONGEST or len(words) > MOST:
        raise QueryError(
            f"the question is longer than {LONGEST} characters or {MOST} words", "give a word or a short phrase"
        )
    if by == "concept":
        match = _concept(sql, asked, words)
        if match:
            return match
        by = "lemma"
    if by == "norm":
        found = [_norms(sql, word) for word in words]
        return Match("norm", " ".join(words), tuple(found), _absent(sql, words, found, "norm"))
    found, labels = [], []
    for word in words:
        ids = _lemmas(sql, word)
        names = [row[0] for row in sql(f"SELECT lemma FROM lemmas WHERE id IN ({','.join(map(str, ids))})", [])]
        found.append(ids)
        labels.append("/".join(sorted(names)) if ids else word)
    notes = _absent(sql, words, found, "lemma")
    if labels != words and not notes:
        notes = (f"«{asked}» is taken as the lemma{'s' * (len(labels) > 1)} «{' '.join(labels)}».",)
    return Match("lemma", " ".join(labels), tuple(found), notes)


def _concept(sql: Sql, asked: str, words: Sequence[str]) -> Match | None:
    text = " ".join(words)
    rows = sql(f"{_LABELED} WHERE text = ?", [text])
    if not rows and not any(translit.is_cyrillic(word) for word in words):
        rows = sql(
            f"{_LABELED} WHERE key = ? ORDER BY concept LIMIT 1",
            [translit.key(text)],
        )
    if not rows and len(words) == 1:
        spellings = _spellings(words[0])
        rows = sql(
            f"""
            {_LABELED} JOIN lemmas ON lemmas.lemma = text JOIN forms ON forms.lemma = lemmas.id
            JOIN norms ON norms.id = forms.norm WHERE norms.norm IN {_places(spellings)}
            ORDER BY count DESC, text LIMIT 1
            """,
            spellings,
        )
        if not rows:
            lemmas = _dictionary_forms(spellings)
            rows = sql(f"{_LABELED} WHERE text IN {_places(lemmas)} ORDER BY concept LIMIT 1", lemmas)
    if not rows:
        return None
    number, concept, ru, en = rows[0]
    notes = (
        f"«{asked}» is read as the concept {concept} ({ru}, {en}); ask with --lemma or --form for the word alone.",
    )
    return Match("concept", concept, ((number,),), notes)


def _lemmas(sql: Sql, word: str) -> tuple[int, ...]:
    """Return the lemmas a word stands for: itself, the one it is most often a form of, or its transliterations.

    A form that the store does not have is looked up in the dictionary of Russian forms.
    """
    exact = "SELECT id FROM lemmas WHERE lemma IN {} AND EXISTS (FROM by_lemma AS b WHERE b.lemma = id)"
    as_form = """
        SELECT forms.lemma FROM forms JOIN norms ON norms.id = forms.norm
        WHERE norms.norm IN {} ORDER BY count DESC, forms.lemma LIMIT 1
    """
    rows = sql(exact.format("(?)"), [word]) or sql(as_form.format("(?)"), [word])
    spellings = _spellings(word)
    if not translit.is_cyrillic(word):
        rows += sql("SELECT lemma FROM keys WHERE key = ?", [translit.key(word)])
        rows = rows or sql(as_form.format(_places(spellings)), spellings)
    if not rows:
        lemmas = _dictionary_forms(spellings)
        rows = sql(exact.format(_places(lemmas)), lemmas)
    return tuple(sorted({row[0] for row in rows}))


def _spellings(word: str) -> list[str]:
    """Return the word and, where it is in Latin letters, how it may be spelled in Cyrillic."""
    if translit.is_cyrillic(word):
        return [word]
    return [word, *sorted({translit.to_cyrillic(word, system).replace("ё", "е") for system in translit.SYSTEMS})]


def _dictionary_forms(words: Sequence[str]) -> list[str]:
    """Return the lemmas that Russian words may be forms of; none where pymorphy3 or its dictionary is not installed."""
    try:
        from pymorphy3 import MorphAnalyzer
    except ImportError:
        return []
    analyzer = MorphAnalyzer()
    known = [word for word in words if translit.is_cyrillic(word) and analyzer.word_is_known(word)]
    return sorted({fold(parse.normal_form) for word in known for parse in analyzer.parse(word)})


def _places(values: Sequence[object]) -> str:
    """Return the right side of an SQL ``IN`` with a place for each value."""
    return f"({', '.join('?' * len(values)) or 'NULL'})"


def _norms(sql: Sql, word: str) -> tuple[int, ...]:
    return tuple(
        row[0] for row in sql("SELECT id FROM norms JOIN forms ON forms.norm = id WHERE norms.norm = ? LIMIT 1", [word])
    )


def _absent(sql: Sql, words: Sequence[str], found: Sequence[tuple[int, ...]], column: str) -> tuple[str, ...]:
    """Say which words the store does not have, with the nearest that it has."""
    notes = []
    for word, ids in zip(words, found, strict=True):
        if not ids:
            near = sql(
                f"""
                SELECT {column} FROM {column}s WHERE len({column}) > 2 AND jaro_winkler_similarity({column}, ?) > ?
                ORDER BY jaro_winkler_similarity({column}, ?) DESC, {column} LIMIT 3
                """,
                [word, NEAR, word],
            )
            nearest = ", ".join(f"«{row[0]}»" for row in near)
            notes.append(f"«{word}» does not occur in the store{f'; the nearest: {nearest}' if nearest else ''}.")
    return tuple(notes)
