"""What a registry answered: its JSON, or an error in its own words. Pure."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn
from urllib.parse import urljoin

from reflekt_dbt.errors import RegistryError
from reflekt_dbt.events.places import first_deeper_than
from reflekt_dbt.events.read import DEEPEST, printable

_LONGEST_WORDS = 300
_TITLE = re.compile(r"<(title|h1)\b[^>]*>(.*?)</\1", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# Where APIs keep what they have to say, of an error's body and of each in its list.
_WORDS = ("message", "detail", "error", "title", "reason", "type")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, read to its end.

    Attributes:
        status: HTTP status.
        headers: By lower-case name.
        body: Decoded text.
        where: ``GET https://host/path``, without the query.
    """

    status: int
    headers: Mapping[str, str]
    body: str
    where: str

    @property
    def is_success(self) -> bool:
        """Whether the registry did what it was asked."""
        return 200 <= self.status < 300

    def data(self) -> Any:
        """Return what its JSON says.

        Raises:
            RegistryError: It is no JSON, or none that could be kept.
        """
        if first_deeper_than(DEEPEST, self.body) is not None:
            raise self._odd(f"JSON of more than {DEEPEST} levels")
        try:
            data = json.loads(self.body, parse_float=_float, parse_constant=_no_number)
            json.dumps(data, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError as error:
            raise self._odd("text with half a surrogate pair in it") from error
        except ValueError as error:
            raise self._odd(words_of(self.body) or "nothing at all") from error
        return data

    def _odd(self, what: str) -> RegistryError:
        return RegistryError(
            f"expected JSON and got {what}",
            where=self.where,
            hint="see that the address is the registry's, and not a proxy's or a login page",
        )


def words_of(body: str) -> str:
    """Return what an error's *body*, JSON or HTML or text, says to people; in one line."""
    try:
        said = _said(json.loads(body))
    except (ValueError, RecursionError):
        title = _TITLE.search(body)
        said = _TAG.sub(" ", title[2] if title else body[:5_000])
        if "<" in body[:200]:
            said = f"an HTML page, {' '.join(said.split())!r}"
    line = printable(" ".join(said.split()))
    return line if len(line) <= _LONGEST_WORDS else f"{line[:_LONGEST_WORDS]}…"


def _said(data: Any) -> str:
    if isinstance(data, str):
        return data
    if isinstance(data, list):
        return "; ".join(filter(None, map(_said, data[:5])))
    if not isinstance(data, dict):
        return ""
    if isinstance(data.get("errors"), list):
        return _said(data["errors"])
    words = next((data[key] for key in _WORDS if data.get(key)), "")
    field = data.get("field")
    return f"{_said(words)} ({field})" if isinstance(field, str) and field else _said(words)


def leads_to(url: str, reply: Reply) -> str:
    """Return where a redirect leads, in full; ``""`` if *reply* is none."""
    if not 300 <= reply.status < 400:
        return ""
    try:
        return urljoin(url, reply.headers.get("location", ""))
    except ValueError:
        return "an address that is none"


def wait_asked(reply: Reply, now: datetime) -> float | None:
    """Return how many seconds ``Retry-After`` asks to wait; None if it does not say.

    Args:
        reply: With the header in seconds, or as a date.
        now: In UTC.
    """
    asked = reply.headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked[:9])
    return seconds_until(asked, now) if asked else None


def seconds_until(date: str, now: datetime) -> float | None:
    """Return the seconds from *now* to a *date* as HTTP writes it; None if it is none."""
    try:
        then = parsedate_to_datetime(date)
    except ValueError:
        return None
    aware = then if then.tzinfo else then.replace(tzinfo=timezone.utc)
    return max(0.0, (aware - now).total_seconds())


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        _no_number(digits)
    return number


def _no_number(digits: str) -> NoReturn:
    raise ValueError(f"{digits} is no number in JSON")
