"""A YAML file in, plain mappings and lists out, or one error with its line and column."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import yaml

from reflekt_dbt.errors import ConfigError

_MERGE = "tag:yaml.org,2002:merge"
_TIMESTAMP = "tag:yaml.org,2002:timestamp"

_DEEPEST = 100

# The C parser is ten times faster, but not in every build of PyYAML.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc] # its class is only known at run time
    """PyYAML's safe loader, but dates stay the text that they are in JSON and in SQL."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own class attribute
        first: [(tag, regexp) for tag, regexp in resolvers if tag != _TIMESTAMP]
        for first, resolvers in _Base.yaml_implicit_resolvers.items()
    }


def read_yaml(file: Path) -> dict[str, Any]:
    """Return the mapping in *file*; an empty file is an empty mapping.

    Raises:
        ConfigError: It cannot be read, is not YAML, repeats a key or is no mapping.
    """
    where = str(file)
    loaded = _loaded(_text(file), where)
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise ConfigError(
            "expected a mapping of settings",
            where=where,
            hint="begin it with a key, as in name:",
        )
    return loaded


def plain_problem(value: Any, path: str) -> ConfigError | None:
    """Return why *value* could not stand in a JSON document, if it could not."""
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                return ConfigError(
                    f"the key {key!r} is no text", where=path, hint="write it in quotes"
                )
        inner = [(item, _below(path, key)) for key, item in value.items()]
    else:
        items = value if isinstance(value, list) else []
        inner = [(item, _below(path, str(index))) for index, item in enumerate(items)]
    if not isinstance(value, (dict, list, str, int, float, type(None))) or (
        isinstance(value, float) and not math.isfinite(value)
    ):
        return ConfigError(f"{value!r} is no value for a setting", where=path, hint="quote it")
    problems = (plain_problem(item, place) for item, place in inner)
    return next((problem for problem in problems if problem), None)


def _below(path: str, step: str) -> str:
    # In `file: vars.reflekt` the keys begin behind the colon, in `file` with the first.
    return f"{path}.{step}" if ": " in path else f"{path}: {step}"


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError("no such file", where=str(file), hint="run: dbt init") from error
    except OSError as error:
        problem = f"this file cannot be read: {error.strerror or error}"
        raise ConfigError(problem, where=str(file), hint="check its permissions") from error
    except UnicodeDecodeError as error:
        hint = "save it in the encoding UTF-8"
        raise ConfigError("this file is not UTF-8", where=str(file), hint=hint) from error


def _loaded(text: str, where: str) -> Any:
    try:
        _check_depth(text, where)
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            _check(node, where, inside=set(), done=set())
            return None if node is None else loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, where) from error
    except (yaml.YAMLError, ValueError) as error:
        problem = f"not YAML: {(str(error).splitlines() or ['?'])[0]}"
        raise ConfigError(problem, where=where, hint="remove what is odd there") from error


def _not_yaml(error: yaml.MarkedYAMLError, where: str) -> ConfigError:
    mark = error.problem_mark or error.context_mark
    place = _at(mark, where) if mark else where
    hint = "compare the indentation with the lines before and after"
    if "unhashable key" in str(error.problem):
        hint = 'quote text that begins with {, as in "{{ target.database }}"'
    return ConfigError(f"not YAML: {error.problem}", where=place, hint=hint)


def _check_depth(text: str, where: str) -> None:
    """Refuse what nests deeper than any project; the C parser would crash the process."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise ConfigError(
                f"more than {_DEEPEST} mappings and lists inside each other",
                where=_at(event.start_mark, where),
                hint="close the brackets that are left open",
            )


def _check(node: Any, where: str, *, inside: set[int], done: set[int]) -> None:
    """Refuse repeated keys, of which YAML readers silently take the last, and circles."""
    if not isinstance(node, yaml.CollectionNode) or id(node) in done:
        return
    if id(node) in inside:
        raise ConfigError(
            "an anchor inside itself",
            where=_at(node.start_mark, where),
            hint="remove the alias",
        )
    inside.add(id(node))
    if isinstance(node, yaml.MappingNode):
        _check_keys(node, where)
        children = [value for _, value in node.value]
    else:
        children = node.value
    for child in children:
        _check(child, where, inside=inside, done=done)
    inside.remove(id(node))
    done.add(id(node))


def _check_keys(node: yaml.MappingNode, where: str) -> None:
    lines: dict[tuple[str, str], int] = {}
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.tag == _MERGE:
            continue
        if (key.tag, key.value) in lines:
            first = lines[key.tag, key.value]
            raise ConfigError(
                f"the key {key.value!r} is there twice, first in line {first}",
                where=_at(key.start_mark, where),
                hint="remove one of the two",
            )
        lines[key.tag, key.value] = key.start_mark.line + 1


def _at(mark: Any, where: str) -> str:
    return f"{where}:{mark.line + 1}:{mark.column + 1}"
