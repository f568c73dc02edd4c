"""VRT, one word a line between tags, for the Corpus Workbench and NoSketch Engine: the text put together again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape as from_xml

from sovnlp.document import Extract, Problem, Segment
from sovnlp.errors import SourceError
from sovnlp.text.encodings import damage, decode
from sovnlp.text.escapes import unescape, whole_characters
from sovnlp.text.rebuilding import Rebuilding, described

__all__ = ["extract"]

_TAG = re.compile(r"<(/?)([A-Za-z][\w.-]*)(\s[^<>]*?|)(/?)>")
_ATTRIBUTE = re.compile(r"(?<![\w.:-])([A-Za-z_][\w.:-]*)\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)')")
_NAMED_COLUMNS = re.compile(r"<!--\s{0,9}#vrt positional-attributes:([^<>]*)-->")
_WHOLE = ("text", "doc", "document", "article")
_TURNS = frozenset("turn u sp speech utterance".split())
_LINES = frozenset("p par paragraph head heading l lg div note seg".split())
_SPEAKERS = ("speaker", "speaker_name", "who", "name")
_ALIASES = {"lang": "language", "source": "reference", "year": "date", "link": "url", "uri": "url"}


def extract(data: bytes, encoding: str | None = None) -> list[Extract]:
    """Read each ``text`` (or ``doc``) as a text: spaces between words but for ``<g/>``, a line for each paragraph.

    The attributes of ``text`` are metadata; ``turn``, ``u``, ``sp`` and ``speech`` with a ``speaker`` make turns. The
    word is the first column, or the one that a comment ``<!-- #vrt positional-attributes: … -->`` calls ``word``. The
    other columns are not taken over: the text is annotated anew. Raises ``SourceError`` where no line is a word.
    """
    text, name = decode(data, encoding)
    text = text.replace("\0", "\ufffd")
    whole = next((tag for tag in _WHOLE if re.search(rf"(?m)^[ \t]{{0,99}}<{tag}[\s>]", text)), None)
    reader = _Reader(whole)
    for line in text.split("\n"):
        reader.line(line)
    found = [text for text in reader.texts if not text.rebuilding.empty]
    if not found:
        raise SourceError("there is no word in this VRT file", "each line is a word, or a tag by itself")
    problems = damage(text, name)
    if reader.open:
        problems += (Problem("", "the file breaks off", "get it again: only what comes before is read"),)
    return [text.extract(name, problems if text is found[0] else ()) for text in found]


class _Text:
    """One text: its metadata and what has been put together."""

    def __init__(self, attributes: Mapping[str, str]) -> None:
        self.rebuilding = Rebuilding()
        self.tail = unescape(attributes.get("after", "")) if "columns" in attributes else ""
        self.metadata = _metadata(attributes)

    def extract(self, encoding: str, problems: tuple[Problem, ...]) -> Extract:
        self.rebuilding.gap(self.tail)
        return self.rebuilding.extract(encoding, self.metadata, problems)


def _metadata(attributes: Mapping[str, str]) -> dict[str, str]:
    """What the attributes of a text say; those of an export that follow from others are passed over."""
    known = ("title", "author", "date", "date_kind", "language", "genre", "reference", "variant", "variant_of", "url",
             "composed")  # fmt: skip
    if "columns" in attributes:
        found = {name: attributes[name] for name in known if name in attributes}
        for column in attributes["columns"].split():
            attribute, _, facet = column.partition("=")
            if attribute in attributes:
                found[unescape(facet or attribute)] = attributes[attribute]
        return found
    found = {name: value for name, value in attributes.items() if name in known}
    for name, value in attributes.items():
        if name != "id" and value.strip(" _"):
            found.setdefault(_ALIASES.get(name, name), value)
    return found


class _Reader:
    """One walk over the lines: the text that is open, who speaks, what comes before the next word."""

    def __init__(self, whole: str | None) -> None:
        self.whole = whole
        self.texts = [_Text({})]
        self.around: dict[str, str] = {}
        self.open = False
        self.column = 0
        self.number = 0
        self.turn: Segment | None = None
        self.turns = 0
        self.exact = False
        self.spaces: dict[int, str] = {}
        self.forms: dict[int, str] = {}

    def line(self, line: str) -> None:
        """Take in a line: a tag, a comment or a word."""
        bare = line.strip()
        tag = _TAG.fullmatch(bare) if bare[:1] == "<" and bare[-1:] == ">" else None
        if tag:
            self.tag(tag[2].lower(), _attributes(tag[3]), closing=bool(tag[1]))
        elif bare.startswith(("<!--", "<?xml", "<!DOCTYPE")):
            columns = _NAMED_COLUMNS.fullmatch(bare)
            if columns and "word" in columns[1].split():
                self.column = columns[1].split().index("word")
        elif bare:
            self.word(line)

    def word(self, line: str) -> None:
        cells = line.split("\t")
        form = from_xml(cells[self.column if self.column < len(cells) else 0]).strip()
        if not form:
            return
        rebuilding = self.texts[-1].rebuilding
        if self.number in self.spaces:
            rebuilding.gap(self.spaces[self.number])
        rebuilding.words(self.forms.get(self.number) or whole_characters(form))
        self.number += 1

    def tag(self, name: str, attributes: Mapping[str, str], *, closing: bool) -> None:
        """Take in a tag; one that means nothing here is passed over."""
        rebuilding = self.texts[-1].rebuilding
        if name == self.whole:
            self.open = not closing
            self.turn, self.turns, self.exact = None, 0, False
            self.texts.append(_Text({**self.around, **attributes} if not closing else {}))
        elif name in _WHOLE or name == "corpus":
            self.around = {} if closing else {key: value for key, value in attributes.items() if key != "id"}
        elif name == "s":
            if not closing:
                self.number = 0
                self.spaces, self.forms = _spaces(attributes.get("space", ""))
        elif name == "g":
            rebuilding.gap("")
        elif name == "seg" and not closing and (template := described(attributes)):
            self.exact = True
            rebuilding.gap(unescape(attributes["before"]) if "before" in attributes else None)
            rebuilding.begin(template, marked=True)
        elif not self.exact and name in _TURNS:
            self.take_turn(attributes, closing=closing)
        elif not self.exact and name in _LINES:
            rebuilding.gap(None)
            kind = {"head": "heading", "heading": "heading", "note": "note"}.get(name, "paragraph")
            plain = Segment(kind, 0, 0, editorial=kind == "note")
            rebuilding.begin(self.turn if self.turn and (closing or kind == "paragraph") else plain)

    def take_turn(self, attributes: Mapping[str, str], *, closing: bool) -> None:
        """Begin or end what one speaker says."""
        speaker = next((attributes[name] for name in _SPEAKERS if attributes.get(name)), None)
        self.turn = None
        if not closing and (speaker or "speaker_id" in attributes):
            self.turns += 1
            said = (self.turns, speaker, attributes.get("speaker_id") or None, attributes.get("office") or None)
            self.turn = Segment("speech", 0, 0, *said)
        rebuilding = self.texts[-1].rebuilding
        rebuilding.gap(None)
        rebuilding.begin(self.turn or Segment("paragraph", 0, 0), marked=self.turn is not None)


def _attributes(written: str) -> dict[str, str]:
    found = _ATTRIBUTE.finditer(written)
    return {match[1].lower(): whole_characters(from_xml(match[2] or match[3] or "")) for match in found}


def _spaces(written: str) -> tuple[dict[int, str], dict[int, str]]:
    """What comes before words of a sentence, and how words are printed that a line cannot hold, by their number."""
    spaces: dict[int, str] = {}
    forms: dict[int, str] = {}
    for item in written.split():
        found = re.fullmatch(r"([0-9]{1,9})([:=])(.*)", item)
        if found:
            (spaces if found[2] == ":" else forms)[int(found[1])] = unescape(found[3])
    return spaces, forms
