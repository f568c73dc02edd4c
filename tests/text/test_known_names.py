"""Known names found in sentences: in every case and both scripts, whole, and not in everyday words."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from text.small_authority import AUTHORITY

from sovnlp.text import known_names as module
from sovnlp.text.known_names import VERSION, KnownNames, Tables, known_names, spelled, tables

NAMES = KnownNames(tables(AUTHORITY))


def found(sentence: str, names: KnownNames = NAMES) -> list[tuple[str, str]]:
    """What is found in a sentence with spaces between its words: as printed, and the ids with / between."""
    words = sentence.split()
    return [
        (" ".join(words[match.start : match.stop]), "/".join(sorted(name.id for name in match.names)))
        for match in names.find(words)
    ]


@pytest.mark.parametrize(
    "printed",
    """
    Жигулёв Жигулёва Жигулеву Жигулевым Жигулеве ЖИГУЛЁВ ЖИГУЛЕВУ Zhigulev Zhigulyov Žigulev ZHIGULEV Zhigulev's
    Zhigulev’s Утёсов Утесову Utesov Utyosov
    """.split(),
)
def test_a_man_in_every_case_and_spelling(printed: str) -> None:
    assert found(f"вот {printed} пришёл") == [(printed, "zhigulev_khariton")]


@pytest.mark.parametrize("printed", "Луговская Луговской Луговскую ЛУГОВСКОЙ Lugovskaia Lugovskaya Lugovskaja".split())
def test_a_woman_in_every_case_and_spelling(printed: str) -> None:
    assert found(printed) == [(printed, "lugovskaya_anna")]


def test_a_woman_is_not_found_by_the_forms_of_a_man() -> None:
    assert found("Луговского и Луговским") == []


@pytest.mark.parametrize(
    "printed",
    [
        "Табор-Лихович",
        "Табора-Лиховича",
        "Табор-Лиховичу",
        "Tabor-Likhovich",
        "Tabor - Likhovich",
        "Отца Нифонта",
        "Н. Утёсову",
        "Father Nifont",
    ],
)
def test_names_of_two_words(printed: str) -> None:
    assert [name for name, _ in found(f"и {printed} тоже")] == [printed]


def test_everyone_who_bears_a_surname() -> None:
    assert found("Ревякину писали") == [("Ревякину", "revyakin_ivan/revyakin_pavel")]
    (match,) = NAMES.find(["Ревякин"])
    assert match.types == {"PER"} and all(name.bare for name in match.names)


@pytest.mark.parametrize(
    ("sentence", "printed"),
    [
        ("из Комиссии лесных дел пишут", "Комиссии лесных дел"),
        ("КОМИССИЕЙ ЛЕСНЫХ ДЕЛ решено", "КОМИССИЕЙ ЛЕСНЫХ ДЕЛ"),
        ("у Палаты уездных старост", "Палаты уездных старост"),
        ("в Новозареченске", "Новозареченске"),
        ("из Верхнего Яра", "Верхнего Яра"),
        ("near Verkhny Yar", "Verkhny Yar"),
        ("of the Zarechye Party", "Zarechye Party"),
        ("доклад КЛД Заречья", "КЛД Заречья"),
    ],
)
def test_bodies_and_places(sentence: str, printed: str) -> None:
    assert [name for name, _ in found(sentence)] == [printed]


@pytest.mark.parametrize("printed", ["ЗП(б)", "ЗП (б)", "ЗП ( б", "ЗП(б", "ZP(b)", "ZP ( b", "ZP (b),"])
def test_spaces_and_marks_make_no_difference(printed: str) -> None:
    assert found(f"съезд {printed} ) открыт") == [(printed, "zp_b")]


@pytest.mark.parametrize(
    "printed", ["ZSSR", "Z.S.S.R.", "Z.S.S.R", "Z. S. S. R.", "Z . S . S . R .", "ЗССР", "З.С.С.Р."]
)
def test_abbreviations_with_and_without_points(printed: str) -> None:
    assert [id for _, id in found(f"в {printed} и")] == ["zssr"]


@pytest.mark.parametrize("sentence", ["Пус Пуса пус", "Клд klD kld", "зп(б) Зп(б)", "Zssr z.s.s.r."])
def test_abbreviations_only_in_capitals(sentence: str) -> None:
    assert found(sentence) == []


@pytest.mark.parametrize("sentence", ["ревякин жигулёва", "комиссия лесных дел", "отец Нифонт", "верхний яр"])
def test_names_only_with_a_capital(sentence: str) -> None:
    assert found(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "printed"),
    [
        ("Как Ревякин , а не он", ["Ревякин"]),
        ("Как Ревякин, а не он", ["Ревякин,"]),
        ("Ревякин у дома", ["Ревякин"]),
        ("Рев якин", []),
        ("Нов озареченск", []),
        ("П. Ус", []),
        ("П. У. С.", []),
    ],
)
def test_words_do_not_run_together(sentence: str, printed: list[str]) -> None:
    assert [name for name, _ in found(sentence)] == printed


def test_the_longest_name_from_the_left() -> None:
    assert found("КЛД Заречья , КЛД и Ревякин") == [
        ("КЛД Заречья", "kld_new"),
        ("КЛД", "kld_new/kld_old"),
        ("Ревякин", "revyakin_ivan/revyakin_pavel"),
    ]


def test_a_whole_name() -> None:
    assert {name.id for name in NAMES.named(["Комиссии", "лесных", "дел"])} == {"kld_old"}
    assert NAMES.named(["Комиссии", "лесных"]) == NAMES.named([]) == NAMES.named(["—"]) == ()


def test_spelled() -> None:
    assert spelled("Жигулёв") == "жигулев"
    assert spelled("Zhigulev's") == spelled("ŽIGULEV")
    assert spelled("З.П.(б)") == "зпб"
    assert spelled("1937") == "1937" and spelled("«—»") == ""


_WORDS = st.sampled_from(
    "Ревякин Ревякина , а ( б ) ЗП КЛД Заречья Комиссия лесных дел Z. S. S. R. — Father Nifont Верхний Яр".split()
) | st.text(max_size=6)


@given(st.lists(_WORDS, max_size=15))
def test_matches_are_in_order_apart_and_known(words: list[str]) -> None:
    at = 0
    for match in NAMES.find(words):
        assert at <= match.start < match.stop <= len(words)
        assert match.names == NAMES.named(words[match.start : match.stop])
        at = match.stop


# the list that ships


@pytest.mark.parametrize(
    ("sentence", "ids"),
    [
        ("речь Зиновьева на съезде", ["zinoviev_grigory"]),
        ("письмо Крупской", ["krupskaya_nadezhda"]),
        ("Бонч-Бруевичу и Султан-Галиева", ["bonch_bruevich_mikhail/bonch_bruevich_vladimir", "sultan_galiev_mirsaid"]),
        ("о Патриархе Тихоне", ["patriarch_tikhon"]),
        ("Пленум ЦК ВКП ( б ) в Ленинграде", ["cc_vkp_b", "leningrad"]),
        ("из Петрограда в Москву", ["leningrad", "moscow"]),
        ("доклад СТО", ["sto"]),
        ("Сто раз он сто лет", []),
        ("Как Бессонов , а не он", ["bessonov_sergei"]),
        ("in the U.S.S.R. and in the USSR", ["ussr", "ussr"]),
        ("ВЫСШИМ СОВЕТОМ НАРОДНОГО ХОЗЯЙСТВА", ["vsnkh"]),
    ],
)
def test_shipped(sentence: str, ids: list[str]) -> None:
    assert [id for _, id in found(sentence, known_names())] == ids


def test_shipped_is_made_once() -> None:
    assert known_names() is known_names()


def test_tables_that_change_have_another_version() -> None:
    """Where this fails, raise ``VERSION`` and write the new digits here: tables are kept in the users' caches."""
    content = json.dumps(tables(AUTHORITY), ensure_ascii=False)
    assert (VERSION, hashlib.sha256(content.encode()).hexdigest()[:16]) == (1, "590f31cd9f8a5dcb")


def test_names_are_worked_out_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOVNLP_CACHE", str(tmp_path / "cache"))
    made = []

    def small(authority: object) -> Tables:
        made.append(authority)
        return tables(AUTHORITY)

    monkeypatch.setattr(module, "tables", small)
    first, again = known_names.__wrapped__(), known_names.__wrapped__()
    assert len(made) == 1
    assert found("вот Жигулёва", first) == found("вот Жигулёва", again) == [("Жигулёва", "zhigulev_khariton")]
