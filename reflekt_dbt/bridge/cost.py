"""What queries cost, in words, where the adapter can tell before they run."""

from __future__ import annotations

from collections.abc import Sequence

_UNITS = ("bytes", "KB", "MB", "GB", "TB")


def cost_in_words(queries: Sequence[str], days: int, adapter_type: str) -> str:
    """Return a sentence about what is going to be read.

    Args:
        queries: SQL, none of which has run.
        days: How far back they read.
        adapter_type: Of the target in use.
    """
    count = f"{len(queries)} quer{'y' if len(queries) == 1 else 'ies'}"
    words = f"reading rows of the last {days} days: {count}"
    if adapter_type != "bigquery":
        return f"{words}; what they cost, {adapter_type} does not say before"
    return f"{words}, {in_units(sum(map(_bytes_of, queries)))} by a dry run"


def in_units(count: int) -> str:
    """Return a number of bytes as people say it."""
    amount, units = float(count), list(_UNITS)
    while amount >= 1000 and len(units) > 1:
        amount, units = amount / 1000, units[1:]
    return f"{amount:.0f} {units[0]}" if units[0] == "bytes" else f"{amount:.1f} {units[0]}"


def _bytes_of(query: str) -> int:
    from dbt.adapters.factory import get_adapter_by_type

    # The adapter's own dry run; macros are not allowed to ask for it.
    response = get_adapter_by_type("bigquery").validate_sql(query)
    return int(getattr(response, "bytes_processed", 0) or 0)
