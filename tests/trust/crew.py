"""A project in a git repository, and builds of it that take no time: no process, no warehouse.

All of ours runs as it does in a run of dbt: schema files and settings from disk, the plan,
the macros, the writer. Only the catalogue is given, and dbt starts once for many projects.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from reflekt_dbt.bridge import summary
from reflekt_dbt.bridge.asked import Asked
from reflekt_dbt.bridge.report import Report
from reflekt_dbt.bridge.run import Run
from reflekt_dbt.bridge.session import Session, in_session
from reflekt_dbt.errors import ReflektError
from reflekt_dbt.plan.sources import Target
from reflekt_dbt.project import Project
from reflekt_dbt.sdks import SDKS
from reflekt_dbt.write import run as writing
from reflekt_dbt.write.lock import read_lock
from tests.parity.rendering import Render

SOURCE = "shop"
OWN = ("id", "user_id", "received_at")
GITIGNORE = "target/\n"

# Event → its properties, and table → its columns.
Schemas = Mapping[str, Sequence[str]]
Tables = Mapping[str, Sequence[str]]


# Of its hundreds of columns that a table may have, these tables have none; matching each of
# them is most of what a build does.
SMALL_SDK = replace(SDKS["segment"], context=SDKS["segment"].context[:2])


class Killed(BaseException):
    """What stands for ``kill -9``: nothing that handles errors may handle it."""


@dataclass(frozen=True)
class Said:
    """What came of a build.

    Attributes:
        code: As the command would exit.
        text: The error, or the report with all diffs.
    """

    code: int
    text: str = ""
    report: Report | None = None

    def kinds(self) -> dict[str, str]:
        """Return path → what became of it."""
        return {one.path: one.action for one in self.report.files} if self.report else {}


@dataclass(frozen=True)
class Crew:
    """One person's clone of the project.

    Attributes:
        root: Its folder.
        render: The macros, in a dbt that runs already.
    """

    root: Path
    render: Render = field(repr=False)

    @classmethod
    def found(cls, root: Path, render: Render, **build: Any) -> Crew:
        """Make the project and its repository, without any event."""
        crew = cls(root, render)
        root.mkdir(parents=True)
        crew.configure(**build)
        crew.write(".gitignore", GITIGNORE)
        crew.git("init", "-q", "-b", "main")
        crew.commit()
        return crew

    def configure(self, **build: Any) -> None:
        """Write ``dbt_project.yml`` with these settings of ``build``."""
        source = {"name": SOURCE, "sdk": "segment"}
        settings = {"sources": [source], "build": build}
        document = {"name": "shop", "profile": "shop", "vars": {"reflekt": settings}}
        self.write("dbt_project.yml", yaml.safe_dump(document, sort_keys=False))

    def plan(self, schemas: Schemas, notes: Mapping[str, str] | None = None) -> None:
        """Write the schema files of all events, and remove those of others.

        *notes* is ``event`` or ``event.property`` → its description.
        """
        wanted = {event: self.schema_path(event) for event in schemas}
        for file in (self.root / "schemas").rglob("*.json"):
            if file not in wanted.values():
                file.unlink()
        for event, file in wanted.items():
            text = json.dumps(schema_of(event, schemas[event], notes or {}), indent=2)
            self.write(file.relative_to(self.root).as_posix(), f"{text}\n")

    def schema_path(self, event: str) -> Path:
        return self.root / "schemas" / SOURCE / event / "1-0.json"

    def build(
        self, tables: Tables, pause: Callable[[], None] | None = None, **options: Any
    ) -> Said:
        """Build with this catalogue; *pause* is called before each change of the disk."""
        session = Session(self.root, lambda _: None)
        with in_session(session), pytest.MonkeyPatch.context() as patch:
            patch.setitem(SDKS, "segment", SMALL_SDK)
            if pause is not None:
                patch.setattr(writing, "commit", partial(writing.commit, pause=pause))
            try:
                self._run(tables, options)
            except ReflektError as error:
                return Said(2, str(error))
        report = session.report
        assert report is not None
        return Said(report.exit_code(), summary.text(report), report)

    def _run(self, tables: Tables, options: dict[str, Any]) -> None:
        asked = Asked.of(options)
        run = Run(Project.load(self.root), asked, Target("dev", "duckdb", "raw"))
        live = [
            {
                "source": SOURCE,
                "database": "raw",
                "schema": SOURCE,
                "rows": [[t, c, "VARCHAR"] for t, columns in tables.items() for c in columns],
                "exists": True,
                "missing_grants": [],
            }
        ]
        present = run.present(live if run.live else None)
        run.write(self.render(run.plan, present))

    def git(self, *arguments: str, code: int | None = 0) -> str:
        """Run git; *code* is how it is to end, None if that does not matter."""
        done = subprocess.run(
            ["git", "-c", "core.autocrlf=false", *arguments],
            cwd=self.root, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert code in (None, done.returncode), done.stdout + done.stderr
        return done.stdout

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "-q", "--allow-empty", "-m", "work")

    def cloned(self, to: Path, *options: str) -> Crew:
        """Return a fresh clone of what is committed, as a colleague makes it."""
        # By its address: a path alone would share files and know no depth.
        self.git("clone", "-q", *options, self.root.as_uri(), str(to))
        return Crew(to, self.render)

    def path_of(self, kind: str, event: str) -> str:
        """Return where the ``model`` or the ``docs`` of *event* are; ``""`` if they are not."""
        key = f"{SOURCE}.{event.lower()}"
        things = {f"{kind} {key}", kind if kind == "model" else f"{kind} {SOURCE}"}
        for path, entry in read_lock(self.root).entries.items():
            if entry.thing in things and (self.root / path).exists():
                return path
        return ""

    def read(self, path: str) -> str:
        return (self.root / path).read_bytes().decode("utf-8")

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode("utf-8"))

    def files(self) -> dict[str, str]:
        """Return every file that people commit, by path."""
        found = (file.relative_to(self.root) for file in self.root.rglob("*") if file.is_file())
        return {
            path.as_posix(): self.read(path.as_posix())
            for path in sorted(found)
            if path.parts[0] not in {".git", "target"}
        }

    def models(self) -> list[str]:
        """Return the paths of generated SQL and YAML, in order."""
        return sorted(
            path
            for path in self.files()
            if path.startswith("models/") and path.endswith((".sql", ".yml"))
        )


def sql_of(event: str) -> str:
    return f"models/staging/{SOURCE}/stg_{SOURCE}__{event.lower()}.sql"


def docs_of(event: str) -> str:
    return f"models/staging/{SOURCE}/_stg_{SOURCE}__{event.lower()}.yml"


def schema_of(
    event: str, properties: Sequence[str], notes: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"{SOURCE}/{event}/1-0.json",
        "description": notes.get(event, f"What {event} is."),
        "self": {
            "vendor": "com.example",
            "name": event.replace("_", " "),
            "format": "jsonschema",
            "version": "1-0",
            "metadata": {},
        },
        "type": "object",
        "properties": {
            name: {
                "type": "string",
                "description": notes.get(f"{event}.{name}", f"What {name} says."),
            }
            for name in properties
        },
        "required": [],
        "additionalProperties": False,
    }


def tables_of(schemas: Schemas) -> dict[str, list[str]]:
    """Return the tables of a warehouse where everything has arrived."""
    found = {event.lower(): [*OWN, *properties] for event, properties in schemas.items()}
    return {"tracks": [*OWN], **found}
