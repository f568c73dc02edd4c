"""What is set apart as not the source's own words, and what is left to the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sovnlp.document import Extract, Segment
from sovnlp.text.editorial import find, mask, weave


def apart(text: str) -> list[str]:
    return [text[segment.start : segment.stop] for segment in find(Extract(text))]


PROSE = (
    "Артель везла лес по реке до самой осени и не знала, что мост уже снесло водой, а новый ещё никто не начинал "
    "ставить; об этом говорили на сходе дважды, но протокола не вели, и потому ни один из плотников не может теперь "
    "сказать, кто распорядился гнать плоты ниже устья, где их и разбило о сваи старой мельницы в ту же самую ночь, "
    "когда сторож ушёл в село за керосином и вернулся только под утро следующего дня с пустым бидоном и без шапки, "
    "которую, по его словам"
)
HEAD = "Записки о реке"

FOUND = {
    "marks in brackets": ("Мост[3] снесло [12].", ["[3]", "[12]"]),
    "raised marks": ("Мост снесло¹, плоты² целы.", ["¹", "²"]),
    "notes under a rule": (
        "Подвоз дров1 прекращён.\n\n_______________\n1 Так в документе.\n2 Дрова сплавные.",
        ["_______________", "1 Так в документе.", "2 Дрова сплавные."],
    ),
    "notes under a heading": (
        "Плоты пришли.1 Лес цел.2\n\nПримечания\n\n1. Два плота.\n2. Кроме ольхи.",
        ["Примечания", "1. Два плота.", "2. Кроме ольхи."],
    ),
    "a note of two paragraphs": (
        "Rafts came.1 Timber is whole.2\n\nNotes\n\n1. Two rafts.\nOne of them burnt.\n2. But for alder.",
        ["Notes", "1. Two rafts.", "One of them burnt.", "2. But for alder."],
    ),
    "a note of two lines": (
        "Плоты пришли.[1]\n\n[1] Плоты вязали в два ряда по двенадцать\nбрёвен.\n\nЛес цел.",
        ["[1]", "[1] Плоты вязали в два ряда по двенадцать", "брёвен."],
    ),
    "textual notes": ("Колодец обвалился1*.\n1* Опущено описание ворота.", ["1* Опущено описание ворота."]),
    "notes at the end": ("Плоты1 пришли.\nЛес2 цел.\n1 Два плота.\n2 Сосна.", ["1 Два плота.", "2 Сосна."]),
    "notes with their page": (
        f"{PROSE} –\nМельница Сухой реки стояла ниже устья с 1911 года и сгорела. – 15 .\nпропала.\n"
        "Сход собирался раз в неделю, по пятницам, в избе сторожа. – 16.",
        [
            "Мельница Сухой реки стояла ниже устья с 1911 года и сгорела. – 15 .",
            "Сход собирался раз в неделю, по пятницам, в избе сторожа. – 16.",
        ],
    ),
    "editors' brackets": (
        "Лугов [Так в тексте. — Ред.] молчал. [Помета: Полев: читал.] Дальше [неразборчиво].",
        ["[Так в тексте. — Ред.]", "[Помета: Полев: читал.]", "[неразборчиво]"],
    ),
    "editors' round brackets": (
        "Лугов (так в рукописи. — Ред.) молчал (и правильно).",
        ["(так в рукописи. — Ред.)"],
    ),
    "cuts": ("Лугов <...> молчал /…/ и [...] ушёл.", ["<...>", "/…/", "[...]"]),
    "tags": ("<p>Лугов молчал.</p>", ["<p>", "</p>"]),
    "stamps": ("[Штамп: ДОЛОЖЕНО]\nСЕКРЕТНО\nЛодка течёт.", ["[Штамп: ДОЛОЖЕНО]"]),
    "archive line": (
        "Лодка течёт.\nГАРФ. Ф. 9999. Оп. 9. Д. 99. Л. 9–10 об. Копия.\nСмолы нет.",
        ["ГАРФ. Ф. 9999. Оп. 9. Д. 99. Л. 9–10 об. Копия."],
    ),
    "print line": (
        "Лодка течёт.\nОпубликовано: Вымышленный сборник. С. 9.",
        ["Опубликовано: Вымышленный сборник. С. 9."],
    ),
    "newspaper at the end": ("Мост готов.\n«Правда» № 999, 3 марта 1930 г.", ["«Правда» № 999, 3 марта 1930 г."]),
    "certified": ("Лодка течёт.\nВерно: Секретарь Осинкин", ["Верно: Секретарь Осинкин"]),
    "page by name": (f"{PROSE}\npage 631\nпропала.", ["page 631"]),
    "page numbers": (
        f"{PROSE}\n14\nпропала. {PROSE}\n15\nпропала. {PROSE}\n— 16 —\nпропала.",
        ["14", "15", "— 16 —"],
    ),
    "running heads": (
        f"{PROSE}\n14\n{HEAD}\nпропала. {PROSE}\n15\n{HEAD}\nпропала. {PROSE}\n16\n{HEAD}\nпропала.",
        ["14", HEAD, "15", HEAD, "16", HEAD],
    ),
    "heads with numbers": (
        f"{PROSE}\n14 {HEAD}\nпропала. {PROSE}\n16 {HEAD}\nпропала. {PROSE}\n18 {HEAD}\nпропала.",
        [f"14 {HEAD}", f"16 {HEAD}", f"18 {HEAD}"],
    ),
    "head of a file": (
        "Title: Oars\nURL: http://example.org/oars\n==========\nOars are dear.",
        ["Title: Oars", "URL: http://example.org/oars", "=========="],
    ),
}

LEFT = {
    "letters supplied within a word": "в 13 ч<асов>, лодка к[онтора], [в]месте",
    "a word supplied in a sentence": "Пришёл <в> марте, и <он> молчал.",
    "numbered points": "Правление1 решило:\n1. Обязать всех.\n2. Сдать вёдра.\n3) Закрыть лавку.",
    "points after a heading": "ПОСТАНОВЛЕНИЕ\n____________\n1. Обязать всех сдать вёдра.\n2. Закрыть лавку.",
    "note to an article": "Ст. 1. Вёдра сдать.\nПримечание.\nСтарые вёдра не сдаются.\nСт. 2. Лавку закрыть.",
    "remarks of the hall": "Лодка готова. (Смех.) Будет вторая. [Аплодисменты.] (Голос с места. Когда?) [Шум в зале]",
    "days": "Отчёт.\n31 июня 1938 г.\n5 Рыбных дней в месяц",
    "amounts": "Сдано:\nПшеница 12\nРожь 14\nОвёс 15",
    "areas": "Площадь склада 12 м², двор 3 км².",
    "chapters": f"1\n{PROSE}.\n2\n{PROSE}.\n3\n{PROSE}.\n4\n{PROSE}.",
    "table": "1\n2\n3\n4\n5\n6",
    "assent": "Верно: плоты пришли!\nЛуговой: Верно.",
    "a case cited in a sentence": "Справка о том, что лес по делу ГАРФ. Ф. 9. Оп. 9. Д. 9 отпущен артели, " + PROSE,
    "links": "Как [http://example.org/a сообщает] газета, [мост](http://example.org/b) снесло.",
    "secrecy": "СОВЕРШЕННО СЕКРЕТНО\nКопия.\nТов. Луговому.",
    "gazette": "Заозерск. № 9.\nОпубликовано в № 99 Известий Заозерского совета.\nВёдра сдать всем.\nКонец.\nДа.",
}


@pytest.mark.parametrize("case", FOUND)
def test_is_set_apart(case: str) -> None:
    text, expected = FOUND[case]
    assert apart(text) == expected


@pytest.mark.parametrize("case", LEFT)
def test_is_left_to_the_source(case: str) -> None:
    assert apart(LEFT[case]) == []


def test_what_a_format_marked_is_kept() -> None:
    marked = (Segment("note", 0, 4, editorial=True, page="7"),)
    assert find(Extract("Лист. Мост[3].", apart=marked))[0] == marked[0]
    assert find(Extract("Мост[3].", segments=(Segment("speech", 0, 8),))) == ()


def test_page_numbers_are_headings() -> None:
    assert [segment.kind for segment in find(Extract("page 12\nМост[3]."))] == ["heading", "note"]


@given(
    st.lists(
        st.sampled_from(
            [*"[]<>()*_—–-.:/ \n1239аБz", "Ред.", "Примечания\n", "\n1 Так в документе", "Ф. 9. Оп. 9. Д. 9", "дров1 "]
        )
        | st.text(max_size=5),
        max_size=60,
    ).map("".join)
)
def test_any_text_gives_ordered_trimmed_spans_and_masks_to_its_length(text: str) -> None:
    found = find(Extract(text))
    reached = 0
    for segment in found:
        assert reached <= segment.start < segment.stop <= len(text)
        assert text[segment.start : segment.stop] == text[segment.start : segment.stop].strip()
        assert segment.editorial
        reached = segment.stop
    assert len(mask(text, found)) == len(text)
    whole = [Segment("paragraph", 0, len(text))] if text.strip() else []
    woven = list(weave(text, whole, found))
    assert "".join("".join(text[s.start : s.stop].split()) for s in woven) == "".join(text.split())


def test_the_mark_of_a_note_does_not_cut_a_sentence() -> None:
    text = "В прошлый год[3] мост [так!] снесло[4]"
    apart = [Segment("note", start, stop, editorial=True) for start, stop in ((13, 16), (22, 28), (35, 38))]
    woven = list(weave(text, [Segment("speech", 0, 35, 1)], apart))
    assert [(s.kind, s.turn, text[s.start : s.stop]) for s in woven] == [
        ("speech", 1, "В прошлый год[3] мост"),
        ("note", 1, "[так!]"),
        ("speech", 1, "снесло"),
        ("note", 1, "[4]"),
    ]
