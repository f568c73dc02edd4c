"""Russian words and lemmas: the ones a historian looks for, and a share of right ones on three treebanks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from sovnlp.annotators import russian
from sovnlp.document import Word
from sovnlp.errors import MissingPackage
from sovnlp.tagging import ConvolutionalTagger

TREEBANKS = Path(__file__).parents[3] / "shared" / "data" / "ud"
CONTENT = {"NOUN", "PROPN", "VERB", "ADJ", "ADV"}


@pytest.fixture(scope="module")
def lemma() -> Callable[[str, str, str], str]:
    return russian.lemma_chooser()


@pytest.fixture(scope="module")
def tag() -> Callable[[Sequence[str]], list[list[Word]]]:
    return russian.load()


@pytest.mark.parametrize(
    ("form", "pos", "feats", "wanted"),
    [
        ("кулаков", "NOUN", "Case=Gen|Number=Plur", "кулак"),
        ("КУЛАКОВ", "NOUN", "Case=Gen|Number=Plur", "кулак"),
        ("хлебозаготовок", "NOUN", "Case=Gen|Number=Plur", "хлебозаготовка"),
        ("раскулачивали", "VERB", "Aspect=Imp|Number=Plur|Tense=Past", "раскулачивать"),
        ("дани", "NOUN", "Case=Gen|Number=Sing", "дань"),
        ("людей", "NOUN", "Case=Gen|Number=Plur", "человек"),
        ("вредителей", "NOUN", "Case=Gen|Number=Plur", "вредитель"),
        ("ёлки", "NOUN", "Case=Gen|Number=Sing", "елка"),
        ("СССР", "PROPN", "Case=Gen|Number=Sing", "ссср"),
        ("ЦК", "NOUN", "Case=Gen|Number=Sing", "цк"),
        ("ВКП", "PROPN", "", "вкп"),
        ("НЭПа", "NOUN", "Case=Gen|Number=Sing", "нэп"),
        ("МОПРа", "NOUN", "Case=Gen|Number=Sing", "мопр"),
        ("социал-демократов", "NOUN", "Case=Gen|Number=Plur", "социал-демократ"),
        ("колхозно-совхозного", "ADJ", "Case=Gen|Number=Sing", "колхозно-совхозный"),
        ("Кулаков", "PROPN", "Case=Nom|Gender=Masc|Number=Sing", "кулаков"),
        ("Кулакова", "PROPN", "Case=Gen|Gender=Masc|Number=Sing", "кулаков"),
        ("Ивановой", "PROPN", "Case=Ins|Gender=Fem|Number=Sing", "иванова"),
        ("Алексеевны", "PROPN", "Case=Gen|Gender=Fem|Number=Sing", "алексеевна"),
        ("Сапрыкина", "PROPN", "Case=Gen|Gender=Masc|Number=Sing", "сапрыкин"),
        ("счастья", "NOUN", "Case=Gen|Number=Sing", "счастье"),
        ("доверия", "NOUN", "Case=Gen|Number=Sing", "доверие"),
        ("денег", "NOUN", "Case=Gen|Number=Plur", "деньги"),
        ("должны", "ADJ", "Number=Plur|Variant=Short", "должен"),
        ("больших", "ADJ", "Case=Gen|Number=Plur", "большой"),
        ("позднее", "ADV", "Degree=Cmp", "позднее"),
        ("стали", "VERB", "Aspect=Perf|Number=Plur|Tense=Past", "стать"),
        ("стали", "NOUN", "Case=Gen|Number=Sing", "сталь"),
        ("1928", "ADJ", "", "1928"),
        ("«", "PUNCT", "", "«"),
    ],
)
def test_a_lemma_is_the_headword(
    lemma: Callable[[str, str, str], str], form: str, pos: str, feats: str, wanted: str
) -> None:
    assert lemma(form, pos, feats) == wanted


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
    ],
)
def test_a_capital_alone_makes_no_name_of_the_first_word(
    tag: Callable[[Sequence[str]], list[list[Word]]], sentence: str, pos: str, wanted: str
) -> None:
    word = next(word for word in tag([sentence])[0] if word.pos != "PUNCT")
    assert (word.pos, word.lemma) == (pos, wanted)


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
    russian._analyzer.cache_clear()
    monkeypatch.setitem(__import__("sys").modules, "pymorphy3", None)
    with pytest.raises(MissingPackage, match="Russian lemmas needs the package pymorphy3"):
        russian.lemma_chooser()


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
@pytest.mark.parametrize(("name", "floor"), [("GSD", 0.963), ("Taiga", 0.943), ("Poetry", 0.946)])
def test_lemmas_of_content_words_on_treebanks(lemma: Callable[[str, str, str], str], name: str, floor: float) -> None:
    """Measured: GSD 0.9649, Taiga 0.9451, Poetry 0.9479, with ё folded."""
    sentences = list(treebank(next((TREEBANKS / name).glob("*dev.conllu"))))
    tagger = ConvolutionalTagger("Morph", "slovnet-morph")
    right = total = 0
    forms = [[form for form, _, _ in sentence] for sentence in sentences]
    for sentence, row, tags in zip(sentences, forms, tagger.tags(forms), strict=True):
        labels = [label.partition("|") for label in tags]
        parts = [russian._mark(form, pos) for form, (pos, _, _) in zip(row, labels, strict=True)]
        russian._open(row, parts)
        for (form, gold, part), pos, (_, _, feats) in zip(sentence, parts, labels, strict=True):
            if part in CONTENT:
                total += 1
                right += lemma(form, pos, feats) == gold.lower().replace("ё", "е")
    assert right / total >= floor
