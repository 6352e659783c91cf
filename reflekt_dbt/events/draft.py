"""What JSON Schema itself, draft-07, has to say: of a schema, of a regex, of a value."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft7Validator

from reflekt_dbt.events.flaw import Flaw
from reflekt_dbt.events.verdict import Checker, refuse

FILE = Path(__file__).with_name("meta") / "draft-07.json"


def draft_flaws(data: Mapping[str, Any]) -> list[Flaw]:
    """Return the keywords of *data* whose values draft-07 does not allow."""
    return _draft().flaws(data)


@functools.cache
def _draft() -> Checker:
    return Checker(json.loads(FILE.read_text(encoding="utf-8")))


@functools.lru_cache(maxsize=4096)
def regex_problem(pattern: str) -> str:
    """Return why *pattern* is no regex of JavaScript's, which JSON Schema uses; or ``""``."""
    if _is_regex().is_valid(pattern):
        return ""
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        # Python's words for what both refuse are as good as any.
        return str(error)
    return "JavaScript does not know all that is in it"


@functools.cache
def _is_regex() -> Draft7Validator:
    return Draft7Validator({"format": "regex"}, validate_formats=True)


def regex_matches(pattern: str, text: str) -> bool:
    """Return whether *pattern*, which must be a regex, is found in *text*.

    Takes bounded time whatever they are; what cannot be told in that time is a match.
    """
    try:
        return _matcher(pattern).is_valid(text)
    except ValueError:
        return True


@functools.lru_cache(maxsize=4096)
def _matcher(pattern: str) -> Draft7Validator:
    return Draft7Validator({"pattern": pattern})


def is_of_type(schema: Mapping[str, Any], value: Any) -> bool:
    """Return whether *value* has a type that *schema* names; it may name none."""
    given = schema.get("type")
    names = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    if not names or "any" in names:
        return True
    return any(isinstance(name, str) and _has_type(value, name) for name in names)


def _has_type(value: Any, name: str) -> bool:
    if isinstance(value, bool) or value is None:
        return name == ("null" if value is None else "boolean")
    if name == "integer":
        # In JSON Schema 1.0 is a whole number.
        return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    kinds = _KINDS.get(name)
    return kinds is not None and isinstance(value, kinds)


_KINDS: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "object": (dict,),
    "array": (list,),
}


def allows(schema: Mapping[str, Any], document: Mapping[str, Any], value: Any) -> bool:
    """Return whether *schema*, a part of *document*, allows *value*.

    Whatever cannot be told is allowed: a reference to nothing, or a schema that is none.
    """
    if not is_of_type(schema, value):
        return False
    held = {key: item for key, item in schema.items() if key not in _NOT_HELD}
    held |= {key: document[key] for key in ("definitions", "$defs") if key in document}
    try:
        return Draft7Validator(held, retriever=refuse).is_valid(value)
    except ValueError:
        return True


# The values themselves; what has been looked at; and what would rename the document.
_NOT_HELD = frozenset({"default", "examples", "type", "$id", "$schema"})
