"""Russian words and lemmas: the ones a historian looks for, and a share of right ones on three treebanks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from sovnlp.annotators import russian
from sovnlp.annotators.russian.abbreviations import abbreviation
from sovnlp.annotators.russian.names import nominative
from sovnlp.annotators.russian.parses import Reader, analyzer
from sovnlp.annotators.russian.spelling import modern
from sovnlp.document import Word
from sovnlp.errors import MissingPackage
from sovnlp.text.normalize import normalize

TREEBANKS = Path(__file__).parents[3] / "shared" / "data" / "ud"
CONTENT = {"NOUN", "PROPN", "VERB", "ADJ", "ADV"}


@pytest.fixture(scope="module")
def read() -> Callable[[str, str], tuple[str, str, str]]:
    counts = {"большой": 900, "основной": 900, "основный": 1, "полк": 900, "полок": 10}
    reader = Reader(lambda word: counts.get(word, 0))
    return lambda form, tag: reader.read(form, tag).said


@pytest.fixture(scope="module")
def tag() -> Callable[[Sequence[str]], list[list[Word]]]:
    return russian.load()


@pytest.mark.parametrize(
    ("form", "tag", "wanted"),
    [
        ("кулаков", "NOUN|Case=Gen|Number=Plur", "кулак"),
        ("КУЛАКОВ", "NOUN|Case=Gen|Number=Plur", "кулак"),
        ("хлебозаготовок", "NOUN|Case=Gen|Number=Plur", "хлебозаготовка"),
        ("раскулачивали", "VERB|Aspect=Imp|Number=Plur|Tense=Past", "раскулачивать"),
        ("дани", "NOUN|Case=Gen|Number=Sing", "дань"),
        ("людей", "NOUN|Case=Gen|Number=Plur", "человек"),
        ("ёлки", "NOUN|Case=Gen|Number=Sing", "елка"),
        ("СССР", "PROPN|Case=Gen|Number=Sing", "ссср"),
        ("ЦК", "NOUN|Case=Gen|Number=Sing", "цк"),
        ("ВКП", "PROPN", "вкп"),
        ("НЭПа", "NOUN|Case=Gen|Number=Sing", "нэп"),
        ("нэпом", "NOUN|Case=Ins|Number=Sing", "нэп"),
        ("ВУЗов", "NOUN|Case=Gen|Number=Plur", "вуз"),
        ("МОПРа", "NOUN|Case=Gen|Number=Sing", "мопр"),
        ("ОДН'а", "NOUN|Case=Gen|Number=Sing", "одн"),
        ("совнаркома", "NOUN|Case=Gen|Gender=Masc|Number=Sing", "совнарком"),
        ("губкома", "NOUN|Case=Nom|Gender=Fem|Number=Sing", "губком"),
        ("райкомами", "NOUN|Case=Ins|Number=Plur", "райком"),
        ("социал-демократов", "NOUN|Case=Gen|Number=Plur", "социал-демократ"),
        ("колхозно-совхозного", "ADJ|Case=Gen|Number=Sing", "колхозно-совхозный"),
        ("Кулаков", "PROPN|Case=Nom|Gender=Masc|Number=Sing", "кулаков"),
        ("Кулакова", "PROPN|Case=Gen|Gender=Masc|Number=Sing", "кулаков"),
        ("Ивановой", "PROPN|Case=Ins|Gender=Fem|Number=Sing", "иванова"),
        ("Алексеевны", "PROPN|Case=Gen|Gender=Fem|Number=Sing", "алексеевна"),
        ("Григорьевичу", "PROPN|Case=Dat|Gender=Masc|Number=Sing", "григорьевич"),
        ("счастья", "NOUN|Case=Gen|Number=Sing", "счастье"),
        ("доверия", "NOUN|Case=Gen|Number=Sing", "доверие"),
        ("денег", "NOUN|Case=Gen|Number=Plur", "деньги"),
        ("должны", "ADJ|Number=Plur|Variant=Short", "должен"),
        ("больших", "ADJ|Case=Gen|Number=Plur", "большой"),
        ("крупнейшего", "ADJ|Case=Gen|Degree=Sup|Number=Sing", "крупнейший"),
        ("лучших", "ADJ|Case=Gen|Number=Plur", "лучший"),
        ("основного", "ADJ|Case=Gen|Number=Sing", "основной"),
        ("полком", "NOUN|Animacy=Inan|Case=Ins|Gender=Masc|Number=Sing", "полк"),
        ("выборов", "NOUN|Case=Gen|Gender=Masc|Number=Plur", "выборы"),
        ("позднее", "ADV|Degree=Cmp", "позднее"),
        ("чаще", "ADV|Degree=Cmp", "часто"),
        ("быстрее", "ADJ|Degree=Cmp", "быстрый"),
        ("конечно", "ADV|Degree=Pos", "конечно"),
        ("стали", "VERB|Aspect=Perf|Number=Plur|Tense=Past", "стать"),
        ("стали", "NOUN|Case=Gen|Number=Sing", "сталь"),
        ("стоят", "VERB|Aspect=Imp|Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin", "стоять"),
        ("высланные", "VERB|Aspect=Perf|Number=Plur|Tense=Past|VerbForm=Part|Voice=Pass", "выслать"),
        ("заслуженный", "ADJ|Case=Nom|Degree=Pos|Gender=Masc|Number=Sing", "заслуженный"),
        ("собиралися", "VERB|Aspect=Imp|Number=Plur|Tense=Past", "собираться"),
        ("1928", "ADJ", "1928"),
        ("«", "PUNCT", "«"),
    ],
)
def test_a_lemma_is_the_headword(
    read: Callable[[str, str], tuple[str, str, str]], form: str, tag: str, wanted: str
) -> None:
    assert read(form, tag)[0] == wanted


def test_a_tag_that_cannot_be_true_gives_way_to_the_dictionary(
    read: Callable[[str, str], tuple[str, str, str]],
) -> None:
    assert read("заготовлять", "NOUN|Animacy=Inan|Case=Nom") == ("заготовлять", "VERB", "Aspect=Imp|VerbForm=Inf")
    reader = Reader(lambda word: 0)
    noun, verb = "NOUN|Case=Nom|Gender=Fem|Number=Sing", "VERB|Aspect=Perf|Gender=Fem|Number=Sing|Tense=Past"
    assert not reader.read("опустела", noun).sure
    assert reader.weigh("опустела", [(noun, 0.0), (verb, -2.0)])[:2] == ("опустеть", "VERB")


@pytest.mark.parametrize(
    ("form", "case", "gender", "wanted"),
    [
        ("гавриловским", "Ins", "Masc", "гавриловский"),
        ("шмельцером", "Ins", "Masc", "шмельцер"),
        ("шмельцером", "Nom", "Masc", "шмельцер"),
        ("дробунова", "Gen", "Masc", "дробунов"),
        ("дробунова", "Nom", "Fem", "дробунова"),
        ("дробуновой", "Dat", "Fem", "дробунова"),
        ("курзевича", "Acc", "Masc", "курзевич"),
        ("лобежем", "Ins", "Masc", "лобеж"),
        ("тарукяна", "Gen", "Masc", "тарукян"),
        ("эйтуре", "Nom", "Masc", "эйтуре"),
        ("залучья", "Nom", "Fem", "залучья"),
        ("кобылянки", "Gen", "Fem", "кобылянка"),
        ("бурдзии", "Loc", "Fem", "бурдзия"),
        ("губком", "Nom", "Masc", "губком"),
    ],
)
def test_an_unknown_name_is_put_in_the_nominative(form: str, case: str, gender: str, wanted: str) -> None:
    tags = [(f"PROPN|Case={case}|Gender={gender}|Number=Sing", 0.0), ("PROPN|Case=Dat|Number=Plur", -3.0)]
    assert nominative(form, tags, lambda word: 0) == wanted


def test_a_name_that_is_known_elsewhere_is_preferred() -> None:
    tags = [("PROPN|Case=Nom|Gender=Masc|Number=Sing", 0.0), ("PROPN|Case=Dat|Gender=Fem|Number=Sing", -4.0)]
    assert nominative("торубе", tags, lambda word: 0) == "торубе"
    assert nominative("торубе", tags, lambda word: 10**7 * (word == "торуба")) == "торуба"


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("в 1928 г . был неурожай", {2: "год"}),
        ("в 1928 г. был неурожай", {2: "год"}),
        ("из г . Порожска", {1: "город"}),
        ("в XIX в .", {2: "век"}),
        ("хлеб , овес и т . д .", {4: "так", 6: "далее"}),
        ("хлеб , овес и т. д.", {4: "так", 5: "далее"}),
        ("т . Лужин и тов . Бекасов", {0: "товарищ", 4: "товарищ"}),
        ("т . 3 , ст . 107", {0: "том", 4: "статья"}),
        ("т.т. Лужин и Бекасов из ЦК ВКП(б)", {0: "товарищ", 6: "вкп(б)"}),
        ("с КП(б)У и ВКП/б/", {1: "кп(б)у", 3: "вкп(б)"}),
        ("с.-х. артель гр-на И . Т . Лужина", {0: "сельскохозяйственный", 2: "гражданин", 3: "и", 5: "т"}),
        ("45 руб . 20 коп .", {1: "рубль", 4: "копейка"}),
        ("отдал им .", {1: None}),
        ("а также в дом", {2: None}),
        ("он и я", {1: None}),
    ],
)
def test_abbreviations_stand_for_words(sentence: str, wanted: dict[int, str | None]) -> None:
    forms = sentence.split()
    for place, lemma in wanted.items():
        short = abbreviation(forms, place)
        assert (short and short.lemma) == lemma


def test_older_spelling_is_read_as_today_s() -> None:
    known = analyzer().word_is_known
    older = "собиралися уношуся младаго синяго кровию кулак партия боюся неведомоию"
    today = "собирались уношусь младого синего кровью кулак партия боюсь неведомоию"
    assert [modern(word, known) for word in older.split()] == today.split()


@pytest.mark.models
@pytest.mark.parametrize(
    ("sentence", "pos", "wanted"),
    [
        ("Кулаков выслали на север.", "NOUN", "кулак"),
        ("«Кулаков и подкулачников не пускать!»", "NOUN", "кулак"),
        ("Дань с крестьян брать не будем.", "NOUN", "дань"),
        ("Вредителей к ответу!", "NOUN", "вредитель"),
        ("Кулаков Иван Петрович молчал.", "PROPN", "кулаков"),
        ("Волков сказал правду.", "PROPN", "волков"),
        ("КУЛАКОВ НЕ ПУСКАТЬ В КОЛХОЗЫ", "NOUN", "кулак"),
    ],
)
def test_a_capital_alone_makes_no_name_of_the_first_word(
    tag: Callable[[Sequence[str]], list[list[Word]]], sentence: str, pos: str, wanted: str
) -> None:
    word = next(word for word in tag([sentence])[0] if word.pos != "PUNCT")
    assert (word.pos, word.lemma) == (pos, wanted)


@pytest.mark.models
def test_what_a_historian_reads(tag: Callable[[Sequence[str]], list[list[Word]]]) -> None:
    sentences = [
        "Тт. Лужин и Бекасовым докладывали на пленуме ЦК ВКП(б) о нэпе.",
        "Зерно стоит 5 рублей, вопрос стоит остро.",
        "Сокращённая ОСОКРА из МОПРа не приехала.",
    ]
    said = [{s[w.start : w.stop]: w for w in words} for s, words in zip(sentences, tag(sentences), strict=True)]
    assert [said[0][form].lemma for form in ("Тт", "ЦК", "ВКП(б)", "нэпе")] == ["товарищ", "цк", "вкп(б)", "нэп"]
    assert said[0]["ВКП(б)"].pos == "PROPN"
    costs = [word.lemma for word in tag([sentences[1]])[0] if word.pos == "VERB"]
    assert costs == ["стоить", "стоять"]
    assert (said[2]["ОСОКРА"].lemma, said[2]["МОПРа"].lemma) == ("осокра", "мопр")


@pytest.mark.models
def test_words_lie_where_they_are_said_to(tag: Callable[[Sequence[str]], list[list[Word]]]) -> None:
    sentences = ["По-моему, т. е. в 1930-м, 2,5 пуда — много!", "?!", "а", ""]
    said = tag(sentences)
    assert len(said) == 4
    assert said[3] == []
    for sentence, words in zip(sentences, said, strict=True):
        assert "".join(sentence[w.start : w.stop] for w in words) == sentence.replace(" ", "")
        for word in words:
            marks = not any(letter.isalnum() for letter in sentence[word.start : word.stop])
            assert marks == (word.pos in ("PUNCT", "SYM"))
    assert tag([]) == []


def test_known_words() -> None:
    known = russian.known_words()
    assert known("Кулаками")
    assert not known("кулакчмы")


def test_a_missing_dictionary_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    analyzer.cache_clear()
    monkeypatch.setitem(__import__("sys").modules, "pymorphy3", None)
    with pytest.raises(MissingPackage, match="Russian lemmas needs the package pymorphy3"):
        russian.known_words()


def treebank(file: Path) -> Iterator[list[tuple[str, str, str]]]:
    sentence: list[tuple[str, str, str]] = []
    for line in [*file.read_text("utf-8").splitlines(), ""]:
        cells = line.split("\t")
        if cells[0].isdigit():
            sentence.append((cells[1], cells[2], cells[3]))
        elif not line and sentence:
            yield sentence
            sentence = []


@pytest.mark.slow
@pytest.mark.models
@pytest.mark.skipif(not TREEBANKS.exists(), reason="the treebanks of ../shared/data/ud are not here")
@pytest.mark.parametrize(("name", "floor"), [("GSD", 0.977), ("Taiga", 0.961), ("Poetry", 0.960)])
def test_lemmas_of_content_words_on_treebanks(name: str, floor: float) -> None:
    """Measured with bench/lemmas.py: GSD 0.978, Taiga 0.962, Poetry 0.961, with ё folded."""
    sentences = list(treebank(next((TREEBANKS / name).glob("*dev.conllu"))))
    forms = [[normalize(form, rules=["stress_marks"]).text for form, _, _ in sentence] for sentence in sentences]
    right = total = 0
    for sentence, described in zip(sentences, russian.describer()(forms), strict=True):
        for (_, gold, part), (lemma, _, _) in zip(sentence, described, strict=True):
            if part in CONTENT:
                total += 1
                right += lemma == gold.lower().replace("ё", "е")
    assert right / total >= floor
