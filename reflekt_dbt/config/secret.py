"""A token or password that no message, log or traceback shows."""

from __future__ import annotations

from typing import NoReturn

_HIDDEN = "***"


class Secret:
    """A text that prints as ``***``, whatever is done to print it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the text itself, for the one place that sends it."""
        return self._value

    def hidden_in(self, text: str) -> str:
        """Return *text*, in which ``***`` stands wherever this was."""
        return text.replace(self._value, _HIDDEN) if self._value else text

    def __repr__(self) -> str:
        return _HIDDEN

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(_HIDDEN, spec)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is never written to disk")
