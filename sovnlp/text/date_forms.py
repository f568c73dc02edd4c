"""The grammar of printed dates: signatures of tokens to EDTF, one pattern and one builder for each form."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date as Day
from datetime import timedelta
from functools import lru_cache
from typing import NamedTuple

from sovnlp.text.date_words import Token
from sovnlp.text.edtf import UNDATED

__all__ = ["Reading", "read_tokens"]


class Reading(NamedTuple):
    """A date among tokens: the first and the last of them (half-open), its EDTF, and whether two calendars are given."""

    first: int
    last: int
    edtf: str
    julian: bool


class _Fields:
    """What the groups of a pattern matched, as numbers: ``d1 m1 y1`` and so on."""

    def __init__(self, spans: dict[str, tuple[int, int]], tokens: Sequence[Token], fill: str | None, before: str | None):
        self.spans, self.tokens, self.fill, self.before = spans, tokens, fill, before

    def __contains__(self, name: str) -> bool:
        return name in self.spans

    def of(self, name: str) -> Token:
        return self.tokens[self.spans[name][0]]

    def day(self, name: str) -> int:
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


# --- pieces of patterns ----------------------------------------------------------------------------------------------


def _d(name: str) -> str:
    return rf'"?(?P<d{name}>ss|[sdzr])"?'


def _m(name: str) -> str:
    return rf"(?P<m{name}>[mM])\.?"


_SEP = r"(?:[./-]{1,2})"
_LOOSE = r"(?:[./,-]{0,2})"
_G = r"(?:g\.?)"
_CONN = r"(?:-?p|-|,?&|/|,?O)"


def _n(name: str) -> str:
    """A month in digits with its separators: sure Roman ones need none."""
    return rf"(?:{_LOOSE}(?P<n{name}>r|(?<=[./-])(?:R|[sd])(?=[./-])){_LOOSE})"


def _y(name: str) -> str:
    """A year behind a month in words: four digits, two with г., сего года; brackets round it are the editor's."""
    b = f"b{name}"
    return (
        rf"[,.)]?(?:(?P<{b}>\[)?'?(?P<y{name}>[yYf]|(?<=')[dz]|[dz](?=g))(?({b})\]?)(?:-?g\.?)?(?({b})\]?)"
        rf"|(?P<t{name}>[cC])\.?q?g\.?)"
    )


def _yn(name: str) -> str:
    """A year behind a month in digits: two digits stand alone."""
    return rf"(?:(?P<y{name}>[yY]|'?[dz])(?:{_G})?|(?P<t{name}>[cC])\.?q?g\.?)"


# --- builders --------------------------------------------------------------------------------------------------------

_Builder = Callable[[_Fields], str]


def _single(f: _Fields) -> str:
    return f.date("1", "1", "1") + ("?" if "doubt" in f else "")


def _numeric(f: _Fields) -> str:
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


def _range(f: _Fields) -> str:
    first, last = f.date("1", "12", "12"), f.date("2", "2", "2")
    return _joined(f, first, last)


def _range_en(f: _Fields) -> str:
    return _joined(f, f.date("1", "1", "12"), f.date("2", "21", "2"))


def _joined(f: _Fields, first: str, last: str) -> str:
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


def _list(f: _Fields) -> str:
    """6, 7 и 8 ноября: an interval where the days follow one another, else a set."""
    first, stop = f.spans["days"]
    numbers = [token.value for token in f.tokens[first:stop] if token.kind in "sdz"]
    days = [_day(f.year("1"), f.month("1"), number) for number in numbers]
    if any(a >= b for a, b in zip(numbers, numbers[1:], strict=False)):
        raise ValueError("days out of order")
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{days[0]}/{days[-1]}"
    return "{" + ",".join(days) + "}"


def _night(f: _Fields) -> str:
    morning = f.date("2", "2", "2")
    return f"{_next(morning, -1)}/{morning}"


def _pair(f: _Fields) -> str:
    """11 (24) января 1918, 25 октября (7 ноября) 1917, December 24, 1917/January 6, 1918: the later is Gregorian."""
    days = sorted((f.date("1", "12", "12"), f.date("2", "21", "21")))
    shift = 13 if days[0] >= "1900-03" else 12
    if UNDATED in days[0] or days[0] > "1941" or _next(days[0], shift) != days[1]:
        raise ValueError("not one day in two calendars")
    return days[1]


