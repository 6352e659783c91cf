"""What a team's own meta-schema asks of metadata, in ours."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.jsonc import plain
from reflekt_dbt.events.metaschema import SHIPPED
from reflekt_dbt.events.read import bytes_of, decoded, parse_document
from reflekt_dbt.start.reflekt.old import Old, Remark, mapping

# Of 0.6 and of 0.3, below the schemas folder.
PLACES = (".reflekt/meta/1-0.json", ".reflekt/event-meta/1-0.json")


def meta_schema(old: Old) -> tuple[bytes, tuple[Remark, ...]]:
    """Return our meta-schema, with what that of *old* asks of metadata, and remarks."""
    shipped = SHIPPED.read_bytes()
    place = next((one for one in PLACES if (old.root / "schemas" / one).is_file()), None)
    if place is None:
        return shipped, ()
    shown = f"schemas/{place}"
    try:
        asked = _asked_of_metadata(_read(old.root / shown, shown))
    except SchemaError as error:
        return shipped, (Remark(shown, f"not carried over: {error.problem}"),)
    if not asked:
        return shipped, ()
    remark = Remark(shown, "of your own meta-schema, what it asks of metadata is carried over")
    return _with(asked, shipped), (remark,)


def _read(file: Path, shown: str) -> Any:
    text = plain(decoded(bytes_of(file, shown), shown)).text
    return parse_document(text, shown).data


def _asked_of_metadata(meta: Any) -> Mapping[str, Any]:
    """Return the schema of metadata; empty if it asks for nothing."""
    for part in _parts(meta):
        for found in (
            mapping(part, "properties", "self", "properties", "metadata"),
            mapping(part, "properties", "metadata"),
        ):
            if found.get("required") or found.get("properties"):
                return found
    return {}


def _parts(meta: Any) -> Iterator[Any]:
    yield meta
    listed = meta.get("allOf") if isinstance(meta, dict) else None
    yield from listed if isinstance(listed, list) else []


def _with(asked: Mapping[str, Any], shipped: bytes) -> bytes:
    made = json.loads(shipped)
    own = made["properties"]["self"]
    own["properties"]["metadata"] = {**own["properties"]["metadata"], **asked}
    if asked.get("required"):
        own["required"] = [*own["required"], "metadata"]
    return f"{json.dumps(made, indent=2, ensure_ascii=False)}\n".encode()
