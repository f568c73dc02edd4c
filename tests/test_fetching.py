"""Fetching from a server on this machine: manners, failures of every kind, and what is kept of it."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from running import Run, run
from webserver import Reply, Site, hangs, page, resumable, site

from sovnlp import keeping, requesting
from sovnlp.document import Document, Source
from sovnlp.errors import EmptySelection, QueryError, SourceError
from sovnlp.fetching import FetchRow, fetch
from sovnlp.keeping import file_name
from sovnlp.reading import read
from sovnlp.sources import sources

__all__ = ["run"]

TEXT = "<html><body><h1>Сводка о складе</h1><p>В Липовке нет гвоздей, сообщает кладовщик Сухов.</p></body></html>"
PAGE = TEXT.encode()


class Clock:
    """A clock that a sleep moves on, so that pauses cost no time and can be read."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 1))
        self.now += seconds


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """No test waits, and none goes through a proxy."""
    clock = Clock()
    monkeypatch.setattr(requesting, "sleep", clock.sleep)
    monkeypatch.setattr(requesting, "monotonic", clock.monotonic)
    monkeypatch.setenv("NO_PROXY", "*")
    return clock


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as opened:
        yield opened


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "sources"


class Desk:
    """A catalogue in the making, and the folder that its sources go to."""

    def __init__(self, folder: Path, into: Path) -> None:
        self.file = folder / "own.toml"
        self.file.write_text('[rights]\nmine = "Composed for a test."\n', "utf-8")
        self.into = into

    def lists(self, name: str, address: str = "", *alternatives: str, **fields: str) -> None:
        stated = {
            "id": name, "title": "О складе", "date": "1930-02", "dating": "composed", "genre": "svodka",
            "language": "ru", "rights": "mine", "address": address, **fields,
        }  # fmt: skip
        lines = [f"{key} = {json.dumps(value)}" for key, value in stated.items() if value]
        with self.file.open("a", encoding="utf-8") as file:
            print("\n[[source]]", *lines, f"alternatives = {json.dumps(alternatives)}", sep="\n", file=file)

    def fetch(self, *ids: str, again: bool = False, pause: float = 2.0) -> list[FetchRow]:
        return list(fetch(ids or None, into=self.into, path=self.file, again=again, pause=pause).rows)

    def one(self, *, again: bool = False) -> FetchRow:
        (row,) = self.fetch(again=again)
        return row

    def manifest(self) -> list[dict[str, str]]:
        with (self.into / "manifest.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def rewrite(self, rows: list[dict[str, str]], delimiter: str = ",") -> None:
        with (self.into / "manifest.csv").open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
            table.writeheader()
            table.writerows(rows)

    def visible(self) -> list[str]:
        return sorted(file.name for file in self.into.iterdir() if not file.name.startswith("."))


@pytest.fixture
def desk(tmp_path: Path, shelf: Path) -> Desk:
    return Desk(tmp_path, shelf)


# --- what is kept -------------------------------------------------------------------------------------------------


def test_a_page_is_kept_with_a_manifest_that_ingest_reads(web: Site, desk: Desk) -> None:
    desk.lists("lipovka-1", web.says("/1", page(PAGE)), archive="Архив", fond="7", opis="1", delo="12", author="Сухов")
    row = desk.one()
    assert row == FetchRow("lipovka-1", "fetched", "lipovka-1.html", len(PAGE), f"{web.address}/1", "")
    assert (desk.into / row.file).read_bytes() == PAGE
    (line,) = desk.manifest()
    assert line["reference"] == "Архив. Ф. 7. Оп. 1. Д. 12" and line["date_kind"] == "written"
    assert line["url"] == f"{web.address}/1" and line["rights"] == "Composed for a test."
    assert line["sha256"] == keeping.checksum(desk.into / row.file) and line["charset"] == "utf-8"
    assert datetime.fromisoformat(line["fetched"]) <= datetime.now(UTC)
    (document,) = read([desk.into])
    assert isinstance(document, Document) and document.date is not None
    assert (document.id, document.genre, document.author) == ("lipovka-1", "svodka", "Сухов")
    assert document.date.edtf == "1930-02" and document.facets["rights"] == "Composed for a test."


def test_a_wrong_charset_does_no_harm(web: Site, desk: Desk) -> None:
    body = TEXT.encode("windows-1251")
    desk.lists("a", web.says("/a", page(body, Content_Type="text/html; charset=ISO-8859-1")))
    desk.one()
    assert (desk.into / "a.html").read_bytes() == body
    assert desk.manifest()[0]["charset"] == "iso-8859-1"
    (document,) = read([desk.into])
    assert isinstance(document, Document) and "Липовке" in document.text


def test_a_charset_that_is_a_formula_is_not_written_down(web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(PAGE, Content_Type="text/html; charset==cmd|x")))
    desk.one()
    assert desk.manifest()[0]["charset"] == ""


