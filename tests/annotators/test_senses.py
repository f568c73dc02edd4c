"""The sense engine: which words it finds, which rule decides, and both senses of the ambiguous ones."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sovnlp.annotators import senses
from sovnlp.document import Concept, Token
from sovnlp.lexicon import Lexicon, load


@cache
def analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


def tokens(text: str) -> list[Token]:
    """Words and marks; a sentence ends with a full stop; Russian lemmas are pymorphy3's best, English ones the norm."""
    result, sentence = [], 0
    for match in re.finditer(r"\w+(?:[-’']\w+)*|[^\w\s]", text):
        norm = match[0].lower().replace("ё", "е")
        russian = bool(re.search("[а-я]", norm))
        lemma = analyzer().parse(norm)[0].normal_form if russian else norm
        language = "ru" if russian else "en"
        result.append(Token(match.start(), match.end(), match[0], norm, lemma, "X", "", sentence, language))
        sentence += match[0] == "."
    return result


@cache
def annotate() -> Any:
    return senses.load(load())


def find(text: str, concept: str) -> list[Concept]:
    return [found for found in annotate()(tokens(text)) if found.concept == concept]


BOTH_SENSES = [
    ("tribute", "Это нечто вроде дани, которую деревня отдаёт заводам.", True),
    ("tribute", "Назовём ли мы это данью или сверхналогом, суть одна.", True),
    ("tribute", "Ораторы отдали дань памяти погибшего сплавщика.", False),
    ("tribute", "Хан ждал дани от покорённых городов.", False),
    ("tribute", "Утром Дани не было дома.", False),
    ("tribute", "The peasantry pays something like a tribute for the sake of industry.", True),
    ("tribute", "This tribute is a super-tax, comrades.", True),
    ("tribute", "The choir paid tribute to the late teacher.", False),
    ("tribute", "The khan took tribute from the conquered towns.", False),
    ("kulak", "В Верхнем Яру кулаки прятали рожь в ямах.", True),
    ("kulak", "Кулацкий двор обложили отдельно.", True),
    ("kulak", "Сход проголосовал против кулака Пряхина.", True),
    ("kulak", "Он сжал кулаки и замолчал.", False),
    ("kulak", "Старик стукнул кулаком по столу.", False),
    ("kulak", "Танковый кулак был собран на левом фланге.", False),
    ("kulak", "На съезде выступил Кулаков.", False),
    ("kulak", "Kulaks of the Verkhny Yar district refused to sell rye.", True),
    ("wrecking", "На шахте раскрыто вредительство.", True),
    ("wrecking", "Вредители вывели из строя насос.", True),
    ("wrecking", "Садовый вредитель поел листья яблони.", False),
    ("wrecking", "Жук оказался опасным вредителем хлопчатника.", False),
    ("wrecking", "Сырость вредит старым книгам.", False),
    ("wrecking", "The engineer was accused of wrecking at the coal mine.", True),
    ("wrecking", "Salvage men came on the wrecking tug from the coast.", False),
    ("purge", "Комиссия по чистке вызвала весь отдел.", True),
    ("purge", "После чистки в тресте осталась половина служащих.", True),
    ("purge", "Пришло время для чистки дымохода.", False),
    ("purge", "Бельё сдали в сухую чистку.", False),
    ("purge", "Он встал, чтобы чистить картошку.", False),
    ("purge", "Two clerks of the Soviet were removed in the purge of the apparatus.", True),
    ("purge", "The doctor gave him a medicine to purge the blood.", False),
    ("class_enemy", "Классовый враг пробрался в правление.", True),
    ("class_enemy", "Разоблачить врага в колхозе оказалось трудно.", True),
    ("class_enemy", "Враг отошёл за реку под огнём артиллерии.", False),
    ("class_enemy", "Кулацкая вылазка на хуторе была отбита.", True),
    ("class_enemy", "В воскресенье устроили вылазку за грибами.", False),
    ("class_enemy", "The enemy is hidden under the mask of a good worker.", True),
    ("class_enemy", "The enemy opened fire on our trenches.", False),
    ("enemy_of_the_people", "Его назвали врагом народа и увезли ночью.", True),
    ("enemy_of_the_people", "Вечером в клубе шла пьеса Ибсена «Враг народа».", False),
    ("enemy_of_the_people", "They called the miller an enemy of the people.", True),
    ("right_deviation", "Ячейка осудила правый уклон.", True),
    ("right_deviation", "Телега покатилась под уклон.", False),
    ("right_deviation", "Крутой уклон дороги пугал лошадей.", False),
    ("right_deviation", "The cell condemned the Right deviation.", True),
    ("right_deviation", "The needle showed a slight deviation.", False),
    ("troika", "Тройка при ОГПУ дала ему пять лет.", True),
    ("troika", "По приговору тройки его отправили на север.", True),
    ("troika", "Тройка лошадей ждала у крыльца.", False),
    ("troika", "По физике у него тройка, и экзамен не сдан.", False),
    ("troika", "The troika sentenced him to five years.", True),
    ("troika", "A troika with bells flew over the snow.", False),
    ("rationing_queues", "У лавки с ночи стоял хвост за керосином.", True),
    ("rationing_queues", "Собака вильнула хвостом.", False),
    ("rationing_queues", "В свою очередь инженер возразил.", False),
    ("smychka", "Смычка города и деревни крепнет.", True),
    ("smychka", "Без смычки с середняком заводу не жить.", True),
    ("smychka", "Скрипач опустил смычок, и смычки оркестра замерли.", False),
    ("speculation", "За спекуляцию мукой Сычёва оштрафовали.", True),
    ("speculation", "Статья дала повод для спекуляций.", False),
    ("speculation", "Food speculators filled the market.", True),
    ("speculation", "Speculation as to his return was idle.", False),
    ("famine", "В тот год голод пришёл во все волости.", True),
    ("famine", "Похлёбка утолила голод.", False),
    ("famine", "На заводах товарный голод, нет гвоздей.", False),
    ("goods_famine", "На заводах товарный голод, нет гвоздей.", True),
    ("famine", "Famine came to the Volga villages.", True),
    ("famine", "The goods famine grew worse.", False),
    ("goods_famine", "The goods famine grew worse.", True),
    ("former_people", "В артель пролезли бывшие люди.", True),
    ("former_people", "Счетоводом служил бывший помещик Рябов.", True),
    ("former_people", "Бывший председатель уехал в город.", False),
    ("lishentsy", "Лишенцы не голосуют.", True),
    ("individual_peasant", "Единоличники сеяли отдельно.", True),
    ("individual_peasant", "Единоличное хозяйство платит больше.", True),
    ("individual_peasant", "Судья принял решение единоличным порядком.", False),
    ("excesses", "Перегибы в колхозах исправили.", True),
    ("excesses", "Секретарь перегнул палку с налогом.", True),
    ("excesses", "На перегибе трубы выступила вода.", False),
    ("excesses", "У девочки нашли искривление позвоночника.", False),
    ("double_dealing", "Двурушник голосовал за резолюцию.", True),
    ("double_dealing", "He was a double-dealer inside the Party.", True),
    ("double_dealing", "Her husband's duplicity ended the marriage.", False),
    ("sabotage", "Служащих судили за саботаж.", True),
    ("sabotage", "The clerks were tried for sabotage.", True),
    ("diversion", "Диверсанты подожгли склад.", True),
    ("diversion", "Конница произвела диверсию против неприятеля на левом фланге.", False),
    ("diversion", "He confessed to espionage and diversion.", True),
    ("diversion", "Chess was their only diversion that winter.", False),
    ("price_scissors", "Раствор «ножниц» увеличился к осени.", True),
    ("price_scissors", "Портной взял ножницы.", False),
    ("price_scissors", "The price scissors opened again.", True),
    ("price_scissors", "The tailor put down his scissors.", False),
    ("vigilance", "Революционная бдительность притупилась.", True),
    ("vigilance", "Бдительность сторожа спасла склад.", False),
    ("vigilance", "The Party called for vigilance.", True),
    ("vigilance", "The sentry lost his vigilance towards dawn.", False),
    ("shock_work", "Ударники цеха взяли встречный план.", True),
    ("shock_work", "Ударная бригада перекрыла норму.", True),
    ("shock_work", "Ударник джазового оркестра сломал палочку.", False),
    ("shock_work", "Ударная волна выбила стёкла.", False),
    ("dizzy_with_success", "У сельсовета головокружение от успехов.", True),
    ("dizzy_with_success", "От жары началось головокружение.", False),
    ("hoarding", "The miller was fined for hoarding grain.", True),
    ("hoarding", "A painted hoarding stood by the bridge.", False),
    ("grain_procurement", "План заготовок хлеба не выполнен.", True),
    ("grain_procurement", "Заготовка дров окончена.", False),
    ("promotion_cadres", "Подбор кадров в тресте хромает.", True),
    ("promotion_cadres", "Последний кадр фильма засвечен.", False),
    ("gulag", "Его сослали в лагерь ОГПУ.", True),
    ("gulag", "Пионерский лагерь открыли у озера.", False),
]


