"""Names of plans and events: as folders, and as people mean them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from reflekt_dbt.errors import SelectError
from reflekt_dbt.naming import shortened

_NOT_PLAIN = re.compile(r"[^\w\-]+")
# Windows takes these for devices, whatever is behind a dot.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
# File systems take 255 bytes; a letter is up to four, and a number may come behind it.
_LONGEST = 60


def slug(name: str) -> str:
    """Return *name* as the name of a folder, safe on every system.

    Letters and digits of any script stay; a run of anything else becomes one ``_``. Never
    empty, hidden, a way up, or a device of Windows. Different names may give the same.
    """
    # As macOS stores it, so that one name is one folder on each system.
    text = unicodedata.normalize("NFC", name)
    made = _NOT_PLAIN.sub("_", text).strip("_-") or "unnamed"
    if made.casefold() in _DEVICES:
        made = f"{made}_"
    return shortened(made, _LONGEST)


def is_alike(one: str, other: str) -> bool:
    """Tell whether two names differ by case, spaces and the like only."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return slug(name).casefold().replace("-", "_")


def plan_named(given: str, names: Iterable[str]) -> str | None:
    """Return the one of *names* that *given* means: itself, or else the only one like it.

    None if there is none.

    Raises:
        SelectError: Several are like it.
    """
    known = sorted(set(names))
    if given in known:
        return given
    alike = [name for name in known if is_alike(name, given)]
    if len(alike) > 1:
        shown = ", ".join(map(repr, alike))
        raise SelectError(
            f"several plans are called like {given!r}: {shown}",
            where="--select",
            hint="give the name as the registry spells it",
        )
    return alike[0] if alike else None
