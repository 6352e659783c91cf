"""Files and the state beside them, written as one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reflekt_dbt.registries.state import STATE, State
from reflekt_dbt.write.disk import named_errors, read_text
from reflekt_dbt.write.journal import Change
from reflekt_dbt.write.transaction import commit


def record(root: Path, state: State, changes: Iterable[Change] = ()) -> tuple[str, ...]:
    """Write *changes* and *state*; return the paths left alone because someone changed them.

    Raises:
        WriteError: A file cannot be written.
    """
    with named_errors(STATE):
        before = read_text(root / STATE)
    after = state.render() or None
    own = () if before == after else (Change(STATE, before, after),)
    return commit(root, [*changes, *own])
