"""Dates as printed, as written in manifests, and as inferred."""

from __future__ import annotations

from datetime import date as Day

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.text.dates import UNDATED, find_dates, infer_date, parse_edtf

PRINTED = [
    ("3 декабря 1934 г.", "1934-12-03"),
    ("9 июля 1928 года", "1928-07-09"),
    ("9 июля 1928", "1928-07-09"),
    ("5/III-37", "1937-03-05"),
    ("5/III 1937", "1937-03-05"),
    ("19/III-1935 г.", "1935-03-19"),
    ("25.VII.36 г.", "1936-07-25"),
    ("20.III.-31 г.", "1931-03-20"),
    ("25. VIII. 1931 г.", "1931-08-25"),
    ("14-III-38", "1938-03-14"),
    ("29/IX — 34 г.", "1934-09-29"),
    ("7.ХI.1932 г.", "1932-11-07"),
    ("3-4/V-33 г.", "1933-05-03/1933-05-04"),
    ("23 февраля – 5 марта 1937 г.", "1937-02-23/1937-03-05"),
    ("28 декабря 1936 г. – 3 января 1937 г.", "1936-12-28/1937-01-03"),
    ("с 23 июня по 2 июля 1927 г.", "1927-06-23/1927-07-02"),
    ("с 1 по 5 мая 1931 г.", "1931-05-01/1931-05-05"),
    ("10-11 марта 1938 г.", "1938-03-10/1938-03-11"),
    ("19—31 августа 1939 г.", "1939-08-19/1939-08-31"),
    ("25 и 26 октября 1923 г.", "1923-10-25/1923-10-26"),
    ("в ночь на 1 июля 1931", "1931-06-30/1931-07-01"),
    ("в ночь с 30 июня на 1 июля 1931 г.", "1931-06-30/1931-07-01"),
    ("июль 1928 г.", "1928-07"),
    ("в июле 1928 года", "1928-07"),
    ("ИЮЛЬ 1928 г.", "1928-07"),
    ("июль–август 1928 г.", "1928-07/1928-08"),
    ("декабрь 1929 — январь 1930 г.", "1929-12/1930-01"),
    ("1932/33 г.", "1932/1933"),
    ("1932/1933", "1932/1933"),
    ("1928–1930 гг.", "1928/1930"),
    ("в 1931 году", "1931"),
    ("12.03.1931", "1931-03-12"),
    ("1.12.30", "1930-12-01"),
    ("1937.02.27", "1937-02-27"),
    ("1937-02-27", "1937-02-27"),
    ("«3» декабря 1934 г.", "1934-12-03"),
    ("1-го декабря 1934 г.", "1934-12-01"),
    ("15 марта 1933 г.1", "1933-03-15"),
    ("3 сент. 1936 г.", "1936-09-03"),
    ("1 ОКТЯБРЯ 1937 г.", "1937-10-01"),
    ("July 9, 1928", "1928-07-09"),
    ("9 July 1928", "1928-07-09"),
    ("the 9th of July, 1928", "1928-07-09"),
    ("Sept. 6, 1936", "1936-09-06"),
    ("March 5-7, 1938", "1938-03-05/1938-03-07"),
    ("March 5 - March 12 1938", "1938-03-05/1938-03-12"),
    ("5–7 March 1938", "1938-03-05/1938-03-07"),
    ("28 February – 5 March 1937", "1937-02-28/1937-03-05"),
    ("March 12, Evening session, 1938", "1938-03-12"),
    ("August 1936", "1936-08"),
    ("не позднее 12 марта 1931", "../1931-03-12"),
    ("Не позднее 19 ноября 1930 г.", "../1930-11-19"),
    ("not later than March 12, 1931", "../1931-03-12"),
    ("не ранее 12 марта 1931 г.", "1931-03-12/.."),
    ("около 1930", "1930~"),
    ("circa 1930", "1930~"),
    ("около 5 мая 1930 г.", "1930-05-05~"),
    ("июль 1928 (?)", "1928-07?"),
    ("1935 (?) г.", "1935?"),
    ("25 октября 1917 г. ст. ст.", "1917-11-07"),
    ("25 октября (7 ноября) 1917 г.", "1917-11-07"),
    ("11 (24) января 1918 г.", "1918-01-24"),
    ("December 24, 1917/January 6, 1918", "1918-01-06"),
    ("October 25, 1917 (O.S.)", "1917-11-07"),
    ("25 октября 1917 г.", "1917-10-25"),
    ("б/д", UNDATED),
    ("б. д.", UNDATED),
    ("n.d.", UNDATED),
]

NO_DATES = [
    "13 марта",
    "5 мая 1812 г.",
    "Ф. 17. Оп. 2. Д. 612. Л. 12",
    "тираж 1931 экземпляр",
    "5/III-77",
    "с. 12–34",
    "32 мая, пятница",
    "в 25 году",
    "№ 1931",
    "мая и мать",
    "12.13.1931",
    "40 сёл и 1937 дворов",
]

