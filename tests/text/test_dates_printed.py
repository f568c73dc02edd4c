"""One-line cases of ``dates.tsv``: a printed line, what it says of time; a historian can add a line."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from sovnlp.text.dates import find_dates, read_dateline

with (Path(__file__).parent / "dates.tsv").open(encoding="utf-8", newline="") as table:
    CASES = [
        (row["text"], row["edtf"], row["from"], row["to"], row["besides"])
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
    ]

CATALOGUE = Path(__file__).parents[3] / "shared" / "data" / "catalogue" / "REFERENCES.md"


def said(text: str, year: int | None = None) -> dict[str, str]:
    """What a line says, by name, without what it does not say."""
    line = read_dateline(text, year=year)
    date = line.date
    found = {
        "edtf": date.edtf if date else "",
        "kind": line.kind,
        "covers": line.covers.edtf if line.covers else "",
        "as_of": line.as_of.edtf if line.as_of else "",
        "session": line.session or "",
        "time": line.time or "",
        "leftover": line.leftover,
        "calendar": date.calendar.replace("gregorian", "") if date else "",
    }
    return {name: value for name, value in found.items() if value}


@pytest.mark.parametrize(("text", "edtf", "first", "last", "besides"), CASES)
def test_line(text: str, edtf: str, first: str, last: str, besides: str) -> None:
    expected = dict(pair.split("=") for pair in besides.split(";") if pair)
    year = expected.pop("year", None)
    expected = {name: value for name, value in {"edtf": edtf, **expected}.items() if value and value != "gregorian"}
    assert said(text, int(year) if year else None) == expected
    date = read_dateline(text, year=int(year) if year else None).date
    assert ((date and date.date_from) or "", (date and date.date_to) or "") == (first, last)


@pytest.mark.parametrize(
    ("text", "edtf"), [(text, edtf) for text, edtf, _, _, besides in CASES if edtf and not besides]
)
def test_line_in_running_text(text: str, edtf: str) -> None:
    """What a line says alone it says amid others, but for what only a line may be: a code, an American order."""
    if "XXXX-" in edtf or re.fullmatch(r"\d{8}", text) or text == "05.13.34":
        pytest.skip("only a line may be this")
    around = f"Мост чинили долго; {text} Доски привезли потом."
    found = [(date.edtf, around[start:stop] == date.printed) for start, stop, date in find_dates(around)]
    assert found == [(edtf, True)]


def _expected(value: str) -> dict[str, str]:
    """A cell of the catalogue («1921-07-29 (covers 1921-07-28)», «01-23 morning») by name."""
    value = value.replace("(Julian) = ", "= ").split("= ")[-1]
    expected = {}
    for name, pattern in (("covers", r"\(covers ([^)]*)\)"), ("as_of", r"\(as of ([^)]*)\)")):
        if match := re.search(pattern, value):
            expected[name] = match[1]
    plain = re.sub(r"\([^)]*\)", "", value).split()
    if plain:
        date, _, time = plain[0].partition("T")
        expected["edtf"] = f"XXXX-{date}" if re.fullmatch(r"\d\d-\d\d", date) else date
        expected |= {"time": time} if time else {}
        expected |= {"session": plain[1]} if len(plain) > 1 else {}
    return expected | ({"kind": "published"} if "(publi" in value else {})


@pytest.mark.skipif(not CATALOGUE.exists(), reason="the printed forms at ../shared/data/catalogue are not here")
def test_forms_that_were_really_printed() -> None:
    rows = re.findall(r"^\| (\d+) \| `(.*?)` \| ([^|]*) \|", CATALOGUE.read_text(encoding="utf-8"), re.MULTILINE)
    dates = [(number, text, _expected(value)) for number, text, value in rows if 101 <= int(number) <= 203]
    assert len(dates) == 52
    wrong = []
    for number, text, expected in dates:
        # The cover note's year stands in its heading.
        found = said(text, 1936 if "с<его> г<ода>" in text else None)
        if {name: found.get(name) for name in expected} != expected or ("edtf" in found) != ("edtf" in expected):
            wrong.append((number, text, expected, found))
    assert len(wrong) <= len(dates) * 0.02, wrong


def test_what_cannot_be_a_year_is_told() -> None:
    line = read_dateline("1 мая 1538 г., № 108 (5250)", year=1938)
    assert line.date is not None and line.date.edtf == "1938-05-01"
    assert line.flags == ("not a year: 1538",)


def test_a_newspaper_outside_the_period_gives_no_year() -> None:
    line = read_dateline("1 мая 1958 г., № 108 (5250)")
    assert line.date is not None and (line.date.edtf, line.date.date_from) == ("XXXX-05-01", None)
    assert len(line.flags) == 1


def test_hour_of_a_day() -> None:
    assert read_dateline("7/XI-32 г. в 20 час. 05 мин.").edtf == "1932-11-07T20:05"
    assert read_dateline("ноябрь 1932 г. в 20 час.").edtf == "1932-11"
    assert read_dateline("Дороги размыты.").edtf is None


@pytest.mark.parametrize(
    "text",
    [
        "Ф. 17. Оп. 2. Д. 612. Л. 12",
        "10-15 человек и 1937 дворов",
        "ст. 58-10 УК",
        "п. 5, 6 и 7 устава",
        "№ 1931/32",
        "19 340 512 пудов",
        "19340512 пудов",
        "5 из 7 колхозов в 34 сёлах",
        "с 3 по 5 класс",
        "т. 12, с. 31–34",
        "I и II разряда",
        "в марте, 37 рабочих",
        "8.15 утра",
        "1 917 человек",
        "12,5 и 30,5 процента",
        "31 июня",
        "May I ask you",
        "март и апрель",
    ],
)
def test_numbers_are_no_dates(text: str) -> None:
    assert list(find_dates(text)) == []
