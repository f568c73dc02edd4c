"""What becomes of each document that is read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sovnlp.corpus.intake import Intake, Outcome
from sovnlp.corpus.records import Record
from sovnlp.document import Document, Segment


def record(path: str, text: str, part: int = 1, **changes: object) -> Record:
    name = path.rpartition("/")[2].removesuffix(".txt")
    given = Document(
        name if part == 1 else f"{name}#{part}",
        f"{name}.txt",
        part,
        text,
        "ru",
        "plain",
        name,
        (Segment("paragraph", 0, len(text)),),
        inferred=("title",),
    )
    return replace(Record.of(given, path=path, sha256=f"sha of {text}"), **changes)  # type: ignore[arg-type]


def settle(old: list[Record], *read: Record, gone: tuple[str, ...] = ()) -> Outcome:
    intake = Intake(old, lambda path: path not in gone)
    paths = dict.fromkeys(r.path for r in read)
    for path in paths:
        intake.take(path, [r for r in read if r.path == path])
    return intake.settle()


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.added, outcome.updated, outcome.unchanged, len(outcome.duplicates)


def held(outcome: Outcome) -> set[tuple[str, str]]:
    return {(r.path, r.sha256.removeprefix("sha of ")) for r in outcome.records}


A, B, C = record("/a.txt", "one"), record("/b.txt", "two"), record("/c.txt", "three")


@pytest.mark.parametrize(
    ("old", "read", "gone", "wanted", "left"),
    [
        ([], [A, B], (), (2, 0, 0, 0), {("/a.txt", "one"), ("/b.txt", "two")}),
        ([A, B], [A], (), (0, 0, 1, 0), {("/a.txt", "one"), ("/b.txt", "two")}),
        ([A], [record("/a.txt", "new")], (), (0, 1, 0, 0), {("/a.txt", "new")}),
        ([A], [replace(A, date="1930")], (), (0, 1, 0, 0), {("/a.txt", "one")}),
        ([], [A, record("/z.txt", "one")], (), (1, 0, 0, 1), {("/a.txt", "one")}),
        ([], [A, record("/z.txt", "one", genre="letter")], (), (2, 0, 0, 0), {("/a.txt", "one"), ("/z.txt", "one")}),
        ([A], [record("/z.txt", "one")], (), (0, 0, 0, 1), {("/a.txt", "one")}),
        ([A], [record("/z.txt", "one")], ("/a.txt",), (0, 1, 0, 0), {("/z.txt", "one")}),
        # two files have changed places
        (
            [A, B],
            [record("/a.txt", "two"), record("/b.txt", "one")],
            (),
            (0, 2, 0, 0),
            {("/a.txt", "two"), ("/b.txt", "one")},
        ),
        # the first of three was removed and the others renumbered
        (
            [A, B, C],
            [record("/a.txt", "two"), record("/b.txt", "three")],
            ("/c.txt",),
            (0, 2, 0, 0),
            {("/a.txt", "two"), ("/b.txt", "three")},
        ),
        # what the store has goes before a copy of it that sorts before it
        ([B], [record("/a.txt", "two"), B], (), (0, 0, 1, 1), {("/b.txt", "two")}),
    ],
)
def test_outcomes(
    old: list[Record],
    read: list[Record],
    gone: tuple[str, ...],
    wanted: tuple[int, int, int, int],
    left: set[tuple[str, str]],
) -> None:
    outcome = settle(old, *read, gone=gone)
    assert counts(outcome) == wanted
    assert held(outcome) == left


def test_a_duplicate_names_the_file_that_is_counted() -> None:
    assert settle([A], record("/z.txt", "one")).duplicates == (("z.txt", "a.txt"),)


def test_inferred_metadata_do_not_make_a_reprint() -> None:
    copy = record("/z.txt", "one", title="another title, from the name of the file")
    assert counts(settle([A], copy)) == (0, 0, 0, 1)


def test_ids_of_files_with_the_same_name_are_told_apart_and_stay() -> None:
    read = [record(f"/{folder}/pismo.txt", folder) for folder in "xyz"]
    first = settle([], *read)
    ids = {r.path: r.id for r in first.records}
    assert sorted(ids.values()) == ["pismo", "pismo-2", "pismo-3"]
    again = settle(list(first.records), *reversed(read))
    assert counts(again) == (0, 0, 3, 0)
    assert {r.path: r.id for r in again.records} == ids


def test_the_same_text_under_the_same_name_in_three_folders_keeps_three_ids() -> None:
    read = [record(f"/{paper}/item.txt", "telegram", facets={"paper": paper}) for paper in ("a", "b", "c")]
    assert len({r.id for r in settle([], *read).records}) == 3


def test_a_moved_document_keeps_the_id_that_its_manifest_gives() -> None:
    old = replace(A, id="letter-7")
    moved = replace(record("/z.txt", "one"), id="letter-7")
    outcome = settle([old], moved, gone=("/a.txt",))
    assert [r.id for r in outcome.records] == ["letter-7"]


def test_a_file_put_in_the_place_of_another_takes_its_name() -> None:
    outcome = settle([A, B], record("/a.txt", "two"), gone=("/b.txt",))
    assert [(r.id, r.path) for r in outcome.records] == [("a", "/a.txt")]


def test_parts_that_a_file_no_longer_has_go() -> None:
    parts = [record("/a.txt", f"part {n}", part=n) for n in (1, 2, 3)]
    first = settle([], *parts)
    assert [r.id for r in first.records] == ["a", "a#2", "a#3"]
    second = settle(list(first.records), parts[0], parts[1])
    assert [r.id for r in second.records] == ["a", "a#2"]
    assert counts(second) == (0, 0, 2, 0)


def test_a_file_that_is_named_twice_is_taken_once() -> None:
    intake = Intake([], lambda _: True)
    intake.take("/a.txt", [A])
    intake.take("/a.txt", [replace(A, id="folder/a")])
    assert [r.id for r in intake.settle().records] == ["a"]
