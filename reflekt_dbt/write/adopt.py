"""Files of someone's own as edits of what is generated, at once and ever after."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from reflekt_dbt.errors import WriteError
from reflekt_dbt.write.blob import unix
from reflekt_dbt.write.conflict import sides
from reflekt_dbt.write.decision import Decision, Generated
from reflekt_dbt.write.merge import conflicts, merge, with_line_ends_of
from reflekt_dbt.write.mine import is_mine
from reflekt_dbt.write.sound import unsound

_APART = (
    "the two say different things in the same places: left alone (settle it by hand, or adopt "
    "it without --merge, and only what is new from now on is merged into it)"
)


def adoptions(
    generated: Collection[Generated],
    texts: Mapping[str, str],
    paths: Collection[str],
    *,
    merges: bool,
) -> tuple[Decision, ...]:
    """Return a decision for each file of *paths*: it stands, as an edit of what is generated.

    Args:
        generated: What a build of now would write.
        texts: Of the files that exist, by path.
        paths: Of those to adopt.
        merges: Whether they get at once what is generated and they have not.

    Raises:
        WriteError: Nothing is generated in place of one of them, or it is not settled.
    """
    new = {one.path: one for one in generated}
    return tuple(
        _adopted(path, new.get(path), texts.get(path), merges=merges) for path in sorted(paths)
    )


def _adopted(path: str, new: Generated | None, before: str | None, *, merges: bool) -> Decision:
    if new is None or before is None:
        raise WriteError(
            "nothing is generated in its place, so that there is nothing to adopt it for",
            where=path,
            hint="see what is with reflekt-dbt build --dry-run",
        )
    if is_mine(before):
        hint = "remove its first line, reflekt: mine, then adopt it"
        raise WriteError("it was handed over for good", where=path, hint=hint)
    if sides(before) is not None:
        hint = "settle them, then adopt it"
        raise WriteError("it has git's conflict markers", where=path, hint=hint)
    one = Decision("adopted", path, new.source, before, new.text, thing=new.thing)
    if unix(before) == new.text:
        return replace(one, kind="adopt")
    return _with_news(one) if merges else one


def _with_news(one: Decision) -> Decision:
    ours, theirs = unix(one.before or ""), one.after or ""
    found = merge(ours, _common(ours, theirs), theirs)
    if not found.is_clean:
        return replace(one, kind="conflict", why=_APART, shown=conflicts(found.text))
    if problem := unsound(one.path, found.text):
        return replace(one, kind="conflict", why=f"together they would be broken, {problem}")
    result = with_line_ends_of(one.before or "", found.text)
    return one if result == one.before else replace(one, kind="merged", merged=result)


def _common(one: str, other: str) -> str:
    """Return the lines that both have, in order, as if both were made from them."""
    lines, others = one.splitlines(keepends=True), other.splitlines(keepends=True)
    matcher = SequenceMatcher(None, lines, others, autojunk=False)
    return "".join(
        line
        for block in matcher.get_matching_blocks()
        for line in lines[block.a : block.a + block.size]
    )
