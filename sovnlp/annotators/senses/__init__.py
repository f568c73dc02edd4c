"""Which words of a document stand for a concept of the lexicon, and which for another sense of the same word.

The rules are data (``sovnlp.lexicon``); this engine only finds forms and reads the rules as decision lists, the first
clue that is there deciding (Rivest 1987, "Learning decision lists"; Yarowsky 1994 for word senses). A context with
``default = "document"`` follows one sense per discourse (Gale, Church and Yarowsky 1992). Where no clue decides, the
classifier of ``context`` is heard: the odds of the default times those of the context, as Bayes has it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, TypeVar

from sovnlp import models
from sovnlp.annotators.senses.context import LANGUAGES, classifier, log_odds
from sovnlp.document import Concept, Token
from sovnlp.lexicon import QUOTED, Context, Entry, Lexicon, Step

__all__ = ["PROBABILITY", "Sighting", "load", "models_used", "sightings"]

PROBABILITY = {
    "unambiguous": 0.97,
    "phrase": 0.95,
    "needs": 0.9,
    "document": 0.85,
    "default accept": 0.9,
    "default reject": 0.1,
    "unless": 0.05,
    "name": 0.02,
}
"""The probability that an occurrence is the concept, by the kind of rule that decided it.

The shares are (right + 1) / (all + 2) of some 300 hand-labeled occurrences, rounded because there are only 30 to 100 of
a kind; those of ``document`` and ``name`` are a judgment.
"""

OVERTURNS = 0.5
"""The log-odds against a default from which on the context overturns it (chosen with ``bench/senses.py``)."""

T = TypeVar("T")

_QUOTES = frozenset("«»\"“”„‘’'")
_OPENING = frozenset("«\"“„‘'")
_NEGATIONS = frozenset(
    ["не", "ни", "нет", "без", "отнюдь", "not", "no", "never", "nor", "without", "neither", "n't", "n’t"]
)
_SKIPPED = _QUOTES | {",", "-", "‐", "–"}
_PLAIN = str.maketrans("ё", "е")


class _Slot(NamedTuple):
    """What may stand in one place of a form: these norms, or anything with one of these lemmas."""

    norms: frozenset[str]
    lemmas: frozenset[str]


Slots = tuple[_Slot, ...]
Filed = dict[str, list["_Form"]]


class _Form(NamedTuple):
    """One way to say a concept: what each of its words may look like, and the rule where there is one."""

    concept: str
    text: str
    slots: Slots
    rule: _Rule | None


class _Clue(NamedTuple):
    """Words that decide; ``covers`` where they contain the form itself, and so must lie over it."""

    text: str
    slots: Slots
    covers: bool


@dataclass(frozen=True, slots=True)
class _Test:
    """A step whose clues are filed under the norms and the lemmas of their first words."""

    step: Step
    by_norm: dict[str, list[_Clue]]
    by_lemma: dict[str, list[_Clue]]
    quoted: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    context: Context
    tests: tuple[_Test, ...]


class _Hit(NamedTuple):
    start: int
    stop: int
    form: _Form


class _Verdict(NamedTuple):
    kind: str
    accepted: bool
    why: str
    probability: float | None = None


class Sighting(NamedTuple):
    """An occurrence as the rules alone see it: tokens from ``start`` to before ``stop``, and the kind of rule."""

    start: int
    stop: int
    concept: str
    form: str
    ambiguous: bool
    kind: str
    accepted: bool


def models_used() -> list[str]:
    """The checksums of the classifiers, which decisions depend on as they do on the lexicon."""
    available = models.available()
    return [available[name].sha256 for name in (f"senses-{language}" for language in LANGUAGES) if name in available]


def load(lexicon: Lexicon, *, contexts: bool = True) -> Callable[[Sequence[Token]], list[Concept]]:
    """A function from the tokens of one document, in order, to its occurrences of concepts, in order.

    Rejected occurrences are among them with ``accepted=False``. ``why`` is ``unambiguous``, ``phrase: …``,
    ``needs: …``, ``unless: …``, ``context: …``, ``document: …``, ``default: …`` or ``name: …``. Without ``contexts``
    the rules decide alone. Occurrences of one concept never overlap (the longest phrase wins, then the leftmost);
    occurrences of different concepts may, so that кулачества in «ликвидация кулачества как класса» counts for both,
    unless a rule of the shorter one says otherwise.
    """
    engine = _Engine(lexicon)

    def occurrences(tokens: Sequence[Token]) -> list[Concept]:
        found = engine.decide(tokens)
        decided: Counter[str] = Counter()
        for hit, verdict in found:
            if verdict.kind in ("unambiguous", "phrase", "needs"):
                decided[hit.form.concept] += 1
            elif verdict.kind == "unless":
                decided[hit.form.concept] -= 1
        settled = ((hit, _settle(verdict, decided[hit.form.concept])) for hit, verdict in found)
        return [_concept(tokens, hit, _weigh(tokens, hit, v) if contexts else v) for hit, v in settled]

    return occurrences


def sightings(lexicon: Lexicon) -> Callable[[Sequence[Token]], list[Sighting]]:
    """A function from the tokens of one document to what the rules alone make of it, for training and measuring."""
    engine = _Engine(lexicon)

    def seen(tokens: Sequence[Token]) -> list[Sighting]:
        return [
            Sighting(h.start, h.stop, h.form.concept, h.form.text, h.form.rule is not None, v.kind, v.accepted)
            for h, v in engine.decide(tokens)
        ]

    return seen


class _Engine:
    """The forms of a lexicon, filed, and the names that look like them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.by_norm: Filed = {}
        self.by_lemma: Filed = {}
        self.names: dict[str, dict[str, str]] = {}
        for entry in lexicon.concepts.values():
            for form in _forms(entry):
                _file(form, form.slots[0], self.by_norm, self.by_lemma)
            self.names[entry.id] = {
                norm: name for name in entry.names for norm in _slot(name, "ru", inflect=True).norms
            }

    def decide(self, tokens: Sequence[Token]) -> list[tuple[_Hit, _Verdict]]:
        hits = _longest(_find(tokens, self.by_norm, self.by_lemma))
        return [(hit, _decide(tokens, hit, self.names[hit.form.concept])) for hit in hits]


