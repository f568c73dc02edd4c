from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.text.translit import SYSTEMS, is_cyrillic, key, to_cyrillic, to_latin

LATIN = [
    ("ala-lc", "Вышинский", "Vyshinskii"),
    ("ala-lc", "вредительство", "vreditel'stvo"),
    ("ala-lc", "Щука ЩУКА Щ", "Shchuka SHCHUKA Shch"),
    ("ala-lc", "Ежов, Ягода, объём", 'Ezhov, Iagoda, ob"em'),
    ("ala-lc", "хлебозаготовки № 5", "khlebozagotovki № 5"),
    ("ala-lc", "ЦК ЮГ", "TSK IUG"),
    ("ala-lc", "хлѣбъ", 'khlieb"'),
    ("bgn-pcgn", "Ежов, Зиновьев, съезд", "Yezhov, Zinov'yev, s\"yezd"),
    ("bgn-pcgn", "Вышинский, Троцкий, Елена", "Vyshinskiy, Trotskiy, Yelena"),
    ("bgn-pcgn", "район, юг, Ягода", "rayon, yug, Yagoda"),
    ("gost-7.79-b", "цирк, царь, Щит, объём, этот, быт", "cirk, czar`, Shhit, ob``yom, e'tot, by't"),
    ("gost-7.79-b", "хлеб, Йод", "xleb, Jod"),
    ("scholarly", "Вышинский, щит, хлеб, ещё", "Vyšinskij, ščit, xleb, eščë"),
    ("scholarly", "ЧЕКА, Юг, эхо", "ČEKA, Jug, èxo"),
]


@pytest.mark.parametrize(("system", "russian", "latin"), LATIN)
def test_to_latin(system: str, russian: str, latin: str) -> None:
    assert to_latin(russian, system) == latin


def test_marked() -> None:
    assert to_latin("Вышинский, цель, Юг, съезд, этот", marked=True) == "Vyshinskiĭ, t͡selʹ, I͡ug, sʺezd, ėtot"
    assert to_latin("Пётр, ёлка", "bgn-pcgn", marked=True) == "Pëtr, yëlka"


def test_unknown_system() -> None:
    with pytest.raises(ValueError, match="no transliteration system 'iso'"):
        to_latin("а", "iso")
    with pytest.raises(ValueError, match="there are ala-lc"):
        to_cyrillic("a", "iso")


WORDS = """кулак середняк вредительство
раскулачивание хлебозаготовки съезд объединение чистка дань большевик колхоз совхоз
пятилетка индустриализация троцкист оппозиция бухарин крестьянство уклон правый левый трудодень продналог смычка район
подъезд юнкер цирк лицо щит вещь жжение шхуна сход яйцо бульон мышь рыба эхо поэт ружьё объём йод моё вьюга""".split()


@pytest.mark.parametrize("word", WORDS)
def test_gost_comes_back_exactly(word: str) -> None:
    assert to_cyrillic(to_latin(word, "gost-7.79-b"), "gost-7.79-b") == word


@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщыэюя", max_size=20))
def test_gost_comes_back_exactly_for_any_row_of_letters(word: str) -> None:
    assert to_cyrillic(to_latin(word, "gost-7.79-b"), "gost-7.79-b") == word


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize(
    "word",
    [
        "кулак",
        "Вышинский",
        "вредительство",
        "раскулачивание",
        "хлебозаготовки",
        "чистка",
        "дань",
        "Щит",
        "ЩИТ",
        "район",
    ],
)
def test_common_words_come_back_in_every_system(word: str, system: str) -> None:
    assert to_cyrillic(to_latin(word, system), system) == word


@pytest.mark.parametrize(
    ("russian", "back"),
    [("этот", "етот"), ("России", "Россий"), ("советский", "совецкий"), ("материал", "матерял"), ("ёж", "еж")],
)
def test_known_losses_of_plain_ala_lc(russian: str, back: str) -> None:
    assert to_cyrillic(to_latin(russian)) == back


