"""Tables that nobody planned, and a tracking plan on disk to draft into."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reflekt_dbt.config.load import config_from
from reflekt_dbt.config.model import Config, Conventions, SourceConfig
from reflekt_dbt.events.load import load_events
from reflekt_dbt.infer.asked import Asked
from reflekt_dbt.infer.draft import Drafter
from reflekt_dbt.infer.found import Column, Found
from reflekt_dbt.infer.job import Desk, Drafted
from reflekt_dbt.infer.rows import Interview
from reflekt_dbt.lint.job import Jobs
from reflekt_dbt.lint.run import lint
from reflekt_dbt.registries.local import Files
from reflekt_dbt.sdks import SDKS

SHOP = SourceConfig("shop", "segment", ("shop",))
PLACE = {"database": "raw", "schema": "shop", "quoting": {}}


def table(
    name: str, columns: dict[str, str], *, event: str = "", kind: str = "", **source: Any
) -> Found:
    """A table of Segment's with *columns*, name → family, and when a row was received."""
    of = SourceConfig(**{"name": "shop", "sdk": "segment", "select": ("shop",), **source})
    sdk = SDKS[of.sdk]
    kinds = {one.name: one for one in (sdk.event, *sdk.tables)}
    every = dict.fromkeys(columns, "TEXT") | {"RECEIVED_AT": "TIMESTAMP", "EVENT_TEXT": "TEXT"}
    made = tuple(Column(column, "TEXT", family) for column, family in columns.items())
    return Found(of, sdk, name, kinds[kind], event, made, every)


class Plan:
    """A tracking plan in a folder of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, text: str) -> None:
        file = self.root / "schemas" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())

    def read(self, path: str) -> dict[str, Any]:
        read: dict[str, Any] = json.loads((self.root / "schemas" / path).read_text("utf-8"))
        return read

    @property
    def paths(self) -> list[str]:
        """Every schema file."""
        folder = self.root / "schemas"
        return sorted(
            file.relative_to(folder).as_posix() for file in folder.glob("[a-z]*/**/*.json")
        )

    def draft(
        self,
        *found: Found,
        answers: Callable[[dict[str, Any]], list[list[str | None]]] | None = None,
        conventions: Conventions | None = None,
        dry_run: bool = False,
        present: dict[str, Any] | None = None,
        **asked: Any,
    ) -> Drafted:
        """Draft *found*; *answers* says which rows a question has."""
        config = Config(conventions=conventions or Conventions(), vendor="com.shop")
        folder = self.root / "schemas"
        events = load_events(folder) if folder.exists() else ()
        interview = Interview(Asked(**asked), {one.source.name: PLACE for one in found})
        interview.prepare(found, present or {"shop": {}})
        interview.listen([answers(one) for one in interview.questions] if answers else [])
        drafter = Drafter(config.conventions, events)
        drafts = drafter.draft(found, interview.sent)
        interview.tell(drafts)
        desk = Desk(Files(self.root, "schemas"), config, events)
        done = desk.write(drafts, dry_run=dry_run)
        return done.having((*drafter.left_out, *interview.left_out))

    def codes(self, **settings: Any) -> list[str]:
        """What lint has against the schema files that is more than information."""
        shop = {"sources": [{"name": "shop", "sdk": "segment"}]}
        config = config_from({**shop, **settings}, "", SDKS)
        found = lint(Jobs(config, self.root / "schemas", "schemas").make()).violations
        return sorted(one.code for one in found if one.severity != "info")


@pytest.fixture
def plan(tmp_path) -> Plan:
    return Plan(tmp_path)