def _concept(tokens: Sequence[Token], hit: _Hit, verdict: _Verdict) -> Concept:
    return Concept(
        start=tokens[hit.start].start,
        stop=tokens[hit.stop - 1].stop,
        concept=hit.form.concept,
        accepted=verdict.accepted,
        probability=PROBABILITY[verdict.kind] if verdict.probability is None else verdict.probability,
        why=verdict.why,
        negated=_negated(tokens, hit),
        quoted=_quoted(tokens, hit),
    )


def _negated(tokens: Sequence[Token], hit: _Hit) -> bool:
    """Whether a negation stands before a form, with no more than two words and no mark between them."""
    sentence = tokens[hit.start].sentence
    for i in range(hit.start - 1, max(hit.start - 4, -1), -1):
        token = tokens[i]
        if token.sentence != sentence or not (token.norm[:1].isalnum() or token.norm in _QUOTES | {"n't", "n’t"}):
            return False
        if token.norm in _NEGATIONS:
            return True
    return False


def _quoted(tokens: Sequence[Token], hit: _Hit) -> bool:
    """Whether a form lies in quotation marks that are opened and closed in its sentence."""
    sentence = _sentence(tokens, hit)
    before = [tokens[i].norm for i in range(sentence.start, hit.start)]
    behind = [tokens[i].norm for i in range(hit.stop, sentence.stop)]
    if any(before.count(o) > before.count(c) and c in behind for o, c in (("«", "»"), ("“", "”"), ("„", "“"))):
        return True
    return before.count('"') % 2 == 1 and '"' in behind


def _settle(verdict: _Verdict, decided: int) -> _Verdict:
    """The verdict on a form that waits for the rest of its document, once that is known."""
    if verdict.kind != "document":
        return verdict
    if decided > 0:
        return _Verdict("document", True, "document: the sense is decided elsewhere in it")
    return _Verdict("default reject", False, verdict.why)


def _weigh(tokens: Sequence[Token], hit: _Hit, verdict: _Verdict) -> _Verdict:
    """The verdict that no clue gave, weighed with what the classifier makes of the context; in doubt it stands."""
    if verdict.kind not in ("default accept", "default reject", "document"):
        return verdict
    model = classifier(tokens[hit.start].language)
    sentence = _sentence(tokens, hit)
    place = (tokens, hit.start, hit.stop, sentence, hit.form.concept, hit.form.text)
    opinion = model.opinion(*place) if model else None
    if opinion is None:
        return verdict
    odds = opinion.log_odds + log_odds(PROBABILITY[verdict.kind])
    probability = round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 3)
    if (odds > 0) != verdict.accepted and abs(odds) < OVERTURNS:
        return verdict
    words = f" ({', '.join(opinion.words)})" if opinion.words else ""
    return _Verdict(verdict.kind, odds > 0, f"context: {probability:.2f}{words}", probability)


