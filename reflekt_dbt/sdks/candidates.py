"""Candidate names: what every loader's names have in common."""

from __future__ import annotations

from collections.abc import Iterable

# The longest identifier of Redshift and of Postgres. Names are ASCII by then, so that
# characters are bytes. Longest first: it has lost the least.
_WIDTHS = (127, 63)


def with_cuts(names: Iterable[str]) -> tuple[str, ...]:
    """Return *names*, then what a warehouse would cut them to, without repeats."""
    full = list(dict.fromkeys(names))
    cut = [name[:width] for width in _WIDTHS for name in full if len(name) > width]
    return tuple(dict.fromkeys(full + cut))
