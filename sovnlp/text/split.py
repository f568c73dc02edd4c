"""Sentences and words as spans: razdel with our corrections for Russian, rules in its spirit for English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from sovnlp.text.language import detect

__all__ = ["Span", "hard_wrapped", "sentences", "words"]


class Span(NamedTuple):
    """A half-open stretch of a text, in code points."""

    start: int
    stop: int


def sentences(text: str, language: str | None = None) -> list[Span]:
    """The sentences of ``text`` in order, without the white space around them.

    ``language`` is ``ru`` or ``en``; without it each paragraph is judged by its script. A blank line always ends a
    sentence, a line end where lines are paragraphs (see ``hard_wrapped``).
    """
    result: list[Span] = []
    last = "en"
    for start, stop in _blocks(text):
        block = text[start:stop]
        last = language or detect(block) or last
        cuts = _russian_cuts(block) if last == "ru" else _english_cuts(block)
        at = 0
        for cut in (*cuts, len(block)):
            piece = block[at:cut]
            left = start + at + len(piece) - len(piece.lstrip())
            right = start + at + len(piece.rstrip())
            if left < right:
                result.append(Span(left, right))
            at = cut
    return result


def words(text: str, language: str) -> list[Span]:
    """The words and marks of ``text`` in order; every visible character lies in one of them, and no space does.

    In Russian, names and abbreviations with marks in them are one word: ВКП(б), КП/б/У, ЦК'а, Ц.К., т.т., с.-х., к/р.
    """
    if language == "ru":
        return [Span(a, b) for m in _CHUNK.finditer(text) for a, b in _russian_words(m)]
    return [Span(*m.span()) for m in _ENGLISH_WORD.finditer(text)]


# --- lines and paragraphs --------------------------------------------------------------------------------------------

_LINE = re.compile(r"[^\n]+")
_BREAK = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)")
_LIST_ITEM = re.compile(r"(?:\w{1,3}[.)]|[-–—•*])\s")
_SENTENCE_END = re.compile(r"[.!?…:;][»”\"')\]]*$")


def hard_wrapped(text: str) -> bool:
    """Whether lines were broken to a width, so that a line end says nothing about sentences.

    In running prose that was wrapped, most lines go on in lower case; where each line is a paragraph hardly one does.
    """
    starts = [m.end() for m in _BREAK.finditer(text)]
    going_on = sum(text[start].islower() and not _LIST_ITEM.match(text, start) for start in starts)
    return going_on > 0.3 * len(starts)


def _blocks(text: str) -> Iterator[Span]:
    """Stretches that no sentence crosses."""
    wrapped = hard_wrapped(text)
    lines = [Span(*m.span()) for m in _LINE.finditer(text)]
    lengths = sorted(stop - start for start, stop in lines)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    start = None
    for (left, right), (following, _) in zip(lines, [*lines[1:], Span(len(text), len(text))], strict=False):
        start = left if start is None else start
        above, below = text[left:right].rstrip(), text[following : following + 200].lstrip(" \t")
        blank = following > right + 1 or not above or not below.split("\n", 1)[0].strip()
        if blank or (_line_ends(above, below, width) if wrapped else _paragraph_ends(below)):
            yield Span(start, right)
            start = None
    if start is not None:
        yield Span(start, len(text))


def _paragraph_ends(below: str) -> bool:
    """Between lines that are paragraphs: only a line that goes on in lower case belongs to the one above."""
    return not below[0].islower() or _LIST_ITEM.match(below) is not None


def _line_ends(above: str, below: str, width: int) -> bool:
    """Between wrapped lines: a heading, verse or list, much shorter than the others, before a capital or number."""
    return len(above.strip()) < 0.6 * width and not below[0].islower() and not _SENTENCE_END.search(above)


# --- Russian ---------------------------------------------------------------------------------------------------------

# A stretch without white space; razdel need not be asked about a word with one mark before or after it.
_CHUNK = re.compile(r"(?P<before>[«\"(]?)(?P<word>[А-Яа-яЁё]+)(?P<after>[.,:;!?»\")]?)(?!\S)|\S+")
_RU_ONE_WORD = re.compile(
    r"(?:[А-ЯЁ]{2,5}(?:\(б\)|/б/)(?:[А-ЯЁ](?!\w))?"  # ВКП(б), КП(б)У
    r"|[А-ЯЁ]{2,}['’][а-яё]{1,3}"  # ЦК'а
    r"|(?:С\.С\.С\.Р|Р\.С\.Ф\.С\.Р|[ВР]\.К\.П|Ц\.К\.К|Ц\.К|В\.Ц\.И\.К|Ц\.И\.К|С\.Н\.К|О\.Г\.П\.У|Г\.П\.У|В\.Ч\.К"
    r"|Н\.К\.В\.Д)(?:\.(?:\(б\))?|(?!\w))"
    r"|[тТ]\.т\.|[скжа]\.-[хдрс]\.|[скжа]/[хдрс](?!\w))"
)
_WINDOW = 24
# Abbreviations that stand before what they abbreviate: no sentence ends after them, whatever follows.
_RU_BEFORE = re.compile(
    r"(?:^|[\s(«\"“„\-])(?:т\.\s?т|тт|губ|вол|дер|оп|лл|ед|хр|инж|ген|адм|наст|собр|соч|гр-?н|гр-?ка|т-щ|"
    r"чл|пом|пред|секр|упр|уч|подп|разд)\.$",
    re.IGNORECASE,
)
_RU_REFERENCE = re.compile(r"(?:^|\W)(?:Ф|Оп|Д|Лл?|Т|С|Стр|Вып|Кн|Ед\.\s?хр)\.\s?\d+[а-я]?\.$|[А-Я]{3,}\.$")
_RU_REFERENCE_NEXT = re.compile(r"(?:Ф|Оп|Д|Лл?|Т|С|Стр|Вып|Кн|Ед)\.\s?(?:хр\.\s?)?\d")
# Stops that razdel passes over: after a year, where it takes «г.» for a town, and without a space.
_RU_INNER_STOP = re.compile(r"гг?\.\s+(?=[«\"“(–—]?\s?[А-ЯЁ])|(?<=[а-яё]{3})[.!?](?=[А-ЯЁ][а-яё]{2})")
_RU_YEAR = re.compile(r"\d\d(?:-?й|-?го)?\s?гг?\.$")
_RU_DATE_ONLY = re.compile(
    r"\W*(?:(?:[Вв]о?|[Кк]|[Сс]о?|[Дд]о|[Пп]осле|[Нн]а)\s)?(?:\d{1,2}\s)?(?:\w+\s){0,2}\d{4}(?:-?го)?\s?гг?\."
)
_RU_NOT_GLUED = re.compile(
    r"(?:^|\W)(?:гор|тов|губ|обл|дер|акад|проф|инж|ген|ред|стр|зам|зав|нач|пос|пер|бул|наб)\.$", re.IGNORECASE
)


def _russian_words(chunk: re.Match[str]) -> list[tuple[int, int]]:
    """Where the words of a stretch without white space begin and end."""
    if chunk["word"]:
        return [span for span in (chunk.span(1), chunk.span(2), chunk.span(3)) if span[0] < span[1]]
    start, letters = chunk.start(), chunk[0]
    found = _razdel_words(letters) if len(letters) < 40 else _razdel_words.__wrapped__(letters)
    return [(start + a, start + b) for a, b in found]


@lru_cache(maxsize=30_000)
def _razdel_words(chunk: str) -> tuple[tuple[int, int], ...]:
    from razdel import tokenize

    if chunk.isalpha():
        return ((0, len(chunk)),)
    found = [(token.start, token.stop) for token in tokenize(chunk)]
    starts, stops = {a for a, _ in found}, {b for _, b in found}
    for m in _RU_ONE_WORD.finditer(chunk):
        if m.start() in starts and m.end() in stops:
            found = sorted([(a, b) for a, b in found if b <= m.start() or a >= m.end()] + [m.span()])
    return tuple(found)


def _russian_cuts(text: str) -> list[int]:
    """Where sentences after the first begin."""
    from razdel import sentenize

    cuts: list[int] = []
    start = 0
    for sentence in sentenize(text):
        if sentence.start and not _joined(text, sentence.start):
            cuts.append(sentence.start)
            start = sentence.start
        for m in _RU_INNER_STOP.finditer(sentence.text):
            at = sentence.start + m.end()
            if _parted(text, start, at):
                cuts.append(at)
                start = at
    return cuts


def _joined(text: str, at: int) -> bool:
    """Whether razdel's cut at ``at`` parts an abbreviation from its word or an archival reference."""
    left = text[max(0, at - _WINDOW) : at].rstrip()
    if not left.endswith("."):
        return False
    if _RU_BEFORE.search(left):
        return True
    return _RU_REFERENCE_NEXT.match(text, at) is not None and _RU_REFERENCE.search(left) is not None