@pytest.mark.parametrize(("concept", "text", "expected"), BOTH_SENSES)
def test_it_tells_the_concept_from_the_other_sense(concept: str, text: str, expected: bool) -> None:
    found = find(text, concept)

    assert any(hit.accepted for hit in found) == expected, [(hit.why, text[hit.start : hit.stop]) for hit in found]


def test_every_family_tested_has_both_senses_and_there_are_enough() -> None:
    assert len(BOTH_SENSES) > 60
    assert len({concept for concept, *_ in BOTH_SENSES}) > 25


def test_a_phrase_wins_over_its_words_but_other_concepts_still_count() -> None:
    text = "Началась ликвидация кулачества, как класса."

    (phrase,) = find(text, "liquidation_kulak_class")
    (word,) = find(text, "kulak")

    assert text[phrase.start : phrase.stop] == "ликвидация кулачества, как класса"
    assert phrase.why == "phrase: ликвидация кулачества как класса"
    assert (text[word.start : word.stop], word.why) == ("кулачества", "unambiguous")


def test_one_concept_never_counts_the_same_word_twice() -> None:
    found = find("Генеральная чистка партии и чистка аппарата.", "purge")

    assert len(found) == 2
    assert all(a.stop <= b.start for a, b in zip(found, found[1:], strict=False))


