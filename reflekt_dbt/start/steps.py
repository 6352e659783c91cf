"""From what there is and what was answered to what is to be done. Writes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from reflekt_dbt.config.model import Config
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.events.metaschema import OVERRIDE, SHIPPED
from reflekt_dbt.start.answers import Answers
from reflekt_dbt.start.before import Before
from reflekt_dbt.start.packages import VENDORED, find_entry, is_vendored
from reflekt_dbt.start.step import Step
from reflekt_dbt.start.yaml_file import YamlFile
from reflekt_dbt.start.yaml_insert import Addition, add_below, as_block
from reflekt_dbt.write.disk import named_errors

_SAMPLE = Path(__file__).with_name("sample") / "Order_Completed.json"


def plan_schemas(before: Before, answers: Answers | None, *, sample: bool) -> Iterator[Step]:
    """Yield what is to be done below the schemas folder.

    Args:
        before: The project.
        answers: None if ``vars.reflekt`` is there already, and says it all.
        sample: Whether a project without schema files gets one.
    """
    folder = answers.schemas_path if answers else before.says("schemas_path")
    folder = PurePosixPath((folder or Config().schemas_path).replace("\\", "/")).as_posix()
    yield _new_file(before.root, f"{folder}/{OVERRIDE.as_posix()}", SHIPPED.read_bytes())
    if sample and not _has_schemas(before.root / folder):
        vendor = answers.vendor if answers else before.says("vendor")
        event = f"{before.slug}/{_SAMPLE.stem}/1-0.json"
        yield _new_file(before.root, f"{folder}/{event}", _sample(event, vendor))


def plan_packages(before: Before, vendor: Callable[[Path], Step]) -> Iterator[Step]:
    """Yield what is to be done for the project to have our dbt package.

    Args:
        before: The project.
        vendor: Returns the step that copies the package into the project.
    """
    entry = find_entry(before.root, before.packages)
    if entry is None or is_vendored(before.root, entry):
        yield vendor(before.root)
    if entry is None:
        yield _more(before.packages, "packages", [{"local": VENDORED}])
    else:
        yield Step(before.packages.path, "kept", "it lists reflekt already")


def plan_variables(before: Before, settings: dict[str, Any] | None) -> Step:
    """Return what is to be done for the project to have *settings* as ``vars.reflekt``.

    None if it has them already.
    """
    if settings is None:
        return Step(before.variables.path, "kept", "it has vars.reflekt already")
    return _more(before.variables, "vars", {"reflekt": settings})


def _more(file: YamlFile, key: str, addition: Addition) -> Step:
    text = add_below(file.text or "", key, addition)
    if text is None:
        lines = "".join(f"\n    {line}" for line in as_block({key: addition}).splitlines())
        raise ConfigError(
            f"there is no place below {key!r} where lines could be added",
            where=file.path,
            hint=f"add this by hand, then run it again:{lines}",
        )
    files = {file.path: text.encode()}
    return Step(file.path, "created" if file.text is None else "changed", files=files)


def _new_file(root: Path, path: str, content: bytes) -> Step:
    with named_errors(path):
        # A broken link is there, too, and somebody's.
        if (root / path).is_file() or (root / path).is_symlink():
            return Step(path, "kept")
    return Step(path, "created", files={path: content})


def _has_schemas(folder: Path) -> bool:
    """Tell whether there is a JSON file in *folder*, hidden folders aside."""
    found = (file.relative_to(folder) for file in folder.rglob("*.json"))
    return any(not part.startswith(".") for file in found for part in file.parts[:1])


def _sample(event: str, vendor: str) -> bytes:
    schema = json.loads(_SAMPLE.read_text(encoding="utf-8"))
    schema["$id"] = event
    schema["self"]["vendor"] = vendor or schema["self"]["vendor"]
    return f"{json.dumps(schema, indent=2, ensure_ascii=False)}\n".encode()
