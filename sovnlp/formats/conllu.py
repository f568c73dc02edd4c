"""CoNLL-U: the text put together again from its words; what the file says of them is made anew by the annotators."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sovnlp.document import Extract, Problem, Segment
from sovnlp.errors import SourceError
from sovnlp.text.encodings import damage, decode
from sovnlp.text.escapes import unescape, whole_characters
from sovnlp.text.rebuilding import Rebuilding, described

__all__ = ["extract"]

_NUMBER = re.compile(r"(\d{1,9})(?:-(\d{1,9})|\.\d{1,9})?")
_COLUMNS = ("ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC")
_SPACES = ("SpaceAfter", "SpacesAfter", "SpacesBefore", "SpacesInToken")
# Comments on a sentence or segment, which say nothing of the document.
_OF_SENTENCES = frozenset(
    "newdoc newdoc_id newpar newpar_id sent_id text kind turn speaker speaker_id office page editorial translit"
    " text_en orig_file_sentence global.columns global.entity s_type generator udpipe_model".split()
)
_ALIASES = {"lang": "language", "source": "reference"}


def extract(data: bytes, encoding: str | None = None) -> list[Extract]:
    """Read each ``# newdoc`` as a text: a line for each ``# newpar``, spaces as MISC or ``# text`` tell them.

    Comments ``# name = value`` after ``# newdoc`` are metadata. ``# speaker`` makes turns. Multiword tokens count as
    printed, empty nodes not at all. Lemmas, tags and syntax are not taken over: the text is annotated anew. Raises
    ``SourceError`` where there is no word in the file.
    """
    text, name = decode(data, encoding)
    texts = [_Text()]
    faulty: list[int] = []
    columns: Sequence[str] = _COLUMNS
    for number, line in enumerate(text.split("\n"), start=1):
        current = texts[-1]
        if line.startswith("#"):
            key, _, value = (part.strip() for part in line[1:].partition("="))
            if key == "global.columns":
                columns = value.split()
            elif key.split(" ")[0] == "newdoc":
                current.end_sentence()
                if not current.empty:
                    texts.append(_Text())
                texts[-1].new = texts[-1].par = True
            else:
                current.comment(key, value)
        elif line.strip():
            cells = line.split("\t") if "\t" in line else line.split()
            if len(cells) != len(columns) or not current.token(dict(zip(columns, cells, strict=True))):
                faulty.append(number)
        else:
            current.end_sentence()
    texts[-1].end_sentence()
    found = [text for text in texts if not text.empty]
    if not found:
        raise SourceError(
            "there is no word in this CoNLL-U file", "each line is a word and has ten columns with tabs between"
        )
    problems = damage(text, name)
    if faulty:
        lines = f"line {faulty[0]}" + (f" and {len(faulty) - 1:,} more" if len(faulty) > 1 else "")
        problems += (Problem("", f"no word in ten columns: {lines}, left out", "mend the lines and read it again"),)
    return [text.extract(name, problems if text is found[0] else ()) for text in found]


class _Text:
    """One text: what has been put together, and the sentence that is being read."""

    def __init__(self) -> None:
        self.rebuilding = Rebuilding()
        self.metadata: dict[str, str] = {}
        self.new = self.par = False
        self.said: dict[str, str] = {}
        self.words: list[tuple[str, Mapping[str, str]]] = []
        self.covered = 0
        self.speaker: str | None = None
        self.turn = 0
        self.after: str | None = None

    @property
    def empty(self) -> bool:
        """Whether there are no words in it."""
        return self.rebuilding.empty and not self.words

    def comment(self, key: str, value: str) -> None:
        """Take in what a comment says of the text, the segment or the sentence."""
        if key.split(" ")[0] == "newpar":
            self.par = True
        elif key in _OF_SENTENCES:
            self.said[key] = value
        elif self.new and value and not self.words:
            name = unescape(key.removeprefix("meta::"))
            self.metadata.setdefault(_ALIASES.get(name, name), unescape(value))

    def token(self, cells: Mapping[str, str]) -> bool:
        """Take in a word; False where the line is none."""
        found = _NUMBER.fullmatch(cells.get("ID", ""))
        if not found or "FORM" not in cells:
            return False
        number = int(found[1])
        if "." in found[0] or (not found[2] and number <= self.covered):
            return True
        self.covered = int(found[2] or 0) or self.covered
        misc = dict(pair.split("=", 1) for pair in cells.get("MISC", "_").split("|") if "=" in pair)
        self.words.append((cells["FORM"], misc))
        return True

    def end_sentence(self) -> None:
        """Put the sentence to the text."""
        if self.words:
            self._begin()
            whole = self.said.get("text", "")
            told = any(name in misc for _, misc in self.words for name in _SPACES)
            if (
                whole
                and not told
                and "".join(whole.split()) == "".join("".join(form for form, _ in self.words).split())
            ):
                self.words = [(whole, {})]
            for form, misc in self.words:
                self._word(form, misc)
            self.new = self.par = False
            self.said = {}
        self.words = []
        self.covered = 0

    def _word(self, form: str, misc: Mapping[str, str]) -> None:
        before = unescape(misc["SpacesBefore"]) if "SpacesBefore" in misc else None
        gap = before if self.after is None else self.after + (before or "")
        if misc.get("NewPar") == "Yes":
            gap = "\n"
        self.rebuilding.gap(gap)
        self.rebuilding.words(unescape(misc["SpacesInToken"]) if "SpacesInToken" in misc else whole_characters(form))
        self.after = "" if misc.get("SpaceAfter") == "No" else None
        if "SpacesAfter" in misc:
            self.after = unescape(misc["SpacesAfter"])

    def _begin(self) -> None:
        """Begin a segment where the sentence is the first of one."""
        values = {name: unescape(value) for name, value in self.said.items()}
        exact = described(values)
        if exact and self.par:
            self.rebuilding.begin(exact, marked=True)
            return
        speaker = values.get("speaker") or None
        if speaker == self.speaker and not self.par:
            return
        self.turn += speaker is not None and speaker != self.speaker
        self.speaker = speaker
        template = Segment("paragraph", 0, 0)
        if speaker:
            known_as, office = values.get("speaker_id") or None, values.get("office") or None
            template = Segment("speech", 0, 0, self.turn, speaker, known_as, office)
        self.rebuilding.begin(template, marked=speaker is not None)
        if not self.rebuilding.empty and "\n" not in (self.after or ""):
            self.after = "\n"

    def extract(self, encoding: str, problems: tuple[Problem, ...]) -> Extract:
        """The text as it was put together."""
        self.rebuilding.gap(self.after)
        return self.rebuilding.extract(encoding, self.metadata, problems)
