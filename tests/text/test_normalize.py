from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.text.normalize import RULES, normalize


@cache
def dictionary() -> Callable[[str], bool]:
    import pymorphy3

    return pymorphy3.MorphAnalyzer().word_is_known


CASES = {
    "decomposed_letters": [
        ("краи\u0306 и е\u0308лка", "край и ёлка"),
        ("И\u0306од", "Йод"),
        ("край", "край"),
    ],
    "stress_marks": [
        ("за\u0301мок и замо\u0301к", "замок и замок"),
        ("бóльшая часть, чтó же", "большая часть, что же"),
        ("за'мок и за’мок", "замок и замок"),
        ("стѐклами", "стеклами"),
        ("д'Артаньян, «l'été», café", "д'Артаньян, «l'été», café"),
        ("съела 'дань' и ушла", "съела 'дань' и ушла"),
    ],
    "soft_hyphens": [
        ("кол\u00adхоз", "колхоз"),
        ("заго\u00ad\nтовки", "заготовки"),
        ("слово\u00ad\n\nНовая", "слово\n\nНовая"),
    ],
    "line_hyphens": [
        ("хлебо-\nзаготовки", "хлебозаготовки"),
        ("хлебо¬\nзаготовки", "хлебозаготовки"),
        ("кол- \n   хоз", "колхоз"),
        ("мес-\nто и лис-\nток", "место и листок"),
        ("во-\nпервых, во-\nпрос", "во-первых, вопрос"),
        ("в-\nтретьих, кое-\nкто", "в-третьих, кое-кто"),
        ("кто-\nто, какой-\nлибо, где-\nнибудь, все-\nтаки", "кто-то, какой-либо, где-нибудь, все-таки"),
        ("по-\nбольшевистски, по-\nновому, по-\nтому, по-\nложение", "по-большевистски, по-новому, потому, положение"),
        ("из-\nза, из-\nвестие", "из-за, известие"),
        ("военно-\nпромышленный, социал-\nдемократ", "военно-промышленный, социал-демократ"),
        ("марксистско-\nленинский, сельско-\nхозяйственный", "марксистско-ленинский, сельскохозяйственный"),
        ("Верхне-\nДольск", "Верхне-Дольск"),
        ("КОЛЛЕКТИ-\nВИЗАЦИЯ", "КОЛЛЕКТИВИЗАЦИЯ"),
        ("20-\nго мая", "20-го мая"),
        ("еле-\nеле", "еле-еле"),
        ("agri-\nculture and counter-\nrevolution", "agriculture and counter-revolution"),
        ("сказал он -\nи ушел; 1920-\n1921", "сказал он -\nи ушел; 1920-\n1921"),
        (
            "завод-гигант встал, и завод-\nгигант пошел; гигант и завод",
            "завод-гигант встал, и завод-гигант пошел; гигант и завод",
        ),
    ],
    "spaced_letters": [
        ("к у л а к", "кулак"),
        ("это д а н ь!", "это дань!"),
        ("в р е д и т е л ь с т в о и саботаж", "вредительство и саботаж"),
        ("в р е д и т е л ь с т в о  и  с а б о т а ж", "вредительство  и  саботаж"),
        ("к\u00a0у\u00a0л\u00a0а\u00a0к и с\u00a0е\u00a0р\u00a0е\u00a0д\u00a0н\u00a0я\u00a0к", "кулак и середняк"),
        ("и к у л а к", "и кулак"),
        ("кулаком звали, с к у л а к о м спорили", "кулаком звали, с кулаком спорили"),
        ("k u l a k s are here", "kulaks are here"),
        ("С С С Р", "СССР"),
        ("К у л а к", "Кулак"),
        ("П е т р В а л о в", "Петр Валов"),
        ("И. В. Дольский и А. Б. В.", "И. В. Дольский и А. Б. В."),
        ("пункты а б в г д", "пункты а б в г д"),
        ("пункты а б в", "пункты а б в"),
        ("не он, а я и о том", "не он, а я и о том"),
        ("а я и с ним", "а я и с ним"),
        ("и я в с", "и я в с"),
    ],
    "odd_spaces": [
        ("т.\u00a0д. и\u2009т.\u202fп.", "т. д. и т. п."),
        ("\ufeffкол\u200bхоз", "колхоз"),
        ("кто\u2011то", "кто-то"),
    ],
    "latin_lookalikes": [
        ("кyлaк", "кулак"),
        ("Cовет", "Совет"),
        ("Kолхоз MOСКВА", "Колхоз МОСКВА"),
        ("кулак c ними, a мы", "кулак с ними, а мы"),
        ("Так. B роте", "Так. В роте"),
        ("весь CCCP знает", "весь СССР знает"),
        ("ХV съезд, ХIХ век", "XV съезд, XIX век"),
        ("сommittee", "committee"),
        ("XV съезд, Николай II, том IV", "XV съезд, Николай II, том IV"),
        ("трактор Т-34, V-образный", "трактор Т-34, V-образный"),
        ("постальюCarte, IIРоссийский", "постальюCarte, IIРоссийский"),
        ("a word, c and o", "a word, c and o"),
    ],
    "footnote_digits": [
        ("Дольскому73, и экосо55 и", "Дольскому, и экосо и"),
        ("после пленума1. Затем", "после пленума. Затем"),
        ("после пленума.1 Затем", "после пленума. Затем"),
        ("занятая спором,6 прошла", "занятая спором, прошла"),
        ("Valov3 said so. Kettle12", "Valov said so. Kettle"),
        ("слово¹, другое.² Третье", "слово, другое. Третье"),
        ("так [12]. И вот[3] он", "так. И вот он"),
        ("слово1* и слово2*)", "слово и слово"),
        ("[1] Примечание\n[2] Другое", "[1] Примечание\n[2] Другое"),
        ("Т34, Б12, 1-го, H2O, 12 м², 1929", "Т34, Б12, 1-го, H2O, 12 м², 1929"),
        ("стр.27, рис.5 и No.8", "стр.27, рис.5 и No.8"),
        ("сентября1917, фунта0,9 и Нивоз4-й", "сентября1917, фунта0,9 и Нивоз4-й"),
        ("/etext96/a1b2 March..........66\n", "/etext96/a1b2 March..........66\n"),
    ],
    "apostrophe_yer": [
        ("об’явить, с'езд, об'ективный", "объявить, съезд, объективный"),
        ("Под'ем и трех'ярусный", "Подъем и трехъярусный"),
        ("С'ЕЗД ОБ'ЯВИЛ", "СЪЕЗД ОБЪЯВИЛ"),
        ("в'езд", "въезд"),
        ("д'Артаньян, Жанна д’Ель, Лук'янов", "д'Артаньян, Жанна д’Ель, Лук'янов"),
        ("'ели' и 'яма'", "'ели' и 'яма'"),
    ],
    "prereform_spelling": [
        ("Хлѣбъ и миръ", "Хлеб и мир"),
        ("новаго порядка, послѣдняго слова", "нового порядка, последнего слова"),
        ("Онъ далъ бывшаго, русскія новыя другія", "Он дал бывшего, русские новые другие"),
        ("Въ Россіи партія и энергія, знанія", "В России партия и энергия, знания"),
        ("Безплатный разсказъ о возстаніи", "Бесплатный рассказ о восстании"),
        ("ея онѣ однѣхъ", "ее они одних"),
        ("сѵнодъ, Ѳедоръ", "синод, Федор"),
        ("БЫВШІЯ НОВЫЯ", "БЫВШИЕ НОВЫЕ"),
        ("благо, Чикаго и съезд объявил", "благо, Чикаго и съезд объявил"),
        ("Слова новаго века. " * 50 + "Онъ", "Слова новаго века. " * 50 + "Он"),
    ],
    "quotes": [
        ("“дань” „дань“ «дань»", '"дань" "дань" "дань"'),
        ("don’t ‘so’", "don't 'so'"),
    ],
    "yo": [("Счёт, Ёж", "Счет, Еж")],
}


