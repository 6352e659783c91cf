"""``docs/configuration.md``, made from the JSON Schema of the configuration.

To write it: ``python -m reflekt_dbt.config.docs docs/configuration.md``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reflekt_dbt.config.schema import config_schema, resolved

_INTRODUCTION = """\
# Configuration

<!-- Made from reflekt_dbt/config/config.schema.json; written by
     `python -m reflekt_dbt.config.docs docs/configuration.md`. -->

All settings stand in `dbt_project.yml` under `vars: reflekt:`, or under `vars: reflekt:` in
dbt 1.12's `vars.yml`. None is needed but `name` and `sdk` of each source. An unknown key is an
error that names the nearest known one. Where a list is expected, one text stands for a list of
one.

```yaml
vars:
  reflekt:
    vendor: com.thejaffleshop
    sources:
      - name: jaffle_shop_segment
        sdk: segment
        select: [jaffle_shop]
        database: "{{ env_var('RAW_DATABASE', 'raw') }}"
    build:
      models: {filter: "where received_at < {{ dbt.current_timestamp() }}"}
```

`database` and `schema` may hold Jinja. It goes into the source file as written.

## Without dbt

A repository of its own for the tracking plan, without dbt, has the same keys at the top of a
`reflekt_project.yml` at its root:

```yaml
vendor: com.thejaffleshop
conventions:
  event: {casing: title}
```

A dbt project beside it points there, and says what only it knows:

```yaml
vars:
  reflekt:
    project: ../tracking-plan
    sources:
      - {name: jaffle_shop_segment, sdk: segment}
```

The schema files are those of the tracking plan. No setting wins over another: one that stands
in both files with two values is an error, and so is a `reflekt_project.yml` beside a
`dbt_project.yml` that has settings and does not say `project: .`. Reflekt's own
`reflekt_project.yml` is left alone there.
"""
_TYPES = {
    "object": "mapping",
    "string": "text",
    "array": "list",
    "boolean": "true or false",
    "integer": "whole number",
}


def configuration_markdown() -> str:
    """Return the page: one table a section, in the order of the JSON Schema."""
    tables = "".join(_sections("", config_schema()))
    return f"{_INTRODUCTION}{tables}"


def _sections(path: str, schema: Mapping[str, Any]) -> Iterator[str]:
    members = {key: resolved(one) for key, one in schema.get("properties", {}).items()}
    required = schema.get("required", [])
    rows = [_row(key, one, required) for key, one in members.items() if not _is_section(one)]
    yield f"\n## `{path or 'vars.reflekt'}`\n\n{schema.get('description', '')}\n"
    if rows:
        yield "\n".join(
            ["\n| key | type | default | meaning |", "|---|---|---|---|", *rows, ""]
        )
    for key, one in members.items():
        if _is_section(one):
            inner = _inner(one)
            described = {**inner, "description": one["description"]}
            mark = "[]" if "items" in one else ".<name>" if _is_map(one) else ""
            yield from _sections(f"{path}.{key}{mark}".removeprefix("."), described)


def _is_section(schema: Mapping[str, Any]) -> bool:
    """Return whether *schema* has keys of its own that are worth a table."""
    described = _inner(schema).get("properties", {}).values()
    return any("description" in one for one in described)


def _inner(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of each item, or of each value that the author names, or *schema*."""
    return resolved(
        schema.get("items", schema["additionalProperties"] if _is_map(schema) else schema)
    )


def _is_map(schema: Mapping[str, Any]) -> bool:
    """Return whether the keys of *schema* are names that the author gives."""
    return isinstance(schema.get("additionalProperties"), Mapping)


def _row(key: str, schema: Mapping[str, Any], required: list[str]) -> str:
    default = "required" if key in required else _default(schema)
    return f"| `{key}` | {_type(schema)} | {default} | {_escaped(schema['description'])} |"


def _default(schema: Mapping[str, Any]) -> str:
    if schema.get("default") is None or schema["default"] == "":
        return "none"
    return f"`{_escaped(json.dumps(schema['default'], ensure_ascii=False))}`"


def _type(schema: Mapping[str, Any]) -> str:
    items = resolved(schema.get("items", {}))
    allowed = schema.get("enum") or items.get("enum")
    if allowed:
        names = ", ".join(f"`{name}`" for name in allowed if name is not None)
        return f"list of {names}" if items else names
    given = schema["type"]
    kinds = [name for name in ([given] if isinstance(given, str) else given) if name != "null"]
    return (
        "list of texts"
        if kinds == ["string", "array"]
        else " or ".join(_TYPES[kind] for kind in kinds)
    )


def _escaped(text: str) -> str:
    return text.replace("|", r"\|")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(configuration_markdown(), encoding="utf-8", newline="\n")