@pytest.mark.parametrize(
    ("path", "kind", "body", "name"),
    [
        ("/a", "text/html", PAGE, "a.html"),
        ("/a.php?x=1", "", PAGE, "a.html"),
        ("/a.htm", "", PAGE, "a.htm"),
        ("/a", "text/plain; charset=utf-8", b"words", "a.txt"),
        ("/a.html", "application/pdf", b"%PDF-1.4 words", "a.pdf"),
        ("/a", "application/octet-stream", b"%PDF-1.4 words", "a.pdf"),
        ("/a.exe", "application/x-msdownload", b"words", "a.html"),
        ("/a.csv", "text/csv", b"file\n", "a.html"),
    ],
)
def test_the_kind_of_a_file(path: str, kind: str, body: bytes, name: str, web: Site, desk: Desk) -> None:
    desk.lists("a", web.says(path, page(body, Content_Type=kind)))
    assert desk.one().file == name


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "CON", "nul.txt", "a/b\\c", "-rf", ".hidden", "x" * 300, "a:b", "…"]
)
def test_file_names_are_safe(name: str) -> None:
    made = file_name(name, ".html")
    assert made.endswith(".html") and len(made) < 100
    assert not set(made) & set('/\\:*?"<>|') and made[0] not in ".-" and ".." not in made
    assert made != file_name(name + "x", ".html") and made.partition(".")[0].lower() not in ("con", "nul")


def test_a_hostile_id_stays_in_the_folder(web: Site, desk: Desk) -> None:
    desk.lists("../escaped", web.says("/a", page(PAGE)))
    assert desk.one().status == "fetched"
    assert len(desk.visible()) == 2 and not list(desk.into.parent.glob("escaped*"))
    assert [found.metadata["id"] for found in sources([desk.into]) if isinstance(found, Source)] == ["../escaped"]


def test_what_is_there_is_not_asked_for_again(web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(PAGE)))
    desk.one()
    before, asked = desk.manifest(), len(web.asked)
    assert desk.one().status == "kept"
    assert len(web.asked) == asked and desk.manifest() == before


def test_a_page_that_has_not_changed(web: Site, desk: Desk) -> None:
    desk.lists(
        "a",
        web.says("/a", page(PAGE, ETag='"1"', Last_Modified="Mon, 02 Jan 2023 10:00:00 GMT"), page(b"", status=304)),
    )
    desk.lists("b", web.says("/b", page(PAGE)))
    desk.fetch()
    before = desk.manifest()
    assert [(row.status, row.bytes) for row in desk.fetch(again=True)] == [("unchanged", len(PAGE))] * 2
    (headers,) = (asked.headers for asked in web.asked[2:] if asked.path == "/a")
    assert headers["If-None-Match"] == '"1"' and headers["If-Modified-Since"].endswith("GMT")
    assert desk.manifest() == before and desk.visible() == ["a.html", "b.html", "manifest.csv"]


