"""What config says of the columns of one table: left out, renamed, added, unplanned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reflekt_dbt.config.model import BuildConfig
from reflekt_dbt.config.overrides import PLACE, EventOverrides
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.plan.column_tests import configured_tests
from reflekt_dbt.plan.globs import fits, regexes
from reflekt_dbt.plan.private import Private


@dataclass(frozen=True, slots=True)
class Wanted:
    """What config says of columns.

    Attributes:
        exclude: Globs of columns that are left out.
        rename: Column, as loaded or as aliased, in lower case → its alias.
    """

    exclude: tuple[str, ...] = ()
    rename: Mapping[str, str] | None = None

    @classmethod
    def of(cls, overrides: EventOverrides) -> Wanted:
        """Return what *overrides* say."""
        columns = overrides.columns
        renamed = {name.lower(): alias for name, alias in columns.rename.items()}
        return cls(columns.exclude, renamed)

    def excludes(self, names: Iterable[str]) -> bool:
        """Return whether the column that goes by all of *names* is left out."""
        return bool(self.exclude) and fits(names, self.exclude)

    def alias(self, alias: str, names: Iterable[str]) -> str:
        """Return what to call the column that is *alias* by rule, *names* being its others."""
        renamed = self.rename or {}
        return next((renamed[name] for name in (alias, *names) if name in renamed), alias)


def added_columns(overrides: EventOverrides, build: BuildConfig) -> list[dict[str, Any]]:
    """Return the columns that config adds, in its order; their SQL is the user's own code."""
    return [
        {"alias": alias, "sql": sql, "tests": configured_tests(build.docs, alias)}
        for alias, sql in overrides.columns.add.items()
    ]


def unplanned_columns(
    overrides: EventOverrides, build: BuildConfig, found: Private
) -> dict[str, Any]:
    """Return what becomes of columns that no schema plans, as the macros take it."""
    said = overrides.unplanned or build.unplanned
    withheld = () if build.pii == "tag" else found.withheld
    return {
        "include": said.action == "include",
        "ignore": regexes(said.ignore),
        "context": regexes((*build.context, *overrides.context)),
        "withheld": regexes((*withheld, *overrides.columns.exclude)),
        "rename": [[name.lower(), to] for name, to in overrides.columns.rename.items()],
    }


def own_layout(
    layout: Mapping[str, Any], wanted: Wanted, name: str
) -> tuple[dict[str, Any], list[str]] | None:
    """Return *layout* as one table has it, called *name*, and the columns left out of it.

    None if it is the same.
    """
    left_out: list[str] = []
    made: dict[str, Any] = {"name": name}
    for part in ("columns", "context"):
        made[part] = []
        for column in layout[part]:
            names = (column["column"], column["alias"])
            if wanted.excludes(names):
                left_out.append(column["column"])
            else:
                alias = wanted.alias(column["alias"], [column["column"]])
                made[part].append({**column, "alias": alias})
    is_same = all(made[part] == layout[part] for part in ("columns", "context"))
    return None if is_same else (made, left_out)


def check_aliases(aliases: Sequence[str], overrides: EventOverrides, table: str) -> None:
    """Refuse two columns of one name, where config names them.

    Raises:
        ConfigError: There are such.
    """
    chosen = {*overrides.columns.add, *overrides.columns.rename.values()}
    counts = Counter(aliases)
    for alias in sorted(chosen):
        if counts[alias] > 1:
            raise ConfigError(
                f"two columns of {table} would be called {alias!r}",
                where=f"{PLACE}: columns",
                hint="give one of them another name, or exclude it",
            )
