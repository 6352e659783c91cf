"""The SDKs we know."""

from __future__ import annotations

from importlib import import_module

from reflekt_dbt.sdks.model import Sdk

# By hand: an SDK that is not here does not exist. Each is the module of its name, so
# that one more is one more line.
SDKS: dict[str, Sdk] = {
    name: import_module(f"{__name__}.{name}").SDK
    for name in (
        "segment",
        "rudderstack",
    )
}
