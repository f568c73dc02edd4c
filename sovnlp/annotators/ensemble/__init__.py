"""A period model, the authority lexicon and the document as a whole, agreeing on names.

What a tagger sees is one sentence. The authority lexicon knows that Менжинский is a man and Коминтерн a body, and the
rest of the document often says what a name is that stands bare in this sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sovnlp.annotators.ensemble.borders import (
    CLASS_WORDS,
    is_group,
    is_initials,
    joined,
    mended,
    split_pairs,
    with_initials,
    with_regions,
)
from sovnlp.document import Name, Word
from sovnlp.text.translit import is_cyrillic

if TYPE_CHECKING:
    from sovnlp.text.known_names import KnownNames

__all__ = ["Sentence", "settle"]


# Endings that English texts of the time have in Russian surnames and in hardly any other word.
_RUSSIAN_SURNAME = re.compile(
    r"(?:[oey]v|[oe]va|sk(?:y|ii|iy|aya|oi)|tsk(?:y|ii|aya)|enko|ch?uk|[oe]vich|dze|shvili|[iy]ants?|stein|shtein)$"
)


_OPENING = frozenset('«“„"')


class Sentence(NamedTuple):
    """One sentence of a document: its words as printed, what the tagger says of them, and the names found."""

    forms: Sequence[str]
    words: Sequence[Word]
    names: Sequence[Name]


def settle(
    sentences: Sequence[Sentence], speakers: frozenset[str], known: KnownNames, common: Callable[[str], bool]
) -> list[list[Name]]:
    """Return the names of each sentence of a document, mended by what is known and by the other sentences.

    ``speakers`` are the surnames of those who speak in it, in small letters; ``common`` says of a Russian word in small
    letters whether it is more often a common word than a name.
    """
    found = [_known(sentence, known, common) for sentence in sentences]
    votes = _votes(sentences, found, speakers)
    return [_voted(sentence, names, votes, speakers, common) for sentence, names in zip(sentences, found, strict=True)]


def _known(sentence: Sentence, known: KnownNames, common: Callable[[str], bool]) -> list[Name]:
    names = split_pairs(
        sentence.forms, mended(sentence.forms, [_without_opener(sentence, n, common) for n in sentence.names])
    )
    names = with_initials(sentence.forms, names, frozenset())
    if not any(map(is_cyrillic, sentence.forms)):
        names = _like_surnames(sentence, names, known)
    for match in known.find(sentence.forms):
        inside = [name for name in names if name.start < match.stop and match.start < name.stop]
        types = match.types
        if len(types) != 1:
            continue
        kind = next(iter(types))
        if any(
            name.start <= match.start and match.stop <= name.stop and len(name_words(name)) > match.stop - match.start
            for name in inside
        ):
            continue
        if not inside and not _stands_out(sentence, match.start, match.stop):
            continue
        names = [name for name in names if name not in inside]
        start = min([match.start, *(name.start for name in inside if name.type == kind)])
        stop = max([match.stop, *(name.stop for name in inside if name.type == kind)])
        names.append(Name(start, stop, kind))
    names.sort()
    if any(map(is_cyrillic, sentence.forms)):
        return with_regions(sentence.forms, names)
    return joined(sentence.forms, names)


def _without_opener(sentence: Sentence, name: Name, common: Callable[[str], bool]) -> Name:
    """Return a person's name without the common word that opens the sentence before it: Счетовод | Пыжова."""
    start, stop, kind = name
    opens = not any(form[:1].isalnum() for form in sentence.forms[:start])
    if kind == "PER" and stop - start > 1 and opens and not is_initials(sentence.forms[start]):
        first, second = sentence.forms[start].lower(), sentence.forms[start + 1]
        if is_cyrillic(first) and common(first) and second[:1].isupper() and len(second) > 2:
            return Name(start + 1, stop, kind)
    return name


def _like_surnames(sentence: Sentence, names: Sequence[Name], known: KnownNames) -> list[Name]:
    """Return the names of an English sentence with the words that end as Russian surnames do, but for known places."""
    found = []
    inside = {i for name in names for i in name_words(name)}
    for name in names:
        form = sentence.forms[name.start]
        if name.type != "PER" and name.stop == name.start + 1 and _surname_like(form, known):
            name = name._replace(type="PER")
        found.append(name)
    for i, form in enumerate(sentence.forms):
        if (
            i
            and i not in inside
            and _surname_like(form, known)
            and sentence.words[i].pos in ("PROPN", "NOUN", "ADJ", "X")
        ):
            found.append(Name(i, i + 1, "PER"))
    return sorted(found)


def _surname_like(form: str, known: KnownNames) -> bool:
    return (
        len(form) > 4
        and form.istitle()
        and _RUSSIAN_SURNAME.search(form) is not None
        and form.lower() not in CLASS_WORDS
        and not known.named([form])
        and not is_group(form)
    )


