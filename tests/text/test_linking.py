"""Which person, body or place a name means, on the authority lexicon that comes with sovnlp."""

from __future__ import annotations

import pytest

from sovnlp.lexicon.authority import load_authority
from sovnlp.lexicon.surnames import load_surnames
from sovnlp.text.known_names import known_names
from sovnlp.text.linking import Mention, linker


def person(text: str, lemma: str = "") -> Mention:
    return Mention("PER", text, lemma or text.lower())


def ids(*mentions: Mention, since: str | None = None, until: str | None = None) -> list[str]:
    return [link.id for link in linker().link(mentions, since=since, until=until)]


@pytest.mark.parametrize(
    "printed", ["Зиновьева", "ЗИНОВЬЕВУ", "Zinoviev", "Zinov'ev", "G. E. Zinoviev", "Г.Е. Зиновьев", "Зиновьев Г. Е."]
)
def test_one_person_in_every_spelling(printed: str) -> None:
    assert ids(person(printed)) == ["zinoviev_grigory"]


def test_initials_decide_between_namesakes() -> None:
    assert ids(person("И. Н. Смирнов"), person("В. М. Смирнов")) == ["smirnov_ivan", "smirnov_vladimir"]
    (link,) = linker().link([person("Смирнов")])
    assert not link.listed and {"smirnov_ivan", "smirnov_vladimir"} <= set(link.among)


def test_the_document_says_whom_a_bare_surname_means() -> None:
    assert ids(person("Смирнова", "смирнов"), person("И. Н. Смирнов", "и . н . смирнов")) == ["smirnov_ivan"] * 2
    assert (
        ids(person("Зиновьев"), person("В. П. Зиновьев"))[0] == ids(person("В. П. Зиновьев"))[0] != "zinoviev_grigory"
    )


def test_foremost_and_common() -> None:
    assert ids(person("Каменев")) == ["kamenev_lev"]
    (link,) = linker().link([person("Громов")])
    assert link.id == "~gromov" and "gromov_mikhail" in link.among
    assert set(load_surnames().foremost) <= set(load_authority().people)


def test_bodies_by_date_and_places_by_any_name() -> None:
    told = [ids(Mention("ORG", "НКВД", "нкво"), since=day, until=day) for day in ("1925-05-05", "1937-05-05")]
    assert told[0] != told[1]
    assert len({*ids(Mention("LOC", "Петрограде", "петроград"), Mention("LOC", "Leningrad", "leningrad"))}) == 1


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Пленум ЦК ВКП ( б ) открылся", ["ЦК ВКП ( б"]),
        ("Он сто раз говорил", []),
        ("Доклад СТО принят", ["СТО"]),
        ("Как Бессонов , а не он", ["Бессонов"]),
        ("in the U.S.S.R. today", ["U.S.S.R."]),
    ],
)
def test_known_names_in_a_sentence(sentence: str, found: list[str]) -> None:
    words = sentence.split()
    said = [" ".join(words[match.start : match.stop]) for match in known_names().find(words)]
    assert [name.rstrip(" )") for name in said] == found


def test_unlisted_names_share_a_key_in_both_scripts() -> None:
    assert ids(person("Ревякин")) == ids(person("Revyakin"))
