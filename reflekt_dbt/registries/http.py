"""The one way to talk HTTP to a registry: patient, bounded, and careful with the token.

Every request has a timeout; what may be repeated is, with backoff; an answer is never larger
than we can hold; the token goes to the host that it is for, and into no message.
"""

from __future__ import annotations

import logging
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2
import stamina

from reflekt_dbt import __version__
from reflekt_dbt.config.secret import Secret
from reflekt_dbt.errors import RegistryError
from reflekt_dbt.events.read import printable
from reflekt_dbt.registries.pace import Clock, Pace
from reflekt_dbt.registries.reply import Reply, leads_to, wait_asked, words_of
from reflekt_dbt.registries.terms import (
    AnswerError,
    Limits,
    Manners,
    UnknownOutcomeError,
    checked_address,
    parts_of,
)

# Both would tell of every retry on stderr: stamina wherever dbt has configured logging, the
# other where nobody has.
stamina.instrumentation.set_on_retry_hooks(())
logging.getLogger("httpx2").addHandler(logging.NullHandler())

# Worth another try, of a request that may be repeated.
_PASSING = frozenset({429, 500, 502, 503, 504})
_USUAL_MANNERS = Manners()
_USUAL_LIMITS = Limits()
_MOST_PAGES = 10_000
# Only these tell that a request was never carried out.
_NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)


class _Passing(Exception):  # noqa: N818 - never leaves this module
    """Something that may be better in a moment."""

    def __init__(self, problem: str, wait: float | None = None) -> None:
        super().__init__(problem)
        self.wait = wait
        self.reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    url: str
    params: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    repeatable: bool = True

    @property
    def where(self) -> str:
        return f"{self.method} {self.url}"