def _month(f: _Fields) -> str:
    return f"{f.year('1')}-{f.month('1'):02}" + ("?" if "doubt" in f else "")


def _months_range(f: _Fields) -> str:
    first = f"{f.year('1', '2')}-{f.month('1'):02}"
    last = f"{f.year('2')}-{f.month('2'):02}"
    if first >= last and UNDATED not in first:
        raise ValueError("months out of order")
    return f"{first}/{last}"


def _month_list(f: _Fields) -> str:
    """июль, август и сентябрь 1923: the months between."""
    first, stop = f.spans["months"]
    numbers = [token.value for token in f.tokens[first:stop] if token.kind in "mM"]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        raise ValueError("months that do not follow one another")
    return f"{f.year('1')}-{numbers[0]:02}/{f.year('1')}-{numbers[-1]:02}"


def _third(year: str, month: int, part: int) -> str:
    """начало, середина, конец: about ten days of a month."""
    if year == UNDATED:
        return f"{year}-{month:02}"
    first, last = ((1, 10), (11, 20), (21, calendar.monthrange(int(year), month)[1]))[part - 1]
    return f"{_day(year, month, first)}~/{_day(year, month, last)}~"


def _part_of_month(f: _Fields) -> str:
    return _third(f.year("1"), f.month("1"), f.of("part").value)


def _parts_of_months(f: _Fields) -> str:
    first = _third(f.year("1", "2"), f.month("1"), f.of("part").value)
    last = _third(f.year("2"), f.month("2"), f.of("part2").value)
    return first.split("/")[0] + "/" + last.split("/")[-1]


def _first_days(f: _Fields) -> str:
    """в первых (последних) числах: about the first (last) ten days."""
    return _third(f.year("1"), f.month("1"), {1: 1, -1: 3}[_ordinal(f)])


def _ordinal(f: _Fields) -> int:
    token = f.of("ord")
    return 11 if token.kind == "r" and token.value > 5 else token.value


def _named_third(f: _Fields) -> str:
    """первая декада мая: exactly ten days."""
    return _third(f.year("1"), f.month("1"), _one_to(3, _ordinal(f))).replace("~", "")


def _half_of_month(f: _Fields) -> str:
    year, month, half = f.year("1"), f.month("1"), _one_to(2, _ordinal(f))
    if year == UNDATED:
        return f"{year}-{month:02}"
    first, last = ((1, 15), (16, calendar.monthrange(int(year), month)[1]))[half - 1]
    return f"{_day(year, month, first)}/{_day(year, month, last)}"


def _one_to(most: int, number: int) -> int:
    if not 1 <= number <= most:
        raise ValueError(f"not one of {most}: {number}")
    return number


def _known(f: _Fields) -> int:
    return int(_four_digits(f.of("y1")))


def _part_of_year(f: _Fields) -> str:
    """начало, середина, конец of a year: about four months."""
    year, part = _known(f), f.of("part").value
    return f"{year}-{4 * part - 3:02}~/{year}-{4 * part:02}~"


def _quarter(f: _Fields) -> str:
    """A quarter of the calendar year; of the economic year (1930/31), which began on 1 October."""
    year, number = _known(f), _ordinal(f)
    if number == 5:
        return f"{year}-36"
    if "y2" in f:
        _following(f)
        return f"{year}-36" if number == 1 else f"{year + 1}-{31 + _one_to(4, number)}"
    return f"{year}-{32 + _one_to(4, number)}"


def _half_of_year(f: _Fields) -> str:
    return f"{_known(f)}-{39 + _one_to(2, _ordinal(f))}"


def _season(f: _Fields) -> str:
    """A season; a winter is told by two years, of one year alone it may be its first months or its last."""
    code, year = f.of("season").value, _known(f)
    if "y2" in f:
        _following(f)
        if code != 24:
            raise ValueError("a season of two years")
        return f"{year}-24"
    return str(year) if code == 24 else f"{year}-{code}"


def _seasons(f: _Fields) -> str:
    first, last, year = f.of("season").value, f.of("season2").value, _known(f)
    if not first < last < 24:
        raise ValueError("seasons out of order")
    return f"{year}-{first}/{year}-{last}"


