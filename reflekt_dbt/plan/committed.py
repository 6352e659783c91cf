"""The plan as a macro in the user's project, for engines of dbt without Python. Pure.

One line an event, each with its own hash and none over all of them, so that what two branches
add is merged line by line. What stands between conflict markers is read too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from reflekt_dbt.plan.dump import inert_json

FILE = "reflekt_plan.sql"

# A key that only the macro's plan has: the settings that it was made with, to be compared with
# those of the project.
VARIABLES = "vars"

_HEAD = """\
{#- The plan of this project's events, for engines of dbt without Python. Commit it.
    Made by `reflekt-dbt plan --write`, which also settles a merge conflict in it. -#}
{%- macro reflekt_plan() -%}
{%- set rows -%}
["""
_FOOT = """\
null]
{%- endset -%}
{%- set plan = {} -%}
{%- set lists = [] -%}
{%- for row in fromjson(rows) if row -%}
    {%- if row[0] == 'lists' -%}
        {%- do lists.extend(row[3]) -%}
        {%- for name in row[3] -%}{%- do plan.update({name: []}) -%}{%- endfor -%}
    {%- elif row[0] in lists -%}
        {%- do plan[row[0]].append(row[3]) -%}
    {%- else -%}
        {%- do plan.update({row[0]: row[3]}) -%}
    {%- endif -%}
{%- endfor -%}
{{ return(plan) }}
{%- endmacro -%}
"""
# Git's own, at the default size.
_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")

# How the items of each list are called; the macro puts them together again in their order.
_NAMES: Mapping[str, Callable[[Any], str]] = {
    "quoted": lambda one: str(one[0]),
    "layouts": lambda one: str(one["name"]),
    "docs": lambda one: str(one["path"]),
    "texts": lambda one: str(one[0]),
    "sources": lambda one: str(one["name"]),
    "tables": lambda one: str(one["event"] or one["model"]),
    "unions": lambda one: str(one["event"] or one["model"]),
    "findings": lambda one: " ".join(map(str, one[:3])),
}


class Row(NamedTuple):
    """One line of the macro.

    Attributes:
        kind: Key of the plan.
        name: Which of them, where there are many; ``""`` where there is one.
        line: As it stands in the file, without the comma.
    """

    kind: str
    name: str
    line: str


def committed_text(plan: Mapping[str, Any], variables: Any) -> str:
    """Return the file whose macro returns *plan* and, as ``vars``, *variables*.

    Args:
        plan: As `compile_plan` makes it.
        variables: The value of ``vars.reflekt``, as YAML says it.
    """
    lines = "".join(f"{row.line},\n" for row in _rows(plan, variables))
    return f"{_HEAD}\n{lines}{_FOOT}"


def is_committed_plan(text: str) -> bool:
    """Tell whether *text* is a file of ours, with conflict markers or without.

    With a line in it that is none of ours it is not: it would be lost.
    """
    ours = {*_HEAD.split("\n"), *_FOOT.split("\n")}
    lines = text.replace("\r\n", "\n").split("\n")
    return text.startswith("{#- The plan of this project's events") and all(
        line in ours or line.startswith(_MARKERS) or _row(line) is not None for line in lines
    )


def out_of_date(text: str, plan: Mapping[str, Any], variables: Any) -> list[tuple[str, str]]:
    """Return what of the file *text* is not as it would be made now.

    Returns:
        ``(event or "", what)``, sorted; the event where a line is about one, so that people
        see which. Empty if the file is up to date.
    """
    text = text.replace("\r\n", "\n")
    if text == committed_text(plan, variables):
        return []
    lines = text.split("\n")
    wanted = _by_name(_rows(plan, variables))
    found = _by_name(filter(None, map(_row, lines)))
    told = {
        _told(key, wanted.get(key), found.get(key))
        for key in wanted.keys() | found.keys()
        if wanted.get(key) != found.get(key)
    }
    if any(line.startswith(_MARKERS) for line in lines):
        told.add(("", "it has conflict markers"))
    return sorted(told) or [("", "its lines are in another order")]


def _by_name(rows: Iterable[Row]) -> dict[tuple[str, str], list[str]]:
    # Several have one name where an event lands in several sources.
    named: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        named.setdefault((row.kind, row.name), []).append(row.line)
    return named


def _told(key: tuple[str, str], wanted: object, found: object) -> tuple[str, str]:
    kind, name = key
    if kind in {"tables", "unions"}:
        verb = "changed" if wanted and found else "new" if wanted else "gone"
        # What stands for no one event is called by its model.
        return (name, verb) if "/" in name else ("", f"{name} {verb}")
    # One sentence for all lines of a kind: they are not what people think in.
    return "", "vars.reflekt changed" if kind == VARIABLES else f"{kind} changed"


def _rows(plan: Mapping[str, Any], variables: Any) -> Iterator[Row]:
    yield _made("lists", "", list(_NAMES))
    yield _made(VARIABLES, "", variables)
    for kind, value in plan.items():
        if kind in _NAMES:
            yield from (_made(kind, _NAMES[kind](item), item) for item in value)
        else:
            yield _made(kind, "", value)


def _made(kind: str, name: str, value: Any) -> Row:
    # YAML has dates, which JSON has not.
    plain = json.loads(json.dumps(value, default=str))
    text = inert_json(plain)
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    head = inert_json([kind, name, digest])
    return Row(kind, name, f"{head[:-1]},{text}]")


def _row(line: str) -> Row | None:
    """Return the row that *line* is, None if it is none."""
    if not (line.startswith('["') and line.endswith("],")):
        return None
    try:
        row = json.loads(line[:-1])
    except ValueError:
        return None
    if len(row) != len(("kind", "name", "hash", "value")):
        return None
    return Row(str(row[0]), str(row[1]), line[:-1])
