"""What a push or a pull does, for people and for tools. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reflekt_dbt import __version__
from reflekt_dbt.events.read import printable
from reflekt_dbt.registries.job import Planned
from reflekt_dbt.registries.model import Loss
from reflekt_dbt.registries.sync import Action, Kind, changes_of

_SIGNS: Mapping[Kind, str] = {
    "create": "+",
    "update": "~",
    "delete": "-",
    "conflict": "!",
    "kept": "=",
}
_DONE: tuple[Kind, ...] = ("create", "update", "delete")
_MOST_LINES = 12


def text_lines(planned: Planned, *, verbose: bool = False) -> Iterator[str]:
    """Yield what people are shown of one plan, before it is done.

    Args:
        planned: What is to be done.
        verbose: Whether to show every difference, and not the first of each event only.
    """
    registry, target = planned.registry, planned.target
    arrow = "→" if planned.direction == "push" else "←"
    yield printable(
        f"{target.folder} {arrow} {target.plan} in {registry.name} ({registry.type})"
    )
    yield from (printable(f"  {note}") for note in planned.notes)
    for action in planned.actions:
        if action.kind != "none":
            yield from map(printable, _action_lines(action, planned, verbose=verbose))
    yield _counted(planned)


def _action_lines(action: Action, planned: Planned, *, verbose: bool) -> Iterator[str]:
    entry = action.entry
    why = f": {action.why}" if action.why else ""
    yield f"  {_SIGNS[action.kind]} {action.kind} {entry.id} ({entry.name or entry.key}){why}"
    details = [
        f"{one.path}: {one.sentence}" if one.path and one.path not in one.sentence
        else one.sentence
        for one in changes_of(action, planned.direction)
    ]  # fmt: skip
    details += [f"lost there: {_placed(loss)}" for loss in _losses(action, planned)]
    shown = details if verbose else details[:_MOST_LINES]
    yield from (f"      {line}" for line in shown)
    if len(shown) < len(details):
        yield f"      and {len(details) - len(shown)} more; --verbose shows them"


def _losses(action: Action, planned: Planned) -> Sequence[Loss]:
    going = planned.direction == "push" and action.kind in {"create", "update"}
    return action.entry.local.losses if going and action.entry.local else ()


def _placed(loss: Loss) -> str:
    return f"{loss.pointer}: {loss.sentence}" if loss.pointer else loss.sentence


def _counted(planned: Planned) -> str:
    counts = planned.counts
    return ", ".join(
        [
            *(f"to {kind}: {counts[kind]}" for kind in _DONE),
            *([f"conflicts: {counts['conflict']}"] if counts["conflict"] else []),
            *([f"left as it is: {counts['kept']}"] if counts["kept"] else []),
            f"in step: {sum(one.entry.standing == 'in step' for one in planned.of('none'))}",
        ]
    )


def conflict_lines(planned: Planned) -> Iterator[str]:
    """Yield what to do about conflicts, if there are any."""
    if planned.conflicts:
        wins = "git" if planned.direction == "push" else "the registry"
        loses = "the registry" if planned.direction == "push" else "git"
        other = "pull" if planned.direction == "push" else "push"
        yield (
            f"conflicts are left as they are: --overwrite lets {wins} win over {loses}; "
            f"{other} --overwrite the other way round"
        )


def failure_lines(planned: Planned) -> Iterator[str]:
    """Yield what was not done after all."""
    for key, why in sorted(planned.failed.items()):
        yield printable(f"not done: {key}: {why}")


def document(planned: Sequence[Planned], *, done: bool, exit_code: int) -> dict[str, Any]:
    """Return what is planned, or was done, as JSON values.

    Args:
        planned: One for each plan.
        done: Whether it was done.
        exit_code: Of the command.
    """
    return {
        "version": 1,
        "reflekt_dbt": __version__,
        "command": planned[0].direction if planned else "",
        "done": done,
        "exit_code": exit_code,
        "plans": [_plan(one) for one in planned],
    }


def _plan(planned: Planned) -> dict[str, Any]:
    return {
        "registry": planned.registry.name,
        "type": planned.registry.type,
        "plan": planned.target.plan,
        "folder": planned.target.folder,
        "notes": list(planned.notes),
        "counts": dict(sorted(planned.counts.items())),
        "events": [_event(one, planned) for one in planned.actions if one.kind != "none"],
    }


def _event(action: Action, planned: Planned) -> dict[str, Any]:
    entry = action.entry
    return {
        "id": entry.id,
        "key": entry.key,
        "name": entry.name,
        "action": action.kind,
        "why": action.why,
        "failed": planned.failed.get(entry.key, ""),
        "changes": [
            {"path": one.path, "text": one.sentence, "before": one.before, "after": one.after}
            for one in changes_of(action, planned.direction)
        ],
        "losses": [
            {"pointer": one.pointer, "text": one.sentence} for one in _losses(action, planned)
        ],
    }
