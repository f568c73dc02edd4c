"""Before and after an event, beside other dates and a control concept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sovnlp.corpus import Corpus
from sovnlp.corpus.frequencies import Dated, dated, frequencies, whole
from sovnlp.errors import QueryError
from sovnlp.lexicon.events import Event, find_event
from sovnlp.result import Result
from sovnlp.scores.contrasts import contrast as contrasted
from sovnlp.scores.contrasts import control_contrast, placebo_contrasts
from sovnlp.text.counting import counted

__all__ = ["ContrastRow", "contrast"]

WINDOW = 730


class ContrastRow(NamedTuple):
    """One concept in one language: documents, hits and rate per million words on each side of the event.

    ``ratio`` is the rate after over the rate before, with its 95 % interval by document; ``mix_ratio`` what the shift
    of genres alone would give; ``p`` by dealing documents over dates within genre. ``rank`` says how many dates part
    the documents as strongly or more, of how many. ``against_control`` is the ratio over that of the control concept,
    with its own interval and p-value. What too few documents cannot say is None.
    """

    event: str
    concept: str
    language: str
    documents_before: int
    documents_after: int
    hits_before: float
    hits_after: float
    before: float | None
    after: float | None
    ratio: float | None
    low: float | None
    high: float | None
    mix_ratio: float | None
    p: float | None
    rank: str
    against_control: float | None
    control_low: float | None
    control_high: float | None
    control_p: float | None


def contrast(
    corpus: Corpus,
    query: str | Sequence[str],
    event: str,
    *,
    control: str | None = None,
    window: int = WINDOW,
    cluster: str = "document",
    by: str = "concept",
    times: int = 999,
    seed: int = 1,
) -> Result[ContrastRow]:
    """Compare how often a concept occurs before and after an event; it describes, and does not say why.

    **What it answers.** Whether the rate after an event differs from that before by more than chance among documents,
    more than at other dates, and otherwise than a control concept.

    **How it is computed.** Documents dated within ``window`` days on either side are taken; those whose date spans the
    event, or more than a year, are left out and told. Rates are per million words of a language. ``ratio`` is after
    over before, its interval by document (Zou and Donner 2008); ``mix_ratio`` is what the genres alone would give.
    ``p`` deals the documents of each genre over their dates ``times`` times from ``seed``. ``rank`` compares with the
    same contrast at the date of every other document. ``control`` is a concept or word that should not have changed.

    **How to read it.** A contrast is worth a sentence where its interval is clear of 1 and of ``mix_ratio``, ``p`` is
    small, its rank is high, and the control stays put. Any one of them alone is not enough.

    **What it cannot tell.** That the event was the cause: other things happened at the time, and archives were opened
    for some months and not for others.

    Raises ``QueryError`` for what cannot be understood, ``LexiconError`` for an event that is not known,
    ``EmptySelection`` where nothing is selected.
    """
    if window < 1 or times < 1:
        raise QueryError("the window is one day or more, and dealings are one or more", "--window 730")
    what = find_event(event)
    queries = [query] if isinstance(query, str) else list(query)
    matches = [corpus.resolve(one, by) for one in queries]
    other = corpus.resolve(control, by) if control else None
    labels = [match.label for match in matches]
    asked = {"query": query, "event": what.id, "control": control, "window": window, "cluster": cluster, "by": by}
    receipt = corpus.receipt("contrast", asked | {"times": times, "matched": ", ".join(labels)}, seed=seed)
    counts = frequencies(corpus, [*matches, *([other] if other else [])], cluster=cluster)
    placed, undated = dated(counts)
    near = [row for row in placed if abs(row.day - what.start.toordinal()) <= window]
    across = {row.one.document for row in near if _spans(row, what)}
    used = [row for row in near if row.one.document not in across]
    rows = []
    for language in sorted({row.one.language for row in used}):
        own = [row for row in used if row.one.language == language]
        rows += [
            _row(own, number, label, language, what, times, seed, len(matches) if other else None)
            for number, label in enumerate(labels)
        ]
    notes = [
        f"{what.label['en']} ({what.date}): {what.note}",
        "A contrast describes; it does not say that the event was the cause.",
        *(note for match in matches for note in match.notes),
        *([f"The control is {other.label}."] if other else []),
        *_left_out(
            undated, len({row.one.document for row in placed}) - len({row.one.document for row in near}), across
        ),
        *corpus.warnings(),
    ]
    names = {} if other else dict.fromkeys(("against_control", "control_low", "control_high", "control_p"), "")
    return Result(
        f"{', '.join(labels)} before and after {what.label['en']}", ContrastRow, rows, receipt, tuple(notes), names
    )


def _spans(row: Dated, event: Event) -> bool:
    """Whether a document may have been written on either side of an event."""
    first, last = row.one.date_from, row.one.date_to
    return first is not None and last is not None and first < event.start <= last


def _row(
    own: Sequence[Dated],
    number: int,
    label: str,
    language: str,
    event: Event,
    times: int,
    seed: int,
    control: int | None,
) -> ContrastRow:
    hits = [row.one.hits[number] for row in own]
    tokens = [row.one.tokens for row in own]
    days = [row.day for row in own]
    genres = [row.one.genre for row in own]
    clusters = [row.one.cluster for row in own]
    at = event.start.toordinal()
    found = contrasted(hits, tokens, days, at, strata=genres, clusters=clusters, times=times, seed=seed)
    placebos = placebo_contrasts(hits, tokens, days, at, strata=genres)
    against = None
    if control is not None:
        other = [row.one.hits[control] for row in own]
        against = control_contrast(hits, other, tokens, days, at, strata=genres, times=times, seed=seed)
    after = [day >= at for day in days]
    found_after = sum(hit for hit, later in zip(hits, after, strict=True) if later)
    return ContrastRow(
        event=event.id,
        concept=label,
        language=language,
        documents_before=after.count(False),
        documents_after=after.count(True),
        hits_before=whole(sum(hits) - found_after),
        hits_after=whole(found_after),
        before=round(found.before.rate, 2) if found.before else None,
        after=round(found.after.rate, 2) if found.after else None,
        ratio=_rounded(found.ratio),
        low=_rounded(found.low),
        high=_rounded(found.high),
        mix_ratio=_rounded(found.mix_ratio),
        p=_rounded(found.p, 4),
        rank=f"{placebos.rank} of {placebos.of}" if placebos.rank else "",
        against_control=_rounded(against and against.ratio),
        control_low=_rounded(against and against.low),
        control_high=_rounded(against and against.high),
        control_p=_rounded(against and against.p, 4),
    )


def _left_out(undated: int, far: int, across: set[str]) -> Iterator[str]:
    if undated:
        yield f"Left out: {counted(undated, 'document')} undated or dated more widely than a year."
    if far:
        yield f"Left out: {counted(far, 'document')} outside the window."
    if across:
        yield f"Left out: {counted(len(across), 'document')} whose date spans the event."


def _rounded(value: float | None, digits: int = 3) -> float | None:
    return None if value is None else round(value, digits)
