"""The demo's project in a folder of its own, and the commands that people type in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import psycopg2
import pytest
from click.testing import CliRunner

from integration_tests.emulators.postgres import Server
from integration_tests.jaffle_shop.raw.generate import RawData
from reflekt_dbt.cli.main import cli
from tests.integration.warehouses import connect, duckdb_env, quiet

BIN = Path(sys.executable).parent
STAGING = "models/staging/jaffle_shop_segment"
# The log of everything, which no test reads, takes dbt a quarter of a build.
_SPARING = ("--no-use-colors", "--log-level-file", "none")
RECORDS = ("reflekt.lock", "reflekt.catalog")


class Said(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Shop:
    """A dbt project on disk, and the dbt target that its commands use.

    Attributes:
        data: What the target's warehouse was loaded with, if it is the demo's.
    """

    root: Path
    target: str = "dev"
    env: Mapping[str, str] = field(default_factory=dict)
    data: RawData | None = field(default=None, repr=False, compare=False)

    def build(self, *typed: str) -> Said:
        return self.reflekt("build", *typed)

    def reflekt(self, command: str, *typed: str) -> Said:
        """Run a command of ours in this process; a bug in it is an exception here too."""
        with self._inside():
            arguments = [command, *self._aimed(command), *typed]
            result = CliRunner().invoke(cli, arguments, prog_name="reflekt-dbt")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.exit_code, result.stdout, result.stderr)

    def dbt(self, *typed: str) -> Said:
        """Run a command of dbt in this process."""
        from dbt.cli.main import dbtRunner  # noqa: PLC0415 - seconds, that some tests do without

        said: list[str] = []
        failed: list[str] = []

        def listen(event: Any) -> None:
            (failed if event.info.level == "error" else said).append(event.info.msg)

        with self._inside():
            arguments = [*typed, *_SPARING, *self._aimed(typed[0])]
            result = dbtRunner(callbacks=[listen]).invoke(arguments)
        if result.exception:
            failed.append(str(result.exception))
        code = 0 if result.success else 2 if result.exception else 1
        return Said(code, "\n".join(said), "\n".join(failed))

    def typed(self, program: str, *arguments: str, **env: str) -> Said:
        """Run a program as people do: in the folder, as a process of its own."""
        done = subprocess.run(
            [BIN / program, *arguments, *self._aimed(arguments[0])],
            cwd=self.root,
            env={**os.environ, **self.env, **env},
            capture_output=True,
            text=True,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def git(self, *arguments: str) -> str:
        command = ["git", "-c", "core.autocrlf=false", *arguments]
        done = subprocess.run(
            command, cwd=self.root, capture_output=True, text=True, check=True
        )
        return done.stdout

    def commit(self) -> None:
        """Record everything that people would, so that `changed` says what differs since."""
        ignored = "target/\ndbt_packages/\nlogs/\n*.duckdb*\n.user.yml\npackage-lock.yml\n"
        self.write(".gitignore", ignored)
        if not (self.root / ".git").exists():
            self.git("init", "--quiet")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "as it is")

    @property
    def changed(self) -> list[str]:
        """What ``git status`` has to say."""
        return self.git("status", "--porcelain", "--untracked-files=all").splitlines()

    def read(self, path: str) -> str:
        return (self.root / path).read_bytes().decode("utf-8")

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")

    def replace(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert old in text, f"{path} holds no {old!r}"
        self.write(path, text.replace(old, new))

    def files(self) -> dict[str, bytes]:
        """Every file but those that no one commits, by path."""
        kept_out = {".git", "target", "dbt_packages", "logs"}
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
            and not kept_out & set(path.relative_to(self.root).parts)
            and ".duckdb" not in path.name
        }

    def generated(self) -> dict[str, bytes]:
        """The files that the lock says are ours, and what is on record."""
        lock = self.read("reflekt.lock").splitlines()
        ours = {line.split("\t")[-1] for line in lock if not line.startswith("#")}
        return {path: data for path, data in self.files().items() if path in {*ours, *RECORDS}}

    def sql(self, table: str) -> str:
        return f"{STAGING}/stg_jaffle_shop_segment__{table}.sql"

    def docs(self, table: str) -> str:
        return f"{STAGING}/_stg_jaffle_shop_segment__{table}.yml"

    @property
    def source(self) -> str:
        return f"{STAGING}/__src_jaffle_shop_segment.yml"

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the warehouse, past dbt."""
        with closing(self._connection()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def execute(self, *statements: str) -> None:
        """Change the warehouse, past dbt."""
        with closing(self._connection()) as connection:
            with closing(connection.cursor()) as cursor:
                for statement in statements:
                    cursor.execute(statement)
            connection.commit()

    def copy_to(self, root: Path) -> Shop:
        """Return the same project elsewhere, with a warehouse of its own on DuckDB."""
        shutil.copytree(self.root, root, symlinks=True, dirs_exist_ok=True)
        return replace(self, root=root, env={**self.env, **duckdb_env(root)})

    def aimed_at(self, target: str, **env: str) -> Shop:
        return replace(self, target=target, env={**self.env, **env})

    def _aimed(self, command: str) -> list[str]:
        knows_target = command not in {"deps", "eject", "plan", "init"}
        return ["--target", self.target] if knows_target and self.target else []

    def _connection(self) -> Any:
        return connect(self.target, self.env)

    @contextmanager
    def _inside(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch, quiet():
            for name, value in self.env.items():
                patch.setenv(name, value)
            patch.chdir(self.root)
            yield
            _let_go_of_duckdb()


def _let_go_of_duckdb() -> None:
    """Close the file that dbt keeps open until its process ends, and locks for others."""
    adapter = sys.modules.get("dbt.adapters.duckdb.connections")
    if adapter is not None:
        adapter.DuckDBConnectionManager.close_all_connections()


def execute(server: Server, *statements: str) -> None:
    """Run statements as the superuser, in the server's database."""
    with closing(psycopg2.connect(server.dsn)) as connection:
        # Databases cannot be made within a transaction.
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
