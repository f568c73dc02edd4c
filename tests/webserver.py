"""A web server on this machine that answers as it is told, badly if need be, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import http.server
import threading
from collections.abc import Callable, Iterator
from email.message import Message
from typing import NamedTuple

__all__ = ["Asked", "Reply", "Site", "hangs", "page", "resumable", "site"]

Reply = Callable[["Handler"], None]


class Asked(NamedTuple):
    """One request: its path and its headers."""

    path: str
    headers: Message


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers each path by the next reply of its list; the last one stays."""

    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append(Asked(self.path, self.headers))
        self.close_connection = True
        replies = self.site.replies.get(self.path, [page(b"not here", status=404)])
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        with contextlib.suppress(ConnectionError):
            reply(self)

    def log_message(self, *_: object) -> None: ...


class Site:
    """What a server says, path by path, and what it was asked."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[Asked] = []
        self.stopping = threading.Event()

    def says(self, path: str, *replies: Reply) -> str:
        """Set what a path answers, one reply a request, and return its address."""
        self.replies[path] = list(replies)
        return self.address + path

    def pages(self) -> list[str]:
        """The paths asked for, without robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def last(self) -> Message:
        """The headers of the last request."""
        return self.asked[-1].headers


def page(body: bytes, *, status: int = 200, cut: int | None = None, **headers: str) -> Reply:
    """A reply with this body, of which only ``cut`` bytes are sent; ``_`` in the name of a header is a hyphen."""

    def reply(handler: Handler) -> None:
        handler.send_response(status)
        stated = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), "Connection": "close"}
        for name, value in {**stated, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
            if value:
                handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body[:cut])

    return reply


def hangs(begun: bytes = b"", *, every: float = 60.0) -> Reply:
    """A reply that sends ``begun`` and then a byte every so many seconds, until the test is over."""

    def reply(handler: Handler) -> None:
        handler.wfile.write(begun)
        handler.wfile.flush()
        while not handler.site.stopping.wait(every):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    return reply


def resumable(body: bytes, mark: str, *, cut: int) -> list[Reply]:
    """Two replies: one that breaks off after ``cut`` bytes, and one that continues where it is asked to."""

    def rest(handler: Handler) -> None:
        span = handler.headers.get("Range", "")
        if span and handler.headers.get("If-Range") == mark:
            start = int(span.removeprefix("bytes=").removesuffix("-"))
            stated = f"bytes {start}-{len(body) - 1}/{len(body)}"
            page(body[start:], status=206, Content_Range=stated, ETag=mark)(handler)
        else:
            page(body, ETag=mark)(handler)

    return [page(body, ETag=mark, cut=cut), rest]


@contextlib.contextmanager
def site(**replies: Reply) -> Iterator[Site]:
    """A server on a port of its own; ``robots`` answers /robots.txt, which else is not there."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    answers = Site(f"http://127.0.0.1:{server.server_address[1]}")
    server.RequestHandlerClass = type("OfThisSite", (Handler,), {"site": answers})
    if "robots" in replies:
        answers.says("/robots.txt", replies["robots"])
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield answers
    finally:
        answers.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
