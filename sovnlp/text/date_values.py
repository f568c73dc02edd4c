"""What a printed date means: the numbers behind the groups of a pattern, put together to EDTF.

A builder raises ``ValueError`` where the numbers are no date of the time.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from datetime import date as Day
from datetime import timedelta

from sovnlp.text.date_words import Token
from sovnlp.text.edtf import UNDATED

__all__ = [
    "Builder",
    "Fields",
    "days",
    "days_in_english",
    "decade",
    "economic_year",
    "first_days",
    "half_of_month",
    "half_of_year",
    "month",
    "month_list",
    "months_and_half",
    "months_range",
    "named_third",
    "night",
    "numeric",
    "pair",
    "part_of_month",
    "part_of_year",
    "parts_of_months",
    "quarter",
    "season",
    "seasons",
    "several_days",
    "single",
    "year",
    "years",
]


class Fields:
    """What the groups of a pattern matched, as numbers: ``d1 m1 y1`` and so on."""

    def __init__(
        self, spans: dict[str, tuple[int, int]], tokens: Sequence[Token], fill: str | None, before: str | None
    ):
        self.spans, self.tokens, self.fill, self.before = spans, tokens, fill, before

    def __contains__(self, name: str) -> bool:
        return name in self.spans

    def of(self, name: str) -> Token:
        """The first token of a group."""
        return self.tokens[self.spans[name][0]]

    def day(self, name: str) -> int:
        """The day that a group prints, also with a gap inside (2 9) or typed with the letter I."""
        first, stop = self.spans[name]
        if stop - first == 2:
            return 10 * self.tokens[first].value + self.tokens[first + 1].value
        token = self.tokens[first]
        if token.kind == "r":
            # Typewriters had no 1: I мая, II мая.
            if token.value > 2:
                raise ValueError("a Roman day")
            return 1 if token.value == 1 else 11
        return token.value

    def year(self, *names: str) -> str:
        """The first of the named years that is printed, else the year known from elsewhere."""
        for name in names:
            if "y" + name in self.spans:
                place = self.spans["y" + name][0]
                if place > 1 and self.tokens[place - 1].kind == "." and _is_whole_month(self.tokens[place - 2]):
                    raise ValueError("a new sentence")
                return _four_digits(self.tokens[place])
            if "t" + name in self.spans:
                return self._relative(self.of("t" + name))
        if self.fill is None:
            raise ValueError("no year")
        return self.fill

    def _relative(self, token: Token) -> str:
        if token.kind == "C" and token.value == 9:
            known = self.before or self.fill
        else:
            known = self.fill
        if known is None:
            raise ValueError("no year to count from")
        shift = token.value if token.kind == "C" and token.value in (-1, 1) else 0
        return known if known == UNDATED else str(int(known) + shift)

    def month(self, *names: str) -> int:
        """The first of the named months that is printed."""
        for name in names:
            for letter in "mn":
                if letter + name in self.spans:
                    value = self.of(letter + name).value
                    if not 1 <= value <= 12:
                        raise ValueError(f"no month: {value}")
                    return value
        raise ValueError("no month")

    def date(self, day: str, months: str, years: str) -> str:
        """One day: the groups its day, month and year may come from, the nearest first."""
        return _day(self.year(*years), self.month(*months), self.day("d" + day))


def _is_whole_month(token: Token) -> bool:
    """A month that no full stop would follow but that of a sentence."""
    return token.kind in "mM" and token.stop - token.start > 4


def _four_digits(token: Token) -> str:
    """Four digits; two digits only where they can be 1917–1941; of three or more, years from 1890 to 1960."""
    value = token.value
    if token.kind in "sdz":
        if not 17 <= value <= 41:
            raise ValueError(f"no year of the period: {value}")
        return f"19{value}"
    if not 1890 <= value <= 1960:
        raise ValueError(f"no year of the time: {value}")
    return str(value)


def _day(year: str, month: int, day: int) -> str:
    Day(2000 if year == UNDATED else int(year), month, day)
    return f"{year}-{month:02}-{day:02}"


def _next(edtf: str, days: int) -> str:
    year = edtf[:4]
    moved = (Day.fromisoformat("2001" + edtf[4:] if year == UNDATED else edtf) + timedelta(days=days)).isoformat()
    return UNDATED + moved[4:] if year == UNDATED else moved


Builder = Callable[[Fields], str]


def single(f: Fields) -> str:
    """A day, with (?) where one is printed in it."""
    return f.date("1", "1", "1") + ("?" if "doubt" in f else "")


def numeric(f: Fields) -> str:
    """Day, month and year in digits; of Arabic ones with a short year, only what stands close together."""
    month, year = f.of("n1"), f.of("y1") if "y1" in f else None
    if month.kind in "sd" and year is not None and year.kind in "sdz":
        marks = {f.tokens[n].kind for n in range(f.spans["d1"][1], f.spans["y1"][0])} - {"s", "d"}
        if marks == {"-"} or month.start - f.of("d1").stop > 1:
            raise ValueError("numbers, not a date")
    if month.kind == "r" and year is not None and year.kind in "sdz":
        between = f.spans["y1"][0] - f.spans["d1"][1] - 1
        after = f.spans["y1"][1]
        if not between and not (after < len(f.tokens) and f.tokens[after].kind == "g"):
            raise ValueError("numbers, not a date")
    return f.date("1", "1", "1")


def days(f: Fields) -> str:
    """23 февраля – 5 марта 1937: what is missing on the left is that of the right."""
    first, last = f.date("1", "12", "12"), f.date("2", "2", "2")
    return _joined(f, first, last)


def days_in_english(f: Fields) -> str:
    """March 5–12, 1938: what is missing on the right is that of the left, the year the other way round."""
    return _joined(f, f.date("1", "1", "12"), f.date("2", "21", "2"))


def _joined(f: Fields, first: str, last: str) -> str:
    """Two days: an interval; «5 и 12» two days of a set, «5 или 6» one of them."""
    word = f.of("conn").kind
    if word in "lL" and "pre" not in f:
        raise ValueError("only one bound")
    if "pre" in f:
        word = "-"
    if word == "," and f.spans["conn"][1] - f.spans["conn"][0] > 1:
        word = f.tokens[f.spans["conn"][0] + 1].kind
    if UNDATED not in first and UNDATED not in last:
        if first >= last:
            raise ValueError("days out of order")
        if word == "O":
            if "y1" in f:
                raise ValueError("two dates, not one of two days")
            return f"[{first},{last}]"
        if word == "&" and _next(first, 1) != last:
            return f"{{{first},{last}}}"
        if word == "/" and first[:7] != last[:7]:
            raise ValueError("a slash joins days of one month only")
    return f"{first}/{last}"


def several_days(f: Fields) -> str:
    """6, 7 и 8 ноября: an interval where the days follow one another, else a set."""
    first, stop = f.spans["days"]
    numbers = [token.value for token in f.tokens[first:stop] if token.kind in "sdz"]
    days = [_day(f.year("1"), f.month("1"), number) for number in numbers]
    if any(a >= b for a, b in zip(numbers, numbers[1:], strict=False)):
        raise ValueError("days out of order")
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{days[0]}/{days[-1]}"
    return "{" + ",".join(days) + "}"


def night(f: Fields) -> str:
    """в ночь на 1 июля: the evening before and the morning."""
    morning = f.date("2", "2", "2")
    return f"{_next(morning, -1)}/{morning}"


def pair(f: Fields) -> str:
    """11 (24) января 1918, 25 октября (7 ноября) 1917, December 24, 1917/January 6, 1918: the later is Gregorian."""
    days = sorted((f.date("1", "12", "12"), f.date("2", "21", "21")))
    shift = 13 if days[0] >= "1900-03" else 12
    if UNDATED in days[0] or days[0] > "1941" or _next(days[0], shift) != days[1]:
        raise ValueError("not one day in two calendars")
    return days[1]


def month(f: Fields) -> str:
    """A month of a year."""
    return f"{f.year('1')}-{f.month('1'):02}" + ("?" if "doubt" in f else "")


def months_range(f: Fields) -> str:
    """From one month to another."""
    first = f"{f.year('1', '2')}-{f.month('1'):02}"
    last = f"{f.year('2')}-{f.month('2'):02}"
    if first >= last and UNDATED not in first:
        raise ValueError("months out of order")
    return f"{first}/{last}"


def month_list(f: Fields) -> str:
    """июль, август и сентябрь 1923: the months between."""
    first, stop = f.spans["months"]
    numbers = [token.value for token in f.tokens[first:stop] if token.kind in "mM"]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        raise ValueError("months that do not follow one another")
    return f"{f.year('1')}-{numbers[0]:02}/{f.year('1')}-{numbers[-1]:02}"


def months_and_half(f: Fields) -> str:
    """июль, август и первая половина сентября 1923: from the first of the months to the middle of the last."""
    begin, stop = f.spans["months"]
    numbers = [token.value for token in f.tokens[begin:stop] if token.kind == "m"]
    last = f.tokens[f.spans["ord"][1] + 1].value
    if _ordinal(f) != 1 or [*numbers, last] != list(range(numbers[0], numbers[0] + len(numbers) + 1)):
        raise ValueError("months that do not follow one another")
    return f"{_day(f.year('1'), numbers[0], 1)}/{_day(f.year('1'), last, 15)}"


def _third(year: str, month: int, part: int) -> str:
    """начало, середина, конец: about ten days of a month."""
    if year == UNDATED:
        return f"{year}-{month:02}"
    first, last = ((1, 10), (11, 20), (21, calendar.monthrange(int(year), month)[1]))[part - 1]
    return f"{_day(year, month, first)}~/{_day(year, month, last)}~"


def part_of_month(f: Fields) -> str:
    """начало, середина, конец of a month."""
    return _third(f.year("1"), f.month("1"), f.of("part").value)


def parts_of_months(f: Fields) -> str:
    """конец мая — начало июня."""
    first = _third(f.year("1", "2"), f.month("1"), f.of("part").value)
    last = _third(f.year("2"), f.month("2"), f.of("part2").value)
    return first.split("/")[0] + "/" + last.split("/")[-1]


def first_days(f: Fields) -> str:
    """в первых (последних) числах: about the first (last) ten days."""
    return _third(f.year("1"), f.month("1"), {1: 1, -1: 3}[_ordinal(f)])


def _ordinal(f: Fields) -> int:
    token = f.of("ord")
    return 11 if token.kind == "r" and token.value > 5 else token.value


def named_third(f: Fields) -> str:
    """первая декада мая: exactly ten days."""
    return _third(f.year("1"), f.month("1"), _one_to(3, _ordinal(f))).replace("~", "")


def half_of_month(f: Fields) -> str:
    """первая половина мая."""
    year, month, half = f.year("1"), f.month("1"), _one_to(2, _ordinal(f))
    if year == UNDATED:
        return f"{year}-{month:02}"
    first, last = ((1, 15), (16, calendar.monthrange(int(year), month)[1]))[half - 1]
    return f"{_day(year, month, first)}/{_day(year, month, last)}"


def _one_to(most: int, number: int) -> int:
    if not 1 <= number <= most:
        raise ValueError(f"not one of {most}: {number}")
    return number


def _known(f: Fields) -> int:
    return int(_four_digits(f.of("y1")))


def part_of_year(f: Fields) -> str:
    """начало, середина, конец of a year: about four months."""
    year, part = _known(f), f.of("part").value
    return f"{year}-{4 * part - 3:02}~/{year}-{4 * part:02}~"


def quarter(f: Fields) -> str:
    """A quarter of the calendar year; of the economic year (1930/31), which began on 1 October."""
    year, number = _known(f), _ordinal(f)
    if number == 5:
        return f"{year}-36"
    if "y2" in f:
        _following(f)
        return f"{year}-36" if number == 1 else f"{year + 1}-{31 + _one_to(4, number)}"
    return f"{year}-{32 + _one_to(4, number)}"


def half_of_year(f: Fields) -> str:
    """первое полугодие."""
    return f"{_known(f)}-{39 + _one_to(2, _ordinal(f))}"


def season(f: Fields) -> str:
    """A season; a winter is told by two years, of one year alone it may be its first months or its last."""
    code, year = f.of("season").value, _known(f)
    if "y2" in f:
        _following(f)
        if code != 24:
            raise ValueError("a season of two years")
        return f"{year}-24"
    return str(year) if code == 24 else f"{year}-{code}"


def seasons(f: Fields) -> str:
    """весна—лето 1930."""
    first, last, year = f.of("season").value, f.of("season2").value, _known(f)
    if not first < last < 24:
        raise ValueError("seasons out of order")
    return f"{year}-{first}/{year}-{last}"


def _following(f: Fields) -> None:
    if f.of("y2").value % 100 != (_known(f) + 1) % 100:
        raise ValueError("years that do not follow one another")


def economic_year(f: Fields) -> str:
    """1929/30 хозяйственный год: from October to September."""
    _following(f)
    return f"{_known(f)}-10/{_known(f) + 1}-09"


def years(f: Fields) -> str:
    """1928–1930, 1932/33."""
    first, last = _known(f), f.of("y2").value
    if f.of("y2").kind not in "yY":
        last += first // 100 * 100
    if not first < last <= 1960:
        raise ValueError("years out of order")
    return f"{first}/{last}"


def year(f: Fields) -> str:
    """A year alone."""
    return str(_known(f))


def decade(f: Fields) -> str:
    """1930-е годы; of two digits only the twenties and thirties."""
    value = f.of("decade").value
    if value not in (20, 30) and not 1890 <= value <= 1950:
        raise ValueError("no decade of the time")
    return f"{value if value > 100 else 1900 + value}"[:3] + "X"
