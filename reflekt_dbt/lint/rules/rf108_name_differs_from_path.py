"""RF108."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class NameDiffersFromPath(EventRule):
    """The folder of a schema is not called like its event.

    People look for an event by its name, and find its folder. Case, spaces, hyphens and
    underscores make no difference: `Order Completed` stands in `Order_Completed`,
    `order-completed` or `OrderCompleted`.

    Flagged:
        {"shop/Order_Completed/1-0.json": {"self.name": "Cart Viewed"}}

    Fine:
        {"shop/Order_Completed/1-0.json": {"self.name": "Order Completed"}}
    """

    code = "RF108"
    name = "name-differs-from-path"
    severity = "warning"
    shows = "files"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation if name and folder have other letters or digits."""
        if schema.name and _alike(schema.name) != _alike(schema.folder):
            problem = f"the event is {schema.name!r}, and its folder {schema.folder!r}"
            hint = "rename the folder, or the event if it is the one that is wrong"
            yield self.at(schema, ("self", "name"), problem, hint)


def _alike(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum()) or name
