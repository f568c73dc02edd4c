"""One polite request at a time: the only module that talks to the network.

Of each host, robots.txt is asked first and obeyed, and there is a pause between requests. What a server says is
hostile: how long it takes, how much it sends and where it redirects to is bounded.
"""

from __future__ import annotations

import ipaddress
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from sovnlp.errors import MissingPackage
from sovnlp.models import package_version

if TYPE_CHECKING:
    from requests import Response

__all__ = ["ATTEMPTS", "Answer", "Failure", "Network", "user_agent"]

ATTEMPTS = 4
CONNECT, READ, TOTAL = 15.0, 30.0, 300.0
"""Seconds: to connect, without a byte, and for the whole of one answer."""
LONGEST_WAIT = 300.0
MAX_BYTES = 100_000_000
MAX_ROBOTS = 500_000
MAX_REDIRECTS = 5
CHUNK = 65_536
_BUSY = (408, 425, 429, 500, 502, 503, 504)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.IGNORECASE)

T = TypeVar("T")


class Failure(Exception):
    """Why an address gave nothing; ``again`` where another attempt may help, not before ``wait`` seconds."""

    def __init__(self, what: str, *, again: bool = False, wait: float = 0.0) -> None:
        super().__init__(what)
        self.what = what
        self.again = again
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: the address that answered in the end, and the headers that matter later.

    ``changed`` is False where it said that the page is as it was; then nothing was written.
    """

    address: str
    changed: bool
    type: str = ""
    charset: str = ""
    etag: str = ""
    modified: str = ""


@dataclass(slots=True)
class _Host:
    """What is known of one host: its rules, its pause, when it may be asked again, and why it is given up."""

    pause: float
    free: float = 0.0
    rules: RobotFileParser | None = None
    failures: int = 0
    down: str = ""


def user_agent() -> str:
    """Return how sovnlp names itself to servers."""
    version = package_version("sovnlp") or "0"
    return f"sovnlp/{version} (a toolkit for historians; fetches single pages of primary sources; obeys robots.txt)"


class Network:
    """A session with the web; ``pause`` is the least number of seconds between two requests to one host."""

    def __init__(self, *, pause: float = 2.0) -> None:
        try:
            import requests
        except ImportError as cause:
            raise MissingPackage("requests", "fetching", cause) from cause
        self._pause = pause
        self._hosts: dict[str, _Host] = {}
        self._session = requests.Session()
        self._session.headers.update({"User-Agent": user_agent(), "Accept-Encoding": "identity"})

    def free(self, address: str) -> float:
        """Return from when on the host of an address may be asked, on the clock of ``time.monotonic``."""
        return self._host(address).free

    def rest(self, address: str, seconds: float) -> None:
        """Leave the host of an address alone for so long."""
        host = self._host(address)
        host.free = max(host.free, monotonic() + seconds)

    def get(self, address: str, part: Path, *, etag: str = "", modified: str = "") -> Answer:
        """Ask an address once and write what it sends, byte for byte, to ``part``.

        A ``part`` that an interrupted answer left is continued where the server allows it. With ``etag`` or
        ``modified`` the server is asked for the page only if it has changed. Raises ``Failure`` where nothing whole
        came.
        """
        resume = {} if etag or modified else _resumed(part, address)
        headers = {"If-None-Match": etag, "If-Modified-Since": modified, **resume}
        headers = {name: value for name, value in headers.items() if value}
        with self._followed(address, headers, rules=True) as (final, response):
            if response.status_code == 304 and (etag or modified):
                return Answer(final, False)
            _check(response, part if resume else None)
            self._write(response, part, address)
        said = response.headers
        kind = said.get("Content-Type", "")
        charset = _CHARSET.search(kind)
        return Answer(
            final,
            True,
            kind.partition(";")[0].strip().lower(),
            charset[1].lower() if charset else "",
            said.get("ETag", ""),
            said.get("Last-Modified", ""),
        )

    def _host(self, address: str) -> _Host:
        return self._hosts.setdefault(urlsplit(address).netloc.lower(), _Host(self._pause))

    @contextmanager
    def _followed(self, address: str, headers: dict[str, str], *, rules: bool) -> Iterator[tuple[str, Response]]:
        """The answer of an address after redirects, with the address that gave it; each is asked for its ``rules``."""
        seen = []
        here = urldefrag(address).url
        while True:
            if rules:
                self._permit(here)
            seen.append(here)
            response = self._ask(here, headers)
            try:
                if not response.is_redirect:
                    yield here, response
                    return
                here = self._redirected(here, response)
            finally:
                response.close()
                self.rest(seen[-1], self._host(seen[-1]).pause)
            if here in seen:
                raise Failure(f"redirects in a circle ({here})")
            if len(seen) > MAX_REDIRECTS:
                raise Failure(f"redirects more than {MAX_REDIRECTS} times")

    def _ask(self, address: str, headers: dict[str, str]) -> Response:
        """Send one request when its host's turn has come, and return the answer with its body still to be read."""
        from requests import Request, exceptions

        if (seconds := self.free(address) - monotonic()) > 0:
            sleep(seconds)
        try:
            asked = self._session.prepare_request(Request("GET", address, headers=headers))
            ways: Any = self._session.merge_environment_settings(asked.url, {}, True, None, None)
            # Not by the session itself, which reads the whole body of a redirect.
            adapter = self._session.get_adapter(asked.url or "")
            return _within(TOTAL, lambda: adapter.send(asked, timeout=(CONNECT, READ), **ways))
        except exceptions.SSLError as error:
            raise Failure(f"its certificate does not hold ({_short(error)})") from error
        except exceptions.Timeout as error:
            raise Failure("does not answer in time", again=True) from error
        except exceptions.ConnectionError as error:
            raise Failure(f"cannot be reached ({_short(error)})", again=True) from error
        except (exceptions.RequestException, ValueError) as error:
            raise Failure(f"cannot be asked ({_short(error)})") from error

    def _redirected(self, here: str, response: Response) -> str:
        """Where a redirect leads. Raises ``Failure`` where it must not be followed."""
        try:
            target = urldefrag(urljoin(here, self._session.get_redirect_target(response) or "")).url
            old, new = urlsplit(here), urlsplit(target)
            host, before = new.hostname or "", old.hostname or ""
        except ValueError as error:
            raise Failure(f"redirects to no address ({_short(error)})") from error
        if new.scheme not in ("http", "https") or not host:
            raise Failure(f"redirects to what is no web page ({target[:200]})")
        if old.scheme == "https" and new.scheme == "http":
            raise Failure(f"redirects from https to http ({target[:200]})")
        if host != before and _private(host) and not _private(before):
            raise Failure(f"redirects into a private network ({target[:200]})")
        return target

    def _permit(self, address: str) -> None:
        """Raise ``Failure`` where the host cannot be asked, or its robots.txt does not allow the address."""
        host = self._host(address)
        if host.down:
            raise Failure(host.down)
        if host.rules is None:
            try:
                host.rules = self._rules(address)
            except Failure as failure:
                host.failures += 1
                what = f"the host is given up: its robots.txt {failure.what}"
                if host.failures >= ATTEMPTS or not failure.again or failure.wait > LONGEST_WAIT:
                    host.down = what
                raise Failure(what, again=failure.again and not host.down, wait=failure.wait) from failure
            rate = host.rules.request_rate("sovnlp")
            delay = float(host.rules.crawl_delay("sovnlp") or 0)
            host.pause = max(host.pause, delay, rate.seconds / rate.requests if rate and rate.requests else 0.0)
            if host.pause > LONGEST_WAIT:
                host.down = f"its robots.txt asks for {host.pause:,.0f} seconds between requests"
                raise Failure(host.down)
            self.rest(address, host.pause)
        if not host.rules.can_fetch("sovnlp", address):
            raise Failure("its robots.txt does not allow it")

    def _rules(self, address: str) -> RobotFileParser:
        """The robots.txt of a host: all is allowed where it has none, nothing where it may not be read."""
        rules = RobotFileParser()
        with self._followed(urljoin(address, "/robots.txt"), {}, rules=False) as (_, response):
            status = response.status_code
            if status in (401, 403):
                rules.parse(["User-agent: *", "Disallow: /"])
            elif 400 <= status < 500 and status not in _BUSY:
                rules.parse([])
            elif status == 200:
                body = b"".join(_body(response, MAX_ROBOTS, cut=True))
                rules.parse(body.decode("utf-8-sig", "replace").splitlines())
            else:
                raise _refused(response)
        return rules

    def _write(self, response: Response, part: Path, address: str) -> None:
        """Write the body of an answer, or add it to what there is where it is a continuation."""
        begun = part.stat().st_size if response.status_code == 206 else 0
        stated = response.headers.get("Content-Length", "")
        length = int(stated) if stated.isdecimal() else None
        if length is not None and begun + length > MAX_BYTES:
            raise Failure(f"is too large ({begun + length:,} bytes)")
        if not begun:
            _note(part, address, response)
        with part.open("ab" if begun else "wb") as file:
            for piece in _body(response, MAX_BYTES - begun):
                file.write(piece)
                file.flush()
        if not part.stat().st_size:
            raise Failure("is an empty page")


