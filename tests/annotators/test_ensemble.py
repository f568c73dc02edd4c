"""Names settled by borders, known names and the document."""

from __future__ import annotations

import pytest

from sovnlp.annotators.ensemble import Sentence, settle
from sovnlp.document import Name, Word
from sovnlp.text.known_names import known_names

COMMON = frozenset("счетовод сатину".split())


def sentence(text: str, *names: tuple[int, int, str]) -> Sentence:
    forms = text.split()
    words = [Word(0, 0, form.lower(), "PROPN" if form[0].isupper() else "NOUN", "") for form in forms]
    return Sentence(forms, words, [Name(*name) for name in names])


def settled(*sentences: Sentence, speakers: frozenset[str] = frozenset()) -> list[list[str]]:
    found = settle(sentences, speakers, known_names(), COMMON.__contains__)
    return [
        [f"{name.type} {' '.join(one.forms[name.start : name.stop])}" for name in names]
        for one, names in zip(sentences, found, strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("we saw the Zarechny Institute here", [(2, 5, "ORG")], ["ORG Zarechny Institute"]),
        ("he said the accused Lugovkin left", [(2, 5, "PER")], ["PER Lugovkin"]),
        ("the Trotskyites were many", [(1, 2, "LOC")], []),
        ("the State Attorney spoke", [(1, 3, "ORG")], []),
        ("он читал VI конгресс Коминтерна вслух", [(2, 5, "ORG")], ["ORG Коминтерна"]),
        ("это Наказ СТО был", [(1, 3, "ORG")], ["ORG СТО"]),
        ("в деле И. Н. Лугавкин упомянут", [], ["PER И. Н. Лугавкин"]),
        ("были Лугавкин и Ревятин там", [(1, 4, "PER")], ["PER Лугавкин", "PER Ревятин"]),
        ("в Соловьинскую волость послали", [(1, 2, "LOC")], ["LOC Соловьинскую волость"]),
        ("см. т. XXVII там", [(2, 3, "PER")], []),
        ("Счетовод Пыжова ушла", [(0, 2, "PER")], ["PER Пыжова"]),
        ("Сатину привезли мало", [(0, 1, "PER")], []),
        ("они писали Менжинского дважды", [(2, 3, "LOC")], ["PER Менжинского"]),
    ],
)
def test_borders_and_known_names(text: str, names: list[tuple[int, int, str]], expected: list[str]) -> None:
    assert settled(sentence(text, *names))[0] == expected


def test_the_document_says_what_a_name_is() -> None:
    said = sentence("тогда Лугавкин ушёл", (1, 2, "PER"))
    silent = sentence("потом Лугавкин пришёл")
    assert settled(said, silent) == [["PER Лугавкин"], ["PER Лугавкин"]]


def test_a_speakers_label_is_a_person() -> None:
    assert settled(sentence("ПЫЖОВА ."), speakers=frozenset({"пыжова"})) == [["PER ПЫЖОВА"]]


def test_names_never_overlap() -> None:
    names = settle(
        [sentence("Зиновьев и Каменев и ЦК ВКП ( б ) в Москве", (0, 3, "PER"), (4, 6, "ORG"), (9, 11, "LOC"))],
        frozenset(),
        known_names(),
        COMMON.__contains__,
    )[0]
    assert all(a.stop <= b.start for a, b in zip(names, names[1:], strict=False))
