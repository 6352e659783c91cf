"""What dbt would find twice, if files of an older layout stay beside those of the new."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from reflekt_dbt.errors import WriteError
from reflekt_dbt.write.decision import HELD_BACK, Decision
from reflekt_dbt.write.scan import Thing, folder_of, scan
from reflekt_dbt.write.survey import Survey

_SHOWN = 5
_EDITED = (
    "with the layout as it was, take your edits out of them and build; then change the layout, "
    "build again, and put the edits into the new files"
)
_NOT_PLANNED = "a change of the layout is built as a whole: leave out --select and --source"


def check_no_doubles(
    decisions: Iterable[Decision], ours: Collection[str], survey: Survey
) -> None:
    """Refuse a run after which two of our files would define one model, or describe it.

    Edits in several properties files cannot move to one that takes the place of them all,
    nor back. Both files together are no project that dbt parses, and either alone loses
    something.

    Args:
        decisions: What is to become of files.
        ours: Paths of what earlier runs wrote.
        survey: Of the project as it is.

    Raises:
        WriteError: Files stay that files of this run take the place of.
    """
    decisions = tuple(decisions)
    known = {one.path for one in decisions if one.kind != "kept_stale"}
    staying = [path for path in ours if path not in known and path in survey.files]
    if not staying:
        return
    new = {
        thing: one.path
        for one in decisions
        if one.after not in {None, one.before} and one.kind not in HELD_BACK
        for thing in _defined(one.path, one.after or "")
    }
    found = {
        path: new[thing]
        for path in staying
        for thing in survey.files[path].defines
        if thing in new
    }
    if found:
        edited = {one.path for one in decisions if one.kind == "kept_stale"}
        raise _refusal(found, _EDITED if edited & found.keys() else _NOT_PLANNED)


def _refusal(found: dict[str, str], hint: str) -> WriteError:
    old = sorted(found)
    more = f" and {len(old) - _SHOWN} more" if len(old) > _SHOWN else ""
    return WriteError(
        f"what these files hold would be in {', '.join(sorted(set(found.values())))} as well, "
        f"where dbt takes it from one file only: {', '.join(old[:_SHOWN])}{more}; nothing was "
        "written",
        where=old[0],
        hint=hint,
    )


def _defined(path: str, text: str) -> Iterator[Thing]:
    for thing in scan(path, text, folder_of(path, text)).defines:
        if thing.kind in {"node", "properties"}:
            yield thing