def _body(response: Response, limit: int, *, cut: bool = False) -> Iterator[bytes]:
    """The pieces of a body as they come, decompressed; above ``limit`` bytes it is cut off or a ``Failure``."""
    from urllib3 import exceptions

    deadline = monotonic() + TOTAL
    size = 0
    try:
        while piece := response.raw.read1(CHUNK, decode_content=True):
            size += len(piece)
            if size > limit and cut:
                return
            if size > limit:
                raise Failure(f"is too large (more than {limit:,} bytes)")
            if monotonic() > deadline:
                raise Failure(f"is not through after {TOTAL:,.0f} seconds ({size:,} bytes)", again=True)
            yield piece
    except (exceptions.HTTPError, OSError, ValueError) as error:
        raise Failure(f"broke off after {size:,} bytes ({_short(error)})", again=True) from error


def _check(response: Response, begun: Path | None) -> None:
    """Raise ``Failure`` unless the answer is a page, or the rest of the one that ``begun`` holds."""
    status = response.status_code
    if begun and status in (206, 416):
        starts = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
        if status == 206 and starts and int(starts[1]) == begun.stat().st_size:
            return
        begun.unlink()
        raise Failure("does not continue where it broke off", again=True)
    if status != 200:
        raise _refused(response)


def _refused(response: Response) -> Failure:
    status = response.status_code
    reason = re.sub(r"\s+", " ", response.reason or "").strip()[:60]
    wait = _seconds(response.headers.get("Retry-After", "")) if status in _BUSY else 0.0
    return Failure(f"answers {status} {reason}".rstrip(), again=status in _BUSY, wait=wait)


