"""``$ref`` inside one document: what it points to, and the ones that point nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from reflekt_dbt.events.flaw import Flaw, Pointer
from reflekt_dbt.events.keywords import DATA, NAMED
from reflekt_dbt.naming import did_you_mean


class NoTargetError(LookupError):
    """A reference points to nothing in its document."""


def resolve(document: Mapping[str, Any], ref: str) -> Any:
    """Return what *ref* points to in *document*.

    Raises:
        NoTargetError: It points to nothing, or out of the document.
    """
    base, _, fragment = ref.partition("#")
    if base and base != document.get("$id"):
        raise NoTargetError(ref)
    found: Any = document
    for step in unquote(fragment).split("/")[1:] if fragment else ():
        found = _step(found, step.replace("~1", "/").replace("~0", "~"))
    # "#name" is an anchor, which draft-07 spells "$id": nobody does in tracking plans.
    if not isinstance(found, (dict, bool)) or fragment[:1] not in {"", "/"}:
        raise NoTargetError(ref)
    return found


def _step(found: Any, step: str) -> Any:
    if isinstance(found, dict) and step in found:
        return found[step]
    if isinstance(found, list) and step.isascii() and step.isdigit() and len(step) < 6:
        return found[int(step)] if int(step) < len(found) else None
    return None


def find_bad_refs(document: Mapping[str, Any]) -> Iterator[Flaw]:
    """Yield one flaw for each ``$ref`` in *document* that does not resolve in it."""
    for pointer, ref in _refs(document, ()):
        if not _resolves(document, ref):
            yield _flaw(document, pointer, ref)


def _resolves(document: Mapping[str, Any], ref: str) -> bool:
    try:
        resolve(document, ref)
    except NoTargetError:
        return False
    return True


def _refs(schema: Any, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    if not isinstance(schema, dict):
        return
    for key, value in schema.items():
        here = (*pointer, key)
        if key == "$ref" and isinstance(value, str):
            yield here, value
        elif key in NAMED and isinstance(value, dict):
            for name, child in value.items():
                yield from _refs(child, (*here, name))
        elif key not in DATA:
            yield from _refs(value, here)
            for index, child in enumerate(value if isinstance(value, list) else ()):
                yield from _refs(child, (*here, index))


def _flaw(document: Mapping[str, Any], pointer: Pointer, ref: str) -> Flaw:
    if not ref.startswith("#"):
        return Flaw(
            pointer,
            f"the reference {ref!r} points out of this file",
            'copy what it points to under "definitions" and refer to "#/definitions/…"',
        )
    known = [
        f"#/{home}/{name}"
        for home in ("definitions", "$defs")
        if isinstance(document.get(home), dict)
        for name in document[home]
    ]
    problem = f"the reference {ref!r} points to nothing in this file"
    return Flaw(pointer, problem, did_you_mean(ref, known) or 'define it under "definitions"')