def _parted(text: str, start: int, at: int) -> bool:
    """Whether a sentence begins at ``at`` where razdel saw none: after a year, or a stop without its space."""
    left = text[max(start, at - _WINDOW) : at].rstrip()
    if not text[at - 1].isspace():
        return _RU_NOT_GLUED.search(left) is None
    return _RU_YEAR.search(left) is not None and _RU_DATE_ONLY.fullmatch(text[start:at].strip()) is None


# --- English ---------------------------------------------------------------------------------------------------------

_EN_STOP = re.compile(
    r"(?P<stop>[.!?…]+)(?P<close>[\"'”’)\]»]*)(?:\s+(?=(?P<open>[\"'“‘(\[«_—–-]*)(?P<next>[A-ZА-ЯЁ0-9]))"
    r"|(?<=[a-z]{2}[.!?])(?=[A-Z][a-z]))"
)
_EN_LEFT = re.compile(r"(?P<word>[\w.'’&-]*)$")
_EN_TITLES = frozenset(
    "mr mrs ms messrs dr prof gen col capt lt sgt maj adm brig st rev hon comr cde com mme mlle sen gov pres vs cf viz "
    "e.g i.e approx ca".split()
)
_EN_NUMBERED = frozenset(
    "no nos art arts p pp vol vols ch chap sec secs sect fig figs par para ll fol f op d l ed eds "
    "jan feb mar apr jun jul aug sept sep oct nov dec".split()
)
_EN_INITIAL = re.compile(r"^(?:[A-Z][.-])?[A-ZА-ЯЁ]$")
_EN_ACRONYM = re.compile(r"^(?:\w{1,2}\.)+\w{1,2}$")
_EN_COMPANIES = frozenset("etc co inc ltd corp bros jr sr al dept govt".split())
_EN_STARTERS = frozenset(
    "the a an he she it they we i you this that these those there here his her their our my your in on at by for from "
    "of to with without under after before during since when while where as if although but and or so yet nor not no "
    "what why how who which all some many most both each every one such then thus now only even let do did is was were "
    "are have has had can could will would shall should may might must".split()
)
_EN_NEXT_WORD = re.compile(r"[\"'“‘(\[«_—–-]*(\w+)")
_EN_NUMBER_ONLY = re.compile(r"^[\"'“(\[]*(?:\d{1,3}[a-z]?|[IVXL]{1,6}|[A-Za-z])[.)]*$")
_EN_OPENING_DOTS = re.compile(r"[\"“'‘(]\s?(?:\.\s?)*$")


