"""A document's own date: what its head, its signature and what is known beside it say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sovnlp.text.dates import infer_date

GOLD = Path(__file__).parents[3] / "shared" / "gold" / "structure"
PROSE = "Дороги размыты, подвода не прошла. " * 3

CASES = [
    # the year of a day comes from beside the text
    (
        "Evening Session May 13\nTHE PRESIDENT: Proceed.",
        ["The Bridge Case, Evening Session, May 13, 1934."],
        "1934-05-13",
    ),
    ("May 13 (evening session)\nEXAMINATION", ["https://example.org/trials/1934/bridge/13/e.htm"], "1934-05-13"),
    ("Утреннее заседание 13 мая\nПредседатель. Начнём.", ["1934"], "1934-05-13"),
    ("Утреннее заседание 13 мая\nПредседатель. Начнём.", [], "XXXX-05-13"),
    ("Вечернее заседание 13 мая\nПредседатель. Начнём.", ["Дело о мосте", "1934-05"], "1934-05-13"),
    # a text without line ends
    (
        "The Bridge Case - Examination of Ivnyak, Evening Session May 13 The Bridge Case. THE PRESIDENT: Proceed. "
        + "x " * 300,
        ["1934"],
        "1934-05-13",
    ),
    ("ИЗ ПРОТОКОЛА ДОПРОСА ИВНЯКА 13 МАЯ 1934 ГОДА: — Где мост? — За рекой. " + PROSE * 4, [], "1934-05-13"),
    (
        "Мост чинили с весны. 13 мая 1934 г. его снова снесло. " + PROSE * 4,
        ["Ivnyak 05.14.34 re bridge.doc"],
        "1934-05-14",
    ),
    # the text's own date wins over the one beside it
    ("Запись разговоров\n13-14 мая 1934 г.\n(Вечер, утро)\n" + PROSE, ["1934-05-13"], "1934-05-13/1934-05-14"),
    ("Протокол\n13 мая 1934 г.\n" + PROSE, ["https://example.org/2015/06/letter.html", "1934-05-15"], "1934-05-13"),
    ("Письмо\n\n" + f"{PROSE}\n" * 40 + "О. Ивняк\n13/V-34 г.", ["1934-05-15"], "1934-05-13"),
    ("Письмо\n\n" + f"{PROSE}\n" * 300 + "О. Ивняк\n13/V-34 г.", [], "1934-05-13"),
    # a text without a date
    ("Письмо\n" + PROSE, ["Письмо Ивняка 13 мая 1934 года"], "1934-05-13"),
    ("Письмо\n" + PROSE, ["http://example.ru/pismo-ivnyaka-13-maya-1934/"], "1934-05-13"),
    ("Bridges\n" + "The roads are bad.", ["https://example.org/works/1934/05/13.htm"], "1934-05-13"),
    ("Письмо\n" + PROSE, ["", "не дата"], None),
    ("Bridges\nThe roads are bad.", ["Ivan Fernov 19340500 On Bridges"], "1934-05"),
    # labels
    ("Сводка\nРеквизиты\nДатировка:\n1934.05.13\nИсточник:\nСборник. Т. 9, 2000 г.\n" + PROSE, [], "1934-05-13"),
    (
        "On Bridges\n(May 1934)\nWritten: 13 May 1934.\nSource: The Lantern, No. 9, 31 May 1934, p. 2.\n",
        [],
        "1934-05-13",
    ),
    # editions and web pages do not date a document
    ("Письмо\n" + PROSE + "\n«Луговая правда» № 40, 14 мая 1934 г.", ["1934-05-13"], "1934-05-13"),
    (
        "Мосты\n" + f"{PROSE}\n" * 30 + "О. Ивняк\n13 мая 1934 г.\n«Луговая правда» № 40, 14 мая 1934 г.",
        [],
        "1934-05-13",
    ),
    ("Мосты\n" + f"{PROSE}\n" * 30 + "«Луговая правда» № 40, 14 мая 1934 г.", [], "1934-05-14"),
    ("Bridges\nTranscribed: 1934.\nCopyleft: Archive (2015).\nLast updated on: 1 June 2016\n", [], None),
    ("13 МАЯ 1934 г., № 108 (5250)\nЛУГОВАЯ ПРАВДА\nНовый мост готов.", [], "1934-05-13"),
    ("Клёнов Фрол Фролович\n1899-1939\n(Заседание девятое 13 мая 1934 г., вечернее)", [], "1934-05-13"),
    # what a report covers is not when it was written
    ("Сводка № 7 за 13 мая 1934 г.\n" + f"{PROSE}\n" * 30 + "15 мая 1934 г.", [], "1934-05-15"),
    ("Сводка № 7 за 13 мая 1934 г.\n" + PROSE, [], "1934-05-13"),
    ("О подготовке к 1 мая\n" + PROSE, ["1934"], "1934"),
    ("План на 1935 год\n13 мая 1934 г.\n" + PROSE, [], "1934-05-13"),
    ("Petition of L. I. Kamyshev on the ferry, 1932\n\n" + PROSE, [], "1932"),
    ("Направляю Вам протокол допроса Л. Камышева от 5 мая 1934 г.\n" + PROSE + "\n9 мая 1934 г.", [], "1934-05-09"),
    ("об Указе Президиума от 5 мая 1934 г.\nПисьмо Камышева\n9 мая 1934 года\n" + PROSE, [], "1934-05-09"),
    (
        "The ferry leaks.\n1. The reference is to the speech on the ferry at the depot (Pravda, 11 March 1931).",
        [],
        None,
    ),
    ("[13 мая 1934 г.]\n" + PROSE, [], "[1934-05-13]"),
    ("Не позднее 13 мая 1934 г.\n" + PROSE, ["1934"], "../1934-05-13"),
]


@pytest.mark.parametrize(("text", "context", "edtf"), CASES)
def test_own_date(text: str, context: list[str], edtf: str | None) -> None:
    date = infer_date(text, context=context)
    assert (date and date.edtf) == edtf


def test_a_newspaper_is_published() -> None:
    date = infer_date("13 МАЯ 1934 г., № 108 (5250)\nЛУГОВАЯ ПРАВДА\nНовый мост готов.")
    assert date is not None and date.kind == "published"


def test_the_middle_of_a_long_text_is_not_looked_at() -> None:
    line = "Протокол от 13 мая 1934 г.\n"
    assert infer_date("Письмо\n" + "Дороги.\n" * 2_000 + line + "Дороги.\n" * 2_000) is None


@pytest.mark.skipif(not GOLD.exists(), reason="the structure gold at ../shared/gold is not here")
def test_dates_of_real_documents() -> None:
    from sovnlp.formats import FORMATS

    wrong = []
    files = sorted((GOLD / "dev").glob("*.expected.json"))
    for file in files:
        name = file.name.removesuffix(".expected.json")
        expected = json.loads(file.read_text(encoding="utf-8"))["date"]
        beside = file.with_name(f"{name}.meta.json")
        meta = json.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}
        raw = next((GOLD / "raw").glob(f"{name}.*"))
        kind = "html" if raw.suffix == ".html" else "plain"
        text = FORMATS[kind](raw.read_bytes(), None)[0].text
        date = infer_date(text, context=[meta[key] for key in ("title", "label", "url", "year", "date") if key in meta])
        if (date and date.edtf) != expected:
            wrong.append((name, expected, date and date.edtf))
    assert files and len(wrong) <= 1, wrong
