"""Newspapers: heads of issues, when to split, quality; any text is read whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.document import Extract
from sovnlp.readers import newspaper
from sovnlp.text.masthead import quality
from tests.readers.test_readers import check

PIECES = st.sampled_from(
    [
        "\n", "\n\n", " ", ". ", "3 МАЯ 1937 г., № 120 (700)", "ЗАОЗЕРСКАЯ ПРАВДА", "2", "НОВЫЙ МОСТ", "ТЕЛЕГРАММЫ",
        "МОСКВА, 4 (ТАСС). ", "Речь депутата П. П. БЕРЕЗОВА", "(Аплодисменты.)", "Голоса с мест: Верно!",
        "Мост готов и открыт для движения. " * 3, "за-", "кончен", "П. Ольхов.", "By Ivan Fernov", "Цена 10 коп.",
        "Орган обкома", "Автор: не указан", " // ", "\u2028", "\x0c", "\u00a0",
    ]
)  # fmt: skip
PROSE = "Мост через реку готов, и подводы пошли по нему с утра. " * 3


@given(pieces=st.lists(PIECES, max_size=40), long=st.booleans())
def test_every_character_once(pieces: list[str], long: bool) -> None:
    text = "".join(pieces) * (20 if long else 1)
    parts = newspaper.read(Extract(text))
    check(text, tuple(s for part in parts for s in part.segments))
    assert [part.start for part in parts[1:]] == [part.stop for part in parts[:-1]]


@pytest.mark.parametrize(
    ("head", "edtf", "expected"),
    [
        (
            "10 ОНТЯБРЯ 1937 г., № 280 (7246)\nПРАВДА\n6",
            "1937-10-10",
            {"newspaper": "ПРАВДА", "issue": "280 (7246)", "page": "6"},
        ),
        ("2 9 мая 1 9 3 9 г. № 121 (4848)", "1939-05-29", {"issue": "121 (4848)"}),
        ("12 апреля 1987 г., № 100 (1067)", "XXXX-04-12", {"date_doubtful": "12 апреля 1987", "issue": "100 (1067)"}),
        ("№ 182 (3552). 10 августа 1938 г., среда. Цена 10 коп.", "1938-08-10", {"price": "10 коп."}),
        (
            "THE MILITANT\nVOL. IV, No. 11 (Whole No. 70) NEW YORK, JUNE 1, 1931",
            "1931-06-01",
            {"newspaper": "THE MILITANT"},
        ),
    ],
)
def test_heads_of_issues(head: str, edtf: str, expected: dict[str, str]) -> None:
    part = newspaper.read(Extract(f"{head}\nНОВЫЙ МОСТ\n{PROSE}"))[0]
    assert {name: part.metadata.get(name) for name in expected} == expected
    assert part.date is not None
    assert (part.date.edtf, part.date.kind) == (edtf, "published")


def test_articles_are_cut_only_where_a_page_shows_its_head() -> None:
    articles = f"НОВЫЙ МОСТ\n{PROSE}\nО ДРОВАХ\n{PROSE}"
    head = "3 МАЯ 1937 г., № 120 (700)\n"
    assert len(newspaper.read(Extract(articles))) == 1
    assert len(newspaper.read(Extract(head + articles))) == 2
    assert len(newspaper.read(Extract(head + articles, metadata={"title": "Мост и дрова нашего района"}))) == 1
    assert len(newspaper.read(Extract(head + articles, metadata={"title": "Правда, 3 мая 1937 г., № 120"}))) == 2


def test_dispatches_need_no_head() -> None:
    text = f"НОВЫЙ МОСТ\nПАРИЖ, 3 мая. (ТАСС). {PROSE}\nО ДРОВАХ\nЛОНДОН, 3 мая. (ТАСС). {PROSE}"
    assert [part.metadata["place"] for part in newspaper.read(Extract(text))] == ["ПАРИЖ", "ЛОНДОН"]


@pytest.mark.parametrize(
    ("genitive", "name"),
    [
        ("БЕРЕЗОВА", "БЕРЕЗОВ"), ("Березовой", "Березова"), ("Осинской", "Осинская"),
        ("Луговского", "Луговский"), ("Чубаря", "Чубарь"),
        ("Рогозенко", "Рогозенко"), ("Косиора", "Косиор"), ("Лебедя", "Лебедь"),
    ],
)  # fmt: skip
def test_nominative(genitive: str, name: str) -> None:
    assert newspaper.nominative(genitive) == name


def test_quality_tells_scans_from_texts() -> None:
    assert quality(PROSE) > 0.97
    assert quality("п о л я р н а я ecgx Мocт движ3ние ъьж") < 0.5
    assert quality("") == 1.0


@pytest.mark.parametrize(
    "line", ["МОСКВА " * 40_000, "(" * 100_000, "А" * 200_000, "А. " * 60_000, "№ 1 " * 60_000, "МОСТ\n" * 60_000]
)
def test_hostile_lines_are_read_to_the_end(line: str) -> None:
    newspaper.read(Extract(line))
