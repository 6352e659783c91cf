"""The schema files of a Reflekt project, and where they go in ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.find import SchemaFile, find_schema_files
from reflekt_dbt.events.metaschema import OVERRIDE
from reflekt_dbt.events.read import bytes_of, decoded
from reflekt_dbt.start.reflekt.meta import meta_schema
from reflekt_dbt.start.reflekt.old import Old, Remark
from reflekt_dbt.start.reflekt.schema import migrated
from reflekt_dbt.start.step import Step

# In 0.3, the first folder of a schema says which registry it is of.
REGISTRIES = frozenset({"segment", "avo"})


class Moved(NamedTuple):
    """What becomes of the schema files.

    Attributes:
        steps: One for each plan, and one for the meta-schema.
        remarks: On what stays behind.
        avo_plans: Folders whose events came from Avo.
        is_whole: Whether every schema file came over, or was there.
    """

    steps: tuple[Step, ...]
    remarks: tuple[Remark, ...]
    avo_plans: tuple[str, ...]
    is_whole: bool


@dataclass
class _Plan:
    """What becomes of the files of one plan."""

    new: dict[str, bytes] = field(default_factory=dict)
    there: int = 0


def moved_schemas(old: Old, root: Path, folder: str) -> Moved:
    """Return what is to be done for the schemas of *old* to be those of a dbt project.

    Args:
        old: The project.
        root: Folder of the dbt project.
        folder: Of the schema files, below *root*.
    """
    meta, remarks = meta_schema(old)
    path = f"{folder}/{OVERRIDE.as_posix()}"
    first = Step(path, "kept") if (root / path).exists() else _new(path, meta)
    try:
        found = find_schema_files(old.root / "schemas")
    except SchemaError as error:
        return Moved((first,), (*remarks, Remark("schemas", error.problem)), (), is_whole=True)
    left = [Remark(f"schemas/{one.id}.json", one.problem) for one in found.misnamed]
    in_place = (root / folder).resolve() == (old.root / "schemas").resolve()
    folders = _folders((file.folder for file in found.files), in_place=in_place)
    plans: dict[str, _Plan] = {}
    for file in found.files:
        left += _add(file, folders[file.folder], (root, folder), plans)
    steps = [_step(f"{folder}/{name}", plans[name]) for name in sorted(plans)]
    avo = {folders[file.folder].split("/")[0] for file in found.files if _is_avos(file)}
    return Moved((first, *steps), (*remarks, *left), tuple(sorted(avo)), is_whole=not left)


def _is_avos(file: SchemaFile) -> bool:
    parts = file.folder.split("/")
    return parts[0] == "avo" and len(parts) > 2


def _folders(given: Iterable[str], *, in_place: bool) -> dict[str, str]:
    """Return each of the folders *given* with the one it becomes; no two become one."""
    olds = sorted(set(given))
    if in_place:
        # Copies beside the originals would be the same events twice.
        return {one: one for one in olds}
    made: dict[str, str] = {}
    taken: set[str] = set()
    # Those that stay as they are come first: nothing may take their place.
    for one in sorted(olds, key=lambda old: (_wanted(old) != old, old)):
        new = next(
            way for way in (*_ways(one), one) if way.casefold() not in taken or way == one
        )
        made[one] = new
        taken.add(new.casefold())
    return made


def _wanted(folder: str) -> str:
    return _ways(folder)[0]


def _ways(folder: str) -> tuple[str, ...]:
    """Return what *folder* may become, the best first."""
    first, *others = folder.split("/")
    spaceless = [_spaceless(part) for part in others]
    if first in REGISTRIES and len(others) > 1:
        plan, *below = spaceless
        return "/".join(spaceless), "/".join([f"{first}_{plan}", *below])
    return ("/".join([_spaceless(first), *spaceless]),)


def _spaceless(part: str) -> str:
    # Windows has no colon in a name.
    return re.sub("[ :]+", "_", part)


def _add(
    file: SchemaFile, folder: str, below: tuple[Path, str], plans: dict[str, _Plan]
) -> Iterator[Remark]:
    """Add *file* to its plan, as it will be; yield why it cannot be, if it cannot."""
    shown = f"schemas/{file.id}.json"
    identity = f"{folder}/{file.version}"
    root, schemas = below
    path = f"{schemas}/{identity}.json"
    plan = plans.setdefault(folder.partition("/")[0], _Plan())
    try:
        text = migrated(decoded(bytes_of(file.path, shown), shown), identity, shown)
    except SchemaError as error:
        yield Remark(error.where or shown, f"not carried over: {error.problem}")
        return
    there = root / path
    if not there.exists():
        plan.new[path] = text.encode()
        return
    plan.there += 1
    if there.read_bytes() != text.encode():
        yield Remark(path, "it is there already, says something else, and is left alone")


def _step(path: str, plan: _Plan) -> Step:
    if not plan.new:
        return Step(path, "kept", f"{plan.there} schemas")
    there = f", {plan.there} were there" if plan.there else ""
    return Step(path, "created", f"{len(plan.new)} schemas{there}", plan.new)


def _new(path: str, content: bytes) -> Step:
    return Step(path, "created", files={path: content})
