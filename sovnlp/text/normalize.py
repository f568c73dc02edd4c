"""Normalizing rules: named for what they undo, applied in order, every edit traceable to the source.

A rule is a function of a text (and of a dictionary, where one helps) that yields edits. To undo a new habit of
printers or scanners, write one more and give it a place in ``RULES``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from sovnlp.text import prereform, spaced
from sovnlp.text.edits import Edit, Normalized

__all__ = ["RULES", "Known", "Rule", "normalize"]

Known = Callable[[str], bool]
"""Is this lower-case word in the dictionary?"""

Rule = Callable[[str, Known | None], Iterator[Edit]]

_CYRILLIC_LETTERS = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіѣѳѵАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІѢѲѴ")
_CYRILLIC = re.compile(f"[{''.join(sorted(_CYRILLIC_LETTERS))}]")
_LETTER = r"[^\W\d_]"


def normalize(
    text: str, *, rules: Sequence[str] | None = None, known: Known | None = None, first: Sequence[Edit] = ()
) -> Normalized:
    """The text after the named rules (all of ``RULES`` by default), in their order in ``RULES``.

    ``first`` are edits to make before any rule. ``known`` says whether a lower-case word is in the dictionary; without
    it, what is hyphenated or spaced out is judged by the text's own words and by endings. Raises ``ValueError`` for a
    rule that does not exist.

    >>> normalize("с к у л а к о м и подку\u00adлачником", known={"кулаком"}.__contains__).text
    'с кулаком и подкулачником'
    """
    unknown = set(rules or ()) - RULES.keys()
    if unknown:
        raise ValueError(f"no normalizing rule named {', '.join(sorted(unknown))}; there are {', '.join(RULES)}")
    result = Normalized.of(text).then(first)
    for name, rule in RULES.items():
        if rules is None or name in rules:
            result = result.then(rule(result.text, known))
    return result


def _has_cyrillic(text: str) -> bool:
    return not text.isascii() and _CYRILLIC.search(text) is not None


def _is_cyrillic(letters: str) -> bool:
    """Whether there is a letter and all are Cyrillic."""
    return letters != "" and all(letter in _CYRILLIC_LETTERS for letter in letters)


# --- letters and signs that are printed in another way ---------------------------------------------------------------

_COMPOSED = {"и": "й", "И": "Й", "е": "ё", "Е": "Ё"}
_DECOMPOSED = re.compile("[иИ]\u0306|[еЕ]\u0308")


def decomposed_letters(text: str, known: Known | None = None) -> Iterator[Edit]:
    """A letter and its combining mark become one letter: «и» + U+0306 -> «й»."""
    if "\u0306" in text or "\u0308" in text:
        for m in _DECOMPOSED.finditer(text):
            yield Edit(m.start(), m.end(), _COMPOSED[m[0][0]])


_STRESSED = dict(zip("áàéèóòýѐѝÁÀÉÈÓÒÝЀЍ", "ааееооуеиААЕЕООУЕИ", strict=True))
_STRESS = re.compile("[\u0300\u0301áàéèóòýѐѝÁÀÉÈÓÒÝЀЍ'’´`]")
_VOWELS = frozenset("аеёиоуыэюяѣіАЕЁИОУЫЭЮЯѢІ")


def stress_marks(text: str, known: Known | None = None) -> Iterator[Edit]:
    """Marks of stress go: «за́мок» -> «замок», «бóльшего» -> «большего», «за'мок» -> «замок»."""
    for m in _STRESS.finditer(text) if _has_cyrillic(text) else ():
        at = m.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if m[0] in "\u0300\u0301":
            stress = before in _VOWELS
        elif m[0] in "'’´`":
            stress = before in _VOWELS and _is_cyrillic(before + after) and after.islower() and after not in _VOWELS
        else:
            stress = m[0] in "ѐѝЀЍ" or _is_cyrillic(before) or _is_cyrillic(after)
        if stress:
            yield Edit(at, at + 1, _STRESSED.get(m[0], ""))


_LATIN_TO_CYRILLIC = dict(zip("aceopxykiABCEHIKMOPTXY", "асеорхукіАВСЕНІКМОРТХУ", strict=True))
_CYRILLIC_TO_LATIN = {cyrillic: latin for latin, cyrillic in _LATIN_TO_CYRILLIC.items()}
_LATIN = re.compile("[A-Za-z]+")
_ROMAN = re.compile("[IVXLCDM]+")
_GLUED = re.compile("[a-zа-яё][A-ZА-ЯЁ]|[IVX]{2}[А-Яа-яЁё]")