def _following(f: _Fields) -> None:
    if f.of("y2").value % 100 != (_known(f) + 1) % 100:
        raise ValueError("years that do not follow one another")


def _economic_year(f: _Fields) -> str:
    _following(f)
    return f"{_known(f)}-10/{_known(f) + 1}-09"


def _years(f: _Fields) -> str:
    first, last = _known(f), f.of("y2").value
    if f.of("y2").kind not in "yY":
        last += first // 100 * 100
    if not first < last <= 1960:
        raise ValueError("years out of order")
    return f"{first}/{last}"


def _year(f: _Fields) -> str:
    return str(_known(f))


def _decade(f: _Fields) -> str:
    value = f.of("decade").value
    if value not in (20, 30) and not 1890 <= value <= 1950:
        raise ValueError("no decade of the time")
    return f"{value if value > 100 else 1900 + value}"[:3] + "X"


_FILL = r"(?:[,(]{0,2}S+[,)]{0,2})?"
_NOT_PART = r"(?:(?<=g)|(?<=g\.)|(?![./-]?[sdn]))"
_DOUBT = r"(?P<doubt>\(\?\))?"
_YEAR = r"(?P<y1>[yY])"
_ORD = r"(?P<ord>i|[rs])-?"

_FORMS: tuple[tuple[str, _Builder], ...] = (
    # 1937.02.27; 1939 г., мая 27
    (rf"(?<![sdn][./-])(?P<y1>y)(?P<s>[./-])(?P<n1>[sd])(?P=s)(?P<d1>[sd]){_NOT_PART}", _single),
    (rf"{_YEAR}{_G}?,?(?P<m1>[mM])(?P<d1>[sd])q?(?!g)", _single),
    # two calendars
    (rf"{_d('1')}(?:{_m('1')})?(?:{_y('1')})?\)?[(/]{_d('2')}\)?(?:{_m('2')})?\)?(?:{_y('2')})?\)?", _pair),
    (rf"{_m('1')}{_d('1')}(?:{_y('1')})?[(/](?:{_m('2')})?{_d('2')}\)?(?:{_y('2')})?\)?", _pair),
    (rf"{_d('1')}[(/]{_d('2')}\)?{_n('2')}{_yn('2')}", _pair),
    # nights
    (rf"Xc?(?:{_d('1')}(?:q?{_m('1')}|{_n('1')})?)?N{_d('2')}q?{_m('2')}(?:{_y('2')})?", _night),
    (rf"Xc?(?:{_d('1')}(?:{_SEP}[rR])?)?N{_d('2')}{_n('2')}{_yn('2')}", _night),
    # two days
    (
        rf"(?P<pre>K|lEh?|[cA])?{_d('1')}(?:q?{_m('1')})?(?:{_y('1')})?,?(?P<conn>{_CONN}|[-,]?&?lLh?)q*"
        rf"{_d('2')}q?{_m('2')}(?:{_y('2')})?",
        _range,
    ),
    (
        rf"(?P<pre>[KcA])?(?P<m1>M)\.?q?{_d('1')}(?:{_y('1')})?,?(?P<conn>{_CONN})(?:(?P<m2>M)\.?)?q?{_d('2')}(?:{_y('2')})?",
        _range_en,
    ),
    (
        rf"(?P<pre>[KcA])?{_d('1')}(?:{_n('1')}(?:{_yn('1')})?)?\.?(?P<conn>{_CONN}){_d('2')}{_n('2')}{_yn('2')}",
        _range,
    ),
    (rf'(?P<days>"?[sdz]"?(?:,"?[sdz]"?)+(?:,?[&O]"?[sdz]"?)?){_m("1")}(?:{_y("1")})?', _list),
    # one day
    (rf"{_d('1')}\.?{_DOUBT}q*{_FILL}\[?{_m('1')}\]?{_FILL}(?:{_y('1')})?", _single),
    (rf"(?P<m1>M)\.?q?{_d('1')},?{_FILL}(?:{_y('1')})?", _single),
    (rf"(?P<m1>m)\.?{_d('1')}q?(?P<y1>[yY])g", _single),
    (rf"(?<![sdn][./-]){_d('1')}{_n('1')}{_yn('1')}{_NOT_PART}", _numeric),
    (rf"{_d('1')}{_LOOSE}(?P<n1>r){_LOOSE}{_yn('1')}", _numeric),
    (rf"{_d('1')}{_SEP}(?P<n1>[rR]){_SEP}{_yn('1')}", _numeric),
    (rf"(?P<d1>ss|[sdz]){_SEP}(?P<n1>r)(?![./-]?[sdnzr])", _single),
    # parts of a month
    (rf"(?P<part>b)-?q?{_m('1')}(?:{_y('1')})?{_CONN}(?P<part2>b)-?q?{_m('2')}{_y('2')}", _parts_of_months),
    (rf"(?P<part>b)-?q?{_m('1')}(?:{_y('1')})", _part_of_month),
    (rf"{_ORD}u{_m('1')}(?:{_y('1')})", _first_days),
    (rf"{_ORD}D{_m('1')}(?:{_y('1')})", _named_third),
    (rf"{_ORD}vq?{_m('1')}(?:{_y('1')})", _half_of_month),
    # months
    (rf"(?P<months>[mM]\.?(?:,[mM]\.?)+,?(?:&[mM]\.?)?)(?:{_y('1')})", _month_list),
    (rf"{_m('1')}(?:{_y('1')})?(?:-|-?p|&){_m('2')}(?:{_y('2')})", _months_range),
    (rf"{_m('1')}q?{_DOUBT}(?:{_y('1')})", _month),
    (rf"(?P<n1>r)[./-]{_YEAR}(?=g)", _month),
    # parts of a year
    (rf"{_ORD}k\.?q?j?{_YEAR}(?:/(?P<y2>[dy])){_G}?", _quarter),
    (rf"{_ORD}k\.?q?{_YEAR}{_G}?", _quarter),
    (rf"{_ORD}[Hv]q?{_YEAR}{_G}?", _half_of_year),
    (rf"(?P<season>e)q?{_YEAR}(?:[/-](?P<y2>[dy])){_G}?", _season),
    (rf"(?P<season>e)(?:-|&)(?P<season2>e)q?{_YEAR}{_G}?", _seasons),
    (rf"(?P<season>e)q?{_YEAR}{_G}?", _season),
    (rf"(?P<part>b)-?q?{_YEAR}{_G}?", _part_of_year),
    # years
    (rf"{_YEAR}/(?P<y2>[dy])j\.?{_G}", _economic_year),
    (rf"j{_YEAR}/(?P<y2>[dy]){_G}?", _economic_year),
    (rf"(?<![#./-]){_YEAR}/(?P<y2>[dy]){_NOT_PART}{_G}?", _years),
    (rf"(?P<pre>[KcA])?{_YEAR}{_G}?(?P<conn>-|p|&)(?P<y2>[dyY]){_G}", _years),
    (rf"{_YEAR}(?:{_G}|(?=[(\[]\?))", _year),
    (rf"(?:(?<=[ah])|(?<=[aA]\.)){_YEAR}(?!/)", _year),
    (r"(?P<decade>Z)g?", _decade),
)
_PATTERNS = tuple((re.compile(pattern), build) for pattern, build in _FORMS)
_BEGINS = frozenset('sdzrMmyY"XKclbiejZ')


@lru_cache(maxsize=16384)
def _matches(signature: str, start: int) -> tuple[tuple[int, _Builder, dict[str, tuple[int, int]]], ...]:
    """Every form that a signature may have from ``start`` on: (stop, builder, groups), in the order of the forms."""
    found = []
    for pattern, build in _PATTERNS:
        match = pattern.match(signature, start)
        if match:
            spans = {name: match.span(name) for name, value in match.groupdict().items() if value is not None}
            found.append((match.end(), build, spans))
    return tuple(found)


def read_tokens(signature: str, tokens: Sequence[Token], fill: str | None) -> Iterator[Reading]:
    """The dates among tokens, in order, none overlapping; ``fill`` is the year of a day without one, if it has any."""
    place, before = 0, None
    while place < len(signature):
        if signature[place] in _BEGINS:
            for stop, build, spans in _matches(signature, place):
                try:
                    edtf = build(_Fields(spans, tokens, fill, before))
                except (ValueError, KeyError, OverflowError):
                    continue
                yield Reading(place, stop, edtf, build is _pair)
                years = re.findall(r"\d{4}", edtf)
                before = years[-1] if years else before
                place = stop - 1
                break
        place += 1
