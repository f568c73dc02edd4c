"""The institutions that ship: enough of them, their dates and successions in order, and their names findable."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from sovnlp.lexicon.authority import Institution, load_authority
from sovnlp.text.known_names import known_names, spelled
from sovnlp.text.linking import Mention, linker
from sovnlp.text.translit import is_cyrillic

FILES = Path(__file__).parents[2] / "sovnlp" / "lexicon" / "institutions"
OTHERS = Path(__file__).parents[3] / "shared" / "data" / "lexicons" / "showtrials" / "showtrials_organizations.tsv"
LATIN = re.compile(r"[A-Za-zÀ-ž]")
GAP = 3
"""Years that may lie between the end of a body and its successor."""


@pytest.fixture(scope="module")
def bodies() -> dict[str, Institution]:
    return dict(load_authority().institutions)


def names(body: Institution) -> tuple[str, ...]:
    return (body.ru, body.en, *body.names)


def bounds(period: str) -> tuple[str, str]:
    """The first and the last day of a period as texts that sort, wide where a side is open."""
    begun, _, ended = period.partition("/")
    ended = ended or begun
    return begun.strip(".") or "0", f"{ended}-99" if ended.strip(".") else "9"


def first(body: Institution) -> str:
    return bounds(body.period)[0]


def last(body: Institution) -> str:
    return bounds(body.period)[1]


def successions(bodies: dict[str, Institution]) -> Iterator[tuple[Institution, Institution]]:
    for body in bodies.values():
        for id in body.after:
            yield body, bodies[id]


def test_there_are_enough(bodies: dict[str, Institution]) -> None:
    kinds = Counter(body.kind for body in bodies.values())

    assert len(bodies) >= 1_000
    assert kinds["commissariat"] >= 70
    for kind in "party soviet security camp court economy works army press comintern party_other foreign".split():
        assert kinds[kind] >= 25, kind
    assert set(kinds) <= set(
        "party opposition alleged soviet commissariat security camp court economy works army press comintern union "
        "school science culture church party_other government foreign".split()
    )


def test_ids_are_plain_and_in_one_file_only(bodies: dict[str, Institution]) -> None:
    ids = [
        id
        for file in FILES.glob("*.toml")
        for id in re.findall(r"^\[(.+)\]$", file.read_text(encoding="utf-8"), re.MULTILINE)
    ]

    assert sorted(ids) == sorted(bodies)
    assert [id for id in ids if not re.fullmatch(r"[a-z0-9_]+", id)] == []


def test_periods_are_edtf_and_of_the_time(bodies: dict[str, Institution]) -> None:
    edtf = pytest.importorskip("edtf")
    for id, body in bodies.items():
        if body.period:
            edtf.parse_edtf(body.period)
            assert first(body) <= "1941-07" and last(body) >= "1905", f"{id}: {body.period}"
            assert first(body) <= last(body), f"{id}: {body.period}"
    dated = sum(bool(body.period) for body in bodies.values())
    assert dated >= 0.7 * len(bodies)


def test_successions_are_mutual_and_in_order(bodies: dict[str, Institution]) -> None:
    for body in bodies.values():
        for id in body.before:
            assert body.id in bodies[id].after, f"{body.id} says it came out of {id}, which does not say so"
    for older, younger in successions(bodies):
        assert older.id in younger.before, f"{older.id} says it became {younger.id}, which does not say so"
        if older.period and younger.period:
            told = f"{older.id} {older.period}, then {younger.id} {younger.period}"
            assert first(older) <= first(younger), told
            # what was split off may end before the rest does, a new name of the same body does not
            if older.line and older.line == younger.line:
                assert last(older) <= last(younger), told
            if last(older) != "9":
                assert int(first(younger)[:4]) <= int(last(older)[:4]) + GAP, told


def test_no_succession_leads_back(bodies: dict[str, Institution]) -> None:
    def later(id: str, passed: tuple[str, ...]) -> None:
        assert id not in passed, " > ".join((*passed, id))
        for after in bodies[id].after:
            later(after, (*passed, id))

    for id in bodies:
        later(id, ())


def test_a_line_is_more_than_one_body_and_holds_together(bodies: dict[str, Institution]) -> None:
    lines: dict[str, set[str]] = defaultdict(set)
    for body in bodies.values():
        if body.line:
            lines[body.line].add(body.id)
    for line, ids in lines.items():
        assert len(ids) > 1, f"{line}: {ids}"
        linked = {i for id in ids for i in (*bodies[id].before, *bodies[id].after)}
        assert ids <= linked, f"{line}: {ids - linked} neither comes from another nor becomes one"
    assert {"vchk", "gpu", "ogpu", "nkvd_ussr", "gugb", "nkgb"} == lines["state_security"]


def test_both_languages_are_there_and_no_word_mixes_alphabets(bodies: dict[str, Institution]) -> None:
    for id, body in bodies.items():
        assert LATIN.search(body.en) and not any(map(is_cyrillic, body.en.split())), id
        assert any(map(is_cyrillic, names(body))), id
        for name in names(body):
            for word in re.findall(r"\w+", name):
                assert not (is_cyrillic(word) and LATIN.search(word)), f"{id}: {word} mixes alphabets"
            letters = [word for word in re.findall(r"[^\W\d]+", name) if not re.fullmatch("[IVX½]+", word)]
            assert len(set(map(is_cyrillic, letters))) == 1, f"{id}: {name} mixes languages"


def test_names_can_be_found(bodies: dict[str, Institution]) -> None:
    """A name begins with a capital, is no single letter, and is in capitals in all entries or in none."""
    loud: dict[str, set[bool]] = defaultdict(set)
    for id, body in bodies.items():
        for name in names(body):
            assert name[0].isupper(), f"{id}: {name}"
            assert len(re.findall(r"\w", name)) > 1, f"{id}: {name}"
            loud["".join(map(spelled, name.split()))].add(not any(c.islower() for c in name.partition("(")[0]))
    assert [name for name, both in loud.items() if len(both) > 1] == []


def test_a_printed_name_in_any_case_is_known() -> None:
    known = known_names()

    def meant(name: str) -> set[str]:
        return {one.id for one in known.named(name.split()) if one.type == "ORG"}

    assert meant("ЦК ВКП (б)") == {"cc_vkp_b"}
    assert meant("Колхозцентром") == {"kolkhoztsentr_rsfsr", "kolkhoztsentr"}
    assert meant("Военной коллегией Верховного суда СССР") == {"military_collegium"}
    assert meant("Особого совещания при Коллегии ОГПУ") == {"oso_ogpu"}
    assert meant("People's Commissariat for Heavy Industry") == {"narkomtiazhprom"}
    assert meant("Союзхлеба") == {"soyuzkhleb"}
    assert meant("Верховного суда") == {"supreme_court_ussr", "supreme_court_rsfsr"}


@pytest.mark.parametrize(
    ("name", "day", "id"),
    [
        ("НКВД", "1924-05-01", "nkvd_rsfsr"),
        ("НКВД", "1937-08-01", "nkvd_ussr"),
        ("ГПУ", "1922-09-01", "gpu"),
        ("ГПУ", "1931-02-01", "ogpu"),
        ("ЦК", "1928-07-10", "cc_vkp_b"),
        ("Особое совещание", "1931-01-15", "oso_ogpu"),
        ("Совнарком", "1919-01-15", "sovnarkom_rsfsr"),
        ("Наркомторг", "1928-01-15", "narkomtorg"),
        ("Рабкрин", "1923-01-15", "rabkrin"),
        ("Central Committee", "1928-07-10", "cc_vkp_b"),
    ],
)
def test_the_date_decides_between_bodies_of_one_name(name: str, day: str, id: str) -> None:
    (link,) = linker().link([Mention("ORG", name, name.lower())], since=day, until=day)

    assert link.id == id


def test_what_the_date_leaves_open_stays_open() -> None:
    (link,) = linker().link([Mention("ORG", "Наркомзем", "наркомзем")], since="1932-01-01", until="1932-01-01")

    assert not link.listed
    assert set(link.among) == {"narkomzem_rsfsr", "narkomzem_ussr"}


@pytest.mark.skipif(not OTHERS.exists(), reason="needs ../shared, which holds a list of bodies by other people")
def test_most_bodies_of_a_list_by_others_are_known() -> None:
    with OTHERS.open(encoding="utf-8") as file:
        listed = [row["organization"] for row in csv.DictReader(file, delimiter="\t")]
    known = [name for name in listed if any(one.type == "ORG" for one in known_names().named(name.split()))]

    assert len(known) >= 0.9 * len(listed), sorted(set(listed) - set(known))
