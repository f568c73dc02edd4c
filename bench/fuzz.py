"""Feed every reader and format with damaged and invented input, guided by coverage, and check what comes out.

    python bench/fuzz.py [--runs N] [--jobs N] [--only TARGET…] [--keep FOLDER]

Each target runs in a process of its own under atheris (pip install atheris; Linux and macOS). A crash, a hang of more
than ten seconds, an offset outside the text or a segment that overlaps another ends the target; the input is written to
FOLDER (default ``fuzz``), so that it can be made a test. Half of the readers' inputs are random characters, half are
put together from what such documents are made of.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
READERS = ("speech", "stenogram", "svodka", "trial", "interrogation", "newspaper", "decree", "letter", "plain")
TEXTS = ("dates", "references", "editorial", "genres", "turns")
SLOW = ("docx", "pdf", "epub")
PIECES = (
    "\n", "\n\n", " ", ". ", ": ", "(", ")", "[", "]", "— ", "- ", "«", "»", "<", ">", "…", "\u00a0", "\u2028", "\x0c",
    "ЛУГОВОЙ. ", "ЛУГОВОЙ: ", "Луговой (председательствующий.) ", "THE PRESIDENT: ", "Vetlugin: ", "II мужчина: ",
    "Голос с места. ", "(Смех.)", "(Осинкин. А уголь?)", "(Бурные аплодисменты)", "(Laughter.)", "22.30\n",
    "ВОПРОС: ", "ОТВЕТ: ", "Вопрос Осинкину: ", "Question: ", "Answer: ", "ПРОТОКОЛ ДОПРОСА\n", "Записано с моих слов.",
    "Утреннее заседание 23 января\n", "ДОПРОС ПОДСУДИМОГО ЛОПУХОВА\n", "says Vetlugin. ", "Continuing, Lopukhov says: ",
    "СОВЕРШЕННО СЕКРЕТНО\n", "№ 900 (1200) ", "за 28 июля 1921 г. 29 июля 1921 г.", "Ст. 1. ", "1. ", "а) ", "II.\n",
    "ПОСТАНОВЛЕНИЕ\n", "от 31 июня 1919 года\n", "постановляет:\n", "Москва, Кремль. 10 февраля 1936 г. № 239.",
    "ЗАОЗЕРСКАЯ ПРАВДА\n", "СМОЛЕНСК, 3 мая. (ТАСС). ", "Дорогой тов. Рябинин!\n", "С приветом Осинкин.\n", "P. S. ",
    "ГАРФ. Ф. 5451. Оп. 43. Д. 30. Л. 101–99 об. Копия.\n", "Там же. Л. 5.", "RGASPI, f. 558, op. 11, d. 45, l. 22",
    "Правда. 1930. № 5. 3 января. С. 2", "_______________\n", "1 Так в документе.\n", "[3]", "1*", "дров1 ",
    "с<его> г<ода> ",
    "5/III-37", "8.V.ЗЗ г.", "б/д", "не позднее 12 марта 1931", "в ночь на 1 июля", "23 февраля – 5 марта 1937 г.",
    "слово ", "Дороги размыты. ", "The road is gone. ", "Кулак прячет хлеб. ", "парт-\nийный ", "17", "1", "А", "z",
)  # fmt: skip


class Unsound(Exception):
    """What came out does not hold together."""


def check(text: str, segments: Sequence[object], whole: bool = True) -> None:
    """Segments lie inside the text, in order, without overlap; where ``whole``, they hold all that is not blank."""
    reached = 0
    for segment in segments:
        start, stop = segment.start, segment.stop  # type: ignore[attr-defined]
        if not reached <= start < stop <= len(text):
            raise Unsound(f"{segment} after {reached} in {len(text)} characters")
        if whole and text[reached:start].strip():
            raise Unsound(f"lost: {text[reached:start]!r}")
        reached = stop
    if whole and text[reached:].strip():
        raise Unsound(f"lost at the end: {text[reached:]!r}")


def composed(data: bytes) -> str:
    """A text out of the bytes of the fuzzer: characters as they come, or pieces of documents."""
    if not data or data[0] % 2:
        return data[1:].decode("utf-8", "replace")
    return "".join(PIECES[byte % len(PIECES)] for byte in data[1:])


def reader(name: str) -> Callable[[bytes], None]:
    """Read a text as a genre."""
    from sovnlp.document import Extract
    from sovnlp.readers import READERS as shelf
    from sovnlp.text import editorial

    def run(data: bytes) -> None:
        text = composed(data)
        extract = Extract(text)
        apart = editorial.find(extract)
        masked = editorial.mask(text, apart)
        if len(masked) != len(text):
            raise Unsound("masking moves the text")
        segments = [segment for part in shelf[name](Extract(masked)) for segment in part.segments]
        check(masked, segments)
        check(text, list(editorial.weave(text, segments, apart)))

    return run


def format_(name: str) -> Callable[[bytes], None]:
    """Read bytes as a file of a format; one input in sixteen goes the whole way to documents."""
    from sovnlp.document import Document, Source
    from sovnlp.errors import SourceError
    from sovnlp.formats import FORMATS
    from sovnlp.reading import read_source

    def run(data: bytes) -> None:
        if sum(data) % 16:
            with contextlib.suppress(SourceError):
                for extract in FORMATS[name](data, None):
                    check(extract.text, extract.segments, whole=False)
                    check(extract.text, extract.apart, whole=False)
                    if any(not 0 <= start <= stop <= len(extract.text) for start, stop, _ in extract.paragraphs):
                        raise Unsound("a paragraph outside the text")
            return
        for found in read_source(Source("f", "f", name, data, "0" * 64)):
            if isinstance(found, Document):
                check(found.text, found.segments, whole=False)

    return run


def finder(name: str) -> Callable[[bytes], None]:
    """Look for dates, references and the like in a text."""
    from sovnlp.document import Extract
    from sovnlp.text import editorial
    from sovnlp.text.dateline import read_dateline
    from sovnlp.text.dates import find_dates, infer_date
    from sovnlp.text.genres import recognize
    from sovnlp.text.references import find_references, parse_references
    from sovnlp.text.speakers import speaker_id

    def run(data: bytes) -> None:
        text = composed(data)
        if name == "dates":
            infer_date(text)
            read_dateline(text[:200])
            spans = [(start, stop, date.printed) for start, stop, date in find_dates(text)]
        elif name == "references":
            parse_references(text[:300])
            spans = [(start, stop, reference.printed) for start, stop, reference in find_references(text)]
        elif name == "editorial":
            check(text, editorial.find(Extract(text)), whole=False)
            spans = []
        else:
            recognize(text)
            speaker_id(text[:80])
            spans = []
        reached = 0
        for start, stop, printed in spans:
            if not reached <= start < stop <= len(text) or text[start:stop] != printed:
                raise Unsound(f"{start}, {stop}, {printed!r} in {text!r}")
            reached = stop

    return run


def formats() -> list[str]:
    """The formats there are."""
    sys.path.insert(0, str(ROOT))
    from sovnlp.formats import FORMATS

    return list(FORMATS)


PROSE = "О ходе сева\n\nКулак прячет хлеб. 9 июля 1928 г.\n\nДороги размыты, мост не починен.\n"
BODY = "".join(f"<p>{line}</p>" for line in PROSE.split("\n\n"))
XML = '<?xml version="1.0" encoding="utf-8"?>'
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="a.opf"/></rootfiles></container>'
)
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
    '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="a"/></spine></package>'
)
SEEDS = {
    "html": f"<html><head><title>О севе</title></head><body><h1>О севе</h1>{BODY}<hr/><p>Два<sup>1</sup></p></body>"
    "</html>",
    "fb2": f'{XML}<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><body><section><title><p>О севе</p>'
    f"</title>{BODY}</section></body></FictionBook>",
    "tei": f'{XML}<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><div><u who="#a"><seg>Мост готов.'
    f'</seg><kinesic/><note>Смех</note></u>{BODY}<pb n="2"/></div></body></text></TEI>',
    "vrt": '<text id="a" title="О севе">\n<s>\nКулак\tкулак\tNOUN\n<g/>\n.\t.\tPUNCT\n</s>\n</text>\n',
    "conllu": "# newdoc id = a\n# text = Кулак прячет.\n1\tКулак\tкулак\tNOUN\t_\t_\t0\troot\t_\t_\n"
    "2\tпрячет\tпрятать\tVERB\t_\t_\t1\tdep\t_\tSpaceAfter=No\n\n",
    "jsonl": '{"text": "Кулак прячет хлеб.", "title": "О севе", "date": "1928"}\n{"text": 5}\n',
    "table": 'id,text,date\n1,«Кулак прячет хлеб»,1928\n2,"Мост\nготов",\n',
    "wordpress": '[{"id": 1, "link": "https://example.org/a", "title": {"rendered": "О севе"}, '
    '"content": {"rendered": "<p>Мост готов.</p>"}}]',
    "markdown": f"---\ntitle: О севе\n---\n# О севе\n\n{PROSE}",
    "plain": f"---\ntitle: О севе\n---\n{PROSE}",
}


def seed(name: str) -> bytes:
    """A small sound file of a format."""
    stream = io.BytesIO()
    if name == "docx":
        import docx

        document = docx.Document()
        document.add_heading("О ходе сева", 1)
        document.add_paragraph(PROSE)
        document.add_table(1, 2).cell(0, 0).text = "Мост"
        document.save(stream)
    elif name == "epub":
        with zipfile.ZipFile(stream, "w") as box:
            box.writestr("mimetype", "application/epub+zip")
            box.writestr("META-INF/container.xml", CONTAINER)
            box.writestr("a.opf", PACKAGE)
            box.writestr("a.xhtml", f"<html><body><h1>О севе</h1>{BODY}</body></html>")
    elif name == "pdf":
        sys.path.insert(0, str(ROOT / "tests" / "formats"))
        from printing import Put, press

        return press([[Put(72, 700, "Кулак прячет хлеб."), Put(72, 40, "17")], [Put(72, 700, "Мост готов.")]])
    return stream.getvalue() or SEEDS.get(name, "").encode()


def one(name: str, runs: int, keep: Path) -> None:
    """Run one target in this process; the fuzzer ends it."""
    import atheris

    sys.path.insert(0, str(ROOT))
    with atheris.instrument_imports(include=["sovnlp"]):
        make = reader if name.startswith("read:") else finder if name.startswith("text:") else format_
        run = make(name.partition(":")[2])
    with tempfile.TemporaryDirectory() as corpus:
        if name.startswith("format:"):
            (Path(corpus) / "seed").write_bytes(seed(name.partition(":")[2]))
        longest = 4_000 if name.startswith("format:") else 120
        options = [f"-runs={runs}", "-timeout=10", f"-max_len={longest}", "-rss_limit_mb=4096", "-len_control=0"]
        atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={keep}/{name.replace(':', '-')}-", corpus], run)
        atheris.Fuzz()


def apart(name: str, runs: int, keep: Path) -> tuple[str, int, float, int, str]:
    """Run one target in another process: its name, inputs, seconds, exit code and what it said."""
    start = time.perf_counter()
    command = [sys.executable, __file__, "--runs", str(runs), "--keep", str(keep), "--target", name]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    said = done.stderr
    ran = re.findall(r"Done (\d+) runs", said)
    return name, int(ran[-1]) if ran else 0, time.perf_counter() - start, done.returncode, said


def main() -> None:
    """Run every target and print one line for each."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument(
        "--runs", type=int, default=50_000, help="inputs for each target; a tenth for zipped formats"
    )
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("--only", nargs="*", default=[])
    arguments.add_argument("--keep", type=Path, default=Path("fuzz"))
    arguments.add_argument("--target", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    options.keep.mkdir(parents=True, exist_ok=True)
    if options.target:
        one(options.target, options.runs, options.keep)
        return
    names = [*(f"read:{n}" for n in READERS), *(f"text:{n}" for n in TEXTS), *(f"format:{n}" for n in formats())]
    names = [name for name in names if not options.only or any(part in name for part in options.only)]
    total = 0
    print(f"{'target':22} {'inputs':>9} {'seconds':>8} {'inputs/s':>9}")
    with ThreadPoolExecutor(options.jobs) as pool:
        runs = [options.runs // 10 if name.partition(":")[2] in SLOW else options.runs for name in names]
        for name, ran, seconds, code, said in pool.map(apart, names, runs, [options.keep] * len(names)):
            total += ran
            print(
                f"{name:22} {ran:9,} {seconds:8.1f} {ran / seconds:9,.0f}  {'sound' if not code else 'FAILED'}",
                flush=True,
            )
            if code:
                lines = [line for line in said.splitlines() if not re.match(r"#\d+|INFO|WARNING|NEW_FUNC", line)]
                print("    " + "\n    ".join(lines[-25:]), flush=True)
    print(f"{'all':22} {total:9,}")


if __name__ == "__main__":
    main()
