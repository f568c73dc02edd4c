"""Whether a word or concept is used otherwise in one period than in another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import log
from typing import TYPE_CHECKING, Any, NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.contexts import Context, contexts, quoted, running
from sovnlp.corpus.resolve import Match
from sovnlp.corpus.spans import Span, place, spans, split_at
from sovnlp.document import LANGUAGES
from sovnlp.errors import QueryError
from sovnlp.lexicon.stopwords import stop_words
from sovnlp.result import Progress, Result
from sovnlp.scores.shares import share_interval
from sovnlp.scores.usages import PARTED, apart, clusters, scaled, shift, shift_test
from sovnlp.text.counting import counted
from sovnlp.vectors import Space, context_vectors, made_space, news_space

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Integers = NDArray[np.int64]

__all__ = ["SPACES", "VIEWS", "ChangeRow", "DecidingRow", "UsageRow", "change"]

WINDOW = 5
CONTROLS = 30
VIEWS = ("periods", "sentences", "usages")
SPACES = ("news", "corpus")
ENOUGH = 200_000
"""The words of text from which a space that is made of it was measured to be of use."""
SHOWN = 3
NAMED = 6


class ChangeRow(NamedTuple):
    """A concept or word in two periods: how far apart its usages lie, and whether that is more than chance.

    ``apd`` is the average pairwise distance between usages of the two periods (1 - cosine), ``prt`` the distance of
    their prototypes, ``change`` the geometric mean of both. ``by_chance`` is the mean of ``change`` when documents are
    dealt over the periods, ``chance_high`` its 95th percentile, ``p`` its p-value. ``excess`` is how much farther apart
    usages of the two periods lie than usages of different documents of one of them; ``low`` and ``high`` are its 95 %
    interval by document, ``apd_low`` and ``apd_high`` that of ``apd``. ``rank`` is the place of ``change`` among that
    of control words of like frequency.
    """

    concept: str
    first: str
    second: str
    usages_first: int
    usages_second: int
    documents_first: int
    documents_second: int
    apd: float | None
    apd_low: float | None
    apd_high: float | None
    prt: float | None
    change: float | None
    by_chance: float | None
    chance_high: float | None
    p: float | None
    excess: float | None
    low: float | None
    high: float | None
    rank: str


class DecidingRow(NamedTuple):
    """A sentence that shows the change: typical of its period, or least like the other; ``cosine`` to that centre."""

    period: str
    role: str
    cosine: float
    doc: str
    date: str | None
    speaker: str
    text: str
    start: int
    stop: int
    reference: str | None


class UsageRow(NamedTuple):
    """A kind of usage in a period: its share of the usages with a 95 % interval by document.

    ``label`` are the words that set this kind of usage apart, ``attested`` those of them that occur in the period.
    ``words`` counts usages of all kinds.
    """

    usage: int
    label: str
    period: str
    share: float
    low: float | None
    high: float | None
    method: str
    usages: int
    words: int
    documents: int
    attested: str


class _Placed(NamedTuple):
    """Usages with vectors, each in a period."""

    contexts: list[Context]
    vectors: Numbers
    period: list[int]


def change(
    corpus: Corpus,
    query: str,
    *,
    periods: Sequence[str] = (),
    split: str | None = None,
    window: int = WINDOW,
    controls: int = CONTROLS,
    by: str = "concept",
    language: str | None = None,
    space: str | None = None,
    view: str = "periods",
    kinds: int | None = None,
    times: int = 999,
    seed: int = 1,
    progress: Progress | None = None,
) -> Result[Any]:
    """Measure whether a word or concept is used otherwise in one period than in the next, and show what decides it.

    **What it answers.** Whether what stands around a word changes between periods by more than chance among documents,
    and more than for other words as frequent; which sentences show it; which kinds of usage there are, and when.

    **How it is computed.** Each accepted occurrence is a vector: the sum of those of ``window`` words on each side,
    frequent words weighing less, in one fixed space (``sovnlp.vectors``), so that a hundred occurrences suffice.
    ``space`` is news (made of modern Russian news, comes with sovnlp) or corpus (made of all text of the language in
    this store; the default for English, and the better the more text there is). ``language`` is ru or en; by default
    Russian, where the word is used in it. ``apd`` is the average distance of usages of the two periods, ``prt`` that of
    the periods' means, ``change`` the geometric mean of both, ``excess`` the average distance between the periods less
    that between documents of one period, with an interval by document. ``p`` deals documents, each with all its usages,
    over the periods within genre (``times`` times from ``seed``). ``rank`` compares with ``controls`` lemmas of like
    frequency in both periods. ``periods`` are years, months or days, or two of them with a slash (1927/1929); ``split``
    is where the second of two begins; without either the occurrences are halved at their median date. ``view`` is
    periods, sentences (typical of each period, and least like the other) or usages (kinds of usage by k-means, their
    number by silhouette, or ``kinds`` of them).

    **How to read it.** Hold ``change`` against ``by_chance`` and ``chance_high``, and look at the rank: every word is
    used a little otherwise in other documents. ``excess`` says how large the change is; it is the only one of the
    measures that does not grow as documents get fewer. Then read the sentences.

    **What it cannot tell.** Whether it is the word that changed or the matters it was used of; nor anything below five
    documents a period. The space was made of modern news. Agreement with readers: ``sovnlp/guide/change.md``.

    Raises ``QueryError`` for what cannot be understood, a word without usages in the language, or too little text to
    make a space of, ``EmptySelection`` where nothing is selected.
    """
    if view not in VIEWS or window < 1 or times < 1 or (kinds is not None and kinds < 2):
        raise QueryError(f"{view!r} is not a view, or a number is too small", f"choose one of: {', '.join(VIEWS)}")
    if periods and split:
        raise QueryError("periods are given, or split at a date: not both", "--split 1930")
    for value, choices in ((space, SPACES), (language, LANGUAGES)):
        if value not in (None, *choices):
            raise QueryError(f"there is no {value!r} to compare usages in", f"choose one of: {', '.join(choices)}")
    match = corpus.resolve(query, by)
    asked = {"query": query, "periods": list(periods) or None, "split": split, "window": window, "controls": controls}
    receipt = corpus.receipt(
        "change",
        asked
        | {"by": by, "language": language, "space": space, "view": view, "kinds": kinds, "times": times}
        | {"matched": match.label},
        seed=seed,
    )
    used, found = _found(corpus, match, language or corpus.selection.language, window)
    inside = corpus.narrowed(language=used)
    known, told = _space(corpus, used, space)
    spanned = _spans(periods, split, found)
    names = [one.name for one in spanned]
    placed, left_out = _placed(found, spanned, known)
    notes = [*match.notes, *told]
    if left_out:
        notes.append(
            f"Left out: {counted(left_out, 'usage')} in documents undated or in no one period, or in no words."
        )
    for number, name in enumerate(names):
        if number not in placed.period:
            notes.append(f"No usage lies in {name}.")
    rows: list[Any]
    row_type: Any
    if view == "periods":
        row_type = ChangeRow
        rows = [
            _row(inside, match, placed, known, names, i, window, controls, times, seed, progress)
            for i in range(len(names) - 1)
        ]
        if any(row.p is None for row in rows):
            notes.append("With fewer than five documents in a period nothing can be said of change.")
        notes += _ranked(rows)
    elif view == "sentences":
        row_type, rows = DecidingRow, list(_deciding(inside, placed, names))
    else:
        parted = clusters(placed.vectors, number=kinds, seed=seed)
        row_type, rows = UsageRow, _usages(placed, parted.kinds, names, used)
        notes += _told(parted.silhouette, kinds)
    title = f"{match.label}: {'change of usage' if view == 'periods' else view}{'' if used == 'ru' else f' ({used})'}"
    return Result(title, row_type, rows, receipt, (*notes, *corpus.warnings()))


def _found(corpus: Corpus, match: Match, language: str | None, window: int) -> tuple[str, list[Context]]:
    """The language asked for, or the first in which there are usages, and these."""
    for one in [language] if language else LANGUAGES:
        found = contexts(corpus.narrowed(language=one), match, window=window)
        if found:
            return one, found
    texts = f"texts of {language}" if language else "texts"
    raise QueryError(f"{match.label} has no usage in the {texts} selected", "sovnlp trace shows where it occurs")


def _space(corpus: Corpus, language: str, space: str | None) -> tuple[Space, list[str]]:
    """The space to compare usages in, and what is to be said of it."""
    if (space or ("news" if language == "ru" else "corpus")) == "news":
        if language != "ru":
            raise QueryError(
                "the space of news is Russian: no word vectors of English come with sovnlp", "--space corpus"
            )
        return news_space(), []
    text = running(corpus, language)
    held = f"The space was made of {len(text.numbers):,} words of {language} in this store"
    warning = "" if len(text.numbers) >= ENOUGH else f"; below {ENOUGH:,} it knows little of words"
    return made_space(*text), [f"{held}{warning}."]


def _spans(periods: Sequence[str], split: str | None, found: Sequence[Context]) -> list[Span]:
    """The periods asked for, else two that part the usages at the median of their dates."""
    if periods:
        return spans(periods)
    if split is None:
        days = sorted(one.date_from.isoformat() for one in found if one.date_from and one.date_to)
        if not days:
            raise QueryError("no document with this word has a closed date", "sovnlp info shows which are undated")
        split = days[len(days) // 2]
        split = next((day for day in days if day >= split and day > days[0]), split)
    return split_at(split)


def _placed(found: Sequence[Context], periods: Sequence[Span], space: Space) -> tuple[_Placed, int]:
    """The usages that lie in one period and have words around them, and how many do not."""
    import numpy as np

    where = [place(periods, one.date_from, one.date_to) for one in found]
    kept = [(one, at) for one, at in zip(found, where, strict=True) if at is not None]
    vectors = context_vectors([one.words for one, _ in kept], space)
    there = np.flatnonzero(np.linalg.norm(vectors, axis=1) > 0).tolist()
    placed = _Placed([kept[i][0] for i in there], vectors[there], [kept[i][1] for i in there])
    return placed, len(found) - len(there)


def _row(
    corpus: Corpus,
    match: Match,
    placed: _Placed,
    space: Space,
    names: Sequence[str],
    i: int,
    window: int,
    controls: int,
    times: int,
    seed: int,
    progress: Progress | None,
) -> ChangeRow:
    import numpy as np

    period = np.array(placed.period)
    (places,) = np.nonzero((period == i) | (period == i + 1))
    used = [placed.contexts[at] for at in places]
    later = period[places] == i + 1
    documents = [one.document for one in used]
    far = apart(placed.vectors[places], later.tolist(), documents)
    tested = shift_test(
        placed.vectors[places], later.tolist(), documents,
        strata=[one.genre for one in used], times=times, seed=seed,
    )  # fmt: skip
    sizes = [len({one.document for one, at in zip(used, later, strict=True) if at == side}) for side in (False, True)]
    rank = ""
    if tested.p is not None and tested.shift.both is not None and controls:
        others = _control_changes(corpus, match, used, later.tolist(), space, window, controls, progress)
        if others:
            rank = f"{1 + sum(other >= tested.shift.both for other in others)} of {len(others) + 1}"
    return ChangeRow(
        concept=match.label,
        first=names[i],
        second=names[i + 1],
        usages_first=int((~later).sum()),
        usages_second=int(later.sum()),
        documents_first=sizes[0],
        documents_second=sizes[1],
        apd=_rounded(tested.shift.apd),
        apd_low=_rounded(far.apd_low),
        apd_high=_rounded(far.apd_high),
        prt=_rounded(tested.shift.prt),
        change=_rounded(tested.shift.both),
        by_chance=_rounded(tested.chance),
        chance_high=_rounded(tested.chance_high),
        p=_rounded(tested.p),
        excess=_rounded(far.excess),
        low=_rounded(far.low),
        high=_rounded(far.high),
        rank=rank,
    )


def _control_changes(
    corpus: Corpus,
    match: Match,
    used: Sequence[Context],
    later: Sequence[bool],
    space: Space,
    window: int,
    controls: int,
    progress: Progress | None,
) -> list[float]:
    """The change of the content words nearest in frequency in the documents where the word itself occurs."""
    side = {one.document: at for one, at in zip(used, later, strict=True)}
    sizes = Counter(later)
    language = corpus.selection.language
    rows = corpus.sql(
        """
        SELECT lemmas.lemma, b.lemma, count(*) FILTER (NOT wanted.later), count(*) FILTER (wanted.later)
        FROM (SELECT unnest(?::VARCHAR[]) AS id, unnest(?::BOOLEAN[]) AS later) AS wanted
        JOIN documents AS d USING (id) JOIN segments AS s ON s.doc = d.doc AND NOT s.editorial
        JOIN positions AS b ON b.segment = s.segment JOIN tags AS g ON g.tag = b.tag
        JOIN lemmas ON lemmas.id = b.lemma
        WHERE g.language = ? AND g.pos IN ('NOUN', 'VERB', 'ADJ') GROUP BY ALL
        """,
        [list(side), list(side.values()), language],
    )
    own = set(match.label.split("/")) | set(match.label.split())
    stop = stop_words(language)
    near = sorted(
        (abs(log(first / sizes[False])) + abs(log(second / sizes[True])), lemma, number)
        for lemma, number, first, second in rows
        if first and second and lemma not in stop and lemma not in own and len(lemma) > 2
    )
    found = []
    for done, (_, lemma, number) in enumerate(near[:controls]):
        if progress:
            progress("words as frequent", done, min(controls, len(near)), 0)
        control = contexts(corpus, Match("lemma", lemma, ((number,),)), window=window)
        inside = [one for one in control if one.document in side]
        vectors = context_vectors([one.words for one in inside], space)
        after = [side[one.document] for one in inside]
        both = shift(vectors[[not at for at in after]], vectors[after]).both
        if both is not None:
            found.append(both)
    return found


def _deciding(corpus: Corpus, placed: _Placed, names: Sequence[str]) -> Iterator[DecidingRow]:
    """For each period the usages nearest to its centre, and those least like the centre of all others."""
    import numpy as np

    vectors, period = scaled(placed.vectors), np.array(placed.period)
    picked: list[tuple[str, str, float, int]] = []
    for i, name in enumerate(names):
        (own,) = np.nonzero(period == i)
        if not len(own) or len(own) == len(vectors):
            continue
        center, other = (scaled(vectors[part].mean(0)[None])[0] for part in (own, np.flatnonzero(period != i)))
        for role, cosine, order in (
            ("typical", vectors[own] @ center, -1),
            ("unlike the other", vectors[own] @ other, 1),
        ):
            for at in np.argsort(order * cosine, kind="stable")[:SHOWN].tolist():
                picked.append((name, role, float(cosine[at]), placed.contexts[own[at]].position))
    said = quoted(corpus, [position for *_, position in picked])
    for name, role, cosine, position in picked:
        yield DecidingRow(name, role, round(cosine, 3), *said[position])


def _ranked(rows: Sequence[ChangeRow]) -> Iterator[str]:
    """Say where a change that is more than chance is no more than that of other words."""
    for row in rows:
        place, _, of = row.rank.partition(" of ")
        if of and row.p is not None and row.p <= 0.05 and int(place) > int(of) / 2:
            yield (
                f"{row.first} to {row.second}: most words as frequent changed as much ({row.rank}). The texts are of "
                "other matters; that says nothing of this word."
            )


def _told(silhouette: float | None, kinds: int | None) -> list[str]:
    """Say how well the kinds of usage are parted."""
    if silhouette is None:
        return ["All usages are of one kind: nothing parts them (--kinds 3 parts them all the same)."]
    poor = "; below 0.05 they run into each other" if silhouette < PARTED else ""
    asked = " as asked" if kinds else ""
    return [f"Parted into kinds{asked} with a mean silhouette of {silhouette:.2f} (1 is apart, 0 is not){poor}."]


def _usages(placed: _Placed, kinds: Integers, names: Sequence[str], language: str) -> list[UsageRow]:
    """Kinds of usage by period, with the words that set them apart."""
    import numpy as np

    period = np.array(placed.period)
    stop = stop_words(language)
    bags = [{word for word in one.words if word not in stop and len(word) > 2} for one in placed.contexts]
    everywhere = Counter(word for bag in bags for word in bag)
    rows = []
    for kind in np.unique(kinds).tolist():
        here = Counter(word for bag, own in zip(bags, kinds == kind, strict=True) if own for word in bag)
        size = int((kinds == kind).sum())
        alone = size == len(bags)
        weight = {
            word: n * (1.0 if alone else log((n / size) / (everywhere[word] / len(bags))))
            for word, n in here.items()
            if n > 1
        }
        typical = sorted(weight, key=lambda word: (-weight[word], word))[:NAMED]
        for i, name in enumerate(names):
            inside = period == i
            documents: dict[str, list[int]] = {}
            for usage in np.flatnonzero(inside).tolist():
                counts = documents.setdefault(placed.contexts[usage].document, [0, 0])
                counts[0] += int(kinds[usage] == kind)
                counts[1] += 1
            if not documents:
                continue
            found = share_interval(*zip(*documents.values(), strict=True))
            said = {word for bag, at in zip(bags, inside & (kinds == kind), strict=True) if at for word in bag}
            rows.append(
                UsageRow(
                    kind + 1, ", ".join(typical[:3]), name, round(found.share, 4), _rounded(found.low),
                    _rounded(found.high), found.method, sum(hits for hits, _ in documents.values()),
                    sum(all_ for _, all_ in documents.values()), len(documents),
                    ", ".join(word for word in typical if word in said),
                )
            )  # fmt: skip
    return rows


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
