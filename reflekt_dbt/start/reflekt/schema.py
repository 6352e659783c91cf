"""One schema file of Reflekt's as one of ours. Pure: text in, text out."""

from __future__ import annotations

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.dump import canonical, formatted
from reflekt_dbt.events.jsonc import plain
from reflekt_dbt.events.tree import Object, node_of, read_tree, rendered

# Reflekt 0.3 has them at the top of the file.
_BELOW_SELF = ("metadata", "metrics", "tests")


def migrated(text: str, identity: str, where: str) -> str:
    """Return the schema *text* in our form, as the file of the event *identity*.

    Nothing but ``$id`` changes what it says: comments become ``$comment``, and what 0.3 has
    at the top goes below ``self``.

    Args:
        text: Of the file; comments and trailing commas are fine.
        identity: Path below the schemas folder, without ``.json``.
        where: How messages name the file.

    Raises:
        SchemaError: It is no JSON object.
    """
    root = read_tree(plain(formatted(text, where)))
    if not isinstance(root, Object):
        raise SchemaError("an event's schema must be an object", where=where)
    root.members["$id"] = node_of(f"{identity}.json")
    own = root.members.get("self")
    if isinstance(own, Object):
        for key in _BELOW_SELF:
            if key in root.members and key not in own.members:
                own.members[key] = root.members.pop(key)
    return rendered(canonical(root))
