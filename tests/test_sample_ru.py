"""The Russian half of the sample corpus holds what it promises: counts, metadata and every hard case, as bytes."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from html import unescape
from pathlib import Path

import pytest
import yaml

from sovnlp.document import GENRES

FOLDER = Path(__file__).parent.parent / "corpus" / "sample" / "ru"
NOTICE = "Composed for demonstration with sovnlp; not a historical source"
COLUMNS = "notice,file,title,author,date,date_kind,language,genre,reference,place,composed".split(",")
ENCODINGS = {
    "1926-04-14_postanovlenie_o_vreditelyah.txt": "cp866",
    "1930-01_svodka_o_likvidatsii.txt": "koi8-r",
    "1931-06-18_dolgonosik.html": "cp1251",
    "1932-11-24_chernaya_doska.txt": "utf-16",
}
WRAPPED = (
    "1927-12-20_svodka_okrotdela.txt",
    "1928-01-25_postanovlenie_okrispolkoma.txt",
    "1931_doklad_komendanta.txt",
)
REPRINT = (
    "1929-10-03_chistka_s_prisypkoy.krasny_pakhar.txt",
    "1929-10-09_chistka_s_prisypkoy.golos_zaozerya.txt",
)

FORMS = (
    *("сверхналог", r"товарн\w+ голод", "смычк", r"чрезвычайн\w+ мер", "107 стать", "подкулачник", "раскулачен"),
    *("как класса", "спецпереселен", "перегиб", "Головокружение от успехов", "единоличник", "лишенк", "бывшие люди"),
    *("Паспортизаци", "ударниц", "стахановск", "карточк", "саботаж", "диверси", "двурушник", r"враг\w* народа"),
    *("Бдительност", "самокритик", "тайное голосование", "правый уклон", "троцкист", "очеред"),
)


@cache
def documents() -> dict[str, str]:
    paths = sorted(path for path in FOLDER.iterdir() if path.suffix in (".txt", ".md", ".html"))
    return {path.name: path.read_bytes().decode(ENCODINGS.get(path.name, "utf-8")) for path in paths}


@cache
def records() -> dict[str, dict[str, object]]:
    with (FOLDER / "manifest.csv").open(encoding="utf-8", newline="") as file:
        found: dict[str, dict[str, object]] = {row["file"]: dict(row) for row in csv.DictReader(file)}
    for name, text in documents().items():
        if name.endswith(".md"):
            found[name] = yaml.safe_load(text.split("---\n")[1])
    return found


def body(name: str) -> str:
    """The words of a document without front matter, scripts and tags."""
    text = documents()[name]
    if name.endswith(".md"):
        return text.split("---\n", 2)[2]
    if name.endswith(".html"):
        return unescape(re.sub(r"(?s)<(script|style|nav|header|footer|aside)\b.*?</\1>|<[^>]+>", " ", text))
    return text


def test_size() -> None:
    words = sum(len(re.findall(r"[\w’'-]*\w", body(name))) for name in documents())
    assert len(documents()) == 34
    assert 9_000 <= words <= 9_600


def test_every_file_has_one_record() -> None:
    assert set(records()) == set(documents())


def test_notice_is_first_and_composed_is_said() -> None:
    header = (FOLDER / "manifest.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",") == COLUMNS
    for name, record in records().items():
        assert next(iter(record)) == "notice", name
        assert record["notice"] == NOTICE, name
        assert str(record["composed"]).lower() == "true", name


def test_every_genre_is_given_often_enough() -> None:
    given = Counter(str(record.get("genre") or "") for record in records().values())
    assert set(given) - {""} == set(GENRES)
    assert min(given[genre] for genre in GENRES) >= 1
    assert given[""] >= 3


def test_every_year_from_1921_to_1939() -> None:
    years = Counter(int(name[:4]) for name in documents() if name[:4].isdigit())
    assert set(years) == set(range(1921, 1940))
    assert sum(years[year] for year in range(1927, 1934)) >= 15
    assert sum(years[year] for year in range(1936, 1939)) >= 6


def test_dates_are_edtf_and_uncertain_where_the_source_is() -> None:
    dates = {str(record.get("date") or "") for record in records().values()}
    assert {"1930-01~", "1932/1933", "193X", "../1931-03", "1922-07", "1927-09", "1933-02"} <= dates
    for date in dates - {""}:
        assert re.fullmatch(r"(\.\./)?\d{3}[\dX](-\d\d(-\d\d)?)?~?(/\d{4})?", date), date
    assert {record.get("date_kind") for record in records().values()} <= {"spoken", "written", "published", ""}
    assert "не позднее марта 1931 г." in documents()["1931_doklad_komendanta.txt"]


def test_the_undated_text_gives_no_year() -> None:
    name = "bd_razgovory_v_ocheredi.txt"
    assert records()[name]["date"] == ""
    assert "б/д" in documents()[name]
    assert not re.search(r"\d{4}", documents()[name])


@pytest.mark.parametrize(
    ("name", "empty", "stated"),
    [
        ("1921-10-02_proshenie_uchitelya.txt", {"title", "date", "language"}, "2 октября 1921 года"),
        ("1928-01-25_postanovlenie_okrispolkoma.txt", {"title", "date", "genre"}, "от 25 января 1928 года"),
        ("1928-02-16_dopros_puzankova.txt", {"date", "language", "genre"}, "ПРОТОКОЛ ДОПРОСА"),
        ("1931-06-18_dolgonosik.html", {"title", "language"}, "<h1>Долгоносик и его адвокаты</h1>"),
        ("1933-02-09_dnevnik_bukhgaltera.txt", {"title", "language", "genre"}, "Из записной книжки"),
        ("1933-09-21_chistka_v_kotelnom.txt", {"date", "genre"}, "21 сентября 1933 года"),
    ],
)
def test_what_is_left_to_infer_is_stated_in_the_text(name: str, empty: set[str], stated: str) -> None:
    fields = {"title", "date", "language", "genre"}
    assert {field for field in fields if not records()[name][field]} == empty
    assert stated in documents()[name]


def test_most_documents_have_an_archival_reference() -> None:
    pattern = re.compile(r"Ф\. (?:Р-)?\d+.*Оп\. \d+\. Д\. \d+\. Л\. \d+")
    assert sum(bool(pattern.search(str(record["reference"]))) for record in records().values()) >= 22
    assert "Ф. 12. Оп. 3. Д. 45. Л. 7 об." in str(records()["1926-04-14_postanovlenie_o_vreditelyah.txt"]["reference"])


@pytest.mark.parametrize(
    ("name", "encoding"), [(name, encoding) for name, encoding in ENCODINGS.items() if encoding != "utf-16"]
)
def test_old_encodings_are_not_utf8(name: str, encoding: str) -> None:
    data = (FOLDER / name).read_bytes()
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
    assert "вредител" in data.decode(encoding) or "кулачества" in data.decode(encoding)


def test_windows_1251_page_lies_about_itself() -> None:
    data = (FOLDER / "1931-06-18_dolgonosik.html").read_bytes()
    assert b"charset=utf-8" in data
    assert "вредитель".encode("cp1251") in data
    page = data.decode("cp1251")
    assert all(mark in page for mark in ("<script", 'class="nav"', 'class="menu"', 'class="footer"'))
    assert "Кулачество" in page.split('id="content"')[0], "a menu word that must not be counted"


def test_the_other_page_is_honest_utf8() -> None:
    page = (FOLDER / "1935-11-30_troyka_gnedykh.html").read_bytes().decode("utf-8")
    assert '<meta charset="utf-8">' in page
    assert all(mark in page for mark in ("<nav>", "<footer>", "<script>", "<aside>"))


def test_utf16_has_its_byte_order_mark() -> None:
    assert (FOLDER / "1932-11-24_chernaya_doska.txt").read_bytes().startswith(b"\xff\xfe")


@pytest.mark.parametrize(
    ("name", "spaced"),
    [
        ("1929-11-07_rech_na_mitinge.txt", "к у л а к и его подголосок"),
        ("1930-12-14_protsess_khlebokombinata.txt", "В р е д и т е л ь с т в о. (Шум в зале.)"),
        ("1937-03-26_rech_polyntsevoy.md", "с а м о к р и т и к а?"),
    ],
)
def test_spaced_words(name: str, spaced: str) -> None:
    assert spaced in documents()[name]


@pytest.mark.parametrize("name", WRAPPED)
def test_hyphenated_lines(name: str) -> None:
    text = documents()[name]
    assert max(map(len, text.splitlines())) <= 70
    assert len(re.findall(r"[а-яё]-\n[а-яё]", text)) >= 3


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("1921-10-02_proshenie_uchitelya.txt", "Однѣ ножницы", "дань памяти"),
        ("1923-10-28_rech_o_nozhnitsakh.md", "ножницы — большие, чёрные", "Смыкать ножницы"),
        ("1924-11-07_stengazeta_porshen.txt", "чистка котлов", "чистка учреждения"),
        ("1925-05-12_stenogramma_plenuma_gubkoma.txt", "стукнул кулаком по столу", "Это кулак, товарищи"),
        ("1927-09_pismo_dremova.txt", "Он кулаком по столу", "сам ты кулак"),
        ("1927-09_pismo_dremova.txt", "у моей кобылы хвост", "хвост стоит от крыльца"),
        ("1928-07-19_plenum_kraykoma_o_dani.md", "отдать дань уважения", "нечто вроде дани"),
        ("1928-07-19_plenum_kraykoma_o_dani.md", "Дань брал хан", "дань с крестьянства"),
        ("1929-11-07_rech_na_mitinge.txt", "бронированный кулак", "Днём у кулака духу не хватает"),
        (REPRINT[0], "чистка семенного зерна", "чистка советского аппарата"),
        ("1930-12-14_protsess_khlebokombinata.txt", "Амбарный вредитель", "Вредительство."),
        ("1931-06-18_dolgonosik.html", "вредитель сидит в земле", "другой сидит за столом"),
        ("1933-09-21_chistka_v_kotelnom.txt", "на чистку котлов", "проходит чистку товарищ Кокорев"),
        ("1935-11-30_troyka_gnedykh.html", "коренник, две пристяжные", "Опять поставит тройку"),
        ("1938-03-08_pismo_prokuroru.txt", "В тетради стояла тройка", "осуждён тройкой НКВД"),
        ("1938-05-04_prikaz_oblzu.txt", "вредителями растений", "этого вредительства"),
    ],
)
def test_two_senses_in_one_document(name: str, one: str, other: str) -> None:
    text = documents()[name]
    assert one in text
    assert other in text


def test_apostrophe_for_hard_sign() -> None:
    found = {name for name, text in documents().items() if re.search(r"[бвдзсБОР]’[еёюя]", text)}
    assert len(found) >= 5
    joined = "\n".join(documents().values())
    assert "Об’явить" in joined
    assert "с’езда" in joined


def test_latin_letters_and_footnote_digits_inside_words() -> None:
    text = documents()["193X_vyrezka_vykorchevat.txt"]
    mixed = re.findall(r"\b(?=\w*[A-Za-z])(?=\w*[а-яё])\w+", text)
    assert len(mixed) >= 8
    assert len(re.findall(r"[а-яa]\d\b", text)) == 3
    assert "дань" not in text
    assert "дaнь" in text


def test_old_spelling_stress_and_yo() -> None:
    assert len(re.findall(r"[ѣі]", documents()["1921-10-02_proshenie_uchitelya.txt"])) >= 30
    stressed = [name for name, text in documents().items() if "\u0301" in text]
    assert stressed == ["1935-11-30_troyka_gnedykh.html"]
    assert re.search(r"Людоедства за отчётное[\s\S]*Беднота зовет", documents()["1922-07_svodka_gubkoma.txt"])


def test_mixed_languages_by_sentence() -> None:
    text = documents()["1934-08-27_otchet_perevodchitsy.txt"]
    assert "liquidated along with the kulaks" in text
    assert len(re.findall(r"[а-яё]{3,}", text)) > 130
    assert len(re.findall(r"\b[a-z]{3,}\b", text)) > 50


def test_reprint_is_the_same_bytes_under_other_metadata() -> None:
    one, other = (FOLDER / name for name in REPRINT)
    assert one.read_bytes() == other.read_bytes()
    assert records()[one.name]["date"] != records()[other.name]["date"]
    assert records()[one.name]["reference"] != records()[other.name]["reference"]


def test_nothing_else_is_a_duplicate() -> None:
    assert len({path.read_bytes() for path in FOLDER.iterdir()}) == len(list(FOLDER.iterdir())) - 1


@pytest.mark.parametrize("form", FORMS)
def test_concepts_of_the_time_are_there_to_follow(form: str) -> None:
    assert any(re.search(form, body(name)) for name in documents()), form


def test_wrecking_is_rare_before_1932_and_common_in_1936_1938() -> None:
    def occurrences(since: int, until: int) -> int:
        names = [name for name in documents() if name[:4].isdigit() and since <= int(name[:4]) <= until]
        return sum(
            len(re.findall(r"вредительств|двурушни|диверси|враг\w* народа", body(name).lower())) for name in names
        )

    assert occurrences(1921, 1927) == 0
    assert 0 < occurrences(1928, 1931) < occurrences(1936, 1938) / 3
