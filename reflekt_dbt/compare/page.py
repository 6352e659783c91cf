"""The page of every kind of change, for ``docs/compare.md``."""

from __future__ import annotations

from reflekt_dbt.compare.kinds import KINDS

_HEAD = """\
# What breaks, and which bump it needs

What `breaking`, `diff` and `changelog` can find. Generated; do not edit.

A change that needs a major bump is a break: make the file `2-0.json`. One that needs a minor
bump makes it `1-1.json`: a new file, or the old one renamed and edited. Titles, descriptions,
defaults, examples, metadata and the order of keys may change without a bump. Plans whose
registry has no versions (`plans: {avo: {versions: registry}}`) are never asked for one.
"""


def kinds_markdown() -> str:
    """Return the page."""
    rows = "\n".join(f"| `{k.code}` | {k.bump} | {k.what} | {k.why} |" for k in KINDS)
    return f"{_HEAD}\n| change | bump | what | why |\n|---|---|---|---|\n{rows}\n"
