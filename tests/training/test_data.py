"""What is trained on: brat files, factRuEval files, gold lines and inline marks, all under the same rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sovnlp.document import Name
from sovnlp.errors import SourceError
from sovnlp.training.data import Passage, checksum, examples, factrueval, marked, nerel


def brat(folder: Path, text: str, *marks: tuple[str, str]) -> list[tuple[str, str]]:
    """Write a text with marks on the first occurrence of each string, and return what is read back as names."""
    (folder / "one.txt").write_text(text, "utf-8")
    lines = [
        f"T{n}\t{kind} {text.index(name)} {text.index(name) + len(name)}\t{name}"
        for n, (name, kind) in enumerate(marks)
    ]
    (folder / "one.ann").write_text("\n".join([*lines, "R1\tWORKS_AS Arg1:T0 Arg2:T1"]), "utf-8")
    (passage,) = nerel(folder)
    return [(passage.text[start:stop], kind) for start, stop, kind in passage.names]


def test_types_are_three_and_others_are_left_out(tmp_path: Path) -> None:
    found = brat(
        tmp_path,
        "Громов из Зареченска с понедельника служит в Гострансе.",
        ("Громов", "PERSON"),
        ("Зареченска", "CITY"),
        ("понедельника", "DATE"),
        ("Гострансе", "ORGANIZATION"),
    )
    assert found == [("Громов", "PER"), ("Зареченска", "LOC"), ("Гострансе", "ORG")]


def test_the_outermost_of_nested_names_stays(tmp_path: Path) -> None:
    found = brat(
        tmp_path,
        "Работает Институт леса города Зареченска.",
        ("Институт леса города Зареченска", "ORGANIZATION"),
        ("Зареченска", "CITY"),
    )
    assert found == [("Институт леса города Зареченска", "ORG")]


@pytest.mark.parametrize(
    ("text", "mark", "name"),
    [
        ("Пишет газета «Заречный труд».", "газета «Заречный труд»", "Заречный труд"),
        ("Он родом из города Зареченска.", "города Зареченска", "Зареченска"),
        ("Купила компания Лесопром.", "компания Лесопром", "Лесопром"),
    ],
)
def test_class_nouns_and_quotation_marks_stay_outside(tmp_path: Path, text: str, mark: str, name: str) -> None:
    assert [found for found, _ in brat(tmp_path, text, (mark, "ORGANIZATION"))] == [name]


@pytest.mark.parametrize(
    ("text", "mark", "kind"),
    [
        ("Собралось правительство края.", "правительство края", "ORGANIZATION"),
        ("Приехал заречный гость.", "заречный", "CITY"),
        ("Это Заречский лес.", "Заречский", "STATE_OR_PROVINCE"),
    ],
)
def test_what_is_no_name_by_our_rules_is_left_out(tmp_path: Path, text: str, mark: str, kind: str) -> None:
    assert brat(tmp_path, text, (mark, kind)) == []


def test_objects_of_several_spans_are_one_name(tmp_path: Path) -> None:
    text = "Вчера Иван Громов уехал в Зареченск."
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "a.spans").write_text(
        "1 name 6 4 # 0 1 Иван\n2 surname 11 6 # 0 1 Громов\n3 loc_name 26 9 # 0 1 Зареченск\n", "utf-8"
    )
    (tmp_path / "a.objects").write_text("7 Person 1 2 # Иван Громов\n8 Location 3 # Зареченск\n9 Facility 3\n", "utf-8")
    (passage,) = factrueval(tmp_path)
    assert [(text[a:b], kind) for a, b, kind in passage.names] == [("Иван Громов", "PER"), ("Зареченск", "LOC")]


@pytest.mark.parametrize("read", [nerel, factrueval])
def test_an_empty_folder_is_told(tmp_path: Path, read: type) -> None:
    with pytest.raises(SourceError, match="there is no"):
        list(read(tmp_path))


def test_marked_texts_and_gold_lines_give_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# composed\n[PER Громов] едет.\n\n\n[LOC Зареченск] ждёт.\n", "utf-8")
    lines = [
        {"text": "Громов едет.", "entities": [[0, 6, "PER"]], "file": "x"},
        {"text": "Зареченск ждёт.", "entities": [[0, 9, "LOC"]], "file": "x"},
    ]
    (tmp_path / "b.jsonl").write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    texts = [(p.text, p.names) for p in marked([tmp_path / "a.txt"])]
    assert texts == [(p.text, p.names) for p in marked([tmp_path / "b.jsonl"])]
    assert [p.source for p in marked([tmp_path / "a.txt"])] == ["a.txt#0", "a.txt#1"]


def test_names_in_words_and_a_sentence_at_a_time() -> None:
    passage = Passage("x", "Пришёл тов. Громов. В Зареченске тихо.", ((12, 18, "PER"), (22, 32, "LOC")))
    first, second = examples([passage], "ru")
    assert [first.words[n.start : n.stop] for n in first.names] == [("Громов",)]
    assert second.words[1] == "Зареченске"
    assert second.names == (Name(1, 2, "LOC"),)


def test_a_name_within_a_word_takes_the_word() -> None:
    (example,) = examples([Passage("x", "Это Громов-старший.", ((4, 10, "PER"),))], "ru")
    assert [example.words[n.start : n.stop] for n in example.names] == [("Громов-старший",)]


def test_the_checksum_follows_names_and_bytes_and_not_the_place(tmp_path: Path) -> None:
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "one.txt").write_text("текст", "utf-8")
    assert checksum([tmp_path / "a"]) == checksum([tmp_path / "b"])
    (tmp_path / "b" / "one.txt").write_text("Текст", "utf-8")
    assert checksum([tmp_path / "a"]) != checksum([tmp_path / "b"])
    (tmp_path / "b" / "one.txt").rename(tmp_path / "b" / "two.txt")
    assert checksum([tmp_path / "a"]) != checksum([tmp_path / "b"])