STATED = [
    ("1928", "1928-01-01", "1928-12-31"),
    ("1928-07", "1928-07-01", "1928-07-31"),
    ("1928-02", "1928-02-01", "1928-02-29"),
    ("1928-07-09", "1928-07-09", "1928-07-09"),
    ("1930~", "1930-01-01", "1930-12-31"),
    ("1930-01~", "1930-01-01", "1930-01-31"),
    ("1930-01?", "1930-01-01", "1930-01-31"),
    ("1930%", "1930-01-01", "1930-12-31"),
    ("1932/1933", "1932-01-01", "1933-12-31"),
    ("../1931-03-12", None, "1931-03-12"),
    ("1931-03-12/..", "1931-03-12", None),
    ("1931/", "1931-01-01", None),
    ("193X", "1930-01-01", "1939-12-31"),
    ("19XX", "1900-01-01", "1999-12-31"),
    ("1930-21", "1930-03-01", "1930-05-31"),
    ("1930-24", "1930-12-01", "1931-02-28"),
    ("1930-XX", "1930-01-01", "1930-12-31"),
    ("[1930,1931]", "1930-01-01", "1931-12-31"),
    ("09.07.1928", "1928-07-09", "1928-07-09"),
    ("9 July 1928", "1928-07-09", "1928-07-09"),
    ("9 июля 1928", "1928-07-09", "1928-07-09"),
    ("июль 1928 г.", "1928-07-01", "1928-07-31"),
    ("около 1930", "1930-01-01", "1930-12-31"),
    ("не позднее 12 марта 1931", None, "1931-03-12"),
]


@pytest.mark.parametrize(("printed", "edtf"), PRINTED)
def test_printed_form(printed: str, edtf: str) -> None:
    text = f"Склад, {printed} Копия"
    found = list(find_dates(text))
    assert [date.edtf for _, _, date in found] == [edtf]
    start, stop, date = found[0]
    assert text[start:stop] == date.printed


@pytest.mark.parametrize("text", NO_DATES)
def test_no_date_is_made_up(text: str) -> None:
    assert list(find_dates(text)) == []


def test_calendar_of_the_printed_form() -> None:
    calendars = [date.calendar for _, _, date in find_dates("25 октября 1917 г. ст. ст.; 8 ноября 1917 г.")]
    assert calendars == ["julian", "gregorian"]


def test_several_dates_keep_their_places() -> None:
    text = "Сводка за 1 декабря 1922 г. 5 декабря 1922 г."
    assert [text[start:stop] for start, stop, _ in find_dates(text)] == ["1 декабря 1922 г.", "5 декабря 1922 г."]


@pytest.mark.parametrize(("stated", "date_from", "date_to"), STATED)
def test_stated_date(stated: str, date_from: str | None, date_to: str | None) -> None:
    date = parse_edtf(stated, "written")
    assert (date.date_from, date.date_to, date.kind) == (date_from, date_to, "written")


@pytest.mark.parametrize(
    "stated", ["", "hello", "1930-02-30", "1931-13", "1933/1932", "../..", "1 мая 1930 или 2 мая 1930"]
)
def test_what_is_no_date_is_refused(stated: str) -> None:
    with pytest.raises(ValueError):
        parse_edtf(stated)


def test_an_impossible_day_of_a_manifest_is_refused() -> None:
    with pytest.raises(ValueError):
        parse_edtf("1931-04-31")


@pytest.mark.parametrize("edtf", [edtf for _, edtf in PRINTED])
def test_every_form_is_edtf(edtf: str) -> None:
    import edtf as library

    assert library.parse_edtf(edtf) is not None


@given(st.dates(min_value=Day(1917, 1, 1), max_value=Day(1941, 12, 31)))
def test_a_day_survives_being_printed(day: Day) -> None:
    months = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
    printed = f"{day.day} {months[day.month - 1]} {day.year} г."
    assert [date.edtf for _, _, date in find_dates(printed)] == [str(day)]


@given(st.text(alphabet="0123456789IVX/.-–() мартаянвяюляJulyгб~?,«»", max_size=60))
def test_any_text_is_survived(text: str) -> None:
    reached = 0
    for start, stop, date in find_dates(text):
        assert reached <= start < stop <= len(text)
        assert text[start:stop] == date.printed
        if date.date_from and date.date_to:
            assert date.date_from <= date.date_to
        reached = stop


INFERRED = [
    ("О ходе сева\nРечь на собрании 9 июля 1930 г.\nТоварищи! Ещё 3 мая 1929 г. мы говорили о дорогах.", "1930-07-09"),
    ("Отчёт\nТоварищи! Ещё 3 мая 1929 г. мы говорили о дорогах и о мостах через реку.", None),
    ("ПРОТОКОЛ ДОПРОСА\nот 3 декабря 1934 г.\nВОПРОС: Когда?\nОТВЕТ: 1 мая 1930 г.", "1934-12-03"),
    ("ВОПРОС: Когда?\nОТВЕТ: 1 мая 1930 г.", None),
    ("Письмо\nДорогой друг!\nДороги размыты.\nЛуговой\n5/III-31", "1931-03-05"),
    ("Заметка\nДороги размыты.\nб/д", None),
    ("Сводка за 1 декабря 1922 г. 5 декабря 1922 г.\nДороги размыты.", "1922-12-05"),
    ("Камышев, 12 мая 1901 года рождения\nДороги размыты.", None),
    ("Speech at the Depot\nJuly 9, 1928\nThe roads are bad.", "1928-07-09"),
    ("The Depot\nDate: 12 November 1932\nThe roads are bad.", "1932-11-12"),
    ("The Depot\nSource: The Lantern, 12 November 1932\nThe roads are bad.", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "edtf"), INFERRED)
def test_inferred_date(text: str, edtf: str | None) -> None:
    date = infer_date(text)
    assert (date and date.edtf) == edtf