def test_a_rejected_word_is_told_with_its_reason() -> None:
    (fist,) = find("Он сжал кулак.", "kulak")

    assert not fist.accepted
    assert fist.why == "unless: сжать (fist)"
    assert fist.probability == senses.PROBABILITY["unless"]


def test_a_needed_word_is_named() -> None:
    (tribute,) = find("О дани и о налоге спорили до утра.", "tribute")

    assert (tribute.accepted, tribute.why) == (True, "needs: налог")


def test_a_default_says_so() -> None:
    (kulak,) = find("Кулаки уехали.", "kulak")

    assert kulak.why.startswith("default: ")
    assert kulak.probability == senses.PROBABILITY["default accept"]


def test_the_rest_of_the_document_decides_what_its_sentence_does_not() -> None:
    alone = find("Снова заговорили о дани.", "tribute")
    after = find("Дань есть сверхналог. Снова заговорили о дани.", "tribute")

    assert [hit.accepted for hit in alone] == [False]
    assert [hit.accepted for hit in after] == [True, True]
    assert after[1].why.startswith("document: ")


def test_context_does_not_reach_into_the_next_sentence() -> None:
    (levy,) = find("Дань забыта. Налог повышен.", "tribute")

    assert not levy.accepted


def test_a_surname_is_no_kulak_even_at_the_start_of_a_sentence() -> None:
    sentence = "Кулаков приехал."
    named = [
        Token(0, 7, "Кулаков", "кулаков", "кулаков", "PROPN", "", 0, "ru"),
        Token(8, 15, "приехал", "приехал", "приехать", "VERB", "", 0, "ru"),
    ]

    found = [hit for hit in annotate()(named) if hit.concept == "kulak"]

    assert [(hit.accepted, hit.why) for hit in found] == [(False, "name: Кулаков")]
    assert sentence[found[0].start : found[0].stop] == "Кулаков"


