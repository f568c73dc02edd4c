"""Speed and peak memory of the formats, one fresh process for each file.

    python bench/formats.py [--pages 500] [--megabytes 30]

The files are made for the purpose: a PDF of justified pages with heads, numbers and notes, pages of HTML with much and
with little markup, and the same text as EPUB, FB2, DOCX and plain text. Memory is the peak of the process less that of
one that starts Python and does nothing; the bar is 200 MB and ten times the size of the file.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

WORDS = (
    "мост дрова завод станция вагон рабочий собрание постановление хлеб уголь дорога заседание президиум вопрос доклад"
    " не и в на что по уезд правление возы торф плотник однако весной через который"
).split()


def paragraphs(seed: int = 1) -> Iterator[str]:
    chance = random.Random(seed)
    while True:
        yield " ".join(chance.choice(WORDS) for _ in range(chance.randint(30, 120))).capitalize() + "."


def until(size: int, pattern: str) -> str:
    """Paragraphs set into ``pattern`` until there are ``size`` bytes of them."""
    found, reached = [], 0
    for text in paragraphs():
        found.append(pattern.format(text, text.replace(" ", "</span> <span>") if "{1}" in pattern else ""))
        reached += len(found[-1].encode())
        if reached >= size:
            return "".join(found)
    return ""


def pdf(pages: int) -> bytes:
    from tests.formats.printing import Put, fill, justified, press

    texts = paragraphs()
    waiting: list[tuple[int, str, bool]] = []
    printed = []
    for number in range(1, pages + 1):
        page = [Put(200, 800, f"Протоколы собрания, {number}"), Put(72, 60, f"{number} Так в тексте.", 8)]
        for y in range(770, 90, -14):
            while not waiting:
                lines = fill("     " + next(texts), 430)
                waiting = [(20 if at == 0 else 0, line, at == len(lines) - 1) for at, line in enumerate(lines)]
            indent, line, last = waiting.pop(0)
            page += [Put(72, y, line)] if last else justified(72 + indent, y, line, 450 - indent)
        printed.append(page)
    return press(printed)


def make(folder: Path, pages: int, megabytes: int) -> None:
    """Make the files; in a process of its own, as what it holds would count as the memory of those it starts."""
    from tests.formats.test_docx import W
    from tests.formats.test_epub import PAGE, packed

    size = megabytes * 1_000_000
    chapter = PAGE.format(until(400_000, "<p>{0}</p>\n"))
    (folder / "pages.pdf").write_bytes(pdf(pages))
    (folder / "page.html").write_text(until(size, "<p>{0}<sup>1</sup></p>\n"))
    (folder / "page, tag a word.html").write_text(until(size, "<p class='t'><span>{1}</span></p>\n"))
    (folder / "book.epub").write_bytes(packed({f"chapter{number}": chapter for number in range(12)}))
    (folder / "book.fb2").write_text(f"<FictionBook><body>{until(size // 5, '<p>{0}</p>')}</body></FictionBook>")
    (folder / "text.txt").write_text(until(size, "{0}\n"))
    with zipfile.ZipFile(folder / "report.docx", "w", zipfile.ZIP_DEFLATED) as box:
        body = until(size // 2, "<w:p><w:r><w:t>{0}</w:t></w:r></w:p>")
        box.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")


def measure(path: Path) -> None:
    """Read one file in this process and print seconds, peak in bytes and characters."""
    from sovnlp.formats import FORMATS
    from sovnlp.sources import KINDS

    data, kind = path.read_bytes(), KINDS[path.suffix]
    start = time.perf_counter()
    read = sum(len(extract.text) for extract in FORMATS[kind](data, None))
    print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, read)


def in_process(*arguments: str) -> list[float]:
    done = subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True)
    return [float(part) for part in done.stdout.split()]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--pages", type=int, default=500)
    options.add_argument("--megabytes", type=int, default=30)
    options.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.make or chosen.measure:
        make(chosen.make, chosen.pages, chosen.megabytes) if chosen.make else measure(chosen.measure)
        return
    (idle,) = in_process("-c", "import resource as r; print(r.getrusage(r.RUSAGE_SELF).ru_maxrss * 1024)")
    print("| file | MB | seconds | MB/s of file | MB/s of text in UTF-8 | peak MB | bar | held |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as temporary:
        sizes = ["--pages", str(chosen.pages), "--megabytes", str(chosen.megabytes)]
        in_process(__file__, "--make", temporary, *sizes)
        for path in sorted(Path(temporary).iterdir()):
            size = path.stat().st_size / 1e6
            seconds, peak, chars = in_process(__file__, "--measure", str(path))
            used, bar = (peak - idle) / 1e6, 200 + 10 * size
            print(
                f"| {path.name} | {size:.1f} | {seconds:.2f} | {size / seconds:.1f} "
                f"| {1.8 * chars / 1e6 / seconds:.1f} | {used:.0f} | {bar:.0f} | {'yes' if used <= bar else 'NO'} |"
            )


if __name__ == "__main__":
    main()
