"""What holds for every date and for every text."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date as Day
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sovnlp.text.dates import find_dates, infer_date, parse_edtf, read_dateline
from sovnlp.text.edtf import read_edtf

RU = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
RU_NAMES = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split()
EN = "January February March April May June July August September October November December".split()
ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()

DAYS = st.dates(min_value=Day(1917, 1, 1), max_value=Day(1941, 12, 31))

STYLES: dict[str, Callable[[Day], str]] = {
    "words": lambda d: f"{d.day} {RU[d.month - 1]} {d.year} г.",
    "capitals": lambda d: f"{d.day} {RU[d.month - 1].upper()} {d.year} ГОДА",
    "quoted": lambda d: f"«{d.day}» {RU[d.month - 1]} {d.year} г.",
    "ordinal": lambda d: f"{d.day}-го {RU[d.month - 1]} {d.year} года",
    "short year": lambda d: f"{d.day} {RU[d.month - 1]} {d.year % 100} г.",
    "spaced": lambda d: f"{' '.join(str(d.day))} {RU[d.month - 1]} {' '.join(str(d.year))} г.",
    "misread": lambda d: f"{d.day} {RU[d.month - 1]} {d.year} г.".replace("3", "З").replace("0", "О"),
    "year first": lambda d: f"{d.year} г., {RU[d.month - 1]} {d.day}",
    "slash": lambda d: f"{d.day}/{ROMAN[d.month - 1]}-{d.year % 100} г.",
    "stops": lambda d: f"{d.day}. {ROMAN[d.month - 1]}. {d.year} г.",
    "Cyrillic": lambda d: f"{d.day}/{ROMAN[d.month - 1].replace('X', 'Х').replace('I', 'І')}-{d.year % 100}",
    "digits": lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    "short digits": lambda d: f"{d.day}.{d.month}.{d.year % 100} г.",
    "archive": lambda d: f"{d.year}.{d.month:02}.{d.day:02}",
    "iso": lambda d: d.isoformat(),
    "American": lambda d: f"{EN[d.month - 1]} {d.day}, {d.year}",
    "British": lambda d: f"{d.day} {EN[d.month - 1]} {d.year}",
    "abbreviated": lambda d: f"{EN[d.month - 1][:3]}. {d.day}, {d.year}",
}


@pytest.mark.parametrize("style", STYLES)
@given(day=DAYS)
@settings(max_examples=60)
def test_printing_and_reading_is_the_identity(style: str, day: Day) -> None:
    printed = STYLES[style](day)
    assert [date.edtf for _, _, date in find_dates(f"Луговое, {printed}")] == [day.isoformat()]
    line = read_dateline(printed)
    assert line.date is not None and (line.date.date_from, line.date.date_to) == (day.isoformat(), day.isoformat())


@given(DAYS, st.integers(min_value=1, max_value=400))
def test_ranges_survive_being_printed(first: Day, length: int) -> None:
    last = first + timedelta(days=length)
    if last.year > 1941:
        return
    printed = f"с {first.day} {RU[first.month - 1]} {first.year} г. по {last.day} {RU[last.month - 1]} {last.year} г."
    assert [date.edtf for _, _, date in find_dates(printed)] == [f"{first}/{last}"]
    english = f"{EN[first.month - 1]} {first.day}, {first.year} – {EN[last.month - 1]} {last.day}, {last.year}"
    assert [date.edtf for _, _, date in find_dates(english)] == [f"{first}/{last}"]


@given(DAYS)
def test_the_two_calendars_of_1917(day: Day) -> None:
    old = Day(1917, 3, 1) + (day - Day(1917, 1, 1)) % timedelta(days=300)
    new = old + timedelta(days=13)
    printed = f"{old.day} {RU[old.month - 1]} ({new.day} {RU[new.month - 1]}) 1917 г."
    if new.year != 1917:
        return
    assert [(date.edtf, date.calendar) for _, _, date in find_dates(printed)] == [(new.isoformat(), "julian")]


@given(DAYS)
def test_no_date_is_more_precise_than_its_text(day: Day) -> None:
    month_end = calendar.monthrange(day.year, day.month)[1]
    month = (f"{day.year}-{day.month:02}-01", f"{day.year}-{day.month:02}-{month_end}")
    year = (f"{day.year}-01-01", f"{day.year}-12-31")
    for printed, bounds in (
        (f"{RU_NAMES[day.month - 1]} {day.year} г.", month),
        (f"{EN[day.month - 1]} {day.year}", month),
        (f"«__» {RU[day.month - 1]} {day.year} г.", month),
        (f"{day.year} г.", year),
        (f"около {day.year} г.", year),
        (f"зима {day.year} г.", year),
        (f"не позднее {day.day} {RU[day.month - 1]} {day.year} г.", (None, day.isoformat())),
        (f"не ранее {day.day} {RU[day.month - 1]} {day.year} г.", (day.isoformat(), None)),
        (f"не позднее {day.year} г.", (None, year[1])),
        (f"{day.day} {RU[day.month - 1]}", (None, None)),
        ("б/д", (None, None)),
    ):
        date = read_dateline(printed).date
        assert date is not None and (date.date_from, date.date_to) == bounds, printed


_PIECES = st.sampled_from(
    "1 2 13 30 31 З О I II IV XII У Ш 5/ / - — . , ( ) [ ] < > « » ? ' № 34 37 1917 1937 19З7 1 9 3 7 I937 г. г год "
    "года с<его> с. по на и или в ночь между не позднее ранее около начало конец весна зима квартал декада половина "
    "первая хоз. мая марта декабрь May March Sept. the of to between night late n.d. б/д ст. ст. \n \n\n х w".split(" ")
)


@given(
    st.lists(_PIECES, max_size=30).map(" ".join) | st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=80)
)
@settings(max_examples=400)
def test_any_text_is_survived(text: str) -> None:
    for year in (None, 1937):
        reached = 0
        for start, stop, date in find_dates(text, year=year):
            assert reached <= start < stop <= len(text)
            assert text[start:stop] == date.printed
            assert (date.date_from or "") <= (date.date_to or "9999")
            # What is stored as EDTF is read back with the same bounds.
            again = parse_edtf(date.edtf)
            assert (again.date_from, again.date_to) == (date.date_from, date.date_to)
            reached = stop
    read_dateline(text)
    infer_date(text, context=[text])


@given(st.text(alphabet="0123456789X-/~?%.[]{},T: ", max_size=30))
@settings(max_examples=300)
def test_any_edtf_is_read_or_refused(text: str) -> None:
    try:
        date = read_edtf(text)
    except ValueError:
        return
    assert date is None or date.edtf == text


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1 ",
        "1 9 ",
        ".",
        " ",
        "\n",
        "[",
        "5 и ",
        "5, ",
        "с 5 по ",
        "5/III-37 ",
        "1934 ",
        "I",
        "а б ",
        "мая ",
        "(5 ",
        "З",
        "1934/",
    ],
)
def test_hostile_text_takes_no_longer_than_other_text(unit: str) -> None:
    """Were the search quadratic or worse, this would not end."""
    text = unit * (300_000 // len(unit))
    assert all(text[start:stop] == date.printed for start, stop, date in find_dates(text))
    infer_date(text, context=[text])
    read_dateline(text, year=1937)
