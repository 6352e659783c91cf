"""Rules as they were, as they are, and what of them is in no file. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reflekt_dbt.registries.model import Remote
from reflekt_dbt.registries.segment.mapping import place_of
from reflekt_dbt.registries.segment.rule import identity_of_rule
from reflekt_dbt.registries.segment.words import undecorated


def is_same_rule(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two rules say the same, whatever Segment added to either."""
    return bool(undecorated(one["jsonSchema"]) == undecorated(other["jsonSchema"]))


def unsaid(remote: Remote) -> str:
    """Return what a rule says that its document does not; ``""`` if nothing.

    It stays in Segment when the rule is pushed, and is in no file.
    """
    identity = identity_of_rule(remote.origin)
    place = place_of(identity) if identity else ""
    sections = remote.origin["jsonSchema"].get("properties")
    if not place or not isinstance(sections, Mapping):
        return ""
    others = [repr(name) for name, said in sections.items() if name != place and said]
    return f"what {remote.key} says of {', '.join(others)} stays in Segment" if others else ""
