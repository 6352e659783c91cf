"""Names of events and properties, from those that the loader made of them. Pure.

What a loader does to a name cannot be undone, so every name here is one that the SDK's own
rules lead back to the very table or column.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from reflekt_dbt.sdks.model import Names, Sdk


def event_name(table: str, sdk: Sdk, taken: Collection[str], casing: str) -> str:
    """Return a name whose events land in *table*; ``""`` if there is none.

    Args:
        table: In lower case.
        sdk: Whose loader made it.
        taken: Names of events that other calls than track send.
        casing: As `conventions.event` has it.
    """
    names = (name for name in _spellings(table, casing, "title") if name not in taken)
    return next((name for name in names if leads_to(name, table, sdk)), "")


def leads_to(name: str, table: str, sdk: Sdk) -> bool:
    """Tell whether events called *name* land in *table*, in lower case."""
    return table in sdk.table_names(name).candidates


def property_names(
    columns: Collection[str], land: Callable[[str], Names], taken: Iterable[str], casing: str
) -> dict[str, str]:
    """Return column → name of a property that lands in it; columns that none can have lack.

    Args:
        columns: Of one table, in lower case.
        land: Name of a property → names of its column.
        taken: Names of properties that are planned.
        casing: As `conventions.property` has it.
    """
    there = set(columns)
    bases = {land(name).base for name in taken}
    named: dict[str, str] = {}
    for column in columns:
        for name in _spellings(column, casing, "snake"):
            base, candidates = land(name)
            # A name that some warehouses escape may have the column of that name, or this one.
            is_its_own = column in candidates and not there & {*candidates} - {column}
            if base not in bases and (is_its_own or candidates[:1] == (column,)):
                named[column] = name
                bases.add(base)
                break
    return named


def _spellings(name: str, casing: str, default: str) -> Iterator[str]:
    """Yield what may have become *name*, the likeliest first."""
    bare = name.lstrip("_")
    for wanted in dict.fromkeys((default if casing == "any" else casing, default, "snake")):
        yield from dict.fromkeys(_joined(stem.split("_"), wanted) for stem in (bare, name))
    yield name


def _joined(words: list[str], casing: str) -> str:
    capitals = [word[:1].upper() + word[1:] for word in words]
    match casing:
        case "title":
            return " ".join(capitals).strip()
        case "pascal":
            return "".join(capitals)
        case "camel":
            return words[0] + "".join(capitals[1:])
    return "_".join(words)