def name_words(name: Name) -> range:
    """Return the places of a name's words."""
    return range(name.start, name.stop)


def _stands_out(sentence: Sentence, start: int, stop: int) -> bool:
    """Whether a capital says something: the words do not open the sentence, or are no common words."""
    opening = not any(word[:1].isalnum() for word in sentence.forms[:start])
    if start and sentence.forms[start - 1] in _OPENING:
        return True
    loud = all(form.isupper() for form in sentence.forms if form[:1].isalpha())
    if stop - start > 1:
        return not loud
    form = sentence.forms[start]
    if form.isupper() and len(form) > 1:
        return not loud or sentence.words[start].pos == "PROPN"
    return not opening or sentence.words[start].pos == "PROPN"


def _votes(
    sentences: Sequence[Sentence], found: Sequence[Sequence[Name]], speakers: frozenset[str]
) -> Mapping[str, Counter[str]]:
    votes: dict[str, Counter[str]] = {}
    for speaker in speakers:
        votes.setdefault(speaker, Counter())["PER"] += 3
    for sentence, names in zip(sentences, found, strict=True):
        inside: set[int] = set()
        for name in names:
            inside.update(name_words(name))
            heads = [i for i in name_words(name) if _telling(sentence.forms[i])]
            if name.type == "PER" or len(heads) == 1:
                for i in heads:
                    votes.setdefault(_key(sentence, i), Counter())[name.type] += 1
        for i, form in enumerate(sentence.forms):
            if i and i not in inside and _telling(form):
                votes.setdefault(_key(sentence, i), Counter())["O"] += 1
    return votes


def _labelled(sentence: Sentence, names: list[Name], speakers: frozenset[str]) -> list[Name]:
    """Return the names with the speaker whose label the sentence is: ГРОМОВА, or Прокурор ГРОМОВ."""
    words = [i for i, form in enumerate(sentence.forms) if form[:1].isalpha() and len(form) > 1]
    if (
        not words
        or len(words) > 4
        or not speakers & {sentence.forms[words[-1]].lower(), sentence.words[words[-1]].lemma}
    ):
        return names
    place = words[-1]
    touching = [name for name in names if name.start <= place < name.stop]
    if any(name.type == "PER" for name in touching):
        return names
    return sorted([*(name for name in names if name not in touching), Name(place, place + 1, "PER")])


def _opens_by_chance(
    sentence: Sentence, name: Name, votes: Mapping[str, Counter[str]], common: Callable[[str], bool]
) -> bool:
    """Whether a name is a common word that has its capital from opening the sentence, and no other place says more."""
    form = sentence.forms[name.start]
    if name.stop - name.start > 1 or any(word[:1].isalnum() for word in sentence.forms[: name.start]):
        return False
    alone = not any(word[:1].isalnum() for word in sentence.forms[name.stop :])
    if alone or not is_cyrillic(form) or not common(form.lower()) or (name.type != "PER" and form.isupper()):
        return False
    return votes.get(_key(sentence, name.start), Counter())[name.type] < 2


def _voted(
    sentence: Sentence,
    names: list[Name],
    votes: Mapping[str, Counter[str]],
    speakers: frozenset[str],
    common: Callable[[str], bool],
) -> list[Name]:
    settled = []
    names = _labelled(sentence, names, speakers)
    names = [name for name in names if not _opens_by_chance(sentence, name, votes, common)]
    inside: set[int] = set()
    for name in names:
        inside.update(name_words(name))
        heads = [i for i in name_words(name) if _telling(sentence.forms[i])]
        if len(heads) == 1 and name.type != "ORG":
            cast = votes.get(_key(sentence, heads[0]), Counter())
            best = max(("PER", "LOC", "ORG"), key=lambda kind: cast[kind])
            if cast[best] > 2 * cast[name.type]:
                name = name._replace(type=best)
        settled.append(name)
    for i, form in enumerate(sentence.forms):
        if (
            i in inside
            or not _telling(form)
            or (form.isupper() and all(w.isupper() for w in sentence.forms if w[:1].isalpha()))
        ):
            continue
        cast = votes.get(_key(sentence, i), Counter())
        best = max(("PER", "LOC"), key=lambda kind: cast[kind])
        chance = _opens_by_chance(sentence, Name(i, i + 1, best), votes, common)
        if (
            not chance
            and cast[best] >= 1
            and cast[best] >= cast["O"]
            and sentence.words[i].pos in ("PROPN", "NOUN", "ADJ", "X")
        ):
            settled.append(Name(i, i + 1, best))
    return sorted(settled)


def _telling(form: str) -> bool:
    return len(form) > 2 and form[0].isupper() and form.replace("-", "").isalpha()


def _key(sentence: Sentence, i: int) -> str:
    form = sentence.forms[i]
    return sentence.words[i].lemma if is_cyrillic(form) else form.lower().removesuffix("'s")