def test_a_page_that_has_changed_is_kept_beside_the_old_one(web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(PAGE, ETag='"1"'), page(PAGE + b"!", ETag='"2"')))
    desk.one()
    before = desk.manifest()
    for _ in range(2):
        row = desk.one(again=True)
        assert (row.status, row.file) == ("changed", "a.html")
        assert (desk.into / "a.html").read_bytes() == PAGE and desk.manifest() == before
        old, beside, _ = desk.visible()
        assert beside in row.why and (desk.into / beside).read_bytes() == PAGE + b"!"
    assert web.last()["If-None-Match"] == '"1"'
    assert [found.name for found in sources([desk.into]) if isinstance(found, Source)] == ["a.html"]
    (desk.into / "a.html").unlink()
    row = desk.one()
    assert row.status == "fetched" and "not the page that was fetched" in row.why
    assert (desk.into / "a.html").read_bytes() == PAGE + b"!"
    assert desk.manifest()[0]["sha256"] == keeping.checksum(desk.into / "a.html")


def test_a_file_that_was_edited_is_told_and_left(web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(PAGE)))
    desk.one()
    (desk.into / "a.html").write_bytes(b"mine")
    for again in (False, True):
        assert desk.one(again=again).status == "altered"
    assert (desk.into / "a.html").read_bytes() == b"mine" and web.pages() == ["/a"]


def test_a_file_of_your_own_is_not_overwritten(web: Site, desk: Desk) -> None:
    desk.into.mkdir()
    (desk.into / "a.html").write_bytes(b"mine")
    desk.lists("a", web.says("/a", page(PAGE)))
    assert desk.one().status == "changed"
    assert (desk.into / "a.html").read_bytes() == b"mine"


def test_what_was_written_into_the_manifest_stays(web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(PAGE)))
    desk.one()
    rows = desk.manifest()
    rows[0] |= {"title": "Мой заголовок", "village": "Липовка", "url": "x"}
    rows.append({"file": "mine.txt", "title": "Моё"})
    desk.rewrite(rows, ";")
    desk.file.write_text(desk.file.read_text("utf-8").replace("1930-02", "1930-03"), "utf-8")
    desk.lists("b", web.says("/b", page(PAGE + b" ")))
    desk.fetch()
    text = (desk.into / "manifest.csv").read_text("utf-8-sig")
    lines = list(csv.DictReader(text.splitlines(), delimiter=";"))
    assert [line["file"] for line in lines] == ["a.html", "mine.txt", "b.html"]
    assert lines[0]["title"] == "Мой заголовок" and lines[0]["village"] == "Липовка"
    assert lines[0]["date"] == "1930-03" and lines[0]["url"] == f"{web.address}/a"
    assert lines[1]["title"] == "Моё"


def test_a_manifest_that_is_gone_is_written_again(web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(PAGE)))
    desk.one()
    before = desk.manifest()
    (desk.into / "manifest.csv").unlink()
    desk.one()
    assert desk.manifest() == before and web.pages() == ["/a"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("manifest.csv", "title\nA\n"),
        ("manifest.csv", "file,title\na,b,c\n"),
        (".fetched.json", "[1]"),
        (".fetched.json", "{"),
    ],
)
def test_tables_that_cannot_be_read_are_told(name: str, content: str, web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(PAGE)))
    desk.into.mkdir()
    (desk.into / name).write_text(content, "utf-8")
    with pytest.raises(SourceError) as caught:
        desk.one()
    assert name in caught.value.message and caught.value.hint
    assert web.asked == [] and (desk.into / name).read_text("utf-8") == content


def test_one_fetch_at_a_time(web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(PAGE)))
    with keeping.Shelf.writing(desk.into), pytest.raises(SourceError, match="another fetch"):
        desk.one()


# --- manners ------------------------------------------------------------------------------------------------------


def test_who_asks(web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(PAGE)))
    desk.one()
    assert [asked.path for asked in web.asked] == ["/robots.txt", "/a"]
    for asked in web.asked:
        assert asked.headers["User-Agent"].startswith("sovnlp/") and "robots.txt" in asked.headers["User-Agent"]
        assert "@" not in asked.headers["User-Agent"]


