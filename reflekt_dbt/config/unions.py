"""Whether sources that name the same union can be one, and the union's name is free."""

from __future__ import annotations

from collections.abc import Sequence

from reflekt_dbt.config.home import Part
from reflekt_dbt.config.model import SourceConfig
from reflekt_dbt.errors import ConfigError


def check_unions(sources: Sequence[SourceConfig], part: Part) -> None:
    """Refuse unions whose files would clash, or whose sources have not the same shape.

    Args:
        sources: As configured; their own names are different without regard to case.
        part: Where they stand, for messages.

    Raises:
        ConfigError: A union has two SDKs, or the name of something else.
    """
    # Names become files, and not every system tells case apart.
    named = {one.name.lower(): one for one in sources}
    first: dict[str, SourceConfig] = {}
    for index, source in enumerate(sources):
        union = source.union
        if union is None:
            continue
        place = part.place("sources", index, "union")
        like = first.setdefault(union.lower(), source)
        if like.union != union:
            raise ConfigError(
                f"{union!r} and {like.union!r} differ in case only",
                where=place,
                hint="write the union's name the same in each of its sources",
            )
        if like.sdk != source.sdk:
            raise ConfigError(
                f"the union {union!r} has sources of two SDKs, {like.sdk} and {source.sdk}, "
                "whose tables and columns are not named alike",
                where=place,
                hint="give each SDK a union of its own, and unite the models of both",
            )
        namesake = named.get(union.lower())
        if namesake is not None and namesake.union != union:
            raise ConfigError(
                f"the union {union!r} has the name of the source {namesake.name!r}, which is "
                "not in it: their models would be the same files",
                where=place,
                hint="give the union a name of its own, or that source the same union",
            )
