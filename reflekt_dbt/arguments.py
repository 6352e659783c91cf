"""Arguments of run-operations: any JSON values, checked against what a command takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from reflekt_dbt.errors import SelectError
from reflekt_dbt.naming import did_you_mean

_WHERE = "--args"


def checked(command: type, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of *arguments* that are given, as the fields of *command* want them.

    None is as good as absent.

    Args:
        command: A dataclass of texts, lists of texts, switches and whole numbers above 0.
        arguments: By name.

    Raises:
        SelectError: An argument is unknown, or of the wrong shape.
    """
    known = {field.name: str(field.type) for field in fields(command)}
    for name in arguments:
        if name not in known:
            hint = did_you_mean(str(name), known)
            raise SelectError(f"unknown argument {name!r}", where=_WHERE, hint=hint)
    return {
        name: _SHAPES[known[name]](name, value)
        for name, value in arguments.items()
        if value is not None
    }


def texts(name: str, value: Any) -> tuple[str, ...]:
    """Return the argument *name*, a text or a list of texts, as a tuple.

    Raises:
        SelectError: It is neither.
    """
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise SelectError(f"{name!r} is neither text nor a list of texts", where=_WHERE)


def _text(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    raise SelectError(f"{name!r} is not text", where=_WHERE)


def _switch(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise SelectError(f"{name!r} is neither true nor false", where=_WHERE)


def _number(name: str, value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise SelectError(f"{name!r} is not a whole number above 0", where=_WHERE)


# By annotation, which stands in the dataclasses as text.
_SHAPES: dict[str, Callable[[str, Any], Any]] = {
    "str": _text,
    "bool": _switch,
    "int": _number,
    "tuple[str, ...]": texts,
}
