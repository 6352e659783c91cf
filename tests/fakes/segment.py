"""Segment's Public API for tracking plans, in this process.

What its documents leave open is a switch of `Ways`; what it does not take, or would never
say, is put into `violations`.
"""

from __future__ import annotations

import base64
import copy
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jsonschema_rs

from tests.fakes.http import Answer, FakeServer, Faults, Request

TOKEN = "sgp_a-token-that-nobody-may-see"
CONSENT = "Segment Consent Preference Updated"
TYPES = ("TRACK", "IDENTIFY", "GROUP", "PAGE", "SCREEN", "COMMON")
_ZERO_DATE = "0001-01-01T00:00:00.000Z"
_MOST = 200
_HIGHEST_COUNT = 1000
_QUERY = re.compile(r"rules(?:\[(\d+)\]|\.(\d+))\[(type|key|version)\]")
_PAGING = {"pagination[count]", "pagination.count", "pagination[cursor]", "pagination.cursor",
           "pagination", "type"}  # fmt: skip

# As the published models have them.
_RULE = {
    "type": "object",
    "required": ["type", "jsonSchema", "version"],
    "properties": {
        "type": {"enum": list(TYPES)},
        "key": {"type": ["string", "null"]},
        "version": {"type": "number"},
        "jsonSchema": {"type": "object"},
    },
}
_PLAN = {
    "type": "object",
    "required": ["id", "type"],
    "properties": {
        "id": {"type": "string", "pattern": "^tp_"},
        "type": {"enum": ["LIVE", "PROPERTY_LIBRARY", "RULE_LIBRARY", "TEMPLATE", "ENGAGE"]},
    },
}
_ANSWER = jsonschema_rs.Draft7Validator({
    "oneOf": [
        {"required": ["data"], "not": {"required": ["errors"]}},
        {"required": ["errors"], "not": {"required": ["data"]}},
    ],
    "properties": {
        "data": {
            "type": "object",
            "properties": {
                "rules": {"type": "array", "items": _RULE},
                "trackingPlans": {"type": "array", "items": _PLAN},
                "trackingPlan": _PLAN,
                "status": {"const": "SUCCESS"},
                "pagination": {"type": "object", "required": ["current"]},
            },
        },
        "errors": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "required": ["type"]},
        },
    },
})  # fmt: skip
_PUT_RULE = jsonschema_rs.Draft7Validator(
    {**_RULE, "properties": {**_RULE["properties"], "newKey": {"type": "string"}},
     "additionalProperties": False}
)  # fmt: skip
_GONE_RULE = jsonschema_rs.Draft7Validator(
    {"type": "object", "required": ["type", "version"], "additionalProperties": False,
     "properties": {key: _RULE["properties"][key] for key in ("type", "key", "version")}}
)  # fmt: skip

Key = tuple[str, str, float]


@dataclass
class Ways:
    """What is not documented, or differs between workspaces.

    Attributes:
        decorates: Whether types become lists and properties get an ``id``.
        seeds: Whether a new plan has the shared rule and the consent event.
        delete: Where the list of rules to delete is read: ``body``, ``query`` or ``both``;
            elsewhere it is refused, or ignored with ``delete_ignores``.
        delete_ignores: Whether a list in the wrong place is a success that does nothing.
        over_limit: Status of a request with too many rules.
        total: Whether ``totalEntries`` is told.
        keeps_labels: Types of rules whose labels are kept.
        keywords: Those that are kept in the schemas of properties; None for all.
        largest_write: Bytes of a write; more is 413.
    """

    decorates: bool = True
    seeds: bool = True
    delete: str = "body"
    delete_ignores: bool = False
    over_limit: int = 422
    total: bool = True
    keeps_labels: frozenset[str] = frozenset(TYPES)
    keywords: frozenset[str] | None = None
    largest_write: int = 10**9


@dataclass
class FakePlan:
    """A tracking plan, with its rules by identity."""

    id: str
    name: str
    type: str = "LIVE"
    rules: dict[Key, dict[str, Any]] = field(default_factory=dict)
    before: list[dict[Key, dict[str, Any]]] = field(default_factory=list)

    def json(self) -> dict[str, Any]:
        slug = re.sub(r"\W+", "-", self.name.lower())
        return {
            "id": self.id, "name": self.name, "slug": slug, "description": "",
            "type": self.type, "createdAt": _ZERO_DATE, "updatedAt": _ZERO_DATE,
            "resourceSchemaId": f"rs_{self.id[3:]}",
        }  # fmt: skip


