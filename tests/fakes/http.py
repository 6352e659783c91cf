"""A registry in this process: real HTTP on loopback, with the bad days of a network.

It keeps what it was asked, in `FakeServer.requests`.
"""

from __future__ import annotations

import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

HTML = "<html><head><title>502 Bad Gateway</title></head><body><h1>nginx</h1></body></html>"
Self = TypeVar("Self", bound="FakeServer")
WRITES = ("POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Request:
    """What was asked."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any

    @property
    def is_write(self) -> bool:
        return self.method in WRITES


@dataclass(frozen=True)
class Answer:
    """What is said in return; *body* is JSON, or text as it is."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.body if isinstance(self.body, str) else json.dumps(self.body)


@dataclass
class Faults:
    """Switches; all off. Numbers of requests and writes begin with 1.

    Attributes:
        page_size: At most so many items a page, whatever was asked for.
        end: What the last page has for a next cursor: ``absent``, ``null`` or ``empty``.
        never_ends: Whether the last page refers back to the first.
        too_many: Numbers of the requests answered 429.
        retry_after: The header on a 429; None leaves it out.
        fail_every_write: Every so many writes are answered 503.
        fail_when_done: Whether such a write is carried out all the same.
        fail_status: In place of 503.
        html_errors: Whether failures come as a page of some proxy.
        slow: Seconds before each answer.
        cut: Numbers of the requests whose answer breaks off in mid-body.
        stale_reads: So many reads after a write still see what was before it.
        before_write: Called once, before the first write: somebody else's edit.
        refuse: Answers everything: 401, 403, a redirect.
        huge: Megabytes of the answer to every read; 0 for what it is.
    """

    page_size: int | None = None
    end: str = "absent"
    never_ends: bool = False
    too_many: frozenset[int] = frozenset()
    retry_after: str | None = "0"
    fail_every_write: int = 0
    fail_when_done: bool = False
    fail_status: int = 503
    html_errors: bool = False
    slow: float = 0.0
    cut: frozenset[int] = frozenset()
    stale_reads: int = 0
    before_write: Callable[[], None] | None = None
    refuse: Answer | None = None
    huge: int = 0


class FakeServer(ABC):
    """Serves what `answer` says; one request at a time, on a port of its own.

    Attributes:
        faults: May be changed between requests.
        requests: In the order they came.
        violations: What a real registry would not take, or would never say.
    """

    def __init__(self, faults: Faults | None = None) -> None:
        self.faults = faults or Faults()
        self.requests: list[Request] = []
        self.violations: list[str] = []
        self._writes = 0
        self._lock = threading.Lock()
        self._waiting = threading.Event()
        self._server = ThreadingHTTPServer(
            ("127.0.0.1", 0), type("Bound", (_Handler,), {"fake": self})
        )
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def writes(self) -> list[Request]:
        return [request for request in self.requests if request.is_write]

    def __enter__(self: Self) -> Self:  # noqa: PYI019 - Python 3.10 has no Self
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._waiting.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @abstractmethod
    def answer(self, request: Request) -> Answer:
        """Return what the registry says to *request*."""

    def too_many(self) -> Answer:
        """Return its 429."""
        return Answer(429, {"message": "Too many requests"})

    def failure(self, status: int) -> Answer:
        """Return its own words for a failure."""
        return Answer(status, {"message": "Service unavailable"})

    def handled(self, request: Request) -> Answer:
        """Return what is said to *request*, faults included."""
        self.requests.append(request)
        faults = self.faults
        if faults.refuse:
            return faults.refuse
        if len(self.requests) in faults.too_many:
            headers = {} if faults.retry_after is None else {"Retry-After": faults.retry_after}
            said = self.too_many()
            return Answer(said.status, said.body, {**said.headers, **headers})
        if request.is_write:
            return self._written(request)
        said = self.answer(request)
        return Answer(200, "x" * faults.huge * 1024 * 1024) if faults.huge else said

    def _written(self, request: Request) -> Answer:
        faults = self.faults
        if faults.before_write:
            edit, faults.before_write = faults.before_write, None
            edit()
        self._writes += 1
        fails = faults.fail_every_write and self._writes % faults.fail_every_write == 0
        if not fails:
            return self.answer(request)
        if faults.fail_when_done:
            self.answer(request)
        if faults.html_errors:
            return Answer(faults.fail_status, HTML, {"Content-Type": "text/html"})
        return self.failure(faults.fail_status)


class _Handler(BaseHTTPRequestHandler):
    fake: FakeServer
    protocol_version = "HTTP/1.1"
    # Else each small answer waits for the client's acknowledgement.
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        with self.fake._lock:
            answer = self.fake.handled(self._request())
            number = len(self.fake.requests)
        if self.fake.faults.slow:
            self.fake._waiting.wait(self.fake.faults.slow)
        self._reply(answer, cut=number in self.fake.faults.cut)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_CONNECT = do_GET  # noqa: N815 - http.server's names

    def _request(self) -> Request:
        url = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        headers = {name.lower(): value for name, value in self.headers.items()}
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        return Request(self.command, url.path, query, headers, json.loads(raw) if raw else None)

    def _reply(self, answer: Answer, *, cut: bool) -> None:
        raw = answer.body if isinstance(answer.body, bytes) else answer.text.encode()
        self.send_response(answer.status)
        for name, value in {
            "Content-Type": "application/json",
            **answer.headers,
            "Content-Length": str(len(raw)),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(raw[: len(raw) // 2] if cut else raw)
            self.wfile.flush()
        except ConnectionError:
            self.close_connection = True  # the client has had enough
        if cut:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Keep quiet: what was asked is in `requests`."""