def test_what_is_not_transliterated_stays() -> None:
    assert to_cyrillic('"kulak", 5!') == '"кулак", 5!'
    assert to_cyrillic("OB\"IaVIT'") == "ОБЪЯВИТь"
    assert to_cyrillic("vreditelʹstvo") == "вредительство"


KEYS = """
вредительство vreditel'stvo vreditelstvo vreditelʹstvo vreditel’stvo vreditel`stvo Vreditel'stvo
раскулачивание raskulachivanie raskulachivaniye raskulačivanie
Вышинский Vyshinskii Vyshinsky Vyšinskij Vyshinskiy Vyshinski Vyshinskij
Зиновьев Zinoviev Zinov'ev Zinovyev Zinov'yev Zinovev Zinowjew
хлебозаготовки khlebozagotovki chlebozagotovki xlebozagotovki hlebozagotovki
кулак kulak koulak Kulak
Ежов Yezhov Ezhov Ežov Jezhov
съезд s"ezd sezd syezd s"yezd sʺezd s’ezd s``ezd
щит shchit schit ščit shhit
товарищ tovarishch tovarisch tovarišč
колхоз kolkhoz kolchoz kolxoz kolhoz
Троцкий Trotskii Trotsky Trotzky Trockij Trotskiy
Ягода Iagoda Yagoda Jagoda I͡agoda
Юровский Iurovskii Yurovsky Jurovskij
чистка chistka čistka
Чека Cheka Čeka Tcheka
район raion rayon rajon
объединение ob"edinenie obedinenie obyedineniye ob'edinenie
пятилетка piatiletka pyatiletka pjatiletka
Хрущев Khrushchev Chruščev Hruschev Khruschev
Хрущёв Khrushchyov Khrushchev
Каменев Kamenev Kamieniev Kamenew
Бухарин Bukharin Bucharin Boukharin Buxarin
большевик bol'shevik bolshevik bol'ševik
ёлка elka yolka yelka jolka ëlka
Андреев Andreev Andreyev Andrejew
партийный partiinyi partiynyy partijnyj partiiny
продразверстка prodrazverstka prodrazvyorstka prodrazvërstka
Корнилов Kornilov Korniloff Kornilow
этот etot ètot e'tot ėtot
выйти vyiti vyjti vyyti
хлѣбъ khleb хлеб chleb
"""


@pytest.mark.parametrize(
    ("word", "typed"),
    [(first, other) for first, *others in map(str.split, KEYS.strip().splitlines()) for other in others],
)
def test_the_key_forgives(word: str, typed: str) -> None:
    assert key(word) == key(typed)


@pytest.mark.parametrize("word", [word for word in WORDS if "её" not in word and "оё" not in word])
@pytest.mark.parametrize("system", SYSTEMS)
def test_every_system_has_the_same_key(word: str, system: str) -> None:
    assert key(to_latin(word, system)) == key(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("бить", "быть"),
        ("мыло", "мило"),
        ("кулак", "кулик"),
        ("рад", "ряд"),
        ("жар", "шар"),
        ("цена", "чена"),
        ("дань", "дно"),
    ],
)
def test_the_key_tells_words_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_few_words_of_the_dictionary_share_a_key() -> None:
    import pymorphy3

    words = pymorphy3.MorphAnalyzer().iter_known_word_parses("к")
    lemmas = {lemma.replace("ё", "е") for word, tag, lemma, _, _ in words if word == lemma and word.isalpha()}
    assert len(lemmas) > 10_000
    assert len(lemmas) - len({key(lemma) for lemma in lemmas}) < 0.02 * len(lemmas)


def test_is_cyrillic() -> None:
    assert is_cyrillic("кулак") and is_cyrillic("Т-34") and not is_cyrillic("kulak") and not is_cyrillic("é")