def _english_cuts(text: str) -> list[int]:
    """Where sentences after the first begin."""
    cuts: list[int] = []
    start = 0
    for m in _EN_STOP.finditer(text):
        opening = m["stop"][0] == "." and _EN_OPENING_DOTS.search(text, max(start, m.start() - 8), m.start())
        if not opening and (m["stop"] != "." or _english_stop(text, start, m)):
            start = m.end()
            cuts.append(start)
    return cuts


def _english_stop(text: str, start: int, m: re.Match[str]) -> bool:
    """Whether the full stop that ``m`` found ends the sentence that began at ``start``."""
    if _EN_NUMBER_ONLY.match(text[start : m.start()].strip()[:20]):
        return False
    left = _EN_LEFT.search(text, max(start, m.start() - 30), m.start())
    word = left["word"].strip("'’-") if left else ""
    if m["next"] is None:
        return "www" not in word and word.lower() not in _EN_TITLES | _EN_NUMBERED
    following = _EN_NEXT_WORD.match(text, m.end())
    starter = following is not None and following[1].lower() in _EN_STARTERS
    lower = word.lower()
    if m["close"]:
        return True
    if _EN_INITIAL.match(word):
        return word == "I" and starter and text[max(0, m.start() - 3) : m.start() - 1].strip().islower()
    if lower in _EN_TITLES:
        return False
    if lower in _EN_NUMBERED:
        return not (m["next"].isdigit() or (following is not None and _EN_NUMBER_ONLY.match(following[1]) is not None))
    if _EN_ACRONYM.match(word) or lower in _EN_COMPANIES:
        return starter
    return True


_ENGLISH_WORD = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S.S.R.
    r"|\d+(?:[.,:/]\d+)*(?:st|nd|rd|th)?(?!\w)"
    r"|[^\W_]+(?:['’&-][^\W_]+)*"
    r"|\.{2,}|--+|[^\w\s]|_"
)
