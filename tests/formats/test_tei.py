"""TEI as ParlaMint has it, any other, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.document import Document, Source
from sovnlp.errors import SourceError
from sovnlp.formats.tei import extract
from sovnlp.reading import read_source

SPACE = 'xmlns="http://www.tei-c.org/ns/1.0"'
PARLAMINT = f"""<?xml version="1.0" encoding="UTF-8"?>
<TEI {SPACE} xml:lang="ru" xml:id="zaozersk-1931">
 <teiHeader>
  <fileDesc>
   <titleStmt><title type="sub">Лист</title><title type="main">Пленум Заозерского горкома</title></titleStmt>
   <publicationStmt><idno type="URI">https://example.org/plenum</idno></publicationStmt>
   <sourceDesc><msDesc><msIdentifier><repository>ЦАЗ</repository><idno type="fond">17</idno>
    <idno type="opis">2</idno><idno type="delo">612</idno></msIdentifier></msDesc>
    <bibl><date when="1950-01-01"/></bibl></sourceDesc>
  </fileDesc>
  <profileDesc>
   <settingDesc><setting><date when="1931-03-02T10:00:00">2 марта</date></setting></settingDesc>
   <textClass><catRef target="#genre-stenogram"/></textClass>
   <particDesc><listPerson><person xml:id="LugovayaM"><persName><forename>Мария</forename>
    <surname>Луговая</surname></persName></person></listPerson></particDesc>
   <langUsage><language ident="ru">русский</language></langUsage>
  </profileDesc>
 </teiHeader>
 <text><body>
  <pb n="5"/>
  <div type="debateSection">
   <head>Утреннее заседание</head>
   <note type="time">Заседание открыто в 10 часов.</note>
   <note type="speaker">Осинкин (председатель).</note>
   <u who="#OsinkinP" ana="#chair"><seg>Товарищи, <gap reason="inaudible"/> дров нет.</seg>
    <kinesic type="applause"><desc>(Аплодисменты.)</desc></kinesic>
    <seg>Слово имеет <pb n="6"/>Луговая.</seg></u>
   <u who="#LugovayaM"><seg>Мост<note n="1">Так в тексте.</note> цел.
     <vocal type="interruption"><desc>Голос с места. Неправда!</desc></vocal> Он цел.</seg></u>
  </div>
 </body></text>