def latin_lookalikes(text: str, known: Known | None = None) -> Iterator[Edit]:
    """Letters of the other script in a word become its own: «кyлaк» -> «кулак», «ХV» -> XV, «c ними» -> «с ними»."""
    if not _has_cyrillic(text):
        return
    done = 0
    for m in _LATIN.finditer(text):
        start, stop = m.span()
        if start < done:
            continue
        if text[start - 1 : start] in _CYRILLIC_LETTERS or text[stop : stop + 1] in _CYRILLIC_LETTERS:
            while start and text[start - 1].isalpha():
                start -= 1
            while stop < len(text) and text[stop].isalpha():
                stop += 1
            done = stop
            changes = _in_one_script(text[start:stop])
        elif _stands_for_cyrillic(text, start, stop):
            changes = [(i, _LATIN_TO_CYRILLIC[letter]) for i, letter in enumerate(m[0])]
        else:
            continue
        for i, letter in changes:
            yield Edit(start + i, start + i + 1, letter)


def _stands_for_cyrillic(text: str, start: int, stop: int) -> bool:
    """«c», «y» and the like between Russian words, «B» at the start of a sentence, «CCCP»."""
    word = text[start:stop]
    left, right = text[max(0, start - 2) : start], text[stop : stop + 2]
    inside = left[-1:] == " " and (_is_cyrillic(left[:1]) or left[:1] == ",")
    if len(word) > 1:
        lookalikes = word.isupper() and len(word) > 2 and all(letter in _LATIN_TO_CYRILLIC for letter in word)
        return lookalikes and inside and not _ROMAN.fullmatch(word) and right[:1] not in ("-", "'", "’")
    if right[:1] != " " or not _is_cyrillic(right[1:]):
        return False
    first = left in ("", ". ", "! ", "? ", "… ", "— ") or left[-1:] == "\n"
    return (word in "acoyk" and inside) or (word in "ABCKOY" and first and right[1:].islower())


def _in_one_script(word: str) -> list[tuple[int, str]]:
    """What to change in a word of two scripts; nothing where neither script can have the whole of it."""
    latin = [letter for letter in word if letter.isascii()]
    cyrillic = [letter for letter in word if not letter.isascii()]
    to_cyrillic = all(letter in _LATIN_TO_CYRILLIC for letter in latin)
    to_latin = all(letter in _CYRILLIC_TO_LATIN for letter in cyrillic)
    if _GLUED.search(word) or not (to_cyrillic or to_latin):
        return []
    if to_cyrillic and to_latin:
        as_latin = "".join(_CYRILLIC_TO_LATIN.get(letter, letter) for letter in word)
        to_latin = len(latin) > len(cyrillic) or bool(_ROMAN.fullmatch(as_latin))
    table = _CYRILLIC_TO_LATIN if to_latin else _LATIN_TO_CYRILLIC
    return [(i, table[letter]) for i, letter in enumerate(word) if letter in table]


_YER = re.compile("['’ʼ`](?=[еёюяиѣіЕЁЮЯ])")
_PREFIXED = re.compile(
    "[а-я]+[бвгджзклмнпрстфхчшщ]|[св]|(?:не)?(?:вз|воз|об|от|под|над|пред|раз|роз|без|из|меж|ад|суб|ин)"
)
_CAPITAL_PREFIXED = re.compile(
    "(?:не)?(?:в|вз|воз|с|об|от|под|над|пред|раз|роз|без|из|меж|сверх|дву?х|тр[её]х|ад|суб|ин)"
)


def apostrophe_yer(text: str, known: Known | None = None) -> Iterator[Edit]:
    """An apostrophe that stands for ъ: «об’явить», «с'езд» -> «объявить», «съезд»; «д'Артаньян» is left alone."""
    for m in _YER.finditer(text) if _has_cyrillic(text) else ():
        start = at = m.start()
        while start and text[start - 1].isalpha():
            start -= 1
        head, after = text[start:at], text[m.end()]
        capitals = head.isupper() and after.isupper()
        if (after.islower() or capitals) and (
            _PREFIXED.fullmatch(head) or _CAPITAL_PREFIXED.fullmatch(head.lower()) or (capitals and len(head) > 3)
        ):
            yield Edit(at, at + 1, "Ъ" if capitals else "ъ")


_OLD_WORD = re.compile(f"{_CYRILLIC.pattern}+")


def prereform_spelling(text: str, known: Known | None = None) -> Iterator[Edit]:
    """Spelling of before 1918: «хлѣбъ» -> «хлеб», «новаго» -> «нового» where the word or the text is of that age."""
    if not prereform.has_sign(text):
        return
    throughout = prereform.is_prereform(text)
    for m in _OLD_WORD.finditer(text):
        if throughout or prereform.has_sign(m[0]):
            word = prereform.respell(m[0])
            if word != m[0]:
                yield Edit(m.start(), m.end(), word)