@pytest.mark.parametrize(("rule", "source", "expected"), [(r, *case) for r, cases in CASES.items() for case in cases])
def test_a_rule_undoes_what_it_is_named_for(rule: str, source: str, expected: str) -> None:
    assert normalize(source, rules=[rule]).text == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("и к у л а к", "и кулак"),
        ("борьба с к у л а к о м и подкулачником", "борьба с кулаком и подкулачником"),
        ("борьба с к у л а к о м и", "борьба с кулаком и"),
        ("к у л а к и с е р е д н я к", "кулак и середняк"),
        ("к у л а к и середняк", "кулак и середняк"),
        ("к у л а к и прячут хлеб", "кулаки прячут хлеб"),
        ("в к о л х о з е", "в колхозе"),
        ("в о й н а и мир", "война и мир"),
        ("а к т и в партии", "актив партии"),
        ("п о п и кулак", "поп и кулак"),
        ("л и к в и д а ц и я к у л а ч е с т в а к а к к л а с с а", "ликвидация кулачества как класса"),
        ("товарищ З а б о л у е в сказал", "товарищ Заболуев сказал"),
        ("в р е д и т е л ь с т в о", "вредительство"),
        ("В р е д и т е л ь с т в о и с а б о т а ж", "Вредительство и саботаж"),
    ],
)
def test_spaced_letters_with_a_dictionary(source: str, expected: str) -> None:
    assert normalize(source, rules=["spaced_letters"], known=dictionary()).text == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("колхоз-\nгигант", "колхоз-гигант"),
        ("хлебо-\nзаготовки", "хлебозаготовки"),
        ("кто-\nто", "кто-то"),
        ("бога-\nтый", "богатый"),
        ("крестьянин-\nбедняк", "крестьянин-бедняк"),
        ("раз-\nбить", "разбить"),
    ],
)
def test_line_hyphens_with_a_dictionary(source: str, expected: str) -> None:
    assert normalize(source, rules=["line_hyphens"], known=dictionary()).text == expected


