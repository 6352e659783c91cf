"""Changes of limits: how large, how long, how many, in which steps. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from reflekt_dbt.compare.kinds import change
from reflekt_dbt.compare.model import Change
from reflekt_dbt.compare.values import Path, subject
from reflekt_dbt.compare.view import View

_Number = int | float


class _Limit(NamedTuple):
    """A bound of one version; the greatest of several is the one that refuses most.

    Attributes:
        strictness: Grows with how much is refused.
        out: Whether the limit itself is refused.
        value: As the file has it.
    """

    strictness: Fraction
    out: bool
    value: _Number

    def __str__(self) -> str:
        return f"{self.value}, itself left out" if self.out else str(self.value)

    @property
    def json(self) -> _Number | str:
        """The limit as a JSON value; text where it is out itself."""
        return str(self) if self.out else self.value


_WHOLE = frozenset({"integer"})
_Reader = Callable[[View], "_Limit | None"]


def _least(keyword: str) -> _Reader:
    """Return the reader of a lower bound on a length or a count, which 0 is none of."""
    return lambda view: max(
        (_Limit(Fraction(n), False, n) for n in _numbers(view, keyword) if n > 0), default=None
    )


def _most(keyword: str) -> _Reader:
    """Return the reader of an upper bound on a length or a count."""
    return lambda view: max(
        (_Limit(-Fraction(n), False, n) for n in _numbers(view, keyword)), default=None
    )


def _minimum(view: View) -> _Limit | None:
    found = [_Limit(Fraction(n), False, n) for n in _numbers(view, "minimum")]
    for number in _numbers(view, "exclusiveMinimum"):
        # Above 0 is from 1 on, for whole numbers.
        whole = math.floor(number) + 1
        is_whole = view.types == _WHOLE
        found.append(
            _Limit(Fraction(whole), False, whole)
            if is_whole
            else _Limit(Fraction(number), True, number)
        )
    return max(found, default=None)


def _maximum(view: View) -> _Limit | None:
    found = [_Limit(-Fraction(n), False, n) for n in _numbers(view, "maximum")]
    for number in _numbers(view, "exclusiveMaximum"):
        whole = math.ceil(number) - 1
        is_whole = view.types == _WHOLE
        found.append(
            _Limit(-Fraction(whole), False, whole)
            if is_whole
            else _Limit(-Fraction(number), True, number)
        )
    return max(found, default=None)


_BOUNDS: tuple[tuple[str, _Reader], ...] = (
    ("the least value", _minimum),
    ("the greatest value", _maximum),
    ("the least length", _least("minLength")),
    ("the greatest length", _most("maxLength")),
    ("the least number of items", _least("minItems")),
    ("the greatest number of items", _most("maxItems")),
    ("the least number of properties", _least("minProperties")),
    ("the greatest number of properties", _most("maxProperties")),
)


def bounds(old: View, new: View, path: Path) -> Iterator[Change]:
    """Yield a change for each bound that is tighter or looser."""
    for words, limit in _BOUNDS:
        before, after = limit(old), limit(new)
        if _refusal(before) == _refusal(after):
            continue
        tighter = after is not None and (before is None or after > before)
        yield change(
            "bound-tightened" if tighter else "bound-loosened",
            path,
            f"{words} of {subject(path)} {_was(before)} and {_is(after)}",
            before=before and before.json,
            after=after and after.json,
        )


def steps(old: View, new: View, path: Path) -> Iterator[Change]:
    """Yield a change if a number must be a multiple of something else."""
    before, after = ({n for n in _numbers(v, "multipleOf") if n > 0} for v in (old, new))
    if before == after:
        return
    # Every old value is in the new steps if each of them divides an old step.
    looser = all(any(_divides(step, was) for was in before) for step in after)
    was, now = (", ".join(map(str, sorted(one))) or "any" for one in (before, after))
    yield change(
        "bound-loosened" if looser else "bound-tightened",
        path,
        f"the step of {subject(path)} was {was} and is {now} now",
        before=sorted(before) or None,
        after=sorted(after) or None,
    )


def uniqueness(old: View, new: View, path: Path) -> Iterator[Change]:
    """Yield a change if the items of an array must, or need no longer, differ."""
    before, after = (True in view.said("uniqueItems") for view in (old, new))
    if after and not before:
        sentence = f"no item of {subject(path)} may come twice now"
        yield change("unique-items-demanded", path, sentence, before=False, after=True)
    elif before and not after:
        sentence = f"items of {subject(path)} may now come twice"
        yield change("unique-items-dropped", path, sentence, before=True, after=False)


def _numbers(view: View, keyword: str) -> list[_Number]:
    return [
        value
        for value in view.said(keyword)
        if isinstance(value, (int, float)) and not isinstance(value, bool)
    ]


def _divides(step: _Number, other: _Number) -> bool:
    # As written: 0.1 is no binary fraction.
    return (Fraction(str(other)) / Fraction(str(step))).denominator == 1


def _refusal(limit: _Limit | None) -> tuple[Fraction, bool] | None:
    return limit and limit[:2]


def _was(limit: _Limit | None) -> str:
    return "was not set" if limit is None else f"was {limit}"


def _is(limit: _Limit | None) -> str:
    return "is not set now" if limit is None else f"is {limit} now"
