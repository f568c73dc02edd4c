"""The catalogue of real sources: every entry holds together, what the guide says of it is true, and it is searched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from sovnlp.document import GENRES, LANGUAGES
from sovnlp.errors import QueryError, SourceError
from sovnlp.holdings import DATINGS, STANDINGS, Holding, catalogue, choose, describe, load
from sovnlp.keeping import file_name
from sovnlp.text.dates import parse_edtf
from sovnlp.text.metadata import checked

ROOT = Path(__file__).parent.parent
HOLDINGS = load()
BODY = """
[rights]
mine = "Mine."

[[source]]
id = "a"
title = "A"
date = "1930"
dating = "composed"
genre = "letter"
language = "ru"
rights = "mine"
"""


def every() -> list[Holding]:
    return list(HOLDINGS.values())


def ids(**filters: Any) -> list[str]:
    return [row.id for row in catalogue(**filters).rows]


@pytest.mark.parametrize("holding", every(), ids=list(HOLDINGS))
def test_an_entry_is_whole(holding: Holding) -> None:
    assert holding.genre in GENRES and holding.reader in GENRES
    assert holding.languages and set(holding.languages) <= set(LANGUAGES)
    assert parse_edtf(holding.date).edtf == holding.date
    assert holding.rights.endswith(".") and len(holding.rights) > 20
    assert file_name(holding.id, "") == holding.id, "the id is no harmless file name"
    for address in filter(None, (holding.address, *holding.alternatives, *holding.see)):
        parts = urlsplit(address)
        assert parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not parts.fragment
    assert holding.site == (urlsplit(holding.address).hostname or "").removeprefix("www.")
    assert not (holding.inferred and holding.unverified)
    assert holding.variant_of == "" or (holding.variant_of in HOLDINGS and holding.variant)
    assert holding.address not in holding.alternatives
    assert holding.address or holding.reference or holding.see or holding.title
    assert not checked({"date": holding.date, "genre": holding.genre, "date_kind": holding.date_kind}, "")[1]
    for value in (holding.title, holding.title_en, holding.author, holding.notes, holding.print):
        assert value == value.strip() and value.isprintable()


def test_no_address_stands_twice() -> None:
    counts = Counter(address for h in every() if h.address for address in (h.address, *h.alternatives))
    assert [address for address, count in counts.items() if count > 1] == []


def test_the_entries_are_in_order_of_date() -> None:
    def begins(holding: Holding) -> str:
        return (holding.bounds.date_from or holding.bounds.date_to or "9999")[:4]

    assert [begins(h) for h in every()] == sorted(begins(h) for h in every())


def test_every_year_is_represented() -> None:
    years = {int(y) for h in every() for y in ((h.bounds.date_from or "")[:4], (h.bounds.date_to or "")[:4]) if y}
    assert set(range(1917, 1942)) <= years


def test_every_sentence_on_rights_is_used_and_every_genre_but_none_is_there() -> None:
    import tomllib

    raw = tomllib.loads((ROOT / "corpus" / "catalogue.toml").read_text("utf-8"))
    assert set(raw["rights"]) == {source["rights"] for source in raw["source"]}
    assert {h.genre for h in every()} == set(GENRES)


def test_the_guide_counts_right() -> None:
    page = (ROOT / "sovnlp" / "guide" / "catalogue.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| (\w+) \| (.*) \|$", page, re.MULTILINE))
    sites = {h.site for h in every() if h.site}
    assert rows["sources"] == f"{len(HOLDINGS)}, of {len(sites)} sites; every year from 1917 to 1941"
    genres = Counter(h.genre for h in every()).most_common()
    assert sorted(rows["genres"].split(", ")) == sorted(f"{genre} {count}" for genre, count in genres)
    standings = Counter(h.standing for h in every())
    assert rows["addresses"] == ", ".join(f"{name} {standings[name]}" for name in STANDINGS)
    languages = Counter(h.languages for h in every())
    said = [int(number) for number in re.findall(r"\d+", rows["languages"])]
    assert said == [languages["ru",], languages["en",], languages["ru", "en"]]
    assert f"searches {len(HOLDINGS)} real" in page


def test_what_the_article_cites_is_listed() -> None:
    cited = [
        *("mia-stalin-1928-07-04", "mia-trotsky-newcourse-x03", "mia-miasnikov-1923-ch11", "bo-25-26-rakovsky"),
        *("marx-capital-1", "abc-1919", "preobrazhensky-new-economics", "lenin-on-cooperation", "bukharin-1925-1928"),
        *("report-1936-en", "report-1936-ru", "ebin-1937-report", "ciml-bukharin-trial", "plenum-1937"),
        *("letter-cc-1935-01-18", "letter-cc-1936-07-29", "cc-1989-united-center", "riutin-1932"),
        *("passports-1932-12-27", "nkvd-00447", "trud-1929-01-12", "trud-1936-11-23", "kirovets-1937-01-22"),
        *("kirovets-1937-02-03", "trud-v-sssr-1936", "war-against-peasantry", "showtrials"),
    ]
    assert set(cited) <= set(HOLDINGS)
    assert len(ids(search="ГАРФ 5451")) == 6 and len(ids(search="ГАРФ 5515")) == 5


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("riutin", "riutin-1932"),
        ("РЮТИН", "riutin-1932"),
        ("Рютина платформа", "riutin-1932"),
        ("edinoi pasportnoi sistemy", "passports-1932-12-27"),
        ("Frinovskii", "nkvd-00447"),
        ("ЦА ФСБ ВЧК 1919", "istmat-52472"),
    ],
)
def test_search_forgives_case_and_script(search: str, found: str) -> None:
    assert found in ids(search=search)
    assert len(ids(search=search)) < 10


def test_search_asks_for_every_word() -> None:
    assert ids(search="riutin nowhere") == []
    assert len(ids(search="")) == len(ids(search=" ")) == len(HOLDINGS)


def test_filters_narrow() -> None:
    trials = catalogue(genre="trial", language="en", since="1936-08", until="1936")
    assert trials.rows and all(row.genre == "trial" and row.date.startswith("1936-08") for row in trials.rows)
    assert trials.receipt.selection == {"genre": "trial", "language": "en", "since": "1936-08", "until": "1936"}
    assert "thebase-stalin-1934-01-31" in ids(language="en", since="1934", until="1934")
    assert "thebase-stalin-1934-01-31" in ids(language="ru", since="1934", until="1934")


def test_a_date_that_is_open_or_absent_is_in_no_time() -> None:
    assert "istmat-26712" not in ids(until="1930") and "istmat-53647" not in ids(since="1923")
    assert "garf-5451-43-13-4" not in ids(since="1900", until="1999")
    assert "istmat-26712" in ids(genre="svodka")


@pytest.mark.parametrize(
    "filters", [{"genre": "poem"}, {"language": "de"}, {"since": "May 1930"}, {"until": "1930-02-30"}, {"since": "19"}]
)
def test_a_filter_that_cannot_be_is_refused(filters: dict[str, str]) -> None:
    with pytest.raises(QueryError) as caught:
        ids(**filters)
    assert caught.value.hint


def test_one_source_whole() -> None:
    shown = describe("mia-stalin-1928-07-04")
    fields = [(row.field, row.value) for row in shown.rows]
    assert ("date_kind", "spoken") in fields and ("unverified", "yes") in fields and ("language", "en") in fields
    assert shown.title.startswith("Plenum")
    with pytest.raises(QueryError, match="no source mia-stalin-1928-07") as caught:
        describe("mia-stalin-1928-07")
    assert "mia-stalin-1928-07-04" in caught.value.hint


def test_choose_keeps_the_order_of_the_catalogue() -> None:
    assert [h.id for h in choose(HOLDINGS, ids=["riutin-1932", "abc-1919"])] == ["abc-1919", "riutin-1932"]


def test_the_kind_of_a_date_is_one_that_ingest_knows() -> None:
    assert set(DATINGS.values()) == {"written", "spoken", "published"}


def broken() -> Iterator[tuple[str, str]]:
    yield BODY.replace('title = "A"', ""), "title is missing"
    yield BODY.replace('"letter"', '"poem"'), "genre 'poem'"
    yield BODY.replace('"ru"', '"de"'), "language 'de'"
    yield BODY.replace('language = "ru"', ""), "language"
    yield BODY.replace('"ru"', "[1]"), "language is a list"
    yield BODY.replace("1930", "soon"), "not a date"
    yield BODY.replace('"composed"', '"dreamt"'), "dating 'dreamt'"
    yield BODY + 'date_kind = "spoken"\n', "date_kind 'spoken'"
    yield BODY.replace('rights = "mine"', 'rights = "yours"'), "no yours"
    yield BODY + 'address = "file:///etc/passwd"\n', "no address of a web page"
    yield BODY + 'address = "https://"\n', "no address of a web page"
    yield BODY + 'alternatives = ["http://a.example/"]\n', "alternatives to no address"
    yield BODY + "inferred = 1.5\n", "inferred 1.5"
    yield BODY + "notes = 5\n", "notes 5"
    yield BODY + 'colour = "red"\n', "no field colour"
    yield BODY + BODY[BODY.index("[[") :].replace('"a"', '"A"'), "twice"
    yield "source = 3\n", "many"
    yield "[[source\n", "no TOML"


@pytest.mark.parametrize(("text", "said"), list(broken()))
def test_a_broken_catalogue_is_told(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(SourceError) as caught:
        load(file)
    assert said in caught.value.message and str(file) in caught.value.message


def test_a_catalogue_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        load(tmp_path / "none.toml")


def test_a_catalogue_of_your_own(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(BODY, "utf-8")
    (row,) = catalogue(path=file).rows
    assert (row.id, row.date, row.address, row.language) == ("a", "1930", "none", "ru")