class FakeSegment(FakeServer):
    """One workspace.

    Attributes:
        plans: By id.
        ways: May be changed between requests.
    """

    def __init__(self, faults: Faults | None = None, ways: Ways | None = None) -> None:
        super().__init__(faults)
        self.ways = ways or Ways()
        self.plans: dict[str, FakePlan] = {}

    def add_plan(
        self, name: str, rules: Iterable[Mapping[str, Any]] = (), **more: Any
    ) -> FakePlan:
        """Make a plan as if somebody had, in the app."""
        plan = FakePlan(f"tp_{len(self.plans) + 1:04d}", name, **more)
        self.plans[plan.id] = plan
        for rule in rules:
            self.put(plan, rule)
        return plan

    def put(self, plan: FakePlan, rule: Mapping[str, Any]) -> None:
        """Put one rule into *plan*, as the server keeps it."""
        schema = copy.deepcopy(dict(rule["jsonSchema"]))
        if rule["type"] not in self.ways.keeps_labels:
            schema.pop("labels", None)
        if self.ways.keywords is not None:
            schema = _only(schema, self.ways.keywords)
        if self.ways.decorates:
            schema = _decorated(schema, "")
        plan.rules[_key(rule)] = {
            **{name: value for name, value in rule.items() if name != "newKey"},
            "jsonSchema": schema,
            "createdAt": _ZERO_DATE, "updatedAt": _ZERO_DATE, "deprecatedAt": _ZERO_DATE,
        }  # fmt: skip

    def handled(self, request: Request) -> Answer:
        self._check(request)
        answer = super().handled(request)
        if isinstance(answer.body, (dict, list)) and not _ANSWER.is_valid(answer.body):
            self.violations.append(f"never says {answer.text[:200]}")
        return answer

    def too_many(self) -> Answer:
        data = {"remainingPoints": 0, "msBeforeNext": 10, "consumedPoints": 1}
        error = {"type": "RequestError", "message": "Too many requests", "data": data}
        return Answer(429, {"errors": [error]})

    def failure(self, status: int) -> Answer:
        return _refusal(status, "internal-error", "Something went wrong")

    def answer(self, request: Request) -> Answer:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return _refusal(401, "unauthorized", "Missing or invalid token")
        match request.method, request.path.strip("/").split("/"):
            case "GET", [""]:
                return _data(workspace={"id": "ws_1", "slug": "jaffle", "name": "Jaffle Shop"})
            case "GET", ["tracking-plans"]:
                plans = [plan.json() for plan in self.plans.values()]
                return self._page(request, "trackingPlans", plans)
            case "POST", ["tracking-plans"]:
                return self._create(request.body)
            case _, ["tracking-plans", plan_id, *rest] if plan_id in self.plans:
                return self._of_plan(request, self.plans[plan_id], rest)
        return _refusal(404, "not-found", "The resource was not found")

    def _create(self, body: Mapping[str, Any]) -> Answer:
        if not body.keys() <= {"name", "type", "description"} or not body.get("name"):
            return _refusal(422, "input-validation", "name is required", field="name")
        plan = self.add_plan(body["name"], type=body["type"])
        if self.ways.seeds:
            shared = {"type": "object", "properties": {"context": {"type": "object"}}}
            self.put(plan, {"type": "COMMON", "version": 1, "jsonSchema": shared})
            consent = {"type": "object", "properties": {"properties": {"type": "object"}}}
            rule = {"type": "TRACK", "key": CONSENT, "version": 1, "jsonSchema": consent}
            self.put(plan, rule)
        return _data(trackingPlan=plan.json())

    def _of_plan(self, request: Request, plan: FakePlan, rest: list[str]) -> Answer:
        match request.method, rest:
            case "GET", []:
                return _data(trackingPlan=plan.json())
            case "GET", ["rules"]:
                old = plan.before.pop(0) if plan.before else plan.rules
                return self._page(request, "rules", list(old.values()))
            case (("PUT" | "PATCH"), ["rules"]):
                return self._change(request, plan)
            case "DELETE", ["rules"]:
                return self._remove(request, plan)
        return _refusal(404, "not-found", "The resource was not found")

    def _change(self, request: Request, plan: FakePlan) -> Answer:
        rules = request.body["rules"]
        if len(json.dumps(request.body)) > self.ways.largest_write:
            return _refusal(413, "payload-too-large", "Request entity too large")
        if len(rules) > _MOST:
            message = f"rules must contain at most {_MOST} items"
            return _refusal(self.ways.over_limit, "input-validation", message, field="rules")
        bad = next((rule for rule in rules if not _PUT_RULE.is_valid(rule)), None)
        if bad is not None:
            return _refusal(422, "input-validation", f"not a rule: {bad}", field="rules")
        self._remember(plan)
        if request.method == "PUT":
            if len(plan.rules) > _MOST:
                message = f"more than {_MOST} existing rules cannot be replaced"
                return _refusal(400, "bad-request", message)
            plan.rules.clear()
        for rule in rules:
            if rule.get("newKey"):
                plan.rules.pop(_key(rule), None)
            self.put(plan, {**rule, "key": rule["newKey"]} if rule.get("newKey") else rule)
        return _data(status="SUCCESS")

    def _remove(self, request: Request, plan: FakePlan) -> Answer:
        in_body = (request.body or {}).get("rules")
        in_query = _rules_in(request.query)
        rules = {"body": in_body, "query": in_query, "both": in_body or in_query}[
            self.ways.delete
        ]
        if not rules and self.ways.delete_ignores:
            return _data(status="SUCCESS")
        if not rules or not all(_GONE_RULE.is_valid(rule) for rule in rules):
            return _refusal(422, "input-validation", "rules is required", field="rules")
        if len(rules) > _MOST:
            message = f"rules must contain at most {_MOST} items"
            return _refusal(self.ways.over_limit, "input-validation", message, field="rules")
        self._remember(plan)
        for rule in rules:
            plan.rules.pop(_key(rule), None)
        return _data(status="SUCCESS")

    def _remember(self, plan: FakePlan) -> None:
        plan.before = [dict(plan.rules)] * self.faults.stale_reads

    def _page(self, request: Request, name: str, items: list[Any]) -> Answer:
        asked = _pagination(request.query)
        count = int(asked.get("count", _MOST))
        if not 1 <= count <= _HIGHEST_COUNT:
            return _refusal(422, "input-validation", "count is out of range", field="count")
        size = min(count, self.faults.page_size or count)
        cursor = asked.get("cursor") or ""
        start = int(base64.b64decode(cursor)) if cursor else 0
        paging: dict[str, Any] = {"current": cursor or _cursor(0)}
        if start + size < len(items):
            paging["next"] = _cursor(start + size)
        elif self.faults.never_ends:
            paging["next"] = _cursor(size)
        elif self.faults.end != "absent":
            paging["next"] = {"null": None, "empty": ""}[self.faults.end]
        if self.ways.total:
            paging["totalEntries"] = len(items)
        return _data(**{name: items[start : start + size], "pagination": paging})

    def _check(self, request: Request) -> None:
        if "application/" not in request.headers.get("accept", ""):
            self.violations.append("asked without Accept")
        if request.body is not None and "json" not in request.headers.get("content-type", ""):
            self.violations.append("a body that is not said to be JSON")
        if request.method == "PUT":
            self.violations.append("PUT replaces the whole plan")
        unknown = {name for name in request.query if not _QUERY.fullmatch(name)} - _PAGING
        if unknown:
            self.violations.append(f"unknown in the query: {sorted(unknown)}")


