"""Concepts of struggle.toml and security.toml: composed sentences that are the concept, and some of another sense."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from sovnlp.annotators import senses
from sovnlp.document import Concept, Token
from sovnlp.lexicon import load


@cache
def analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


def tokens(text: str) -> list[Token]:
    """Words and marks of one sentence; Russian lemmas are pymorphy3's best, English ones the norm."""
    result = []
    for match in re.finditer(r"\w+(?:\(б\)|[-’']\w+)*|[^\w\s]", text):
        norm = match[0].lower().replace("ё", "е")
        russian = bool(re.search("[а-я]", norm))
        lemma = analyzer().parse(norm)[0].normal_form if russian else norm
        result.append(Token(match.start(), match.end(), match[0], norm, lemma, "X", "", 0, "ru" if russian else "en"))
    return result


@cache
def annotate() -> Any:
    return senses.load(load())


def find(text: str, concept: str) -> list[Concept]:
    return [found for found in annotate()(tokens(text)) if found.concept == concept]


@pytest.mark.parametrize(
    ("concept", "text", "expected"),
    [
        ("cooptation", "Пленум Зареченского райкома осудил кооптацию.", True),
        ("cooptation", "Академия кооптировала двух академиков.", False),
        ("accountability", "В Зареченске прошли отчёты и выборы.", True),
        ("accountability", "Бухгалтер Лузгин сдал отчётность за май.", False),
        ("soviet_democracy", "Пряхина говорила о социалистическом демократизме.", True),
        ("soviet_democracy", "Демократизм Герцена описан в книге Сычёва.", False),
        ("criticism_from_below", "In the Zarechensk trust there is no criticism from below.", True),
        ("toadyism", "Пленум обкома осудил парадную шумиху и вождизм.", True),
        ("toadyism", "Икону Николая угодника унесли в избу.", False),
        ("nomenklatura", "Должность Рябова входит в номенклатуру обкома.", True),
        ("nomenklatura", "Номенклатура товаров расширена вдвое.", False),
        ("democratic_centralism", "Устав опирается на демократический централизм.", True),
        ("party_unity", "Монолитность рядов ВКП(б) крепнет.", True),
        ("party_unity", "Монолитная колонна из бетона дала трещину.", False),
        ("expulsion_from_the_party", "Счетовод Рябов исключён из ВКП(б).", True),
        ("expulsion_from_the_party", "Рябова исключили из школы за драку.", False),
        ("conspiracy", "ВЧК раскрыла заговор на верфи в Новодолье.", True),
        ("conspiracy", "Знахарка шептала заговор от зубной боли.", False),
        ("socially_harmful_elements", "Милиция изъяла социально вредный элемент на базаре.", True),
        ("limits", "УНКВД Новодолья просит лимит на расстрел.", True),
        ("limits", "Лимит на бензин исчерпан.", False),
        ("treason", "Капитан Лузгин осуждён за измену родине.", True),
        ("treason", "Лузгин не простил жене измены.", False),
        ("families_of_enemies", "Жёны врагов народа ждали у ворот.", True),
        ("interventionists", "Интервенты заняли Архангельск вместе с белыми.", True),
        ("interventionists", "The market rose after intervention by the bank.", False),
        ("corrective_labor_camps", "Губчека отправила его в концлагерь.", True),
        ("corrective_labor_camps", "В концлагере Дахау умер его брат.", False),
        ("rehabilitation", "Прокурор настоял: раскулаченный Зуев реабилитирован.", True),
        ("rehabilitation", "The patient needs long rehabilitation.", False),
        ("physical_pressure", "Следователь держал арестованного на конвейере.", True),
        ("physical_pressure", "С конвейера завода сошёл трактор.", False),
        ("red_terror", "Уком взял заложников из буржуазии.", True),
        ("red_terror", "The Germans took a hostage in the village.", False),
    ],
)
def test_it_tells_the_concept_from_the_other_sense(concept: str, text: str, expected: bool) -> None:
    found = find(text, concept)

    assert any(hit.accepted for hit in found) == expected, [(hit.why, text[hit.start : hit.stop]) for hit in found]


def test_the_rule_of_the_party_is_not_the_opposition_of_its_name() -> None:
    text = "Сапронов вёл группу демократического централизма."

    assert any(hit.accepted for hit in find(text, "democratic_centralists"))
    assert not any(hit.accepted for hit in find(text, "democratic_centralism"))
