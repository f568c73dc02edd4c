"""The tagger without padding says what slovnet's own says, sentence by sentence."""

from __future__ import annotations

import sys

import pytest

from sovnlp import models, tagging
from sovnlp.errors import MissingPackage
from sovnlp.tagging import ConvolutionalTagger

pytestmark = pytest.mark.models

SENTENCES = [
    "Нет .".split(),
    ["Хлеб"],
    "Председатель Сапрыкин уехал из Верхней Луки в Ленинград на съезд Советов .".split(),
    [],
    ("Кулак прятал зерно , а бедняк Ларион Пустовойтов ходил в Заозёрск к уполномоченному Наркомзема , " * 24).split(),
    "— Кто ? — спросил т. Обноринов из ОГПУ , 1930 - м г. , № 5 , abc ё ъ й".split(),
    ["…"],
    "МТС « Красный луч » дала 2,5 пуда".split(),
] + [f"Бригада {n} сдала {n * 7} пудов".split()[: n % 5] for n in range(60)]


@pytest.mark.parametrize(("kind", "name"), [("Morph", "slovnet-morph"), ("NER", "slovnet-ner")])
@pytest.mark.parametrize("at_once", [1, 50, 2048])
def test_the_same_tags_as_slovnet(kind: str, name: str, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    import slovnet
    from navec import Navec

    monkeypatch.setattr(tagging, "WORDS_AT_ONCE", at_once)
    own = getattr(slovnet, kind).load(str(models.path(name))).navec(Navec.load(str(models.path("navec-news"))))
    infer = own.infer
    wanted = [next(infer.decoder(infer.process(infer.encoder([s]))), []) if s else [] for s in SENTENCES]
    assert any(len(sentence) > 300 for sentence in SENTENCES)
    assert len({tag for tags in wanted for tag in tags}) > 4
    assert ConvolutionalTagger(kind, name).tags(SENTENCES) == wanted


def test_no_sentences() -> None:
    tagger = ConvolutionalTagger("NER", "slovnet-ner")
    assert tagger.tags([]) == []
    assert tagger.tags([[], []]) == [[], []]


def test_rows_keep_every_sentence_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagging, "WORDS_AT_ONCE", 10)
    rows = list(tagging._rows(SENTENCES))
    assert [sentence for row in rows for sentence in row] == SENTENCES
    assert all(row for row in rows)
    assert max(len(row) for row in rows if sum(map(len, row)) > 20) == 1


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "slovnet", None)
    with pytest.raises(MissingPackage, match="Russian annotation needs the package slovnet"):
        ConvolutionalTagger("Morph", "slovnet-morph")
