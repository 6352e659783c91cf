"""What our models call a property's column.

The alias of a property is a function of its own column name and of the SDK, and of
nothing else, so that no other property can ever change it. A name that is taken gets an
underscore in front, and so does the same name that already has one: ``ip`` becomes
``_ip``, ``_ip`` becomes ``__ip``. Hence two names never get the same alias.
"""

from __future__ import annotations

from collections.abc import Collection

from reflekt_dbt.config.model import PROVENANCE, SOURCE_NAME
from reflekt_dbt.naming import shortened
from reflekt_dbt.sdks.model import Sdk
from reflekt_dbt.sdks.reserved import RESERVED

# YAML 1.1 does not take them for strings, in our files and in those of whoever uses ours.
_YAML_WORDS = frozenset(["yes", "no", "on", "off", "true", "false", "null"])


def taken_names(sdk: Sdk) -> frozenset[str]:
    """Return the names that no property of this SDK may have as its alias.

    The loader's own columns under both their names, whether or not this warehouse has
    them; what we add ourselves; the words that some warehouse, or YAML, reserves.
    """
    columns = [*sdk.context, *(c for table in (sdk.event, *sdk.tables) for c in table.columns)]
    ours = {name for column in columns for name in (column.name, column.alias)}
    return frozenset(ours | {*PROVENANCE, SOURCE_NAME} | RESERVED | _YAML_WORDS)


def property_alias(base: str, taken: Collection[str]) -> str:
    """Return the alias of the property whose column the loader calls *base*."""
    stem = base.lstrip("_")
    return shortened(f"_{base}" if stem in taken or stem[:1].isdigit() else base)
