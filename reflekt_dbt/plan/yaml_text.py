"""Values to YAML text that every YAML version, dbt engine and Jinja reads back alike.

Pure functions. Free text of people is *inert*: dbt renders descriptions, meta and test
arguments as Jinja, so whatever could open a tag is written as an expression that yields it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

# What opens a tag; and line ends, of which Jinja makes newlines, and drops one at the end.
_NOT_INERT = re.compile(r"\{[{%#]|\r|\n\Z")
# dbt calls these functions where a test's argument looks like a call of one.
_LOOKS_LIKE_A_CALL = re.compile(r"\s*(?:env_var|ref|var|source|doc)\s*\(")
# Words that no YAML reads as anything but a string, so that they need no quotes.
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")
_NOT_STRINGS = frozenset(
    ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf"]
)
# What YAML may not hold, and what a reader of the file could not see. A list of our own:
# what Python calls printable grows with each version of it, and bytes may not.
_HIDDEN = re.compile(
    r"[\x00-\x1f\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\ud800-\udfff\ufeff\ufff9-\uffff\U000e0000-\U000e007f]"
)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_TO_ESCAPE = re.compile(rf'[\\"]|{_HIDDEN.pattern}')


def inert(text: str) -> str:
    """Return *text* so that Jinja renders it to the very same characters."""
    if not _NOT_INERT.search(text):
        return text
    # Every brace, or one could stand beside those that are put in.
    body = text.replace("{", "{{ '{' }}").replace("\r", "{{ '\\r' }}")
    return f"{body[:-1]}{{{{ '\\n' }}}}" if body.endswith("\n") else body


def inert_argument(text: str) -> str:
    """Return *text* as ``inert`` does, and so that dbt does not take it for a call either."""
    return ("{{ '' }}" if _LOOKS_LIKE_A_CALL.match(text) else "") + inert(text)


def scalar(text: str) -> str:
    """Return *text* as a quoted YAML scalar on one line."""
    if not _HIDDEN.search(text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + _TO_ESCAPE.sub(lambda char: _escaped(char[0]), text) + '"'


def comment(text: str) -> str:
    """Return *text* for a comment, which any line break, YAML's own included, would end."""
    return _HIDDEN.sub(lambda char: _escaped(char[0]), text)


def word(text: str) -> str:
    """Return *text* as YAML, without quotes where it is a plain word."""
    if _PLAIN.fullmatch(text) and text.lower() not in _NOT_STRINGS:
        return text
    return scalar(text)


def block(value: Any) -> list[str]:
    """Return a mapping or sequence as lines of block YAML, indented by two a level.

    Strings are written as they are: what needs to be inert is made so before.
    """
    if isinstance(value, Mapping):
        return [
            line for key, item in value.items() for line in _entry(word(str(key)) + ":", item)
        ]
    return [line for item in value for line in _entry("-", item)]


def deep_inert(value: Any) -> Any:
    """Return *value* with every string in it made inert, keys left alone."""
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, Mapping):
        return {key: deep_inert(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [deep_inert(item) for item in value]
    return value


def _entry(lead: str, item: Any) -> list[str]:
    nested = isinstance(item, Mapping | list | tuple)
    if not nested or not item:
        return [f"{lead} {_leaf(item)}"]
    lines = block(item)
    if lead == "-":
        return [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]
    return [lead, *(f"  {line}" for line in lines)]


def _leaf(item: Any) -> str:
    if isinstance(item, str):
        return word(item)
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, float):
        return _float(item)
    if item is None:
        return "null"
    if isinstance(item, Mapping):
        return "{}"
    return "[]" if isinstance(item, list | tuple) else str(item)


def _float(number: float) -> str:
    if not math.isfinite(number):
        return ".nan" if math.isnan(number) else ".inf" if number > 0 else "-.inf"
    # 1e+16 is a string to YAML 1.1, which wants a point.
    digits, e, exponent = repr(number).partition("e")
    return f"{digits}{'' if '.' in digits else '.0'}{e}{exponent}"


def _escaped(char: str) -> str:
    code = ord(char)
    return _ESCAPES.get(char) or (f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}")