def test_robots_are_obeyed(desk: Desk, clock: Clock) -> None:
    rules = b"\xef\xbb\xbfUser-agent: *\nDisallow: /private\nCrawl-delay: 7\n"
    with site(robots=page(rules, Content_Type="text/plain")) as web:
        desk.lists("a", web.says("/private/a", page(PAGE)))
        desk.lists("b", web.says("/b", page(PAGE)))
        desk.lists("c", web.says("/c", page(PAGE)))
        rows = desk.fetch()
        assert [row.status for row in rows] == ["failed", "fetched", "fetched"]
        assert "robots.txt does not allow it" in rows[0].why
        assert web.pages() == ["/b", "/c"] and clock.slept == [7.0, 7.0]


def test_rules_for_sovnlp_by_name(desk: Desk) -> None:
    with site(robots=page(b"User-agent: sovnlp\nDisallow: /\n\nUser-agent: *\nAllow: /\n")) as web:
        desk.lists("a", web.says("/a", page(PAGE)))
        assert desk.one().status == "failed" and web.pages() == []


@pytest.mark.parametrize(
    ("status", "allowed", "asked"),
    [(404, True, 1), (410, True, 1), (403, False, 1), (401, False, 1), (503, False, 4), (501, False, 1)],
)
def test_a_robots_file_that_cannot_be_had(status: int, allowed: bool, asked: int, desk: Desk) -> None:
    with site(robots=page(b"", status=status)) as web:
        for name in "ab":
            desk.lists(name, web.says(f"/{name}", page(PAGE)))
        assert [row.status for row in desk.fetch()] == ["fetched" if allowed else "failed"] * 2
        assert len(web.asked) - len(web.pages()) == asked


def test_a_delay_too_long_to_wait_for(desk: Desk, clock: Clock) -> None:
    with site(robots=page(b"User-agent: *\nCrawl-delay: 86400\n")) as web:
        desk.lists("a", web.says("/a", page(PAGE)))
        assert "86,400 seconds" in desk.one().why
        assert web.pages() == [] and clock.slept == []


def test_pauses_are_by_host_and_hosts_take_turns(web: Site, desk: Desk, clock: Clock) -> None:
    with site() as other:
        for name in ("a", "b"):
            desk.lists(name, web.says(f"/{name}", page(PAGE)))
        desk.lists("c", other.says("/c", page(PAGE)))
        assert [row.status for row in desk.fetch(pause=3)] == ["fetched"] * 3
    # Two pauses suffice for five requests: the other host is asked while the first one rests.
    assert sum(clock.slept) == pytest.approx(6, abs=3.01)
    assert max(clock.slept) <= 3


# --- failures -----------------------------------------------------------------------------------------------------


def test_what_is_not_there_is_asked_for_once(web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(b"gone", status=404)))
    desk.lists("b", web.says("/b", page(PAGE)))
    first, second = desk.fetch()
    assert (first.status, second.status) == ("failed", "fetched")
    assert "/a answers 404 Not Found" in first.why and web.pages().count("/a") == 1
    assert desk.visible() == ["b.html", "manifest.csv"]


def test_an_error_of_the_server_is_tried_again(web: Site, desk: Desk, clock: Clock) -> None:
    desk.lists("a", web.says("/a", page(b"", status=500), page(b"", status=502), page(PAGE)))
    assert desk.one().status == "fetched"
    assert web.pages() == ["/a"] * 3 and clock.slept == [2.0, 2.0, 4.0]


def test_it_is_given_up_after_four_attempts(web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(b"", status=503)))
    assert "answers 503" in desk.one().why
    assert web.pages() == ["/a"] * 4


def test_retry_after_is_obeyed(web: Site, desk: Desk, clock: Clock) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    busy = [page(b"", status=429, Retry_After=after) for after in ("17", soon, "soon")]
    desk.lists("a", web.says("/a", *busy, page(PAGE)))
    assert desk.one().status == "fetched"
    assert clock.slept[:2] == [2.0, 17.0] and 37 < clock.slept[2] <= 40 and clock.slept[3] == 8.0


def test_retry_after_too_long_to_wait_for(web: Site, desk: Desk, clock: Clock) -> None:
    desk.lists("a", web.says("/a", page(b"", status=429, Retry_After="86400")))
    assert "429" in desk.one().why
    assert web.pages() == ["/a"] and max(clock.slept) < 10