</TEI>""".encode()


def document(data: bytes) -> Document:
    (found,) = read_source(Source("x.xml", "x.xml", "tei", data, "0"))
    assert isinstance(found, Document)
    return found


def test_parlamint() -> None:
    read = document(PARLAMINT)
    said = [(s.kind, s.turn, s.speaker, s.editorial, s.page, read.text[s.start : s.stop]) for s in read.segments]
    assert said == [
        ("heading", None, None, False, "5", "Утреннее заседание"),
        ("note", None, None, True, "5", "Заседание открыто в 10 часов."),
        ("heading", None, None, True, "5", "Осинкин (председатель)."),
        ("speech", 1, "Осинкин (председатель)", False, "5", "Товарищи,"),
        ("note", 1, None, True, "5", "[…]"),
        ("speech", 1, "Осинкин (председатель)", False, "5", "дров нет."),
        ("stage", 1, None, False, "5", "(Аплодисменты.)"),
        ("speech", 1, "Осинкин (председатель)", False, "5", "Слово имеет Луговая."),
        ("speech", 2, "Мария Луговая", False, "6", "Мост1 цел."),
        ("note", 2, None, True, "6", "1 Так в тексте."),
        ("interjection", 2, None, False, "6", "Голос с места. Неправда!"),
        ("speech", 2, "Мария Луговая", False, "6", "Он цел."),
    ]
    assert [s.speaker_id for s in read.segments if s.kind == "speech"][::3] == ["OsinkinP", "LugovayaM"]
    assert (read.title, read.genre, read.language) == ("Пленум Заозерского горкома", "stenogram", "ru")
    assert read.date and (read.date.edtf, read.date.kind) == ("1931-03-02", "spoken")
    assert read.reference == "ЦАЗ. Ф. 17. Оп. 2. Д. 612"
    assert read.url == "https://example.org/plenum"
    assert not read.problems


def test_words_that_say_which_are_joined() -> None:
    body = """<u who="#A"><seg><s>
      <pc join="right">(</pc>
      <name type="PER"><w lemma="мост" join="right">Мост</w></name>
      <pc>,</pc>
      <w>цел</w></s>
      <s><w join="right">Да</w><pc>.</pc></s></seg></u>"""
    text = f"<TEI {SPACE}><text><body><div>{body}</div></body></text></TEI>"
    assert document(text.encode()).text == "(Мост, цел Да."


@pytest.mark.parametrize(
    ("markup", "text", "apart"),
    [
        ("<p>Хлеба<lb/>нет</p><p>и не будет</p>", "Хлеба нет\nи не будет", []),
        ('<p>коллек<lb break="no"/>тив</p>', "коллектив", []),
        ("<p><choice><sic>харашо</sic><corr>хорошо</corr></choice>!</p>", "харашо!", []),
        ("<p><choice><abbr>т.</abbr><expan>товарищ</expan></choice> Осин</p>", "т. Осин", []),
        ("<p><choice><abbr>т-щ</abbr><expan>т<ex>овари</ex>щ</expan></choice> Осин</p>", "товарищ Осин", []),
        ("<p>Мост <supplied>был</supplied> цел</p>", "Мост был цел", ["был"]),
        ("<p>Мост ц<supplied>ел</supplied></p>", "Мост цел", []),
        ("<list><item>Раз</item><item>Два</item></list>", "Раз\nДва", []),
        ("<table><row><cell>Дрова</cell><cell>5</cell></row></table>", "Дрова 5", []),
        ("<p>Да<note>Так.</note> и нет.</p>", "Да и нет.\nТак.", ["Так."]),
    ],
)
def test_plain_tei(markup: str, text: str, apart: list[str]) -> None:
    (found,) = extract(f"<TEI><teiHeader/><text><body><div>{markup}</div></body></text></TEI>".encode())
    assert found.text == text
    assert [found.text[s.start : s.stop] for s in found.apart] == apart
    assert not found.segments


def test_a_play_of_turns() -> None:
    body = "<sp who='#o'><speaker>ОСИН.</speaker><p>Мост цел?</p><stage>(Смех.)</stage></sp><p>Все встают.</p>"
    read = document(f"<TEI><text><body>{body}</body></text></TEI>".encode())
    assert [(s.kind, s.turn, s.speaker) for s in read.segments] == [
        ("heading", None, None), ("speech", 1, "ОСИН"), ("stage", 1, None), ("paragraph", None, None)
    ]  # fmt: skip


def test_a_corpus_of_several() -> None:
    header = "<teiHeader><fileDesc><titleStmt><title>{0}</title></titleStmt></fileDesc></teiHeader>"
    one = f"<TEI>{header}<text><body><p>{{0}}</p></body></text></TEI>"
    found = extract(f"<teiCorpus><teiHeader/>{one.format('Раз')}{one.format('Два')}</teiCorpus>".encode())
    assert [(text.metadata["title"], text.text) for text in found] == [("Раз", "Раз"), ("Два", "Два")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<FictionBook><body/></FictionBook>", ".fb2"),
        (b"<html><body>x</body></html>", ""),
        (b"no markup", "no TEI"),
        (b'<teiCorpus xmlns:xi="x"><teiHeader/><xi:include href="a.xml"/></teiCorpus>', "only a header"),
        (b'<!DOCTYPE TEI [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><TEI><text>&b;</text></TEI>', "entities"),
    ],
)
def test_what_cannot_be_read(data: bytes, said: str) -> None:
    with pytest.raises(SourceError) as error:
        extract(data)
    assert said in error.value.message + error.value.hint


def test_no_file_is_read_besides() -> None:
    data = b'<!DOCTYPE TEI SYSTEM "file:///etc/passwd"><TEI><text><body><p>Yes</p></body></text></TEI>'
    assert [text.text for text in extract(data)] == ["Yes"]


def test_a_file_that_breaks_off() -> None:
    (found,) = extract("<TEI><text><body><p>Мост цел.</p><p>Дрова".encode())
    assert found.text == "Мост цел.\nДрова"
    assert found.problems[0].what == "the file breaks off"


def test_half_a_surrogate_pair_is_no_character() -> None:
    (found,) = extract(b"<TEI><text><body><p>a&#xd800;b&#56832;c</p></body></text></TEI>")
    assert found.text == "a\ufffdb\ufffdc"


@pytest.mark.parametrize(
    "piece",
    ["<TEI><text><body>a", "<person><persName>x", "<supplied>x", "<sp><speaker>x", "<note>x", "<choice><expan>x"],
)
def test_what_lies_within_itself_is_read_once(piece: str) -> None:
    found = extract(("<TEI><text><body>" + piece * 900).encode())
    assert len(found) == 1
    assert len(found[0].text) < 5_000


def test_a_choice_of_many() -> None:
    many = "<choice>" + "<sic>x</sic><corr>y</corr>" * 5_000 + "</choice>"
    (found,) = extract(f"<TEI><text><body><p>{many}</p></body></text></TEI>".encode())
    assert found.text == "x" * 5_000


PIECES = st.sampled_from(
    [*PARLAMINT.decode().split("\n"), "<u>", "</u>", "<note type='speaker'>", "<pb/>", "<w join='right'>", "<choice>",
     "<g type='character' n='U+D800'/>", "<seg ana='#kind-speech'>", "</seg>", '<body xml:space="preserve">', "x"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("\n".join))
def test_whatever_comes(inside: str) -> None:
    data = f"<TEI><text><body>{inside}</body></text></TEI>".encode()
    for found in read_source(Source("x.xml", "x.xml", "tei", data, "0")):
        if isinstance(found, Document):
            reached = 0
            for segment in found.segments:
                assert reached <= segment.start < segment.stop <= len(found.text)
                assert not found.text[reached : segment.start].strip()
                reached = segment.stop
            assert not found.text[reached:].strip()
