"""Git's conflict markers in a text. Pure."""

from __future__ import annotations

from typing import Literal

from reflekt_dbt.write.blob import unix

_Part = Literal["both", "ours", "base", "theirs"]

# Marker → where we must be for it to count, and where it leads. Seven characters are
# git's default; a separator only counts between the other markers.
_TURNS: dict[str, tuple[tuple[_Part, ...], _Part]] = {
    "<<<<<<<": (("both",), "ours"),
    "|||||||": (("ours",), "base"),
    "=======": (("ours", "base"), "theirs"),
    ">>>>>>>": (("theirs",), "both"),
}


def is_marker(line: str) -> bool:
    """Tell whether *line* is one that git puts around the sides of a conflict."""
    return line[:7] in _TURNS and line[7:8] in {"", " "}


def sides(text: str) -> tuple[str, str] | None:
    """Return *text* as it were if ours, and if theirs, had won every conflict in it.

    None if there is no conflict in it, or if its markers do not match up.
    """
    ours: list[str] = []
    theirs: list[str] = []
    part: _Part = "both"
    found = False
    # Not splitlines(): it also splits at characters that a line may hold.
    for line in unix(text).split("\n"):
        if is_marker(line):
            where, leads_to = _TURNS[line[:7]]
            if part not in where:
                return None
            part, found = leads_to, True
            continue
        if part in {"both", "ours"}:
            ours.append(line)
        if part in {"both", "theirs"}:
            theirs.append(line)
    return ("\n".join(ours), "\n".join(theirs)) if found and part == "both" else None