def _seconds(after: str) -> float:
    """The seconds that Retry-After asks for, given as a number or a date."""
    if after.strip().isdecimal():
        return float(after)
    try:
        return max(0.0, (parsedate_to_datetime(after).astimezone(UTC) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return 0.0


def _note(part: Path, address: str, response: Response) -> None:
    """Write beside ``part`` how it could be continued, where the server has a mark for this state of the page."""
    said = response.headers
    etag = said.get("ETag", "")
    mark = etag if etag and not etag.startswith("W/") else said.get("Last-Modified", "")
    plain = said.get("Content-Encoding", "identity") == "identity"
    beside = _beside(part)
    if mark and plain and said.get("Accept-Ranges", "").lower() != "none":
        beside.write_text(json.dumps({"address": address, "mark": mark}), "utf-8")
    else:
        beside.unlink(missing_ok=True)


def _resumed(part: Path, address: str) -> dict[str, str]:
    """The headers that ask for the rest of an interrupted answer; none where it cannot be continued."""
    try:
        noted = json.loads(_beside(part).read_text("utf-8"))
        size = part.stat().st_size
        if size and noted["address"] == address:
            return {"Range": f"bytes={size}-", "If-Range": str(noted["mark"])}
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return {}


def _beside(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _private(host: str) -> bool:
    """Whether a name leads to an address that is not on the open internet."""
    try:
        found = _within(CONNECT, lambda: socket.getaddrinfo(host, None))
        return any(not ipaddress.ip_address(str(entry[4][0]).partition("%")[0]).is_global for entry in found)
    except (OSError, ValueError, Failure):
        return False


def _within(seconds: float, work: Callable[[], T]) -> T:
    """The result of ``work``, or ``Failure`` where it takes longer: looking up a name knows no limit of its own."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return future.result(seconds)
    except TimeoutError:
        if future.done():
            raise
        raise Failure("does not answer in time", again=True) from None


def _short(error: BaseException) -> str:
    """What an error comes down to, without the addresses of objects."""
    while error.__context__ is not None:
        error = error.__context__
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return re.sub(r"<[^>]*>[:\s]*", "", str(error))[:120] or type(error).__name__