def test_a_host_that_is_not_there(desk: Desk) -> None:
    with site() as gone:
        addresses = [gone.address + path for path in ("/a", "/b")]
    for name, address in zip("ab", addresses, strict=True):
        desk.lists(name, address)
    rows = desk.fetch()
    assert [row.status for row in rows] == ["failed", "failed"]
    assert all("cannot be reached" in row.why for row in rows)


def test_redirects_are_followed_and_recorded(web: Site, desk: Desk) -> None:
    end = web.says("/end", page(PAGE))
    desk.lists("a", web.says("/a", page(b"", status=301, Location="/b#part")))
    web.says("/b", page(b"", status=302, Location=end))
    row = desk.one()
    assert row.address == end and desk.manifest()[0]["url"] == end
    assert web.pages() == ["/a", "/b", "/end"]


def test_redirects_in_a_circle(web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(b"", status=302, Location="/b")))
    web.says("/b", page(b"", status=302, Location="/a"))
    assert "in a circle" in desk.one().why and len(web.pages()) == 2


def test_redirects_without_end(web: Site, desk: Desk) -> None:
    for number in range(20):
        web.says(f"/{number}", page(b"", status=302, Location=f"/{number + 1}"))
    desk.lists("a", web.address + "/0")
    assert "more than 5" in desk.one().why and len(web.pages()) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://a.example/", "javascript:alert(1)", "http://[::1"])
def test_redirects_to_what_is_no_page(target: str, web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(b"", status=302, Location=target)))
    row = desk.one()
    assert row.status == "failed" and "redirects to" in row.why


def test_redirects_into_a_private_network(web: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert requesting._private("127.0.0.1") and requesting._private("10.0.0.1") and requesting._private("::1")
    assert not requesting._private("8.8.8.8")
    monkeypatch.setattr(requesting, "_private", lambda host: host == "localhost")
    port = web.address.rpartition(":")[2]
    desk.lists("a", web.says("/a", page(b"", status=302, Location=f"http://localhost:{port}/b")))
    web.says("/b", page(PAGE))
    assert "private network" in desk.one().why and web.pages() == ["/a"]


def test_redirects_from_https_to_http() -> None:
    from requests import Response

    said = Response()
    said.status_code = 302
    said.headers["Location"] = "http://a.example/"
    with pytest.raises(requesting.Failure, match="from https to http"):
        requesting.Network()._redirected("https://a.example/", said)
    said.headers["Location"] = "https://a.example/b"
    assert requesting.Network()._redirected("http://a.example/", said) == "https://a.example/b"


def test_a_redirect_asks_the_rules_of_its_host(web: Site, desk: Desk) -> None:
    with site(robots=page(b"User-agent: *\nDisallow: /\n")) as other:
        desk.lists("a", web.says("/a", page(b"", status=302, Location=other.says("/b", page(PAGE)))))
        assert "does not allow" in desk.one().why and other.pages() == []


def test_alternatives_are_tried_in_order(web: Site, desk: Desk) -> None:
    addresses = [
        web.says("/a", page(b"", status=404)),
        web.says("/b", page(b"", status=403)),
        web.says("/c", page(PAGE)),
    ]
    desk.lists("a", *addresses)
    row = desk.one()
    assert (row.status, row.address) == ("fetched", addresses[2])
    assert "404" in row.why and "403" in row.why
    assert desk.manifest()[0]["url"] == addresses[2]
    web.asked.clear()
    assert desk.one(again=True).status == "unchanged" and web.pages() == ["/c"]


def test_an_answer_that_breaks_off_is_not_kept(web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(PAGE, cut=20)))
    row = desk.one()
    assert row.status == "failed" and "broke off after 20 bytes" in row.why
    assert web.pages() == ["/a"] * 4 and all("Range" not in asked.headers for asked in web.asked)
    assert not (desk.into / "a.html").exists()