# finding


def _find(tokens: Sequence[Token], by_norm: Filed, by_lemma: Filed) -> list[_Hit]:
    hits: list[_Hit] = []
    for i, token in enumerate(tokens):
        if token.norm in by_norm or token.lemma in by_lemma:
            for form in (*by_norm.get(token.norm, ()), *by_lemma.get(token.lemma, ())):
                stop = _match(tokens, i, form.slots)
                if stop:
                    hits.append(_Hit(i, stop, form))
        elif "-" in token.norm:
            *first, last = token.norm.split("-")
            parts = (*first, *(part + "-" for part in first), last)
            found = (form for part in parts for form in by_norm.get(part, ()))
            hits.extend(_Hit(i, i + 1, form) for form in found if len(form.slots) == 1)
    return hits


def _match(tokens: Sequence[Token], i: int, slots: Slots) -> int:
    """The index after the last token of a match beginning at ``i``, or 0; quotes, commas and hyphens are skipped."""
    sentence = tokens[i].sentence
    for n, slot in enumerate(slots):
        while n and i < len(tokens) and tokens[i].norm in _SKIPPED:
            i += 1
        if i == len(tokens) or tokens[i].sentence != sentence:
            return 0
        if tokens[i].norm not in slot.norms and tokens[i].lemma not in slot.lemmas:
            return 0
        i += 1
    return i


def _longest(hits: Iterable[_Hit]) -> list[_Hit]:
    """The hits without those that overlap a longer (or, of the same length, an earlier) one of the same concept."""
    taken: dict[str, set[int]] = {}
    kept: list[_Hit] = []
    for hit in sorted(hits, key=lambda hit: (-len(hit.form.slots), hit.start)):
        cells = taken.setdefault(hit.form.concept, set())
        span = range(hit.start, hit.stop)
        if cells.isdisjoint(span):
            cells.update(span)
            kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.start, hit.stop))


# deciding


def _decide(tokens: Sequence[Token], hit: _Hit, names: dict[str, str]) -> _Verdict:
    name = _name(tokens, hit, names)
    if name:
        return _Verdict("name", False, f"name: {name}")
    rule = hit.form.rule
    if rule is None:
        if " " not in hit.form.text:
            return _Verdict("unambiguous", True, "unambiguous")
        return _Verdict("phrase", True, f"phrase: {hit.form.text}")
    sentence = _sentence(tokens, hit)
    for test in rule.tests:
        clue = _clue(tokens, hit, test, sentence)
        if clue is None:
            continue
        if test.step.accept:
            return _Verdict("needs", True, f"needs: {clue}")
        return _Verdict("unless", False, f"unless: {clue}" + (f" ({test.step.reason})" if test.step.reason else ""))
    default = rule.context.default
    kind = "document" if default == "document" else f"default {default}"
    return _Verdict(kind, default == "accept", f"default: {rule.context.reason}")


def _name(tokens: Sequence[Token], hit: _Hit, names: dict[str, str]) -> str | None:
    """The name that a capitalized word is: inside a sentence by its capital, at its beginning only by its lemma."""
    token = tokens[hit.start]
    name = names.get(token.norm)
    if name is None or not token.form[:1].isupper() or token.form.isupper():
        return None
    before = tokens[hit.start - 1] if hit.start else None
    opens = before is None or before.sentence != token.sentence or before.norm in _OPENING
    return name if not opens or token.lemma == name.lower().translate(_PLAIN) else None


def _sentence(tokens: Sequence[Token], hit: _Hit) -> range:
    number = tokens[hit.start].sentence
    start, stop = hit.start, hit.stop
    while start and tokens[start - 1].sentence == number:
        start -= 1
    while stop < len(tokens) and tokens[stop].sentence == number:
        stop += 1
    return range(start, stop)


def _clue(tokens: Sequence[Token], hit: _Hit, test: _Test, sentence: range) -> str | None:
    """The text of the first clue of ``test`` in the sentence, or None."""
    if test.quoted and hit.start and tokens[hit.start - 1].norm in _OPENING:
        return "quotation marks"
    start, stop = sentence.start, sentence.stop
    if test.step.within is not None:
        start, stop = _window(tokens, hit, test.step.within, sentence)
    for i in range(start, stop):
        token = tokens[i]
        clue: _Clue
        for clue in (*test.by_norm.get(token.norm, ()), *test.by_lemma.get(token.lemma, ())):
            end = _match(tokens, i, clue.slots)
            if end and (i <= hit.start and hit.stop <= end if clue.covers else end <= hit.start or hit.stop <= i):
                return clue.text
    return None


