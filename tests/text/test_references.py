"""References: printed forms with their fields, what is no reference, what comes out of hostile text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date as Day
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sovnlp.document import Reference
from sovnlp.text.dates import parse_edtf
from sovnlp.text.references import STYLES, find_references, parse_references, render, summary
from sovnlp.text.references.archives import ARCHIVES
from sovnlp.text.references.naming import archive_named
from sovnlp.text.references.worded import in_words

SHARED = Path(__file__).parents[3] / "shared"
TABLE = SHARED / "data" / "catalogue" / "REFERENCES.md"
STRUCTURE = SHARED / "gold" / "structure"
SHELF = ("archive", "fond", "opis", "delo", "list")


def cases() -> Iterator[tuple[str, str | None, list[dict[str, str]]]]:
    """Yield each line of the table: the string, the one that it follows on, and the fields of its references."""
    before: str | None = None
    for line in (Path(__file__).parent / "references.tsv").read_text("utf-8").splitlines()[1:]:
        printed, *cells = line.split("\t")
        fields = [dict(pair.split("=", 1) for pair in cell.split(" | ")) for cell in cells]
        chain = f"{before}\n{printed[1:]}" if before and printed.startswith("+") else printed.lstrip("+")
        yield printed, chain, fields
        before = chain


def fields(reference: Reference) -> dict[str, str]:
    """The fields that a reference has, as the table writes them."""
    found: dict[str, str] = {}
    for name in Reference.__slots__:
        value = getattr(reference, name)
        if value and name != "printed":
            found[name] = value.edtf if name == "date" else "yes" if value is True else value
    return found


@pytest.mark.parametrize(("printed", "chain", "expected"), list(cases()), ids=lambda value: value if value else "-")
def test_a_printed_form_has_these_fields(printed: str, chain: str, expected: list[dict[str, str]]) -> None:
    found: list[Reference] = []
    for string in chain.split("\n"):
        earlier = found
        found = parse_references(string, after=earlier[-1] if earlier else None)
    assert [fields(reference) for reference in found] == expected


def test_there_are_enough_forms() -> None:
    assert len(list(cases())) >= 80


# --- running text ----------------------------------------------------------------------------------------------------

PROSE = (
    "Подсудимый Ф. Иванцов, д. 12, жил в доме № 5; л. 30 дела он не читал, и т. 5 тоже.",
    "Там же лежали бумаги. Она вышла, а ф. 5 осталась. Опись 3 утеряна.",
    "He lived at d. 12, took vol. 5 of the works, and p. 30 was torn. See fig. 2 and f. 7.",
    "Ст. 58, п. 10 и 11, приговор от 5 марта 1931 г. № 17, прот. № 4.",
    "Приказ № 5 от 7 мая 1931 г. объявлен. Бригада № 3, 12 человек.",
    "В о. 5 и о. 7 ф. И. О. не указаны. 5/3/1 и 10/12/1937.",
)


@pytest.mark.parametrize("text", PROSE)
def test_prose_holds_no_reference(text: str) -> None:
    assert [found for _, _, found in find_references(text)] == []


def test_references_in_running_text() -> None:
    text = (
        "Хлеб не дошёл (РГАСПИ. Ф. 17. Оп. 85. Д. 307. Л. 66). Это видно и из сводки: Там же. Д. 309. Л. 2 об. Потом "
        "было тихо (ф. 17, оп. 3, д. 8, л. 1–2); см. также «Правду» № 41 от 11 февраля 1930 г. и GARF 374/27/1988."
    )
    found = list(find_references(text))
    assert [text[start:stop] == reference.printed for start, stop, reference in found] == [True] * 5
    assert [[getattr(one, name) for name in SHELF] for _, _, one in found if not one.title] == [
        ["РГАСПИ", "17", "85", "307", "66"],
        ["РГАСПИ", "17", "85", "309", "2об"],
        ["РГАСПИ", "17", "3", "8", "1-2"],
        ["ГАРФ", "374", "27", "1988", None],
    ]
    (paper,) = (one for _, _, one in found if one.title)
    assert (paper.title, paper.number, paper.date and paper.date.edtf) == ("Правда", "41", "1930-02-11")


def test_a_row_of_files_with_remarks_between() -> None:
    text = "GARF f. 374, o. 27, d. 88, pp. 4–5 (a report on nails); d. 90, p. 7 («Сводка»), p. 17; d. 91, ll. 107–103."
    found = [one for _, _, one in find_references(text)]
    assert {(one.archive, one.fond, one.opis) for one in found} == {("ГАРФ", "374", "27")}
    assert [(one.delo, one.list) for one in found] == [("88", "4-5"), ("90", "7, 17"), ("91", "107-103")]


def test_the_same_of_a_newspaper_is_a_page() -> None:
    found = [one for _, _, one in find_references("Правда. 1930. № 12. С. 3. Там же. С. 4.")]
    assert [(one.title, one.pages, one.list) for one in found] == [("Правда", "3", None), ("Правда", "4", None)]


def test_what_is_not_known_stays_open() -> None:
    (only,) = parse_references("Там же. Л. 79–80.")
    assert only.inherits and only.list == "79-80"
    assert (only.archive, only.fond, only.opis, only.delo) == (None, None, None, None)
    (resolved,) = parse_references("Там же. Д. 2.", after=parse_references("ГАРФ. Ф. 1. Оп. 5. Д. 7. Л. 9."))
    assert (resolved.delo, resolved.list, resolved.inherits) == ("2", None, False)


def test_a_fond_takes_its_archive_from_the_text_only_where_the_text_says_so() -> None:
    earlier = parse_references("АП РФ. Ф. 3. Оп. 1. Д. 2.") + parse_references("РГАСПИ. Ф. 17. Оп. 1. Д. 2.")
    assert parse_references("Ф. 3. Оп. 8. Д. 9.", after=earlier)[0].archive == "АП РФ"
    assert parse_references("Ф. 4. Оп. 8. Д. 9.", after=earlier)[0].archive is None
    assert parse_references("(f. 558, op. 8, d. 9)", after=earlier)[0].archive == "РГАСПИ"


def test_archive_and_print_in_one_string() -> None:
    text = "РГАСПИ Ф. 671, Оп. 1, Д. 9, Л. 6-7.Опубликовано: Эхо леса. Т. 2. М., 1994. С. 12."
    archival, printed = parse_references(text)
    assert (archival.archive, archival.list, archival.printed[-1]) == ("РГАСПИ", "6-7", ".")
    assert (printed.title, printed.volume, printed.year, printed.pages) == ("Эхо леса", "2", "1994", "12")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("PГАСПИ", "РГАСПИ"),
        ("Государственного архива Российской Федерации", "ГАРФ"),
        ("Central Archive of the FSB", "ЦА ФСБ"),
        ("TsGANKh", "РГАЭ"),
        ("RCChIDNI", "РГАСПИ"),
        ("гарф", "ГАРФ"),
        ("Заозёрский завод", None),
    ],
)
def test_an_archive_by_its_names(name: str, short: str | None) -> None:
    assert archive_named(name) == short


def test_no_name_stands_for_two_archives() -> None:
    for archive in ARCHIVES:
        for name in (archive.name, *archive.also):
            assert archive_named(name) == archive.name, name


# --- one object for a string -----------------------------------------------------------------------------------------


def said(text: str) -> dict[str, object]:
    return summary(text, parse_references(text))


def test_several_references_in_one_object() -> None:
    found = said("RGASPI F. 74. Op. 2. D. 86. L. 6–7. Copy; F. 74. Op. 2. D. 51. L. 3–4.")
    assert [found[name] for name in SHELF] == ["РГАСПИ", "74; 74", "2; 2", "86; 51", "6-7; 3-4"]
    assert found["status"] == "Копия" and len(found["references"]) == 2  # type: ignore[arg-type]


def test_a_date_line_is_no_reference() -> None:
    found = said("за 3 мая 1922 г. 5 мая 1922 г.")
    assert (found["date"], found["covers"], found["references"]) == ("1922-05-05", "1922-05-03", [])
    assert said("от 11.09.1923 № 84")["date"] == "1923-09-11"
    assert said("Вечернее заседание 4 июня 1931 г.")["session"] == "evening"


def test_the_year_of_a_volume_is_that_of_publication() -> None:
    found = said("Вопросы истории, 1994, № 10,11, стр. 5-18")
    assert (found["year"], found["date_kind"], found["references"][0]["date"]) == ("1994", "published", None)  # type: ignore[index]


# --- rendering -------------------------------------------------------------------------------------------------------

ARCHIVAL = parse_references("ГАРФ. Ф. Р-5451. Оп. 43. Д. 30. Л. 101—99 об. Заверенная машинописная копия.")[0]
PAPER = parse_references("Правда, № 40, 10 февраля 1930 г., с. 2")[0]
BOOK = parse_references("Деревня и власть. Т. 2. М.: РОССПЭН, 2003. С. 118–121")[0]
LAW = parse_references("СЗ СССР 1934 г. № 32, ст. 239")[0]


@pytest.mark.parametrize(
    ("reference", "gost", "chicago"),
    [
        (
            ARCHIVAL,
            "ГАРФ. Ф. Р-5451. Оп. 43. Д. 30. Л. 101–99 об. Машинопись. Заверенная копия.",
            "GARF, f. R-5451, op. 43, d. 30, ll. 101–99ob.",
        ),
        (PAPER, "Правда. 1930. 10 февр. № 40. С. 2.", "Pravda, no. 40, February 10, 1930, 2."),
        (BOOK, "Деревня и власть. Т. 2. 2003. С. 118–121.", "Derevnia i vlast', vol. 2 (2003), 118–121."),
        (LAW, "СЗ СССР. 1934. № 32. Ст. 239.", "SZ SSSR, 1934, no. 32, art. 239."),
    ],
)
def test_two_styles_of_notes(reference: Reference, gost: str, chicago: str) -> None:
    assert render(reference) == gost
    assert render(reference, "chicago") == chicago


def test_author_title_and_date_come_before() -> None:
    about = {"author": "П. Лугов", "title": "О сене", "date": "1931-03~"}
    assert render(ARCHIVAL, **about).startswith("П. Лугов. О сене. Около марта 1931 г. // ГАРФ. Ф. Р-5451.")
    assert render(ARCHIVAL, "chicago", **about).startswith("P. Lugov, “O sene,” ca. March 1931, GARF, f. R-5451,")


def test_bibtex_prints_hostile_text_as_it_is() -> None:
    entry = render(ARCHIVAL, "bibtex", title="{50%} & $x_1$ \\input{a}\n#~^", key="ru/речь 5")
    assert entry.startswith("@misc{ru-rech-5,\n")
    title = re.search(r"title = \{(.*)\},$", entry, re.MULTILINE)
    assert title and title[1] == (
        r"\{50\%\} \& \$x\_1\$ \textbackslash{}input\{a\} \#\textasciitilde{}\textasciicircum{}"
    )
    assert "archive = {ГАРФ}" in entry and "address = {Москва}" in entry


def test_csl_is_json_of_the_right_type() -> None:
    items = [json.loads(render(one, "csl", title="О <b>сене</b>", date="1931-03")) for one in (ARCHIVAL, PAPER, BOOK)]
    assert [item["type"] for item in items] == ["manuscript", "article-newspaper", "chapter"]
    assert items[0]["archive"] == "ГАРФ" and items[0]["archive-place"] == "Москва"
    assert items[0]["archive_location"] == "Ф. Р-5451. Оп. 43. Д. 30. Л. 101–99 об."
    assert items[0]["issued"] == {"date-parts": [[1931, 3]]}
    assert "<" not in items[0]["title"]


def test_an_unknown_style_is_told() -> None:
    with pytest.raises(ValueError, match="no style 'mla'"):
        render(ARCHIVAL, "mla")


@pytest.mark.parametrize(
    ("edtf", "russian", "english"),
    [
        ("1931-03-12", "12 марта 1931 г.", "March 12, 1931"),
        ("1931-03", "март 1931 г.", "March 1931"),
        ("193X", "1930-е гг.", "1930s"),
        ("1932/1933", "1932 г. – 1933 г.", "1932 – 1933"),
        ("../1931-03", "не позднее марта 1931 г.", "no later than March 1931"),
        ("1930?", "1930 г. (?)", "1930 (?)"),
        ("XXXX", "б. д.", "n.d."),
        ("[1931,1933]", "[1931,1933]", "[1931,1933]"),
    ],
)
def test_dates_in_words(edtf: str, russian: str, english: str) -> None:
    assert (in_words(edtf, "ru"), in_words(edtf, "en")) == (russian, english)


# --- properties ------------------------------------------------------------------------------------------------------

NUMBER = st.integers(1, 99999).map(str)
SERIES = st.builds("{}-{}".format, st.sampled_from("РПН"), NUMBER)
LETTERED = st.builds("{}{}".format, NUMBER, st.sampled_from("абвс"))
FOLIO = st.builds(
    "{}{}{}".format, st.integers(1, 999), st.sampled_from(["", "", "", "а", "в"]), st.sampled_from(["", "", "об"])
)


def _plain_range(pair: tuple[str, str]) -> bool:
    """Whether the range cannot be taken for an abbreviated one: 110–1 in English notes is 110–111."""
    first, last = (re.match(r"\d+", folio) for folio in pair)
    return first is not None and last is not None and len(last[0]) >= len(first[0])


FOLIOS = st.just("б/н") | st.lists(
    FOLIO | st.tuples(FOLIO, FOLIO).filter(_plain_range).map("-".join), min_size=1, max_size=4
).map(", ".join)
SHELVES = st.builds(
    Reference,
    archive=st.sampled_from([*(archive.name for archive in ARCHIVES), "ГАСО", "ЦДНИ ВО", "ДАДО", "ЦГА РТ"]),
    fond=NUMBER | SERIES | LETTERED,
    opis=st.none() | NUMBER | LETTERED,
    delo=NUMBER | SERIES | LETTERED,
    list=st.none() | FOLIOS,
    volume=st.none()
    | st.builds("{} {}".format, st.sampled_from(["т.", "вып.", "ч.", "п.", "к."]), st.sampled_from(["1", "12", "III"])),
)


@given(SHELVES, st.sampled_from(["gost", "chicago"]))
@settings(max_examples=400, deadline=None)
def test_rendering_then_parsing_is_the_identity(reference: Reference, style: str) -> None:
    rendered = render(reference, style)
    (parsed,) = parse_references(rendered)
    (found,) = find_references(f"Сказано там. {rendered} Далее.")
    for name in (*SHELF, "volume"):
        assert getattr(parsed, name) == getattr(found[2], name) == getattr(reference, name), rendered


DAYS = st.dates(Day(1917, 1, 1), Day(1941, 12, 31)).map(Day.isoformat)


@given(
    st.sampled_from(["Правда", "Вопросы истории", "Заречная правда", "СЗ СССР", "Записки общества"]),
    st.integers(1, 400).map(str),
    st.none() | st.sampled_from(["3", "12-14", "101-109"]),
    st.none() | DAYS,
)
@settings(max_examples=200, deadline=None)
def test_rendering_then_parsing_print_is_the_identity(title: str, number: str, on: str | None, day: str | None) -> None:
    date = parse_edtf(day, "published") if day else None
    reference = Reference(title=title, number=number, pages=on, year=day[:4] if day else "1931", date=date)
    (parsed,) = parse_references(render(reference))
    assert fields(parsed) == fields(reference)


BITS = st.sampled_from(
    "РГАСПИ|ГА РФ|Ф.|ф |Оп. |Д|Л.|лл. |Там же|Ibid.|f. |op |d.|12|3—5|об.|З|l|(|)|; |, |. "
    "|№ |Правда|«|»| 1937|5 марта|ст. |С. |pp. "
    "|Vol. V|Подлинник|\n|т. 2|/|-|//|А|Р-| | и |М.|г.|стр. ".split("|")
)
TEXTS = st.text(max_size=60) | st.lists(BITS | st.text(max_size=3), max_size=25).map("".join)


@given(TEXTS)
@settings(max_examples=500, deadline=None)
def test_no_text_is_too_odd(text: str) -> None:
    reached = 0
    for start, stop, reference in find_references(text):
        assert reached <= start < stop <= len(text)
        assert reference.printed == text[start:stop]
        reached = stop
    parsed = parse_references(text)
    summary(text, parsed)
    for reference in parsed:
        assert reference.printed in text
        for style in STYLES:
            render(reference, style)


@pytest.mark.parametrize(
    "text",
    [
        "Ф. 1 " * 20_000,
        "РГАСПИ Ф. 1 Оп. 2 Д. " + "1, " * 60_000,
        "Там же. Л. " * 10_000,
        "«" * 100_000 + " № 5",
        "№ 5, " * 20_000,
        "(д. 1" * 20_000,
        "Ф. 1. Оп. 2. Д. 3. Л. 4" + ". Копия" * 30_000,
        "1" * 100_000 + "№" + "1" * 100_000,
        " " * 200_000 + "Ф. 1",
    ],
    ids=lambda text: text[:12],
)
def test_hostile_text_is_read_to_the_end(text: str) -> None:
    for _ in find_references(text):
        pass
    parse_references(text[:5_000])


# --- the real strings ------------------------------------------------------------------------------------------------


def rows() -> list[list[str]]:
    """The rows of the table of printed forms: number, string, archive, fond, opis, delo, list."""
    text = TABLE.read_text("utf-8").partition("## Group H")[0]
    cells = [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in text.splitlines()]
    return [row for row in cells if row[0].strip().isdigit()]


@pytest.mark.skipif(not TABLE.exists(), reason="the printed forms at ../shared/data/catalogue are not here")
def test_the_printed_forms_of_the_table() -> None:
    wrong, total = [], 0
    for number, string, *expected in rows():
        found = said(string)
        for name, value in zip(SHELF, expected, strict=False):
            # What is marked * or stands in brackets is not in the string; the archive of 81 is not either.
            if value[:1] == "(" or value[-1:] == "*" or (number, name) == ("81", "archive"):
                continue
            total += 1
            if (found[name] or "") != value:
                wrong.append((number, name, value, found[name]))
    assert total > 200
    assert not wrong


@pytest.mark.skipif(not STRUCTURE.exists(), reason="the real documents at ../shared/gold/structure are not here")
@pytest.mark.parametrize(
    "name", ["bukharin_petitions_1938_03_13", "radek_to_ezhov_1937_04_26", "tcc_nikolaev_1934_12_03"]
)
def test_the_references_of_real_documents(name: str) -> None:
    (raw,) = (STRUCTURE / "raw").glob(f"{name}.*")
    expected = json.loads((STRUCTURE / "dev" / f"{name}.expected.json").read_text("utf-8"))["archival_reference"]
    found = [one for _, _, one in find_references(raw.read_text("utf-8")) if one.fond]
    assert [{name: getattr(one, name) for name in SHELF} | {"as_printed": one.printed} for one in found] == expected
