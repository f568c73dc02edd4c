"""References in four styles: GOST R 7.0.5-2008, Chicago notes, BibTeX and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from sovnlp.document import Date, Reference
from sovnlp.text.dates import parse_edtf
from sovnlp.text.references.naming import latin_name, place_of
from sovnlp.text.references.worded import in_words
from sovnlp.text.translit import is_cyrillic, to_latin

__all__ = ["STYLES", "csl", "entry_key", "render"]

_MONTHS = "янв. февр. марта апр. мая июня июля авг. сент. окт. нояб. дек.".split()
_LAWS = re.compile(r"(?:С[УЗП]|Собр|Sobranie)(?!\w*ние соч)")
_NEWSPAPER = re.compile(r"(?i)правда|известия|газета|труд\b|pravda|izvest|gazeta|trud\b")
_SERIES = str.maketrans("РПНОДФЛСВКТМАЕ", "RPNODFLSVKTMAE")
_VOLUMES = {"т.": "t.", "вып.": "vyp.", "ч.": "ch.", "п.": "papka", "к.": "karton"}


def render(
    reference: Reference,
    style: str = "gost",
    *,
    author: str | None = None,
    title: str | None = None,
    date: Date | str | None = None,
    key: str | None = None,
) -> str:
    """A reference in one of ``STYLES``, with the author, title and date of the document where they are given.

    ``date`` is a ``Date`` or EDTF; ``key`` names the entry of BibTeX and CSL-JSON, else one is made. Raises
    ``ValueError`` for a style that does not exist. Sources: ГОСТ Р 7.0.5-2008, 7 and 8; Chicago Manual of Style, 17th
    ed., 14.191 and 14.221-14.231, with Russian in ALA-LC without diacritics.

    >>> from sovnlp.text.references import parse_references
    >>> [reference] = parse_references("ГАРФ. Ф. 5451. Оп. 43. Д. 30. Л. 101–99 об.")
    >>> render(reference), render(reference, "chicago")
    ('ГАРФ. Ф. 5451. Оп. 43. Д. 30. Л. 101–99 об.', 'GARF, f. 5451, op. 43, d. 30, ll. 101–99ob.')
    """
    if style not in _STYLES:
        raise ValueError(f"no style {style!r}; there are {', '.join(STYLES)}")
    edtf = date.edtf if isinstance(date, Date) else date
    return _STYLES[style](reference, author, title, edtf, key)


# --- GOST ------------------------------------------------------------------------------------------------------------


def _gost(reference: Reference, author: str | None, title: str | None, date: str | None, key: str | None) -> str:
    place = _gost_shelf(reference) if _is_archival(reference) else _gost_print(reference)
    said = " ".join(filter(None, (author and _ended(author), title)))
    if date and not _own_date(reference):
        day = in_words(date, "ru")
        said = f"{_ended(said)} {day[:1].upper()}{day[1:]}" if said else day
    return f"{said} // {place}" if said and place else place or said


def _gost_shelf(reference: Reference) -> str:
    names = ("Ф.", reference.fond), ("Оп.", reference.opis), ("Д.", reference.delo)
    parts = [
        reference.archive or ("Там же" if reference.inherits else None),
        *(f"{label} {value}" for label, value in names if value),
    ]
    if reference.volume:
        at = len(parts) - bool(reference.delo and reference.volume[:2] in ("п.", "к."))
        parts.insert(at, reference.volume[:1].upper() + reference.volume[1:])
    if reference.list:
        parts.append("Л. " + re.sub(r"(?<=[\dа-я])об", " об.", reference.list.replace("-", "–")).removesuffix("."))
    parts += [reference.technique, reference.status]
    return ". ".join(filter(None, parts)) + "."


def _gost_print(reference: Reference) -> str:
    date = reference.date.edtf if reference.date else None
    parts = [reference.title and reference.title.removesuffix(".")]
    if reference.volume:
        parts.append(f"Т. {reference.volume}")
    parts.append(reference.year)
    if date and len(date) > 4:
        parts.append(_issue_day(date))
    parts += [
        reference.number and f"№ {reference.number.replace('-', '–')}",
        reference.article and f"Ст. {reference.article}",
        reference.pages and f"С. {reference.pages.replace('-', '–')}",
    ]
    return ". ".join(filter(None, parts)) + "." if any(parts) else ""


def _ended(said: str) -> str:
    return said if said.endswith((".", "!", "?", "…")) else said + "."


def _own_date(reference: Reference) -> bool:
    """Whether the reference states the day of what was printed, so that no other date is needed."""
    return not _is_archival(reference) and reference.date is not None


def _is_archival(reference: Reference) -> bool:
    return bool(reference.archive or reference.fond or reference.opis or reference.delo or reference.list)


def _issue_day(edtf: str) -> str:
    """The day or month of an issue, shortened as ГОСТ Р 7.0.12-2011 shortens it; its year stands elsewhere."""
    whole = re.fullmatch(r"\d{4}-(\d\d)(?:-(\d\d))?", edtf)
    if whole is None:
        return in_words(edtf, "ru").removesuffix(".")
    month = _MONTHS[int(whole[1]) - 1]
    return (f"{int(whole[2])} {month}" if whole[2] else in_words(edtf, "ru").split()[0]).removesuffix(".")


# --- Chicago ---------------------------------------------------------------------------------------------------------


def _chicago(reference: Reference, author: str | None, title: str | None, date: str | None, key: str | None) -> str:
    said = [_latin(author)] if author else []
    if title:
        said.append(f"“{_latin(title)},”")
    if date and not _own_date(reference):
        said.append(in_words(date, "en"))
    place = _chicago_shelf(reference) if _is_archival(reference) else _chicago_print(reference)
    text = ", ".join([*said, place] if place else said).replace(",”,", ",”")
    return text if text.endswith(".") else text + "."


def _chicago_shelf(reference: Reference) -> str:
    parts = [latin_name(reference.archive) if reference.archive else "Ibid." if reference.inherits else None]
    for label, value in (("f.", reference.fond), ("op.", reference.opis)):
        parts.append(value and f"{label} {_latin_number(value)}")
    delo = reference.delo and f"d. {_latin_number(reference.delo)}"
    volume = ", ".join(_latin_volume(one) for one in reference.volume.split(", ")) if reference.volume else None
    before = reference.volume and reference.volume[:2] in ("п.", "к.")
    parts += [volume, delo] if before else [delo, volume]
    if reference.list == "б/н":
        parts.append("l. unnumbered")
    elif reference.list:
        label = "ll." if re.search("[-,]", reference.list) else "l."
        parts.append(f"{label} {reference.list.replace('-', '–').replace('об', 'ob.')}")
    return ", ".join(filter(None, parts))


def _latin_number(value: str) -> str:
    """A number whose series stands before it in Latin; a letter after it is a sign on the sheet and stays."""
    series, dash, rest = value.partition("-")
    return f"{series.translate(_SERIES)}{dash}{rest}" if not series[:1].isdigit() else value


def _latin_volume(volume: str) -> str:
    label, _, value = volume.partition(" ")
    return f"{_VOLUMES.get(label, label)} {value}"


def _chicago_print(reference: Reference) -> str:
    date = reference.date.edtf if reference.date else None
    number = reference.number and f"no. {reference.number.replace('-', '–')}"
    volume = reference.volume and f"vol. {_latin(reference.volume.replace('ч.', 'pt.').replace('кн.', 'bk.'))}"
    printed = reference.pages and reference.pages.replace("-", "–")
    when = in_words(date, "en") if date and len(date) > 4 else reference.year
    article = reference.article and f"art. {reference.article}"
    title = reference.title and _latin(reference.title)
    if reference.number and reference.year and not date and not article:
        head = ", ".join(filter(None, (title, volume, number)))
        return f"{head} ({when})" + (f": {printed}" if printed else "")
    if reference.number or article or date:
        return ", ".join(
            filter(
                None, (title, when if article else None, volume, number, article, None if article else when, printed)
            )
        )
    head = ", ".join(filter(None, (title, volume)))
    return (f"{head} ({when})" if when else head) + (f", {printed}" if printed else "")


def _latin(text: str) -> str:
    return to_latin(text) if is_cyrillic(text) else text


# --- BibTeX ----------------------------------------------------------------------------------------------------------

_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def _bibtex(reference: Reference, author: str | None, title: str | None, date: str | None, key: str | None) -> str:
    archival = _is_archival(reference)
    stated = date or (reference.date.edtf if reference.date else None) or reference.year
    within = "incollection" if title else "book"
    kind = "misc" if archival else "article" if reference.number or reference.date else within
    fields: dict[str, str | None] = {
        # Braces keep BibTeX from taking a name apart, or an office for one.
        "author": author and f"{{{_tex(author)}}}",
        "title": _tex(title) if title else None,
    }
    if archival:
        fields |= {
            "howpublished": _tex(_gost_shelf(reference)),
            "archive": reference.archive and _tex(reference.archive),
            "address": place_of(reference.archive) if reference.archive else None,
        }
    else:
        home = "journal" if kind == "article" else "booktitle" if title else "title"
        fields |= {
            home: reference.title and _tex(reference.title),
            "volume": reference.volume and _tex(reference.volume),
            "number": reference.number and _tex(reference.number),
            "pages": reference.pages and _tex(reference.pages.replace("-", "--")),
            "note": reference.article and _tex(f"ст. {reference.article}"),
        }
    fields |= {"date": stated and _tex(stated), "year": stated[:4] if stated and stated[:4].isdigit() else None}
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{_key(reference, key)},", *lines, "}"])


def _tex(text: str) -> str:
    """Text that TeX prints as it is: its signs escaped, on one line."""
    return "".join(_TEX.get(char, char) for char in _one_line(text))


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _key(reference: Reference, key: str | None) -> str:
    """The name of an entry: the one given, else made of where the document lies."""
    archival = _is_archival(reference)
    parts = (
        (reference.archive, reference.fond, reference.opis, reference.delo, reference.list)
        if archival
        else (reference.title, reference.year, reference.volume, reference.number, reference.pages)
    )
    return entry_key(key or "-".join(part for part in parts if part))


def entry_key(name: str) -> str:
    """A name for an entry of BibTeX and CSL-JSON: Latin letters, digits and hyphens, 80 at most.

    >>> entry_key("ru/речь 5")
    'ru-rech-5'
    """
    return re.sub(r"[^a-z0-9]+", "-", to_latin(name).lower().replace("'", "")).strip("-")[:80] or "reference"


# --- CSL-JSON --------------------------------------------------------------------------------------------------------


def _csl(reference: Reference, author: str | None, title: str | None, date: str | None, key: str | None) -> str:
    return json.dumps(csl(reference, author=author, title=title, date=date, key=key), ensure_ascii=False)


def csl(
    reference: Reference,
    *,
    author: str | None = None,
    title: str | None = None,
    date: str | None = None,
    key: str | None = None,
) -> dict[str, object]:
    """A reference as an item of CSL-JSON (Citation Style Language 1.0.2): what Zotero and pandoc read.

    Marks that a processor would take for formatting are turned into quotation marks.
    """
    stated = date or (reference.date.edtf if reference.date else None) or reference.year
    item: dict[str, object | None] = {"id": _key(reference, key), "type": _csl_type(reference, title)}
    item["title"] = _plain(title)
    item["author"] = [{"literal": _plain(author)}] if author else None
    item["issued"] = _issued(stated) if stated else None
    if _is_archival(reference):
        shelf = Reference(**{name: getattr(reference, name) for name in ("fond", "opis", "delo", "list", "volume")})
        item |= {
            "archive": _plain(reference.archive),
            "archive_location": _plain(_gost_shelf(shelf)),
            "archive_collection": _plain(reference.fond and f"Ф. {reference.fond}"),
            "archive-place": place_of(reference.archive) if reference.archive else None,
            "note": _plain(". ".join(filter(None, (reference.technique, reference.status)))),
        }
    else:
        item |= {
            "container-title": _plain(reference.title),
            "volume": _plain(reference.volume),
            "issue": _plain(reference.number),
            "page": _plain(reference.pages),
            "section": _plain(reference.article and f"ст. {reference.article}"),
        }
        if not title and item["type"] == "book":
            item["title"] = item.pop("container-title")
    return {name: value for name, value in item.items() if value}


def _csl_type(reference: Reference, title: str | None) -> str:
    if _is_archival(reference):
        return "manuscript"
    if reference.article or (reference.title and _LAWS.match(reference.title)):
        return "legislation"
    daily = reference.date is not None and len(reference.date.edtf) > 7
    if daily or (reference.number and reference.title and _NEWSPAPER.search(reference.title)):
        return "article-newspaper"
    within = "chapter" if title else "book"
    return "article-journal" if reference.number else within


def _issued(edtf: str) -> Mapping[str, object]:
    """A date as CSL keeps it: by its parts where they are known to the day, month or year, else as EDTF."""
    points = [re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", point) for point in edtf.split("/")]
    if all(points):
        return {"date-parts": [[int(part) for part in point.groups() if part] for point in points if point]}
    try:
        return {"edtf": parse_edtf(edtf).edtf}
    except ValueError:
        return {"literal": _plain(edtf) or ""}


def _plain(text: str | None) -> str | None:
    return re.sub(r"<(?=/?[A-Za-z])", "‹", re.sub(r"(?<=[A-Za-z\"'])>", "›", _one_line(text))) if text else None


_Style = Callable[[Reference, str | None, str | None, str | None, str | None], str]
_STYLES: Mapping[str, _Style] = {"gost": _gost, "chicago": _chicago, "bibtex": _bibtex, "csl": _csl}
STYLES = tuple(_STYLES)
"""The names of the styles."""
