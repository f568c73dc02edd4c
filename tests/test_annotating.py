"""Whatever the text: tokens lie where they are said to, in order, inside their segments and sentences."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sovnlp import annotating
from sovnlp.annotating import Annotator, Recipe, annotate, load_lexicon
from sovnlp.document import ENTITY_TYPES, Annotation, Document, Segment
from sovnlp.errors import QueryError
from sovnlp.models import default_ner

pytestmark = pytest.mark.models


def document(*paragraphs: str, language: str = "ru") -> Document:
    """A document with one segment for each paragraph."""
    segments, start = [], 0
    for paragraph in paragraphs:
        segments.append(Segment("paragraph", start, start + len(paragraph)))
        start += len(paragraph) + 1
    return Document("d", "d.txt", 1, "\n".join(paragraphs), language, "plain", "", tuple(segments))


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator(Recipe(), load_lexicon())


def check(said: Annotation, given: Document) -> None:
    """Fail where an annotation does not hold together."""
    spans = [(s.start, s.stop) for s in given.segments]
    place: dict[int, int] = {}
    for token in said.tokens:
        assert 0 <= token.start < token.stop <= len(given.text)
        assert token.form == given.text[token.start : token.stop]
        assert token.form.strip() and token.norm and token.lemma and token.pos
        assert token.language in ("ru", "en")
        inside = next(i for i, (start, stop) in enumerate(spans) if start <= token.start < stop)
        assert token.stop <= spans[inside][1]
        assert place.setdefault(token.sentence, inside) == inside
        alphanumeric = any(letter.isalnum() for letter in token.norm)
        assert alphanumeric == (token.pos not in ("PUNCT", "SYM"))
    for before, after in pairwise(said.tokens):
        assert before.stop <= after.start
        assert 0 <= after.sentence - before.sentence
    starts, stops = {t.start for t in said.tokens}, {t.stop for t in said.tokens}
    for found in (*said.entities, *said.concepts):
        assert found.start in starts
        assert found.stop in stops
    for entity in said.entities:
        assert entity.type in ENTITY_TYPES
        assert entity.text == given.text[entity.start : entity.stop]


PIECES = st.sampled_from(
    [*"абвкулакЁёaz.,!?…«»\"'-—–()№%$5 \n\t", "\r\n", "\u00ad", "\u0301", "\ufeff", "\x00", "\u200b", "😀"]
    + ["Кулак ", "к у л а к ", "хлебо-\nзаготовки ", "kulak ", "т. е. ", "1930 г. ", "ВКП(б) ", "Сталин1 ", "об'езд "]
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(PIECES, max_size=20).map("".join), max_size=4))
def test_any_text_at_all(annotator: Annotator, paragraphs: list[str]) -> None:
    given_ = document(*paragraphs)
    check(annotator.annotate([given_])[0], given_)


def test_ordinary_and_odd_texts_together(annotator: Annotator) -> None:
    documents = [
        document("Кулак Сапрыкин прятал хлеб. Его нашли!", "В Ленинграде — тоже."),
        document(),
        document(""),
        document("… — !"),
        document("К у л а к и прячут хлебо-\nзаготовки.", "\r\n\r\n"),
        document("Слово " * 3000 + "."),
        document("ъ" * 5000),
        document("He wrote: kulaks. Он писал: кулаки.", language="en"),
    ]
    said = annotator.annotate(documents)
    assert len(said) == len(documents)
    for annotation, given_ in zip(said, documents, strict=True):
        check(annotation, given_)
    assert [len(a.tokens) for a in said][1:4] == [0, 0, 3]
    assert [a.tokens for a in said] == [annotator.annotate([d])[0].tokens for d in documents]
    norms = [token.norm for token in said[4].tokens]
    assert norms[0] == "кулаки"
    assert "хлебозаготовки" in norms
    assert said[4].tokens[0].form == "К у л а к и"


def test_each_sentence_is_annotated_in_its_own_language(annotator: Annotator) -> None:
    given_ = document(
        "The paper «Правда» printed it. Кулаков судили в Заозёрске. The kulaks were tried. 1930.", language="en"
    )
    said = annotator.annotate([given_])[0]
    languages = {token.sentence: token.language for token in said.tokens}
    assert [languages[number] for number in sorted(languages)] == ["en", "ru", "en", "en"]
    lemmas = {token.form: token.lemma for token in said.tokens}
    assert lemmas["Кулаков"] == lemmas["Кулаков"].lower() == "кулак"
    assert lemmas["kulaks"] == "kulak"
    accepted = {given_.text[c.start : c.stop] for c in said.concepts if c.accepted}
    assert {"Кулаков", "kulaks"} <= accepted


def test_a_name_of_two_words_is_one_and_lies_on_its_words(annotator: Annotator) -> None:
    given_ = document("Вчера приехал из Москвы Н и к о л а й Сапрыкин, инструктор губкома.")
    found = {entity.text: entity.type for entity in annotator.annotate([given_])[0].entities}
    assert found.get("Москвы") == "LOC"
    assert found.get("Н и к о л а й Сапрыкин") == "PER"


def test_without_a_lexicon_there_are_no_concepts() -> None:
    said = Annotator(Recipe()).annotate([document("Кулак прятал хлеб.")])[0]
    assert said.concepts == ()
    assert annotate([document("Кулак прятал хлеб.")])[0].concepts[0].concept == "kulak"


def test_a_recipe_changes_its_fingerprint_with_what_it_is_made_of(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Recipe().fingerprint()
    assert first == Recipe().fingerprint()
    assert first != Recipe(english="en_other").fingerprint()
    monkeypatch.setattr(annotating, "RULES", {**annotating.RULES, "another": None})
    second = Recipe().fingerprint()
    monkeypatch.setattr(annotating, "VERSION", annotating.VERSION + 1)
    assert len({first, second, Recipe().fingerprint()}) == 3


def test_an_engine_that_is_not_on_the_shelf() -> None:
    with pytest.raises(QueryError, match="no engine for names is called nothing") as caught:
        Recipe(ner="slovnet,nothing")
    assert "slovnet" in caught.value.hint


def test_an_engine_serves_the_languages_it_knows() -> None:
    assert [Recipe(ner="slovnet").engine(language) for language in ("ru", "en")] == ["slovnet", default_ner("en")]
    assert [Recipe(ner="spacy").engine(language) for language in ("ru", "en")] == [default_ner("ru"), "spacy"]
    assert [Recipe(ner="slovnet,spacy").engine(language) for language in ("ru", "en")] == ["slovnet", "spacy"]


def test_the_lexicon_changes_its_fingerprint_with_the_rules_that_read_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = load_lexicon().fingerprint
    assert len(first) == 16
    monkeypatch.setattr(annotating, "SENSES", annotating.SENSES + 1)
    assert load_lexicon().fingerprint != first


@pytest.mark.models
def test_words_of_an_editor_do_not_cut_a_sentence() -> None:
    text = "Кулак прячет [от кого? — Ред.] хлеб в яме. Дороги размыты."
    pieces = [(0, 12, False), (13, 30, True), (31, len(text), False)]
    segments = tuple(Segment("note" if note else "speech", a, b, 1, editorial=note) for a, b, note in pieces)
    document = Document("a", "a.txt", 1, text, "ru", "speech", "", segments)
    (annotation,) = annotate([document])
    starts = [token.start for token in annotation.tokens]
    assert starts == sorted(starts)
    numbers = {token.form: token.sentence for token in annotation.tokens}
    assert numbers["Кулак"] == numbers["хлеб"] != numbers["Ред"]
    assert numbers["Дороги"] not in (numbers["хлеб"], numbers["Ред"])
    assert all(text[token.start : token.stop] == token.form for token in annotation.tokens)