_QUOTES = str.maketrans({**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛‹›ʼ′", "'")})
_QUOTE = re.compile("[“”„‟«»″‘’‚‛‹›ʼ′]")


def quotes(text: str, known: Known | None = None) -> Iterator[Edit]:
    """Quotation marks of all forms become plain ones: «дань» -> "дань", don’t -> don't."""
    for m in _QUOTE.finditer(text):
        yield Edit(m.start(), m.end(), m[0].translate(_QUOTES))


def yo(text: str, known: Known | None = None) -> Iterator[Edit]:
    """The letter ё, printed or not, becomes е: «счёт» -> «счет»."""
    if "ё" in text or "Ё" in text:
        for m in re.finditer("[ёЁ]", text):
            yield Edit(m.start(), m.end(), "е" if m[0] == "ё" else "Е")


# --- what printing and scanning put inside words ---------------------------------------------------------------------


def soft_hyphens(text: str, known: Known | None = None) -> Iterator[Edit]:
    """Soft hyphens go, with the line end that follows: «кол\u00adхоз» -> «колхоз»."""
    if "\u00ad" in text:
        for m in re.finditer("\u00ad(?:[ \t]*\n[ \t]*(?=\\w))?", text):
            yield Edit(m.start(), m.end(), "")


_LINE_HYPHEN = re.compile("(?P<hyphen>[-\u2010\u2011¬])[ \t]*\n[ \t]*")
_LEFT = re.compile(rf"(?:{_LETTER}{{1,40}}|(?<!\d)\d{{1,4}})$")
_RIGHT = re.compile(rf"{_LETTER}{{1,40}}")
# Words whose hyphen is their own, by what stands on either side of it (lower case).
_OWN_HYPHEN = [
    (r"кое|кой|вице|экс|обер|унтер|социал|национал|анархо|военно|рабоче|торгово|научно|англо|франко|германо", r".+"),
    (r"во", "первых|вторых"),
    (r"в", r".+[тмь]ых|третьих"),
    (r"из", "за|под"),
    (r"по", r"(?!(?:тому|этому|чему)$).+(?:[сц]ки|[ое]му|ьи)"),
    (r"(?:кто|что|кого|чего|кому|чему|кем|чем|ком|как|где|куда|когда|откуда|почему|зачем|отчего|сколько|чей|чь[яеиёю]"
     r"|как(?:ой|ая|ое|ие|ого|ому|ую|им|ом|их|ими))", "то|либо|нибудь"),
    (r".{3,}", "таки|нибудь|либо"),
    (r".{5,}[сц]ко", r".{3,}(?:[иыо]й|[ая]я|[ую]ю|[ое]е|[иы]е|[ое]го|[ое]му|[иы]м|[иы]х|[иы]ми|[ое]м)"),
    (r"self|non|anti|counter|ex|vice|pseudo|semi|ultra|half|quasi|all|well|pro|arch", r".{3,}"),
]  # fmt: skip
_OWN = re.compile("|".join(f"(?:(?:{left})-(?:{right}))" for left, right in _OWN_HYPHEN))
_JOINED_ANYWAY = re.compile(r"(?:сельско|велико)-")


def line_hyphens(text: str, known: Known | None = None) -> Iterator[Edit]:
    """A word broken at a line end is joined: «кол-» + «хоз» -> «колхоз»; «во-» + «первых» keeps its hyphen."""
    if "\n" not in text or not _LINE_HYPHEN.search(text):
        return
    known = known or spaced.vocabulary(text)
    for m in _LINE_HYPHEN.finditer(text):
        left = _LEFT.search(text, max(0, m.start() - 40), m.start())
        right = _RIGHT.match(text, m.end())
        if left and right:
            own = m["hyphen"] != "¬" and _has_own_hyphen(left[0], right[0], known)
            yield Edit(m.start(), m.end(), "-" if own else "")


def _has_own_hyphen(left: str, right: str, known: Known) -> bool:
    if left.isdigit() or (right[0].isupper() and not left.isupper()):
        return True
    left, right = left.lower(), right.lower()
    if known(left + right) or _JOINED_ANYWAY.match(f"{left}-"):
        return False
    if left == right or _OWN.fullmatch(f"{left}-{right}"):
        return True
    return min(len(left), len(right)) > 3 and known(left) and known(right)


_SUPPLIED = re.compile(rf"[<\[](?P<letters>{_LETTER}{{1,30}}(?:-{_LETTER}{{1,30}})*)[>\]]")
_NOT_SUPPLIED = frozenset("a b br em font i li p s small span strong sub sup tt u sic так".split())
"""Tags, and an editor's assurance."""


def expansions(text: str, known: Known | None = None) -> Iterator[Edit]:
    """Letters an editor supplied within a word lose their brackets: «ч<асов>» -> «часов», «[в]месте» -> «вместе»."""
    for m in _SUPPLIED.finditer(text):
        start, stop = m.span()
        before, after = text[start - 1 : start], text[stop : stop + 1]
        two_words = (before.islower() and m[0][1].isupper()) or (m[0][-2].islower() and after.isupper())
        if (before.isalpha() or after.isalpha()) and not two_words and m["letters"].lower() not in _NOT_SUPPLIED:
            yield Edit(start, start + 1, "")
            yield Edit(stop - 1, stop, "")


def spaced_letters(text: str, known: Known | None = None) -> Iterator[Edit]:
    """Spaced-out words: «и к у л а к» -> «и кулак», «В р е д и т е л ь» -> «Вредитель»."""
    for start, stop in spaced.joins(text, known):
        yield Edit(start, stop, "")


_ODD_SPACE = re.compile("[\u00a0\u2000-\u200f\u2011\u202f\u205f\u2060\u3000\ufeff]")


def odd_spaces(text: str, known: Known | None = None) -> Iterator[Edit]:
    """Non-breaking and thin spaces and hyphens become plain ones; characters without width go."""
    if not text.isascii():
        for m in _ODD_SPACE.finditer(text):
            plain = "-" if m[0] == "\u2011" else "" if m[0] in "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff" else " "
            yield Edit(m.start(), m.end(), plain)


_DIGITS = re.compile(r"\d+|[¹²³⁰⁴-⁹]+")
_WORD_BEFORE = re.compile(
    rf"(?:^|\s)[«“„\"'(]*(?:{_LETTER}+-)?(?P<word>{_LETTER}{{3,}})(?P<mark>[.,;:!?…»”\"')]{{0,3}})$"
)
_AFTER_WORD = re.compile(r"(?:\*\)?)?(?![\w%/°\\-]|[.,:]\d)")
_AFTER_STOP = re.compile(r"\s+[A-ZА-ЯЁ«“„\"(—–]|\s*$|\s*\n")
_AFTER_COMMA = re.compile(r"\s+[A-ZА-ЯЁa-zа-яё«“„\"(—–]")
_NUMBERED = frozenset(
    "стр рис ред изд вып прим табл руб коп тыс млн час мин сек том лит див разд пар кат обр гос "
    "vol vols nos art arts fig figs sec par col chap ver".split()
)


def footnote_digits(text: str, known: Known | None = None) -> Iterator[Edit]:
    """Numbers of printed notes glued to a word: «пленума1.», "Kamenev3", «слово».12 -> without them; «Т34» stays."""
    for m in _DIGITS.finditer(text):
        start, stop = m.span()
        before = text[start - 1 : start]
        if before == "[" and text[stop : stop + 1] == "]" and stop - start < 4:
            start, stop = start - 1, stop + 1
            start -= text[start - 1 : start] == " "
            if start and text[start - 1] not in "\n\t" and not text[stop : stop + 1].isalnum():
                yield Edit(start, stop, "")
        elif not m[0].isdecimal():
            unit = text[max(0, start - 3) : start].split()[-1:] in (
                ["м"],
                ["км"],
                ["см"],
                ["мм"],
                ["m"],
                ["km"],
                ["cm"],
            )
            if not unit and (before.isalpha() or before in tuple('.,;:!?…»”")')):
                yield Edit(start, stop, "")
        elif stop - start < 4 and not before.isspace():
            tail = _note_tail(text, start, stop)
            if tail is not None:
                yield Edit(start, tail, "")


def _note_tail(text: str, start: int, stop: int) -> int | None:
    """Where a note number that starts at ``start`` stops with its asterisk, or None if it is no note number."""
    word = _WORD_BEFORE.search(text, max(0, start - 40), start)
    if not word or not word["word"][1:].islower() or word["word"].lower() in _NUMBERED:
        return None
    if not word["mark"]:
        after = _AFTER_WORD.match(text, stop)
        return after.end() if after else None
    follows = _AFTER_STOP if word["mark"][-1] not in ",;" else _AFTER_COMMA
    return stop if follows.match(text, stop) else None


RULES: dict[str, Rule] = {
    "decomposed_letters": decomposed_letters,
    "stress_marks": stress_marks,
    "soft_hyphens": soft_hyphens,
    "line_hyphens": line_hyphens,
    "expansions": expansions,
    "spaced_letters": spaced_letters,
    "odd_spaces": odd_spaces,
    "latin_lookalikes": latin_lookalikes,
    "footnote_digits": footnote_digits,
    "apostrophe_yer": apostrophe_yer,
    "prereform_spelling": prereform_spelling,
    "quotes": quotes,
    "yo": yo,
}
