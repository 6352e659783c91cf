"""An adapter of a type that nobody has heard of: dbt-postgres under another name.

Made from what is installed, into a folder that goes before it on Python's path. Its
macros are dbt-postgres's with the prefix renamed, and it names no adapter that it builds
upon, so that a macro for Postgres is none for it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from dbt.include import postgres

TYPE = "quack"

_ADAPTER = f'''\
"""dbt-postgres, but for its name."""

from dataclasses import dataclass

from dbt.adapters.base import AdapterPlugin
from dbt.adapters.postgres import PostgresAdapter, PostgresCredentials
from dbt.adapters.postgres import PostgresConnectionManager
from dbt.include.{TYPE} import PACKAGE_PATH


@dataclass
class Credentials(PostgresCredentials):
    @property
    def type(self):
        return "{TYPE}"


class ConnectionManager(PostgresConnectionManager):
    TYPE = "{TYPE}"


class {TYPE.title()}Adapter(PostgresAdapter):
    ConnectionManager = ConnectionManager

    def execute_macro(self, macro_name, *args, **kwargs):
        # One of its macros the adapter calls by its whole name.
        renamed = macro_name.replace("postgres__", "{TYPE}__")
        return super().execute_macro(renamed, *args, **kwargs)


Plugin = AdapterPlugin({TYPE.title()}Adapter, Credentials, PACKAGE_PATH)
'''
_INCLUDE = "from pathlib import Path\n\nPACKAGE_PATH = str(Path(__file__).parent)\n"


def install_quack(site: Path) -> None:
    """Write the adapter into *site*, for a Python that has it on its path."""
    adapter, include = (site / "dbt" / kind / TYPE for kind in ("adapters", "include"))
    adapter.mkdir(parents=True)
    (adapter / "__init__.py").write_text(_ADAPTER, encoding="utf-8")
    (adapter / "__version__.py").write_text('version = "1.0.0"\n', encoding="utf-8")
    shutil.copytree(postgres.PACKAGE_PATH, include, ignore=shutil.ignore_patterns("*.py*"))
    (include / "__init__.py").write_text(_INCLUDE, encoding="utf-8")
    for file in (include / "dbt_project.yml", *include.rglob("*.sql")):
        text = file.read_text(encoding="utf-8")
        for prefix in ("postgres__", "dbt_postgres"):
            text = text.replace(prefix, prefix.replace("postgres", TYPE))
        file.write_text(text, encoding="utf-8")
