"""Changes in what a single value may be: type, null, enum, format, pattern. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator

from reflekt_dbt.compare.kinds import change
from reflekt_dbt.compare.model import Change, dotted
from reflekt_dbt.compare.plain import essence
from reflekt_dbt.compare.view import View
from reflekt_dbt.plan.families import OF_FORMAT

Path = tuple[str, ...]
_LONGEST_LIST = 200


def subject(path: Path) -> str:
    """Return how sentences call what is at *path*."""
    return repr(dotted(path)) if path else "the event"


def types(old: View, new: View, path: Path) -> Iterator[Change]:
    """Yield a change if the types are others, null apart."""
    if old.types == new.types:
        return
    before, after = old.type_names, new.type_names
    sentence = f"{subject(path)} was {_said(before)} and is {_said(after)} now"
    yield change("type-changed", path, sentence, before=before, after=after)


def null(old: View, new: View, path: Path) -> Iterator[Change]:
    """Yield a change if null came to be refused or allowed."""
    if old.nullable and not new.nullable:
        sentence = f"{subject(path)} may no longer be null, and was in old events"
        yield change(
            "null-refused", path, sentence, before=old.type_names, after=new.type_names
        )
    elif new.nullable and not old.nullable:
        sentence = f"{subject(path)} may now be null"
        yield change(
            "null-allowed", path, sentence, before=old.type_names, after=new.type_names
        )


def enum(old: View, new: View, path: Path) -> Iterator[Change]:
    """Yield a change for values that are no longer allowed, and one for those that now are."""
    before, after = old.values, new.values
    gone = [] if after is None else _without(before, after)
    come = [] if before is None else _without(after, before)
    both = {"before": _list(before), "after": _list(after)}
    if gone is None:
        sentence = f"{subject(path)} took any value, and now only {_values(after)}"
        yield change("values-narrowed", path, sentence, **both)
    elif gone:
        sentence = f"{subject(path)} no longer takes {_values(gone)}"
        yield change("values-narrowed", path, sentence, **both)
    if come is None:
        yield change("values-widened", path, f"{subject(path)} now takes any value", **both)
    elif come:
        sentence = f"{subject(path)} now takes {_values(come)} too"
        yield change("values-widened", path, sentence, **both)


def text_format(old: View, new: View, path: Path) -> Iterator[Change]:
    """Yield a change if ``format`` is another."""
    before, after = _texts(old, "format"), _texts(new, "format")
    if before == after:
        return
    both = {"before": _json(before), "after": _json(after)}
    gone = set(before) - set(after)
    if set(after) <= set(before) and not gone & OF_FORMAT.keys():
        sentence = f"{subject(path)} need no longer be in the format {_formats(before)}"
        yield change("format-removed", path, sentence, **both)
        return
    was = f"in the format {_formats(before)}" if before else "in no format"
    now = f"in the format {_formats(after)}" if after else "in none"
    sentence = f"{subject(path)} was {was} and is {now} now"
    yield change("format-changed", path, sentence, **both)


def pattern(old: View, new: View, path: Path) -> Iterator[Change]:
    """Yield a change if texts have to match something else."""
    before, after = _texts(old, "pattern"), _texts(new, "pattern")
    both = {"before": _json(before), "after": _json(after)}
    if set(after) - set(before):
        sentence = f"{subject(path)} must match another pattern, which old values may not"
        yield change("pattern-changed", path, sentence, **both)
    elif before != after:
        sentence = f"{subject(path)} need no longer match a pattern"
        yield change("pattern-removed", path, sentence, **both)


def _said(names: list[str] | None) -> str:
    return "of any type" if names is None else " or ".join(names) or "nothing at all"


def _without(
    values: tuple[object, ...] | None, others: tuple[object, ...]
) -> list[object] | None:
    """Return those of *values* that are not among *others*; None if there is no limit."""
    if values is None:
        return None
    known = set(map(essence, others))
    return [value for value in values if essence(value) not in known]


def _list(values: tuple[object, ...] | None) -> list[object] | None:
    return None if values is None else list(values)


def _values(values: tuple[object, ...] | list[object] | None) -> str:
    text = ", ".join(json.dumps(value, ensure_ascii=False) for value in values or ())
    return f"{text[:_LONGEST_LIST]}…" if len(text) > _LONGEST_LIST else text or "null"


def _texts(view: View, keyword: str) -> list[str]:
    return sorted({text for text in view.said(keyword) if isinstance(text, str) and text})


def _json(texts: list[str]) -> str | list[str] | None:
    return texts[0] if len(texts) == 1 else texts or None


def _formats(names: list[str]) -> str:
    return " and ".join(map(repr, names))
