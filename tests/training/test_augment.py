"""Variants of training sentences: other names in the same case, habits of the time, slips; the marks stay right."""

from __future__ import annotations

import pytest

from sovnlp.document import Name
from sovnlp.training.augment import Augmenter
from sovnlp.training.data import Example

SENTENCE = Example(
    ("Письмо", "Ивану", "Громову", "из", "Рязани", "получил", "НКПС", "вчера", "вечером", "."),
    (Name(1, 3, "PER"), Name(4, 5, "LOC"), Name(6, 7, "ORG")),
)
ENGLISH = Example(("Gromov", "left", "Ryazan", "for", "good", "."), (Name(0, 1, "PER"), Name(2, 3, "LOC")))


@pytest.fixture(scope="module")
def augmenter() -> Augmenter:
    return Augmenter(7, ["НКПС", "ВЧК", "Гостранс"])


def test_the_same_seed_gives_the_same_variants() -> None:
    first, second, other = (list(Augmenter(seed, ["ВЧК"]).variants([SENTENCE], 12)) for seed in (3, 3, 4))
    assert first == second
    assert first != other


@pytest.mark.parametrize("seed", range(3))
def test_names_stay_names_in_their_order(seed: int) -> None:
    for made in Augmenter(seed).variants([SENTENCE], 60):
        check(made)


def check(made: Example) -> None:
    assert [name.type for name in made.names] == ["PER", "LOC", "ORG"]
    for name in made.names:
        assert 0 <= name.start < name.stop <= len(made.words)
        assert made.words[name.start][0].isupper() or not made.words[name.start][0].isalpha()
    outside = {i for i in range(len(made.words))} - {i for n in made.names for i in range(n.start, n.stop)}
    assert len(outside) >= len(SENTENCE.words) - 4


def test_a_name_is_exchanged_for_another_in_the_same_case(augmenter: Augmenter) -> None:
    from pymorphy3 import MorphAnalyzer

    parse = MorphAnalyzer().parse
    others = {
        made.words[made.names[0].start].lower()
        for made in augmenter.variants([SENTENCE], 60)
        if made.words[made.names[0].start].istitle() and len(made.words[made.names[0].start]) > 3
    } - {"ивану"}
    datives = [name for name in others if any("datv" in p.tag for p in parse(name))]
    assert len(others) > 10
    assert len(datives) > 0.8 * len(others)


def test_bodies_in_capitals_are_exchanged_for_one_another(augmenter: Augmenter) -> None:
    bodies = {made.words[made.names[2].start] for made in augmenter.variants([SENTENCE], 60)}
    assert {"НКПС", "ВЧК"} <= bodies
    assert "Гостранс" not in bodies


def test_habits_of_the_time_come_up(augmenter: Augmenter) -> None:
    made = list(augmenter.variants([SENTENCE], 300))
    assert any(one.words[one.names[0].stop - 1].isupper() for one in made)
    assert any("." in one.words[one.names[0].start : one.names[0].stop] for one in made)
    assert any(one.names[0].start > 1 for one in made)


def test_english_names_are_russian_ones_in_latin_letters() -> None:
    made = list(Augmenter(1, language="en").variants([ENGLISH], 40))
    people = {one.words[one.names[0].stop - 1] for one in made}
    assert len(people) > 5
    assert all(name.isascii() or "'" in name or "ʹ" in name or name.isalpha() for name in people)


def test_sentences_without_names_may_be_passed_over(augmenter: Augmenter) -> None:
    plain = Example(("Тихо", "."), ())
    assert list(augmenter.variants([plain], 3, only_named=True)) == []
    assert len(list(augmenter.variants([plain], 3))) == 3
