"""Pages are printed by a small press and must come back as the text that was set."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sovnlp.document import Extract
from sovnlp.errors import SourceError
from sovnlp.formats import pdf
from tests.formats.printing import Put, fill, justified, press, width

LEFT, MEASURE, LEADING = 72.0, 450.0, 14.0
STORIES = [
    "Мост через Ольховку не починен, и обозы третий месяц идут кружным путём по размытой дороге к станции.",
    "Дрова лежат на том берегу, завод топит торфом, а торф сырой и дыму от него больше, чем жару.",
    "Собрание постановило послать плотников, но плотники уехали на ярмарку и вернутся только к субботе.",
    "Кладовщик Репкин показал, что гвозди выданы сполна, однако расписки он не нашёл ни в столе, ни в шкафу.",
    "Правление просит прислать землемера, потому что межа сбита и соседи косят где придётся.",
]


def paragraph(number: int, times: int = 3) -> str:
    return " ".join(STORIES[(number + step) % len(STORIES)] for step in range(times))


def set_paragraphs(texts: list[str], *, x: float = LEFT, y: float = 760, measure: float = MEASURE) -> list[Put]:
    """Justified paragraphs with an indent, one below the other."""
    puts: list[Put] = []
    for text in texts:
        lines = fill("     " + text, measure - 20)
        for at, line in enumerate(lines):
            indent = 20 if at == 0 else 0
            if at < len(lines) - 1:
                puts += justified(x + indent, y, line, measure - indent)
            else:
                puts.append(Put(x, y, line))
            y -= LEADING
    return puts


def read(*pages: list[Put], **options: object) -> Extract:
    (extract,) = pdf.extract(press(pages, **options))  # type: ignore[arg-type]
    reached = 0
    for segment in extract.apart:
        assert segment.kind == "note" and segment.editorial
        assert reached <= segment.start < segment.stop <= len(extract.text)
        reached = segment.stop
    return extract


def apart(extract: Extract) -> list[str]:
    return [extract.text[segment.start : segment.stop] for segment in extract.apart]


def own(extract: Extract) -> list[str]:
    return [extract.text[start:stop] for start, stop, _ in extract.paragraphs]


def test_paragraphs_are_rebuilt() -> None:
    texts = [paragraph(number) for number in range(4)]
    extract = read(set_paragraphs(texts))
    assert own(extract) == texts
    assert extract.text == "\n".join(texts)
    assert extract.pages == ((0, "1"),)


def test_heads_and_numbers_stand_apart_and_name_the_pages() -> None:
    texts = [[paragraph(3 * page + number) for number in range(3)] for page in range(5)]
    pages = []
    for number, page in enumerate(texts):
        side = "ПРОТОКОЛЫ СОБРАНИЯ" if number % 2 else "УЕЗД ЗАРЕЧНЫЙ"
        pages.append([Put(200, 800, side), *set_paragraphs(page), Put(290, 40, f"— {number + 27} —")])
    extract = read(*pages[:4], pages[4])
    assert own(extract) == [text for page in texts for text in page]
    assert [label for _, label in extract.pages] == ["27", "28", "29", "30", "31"]
    assert [extract.text[offset:].split("\n")[0] for offset, _ in extract.pages] == [page[0] for page in texts]
    assert apart(extract).count("УЕЗД ЗАРЕЧНЫЙ") == 3
    assert {segment.page for segment in extract.apart} == {"27", "28", "29", "30", "31"}


def test_a_sentence_runs_on_over_the_page() -> None:
    whole = paragraph(0, 12)
    lines = fill("     " + whole, MEASURE - 20)
    half = len(lines) // 2
    pages = []
    for number, part in enumerate((lines[:half], lines[half:], fill(paragraph(2), MEASURE))):
        puts = [Put(220, 800, "Вестник Заречья")]
        for at, line in enumerate(part):
            indent = 20 if at == 0 and number != 1 else 0
            puts += justified(LEFT + indent, 760 - LEADING * at, line, MEASURE - indent)
        pages.append([*puts, Put(LEFT, 60, f"{number + 1} Так в тексте.", 8), Put(290, 30, str(number + 5))])
    extract = read(*pages)
    assert own(extract)[0] == whole
    offset, label = extract.pages[1]
    assert label == "6" and extract.text[offset:].startswith(" ".join(lines[half].split()))
    assert "1 Так в тексте." in apart(extract) and "2 Так в тексте." in apart(extract)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("пришёл тогда партий-", "ный человек из уезда", "партийный человек"),
        ("пришёл тогда кое-", "кто из уезда", "кое-кто из"),
        ("пришёл тогда с.-", "д. оратор из уезда", "с.-д. оратор"),
        ("в годы войны 1914-", "1918 голодали", "1914-1918 голодали"),
        ("он встал -", "и вышел вон", "встал - и вышел"),
    ],
)
def test_hyphens_at_line_ends(first: str, second: str, joined: str) -> None:
    text = paragraph(0, 2)
    lines = [*fill(text, MEASURE), first, second]
    puts = [put for at, line in enumerate(lines) for put in justified(LEFT, 760 - LEADING * at, line, MEASURE)]
    assert joined in read(puts).text
    assert joined in read(puts[: -len(second.split())], justified(LEFT, 760, second, MEASURE)).text


@pytest.mark.parametrize("columns", [2, 3])
@pytest.mark.parametrize("by_row", [False, True])
def test_columns_are_read_one_after_the_other(columns: int, by_row: bool) -> None:
    gutter = 24.0
    measure = (MEASURE + 60 - gutter * (columns - 1)) / columns
    texts = [paragraph(number, 4) for number in range(columns)]
    heading = Put(150, 800, "ЗАРЕЧЕНСКИЕ ИЗВЕСТИЯ", 20)
    puts = []
    for number, text in enumerate(texts):
        puts += set_paragraphs([text], x=40 + number * (measure + gutter), measure=measure)
    if by_row:
        puts.sort(key=lambda put: (-put.y, put.x))
    extract = read([heading, *puts])
    assert own(extract) == ["ЗАРЕЧЕНСКИЕ ИЗВЕСТИЯ", *texts]
    assert extract.paragraphs[0][2] == "heading"


def test_a_table_is_read_row_by_row() -> None:
    rows = [("Дрова", "12 возов"), ("Уголь", "3 воза"), ("Торф", "40 возов"), ("Гвозди", "2 пуда"), ("Овёс", "нет")]
    puts = [
        Put(x, 700 - LEADING * at, cell) for at, row in enumerate(rows) for x, cell in zip((72, 320), row, strict=True)
    ]
    text = read([*set_paragraphs([paragraph(0)]), *puts]).text
    assert "Дрова 12 возов" in text and "Овёс нет" in text


def test_notes_at_the_foot_and_their_marks() -> None:
    line = "Мост не починен"
    mark = Put(LEFT + width(line), 764, "1", 6)
    rest = Put(mark.x + 8, 760, "и стоит пустой.")
    text = set_paragraphs([paragraph(1)], y=740)
    notes = [Put(LEFT, 112, "1", 5), Put(LEFT + 6, 108, "Речь идёт о мосте через Оль-", 8), Put(LEFT, 98, "ховку.", 8)]
    extract = read([Put(LEFT, 760, line), mark, rest, *text, *notes])
    assert apart(extract) == ["1", "1 Речь идёт о мосте через Ольховку."]
    assert own(extract)[0] == "Мост не починен1 и стоит пустой."


def test_notes_of_the_same_size_stand_below_a_rule() -> None:
    puts = [*set_paragraphs([paragraph(1)]), Put(LEFT, 200, "* Не сохранилось.")]
    assert apart(read(puts)) == []
    assert apart(read(puts, rules=[(0, LEFT, 220, 100)])) == ["* Не сохранилось."]


def test_a_page_of_small_type_is_text() -> None:
    puts = [Put(LEFT, 700 - 10 * at, line, 8) for at, line in enumerate(fill("1 " + paragraph(1), MEASURE, 8))]
    assert apart(read(set_paragraphs([paragraph(0, 9)]), puts)) == []


def test_a_heading_is_larger_or_centered() -> None:
    head, under = "О МОСТЕ", "Доклад плотника Стружкина"
    puts = [
        Put(LEFT + (MEASURE - width(head, 16)) / 2, 790, head, 16),
        Put(LEFT + (MEASURE - width(under)) / 2, 770, under),
    ]
    extract = read([*puts, *set_paragraphs([paragraph(0), paragraph(1)], y=740)])
    assert [kind for _, _, kind in extract.paragraphs] == ["heading", "heading", "paragraph", "paragraph"]


def test_a_page_on_its_side_is_turned() -> None:
    texts = [paragraph(0), paragraph(2)]
    turned = [Put(842 - put.y, put.x, put.text, put.size, True) for put in set_paragraphs(texts)]
    assert own(read(turned)) == texts
    assert own(read(turned, rotate=90)) == texts


def test_a_stamp_on_the_side_stands_apart() -> None:
    extract = read([*set_paragraphs([paragraph(0)]), Put(40, 100, "КОПИЯ ВЕРНА", 11, True)])
    assert apart(extract) == ["КОПИЯ ВЕРНА"]
    assert own(extract) == [paragraph(0)]


def test_blank_pages_are_passed_over() -> None:
    extract = read(set_paragraphs([paragraph(0)]), [], set_paragraphs([paragraph(1)]))
    assert [label for _, label in extract.pages] == ["1", "3"]
    assert extract.problems == ()


def test_unnumbered_pages_are_counted_in_brackets() -> None:
    pages = [
        set_paragraphs([paragraph(number)]) + [Put(290, 40, str(number + 10))] * (number != 2) for number in range(5)
    ]
    assert [label for _, label in read(*pages).pages] == ["10", "11", "[12]", "13", "14"]


def test_properties_count_only_where_somebody_meant_them() -> None:
    page = set_paragraphs([paragraph(0)])
    good = {"Title": "Отчёт о мосте", "Author": "Т. Стружкин"}
    assert read(page, info=good).metadata == {"title": "Отчёт о мосте", "author": "Т. Стружкин"}
    assert read(page, info={"Title": "Microsoft Word - doc1", "Author": "User"}).metadata == {}
    assert read(page, info={"Title": "scan0012.tif", "Author": "ABBYY FineReader 12"}).metadata == {}


def test_no_text_layer() -> None:
    with pytest.raises(SourceError, match="no text layer") as failure:
        read([], [])
    assert "OCR" in failure.value.hint


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF", b"PK\x03\x04"])
def test_no_pdf(data: bytes) -> None:
    with pytest.raises(SourceError, match="damaged"):
        pdf.extract(data)


def test_a_locked_file_is_told() -> None:
    page = press([set_paragraphs([paragraph(0)])])
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >> "
    locked = page.replace(b"trailer << ", b"trailer << /ID [<00> <00>] " + lock)
    with pytest.raises(SourceError, match="password"):
        pdf.extract(locked)


def test_a_page_of_one_endless_line_is_read() -> None:
    puts = [Put(10 + 3 * at, 700, "а1 "[at % 3], 5 + at % 2) for at in range(9_000)]
    assert "а" in read(puts).text


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_damage_is_survived(data: st.DataObject) -> None:
    whole = press([set_paragraphs([paragraph(0)]), set_paragraphs([paragraph(1)])])
    cut = data.draw(st.integers(0, len(whole)))
    at = data.draw(st.integers(0, len(whole) - 1))
    broken = whole[:at] + data.draw(st.binary(max_size=20)) + whole[at + 7 : cut]
    try:
        pdf.extract(broken)
    except SourceError:
        pass
