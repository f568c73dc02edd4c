"""A small authority list of invented people, bodies and places, for what finds and links names."""

from __future__ import annotations

from sovnlp.lexicon.authority import Authority, Institution, Person, Place, Renaming

__all__ = ["AUTHORITY"]


def _person(id: str, ru: str, en: str, *aka: str, sex: str = "m") -> Person:
    return Person(id=id, ru=ru, en=en, sex=sex, lived="", aka=aka, offices=())


def _body(id: str, ru: str, en: str, *names: str, period: str = "") -> Institution:
    return Institution(
        id=id, ru=ru, en=en, names=names, period=period, before=(), after=(), line="", kind="commissariat"
    )


def _place(id: str, ru: str, en: str, *names: str, renamed: tuple[Renaming, ...] = ()) -> Place:
    return Place(id=id, ru=ru, en=en, names=names, renamed=renamed, kind="city", within="")


_PEOPLE = (
    _person("revyakin_ivan", "Ревякин, Иван Никитич", "Reviakin, Ivan Nikitich"),
    _person("revyakin_pavel", "Ревякин, Павел Фомич", "Reviakin, Pavel Fomich"),
    _person("lugovskaya_anna", "Луговская, Анна Фоминична", "Lugovskaia, Anna Fominichna", sex="f"),
    _person("zhigulev_khariton", "Жигулёв, Харитон Юрьевич", "Zhigulev, Khariton Yurievich", "Утёсов", "Н. Утёсов"),
    _person("tabor_yakov", "Табор-Лихович, Яков", "Tabor-Likhovich, Yakov"),
    _person("smirnov_iosif", "Смирнов, Иосиф Львович", "Smirnov, Joseph Lvovich"),
    _person("bessonnov_karp", "Бесхвостов, Карп Ильич", "Beskhvostov, Karp Ilich"),
    _person("otets_nifont", "Отец Нифонт", "Father Nifont"),
)
_BODIES = (
    _body("kld_old", "КЛД", "KLD", "Комиссия лесных дел", "Komlesdel", period="1919/1930-12"),
    _body("kld_new", "КЛД Заречья", "KLD of Zarechye", "КЛД", period="1934-07/.."),
    _body("pus", "ПУС", "PUS", "Палата уездных старост"),
    _body("zp_b", "ЗП(б)", "ZP(b)", "Zarechye Party"),
    _body("zru", "З.Р.У.", "Z.R.U."),
)
_PLACES = (
    _place(
        "novozarechensk",
        "Новозареченск",
        "Novozarechensk",
        renamed=(Renaming("1910/1924", "Верхний Яр", "Verkhny Yar"),),
    ),
    _place("zssr", "ЗССР", "ZSSR", "Z.S.S.R."),
)
AUTHORITY = Authority(
    {entry.id: entry for entry in _PEOPLE},
    {entry.id: entry for entry in _BODIES},
    {entry.id: entry for entry in _PLACES},
    "0" * 16,
)
