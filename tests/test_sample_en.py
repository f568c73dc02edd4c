"""The English sample corpus is what its README says, and shows the hard cases it was written for."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
import yaml

from sovnlp._data import folder
from sovnlp.document import GENRES

SAMPLE = folder("corpus/sample")
ENGLISH = SAMPLE / "en"
NOTICE = "Composed for demonstration with sovnlp; not a historical source"
COLUMNS = "notice file title author date date_kind language genre reference place composed".split()
INFERRED = {"svodka_1930_silver.txt", "newspaper_1935_stakhanovite.txt", "interrogation_1937_obnorin.txt"}
UNDATED = "plain_undated_agitator_notebook.txt"


def manifest() -> dict[str, dict[str, str]]:
    with (ENGLISH / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        return {row["file"]: row for row in csv.DictReader(lines)}


def front_matter(path: Path) -> dict[str, object]:
    _, head, _ = path.read_text(encoding="utf-8").split("---\n", 2)
    record = yaml.safe_load(head)
    assert isinstance(record, dict)
    return record


def records() -> dict[str, dict[str, object]]:
    return {**manifest(), **{path.name: front_matter(path) for path in ENGLISH.glob("*.md")}}


def text(name: str) -> str:
    """The words of one text, without front matter, tags, scripts and menus."""
    data = (ENGLISH / name).read_bytes()
    decoded = data.decode("cp1252" if name == "svodka_1930_silver.txt" else "utf-8")
    if name.endswith(".md"):
        return decoded.split("---\n", 2)[2]
    if name.endswith(".html"):
        return re.sub(r"<[^>]+>", " ", decoded[decoded.index("<article>") : decoded.index("</article>")])
    return decoded


def names() -> list[str]:
    return sorted(path.name for path in ENGLISH.iterdir() if path.name != "manifest.csv")


def test_sixteen_texts_and_each_has_one_record() -> None:
    assert len(names()) == 16
    assert set(records()) == set(names())
    assert not set(manifest()) & {path.name for path in ENGLISH.glob("*.md")}


def test_every_record_begins_with_the_notice() -> None:
    with (ENGLISH / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        assert next(csv.reader(lines)) == COLUMNS
    for name, record in records().items():
        assert next(iter(record)) == "notice", name
        assert record["notice"] == NOTICE, name
        assert record["composed"] in (True, "true"), name


def test_lengths() -> None:
    words = {name: len(text(name).split()) for name in names()}
    assert all(200 < count < 400 for count in words.values()), words
    assert 4_500 < sum(words.values()) < 5_200


def test_every_genre_and_the_whole_period() -> None:
    given = records()
    genres = {str(record["genre"]) for record in given.values() if record["genre"]}
    assert genres | {"interrogation"} == set(GENRES), "the interrogation's genre is left to inference"
    years = {int(str(record["date"])[:4]) for record in given.values() if record["date"]}
    assert {1921, 1939} <= years and years <= set(range(1921, 1940))
    assert given["svodka_1932_special_settlers.txt"]["date"] == "1932/1933"
    assert {str(record["date_kind"]) for record in given.values()} == {"spoken", "written", "published", ""}


def test_what_is_left_to_inference_is_in_the_text() -> None:
    given = records()
    undated = {name for name, record in given.items() if not record["date"]}
    assert undated == INFERRED | {UNDATED}
    for name in INFERRED:
        assert re.search(r"\b19[123]\d\b", text(name)), name
    assert not re.search(r"\b1[89]\d\d\b", text(UNDATED))


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("letter_1921_relief_kitchen.txt", r"paid tribute to the memory"),
        ("letter_1921_relief_kitchen.txt", r"A purge, he says, is death"),
        ("letter_1921_relief_kitchen.txt", r"size of my fist"),
        ("newspaper_1923_scissors.txt", r"price scissors"),
        ("newspaper_1923_scissors.txt", r"a hoarding forty feet long"),
        ("newspaper_1923_scissors.txt", r"matter for speculation"),
        ("speech_1925_nails.md", r"goods famine1\b"),
        ("decree_1928_article_107.txt", r"Article 107 of the Criminal Code for the hoarding of grain"),
        ("stenogram_1928_tribute.md", r"“something like a tribute”"),
        ("stenogram_1928_tribute.md", r"pay a last tribute"),
        ("stenogram_1928_tribute.md", r"A VOICE: .+\n"),
        ("stenogram_1928_tribute.md", r"\(Laughter\.\)"),
        ("newspaper_1929_bread_by_the_book.html", r"Right deviation"),
        ("newspaper_1929_bread_by_the_book.html", r"For diversion there is the circus"),
        ("newspaper_1929_bread_by_the_book.html", r"the cause of the wreck"),
        ("decree_1930_liquidation.txt", r"liquidation of the kulaks as\na class"),
        ("decree_1930_liquidation.txt", r"collectiviza-\ntion"),
        ("decree_1930_liquidation.txt", r"The hoard of each\nkoIkhoz"),
        ("decree_1930_liquidation.txt", r"podkulachnik"),
        ("letter_1930_dizzy_with_success.txt", r"dizzy with success"),
        ("letter_1930_dizzy_with_success.txt", r"a koulak"),
        ("letter_1930_dizzy_with_success.txt", r"lies there now, wrecked"),
        ("svodka_1930_silver.txt", r"hoarding of small silver"),
        ("svodka_1932_special_settlers.txt", r"special settlers"),
        ("stenogram_1933_party_purge.txt", r"gave us a purge twice a year"),
        ("newspaper_1935_stakhanovite.txt", r"S t a k h a n o v i t e"),
        ("newspaper_1935_stakhanovite.txt", r"purged the steam pipes"),
        ("trial_1936_power_station.txt", r"THE PRESIDENT: .+\n"),
        ("trial_1936_power_station.txt", r"PROSECUTOR: .+\n"),
        ("trial_1936_power_station.txt", r"\(Laughter in court\.\)"),
        ("interrogation_1937_obnorin.txt", r"Question: .+\n\nAnswer: .+\n"),
        ("interrogation_1937_obnorin.txt", r"«Вредителей не видел, а вода плохая»"),
        ("interrogation_1937_obnorin.txt", r"diversive acts"),
        ("plain_undated_agitator_notebook.txt", r"secret ballot"),
        ("speech_1939_slanderers.txt", r"Lastly, diversion\."),
    ],
)
def test_hard_case(name: str, pattern: str) -> None:
    assert re.search(pattern, text(name))


def test_wreckers_are_few_before_1936_and_many_after() -> None:
    def wreckers(years: range) -> int:
        chosen = [n for n in names() if (year := re.search(r"19\d\d", n)) and int(year[0]) in years]
        return sum(len(re.findall(r"\bwreckers?\b|\bwrecking\b", text(name), re.IGNORECASE)) for name in chosen)

    assert 2 <= wreckers(range(1928, 1932)) <= 6
    assert wreckers(range(1936, 1940)) >= 15


def test_menu_and_script_of_the_web_page_hold_words_that_must_not_be_counted() -> None:
    page = (ENGLISH / "newspaper_1929_bread_by_the_book.html").read_text(encoding="utf-8")
    outside = page.replace(page[page.index("<article>") : page.index("</article>")], "")
    assert outside.count("tribute") == 4 and "kulaks" in outside and "<nav>" in outside


def test_the_svodka_is_windows_1252_and_the_rest_utf_8() -> None:
    data = (ENGLISH / "svodka_1930_silver.txt").read_bytes()
    assert b"\x93They have taken" in data and b"\x92" in data
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
    for name in names():
        if name != "svodka_1930_silver.txt":
            (ENGLISH / name).read_bytes().decode("utf-8")


def test_the_readme_names_every_text() -> None:
    readme = (SAMPLE.parent / "README.md").read_text(encoding="utf-8")
    assert [name for name in names() if name not in readme] == []
