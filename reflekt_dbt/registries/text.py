"""Text of a registry, as a schema file can hold it."""

from __future__ import annotations

from typing import Any

from reflekt_dbt.events.read import not_text

_IN_ITS_PLACE = "\ufffd"


def as_text(value: Any) -> Any:
    """Return *value*, JSON, with a mark for each character that is no text, keys included."""
    if isinstance(value, str):
        return _marked(value) if not_text(value) else value
    if isinstance(value, list):
        return [as_text(item) for item in value]
    if isinstance(value, dict):
        return {as_text(key): as_text(item) for key, item in value.items()}
    return value


def _marked(text: str) -> str:
    return "".join(_IN_ITS_PLACE if not_text(one) else one for one in text)
