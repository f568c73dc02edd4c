"""VRT, the vertical format of the Corpus Workbench and NoSketch Engine, and the registry files to index it by."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape as as_xml
from pathlib import Path
from typing import TextIO

from sovnlp.corpus.contents import Stretch, stated, stretches
from sovnlp.document import Annotation, Document, Reference, Token
from sovnlp.text.escapes import escape, one_line
from sovnlp.text.identifiers import identifier

__all__ = ["registries", "vrt"]

COLUMNS = ("word", "lemma", "pos", "feats", "norm")
_TEXT = (
    "id", "title", "author", "date", "year", "date_kind", "date_from", "date_to", "language", "genre", "reference",
    "archive", "fond", "opis", "delo", "variant", "variant_of", "url", "composed", "after", "columns",
)  # fmt: skip
_TURN = ("n", "kind", "speaker", "speaker_id", "office")
_SEGMENT = ("kind", "speaker", "speaker_id", "office", "editorial", "page", "turn", "before")
_SENTENCE = ("n", "lang", "space")
_LANGUAGES = {"ru": "Russian", "en": "English"}


def vrt(texts: Iterable[tuple[Document, Annotation]], out: TextIO, *, many: bool) -> None:
    """Write documents as VRT; ``many`` makes no difference, a file may always hold several.

    Each word has a line: word, lemma, part of speech, features, norm. Documents are ``text``, turns ``turn``, segments
    ``seg``, sentences ``s``; ``g`` joins two words. Values and words are escaped as in XML. What white space there is
    besides single spaces is told by ``before`` of ``seg``, ``space`` of ``s`` and ``after`` of ``text``, so that the
    text can be put together again as it was; facets are attributes of ``text``, which ``columns`` lists.
    """
    for document, annotation in texts:
        out.writelines(_document(document, list(stretches(document, annotation))))


def registries(target: Path, facets: Iterable[str], languages: Sequence[str], *, single: bool) -> dict[str, str]:
    """Return the registry files of a corpus in the file or folder ``target``, by name: ``.cwb`` and ``.manatee``.

    ``facets`` are its metadata columns. The first lines of each say how to use it.
    """
    name = target.stem if single else target.name
    corpus = identifier(name).lower()
    structures = {"text": (*_TEXT, *_columns(facets).values()), "turn": _TURN, "seg": _SEGMENT, "s": _SENTENCE}
    declared = [f"-S {structure}:0+{'+'.join(names)}" for structure, names in structures.items()]
    language = languages[0] if len(languages) == 1 else ""
    where = shlex.quote(f"./{target.name}")
    words = " ".join(f"-P {column}" for column in COLUMNS[1:])
    every = f"-f {where}" if single else f"$(find {where} -name '*.vrt' | sort | sed 's/^/-f /')"
    cwb = [
        f"## mkdir -p data registry && cp {corpus}.cwb registry/{corpus}",
        f"## cwb-encode -c utf8 -xsB -d data {every} {words} \\",
        *(f"##   {option} \\" for option in declared),
        f"##   -0 g && cwb-makeall -r registry {corpus.upper()}",
        f'NAME "{_quoted(name)}"',
        f"ID {corpus}",
        "HOME data",
        '##:: charset = "utf8"',
        *([f'##:: language = "{language}"'] if language else []),
        *(f"ATTRIBUTE {column}" for column in COLUMNS),
        *(f"STRUCTURE {line}" for s, names in structures.items() for line in (s, *(f"{s}_{n}" for n in names))),
    ]
    vertical = target.name if single else f"| find {where} -name '*.vrt' | sort | xargs cat"
    manatee = [
        f"# compilecorp --no-sketches {corpus}.manatee",
        f'NAME "{_quoted(name)}"',
        f'PATH "{corpus}.data"',
        f'VERTICAL "{_quoted(vertical)}"',
        'ENCODING "utf-8"',
        *([f'LANGUAGE "{_LANGUAGES[language]}"'] if language in _LANGUAGES else []),
        'DOCSTRUCTURE "text"',
        *(f"ATTRIBUTE {column}" for column in COLUMNS),
        *(_structure(structure, names) for structure, names in structures.items()),
        'STRUCTURE g {\n    DISPLAYTAG 0\n    DISPLAYBEGIN "_EMPTY_"\n}',
    ]
    return {f"{corpus}.cwb": "\n".join(cwb) + "\n", f"{corpus}.manatee": "\n".join(manatee) + "\n"}


def _structure(name: str, attributes: Iterable[str]) -> str:
    return "\n".join([f"STRUCTURE {name} {{", *(f"    ATTRIBUTE {attribute}" for attribute in attributes), "}"])


def _quoted(name: str) -> str:
    """A name that may stand between quotes on one line."""
    return one_line(name).replace("\\", "_").replace('"', "_")


def _document(document: Document, whole: Sequence[Stretch]) -> Iterator[str]:
    yield _tag("text", _about(document, whole[-1].segment.stop if whole else 0))
    turn = None
    reached = 0
    for n, stretch in enumerate(whole):
        segment = stretch.segment
        if turn is not None and segment.turn != turn and _turn_ends(whole, n, turn):
            yield "</turn>\n"
            turn = None
        if segment.turn is not None and segment.turn != turn:
            turn = segment.turn
            yield _tag("turn", _turn(whole, n))
        gap = document.text[reached : segment.start]
        yield _tag(
            "seg",
            {
                "kind": segment.kind,
                "speaker": segment.speaker,
                "speaker_id": segment.speaker_id,
                "office": segment.office,
                "editorial": "yes" if segment.editorial else None,
                "page": segment.page,
                "turn": None if segment.turn is None else str(segment.turn),
                "before": None if gap == ("\n" if n else "") else escape(gap),
            },
        )
        for number, sentence in enumerate(stretch.sentences):
            yield from _sentence(document, sentence, reached if number else None)
            reached = sentence[-1].stop
        yield "</seg>\n"
    yield "</turn>\n" * (turn is not None)
    yield "</text>\n"


def _turn_ends(whole: Sequence[Stretch], n: int, turn: int) -> bool:
    """Whether the turn is over: what belongs to none, such as a label, may lie within it."""
    following = next((s.segment.turn for s in whole[n:] if s.segment.turn is not None), None)
    return following != turn


def _turn(whole: Sequence[Stretch], n: int) -> dict[str, str | None]:
    """What is said of a turn: who speaks in it first, an interjection aside."""
    turn = whole[n].segment.turn
    own = [s.segment for s in whole[n:] if s.segment.turn == turn]
    first = next((s for s in own if s.speaker and s.kind not in ("interjection", "stage", "note")), own[0])
    return {
        "n": str(turn),
        "kind": first.kind,
        "speaker": first.speaker,
        "speaker_id": first.speaker_id,
        "office": first.office,
    }


def _sentence(document: Document, tokens: Sequence[Token], reached: int | None) -> Iterator[str]:
    """The lines of a sentence; ``reached`` is where the one before it in the same segment stops."""
    spaces = []
    lines = []
    for number, token in enumerate(tokens):
        gap = " " if reached is None else document.text[reached : token.start]
        if not gap:
            lines.append("<g/>\n")
        elif gap != " ":
            spaces.append(f"{number}:{escape(gap)}")
        if one_line(token.form) != token.form:
            spaces.append(f"{number}={escape(token.form)}")
        cells = (token.form, token.lemma, token.pos, token.feats, token.norm)
        lines.append("\t".join(as_xml(one_line(cell), quote=False) or "_" for cell in cells) + "\n")
        reached = token.stop
    first = tokens[0]
    about = {
        "n": str(first.sentence + 1),
        "lang": first.language if first.language != document.language else None,
        "space": " ".join(spaces) or None,
    }
    glue = lines.pop(0) if lines[0] == "<g/>\n" else ""
    yield glue + _tag("s", about)
    yield from lines
    yield "</s>\n"


def _about(document: Document, stop: int) -> dict[str, str | None]:
    """The attributes of a text."""
    known = stated(document)
    shelf = next((r for r in document.references if r.archive or r.fond), Reference())
    date = document.date
    first, last = (date.date_from, date.date_to) if date else (None, None)
    facets = _columns(document.facets)
    columns = [
        escape(attribute if attribute == facet else f"{attribute}={facet}") for facet, attribute in facets.items()
    ]
    tail = document.text[stop:]
    return {
        "id": document.id,
        **known,
        "year": first[:4] if first and last and first[:4] == last[:4] else None,
        "date_from": first,
        "date_to": last,
        "archive": shelf.archive,
        "fond": shelf.fond,
        "opis": shelf.opis,
        "delo": shelf.delo,
        **{attribute: document.facets[facet] for facet, attribute in facets.items()},
        "after": escape(tail) or None,
        "columns": " ".join(columns),
    }


def _columns(facets: Iterable[str]) -> dict[str, str]:
    """Names of metadata columns to names of attributes: lower-case ASCII, none twice, none of those with a meaning."""
    taken = set(_TEXT)
    found = {}
    for facet in sorted(facets):
        wanted = attribute = identifier(facet).lower().replace("-", "_")
        number = 1
        while attribute in taken:
            number += 1
            attribute = f"{wanted}_{number}"
        taken.add(attribute)
        found[facet] = attribute
    return found


def _tag(name: str, values: Mapping[str, str | None]) -> str:
    attributes = "".join(f' {key}="{_value(value)}"' for key, value in values.items() if value is not None)
    return f"<{name}{attributes}>\n"


def _value(text: str) -> str:
    """A value between quotes and on one line."""
    return as_xml(text).replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;").replace("\0", "\ufffd")
