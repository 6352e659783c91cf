"""What ``reflekt_profiles.yml`` says: registries in our words, sources in dbt's.

No token or password is taken from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from reflekt_dbt.start.reflekt.old import Old, Remark, mapping
from reflekt_dbt.start.yaml_insert import as_block

# All that is no secret in a connection of dbt's, or of Reflekt's.
PLAIN_KEYS = frozenset(
    {
        "type", "account", "host", "port", "database", "dbname", "warehouse", "role", "user",
        "schema", "project", "dataset", "region", "location", "method", "sslmode", "threads",
        "path", "server", "catalog",
    }
)  # fmt: skip
# Reflekt's name of a credential → the variable that holds it here.
_CREDENTIALS = {
    "segment": {"api_token": "REFLEKT_SEGMENT_API_TOKEN"},
    "avo": {
        "service_account_name": "REFLEKT_AVO_ACCOUNT",
        "service_account_secret": "REFLEKT_AVO_SECRET",
    },
}
_NO_NAME = re.compile(r"[^A-Z0-9_]")
_DATABASE = {"redshift": "dbname", "postgres": "dbname"}


class Connections(NamedTuple):
    """What there is to connect to.

    Attributes:
        registries: As ``vars.reflekt.registries``.
        remarks: Variables to set, and what did not come over.
    """

    registries: dict[str, Any]
    remarks: tuple[Remark, ...]


def connections_of(old: Old) -> Connections:
    """Return the registries of *old*, without the credentials."""
    registries: dict[str, Any] = {}
    remarks: list[Remark] = []
    for entry in _entries(old.profile.get("registry")):
        kind = str(entry.get("type"))
        if kind not in _CREDENTIALS:
            remarks.append(Remark(f"registry {kind}", "there is no such registry here"))
            continue
        registries[kind] = _registry(kind, entry)
        remarks += [
            Remark(f"{kind} {key}", f"not copied; set the variable {variable}")
            for key, variable in _CREDENTIALS[kind].items()
            if key in entry
        ]
    branches = _branches(old)
    if branches:
        registries.setdefault("avo", {"type": "avo"})["branches"] = branches
    return Connections(registries, tuple(remarks))


def _registry(kind: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    workspace = entry.get("workspace_id")
    return {"type": kind, **({"workspace": str(workspace)} if workspace else {})}


def _branches(old: Old) -> dict[str, str]:
    said = mapping(old.settings, "registry", "avo", "branches")
    # main is known without being told.
    return {str(name): str(one) for name, one in said.items() if one and one != "main"}


def _entries(value: Any) -> Iterator[Mapping[str, Any]]:
    for one in value if isinstance(value, list) else []:
        if isinstance(one, dict):
            yield one


def dbt_profile(old: Old, name: str) -> str:
    """Return a profile for dbt's ``profiles.yml``, as YAML; ``""`` if *old* has no source.

    Args:
        old: The project; 0.3 has sources, or targets, and 0.6 sources with an id.
        name: Of the profile.
    """
    entries = [*_entries(old.profile.get("source")), *_entries(old.profile.get("target"))]
    outputs: dict[str, Any] = {}
    for entry in entries:
        known = entry.get("id") or entry.get("name") or entry.get("type")
        outputs.setdefault(str(known), _output(entry))
    if not outputs:
        return ""
    return as_block({name: {"target": next(iter(outputs)), "outputs": outputs}})


def _output(entry: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(entry.get("type"))
    made: dict[str, Any] = {"type": kind}
    for key, value in entry.items():
        if key in {"id", "name", "type"}:
            continue
        called = _DATABASE.get(kind, key) if key == "database" else key
        # dbt keeps variables of that name out of its logs.
        secret = _NO_NAME.sub("_", f"DBT_ENV_SECRET_{kind}_{key}".upper())
        is_plain = key in PLAIN_KEYS and not isinstance(value, (dict, list))
        made[called] = value if is_plain else f"{{{{ env_var('{secret}') }}}}"
    # Where dbt builds; Reflekt builds nothing, and has no word for it.
    return {
        **made,
        **({} if "dataset" in made or "schema" in made else {"schema": "analytics"}),
    }
