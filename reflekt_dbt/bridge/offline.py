"""Running a macro without a connection.

``dbt run-operation`` opens one before the macro runs, on Postgres and Redshift at least:
a pull request's CI without credentials could not check a thing. So the macro is called
through the adapter, in the way in which dbt itself calls its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def execute_offline(manifest: Any, macro: str, arguments: Mapping[str, Any]) -> str:
    """Call one of our macros, after dbt has parsed the scratch project in this process.

    Args:
        manifest: What ``dbt parse`` returned.
        macro: Name of the run-operation.
        arguments: Of the macro.

    Returns:
        What dbt says of the macro's failure, ``""`` if it did not fail.
    """
    from dbt_common.exceptions import DbtBaseException

    try:
        adapter_of(manifest).execute_macro(macro, project="reflekt", kwargs=dict(arguments))
    except DbtBaseException as error:
        return str(error)
    return ""


def adapter_of(manifest: Any) -> Any:
    """Return dbt's adapter of the target in use, which can run macros of *manifest*."""
    from dbt.adapters.factory import get_adapter, register_adapter
    from dbt.config.runtime import RuntimeConfig
    from dbt.context.providers import generate_runtime_macro_context
    from dbt.flags import get_flags
    from dbt.mp_context import get_mp_context

    config = RuntimeConfig.from_args(get_flags())
    register_adapter(config, get_mp_context())
    adapter: Any = get_adapter(config)
    adapter.set_macro_resolver(manifest)
    adapter.set_macro_context_generator(generate_runtime_macro_context)
    return adapter
