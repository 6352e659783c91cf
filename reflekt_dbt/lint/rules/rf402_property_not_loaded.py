"""RF402."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.landing import Landed
from reflekt_dbt.lint.rule import WarehouseRule
from reflekt_dbt.lint.violation import Violation


class PropertyNotLoaded(WarehouseRule):
    """A property has a name of which the loader makes no column.

    It is sent, it is in the plan, and it never arrives.

    With:
        {"sources": [{"name": "shop", "sdk": "segment"}]}

    Flagged:
        {"数量": {"type": "string", "description": "How many."}}

    Fine:
        {"quantity": {"type": "string", "description": "How many."}}
    """

    code = "RF402"
    name = "property-not-loaded"
    severity = "error"

    def check(self, landed: Landed) -> Iterator[Violation]:
        """Yield one violation for each property that is not loaded."""
        for event, prop, _ in landed.findings("property_not_loaded"):
            if prop is not None:
                problem = f"{prop.dotted!r} is not loaded into the warehouse ({landed.said})"
                hint = (
                    "rename it: the loader has that name for itself, or takes no letter of it"
                )
                yield self.of_property(landed, event, prop, problem, hint)
