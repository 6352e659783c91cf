"""The page of a rule, from its docstring: for ``reflekt-dbt rule`` and ``docs/rules.md``."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from dataclasses import dataclass

from reflekt_dbt.lint.rule import Rule
from reflekt_dbt.report.finding import About

_HEADINGS = ("With", "Flagged", "Fine")
_SHOWN = {
    "properties": "Properties of an event",
    "schema": "Keys of a schema; `self.name` stands for `name` in `self`, null for no such key",
    "files": "Path → keys of the schema there; `self.name` stands for `name` in `self`",
    "text": "The text of a file",
}
_SELECTED = {True: "on by default", False: "off until selected"}


@dataclass(frozen=True, slots=True)
class Page:
    """What a rule's docstring says.

    Attributes:
        summary: Its first sentence, without the full stop.
        prose: The paragraphs after it; ``""`` if there are none.
        examples: ``With`` (settings), ``Flagged`` and ``Fine``, as far as they are there,
            as JSON or, for rules about text, as text.
    """

    summary: str
    prose: str
    examples: dict[str, str]


def page_of(rule: type[Rule]) -> Page:
    """Return the page of *rule*."""
    parts: dict[str, list[str]] = {"": []}
    current = ""
    for line in inspect.cleandoc(rule.__doc__ or "").splitlines():
        if line.removesuffix(":") in _HEADINGS and line.endswith(":"):
            current = line.removesuffix(":")
            parts[current] = []
        else:
            parts[current].append(line)
    text = "\n".join(parts.pop("")).strip()
    summary, _, prose = text.partition("\n\n")
    examples = {key: inspect.cleandoc("\n" + "\n".join(part)) for key, part in parts.items()}
    return Page(" ".join(summary.split()).removesuffix("."), prose.strip(), examples)


def about(rule: type[Rule] | Rule) -> About:
    """Return what writers of reports say of *rule*."""
    kind = rule if isinstance(rule, type) else type(rule)
    page = page_of(kind)
    return About(kind.code, kind.name, f"{page.summary}.", _detail(kind, page))


def rule_markdown(rule: type[Rule]) -> str:
    """Return the section of *rule* for the page of all rules."""
    page = page_of(rule)
    facts = f"{rule.severity} · {_SELECTED[rule.on]}"
    mends = {"safely": " · `lint --fix` mends it", "unsafely": " · `--unsafe-fixes` mends it"}
    heading = f"## {rule.code} {rule.name}"
    return (
        f"{heading}\n\n{facts}{mends.get(rule.fixes, '')}\n\n{page.summary}.\n\n"
        f"{_detail(rule, page)}\n"
    )


def rules_markdown(rules: Iterable[type[Rule]]) -> str:
    """Return the page of all *rules*."""
    given = list(rules)
    rows = "\n".join(
        f"| [{rule.code}](#{rule.code.lower()}-{rule.name}) | `{rule.name}` | {rule.severity} "
        f"| {page_of(rule).summary} |"
        for rule in given
    )
    return f"{_INTRODUCTION}\n{rows}\n\n{chr(10).join(map(rule_markdown, given))}"


def _detail(rule: type[Rule], page: Page) -> str:
    parts = [page.prose] if page.prose else []
    if page.examples:
        parts.append(f"{_SHOWN[rule.shows]}:")
    for heading, example in page.examples.items():
        title = "With these settings" if heading == "With" else heading
        parts.append(f"{title}:\n\n```json\n{example}\n```")
    return "\n\n".join(parts)


_INTRODUCTION = """\
# Rules

What `reflekt-dbt lint` holds event schemas to. Generated from the rules; do not edit.

`vars.reflekt.lint.rules` selects and ignores them by code (`RF203`), by the beginning of one
(`RF2`) or by name, and sets their severity; [configuration](configuration.md) says more. In a
schema file, `"lint": ["property-without-description"]` beside a property's `type`, or at the
top, excuses that property or event, and `"lint": false` excuses it from everything.
`reflekt-dbt rule RF203` prints one of these pages.

Rules of your own stand in `vars.reflekt.lint.custom`. One that is code is a subclass of a
class in `reflekt_dbt.lint.rule`, named by an entry point of the group `reflekt_dbt.rules` in a
package of yours.

| code | name | severity | what is found |
|---|---|---|---|"""
