"""The period model run over many sentences at once gives what Stanza gives."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from sovnlp import models
from sovnlp.annotators import stanza_ner
from sovnlp.annotators.stanza_ner import RecurrentTagger, bioes_names
from sovnlp.document import Name

SENTENCES = [
    "Товарищ Ревякин приехал в Москву из ЦК ВКП(б) .".split(),
    "Хлеб не сдан .".split(),
    [],
    "Начальник 2-го отдела УНКВД по Приталицкому краю ЛУГАВКИН И. П. подписал протокол .".split(),
    ["ы" * 500, "Громов"],
]


@pytest.fixture(scope="module")
def tagger() -> RecurrentTagger:
    return RecurrentTagger(models.path("stanza-ru-period"), models.path("navec-news"))


@pytest.mark.models
def test_the_order_and_the_company_of_sentences_make_no_difference(
    tagger: RecurrentTagger, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = tagger.tags(SENTENCES)
    assert [len(tags) for tags in together] == [len(words) for words in SENTENCES]
    order = list(range(len(SENTENCES)))
    random.Random(1).shuffle(order)
    monkeypatch.setattr(stanza_ner, "SENTENCES_AT_ONCE", 2)
    monkeypatch.setattr(stanza_ner, "WORDS_KEPT", 3)
    assert tagger.tags([SENTENCES[i] for i in order]) == [together[i] for i in order]


@pytest.mark.models
@pytest.mark.slow
def test_stanza_itself_says_the_same(tagger: RecurrentTagger, tmp_path: Path) -> None:
    from stanza.models.common.doc import Document
    from stanza.models.common.pretrain import Pretrain
    from stanza.models.ner.data import DataLoader
    from stanza.models.ner.trainer import Trainer

    from sovnlp.training.with_stanza import pretrain_file

    sentences = [words for words in SENTENCES[:4] if words]
    vectors = Pretrain(str(pretrain_file(tmp_path)))
    trainer = Trainer(model_file=str(models.path("stanza-ru-period")), pretrain=vectors, device="cpu", args={"lr": 0.1})
    given = Document([[{"text": word, "ner": "O"} for word in words] for words in sentences])
    said = [
        tags
        for batch in DataLoader(given, 2, trainer.args, vocab=trainer.vocab, evaluation=True)
        for tags in trainer.predict(batch)
    ]
    assert [list(bioes_names(tags)) for tags in said] == [list(bioes_names(tags)) for tags in tagger.tags(sentences)]


def test_tags_that_do_not_hold_together() -> None:
    assert list(bioes_names(["O", "B-PER", "E-PER", "S-LOC", "I-ORG", "I-ORG"])) == [
        Name(1, 3, "PER"),
        Name(3, 4, "LOC"),
        Name(4, 6, "ORG"),
    ]
    assert list(bioes_names(["B-PER", "I-LOC", "O"])) == [Name(0, 1, "PER"), Name(1, 2, "LOC")]
