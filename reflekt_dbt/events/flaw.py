"""What is wrong inside a JSON document, before anyone knows on which line it stands."""

from __future__ import annotations

from typing import NamedTuple

Pointer = tuple[str | int, ...]


class Flaw(NamedTuple):
    """One thing wrong with a document.

    Attributes:
        pointer: Keys and indexes from the document's top to the value meant; ``()``
            is the whole document.
        problem: One sentence without a full stop.
        hint: What the user can do; ``""`` if there is nothing to say.
        at_key: Whether the member's key is what is wrong, rather than its value.
    """

    pointer: Pointer
    problem: str
    hint: str = ""
    at_key: bool = False


def said(pointer: Pointer) -> str:
    """Return *pointer* as people say it: ``properties.order_id.type``."""
    return ".".join(str(step) for step in pointer)
