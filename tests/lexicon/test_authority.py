"""People, institutions and places: what ships holds together, and whatever is wrong in a file is said in one line."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from sovnlp.errors import LexiconError
from sovnlp.lexicon.authority import Authority, Institution, Named, Person, Place, load_authority
from sovnlp.text.translit import is_cyrillic, key

# Whose name in English is no transliteration, though the person is not foreign.
TRANSLATED = set(
    """
    axelrod_pavel blumkin_yakov chaliapin_fedor dallin_david ehrenburg_ilya eisenstein_sergei
    empress_alexandra_feodorovna fritz_david grunstein_karl hrushevsky_mykhailo khanjian_aghasi metropolitan_sergius
    khvylovy_mykola
    mandelstam_nadezhda mandelstam_osip meck_nikolai mercader_ramon nicholas_ii nicolaevsky_boris
    reilly_sidney serge_victor sorge_richard steinberg_isaac sturmer_boris vujovic_vojislav
    vynnychenko_volodymyr williams_vasily
    """.split()
)
FOREIGN_FILES = ("comintern", "foreign", "thinkers")
LATIN = re.compile(r"[A-Za-zÀ-ž]")


def write(folder: Path, *, people: str = "", institutions: str = "", places: str = "") -> Path:
    for kind, text in (("people", people), ("institutions", institutions), ("places", places)):
        (folder / kind).mkdir(exist_ok=True)
        (folder / kind / "own.toml").write_text(text, encoding="utf-8")
    return folder


def person(**fields: str) -> str:
    lines = {"ru": '"Ламповщиков, Пров Карпович"', "en": '"Lampovshchikov, Prov Karpovich"', "sex": '"m"'} | fields
    return "[lampovshchikov_prov]\n" + "".join(f"{field} = {value}\n" for field, value in lines.items() if value)


def institution(id: str, **fields: str) -> str:
    lines = {"ru": f'"Учреждение {id}"', "en": f'"Office {id}"', "kind": '"office"'} | fields
    return f"[{id}]\n" + "".join(f"{field} = {value}\n" for field, value in lines.items() if value)


def place(id: str, **fields: str) -> str:
    lines = {"ru": f'"Место {id}"', "en": f'"Place {id}"', "kind": '"town"'} | fields
    return f"[{id}]\n" + "".join(f"{field} = {value}\n" for field, value in lines.items() if value)


@pytest.fixture(scope="module")
def shipped() -> Authority:
    return load_authority()


def surname(name: str) -> str:
    return name.split(",")[0]


def years(period: str) -> tuple[int, int]:
    first, _, last = period.partition("/")
    last = last or first
    return (int(first[:4]) if first != ".." else 0, int(last[:4]) if last != ".." else 9999)


def names(entry: Named) -> list[str]:
    other: tuple[str, ...] = ()
    if isinstance(entry, Person):
        other = entry.aka
    elif isinstance(entry, Institution | Place):
        other = entry.names
    return [entry.label("ru"), entry.label("en"), *other]


# --- what ships -------------------------------------------------------------------------------------------------------


def test_it_holds_many_people_and_every_id_is_plain(shipped: Authority) -> None:
    assert len(shipped.people) >= 1200
    assert sum(entry.sex == "f" for entry in shipped.people.values()) >= 80
    for entry in shipped:
        assert shipped.get(entry.id) is entry
        assert re.fullmatch(r"[a-z0-9_]+", entry.id)


def test_the_id_of_a_person_is_surname_and_given_name(shipped: Authority) -> None:
    for id, entry in shipped.people.items():
        plain = unicodedata.normalize("NFKD", entry.en.lower().replace("ł", "l")).encode("ascii", "ignore").decode()
        last, _, given = plain.partition(",")
        wanted = [*re.findall("[a-z]+", last), *re.findall("[a-z]+", given)]
        assert id.split("_")[:2] == wanted[:2], f"{id} is not made of {entry.en}"


def test_no_word_mixes_alphabets_and_russian_is_in_russian(shipped: Authority) -> None:
    for entry in shipped:
        for name in names(entry):
            for word in re.findall(r"\w+", name):
                assert not (is_cyrillic(word) and LATIN.search(word)), f"{entry.id}: {word} mixes alphabets"
    for entry in shipped.people.values():
        assert not LATIN.search(re.sub(r"\b[IV]+\b", "", entry.ru)), entry.id
        assert not is_cyrillic(entry.en), entry.id
        for office in entry.offices:
            assert is_cyrillic(office.ru) and not LATIN.search(office.ru), f"{entry.id}: {office.ru}"
            assert not any(is_cyrillic(word) for word in office.en.split()), f"{entry.id}: {office.en}"


def test_both_spellings_of_a_surname_are_the_same_name(shipped: Authority) -> None:
    folder = Path(__file__).parents[2] / "sovnlp" / "lexicon" / "people"
    foreign = {
        id
        for name in FOREIGN_FILES
        for id in re.findall(r"^\[(\w+)\]$", (folder / f"{name}.toml").read_text(encoding="utf-8"), re.MULTILINE)
    }
    different = {id for id, p in shipped.people.items() if key(surname(p.ru)) != key(surname(p.en))}

    assert different - foreign == TRANSLATED


def test_the_sex_fits_the_name(shipped: Authority) -> None:
    for id, entry in shipped.people.items():
        last = entry.ru.split()[-1]
        if last.endswith(("вна", "ична", "инична")):
            assert entry.sex == "f", id
        if last.endswith(("вич", "ьич")) and " " in entry.ru:
            assert entry.sex == "m", id
        if surname(entry.ru).endswith(("ова", "ева", "ёва", "ская", "цкая")):
            assert entry.sex == "f", id


def test_offices_fall_into_the_life_of_who_held_them(shipped: Authority) -> None:
    for id, entry in shipped.people.items():
        born, died = years(entry.lived) if entry.lived else (0, 9999)
        if born and died != 9999:
            assert 15 <= died - born <= 109 or id == "morozov_pavel", f"{id}: {entry.lived}"
        for office in entry.offices:
            first, last = years(office.period)
            assert born + 18 <= first and last <= died, f"{id}: {office.period} against {entry.lived}"


def test_one_office_at_one_time_is_held_by_one_person(shipped: Authority) -> None:
    """Within the accuracy of whole years: a successor may begin in the year in which the one before left."""
    held: dict[str, list[tuple[int, int, str]]] = {}
    for id, entry in shipped.people.items():
        for office in entry.offices:
            if not office.ru.startswith(("заместитель", "секретарь ЦК", "второй")):
                held.setdefault(office.ru, []).append((*years(office.period), id))
    for office_name, terms in held.items():
        terms.sort()
        for (_, last, one), (first, _, other) in zip(terms, terms[1:], strict=False):
            assert first >= last, f"{office_name}: {one} and {other}"


def test_people_who_share_a_surname_are_kept_apart(shipped: Authority) -> None:
    sharing = Counter(surname(entry.ru) for entry in shipped.people.values())

    for name in ("Смирнов", "Кузнецов", "Яковлев", "Иванов", "Лурье", "Каганович", "Косиор", "Седов", "Попов", "Шмидт"):
        assert sharing[name] >= 2, name
    full = Counter(entry.ru for entry in shipped.people.values())
    assert [name for name, times in full.items() if times > 1] == []


def test_languages_and_types() -> None:
    someone = load_authority().people["zinoviev_grigory"]

    assert someone.type == "PER"
    assert someone.label("ru") == "Зиновьев, Григорий Евсеевич"
    assert someone.label("en") == "Zinoviev, Grigory Evseevich"
    with pytest.raises(ValueError, match="no language 'de'"):
        someone.label("de")


def test_each_label_is_in_its_own_alphabet(shipped: Authority) -> None:
    for entry in shipped:
        assert not any(is_cyrillic(word) for word in entry.label("en").split()), entry.id
        if not isinstance(entry, Institution):
            assert is_cyrillic(entry.label("ru")), entry.id


# --- the loader -------------------------------------------------------------------------------------------------------


def test_every_field_is_read(tmp_path: Path) -> None:
    authority = load_authority(
        write(
            tmp_path,
            people=person(
                lived='"1890/.."',
                aka='["Фонарь", "Пров Светлый"]',
                offices='[["1925-03/1927", "завклубом", "club head"]]',
            ),
            institutions=institution(
                "klub_a", after='["klub_b"]', period='"1923/1926"', line='"klub"', names='["Клуб"]'
            )
            + institution("klub_b", before='"klub_a"'),
            places=place("uyezd") + place("village", within='"uyezd"', renamed='[["1924/1931", "Новое", "Novoe"]]'),
        )
    )

    someone = authority.people["lampovshchikov_prov"]
    assert (someone.sex, someone.lived, someone.aka) == ("m", "1890/..", ("Фонарь", "Пров Светлый"))
    assert [(o.period, o.ru, o.en) for o in someone.offices] == [("1925-03/1927", "завклубом", "club head")]
    assert authority.institutions["klub_a"].after == ("klub_b",)
    assert authority.institutions["klub_a"].line == "klub"
    assert authority.institutions["klub_b"].before == ("klub_a",)
    assert authority.places["village"].within == "uyezd"
    assert authority.places["village"].renamed[0].ru == "Новое"
    assert [entry.type for entry in authority] == ["PER", "ORG", "ORG", "LOC", "LOC"]
    assert authority.get("nobody") is None


def test_the_fingerprint_changes_with_the_content(tmp_path: Path) -> None:
    first, second, third = tmp_path / "1", tmp_path / "2", tmp_path / "3"
    for folder in (first, second, third):
        folder.mkdir()
    before = load_authority(write(first, people=person())).fingerprint

    assert re.fullmatch(r"[0-9a-f]{16}", before)
    assert load_authority(write(second, people="# a remark\n" + person())).fingerprint == before
    assert load_authority(write(third, people=person(aka='["Фонарь"]'))).fingerprint != before


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ru": ""}, "lampovshchikov_prov.ru: is missing"),
        ({"en": ""}, "lampovshchikov_prov.en: is missing"),
        ({"en": '""'}, "lampovshchikov_prov.en: '' is no plain text"),
        ({"ru": '" Ламповщиков, Пров"'}, "is no plain text"),
        ({"ru": "7"}, "7 is no plain text"),
        ({"sex": ""}, "lampovshchikov_prov.sex: is missing"),
        ({"sex": '"x"'}, "lampovshchikov_prov.sex: 'x' is unknown"),
        ({"lived": '"about 1890"'}, "lampovshchikov_prov.lived: 'about 1890' is no period"),
        ({"lived": '"1890-13/1937"'}, "is no period"),
        ({"lived": '"../.."'}, "is no period"),
        ({"lived": '"1937/1890"'}, "'1937/1890' runs backwards"),
        ({"lived": '"1937-05/1937-03"'}, "runs backwards"),
        ({"born": '"1890"'}, "lampovshchikov_prov.born: no such field"),
        ({"aka": "7"}, "lampovshchikov_prov.aka: is not a list"),
        ({"aka": "[7]"}, "7 is no plain text"),
        ({"aka": '["Фонарь", "Фонарь"]'}, "lampovshchikov_prov.aka: 'Фонарь' stands there twice"),
        ({"aka": '["Ламповщиков, Пров Карпович"]'}, "stands there twice"),
        ({"offices": '["1925", "завклубом", "club head"]'}, "lampovshchikov_prov.offices: is not a list of threes"),
        ({"offices": '[["1925", "завклубом"]]'}, "is not a list of threes"),
        ({"offices": '[["later", "завклубом", "club head"]]'}, "'later' is no period"),
        ({"offices": '[["", "завклубом", "club head"]]'}, "is no plain text"),
    ],
)
def test_a_wrong_person_is_named(tmp_path: Path, fields: dict[str, str], said: str) -> None:
    with pytest.raises(LexiconError) as raised:
        load_authority(write(tmp_path, people=person(**fields)))

    assert said in raised.value.message
    assert raised.value.message.startswith("people/own.toml: lampovshchikov_prov")
    assert "\n" not in raised.value.message
    assert raised.value.hint


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"people": "lampovshchikov = 7"}, "people/own.toml: lampovshchikov: is not an entry"),
        ({"people": "[Lampa]\n"}, "people/own.toml: Lampa: is no id"),
        ({"people": '["лампа"]\n'}, "people/own.toml: лампа: is no id"),
        ({"people": "[lampa__a]\n"}, "is no id"),
        ({"people": "[lampa\n"}, "people/own.toml: not a sound TOML file"),
        (
            {"institutions": institution("a"), "places": place("a")},
            "places/own.toml: a is already in institutions/own.toml",
        ),
        ({"institutions": institution("a", before='["b"]')}, "own.toml: a.before: there is no other institution 'b'"),
        ({"institutions": institution("a", after='["a"]')}, "own.toml: a.after: there is no other institution 'a'"),
        ({"institutions": institution("a", before='["p"]'), "places": place("p")}, "there is no other institution 'p'"),
        ({"institutions": institution("a", period='"20s"')}, "institutions/own.toml: a.period: '20s' is no period"),
        ({"institutions": institution("a", kind="")}, "institutions/own.toml: a.kind: is missing"),
        ({"institutions": institution("a", within='"b"')}, "institutions/own.toml: a.within: no such field"),
        ({"institutions": institution("a", names='["Office a"]')}, "a.names: 'Office a' stands there twice"),
        ({"places": place("a", within='"b"')}, "places/own.toml: a.within: there is no other place 'b'"),
        ({"places": place("a", within='"b"') + place("b", within='"a"')}, "a.within: leads back to a"),
        ({"places": place("a", names='["А", "А"]')}, "places/own.toml: a.names: 'А' stands there twice"),
        ({"places": place("a", renamed='[["1924", "Б"]]')}, "places/own.toml: a.renamed: is not a list of threes"),
        ({"places": place("a", renamed='[["then", "Б", "B"]]')}, "places/own.toml: a.renamed: 'then' is no period"),
    ],
)
def test_whatever_else_is_wrong_is_named(tmp_path: Path, files: dict[str, str], said: str) -> None:
    with pytest.raises(LexiconError) as raised:
        load_authority(write(tmp_path, **files))

    assert said in raised.value.message
    assert raised.value.hint
