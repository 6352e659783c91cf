"""JSON Schema as Segment stores it, and as we write it. Pure.

Segment adds ``id`` to the schemas of properties, makes a list of every ``type``, and holds the
event's schema a few levels down, so that references point elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from reflekt_dbt.errors import RegistryError
from reflekt_dbt.events.keywords import NAMED, SCHEMAS
from reflekt_dbt.events.read import not_text
from reflekt_dbt.registries.segment.guesses import Guesses

_PROSE = frozenset({"description", "title", "$comment"})


class Lost(NamedTuple):
    """A keyword that Segment does not take.

    Attributes:
        pointer: Steps to it.
        sentence: What becomes of it.
    """

    pointer: tuple[str, ...]
    sentence: str


_Words = Callable[[dict[str, Any], tuple[str, ...]], dict[str, Any]]


def _rewritten(schema: Any, words: _Words, pointer: tuple[str, ...] = ()) -> Any:
    """Return *schema* with *words* applied to each of the schemas in it, the inner first."""
    if isinstance(schema, list):
        return [
            _rewritten(one, words, (*pointer, str(index))) for index, one in enumerate(schema)
        ]
    if not isinstance(schema, Mapping):
        return schema
    made: dict[str, Any] = {}
    for key, value in schema.items():
        here = (*pointer, key)
        if key in NAMED and isinstance(value, Mapping):
            made[key] = {
                name: _rewritten(one, words, (*here, name)) for name, one in value.items()
            }
        else:
            made[key] = _rewritten(value, words, here) if key in SCHEMAS else value
    return words(made, pointer)


def undecorated(schema: Any) -> Any:
    """Return a *schema* of Segment's without what Segment itself adds to it.

    Raises:
        RegistryError: A text in it is none that a file could hold.
    """
    return _rewritten(_tidied(schema), _plain)


def _plain(schema: dict[str, Any], pointer: tuple[str, ...]) -> dict[str, Any]:
    types = schema.get("type")
    if isinstance(types, list) and len(types) == 1:
        schema["type"] = types[0]
    # Draft-04's spelling, a pointer of the server's own; the root has none.
    if pointer and isinstance(schema.get("id"), str):
        del schema["id"]
    return schema


def expressible(schema: Any, guesses: Guesses, lost: list[Lost]) -> Any:
    """Return our *schema* as far as Segment takes it; what it does not is put into *lost*."""

    def words(one: dict[str, Any], pointer: tuple[str, ...]) -> dict[str, Any]:
        made = {}
        for key, value in one.items():
            sentence = _why_not(key, value, guesses)
            if sentence:
                lost.append(Lost((*pointer, key), sentence))
            elif not (
                key == "type" and (value == "any" or (_is_list(value) and "any" in value))
            ):
                made[key] = value
        return made

    return _rewritten(schema, words)


def _why_not(keyword: str, value: Any, guesses: Guesses) -> str:
    """Return why Segment does not take a *keyword*; ``""`` if it does."""
    if keyword == "id" and isinstance(value, str):
        return "Segment puts ids of its own there"
    if keyword == "pattern" and "(?!" in str(value) and not guesses.lookahead:
        return "Segment does not take a pattern with a negative look-ahead; use not"
    # Inferred: no list of supported keywords is published.
    if guesses.keywords_kept is not None and keyword not in guesses.keywords_kept:
        return f"Segment drops the keyword {keyword!r}"
    return ""


def moved(schema: Any, old: str, new: str) -> Any:
    """Return *schema* with references to what was at *old* pointing to *new*.

    From the root, all but its definitions move.
    """

    def words(one: dict[str, Any], _pointer: tuple[str, ...]) -> dict[str, Any]:
        ref = one.get("$ref")
        if isinstance(ref, str) and (ref == old or ref.startswith(f"{old}/")):
            rest = ref[len(old) :]
            if not (old == "#" and rest.startswith(("/definitions/", "/$defs/"))):
                one["$ref"] = f"{new}{rest}"
        return one

    return _rewritten(schema, words)


def label_of(value: Any, guesses: Guesses) -> Any:
    """Return what metadata's *value* is as a label; `value_of` turns it back."""
    if not guesses.labels_are_text:
        return value
    if isinstance(value, str) and value_of(value, guesses) == value:
        return value
    return _json(value)


def value_of(label: Any, guesses: Guesses) -> Any:
    """Return the value that a *label* stands for."""
    if not guesses.labels_are_text or not isinstance(label, str):
        return label
    try:
        value = json.loads(label, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return label
    # 1.10 and 1e3 are text that only looks like a number; so is "a" in quotes of its own.
    is_ours = _json(value) == label and not any(map(not_text, _texts(value)))
    if isinstance(value, str):
        is_ours = is_ours and value_of(value, guesses) != value
    return value if is_ours else label


def _no_number(digits: str) -> None:
    raise ValueError(f"{digits} is no number in JSON")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        yield from value if isinstance(value, dict) else ()
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _tidied(value: Any, key: str = "") -> Any:
    """Return *value* with prose made plain: Windows's line ends, and what is no text."""
    if isinstance(value, Mapping):
        return {_checked(name): _tidied(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_tidied(one) for one in value]
    if not isinstance(value, str):
        return value
    return "".join(_prose(value)) if key in _PROSE else _checked(value)


def _prose(text: str) -> Iterator[str]:
    for character in text.replace("\r\n", "\n").replace("\r", "\n"):
        yield "\N{REPLACEMENT CHARACTER}" if not_text(character) else character


def _checked(text: str) -> str:
    if not_text(text):
        raise RegistryError(
            f"{text[:60]!r} holds the control character {not_text(text)}",
            hint="remove it in Segment",
        )
    return text
