"""The plan as text: for people and tools, and as JSON that Jinja passes through untouched."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_OPENERS = re.compile(r"[{}%#]")


def plan_json(plan: Mapping[str, Any]) -> str:
    """Return *plan* as readable JSON, with a newline at the end."""
    return json.dumps(plan, indent=2, ensure_ascii=False) + "\n"


def inert_json(value: Any) -> str:
    """Return *value* as ASCII JSON in which no Jinja tag can open.

    Braces, per cent and hash signs inside of strings are written as escapes; outside of
    strings, JSON never has two opening braces side by side.
    """
    text = json.dumps(value, separators=(",", ":"))
    return _STRING.sub(lambda string: _OPENERS.sub(_escape, string[0]), text)


def _escape(char: re.Match[str]) -> str:
    return f"\\u{ord(char[0]):04x}"
