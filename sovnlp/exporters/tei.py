"""TEI in the manner of ParlaMint: who speaks in ``u``, what happens in ``kinesic`` and ``vocal``, words in ``w``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TextIO

from sovnlp.corpus.contents import Stretch, stretches
from sovnlp.document import SEGMENT_KINDS, Annotation, Document, Entity, Reference, Segment, Token
from sovnlp.text.dates import UNDATED
from sovnlp.text.escapes import NOT_XML
from sovnlp.text.identifiers import identifier, unique

__all__ = ["tei"]

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.tei-c.org/ns/1.0"'
_ISO_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_HAPPENS = (
    (re.compile(r"(?i)аплодисмент|овац|applau|ovation|clap|вста[юл]|rise"), "kinesic", "applause"),
    (re.compile(r"(?i)смех|хохот|laugh"), "vocal", "laughter"),
    (re.compile(r"(?i)шум|крик|возглас|гул|noise|uproar|shout|cheer"), "vocal", "noise"),
)
# The kinds of segments that stand in a turn as what its speaker says.
_SAID = frozenset(("speech", "question", "answer", "narration", "paragraph", "heading"))
Speaker = tuple[str | None, str | None, str | None]
NOBODY: Speaker = (None, None, None)


def tei(texts: Iterable[tuple[Document, Annotation]], out: TextIO, *, many: bool) -> None:
    """Write documents as one TEI, or where there may be ``many`` as a ``teiCorpus``.

    The header holds title, author, date, reference, genre, facets and speakers; the body, in which white space counts,
    the whole text: turns as ``u``, their segments as ``seg``, other paragraphs as ``p``, headings as ``head``, stage
    remarks as ``kinesic``, ``vocal`` or ``incident``, notes and labels as ``note``. The kind of a segment is a category
    that its ``ana`` names. Remarks and notes have no words marked, as in ParlaMint.
    """
    out.write(_HEAD)
    if many:
        out.write(f"<teiCorpus {_SPACE}>\n<teiHeader>\n<fileDesc><titleStmt><title>Corpus</title></titleStmt>\n")
        out.write("<publicationStmt><p>Exported with sovnlp</p></publicationStmt>\n")
        out.write(f"<sourceDesc><p>See each text</p></sourceDesc></fileDesc>\n{_encoding()}</teiHeader>\n")
    taken: set[str] = set()
    for document, annotation in texts:
        name = unique(identifier(document.id), taken)
        out.writelines(_Writer(document, annotation, name, alone=not many).write())
    if many:
        out.write("</teiCorpus>\n")


def _text(text: str) -> str:
    """Text between tags; what XML cannot hold becomes an element that names it."""
    written = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    return NOT_XML.sub(lambda found: f'<g type="character" n="U+{ord(found[0]):04X}"/>', written)


def _tag(name: str, values: Mapping[str, str | None], *, empty: bool = False) -> str:
    attributes = "".join(f' {key}="{_value(value)}"' for key, value in values.items() if value is not None)
    return f"<{name}{attributes}{'/' * empty}>"


def _value(text: str) -> str:
    written = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return NOT_XML.sub("\ufffd", written).replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")


def _encoding() -> str:
    kinds = "".join(
        f'<category xml:id="kind-{kind}"><catDesc><term>{kind}</term></catDesc></category>\n' for kind in SEGMENT_KINDS
    )
    return (
        "<encodingDesc>\n<classDecl>\n<taxonomy>\n<desc>Kinds of segments</desc>\n"
        f'{kinds}<category xml:id="editorial"><catDesc><term>not the source’s own words</term></catDesc></category>\n'
        "</taxonomy>\n</classDecl>\n"
        '<appInfo><application ident="sovnlp" version="1"><desc>Words, lemmas, tags and names by sovnlp</desc>'
        "</application></appInfo>\n</encodingDesc>\n"
    )


class _Writer:
    """One document: its speakers, and what is open while it is written."""

    def __init__(self, document: Document, annotation: Annotation, name: str, *, alone: bool) -> None:
        self.document = document
        self.name = name
        self.alone = alone
        self.whole = list(stretches(document, annotation))
        self.names = {entity.start: entity for entity in annotation.entities}
        self.speakers: dict[Speaker, str] = {}
        for stretch in self.whole:
            speaker = _speaker(stretch.segment)
            if speaker != NOBODY:
                self.speakers.setdefault(speaker, f"{name}-person{len(self.speakers) + 1}")
        self.page: str | None = None
        self.sentences = 0

    def write(self) -> Iterator[str]:
        about = {"xml:id": self.name, "xml:lang": self.document.language or None}
        yield _tag(f"TEI {_SPACE}" if self.alone else "TEI", about) + "\n"
        yield from self.header()
        yield '<text>\n<body xml:space="preserve">'
        yield from self.body()
        yield "</body>\n</text>\n</TEI>\n"

    def header(self) -> Iterator[str]:
        document = self.document
        yield f"<teiHeader>\n<fileDesc>\n<titleStmt>\n<title>{_text(document.title)}</title>\n"
        if document.author:
            yield f"<author>{_text(document.author)}</author>\n"
        words = sum(token.pos not in ("PUNCT", "SYM") for s in self.whole for tokens in s.sentences for token in tokens)
        yield f'</titleStmt>\n<extent><measure unit="words" quantity="{words}">{words} words</measure></extent>\n'
        yield f'<publicationStmt>\n<publisher>sovnlp</publisher>\n<idno type="document">{_text(document.id)}</idno>\n'
        if document.url:
            yield f'<idno type="URI">{_text(document.url)}</idno>\n'
        yield "</publicationStmt>\n<sourceDesc>\n"
        yield from self.source()
        yield "</sourceDesc>\n</fileDesc>\n"
        if self.alone:
            yield _encoding()
        yield "<profileDesc>\n"
        if document.language:
            yield f"<langUsage>{_tag('language', {'ident': document.language}, empty=True)}</langUsage>\n"
        if self.speakers:
            yield "<particDesc>\n<listPerson>\n"
            for speaker, identity in self.speakers.items():
                yield _person(speaker, identity)
            yield "</listPerson>\n</particDesc>\n"
        yield "<textClass>\n" + _keywords("genre", {"genre": document.genre})
        known = {"variant": document.variant, "variant_of": document.variant_of}
        yield _keywords("document", {**known, "composed": "true" if document.composed else None})
        yield _keywords("facets", document.facets)
        yield "</textClass>\n</profileDesc>\n</teiHeader>\n"

    def source(self) -> Iterator[str]:
        """Where the document lies or was printed, and its date."""
        document = self.document
        shelf = next((r for r in document.references if r.archive or r.fond), None)
        if shelf:
            yield "<msDesc>\n<msIdentifier>" + _shelf(shelf) + "</msIdentifier>\n</msDesc>\n"
        yield "<bibl>\n" + _date(document)
        if document.reference:
            yield f'<note type="reference">{_text(document.reference)}</note>\n'
        yield "</bibl>\n"

    def body(self) -> Iterator[str]:
        """The text: every character of it, in order, and nothing else."""
        yield "<div>"
        reached = 0
        turn: int | None = None
        begun = False
        who: Speaker = NOBODY
        for number, stretch in enumerate(self.whole):
            segment = stretch.segment
            label = _is_label(segment)
            inside = segment.turn == turn and turn is not None and self.agrees(segment, who)
            stays = inside or (turn is not None and label and self.goes_on(number, turn, who))
            if turn is not None and not stays:
                yield "</u>"
                turn = None
            gap = _text(self.document.text[reached : segment.start])
            if segment.kind == "heading" and segment.turn is None and not segment.editorial and begun:
                yield f"</div>{gap}<div>"
                begun = False
            else:
                yield gap
            if segment.turn is not None and turn is None:
                turn, who = segment.turn, self.of_turn(number)
                named = f"#{self.speakers[who]}" if who != NOBODY else None
                yield _tag("u", {"xml:id": f"{self.name}-u{number + 1}", "n": str(turn), "who": named})
            begun = begun or segment.turn is not None or segment.kind not in ("heading", "note", "stage")
            if segment.page != self.page:
                self.page = segment.page
                yield _tag("pb", {"n": segment.page}, empty=True)
            yield from self.segment(stretch, number, who if turn is not None else None)
            reached = segment.stop
        yield "</u>" * (turn is not None)
        yield f"</div>{_text(self.document.text[reached:])}"

    def agrees(self, segment: Segment, who: Speaker) -> bool:
        """Whether a segment may stand in a ``u`` of this speaker."""
        return segment.kind not in _SAID or _speaker(segment) == who

    def of_turn(self, number: int) -> Speaker:
        """Who speaks in the ``u`` that begins here: the first who says something in it."""
        turn = self.whole[number].segment.turn
        for stretch in self.whole[number:]:
            if stretch.segment.turn == turn and stretch.segment.kind in _SAID:
                return _speaker(stretch.segment)
            if stretch.segment.turn != turn and not _is_label(stretch.segment):
                break
        return NOBODY

    def goes_on(self, number: int, turn: int, who: Speaker) -> bool:
        """Whether the turn goes on after the labels that begin here."""
        for stretch in self.whole[number:]:
            if not _is_label(stretch.segment):
                return stretch.segment.turn == turn and self.agrees(stretch.segment, who)
        return False

    def segment(self, stretch: Stretch, number: int, who: Speaker | None) -> Iterator[str]:
        """An element for a segment; ``who`` speaks in the ``u`` around it, None where there is none."""
        segment = stretch.segment
        text = self.document.text[segment.start : segment.stop]
        ana = f"#kind-{segment.kind}" + " #editorial" * segment.editorial
        speaker = _speaker(segment)
        own = f"#{self.speakers[speaker]}" if speaker != NOBODY else None
        if segment.kind in ("stage", "interjection"):
            element, manner = _happening(text) if segment.kind == "stage" else ("vocal", "interruption")
            yield f"{_tag(element, {'type': manner, 'ana': ana, 'who': own})}<desc>{_text(text)}</desc></{element}>"
        elif segment.kind == "note" or _is_label(segment):
            manner = "speaker" if self.is_speakers_name(number) else segment.kind
            yield f"{_tag('note', {'type': manner, 'ana': ana, 'corresp': own})}{_text(text)}</note>"
        else:
            element = "seg" if who is not None else "head" if segment.kind == "heading" else "p"
            if segment.editorial and element == "head":
                element = "p"
            identity = f"{self.name}-seg{number + 1}"
            yield _tag(element, {"xml:id": identity, "ana": ana, "corresp": None if who is not None else own})
            reached = segment.start
            for sentence in stretch.sentences:
                yield _text(self.document.text[reached : sentence[0].start])
                yield from self.sentence(sentence)
                reached = sentence[-1].stop
            yield f"</{element}>"

    def is_speakers_name(self, number: int) -> bool:
        """Whether a segment is a label, with a turn to follow."""
        following = self.whole[number + 1].segment if number + 1 < len(self.whole) else None
        return _is_label(self.whole[number].segment) and following is not None and following.turn is not None

    def sentence(self, tokens: Sequence[Token]) -> Iterator[str]:
        language = tokens[0].language if tokens[0].language != self.document.language else None
        self.sentences += 1
        yield _tag("s", {"xml:id": f"{self.name}-s{self.sentences}", "xml:lang": language})
        opened: Entity | None = None
        stops = {token.stop for token in tokens}
        for number, token in enumerate(tokens):
            following = tokens[number + 1].start if number + 1 < len(tokens) else None
            if opened is None and (entity := self.names.get(token.start)) and entity.stop in stops:
                opened = entity
                yield _tag("name", {"type": entity.type, "ref": entity.id and f"#{identifier(entity.id)}"})
            yield _word(token, joined=following == token.stop)
            if opened is not None and opened.stop == token.stop:
                yield "</name>"
                opened = None
            if following is not None:
                yield _text(self.document.text[token.stop : following])
        yield "</s>"


def _word(token: Token, *, joined: bool) -> str:
    feats = "|".join(filter(None, [f"UPosTag={token.pos}", token.feats.strip("_")]))
    join = "right" if joined else None
    if token.pos == "PUNCT":
        return f"{_tag('pc', {'msd': feats, 'join': join})}{_text(token.form)}</pc>"
    norm = token.norm if token.norm != token.form.lower() else None
    return f"{_tag('w', {'lemma': token.lemma, 'msd': feats, 'norm': norm, 'join': join})}{_text(token.form)}</w>"


def _speaker(segment: Segment) -> Speaker:
    return segment.speaker, segment.speaker_id, segment.office


def _is_label(segment: Segment) -> bool:
    """Whether a segment is a heading of no turn that is not the source's own: a speaker's label, a running head."""
    return segment.kind == "heading" and segment.editorial and segment.turn is None and _speaker(segment) == NOBODY


def _happening(text: str) -> tuple[str, str | None]:
    for pattern, element, manner in _HAPPENS:
        if pattern.search(text):
            return element, manner
    return "incident", None


def _person(speaker: Speaker, identity: str) -> str:
    name, known_as, office = speaker
    parts = [f"<persName>{_text(name)}</persName>"] if name else []
    parts += [f"<occupation>{_text(office)}</occupation>"] if office else []
    parts += [f'<idno type="speaker">{_text(known_as)}</idno>'] if known_as else []
    return f"{_tag('person', {'xml:id': identity})}{''.join(parts)}</person>\n"


def _keywords(scheme: str, values: Mapping[str, str | None]) -> str:
    terms = [f"{_tag('term', {'n': name})}{_text(value)}</term>" for name, value in values.items() if value]
    return f'<keywords scheme="#{scheme}">{"".join(terms)}</keywords>\n' if terms else ""


def _shelf(shelf: Reference) -> str:
    parts = [f"<repository>{_text(shelf.archive)}</repository>"] if shelf.archive else []
    for name in ("fond", "opis", "delo", "list"):
        if value := getattr(shelf, name):
            parts.append(f'<idno type="{name}">{_text(value)}</idno>')
    return "".join(parts)


def _date(document: Document) -> str:
    """The date in EDTF, and as TEI has it where it can say the same."""
    date = document.date
    values: dict[str, str | None] = {"type": (date.kind or None) if date else None}
    if date and _ISO_DAY.fullmatch(date.edtf):
        values["when"] = date.edtf
    elif date:
        values.update(notBefore=date.date_from, notAfter=date.date_to)
    values.update({"when-custom": date.edtf if date else UNDATED, "datingMethod": "#EDTF"})
    return f"{_tag('date', values)}{_text(date.printed) if date else ''}</date>\n"
