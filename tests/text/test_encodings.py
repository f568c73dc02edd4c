"""Bytes in the encodings of the field come out right."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from sovnlp.errors import SourceError
from sovnlp.text.encodings import damage, decode

RUSSIAN = "Собрание рабочих депо «Заря» постановило: починить мост, а дрова вывезти до весны."
ENGLISH = "The depot’s committee “resolved” to mend the bridge at the café — before spring."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "windows-1251", "koi8-r", "cp866"])
@pytest.mark.parametrize(
    "text", [RUSSIAN.replace("«", "").replace("»", ""), "Починить мост у реки", "ПОЧИНИТЬ МОСТ У РЕКИ"]
)
def test_russian(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == (text, encoding)


def test_marks_are_obeyed_and_dropped() -> None:
    assert decode(codecs.BOM_UTF8 + RUSSIAN.encode())[0] == RUSSIAN
    assert decode(RUSSIAN.encode("utf-16")) == (RUSSIAN, "utf-16")
    assert decode(codecs.BOM_UTF16_BE + RUSSIAN.encode("utf-16-be"))[0] == RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-16-le", "windows-1252"])
def test_english(encoding: str) -> None:
    assert decode(ENGLISH.encode(encoding)) == (ENGLISH, encoding)


def test_line_ends() -> None:
    assert decode(b"a\r\nb\rc\n")[0] == "a\nb\nc\n"


def test_a_damaged_utf8_file_stays_utf8() -> None:
    text, encoding = decode(RUSSIAN.encode() + b"\xd0")
    assert encoding == "utf-8"
    assert text == RUSSIAN + "\ufffd"
    assert "1 character" in damage(text, encoding)[0].what


def test_an_encoding_that_is_named_is_obeyed() -> None:
    assert decode("мост".encode("koi8-r"), "windows-1251")[1] == "windows-1251"
    with pytest.raises(SourceError) as failure:
        decode(b"", "latin-99")
    assert failure.value.hint


@pytest.mark.parametrize("hint", ["utf-8", "koi8-r", "iso-8859-1", "nonsense", "hex"])
def test_a_false_hint_is_overruled(hint: str) -> None:
    assert decode(RUSSIAN.encode("windows-1251"), hint=hint)[0] == RUSSIAN


def test_real_texts_are_told_apart_by_fifty_letters() -> None:
    folder = Path(__file__).parents[2] / ".." / "shared" / "data" / "sources" / "ru"
    if not folder.is_dir():
        pytest.skip("the real texts (../shared/data/sources) are not here")
    right = total = 0
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text("utf-8").replace("\r", "")
        for start in range(0, len(text) - 70, 3_000):
            for encoding in ("windows-1251", "koi8-r", "cp866"):
                data = text[start : start + 70].encode(encoding, "ignore")
                total += 1
                right += decode(data)[0] == data.decode(encoding)
    assert right >= 0.99 * total > 100
