"""Titles: newspapers, journals and collections of laws that are known by name, and what stands around a title."""

from __future__ import annotations

import re

__all__ = ["DOCUMENT", "KNOWN", "LEAD", "PLACE", "TITLE", "nominative"]

_PERIODICALS = "|".join(
    (
        r"Правд[аеуы]",
        r"Извести[яйях]{1,2}(?: ЦИК(?: Союза ССР| СССР)?(?: и ВЦИК)?| ВЦИК| ЦК КПСС| ЦК ВКП\(б\)| ЦК РКП\(б\))?",
        r"Труд",
        r"Красная звезда",
        r"Комсомольская правда",
        r"Рабочая (?:газета|Москва)",
        r"Крестьянская газета",
        r"Беднота",
        r"Батрак",
        r"Гудок",
        r"Безбожник",
        r"Экономическая жизнь",
        r"За индустриализацию",
        r"Социалистическое земледелие",
        r"Вечерняя Москва",
        r"Литературная газета",
        r"Большевик",
        r"Коммунист",
        r"Партийное строительство",
        r"Социалистический вестник",
        r"Бюллетень оппозиции",
        r"Пролетарская революция",
        r"Красный архив",
        r"Исторический архив",
        r"Отечественные архивы",
        r"Отечественная история",
        r"Российская история",
        r"Вопросы истории(?: КПСС)?",
        r"[А-ЯЁ][а-яё]+(?:ая|ий|ое) (?:правда|рабочий|путь|коммуна|газета|знамя|звезда)",
        r"Pravda",
        r"Izvesti(?:a|ya|ia|ja|i?ia)",
        r"Trud",
        r"Kras?naya Zvezda|Krasnaia [Zz]vezda",
        r"Komsomol'?skai?y?a [Pp]ravda",
        r"The Militant",
        r"New International",
        r"Bulletin of the Opposition",
        r"Inprecorr|International Press Correspondence",
        r"Soviet Russia Today",
        r"Moscow (?:Daily )?News",
        r"Questions of [Hh]istory",
        r"Voprosy [Ii]storii",
        r"Bolshevik",
        r"Kommunist",
        r"Daily Worker",
        r"Labou?r Monthly",
    )
)
_LAWS = "|".join(
    (
        r"С(?:[УЗП]|\.\s?[УЗП]\.)(?: (?:РСФСР|СССР))?",
        r"Собр(?:\.|ание) [Уу]зак(?:\.|онений)(?: и распор(?:\.|яжений))?(?: (?:РСФСР|СССР))?",
        r"Собр(?:\.|ание) [Зз]ак(?:\.|онов)(?: и распор(?:\.|яжений))?(?: СССР)?",
        r"Собр(?:\.|ание) [Пп]ост(?:\.|ановлений)(?: СССР)?",
        r"Sobranie [Uu]zakonenii",
        r"Sobranie [Zz]akonov",
    )
)
_WORKS = r"(?:Collected )?Works|Полное собрание сочинений|Сочинения|Соч\.|ПСС|Writings of [A-Z]\w+ [A-Z]\w+"
KNOWN = re.compile(rf"(?:{_PERIODICALS}|{_LAWS})")
"""A periodical or collection that is known by its title."""
TITLE = re.compile(
    rf"(?:(?<!\w)(?:{_PERIODICALS}|{_LAWS}|{_WORKS})(?!\w)|«[^«»\n]{{2,80}}»|[“\"„][^“”\"„\n]{{2,80}}[”\"“])"
)
"""A title in running text: a known or a quoted one."""
PLACE = re.compile(
    r"(?<!\w)(?:М|Л|М\.[-–—]Л|СПб|Пг|Пб|Москва|Ленинград|Петроград|Киев|Харьков|Новосибирск|Париж|Берлин|Прага"
    r"|Moscow|London|New\sYork|Chicago|Glasgow|Peking|Berlin|Paris|People's\sCommissariat\sof\sJustice"
    r"|РОССПЭН|МФД|ОГИЗ|Госполитиздат|Политиздат|Наука|НКЮ(?:\sСССР)?|ROSSPEN|Politizdat)(?=\s?[.:,;)]|\s\d|$)"
)
"""A place of publication or a publisher."""
LEAD = re.compile(
    r"^[\s\[(.,;:–—-]*"
    r"(?:(?:[Оо]публ\.|[Оо]публикован[оа]?|[Рр]аспубликован[оа]?|[Пп]ечатается по|[Вв]перв\w+ опубликован\w*"
    r"|[Сс]м\.|[Ии]сточник|(?:A )?[Ss]ource|[Ff]irst [Pp]ublished|[Pp]ublished(?: in)?|[Тт]екст)\s?:?\s)?"
    r"(?:(?:в|in|по)\s)?(?:[Гг]азет[аеы]\s|[Жж]урнал[ае]?\s|[Гг]аз\.\s|[Жж]урн\.\s)?"
)
"""What leads in to a reference to something printed."""
DOCUMENT = re.compile(
    r"Из|Об?\s|От\s|Приказ|Постановлени|Протокол|Сводк|Декрет|Письм|Доклад|Циркуляр|Распоряжени|Телеграмм|Записк"
    r"|Order|Decree|Letter|Protocol|Report\sNo"
)
"""How the title of a document starts, not that of a periodical."""

_CASES = {
    **dict.fromkeys(("Известий", "Известиях", "Известиям"), "Известия"),
    **dict.fromkeys(("Правды", "Правде", "Правду", "Правдой"), "Правда"),
    **dict.fromkeys(("Труда", "Труде"), "Труд"),
    **dict.fromkeys(("Собрания", "Собрании"), "Собрание"),
}
_SPACED = re.compile(r"^С\.\s?([УЗП])\.?(?=\s|$)")


def nominative(title: str) -> str:
    """A title in the nominative, as far as its first word is known; without quotation marks and stops in С.З.

    >>> nominative("Известий ЦИК"), nominative("С. З. СССР")
    ('Известия ЦИК', 'СЗ СССР')
    """
    title = _SPACED.sub(r"С\1", title)
    head, space, tail = title.removeprefix("газеты ").strip('«»“”" ').partition(" ")
    return _CASES.get(head, head) + space + tail