class Client:
    """Talks to one registry.

    Args:
        base_url: ``https://host`` and perhaps a path; ``http`` only to this machine.
        authorization: The whole ``Authorization`` header, as in ``Bearer …``.
        pace: How fast it may be asked.
        manners: What is its own way.
        limits: Of time and size.
        clock: Where waiting happens.

    Raises:
        RegistryError: The address is none, or would have the token go unencrypted.
    """

    def __init__(
        self,
        base_url: str,
        authorization: Secret,
        pace: Pace,
        *,
        manners: Manners = _USUAL_MANNERS,
        limits: Limits = _USUAL_LIMITS,
        clock: Clock | None = None,
    ) -> None:
        self.base_url = checked_address(base_url)
        self.clock = clock or Clock()
        self._secrets = (*parts_of(authorization), *manners.hide)
        self._pace = pace
        self._manners = manners
        self._limits = limits
        self._session = httpx2.Client(
            headers={
                "Accept": manners.accept,
                "Authorization": authorization.reveal(),
                "User-Agent": f"reflekt-dbt/{__version__}",
            },
            timeout=limits.timeout,
            follow_redirects=False,
        )
        # A session that nobody closes warns; nobody is told when a registry is done with.
        weakref.finalize(self, self._session.close)

    def get(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        """Return what is at *path*, which begins with ``/`` and is quoted.

        Raises:
            AnswerError: It was refused.
            RegistryError: It cannot be had, or is no JSON.
        """
        return self._do(_Request("GET", self.base_url + path, params or {}))

    def send(
        self,
        method: str,
        path: str,
        json: Any = None,
        *,
        params: Mapping[str, str] | None = None,
        repeatable: bool | None = None,
    ) -> Any:
        """Return the answer to a request that changes something; None if it is empty.

        Args:
            method: ``POST``, ``PUT``, ``PATCH`` or ``DELETE``.
            path: Begins with ``/``, quoted.
            json: The body.
            params: The query.
            repeatable: Whether doing it twice is doing it once; by default all but POST.

        Raises:
            AnswerError: It was refused.
            UnknownOutcomeError: It may not be repeated, and whether it was done is unknown.
            RegistryError: It cannot be sent, or the answer is no JSON.
        """
        again = method != "POST" if repeatable is None else repeatable
        return self._do(_Request(method, self.base_url + path, params or {}, json, again))

    def pages(
        self,
        path: str,
        params: Callable[[str], Mapping[str, str]],
        next_of: Callable[[Any], Any],
    ) -> Iterator[Any]:
        """Yield every page at *path*, until the registry says that there are no more.

        Args:
            path: As for `get`.
            params: Cursor → query; the first cursor is ``""``.
            next_of: Page → the next cursor; None, absent and ``""`` are the end.

        Raises:
            RegistryError: A page is missing, or the registry goes round in circles.
        """
        cursor, seen = "", {""}
        for _ in range(_MOST_PAGES):
            page = self.get(path, params(cursor))
            yield page
            following = next_of(page)
            if following is None or following == "":
                return
            cursor = str(following)
            if cursor in seen:
                break
            seen.add(cursor)
        raise RegistryError(
            "the registry's pages have no end: a page refers back to an earlier one",
            where=f"GET {self.base_url}{path}",
            hint="try again later; nothing was changed",
        )

    def _do(self, request: _Request) -> Any:
        reply = self._answer(request)
        if not reply.is_success:
            raise self._refusal(request, reply)
        try:
            return reply.data() if reply.body.strip() else None
        except RegistryError as error:
            problem = self._redacted(error.problem)
            raise RegistryError(problem, where=error.where, hint=error.hint) from None

    def _answer(self, request: _Request) -> Reply:
        limits = self._limits
        try:
            for attempt in stamina.retry_context(
                on=_whether_again,
                attempts=limits.attempts,
                timeout=None,
                wait_initial=limits.first_wait,
                wait_max=limits.longest_wait / 4,
            ):
                with attempt:
                    reply = self._attempt(request)
        except _Passing as error:
            if error.reply is not None:
                return error.reply
            raise RegistryError(
                f"the registry cannot be reached: {self._redacted(str(error))}",
                where=request.where,
                hint="check the network and HTTPS_PROXY; running it again is safe",
            ) from None
        return reply

    def _attempt(self, request: _Request) -> Reply:
        self._pace.wait(self.clock)
        try:
            reply = self._read(request)
        except httpx2.TransportError as error:
            problem = str(error) or type(error).__name__
            if isinstance(error, (httpx2.UnsupportedProtocol, httpx2.LocalProtocolError)):
                raise RegistryError(self._redacted(problem), where=request.where) from None
            if request.repeatable or isinstance(error, _NEVER_SENT):
                raise _Passing(problem) from error
            raise UnknownOutcomeError.of(request.where, self._redacted(problem)) from None
        except httpx2.DecodingError as error:
            raise RegistryError(
                f"the answer cannot be unpacked: {error}", where=request.where
            ) from error
        if reply.status in (_PASSING if request.repeatable else {429}):
            self._again(reply)
        if reply.status >= 500 and not request.repeatable:
            problem = f"it answered {reply.status}: {self._redacted(words_of(reply.body))}"
            raise UnknownOutcomeError.of(request.where, problem)
        return reply

    def _again(self, reply: Reply) -> None:
        now = self.clock.now()
        asked = wait_asked(reply, now)
        asked = self._manners.wait(reply, now) if asked is None else asked
        if asked is not None and asked > self._limits.longest_wait:
            raise RegistryError(
                f"the registry asks to wait {asked:.0f} seconds",
                where=reply.where,
                hint="run it again then; what was done until now stays done",
            )
        error = _Passing(f"it answered {reply.status}", asked)
        error.reply = reply
        raise error

    def _read(self, request: _Request) -> Reply:
        until = self.clock.monotonic() + self._limits.deadline
        body = bytearray()
        with self._session.stream(
            request.method, request.url, params=request.params, json=request.json
        ) as response:
            self._check_size(request, int(response.headers.get("content-length", "0")))
            for piece in response.iter_bytes():
                body += piece
                self._check_size(request, len(body))
                if self.clock.monotonic() > until:
                    raise httpx2.ReadTimeout("the answer does not come to an end")
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(
            response.status_code, headers, body.decode("utf-8", "replace"), request.where
        )

    def _check_size(self, request: _Request, size: int) -> None:
        if size > self._limits.largest_body:
            most = self._limits.largest_body // 1024 // 1024
            raise RegistryError(
                f"the answer is larger than {most} MB",
                where=request.where,
                hint="see that the address is the registry's",
            )

    def _refusal(self, request: _Request, reply: Reply) -> AnswerError:
        location = leads_to(request.url, reply)
        said = f"redirects to {location}" if location else words_of(reply.body)
        error = AnswerError(
            f"the registry answered {reply.status}"
            + (f": {self._redacted(printable(said))}" if said else ""),
            where=request.where,
            hint=self._manners.hint(reply.status, location),
        )
        error.status, error.location = reply.status, location
        return error

    def _redacted(self, text: str) -> str:
        for secret in self._secrets:
            text = secret.hidden_in(text)
        return text


def _whether_again(error: Exception) -> bool | float:
    """Tell stamina whether to try again, or after how many seconds."""
    if not isinstance(error, _Passing):
        return False
    return True if error.wait is None else error.wait
