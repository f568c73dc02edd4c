"""A small PDF press for the tests: words at places, in Russian, with the letters' codes mapped to Unicode."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

WIDE, NARROW = 0.5, 0.25
"""The width of a letter and of a space, in sizes."""


class Put(NamedTuple):
    """Words at a place: ``x`` from the left, ``y`` from the bottom, in points."""

    x: float
    y: float
    text: str
    size: float = 11
    turned: bool = False


def width(text: str, size: float = 11) -> float:
    """How wide the press sets ``text``, in points."""
    return size * sum(NARROW if char == " " else WIDE for char in text)


def fill(text: str, measure: float, size: float = 11) -> list[str]:
    """Break ``text`` into lines of at most ``measure`` points."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size) > measure and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def justified(x: float, y: float, line: str, measure: float, size: float = 11) -> list[Put]:
    """The words of a line spread over the measure."""
    words = line.split()
    space = (measure - sum(width(word, size) for word in words)) / max(1, len(words) - 1)
    puts = []
    for at, word in enumerate(words):
        puts.append(Put(x, y, word + " " * (at + 1 < len(words)), size))
        x += width(word, size) + space
    return puts


def press(
    pages: Sequence[Sequence[Put]],
    *,
    info: dict[str, str] | None = None,
    rules: Sequence[tuple[int, float, float, float]] = (),
    rotate: int = 0,
    mapped: bool = True,
) -> bytes:
    """A PDF of A4 pages; ``rules`` are (page, x, y, length), ``mapped`` says whether letters have their Unicode."""
    ranges = "".join(
        f"<{code:02x}> <{bytes([code]).decode('cp1251', 'replace').encode('utf-16-be').hex()}>\n"
        for code in range(32, 256)
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        + "".join(
            f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n"
            for part in (ranges.splitlines()[at : at + 100] for at in range(0, 224, 100))
        )
        + "endcmap end end"
    )
    widths = " ".join(str(int(1000 * (NARROW if code == 32 else WIDE))) for code in range(32, 256))
    font = f"<< /Type /Font /Subtype /TrueType /BaseFont /Arial /FirstChar 32 /LastChar 255 /Widths [{widths}]"
    font += " /Encoding /WinAnsiEncoding" + (" /ToUnicode 4 0 R >>" if mapped else " >>")
    objects = ["", "", font.encode(), _stream(cmap.encode())]
    kids = []
    for number, page in enumerate(pages):
        marks = [_put(put) for put in page]
        marks += [f"{x} {y} m {x + length} {y} l 0.5 w S".encode() for on, x, y, length in rules if on == number]
        objects.append(_stream(b"\n".join(marks)))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {rotate}"
            f" /Resources << /Font << /F 3 0 R >> >> /Contents {len(objects)} 0 R >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    entries = b" ".join(f"/{name} ".encode() + _hex(value) for name, value in (info or {}).items())
    objects.append(b"<< " + entries + b" >>")
    return _file([item if isinstance(item, bytes) else item.encode() for item in objects])


def _put(put: Put) -> bytes:
    letters = put.text.encode("cp1251").hex()
    matrix = f"0 1 -1 0 {put.x} {put.y}" if put.turned else f"1 0 0 1 {put.x} {put.y}"
    return f"BT /F {put.size} Tf {matrix} Tm <{letters}> Tj ET".encode()


def _stream(body: bytes) -> bytes:
    return b"<< /Length " + str(len(body)).encode() + b" >>\nstream\n" + body + b"\nendstream"


def _hex(value: str) -> bytes:
    return b"<feff" + value.encode("utf-16-be").hex().encode() + b">"


def _file(objects: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        out
        + f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode()
        + f"trailer << /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    )
