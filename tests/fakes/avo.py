"""Avo's public API, the part that is read: a workspace, its branches, their plans.

Holds a client to what the documentation asks of it. What nobody has documented is a switch.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.http import Answer, FakeServer, Faults, Request

WORKSPACE = "wS1x"
ACCOUNT = "reflekt_sa_1"
SECRET = "hush-avo-secret"
FORMATS = frozenset({"jsonSchema", "snowplowSchemas", "ndjson"})


@dataclass
class Branch:
    """One branch, with the plan on it."""

    id: str
    name: str
    plan: Any
    status: str = "Open"


@dataclass
class Unsaid:
    """What the documentation does not say; see facts, unconfirmed points 11 and 12.

    Attributes:
        errors_are_json: Whether refusals have a JSON body.
        unknown_status: Of a branch that does not exist.
        compresses: Whether ``accept-encoding: gzip`` is heeded.
    """

    errors_are_json: bool = True
    unknown_status: int = 404
    compresses: bool = True


@dataclass
class Workspace:
    """What an account may see."""

    branches: list[Branch] = field(default_factory=list)

    def by_id(self, identity: str) -> Branch | None:
        return next((one for one in self.branches if one.id == identity), None)


class FakeAvo(FakeServer):
    """One workspace; anything but reading it is a violation."""

    def __init__(
        self,
        branches: Mapping[str, Any],
        faults: Faults | None = None,
        unsaid: Unsaid | None = None,
    ) -> None:
        """Take *branches*: name → plan; ids are ``main``, and made up for others."""
        super().__init__(faults)
        ids = {name: name if name == "main" else f"id-{name}" for name in branches}
        self.workspace = Workspace(
            [Branch(ids[name], name, plan) for name, plan in branches.items()]
        )
        self.unsaid = unsaid or Unsaid()

    def answer(self, request: Request) -> Answer:
        if request.method != "GET":
            self.violations.append(f"{request.method} {request.path}")
            return self._refusal(405, "Method not allowed")
        if "gzip" not in request.headers.get("accept-encoding", ""):
            self.violations.append("large plans are to be asked for in gzip")
        pair = base64.b64encode(f"{ACCOUNT}:{SECRET}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {pair}":
            return self._refusal(401, "Unauthorized")
        match request.path.strip("/").split("/"):
            case ["workspaces", workspace, *_] if workspace != WORKSPACE:
                return self._refusal(self.unsaid.unknown_status, "Workspace not found")
            case ["workspaces", _, "branches", "export", "v1"]:
                return self._packed(request, self._stats(request.query))
            case ["workspaces", _, "branches", branch, "export", "v1"]:
                return self._packed(request, self._export(branch, request.query))
        return self._refusal(404, "Not found")

    def _export(self, identity: str, query: Mapping[str, str]) -> Answer:
        branch = self.workspace.by_id(identity)
        if query.get("payloadFormat", "jsonSchema") not in FORMATS:
            return self._refusal(400, "Invalid payload format")
        if identity == "main" and query.get("changedEventsOnly") in {"true", "1"}:
            return self._refusal(400, "changedEventsOnly is not for main")
        if branch is None:
            return self._refusal(self.unsaid.unknown_status, "Branch not found")
        return Answer(200, branch.plan)

    def _stats(self, query: Mapping[str, str]) -> Answer:
        if query.get("format", "csv") != "json":
            rows = [f"{one.id},{one.name},{one.status}" for one in self.workspace.branches]
            return Answer(200, "\n".join(["branchId,branchName,branchStatus", *rows]))
        wanted = set(filter(None, query.get("branchStatuses", "").split(",")))
        branches = {
            one.id: {
                "branchId": one.id,
                "branchName": one.name,
                "branchCreator": "ana@thejaffleshop.com",
                "creationDate": "2026-01-01T00:00:00Z",
                "branchStatus": one.status,
                "collaborators": [],
                "lastPublishedDate": None,
            }
            for one in self.workspace.branches
            if not wanted or one.status in wanted
        }
        return Answer(200, {"branches": branches})

    def _packed(self, request: Request, answer: Answer) -> Answer:
        asked = "gzip" in request.headers.get("accept-encoding", "")
        if not (asked and self.unsaid.compresses) or answer.status != 200:
            return answer
        said = answer.text.encode()
        return Answer(200, gzip.compress(said), {**answer.headers, "Content-Encoding": "gzip"})

    def _refusal(self, status: int, words: str) -> Answer:
        if self.unsaid.errors_are_json:
            return Answer(status, {"message": words, "warnings": []})
        return Answer(status, words, {"Content-Type": "text/plain"})

    def too_many(self) -> Answer:
        return self._refusal(429, "Too many requests")


def plan(*events: Any, branch: str = "main") -> dict[str, Any]:
    """Return a plan as Avo exports it."""
    return {
        "name": f"Exported Tracking Plan: {branch}",
        "events": list(events),
        "metrics": {},
        "sources": {},
        "destinations": {},
        "categories": {},
        "propertyGroups": {},
    }


def event(
    name: str, properties: Mapping[str, Any] | None = None, **said: Any
) -> dict[str, Any]:
    """Return an event as Avo exports it."""
    own = {
        "type": "object",
        "additionalProperties": False,
        "required": [],
        "properties": {
            key: {
                "id": f"p-{key}",
                "index": index,
                "isSystemProperty": False,
                "nameMapping": [],
            }
            | json.loads(json.dumps(value))
            for index, (key, value) in enumerate((properties or {}).items())
        },
    }
    return {
        "id": f"e-{name}",
        "name": name,
        "eventType": "event",
        "description": f"What {name} is.",
        "triggers": [],
        "tags": [],
        "categories": [],
        "actions": ["Log Event"],
        "sources": [],
        "rules": {
            "type": "object",
            "required": [],
            "nameMapping": [],
            "properties": {"properties": own},
        },
    } | said
