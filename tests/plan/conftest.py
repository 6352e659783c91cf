"""A made-up SDK, small enough for a reader to hold, and plans made with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reflekt_dbt.config.model import BuildConfig, Config, DocsConfig, ModelsConfig, SourceConfig
from reflekt_dbt.events.model import Event, Property, Version
from reflekt_dbt.plan.compile import Landing, compile_plan
from reflekt_dbt.plan.surroundings import Surroundings
from reflekt_dbt.sdks.model import Names, Sdk, SdkColumn, SdkTable

ID = SdkColumn("id", "event_id", "Id of the event.")
TIME = SdkColumn("timestamp", "tstamp", "When it happened.")


def table_names(event: str) -> Names:
    base = event.lower().replace(" ", "_")
    return Names(base, (base, f"_{base}") if base else ())


def column_names(path: tuple[str, ...], call_type: str) -> Names:
    base = "_".join(path).lower()
    # Of traits, this loader keeps none that is called secret.
    return Names(
        base, () if (call_type, base) == ("identify", "secret") else (base, f"_{base}")
    )


DEMO = Sdk(
    name="demo",
    title="Demo",
    event=SdkTable("", "track", (ID, TIME), "One row for each time the event was sent."),
    tables=(
        SdkTable("tracks", "track", (ID, TIME), "One row for each event.", properties=False),
        SdkTable(
            "identifies",
            "identify",
            (SdkColumn("id", "identify_id", "Id of the call."), TIME),
            "One row for each call.",
        ),
        SdkTable(
            "users",
            "identify",
            (SdkColumn("id", "user_id", "Id of the user."),),
            "One row for each user.",
            context=False,
        ),
        SdkTable(
            "groups",
            "group",
            (SdkColumn("id", "group_id", "Id of the call."), TIME),
            "One row for each call.",
            candidates=("old_groups",),
        ),
        SdkTable("pages", "page", (ID, TIME), "One row for each page."),
    ),
    calls={"identify": ("Identify",), "group": ("Group",), "page": ("Page Viewed",)},
    always=("tracks",),
    context=(SdkColumn("context_ip", "ip", "Address of the sender."),),
    loaded_at="received_at",
    table_names=table_names,
    column_names=column_names,
    own_tables=("loads",),
)


@pytest.fixture(scope="session")
def event() -> Callable[..., Event]:
    """Make an event from its id; its properties are given as values or as names of strings."""

    def make(path: str, *properties: Property | str, **more: Any) -> Event:
        folder, _, version = path.rpartition("/")
        name = folder.rpartition("/")[2].replace("_", " ")
        leaves = tuple(
            Property(tuple(given.split(".")), ("string",)) if isinstance(given, str) else given
            for given in properties
        )
        numbers = Version(*map(int, version.split("-")))
        values = {"name": name, "description": f"About {name}.", **more}
        return Event(path, version=numbers, file=Path("x"), properties=leaves, **values)

    return make


@pytest.fixture(scope="session")
def plan_of() -> Callable[..., dict[str, Any]]:
    """Compile a plan of events that land in one source called shop."""

    def compile_(
        *events: Event,
        sdk: Sdk = DEMO,
        source: dict[str, Any] | None = None,
        build: dict[str, Any] | None = None,
        models: dict[str, Any] | None = None,
        docs: dict[str, Any] | None = None,
        surroundings: Surroundings | None = None,
        selected: set[str] | None = None,
    ) -> dict[str, Any]:
        shop = SourceConfig(
            **{"name": "shop", "sdk": sdk.name, "schema": "shop", **(source or {})}
        )
        settings = BuildConfig(
            **(build or {}),
            models=ModelsConfig(**(models or {})),
            docs=DocsConfig(**(docs or {})),
        )
        config = Config(sources=(shop,), build=settings)
        landing = Landing(shop, events)
        around = surroundings or Surroundings("jaffle_shop")
        return compile_plan([landing], config, {sdk.name: sdk}, around, selected)

    return compile_
