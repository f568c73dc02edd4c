"""What a file's properties say of its title and author, where it is more than a program's own word."""

from __future__ import annotations

import re

__all__ = ["stated"]

_NO_TITLE = re.compile(
    r"(?i)microsoft (?:word|excel|powerpoint)\b.*|(?:untitled|без названия|без имени|document|документ)[\s\d-]*"
    r"|(?:new|новый) (?:text )?(?:document|документ).*"
    r"|.*\.(?:docx?|rtf|odt|pdf|txt|indd|qxd|p65|tex|dvi|html?|tiff?|jpe?g)"
    r"|(?:page|scan|стр\.?|скан)[\s_]*\d*|unknown|none|title|[\W\d_]*"
)
_NO_AUTHOR = re.compile(
    r"(?i)(?:user|admin(?:istrator)?|owner|pc|home|comp(?:uter)?|пользователь|админ(?:истратор)?|владелец|дом"
    r"|unknown|неизвестный|none|author|автор|anonymous|microsoft\b.*|python-docx|.*\b(?:acrobat|abbyy|finereader|adobe"
    r"|quarkxpress|pdfcreator|scan\w*|calibre|libreoffice|openoffice)\b.*)[\s\d]*|[\W\d_]*|\w{1,2}"
)


def stated(title: str | None, author: str | None) -> dict[str, str]:
    """``title`` and ``author`` as metadata, without those that no person can have meant.

    >>> stated("Microsoft Word - doc1", "В. Корнилин")
    {'author': 'В. Корнилин'}
    """
    found = {}
    for name, value, wrong in (("title", title, _NO_TITLE), ("author", author, _NO_AUTHOR)):
        value = " ".join((value or "").replace("\0", "").split())
        if 0 < len(value) <= 500 and "\ufffd" not in value and not wrong.fullmatch(value):
            found[name] = value
    return found
