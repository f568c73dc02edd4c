"""A genre is named where its marks are plain, and not elsewhere."""

from __future__ import annotations

import pytest

from sovnlp.text.genres import recognize

CASES = [
    ("ПРОТОКОЛ ДОПРОСА\nВОПРОС: Где?\nОТВЕТ: За рекой.", "interrogation"),
    ("Record of interrogation\nQuestion: Where?\nAnswer: There.\nQuestion: When?\nAnswer: Then.", "interrogation"),
    ("Следователь: Вы знакомы?\nОсинкин: Да.\nСледователь: Давно?\nОсинкин: С весны.", "interrogation"),
    ("ЛУГОВОЙ. Начнём.\nОСИНКИН. Да.\nЛУГОВОЙ. Итак.\nОСИНКИН. Нет.", "stenogram"),
    (
        "THE PRESIDENT: Accused?\nOsinkin: Yes.\nTHE PRESIDENT: The accused may sit.\nOsinkin: The accused sits.",
        "trial",
    ),
    ("Информационная сводка № 12 Заозерского губотдела ОГПУ\nДороги размыты.", "svodka"),
    ("Секретно\nСВОДКА\nЗаозерского исполкома\nДороги размыты.", "svodka"),
    ("СПЕЦСВОДКА\nДороги размыты.", "svodka"),
    ("ПОСТАНОВЛЕНИЕ Заозерского исполкома\n1. Починить мост.\n2. Вывезти дрова.", "decree"),
    ("DECREE of the Soviet\nArticle 1. Mend the bridge.\nArticle 2. Cart the wood.", "decree"),
    ("Докладная записка начальника дистанции\nМосты размыты.", "svodka"),
    ("Начальнику депо\nот Л. Камышева\nДОКЛАДНАЯ ЗАПИСКА\nПрошу дров.", "letter"),
    ("MEMORANDUM\non the bridges\nThere are two.", "svodka"),
    ("Special report on the bridges of Zaozersk\nThere are two.", "svodka"),
    ("Выписка из протокола № 5 заседания бюро Заозерского райкома\nОтпустить 40 пудов ржи.", "decree"),
    ("Council of People’s Commissars\nOn Firewood\n1. Cart it.\n2. Count it.", "decree"),
    ("Zaozersk Executive Committee\n\nThe bridge is gone, and the Committee decides:\nto mend it.", "decree"),
    ("Снег сошёл, и Совет (т.е. СНК и ЦК) молчит.\n1) Мост.\n2) Дрова.", "plain"),
    ("Document 7\n\nLetter from L. Kamyshev on firewood\n\nThere is none.", "letter"),
    ("Луговой, Полевой — Осинкину 3 мая 1931 г.\nДров нет.", "letter"),
    ("Lugovoi. ...No.\nVoice. What?\nPolevoi. Yes.\nLugovoi. When?\nOsinkin. Now.\nPolevoi. Here.", "stenogram"),
    ("Здравствуй дорогой сыночек Ваня, кланяется тебе мать. Дров нет, и моста нет.", "letter"),
    ("В редакцию газеты «Фонарь» от ямщика Камышева\nПрошу напечатать про мост.", "letter"),
    ("Въ Заозерскій Отдѣлъ\nучителя Камышева\n\nПРОШЕНІЕ\n\nПрошу починить мостъ.", "letter"),
    ("«ФОНАРЬ»\nСтенная газета депо. № 9. 7 ноября 1924 г.\nМост размыт.", "newspaper"),
    ("HARBOUR LAMP\nNo. 268. Zaozersk, Sunday, November 24, 1935. Price 10 kopeks\nThe bridge is gone.", "newspaper"),
    ("Мост и лодка\nЗаозерская новь. 1931. № 139. 18 июня. С. 2.\nМост размыт.", "newspaper"),
    ("Осень. Дождь.\nЗима. Снег.\nВесна. Дождь.\nЛето. Сушь.", "plain"),
    ("5/VI 32 г.\nЗдравствуйте, т. Осинкин!\nДров нет.", "letter"),
    ("О мостах. Сколько показаний ни собирай, а мост размыт, и дров нет. " * 3, "plain"),
    ("Ответ товарищам из депо\nДрова есть.", "letter"),
    ("Speech by L. Lugovoi\nThere is no firewood.", "speech"),
    ("ТРЕТИЙ ДЕНЬ ПРОЦЕССА\nДопрошен обвиняемый Камышев, подсудимый молчит.", "trial"),
    ("Дорогой товарищ Луговой!\nДороги размыты.", "letter"),
    ("ЗАЯВЛЕНИЕ\nПрошу починить мост.", "letter"),
    ("О ходе сева\nРечь на собрании в депо\nТоварищи!", "speech"),
    ("Speech delivered at the Depot\nComrades!", "speech"),
    ("Дороги размыты, и подвоз дров прекратился.", "plain"),
    ("В письме стоял вопрос: где дрова? И ответ: за рекой. " * 3, "plain"),
    ("", "plain"),
    ("BОПРОС: Кто?\nOTBET: Никто.\nВОПРОС. Где?\nОТВЕТ. Там.", "interrogation"),
    ("В.: Кто?\nО.: Никто.\nВ.: Где?\nО.: Там.", "interrogation"),
    ("ЛУГОВОЙ - ОСИНКИНУ\nКниги получил, калоши нет.", "letter"),
    (
        "В Заозерский исполком\nот Л. Камышева\nМеня спросили: Вопрос: Кто? Ответ: Никто. Вопрос: Где? Ответ: Там.",
        "letter",
    ),
    ("Ответ на записки\nДрова есть, подвоза нет.\nС товарищеским приветом\nЛ. Луговой", "letter"),
    ("Об очередных задачах\nИз доклада на активе\nЛес есть.\nС приветом\nЛ. Луговой", "speech"),
]
TITLES = [
    (
        "Спецсообщение Л. Лугового Р. Полевому с приложением протокола допроса",
        "ПРОТОКОЛ ДОПРОСА\nЛ. Камышева",
        "interrogation",
    ),
    ("Спецсообщение Л. Лугового Р. Полевому с приложением протокола допроса", "Направляю протокол.", "letter"),
    ("Письмо К. Рогоза с приложением показаний о складе", "Прилагаю показания.", "letter"),
    ("Прошения Л. Камышева о помиловании", "Прошу о помиловании.", "letter"),
    ("Стенограмма очной ставки Камышева и Осинкина", "Начато в 12 часов.", "interrogation"),
    ("Kamyshev interrog. 05.25.39", "— Где вы были?", "interrogation"),
    ("The Case of Kamyshev - Interrogation of accused Kamyshev, Evening Session", "Where was the wood?", "trial"),
    ("Запись разговоров по объекту", "Холодно.", "stenogram"),
    ("Черновые варианты последнего слова Л. Камышева", "Граждане судьи!", "speech"),
    ("Дневник смотрителя", "Мост починен.", "plain"),
    ("Speech by L. Lugovoi", "Polevoi (presiding). Comrade Lugovoi has the floor.\nLugovoi. No.", "stenogram"),
    ("Докладная записка ИНФО ОГПУ о дровах", "Дров нет.", "svodka"),
    ("Спецсообщение НКВД о дровах", "Секретарю т. Луговому\nДров нет.", "svodka"),
    ("Из протокола № 5 заседания президиума исполкома", "Отпустить дрова.", "decree"),
]


@pytest.mark.parametrize(("text", "genre"), CASES)
def test_genre(text: str, genre: str) -> None:
    assert recognize(text) == genre


@pytest.mark.parametrize(("title", "text", "genre"), TITLES)
def test_genre_by_title(title: str, text: str, genre: str) -> None:
    assert recognize(text, title) == genre
