"""What a line is shows by its own looks; papers in one file come apart where one closes and another opens."""

from __future__ import annotations

import pytest

from sovnlp.text.letterhead import classify, documents, paper

LINES = [
    ("СОВЕРШЕННО СЕКРЕТНО.", "stamp"),
    ("Сов<ершенно> секретно.", "stamp"),
    ("TOP SECRET", "stamp"),
    ("ЛИЧНО", "urgency"),
    ("№ 55681", "number"),
    ("СЕКРЕТАРЮ ОБКОМА –", "addressee"),
    ("тов. ПОЛЕВОМУ.", "addressee"),
    ("Наркомвнуделу", "addressee"),
    ("В Президиум Заозерского совета", "addressee"),
    ("В Заполье мост починен, и дороги просохли.", "body"),
    ("от Л.К. Камышева", "sender"),
    ("От дождей лодки сгнили.", "body"),
    ("Прошение", "title"),
    ("Заявление моё до сих пор не рассмотрено.", "body"),
    ("7.II.37 г.", "date"),
    ("26/IV (1937)", "date"),
    ("Заполье, 14-III-38 г.", "date"),
    ("2. БЕРЕГОВОЙ А.А. от 29/X-1935 г.", "body"),
    ("Дорогой Роман Романович!", "salutation"),
    ("С коммунистическим приветом", "closing"),
    ("Ваш Л. Камышев", "closing"),
    ("Ваш ответ от июня получил.", "body"),
    ("Николай КАМЫШЕВ", "name"),
    ("(Г. РОДИН)", "name"),
    ("НАЧ. УПРАВЛЕНИЯ", "office"),
    ("ПО ЗАОЗЕРСКОЙ ОБЛАСТИ (П. ЛУГОВОЙ)", "office"),
    ("Председатель нас не слушает.", "body"),
    ("Записано с моих слов правильно, мне прочитано.", "recorded"),
    ("ДОПРОСИЛ:", "recorded"),
    ("Верно. Я там был.", "body"),
    ("ПРОТОКОЛ ДОПРОСА", "protocol"),
    ("ГАРФ. Ф. 9999. Оп. 9. Д. 9. Л. 8. Автограф.", "archive"),
    ("«Заозерская правда» № 40, 10 февраля 1930 г.", "print"),
    ("[Помета: Читал.]", "resolution"),
    ("P.S. Жена больна.", "postscript"),
]


@pytest.mark.parametrize(("line", "kind"), LINES)
def test_kind_of_a_line(line: str, kind: str) -> None:
    assert [found.kind for found in classify(line, 0, len(line))] == [kind]


def test_a_signature_in_the_middle_divides_nothing() -> None:
    text = "В исполком\nПрошу починить мост.\nПод прошением стояло:\nЛ. Камышев\nБольше никто не подписал.\nО. Ивняк"
    assert len(documents(text, classify(text, 0, len(text)))) == 1


def test_what_head_and_foot_say() -> None:
    text = "СЕКРЕТНО\nНаркомвнуделу\nР. Полевому\nПрошу о свидании.\nНАЧ. СКЛАДА (Л. КАМЫШЕВ)\n3 мая 1936 г.\n№ 7"
    found = paper(text, classify(text, 0, len(text)))
    assert found.metadata == {
        "addressee": "Наркомвнуделу Р. Полевому",
        "author": "Л. КАМЫШЕВ",
        "secrecy": "СЕКРЕТНО",
        "number": "7",
    }
    assert found.date is not None and found.date.edtf == "1936-05-03"
