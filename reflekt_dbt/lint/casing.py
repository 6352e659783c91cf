"""How names are written: title, snake, camel, pascal. Pure functions of strings.

A name is made of words. A digit belongs to the word before it (``line1``, ``OAuth2``), or
makes a word of its own after a separator (``Top 10``); an acronym is one word wherever the
casing has capitals (``API Called``, ``userID``, ``HTTPRequest``).
"""

from __future__ import annotations

import re
from functools import lru_cache

_SHAPES = {
    "title": re.compile(r"[A-Z0-9][A-Za-z0-9]*(?: [A-Z0-9][A-Za-z0-9]*)*"),
    "snake": re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"),
    "camel": re.compile(r"[a-z][a-z0-9]*(?:[A-Z][A-Za-z0-9]*)*"),
    "pascal": re.compile(r"[A-Z][A-Za-z0-9]*"),
}
# An acronym ends before the capital that begins the next word; digits stay with what they
# follow; a digit ends a word that a capital follows.
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+[0-9]*|[A-Z]+[0-9]*|[0-9]+")
_DIGIT = re.compile(r"[0-9]")

EXAMPLES = {
    "title": "Order Completed",
    "snake": "order_id",
    "camel": "orderId",
    "pascal": "OrderCompleted",
}


@lru_cache(maxsize=65_536)
def is_cased(name: str, casing: str) -> bool:
    """Return whether *name* is written in *casing*; anything is in ``any``."""
    shape = _SHAPES.get(casing)
    return shape is None or shape.fullmatch(name) is not None


def has_digit(name: str) -> bool:
    """Return whether there is a digit in *name*."""
    return _DIGIT.search(name) is not None


def words(name: str) -> list[str]:
    """Return the words of *name*, as it writes them; what is no ASCII word is left out."""
    return _WORD.findall(name)


def recased(name: str, casing: str) -> str:
    """Return *name* in *casing*; ``""`` if it cannot be written so without losing a letter."""
    found = words(name)
    letters = [char for char in name if char.isalnum()]
    if not found or len("".join(found)) != len(letters):
        return ""
    made = _joined(found, casing)
    return made if is_cased(made, casing) else ""


def _joined(found: list[str], casing: str) -> str:
    match casing:
        case "title":
            return " ".join(_capitalised(word) for word in found)
        case "pascal":
            return "".join(_capitalised(word) for word in found)
        case "camel":
            return found[0].lower() + "".join(_capitalised(word) for word in found[1:])
        case "snake":
            return "_".join(word.lower() for word in found)
    return ""


def _capitalised(word: str) -> str:
    """Return *word* with a capital first; an acronym stays as it is."""
    return word[:1].upper() + word[1:]