def test_an_answer_that_breaks_off_is_continued(web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", *resumable(PAGE, '"1"', cut=20)))
    assert desk.one().status == "fetched"
    assert (desk.into / "a.html").read_bytes() == PAGE
    assert web.last()["Range"] == "bytes=20-" and web.last()["If-Range"] == '"1"'
    assert sorted(file.name for file in desk.into.glob(".*")) == [".fetch.lock", ".fetched.json"]


def test_a_page_that_changed_meanwhile_is_fetched_anew(web: Site, desk: Desk) -> None:
    new = PAGE + b" and more"
    desk.lists("a", web.says("/a", page(PAGE, ETag='"1"', cut=20), page(new, ETag='"2"')))
    desk.one()
    assert web.last()["Range"] == "bytes=20-" and (desk.into / "a.html").read_bytes() == new


@pytest.mark.parametrize("wrong", ["bytes 5-9/10", "", "bytes */10"])
def test_a_wrong_continuation_is_not_taken(wrong: str, web: Site, desk: Desk) -> None:
    answers = page(PAGE, ETag='"1"', cut=20), page(b"xxxxx", status=206, Content_Range=wrong), page(PAGE)
    desk.lists("a", web.says("/a", *answers))
    desk.one()
    assert (desk.into / "a.html").read_bytes() == PAGE


def test_a_range_beyond_the_page_begins_anew(web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(PAGE, ETag='"1"', cut=20), page(b"", status=416), page(PAGE)))
    assert desk.one().status == "fetched" and (desk.into / "a.html").read_bytes() == PAGE


def test_a_weak_mark_does_not_continue(web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(PAGE, ETag='W/"1"', cut=20), page(PAGE)))
    assert desk.one().status == "fetched" and web.last()["Range"] is None


def test_a_fetch_that_was_killed_goes_on(web: Site, desk: Desk) -> None:
    head = f'HTTP/1.1 200 OK\r\nContent-Length: {len(PAGE)}\r\nETag: "1"\r\n\r\n'.encode()
    desk.lists("a", web.says("/a", page(PAGE)))
    desk.lists("b", web.says("/b", hangs(head + PAGE[:30]), *resumable(PAGE, '"1"', cut=0)[1:]))
    desk.lists("c", web.says("/c", page(PAGE)))
    code = (
        "from pathlib import Path; from sovnlp.fetching import fetch; "
        f"fetch(None, into=Path({str(desk.into)!r}), path=Path({str(desk.file)!r}), pause=0.01)"
    )
    killed = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "NO_PROXY": "*"})
    part, until = desk.into / ".b.part", time.monotonic() + 30
    while time.monotonic() < until and not (part.exists() and part.stat().st_size == 30):
        time.sleep(0.02)
    killed.kill()
    killed.wait(10)
    assert desk.visible() == ["a.html", "manifest.csv"]
    web.asked.clear()
    assert [row.status for row in desk.fetch()] == ["kept", "fetched", "fetched"]
    assert (desk.into / "b.html").read_bytes() == PAGE
    assert [asked.headers["Range"] for asked in web.asked if asked.path == "/b"] == ["bytes=30-"]
    assert "/a" not in web.pages()


def test_a_fetch_killed_before_it_wrote_down_what_it_has(web: Site, desk: Desk) -> None:
    desk.into.mkdir()
    (desk.into / "a.html").write_bytes(PAGE)
    desk.lists("a", web.says("/a", page(PAGE)))
    assert desk.one().status == "fetched" and len(desk.manifest()) == 1
    assert desk.visible() == ["a.html", "manifest.csv"]