def test_capitals_throughout_are_no_name() -> None:
    assert find("ВЫГНАТЬ КУЛАКОВ ИЗ СОВЕТОВ", "kulak")[0].accepted


@pytest.mark.parametrize("word", ["буржуазно-кулацкий", "кулацко-поповский", "середняцко-кулацкая"])
def test_a_compound_counts_for_its_parts(word: str) -> None:
    (found,) = find(f"Это {word} союз.", "kulak")

    assert found.accepted


@pytest.mark.parametrize("spelling", ["double-dealer", "double dealer", "double - dealer"])
def test_a_hyphen_may_be_cut_by_the_tokenizer(spelling: str) -> None:
    assert [hit.accepted for hit in find(f"A {spelling} in the cell.", "double_dealing")] == [True]


def test_ё_and_е_are_the_same() -> None:
    assert find("Кулачьё шумело.", "kulak")[0].accepted
    assert find("Кулачье шумело.", "kulak")[0].accepted


def test_offsets_point_at_the_words() -> None:
    text = "Нет, товарищи, враги народа не дремлют."

    (found,) = [hit for hit in find(text, "enemy_of_the_people") if hit.accepted]

    assert text[found.start : found.stop] == "враги народа"


def test_occurrences_come_in_order_and_an_empty_document_has_none() -> None:
    found = annotate()(tokens("Кулак и середняк, нэп и смычка, голод и хлебозаготовки."))

    assert [hit.start for hit in found] == sorted(hit.start for hit in found)
    assert annotate()([]) == []


OWN = """
[lamp]
label.ru = "лампа"
label.en = "lamp"
definition = "The rural electric lamp."
group = "test"
period = "1920/1930"
family.ru = "лампа"
forms.en = "=Lamps"
[[lamp.context]]
words = "лампа"
steps = [{ needs = "сельский", within = 2 }]
default = "reject"
reason = "any lamp"
"""


def own(tmp_path: Path) -> Lexicon:
    file = tmp_path / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    return load(file)


def test_a_window_counts_words_and_not_marks(tmp_path: Path) -> None:
    decide = senses.load(own(tmp_path))

    def taken(text: str) -> list[bool]:
        return [hit.accepted for hit in decide(tokens(text)) if hit.concept == "lamp"]

    assert taken("лампа, — (новая) сельская") == [True]
    assert taken("лампа очень новая сельская") == [False]


def test_an_exact_form_takes_no_other(tmp_path: Path) -> None:
    decide = senses.load(own(tmp_path))

    assert [hit.start for hit in decide(tokens("Lamp and lamps")) if hit.concept == "lamp"] == [9]


@pytest.mark.parametrize(
    ("text", "negated", "quoted"),
    [
        ("Я не кулак, а середняк, хлеб сдал.", True, False),
        ("Он, не боясь, назвал кулака кулаком и хлеб отобрал.", False, False),
        ("В деревне нет больше кулаков, хлеб общий.", True, False),
        ("Слово «кулак» в деревне и хлеб в амбаре.", False, True),
        ("Крестьянин сказал: «Кулак прячет хлеб в амбаре».", False, True),
        ("Газета «Хлебороб» пишет, что кулак прячет хлеб.", False, False),
        ("He is not a kulak, the peasant said of the grain.", True, False),
        ('They call the peasant a "kulak" for his grain.', False, True),
        ("There was no grain, and the kulak laughed.", False, False),
    ],
)
def test_negation_and_quotation_are_flags(text: str, negated: bool, quoted: bool) -> None:
    first = find(text, "kulak")[0]
    assert (first.negated, first.quoted) == (negated, quoted)