def test_rules_work_together_and_offsets_lead_back() -> None:
    source = "Борьба с “к у л а ч е-\nством” и об’явленный счёт."
    text = normalize("Кyлaц\u00adкий с’езд, “в р е д и т е л ь” и зна-\nніе новаго¹ хлѣба")
    assert text.text == 'Кулацкий съезд, "вредитель" и знание нового хлеба'
    at = text.text.index("вредитель")
    start, stop = text.to_source(at, at + 9)
    assert text.source[start:stop] == "в р е д и т е л ь"
    at = text.text.index("знание")
    start, stop = text.to_source(at, at + 6)
    assert text.source[start:stop] == "зна-\nніе"
    assert normalize(source).to_source(0, 6) == (0, 6)


def test_only_the_named_rules_apply() -> None:
    assert normalize("«ёж»", rules=["yo"]).text == "«еж»"
    assert normalize("«ёж»", rules=[]).text == "«ёж»"
    with pytest.raises(ValueError, match="no normalizing rule named jo"):
        normalize("", rules=["jo"])


def test_every_rule_has_cases_and_an_example_in_its_docstring() -> None:
    assert CASES.keys() == RULES.keys()
    assert all(rule.__doc__ and "\n" not in rule.__doc__ for rule in RULES.values())


HOSTILE = st.text(alphabet="авеиіокстщъьёАБѣac IXx1²[]-¬\n\u00ad\u00a0\u0301\u0306'’«» .,*", max_size=60)


@given(HOSTILE)
def test_any_text_passes_and_every_span_leads_into_the_source(source: str) -> None:
    text = normalize(source)
    spans = [text.to_source(i, i + 1) for i in range(len(text.text))]
    assert spans == sorted(spans)
    assert all(0 <= start <= stop <= len(source) for start, stop in spans)


@given(st.text(alphabet="abcdefgh ,.\n", max_size=60).filter(lambda s: "  " not in s))
def test_words_of_plain_english_are_left_alone(source: str) -> None:
    words = " ".join(f"{word}x" for word in source.split())
    assert normalize(words).text == words
