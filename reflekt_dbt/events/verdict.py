"""What a JSON Schema says against a document, as flaws: one sentence and one cure each.

The validator is compiled, so that thousands of files cost milliseconds; its words are
for people who know JSON Schema, and ours are not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NoReturn

from jsonschema_rs import Draft7Validator, ValidationError

from reflekt_dbt.events.flaw import Flaw, Pointer, said
from reflekt_dbt.naming import did_you_mean

_LONGEST_MESSAGE = 200
_TYPE_WORDS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "a mapping of keys",
    "string": "text",
}


class Checker:
    """One JSON Schema (draft-07), compiled once."""

    def __init__(self, schema: Mapping[str, Any], above: Pointer = ()) -> None:
        """Compile *schema*.

        Args:
            schema: The JSON Schema.
            above: Where documents stand in something larger; begins every pointer.

        Raises:
            ValueError: It is no JSON Schema, or refers to another file.
        """
        self._schema = schema
        self._above = above
        # Without this a reference to a web page would be fetched while loading.
        self._validator = Draft7Validator(dict(schema), retriever=refuse)

    def flaws(self, document: Any) -> list[Flaw]:
        """Return what is wrong with *document*, ordered by pointer."""
        if self._validator.is_valid(document):
            return []
        found = {
            flaw for error in self._validator.iter_errors(document) for flaw in self._say(error)
        }
        return sorted(found, key=lambda flaw: ([str(step) for step in flaw.pointer], flaw[1:]))

    def _say(self, error: ValidationError) -> Iterator[Flaw]:
        pointer = (*self._above, *error.instance_path)
        schema = self._around(error)
        say = _SENTENCES.get(type(error.kind).__name__, _in_its_own_words)
        yield from say(error, pointer, schema)

    def _around(self, error: ValidationError) -> Mapping[str, Any]:
        """Return the sub-schema whose keyword failed; empty if it is not a plain one."""
        found: Any = self._schema
        for step in error.schema_path[:-1]:
            if isinstance(found, list) and isinstance(step, int) and step < len(found):
                found = found[step]
            else:
                found = found.get(step) if isinstance(found, dict) else None
        return found if isinstance(found, dict) else {}


def refuse(uri: str) -> NoReturn:
    """Fetch no schema, wherever *uri* points: as the retriever of a validator."""
    raise ValueError(f"{uri!r} is not in this file")


def _kind(error: ValidationError) -> Any:
    """Return the error's kind, whose attributes its type stubs do not know."""
    return error.kind


_Say = Callable[[ValidationError, Pointer, Mapping[str, Any]], Iterable[Flaw]]


def _missing(
    error: ValidationError, pointer: Pointer, schema: Mapping[str, Any]
) -> Iterator[Flaw]:
    key = _kind(error).property
    within = f" in {said(pointer)!r}" if pointer else ""
    examples = _member(schema, key).get("examples", [])
    value = json.dumps(examples[0], ensure_ascii=False) if examples else "…"
    yield Flaw(pointer, f"missing key {key!r}{within}", f'add "{key}": {value}', at_key=True)


def _unknown(
    error: ValidationError, pointer: Pointer, schema: Mapping[str, Any]
) -> Iterator[Flaw]:
    known = schema.get("properties", {})
    for key in _kind(error).unexpected:
        here = (*pointer, key)
        hint = did_you_mean(key, known) or "remove it"
        yield Flaw(here, f"unknown key {said(here)!r}", hint, at_key=True)


def _type(error: ValidationError, pointer: Pointer, _: Mapping[str, Any]) -> Iterator[Flaw]:
    allowed = " or ".join(_TYPE_WORDS.get(name, name) for name in _kind(error).types)
    hint = "give it a value, or remove the key" if error.instance is None else ""
    problem = f"{_subject(pointer)} must be {allowed}, not {_shown(error.instance)}"
    yield Flaw(pointer, problem, hint)


def _enum(error: ValidationError, pointer: Pointer, _: Mapping[str, Any]) -> Iterator[Flaw]:
    given, allowed = error.instance, _kind(error).options
    problem = f"{_subject(pointer)} cannot be {_shown(given)}"
    names = [option for option in allowed if isinstance(option, str)]
    near = did_you_mean(given, names) if isinstance(given, str) else ""
    listed = f"one of: {', '.join(names)}"
    hint = f"{near} {listed}" if near.startswith("did") else listed
    yield Flaw(pointer, problem, hint)


def _constant(error: ValidationError, pointer: Pointer, _: Mapping[str, Any]) -> Iterator[Flaw]:
    expected = json.dumps(_kind(error).expected_value, ensure_ascii=False)
    problem = f"{_subject(pointer)} must be {expected}, not {_shown(error.instance)}"
    yield Flaw(pointer, problem, f"write {expected}")


def _pattern(
    error: ValidationError, pointer: Pointer, schema: Mapping[str, Any]
) -> Iterator[Flaw]:
    must, _, hint = str(schema.get("patternErrorMessage", "")).partition("; ")
    must = must or f"must match {_kind(error).pattern!r}"
    yield Flaw(pointer, f"{_subject(pointer)} {must}, not {_shown(error.instance)}", hint)


def _in_its_own_words(
    error: ValidationError, pointer: Pointer, _: Mapping[str, Any]
) -> Iterator[Flaw]:
    message = " ".join(error.message.split())
    if len(message) > _LONGEST_MESSAGE:
        message = f"{message[:_LONGEST_MESSAGE]}…"
    yield Flaw(pointer, f"{_subject(pointer)}: {message}")


_SENTENCES: Mapping[str, _Say] = {
    "Required": _missing,
    "AdditionalProperties": _unknown,
    "Type": _type,
    "Enum": _enum,
    "Constant": _constant,
    "Pattern": _pattern,
}


def _member(schema: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = schema.get("properties", {}).get(key, {})
    return found if isinstance(found, dict) else {}


def _subject(pointer: Pointer) -> str:
    return repr(said(pointer)) if pointer else "the whole"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:60]}…"