def _key(rule: Mapping[str, Any]) -> Key:
    return (rule["type"], rule.get("key") or "", float(rule["version"]))


def _cursor(start: int) -> str:
    return base64.b64encode(str(start).encode()).decode()


def _pagination(query: Mapping[str, str]) -> dict[str, Any]:
    """Read any of the three encodings that clients use."""
    if "pagination" in query:
        return dict(json.loads(query["pagination"]))
    named = {name: query.get(f"pagination[{name}]", query.get(f"pagination.{name}"))
             for name in ("count", "cursor")}  # fmt: skip
    return {name: value for name, value in named.items() if value is not None}


def _rules_in(query: Mapping[str, str]) -> list[dict[str, Any]]:
    rules: dict[int, dict[str, Any]] = {}
    for name, value in query.items():
        found = _QUERY.fullmatch(name)
        if found:
            read = float(value) if found[3] == "version" else value
            rules.setdefault(int(found[1] or found[2]), {})[found[3]] = read
    return list(rules.values())


def _data(**data: Any) -> Answer:
    headers = {"X-RateLimit-Consumed": "1", "X-RateLimit-Remaining": "199"}
    return Answer(
        200, {"data": data}, {**headers, "Content-Type": "application/vnd.segment.v1+json"}
    )


def _refusal(status: int, kind: str, message: str, **more: Any) -> Answer:
    return Answer(status, {"errors": [{"type": kind, "message": message, **more}]})


def _decorated(schema: Any, pointer: str) -> Any:
    """Add what the service adds: a list for every type, and an id for every property."""
    if not isinstance(schema, dict):
        return schema
    made = dict(schema)
    if isinstance(made.get("type"), str):
        made["type"] = [made["type"]]
    if isinstance(made.get("items"), dict):
        made["items"] = _decorated(made["items"], f"{pointer}/items")
    if isinstance(made.get("properties"), dict):
        made["properties"] = {
            name: _with_id(
                _decorated(one, f"{pointer}/properties/{name}"), f"{pointer}/properties/{name}"
            )
            for name, one in made["properties"].items()
        }
    return made


def _with_id(schema: Any, pointer: str) -> Any:
    return {**schema, "id": pointer} if isinstance(schema, dict) else schema


def _only(schema: Any, keywords: frozenset[str], depth: int = 0) -> Any:
    """Drop the keywords that are not kept, below the parts of a message."""
    if not isinstance(schema, dict):
        return schema
    made = {}
    for key, value in schema.items():
        if depth > 1 and key not in keywords:
            continue
        named = key == "properties" and isinstance(value, dict)
        made[key] = (
            {name: _only(one, keywords, depth + 1) for name, one in value.items()}
            if named
            else value
        )
    return made
