"""On which terms a registry is talked to: limits, manners, and how it refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from reflekt_dbt.config.secret import Secret
from reflekt_dbt.errors import RegistryError
from reflekt_dbt.registries.reply import Reply

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class AnswerError(RegistryError):
    """A registry refused.

    Attributes:
        status: HTTP status.
        location: Where a redirect points, in full; ``""`` if it is none.
    """

    status: int = 0
    location: str = ""


class UnknownOutcomeError(RegistryError):
    """A request that may not be repeated was sent, and nobody knows what became of it."""

    @classmethod
    def of(cls, where: str, problem: str) -> UnknownOutcomeError:
        """Return the error of the request *where*, which went wrong by *problem*."""
        return cls(
            f"whether it was done is not known: {problem}",
            where=where,
            hint="look in the registry, then run it again",
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """What is waited for, how long, and how much is taken.

    Attributes:
        timeout: Seconds without a sign of life from the registry.
        deadline: Seconds that one answer may take altogether.
        attempts: At one request, the first included.
        longest_wait: Seconds; a registry that asks for more is an error.
        first_wait: Seconds before the second attempt; doubles from there.
        largest_body: Bytes of an answer, unpacked.
    """

    timeout: float = 30.0
    deadline: float = 300.0
    attempts: int = 8
    longest_wait: float = 120.0
    first_wait: float = 0.5
    largest_body: int = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Manners:
    """What differs between registries in how they are talked to.

    Attributes:
        accept: The header.
        hint: Status and location of a refusal → what the user can do; ``""`` for nothing.
        wait: A refusal, and the date in UTC → seconds to wait, where
            ``Retry-After`` does not say; None to guess.
        hide: What no message may show, beside the header.
    """

    accept: str = "application/json"
    hint: Callable[[int, str], str] = lambda _status, _location: ""
    wait: Callable[[Reply, datetime], float | None] = lambda _reply, _now: None
    hide: tuple[Secret, ...] = ()


def parts_of(authorization: Secret) -> tuple[Secret, ...]:
    """Return what no message may show of *authorization*, ``Bearer …`` or ``Basic …``.

    Raises:
        RegistryError: It cannot be sent.
    """
    value = authorization.reveal()
    if not value.isascii() or not value.isprintable() or not value.partition(" ")[2].strip():
        raise RegistryError(
            "the token is empty, or holds a character that no token has",
            hint="see that its environment variable holds the token and nothing else",
        )
    return (authorization, Secret(value.partition(" ")[2]))


def checked_address(base_url: str) -> str:
    """Return *base_url* without a slash at its end.

    Raises:
        RegistryError: It is none, or would have a token go unencrypted.
    """
    url = urlsplit(base_url)
    is_plain = not url.username and not url.query and not url.fragment
    safe = url.scheme == "https" or (url.scheme == "http" and url.hostname in _LOOPBACK)
    if not (url.hostname and safe and is_plain):
        raise RegistryError(
            "no address of a registry",
            where=f"{url.scheme}://{url.hostname or ''}",
            hint="give https://host; http is for this machine alone, and no password goes in",
        )
    return base_url.rstrip("/")
