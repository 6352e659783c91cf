"""Who may be looked for under which name, when several could be."""

from __future__ import annotations

from collections.abc import Sequence


def settle(wanted: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return for each list of candidates those that are its own, in the order given.

    A name is its own if it is its first choice, or else if no other list has it as first
    choice and it comes first of the lists that hold it, by their first choices. So the
    answer depends on what is planned, never on what happens to be present nor on order.
    """
    owners: dict[str, str] = {}
    for candidates in sorted(wanted, key=lambda candidates: candidates[0]):
        for name in candidates[1:]:
            owners.setdefault(name, candidates[0])
    owners.update({candidates[0]: candidates[0] for candidates in wanted})
    return [
        [name for name in candidates if owners[name] == candidates[0]] for candidates in wanted
    ]