def _window(tokens: Sequence[Token], hit: _Hit, within: int, sentence: range) -> tuple[int, int]:
    """The bounds of ``within`` words on either side of the hit, marks not counted."""
    start, left = hit.start, within
    while start > sentence.start and left:
        start -= 1
        left -= tokens[start].norm[:1].isalnum()
    stop, left = hit.stop, within
    while stop < sentence.stop and left:
        left -= tokens[stop].norm[:1].isalnum()
        stop += 1
    return start, stop


# compiling


def _forms(entry: Entry) -> Iterator[_Form]:
    rules = {word: rule for context in entry.context for rule in [_rule(context)] for word in context.words}
    for words in (entry.family, entry.forms):
        for language, texts in words.items():
            for text in texts:
                for spelling in _spellings(text):
                    slots = _slots(spelling, language, inflect=words is entry.family)
                    yield _Form(entry.id, text, slots, rules.get(text))


def _spellings(text: str) -> set[str]:
    """The form as it is, and as tokenizers cut it that part words at hyphens and before an English genitive."""
    return {text, text.replace("-", " ").replace("'s", " 's").replace("s' ", "s ")}


def _rule(context: Context) -> _Rule:
    own = [slot for word in context.words for slot in _slots(word, _language(word), inflect=True)]
    norms = frozenset().union(*(slot.norms for slot in own))
    tests: list[_Test] = []
    for step in context.steps:
        test = _Test(step, {}, {}, QUOTED in step.clues)
        for text in step.clues:
            slots = _slots(text, _language(text), inflect=False)
            covers = any(slot.norms & norms for slot in slots)
            # a single word is no evidence for itself
            if text != QUOTED and not (covers and len(slots) == 1):
                _file(_Clue(text.replace("=", ""), slots, covers), slots[0], test.by_norm, test.by_lemma)
        tests.append(test)
    return _Rule(context, tuple(tests))


def _file(item: T, slot: _Slot, by_norm: dict[str, list[T]], by_lemma: dict[str, list[T]]) -> None:
    """Put ``item`` where a look-up of its first word by norm or by lemma finds it."""
    for norm in slot.norms:
        by_norm.setdefault(norm, []).append(item)
    for lemma in slot.lemmas:
        by_lemma.setdefault(lemma, []).append(item)


def _language(text: str) -> str:
    return "ru" if any("а" <= letter <= "я" or letter == "ё" for letter in text.lower()) else "en"


def _slots(text: str, language: str, *, inflect: bool) -> Slots:
    return tuple(_slot(word, language, inflect=inflect) for word in text.split())


@cache
def _slot(word: str, language: str, *, inflect: bool) -> _Slot:
    """What a token may be where ``word`` stands in the lexicon: lemmas with ё both ways, ``=word`` only as written."""
    if word.startswith("="):
        norms, lemmas = {word[1:].lower()}, set[str]()
    elif language == "ru":
        norms, lemmas = _russian(word.lower(), inflect=inflect)
    else:
        norms, lemmas = _english(word.lower()), {word.lower()}
    return _Slot(
        frozenset(norm.translate(_PLAIN) for norm in norms),
        frozenset(lemmas | {lemma.translate(_PLAIN) for lemma in lemmas}),
    )


def _russian(word: str, *, inflect: bool) -> tuple[set[str], set[str]]:
    """The norms and lemmas of a word; to ``inflect``, its whole paradigm and the -о form that opens compounds."""
    parses = _analyzer().parse(word)
    own = [parse for parse in parses if parse.normal_form.translate(_PLAIN) == word.translate(_PLAIN)]
    own = own or [parse for parse in parses if parse.normal_form == parses[0].normal_form]
    norms = {word}
    if inflect:
        norms.update(form.word for parse in own for form in parse.lexeme)
        if own[0].tag.POS == "ADJF" and word.endswith(("ий", "ый", "ой")):
            norms.add(word[:-2] + "о-")
    return norms, {own[0].normal_form}


@cache
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


def _english(word: str) -> set[str]:
    """The word and its regular plural, past and -ing form; a noun's verb forms do no harm, they do not occur."""
    if not word.isalpha() or len(word) < 3:
        return {word}
    stem = word[:-1] if word.endswith("e") else word
    plural = word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + "s"
    if word.endswith(("s", "x", "ch", "sh")):
        plural = word + "es"
    past = word[:-1] + "ied" if plural.endswith("ies") else stem + "ed"
    return {word, plural, past, stem + "ing", word + "'s", word + "’s"}
