"""What is told of a lexicon of one's own that is wrong, or may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from sovnlp.cli import main
from sovnlp.errors import LexiconError
from sovnlp.vetting import check_lexicon

SOUND = """
[lamp]
label.ru = "лампа"
label.en = "lamp"
definition = "The rural electric lamp."
group = "test"
period = "1920/1930"
related = "kulak"
family.ru = "лампа"
family.en = "lamp"
forms.ru = "лампочка (имени) деревни"
[[lamp.context]]
words = "лампа"
steps = [{ needs = "свет" }]
default = "reject"
reason = "any"
"""


def findings(folder: Path, text: str) -> list[tuple[str, str, str]]:
    file = folder / "own.toml"
    file.write_text(text, "utf-8")
    return [(row.kind, row.where, row.what) for row in check_lexicon(file).rows]


def changed(old: str, new: str) -> str:
    assert old in SOUND
    return SOUND.replace(old, new)


def test_of_a_sound_file_there_is_nothing_to_tell(tmp_path: Path) -> None:
    assert findings(tmp_path, SOUND) == []


@pytest.mark.parametrize(
    ("text", "kind", "where", "what"),
    [
        (changed("1920/1930", "twenties"), "error", "lamp.period", "'twenties' is not a period"),
        (changed("1920/1930", "1930/1920"), "error", "lamp.period", "1930/1920 runs backwards"),
        (changed('words = "лампа"', 'words = "свеча"'), "error", "lamp.context.words", "'свеча' is no form of it"),
        (changed('words = "лампа"', 'words = ""'), "error", "lamp.context 1.words", "is empty"),
        (changed('needs = "свет"', 'needs = ""'), "error", "lamp.context 1.steps", "a step without words"),
        (changed('related = "kulak"', 'related = "candle"'), "error", "lamp.related", "there is no concept 'candle'"),
        (changed('family.en = "lamp"', 'family.en = ""'), "error", "lamp.family.en", "is empty"),
        (changed('family.en = "lamp"\n', ""), "hint", "lamp.family.en", "has no English words"),
        (changed('family.ru = "лампа"', 'family.ru = "лампа, лaмпочка"'), "error", "lamp.family.ru", "mixes Latin"),
        (changed('family.ru = "лампа"', 'family.ru = "лампа, lantern"'), "error", "lamp.family.ru", "is not Russian"),
        (changed("(имени)", "№7"), "error", "lamp.forms.ru", "matches nothing: a text has it as лампочка | № | 7"),
        (changed('family.ru = "лампа"', 'family.ru = "лампа, голая лампа"'), "hint", "lamp.family.ru", "is a phrase"),
        (changed('family.ru = "лампа"', 'family.ru = "лампа, бздукля"'), "hint", "lamp.family", "«бздукля» is not in"),
        (changed('needs = "свет"', 'needs = "свет, lampsterly"'), "hint", "lamp.context", "«lampsterly» is not a word"),
        (
            changed('family.ru = "лампа"', 'family.ru = "лампа, смычка"'),
            "error",
            "lamp",
            "«смычка» is a form of smychka",
        ),
    ],
)
def test_a_slip_is_told(tmp_path: Path, text: str, kind: str, where: str, what: str) -> None:
    ((found_kind, found_where, found_what),) = findings(tmp_path, text)

    assert (found_kind, found_where) == (kind, where)
    assert what in found_what


def test_a_string_shared_with_a_neighbor_is_in_order(tmp_path: Path) -> None:
    assert findings(tmp_path, changed('family.ru = "лампа"', 'family.ru = "лампа, кулачество"')) == []


def test_two_concepts_of_the_file_are_held_against_each_other_once(tmp_path: Path) -> None:
    second = changed("[lamp]", "[bulb]").replace("lamp.context", "bulb.context").replace('family.en = "lamp"\n', "")

    told = [what for kind, _, what in findings(tmp_path, SOUND + second) if kind == "error"]

    assert len(told) == 3 and all("is a form of" in what for what in told)


def test_a_concept_that_replaces_a_shipped_one_is_not_held_against_it(tmp_path: Path) -> None:
    own = SOUND.replace("lamp.context", "smychka.context").replace("[lamp]", "[smychka]")
    assert findings(tmp_path, own.replace('family.ru = "лампа"', 'family.ru = "лампа, смычка"')) == []


def test_every_concept_is_looked_at_after_a_mistake(tmp_path: Path) -> None:
    broken = changed("[lamp]", "[bad]").replace("lamp.context", "bad.context").replace("1920/1930", "x")

    told = findings(tmp_path, broken + changed('family.en = "lamp"', 'family.en = ""'))

    assert [where for _, where, _ in told] == ["bad.period", "lamp.family.en"]


def test_what_is_no_toml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="not a sound TOML file"):
        findings(tmp_path, "[lamp\n")


@pytest.mark.slow
def test_the_shipped_lexicon_stands_its_own_check() -> None:
    import sovnlp.lexicon as lexicon

    for file in sorted((Path(lexicon.__file__).parent / "concepts").glob("*.toml")):
        assert [row for row in check_lexicon(file).rows if row.kind == "error"] == [], file.name


def test_the_command_prints_a_line_for_each_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "own.toml"
    file.write_text(changed("1920/1930", "1930/1920"), "utf-8")

    with pytest.raises(SystemExit) as end:
        main(["lexicon", "check", str(file)])

    printed = capsys.readouterr()
    assert end.value.code == 1
    assert printed.out == "error: lamp.period: 1930/1920 runs backwards (write the earlier year first)\n"
    assert "1 error, 0 hints in own.toml." in printed.err
