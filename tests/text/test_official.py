"""Heads and feet of official papers: stamps, numbers, signatures, lines broken by hand."""

from __future__ import annotations

import pytest

from sovnlp.document import Extract
from sovnlp.text import official


def foot(text: str) -> official.Foot:
    return official.foot(text, official.units(Extract(text)))


@pytest.mark.parametrize(
    ("line", "secrecy", "number", "copy"),
    [
        ("№ 384535 Совершенно секретно", "Совершенно секретно", "384535", ""),
        ("Сов. секретно. Экз. № 3", "Сов. секретно", "", "3"),
        ("(Из О[собой] папки)", "Из О[собой] папки", "", ""),
        ("Top secret. Copy No. 2", "Top secret", "", "2"),
        ("№ 11/c-1178/ш", "", "11/c-1178/ш", ""),
    ],
)
def test_stamps(line: str, secrecy: str, number: str, copy: str) -> None:
    assert official.is_stamp(line)
    assert (official.secrecy(line), official.number(line), official.copy_number(line)) == (secrecy, number, copy)


@pytest.mark.parametrize(
    "line", ["Он говорил секретно с рабочими завода № 3.", "Дров нет.", "Под № 4 числится барак, где живут возчики."]
)
def test_no_stamps(line: str) -> None:
    assert not official.is_stamp(line)


def test_signatures_with_offices_before_on_and_after_the_line() -> None:
    found = foot(
        "Дров нет.\nЗам. пред. ОГПУ Ольхов\nНач. СПО ОГПУ\nКомиссар 3 ранга\n(Вербов)"
        "\nПредседатель М. РОГОЗ Секретарь А. КЛЕНОВ"
        "\nВерно: Рябинин\nМосква, Кремль. 3 мая 1931 г. № 9"
    )
    assert found.signatories == (
        "Зам. пред. ОГПУ Ольхов",
        "Нач. СПО ОГПУ, Комиссар 3 ранга (Вербов)",
        "Председатель М. РОГОЗ",
        "Секретарь А. КЛЕНОВ",
    )
    assert (found.first, found.place, found.number) == (1, "Москва, Кремль", "9")
    assert found.date is not None
    assert found.date.edtf == "1931-05-03"


def test_copies_are_listed_line_by_line() -> None:
    assert foot("Дров нет.\nСекретарь Ольхов\nРазослано:\n1. т. Вербову\n2. т. Рогозу").sent == (
        "т. Вербову",
        "т. Рогозу",
    )


@pytest.mark.parametrize(
    "line",
    [
        "Председатель артели отвечает за весла.",
        "1. Председатель М. Вербов",
        "Собрание назначить на 3 мая 1931 г.",
        "а) Ольхов",
    ],
)
def test_words_close_nothing(line: str) -> None:
    assert not official.closes(line)


def test_lines_broken_by_hand_are_joined() -> None:
    text = "ДЕКРЕТ\nот 3 мая\nЛодки сдать до пер-\nвого июня, а весла до г."
    text += "\nПолева везти на под-\nводах.\n1. Смола —\n\nотдельно"
    assert [official.plain(text[u.start : u.stop]) for u in official.units(Extract(text))] == [
        "ДЕКРЕТ",
        "от 3 мая",
        "Лодки сдать до пер- вого июня, а весла до г. Полева везти на под- водах.",
        "1. Смола —",
        "отдельно",
    ]


def test_a_title_is_told_where_only_a_file_name_is_known() -> None:
    head = ["СОВЕТ", "О ЛОДКАХ"]
    assert official.own_title("doc7", head, "О ЛОДКАХ") == "О ЛОДКАХ"
    assert official.own_title("СОВЕТ", head, "О ЛОДКАХ") == ("О ЛОДКАХ")
    assert official.own_title("О лодках нашего края", head, "О ЛОДКАХ") == ""
