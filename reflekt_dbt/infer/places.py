"""Where drafts go: beside the schemas that the source selects already. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from itertools import chain, count, takewhile
from typing import NamedTuple

from reflekt_dbt.config.model import SourceConfig
from reflekt_dbt.errors import SelectError
from reflekt_dbt.events.select import select_events
from reflekt_dbt.registries.names import slug

_GLOB = re.compile(r"[*?\[]")


class _Id(NamedTuple):
    id: str


def folder_for(
    source: SourceConfig, events: Collection[str], schemas_path: str, wanted: str = ""
) -> str:
    """Return the folder, below the schemas folder, of what is drafted of *source*.

    Args:
        source: That the tables are in.
        events: Ids of those that there are.
        schemas_path: As people may write it before what they select.
        wanted: What was asked for; ``""`` leaves it to us.

    Raises:
        SelectError: The source does not select what would be in it.
    """
    for folder in filter(None, [wanted] if wanted else _guesses(source, events, schemas_path)):
        if _is_selected(source, f"{folder}/Event/1-0", schemas_path):
            return folder
    named = repr(wanted) if wanted else "new events"
    raise SelectError(
        f"source {source.name!r} selects {', '.join(source.select)}, and not {named}",
        where="vars.reflekt.sources",
        hint="add a whole folder to its select, or name one that it has with --folder",
    )


def free_folder(folder: str, name: str, taken: Collection[str]) -> str:
    """Return the folder of the event *name* in *folder*; none of those *taken*.

    *taken* holds folders in lower case, as some systems see no other difference.
    """
    wish = f"{folder}/{slug(name)}"
    numbered = chain([wish], (f"{wish}_{number}" for number in count(2)))
    return next(one for one in numbered if one.lower() not in taken)


def _guesses(source: SourceConfig, events: Collection[str], schemas_path: str) -> Iterable[str]:
    prefix = f"{schemas_path.strip('/')}/"
    event_folders = {event.rpartition("/")[0] for event in events}
    for selector in source.select:
        parts = selector.strip("/").removeprefix(prefix).split("/")
        folder = "/".join(takewhile(lambda part: not _GLOB.search(part), parts))
        if folder not in event_folders:
            yield folder
    plans = sorted({event.partition("/")[0] for event in events})
    if len(plans) == 1:
        yield plans[0]
    yield slug(source.name)


def _is_selected(source: SourceConfig, event: str, schemas_path: str) -> bool:
    return not source.select or any(
        _is_named(event, selector, schemas_path) for selector in source.select
    )


def _is_named(event: str, selector: str, schemas_path: str) -> bool:
    with suppress(SelectError):
        return bool(select_events([_Id(event)], [selector], schemas_path))
    return False
