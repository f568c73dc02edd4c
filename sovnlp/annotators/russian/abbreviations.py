"""Abbreviations of Russian print: what stands for what, where the words around it leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

__all__ = ["Abbreviation", "abbreviation", "may_abbreviate", "shown"]


class Abbreviation(NamedTuple):
    """The word that is abbreviated: its headword and universal part of speech."""

    lemma: str
    pos: str


def _table(pos: str, listed: str) -> dict[str, Abbreviation]:
    pairs = (pair.partition(":") for pair in listed.split())
    return {short: Abbreviation(word, pos) for short, _, word in pairs}


# With a stop, whatever stands around them. (ГОСТ 7.12 has these and many more that a historian seldom meets.)
ALWAYS: Mapping[str, Abbreviation] = {
    **_table(
        "NOUN",
        "гг:год вв:век им:имя тт:товарищ тов:товарищ руб:рубль коп:копейка обл:область губ:губерния ул:улица "
        "пер:переулок стр:страница вып:выпуск изд:издание прим:примечание примеч:примечание экз:экземпляр чел:человек "
        "проф:профессор акад:академик инж:инженер ген:генерал тел:телефон зам:заместитель зав:заведующий "
        "пом:помощник пред:председатель секр:секретарь сб:сборник рис:рисунок табл:таблица тыс:тысяча",
    ),
    **_table("ADJ", "др:другой пр:прочий"),
    **_table("ADV", "напр:например"),
    **_table("VERB", "см:смотреть ср:сравнить"),
    **_table("ADP", "ок:около"),
}
# Of these, the ones that are also forms of other words, and so nothing else at the end of a sentence.
FORMS = frozenset("им пер зам чел ген тел ср изд".split())
# After a number, with or without a stop. The signs of units (км, кг, га) are words by themselves.
AFTER_NUMBER = _table(
    "NOUN",
    "в:век вв:век г:год гг:год р:рубль руб:рубль коп:копейка чел:человек экз:экземпляр тыс:тысяча млн:миллион "
    "млрд:миллиард",
)
# With a stop, before a number or before a word with a capital.
BEFORE_NUMBER = _table(
    "NOUN", "ст:статья п:пункт пп:пункт т:том л:лист лл:лист ф:фонд оп:опись с:страница гл:глава кн:книга"
)
BEFORE_CAPITAL = _table(
    "NOUN", "т:товарищ гр:гражданин г:город гор:город д:деревня дер:деревня с:село ст:станция р:река пос:поселок"
)
# Two that stand for a phrase.
PHRASES: Mapping[tuple[str, str], tuple[Abbreviation, Abbreviation]] = {
    ("т", "д"): (Abbreviation("так", "ADV"), Abbreviation("далее", "ADV")),
    ("т", "п"): (Abbreviation("то", "PRON"), Abbreviation("подобный", "ADJ")),
    ("т", "е"): (Abbreviation("то", "PRON"), Abbreviation("быть", "VERB")),
    ("т", "к"): (Abbreviation("так", "SCONJ"), Abbreviation("как", "SCONJ")),
    ("н", "э"): (Abbreviation("наш", "DET"), Abbreviation("эра", "NOUN")),
}
SHORT = frozenset().union(ALWAYS, AFTER_NUMBER, BEFORE_NUMBER, BEFORE_CAPITAL, *PHRASES)
# Words with their middle left out, and what is written with strokes or stops within: one token each.
CONTRACTED = re.compile("(?P<stem>[а-яё]{1,3}-[внкцтщжд])(?P<ending>а|у|ом|ем|е|о|ы|и|ов|ка|ки|ку|кой|ке)?")
CONTRACTIONS = _table(
    "NOUN",
    "гр-н:гражданин гр-к:гражданка т-щ:товарищ кр-н:крестьянин р-н:район х-в:хозяйство о-в:общество з-д:завод "
    "ф-к:фабрика г-н:господин г-ж:госпожа к-т:комитет ин-т:институт т-в:товарищество",
)
WHOLE: Mapping[str, Abbreviation] = {
    **_table("NOUN", "т.т.:товарищ"),
    **_table(
        "ADJ",
        "с.-х.:сельскохозяйственный с/х:сельскохозяйственный с-х:сельскохозяйственный ж.-д.:железнодорожный "
        "ж/д:железнодорожный к.-р.:контрреволюционный к/р:контрреволюционный к-р:контрреволюционный "
        "а.-с.:антисоветский а/с:антисоветский с.-д.:социал-демократический",
    ),
}
# ВКП(б), ВКП/б/, КП(б)У, and Ц.К., В.К.П.(б) as split.words leaves them.
PARTY = re.compile(r"(?P<party>[А-ЯЁ]{2,5})[(/]б[)/](?P<land>[А-ЯЁ]?)")
SPACED = re.compile(r"(?P<letters>(?:[А-ЯЁ]\.){2,})(?P<party>\(б\))?")
LETTER = re.compile("[А-ЯЁ]")


def shown(form: str) -> str:
    """Return what a tagger that does not know such tokens had better see."""
    party = PARTY.fullmatch(form)
    if party:
        return f"{party['party']}{party['land']}"
    spaced = SPACED.fullmatch(form)
    return spaced["letters"].replace(".", "") if spaced else form


def abbreviation(forms: Sequence[str], i: int) -> Abbreviation | None:
    """Return what the i-th form of a sentence abbreviates, or None.

    The stop may be part of the form (as in treebanks) or be the next form. A single capital with a stop beside
    another or a name is an initial.
    """
    return _whole(forms[i]) or _shortened(forms, i)


def may_abbreviate(form: str) -> bool:
    """Say whether a form by itself may be an abbreviation, whatever stands around it."""
    short = form.removesuffix(".")
    if short.lower() in SHORT or LETTER.fullmatch(short):
        return True
    return not form.isalpha() and _whole(form) is not None


def _whole(form: str) -> Abbreviation | None:
    party = PARTY.fullmatch(form)
    if party:
        return Abbreviation(f"{party['party']}(б){party['land']}".lower(), "PROPN")
    if len(form) > 2 and SPACED.fullmatch(form):
        return Abbreviation(form.replace(".", "").lower(), "PROPN")
    lowered = form.lower()
    if lowered in WHOLE:
        return WHOLE[lowered]
    contracted = CONTRACTED.fullmatch(lowered) if "-" in lowered else None
    return CONTRACTIONS.get(contracted["stem"]) if contracted else None


def _shortened(forms: Sequence[str], i: int) -> Abbreviation | None:
    short, stopped, after = _parted(forms, i)
    before = forms[i - 1] if i else ""
    following = forms[after] if after < len(forms) else ""
    if len(short) == 1 and LETTER.fullmatch(short):
        near = (
            following[:1].isupper() or before.istitle() or (before == "." and i > 1 and LETTER.fullmatch(forms[i - 2]))
        )
        return Abbreviation(short.lower(), "PROPN") if stopped and near else None
    if not (short.islower() or short.istitle()):
        return None
    short = short.lower()
    if short in AFTER_NUMBER and _is_number(before):
        return AFTER_NUMBER[short]
    if not stopped:
        return None
    for first, place in ((i, 0), (i - 2 if before == "." else i - 1, 1)):
        phrase = _phrase(forms, first)
        if phrase:
            return phrase[place]
    if short in BEFORE_NUMBER and following[:1].isdigit():
        return BEFORE_NUMBER[short]
    if short in BEFORE_CAPITAL and following[:1].isupper():
        return BEFORE_CAPITAL[short]
    return ALWAYS.get(short) if following or short not in FORMS else None


def _parted(forms: Sequence[str], i: int) -> tuple[str, bool, int]:
    """Return a form without its stop, whether it has one, and where the form after it is."""
    form = forms[i]
    if len(form) > 1 and form[-1] == ".":
        return form[:-1], True, i + 1
    stopped = i + 1 < len(forms) and forms[i + 1] == "."
    return form, stopped, i + 1 + stopped


def _phrase(forms: Sequence[str], first: int) -> tuple[Abbreviation, Abbreviation] | None:
    if first < 0:
        return None
    short, stopped, after = _parted(forms, first)
    if not stopped or after >= len(forms):
        return None
    return PHRASES.get((short.lower(), _parted(forms, after)[0].lower()))


def _is_number(form: str) -> bool:
    return form[:1].isdigit() or bool(form and not form.strip("IVXLХ"))
