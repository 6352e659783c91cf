"""Names: what a user meant, and what may be used as a name.

Pure functions of strings: no project, no file, no warehouse.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from difflib import get_close_matches

# PostgreSQL has the shortest limit of the warehouses we serve, in bytes; every name
# we make is ASCII, so characters are bytes here.
LONGEST_IDENTIFIER = 63


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest of *known*, or all of them if none is near."""
    names = sorted(known)
    near = get_close_matches(given, names, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"known: {', '.join(names)}" if names else ""


def shortened(name: str, longest: int = LONGEST_IDENTIFIER) -> str:
    """Return *name*, cut to *longest* characters and told apart by a hash if it is longer."""
    if len(name) <= longest:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: longest - 9]}_{digest}"
