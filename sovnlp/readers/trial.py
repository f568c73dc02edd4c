"""Proceedings of courts: questions and answers, narrated testimony, sittings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sovnlp.document import Extract, Part, Segment
from sovnlp.text.narration import Narration
from sovnlp.text.proceedings import cut, find_labels, is_prose, sittings
from sovnlp.text.speakers import speaker_id
from sovnlp.text.turns import Label, Piece, is_flat, numbered

__all__ = ["read"]

_SPEECH = 2_500
_SAMPLE = 300_000
_EXAMINER = re.compile(
    r"(?i)председател|прокурор|обвинител|председательств|president|presiding|chairman|prosecutor|procurator|судья"
)
_DEFENCE = re.compile(r"(?i)защит|counsel")
_PROSECUTORS = frozenset(
    map(
        speaker_id,
        "Vyshinsky Krylenko Roginsky Ulrich Matulevich Nikitchenko Вышинский Крыленко Рогинский Ульрих".split(),
    )
)
_JUDGES = frozenset(map(speaker_id, ("Ульрих", "Матулевич", "Никитченко")))
_DEMAND = re.compile(
    r"(?:^|[.!…]\s|,\s)(?:(?i:please|now|briefly|accused\s\w+,?)\s)*(?i:tell\s(?:us|the|me)|answer(?:\sme|\sthe)?\b|explain|formulate|describe|state\s|speak\b|continue\b"
    r"|go\son|begin\b|allow\sme\sto\s(?:begin|ask)|permit\sme\sto\sask|relate\b|give\s(?:us|the|your)|расскаж\w+|скаж\w+|объясн\w+|ответ\w+те|отвечайте"
    r"|продолжай\w*|излож\w+|говорите|назовите|уточните|сформулируйте|покажите|дайте\sпоказани)"
)
_SILENCE = re.compile(
    r"(?i)n['’]t\sinterrupt|not\s(?:to\s)?interrupt|не\s(?:пере|пре)бива|не\sмеша|silence|тише|соблюдайте\sпорядок"
)
_NAME = (
    r"(?!(?i:secretary|army|military|the|and|of|секретарь|член)\b)"
    r"(?:[A-ZА-ЯЁ]\.\s?){0,3}[A-ZА-ЯЁ][^\W\d_]+(?:-[A-ZА-ЯЁ][^\W\d_]+)?"
)
_COURT = r"(?:the\s)?President\sof\sthe\s(?:Court|Military\sCollegium)"
_ACCUSER = r"(?:the\s)?(?:(?:State|Public)\s(?:Prosecutor|Procurator)|Procurator\sof\sthe\sU\.?S\.?S\.?R\.?)"
_ACCUSER_RU = r"(?:[Гг]осударственн\w+\sобвинител\w+|Прокурор\w*(?:\sСоюза\sССР)?)"
_FACTS = {
    "president": re.compile(
        rf"{_COURT},?\sComrade\s({_NAME})|Comrade\s({_NAME}),\s{_COURT}"
        rf"|({_NAME})\s(?:Army\s)?(?:Military\sJurist\s)?President\sof\sthe\s(?:Court|Military)"
        rf"|Председательств\w+\W{{1,5}}(?:Председател\w+[^.\n]{{0,80}}?\s)?(?:тов\.\s|т\.\s)?({_NAME})"
    ),
    "prosecutor": re.compile(
        rf"{_ACCUSER},?\s(?:Comrade\s({_NAME})|((?:[A-Z]\.\s?){{1,3}}{_NAME}))|Comrade\s({_NAME}),\s{_ACCUSER}"
        rf"|{_ACCUSER_RU}\W{{1,5}}(?:тов\.\s|т\.\s)?({_NAME})"
    ),
}
_ACCUSED = re.compile(
    r"(?:[Tt]he\saccused|[Пп]одсудим\w+|[Оо]бвиняем\w+|THE\sACCUSED|ПОДСУДИМ\w+)\s(?:[A-ZА-ЯЁ]\.\s?){0,3}([A-ZА-ЯЁ][\w-]{2,})"
)


def read(extract: Extract) -> tuple[Part, ...]:
    r"""Cut the proceedings of a court into questions, answers and what else is said; each sitting is a part.

    Narrated testimony («The accused admits that…») is narration. A question is a turn of the prosecutor or president
    that asks or demands testimony; an answer is what another says right after it.

    >>> text = "VYSHINSKY: Where was it?\nOSINKIN: Behind the river.\nVYSHINSKY: I see.\nOSINKIN: Yes."
    >>> [segment.kind for segment in read(Extract(text))[0].segments if segment.turn]
    ['question', 'answer', 'speech', 'speech']
    """
    text = extract.text
    flat = is_flat(text)
    labels = find_labels(text, flat)
    called = _ACCUSED.findall(text[:_SAMPLE])
    pieces = _narrated(text, cut(extract, labels, flat), labels, called, flat)
    facts = _facts(text, labels, called)
    groups = list(sittings(text, pieces, extract.metadata))
    parts = []
    for number, (group, session, date) in enumerate(groups):
        start = group[0].start if number and group else 0
        stop = groups[number + 1][0][0].start if number + 1 < len(groups) else len(text)
        found = tuple(_with_kinds(text, list(numbered(text, group)), speaker_id(facts.get("prosecutor", ""))))
        told = {**facts, **({"session": session} if session else {})}
        parts.append(Part(start, stop, found, told, date if len(groups) > 1 else None))
    return tuple(parts)


def _narrated(
    text: str, pieces: Sequence[Piece], labels: Sequence[Label], called: Sequence[str], flat: bool
) -> list[Piece]:
    """The pieces with what the reporter tells set apart from what is said."""
    tell = Narration({label.speaker for label in labels if label.speaker and not label.office} | set(called))
    prose = sum(p.stop - p.start for p in pieces if p.role == "narration" and is_prose(text[p.start : p.stop])) > 0
    made: list[Piece] = []
    speaker, first, told, length = "", False, False, 0
    for piece in pieces:
        if piece.role == "label":
            if piece.label is None or piece.label.kind != "interjection":
                speaker, first, told = (piece.label.speaker or "") if piece.label else "", True, False
                length = 0
        elif piece.role == "words":
            # In a long speech to the court the accused are spoken of in the third person too.
            report = prose and not first and length < _SPEECH
            gesture = not first and tell.is_gesture(text[piece.start : piece.stop])
            told = (
                told or not labels or gesture or (report and tell.is_narrated(text, piece.start, piece.stop, speaker))
            )
            length += piece.stop - piece.start
            cut_at = tell.start(text, piece.start, piece.stop, speaker) if flat and prose and not told else None
            if told or cut_at is not None:
                told = True
                begin = piece.start if cut_at is None else cut_at
                said = text[piece.start : begin].rstrip()
                if said:
                    made.append(replace(piece, stop=piece.start + len(said)))
                made.append(Piece("narration", begin, piece.stop))
                first = False
                continue
            first = False
        elif piece.role == "narration":
            told = True
        elif piece.role in ("heading", "closing"):
            speaker, told = "", False
        made.append(piece)
    return made


def _facts(text: str, labels: Sequence[Label], called: Sequence[str]) -> dict[str, str]:
    """President, prosecutor and accused, where the text names them."""
    found = {}
    for name, pattern in _FACTS.items():
        if match := pattern.search(text, 0, _SAMPLE):
            found[name] = next(group for group in match.groups() if group)
    for label in labels:
        if label.speaker_id in _PROSECUTORS and not label.office:
            found.setdefault("prosecutor", label.speaker or "")
    accused = set(map(speaker_id, called))
    spoken: dict[str, str] = {}
    for label in labels:
        if label.speaker_id and not label.office and label.speaker_id in accused:
            spoken.setdefault(label.speaker_id, label.speaker or "")
    if spoken:
        found["accused"] = ", ".join(spoken.values())
    return found


def _with_kinds(text: str, segments: Sequence[Segment], prosecutor: str | None) -> Iterator[Segment]:
    """The segments with questions, answers and interruptions told apart."""
    turns: dict[int, list[Segment]] = {}
    for segment in segments:
        if segment.turn is not None and segment.kind == "speech":
            turns.setdefault(segment.turn, []).append(segment)
    said = {turn: text[own[0].start : own[-1].stop] for turn, own in turns.items()}
    examiners = _examiners(turns, said, prosecutor)
    kinds: dict[int, str] = {}
    for turn, own in turns.items():
        who = _who(own[0])
        if who in examiners:
            if own[0].speaker and _asks(said[turn]):
                kinds[turn] = "question"
        elif kinds.get(turn - 1) == "question" and own[0].speaker:
            kinds[turn] = "answer"
    for turn, words in said.items():
        asked = kinds.get(turn) == "question"
        if len(words) < 300 and not asked and _who(turns[turn][0]) in examiners and _SILENCE.search(words):
            for near in (turn - 1, turn + 1):
                if near in said and _who(turns[near][0]) not in examiners and len(said[near]) < 300:
                    kinds[near] = "interjection"
    for segment in segments:
        kind = kinds.get(segment.turn or 0)
        if kind and segment.kind == "speech":
            s = segment
            segment = Segment(kind, s.start, s.stop, s.turn, s.speaker, s.speaker_id, s.office)
        yield segment


def _who(segment: Segment) -> str:
    return segment.speaker_id or (segment.speaker or "").casefold()


def _examiners(turns: dict[int, list[Segment]], said: dict[int, str], prosecutor: str | None) -> set[str]:
    """Who examines: by office, by name, or because most of what they say are questions."""
    count: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    shown: dict[str, Segment] = {}
    for turn, own in turns.items():
        who = _who(own[0])
        shown.setdefault(who, own[0])
        count[who] += 1
        asked[who] += said[turn].endswith(("?", '?"', "?»"))
    found = set()
    for who, first in shown.items():
        label = f"{first.speaker or ''} {first.office or ''}"
        if _EXAMINER.search(label) or first.speaker_id in _PROSECUTORS | _JUDGES or (who and who == prosecutor):
            found.add(who)
        elif who and asked[who] >= 2 and asked[who] >= 0.5 * count[who] and not _DEFENCE.search(label):
            found.add(who)
    return found


def _asks(words: str) -> bool:
    """Whether an examiner's turn asks: it ends in a question, demands testimony, or prompts with a broken sentence."""
    bare = re.sub(r"[(\[][^()\[\]]{0,300}[)\]]\.?$", "", words[-400:].rstrip()).rstrip("\"'”») ")
    if "?" in bare[-120:]:
        return True
    tail = bare[-220:]
    if _DEMAND.search(tail):
        return True
    return len(bare) < 60 and bare.endswith(("..", ". .", "…"))
