"""Pages that are made from the code: ``python docs/generate.py`` writes them.

``configuration.md`` is made by ``reflekt_dbt/config/docs.py``, from the JSON Schema beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from reflekt_dbt.bridge.overrides import dispatched
from reflekt_dbt.compare.page import kinds_markdown
from reflekt_dbt.lint.page import rules_markdown
from reflekt_dbt.lint.rules import ALL_RULES
from reflekt_dbt.plan.findings import CODES

HERE = Path(__file__).parent
MACROS = HERE.parent / "macros"

_ARGUMENT = re.compile(r"^(\w+(?:, \w+)*): ", re.MULTILINE)
_MACRO = re.compile(
    r"\{#- (?P<text>.*?) -?#\}\s*\{%- macro (?P<call>\w+\(.*?\)) -%\}", re.DOTALL
)


def operations() -> list[Path]:
    """Return the files of the macros that people run, by name."""
    files = sorted(MACROS.glob("reflekt_*.sql"))
    runs = ("_open_run(", "_need_python(")
    texts = {file: file.read_text(encoding="utf-8") for file in files}
    return [file for file, text in texts.items() if any(call in text for call in runs)]


def macros_markdown() -> str:
    """Return the page of the run-operations, from the comments above them."""
    parts = [
        (
            "# The run-operations\n\nGenerated from `macros/`; do not edit.\n\n"
            "```\ndbt run-operation reflekt_build --args '{select: shop, dry_run: true}'\n```\n"
        )
    ]
    for file in operations():
        found = _MACRO.search(file.read_text(encoding="utf-8"))
        assert found is not None, f"{file.name} has no comment above its macro"
        call = " ".join(found["call"].split()).replace("( ", "(").replace(" )", ")")
        parts.append(f"## {file.stem}\n\n`{call}`\n\n{_plain(found['text'])}\n")
    return "\n".join(parts)


def dispatched_markdown() -> str:
    """Return the page of the macros that adapters and projects may have their own of."""
    files = {file: file.read_text(encoding="utf-8") for file in sorted(MACROS.rglob("*.sql"))}
    parts = [
        (
            "# Macros to dispatch\n\nGenerated from `macros/`; do not edit. What they are for: "
            "[Adding a warehouse](adapters.md).\n"
        )
    ]
    for name in sorted(dispatched()):
        default = re.compile(rf"macro (default__{name}\(.*?\)) -%\}}")
        file, call = next(
            (file, default.search(text)) for file, text in files.items() if default.search(text)
        )
        comment = re.match(r"\{#- (.*?) -?#\}", files[file], re.DOTALL)
        assert comment is not None, f"{file.name} has no comment above its macro"
        defined = re.findall(rf"macro (\w+?)__{name}\(", "\n".join(files.values()))
        others = ", ".join(sorted({*defined} - {"default"})) or "none"
        caller = "" if file.stem == name else f"For `{file.stem}`: "
        parts.append(
            f"## {name}\n\n`{call[1]}`; besides: {others}\n\n{caller}{_plain(comment[1])}\n"
        )
    return "\n".join(parts)


def _plain(comment: str) -> str:
    """Return the comment above a macro as Markdown: its arguments are a list."""
    return _ARGUMENT.sub(r"- `\1`: ", re.sub(r"\n    ", "\n", comment).strip())


def findings_markdown() -> str:
    """Return the page of what build and check can find."""
    rows = "\n".join(f"| `{code.name}` | {code.severity} | {code.text} |" for code in CODES)
    return (
        "# Findings\n\nWhat `build` reports and `check` fails on. Generated; do not edit.\n\n"
        f"| code | severity | what it says |\n|---|---|---|\n{rows}\n"
    )


PAGES: dict[str, Callable[[], str]] = {
    "compare.md": kinds_markdown,
    "dispatched.md": dispatched_markdown,
    "findings.md": findings_markdown,
    "macros.md": macros_markdown,
    "rules.md": lambda: rules_markdown(ALL_RULES),
}


if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8", newline="\n")
