"""The grammar of printed dates: signatures of tokens to EDTF, one pattern and one builder for each form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from sovnlp.text import date_values as values
from sovnlp.text.date_values import Builder, Fields
from sovnlp.text.date_words import Token

__all__ = ["Reading", "read_tokens"]


class Reading(NamedTuple):
    """A date among tokens: the first and the last of them (half-open), its EDTF, and whether it has two calendars."""

    first: int
    last: int
    edtf: str
    julian: bool


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


_FILL = r"(?:[,(]{0,2}S+[,)]{0,2})?"
_NOT_PART = r"(?:(?<=g)|(?<=g\.)|(?![./-]?[sdn]))"
_DOUBT = r"(?P<doubt>\(\?\))?"
_YEAR = r"(?P<y1>[yY])"
_ORD = r"(?P<ord>i|[rs])-?"

_FORMS: tuple[tuple[str, Builder], ...] = (
    # 1937.02.27; 1939 г., мая 27
    (rf"(?<![sdn][./-])(?P<y1>y)(?P<s>[./-])(?P<n1>[sd])(?P=s)(?P<d1>[sd]){_NOT_PART}", values.single),
    (rf"{_YEAR}{_G}?,?(?P<m1>[mM])(?P<d1>[sd])q?(?!g)", values.single),
    (rf"{_YEAR}(?:{_G}?,|\.){_d('1')}{_m('1')}(?![,.]?[yYfcCn])", values.single),
    # two calendars
    (rf"{_d('1')}(?:{_m('1')})?(?:{_y('1')})?\)?[(/]{_d('2')}\)?(?:{_m('2')})?\)?(?:{_y('2')})?\)?", values.pair),
    (rf"{_m('1')}{_d('1')}(?:{_y('1')})?[(/](?:{_m('2')})?{_d('2')}\)?(?:{_y('2')})?\)?", values.pair),
    (rf"{_d('1')}[(/]{_d('2')}\)?{_n('2')}{_yn('2')}", values.pair),
    # nights
    (rf"Xc?(?:{_d('1')}(?:q?{_m('1')}|{_n('1')})?)?N{_d('2')}q?{_m('2')}(?:{_y('2')})?", values.night),
    (rf"Xc?(?:{_d('1')}(?:{_SEP}[rR])?)?N{_d('2')}{_n('2')}{_yn('2')}", values.night),
    # two days
    (
        rf"(?P<pre>Kq?|lEh?|[cA]q?)?{_d('1')}(?:q?{_m('1')})?(?:{_y('1')})?,?(?P<conn>{_CONN}|[-,]?&?lLh?)q*"
        rf"{_d('2')}q?{_m('2')}(?:{_y('2')})?",
        values.days,
    ),
    (
        rf"(?P<pre>[KcA]q?)?(?P<m1>M)\.?q?{_d('1')}(?:{_y('1')})?,?(?P<conn>{_CONN})(?:(?P<m2>M)\.?)?q?{_d('2')}(?:{_y('2')})?",
        values.days_in_english,
    ),
    (
        rf"(?P<pre>[KcA]q?)?{_d('1')}(?:{_n('1')}(?:{_yn('1')})?)?\.?(?P<conn>{_CONN}){_d('2')}{_n('2')}{_yn('2')}",
        values.days,
    ),
    (rf'(?P<days>"?[sdz]"?(?:,"?[sdz]"?)+(?:,?[&O]"?[sdz]"?)?){_m("1")}(?:{_y("1")})?', values.several_days),
    # one day
    (rf"{_d('1')}\.?{_DOUBT}q*{_FILL}\[?{_m('1')}\]?{_FILL}(?:{_y('1')})?(?![,.]?n)", values.single),
    (rf"(?P<m1>M)\.?q?{_d('1')},?{_FILL}(?:{_y('1')})?(?![,.]?n)", values.single),
    (rf"(?P<m1>m)\.?{_d('1')}q?(?P<y1>[yY])g", values.single),
    (rf"(?<![sdn][./-]){_d('1')}{_n('1')}{_yn('1')}{_NOT_PART}", values.numeric),
    (rf"{_d('1')}{_LOOSE}(?P<n1>r){_LOOSE}{_yn('1')}", values.numeric),
    (rf"{_d('1')}{_SEP}(?P<n1>[rR]){_SEP}{_yn('1')}", values.numeric),
    (rf"(?P<d1>ss|[sdz]){_SEP}(?P<n1>r)(?![./-]?[sdnzr])", values.single),
    # parts of a month
    (rf"(?P<part>b)-?q?{_m('1')}(?:{_y('1')})?{_CONN}(?P<part2>b)-?q?{_m('2')}{_y('2')}", values.parts_of_months),
    (rf"(?P<part>b)-?q?{_m('1')}(?:{_y('1')})", values.part_of_month),
    (rf"{_ORD}u{_m('1')}(?:{_y('1')})", values.first_days),
    (rf"{_ORD}D{_m('1')}(?:{_y('1')})", values.named_third),
    (rf"{_ORD}vq?{_m('1')}(?:{_y('1')})", values.half_of_month),
    # months
    (rf"(?P<months>[mM]\.?(?:,[mM]\.?)+,?(?:&[mM]\.?)?)(?:{_y('1')})", values.month_list),
    (rf"(?P<months>m(?:,m)*),?&{_ORD}vm(?:{_y('1')})", values.months_and_half),
    (rf"(?<=\[){_m('1')}(?=\])", values.month),
    (rf"{_m('1')}(?:{_y('1')})?(?:-|-?p|&){_m('2')}(?:{_y('2')})", values.months_range),
    (rf"{_m('1')}q?{_DOUBT}(?:{_y('1')})", values.month),
    (rf"(?P<n1>r)[./-]{_YEAR}(?=g)", values.month),
    # parts of a year
    (rf"{_ORD}k\.?q?j?{_YEAR}(?:/(?P<y2>[dy])){_G}?", values.quarter),
    (rf"{_ORD}k\.?q?{_YEAR}{_G}?", values.quarter),
    (rf"{_ORD}[Hv]q?{_YEAR}{_G}?", values.half_of_year),
    (rf"(?P<season>e)q?{_YEAR}(?:[/-](?P<y2>[dy])){_G}?", values.season),
    (rf"(?P<season>e)(?:-|&)(?P<season2>e)q?{_YEAR}{_G}?", values.seasons),
    (rf"(?P<season>e)q?{_YEAR}{_G}?", values.season),
    (rf"(?P<part>b)-?q?{_YEAR}{_G}?", values.part_of_year),
    # years
    (rf"{_YEAR}/(?P<y2>[dy])j\.?{_G}", values.economic_year),
    (rf"j{_YEAR}/(?P<y2>[dy]){_G}?", values.economic_year),
    (rf"(?<![#./-]){_YEAR}/(?P<y2>[dy]){_NOT_PART}{_G}?", values.years),
    (rf"(?P<pre>[KcA])?{_YEAR}{_G}?(?P<conn>-|p|&)(?P<y2>[dyY]){_G}", values.years),
    (rf"{_YEAR}(?:{_G}|(?=[(\[]\?))", values.year),
    (rf"(?:(?<=[ah])|(?<=[aA]\.)){_YEAR}(?!/)", values.year),
    (r"(?P<decade>Z)g?", values.decade),
)
_PATTERNS = tuple((re.compile(pattern), build) for pattern, build in _FORMS)
_BEGINS = frozenset('sdzrMmyY"XKclbiejZ')


@lru_cache(maxsize=16384)
def _matches(signature: str, start: int) -> tuple[tuple[int, Builder, dict[str, tuple[int, int]]], ...]:
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
                    edtf = build(Fields(spans, tokens, fill, before))
                except (ValueError, KeyError, OverflowError):
                    continue
                yield Reading(place, stop, edtf, build is values.pair)
                years = re.findall(r"\d{4}", edtf)
                before = years[-1] if years else before
                place = stop - 1
                break
        place += 1