@pytest.mark.parametrize(
    "slow",
    [
        hangs(),
        hangs(b"HTTP/1.1 200 OK\r\nX-Slow: ", every=0.05),
        hangs(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nbegun"),
        hangs(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nbegun", every=0.05),
    ],
    ids=["says nothing", "drips its headers", "stops", "drips"],
)
def test_a_slow_server_is_given_up(slow: Reply, web: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requesting, "monotonic", time.monotonic)
    monkeypatch.setattr(requesting, "sleep", lambda _: None)
    monkeypatch.setattr(requesting, "READ", 0.3)
    monkeypatch.setattr(requesting, "TOTAL", 0.5)
    desk.lists("a", web.says("/a", slow), web.says("/b", page(PAGE)))
    begun = time.monotonic()
    row = desk.one()
    assert row.status == "fetched" and row.address.endswith("/b")
    assert time.monotonic() - begun < 4 and web.pages() == ["/a"] * 4 + ["/b"]


@pytest.mark.parametrize("stated", [True, False])
def test_what_is_too_large_is_not_taken(stated: bool, web: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requesting, "MAX_BYTES", 1000)
    length = {} if stated else {"Content_Length": ""}
    desk.lists("a", web.says("/a", page(b"x" * 5000, **length)))
    assert "too large" in desk.one().why and len(web.pages()) == 1
    assert not (desk.into / "a.html").exists()


def test_an_empty_page_is_a_failure(web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(b"")))
    assert "is an empty page" in desk.one().why


def test_a_page_that_is_packed_all_the_same(web: Site, desk: Desk) -> None:
    import gzip

    desk.lists("a", web.says("/a", page(gzip.compress(PAGE), Content_Encoding="gzip", ETag='"1"')))
    desk.one()
    assert (desk.into / "a.html").read_bytes() == PAGE and web.last()["Accept-Encoding"] == "identity"


def test_a_packed_page_that_is_damaged(web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(b"not packed", Content_Encoding="gzip"), page(PAGE)))
    assert desk.one().status == "fetched"


# --- what is asked for --------------------------------------------------------------------------------------------


def test_a_source_without_an_address(desk: Desk) -> None:
    desk.lists("a", print="Правда, 1930, № 5")
    row = desk.one()
    assert (row.status, row.file) == ("no address", "") and "Правда, 1930, № 5" in row.why


def test_only_what_is_named_or_left_by_the_filters(web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(PAGE)))
    desk.lists("b", web.says("/b", page(PAGE)), genre="letter")
    assert [row.id for row in desk.fetch("b")] == ["b"]
    assert [row.id for row in fetch(None, genre="svodka", into=desk.into, path=desk.file).rows] == ["a"]
    with pytest.raises(QueryError, match="no source c"):
        desk.fetch("c")
    with pytest.raises(EmptySelection):
        fetch(None, genre="trial", into=desk.into, path=desk.file)
    with pytest.raises(QueryError, match="no source is named"):
        fetch([], into=desk.into, path=desk.file)


def test_the_command(web: Site, desk: Desk, run: Run) -> None:
    desk.lists("a", web.says("/a", page(PAGE)))
    desk.lists("b", web.says("/b", page(b"", status=404)))
    desk.lists("c", print="Труд")
    arguments = ("--from", desk.file, "--into", desk.into)
    ran = run("fetch", "--all", *arguments, "--json")
    said = json.loads(ran.out)
    assert ran.code == 0 and [row["status"] for row in said["rows"]] == ["fetched", "failed", "no address"]
    assert said["title"].startswith("1 of 3 sources") and said["receipt"]["analysis"] == "fetch"
    assert ran.err.count("problem: ") == 1 and "problem: b (failed): " in ran.err
    ran = run("fetch", "b", *arguments)
    assert ran.code == 1 and "answers 404" in ran.err and "sovnlp: nothing could be fetched" in ran.err
    assert run("fetch", *arguments).code == run("fetch", "a", "--all", *arguments).code == 2
    assert run("fetch", "a", *arguments, "--pause", "0").code == 2
    listed = json.loads(run("catalogue", "--from", desk.file, "--json").out)
    assert [row["id"] for row in listed["rows"]] == ["a", "b", "c"]
    assert run("catalogue", "a", "--genre", "letter").code == 2


def test_progress_is_told(web: Site, desk: Desk) -> None:
    desk.lists("a", web.says("/a", page(PAGE)))
    desk.lists("b", print="Труд")
    told: list[tuple[str, int, int | None, int]] = []
    fetch(None, into=desk.into, path=desk.file, progress=lambda *said: told.append(said))
    assert told == [("fetching", 1, 2, 0), ("fetching", 2, 2, 0)]


def test_nothing_of_the_network_is_loaded_before_it_is_needed(tmp_path: Path) -> None:
    code = "import sys, sovnlp.fetching, sovnlp.cli; print('requests' in sys.modules, 'urllib3' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert done.stdout == "False False\n"
