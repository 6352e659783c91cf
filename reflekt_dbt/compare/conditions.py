"""Changes in what applies only perhaps: alternatives, conditions, references. Pure.

Where it cannot be told whether every old event still fits, the change is a break.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from reflekt_dbt.compare.choices import Alternatives, are_apart
from reflekt_dbt.compare.kinds import change
from reflekt_dbt.compare.model import ITEMS, Change
from reflekt_dbt.compare.plain import essence
from reflekt_dbt.compare.values import Path, subject
from reflekt_dbt.compare.view import View

Deeper = Callable[[View, View, Path], Iterator[Change]]

# Without one of these, more fits than before.
_ONLY_REFUSE = (
    "not", "contains", "propertyNames", "dependencies", "dependentRequired",
    "dependentSchemas", "additionalItems",
)  # fmt: skip


def items(old: View, new: View, path: Path, deeper: Deeper) -> Iterator[Change]:
    """Yield what changed for the items of an array, at every level below."""
    if old.texts("items") == new.texts("items"):
        return
    before, after = old.said("items"), new.said("items")
    if any(isinstance(one, list) for one in (*before, *after)):
        # One schema for each place in the list.
        yield _condition("condition-changed", "items", path)
    else:
        yield from deeper(View(before), View(after), (*path, ITEMS))


def conditions(old: View, new: View, path: Path) -> Iterator[Change]:
    """Yield a change for each condition that came, went or became another."""
    for keyword in _ONLY_REFUSE:
        before, after = old.texts(keyword), new.texts(keyword)
        if after - before:
            yield _condition("condition-changed", keyword, path)
        elif before - after:
            yield _condition("condition-removed", keyword, path)
    # Names that match a pattern are described; without it they may be refused.
    if old.texts("patternProperties") != new.texts("patternProperties"):
        yield _condition("condition-changed", "patternProperties", path)
    before, after = _ifs(old), _ifs(new)
    if after - before:
        yield _condition("condition-changed", "if", path)
    elif before - after:
        yield _condition("condition-removed", "if", path)


def references(old: View, new: View, path: Path) -> Iterator[Change]:
    """Yield a change if what could not be followed is another."""
    before, after = old.texts("$ref"), new.texts("$ref")
    if before != after:
        sentence = f"a reference of {subject(path)} that cannot be followed is another one"
        yield change("reference-changed", path, sentence)


def alternatives(old: View, new: View, path: Path, deeper: Deeper) -> Iterator[Change]:
    """Yield what changed in ``anyOf`` and ``oneOf``, but for types and values of them all."""
    before = {_text(one): one for one in old.alternatives}
    after = {_text(one): one for one in new.alternatives}
    gone = [one for text, one in before.items() if text not in after]
    come = [one for text, one in after.items() if text not in before]
    if not gone and not come:
        return
    if len(gone) == len(come) == 1:
        yield from _one_pair(gone[0], come[0], path, deeper)
    elif come:
        yield _changed(path)
    else:
        sentence = f"{subject(path)} need no longer fit one of several alternatives"
        yield change("condition-removed", path, sentence)


def _one_pair(
    old: Alternatives, new: Alternatives, path: Path, deeper: Deeper
) -> Iterator[Change]:
    gone, come = _without(old, new), _without(new, old)
    # With oneOf, a wider alternative may also let in what another one does.
    if not (_only_adds_up(old) and _only_adds_up(new)):
        yield _changed(path)
    elif not gone:
        sentence = f"{subject(path)} may now fit a further alternative"
        yield change("alternative-added", path, sentence, after=come)
    elif not come:
        sentence = f"{subject(path)} may no longer fit an alternative that it had"
        yield change("alternative-removed", path, sentence, before=gone)
    elif len(gone) == len(come) == 1:
        yield from deeper(View(gone), View(come), path)
    else:
        yield _changed(path)


def _only_adds_up(one: Alternatives) -> bool:
    """Tell whether more alternatives always let in more."""
    return one.keyword == "anyOf" or are_apart(one.members)


def _without(some: Alternatives, others: Alternatives) -> Sequence[Any]:
    known = set(map(essence, others.members))
    return [member for member in some.members if essence(member) not in known]


def _text(one: Alternatives) -> str:
    return essence({one.keyword: one.members})


def _ifs(view: View) -> set[str]:
    return {
        essence({key: word[key] for key in ("if", "then", "else") if key in word})
        for word in view.words
        if "if" in word
    }


def _changed(path: Path) -> Change:
    sentence = f"the alternatives of {subject(path)} changed; old events may fit none of them"
    return change("alternatives-changed", path, sentence)


def _condition(code: str, keyword: str, path: Path) -> Change:
    if code == "condition-removed":
        return change(code, path, f"{keyword!r} no longer limits {subject(path)}")
    sentence = f"{keyword!r} of {subject(path)} changed; whether old events fit cannot be told"
    return change(code, path, sentence)
