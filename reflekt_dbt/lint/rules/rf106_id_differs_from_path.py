"""RF106."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reflekt_dbt.lint.rule import Edit, EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class IdDiffersFromPath(EventRule):
    """The `$id` of a schema is not the path of its file.

    A file that was copied and not adapted says that it is another event or version: what
    is pushed to a registry then replaces that one. `.json` at its end may be left out, and
    so may what comes before the path, such as `https://schemas.shop.com/`.

    Flagged:
        {"$id": "shop/Cart_Viewed/1-0.json"}

    Fine:
        {"$id": "shop/Order_Completed/1-0.json"}
    """

    code = "RF106"
    name = "id-differs-from-path"
    shows = "schema"
    fixes = "safely"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation if ``$id`` says another path."""
        given = schema.data.get("$id")
        if not isinstance(given, str):
            return
        if f"/{given.removesuffix('.json')}".endswith(f"/{schema.id}"):
            return
        problem = f"the '$id' is {given!r}, and the file is {schema.id + '.json'!r}"
        yield self.at(schema, ("$id",), problem, f'write "$id": "{schema.id}.json"')

    def edits(self, schema: Schema, violation: Violation) -> Iterable[Edit]:  # noqa: ARG002 - there is but one
        """Return the path of the file as its ``$id``, unless references are by the old one."""
        refs = [sub.schema.get("$ref") for sub in schema.subs]
        if not any(isinstance(ref, str) and not ref.startswith("#") for ref in refs):
            yield Edit(("$id",), f"{schema.id}.json")
