"""Segment's Public API, as far as tracking plans go. Knows HTTP, and nothing of documents.

Never a PUT: it replaces the whole plan, with whatever is not in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import quote

from reflekt_dbt.errors import RegistryError
from reflekt_dbt.registries.http import Client
from reflekt_dbt.registries.reply import Reply, seconds_until
from reflekt_dbt.registries.terms import AnswerError, Manners, UnknownOutcomeError

REGIONS = {"us": "https://api.segmentapis.com", "eu": "https://eu1.api.segmentapis.com"}
ACCEPT = "application/vnd.segment.v1+json, application/json"
# Taken by every version of the API; later ones take more.
_PAGE = 200
# Documented, and not to be raised.
MOST_RULES = 200
# Of rules in one query: addresses longer than 8 kB are refused by many servers.
_IN_A_QUERY = 20
# Seconds, each before a list that did not add up is read anew.
_PAUSES = (1.0, 4.0, 0.0)

_Rule = Mapping[str, Any]


class Plan(NamedTuple):
    """A tracking plan of a workspace.

    Attributes:
        id: ``tp_…``.
        name: For people; several may have the same.
    """

    id: str
    name: str


class Api:
    """Reads and writes the tracking plans of one workspace."""

    def __init__(self, client: Client, *, delete_in_body: bool = True) -> None:
        self._client = client
        self._delete_in_body = delete_in_body

    def workspace(self) -> str:
        """Return what the token's workspace is called.

        Raises:
            RegistryError: The token is none.
        """
        found = self._data(self._client.get("/"), "workspace", Mapping)
        return str(found.get("name") or found.get("slug") or found.get("id") or "unnamed")

    def plans(self) -> list[Plan]:
        """Return the plans that events are checked against: no libraries, no templates."""
        found = self._list("/tracking-plans", "trackingPlans")
        return [self._plan(one) for one in found if _type(one) == "LIVE"]

    def plan(self, plan_id: str) -> Plan:
        """Return the plan with the id *plan_id*.

        Raises:
            AnswerError: There is none, with status 404.
        """
        page = self._client.get(_path(plan_id))
        return self._plan(self._data(page, "trackingPlan", Mapping))

    def create_plan(self, name: str) -> Plan:
        """Create a plan without rules, which is all that the API can create.

        Raises:
            RegistryError: It was refused, or is there twice.
        """
        body = {"name": name, "type": "LIVE"}
        try:
            page = self._client.send("POST", "/tracking-plans", body)
        except UnknownOutcomeError:
            made = [plan for plan in self.plans() if plan.name == name]
            if len(made) == 1:
                return made[0]
            raise
        return self._plan(self._data(page, "trackingPlan", Mapping))

    def rules(self, plan_id: str) -> list[_Rule]:
        """Return every rule of a plan.

        Raises:
            RegistryError: They could not be read to the last one.
        """
        return self._list(f"{_path(plan_id)}/rules", "rules")

    def upsert(self, plan_id: str, rules: Sequence[_Rule], done: Callable[[int], None]) -> None:
        """Put *rules* into a plan, each in the place of the one that it is known by.

        Args:
            plan_id: Of the plan.
            rules: To put; those not among them stay.
            done: Takes how many are there now, from time to time.
        """
        for chunk in _chunks(rules):
            self._upsert(plan_id, chunk)
            done(len(chunk))

    def delete(self, plan_id: str, rules: Sequence[_Rule], done: Callable[[int], None]) -> None:
        """Take *rules* out of a plan, by type, key and version.

        Which of two ways the API understands is not documented: where it refuses the one, or
        does nothing, it is asked in the other.
        """
        for chunk in _chunks(rules):
            try:
                self._delete(plan_id, chunk, in_body=self._delete_in_body)
            except AnswerError as error:
                if error.status not in {400, 415, 422}:
                    raise
                self._delete(plan_id, chunk, in_body=not self._delete_in_body)
            done(len(chunk))
        left = self._left(plan_id, rules)
        if left:
            self._delete_otherwise(plan_id, left)

    def _delete_otherwise(self, plan_id: str, rules: Sequence[_Rule]) -> None:
        try:
            self._delete(plan_id, rules, in_body=not self._delete_in_body)
        except AnswerError as error:
            # Then the first way was the right one, and what we read was old.
            if error.status not in {400, 415, 422}:
                raise

    def _left(self, plan_id: str, rules: Sequence[_Rule]) -> list[_Rule]:
        if not rules:
            return []
        names = ("type", "key", "version")
        there = {tuple(rule.get(name) for name in names) for rule in self.rules(plan_id)}
        return [rule for rule in rules if tuple(rule.get(name) for name in names) in there]

    def _upsert(self, plan_id: str, rules: Sequence[_Rule]) -> None:
        try:
            self._client.send("PATCH", f"{_path(plan_id)}/rules", {"rules": list(rules)})
        except AnswerError as error:
            if error.status != 413 or len(rules) == 1:
                raise
            half = len(rules) // 2
            self._upsert(plan_id, rules[:half])
            self._upsert(plan_id, rules[half:])

    def _delete(self, plan_id: str, rules: Sequence[_Rule], *, in_body: bool) -> None:
        path = f"{_path(plan_id)}/rules"
        longest = MOST_RULES if in_body else _IN_A_QUERY
        for start in range(0, len(rules), longest):
            some = rules[start : start + longest]
            try:
                if in_body:
                    self._client.send("DELETE", path, {"rules": list(some)})
                else:
                    self._client.send("DELETE", path, params=_in_query(some))
            except AnswerError as error:
                if error.status != 404:  # gone already
                    raise

    def _list(self, path: str, name: str) -> list[_Rule]:
        """Return all that is listed at *path*; what is being edited is read anew."""
        for pause in _PAUSES:
            items, totals = self._read_to_the_end(path, name)
            # They also differ when somebody takes away what is on pages that we have read.
            if not totals - {len(items)}:
                return items
            self._client.clock.sleep(pause)
        shown = ", then of ".join(f"{total:.0f}" for total in sorted(totals))
        raise RegistryError(
            f"read {len(items)} of {shown} {name}",
            where=f"GET {self._client.base_url}{path}",
            hint="somebody may be editing the plan; run it again",
        )

    def _read_to_the_end(self, path: str, name: str) -> tuple[list[_Rule], set[float]]:
        items: list[_Rule] = []
        totals: set[float] = set()
        for page in self._client.pages(path, _query, self._next):
            items += self._data(page, name, list)
            total = self._pagination(page).get("totalEntries")
            totals |= {total} if isinstance(total, (int, float)) else set()
        return items, totals

    def _next(self, page: Any) -> Any:
        return self._pagination(page).get("next")

    def _pagination(self, page: Any) -> Mapping[str, Any]:
        data = self._data(page, "pagination", object)
        return data if isinstance(data, Mapping) else {}

    def _plan(self, plan: Any) -> Plan:
        if not isinstance(plan, Mapping) or not isinstance(plan.get("id"), str):
            raise self._odd("a tracking plan")
        return Plan(plan["id"], str(plan.get("name") or plan["id"]))

    def _data(self, page: Any, name: str, kind: type[Any]) -> Any:
        data = page.get("data") if isinstance(page, Mapping) else None
        if not isinstance(data, Mapping):
            raise self._odd("data")
        found = data.get(name)
        if not isinstance(found, kind):
            raise self._odd(name)
        return found

    def _odd(self, name: str) -> RegistryError:
        return RegistryError(
            f"the answer has no {name} in it",
            where=self._client.base_url,
            hint="see that the address is that of Segment's Public API",
        )


def manners(region: str) -> Manners:
    """Return how Segment's API is talked to.

    Args:
        region: That is configured, for hints.
    """

    def hint(status: int, location: str) -> str:
        if location:
            other = next(
                (name for name, url in REGIONS.items() if location.startswith(url)), ""
            )
            if other and other != region:
                return f"the workspace is in another region: set region: {other}"
            return "if that is the registry, give its address with --registry-url"
        return _HINTS.get(status, "")

    return Manners(accept=ACCEPT, hint=hint, wait=_wait)


_HINTS = {
    401: "see that the token is that of the workspace's Public API, and not revoked",
    403: "the token needs the role Workspace Owner or Tracking Plan Admin, and the workspace "
    "needs Protocols",
    413: "the event is larger than Segment takes",
}


def _wait(reply: Reply, now: datetime) -> float | None:
    """Return how many seconds a 429 asks to wait where it has no ``Retry-After``."""
    for error in _errors(reply):
        data = error.get("data")
        wait = data.get("msBeforeNext") if isinstance(data, Mapping) else None
        if isinstance(wait, (int, float)) and wait >= 0:
            return float(wait) / 1000
    # A date, and not seconds as elsewhere.
    reset = reply.headers.get("x-ratelimit-reset", "")
    return seconds_until(reset, now) if reset and reply.status == 429 else None


def _errors(reply: Reply) -> Iterator[Mapping[str, Any]]:
    try:
        body = reply.data()
    except RegistryError:
        return
    errors = body.get("errors") if isinstance(body, Mapping) else None
    yield from (
        (one for one in errors if isinstance(one, Mapping)) if isinstance(errors, list) else ()
    )


def _path(plan_id: str) -> str:
    return f"/tracking-plans/{quote(plan_id, safe='')}"


def _query(cursor: str) -> dict[str, str]:
    following = {"pagination[cursor]": cursor} if cursor else {}
    return {"pagination[count]": str(_PAGE), **following}


def _in_query(rules: Sequence[_Rule]) -> dict[str, str]:
    return {
        f"rules[{index}][{key}]": str(value)
        for index, rule in enumerate(rules)
        for key, value in rule.items()
    }


def _type(plan: Any) -> str:
    # Absent where the API is older than types.
    return str(plan.get("type") or "LIVE") if isinstance(plan, Mapping) else "LIVE"


def _chunks(rules: Sequence[_Rule]) -> Iterator[Sequence[_Rule]]:
    for start in range(0, len(rules), MOST_RULES):
        yield rules[start : start + MOST_RULES]
