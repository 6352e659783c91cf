"""Our pure macro, called from Python: dbt starts once, then a rendering takes no time.

No warehouse is asked, and no file of a project is read or written.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from dbt.adapters.factory import FACTORY, get_adapter, register_adapter
from dbt.cli.main import dbtRunner
from dbt.config.runtime import RuntimeConfig
from dbt.context.providers import generate_runtime_macro_context
from dbt.flags import get_flags
from dbt.mp_context import get_mp_context

from reflekt_dbt.bridge.scratch import make_scratch
from reflekt_dbt.config.load import config_from
from reflekt_dbt.events.model import Event
from reflekt_dbt.plan.compile import Landing, compile_plan
from reflekt_dbt.plan.surroundings import Surroundings
from reflekt_dbt.sdks import SDKS

PROFILES = 'shop: {target: dev, outputs: {dev: {type: duckdb, path: ":memory:"}}}\n'
QUIET = ("--quiet", "--no-send-anonymous-usage-stats", "--log-level-file", "none")

# Plan and present to what the macro reflekt_files returns.
Render = Callable[[Mapping[str, Any], Mapping[str, Any]], dict[str, Any]]


def start_dbt(folder: Path) -> Render:
    """Return a function that renders, after parsing our macros in a project in *folder*."""
    scratch = make_scratch(folder, {"name": "shop", "profile": "shop"})
    (folder / "profiles.yml").write_text(PROFILES, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of dbt and its libraries, not ours to mend
        adapter = _parsed(scratch, folder)

    def render(plan: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
        # Another run of dbt in this process, of some other test, forgets the adapter.
        FACTORY.adapters[adapter.type()] = adapter
        # As JSON, because that is all that may pass from Python to the macros.
        arguments = {"plan": json.loads(json.dumps(plan)), "present": present}
        result: dict[str, Any] = adapter.execute_macro(
            "reflekt_files", project="reflekt", kwargs=arguments
        )
        return result

    return render


def plan_of(events: Iterable[Event], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plan of *events*, all of which land in the first source of *settings*."""
    config = config_from(dict(settings), "settings", SDKS)
    landing = Landing(config.sources[0], tuple(events))
    return compile_plan([landing], config, SDKS, Surroundings("shop", "tests"))


def present_of(source: str, tables: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Return what is present, from table → column → type."""
    return {
        "tables": [
            [source, table, [list(column) for column in columns.items()]]
            for table, columns in tables.items()
        ]
    }


def _parsed(scratch: Path, profiles: Path) -> Any:
    where = ["--project-dir", str(scratch), "--profiles-dir", str(profiles)]
    parsed = dbtRunner().invoke(["parse", *QUIET, *where])
    assert parsed.success, parsed.exception
    config = RuntimeConfig.from_args(get_flags())
    register_adapter(config, get_mp_context())
    adapter: Any = get_adapter(config)
    adapter.set_macro_resolver(parsed.result)
    adapter.set_macro_context_generator(generate_runtime_macro_context)
    return adapter
