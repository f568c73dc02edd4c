"""The places that ship: enough of them, in both languages, soundly dated, and found under the names they bore."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from sovnlp.lexicon.authority import Place, load_authority
from sovnlp.text.translit import is_cyrillic

PLACES = load_authority().places
KINDS = set(
    """
    building camp canal city country district island lake mountain prison railway region republic river road sea site
    station street town village
    """.split()
)
LATIN = re.compile(r"[A-Za-zÀ-ž]")


def names_of(place: Place) -> list[str]:
    dated = [name for renaming in place.renamed for name in (renaming.ru, renaming.en)]
    return [place.ru, place.en, *place.names, *dated]


def days(period: str) -> tuple[str, str]:
    """First and last day of a period, open sides taken as far away."""
    start, _, end = period.partition("/")
    first = "0000" if start == ".." else start
    last = "9999" if end == ".." else end or start
    return first + "-01-01"[len(first) - 4 :], last + "-12-31"[len(last) - 4 :]


def overlap(one: str, other: str) -> bool:
    (a, b), (c, d) = days(one), days(other)
    return a <= d and c <= b


def meant(name: str, date: str) -> set[str]:
    """Ids of the places that bear ``name`` in the month ``date``; a name without dates is borne always."""
    found = set()
    for place in PLACES.values():
        if name in (place.ru, place.en, *place.names):
            found.add(place.id)
        for renaming in place.renamed:
            if name in (renaming.ru, renaming.en) and overlap(renaming.period, date):
                found.add(place.id)
    return found


def test_there_are_places_of_every_kind() -> None:
    assert len(PLACES) >= 300
    assert {place.kind for place in PLACES.values()} == KINDS


def test_each_place_has_its_names_in_both_languages() -> None:
    for place in PLACES.values():
        pairs = [(place.ru, place.en), *((renaming.ru, renaming.en) for renaming in place.renamed)]
        for ru, en in pairs:
            assert is_cyrillic(ru) and not LATIN.search(ru), place.id
            assert LATIN.search(en) and not is_cyrillic(en), place.id


def test_no_word_mixes_the_scripts() -> None:
    mixed = [
        f"{place.id}: {word}"
        for place in PLACES.values()
        for name in names_of(place)
        for word in re.findall(r"\w+", name)
        if LATIN.search(word) and is_cyrillic(word)
    ]
    assert mixed == []


def test_the_names_of_one_place_do_not_overlap_in_time() -> None:
    clashes = [
        f"{place.id}: {one.period} and {other.period}"
        for place in PLACES.values()
        for one, other in combinations(place.renamed, 2)
        if overlap(one.period, other.period)
    ]
    assert clashes == []


def test_what_a_place_lies_in_exists_and_is_wide_enough() -> None:
    for place in PLACES.values():
        if place.within:
            assert place.within in PLACES, place.id
            assert PLACES[place.within].kind not in ("station", "river", "railway", "canal", "road"), place.id


def test_no_name_is_given_twice_to_one_place() -> None:
    for place in PLACES.values():
        plain = [name.replace("ё", "е") for name in (place.ru, place.en, *place.names)]
        assert len(plain) == len(set(plain)), place.id


@pytest.mark.parametrize(
    ("name", "date", "id"),
    [
        ("Царицын", "1919-06", "stalingrad"),
        ("Петроград", "1918-03", "leningrad"),
        ("Leningrad", "1934-12", "leningrad"),
        ("Горький", "1937-01", "nizhny_novgorod"),
        ("Sverdlovsk", "1930-05", "sverdlovsk"),
        ("Куйбышев", "1935-06", "samara"),
        ("Калинин", "1936-01", "tver"),
        ("Киров", "1938-01", "vyatka"),
        ("Молотов", "1940-10", "perm"),
        ("Юзовка", "1919-01", "stalino"),
        ("Фрунзе", "1933-01", "pishpek"),
        ("Дюшамбе", "1925-01", "stalinabad"),
        ("Tiflis", "1921-02", "tbilisi"),
        ("Казакская АССР", "1932-08", "kazakh_ssr"),
        ("Союз ССР", "1936-12", "ussr"),
        ("Western Region", "1935-03", "western_oblast"),
        ("ЦЧО", "1930-01", "central_black_earth_oblast"),
    ],
)
def test_a_name_means_the_place_that_bore_it(name: str, date: str, id: str) -> None:
    assert meant(name, date) == {id}


@pytest.mark.parametrize(("name", "date"), [("Горький", "1931-01"), ("Киров", "1934-06"), ("Молотов", "1937-01")])
def test_a_place_does_not_bear_a_name_before_its_time(name: str, date: str) -> None:
    assert meant(name, date) == set()


def test_a_name_borne_by_several_places_keeps_them_all() -> None:
    assert meant("Ворошиловск", "1936-01") == {"stavropol", "voroshilovsk_alchevsk"}
    assert meant("Орджоникидзе", "1938-01") == {"vladikavkaz", "enakievo"}
